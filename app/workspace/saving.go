package workspace

import (
	"context"
	"errors"

	"claimlight/app/project"
	"claimlight/app/store"
)

// Status says how the saving stands.
func (w *Workspace) Status() store.Status {
	w.mu.Lock()
	damage, s := w.damage, w.status
	w.mu.Unlock()
	if damage != nil || w.saver == nil {
		return s
	}
	return w.saver.Status() // which knows of a change before it tells
}

// OnStatus calls f whenever the saving stands otherwise.
func (w *Workspace) OnStatus(f func(store.Status)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.onStatus = f
}

// setStatus is called by the saver. What is damaged stays so.
func (w *Workspace) setStatus(s store.Status) {
	w.mu.Lock()
	if w.damage != nil {
		s = store.Status{State: store.Stopped, Err: w.damage, Pending: len(w.unsaved), At: s.At}
	}
	w.status = s
	f := w.onStatus
	w.mu.Unlock()
	if f != nil {
		f(s)
	}
}

// snapshot is asked by the saver for a state to store whole.
func (w *Workspace) snapshot() (project.Project, int64, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.saved.project, w.saved.seq, w.damage == nil
}

// CatchUp takes in what another tab has written.
func (w *Workspace) CatchUp() {
	if w.saver != nil {
		w.saver.Poke()
	}
}

// Flush waits until everything done so far is saved, or fails.
func (w *Workspace) Flush(ctx context.Context) error {
	w.mu.Lock()
	damage := w.damage
	w.mu.Unlock()
	if damage != nil {
		return damage
	}
	if err := w.saver.Flush(ctx); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.damage
}

// Close stops the saving. What is not saved by then is lost; see Flush.
func (w *Workspace) Close() {
	if w.saver != nil {
		w.saver.Close()
	}
	_ = w.store.Close()
}

// written is called by the saver after each durable write.
func (w *Workspace) written(last project.Tx) {
	w.mu.Lock()
	for w.damage == nil && len(w.unsaved) > 0 && w.unsaved[0].Seq <= last.Seq {
		if err := w.keep(w.unsaved[0]); err != nil {
			w.damage = store.Misfit(err)
			break
		}
		w.unsaved[0] = step{} // lest it stayed in memory
		w.unsaved = w.unsaved[1:]
	}
	damaged := w.damage != nil
	w.mu.Unlock()
	if damaged {
		w.stop()
	}
	if w.env.Written != nil {
		w.env.Written(last.Seq)
	}
}

// stop ends the writing because of the damage.
func (w *Workspace) stop() {
	w.saver.Close()
	w.setStatus(store.Status{})
}

// keep moves the saved state on by a step of this tab; the lock is held.
func (w *Workspace) keep(s step) error {
	if !s.known || w.saved.project != s.before {
		return w.confirm([]project.Tx{s.Tx})
	}
	w.saved.reach(s.Tx, s.after)
	if w.tail != nil {
		w.tail = append(w.tail, s.Tx)
	}
	return nil
}

// confirm moves the saved state on; the lock is held.
func (w *Workspace) confirm(txs []project.Tx) error {
	for _, tx := range txs {
		if err := w.saved.take(tx); err != nil {
			return err
		}
		if w.tail != nil {
			w.tail = append(w.tail, tx)
		}
	}
	return nil
}

// rebase is called by the saver when another tab was first: what was missed
// comes in, and what is pending here goes on top of it. It returns what is
// still pending; a change that no longer fits is told as lost.
func (w *Workspace) rebase(missing, pending []project.Tx) []project.Tx {
	w.mu.Lock()
	if err := w.confirm(missing); err != nil || w.damage != nil {
		// The log went wrong in another tab. What is here is kept as it is.
		if w.damage == nil {
			w.damage = store.Misfit(err)
		}
		w.mu.Unlock()
		w.stop()
		return nil
	}
	before := w.now.project
	kept, dropped := w.replay(pending)
	all := project.Between(before, w.now.project)
	if all.Empty() {
		w.now.project = before // the same records, for those who compare addresses
	}
	w.refresh(all)
	if len(missing) > 0 || !all.Empty() {
		w.queue(Event{Tx: project.Tx{Diff: all}, Before: before, After: w.now.project, Remote: true, Late: true})
	}
	for _, e := range dropped {
		e.Before, e.After = w.now.project, w.now.project
		w.queue(e)
	}
	w.mu.Unlock()
	w.deliver(0)
	return kept
}

// replay puts the pending changes on top of what is saved, and behind them
// those that were made here while the saver was on its way: it will hand
// those over in its next call, and until then they stay, fit or not.
func (w *Workspace) replay(pending []project.Tx) (kept []project.Tx, dropped []Event) {
	slipped := w.unsaved[len(pending):]
	w.now, w.unsaved = w.saved.clone(), nil
	for _, tx := range pending {
		tx, told, err := w.onTop(tx)
		if told != nil {
			dropped = append(dropped, Event{Tx: tx, Lost: told, Late: true})
		}
		switch {
		case err == nil && !tx.Diff.Empty():
			w.push(tx)
		case err != nil && tx.Origin != project.Auto: // what the program notes by itself nobody misses
			dropped = append(dropped, Event{Tx: tx, Lost: lost(tx, err), Late: true})
		}
	}
	kept = txsOf(w.unsaved)
	for _, s := range slipped {
		tx, _, _ := w.onTop(s.Tx)
		w.push(tx)
	}
	return kept, dropped
}

// push notes a change that has just been put on top of now. What led there is
// not known any more: it is applied once more when it is saved.
func (w *Workspace) push(tx project.Tx) { w.unsaved = append(w.unsaved, step{Tx: tx}) }

// onTop makes a change on top of now: as it is if it fits, else put together
// with what another tab did to the same records. told is what is to be said
// about that.
func (w *Workspace) onTop(tx project.Tx) (out project.Tx, told, err error) {
	out, p := tx, w.now.project
	if _, err = p.Apply(tx.Diff); err != nil {
		var ok bool
		if out, told, ok = blended(tx, p); !ok {
			return tx, nil, err
		}
	}
	diff, ok := whole(out.Diff, p)
	if !ok {
		return tx, nil, errors.New("what the change is about is gone")
	}
	out.Diff, out.Seq = diff, w.now.seq+1
	if out.Diff.Empty() {
		return out, told, nil
	}
	return out, told, w.now.take(out)
}
