package project

import (
	"bytes"
	"testing"

	"claimlight/test/dice"
)

// run is one random history: what was done, and what the project was.
type run struct {
	*world
	t       *testing.T
	states  []Project
	frozen  [][]byte // what every freezeth state was as JSON when it was made
	log     []Tx
	history History
	cases   int
}

// freeze is how far apart the states are that are looked at again at the end.
const freeze = 6

func (r *run) now() Project { return r.states[len(r.states)-1] }

// commit takes a change in as the workspace does.
func (r *run) commit(tx Tx) {
	p := r.now()
	q := proven(r.t, p, tx.Diff)
	if n := len(r.log); n > 0 {
		before := r.states[len(r.states)-2]
		same(r.t, "a.Then(b) is a, then b", q, applied(r.t, before, r.log[n-1].Diff.Then(tx.Diff)))
	}
	tx.Seq = int64(len(r.log) + 1)
	tx = reread(r.t, tx)
	r.log = append(r.log, tx)
	r.history.Note(tx)
	r.push(q)
}

func (r *run) push(p Project) {
	if len(r.states)%freeze == 0 {
		r.frozen = append(r.frozen, asJSON(r.t, p))
	}
	r.states = append(r.states, p)
}

// step does one random thing: mostly a command, else undo, redo, an article
// opened, or a merge.
func (r *run) step() {
	r.cases++
	switch n := r.IntN(100); {
	case n < 12:
		r.back()
	case n < 22:
		r.forth()
	case n < 30:
		d, err := Open(r.now(), r.anArticle(r.now()), r.stamp())
		r.take("Open", Auto, d, err)
	case n < 33:
		r.merge()
	default:
		c := r.any()
		d, err := c.run(r.world, r.now())
		r.take(c.name, User, d, err)
	}
}

func (r *run) take(name string, origin Origin, d Diff, err error) {
	if err != nil {
		shown(r.t, d, err)
		return
	}
	r.commit(Tx{Label: name, Origin: origin, Who: r.who, When: r.world.now, Diff: d})
}

func (r *run) back() bool {
	tx, ok := r.history.Undo(r.who, r.world.now)
	if ok {
		r.commit(tx)
	}
	return ok
}

func (r *run) forth() bool {
	tx, ok := r.history.Redo(r.who, r.world.now)
	if ok {
		r.commit(tx)
	}
	return ok
}

// merge brings in a project that went its own way from an earlier state, or
// one that has nothing to do with this one.
func (r *run) merge() {
	q := pick(r.world, r.states)
	if r.IntN(3) == 0 {
		q = r.project()
	}
	for range 1 + r.IntN(8) {
		if d, err := r.any().run(r.world, q); err == nil {
			q = applied(r.t, q, d)
		}
	}
	d, conflicts := Merge(r.now(), q)
	for _, c := range conflicts {
		if c.Kind == "" || c.ID == "" || c.Ours == "" || c.Theirs == "" || c.Kept == "" {
			r.t.Fatalf("a conflict that says nothing: %+v", c)
		}
	}
	r.commit(Tx{Label: "Merge", Origin: Import, When: r.world.now, Diff: d})
	if again, _ := Merge(r.now(), q); !again.Empty() {
		r.t.Fatalf("merging again changes\n%s", asJSON(r.t, again))
	}
}

// finish proves what concerns the history as a whole.
func (r *run) finish() {
	end := r.now()
	r.replay()
	n, _ := r.history.Depth()
	for range n {
		r.back()
	}
	if r.back() {
		r.t.Fatal("more can be undone than was done")
	}
	for range n {
		if !r.forth() {
			r.t.Fatal("what was undone cannot be done again")
		}
	}
	same(r.t, "undo^n then redo^n is the identity", end, r.now())
	r.replay()
	for r.forth() {
	}
	for i, p := range r.states {
		if i%freeze == 0 && !bytes.Equal(r.frozen[i/freeze], asJSON(r.t, p)) {
			r.t.Fatalf("state %d was changed after it was made", i)
		}
		if i%9 == 0 {
			same(r.t, "a project read back is the same", p, reread(r.t, p))
		}
	}
}

// replay reads the log from its JSON into a fresh history and project, as
// after a reload, and compares.
func (r *run) replay() {
	var h History
	p := reread(r.t, r.states[0])
	for _, tx := range reread(r.t, r.log) {
		h.Note(tx)
		p = applied(r.t, p, tx.Diff)
	}
	same(r.t, "the log leads to the project", r.now(), p)
	if !bytes.Equal(asJSON(r.t, h.done), asJSON(r.t, r.history.done)) || !bytes.Equal(asJSON(r.t, h.undone), asJSON(r.t, r.history.undone)) {
		r.t.Fatal("the history read back from the log is another")
	}
}

// start is a new project, or now and then an empty one that nobody owns.
func (r *run) start() Project {
	if r.IntN(10) > 0 {
		return r.project()
	}
	r.who = ""
	return Project{}
}

func TestLaws(t *testing.T) {
	seed, cases := dice.Seed(t), 0
	runs := 300
	if testing.Short() || raceEnabled {
		runs = 50 // ten times slower with the race detector
	}
	for n := range runs {
		r := &run{world: newWorld(seed, uint64(n)), t: t}
		r.push(r.start())
		sound(t, r.now())
		for range 40 {
			r.step()
		}
		r.finish()
		cases += r.cases
	}
	t.Logf("%d cases", cases)
}
