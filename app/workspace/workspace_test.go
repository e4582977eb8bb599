package workspace

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/store"
	"claimlight/test/dice"
)

func mark(t *testing.T, ws *Workspace, label string, s span.Span) {
	t.Helper()
	on := ws.Project().ArticlesInOrder()[0]
	if err := ws.Do(project.User, label, project.Place{Article: on.ID, Point: s.Start}, marking(on.ID, s)); err != nil {
		t.Fatal(err)
	}
}

func depth(t *testing.T, ws *Workspace, undo, redo int) {
	t.Helper()
	if u, r := ws.Depth(); u != undo || r != redo {
		t.Fatalf("%d steps can be undone and %d redone, want %d and %d", u, r, undo, redo)
	}
}

func TestDoUndoRedo(t *testing.T) {
	w := newWorld(2, 2)
	shelf := newShelf(t, w.project(1))
	ws := shelf.open(w.env())
	check := chained(t, ws)
	var told []project.Origin
	cancel := ws.Subscribe(func(e Event) {
		if e.Late || e.Remote || e.Lost != nil {
			t.Errorf("a change of one's own is told as %+v", e)
		}
		told = append(told, e.Tx.Origin)
	})
	if _, ok := ws.Undo(); ok {
		t.Fatal("something to undo at the start")
	}
	start := ws.Project()
	mark(t, ws, "First", span.Span{Start: 0, End: 3})
	mark(t, ws, "Second", span.Span{Start: 1, End: 2})
	depth(t, ws, 2, 0)
	if tx, ok := ws.Undo(); !ok || tx.Label != "Second" || tx.Where.Point != 1 || tx.Seq != 3 {
		t.Fatalf("undid %+v", tx)
	}
	depth(t, ws, 1, 1)
	if tx, ok := ws.Redo(); !ok || tx.Label != "Second" || tx.Origin != project.Redo {
		t.Fatalf("did again %+v", tx)
	}
	ws.Undo()
	ws.Undo()
	depth(t, ws, 0, 2)
	if !ws.Project().Equal(start) {
		t.Fatal("undoing everything does not lead back")
	}
	cancel()
	mark(t, ws, "Third", span.Span{Start: 0, End: 1})
	depth(t, ws, 1, 0)
	check()
	if got := fmt.Sprint(told); got != "[user user undo redo undo undo]" {
		t.Fatalf("told of %s", got)
	}
	flush(t, ws)
	if got := fmt.Sprint(labels(shelf.log())); got != "[First Second Second Second Second First Third]" {
		t.Fatalf("the log is %s", got)
	}
	if s := ws.Status(); s.State != store.AllSaved || s.Pending != 0 {
		t.Fatalf("status %+v", s)
	}
}

func TestRefused(t *testing.T) {
	w := newWorld(3, 3)
	shelf := newShelf(t, w.project(1))
	ws := shelf.open(w.env())
	ws.Subscribe(func(e Event) { t.Errorf("told of %q", e.Tx.Label) })
	on := ws.Project().ArticlesInOrder()[0]
	err := ws.Do(project.User, "Mark", project.Place{}, marking(on.ID, span.Span{Start: 3, End: 3}))
	if problem.Code(err) != "span" {
		t.Fatalf("got %v", err)
	}
	nothing := func(project.Project, project.Stamp) (project.Diff, error) { return project.Diff{}, nil }
	if err := ws.Do(project.User, "Nothing", project.Place{}, nothing); err != nil {
		t.Fatal(err)
	}
	flush(t, ws)
	if n := len(shelf.log()); n > 0 {
		t.Fatalf("%d changes in the log", n)
	}
}

// A command that another change overtakes looks again.
func TestOvertaken(t *testing.T) {
	w := newWorld(4, 4)
	ws := newShelf(t, w.project(1)).open(w.env())
	runs := 0
	err := ws.Do(project.User, "Rename", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		if runs++; runs == 1 {
			other := func(p project.Project, s project.Stamp) (project.Diff, error) {
				return project.Rename(p, "Other", s)
			}
			if err := ws.Do(project.User, "Other", project.Place{}, other); err != nil {
				return project.Diff{}, err
			}
		}
		return project.Rename(p, "Mine", s)
	})
	if err != nil || runs != 2 || ws.Project().Info().Name != "Mine" {
		t.Fatalf("%d runs, %v, %q", runs, err, ws.Project().Info().Name)
	}
	depth(t, ws, 2, 0)
}

