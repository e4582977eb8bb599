package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// This file is the saver's goroutine.

func (s *Saver) run() {
	defer close(s.done)
	for s.next() {
		s.attempt()
	}
}

// next waits until there is something to write, and returns false at the end.
func (s *Saver) next() bool {
	for {
		c, stop := s.timer()
		select {
		case <-s.closing:
			stop()
			return false
		case <-s.wake:
			stop()
			return !s.isClosed()
		case <-c:
			if s.delay > 0 {
				return true
			}
			s.atRest = false
			s.rested()
			s.snapshot()
		}
	}
}

func (s *Saver) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// timer starts what next waits for besides being woken: the next try after a
// failure, or the quiet moment.
func (s *Saver) timer() (<-chan time.Time, func() bool) {
	switch {
	case s.Status().State == Stopped:
	case s.delay > 0:
		return s.after(s.delay)
	case s.atRest && (s.hooks.Rested != nil || s.isDue()):
		return s.after(quiet)
	}
	return nil, func() bool { return true }
}

func (s *Saver) attempt() {
	s.mu.Lock()
	waiters, poked := s.waiters, s.poked
	s.waiters, s.poked = nil, false
	err := s.status.Err
	stopped := s.status.State == Stopped
	s.mu.Unlock()
	if !stopped {
		err = s.settle(s.save(poked), poked)
	}
	s.tell()
	for _, w := range waiters {
		w <- err
	}
}

// save writes what is waiting, on top of what others have written.
func (s *Saver) save(poked bool) error {
	if poked {
		if _, err := s.catchUp(); err != nil {
			return err
		}
	}
	for {
		batch := s.batch()
		if len(batch) == 0 {
			return nil
		}
		s.tell()
		err := s.store.Append(context.Background(), s.base, batch)
		if err == nil {
			s.wrote(batch)
			return nil
		}
		if !errors.Is(err, ErrBehind) {
			s.tried = batch
			return err
		}
		if n, err := s.catchUp(); err != nil {
			return err
		} else if n == 0 {
			return Gone() // the log is shorter than it was: another one
		}
	}
}

// batch returns a copy of what is waiting, numbered.
func (s *Saver) batch() []project.Tx {
	batch := s.Pending()
	for i := range batch {
		batch[i].Seq = s.base + 1 + int64(i)
	}
	return batch
}

// wrote notes that the first of the queue are on the disk as batch.
func (s *Saver) wrote(batch []project.Tx) {
	last := batch[len(batch)-1]
	s.base, s.tried, s.atRest = last.Seq, nil, true
	s.mu.Lock()
	s.queue = slices.Clone(s.queue[len(batch):])
	s.status.Pending, s.status.At = len(s.queue), s.now()
	s.mu.Unlock()
	if s.hooks.Written != nil {
		s.hooks.Written(last)
	}
}

// catchUp takes in what others have written and returns how much there was.
func (s *Saver) catchUp() (int, error) {
	missing, err := s.store.Since(context.Background(), s.base)
	if err != nil {
		return 0, err
	}
	n := len(missing)
	if ours := s.ours(missing); ours > 0 {
		s.wrote(missing[:ours])
		missing = missing[ours:]
	}
	s.tried = nil
	if len(missing) > 0 {
		s.rebase(missing)
	}
	return n, nil
}

// ours returns how many of the missing changes are our own: of a write that
// went well although we were told that it failed.
func (s *Saver) ours(missing []project.Tx) int {
	if len(s.tried) == 0 || len(missing) < len(s.tried) {
		return 0
	}
	for i, tx := range s.tried {
		if !tx.Equal(missing[i]) {
			return 0
		}
	}
	return len(s.tried)
}

func (s *Saver) rebase(missing []project.Tx) {
	s.base = missing[len(missing)-1].Seq
	for again := s.hooks.Rebase != nil; again; missing = nil {
		pending := s.Pending()
		kept := s.hooks.Rebase(missing, slices.Clone(pending))
		s.mu.Lock()
		slipped := s.queue[len(pending):]
		s.queue = append(slices.Clone(kept), slipped...)
		s.status.Pending = len(s.queue)
		again = len(slipped) > 0
		s.mu.Unlock()
	}
}

// settle turns the outcome of an attempt into the status, and returns it as
// an error for people.
func (s *Saver) settle(err error, poked bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.delay = 0
		s.status.State, s.status.Err = AllSaved, nil
		if len(s.queue) > 0 {
			s.status.State = Saving
		}
		return nil
	}
	err = plain(err)
	s.status.State, s.status.Err = Failed, err
	if final(err) {
		s.status.State = Stopped
	}
	s.poked = s.poked || poked
	s.delay = min(max(2*s.delay, firstRetry), lastRetry)
	return err
}

// plain makes an error into one that people may be shown.
func plain(err error) error {
	if problem.Code(err) != "" {
		return err
	}
	return &problem.Error{
		Code: "not-saved", Cause: err, Message: "The last changes could not be saved.",
		Hint: "They are kept in this tab, and Claimlight goes on trying. Save the project as a file to be safe.",
	}
}

// final reports whether writing on could only do harm.
func final(err error) bool {
	return slices.Contains([]string{"newer-schema", "gone", "damaged"}, problem.Code(err))
}

// tell passes the status on if it has changed.
func (s *Saver) tell() {
	if now := s.Status(); now != s.lastSeen {
		s.lastSeen = now
		if s.hooks.Status != nil {
			s.hooks.Status(now)
		}
	}
}

func (s *Saver) rested() {
	if s.hooks.Rested != nil && s.Status().State == AllSaved {
		s.hooks.Rested()
	}
}

// isDue reports whether so much has changed since the latest snapshot that a
// new one is worth the writing.
func (s *Saver) isDue() bool {
	changes := s.base - s.kept
	if changes < snapshotEvery || s.hooks.Snapshot == nil {
		return false
	}
	p, _, ok := s.hooks.Snapshot()
	return ok && changes >= int64(p.Annotations.Len()/snapshotShare)
}

// snapshot writes a snapshot if one is due, unless something better is to be done. That one
// could not be written is no loss: it is tried again after the next write.
func (s *Saver) snapshot() {
	if !s.isDue() {
		return
	}
	p, seq, ok := s.hooks.Snapshot()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if !ok || seq > s.base || !s.mayInterrupt(cancel) {
		return
	}
	err := s.store.Snapshot(ctx, p, seq)
	s.mu.Lock()
	s.interrupt = nil
	s.mu.Unlock()
	if err == nil {
		s.kept = seq
	} else if final(err) {
		s.settle(err, false)
		s.tell()
	}
}

// mayInterrupt arranges that the next Put calls cancel; it returns false if
// there is something waiting already.
func (s *Saver) mayInterrupt(cancel func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) > 0 || s.poked || s.closed {
		return false
	}
	s.interrupt = cancel
	return true
}
