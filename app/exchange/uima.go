//go:build !page

package exchange

import (
	"fmt"
	"strings"

	"claimlight/app/problem"
	"claimlight/app/span"
)

// A CAS is what UIMA programs (INCEpTION, DKPro) hand around: texts (sofas) and
// feature structures on them. It is written as JSON or as XML, which differ in
// syntax alone, so that what it means stands here once.

// uimaCAS is what one file holds.
type uimaCAS struct {
	*Input
	name       string // of the file
	sofas      []*uimaStructure
	structures []*uimaStructure // all but the sofas, in the order of the file
	byID       map[string]*uimaStructure
	left       losses // what has no place here, reported once for the file
	expanded   int    // how much was taken out of arrays
}

// uimaStructure is a feature structure: its type and what it says.
type uimaStructure struct {
	place
	id, typ    string
	sofa       string // the ID of the text it is on, "" if it does not say
	begin, end int
	spanned    bool // whether it has a begin and an end
	values     []Value
	refs       []uimaRef
	relation   string // of a link of a chain, to the next

	// Of a slot, which is a structure on no text, what it leads to and as what.
	target, role string
}

// uimaRef is a feature that leads to other structures, by their IDs.
type uimaRef struct {
	feature string
	to      []string
}

func newUIMA(in *Input, f File) *uimaCAS {
	return &uimaCAS{Input: in, name: f.Name, byID: map[string]*uimaStructure{}}
}

// add takes in a structure. Of two with the same ID, references mean the first.
func (c *uimaCAS) add(s *uimaStructure) {
	if s.id != "" {
		if c.byID[s.id] != nil {
			c.problem(s.place, "What refers to it means the first.", "The id %s stands twice.", quoted(s.id))
			s.id = ""
		} else {
			c.byID[s.id] = s
		}
	}
	if s.typ == "uima.cas.Sofa" {
		if s.id == "" {
			s.id = fmt.Sprintf("\x00%d", len(c.sofas)) // nothing is on it
		}
		c.sofas = append(c.sofas, s)
		return
	}
	c.structures = append(c.structures, s)
}

// value is what a structure says for a feature, "" if nothing.
func (s *uimaStructure) value(feature string) string {
	for _, v := range s.values {
		if v.Name == feature {
			return v.Value
		}
	}
	return ""
}

// ref is the first structure that a feature leads to, by its ID; "" if none.
func (s *uimaStructure) ref(feature string) string {
	for _, r := range s.refs {
		if r.feature == feature {
			return r.first()
		}
	}
	return ""
}

func (r uimaRef) first() string {
	if len(r.to) == 0 {
		return ""
	}
	return r.to[0]
}

// uimaEach reads files one by one. Where there are several, one that cannot be
// read is a problem, and the others are read.
func uimaEach(in *Input, files []File, parse func(File) (*uimaCAS, error), take func(*Doc) error) error {
	names := uimaNamesOf(files)
	for i, f := range files {
		c, err := parse(f)
		if err != nil {
			if problem.Code(err) == "" || len(files) == 1 {
				return err
			}
			in.problem(place{file: f.Name}, "The file was left out.", "%v", err)
			continue
		}
		if err := c.docs(names, take); err != nil {
			return err
		}
		if err := in.Env.Pace.At(i, len(files)); err != nil {
			return err
		}
	}
	return nil
}

// docs calls take for each text, with what is on it.
func (c *uimaCAS) docs(names uimaNames, take func(*Doc) error) error {
	if len(c.sofas) == 0 {
		c.problem(place{file: c.name}, "The file was left out.", "The file has no text (no uima.cas.Sofa).")
		return nil
	}
	c.resolve()
	document, author := c.whose(names)
	docs := map[string]*Doc{}
	for i, s := range c.sofas {
		d := &Doc{Key: document, Text: s.value("sofaString"), place: s.place}
		d.Meta.File = document
		if i > 0 {
			d.Key = fmt.Sprintf("%s %d", document, i+1)
		}
		docs[s.id] = d
	}
	taken := c.marks(docs, author)
	for _, s := range c.structures {
		c.relations(docs, taken, s)
	}
	for _, l := range c.left.list() {
		c.problem(place{file: c.name}, "", "%s", tallied(l.What, l.Count))
	}
	for _, s := range c.sofas {
		d := docs[s.id]
		if d.Text == "" && len(d.Marks) == 0 && len(docs) > 1 {
			continue // another view of a document, such as its file
		}
		if err := take(d); err != nil {
			return err
		}
	}
	return nil
}

