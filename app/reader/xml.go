package reader

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"claimlight/app/problem"
)

// maxXML is how deep XML may be nested. Word stays below fifty.
const maxXML = 256

// newXML returns a decoder for a part of an archive, in UTF-8 or UTF-16.
func newXML(data []byte) *xml.Decoder {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		data = []byte(decode16(data, 0, 1))
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		data = []byte(decode16(data, 1, 0))
	}
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if label = canonical(label); label == utf8Label || label == utf16leLabel || label == utf16beLabel {
			return r, nil
		}
		return nil, errors.New("encoding " + label)
	}
	return d
}

// safeXML checks a part before it is read: it must be well-formed and not
// nested too deeply, and may define no entities. The decoder does not expand
// them, and a file that needs them would be read wrongly; in Word documents
// (Open Packaging Conventions, clause 8) no DTD is allowed at all.
func safeXML(file, part string, data []byte, dtd bool) error {
	d := newXML(data)
	for depth := 0; ; {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return badXML(file, part, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.Directive:
			if !dtd || strings.Contains(string(t), "<!ENTITY") || strings.Contains(string(t), "[") {
				return problem.Newf("xml", "Open it in its own program and save it again.", "In %s the part “%s” defines words of its own (a DTD), which is not read.", within(file), part)
			}
		}
		if depth > maxXML {
			return problem.Newf("xml", "Open it in its own program and save it again.", "In %s the part “%s” is nested more than %d deep.", within(file), part, maxXML)
		}
	}
}

func badXML(file, part string, cause error) error {
	line := 0
	if e, ok := errors.AsType[*xml.SyntaxError](cause); ok {
		line = e.Line
	}
	e := problem.Newf("xml", "Open it in its own program and save it again.", "In %s the part “%s” is damaged in line %d.", within(file), part, line)
	e.Cause = cause
	return e
}

// unmarshal reads a small part into a struct.
func (a *archive) unmarshal(part string, v any) error {
	data, err := a.read(part)
	if err != nil {
		return err
	}
	if err := safeXML(a.name, part, data, true); err != nil {
		return err
	}
	if err := newXML(data).Decode(v); err != nil {
		return badXML(a.name, part, err)
	}
	return nil
}

// val returns an attribute by its local name.
func val(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
