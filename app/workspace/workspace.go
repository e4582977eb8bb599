// Package workspace is the open project: the one door for change, and what
// the screens ask of it.
//
// Open loads a project from a store; Do, Undo and Redo are the only ways to
// change it; Subscribe tells what changed. Saving happens by itself.
package workspace

import (
	"cmp"
	"context"
	"sync"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/store"
)

// Env is what a workspace may not find out for itself.
type Env struct {
	Now  func() time.Time
	Mint func() string // a fresh UUID
	// Written is told after each durable write, so that other tabs can be. The
	// word that all is saved waits for it.
	Written func(seq int64)
	// Rested is told when all is saved and nothing was written for a while.
	Rested func()
	// Breathe is called every few milliseconds by what works in the
	// background, so that others get their turn where there is one thread. An
	// error of it, which is that of the context, ends the work. nil: never.
	Breathe func(context.Context) error
	// Progress is told how far Open has come. nil: nobody.
	Progress func(done, total int)
}

// pace is what work of the workspace goes by; told is true for what Progress
// wants to hear of.
func (e Env) pace(ctx context.Context, told bool) project.Pace {
	return func(done, total int) error {
		if told && e.Progress != nil {
			e.Progress(done, total)
		}
		if e.Breathe == nil {
			return ctx.Err()
		}
		return e.Breathe(ctx)
	}
}

// Workspace is an open project. Its methods may be called from any goroutine,
// by a subscriber as well.
type Workspace struct {
	env   Env
	store store.Store
	saver *store.Saver // nil where the store is damaged: then nothing is written

	mu       sync.Mutex
	now      state        // what the screen shows
	saved    state        // what the store holds for certain
	unsaved  []step       // what lies between the two: one for one what waits in the saver
	tail     []project.Tx // saved since the snapshot, while the history before it is still being read; else nil
	sheets   map[article.ID]*sheet
	tally    *tally  // nil until somebody asks
	related  related // as well
	sorted   sorted
	status   store.Status
	onStatus func(store.Status)
	damage   error // why nothing is written any more
	events
}

// state is a project with what can be undone in it, after the Tx seq.
type state struct {
	project project.Project
	history project.History
	seq     int64
}

func (s *state) take(tx project.Tx) error {
	next, err := s.project.Apply(tx.Diff)
	if err != nil {
		return err
	}
	s.reach(tx, next)
	return nil
}

// reach moves on to the project that tx leads to.
func (s *state) reach(tx project.Tx, next project.Project) {
	s.project, s.seq = next, tx.Seq
	s.history.Note(tx)
}

// step is a change with the projects on either side of it, so that a large one
// is applied once, although it is taken twice: when it is made, and when it is
// saved.
type step struct {
	project.Tx
	before, after project.Project
	known         bool // whether these two are
}

func txsOf(steps []step) []project.Tx {
	var out []project.Tx
	for _, s := range steps {
		out = append(out, s.Tx)
	}
	return out
}

func (s *state) clone() state { return state{s.project, s.history.Clone(), s.seq} }

// Open loads the project that the store holds. A store that is damaged gives
// both the workspace, as far as it is sound, and an error with the code
// "damaged"; other errors are those of store.Store.
func Open(ctx context.Context, s store.Store, env Env) (*Workspace, error) {
	pace := env.pace(ctx, true)
	saved, damage := s.Load(ctx, pace.Part(0, 9, 10))
	if damage != nil && problem.Code(damage) != "damaged" {
		return nil, damage
	}
	w := &Workspace{env: env, store: s}
	w.saved.seq = saved.Seq
	sound, misfit := saved.Replay(pace.Part(9, 10, 10), func(tx project.Tx) {
		w.saved.seq = tx.Seq
		w.saved.history.Note(tx)
	})
	if misfit != nil && problem.Code(misfit) != "damaged" {
		return nil, misfit // it was stopped
	}
	w.saved.project, damage = sound, cmp.Or(misfit, damage)
	w.now = w.saved.clone()
	if damage != nil {
		// Nothing is written behind a log that does not fit: what is done from
		// here on lives in memory, and the screen says so.
		w.damage, w.status = damage, store.Status{State: store.Stopped, Err: damage}
		return w, damage
	}
	if saved.Seq > 0 {
		w.tail = append([]project.Tx{}, saved.Log...)
	}
	w.saver = store.NewSaver(s, saved, env.Now, store.Hooks{
		Rebase: w.rebase, Written: w.written, Status: w.setStatus, Snapshot: w.snapshot, Rested: env.Rested,
	})
	if saved.Seq > 0 {
		go w.loadHistory(context.WithoutCancel(ctx), saved.Seq)
	}
	return w, nil
}

