package workspace

import (
	"fmt"
	"testing"

	"claimlight/app/project"
	"claimlight/app/span"
)

// What an earlier run could not save is made again, once, whether or not some
// of it had been saved after all.
func TestRecover(t *testing.T) {
	w := newWorld(12, 12)
	s := newShelf(t, w.project(1))
	full := false
	ws := s.openOn(&flaky{Store: s.store(), fail: func() (bool, bool) { return full, false }}, w.env())
	mark(t, ws, "Saved", span.Span{Start: 0, End: 3})
	flush(t, ws)
	rest := ws.Unsaved()
	st := ws.store.(*flaky)
	st.mu.Lock()
	full = true
	st.mu.Unlock()
	mark(t, ws, "Not saved", span.Span{Start: 1, End: 2})
	mark(t, ws, "Nor this", span.Span{Start: 2, End: 3})
	if len(rest) != 0 || len(ws.Unsaved()) != 2 {
		t.Fatalf("%d and %d changes are said to be unsaved", len(rest), len(ws.Unsaved()))
	}
	kept := append(s.log(), ws.Unsaved()...)
	again := s.open(w.env())
	if lost := again.Recover(bg, kept); len(lost) > 0 {
		t.Fatalf("lost %q", labels(lost))
	}
	if lost := again.Recover(bg, again.Unsaved()); len(lost) > 0 {
		t.Fatalf("lost %q", labels(lost))
	}
	flush(t, again)
	same(t, "after recovery", ws, again)
	if got := fmt.Sprint(labels(s.log())); got != "[Saved Not saved Nor this]" {
		t.Fatalf("the log is %s", got)
	}
}

// What no longer fits is given back, not forced in.
func TestRecoverMisfit(t *testing.T) {
	w := newWorld(13, 13)
	s := newShelf(t, w.project(1))
	ws := s.open(w.env())
	on := ws.Project().ArticlesInOrder()[0]
	mark(t, ws, "Mark", span.Span{Start: 0, End: 3})
	kept := ws.Unsaved()
	if len(kept) == 0 {
		kept = s.log()
	}
	other := s.open(w.env())
	err := other.Do(project.User, "Remove", project.Place{}, func(p project.Project, st project.Stamp) (project.Diff, error) {
		return project.RemoveArticle(p, on.ID, st)
	})
	if err != nil {
		t.Fatal(err)
	}
	kept[0].Seq, kept[0].Label = 99, "Mark made elsewhere"
	if lost := other.Recover(bg, kept); len(lost) != 1 {
		t.Fatalf("%d changes were lost, want 1", len(lost))
	}
	if n := other.Project().Annotations.Len(); n != 0 {
		t.Fatalf("%d marks on an article that is gone", n)
	}
}
