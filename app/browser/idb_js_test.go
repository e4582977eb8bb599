package browser

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/store"
	"claimlight/app/store/storetest"
)

var bg = context.Background()

// open opens a library of the test's own. Each call is another connection, as
// another tab has.
func open(t *testing.T) *IDB {
	t.Helper()
	b, err := OpenLibrary(bg, t.Name())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func TestIndexedDB(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Library { return open(t) })
}

// sample makes a project with n changes in a library of the test's own.
func sample(t *testing.T, n int) (*IDB, store.Store, []project.Tx) {
	t.Helper()
	b, p := open(t), storetest.Sample(t, "a")
	st, err := b.Create(bg, p)
	if err != nil {
		t.Fatal(err)
	}
	txs, _ := storetest.Changes(t, p, 0, n, "x")
	if err := st.Append(bg, 0, txs); err != nil {
		t.Fatal(err)
	}
	return b, st, txs
}

// poke does something with a database behind the library's back.
func poke(t *testing.T, b *IDB, do func(*transaction)) {
	t.Helper()
	err := b.db.write(bg, func(tx *transaction) error {
		do(tx)
		return nil
	}, projectRows, logRows, snapshotRows)
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if problem.Code(err) != code {
		t.Fatalf("error is %v with the code %q, want code %q", err, problem.Code(err), code)
	}
}

