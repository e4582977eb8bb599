// Package storetest proves that a store.Library keeps what package store
// promises. Call Run from a test of the implementation.
package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/store"
)

// Run runs the suite. Each call of open within one test must return a library
// on the same data, as another tab or the program after a restart would see
// it, and a test must not see the data of another.
func Run(t *testing.T, open func(t *testing.T) store.Library) {
	for _, c := range []struct {
		name string
		test func(*suite)
	}{
		{"an empty library", (*suite).empty},
		{"round trip", (*suite).roundTrip},
		{"create refuses", (*suite).createRefuses},
		{"the list", (*suite).list},
		{"append behind", (*suite).behind},
		{"two openers take turns", (*suite).turns},
		{"projects apart", (*suite).apart},
		{"history across snapshots", (*suite).history},
		{"snapshot beyond the log", (*suite).snapshotBeyond},
		{"remove", (*suite).remove},
		{"durable after close", (*suite).durable},
		{"many appenders at once", (*suite).race},
		{"cancellation", (*suite).cancellation},
		{"a large project", (*suite).large},
		{"a change of very much", (*suite).bulky},
		{"what a class handed in", (*suite).class},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.test(&suite{t, func() store.Library { return open(t) }})
		})
	}
}

type suite struct {
	*testing.T
	open func() store.Library
}

var bg = context.Background()

func (s *suite) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatalf("unexpected error: %v", err)
	}
}

func (s *suite) code(err error, want string) {
	s.Helper()
	if problem.Code(err) != want {
		s.Fatalf("error is %v with the code %q, want code %q", err, problem.Code(err), want)
	}
}

func (s *suite) create(l store.Library, id string) (store.Store, project.Project) {
	s.Helper()
	p := Sample(s, id)
	st, err := l.Create(bg, p)
	s.ok(err)
	return st, p
}

func (s *suite) reopen(id string) store.Store {
	s.Helper()
	st, err := s.open().Open(bg, id)
	s.ok(err)
	return st
}

// same compares changes by what would be written of them.
func (s *suite) same(what string, got, want []project.Tx) {
	s.Helper()
	if len(got) != len(want) {
		s.Fatalf("%s: %d changes, want %d", what, len(got), len(want))
	}
	for i := range want {
		if g, w := written(s, got[i]), written(s, want[i]); g != w {
			s.Fatalf("%s: change %d is\n%s\nwant\n%s", what, i, g, w)
		}
	}
}

func written(s *suite, v any) string {
	s.Helper()
	data, err := json.Marshal(v)
	s.ok(err)
	return string(data)
}

// holds checks that a fresh look at the project finds want, with end changes.
func (s *suite) holds(id string, want project.Project, end int64) {
	s.Helper()
	saved, err := s.reopen(id).Load(bg, nil)
	s.ok(err)
	if saved.End() != end {
		s.Fatalf("the log ends at %d, want %d", saved.End(), end)
	}
	got := saved.Snapshot
	for _, tx := range saved.Log {
		got, err = got.Apply(tx.Diff)
		s.ok(err)
	}
	if !got.Equal(want) {
		s.Fatalf("loaded\n%s\nwant\n%s", written(s, got), written(s, want))
	}
}

func (s *suite) empty() {
	l := s.open()
	list, err := l.List(bg)
	s.ok(err)
	if len(list) != 0 {
		s.Fatalf("the list has %d rows, want none", len(list))
	}
	_, err = l.Open(bg, "nobody")
	s.code(err, "gone")
	s.code(l.Describe(bg, store.Entry{ID: "nobody"}), "gone")
	s.ok(l.Remove(bg, "nobody"))
}

func (s *suite) roundTrip() {
	st, p := s.create(s.open(), "a")
	s.holds("a", p, 0)
	txs, p := Changes(s, p, 0, 3, "x")
	s.ok(st.Append(bg, 0, txs))
	s.holds("a", p, 3)
	saved, err := st.Load(bg, nil)
	s.ok(err)
	s.same("Load", saved.Log, txs)
	s.ok(st.Append(bg, 3, nil))
	s.holds("a", p, 3)
}

func (s *suite) createRefuses() {
	l := s.open()
	st, p := s.create(l, "a")
	txs, after := Changes(s, p, 0, 1, "x")
	s.ok(st.Append(bg, 0, txs))
	_, err := l.Create(bg, p)
	s.code(err, "exists")
	s.holds("a", after, 1)
	_, err = l.Create(bg, project.Project{})
	s.code(err, "no-id")
}

func (s *suite) list() {
	l := s.open()
	for i, id := range []string{"a", "b", "c"} {
		_, p := s.create(l, id)
		s.ok(l.Describe(bg, store.EntryOf(p, day.Add(time.Duration(i%2)*time.Hour))))
	}
	renamed := store.Entry{ID: "c", Name: "Café 👩🏽‍🚒", Created: day, Modified: day.Add(2 * time.Hour), Articles: 5, Annotations: 17}
	s.ok(l.Describe(bg, renamed))
	list, err := s.open().List(bg)
	s.ok(err)
	var ids []string
	for _, e := range list {
		ids = append(ids, e.ID)
	}
	if want := []string{"c", "b", "a"}; !slices.Equal(ids, want) {
		s.Fatalf("the list is %v, want %v", ids, want)
	}
	if g, w := written(s, list[0]), written(s, renamed); g != w {
		s.Fatalf("the row is %s, want %s", g, w)
	}
	if e := list[2]; e.Name != "Project a" || e.Articles != 1 || e.Annotations != 0 || !e.Created.Equal(day) {
		s.Fatalf("the row of a is %+v", e)
	}
}

