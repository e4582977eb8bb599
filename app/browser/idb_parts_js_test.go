package browser

import (
	"context"
	"fmt"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/store"
	"claimlight/app/store/storetest"
)

// crowd adds n marks to a project in one change.
func crowd(t *testing.T, p project.Project, seq int64, n int, who string) (project.Tx, project.Project) {
	t.Helper()
	txs, after := storetest.Changes(t, p, seq-1, n, who)
	tx := txs[0]
	tx.Diff = project.Between(p, after)
	return tx, after
}

// crowded is a project with 1,500 marks from its start on, in a library of the
// test's own, and two changes with a snapshot after each.
func crowded(t *testing.T) (b *IDB, st store.Store, now project.Project) {
	t.Helper()
	b = open(t)
	_, now = crowd(t, storetest.Sample(t, "a"), 1, 1500, "x")
	st, err := b.Create(bg, now)
	if err != nil {
		t.Fatal(err)
	}
	for seq := range int64(2) {
		now = step(t, st, now, seq)
		if err := st.Snapshot(bg, now, seq+1); err != nil {
			t.Fatal(err)
		}
	}
	return b, st, now
}

// step appends one more change behind base.
func step(t *testing.T, st store.Store, p project.Project, base int64) project.Project {
	t.Helper()
	txs, after := storetest.Changes(t, p, base, 1, fmt.Sprint("step ", base))
	if err := st.Append(bg, base, txs); err != nil {
		t.Fatal(err)
	}
	return after
}

// wantLoaded checks from which snapshot a project is loaded, and that it is
// the one.
func wantLoaded(t *testing.T, st store.Store, seq int64, want project.Project) {
	t.Helper()
	saved, err := st.Load(bg, nil)
	if err != nil || saved.Seq != seq {
		t.Fatalf("loaded from change %d, want %d; error %v", saved.Seq, seq, err)
	}
	if got, err := saved.Project(); err != nil || !got.Equal(want) {
		t.Fatalf("not what was saved, error %v", err)
	}
}

// keysOf are the keys in an object store.
func keysOf(t *testing.T, b *IDB, name string) string {
	t.Helper()
	keys := ""
	poke(t, b, func(tx *transaction) {
		tx.request(tx.store(name).Call("getAllKeys"), func(all js.Value) error {
			keys = js.Global().Get("JSON").Call("stringify", all).String()
			return nil
		})
	})
	return keys
}

func part(seq int64, i int) js.Value { return js.ValueOf([]any{"a", partKey, seq, i}) }

// A snapshot of which a part is damaged or missing counts for nothing: the one
// before it does, with the changes after that.
func TestDamagedPart(t *testing.T) {
	bytes := js.Global().Get("Uint8Array")
	for name, spoil := range map[string]func(rows js.Value){
		"missing":            func(rows js.Value) { rows.Call("delete", part(2, 1)) },
		"the first missing":  func(rows js.Value) { rows.Call("delete", part(2, 0)) },
		"empty":              func(rows js.Value) { rows.Call("put", bytes.New(0), part(2, 1)) },
		"zeros":              func(rows js.Value) { rows.Call("put", bytes.New(5000), part(2, 1)) },
		"no bytes":           func(rows js.Value) { rows.Call("put", "text", part(2, 1)) },
		"all missing":        func(rows js.Value) { rows.Call("delete", partsOf("a", 2)) },
		"its row is missing": func(rows js.Value) { rows.Call("delete", rowKey("a", 2)) },
	} {
		t.Run(name, func(t *testing.T) {
			b, st, now := crowded(t)
			poke(t, b, func(tx *transaction) { spoil(tx.store(snapshotRows)) })
			wantLoaded(t, st, 1, now)
			// The damaged one makes room for the next, and the sound one stays.
			if now = step(t, st, now, 2); st.Snapshot(bg, now, 3) != nil {
				t.Fatal("no snapshot")
			}
			wantLoaded(t, st, 3, now)
			poke(t, b, func(tx *transaction) { tx.store(snapshotRows).Call("delete", part(3, 0)) })
			wantLoaded(t, st, 1, now)
		})
	}
}

