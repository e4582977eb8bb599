package browser

import (
	"context"
	"errors"
	"sync"
	"syscall/js"

	"claimlight/app/store"
)

// This file is the connection to IndexedDB, idb_tx_js.go its transactions. They
// do not use github.com/hack-pad/go-indexeddb v0.3.2, because of what it was
// seen to do in Chromium and what cannot be had through it:
//
//   - versionchange: open_db_request.go closes the database, writes a line to
//     the console and tells nobody; blocked and close are not offered at all.
//   - Transaction.Await returns nil for a transaction that was aborted after its
//     requests were done (transaction.go: Err is null then), and never returns
//     for one that has already ended.
//   - Request.Await returns an undefined value and no error when its context
//     ends (request.go), and the transaction is not aborted but commits later:
//     the answer and what happened differ.
//   - No getAll: reading a log costs a crossing into JavaScript a row, and each
//     request costs two JavaScript functions and two goroutines.
//   - A failed open leaves its listeners and a goroutine behind, and each open
//     one function for ever; a browser without IndexedDB is a panic.
//
// A Database can only be had from the package's own Open, so replacing a part
// of it is not possible.

// schemaVersion is the version of the database's object stores.
const schemaVersion = 1

// database is a connection that is made when it is needed and made again when
// the browser has closed it.
type database struct {
	name    string
	version int
	opening chan struct{} // holds one: the right to open

	mu   sync.Mutex // held for moments, so that event handlers may take it
	js   js.Value   // undefined while there is no connection
	on   listeners  // to the end of the connection
	lost error      // why there will be no connection any more
}

func newDatabase(name string) *database {
	return &database{name: name, version: schemaVersion, opening: make(chan struct{}, 1)}
}

func (d *database) state() (js.Value, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.js, d.lost
}

// connection returns the open database.
func (d *database) connection(ctx context.Context) (js.Value, error) {
	if err := ctx.Err(); err != nil {
		return js.Undefined(), err
	}
	select {
	case d.opening <- struct{}{}:
		defer func() { <-d.opening }()
	case <-ctx.Done():
		return js.Undefined(), ctx.Err()
	}
	db, lost := d.state()
	if lost != nil || !db.IsUndefined() {
		return db, lost
	}
	db, err := openDatabase(ctx, d.name, d.version)
	if err != nil {
		return js.Undefined(), err
	}
	d.adopt(db)
	return d.state()
}

// adopt takes a new connection and listens for its end.
func (d *database) adopt(db js.Value) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.js = db
	d.on.add(db, "versionchange", func(event js.Value) {
		if event.Get("newVersion").IsNull() { // the database is being deleted
			d.drop(nil)
		} else {
			d.drop(store.NewerSchema())
		}
	})
	// The browser closed it, as when its data is cleared.
	d.on.add(db, "close", func(js.Value) { d.drop(nil) })
}

// drop closes the connection; if why is not nil, for good.
func (d *database) drop(why error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lost == nil {
		d.lost = why
	}
	d.on.release()
	if !d.js.IsUndefined() {
		d.js.Call("close")
	}
	d.js = js.Undefined()
}

func (d *database) close() { d.drop(store.Blocked(errors.New("the library was closed"))) }

type opened struct {
	db  js.Value
	err error
}

// openDatabase opens the database, and makes its object stores if it is new.
func openDatabase(ctx context.Context, name string, version int) (js.Value, error) {
	var request js.Value
	err := catch(func() error {
		request = global("indexedDB").Call("open", name, version)
		return nil
	})
	if err != nil {
		return js.Undefined(), store.Blocked(err)
	}
	outcome, abandon := watchOpen(request)
	select {
	case o := <-outcome:
		return o.db, o.err
	case <-ctx.Done():
		abandon()
		return js.Undefined(), ctx.Err()
	}
}

// watchOpen reports what becomes of a request to open, once. If the database
// comes after that, or after abandon, it is closed again, lest it stand in the
// way of others.
func watchOpen(request js.Value) (outcome chan opened, abandon func()) {
	outcome = make(chan opened, 1)
	reported := false
	report := func(o opened) {
		if !reported {
			reported = true
			outcome <- o
		} else if !o.db.IsUndefined() {
			o.db.Call("close")
		}
	}
	var on listeners
	end := func(o opened) {
		report(o)
		on.release()
	}
	on.add(request, "upgradeneeded", func(js.Value) { makeStores(request) })
	on.add(request, "blocked", func(js.Value) {
		report(opened{err: store.Blocked(errors.New("another tab keeps an older version of the database open"))})
	})
	on.add(request, "success", func(js.Value) { end(opened{db: request.Get("result")}) })
	on.add(request, "error", func(js.Value) { end(opened{err: openError(request.Get("error"))}) })
	return outcome, func() { reported = true }
}

func makeStores(request js.Value) {
	db := request.Get("result")
	err := catch(func() error {
		for _, name := range []string{projectRows, logRows, snapshotRows} {
			if !db.Get("objectStoreNames").Call("contains", name).Bool() {
				db.Call("createObjectStore", name)
			}
		}
		return nil
	})
	if err != nil {
		request.Get("transaction").Call("abort") // so that opening fails
	}
}

func openError(exception js.Value) error {
	switch err := exceptionError(exception); nameOf(exception) {
	case "VersionError":
		return store.NewerSchema()
	case "QuotaExceededError":
		return store.Full(err)
	default:
		return store.Blocked(err)
	}
}

// catch makes an error of what JavaScript throws.
func catch(f func() error) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case js.Error:
			err = r
		case *js.ValueError: // a property that is not there, such as indexedDB
			err = r
		default:
			panic(r)
		}
	}()
	return f()
}

// global returns a property of the window whose getter may throw, as those of
// storage do where it is forbidden. It is for use inside catch: thrown out of
// js.Value.Get an exception would end the program, out of Call it is a panic.
func global(name string) js.Value { return js.Global().Get("Reflect").Call("get", js.Global(), name) }

// exceptionError makes an error of a DOMException; never nil.
func exceptionError(exception js.Value) error {
	if !exception.Truthy() {
		return errors.New("the browser gave up without a reason")
	}
	return js.Error{Value: exception}
}

func nameOf(exception js.Value) string {
	if !exception.Truthy() || exception.Get("name").Type() != js.TypeString {
		return ""
	}
	return exception.Get("name").String()
}
