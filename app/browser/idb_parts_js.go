package browser

import (
	"context"
	"math"
	"syscall/js"

	"claimlight/app/project"
	"claimlight/app/store"
)

// A row of which there is very much has parts beside it, as arrays of bytes,
// in the same object store, under the key [project, "part", number of the row,
// number of the part]: behind all rows of the project, since in IndexedDB
// strings come after numbers. Row and parts are written in one transaction.

const partKey = "part"

// partsOf is the range of the keys of a row's parts. An array comes after any
// number.
func partsOf(id string, seq int64) js.Value {
	return js.Global().Get("IDBKeyRange").Call("bound", []any{id, partKey, seq}, []any{id, partKey, seq, []any{}})
}

// allOf is the range of everything that is kept under a project.
func allOf(id string) js.Value {
	return js.Global().Get("IDBKeyRange").Call("bound", []any{id}, []any{id, []any{}})
}

// keptRow is a row on its way to the database. Its parts wait in the memory of
// JavaScript, which gives it back, unlike that of Go.
type keptRow struct {
	seq   int64
	row   string
	parts []js.Value // Uint8Array
}

// add is the store.Put of a row.
func (k *keptRow) add(data []byte) error {
	part := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(part, data)
	k.parts = append(k.parts, part)
	return nil
}

// breathing is a pace that lets the browser have its turn.
func breathing(ctx context.Context, pace project.Pace) project.Pace {
	return func(done, total int) error {
		if err := Breathe(ctx); err != nil {
			return err
		}
		return pace.At(done, total)
	}
}

// putsAtOnce is how many parts are handed to the database before it has
// answered: each is copied at that moment, on our thread.
const putsAtOnce = 8

// putRow writes a row with its parts, in place of what may be there, and goes
// on with then.
func (t *transaction) putRow(name, id string, k *keptRow, then func() error) {
	rows := t.store(name)
	rows.Call("delete", partsOf(id, k.seq))
	var from func(i int) error
	from = func(i int) error {
		for end := min(i+putsAtOnce, len(k.parts)); i < end; i++ {
			request := rows.Call("put", k.parts[i], []any{id, partKey, k.seq, i})
			if i == end-1 && end < len(k.parts) {
				t.request(request, func(js.Value) error { return from(end) })
				return nil
			}
		}
		t.put(name, rowKey(id, k.seq), k.row)
		return then()
	}
	t.do(func() error { return from(0) })
}

// getsAtOnce is how many parts are fetched at a time.
const getsAtOnce = 16

// parts appends the parts of a row to out.
func (s *idbStore) parts(t *transaction, name string, seq int64, out *[]js.Value) {
	s.partsFrom(t, name, seq, 0, out)
}

func (s *idbStore) partsFrom(t *transaction, name string, seq int64, from int, out *[]js.Value) {
	rest := js.Global().Get("IDBKeyRange").Call("bound", []any{s.id, partKey, seq, from}, []any{s.id, partKey, seq, []any{}})
	t.request(t.store(name).Call("getAll", rest, getsAtOnce), func(batch js.Value) error {
		n := batch.Length()
		for i := range n {
			*out = append(*out, batch.Index(i))
		}
		if n == getsAtOnce {
			s.partsFrom(t, name, seq, from+n, out)
		}
		return nil
	})
}

// partReader returns the store.Part of parts that were fetched. A part that is
// not there, or is no array of bytes, is empty, which decodes as damaged.
func partReader(parts []js.Value) store.Part {
	var buf []byte
	bytes := js.Global().Get("Uint8Array")
	return func(i int) ([]byte, error) {
		if i >= len(parts) || !parts[i].InstanceOf(bytes) {
			return nil, nil
		}
		n := parts[i].Length()
		if cap(buf) < n {
			buf = make([]byte, n)
		}
		js.CopyBytesToGo(buf[:n], parts[i])
		parts[i] = js.Undefined() // it is needed no more
		return buf[:n], nil
	}
}

// logParts returns what store.DecodeLog asks for parts: those of one row are
// fetched when the first of them is asked for. What is in the log stays.
func (s *idbStore) logParts(ctx context.Context) func(seq int64, i int) ([]byte, error) {
	at, part := int64(-1), store.Part(nil)
	return func(seq int64, i int) ([]byte, error) {
		if seq != at {
			var parts []js.Value
			err := s.db.read(ctx, func(t *transaction) error {
				parts = nil
				s.parts(t, logRows, seq, &parts)
				return nil
			}, logRows)
			if err != nil {
				return nil, err
			}
			at, part = seq, partReader(parts)
		}
		return part(i)
	}
}

// lastRow goes on with the number of the last row up to upTo, -1 if there is
// none.
func (s *idbStore) lastRow(t *transaction, name string, upTo float64, then func(seq int64) error) {
	keys := t.store(name).Call("openKeyCursor", rowRange(s.id, 0, upTo), "prev")
	t.request(keys, func(cursor js.Value) error {
		if cursor.IsNull() {
			return then(-1)
		}
		return then(seqOf(cursor))
	})
}

// end goes on with the number of the last change in the log.
func (s *idbStore) end(t *transaction, then func(end int64) error) {
	s.lastRow(t, logRows, math.Inf(1), func(seq int64) error { return then(max(seq, 0)) })
}