// whose is the document and the author of the file: by its name, and by what
// INCEpTION notes in the CAS.
func (c *uimaCAS) whose(names uimaNames) (document, author string) {
	document, author = names.of(c.name)
	for _, s := range c.structures {
		if uimaShort(s.typ) != "CASMetadata" {
			continue
		}
		if name := s.value("sourceDocumentName"); name != "" {
			document = name
		}
		if author == "" {
			author = uimaAuthor(s.value("username"))
		}
	}
	return document, author
}

// resolve puts what is in arrays where the features lead to the array, what does
// not say its text on the first, and finds the slots. Many features may lead to
// one long array, so that there is a bound on all together.
func (c *uimaCAS) resolve() {
	for _, s := range c.structures {
		if s.sofa == "" {
			s.sofa = c.sofas[0].id
		}
		kept := s.refs[:0]
		for _, r := range s.refs {
			array := c.byID[r.first()]
			if array == nil || !uimaIsArray(array.typ) {
				kept = append(kept, r)
				continue
			}
			r.to = array.elements()
			if c.expanded += 1 + len(r.to) + len(array.refs) + len(array.values); c.expanded > maxRecords {
				c.left.add("references to lists are too many; they were left out.", 1)
				continue
			}
			for _, v := range array.values {
				s.values = append(s.values, Value{r.feature, v.Value})
			}
			if len(r.to) > 0 {
				kept = append(kept, r)
			}
		}
		s.refs = kept
	}
	c.findSlots()
}

// findSlots notes what slots lead to: there may be many ways to one of them.
func (c *uimaCAS) findSlots() {
	for _, s := range c.structures {
		if !s.spanned {
			s.target, s.role = s.ref("target"), s.value("role")
		}
	}
}

func uimaIsArray(typ string) bool {
	return strings.HasSuffix(typ, "[]") || strings.HasPrefix(typ, "uima.cas.") && strings.HasSuffix(typ, "Array")
}

// elements are the structures in an array.
func (s *uimaStructure) elements() []string {
	for _, r := range s.refs {
		if r.feature == "elements" {
			return r.to
		}
	}
	return nil
}

// marks fills the documents with what is marked on them, and returns which
// structures that are.
func (c *uimaCAS) marks(docs map[string]*Doc, author string) map[string]bool {
	taken := map[string]bool{}
	for _, s := range c.structures {
		short := uimaShort(s.typ)
		d := docs[s.sofa]
		switch {
		case short == "DocumentMetaData" && d != nil:
			d.Meta.Title = strings.Join(strings.Fields(s.value("documentTitle")), " ")
		case uimaStructural(s.typ) || s.isSlot() || s.ref("Governor") != "" || s.ref("Dependent") != "":
		case !s.spanned && s.ref("first") != "": // the head of a chain, of which the links are the marks
		case !s.spanned:
			c.left.add(fmt.Sprintf("statements about whole documents (%s) have no place here; they were left out.", short), 1)
		case d == nil:
			c.problem(s.place, hintLeftOut, "The text %s, which this %s is on, is not in the file.", quoted(s.sofa), short)
		case s.begin == s.end:
			c.left.add("annotations of no length mark no text; they were left out.", 1)
		default:
			if s.ref("next") != "" { // it is what the relation to the next link is called
				s.relation, s.values = uimaTake(s.values, "referenceRelation")
			}
			m := Mark{Key: s.id, Pieces: []span.Span{{Start: s.begin, End: s.end}}, Creator: author, place: s.place}
			uimaSay(&m, s.typ, s.values)
			d.Marks = append(d.Marks, m)
			taken[s.id] = s.id != ""
		}
	}
	return taken
}

// isSlot reports whether a structure is the slot of another: it leads to one
// more, in some role.
func (s *uimaStructure) isSlot() bool { return s != nil && s.target != "" }
