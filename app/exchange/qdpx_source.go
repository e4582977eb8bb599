//go:build !page

package exchange

import (
	"path"
	"strconv"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/span"
)

// sources reads the sources one by one.
func (q *qdpxReader) sources(x *qdaReader, n *qdaNode) error {
	if n.name != "Sources" {
		return x.skip()
	}
	return x.each(func(n *qdaNode) error {
		switch n.name {
		case "TextSource":
			return q.text(x, n, n.attr["name"], false)
		case "PDFSource":
			return q.pdf(x, n)
		case "PictureSource":
			q.left.add("pictures", n.attr["name"])
		case "AudioSource", "VideoSource":
			q.left.add("recordings", n.attr["name"])
		default:
			q.left.add("sources of another kind", n.attr["name"])
		}
		return x.skip()
	})
}

// pdf reads the text of a PDF, if there are marks on it. Marks on its pages are
// places on paper, and not in a text; some stand on both.
func (q *qdpxReader) pdf(x *qdaReader, n *qdaNode) error {
	var pages []*qdaNode
	q.seen = map[string]bool{}
	err := x.each(func(c *qdaNode) error {
		switch c.name {
		case "Representation":
			return q.text(x, c, n.attr["name"], true)
		case "PDFSelection":
			pages = append(pages, c)
		}
		return x.skip()
	})
	what := "PDF files"
	if len(q.seen) > 0 {
		what = "pages of PDF files of which the text was read"
	}
	q.left.add(what, n.attr["name"])
	for _, c := range pages {
		if !q.seen[qdaGUID(c.attr["guid"])] {
			q.left.add("marks on pages of PDF files", c.attr["name"])
		}
	}
	q.seen = nil
	return err
}

// text reads a text with its marks, and hands it on; if wanted only with marks,
// else without them too.
func (q *qdpxReader) text(x *qdaReader, n *qdaNode, name string, marked bool) error {
	q.number++
	d := &Doc{Key: name, place: n.place}
	if sheetLine(name) == "" {
		d.Key = "text " + strconv.Itoa(q.number)
	}
	if ext := path.Ext(name); len(ext) > 1 && len(ext) <= 5 && !strings.Contains(ext, " ") {
		d.Meta.File = sheetLine(name)
	} else {
		d.Meta.Title = sheetLine(name)
	}
	var names []string
	content := ""
	err := x.each(func(c *qdaNode) error {
		if err := x.fill(c); err != nil {
			return err
		}
		switch c.name {
		case "PlainTextContent":
			content = c.text
		case "PlainTextSelection":
			names = q.selection(d, names, c)
			if len(names) > maxRecords {
				return errTooMany
			}
		default:
			q.besides(c)
		}
		return nil
	})
	if q.read > maxUnpacked {
		return errTooLarge // many sources may name one file
	}
	if err != nil || marked && len(d.Marks) == 0 || !q.content(d, n, content) {
		return err
	}
	if q.seen != nil {
		for _, m := range d.Marks {
			q.seen[m.Key] = true
		}
	}
	q.relate(d)
	q.quotes(d, names)
	return q.take(d)
}

// besides notes what a text has besides marks.
func (q *qdpxReader) besides(c *qdaNode) {
	switch c.name {
	case "Description":
		q.left.add("descriptions of texts", c.text)
	case "Coding":
		name := ""
		if ref := c.find("CodeRef"); ref != nil {
			name = q.codes[ref.target()]
		}
		q.left.add("codings of whole texts", name)
	case "VariableValue":
		q.left.add("values of variables", "")
	case "NoteRef": // counted with the notes
	default:
		q.left.add("parts of another kind", c.name)
	}
}

// content finds the text of a document; false if it has none or it cannot be
// read, which is reported.
func (q *qdpxReader) content(d *Doc, n *qdaNode, content string) bool {
	p := n.attr["plainTextPath"]
	f, there := q.internal(p)
	switch {
	case there:
		text, err := q.in.text(f)
		q.read += len(text)
		if err != nil {
			q.in.problem(place{file: f.Name}, "The text was left out, with its marks.", "%s", err)
			return false
		}
		if d.Text = text; d.Meta.File == "" && d.Meta.Title == "" {
			d.Meta.File = path.Base(f.Name)
		}
	case content != "":
		d.Text = content
	case p != "":
		q.in.problem(n.place, "Its marks go onto an open article of that name, if there is one.", "The text file %s of %s is not there.", quoted(p), quoted(d.Key))
		return true
	case n.attr["richTextPath"] != "":
		q.in.problem(n.place, "Its marks go onto an open article of that name, if there is one.", "%s is there with its layout only (%s), and not as plain text.", quoted(d.Key), quoted(n.attr["richTextPath"]))
		return true
	}
	if d.Text == "" {
		q.in.problem(n.place, "It was left out.", "The document %s has no text.", quoted(d.Key))
		return false
	}
	return true
}

