//go:build !page

package exchange

import (
	"bytes"
	"cmp"
	"compress/flate"
	"fmt"
	"io"
	"iter"

	"claimlight/app/annotation"
)

// writeQDPX writes the texts as they come. Users and codes stand before the
// selections that refer to them, and are known only in the end: until then the
// selections are kept, compressed.
func writeQDPX(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	z := newPack(w)
	q := newQdpxWriter()
	for d, err := range docs {
		if err != nil {
			return err
		}
		z.file("sources/"+qdpxGUID(d)+".txt", d.Text)
		q.source(d)
		if z.err != nil {
			return z.err
		}
	}
	z.from("project.qde", q.project)
	return z.close()
}

// qdpxWriter gathers a project.
type qdpxWriter struct {
	kept    bytes.Buffer
	sources *flate.Writer
	tags    []*annotation.Tag
	codes   map[string]annotation.TagID // by name, folded
	users   []string
	known   map[string]bool // users
	links   bytes.Buffer
	texts   int
}

func newQdpxWriter() *qdpxWriter {
	q := &qdpxWriter{codes: map[string]annotation.TagID{}, known: map[string]bool{}}
	q.sources, _ = flate.NewWriter(&q.kept, flate.BestSpeed) // fails for other levels only
	return q
}

// put writes to what is kept, which never fails.
func (q *qdpxWriter) put(format string, args ...any) { fmt.Fprintf(q.sources, format, args...) }

// qdpxGUID is the GUID of a document.
func qdpxGUID(d *Doc) string { return derive("source:" + cmp.Or(string(d.ID), d.Key)) }

func (q *qdpxWriter) source(d *Doc) {
	q.texts++
	for _, t := range d.Codebook {
		if fold := annotation.Fold(t.Name); q.codes[fold] == "" {
			q.codes[fold] = t.ID
			q.tags = append(q.tags, t)
		}
	}
	guid := qdpxGUID(d)
	q.put("<TextSource guid=\"%s\" name=\"%s\" plainTextPath=\"internal://%s.txt\">\n", guid, qdaEscape(cmp.Or(d.Meta.Title, d.Meta.File, d.Key)), guid)
	guids := map[string]string{} // of selections, by key
	taken := map[string]bool{}
	for i, m := range d.Marks {
		id := derive(fmt.Sprint(guid, "/", i))
		if m.ID != "" && !taken[idOf(m.ID)] {
			id = idOf(m.ID)
		}
		taken[id] = true
		if guids[m.Key] == "" {
			guids[m.Key] = id
		}
		q.selection(m, id)
	}
	q.put("</TextSource>\n")
	for i, r := range d.Relations {
		from, to := guids[r.From], guids[r.To]
		if from != "" && to != "" {
			fmt.Fprintf(&q.links, "<Link guid=\"%s\" name=\"%s\" direction=\"OneWay\" originGUID=\"%s\" targetGUID=\"%s\"/>\n", derive(fmt.Sprint("link:", guid, i)), qdaEscape(r.Name), from, to)
		}
	}
}

func (q *qdpxWriter) selection(m Mark, id string) {
	s := m.Pieces[0]
	q.put("<PlainTextSelection guid=\"%s\" name=\"%s\" startPosition=\"%d\" endPosition=\"%d\"", id, qdaEscape(m.Quote), s.Start, s.End)
	by := q.by(m)
	q.put("%s", by)
	if t := stamp(m.Modified); t != "" {
		q.put(" modifiedDateTime=\"%s\"", t)
	}
	q.put(">")
	if m.Note != "" {
		q.put("<Description>%s</Description>", qdaEscape(m.Note))
	}
	for _, name := range m.Tags {
		q.put("<Coding guid=\"%s\"%s><CodeRef targetGUID=\"%s\"/></Coding>", derive("coding:"+id+name), by, q.code(name))
	}
	q.put("</PlainTextSelection>\n")
}

// by are the attributes that say who made a mark, and when.
func (q *qdpxWriter) by(m Mark) (attributes string) {
	if m.Creator != "" {
		if !q.known[m.Creator] {
			q.known[m.Creator] = true
			q.users = append(q.users, m.Creator)
		}
		attributes = fmt.Sprintf(" creatingUser=\"%s\"", qdpxUser(m.Creator))
	}
	if t := stamp(m.Created); t != "" {
		attributes += fmt.Sprintf(" creationDateTime=\"%s\"", t)
	}
	return attributes
}

// qdpxUser is the GUID of a person: of one without a name, that is what they are
// called.
func qdpxUser(name string) string {
	if annotation.ValidID(name) {
		return name
	}
	return derive("person:" + name)
}

// code is the GUID of the code of a name, made if there is none.
func (q *qdpxWriter) code(name string) annotation.TagID {
	fold := annotation.Fold(name)
	if q.codes[fold] == "" {
		t := &annotation.Tag{ID: annotation.TagID(derive("tag:" + fold)), Name: name, Color: len(q.tags) % annotation.Colors}
		q.codes[fold], q.tags = t.ID, append(q.tags, t)
	}
	return q.codes[fold]
}

// project writes project.qde. The order of the parts is that of the schema.
func (q *qdpxWriter) project(w io.Writer) error {
	if err := q.sources.Close(); err != nil {
		return err
	}
	var head bytes.Buffer
	fmt.Fprintf(&head, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"%s\" name=\"Claimlight\" origin=\"Claimlight\">\n", qdaProject)
	if len(q.users) > 0 {
		head.WriteString("<Users>\n")
		for _, name := range q.users {
			fmt.Fprintf(&head, "<User guid=\"%s\"", qdpxUser(name))
			if !annotation.ValidID(name) {
				fmt.Fprintf(&head, " name=\"%s\"", qdaEscape(name))
			}
			head.WriteString("/>\n")
		}
		head.WriteString("</Users>\n")
	}
	if len(q.tags) > 0 {
		head.WriteString("<CodeBook><Codes>\n")
		for _, t := range q.tags {
			_ = qdaWriteCode(&head, t) // a Buffer takes all
		}
		head.WriteString("</Codes></CodeBook>\n")
	}
	tail := "</Sources>\n"
	if q.links.Len() > 0 {
		tail += "<Links>\n" + q.links.String() + "</Links>\n"
	}
	if q.texts > 0 {
		head.WriteString("<Sources>\n")
	} else {
		tail = ""
	}
	tail += "</Project>\n"
	for _, part := range []io.Reader{&head, flate.NewReader(&q.kept), bytes.NewReader([]byte(tail))} {
		if _, err := io.Copy(w, part); err != nil {
			return err
		}
	}
	return nil
}