func TestDamagedChange(t *testing.T) {
	for name, value := range map[string]any{"no JSON": "{", "no string": 7, "cut into lines": "{\n}", "of another number": `{"schema":1,"body":{"seq":9}}`} {
		b, st, _ := sample(t, 5)
		poke(t, b, func(tx *transaction) { tx.store(logRows).Call("put", value, rowKey("a", 4)) })
		saved, err := st.Load(bg, nil)
		wantCode(t, err, "damaged")
		if len(saved.Log) != 3 || !strings.Contains(err.Error(), "change 4") {
			t.Errorf("%s: %d changes are sound, and the error is %q", name, len(saved.Log), err)
		}
		if err := b.Remove(bg, "a"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMissingChange(t *testing.T) {
	b, st, _ := sample(t, 5)
	poke(t, b, func(tx *transaction) { tx.store(logRows).Call("delete", rowKey("a", 2)) })
	saved, err := st.Load(bg, nil)
	wantCode(t, err, "damaged")
	if len(saved.Log) != 1 || !strings.Contains(err.Error(), "change 2") {
		t.Errorf("%d changes are sound, and the error is %q", len(saved.Log), err)
	}
}

// A damaged snapshot costs time, not work.
func TestDamagedSnapshot(t *testing.T) {
	b, st, txs := sample(t, 5)
	poke(t, b, func(tx *transaction) { tx.put(snapshotRows, rowKey("a", 3), "{") })
	saved, err := st.Load(bg, nil)
	if err != nil || saved.Seq != 0 || len(saved.Log) != len(txs) {
		t.Fatalf("loaded from change %d with %d more, error %v", saved.Seq, len(saved.Log), err)
	}
	poke(t, b, func(tx *transaction) { tx.put(snapshotRows, rowKey("a", 0), "{") })
	_, err = st.Load(bg, nil)
	wantCode(t, err, "damaged")
	poke(t, b, func(tx *transaction) { tx.store(snapshotRows).Call("clear") })
	_, err = st.Load(bg, nil)
	wantCode(t, err, "damaged")
}

// Of the snapshots only the newest two stay, and the older of them is good for
// the newer. One that is damaged is not kept in the place of a sound one.
func TestOldSnapshots(t *testing.T) {
	b, st, txs := sample(t, 9)
	p := storetest.Sample(t, "a")
	for i, tx := range txs {
		next, err := p.Apply(tx.Diff)
		if err != nil {
			t.Fatal(err)
		}
		p = next
		if err := st.Snapshot(bg, p, int64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	wantSnapshots(t, b, "8 9")
	damage := func(seq int64) {
		poke(t, b, func(tx *transaction) { tx.put(snapshotRows, rowKey("a", seq), "{") })
	}
	damage(9)
	saved, err := st.Load(bg, nil)
	if err != nil || saved.Seq != 8 || len(saved.Log) != 1 {
		t.Fatalf("loaded from change %d with %d more, error %v", saved.Seq, len(saved.Log), err)
	}
	if got, err := saved.Project(); err != nil || !got.Equal(p) {
		t.Fatalf("not what was saved, error %v", err)
	}
	more, after := storetest.Changes(t, p, 9, 1, "y")
	if err := st.Append(bg, 9, more); err != nil {
		t.Fatal(err)
	}
	if err := st.Snapshot(bg, after, 10); err != nil {
		t.Fatal(err)
	}
	wantSnapshots(t, b, "8 10")
	damage(10)
	if saved, err := st.Load(bg, nil); err != nil || saved.Seq != 8 || saved.End() != 10 {
		t.Fatalf("loaded from change %d to %d, error %v", saved.Seq, saved.End(), err)
	}
	if err := st.Snapshot(bg, after, 10); err != nil { // over the damaged one
		t.Fatal(err)
	}
	wantSnapshots(t, b, "8 10")
}

// wantSnapshots checks after which changes there are snapshots.
func wantSnapshots(t *testing.T, b *IDB, want string) {
	t.Helper()
	var got []string
	poke(t, b, func(tx *transaction) {
		tx.request(tx.store(snapshotRows).Call("getAllKeys"), func(keys js.Value) error {
			for i := range keys.Length() {
				got = append(got, fmt.Sprint(keys.Index(i).Index(1).Int()))
			}
			return nil
		})
	})
	if strings.Join(got, " ") != want {
		t.Fatalf("the snapshots are after %v, want %s", got, want)
	}
}

func TestDamagedEntry(t *testing.T) {
	b, st, _ := sample(t, 5)
	poke(t, b, func(tx *transaction) { tx.put(projectRows, "a", "{") })
	list, err := b.List(bg)
	if err != nil || len(list) != 1 || list[0].ID != "a" {
		t.Fatalf("the list is %+v, error %v", list, err)
	}
	if saved, err := st.Load(bg, nil); err != nil || saved.End() != 5 {
		t.Fatalf("the log ends at %d, error %v", saved.End(), err)
	}
}

// What a newer program has written is neither read nor written over.
func TestNewerRows(t *testing.T) {
	newer := fmt.Sprintf(`{"schema":%d,"body":{"id":"a","seq":5}}`, project.Schema+1)
	b, st, txs := sample(t, 5)
	poke(t, b, func(tx *transaction) { tx.put(logRows, rowKey("a", 5), newer) })
	_, err := st.Load(bg, nil)
	wantCode(t, err, "newer-schema")
	poke(t, b, func(tx *transaction) { tx.put(projectRows, "a", newer) })
	wantCode(t, b.Describe(bg, store.Entry{ID: "a"}), "newer-schema")
	wantCode(t, st.Append(bg, 5, txs[:0]), "newer-schema")
	wantCode(t, st.Snapshot(bg, project.Project{}, 5), "newer-schema")
}

// A newer program that opens the database takes it over at once.
func TestNewerDatabase(t *testing.T) {
	b, st, _ := sample(t, 2)
	newer := newDatabase(t.Name() + "-projects")
	newer.version = schemaVersion + 1
	if _, err := newer.connection(bg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(newer.close)
	wantCode(t, st.Append(bg, 2, nil), "newer-schema")
	_, err := b.List(bg)
	wantCode(t, err, "newer-schema")
	_, err = OpenLibrary(bg, t.Name())
	wantCode(t, err, "newer-schema")
}

// A program that does not let go of the database, as ours always does.
func TestBlocked(t *testing.T) {
	name := t.Name() + "-projects"
	stubborn, err := openDatabase(bg, name, 1)
	if err != nil {
		t.Fatal(err)
	}
	newer := newDatabase(name)
	newer.version = 2
	_, err = newer.connection(bg)
	wantCode(t, err, "storage-blocked")
	stubborn.Call("close")
	// The database that came too late was closed, or this would not end.
	third, err := openDatabase(bg, name, 3)
	if err != nil {
		t.Fatal(err)
	}
	third.Call("close")
}

func TestNoDatabase(t *testing.T) {
	for _, getter := range []string{
		"return undefined",
		"throw new DOMException('not here', 'SecurityError')",
		"return { open() { throw new DOMException('not here', 'SecurityError') } }",
	} {
		restore := replaceGetter("indexedDB", getter)
		_, err := OpenLibrary(bg, t.Name())
		restore()
		wantCode(t, err, "storage-blocked")
	}
}

// replaceGetter gives the window another getter for a property.
func replaceGetter(name, body string) (restore func()) {
	object := js.Global().Get("Object")
	own := object.Call("getOwnPropertyDescriptor", js.Global(), name)
	getter := js.Global().Get("Function").New(body)
	object.Call("defineProperty", js.Global(), name, map[string]any{"get": getter, "configurable": true})
	return func() { object.Call("defineProperty", js.Global(), name, own) }
}

// The browser deletes the data behind the program's back.
func TestDeletedDatabase(t *testing.T) {
	b, st, txs := sample(t, 2)
	request := js.Global().Get("indexedDB").Call("deleteDatabase", t.Name()+"-projects")
	done := make(chan struct{})
	var on listeners
	defer func() { on.release() }()
	on.add(request, "success", func(js.Value) { close(done) })
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("the connection stands in the way of deleting the database")
	}
	wantCode(t, st.Append(bg, 2, txs[:0]), "gone")
	if list, err := b.List(bg); err != nil || len(list) != 0 {
		t.Fatalf("the list is %+v, error %v", list, err)
	}
}

// An aborted transaction is never taken for one that was committed.
func TestAborted(t *testing.T) {
	b, st, _ := sample(t, 2)
	err := b.db.write(bg, func(tx *transaction) error {
		tx.put(logRows, rowKey("a", 3), "x")
		tx.js.Call("abort")
		return nil
	}, logRows)
	if err == nil {
		t.Fatal("no error")
	}
	why := errors.New("why")
	err = b.db.write(bg, func(tx *transaction) error {
		tx.put(logRows, rowKey("a", 3), "x")
		return why
	}, logRows)
	if !errors.Is(err, why) {
		t.Fatalf("error is %v", err)
	}
	if txs, err := st.Since(bg, 0); err != nil || len(txs) != 2 {
		t.Fatalf("%d changes, error %v", len(txs), err)
	}
}

func TestClosedLibrary(t *testing.T) {
	b, st, _ := sample(t, 1)
	b.Close()
	wantCode(t, st.Append(bg, 1, nil), "storage-blocked")
}

func TestWriteIsStrict(t *testing.T) {
	b, _, _ := sample(t, 1)
	var durability string
	poke(t, b, func(tx *transaction) { durability = tx.js.Get("durability").String() })
	if durability != "strict" {
		t.Fatalf("durability is %q", durability)
	}
}

// TestFull is run by itself with little room.
func TestFull(t *testing.T) {
	b, st, _ := sample(t, 2)
	p := storetest.Sample(t, "a")
	txs, _ := storetest.Changes(t, p, 2, 3, "y")
	// Random text, since the browser compresses what it keeps.
	letters := make([]byte, 0, 3_000_000)
	for i := uint64(1); len(letters) < cap(letters); i++ {
		x := (i * 0x9E3779B97F4A7C15) ^ (i * i * 0xBF58476D1CE4E5B9 >> 17)
		letters = append(letters, byte('!'+x%90))
	}
	txs[1].Label = string(letters)
	wantCode(t, st.Append(bg, 2, txs), "storage-full")
	got, err := b.Open(bg, "a")
	if err != nil {
		t.Fatal(err)
	}
	if log, err := got.Since(bg, 0); err != nil || len(log) != 2 {
		t.Fatalf("%d changes, error %v: a write that fails must leave nothing", len(log), err)
	}
	txs[1].Label = "short"
	if err := st.Append(bg, 2, txs); err != nil {
		t.Fatalf("with room again: %v", err)
	}
}

// How long the usual things take, printed to be looked at.
func TestSpeed(t *testing.T) {
	_, st, _ := sample(t, 5000)
	start := time.Now()
	if _, err := st.Load(bg, nil); err != nil {
		t.Fatal(err)
	}
	t.Logf("loading 5,000 changes: %v", time.Since(start))
	p := storetest.Sample(t, "a")
	worst, base := time.Duration(0), int64(5000)
	for range 50 {
		txs, _ := storetest.Changes(t, p, base, 1, "y")
		start := time.Now()
		if err := st.Append(bg, base, txs); err != nil {
			t.Fatal(err)
		}
		worst, base = max(worst, time.Since(start)), base+1
	}
	t.Logf("one change at a time: at worst %v", worst)
	if keys := rowRange("a", 0, math.Inf(1)); !keys.Call("includes", rowKey("a", base)).Bool() {
		t.Fatal("the range of a project's rows does not hold its last")
	}
}

// Every listener is let go when its transaction is over, however it ends, and
// with it the function that JavaScript would otherwise keep for ever.
func TestListenersReleased(t *testing.T) {
	b, st, txs := sample(t, 3)
	// In JavaScript, since a function of ours would let other goroutines run.
	counter := js.Global().Get("Function").New(`
		const target = EventTarget.prototype, add = target.addEventListener, remove = target.removeEventListener;
		const counter = { left: 0, restore() { Object.assign(target, { addEventListener: add, removeEventListener: remove }); } };
		target.addEventListener = function(...args) { counter.left++; return add.apply(this, args); };
		target.removeEventListener = function(...args) { counter.left--; return remove.apply(this, args); };
		return counter;`).Invoke()
	defer counter.Call("restore")
	ctx, cancel := context.WithCancel(bg)
	time.AfterFunc(time.Millisecond, cancel)
	_ = st.Append(ctx, 3, nil)
	if _, err := st.Load(bg, nil); err != nil {
		t.Fatal(err)
	}
	if err := st.Append(bg, 0, txs); !errors.Is(err, store.ErrBehind) {
		t.Fatalf("error is %v", err)
	}
	_, err := b.Open(bg, "nobody")
	wantCode(t, err, "gone")
	second, err := OpenLibrary(bg, t.Name())
	if err != nil {
		t.Fatal(err)
	}
	second.Close()
	if left := counter.Get("left").Int(); left != 0 {
		t.Fatalf("%d listeners are left", left)
	}
}