// A subscriber may change the project, subscribe and cancel; others may at
// the same time.
func TestSubscriberCallsBack(t *testing.T) {
	w := newWorld(5, 5)
	ws := newShelf(t, w.project(1)).open(w.env())
	check := chained(t, ws)
	back, gone := 0, 0
	var cancel func()
	cancel = ws.Subscribe(func(Event) { gone++; cancel() })
	ws.Subscribe(func(e Event) {
		if e.Tx.Label == "Answer" && !e.Late {
			t.Error("an answer is told within its call although another event was being told")
		}
		if e.Tx.Label == "Answer" || e.Tx.Origin == project.Undo {
			return
		}
		back++
		mark(t, ws, "Answer", span.Span{Start: 0, End: 1})
		ws.Undo()
		ws.Depth()
		ws.Page(ws.Project().ArticlesInOrder()[0].ID)
		ws.Subscribe(func(Event) {})()
	})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 20 {
				mark(t, ws, "Question", span.Span{Start: 0, End: 2})
			}
		})
	}
	all.Wait()
	until(t, "80 answers", func() bool {
		ws.mu.Lock()
		defer ws.mu.Unlock()
		return !ws.telling && len(ws.waiting) == 0
	})
	check()
	if back != 80 || gone != 1 {
		t.Fatalf("%d answers, %d calls after canceling", back, gone-1)
	}
}

func TestReload(t *testing.T) {
	seed := dice.Seed(t)
	for n := range 30 {
		w := newWorld(seed, uint64(n))
		shelf := newShelf(t, w.project(2))
		ws := shelf.open(w.env())
		check := chained(t, ws)
		for i := range 60 {
			w.step(ws, fmt.Sprint(i))
			if w.IntN(20) == 0 {
				flush(t, ws)
				if err := shelf.store().Snapshot(bg, ws.Project(), int64(len(shelf.log()))); err != nil {
					t.Fatal(err)
				}
			}
		}
		flush(t, ws)
		check()
		again := shelf.open(w.env())
		until(t, "the history is there", func() bool { return again.loaded() })
		same(t, "after a reload", ws, again)
		for range 3 { // and both go on alike
			a, okA := ws.Undo()
			b, okB := again.now.history.Undo(a.Who, a.When)
			if okA != okB || a.Label != b.Label {
				t.Fatalf("undo: %v %q, after a reload %v %q", okA, a.Label, okB, b.Label)
			}
			if okB {
				b.Seq = a.Seq
				_ = again.now.take(b)
			}
		}
	}
}

func (w *Workspace) loaded() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tail == nil
}

// What is done and undone before the older history has arrived must fit it.
func TestUndoWhileHistoryLoads(t *testing.T) {
	seed := dice.Seed(t)
	for n := range 60 {
		w := newWorld(seed, uint64(n))
		shelf := newShelf(t, w.project(2))
		ws := shelf.open(w.env())
		for i := range 1 + w.IntN(30) {
			w.step(ws, fmt.Sprint("before ", i))
		}
		flush(t, ws)
		if err := shelf.store().Snapshot(bg, ws.Project(), int64(len(shelf.log()))); err != nil {
			t.Fatal(err)
		}
		for i := range w.IntN(12) {
			w.step(ws, fmt.Sprint("tail ", i))
		}
		flush(t, ws)
		hold := make(chan struct{})
		late := shelf.openOn(&flaky{Store: shelf.store(), hold: hold}, w.env())
		check := chained(t, late)
		for i := range w.IntN(12) {
			w.step(late, fmt.Sprint("meanwhile ", i))
			steps(t, late)
		}
		if w.IntN(2) == 0 {
			flush(t, late)
		}
		close(hold)
		until(t, "the history is there", late.loaded)
		steps(t, late)
		flush(t, late)
		again := shelf.open(w.env())
		until(t, "the history is there again", again.loaded)
		same(t, "after a reload", late, again)
		check()
	}
}

func TestDamaged(t *testing.T) {
	w := newWorld(6, 6)
	shelf := newShelf(t, w.project(1))
	ws := shelf.open(w.env())
	mark(t, ws, "Sound", span.Span{Start: 0, End: 3})
	flush(t, ws)
	good := ws.Project()
	log := shelf.log()
	bad := log[0] // adds a mark that is there already, and then says so once more
	bad.Seq, bad.Label = 2, "Misfit"
	more := bad
	more.Seq = 3
	if err := shelf.store().Append(bg, 1, []project.Tx{bad, more}); err != nil {
		t.Fatal(err)
	}

	t.Run("opened", func(t *testing.T) {
		late, err := Open(bg, shelf.store(), w.env())
		if problem.Code(err) != "damaged" {
			t.Fatalf("got %v", err)
		}
		defer late.Close()
		if !late.Project().Equal(good) {
			t.Fatal("the sound part is not there")
		}
		stopped(t, late, shelf)
		depth(t, late, 2, 0)
	})
	t.Run("met while open", func(t *testing.T) {
		told := make(chan store.Status, 100)
		ws.OnStatus(func(s store.Status) { told <- s })
		mark(t, ws, "Pending", span.Span{Start: 2, End: 3})
		until(t, "it stops", func() bool { return ws.Status().State == store.Stopped })
		if s := <-told; s.State == store.AllSaved {
			t.Fatalf("told of %+v", s)
		}
		stopped(t, ws, shelf)
		depth(t, ws, 3, 0)
	})
}

