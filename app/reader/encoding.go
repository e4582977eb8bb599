package reader

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"claimlight/app/problem"
)

// UTF-8 and UTF-16 are understood here, all else by Options.Decode.
const (
	utf8Label    = "utf-8"
	utf16leLabel = "utf-16le"
	utf16beLabel = "utf-16be"
)

// decode makes text of the bytes and notes how they were understood. What
// counts, in this order: what the person chose, a byte order mark, valid UTF-8,
// what the file declares, and a guess. That bytes are valid UTF-8 by accident
// hardly happens; that a page declares something wrong does.
func (s *Source) decode(data []byte, o Options, declared string) (string, error) {
	label := s.find(data, o, canonical(declared))
	s.Encoding = label
	text, err := decodeAs(label, data, o)
	if err != nil {
		return "", s.undecodable(label, err)
	}
	text = strings.TrimLeft(text, "\uFEFF")
	if i := strings.IndexByte(text, 0); i >= 0 {
		return "", problem.Newf("binary", "Save it as plain text in UTF-8 and try again.", "%s does not look like text: there is a NUL in line %d.", subject(s.Name), 1+strings.Count(text[:i], "\n"))
	}
	s.reportLost(text, data)
	return text, nil
}

// Decoded makes UTF-8 of a file in any encoding, without a byte order mark. The
// Source that comes with it says how the bytes were understood, and its Problems
// where they could not be. The errors are those of Read with the codes
// "encoding" and "binary".
func Decoded(name string, data []byte, o Options) (string, *Source, error) {
	s := &Source{Name: name}
	text, err := s.decode(data, o, "")
	return text, s, err
}

// find returns the label of the encoding.
func (s *Source) find(data []byte, o Options, declared string) string {
	if o.Encoding != "" {
		return canonical(o.Encoding)
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return utf16leLabel
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return utf16beLabel
	}
	if label := nulPattern(data); label != "" {
		s.Guessed, s.Encodings = true, []string{label}
		return label
	}
	if utf8.Valid(data) && !bytes.Contains(data, []byte("\x1b$")) {
		return utf8Label
	}
	if declared != "" && declared != utf8Label && !strings.HasPrefix(declared, "utf-16") {
		if _, err := decodeAs(declared, nil, o); err == nil {
			return declared
		}
	}
	s.Guessed = true
	s.Encodings = guess(data, o.Decode)
	return s.Encodings[0]
}

// canonical is how a label is written here.
func canonical(label string) string {
	label = strings.ToLower(strings.TrimSpace(label))
	switch label {
	case "utf8", "unicode-1-1-utf-8":
		return utf8Label
	case "utf-16", "utf16", "utf-16-le", "unicode":
		return utf16leLabel
	case "utf-16-be":
		return utf16beLabel
	case "iso-8859-1", "latin1", "us-ascii", "ascii", "cp1252":
		return "windows-1252" // as browsers understand these
	}
	return label
}

// decodeAs understands bytes in an encoding; what is wrong becomes U+FFFD.
func decodeAs(label string, data []byte, o Options) (string, error) {
	switch label {
	case utf8Label:
		return strings.ToValidUTF8(string(data), "\uFFFD"), nil
	case utf16leLabel:
		return decode16(data, 0, 1), nil
	case utf16beLabel:
		return decode16(data, 1, 0), nil
	}
	if o.Decode == nil {
		return "", errNoDecoder
	}
	text, err := o.Decode(label, data)
	if err != nil {
		return "", err
	}
	return strings.ToValidUTF8(text, "\uFFFD"), nil
}

var errNoDecoder = problem.Newf("encoding", "Save it as UTF-8 and try again.", "Old encodings cannot be read here.")

// decode16 reads units of two bytes, the low one first or second.
func decode16(data []byte, low, high int) string {
	units := make([]uint16, len(data)/2, len(data)/2+1)
	for i := range units {
		units[i] = uint16(data[2*i+low]) | uint16(data[2*i+high])<<8
	}
	if len(data)%2 != 0 {
		units = append(units, 0xFFFD)
	}
	return string(utf16.Decode(units))
}

// nulPattern tells UTF-16 without a byte order mark: in text of the Latin
// alphabet, and wherever there are spaces and line ends, each second byte is
// NUL, and always on the same side.
func nulPattern(data []byte) string {
	head := data[:min(len(data), 4096)&^1]
	if len(data)%2 != 0 || len(head) < 4 {
		return ""
	}
	var nul [2]int
	for i, b := range head {
		if b == 0 {
			nul[i%2]++
		}
	}
	switch {
	case nul[1]*10 >= len(head) && nul[0] == 0:
		return utf16leLabel
	case nul[0]*10 >= len(head) && nul[1] == 0:
		return utf16beLabel
	}
	return ""
}

// reportLost says where text could not be understood in the encoding. What was
// U+FFFD in the file already is not counted where that can be told.
func (s *Source) reportLost(text string, data []byte) {
	lost := strings.Count(text, "\uFFFD")
	if s.Encoding == utf8Label {
		lost -= bytes.Count(data, []byte("\uFFFD"))
	}
	if lost <= 0 {
		return
	}
	before, where := text[:strings.Index(text, "\uFFFD")], ""
	if i := invalidAt(data); s.Encoding == utf8Label && i >= 0 {
		before, where = string(data[:i]), fmt.Sprintf(" (first at byte %d)", i)
	}
	s.problem(problem.Problem{
		Line:    1 + strings.Count(before, "\n"),
		Message: counted(lost, "place", "places") + " could not be read as " + s.Encoding + where + "; “\uFFFD” stands there.",
		Hint:    "Choose another encoding, or save the file as UTF-8.",
	})
}

// invalidAt is where the first byte is that is not UTF-8, counted from 0; -1 if
// there is none.
func invalidAt(data []byte) int {
	for at := 0; at < len(data); {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n <= 1 {
			return at
		}
		at += n
	}
	return -1
}

func (s *Source) undecodable(label string, cause error) error {
	if problem.Code(cause) != "" {
		return cause
	}
	return &problem.Error{
		Code: "encoding", Message: subject(s.Name) + " cannot be read as “" + label + "”: that encoding is not known here.", Hint: "Choose another encoding, or save the file as UTF-8.", Cause: cause,
	}
}
