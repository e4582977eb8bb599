package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"claimlight/app/project"
	"claimlight/app/store"
	"claimlight/app/workspace"
)

// drawer is Prefs that may be full.
type drawer struct {
	kept map[string]string
	full bool
}

func (d *drawer) Get(key string) string { return d.kept[key] }

func (d *drawer) Set(key, value string) bool {
	d.kept[key] = value
	return !d.full
}

// stuck is a store that does not come to an end with a write.
type stuck struct {
	store.Store
	begin chan struct{}
}

func (s *stuck) Append(ctx context.Context, base int64, txs []project.Tx) error {
	<-s.begin
	return s.Store.Append(ctx, base, txs)
}

// stuckModel is a model whose project does not get to the disk before slow begins.
func stuckModel(t *testing.T) (m *Model, ws *workspace.Workspace, slow *stuck, prefs *drawer) {
	t.Helper()
	b := newBench(t)
	st, err := store.NewMemory().Create(context.Background(), b.p)
	if err != nil {
		t.Fatal(err)
	}
	slow = &stuck{st, make(chan struct{})}
	ws, err = workspace.Open(context.Background(), slow, workspace.Env{Now: time.Now, Mint: b.s.Mint})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(ws.Close)
	prefs = &drawer{kept: map[string]string{}}
	return &Model{ports: Ports{Prefs: prefs}, ws: ws}, ws, slow, prefs
}

// Leaving is safe while a write is under way if what it writes was put by, and
// is not if there was no room for that.
func TestUnsafe(t *testing.T) {
	m, ws, slow, prefs := stuckModel(t)
	if m.Unsafe() || len(prefs.kept) > 0 {
		t.Fatal("unsafe with nothing to save")
	}
	err := ws.Do(project.User, "Closed", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetClosed(p, true, s)
	})
	if err != nil {
		t.Fatal(err)
	}
	if m.Unsafe() || !strings.Contains(prefs.Get(putByKey(ws)), "Closed") {
		t.Fatal("unsafe though all is put by")
	}
	prefs.full = true
	if !m.Unsafe() {
		t.Fatal("safe though nothing is kept")
	}
	close(slow.begin)
	if err := ws.Flush(context.Background()); err != nil {
		t.Fatal(err)
	}
	m.dropPutBy(ws)
	if m.Unsafe() || prefs.Get(putByKey(ws)) != "" {
		t.Fatal("unsafe though all is saved")
	}
}

// What a class handed in is too much to be put by while the page goes away.
func TestTooMuchToPutBy(t *testing.T) {
	m, ws, slow, prefs := stuckModel(t)
	t.Cleanup(func() { close(slow.begin) })
	put := func(label string, size int) {
		t.Helper()
		r, err := project.NewClassRecord("hand-in", label, strings.Repeat("x", size))
		if err != nil {
			t.Fatal(err)
		}
		if err := ws.Do(project.User, label, project.Place{}, func(p project.Project, _ project.Stamp) (project.Diff, error) {
			return project.PutClass(p, r), nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	put("One hand-in", 70_000)
	if m.Unsafe() {
		t.Error("unsafe though all is put by")
	}
	put("All of them", textBy)
	if rows := prefs.Get(putByKey(ws)); !m.Unsafe() || !strings.Contains(rows, "One hand-in") || len(rows) > 100_000 {
		t.Errorf("safe, with %d bytes put by", len(rows))
	}
}

func TestDescribed(t *testing.T) {
	b := newBench(t)
	then := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	row := store.EntryOf(b.p, then)
	if got, differs := described(row, b.p, time.Time{}); differs || got != row {
		t.Errorf("to be written again: %+v", got)
	}
	if got, differs := described(row, b.p, then.Add(time.Hour)); !differs || !got.Modified.Equal(then.Add(time.Hour)) {
		t.Errorf("written an hour later: %+v", got)
	}
	lagging := row
	lagging.Annotations--
	if got, differs := described(lagging, b.p, time.Time{}); !differs || got != row {
		t.Errorf("a row that lags behind is left: %+v", got)
	}
}
