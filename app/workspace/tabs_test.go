package workspace

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/test/dice"
)

// tab is one of two workspaces on one store.
type tab struct {
	*Workspace
	check func()
	mu    sync.Mutex
	done  []project.Tx // what was done here
	lost  []project.Tx // what was told as lost
	both  []project.Tx // what was told as kept together with another tab's
}

func openTab(t *testing.T, s *shelf, w *world, fail func() (bool, bool)) *tab {
	t.Helper()
	tab := &tab{Workspace: s.openOn(&flaky{Store: s.store(), fail: fail}, w.env())}
	tab.check = chained(t, tab.Workspace)
	tab.Subscribe(func(e Event) {
		tab.mu.Lock()
		defer tab.mu.Unlock()
		switch {
		case e.Lost != nil:
			switch problem.Code(e.Lost) {
			case "lost":
				tab.lost = append(tab.lost, e.Tx)
			case "both":
				tab.both = append(tab.both, e.Tx)
			default:
				t.Errorf("lost with %v", e.Lost)
			}
		case !e.Remote:
			tab.done = append(tab.done, e.Tx)
		}
	})
	return tab
}

// settle saves everything and lets each tab see what the other wrote.
func settle(t *testing.T, tabs ...*tab) {
	t.Helper()
	for range 2 {
		for _, tab := range tabs {
			tab.CatchUp()
			flush(t, tab.Workspace)
		}
	}
}

// agree fails unless both tabs and a third that is opened now are the same,
// and every change is in the log, told as lost, was made by both, or took back
// what was told as lost.
func agree(t *testing.T, s *shelf, w *world, tabs ...*tab) {
	t.Helper()
	settle(t, tabs...)
	log := s.log()
	for _, tab := range tabs {
		tab.check()
		if tab.saved.seq != int64(len(log)) || tab.now.seq != tab.saved.seq || len(tab.unsaved) > 0 {
			t.Fatalf("a tab is at %d, saved %d with %d to come; the log ends at %d", tab.now.seq, tab.saved.seq, len(tab.unsaved), len(log))
		}
		accounted(t, tab, log)
	}
	for _, p := range project.Check(tabs[0].Project()) {
		t.Fatalf("what came together is not sound: %s", p)
	}
	same(t, "the tabs", tabs[0].Workspace, tabs[1].Workspace)
	same(t, "a tab that is opened now", tabs[0].Workspace, s.open(w.env()))
}

func accounted(t *testing.T, tab *tab, log []project.Tx) {
	t.Helper()
	tab.mu.Lock()
	defer tab.mu.Unlock()
	_, been := states(t, log)
	lost, _ := states(t, tab.lost)
	for _, tx := range tab.done {
		is := func(o project.Tx) bool { return o.Label == tx.Label && o.Origin == tx.Origin && o.When.Equal(tx.When) }
		if slices.ContainsFunc(log, is) || slices.ContainsFunc(tab.lost, is) || tx.Origin == project.Auto {
			continue
		}
		_, after := states(t, []project.Tx{tx})
		for state := range after {
			// What is taken out may be out already, undo of a step that was itself told as lost has nothing
			// to take back, and no article can lead to one that is out; else somebody must have made it so.
			next := correctedBy.FindStringSubmatch(state)
			if been[state] || strings.HasSuffix(state, " ") || tx.Origin == project.Undo && lost[state] || next != nil && been["articles "+next[1]+" "] {
				continue
			}
			t.Fatalf("%q by %s is neither in the log nor told as lost, and nobody made it so: %s", tx.Label, tx.Origin, state)
		}
	}
}

// openedAt is when an article was opened first, of which each tab has its own.
var openedAt = regexp.MustCompile(`"opened":"[^"]*"`)

// correctedBy is the later version of an article.
var correctedBy = regexp.MustCompile(`^articles .*"corrected_by":"([^"]*)"`)

// states are the records from which changes started, and those to which they
// led.
func states(t *testing.T, txs []project.Tx) (from, to map[string]bool) {
	t.Helper()
	from, to = map[string]bool{}, map[string]bool{}
	for _, tx := range txs {
		data, err := json.Marshal(tx.Diff)
		if err != nil {
			t.Fatal(err)
		}
		var tables map[string]map[string]struct{ From, To json.RawMessage }
		if err := json.Unmarshal(openedAt.ReplaceAll(data, []byte(`"opened":""`)), &tables); err != nil {
			t.Fatal(err)
		}
		for table, changes := range tables {
			for key, delta := range changes {
				from[fmt.Sprint(table, " ", key, " ", string(delta.From))] = true
				to[fmt.Sprint(table, " ", key, " ", string(delta.To))] = true
			}
		}
	}
	return from, to
}

