package project

import (
	"testing"
	"time"

	"claimlight/app/annotation"
)

// story is a desk with a history.
type story struct {
	*desk
	h History
}

// tell does a step at a number of milliseconds after the start.
func (s *story) tell(label string, origin Origin, ms int, d Diff, err error) {
	s.t.Helper()
	s.do(d, err)
	s.h.Note(Tx{Label: label, Origin: origin, When: time.UnixMilli(int64(1e12 + ms)), Diff: d})
}

func (s *story) depth(undo, redo int) {
	s.t.Helper()
	if u, r := s.h.Depth(); u != undo || r != redo {
		s.t.Fatalf("%d to undo and %d to redo, want %d and %d", u, r, undo, redo)
	}
}

func (s *story) back() {
	s.t.Helper()
	tx, ok := s.h.Undo("", time.Now())
	if !ok {
		s.t.Fatal("nothing to undo")
	}
	s.p = proven(s.t, s.p, tx.Diff)
	s.h.Note(tx)
}

func (s *story) forth() {
	s.t.Helper()
	tx, ok := s.h.Redo("", time.Now())
	if !ok {
		s.t.Fatal("nothing to redo")
	}
	s.p = proven(s.t, s.p, tx.Diff)
	s.h.Note(tx)
}

func (s *story) note(text string, id annotation.ID, ms int) {
	d, err := SetNote(s.p, id, text, s.w.stamp())
	s.tell("Edited note", User, ms, d, err)
}

func TestTypingJoins(t *testing.T) {
	s := &story{desk: newDesk(t)}
	a, b := s.mark("deal"), s.mark("until")
	s.note("T", a, 0)
	s.note("Tr", a, 400)
	s.note("Tru", a, 800)
	s.depth(1, 0)
	s.note("True", a, 1300) // 500 ms after
	s.depth(2, 0)
	s.note("x", b, 1400) // another record
	s.depth(3, 0)
	s.note("xy", b, 900) // the clock was put back
	s.depth(4, 0)
	s.back()
	s.back()
	s.back()
	equal(t, "note", s.p.Annotation(a).Note, "Tru")
	s.back()
	equal(t, "note", s.p.Annotation(a).Note, "")
	s.forth()
	equal(t, "note", s.p.Annotation(a).Note, "Tru")
	s.depth(1, 3)
	s.note("Tru!", a, 900) // right after, but something was undone between
	s.depth(2, 0)
}

func TestColorDragJoinsAndVanishes(t *testing.T) {
	s := &story{desk: newDesk(t)}
	id := s.mark("deal")
	s.note("before", id, 0)
	for i, color := range []int{4, 7, 9, 0} { // and back to where it was
		tag := *s.p.Tag(annotation.StarterFact)
		tag.Color = color
		d, err := EditTag(s.p, tag, s.w.stamp())
		s.tell("Changed a color", User, 1000+100*i, d, err)
		if color != 0 {
			s.depth(2, 0)
		}
	}
	s.depth(1, 0)
	next, _ := s.h.Undo("", time.Now())
	equal(t, "what is undone next", next.Label, "Edited note")
}

func TestTitles(t *testing.T) {
	s := &story{desk: newDesk(t)}
	s.note("x", s.mark("deal"), 0)
	tx, _ := s.h.Undo("", time.Now())
	equal(t, "label", tx.Label, "Edited note")
	equal(t, "undo", tx.Title(), "Undid: Edited note")
	s.back()
	tx, _ = s.h.Redo("", time.Now())
	equal(t, "label", tx.Label, "Edited note")
	equal(t, "redo", tx.Title(), "Did again: Edited note")
}

// Opening an article is not a step, but it must not get in the way of one.
func TestOpeningBetweenSteps(t *testing.T) {
	s := &story{desk: newDesk(t)}
	start := s.p
	d, err := SetState(s.p, s.on, Done, s.w.stamp())
	s.tell("Done", User, 0, d, err)
	s.back()
	d, err = Open(s.p, s.on, s.w.stamp())
	s.tell("Opened", Auto, 1000, d, err)
	s.depth(0, 1)
	s.forth()
	equal(t, "state", s.p.State(s.on), Done)
	s.back()
	equal(t, "still open", s.p.State(s.on), InWork)

	a := s.w.article()
	d, err = AddArticles(start, append(s.w.articles(0), a), s.w.stamp())
	s = &story{desk: s.desk}
	s.p = start
	s.tell("Added an article", User, 0, d, err)
	d, err = Open(s.p, a.ID, s.w.stamp())
	s.tell("Opened", Auto, 1000, d, err)
	s.back()
	equal(t, "its state went with it", s.p.Readings.Len(), 0)
	s.forth()
	equal(t, "and came back", s.p.State(a.ID), InWork)
}

// Opening an article costs the same however much there is to undo.
func TestOpeningOverManySteps(t *testing.T) {
	s := &story{desk: newDesk(t)}
	s.mark("deal")
	for i := range 500 {
		d := Diff{Annotations: Changes[*annotation.Annotation]{}}
		for a := range s.p.Annotations.All() {
			d.Annotations[a.Key()] = Delta[*annotation.Annotation]{a, a}
		}
		s.h.Note(Tx{Label: "Step", Origin: User, When: time.UnixMilli(int64(1e12 + 1000*i)), Diff: d})
	}
	s.depth(500, 0)
	d, err := Open(s.p, s.on, s.w.stamp())
	if err != nil || len(d.Readings) != 1 {
		t.Fatalf("opening changes %d states, error %v", len(d.Readings), err)
	}
	if n := testing.AllocsPerRun(10, func() { s.h.Note(Tx{Origin: Auto, Diff: d}) }); n > 10 {
		t.Fatalf("%v allocations", n)
	}
}

func TestApplyElsewhereIsRefused(t *testing.T) {
	d := newDesk(t)
	id := d.mark("deal")
	before := d.p
	diff, _ := SetNote(before, id, "one", d.w.stamp())
	d.do(SetNote(d.p, id, "two", d.w.stamp()))
	after, err := d.p.Apply(diff)
	m, ok := err.(*MismatchError)
	if !ok || m.Key != string(id) || m.Error() == "" {
		t.Fatalf("got %v", err)
	}
	same(t, "nothing is changed", d.p, after)
}

// A redo that another tab got ahead of does not take the step for its own that
// happens to lie on top: that one is undone from another state.
func TestRedoOfAnotherStep(t *testing.T) {
	s := &story{desk: newDesk(t)}
	id := s.mark("deal")
	first, err := SetNote(s.p, id, "first", s.w.stamp())
	s.tell("First", User, 0, first, err)
	s.back()
	s.note("second", id, 5000)
	s.back()
	s.tell("First", Redo, 9000, first, nil) // as a tab does that has not heard of the second
	s.depth(1, 0)
	s.back()
	s.depth(0, 1)
}