// loadHistory reads what was done before the snapshot, so that it can be
// undone too. Nothing on the screen waits for it; what was undone and redone
// in the meantime fits, as History.Note sees to it.
func (w *Workspace) loadHistory(ctx context.Context, upTo int64) {
	older, err := w.store.History(ctx, upTo)
	var history project.History
	p, pace := w.Project(), w.env.pace(ctx, false)
	for i := range older {
		older[i].Diff = older[i].Diff.Sharing(p)
		history.Note(older[i])
		if i%64 == 0 || older[i].Diff.Size() > 64 {
			_ = pace.At(i, len(older)) // it has no end but its own
		}
	}
	w.mu.Lock()
	tail := w.tail
	w.tail = nil
	if err == nil && len(older) > 0 {
		for _, tx := range tail {
			history.Note(tx)
		}
		w.saved.history = history
		w.now.history = w.saved.history.Clone()
		for _, s := range w.unsaved {
			w.now.history.Note(s.Tx)
		}
		w.queue(Event{Before: w.now.project, After: w.now.project, Late: true})
	}
	w.mu.Unlock()
	w.deliver(0)
}

// Project is the project as it is now, saved or not.
func (w *Workspace) Project() project.Project {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now.project
}

// Depth is how many steps can be undone and redone.
func (w *Workspace) Depth() (undo, redo int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now.history.Depth()
}

// Stamp is who acts now, for a command.
func (w *Workspace) Stamp() project.Stamp { return w.stamp(w.Project()) }

func (w *Workspace) stamp(p project.Project) project.Stamp {
	return project.Stamp{Who: p.Info().Annotator, When: w.env.Now(), Mint: w.env.Mint}
}

// A Command looks at the project and says what is to change; see package
// project for those there are. It is run again where another change got in
// between, and so must do nothing else.
type Command func(p project.Project, s project.Stamp) (project.Diff, error)

// Do runs a command and makes its change, under the label that undo will
// show. It returns the command's error; a command that changes nothing leaves
// no trace.
func (w *Workspace) Do(origin project.Origin, label string, where project.Place, command Command) error {
	for {
		p := w.Project()
		s := w.stamp(p)
		diff, err := command(p, s)
		if err != nil || diff.Empty() {
			return err
		}
		tx := project.Tx{Label: label, Origin: origin, Who: s.Who, When: annotation.Time(s.When), Where: where, Diff: diff}
		overtaken := false
		err = w.commit(func(*project.History) (project.Tx, bool) {
			overtaken = w.now.project != p
			return tx, !overtaken
		}, &tx)
		if !overtaken {
			return err
		}
	}
}

// Undo takes back the last thing done and returns what it did; false if there
// is nothing to take back.
func (w *Workspace) Undo() (project.Tx, bool) {
	s := w.Stamp()
	return w.step(func(h *project.History) (project.Tx, bool) { return h.Undo(s.Who, s.When) })
}

// Redo does again what was undone last.
func (w *Workspace) Redo() (project.Tx, bool) {
	s := w.Stamp()
	return w.step(func(h *project.History) (project.Tx, bool) { return h.Redo(s.Who, s.When) })
}

func (w *Workspace) step(next func(*project.History) (project.Tx, bool)) (tx project.Tx, ok bool) {
	err := w.commit(next, &tx)
	return tx, err == nil && tx.Seq > 0
}

// commit makes the change that which names, if it names one, and hands it to
// the saver, all in one go: nothing gets between a step and the history it is
// taken from. It sets made to what was done.
func (w *Workspace) commit(which func(*project.History) (project.Tx, bool), made *project.Tx) error {
	w.mu.Lock()
	tx, ok := which(&w.now.history)
	if !ok {
		w.mu.Unlock()
		return nil
	}
	tx.Seq = w.now.seq + 1
	next, err := w.now.project.Apply(tx.Diff)
	if err != nil {
		w.mu.Unlock()
		return err
	}
	*made = tx
	mine := w.enter(tx, next)
	w.mu.Unlock()
	w.deliver(mine)
	return nil
}

// enter makes a change of this tab, which leads to the project next, and
// returns the number of its event; the lock is held.
func (w *Workspace) enter(tx project.Tx, next project.Project) int {
	before := w.now.project
	w.now.reach(tx, next)
	w.refresh(tx.Diff)
	w.unsaved = append(w.unsaved, step{tx, before, next, true})
	if w.saver != nil {
		w.saver.Put(tx)
	}
	return w.queue(Event{Tx: tx, Before: before, After: next})
}
