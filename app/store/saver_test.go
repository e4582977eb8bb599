package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/project"
)

var bg = context.Background()

// fake is a store that can be told to fail, to hold writes up, and to fail
// after it has written. What it does not do itself, the memory store does.
type fake struct {
	Store
	mu        sync.Mutex
	fail      error         // what Append answers
	lie       error         // what Append answers once it has written
	hold      chan struct{} // Append waits for it to be closed, if not nil
	appends   int           // how often Append was called
	batches   []int         // how much each write held
	snapshots []int64
	holdSnap  bool // Snapshot waits for its context to end
}

func newFake(t *testing.T) *fake {
	t.Helper()
	info := project.TableOf(&project.Info{ID: "a"})
	s, err := NewMemory().Create(bg, project.Project{Infos: info})
	if err != nil {
		t.Fatal(err)
	}
	return &fake{Store: s}
}

func (f *fake) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *fake) Append(ctx context.Context, base int64, txs []project.Tx) error {
	f.mu.Lock()
	fail, lie, hold := f.fail, f.lie, f.hold
	f.appends++
	f.mu.Unlock()
	if hold != nil {
		<-hold
	}
	if fail != nil {
		return fail
	}
	err := f.Store.Append(ctx, base, txs)
	if err != nil {
		return err
	}
	f.set(func() { f.batches = append(f.batches, len(txs)) })
	return lie
}

func (f *fake) Snapshot(ctx context.Context, p project.Project, seq int64) error {
	if err := f.Store.Snapshot(ctx, p, seq); err != nil {
		return err
	}
	f.mu.Lock()
	f.snapshots = append(f.snapshots, seq)
	hold := f.holdSnap
	f.mu.Unlock()
	if hold {
		<-ctx.Done()
		return ctx.Err()
	}
	return nil
}

// labels returns the log as one string.
func (f *fake) labels(t *testing.T) string {
	t.Helper()
	txs, err := f.Since(bg, 0)
	if err != nil {
		t.Fatal(err)
	}
	return labels(txs)
}

func labels(txs []project.Tx) string {
	var all []string
	for _, tx := range txs {
		all = append(all, tx.Label)
	}
	return strings.Join(all, " ")
}

// clock stands in for timers: it notes what was asked for and lets a test
// decide when the time has come.
type clock struct {
	asked chan time.Duration
	due   chan time.Time
}

func newClock() *clock { return &clock{make(chan time.Duration, 1000), make(chan time.Time)} }

func (c *clock) after(d time.Duration) (<-chan time.Time, func() bool) {
	c.asked <- d
	return c.due, func() bool { return true }
}

