//go:build !page

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
	return bytes.HasPrefix(data, []byte("<")) && bytes.Contains(data, []byte(xmiSpace)) && bytes.Contains(data, []byte("http:///uima/"))
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

// xmiReader goes through a file.
type xmiReader struct {
	*uimaCAS
	file  string
	depth int
	now   *uimaStructure // the one that is open
	said  []byte         // in the child of it that is open
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
	x := xmiReader{uimaCAS: newUIMA(in, f), file: f.Name}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8, whatever it says
	for n := 1; ; n++ {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, xmiBroken(f, err)
		}
		line, _ := d.InputPos()
		if err := x.token(token, line); err != nil {
			return nil, err
		}
		if n%itemsAtOnce == 0 {
			if err := in.Env.Pace.At(0, 0); err != nil {
				return nil, err
			}
		}
	}
	x.xmiRefs()
	return x.uimaCAS, nil
}

// token reads a piece of the file: structures are what is in the root, and their
// children are values.
func (x *xmiReader) token(token xml.Token, line int) error {
	switch t := token.(type) {
	case xml.Directive:
		return problem.Newf("xml", "Export it again as UIMA CAS XMI.", "The file %s has a document type declaration at line %d, which XMI files do not need and which is not followed.", quoted(x.file), line)
	case xml.StartElement:
		switch x.depth++; {
		case x.depth > maxDepth:
			return problem.Newf("too-deep", "", "The file %s is nested more than %d deep at line %d.", quoted(x.file), maxDepth, line)
		case x.depth == 1 && t.Name.Local != "XMI":
			return problem.Newf("xml", "Check that it is the file that was exported.", "The file %s is not XMI: it begins with an element %s.", quoted(x.file), quoted(t.Name.Local))
		case x.depth == 2:
			x.now = x.xmi(place{file: x.file, line: line}, t)
		case x.depth == 3:
			x.said = xmiHref(t)
		}
	case xml.EndElement:
		x.depth--
		if x.now == nil {
			break
		}
		switch x.depth {
		case 2:
			x.now.values = append(x.now.values, Value{t.Name.Local, string(x.said)})
		case 1:
			x.add(x.now)
			x.now = nil
		}
	case xml.CharData:
		if x.depth == 3 {
			x.said = append(x.said, t...)
		}
	}
	return nil
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
	c.findSlots()
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
		if to := c.byID[id]; to == nil || !to.isSlot() && !uimaIsArray(to.typ) {
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
