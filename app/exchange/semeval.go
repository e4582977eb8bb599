//go:build !page

package exchange

import (
	"fmt"
	"io"
	"iter"
	"path"
	"strconv"
	"strings"

	"claimlight/app/span"
)

// SemEval is the form of SemEval-2020 Task 11, spans of propaganda techniques:
// texts in files called article<ID>.txt, and tables without a header, of which
// a row is an ID, a technique, and the start and end of a span, parted by TABs
// (.labels; those of the first subtask have no technique, and where it is to be
// found out it is "?"). Offsets are code points, the end exclusive, as Python
// reads a text: each line end is one. The names of techniques hold commas, and
// spans may begin and end with white space. Source: the task's README and
// evaluation scripts.
var SemEval = Format{
	ID: "semeval", Name: "SemEval-2020 Task 11 (propaganda)", Ext: ".semeval.zip", MIME: "application/zip",
	About:  "Texts and a table of spans with one label each, as the shared task on propaganda has them.",
	Also:   []string{".labels", ".tsv", ".zip"},
	Sniff:  func(data []byte) bool { return semevalTable("", data) },
	Lead:   semevalTable,
	With:   func(_, other string) bool { return semevalID(other) != "" },
	Holds:  Holds{Texts: true, Overlap: true, Untagged: true, Letters: true},
	Counts: []Count{{Lines: EachIsOne}, {}},
	Label:  semevalLabel,
	Read:   readSemEval, Write: writeSemEval,
}

// semevalOpen stands for a technique that is to be found out.
const semevalOpen = "?"

// semevalLabel keeps a tag from being read as none.
func semevalLabel(name string) string {
	if name == semevalOpen {
		return "(?)"
	}
	return name
}

// semevalID is the ID of an article's file, "" if it is none.
func semevalID(name string) string {
	id, ok := strings.CutPrefix(strings.ToLower(path.Base(name)), "article")
	id, ends := strings.CutSuffix(id, ".txt")
	if !ok || !ends {
		return ""
	}
	return id
}

// semevalTable reports whether a file is a table: by its name, or by its first
// row, since what is handed in has any name.
func semevalTable(name string, data []byte) bool {
	if strings.HasSuffix(strings.ToLower(name), ".labels") {
		return true
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(string(data[:min(len(data), 1000)]), "\uFEFF"), "\n")
	cells := strings.Split(strings.TrimSuffix(line, "\r"), "\t")
	n := len(cells)
	if n != 3 && n != 4 || semevalID(name) != "" || n == 4 && strings.TrimSpace(cells[1]) == "" {
		return false
	}
	for _, i := range []int{0, n - 2, n - 1} {
		if cells[i] == "" || strings.Trim(cells[i], "0123456789") != "" {
			return false
		}
	}
	return true
}

// semevalDocs are documents that are put together. The rows of a table that is
// named for an article are read when its turn comes; one of another name may
// have those of all articles, in any order, and is read before.
type semevalDocs struct {
	in     *Input
	docs   map[string]*Doc
	order  []*Doc
	texts  map[string]File
	tables map[string][]File
	rows   int
}

func readSemEval(in *Input, take func(*Doc) error) error {
	s := semevalDocs{in: in, docs: map[string]*Doc{}, texts: map[string]File{}, tables: map[string][]File{}}
	for _, f := range in.Files {
		if err := s.file(f); err != nil {
			return err
		}
	}
	for i, d := range s.order {
		s.order[i] = nil // so that none is held longer than it is needed
		delete(s.docs, d.Key)
		if err := s.complete(d); err != nil {
			return err
		}
		if err := take(d); err != nil {
			return err
		}
	}
	return nil
}

// file finds out what a file is, and reads it if it is a table of everything.
func (s *semevalDocs) file(f File) error {
	if key := semevalKey(semevalID(f.Name)); key != "" {
		if first, twice := s.texts[key]; twice {
			s.in.problem(place{file: f.Name}, "It was left out.", "The article %s is there already, as %s.", quoted(key), quoted(first.Name))
			return nil
		}
		s.texts[key] = f
		s.doc(key, place{file: f.Name}) // also if no row is about it
		return nil
	}
	table, err := semevalLeads(s.in, f)
	if err != nil || !table {
		return err
	}
	if key := semevalOwn(f.Name); key != "" {
		s.tables[key] = append(s.tables[key], f)
		s.doc(key, place{file: f.Name})
		return nil
	}
	return s.read(f, nil)
}

// semevalKey is what a document is called, "" if it has no ID.
func semevalKey(id string) string {
	if id == "" {
		return ""
	}
	return "article" + strings.ToLower(id)
}

