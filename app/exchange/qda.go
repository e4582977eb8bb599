//go:build !page

package exchange

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"claimlight/app/problem"
)

// REFI-QDA is how programs for qualitative analysis exchange their work: XML,
// alone for a codebook (.qdc), and in an archive with the texts for a project
// (.qdpx). What both have in common stands here.

// Namespaces of the two (REFI-QDA 1.5, 5.2 and 5.3).
const (
	qdaProject  = "urn:QDA-XML:project:1.0"
	qdaCodebook = "urn:QDA-XML:codebook:1.0"
	qdaAny      = "urn:QDA-XML:" // of any version
)

var qdaFirst = regexp.MustCompile(`^(?s:\s|<\?.*?\?>|<!--.*?-->|<![^>]*>)*<(?:[\w.-]+:)?([\w.-]+)[\s/>]`)

// qdaRoot is the outermost element of XML that starts with the data, "" if it is
// something else.
func qdaRoot(data []byte) string {
	data = bytes.TrimPrefix(data[:min(len(data), headSize)], []byte("\uFEFF"))
	if m := qdaFirst.FindSubmatch(data); m != nil && bytes.Contains(data, []byte(qdaAny)) {
		return string(m[1])
	}
	return ""
}

// qdaNode is an element, with what is in it as far as that was read.
type qdaNode struct {
	name     string
	attr     map[string]string
	text     string // its own, without that of its children
	children []*qdaNode
	place
}

// qdaReader reads XML element by element, so that no more of it is held than is
// asked for. What it refuses: entities of the file's own, which can be made to
// grow without end, other encodings than UTF-8, and elements that are nested
// too deep.
type qdaReader struct {
	d     *xml.Decoder
	rest  *io.LimitedReader
	file  string
	depth int
	count int  // of elements
	own   bool // whether we wrote it, so that white space at the ends of texts is meant
}

// qdaMost is how many elements a file may have. Ten thousand codings are some
// thirty thousand.
const qdaMost = 1_000_000

// newQDA begins to read, and returns the outermost element.
func newQDA(file string, r io.Reader) (*qdaReader, *qdaNode, error) {
	x := &qdaReader{rest: &io.LimitedReader{R: r, N: MaxSize}, file: file}
	buffered := bufio.NewReaderSize(x.rest, 64<<10)
	if head, _ := buffered.Peek(3); bytes.Equal(head, []byte("\uFEFF")) {
		_, _ = buffered.Discard(3)
	} else if len(head) > 1 && (head[0] == 0xff || head[0] == 0xfe || head[0] == 0 || head[1] == 0) {
		return nil, nil, errQDAEncoding(file)
	}
	x.d = xml.NewDecoder(buffered)
	x.d.CharsetReader = func(name string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(name, "us-ascii") || strings.EqualFold(name, "utf8") {
			return r, nil
		}
		return nil, errQDAEncoding(file)
	}
	root, err := x.child()
	if err != nil {
		return nil, nil, err
	}
	x.own = strings.HasPrefix(root.attr["origin"], "Claimlight")
	return x, root, nil
}

func errQDAEncoding(file string) error {
	return problem.Newf("not-utf8", "Save the file as UTF-8 and try again.", "The file %s is not UTF-8.", quoted(file))
}

// child returns the next element in the present one, nil behind the last. The
// next call looks inside of it; fill and skip pass over it.
func (x *qdaReader) child() (*qdaNode, error) {
	for {
		t, err := x.token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			return x.node(t), nil
		case xml.EndElement:
			return nil, nil
		}
	}
}

// each calls f for the elements in the present one; f must fill or skip each.
func (x *qdaReader) each(f func(*qdaNode) error) error {
	for {
		n, err := x.child()
		if err != nil || n == nil {
			return err
		}
		if err := f(n); err != nil {
			return err
		}
	}
}

func (x *qdaReader) node(t xml.StartElement) *qdaNode {
	line, _ := x.d.InputPos()
	n := &qdaNode{name: t.Name.Local, attr: map[string]string{}, place: place{file: x.file, line: line}}
	for _, a := range t.Attr {
		n.attr[a.Name.Local] = a.Value
	}
	return n
}

