// Package workspace is the open project: the one door for change, and what
// the screens ask of it.
//
// Open loads a project from a store; Do, Undo and Redo are the only ways to
// change it; Subscribe tells what changed. Saving happens by itself.
package workspace

import (
	"context"
	"slices"
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
	// Written is told after each durable write, so that other tabs can be.
	Written func(seq int64)
}

// Event tells a subscriber what changed.
type Event struct {
	Tx project.Tx
	// Before and After are the projects on either side of the change.
	Before, After project.Project
	// Remote is true where another tab made the change.
	Remote bool
	// Lost is set where a change of this tab could not be kept because
	// another tab changed the same record at the same moment. Tx is then the
	// change that was not kept.
	Lost error
}

// Workspace is an open project. Its methods may be called from any goroutine;
// subscribers are called one after the other, outside its lock.
type Workspace struct {
	env   Env
	store store.Store
	saver *store.Saver // nil where the store is damaged: then nothing is written

	mu       sync.Mutex
	now      state        // what the screen shows
	saved    state        // what the store holds for certain
	unsaved  []project.Tx // what lies between the two
	tail     []project.Tx // saved since the snapshot, while the history before it is still being read
	pages    map[article.ID]*Page
	status   store.Status
	subs     map[int]func(Event)
	onStatus func(store.Status)
	next     int
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
	s.project, s.seq = next, tx.Seq
	s.history.Note(tx)
	return nil
}

func (s *state) clone() state { return state{s.project, s.history.Clone(), s.seq} }

// Open loads the project that the store holds. A store that is damaged gives
// both the workspace, as far as it is sound, and an error.
func Open(ctx context.Context, s store.Store, env Env) (*Workspace, error) {
	saved, damage := s.Load(ctx)
	if damage != nil && problem.Code(damage) != "damaged" {
		return nil, damage
	}
	w := &Workspace{env: env, store: s, pages: map[article.ID]*Page{}, subs: map[int]func(Event){}}
	w.saved = state{project: saved.Snapshot, seq: saved.Seq}
	for _, tx := range saved.Log {
		if err := w.saved.take(tx); err != nil {
			damage = misfit(err)
			break
		}
	}
	w.now = w.saved.clone()
	if damage != nil {
		// Nothing is written behind a log that does not fit: what is done from
		// here on lives in memory, and the screen says so.
		w.status = store.Status{State: store.Stopped, Err: damage}
		return w, damage
	}
	if saved.Seq > 0 {
		w.tail = append([]project.Tx{}, saved.Log...)
		go w.loadHistory(context.WithoutCancel(ctx), saved.Seq)
	}
	w.saver = store.NewSaver(s, w.saved.seq, env.Now, store.Hooks{Rebase: w.rebase, Written: w.written, Status: w.setStatus, Snapshot: w.snapshot})
	return w, damage
}

func misfit(cause error) error {
	return &problem.Error{Code: "damaged", Message: "A part of what was stored does not fit together.", Hint: "Save a file now, and go on with that.", Cause: cause}
}

// loadHistory reads what was done before the snapshot, so that it can be
// undone too. Nothing on the screen waits for it.
func (w *Workspace) loadHistory(ctx context.Context, upTo int64) {
	older, err := w.store.History(ctx, upTo)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil {
		w.saved.history = project.History{}
		for _, tx := range append(older, w.tail...) {
			w.saved.history.Note(tx)
		}
		w.now.history = w.saved.history.Clone()
		for _, tx := range w.unsaved {
			w.now.history.Note(tx)
		}
	}
	w.tail = nil
}

// Project is the project as it is now, saved or not.
func (w *Workspace) Project() project.Project {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now.project
}

// Stamp is who acts now, for a command.
func (w *Workspace) Stamp() project.Stamp {
	return project.Stamp{Who: w.Project().Info().Annotator, When: w.env.Now(), Mint: w.env.Mint}
}

// A Command looks at the project and says what is to change; see package
// project for those there are.
type Command func(p project.Project, s project.Stamp) (project.Diff, error)