// semevalOwn is the document for which a table is named, as in
// article123.task-FLC.labels; "" if for none.
func semevalOwn(name string) string {
	base, _, _ := strings.Cut(strings.ToLower(path.Base(name)), ".")
	id, ok := strings.CutPrefix(base, "article")
	if !ok || id == "" || strings.Trim(id, "0123456789") != "" {
		return ""
	}
	return base
}

// complete reads what belongs to a document alone.
func (s *semevalDocs) complete(d *Doc) error {
	for _, f := range s.tables[d.Key] {
		if err := s.read(f, d); err != nil {
			return err
		}
	}
	f, ok := s.texts[d.Key]
	if !ok {
		return nil
	}
	text, err := s.in.text(f)
	d.Text, d.Meta.File = text, path.Base(f.Name)
	return err
}

// semevalLeads looks into a file to see whether it is a table.
func semevalLeads(in *Input, f File) (bool, error) {
	if semevalTable(f.Name, nil) {
		return true, nil
	}
	r, err := f.Open()
	if err != nil {
		return false, unreadable(err)
	}
	defer r.Close()
	start := make([]byte, 1000)
	n, err := io.ReadFull(r, start)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return false, unreadable(err)
	}
	return semevalTable(f.Name, start[:n]), nil
}

// doc is the document of that key.
func (s *semevalDocs) doc(key string, at place) *Doc {
	d := s.docs[key]
	if d == nil {
		d = &Doc{Key: key, place: at}
		s.docs[key], s.order = d, append(s.order, d)
	}
	return d
}

// read reads a table: that of one document, or of all.
func (s *semevalDocs) read(f File, own *Doc) error {
	return s.in.lines(f, func(number int, line string) error {
		if strings.TrimSpace(line) == "" {
			return nil
		}
		at := place{file: f.Name, line: number}
		id, m, ok := semevalRow(s.in, at, line)
		switch {
		case !ok:
			return nil
		case own != nil && semevalKey(id) != own.Key:
			s.in.problem(at, hintLeftOut, "The line is about the article %s, and the table is named for another.", quoted(id))
			return nil
		}
		d := own
		if d == nil {
			d = s.doc(semevalKey(id), at)
		}
		d.Marks = append(d.Marks, m)
		if s.rows++; s.rows > maxRecords && own == nil {
			return errTooMany
		}
		return nil
	})
}

// semevalRow reads a row: ID, technique if there is one, start, end.
func semevalRow(in *Input, at place, line string) (id string, m Mark, ok bool) {
	cells := strings.Split(line, "\t")
	if len(cells) != 3 && len(cells) != 4 {
		in.problem(at, hintLeftOut, "The line has %d parts; an ID, a label, a start and an end are expected, with a TAB between them.", len(cells))
		return "", m, false
	}
	n := len(cells)
	if id = strings.TrimSpace(cells[0]); id == "" {
		in.problem(at, hintLeftOut, "The line names no article.")
		return "", m, false
	}
	start, err1 := strconv.Atoi(strings.TrimSpace(cells[n-2]))
	end, err2 := strconv.Atoi(strings.TrimSpace(cells[n-1]))
	if err1 != nil || err2 != nil {
		in.problem(at, hintLeftOut, "Start and end must be whole numbers, not %s and %s.", quoted(cells[n-2]), quoted(cells[n-1]))
		return "", m, false
	}
	if start < 0 || start >= end {
		in.problem(at, hintLeftOut, "Start must be before end, which %d and %d are not.", start, end)
		return "", m, false
	}
	m = Mark{Pieces: []span.Span{{Start: start, End: end}}, place: at}
	if label := strings.TrimSpace(cells[1]); n == 4 && label != "" && label != semevalOpen {
		m.Tags = []string{label}
	}
	return id, m, true
}

// writeSemEval writes a text and a table for each article. It numbers them,
// since an ID there is a number.
func writeSemEval(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	z := newPack(w)
	n := 0
	for d, err := range docs {
		if err != nil {
			return err
		}
		n++
		var table strings.Builder
		for _, m := range d.Marks {
			label := semevalOpen
			if len(m.Tags) > 0 {
				label = m.Tags[0]
			}
			fmt.Fprintf(&table, "%d\t%s\t%d\t%d\n", n, label, m.Pieces[0].Start, m.Pieces[0].End)
		}
		z.file(fmt.Sprintf("articles/article%d.txt", n), d.Text)
		z.file(fmt.Sprintf("labels/article%d.task-FLC.labels", n), table.String())
	}
	return z.close()
}
