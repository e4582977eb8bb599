package workspace

import (
	"context"
	"errors"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/project"
	"claimlight/app/store"
)

// imported is a command that brings in a crowd of marks of another project.
func imported(from project.Project) LongCommand {
	return func(p project.Project, _ project.Stamp, pace project.Pace) (project.Diff, string, error) {
		d, _, err := project.MergeAt(p, from, pace)
		return d, "Import", err
	}
}

// apart are two workspaces: one with n marks, and one on the same articles
// without any.
func apart(t *testing.T, n int) (full project.Project, empty *Workspace, lib *store.Memory) {
	t.Helper()
	ws, _ := crowded(t, n, 2)
	full = ws.Project()
	p := full
	p.Annotations = project.Table[*annotation.Annotation]{}
	lib = store.NewMemory()
	st, err := lib.Create(bg, p)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(6, 6)
	empty, err = Open(bg, st, w.env())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(empty.Close)
	return full, empty, lib
}

// A long change comes in whole, as one step, and is saved.
func TestPrepareAndMake(t *testing.T) {
	full, ws, lib := apart(t, 3000)
	before, events := ws.Project(), 0
	ws.Subscribe(func(e Event) {
		if events++; e.Late || e.Before != before || e.After.Annotations.Len() != 3000 {
			t.Errorf("event of %d marks, late: %v", e.After.Annotations.Len(), e.Late)
		}
	})
	c, err := ws.Prepare(project.Import, project.Place{}, nil, imported(full))
	if err != nil || ws.Project() != before {
		t.Fatalf("preparing has changed something, or failed: %v", err)
	}
	if !ws.Make(c) || events != 1 || !ws.Project().Equal(full) {
		t.Fatalf("%d events, %d marks", events, ws.Project().Annotations.Len())
	}
	if ws.Make(c) {
		t.Fatal("made twice")
	}
	if err := ws.Flush(bg); err != nil {
		t.Fatal(err)
	}
	st, err := lib.Open(bg, full.Info().ID)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Open(bg, st, newWorld(7, 7).env())
	if err != nil || !again.Project().Equal(full) {
		t.Fatalf("what was saved is another project: %v", err)
	}
	t.Cleanup(again.Close)
	if _, ok := again.Undo(); !ok || again.Project().Annotations.Len() != 0 {
		t.Fatal("one undo does not take the import back")
	}
}

// Stopped anywhere, a long change has changed nothing.
func TestPrepareStopped(t *testing.T) {
	full, ws, _ := apart(t, 3000)
	before := ws.Project()
	for limit := 0; ; limit++ {
		ctx, cancel := context.WithCancel(bg)
		calls := 0
		_, err := ws.Prepare(project.Import, project.Place{}, func(done, total int) error {
			if done > total {
				t.Fatalf("%d of %d", done, total)
			}
			if calls++; calls > limit {
				cancel()
			}
			return ctx.Err()
		}, imported(full))
		cancel()
		if err == nil {
			if limit < 4 {
				t.Fatalf("the pace was asked %d times", calls)
			}
			return
		}
		if !errors.Is(err, context.Canceled) || ws.Project() != before {
			t.Fatalf("error %v", err)
		}
		if u, r := ws.Depth(); u+r > 0 || len(ws.Unsaved()) > 0 {
			t.Fatal("there is something to undo or to save")
		}
	}
}

// A change that came in between is not lost, and is not overlooked either.
func TestMakeAfterAnother(t *testing.T) {
	full, ws, _ := apart(t, 500)
	c, err := ws.Prepare(project.Import, project.Place{}, nil, imported(full))
	if err != nil {
		t.Fatal(err)
	}
	if err := ws.Do(project.User, "Rename", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.Rename(p, "Another name", s)
	}); err != nil {
		t.Fatal(err)
	}
	if ws.Make(c) || ws.Project().Annotations.Len() > 0 {
		t.Fatal("the change was made on another project than it was prepared for")
	}
	if c, err = ws.Prepare(project.Import, project.Place{}, nil, imported(full)); err != nil || !ws.Make(c) {
		t.Fatalf("the second time: %v", err)
	}
	if p := ws.Project(); p.Annotations.Len() != 500 || p.Info().Name != "Another name" {
		t.Fatalf("%d marks in %q", p.Annotations.Len(), p.Info().Name)
	}
}

// BenchmarkBulkUndo takes back a change of 10,000 marks and does it again:
// all that happens before something is painted.
func BenchmarkBulkUndo(b *testing.B) {
	for _, n := range []int{10_000, 200_000} {
		b.Run(map[int]string{10_000: "of=10000", 200_000: "of=200000"}[n], func(b *testing.B) {
			ws, _ := crowded(b, n, 10)
			var ids []annotation.ID
			for a := range ws.Project().Annotations.Unordered() {
				if ids = append(ids, a.ID); len(ids) == 10_000 {
					break
				}
			}
			if err := ws.Do(project.User, "Remove", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
				return project.Remove(p, s, ids...)
			}); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := ws.Undo(); !ok {
					b.Fatal("nothing to undo")
				}
				ws.Redo()
			}
		})
	}
}
