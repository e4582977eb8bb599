package workspace

import (
	"context"

	"claimlight/app/project"
	"claimlight/app/store"
)

// Status says how the saving stands.
func (w *Workspace) Status() store.Status {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.status
}

// OnStatus calls f whenever the saving stands otherwise.
func (w *Workspace) OnStatus(f func(store.Status)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.onStatus = f
}

func (w *Workspace) setStatus(s store.Status) {
	w.mu.Lock()
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
	return w.saved.project, w.saved.seq, true
}

// CatchUp takes in what another tab has written.
func (w *Workspace) CatchUp() {
	if w.saver != nil {
		w.saver.Poke()
	}
}

// Flush waits until everything done so far is saved, or fails.
func (w *Workspace) Flush(ctx context.Context) error {
	if w.saver == nil {
		return w.Status().Err
	}
	return w.saver.Flush(ctx)
}

// Depth is how many steps can be undone and redone.
func (w *Workspace) Depth() (undo, redo int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now.history.Depth()
}

// Close stops the saving. What is not saved by then is lost; see Flush.
func (w *Workspace) Close() {
	if w.saver != nil {
		w.saver.Close()
	}
	_ = w.store.Close()
}