func (s *suite) behind() {
	first, p := s.create(s.open(), "a")
	second := s.reopen("a")
	mine, after := Changes(s, p, 0, 2, "mine")
	s.ok(first.Append(bg, 0, mine))
	for _, base := range []int64{0, 1, 3} {
		theirs, _ := Changes(s, p, base, 1, "theirs")
		if err := second.Append(bg, base, theirs); !errors.Is(err, store.ErrBehind) {
			s.Fatalf("Append on %d: error is %v, want ErrBehind", base, err)
		}
	}
	s.holds("a", after, 2)
	if err := first.Append(bg, 2, mine); err == nil {
		s.Fatal("changes with the wrong numbers were written")
	}
	s.holds("a", after, 2)
	missing, err := second.Since(bg, 0)
	s.ok(err)
	s.same("Since 0", missing, mine)
}

func (s *suite) turns() {
	one, p := s.create(s.open(), "a")
	two := s.reopen("a")
	var all []project.Tx
	for i := range int64(10) {
		st, who := one, "one"
		if i%2 == 1 {
			st, who = two, "two"
		}
		var txs []project.Tx
		txs, p = Changes(s, p, int64(len(all)), 2, who)
		s.ok(st.Append(bg, int64(len(all)), txs))
		all = append(all, txs...)
	}
	s.holds("a", p, 20)
	for _, seq := range []int64{0, 7, 20, 25} {
		got, err := one.Since(bg, seq)
		s.ok(err)
		s.same(fmt.Sprint("Since ", seq), got, all[min(seq, 20):])
	}
}

func (s *suite) apart() {
	l := s.open()
	// One ID is the start of another, and one sorts behind any number.
	for i, id := range []string{"a", "a1", "b", "😀"} {
		st, p := s.create(l, id)
		txs, _ := Changes(s, p, 0, i+1, id)
		s.ok(st.Append(bg, 0, txs))
	}
	for i, id := range []string{"a", "a1", "b", "😀"} {
		want, p := Changes(s, Sample(s, id), 0, i+1, id)
		got, err := s.reopen(id).Since(bg, 0)
		s.ok(err)
		s.same(id, got, want)
		s.holds(id, p, int64(i+1))
	}
}

func (s *suite) history() {
	st, p := s.create(s.open(), "a")
	var all []project.Tx
	for range 5 {
		var txs []project.Tx
		txs, p = Changes(s, p, int64(len(all)), 7, "x")
		s.ok(st.Append(bg, int64(len(all)), txs))
		all = append(all, txs...)
		s.ok(st.Snapshot(bg, p, int64(len(all))))
	}
	more, after := Changes(s, p, 35, 2, "x")
	s.ok(st.Append(bg, 35, more))
	all = append(all, more...)
	saved, err := s.reopen("a").Load(bg, nil)
	s.ok(err)
	if saved.Seq != 35 || !saved.Snapshot.Equal(p) {
		s.Fatalf("the snapshot loaded is after change %d, want 35", saved.Seq)
	}
	s.same("Load", saved.Log, more)
	s.holds("a", after, 37)
	for _, upTo := range []int64{0, 1, 20, 35, 37} {
		got, err := st.History(bg, upTo)
		s.ok(err)
		s.same(fmt.Sprint("History ", upTo), got, all[:upTo])
	}
}

func (s *suite) snapshotBeyond() {
	st, p := s.create(s.open(), "a")
	if err := st.Snapshot(bg, p, 4); !errors.Is(err, store.ErrBehind) {
		s.Fatalf("error is %v, want ErrBehind: the log does not go that far", err)
	}
	s.holds("a", p, 0)
}

func (s *suite) remove() {
	l := s.open()
	st, p := s.create(l, "a")
	_, other := s.create(l, "b")
	txs, _ := Changes(s, p, 0, 3, "x")
	s.ok(st.Append(bg, 0, txs))
	s.ok(s.open().Remove(bg, "a"))
	more, _ := Changes(s, p, 3, 1, "x")
	s.code(st.Append(bg, 3, more), "gone")
	s.code(st.Snapshot(bg, p, 3), "gone")
	_, err := st.Load(bg, nil)
	s.code(err, "gone")
	_, err = st.Since(bg, 0)
	s.code(err, "gone")
	_, err = st.History(bg, 1)
	s.code(err, "gone")
	s.code(l.Describe(bg, store.Entry{ID: "a"}), "gone")
	s.holds("b", other, 0)
	s.create(l, "a")
	s.holds("a", p, 0)
}

