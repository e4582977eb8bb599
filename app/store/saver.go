package store

import (
	"context"
	"slices"
	"sync"
	"time"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// State is how the work stands with the store.
type State int

// The states of a Saver.
const (
	AllSaved State = iota // everything is on the disk
	Saving                // something is on its way
	Failed                // the last write failed; all is kept and tried again
	Stopped               // nothing is written any more; all is kept in memory
)

// Status is what the status line says.
type Status struct {
	State   State
	Err     error     // why, a *problem.Error, where State is Failed or Stopped
	Pending int       // how many changes are not on the disk yet
	At      time.Time // when something was last written; zero if never
}

// Hooks are what a Saver needs from those who use it. Any may be nil. They
// are called from the saver's goroutine, one at a time.
type Hooks struct {
	// Rebase takes in what another tab has written, and returns the pending
	// changes as they are on top of that, without those that no longer fit. If
	// changes are put while it runs it is called again, with nothing missing
	// and those added to pending: it starts each time from the state that is
	// saved, and so must hold nothing that pending does not.
	Rebase func(missing, pending []project.Tx) []project.Tx
	// Written is told the last change of each write once it is on the disk.
	Written func(last project.Tx)
	// Status is told whenever the status changes.
	Status func(Status)
	// Snapshot returns a state without pending changes and the number of the
	// last change in it; false if there is no such state now.
	Snapshot func() (project.Project, int64, bool)
	// Rested is told when all is saved and nothing was written for a while: the
	// moment for what must not stand in the way of a change.
	Rested func()
}

const (
	firstRetry = time.Second
	lastRetry  = 30 * time.Second
	quiet      = 2 * time.Second // without a write, before Rested and a snapshot

	// A snapshot is due after so many changes, and after more where there is
	// more to write: one for so many annotations.
	snapshotEvery = 200
	snapshotShare = 50
)

// Saver writes changes to a Store in the background, in order, all that are
// waiting at a time. It never gives up on a change unless the store says that
// writing can only do harm.
type Saver struct {
	store Store
	hooks Hooks
	now   func() time.Time
	after func(time.Duration) (c <-chan time.Time, stop func() bool)

	wake    chan struct{} // holds one: there is something to do
	closing chan struct{}
	done    chan struct{}

	mu        sync.Mutex
	queue     []project.Tx // not known to be on the disk
	status    Status
	poked     bool
	waiters   []chan error // of Flush
	interrupt func()       // ends the snapshot being written
	closed    bool

	// Of the goroutine alone:
	base     int64         // the last change known to be on the disk
	delay    time.Duration // until the next try, 0 if the last went well
	tried    []project.Tx  // a write that failed: did it, after all?
	kept     int64         // the last change in the latest snapshot
	atRest   bool          // wait for a quiet moment
	lastSeen Status        // what Hooks.Status was told last
}

// NewSaver starts a saver on a store that holds what was loaded from it. Close
// it when done.
func NewSaver(s Store, saved Saved, now func() time.Time, h Hooks) *Saver {
	return newSaver(s, saved, now, h, func(d time.Duration) (<-chan time.Time, func() bool) {
		t := time.NewTimer(d)
		return t.C, t.Stop
	})
}

func newSaver(s Store, saved Saved, now func() time.Time, h Hooks, after func(time.Duration) (<-chan time.Time, func() bool)) *Saver {
	v := &Saver{
		store: s, base: saved.End(), kept: saved.Seq, now: now, hooks: h, after: after,
		wake: make(chan struct{}, 1), closing: make(chan struct{}), done: make(chan struct{}),
	}
	go v.run()
	return v
}

// Put hands over changes. It never blocks. They are numbered by the saver.
func (s *Saver) Put(txs ...project.Tx) {
	s.mu.Lock()
	s.queue = append(s.queue, txs...)
	s.status.Pending = len(s.queue)
	if s.status.State == AllSaved && len(s.queue) > 0 {
		s.status.State = Saving
	}
	if s.interrupt != nil {
		s.interrupt()
	}
	s.mu.Unlock()
	s.signal()
}

// Poke tells that another tab has written.
func (s *Saver) Poke() {
	s.mu.Lock()
	s.poked = true
	s.mu.Unlock()
	s.signal()
}

// Flush tries at once to write everything put so far, and returns nil when it
// is on the disk. Otherwise it returns why not; the saver goes on trying.
func (s *Saver) Flush(ctx context.Context) error {
	w := make(chan error, 1)
	s.mu.Lock()
	s.waiters = append(s.waiters, w)
	s.mu.Unlock()
	s.signal()
	select {
	case err := <-w:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-s.done:
	}
	select {
	case err := <-w:
		return err
	default:
		return s.unsaved()
	}
}

// unsaved is the error of a closed saver that still holds changes.
func (s *Saver) unsaved() error {
	if s.Status().Pending == 0 {
		return nil
	}
	return problem.Newf("not-saved", "", "The last changes were not saved.")
}

// Pending returns the changes that are not known to be on the disk.
func (s *Saver) Pending() []project.Tx {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.queue)
}

// Status returns how things stand now.
func (s *Saver) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status
}

// Close ends the saver after the write that is going on, if one is. It does
// not wait and does not start another write: Flush first.
func (s *Saver) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.closed = true
	close(s.closing)
	if s.interrupt != nil {
		s.interrupt()
	}
}

func (s *Saver) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