// A snapshot that breaks off at any of its parts leaves everything as it was.
func TestSnapshotBreaksOff(t *testing.T) {
	b, st, now := crowded(t)
	now = step(t, st, now, 2)
	before := keysOf(t, b, snapshotRows)
	for n := 1; ; n++ {
		undo := js.Global().Get("Function").New("n", `
			const target = IDBObjectStore.prototype, put = target.put;
			target.put = function(...args) {
				if (--n === 0) throw new DOMException("no room", "QuotaExceededError");
				return put.apply(this, args);
			};
			return () => { target.put = put; };`).Invoke(n)
		err := st.Snapshot(bg, now, 3)
		undo.Invoke()
		if err == nil {
			if n < 5 {
				t.Fatalf("the snapshot was written with %d rows", n-1)
			}
			break
		}
		wantCode(t, err, "storage-full")
		if after := keysOf(t, b, snapshotRows); after != before {
			t.Fatalf("broken off at row %d it left\n%s\nof\n%s", n, after, before)
		}
		wantLoaded(t, st, 2, now)
	}
	wantLoaded(t, st, 3, now)
}

// Stopped while it is encoded or written, a snapshot leaves nothing either.
func TestSnapshotStopped(t *testing.T) {
	b, st, now := crowded(t)
	now = step(t, st, now, 2)
	before := keysOf(t, b, snapshotRows)
	for wait := time.Duration(0); wait < 12*time.Millisecond; wait += time.Millisecond {
		ctx, cancel := context.WithCancel(bg)
		timer := time.AfterFunc(wait, cancel)
		err := st.Snapshot(ctx, now, 3)
		timer.Stop()
		cancel()
		if err == nil {
			break
		}
		if after := keysOf(t, b, snapshotRows); after != before {
			t.Fatalf("stopped after %v it left\n%s\nof\n%s", wait, after, before)
		}
		wantLoaded(t, st, 2, now)
	}
}

// A change of very much is one row with parts: all of it is there or none.
func TestBulkyChange(t *testing.T) {
	b, st, now := crowded(t)
	tx, after := crowd(t, now, 3, 2000, "y")
	next, afterNext := storetest.Changes(t, after, 3, 1, "z")
	if err := st.Append(bg, 2, append([]project.Tx{tx}, next...)); err != nil {
		t.Fatal(err)
	}
	wantLoaded(t, st, 2, afterNext)
	for what, read := range map[string]func() ([]project.Tx, error){
		"Since":   func() ([]project.Tx, error) { return st.Since(bg, 2) },
		"History": func() ([]project.Tx, error) { return st.History(bg, 4) },
	} {
		txs, err := read()
		if err != nil || !txs[len(txs)-2].Equal(tx) || !txs[len(txs)-1].Equal(next[0]) {
			t.Fatalf("%s: %d changes, error %v", what, len(txs), err)
		}
	}
	poke(t, b, func(tx *transaction) { tx.store(logRows).Call("delete", part(3, 2)) })
	saved, err := st.Load(bg, nil)
	wantCode(t, err, "damaged")
	if len(saved.Log) != 0 || !saved.Snapshot.Equal(now) || !strings.Contains(err.Error(), "change 3") {
		t.Fatalf("%d changes are sound, and the error is %q", len(saved.Log), err)
	}
	if err := b.Remove(bg, "a"); err != nil {
		t.Fatal(err)
	}
	if left := keysOf(t, b, logRows) + keysOf(t, b, snapshotRows); left != "[][]" {
		t.Fatalf("%s are left of a project that was removed", left)
	}
}

// A change of very much that does not get through leaves nothing.
func TestBulkyChangeBreaksOff(t *testing.T) {
	b, st, now := crowded(t)
	tx, after := crowd(t, now, 3, 2000, "y")
	before := keysOf(t, b, logRows)
	restore := js.Global().Get("Function").New(`
		const target = IDBObjectStore.prototype, put = target.put;
		let n = 3;
		target.put = function(...args) {
			if (--n === 0) this.transaction.abort();
			return put.apply(this, args);
		};
		return () => { target.put = put; };`).Invoke()
	err := st.Append(bg, 2, []project.Tx{tx})
	restore.Invoke()
	if err == nil || keysOf(t, b, logRows) != before {
		t.Fatalf("error %v; the log holds %s", err, keysOf(t, b, logRows))
	}
	if err := st.Append(bg, 2, []project.Tx{tx}); err != nil {
		t.Fatal(err)
	}
	wantLoaded(t, st, 2, after)
}