// selection reads a selection as a mark, and as one more for everybody else who
// coded it. Names are those of the selections of the marks.
func (q *qdpxReader) selection(d *Doc, names []string, n *qdaNode) []string {
	start, err1 := strconv.Atoi(strings.TrimSpace(n.attr["startPosition"]))
	end, err2 := strconv.Atoi(strings.TrimSpace(n.attr["endPosition"]))
	if err1 != nil || err2 != nil {
		q.in.problem(n.place, hintLeftOut, "Start and end must be whole numbers, not %s and %s.", quoted(n.attr["startPosition"]), quoted(n.attr["endPosition"]))
		return names
	}
	guid := qdaGUID(n.attr["guid"])
	m := Mark{
		Key: guid, ID: qdpxID(guid), Pieces: []span.Span{{Start: start, End: end}}, Creator: q.users[qdaGUID(n.attr["creatingUser"])],
		Created: q.time(n, "creationDateTime"), Modified: q.time(n, "modifiedDateTime"), place: n.place,
	}
	notes := q.said(n)
	if own := n.description(); own != "" {
		notes = append([]string{own}, notes...)
	}
	at := len(d.Marks)
	d.Marks = append(d.Marks, m)
	for _, c := range n.children {
		if c.name == "Coding" {
			notes = append(notes, q.said(c)...)
			q.coding(d, at, c)
		}
	}
	d.Marks[at].Note = q.joined(n.place, notes)
	for len(names) < len(d.Marks) {
		names = append(names, n.attr["name"])
	}
	return names
}

// joined puts notes together, as long as there is room: many marks may have one
// long note.
func (q *qdpxReader) joined(at place, notes []string) string {
	for _, note := range notes {
		q.noting += len(note)
	}
	if q.noting > MaxSize && len(notes) > 0 {
		q.in.problem(at, "The note was left out.", "All notes together are longer than %d MB.", MaxSize>>20)
		return ""
	}
	return strings.Join(notes, "\n\n")
}

func qdpxID(guid string) string {
	if annotation.ValidID(guid) {
		return guid
	}
	return ""
}

// coding adds the tag of a coding to the mark at an index, or to that of the
// same selection which the person made who coded it.
func (q *qdpxReader) coding(d *Doc, at int, c *qdaNode) {
	ref := c.find("CodeRef")
	if ref == nil {
		q.in.problem(c.place, "It was left out.", "A coding names no code.")
		return
	}
	name, ok := q.codes[ref.target()]
	if !ok {
		q.in.problem(c.place, "It was left out.", "No code in the codebook has the GUID %s.", quoted(ref.target()))
		return
	}
	who := q.users[qdaGUID(c.attr["creatingUser"])]
	if first := &d.Marks[at]; who == "" || len(first.Tags) == 0 {
		if who != "" {
			first.Creator = who
		}
		first.Tags = append(first.Tags, name)
		return
	}
	if len(d.Marks)-at > maxList {
		q.in.problem(c.place, "It was left out.", "More than %d people coded one selection.", maxList)
		return
	}
	for i := at; i < len(d.Marks); i++ {
		if d.Marks[i].Creator == who {
			d.Marks[i].Tags = append(d.Marks[i].Tags, name)
			return
		}
	}
	m := d.Marks[at]
	m.Key = qdaGUID(c.attr["guid"])
	m.ID, m.Creator, m.Tags, m.place = qdpxID(m.Key), who, []string{name}, c.place
	if t := q.time(c, "creationDateTime"); !t.IsZero() {
		m.Created, m.Modified = t, t
	}
	d.Marks = append(d.Marks, m)
}

// relate makes relations of the links between marks of a document.
func (q *qdpxReader) relate(d *Doc) {
	if len(q.links) == 0 {
		return
	}
	keys := d.keys()
	for _, m := range d.Marks {
		links := q.links[m.Key]
		if !keys[m.Key] {
			continue
		}
		delete(q.links, m.Key) // of two that are called so, the first is meant
		for _, l := range links {
			if !keys[l.to] {
				q.left.add(qdpxApart, l.name)
			} else {
				d.Relations = append(d.Relations, Relation{Name: l.name, From: m.Key, To: l.to, place: l.place})
			}
		}
	}
}
