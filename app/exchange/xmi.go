package exchange

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"claimlight/app/problem"
)

// XMI is UIMA XMI, as INCEpTION and DKPro export it: the text in an attribute of
// cas:Sofa, and an element for each feature structure; offsets are UTF-16 code
// units, the end exclusive. To read it strictly takes the type system; here any
// element with a begin and an end is an annotation, and its type comes from the
// namespace. Source: OASIS UIMA 1.0, section 4.1.3, and files of dkpro-cassis.
var XMI = Format{
	ID: "xmi", Name: "UIMA XMI (INCEpTION)", Ext: ".xmi", MIME: "application/vnd.xmi+xml",
	About:  "What INCEpTION and other UIMA programs export as XML, one file for each document and person.",
	Sniff:  sniffXMI,
	With:   func(_, other string) bool { return xmiTypes(other) },
	Counts: []Count{{Unit: UTF16}, {}},
	Read:   readXMI,
}

const xmiSpace = "http://www.omg.org/XMI"

func sniffXMI(data []byte) bool {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF")))
	return bytes.HasPrefix(data, []byte("<")) && bytes.Contains(data, []byte(`"`+xmiSpace+`"`)) && bytes.Contains(data, []byte("XMI"))
}

// xmiTypes reports whether a file is a type system, by its name. INCEpTION puts
// one beside each XMI; it says nothing about the text.
func xmiTypes(name string) bool {
	base := strings.ToLower(path.Base(name))
	return strings.HasSuffix(base, ".xml") && strings.Contains(base, "typesystem")
}

func readXMI(in *Input, take func(*Doc) error) error {
	var files []File
	for _, f := range in.Files {
		if !xmiTypes(f.Name) {
			files = append(files, f)
		}
	}
	return uimaEach(in, files, func(f File) (*uimaCAS, error) { return xmiParse(in, f) }, take)
}

// xmiParse reads one file. Attributes may be text or references, which only the
// type system tells for sure: those that lead to slots and the ends of relations
// are taken as references (xmiRefs).
func xmiParse(in *Input, f File) (*uimaCAS, error) {
	data, err := in.whole(f)
	if err != nil {
		return nil, err
	}
	data, mended := xmiMend(data)
	if mended > 0 {
		in.problem(place{file: f.Name}, "", "%d characters that XML does not allow were read as U+FFFD.", mended)
	}
	c := newUIMA(in, f)
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8, whatever it says
	var now *uimaStructure
	var said []byte // in the child that is open
	depth := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, xmiBroken(f, err)
		}
		line, _ := d.InputPos()
		switch t := token.(type) {
		case xml.Directive:
			return nil, problem.Newf("xml", "Export it again as UIMA CAS XMI.", "The file %s has a document type declaration at line %d, which XMI files do not need and which is not followed.", quoted(f.Name), line)
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return nil, problem.Newf("too-deep", "", "The file %s is nested more than %d deep at line %d.", quoted(f.Name), maxDepth, line)
			}
			switch {
			case depth == 1 && t.Name.Local != "XMI":
				return nil, problem.Newf("xml", "Check that it is the file that was exported.", "The file %s is not XMI: it begins with an element %s.", quoted(f.Name), quoted(t.Name.Local))
			case depth == 2:
				now = c.xmi(place{file: f.Name, line: line}, t)
			case depth == 3 && now != nil:
				said = xmiHref(t)
			}
		case xml.EndElement:
			switch depth--; {
			case depth == 2 && now != nil:
				now.values = append(now.values, Value{t.Name.Local, string(said)})
			case depth == 1 && now != nil:
				c.add(now)
				now = nil
			}
		case xml.CharData:
			if depth == 3 && now != nil {
				said = append(said, t...)
			}
		}
	}
	c.xmiRefs()
	return c, nil
}

// xmi begins a structure; nil for what is none.
func (c *uimaCAS) xmi(at place, t xml.StartElement) *uimaStructure {
	s := &uimaStructure{place: at, typ: xmiType(t.Name)}
	begin, end := "", ""
	for _, a := range t.Attr {
		switch {
		case a.Name.Space == xmiSpace || a.Name.Space == "xmi":
			if a.Name.Local == "id" {
				s.id = a.Value
			}
		case a.Name.Space != "" || a.Name.Local == "xmlns":
		case a.Name.Local == "begin":
			begin = a.Value
		case a.Name.Local == "end":
			end = a.Value
		case a.Name.Local == "sofa":
			s.sofa = a.Value
		default:
			s.values = append(s.values, Value{a.Name.Local, a.Value})
		}
	}
	if s.typ == "uima.cas.NULL" || s.typ == "uima.cas.View" {
		return nil
	}
	if begin == "" || end == "" {
		return s
	}
	var err1, err2 error
	s.begin, err1 = strconv.Atoi(begin)
	s.end, err2 = strconv.Atoi(end)
	if err1 != nil || err2 != nil {
		c.problem(at, hintLeftOut, "Begin and end must be whole numbers, not %s and %s.", quoted(begin), quoted(end))
		return nil
	}
	s.spanned = true
	return s
}