// fill reads what is in an element that child returned.
func (x *qdaReader) fill(n *qdaNode) error {
	var text strings.Builder
	for {
		t, err := x.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			c := x.node(t)
			if err := x.fill(c); err != nil {
				return err
			}
			n.children = append(n.children, c)
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			n.text = text.String()
			return nil
		}
	}
}

// skip passes over what is in an element that child returned.
func (x *qdaReader) skip() error {
	for depth := x.depth; x.depth >= depth; {
		if _, err := x.token(); err != nil {
			return err
		}
	}
	return nil
}

func (x *qdaReader) token() (xml.Token, error) {
	t, err := x.d.Token()
	if err != nil {
		return nil, x.broken(err)
	}
	switch t := t.(type) {
	case xml.StartElement:
		if x.count++; x.count > qdaMost {
			return nil, problem.Newf("too-large", "Export it in parts.", "The file %s holds more than %d elements.", quoted(x.file), qdaMost)
		}
		if x.depth++; x.depth > maxDepth {
			line, column := x.d.InputPos()
			return nil, problem.Newf("too-deep", "", "The file is nested more than %d deep at line %d, column %d.", maxDepth, line, column)
		}
	case xml.EndElement:
		x.depth--
	case xml.Directive:
		if bytes.Contains(t, []byte("[")) || bytes.Contains(t, []byte("ENTITY")) {
			return nil, problem.Newf("entities", "Export it again with another version of the program.", "The file %s declares entities of its own, which is not read.", quoted(x.file))
		}
	}
	return t, nil
}

// broken says why a file cannot be read on.
func (x *qdaReader) broken(err error) error {
	if own, ok := errors.AsType[*problem.Error](err); ok {
		return own
	}
	line, _ := x.d.InputPos()
	syntax, ok := err.(*xml.SyntaxError)
	switch {
	case x.rest.N <= 0:
		return errTooLarge
	case err == io.EOF, err == io.ErrUnexpectedEOF, ok && strings.Contains(syntax.Msg, "unexpected EOF"):
		return &problem.Error{Code: "truncated", Cause: err, Message: fmt.Sprintf("The file %s breaks off in line %d.", quoted(x.file), line),
			Hint: "It may have been cut off while it was copied or sent; get it again."}
	case !ok:
		return unreadable(err)
	}
	return &problem.Error{Code: "not-xml", Cause: err, Message: fmt.Sprintf("The file %s is not XML at line %d: %s.", quoted(x.file), syntax.Line, syntax.Msg),
		Hint: "Check that it is the file that was exported, and that nothing changed it since."}
}

// find returns the first child of a name, nil if there is none.
func (n *qdaNode) find(name string) *qdaNode {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// description is what the Description in an element says.
func (n *qdaNode) description() string {
	if d := n.find("Description"); d != nil {
		return d.text
	}
	return ""
}

// target is the GUID that a reference in an element names.
func (n *qdaNode) target() string { return qdaGUID(n.attr["targetGUID"]) }

// qdaGUID is a GUID as it is compared: programs write them in upper or lower
// case, and in braces.
func qdaGUID(s string) string { return strings.ToLower(strings.Trim(strings.TrimSpace(s), "{}")) }

// qdaText is a text as XML can hold it: signs that it cannot (XML 1.0, 2.2)
// become U+FFFD.
func qdaText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, s)
}

// qdaEscape is a text within XML, in an element as well as in an attribute.
func qdaEscape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes all
	return b.String()
}

// qdaLeft counts what there is no place for, with a few names of each kind.
type qdaLeft struct {
	losses
	names map[string][]string
}

func (l *qdaLeft) add(what, name string) {
	l.losses.add(what, 1)
	if name = sheetLine(name); name != "" && len(l.names[what]) < 3 {
		if l.names == nil {
			l.names = map[string][]string{}
		}
		l.names[what] = append(l.names[what], quoted(name))
	}
}

// say puts it into one problem, if there is any.
func (l *qdaLeft) say(in *report, at place) {
	var parts []string
	for _, loss := range l.list() {
		part := loss.String()
		if names := l.names[loss.What]; len(names) > 0 {
			part += " (" + strings.Join(names, ", ")
			if loss.Count > len(names) {
				part += ", …"
			}
			part += ")"
		}
		parts = append(parts, part)
	}
	if len(parts) > 0 {
		in.add(at.problem("They were left out.", "The file also holds what there is no place for here: %s.", strings.Join(parts, ", ")))
	}
}
