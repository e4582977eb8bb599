package storetest

import (
	"fmt"
	"strings"
	"testing"

	"claimlight/app/project"
)

// HandedIn is the change by which a project takes in what n students handed in,
// of some 30 KB each, and, for this browser alone, what they are called.
func HandedIn(t testing.TB, p project.Project, n int) project.Diff {
	t.Helper()
	var records []*project.ClassRecord
	for i := range n {
		body := map[string]any{"said": strings.Repeat(fmt.Sprint(text, i), 150), "n": i}
		for _, kind := range []string{"hand-in", "name"} {
			r, err := project.NewClassRecord(kind, fmt.Sprint("h", i), body)
			if err != nil {
				t.Fatal(err)
			}
			r.Private = kind == "name"
			records = append(records, r)
			body = map[string]any{"name": fmt.Sprint("Ayşe ", i)}
		}
	}
	return project.PutClass(p, records...)
}

// class takes in, undoes and does again what a class handed in.
func (s *suite) class() {
	st, p := s.create(s.open(), "a")
	small, p := Changes(s, p, 0, 2, "x")
	s.ok(st.Append(bg, 0, small))
	taken := HandedIn(s, p, 25)
	all, err := p.Apply(taken)
	s.ok(err)
	there := project.Tx{Seq: 3, Label: "Collected", Origin: project.User, When: day, Diff: taken}
	back := project.Tx{Seq: 4, Label: "Collected", Origin: project.Undo, When: day, Diff: taken.Reverse()}
	again := project.Tx{Seq: 5, Label: "Collected", Origin: project.Redo, When: day, Diff: taken}
	s.ok(st.Append(bg, 2, []project.Tx{there, back}))
	s.holds("a", p, 4)
	s.ok(st.Append(bg, 4, []project.Tx{again}))
	s.holds("a", all, 5)
	got, err := s.reopen("a").History(bg, 5)
	s.ok(err)
	for i, want := range append(small, there, back, again) {
		if !got[i].Equal(want) {
			s.Fatalf("change %d is another than was written", i+1)
		}
	}
	s.ok(st.Snapshot(bg, all, 5))
	dropped := project.Tx{Seq: 6, Label: "Dropped", When: day, Diff: project.DropClass(all, "hand-in", "h7")}
	s.ok(st.Append(bg, 5, []project.Tx{dropped}))
	after, err := all.Apply(dropped.Diff)
	s.ok(err)
	s.holds("a", after, 6)
}