func TestTwoTabsTakeTurns(t *testing.T) {
	seed := dice.Seed(t)
	lost := 0
	for n := range 60 {
		w := newWorld(seed, uint64(n))
		s := newShelf(t, w.project(2))
		tabs := []*tab{openTab(t, s, w, nil), openTab(t, s, w, nil)}
		for i := range 60 {
			who := w.IntN(2)
			w.step(tabs[who].Workspace, fmt.Sprintf("%d.%d", who, i))
			switch w.IntN(12) {
			case 0:
				settle(t, tabs...)
			case 1:
				flush(t, tabs[who].Workspace)
			case 2:
				tabs[who].CatchUp()
			}
			steps(t, tabs[who].Workspace)
		}
		agree(t, s, w, tabs...)
		lost += len(tabs[0].lost) + len(tabs[1].lost)
	}
	if lost == 0 {
		t.Error("no change was ever lost: the tabs do not get into each other's way")
	}
	t.Logf("%d changes were told as lost", lost)
}

func TestTwoTabsAtOnce(t *testing.T) {
	seed := dice.Seed(t)
	for n := range 25 {
		w := newWorld(seed, uint64(n))
		s := newShelf(t, w.project(2))
		var tabs [2]*tab
		for i := range tabs {
			tries := 0
			tabs[i] = openTab(t, s, w, func() (bool, bool) { tries++; return tries%7 == 3, tries%5 == 4 })
		}
		var all sync.WaitGroup
		for i, tab := range tabs {
			mine := newWorld(seed+uint64(i)+1, uint64(n))
			all.Go(func() {
				for j := range 60 {
					mine.step(tab.Workspace, fmt.Sprintf("%d.%d", i, j))
					if mine.IntN(4) == 0 {
						tabs[1-i].CatchUp()
						_ = tab.Flush(bg)
					}
				}
			})
		}
		all.Wait()
		agree(t, s, w, tabs[0], tabs[1])
	}
}