// ring waits until a timer is set, checks for how long, and lets it ring.
func (c *clock) ring(t *testing.T, want time.Duration) {
	t.Helper()
	for deadline := time.After(10 * time.Second); ; {
		select {
		case d := <-c.asked:
			if d != want {
				t.Fatalf("a timer was set for %v, want %v", d, want)
			}
			select {
			case c.due <- time.Time{}:
				return
			case <-deadline:
				t.Fatal("nobody waits for the timer")
			}
		case <-deadline:
			t.Fatalf("no timer was set, want one for %v", want)
		}
	}
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func start(t *testing.T, f *fake, c *clock, h Hooks) *Saver {
	t.Helper()
	s := newSaver(f, Saved{}, func() time.Time { return noon }, h, c.after)
	t.Cleanup(func() {
		s.Close()
		f.set(func() {
			if f.hold != nil {
				close(f.hold)
				f.hold = nil
			}
		})
		<-s.done
	})
	return s
}

func tx(labels ...string) []project.Tx {
	var txs []project.Tx
	for _, l := range labels {
		txs = append(txs, project.Tx{Label: l})
	}
	return txs
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func flush(t *testing.T, s *Saver) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(bg, 10*time.Second)
	defer cancel()
	return s.Flush(ctx)
}

// until polls for a condition.
func until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !cond(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
}

func TestSaverWritesInOrder(t *testing.T) {
	f := newFake(t)
	var last int64
	var seen []State
	s := start(t, f, newClock(), Hooks{
		Written: func(tx project.Tx) { last = tx.Seq },
		Status:  func(st Status) { seen = append(seen, st.State) },
	})
	ok(t, flush(t, s))
	s.Put(tx("a", "b")...)
	s.Put(tx("c")...)
	ok(t, flush(t, s))
	want(t, "log", f.labels(t), "a b c")
	want(t, "status", s.Status(), Status{State: AllSaved, At: noon})
	want(t, "pending", len(s.Pending()), 0)
	s.Close()
	<-s.done // from here on what the hooks wrote may be read
	want(t, "last written", last, 3)
	if seen[0] != Saving || seen[len(seen)-1] != AllSaved {
		t.Fatalf("states: %v", seen)
	}
}

// Saved is not said before the disk has it, and what comes meanwhile goes
// together.
func TestSaverBatches(t *testing.T) {
	f := newFake(t)
	f.hold = make(chan struct{})
	s := start(t, f, newClock(), Hooks{})
	s.Put(tx("a")...)
	until(t, "writing", func() bool { f.mu.Lock(); defer f.mu.Unlock(); return f.appends == 1 })
	for _, l := range []string{"b", "c", "d"} {
		s.Put(tx(l)...)
	}
	want(t, "status", s.Status(), Status{State: Saving, Pending: 4})
	f.set(func() { close(f.hold); f.hold = nil })
	ok(t, flush(t, s))
	want(t, "batches", f.batches, []int{1, 3})
	want(t, "log", f.labels(t), "a b c d")
}

func TestSaverRetriesSlower(t *testing.T) {
	f, c := newFake(t), newClock()
	f.fail = Full(errors.New("quota"))
	s := start(t, f, c, Hooks{})
	s.Put(tx("a")...)
	for _, seconds := range []int{1, 2, 4, 8, 16, 30, 30} {
		c.ring(t, time.Duration(seconds)*time.Second)
	}
	until(t, "failed", func() bool { return s.Status().State == Failed })
	want(t, "code", problem.Code(s.Status().Err), "storage-full")
	want(t, "pending", labels(s.Pending()), "a")
	want(t, "code of Flush", problem.Code(flush(t, s)), "storage-full")
	f.set(func() { f.fail = nil })
	s.Put(tx("b")...) // tries at once, with everything
	until(t, "saved", func() bool { return s.Status().State == AllSaved })
	want(t, "log", f.labels(t), "a b")
	want(t, "status", s.Status(), Status{State: AllSaved, At: noon})
}

func TestSaverRetriesByItself(t *testing.T) {
	f, c := newFake(t), newClock()
	f.fail = errors.New("secret of the program")
	s := start(t, f, c, Hooks{})
	s.Put(tx("a")...)
	until(t, "failed", func() bool { return s.Status().State == Failed })
	if err := s.Status().Err; problem.Code(err) != "not-saved" || strings.Contains(err.Error(), "secret") {
		t.Fatalf("the person is told %q", err)
	}
	f.set(func() { f.fail = nil })
	c.ring(t, time.Second)
	until(t, "saved", func() bool { return s.Status().State == AllSaved })
	want(t, "log", f.labels(t), "a")
}

// keep takes in what is missing and drops pending changes called "clash".
func keep(log *[]string) func(missing, pending []project.Tx) []project.Tx {
	return func(missing, pending []project.Tx) []project.Tx {
		*log = append(*log, "missing: "+labels(missing)+"; pending: "+labels(pending))
		return slices.DeleteFunc(pending, func(tx project.Tx) bool { return tx.Label == "clash" })
	}
}

func TestSaverRebases(t *testing.T) {
	f := newFake(t)
	ok(t, f.Store.Append(bg, 0, []project.Tx{{Seq: 1, Label: "x"}, {Seq: 2, Label: "y"}}))
	var calls []string
	s := start(t, f, newClock(), Hooks{Rebase: keep(&calls)})
	s.Put(tx("a", "clash", "b")...)
	ok(t, flush(t, s))
	want(t, "log", f.labels(t), "x y a b")
	want(t, "calls", calls, []string{"missing: x y; pending: a clash b"})
	want(t, "pending", len(s.Pending()), 0)
}

func TestSaverPoke(t *testing.T) {
	f := newFake(t)
	var calls []string
	s := start(t, f, newClock(), Hooks{Rebase: keep(&calls)})
	ok(t, f.Store.Append(bg, 0, []project.Tx{{Seq: 1, Label: "x"}}))
	s.Poke()
	ok(t, flush(t, s))
	s.Poke() // nothing new
	ok(t, flush(t, s))
	s.Put(tx("a")...)
	ok(t, flush(t, s))
	want(t, "calls", calls, []string{"missing: x; pending: "})
	want(t, "log", f.labels(t), "x a")
}

// A change may slip in while another tab's are taken in.
func TestSaverRebaseWithSlip(t *testing.T) {
	f := newFake(t)
	ok(t, f.Store.Append(bg, 0, []project.Tx{{Seq: 1, Label: "x"}}))
	var calls []string
	var s *Saver
	rebase := keep(&calls)
	made := make(chan struct{})
	s = start(t, f, newClock(), Hooks{Rebase: func(missing, pending []project.Tx) []project.Tx {
		<-made
		if len(calls) == 0 {
			s.Put(tx("slipped")...)
		}
		return rebase(missing, pending)
	}})
	close(made)
	s.Put(tx("a")...)
	ok(t, flush(t, s))
	want(t, "log", f.labels(t), "x a slipped")
	want(t, "calls", calls, []string{"missing: x; pending: a", "missing: ; pending: a slipped"})
}

// A write that went well though the answer was an error is not written twice.
func TestSaverKnowsItsOwn(t *testing.T) {
	f, c := newFake(t), newClock()
	f.lie = errors.New("lost the answer")
	var calls []string
	s := start(t, f, c, Hooks{Rebase: keep(&calls)})
	s.Put(tx("a", "b")...)
	until(t, "failed", func() bool { return s.Status().State == Failed })
	f.set(func() { f.lie = nil })
	ok(t, f.Store.Append(bg, 2, []project.Tx{{Seq: 3, Label: "x"}}))
	s.Put(tx("c")...)
	until(t, "saved", func() bool { return s.Status().State == AllSaved })
	want(t, "log", f.labels(t), "a b x c")
	want(t, "calls", calls, []string{"missing: x; pending: c"})
}

func TestSaverStops(t *testing.T) {
	for code, err := range map[string]error{"newer-schema": NewerSchema(), "gone": Gone(), "damaged": Damaged("change 1", nil)} {
		f, c := newFake(t), newClock()
		f.fail = err
		s := start(t, f, c, Hooks{})
		s.Put(tx("a")...)
		until(t, "stopped", func() bool { return s.Status().State == Stopped })
		f.set(func() { f.fail = nil })
		s.Put(tx("b")...)
		s.Poke()
		want(t, "code", problem.Code(flush(t, s)), code)
		want(t, "log", f.labels(t), "")
		want(t, "pending", labels(s.Pending()), "a b")
		want(t, "pending", s.Status().Pending, 2)
		want(t, "timers", len(c.asked), 0)
	}
}

// The log is shorter than it was: this is another project under the same ID.
func TestSaverStopsWhenTheLogShrinks(t *testing.T) {
	f := newFake(t)
	s := newSaver(f, Saved{Seq: 7}, func() time.Time { return noon }, Hooks{}, newClock().after)
	t.Cleanup(s.Close)
	s.Put(tx("a")...)
	until(t, "stopped", func() bool { return s.Status().State == Stopped })
	want(t, "code", problem.Code(s.Status().Err), "gone")
}

func TestSaverSnapshots(t *testing.T) {
	f, c := newFake(t), newClock()
	at := func() (project.Project, int64, bool) { return project.Project{}, 250, true }
	s := start(t, f, c, Hooks{Snapshot: at})
	s.Put(make([]project.Tx, 199)...)
	ok(t, flush(t, s))
	want(t, "timers", len(c.asked), 0)
	s.Put(make([]project.Tx, 51)...)
	ok(t, flush(t, s))
	c.ring(t, quiet)
	until(t, "snapshot", func() bool { f.mu.Lock(); defer f.mu.Unlock(); return len(f.snapshots) == 1 })
	want(t, "snapshots", f.snapshots, []int64{250})
	for len(c.asked) > 0 { // set before there was a moment's quiet
		<-c.asked
	}
	s.Put(make([]project.Tx, 100)...)
	ok(t, flush(t, s))
	want(t, "timers", len(c.asked), 0)
}

// A larger project is written whole less often.
func TestSaverSnapshotsGrow(t *testing.T) {
	f, c := newFake(t), newClock()
	marks := make([]*annotation.Annotation, 15_000)
	for i := range marks {
		marks[i] = &annotation.Annotation{ID: annotation.ID(fmt.Sprint(i))}
	}
	p := project.Project{Annotations: project.TableOf(marks...)}
	s := start(t, f, c, Hooks{Snapshot: func() (project.Project, int64, bool) { return p, 300, true }})
	s.Put(make([]project.Tx, 299)...)
	ok(t, flush(t, s))
	want(t, "timers", len(c.asked), 0)
	s.Put(make([]project.Tx, 1)...)
	ok(t, flush(t, s))
	c.ring(t, quiet)
	until(t, "snapshot", func() bool { f.mu.Lock(); defer f.mu.Unlock(); return len(f.snapshots) == 1 })
}

// What was changed since the latest snapshot before the program was started
// counts as well.
func TestSaverSnapshotsAcrossStarts(t *testing.T) {
	f, c := newFake(t), newClock()
	log := make([]project.Tx, 199)
	for i := range log {
		log[i].Seq = int64(i + 1)
	}
	ok(t, f.Store.Append(bg, 0, log))
	saved, err := f.Load(bg, nil)
	ok(t, err)
	at := func() (project.Project, int64, bool) { return project.Project{}, 200, true }
	s := newSaver(f, saved, func() time.Time { return noon }, Hooks{Snapshot: at}, c.after)
	t.Cleanup(s.Close)
	s.Put(tx("a")...)
	ok(t, flush(t, s))
	c.ring(t, quiet)
	until(t, "snapshot", func() bool { f.mu.Lock(); defer f.mu.Unlock(); return len(f.snapshots) == 1 })
}

// That things rest is told once all is saved and said to be, and once.
func TestSaverRests(t *testing.T) {
	f, c := newFake(t), newClock()
	var mu sync.Mutex
	var told []string
	note := func(s string) { mu.Lock(); defer mu.Unlock(); told = append(told, s) }
	s := start(t, f, c, Hooks{
		Rested: func() { note("rested") },
		Status: func(s Status) { note(fmt.Sprint(s.State)) },
	})
	s.Put(tx("a")...)
	ok(t, flush(t, s))
	want(t, "told", told, []string{fmt.Sprint(Saving), fmt.Sprint(AllSaved)})
	c.ring(t, quiet)
	until(t, "rested", func() bool { mu.Lock(); defer mu.Unlock(); return told[len(told)-1] == "rested" })
	f.set(func() { f.fail = Full(nil) })
	s.Put(tx("b")...)
	until(t, "failed", func() bool { return s.Status().State == Failed })
	for len(c.asked) > 1 { // set before there was a moment's quiet
		<-c.asked
	}
	c.ring(t, firstRetry)
	c.ring(t, 2*firstRetry)
	mu.Lock()
	defer mu.Unlock()
	if n := strings.Count(strings.Join(told, " "), "rested"); n != 1 {
		t.Fatalf("told %d times that things rest: %v", n, told)
	}
}

func TestReplay(t *testing.T) {
	one, two := &project.Info{ID: "a", Name: "one"}, &project.Info{ID: "a", Name: "two"}
	rename := func(from, to *project.Info) project.Tx {
		return project.Tx{Label: to.Name, Diff: project.Diff{Infos: project.Changes[*project.Info]{one.Key(): {From: from, To: to}}}}
	}
	saved := Saved{Snapshot: project.Project{Infos: project.TableOf(one)}, Log: []project.Tx{rename(one, two), rename(two, one), rename(two, one)}}
	var made []project.Tx
	p, err := saved.Replay(nil, func(tx project.Tx) { made = append(made, tx) })
	want(t, "code", problem.Code(err), "damaged")
	want(t, "made", labels(made), "two one")
	want(t, "name", p.Info().Name, "one")
	saved.Log = saved.Log[:1]
	p, err = saved.Project()
	ok(t, err)
	want(t, "name", p.Info().Name, "two")
}

// A snapshot gives way to a change at once, and is written later.
func TestSaverSnapshotGivesWay(t *testing.T) {
	f, c := newFake(t), newClock()
	f.holdSnap = true
	s := start(t, f, c, Hooks{Snapshot: func() (project.Project, int64, bool) { return project.Project{}, 200, true }})
	s.Put(make([]project.Tx, 200)...)
	ok(t, flush(t, s))
	c.ring(t, quiet)
	until(t, "snapshot", func() bool { f.mu.Lock(); defer f.mu.Unlock(); return len(f.snapshots) == 1 })
	s.Put(tx("a")...)
	ok(t, flush(t, s))
	f.set(func() { f.holdSnap = false })
	c.ring(t, quiet)
	until(t, "the snapshot again", func() bool { f.mu.Lock(); defer f.mu.Unlock(); return len(f.snapshots) == 2 })
}

func TestSaverClose(t *testing.T) {
	f := newFake(t)
	s := start(t, f, newClock(), Hooks{})
	s.Put(tx("a")...)
	ok(t, flush(t, s))
	s.Close()
	s.Close()
	<-s.done
	ok(t, flush(t, s))
	s.Put(tx("b")...)
	want(t, "code", problem.Code(flush(t, s)), "not-saved")
	want(t, "log", f.labels(t), "a")
}

func TestFlushCancelled(t *testing.T) {
	f := newFake(t)
	f.hold = make(chan struct{})
	s := start(t, f, newClock(), Hooks{})
	s.Put(tx("a")...)
	ctx, cancel := context.WithCancel(bg)
	cancel()
	if err := s.Flush(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
}

// Several savers on one store, each putting as fast as it can: every change
// is there once, in the order of its author, and all savers agree.
func TestSaversTogether(t *testing.T) {
	const savers, each = 4, 50
	f := newFake(t)
	var all []*Saver
	for range savers {
		all = append(all, NewSaver(f, Saved{}, time.Now, Hooks{Written: func(project.Tx) {
			for _, other := range all {
				other.Poke()
			}
		}}))
	}
	var wg sync.WaitGroup
	for i, s := range all {
		wg.Go(func() {
			for n := range each {
				s.Put(project.Tx{Label: fmt.Sprint("saver ", i), Where: project.Place{Point: n}})
			}
		})
	}
	wg.Wait()
	for _, s := range all {
		ok(t, flush(t, s))
		s.Close()
	}
	txs, err := f.Since(bg, 0)
	ok(t, err)
	next := map[string]int{}
	for i, tx := range txs {
		if tx.Seq != int64(i+1) || tx.Where.Point != next[tx.Label] {
			t.Fatalf("change %d is %+v", i+1, tx)
		}
		next[tx.Label]++
	}
	want(t, "changes", len(txs), savers*each)
}