// xmiType is the name of a type: the namespace of an element is made from the
// package, http:///a/b.ecore from a.b.
func xmiType(n xml.Name) string {
	space := strings.TrimSuffix(strings.TrimPrefix(n.Space, "http:///"), ".ecore")
	if space == "" || space == "uima/noNamespace" {
		return n.Local
	}
	return strings.ReplaceAll(space, "/", ".") + "." + n.Local
}

// xmiHref is the ID that a child leads to: values of features that have several
// stand in elements of their own.
func xmiHref(t xml.StartElement) []byte {
	for _, a := range t.Attr {
		if a.Name.Local == "href" {
			return []byte(strings.TrimPrefix(a.Value, "#"))
		}
	}
	return nil
}

// xmiRefs finds out which values are references.
func (c *uimaCAS) xmiRefs() {
	for _, s := range c.structures {
		for i := range s.values {
			if s.xmiRefers(s.values[i].Name) && xmiIsID(s.values[i].Value) {
				s.xmiRefer(&s.values[i])
			}
		}
	}
	for _, s := range c.structures {
		for i := range s.values {
			if v := &s.values[i]; xmiIsID(v.Value) && uimaLabelAt(s.values[i:i+1]) < 0 && c.xmiSlots(strings.Fields(v.Value)) {
				s.xmiRefer(v)
			}
		}
	}
}

// xmiIsID reports whether a value may be references: numbers.
func xmiIsID(value string) bool {
	return strings.Trim(value, "0123456789 ") == "" && strings.TrimSpace(value) != ""
}

// xmiRefers reports whether a feature leads to structures, by its name: those of
// relations, slots and chains, of arrays, and those by which DKPro hangs parts
// of its analysis together.
func (s *uimaStructure) xmiRefers(feature string) bool {
	switch feature {
	case "Governor", "Dependent", "next", "first":
		return true
	case "target":
		return !s.spanned
	case "elements":
		return s.typ == "uima.cas.FSArray"
	case "parent", "children":
		return strings.HasPrefix(s.typ, "de.tudarmstadt.ukp.dkpro.core.")
	}
	return false
}

// xmiSlots reports whether all of the structures are slots or arrays.
func (c *uimaCAS) xmiSlots(ids []string) bool {
	for _, id := range ids {
		if to := c.byID[id]; to == nil || !c.isLink(to) && !uimaIsArray(to.typ) {
			return false
		}
	}
	return true
}

// xmiRefer makes a value a reference.
func (s *uimaStructure) xmiRefer(v *Value) {
	to := strings.Fields(v.Value)
	if n := len(s.refs); n > 0 && s.refs[n-1].feature == v.Name {
		s.refs[n-1].to = append(s.refs[n-1].to, to...)
	} else {
		s.refs = append(s.refs, uimaRef{v.Name, to})
	}
	v.Value = ""
}

// xmiBroken puts an error of the parser into words.
func xmiBroken(f File, err error) error {
	syntax, ok := err.(*xml.SyntaxError)
	switch {
	case !ok:
		return &problem.Error{Code: "xml", Cause: err, Message: fmt.Sprintf("The file %s is not sound XML: %v.", quoted(f.Name), err)}
	case strings.Contains(syntax.Msg, "unexpected EOF"):
		return &problem.Error{Code: "truncated", Cause: err, Message: fmt.Sprintf("The file %s breaks off at line %d.", quoted(f.Name), syntax.Line),
			Hint: "It may have been cut off while it was copied or sent; get it again."}
	}
	return &problem.Error{Code: "xml", Cause: err, Message: fmt.Sprintf("The file %s is not sound XML at line %d: %s.", quoted(f.Name), syntax.Line, syntax.Msg),
		Hint: "Check that it is the file that was exported, and that nothing changed it since. Entities that a file declares itself are not followed."}
}
