package main

import (
	"golang.org/x/text/encoding/htmlindex"
)

// decodeLegacy returns the text of data in an encoding that is not Unicode, by
// its label in the WHATWG Encoding Standard, with U+FFFD for what the encoding
// does not have. An error says that no such encoding is known. In the browser,
// its own decoders do this.
func decodeLegacy(label string, data []byte) (string, error) {
	encoding, err := htmlindex.Get(label)
	if err != nil {
		return "", err
	}
	out, err := encoding.NewDecoder().Bytes(data)
	return string(out), err
}