// Do runs a command and makes its change, under the label that undo will
// show. It returns the command's error; a command that changes nothing leaves
// no trace.
func (w *Workspace) Do(origin project.Origin, label string, where project.Place, command Command) error {
	diff, err := command(w.Project(), w.Stamp())
	if err != nil || diff.Empty() {
		return err
	}
	s := w.Stamp()
	_, err = w.commit(project.Tx{Label: label, Origin: origin, Who: s.Who, When: annotation.Time(s.When), Where: where, Diff: diff})
	return err
}

// Undo takes back the last thing done and returns what it did; false if there
// is nothing to take back.
func (w *Workspace) Undo() (project.Tx, bool) {
	return w.step(func(h *project.History, s project.Stamp) (project.Tx, bool) { return h.Undo(s.Who, s.When) })
}

// Redo does again what was undone last.
func (w *Workspace) Redo() (project.Tx, bool) {
	return w.step(func(h *project.History, s project.Stamp) (project.Tx, bool) { return h.Redo(s.Who, s.When) })
}

func (w *Workspace) step(next func(*project.History, project.Stamp) (project.Tx, bool)) (project.Tx, bool) {
	s := w.Stamp()
	w.mu.Lock()
	tx, ok := next(&w.now.history, s)
	w.mu.Unlock()
	if !ok {
		return tx, false
	}
	tx, err := w.commit(tx)
	return tx, err == nil
}

// commit makes a change and hands it to the saver.
func (w *Workspace) commit(tx project.Tx) (project.Tx, error) {
	w.mu.Lock()
	tx.Seq = w.now.seq + 1
	before := w.now.project
	if err := w.now.take(tx); err != nil {
		w.mu.Unlock()
		return tx, err
	}
	after := w.now.project
	w.unsaved = append(w.unsaved, tx)
	w.refresh(tx.Diff)
	if w.saver != nil {
		w.saver.Put(tx)
	}
	w.mu.Unlock()
	w.tell(Event{Tx: tx, Before: before, After: after})
	return tx, nil
}

// written is called by the saver after each durable write.
func (w *Workspace) written(last project.Tx) {
	w.mu.Lock()
	for len(w.unsaved) > 0 && w.unsaved[0].Seq <= last.Seq {
		w.confirm(w.unsaved[0])
		w.unsaved = w.unsaved[1:]
	}
	w.mu.Unlock()
	if w.env.Written != nil {
		w.env.Written(last.Seq)
	}
}

// confirm moves the saved state on; the lock is held. The Tx fitted when it
// was made, so that it cannot fail here.
func (w *Workspace) confirm(tx project.Tx) {
	if err := w.saved.take(tx); err == nil && w.tail != nil {
		w.tail = append(w.tail, tx)
	}
}

// rebase is called by the saver when another tab was first: what was missed
// comes in, and what is pending here goes on top of it. It returns what is
// still pending; a change that no longer fits is told as lost.
func (w *Workspace) rebase(missing, pending []project.Tx) []project.Tx {
	w.mu.Lock()
	before := w.now.project
	for _, tx := range missing {
		w.confirm(tx)
	}
	w.now = w.saved.clone()
	w.unsaved = nil
	var lost []Event
	for _, tx := range pending {
		tx.Seq = w.now.seq + 1
		if err := w.now.take(tx); err != nil {
			lost = append(lost, Event{Tx: tx, Lost: err})
			continue
		}
		w.unsaved = append(w.unsaved, tx)
	}
	after, kept := w.now.project, slices.Clone(w.unsaved)
	all := project.Between(before, after)
	w.refresh(all)
	w.mu.Unlock()
	w.tell(Event{Tx: project.Tx{Diff: all}, Before: before, After: after, Remote: true})
	for _, e := range lost {
		e.Before, e.After = after, after
		w.tell(e)
	}
	return kept
}

// Subscribe calls f after every change until the function it returns is
// called.
func (w *Workspace) Subscribe(f func(Event)) (cancel func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := w.next
	w.next++
	w.subs[id] = f
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.subs, id)
	}
}

func (w *Workspace) tell(e Event) {
	w.mu.Lock()
	var subs []func(Event)
	for i := range w.next {
		if f := w.subs[i]; f != nil {
			subs = append(subs, f)
		}
	}
	w.mu.Unlock()
	for _, f := range subs {
		f(e)
	}
}
