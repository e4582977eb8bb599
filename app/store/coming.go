package store

import (
	"context"
	"sync"

	"claimlight/app/project"
)

// Coming is the store of a new project that nobody else knows of yet: what is
// in it is known before it is kept, and need not be read back. create puts it
// away, in the background; reading and marking may begin meanwhile.
//
// Nothing is called written before the project itself is: every other method
// waits for create, whose errors are theirs. Where it failed it is tried again
// by the next call, and so by the saver's next attempt.
func Coming(p project.Project, create func(context.Context) (Store, error)) *Newborn {
	c := &Newborn{project: p, create: create, right: make(chan struct{}, 1)}
	c.right <- struct{}{} // the first attempt is that of nobody who may stop waiting
	go func() {
		defer func() { <-c.right }()
		_, _ = c.attempt(context.Background())
	}()
	return c
}

// Newborn is a Store; see Coming.
type Newborn struct {
	project project.Project
	create  func(context.Context) (Store, error)
	right   chan struct{} // holds one: the right to create

	mu    sync.Mutex
	store Store
}

// Kept reports whether the project has been put away.
func (c *Newborn) Kept() bool { return c.kept() != nil }

// kept is the store in which the project is; nil while it is in none.
func (c *Newborn) kept() Store {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.store
}

// there returns the store in which the project is kept, once it is.
func (c *Newborn) there(ctx context.Context) (Store, error) {
	select {
	case c.right <- struct{}{}:
		defer func() { <-c.right }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.attempt(ctx)
}

// attempt creates the project if it is not there; by who holds the right.
func (c *Newborn) attempt(ctx context.Context) (Store, error) {
	if st := c.kept(); st != nil {
		return st, nil
	}
	st, err := c.create(ctx)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	c.store = st
	c.mu.Unlock()
	return st, nil
}

// Load returns the project without waiting, as long as nobody else can have
// written to it.
func (c *Newborn) Load(ctx context.Context, pace project.Pace) (Saved, error) {
	st := c.kept()
	if st == nil {
		return Saved{Snapshot: c.project}, ctx.Err()
	}
	return st.Load(ctx, pace)
}

// Append writes changes once the project is kept.
func (c *Newborn) Append(ctx context.Context, base int64, txs []project.Tx) error {
	st, err := c.there(ctx)
	if err != nil {
		return err
	}
	return st.Append(ctx, base, txs)
}

// Since returns the changes after seq.
func (c *Newborn) Since(ctx context.Context, seq int64) ([]project.Tx, error) {
	st, err := c.there(ctx)
	if err != nil {
		return nil, err
	}
	return st.Since(ctx, seq)
}

// History returns the changes up to and including upTo.
func (c *Newborn) History(ctx context.Context, upTo int64) ([]project.Tx, error) {
	st, err := c.there(ctx)
	if err != nil {
		return nil, err
	}
	return st.History(ctx, upTo)
}

// Snapshot keeps the project as it is after the change seq.
func (c *Newborn) Snapshot(ctx context.Context, p project.Project, seq int64) error {
	st, err := c.there(ctx)
	if err != nil {
		return err
	}
	return st.Snapshot(ctx, p, seq)
}

// Close lets go of the store, if it is there.
func (c *Newborn) Close() error {
	if st := c.kept(); st != nil {
		return st.Close()
	}
	return nil
}
