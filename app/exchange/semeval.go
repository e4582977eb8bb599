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
// (.labels; those of the first subtask have no technique). Offsets are code
// points of the text file, the end exclusive. The names of techniques hold
// commas. Source: the task's README and evaluation scripts.
var SemEval = Format{
	ID: "semeval", Name: "SemEval-2020 Task 11 (propaganda)", Ext: ".semeval.zip", MIME: "application/zip",
	About:  "Texts and a table of spans with one label each, as the shared task on propaganda has them.",
	Also:   []string{".labels", ".zip"},
	Lead:   func(name string, _ []byte) bool { return strings.HasSuffix(strings.ToLower(name), ".labels") },
	With:   func(_, other string) bool { return semevalID(other) != "" },
	Holds:  Holds{Texts: true, Overlap: true, Letters: true},
	Counts: []Count{{}, {Lines: EachIsOne}, {Unit: UTF16}},
	Read:   readSemEval, Write: writeSemEval,
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

// readSemEval gathers the rows of all tables by article: a file may have those
// of all articles, in any order.
func readSemEval(in *Input, take func(*Doc) error) error {
	docs := map[string]*Doc{}
	var order []*Doc
	for _, f := range in.with(".labels") {
		err := in.lines(f, func(number int, line string) error {
			if strings.TrimSpace(line) == "" {
				return nil
			}
			at := place{file: f.Name, line: number}
			id, m, ok := semevalRow(in, at, line)
			if !ok {
				return nil
			}
			d := docs[id]
			if d == nil {
				d = &Doc{Key: "article" + id, place: at}
				docs[id], order = d, append(order, d)
			}
			d.Marks = append(d.Marks, m)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, f := range in.with(".txt") {
		if d := docs[semevalID(f.Name)]; d != nil {
			text, err := in.text(f)
			if err != nil {
				return err
			}
			d.Text, d.Meta.File = text, path.Base(f.Name)
		}
	}
	for _, d := range order {
		if err := take(d); err != nil {
			return err
		}
	}
	return nil
}

// semevalRow reads a row: ID, technique if there is one, start, end.
func semevalRow(in *Input, at place, line string) (id string, m Mark, ok bool) {
	cells := strings.Split(line, "\t")
	if len(cells) != 3 && len(cells) != 4 {
		in.problem(at, hintLeftOut, "The line has %d parts; an ID, a label, a start and an end are expected, with a TAB between them.", len(cells))
		return "", m, false
	}
	n := len(cells)
	start, err1 := strconv.Atoi(strings.TrimSpace(cells[n-2]))
	end, err2 := strconv.Atoi(strings.TrimSpace(cells[n-1]))
	if err1 != nil || err2 != nil {
		in.problem(at, hintLeftOut, "Start and end must be whole numbers, not %s and %s.", quoted(cells[n-2]), quoted(cells[n-1]))
		return "", m, false
	}
	m = Mark{Pieces: []span.Span{{Start: start, End: end}}, place: at}
	if label := strings.TrimSpace(cells[1]); n == 4 && label != "?" {
		m.Tags = []string{label}
	}
	return strings.ToLower(strings.TrimSpace(cells[0])), m, true
}

// writeSemEval numbers the articles, since an ID there is a number. The table
// comes last, so that nothing but it is held.
func writeSemEval(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	z := newPack(w)
	var table strings.Builder
	n := 0
	for d, err := range docs {
		if err != nil {
			return err
		}
		n++
		z.file(fmt.Sprintf("articles/article%d.txt", n), d.Text)
		for _, m := range d.Marks {
			fmt.Fprintf(&table, "%d\t%s\t%d\t%d\n", n, m.Tags[0], m.Pieces[0].Start, m.Pieces[0].End)
		}
	}
	z.file("labels.task-FLC.labels", table.String())
	return z.close()
}
