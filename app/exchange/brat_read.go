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
		base := bratStem(f.Name)
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

// bratPair reads a file of records, and the text that goes with it.
func bratPair(in *Input, said *bratTally, f File, base string) (*Doc, error) {
	r := bratReader{in: in, said: said, left: bratTally{in: in}, marks: map[string]int{}, events: map[string]string{}, others: map[string]bool{}}
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

// finish reads the records that speak of others.
func (r *bratReader) finish() {
	for _, rec := range r.later {
		switch rec.id[0] {
		case 'R':
			r.relation(rec)
		case '*':
			r.equivalence(rec)
		case 'E':
			r.event(rec)
		case 'A', 'M':
			r.attribute(rec)
		case 'N':
			r.normalisation(rec)
		case '#':
			r.remark(rec)
		}
	}
	r.left.report()
}

// meant is the ID of the mark that an ID stands for: of an event, its trigger.
func (r *bratReader) meant(id string) string {
	if trigger, ok := r.events[id]; ok {
		return trigger
	}
	return id
}

// about is the mark that a record is about; nil if there is none, which is
// reported.
func (r *bratReader) about(rec bratRecord, what, id string) *Mark {
	if i, ok := r.marks[r.meant(id)]; ok {
		return &r.doc.Marks[i]
	}
	if r.others[id] {
		r.left.add(rec.place, what+" of relations were left out.", "A relation can hold nothing but its name.")
		return nil
	}
	r.in.problem(rec.place, "It was left out.", "%s is about %s, which is no annotation here.", quoted(rec.id), quoted(id))
	return nil
}

// wrong reports a record that cannot be read.
func (r *bratReader) wrong(rec bratRecord, want string) {
	r.in.problem(rec.place, "The line was left out.", "%s should be %s.", quoted(rec.data), want)
}

// relation reads a name and two arguments. Their own names have no place here,
// but say which comes first.
func (r *bratReader) relation(rec bratRecord) {
	name, rest, _ := strings.Cut(rec.data, " ")
	args := strings.Fields(rest)
	if len(args) != 2 {
		r.wrong(rec, "a name and two arguments, as in “Name Arg1:T1 Arg2:T2”")
		return
	}
	role1, from, ok1 := strings.Cut(args[0], ":")
	role2, to, ok2 := strings.Cut(args[1], ":")
	if !ok1 || !ok2 {
		r.wrong(rec, "a name and two arguments, as in “Name Arg1:T1 Arg2:T2”")
		return
	}
	switch {
	case role1 == "Arg2" && role2 == "Arg1":
		from, to = to, from
	case role1 != "Arg1" || role2 != "Arg2":
		r.said.add(rec.place, "relations have names of their own for their ends, which were left out.", "They go from the first to the second.")
	}
	r.relate(rec, name, from, to)
}

// relate adds a relation between what two IDs stand for.
func (r *bratReader) relate(rec bratRecord, name, from, to string) {
	if r.others[from] || r.others[to] {
		r.left.add(rec.place, "relations that join other relations were left out.", "A relation joins two marks.")
		return
	}
	r.doc.Relations = append(r.doc.Relations, Relation{Name: name, From: r.meant(from), To: r.meant(to), place: rec.place})
}

// equivalence reads a name and marks that are equivalent.
func (r *bratReader) equivalence(rec bratRecord) {
	fields := strings.Fields(rec.data)
	if len(fields) < 3 {
		r.wrong(rec, "a name and two IDs or more")
		return
	}
	for i := 2; i < len(fields); i++ {
		r.relate(rec, fields[0], fields[i-1], fields[i])
	}
	r.said.add(rec.place, "equivalences became relations.", "Each member is joined to the next.")
}

// event reads a trigger and arguments with roles.
func (r *bratReader) event(rec bratRecord) {
	fields := strings.Fields(rec.data)
	name, trigger, ok := strings.Cut(fields[0], ":")
	if !ok {
		r.wrong(rec, "a name and its trigger, as in “Name:T1”")
		return
	}
	i, ok := r.marks[trigger]
	if !ok {
		r.in.problem(rec.place, "It was left out.", "The trigger of %s is %s, which is no annotation here.", quoted(rec.id), quoted(trigger))
		return
	}
	if m := &r.doc.Marks[i]; name != m.Tags[0] {
		m.Tags = append(m.Tags, name)
	}
	for _, arg := range fields[1:] {
		role, to, ok := strings.Cut(arg, ":")
		if !ok || role == "" {
			r.in.problem(rec.place, "It was left out.", "The argument %s of %s is not a role and an ID.", quoted(arg), quoted(rec.id))
			continue
		}
		r.relate(rec, bratRole(role), trigger, to)
	}
	r.said.add(rec.place, "events became relations.", "They go from the trigger to each argument, and are named by its role.")
}

// bratRole is a role without the number by which brat tells arguments of the
// same role apart.
func bratRole(role string) string {
	if bare := strings.TrimRight(role, "0123456789"); bare != "" {
		return bare
	}
	return role
}

// attribute reads a name, what it is about and a value; without one it is a
// flag that is set.
func (r *bratReader) attribute(rec bratRecord) {
	name, rest, _ := strings.Cut(rec.data, " ")
	about, value, _ := strings.Cut(rest, " ")
	if name == "" || about == "" {
		r.wrong(rec, "a name, an ID and perhaps a value")
		return
	}
	if m := r.about(rec, "attributes", about); m != nil {
		if value == "" {
			value = bratFlag
		}
		m.Values = append(m.Values, Value{name, value})
	}
}

// bratFlag is the value of an attribute that is set and has none.
const bratFlag = "true"

// normalisation reads which entry of a collection a mark is about.
func (r *bratReader) normalisation(rec bratRecord) {
	fields := strings.Fields(rec.data)
	if len(fields) != 3 {
		r.wrong(rec, "a name, an ID and an entry, as in “Reference T1 Wikipedia:534366”")
		return
	}
	if m := r.about(rec, "normalisations", fields[1]); m != nil {
		m.Values = append(m.Values, Value{fields[0], strings.TrimSpace(fields[2] + " " + strings.TrimSpace(rec.tail))})
		r.said.add(rec.place, "normalisations became attributes.", "What they refer to is the answer.")
	}
}

// remark reads a note; of a kind that is not a person's own, the kind stands
// before it.
func (r *bratReader) remark(rec bratRecord) {
	kind, about, _ := strings.Cut(rec.data, " ")
	if about == "" {
		r.wrong(rec, "a kind of note and an ID")
		return
	}
	m := r.about(rec, "notes", about)
	if m == nil || rec.tail == "" {
		return
	}
	text := rec.tail
	if kind != "AnnotatorNotes" {
		text = kind + ": " + text
	}
	if m.Note != "" {
		text = m.Note + "\n" + text
	}
	m.Note = text
}

// bratTally counts what is said once and not for each record.
type bratTally struct {
	in   *Input
	list []bratSaid
}

type bratSaid struct {
	what, hint string
	n          int
	place
}

func (t *bratTally) add(at place, what, hint string) {
	for i := range t.list {
		if t.list[i].what == what {
			t.list[i].n++
			return
		}
	}
	t.list = append(t.list, bratSaid{what, hint, 1, at})
}

// report says what was counted, with the place of the first.
func (t *bratTally) report() {
	for _, s := range t.list {
		t.in.problem(s.place, s.hint, "%d %s", s.n, s.what)
	}
}
