package browser

import (
	"context"
	"errors"
	"fmt"
	"syscall/js"

	"claimlight/app/store"
)

// transaction is one transaction while its work is under way. All its methods
// are called by the work alone, which never waits: it starts requests, and
// what is to be done with a result is done when it arrives, since the browser
// ends a transaction that has nothing to do.
type transaction struct {
	js  js.Value
	on  listeners
	err error // why we ended it
}

func (d *database) read(ctx context.Context, work func(*transaction) error, stores ...string) error {
	return d.run(ctx, "readonly", work, stores)
}

// write returns nil when all the work has written is on the disk, and an error
// when nothing of it was written.
func (d *database) write(ctx context.Context, work func(*transaction) error, stores ...string) error {
	return d.run(ctx, "readwrite", work, stores)
}

func (d *database) run(ctx context.Context, mode string, work func(*transaction) error, stores []string) error {
	t, err := d.begin(ctx, mode, stores)
	if err != nil {
		return err
	}
	defer t.on.release()
	done := make(chan error, 1)
	t.on.add(t.js, "complete", func(js.Value) { done <- nil })
	t.on.add(t.js, "abort", func(js.Value) { done <- t.reason() })
	t.do(func() error { return work(t) })
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		// It may be too late for that, and then the work was done.
		t.abort(ctx.Err())
		return <-done
	}
}

// begin starts a transaction, on a new connection if the browser has closed
// the one there was.
func (d *database) begin(ctx context.Context, mode string, stores []string) (*transaction, error) {
	names := make([]any, len(stores))
	for i, s := range stores {
		names[i] = s
	}
	var err error
	for range 2 {
		db, lost := d.connection(ctx)
		if lost != nil {
			return nil, lost
		}
		t := &transaction{}
		err = catch(func() error {
			t.js = db.Call("transaction", names, mode, map[string]any{"durability": "strict"})
			return nil
		})
		if err == nil {
			return t, nil
		}
		d.drop(nil)
	}
	return nil, store.Blocked(err)
}

func (t *transaction) store(name string) js.Value { return t.js.Call("objectStore", name) }

// put starts writing a row. Should it fail, the transaction does.
func (t *transaction) put(name string, key any, row string) { t.store(name).Call("put", row, key) }

// request does something with the result of a request when it is there.
func (t *transaction) request(request js.Value, then func(result js.Value) error) {
	t.on.add(request, "success", func(js.Value) {
		t.do(func() error { return then(request.Get("result")) })
	})
}

// do runs a step of the work; an error of it ends the transaction.
func (t *transaction) do(step func() error) {
	if err := catch(step); err != nil {
		t.abort(err)
	}
}

func (t *transaction) abort(err error) {
	if t.err == nil {
		t.err = err
	}
	// It throws if the transaction has ended, and then there is nothing to do.
	_ = catch(func() error {
		t.js.Call("abort")
		return nil
	})
}

// reason is why the transaction was aborted; never nil.
func (t *transaction) reason() error {
	err := t.err
	if err == nil {
		err = exceptionError(t.js.Get("error"))
	}
	var thrown js.Error
	if !errors.As(err, &thrown) {
		return err
	}
	if nameOf(thrown.Value) == "QuotaExceededError" {
		return store.Full(err)
	}
	return fmt.Errorf("the browser's database: %w", err)
}