// stopped fails unless the workspace goes on in memory and writes nothing.
func stopped(t *testing.T, ws *Workspace, shelf *shelf) {
	t.Helper()
	before := len(shelf.log())
	mark(t, ws, "In memory", span.Span{Start: 1, End: 2})
	ctx, cancel := context.WithTimeout(bg, 10*time.Second)
	defer cancel()
	if err := ws.Flush(ctx); problem.Code(err) != "damaged" {
		t.Fatalf("flushed with %v", err)
	}
	ws.CatchUp()
	if s := ws.Status(); s.State != store.Stopped || problem.Code(s.Err) != "damaged" {
		t.Fatalf("status %+v", s)
	}
	if n := len(shelf.log()); n != before {
		t.Fatalf("%d changes were written", n-before)
	}
}

func TestNotThere(t *testing.T) {
	shelf := newShelf(t, newWorld(7, 7).project(1))
	st := shelf.store()
	if err := shelf.lib.Remove(bg, shelf.id); err != nil {
		t.Fatal(err)
	}
	if ws, err := Open(bg, st, Env{}); ws != nil || problem.Code(err) != "gone" {
		t.Fatalf("opened %v with %v", ws, err)
	}
}

func TestFlushAndClose(t *testing.T) {
	w := newWorld(8, 8)
	shelf := newShelf(t, w.project(1))
	st := &flaky{Store: shelf.store(), fail: func() (bool, bool) { return true, false }}
	ws := shelf.openOn(st, w.env())
	mark(t, ws, "Unsaved", span.Span{Start: 0, End: 1})
	if err := ws.Flush(bg); problem.Code(err) != "storage-full" {
		t.Fatalf("flushed with %v", err)
	}
	until(t, "the screen says so", func() bool { return ws.Status().State == store.Failed && ws.Status().Pending == 1 })
	st.mu.Lock()
	st.fail = nil
	st.mu.Unlock()
	flush(t, ws)
	if n := len(shelf.log()); n != 1 {
		t.Fatalf("%d changes", n)
	}
	ws.Close()
	ws.Close()
	mark(t, ws, "Too late", span.Span{Start: 0, End: 1})
	if err := ws.Flush(bg); err == nil {
		t.Fatal("flushed after it was closed")
	}
	if n := len(shelf.log()); n != 1 {
		t.Fatalf("%d changes", n)
	}
}

// That what was saved does not fit what is known to be saved is damage too:
// nothing more is written, and the work goes on in memory.
func TestConfirmMisfit(t *testing.T) {
	w := newWorld(14, 14)
	s := newShelf(t, w.project(1))
	ws := s.open(w.env())
	start := ws.Project()
	mark(t, ws, "Mark", span.Span{Start: 0, End: 3})
	flush(t, ws)
	ws.mu.Lock()
	ws.saved.project = start
	ws.mu.Unlock()
	id := ws.Project().Annotations.Sorted(annotation.Compare)[0].ID
	err := ws.Do(project.User, "Note", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetNote(p, id, "a note", s)
	})
	if err != nil {
		t.Fatal(err)
	}
	until(t, "stopped", func() bool { return ws.Status().State == store.Stopped })
	if st := ws.Status(); problem.Code(st.Err) != "damaged" {
		t.Fatalf("the error is %v", st.Err)
	}
	if err := ws.Flush(bg); problem.Code(err) != "damaged" {
		t.Fatalf("flushing gives %v", err)
	}
	mark(t, ws, "After", span.Span{Start: 1, End: 2})
	if got := labels(s.log()); len(got) != 2 || ws.Project().Annotations.Len() != 2 || len(ws.Unsaved()) != 2 {
		t.Fatalf("the log is %q; %d marks, %d changes to come", got, ws.Project().Annotations.Len(), len(ws.Unsaved()))
	}
}
