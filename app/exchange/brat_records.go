//go:build !page

package exchange

import (
	"fmt"
	"strings"
)

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
	for m, notes := range r.notes {
		m.Note = strings.Join(notes, "\n")
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
	if len(r.notes[m]) >= maxList {
		r.left.add(rec.place, "notes were left out.", fmt.Sprintf("A mark takes %d of them.", maxList))
		return
	}
	r.notes[m] = append(r.notes[m], text)
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
		t.in.problem(s.place, s.hint, "%s", tallied(s.what, s.n))
	}
}