// Two tabs change one mark at the same moment: both notes stay, of what else
// cannot go together the first to be saved.
func TestSameRecord(t *testing.T) {
	w := newWorld(9, 9)
	s := newShelf(t, w.project(1))
	a := openTab(t, s, w, nil)
	mark(t, a.Workspace, "Mark", span.Span{Start: 0, End: 3})
	flush(t, a.Workspace)
	var held atomic.Bool // b hears of nothing until it has done all three
	held.Store(true)
	b := openTab(t, s, w, func() (bool, bool) { return held.Load(), false })
	id := a.Project().Annotations.Sorted(annotation.Compare)[0].ID
	noted := func(tab *tab, text string) {
		t.Helper()
		err := tab.Do(project.User, "Note of "+text, project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.SetNote(p, id, text, s)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	moved := func(tab *tab, label string, to span.Span) {
		t.Helper()
		err := tab.Do(project.User, label, project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.MovePiece(p, id, 0, to, s)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	noted(a, "a")
	moved(a, "Moved by a", span.Span{Start: 1, End: 3})
	flush(t, a.Workspace)
	noted(b, "b")
	moved(b, "Moved by b", span.Span{Start: 0, End: 2})
	mark(t, b.Workspace, "Another", span.Span{Start: 1, End: 2})
	held.Store(false)
	agree(t, s, w, a, b)
	if got := b.Project().Annotation(id); got.Note != "a\nb" || got.Start() != 1 {
		t.Fatalf("the note is %q, the start %d", got.Note, got.Start())
	}
	if fmt.Sprint(labels(b.lost), labels(b.both)) != "[Moved by b] [Note of b]" || len(a.lost)+len(a.both) != 0 {
		t.Fatalf("lost %q and %q, both %q", labels(a.lost), labels(b.lost), labels(b.both))
	}
	if got := fmt.Sprint(labels(s.log())); got != "[Mark Note of a Moved by a Note of b Another]" {
		t.Fatalf("the log is %s", got)
	}
	depth(t, b.Workspace, 5, 0)
}

// Both remove the same mark: both have what they wanted, and nothing is lost.
func TestSameWish(t *testing.T) {
	w := newWorld(10, 10)
	s := newShelf(t, w.project(1))
	a := openTab(t, s, w, nil)
	mark(t, a.Workspace, "Mark", span.Span{Start: 0, End: 3})
	flush(t, a.Workspace)
	b := openTab(t, s, w, nil)
	id := a.Project().Annotations.Sorted(annotation.Compare)[0].ID
	for _, tab := range []*tab{a, b} {
		err := tab.Do(project.User, "Remove", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.Remove(p, s, id)
		})
		if err != nil {
			t.Fatal(err)
		}
		flush(t, tab.Workspace)
	}
	agree(t, s, w, a, b)
	if len(a.lost)+len(b.lost) > 0 || len(s.log()) != 2 {
		t.Fatalf("lost %d, log %q", len(a.lost)+len(b.lost), labels(s.log()))
	}
	b.Undo()
	agree(t, s, w, a, b)
	if a.Project().Annotation(id) == nil {
		t.Fatal("the mark did not come back")
	}
}

// A tab removes a mark while the other relates it: the relation has no place any
// more, and that is told; a mark that comes back in the same step is not lost
// with it.
func TestRelationOfAMarkThatIsGone(t *testing.T) {
	w := newWorld(12, 12)
	s := newShelf(t, w.project(1))
	a := openTab(t, s, w, nil)
	for i := range 3 {
		mark(t, a.Workspace, "Mark", span.Span{Start: i, End: i + 1})
	}
	marks := a.Project().Annotations.Sorted(annotation.Compare)
	do := func(tab *tab, label string, command Command) {
		t.Helper()
		if err := tab.Do(project.User, label, project.Place{}, command); err != nil {
			t.Fatal(err)
		}
	}
	relate := func(from, to int) Command {
		return func(p project.Project, s project.Stamp) (project.Diff, error) {
			d, _, err := project.Relate(p, "supports", marks[from].ID, marks[to].ID, s)
			return d, err
		}
	}
	remove := func(i int) Command {
		return func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.Remove(p, s, marks[i].ID)
		}
	}
	do(a, "Related 2 to 0", relate(2, 0))
	flush(t, a.Workspace)
	var held atomic.Bool
	held.Store(true)
	b := openTab(t, s, w, func() (bool, bool) { return held.Load(), false })
	do(a, "Removed 0", remove(0))
	flush(t, a.Workspace)
	do(b, "Related 1 to 0", relate(1, 0))
	do(b, "Related 1 to 2", relate(1, 2))
	do(b, "Removed 2", remove(2))
	b.Undo()
	held.Store(false)
	agree(t, s, w, a, b)
	if got := fmt.Sprint(labels(b.lost)); got != "[Related 1 to 0]" || len(a.lost)+len(a.both)+len(b.both) != 0 {
		t.Fatalf("lost %s and %q", got, labels(a.lost))
	}
	p := a.Project()
	if p.Annotation(marks[2].ID) == nil || p.Annotations.Len() != 2 || p.Relations.Len() != 1 {
		t.Fatalf("%d marks and %d relations", p.Annotations.Len(), p.Relations.Len())
	}
	for r := range p.Relations.All() {
		if r.From != marks[1].ID || r.To != marks[2].ID {
			t.Fatalf("another relation is left: %+v", r)
		}
	}
	// The other way round: the mark is removed on top of a relation that was
	// not known, and takes it along.
	held.Store(true)
	do(a, "Related 2 to 1", relate(2, 1))
	flush(t, a.Workspace)
	do(b, "Removed 1", remove(1))
	held.Store(false)
	agree(t, s, w, a, b)
	if n := a.Project().Relations.Len(); n != 0 || len(b.lost) != 1 {
		t.Fatalf("%d relations, lost %q", n, labels(b.lost))
	}
	b.Undo()
	agree(t, s, w, a, b)
	if n := a.Project().Relations.Len(); n != 2 {
		t.Fatalf("%d relations came back", n)
	}
}

// An undo that another tab got ahead of is still the undo of its own step.
func TestUndoBehindAnother(t *testing.T) {
	w := newWorld(11, 11)
	s := newShelf(t, w.project(1))
	a, b := openTab(t, s, w, nil), openTab(t, s, w, nil)
	mark(t, a.Workspace, "Of a", span.Span{Start: 0, End: 3})
	settle(t, a, b)
	mark(t, b.Workspace, "Of b", span.Span{Start: 1, End: 2})
	flush(t, b.Workspace)
	if tx, ok := a.Undo(); !ok || tx.Label != "Of a" {
		t.Fatalf("undid %q", tx.Label)
	}
	agree(t, s, w, a, b)
	if n := a.Project().Annotations.Len(); n != 1 {
		t.Fatalf("%d marks", n)
	}
	start := len(s.log())
	for {
		if _, ok := b.Undo(); !ok {
			break
		}
	}
	agree(t, s, w, a, b)
	if n := a.Project().Annotations.Len(); n != 0 || len(s.log()) != start+3 {
		t.Fatalf("%d marks after undoing everything in %d changes", n, len(s.log())-start)
	}
}