func (s *suite) durable() {
	st, p := s.create(s.open(), "a")
	txs, p := Changes(s, p, 0, 30, "x")
	for i := range txs {
		s.ok(st.Append(bg, int64(i), txs[i:i+1]))
	}
	s.ok(st.Close())
	s.holds("a", p, 30)
	list, err := s.open().List(bg)
	s.ok(err)
	if len(list) != 1 || list[0].ID != "a" {
		s.Fatalf("the list is %+v", list)
	}
}

// race has several openers append as fast as they can, each catching up when
// another was first. Every change must be there once, in the order in which
// its author made it.
func (s *suite) race() {
	const openers, each = 4, 15
	s.create(s.open(), "a")
	var wg sync.WaitGroup
	errs := make(chan error, openers)
	for i := range openers {
		st := s.reopen("a")
		wg.Go(func() { errs <- appendAll(s, st, fmt.Sprint("opener", i), each) })
	}
	wg.Wait()
	for range openers {
		s.ok(<-errs)
	}
	txs, err := s.reopen("a").Since(bg, 0)
	s.ok(err)
	next := map[string]int{}
	for i, tx := range txs {
		if tx.Seq != int64(i+1) {
			s.Fatalf("change %d is numbered %d", i+1, tx.Seq)
		}
		if tx.Where.Point != next[tx.Label] {
			s.Fatalf("%s wrote its change %d, want %d", tx.Label, tx.Where.Point, next[tx.Label])
		}
		next[tx.Label]++
	}
	if len(txs) != openers*each {
		s.Fatalf("%d changes, want %d", len(txs), openers*each)
	}
}

func appendAll(s *suite, st store.Store, who string, n int) error {
	base := int64(0)
	for i := 0; i < n; {
		tx := project.Tx{Seq: base + 1, Label: who, When: day, Where: project.Place{Point: i}}
		switch err := st.Append(bg, base, []project.Tx{tx}); {
		case err == nil:
			base++
			i++
		case errors.Is(err, store.ErrBehind):
			missing, err := st.Since(bg, base)
			if err != nil {
				return err
			}
			base += int64(len(missing))
		default:
			return err
		}
	}
	return nil
}

func (s *suite) cancellation() {
	l := s.open()
	st, p := s.create(l, "a")
	ctx, cancel := context.WithCancel(bg)
	cancel()
	txs, after := Changes(s, p, 0, 2, "x")
	_, loadErr := st.Load(ctx, nil)
	_, listErr := l.List(ctx)
	_, createErr := l.Create(ctx, Sample(s, "b"))
	for _, err := range []error{st.Append(ctx, 0, txs), st.Snapshot(ctx, p, 0), l.Remove(ctx, "a"), loadErr, listErr, createErr} {
		if !errors.Is(err, context.Canceled) {
			s.Fatalf("error is %v, want that of the context", err)
		}
	}
	s.holds("a", p, 0)
	// In the middle of a write: whatever the answer is, it must be true.
	ctx, cancel = context.WithCancel(bg)
	time.AfterFunc(time.Millisecond, cancel)
	if err := st.Append(ctx, 0, txs); err == nil {
		s.holds("a", after, 2)
	} else {
		s.holds("a", p, 0)
		s.ok(st.Append(bg, 0, txs))
	}
}

func (s *suite) large() {
	const n = 3000
	st, p := s.create(s.open(), "a")
	txs, after := Changes(s, p, 0, n, "x")
	s.ok(st.Append(bg, 0, txs[:n-1]))
	s.ok(st.Append(bg, n-1, txs[n-1:]))
	s.holds("a", after, n)
	got, err := st.History(bg, n)
	s.ok(err)
	s.same("History", got, txs)
	s.ok(st.Snapshot(bg, after, n))
	s.holds("a", after, n)
}

// bulky takes in, undoes and does again a change of thousands of marks, as an
// import is, between small ones.
func (s *suite) bulky() {
	st, p := s.create(s.open(), "a")
	small, p := Changes(s, p, 0, 2, "x")
	s.ok(st.Append(bg, 0, small))
	_, many := Changes(s, p, 2, 3000, "y")
	there := project.Tx{Seq: 3, Label: "Import", Origin: project.Import, When: day, Diff: project.Between(p, many)}
	back := project.Tx{Seq: 4, Label: "Import", Origin: project.Undo, When: day, Diff: there.Diff.Reverse()}
	again := project.Tx{Seq: 5, Label: "Import", Origin: project.Redo, When: day, Diff: there.Diff}
	s.ok(st.Append(bg, 2, []project.Tx{there, back}))
	s.holds("a", p, 4)
	s.ok(st.Append(bg, 4, []project.Tx{again}))
	more, after := Changes(s, many, 5, 2, "z")
	s.ok(st.Append(bg, 5, more))
	s.holds("a", after, 7)
	got, err := s.reopen("a").History(bg, 7)
	s.ok(err)
	for i, want := range append(append(small, there, back, again), more...) {
		if !got[i].Equal(want) {
			s.Fatalf("change %d is another than was written", i+1)
		}
	}
	s.ok(st.Snapshot(bg, many, 5))
	s.holds("a", after, 7)
}
