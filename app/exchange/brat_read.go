//go:build !page

package exchange

import (
	"cmp"
	"errors"
	"path"
	"strconv"
	"strings"

	"claimlight/app/problem"
	"claimlight/app/span"
)

// readBrat reads pair by pair. One that cannot be read does not keep out the
// others.
func readBrat(in *Input, take func(*Doc) error) error {
	said := bratTally{in: in}
	taken, failed := 0, error(nil)
	for _, f := range in.Files {
		base := bratBase(in, f)
		if base == "" {
			continue
		}
		d, err := bratPair(in, &said, f, base)
		if e, ok := errors.AsType[*problem.Error](err); ok && e != errTooMany {
			in.problem(place{file: f.Name}, "The document was left out.", "%s", e.Message)
			failed = cmp.Or(failed, err)
			continue
		}
		if err != nil {
			return err
		}
		taken++
		if err := take(d); err != nil {
			return err
		}
	}
	said.report()
	if taken > 0 {
		return nil
	}
	return failed
}

// bratBase is what a file of records and its text have in common in their names,
// "" if it is none. What comes by a pipe has no name with an end, and a file
// alone may have any.
func bratBase(in *Input, f File) string {
	if base := bratStem(f.Name); base != "" || len(in.Files) > 1 && path.Ext(f.Name) != "" {
		return base
	}
	if first, err := in.firstLine(f); err != nil || !bratRow(first) {
		return ""
	}
	return f.Name
}

// bratPair reads a file of records, and the text that goes with it.
func bratPair(in *Input, said *bratTally, f File, base string) (*Doc, error) {
	r := bratReader{in: in, said: said, left: bratTally{in: in}, marks: map[string]int{}, events: map[string]string{}, others: map[string]bool{}, notes: map[*Mark][]string{}}
	r.doc = &Doc{Key: base, place: place{file: f.Name}}
	r.doc.Meta.File = path.Base(base) + ".txt"
	if err := in.lines(f, r.line); err != nil {
		return nil, err
	}
	r.finish()
	if text, ok := bratText(in, base); ok {
		var err error
		if r.doc.Text, err = in.text(text); err != nil {
			return nil, err
		}
	}
	return r.doc, nil
}

// bratText is the text that goes with a file of records.
func bratText(in *Input, base string) (File, bool) {
	for _, end := range []string{".txt", ".TXT"} {
		if f, ok := in.named(base + end); ok {
			return f, true
		}
	}
	return File{}, false
}

// bratReader reads the records of one document. Those that speak of others wait
// until all are there, since they stand in any order.
type bratReader struct {
	in     *Input
	doc    *Doc
	marks  map[string]int    // by ID, the first of that ID
	events map[string]string // the trigger of each
	others map[string]bool   // IDs of relations
	notes  map[*Mark][]string
	later  []bratRecord
	pieces int        // of all marks
	said   *bratTally // of all documents: what was read in its own way
	left   bratTally  // of this one: what was left out
}

// bratRecord is a line: ID, what it says, and what stands behind the next TAB.
type bratRecord struct {
	id, data, tail string
	place
}

// line reads a record.
func (r *bratReader) line(number int, line string) error {
	if strings.TrimSpace(line) == "" {
		return nil
	}
	id, rest, ok := strings.Cut(line, "\t")
	data, tail, _ := strings.Cut(rest, "\t")
	rec := bratRecord{id, strings.TrimRight(data, " "), tail, place{file: r.doc.place.file, line: number}}
	switch {
	case !ok || id == "" || rec.data == "":
		r.in.problem(rec.place, "The line was left out.", "This is no record of brat: %s. An ID and what it stands for are expected, with a TAB between them.", quoted(line))
	case !strings.Contains(bratKinds, id[:1]):
		r.in.problem(rec.place, "The line was left out.", "Records with an ID like %s are not known.", quoted(id))
	case id[0] == 'T':
		r.mark(rec)
	default:
		r.later = append(r.later, rec)
		r.note(rec)
	}
	if r.pieces+len(r.later) > maxRecords {
		return errTooMany
	}
	return nil
}

// note takes down what records refer to and is no mark.
func (r *bratReader) note(rec bratRecord) {
	switch rec.id[0] {
	case 'E':
		head, _, _ := strings.Cut(rec.data, " ")
		if _, trigger, ok := strings.Cut(head, ":"); ok && r.events[rec.id] == "" {
			r.events[rec.id] = trigger
		}
	case 'R':
		r.others[rec.id] = true
	}
}

// bratPieces is how many pieces a mark may have: one over a whole text has as
// many as that has lines.
const bratPieces = 100_000

// mark reads a span: its type, then starts and ends.
func (r *bratReader) mark(rec bratRecord) {
	name, rest, ok := strings.Cut(rec.data, " ")
	m := Mark{Key: rec.id, Quote: rec.tail, Tags: []string{name}, place: rec.place}
	for one := range strings.SplitSeq(rest, ";") {
		start, end, found := strings.Cut(one, " ")
		s, err1 := strconv.Atoi(start)
		e, err2 := strconv.Atoi(strings.TrimRight(end, " "))
		if !found || err1 != nil || err2 != nil {
			ok = false
			break
		}
		if m.Pieces = append(m.Pieces, span.Span{Start: s, End: e}); len(m.Pieces) > bratPieces {
			break
		}
	}
	r.pieces += len(m.Pieces)
	switch {
	case !ok || name == "":
		r.in.problem(rec.place, hintLeftOut, "%s is not a type, a start and an end with spaces between them.", quoted(rec.data))
	case len(m.Pieces) > bratPieces:
		r.in.problem(rec.place, hintLeftOut, "The annotation %s has more than %d pieces.", quoted(rec.id), bratPieces)
	case m.Quote == "" && bratHollow(m.Pieces):
		r.in.problem(rec.place, hintLeftOut, "A piece of the annotation %s marks nothing: %s.", quoted(rec.id), rest)
	default:
		if _, twice := r.marks[rec.id]; !twice {
			r.marks[rec.id] = len(r.doc.Marks)
		}
		r.doc.Marks = append(r.doc.Marks, m)
	}
}

// bratHollow reports whether a piece has no text; brat takes such, we have no
// use for them.
func bratHollow(pieces []span.Span) bool {
	for _, p := range pieces {
		if p.Start >= p.End {
			return true
		}
	}
	return false
}
