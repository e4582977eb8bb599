package ingest

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"claimlight/app/problem"
)

// subject names the file in a sentence.
func subject(name string) string {
	if name == "" {
		return "The text"
	}
	return "The file " + name
}

func empty(name string) error {
	return problem.Newf("empty", "Choose a file with text in it, or paste the text.", "%s is empty.", subject(name))
}

// known are beginnings of files that hold an article but are not plain text.
var known = []struct{ start, kind string }{
	{"%PDF-", "a PDF file"},
	{"PK\x03\x04", "a Word or ZIP file"},
	{"\xD0\xCF\x11\xE0", "an old Word file"},
	{`{\rtf`, "a rich text file"},
}

// decode makes UTF-8 of a file. The text may still have a byte order mark and
// any line ends.
func decode(name string, data []byte) (string, error) {
	if len(data) > MaxBytes {
		return "", problem.Newf("too-large", "Split it into several files.", "%s is larger than %d MB.", subject(name), MaxBytes>>20)
	}
	for _, k := range known {
		if bytes.HasPrefix(data, []byte(k.start)) {
			return "", problem.Newf("binary", "Open it in its own program, copy the text and paste it here.", "%s is %s, not plain text.", subject(name), k.kind)
		}
	}
	if order := byteOrder(data); order != nil {
		return decode16(name, data, order)
	}
	return decode8(name, data)
}

func decode8(name string, data []byte) (string, error) {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return "", problem.Newf("binary", "Save it as plain text in UTF-8 and try again.", "%s does not look like text: byte %d is NUL.", subject(name), i)
	}
	if i := invalid(data); i >= 0 {
		return "", problem.Newf("encoding", "Save it as UTF-8 and try again.", "%s is not valid UTF-8 at byte %d.", subject(name), i)
	}
	return string(data), nil
}

// invalid returns the offset of the first byte that is not UTF-8, or -1.
func invalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	i := 0
	for {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
}

// byteOrder reads the byte order mark of UTF-16; nil if there is none.
func byteOrder(data []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return binary.BigEndian
	}
	return nil
}

// decode16 makes UTF-8 of UTF-16. Half a surrogate pair is an error: putting
// something else in its place would change the text in silence.
func decode16(name string, data []byte, order binary.ByteOrder) (string, error) {
	if len(data)%2 != 0 {
		return "", broken16(name, len(data)-1)
	}
	out := make([]byte, 0, len(data))
	for i := 2; i < len(data); i += 2 {
		r := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(r) {
			if i+2 < len(data) {
				r = utf16.DecodeRune(r, rune(order.Uint16(data[i+2:])))
			}
			if r == utf8.RuneError || utf16.IsSurrogate(r) {
				return "", broken16(name, i)
			}
			i += 2
		}
		if r == 0 {
			return "", problem.Newf("binary", "Save it as plain text in UTF-8 and try again.", "%s does not look like text: there is a NUL at byte %d.", subject(name), i)
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out), nil
}

func broken16(name string, at int) error {
	return problem.Newf("encoding", "Save it as UTF-8 and try again.", "%s is not valid UTF-16 at byte %d.", subject(name), at)
}