// What a program of schema 1 has kept is read, and goes on in the present
// form; from then on that program is turned away.
func TestSchema1(t *testing.T) {
	b, old := open(t), storetest.OldRows(t)
	poke(t, b, func(tx *transaction) {
		tx.put(projectRows, "a", old.Entry)
		for i, row := range old.Log {
			tx.put(logRows, rowKey("a", int64(i+1)), row)
		}
		for seq, row := range old.Snapshots {
			tx.put(snapshotRows, rowKey("a", seq), row)
		}
	})
	st, err := b.Open(bg, "a")
	if err != nil {
		t.Fatal(err)
	}
	_, want := storetest.Changes(t, storetest.Sample(t, "a"), 0, 4, "x")
	wantLoaded(t, st, 3, want)
	if row := entryRow(t, b); row != old.Entry {
		t.Fatalf("reading has changed the row of the project to %s", row)
	}
	tx, after := crowd(t, want, 5, 2000, "y")
	if err := st.Append(bg, 4, []project.Tx{tx}); err != nil {
		t.Fatal(err)
	}
	if row := entryRow(t, b); !strings.HasPrefix(row, fmt.Sprintf(`{"schema":%d,`, project.Schema)) || !strings.Contains(row, `"Project a"`) {
		t.Fatalf("an older program would go on writing, by the row %s", row)
	}
	wantLoaded(t, st, 3, after)
	if err := st.Snapshot(bg, after, 5); err != nil {
		t.Fatal(err)
	}
	wantLoaded(t, st, 5, after)
	poke(t, b, func(tx *transaction) { tx.store(snapshotRows).Call("delete", partsOf("a", 5)) })
	wantLoaded(t, st, 3, after)
}

func entryRow(t *testing.T, b *IDB) (row string) {
	t.Helper()
	poke(t, b, func(tx *transaction) {
		tx.request(tx.store(projectRows).Call("get", "a"), func(v js.Value) error {
			row = v.String()
			return nil
		})
	})
	return row
}

// One tab goes on writing and loading while another writes snapshots.
func TestSnapshotsAndAnotherTab(t *testing.T) {
	_, st, now := crowded(t)
	other, err := open(t).Open(bg, "a")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	at := now
	go func() {
		for range 4 {
			if err := other.Snapshot(bg, at, 2); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for base := int64(2); base < 8; base++ {
		now = step(t, st, now, base)
		wantLoaded(t, st, 2, now)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	wantLoaded(t, other, 2, now)
}

// TestFullSnapshot is run by itself with little room.
func TestFullSnapshot(t *testing.T) {
	b, st, txs := sample(t, 2)
	now := storetest.Sample(t, "a")
	for _, tx := range txs {
		now, _ = now.Apply(tx.Diff)
	}
	// Marks of random text, since the browser compresses what it keeps.
	var marks []*annotation.Annotation
	x := uint64(1)
	for i := range 3000 {
		note := make([]byte, 1000)
		for j := range note {
			x = x*6364136223846793005 + 1442695040888963407
			note[j] = byte('!' + x>>33%90)
		}
		marks = append(marks, &annotation.Annotation{ID: annotation.ID(fmt.Sprint(i)), Note: string(note)})
	}
	large := now
	large.Annotations = project.TableOf(marks...)
	before := keysOf(t, b, snapshotRows)
	wantCode(t, st.Snapshot(bg, large, 2), "storage-full")
	if after := keysOf(t, b, snapshotRows); after != before {
		t.Fatalf("it left %s of %s", after, before)
	}
	wantLoaded(t, st, 0, now)
	if err := st.Snapshot(bg, now, 2); err != nil {
		t.Fatalf("with room enough: %v", err)
	}
	wantLoaded(t, st, 2, now)
}

// Load and Breathe let others have their turn, and end when they are stopped.
func TestLoadIsStopped(t *testing.T) {
	_, st, now := crowded(t)
	calls := 0
	_, err := st.Load(bg, func(done, total int) error {
		if calls++; done > total {
			t.Fatalf("%d of %d", done, total)
		}
		return context.Canceled
	})
	if err != context.Canceled || calls != 1 {
		t.Fatalf("error %v after %d calls", err, calls)
	}
	wantLoaded(t, st, 2, now)
}

func TestBreathe(t *testing.T) {
	turns := js.Global().Get("Function").New(`
		const counter = { n: 0 };
		const channel = new MessageChannel();
		channel.port1.onmessage = () => { counter.n++; channel.port2.postMessage(0); };
		channel.port2.postMessage(0);
		counter.end = () => channel.port1.close();
		return counter;`).Invoke()
	defer turns.Call("end")
	before := 0
	for n, deadline := 0, time.Now().Add(20*time.Second); n < 5; {
		if time.Now().After(deadline) {
			t.Fatalf("the browser had its turn %d times", n)
		}
		if err := Breathe(bg); err != nil {
			t.Fatal(err)
		}
		if now := turns.Get("n").Int(); now > before {
			before, n = now, n+1
		}
	}
	ctx, cancel := context.WithCancel(bg)
	cancel()
	if err := Breathe(ctx); problem.Code(err) != "" || err != context.Canceled {
		t.Fatalf("error %v", err)
	}
}
