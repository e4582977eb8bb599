package browser

import (
	"context"
	"fmt"
	"math"
	"strings"
	"syscall/js"
	"time"

	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/store"
)

// idbStore is the store.Store of one project.
type idbStore struct {
	db      *database
	id      string
	damaged []int64 // the snapshots that Load could not read
}

// check goes on with then if the project is there and of no newer schema. As
// it is part of the same transaction, that stays so until the end of it.
func (s *idbStore) check(t *transaction, then func() error) {
	t.request(t.store(projectRows).Call("get", s.id), func(row js.Value) error {
		if row.IsUndefined() {
			return store.Gone()
		}
		if err := store.CheckEntry(stringOf(row)); err != nil {
			return err
		}
		return then()
	})
}

// end goes on with the number of the last change in the log.
func (s *idbStore) end(t *transaction, then func(end int64) error) {
	keys := t.store(logRows).Call("openKeyCursor", rowRange(s.id, 0, math.Inf(1)), "prev")
	t.request(keys, func(cursor js.Value) error {
		if cursor.IsNull() {
			return then(0)
		}
		return then(seqOf(cursor))
	})
}

// Append writes changes behind base. Looking where the log ends and writing
// are one transaction, so of two tabs that append at a time one wins.
func (s *idbStore) Append(ctx context.Context, base int64, txs []project.Tx) error {
	rows, err := encodeLog(base, txs)
	if err != nil {
		return err
	}
	return s.db.write(ctx, func(t *transaction) error {
		s.check(t, func() error {
			s.end(t, func(end int64) error {
				if end != base {
					return store.ErrBehind
				}
				for i, row := range rows {
					t.put(logRows, rowKey(s.id, base+1+int64(i)), row)
				}
				return nil
			})
			return nil
		})
		return nil
	}, projectRows, logRows)
}

func encodeLog(base int64, txs []project.Tx) ([]string, error) {
	if err := store.CheckNumbers(base, txs); err != nil {
		return nil, err
	}
	rows := make([]string, len(txs))
	for i, tx := range txs {
		row, err := store.EncodeTx(tx)
		if err != nil {
			return nil, fmt.Errorf("writing change %d as JSON: %w", tx.Seq, err)
		}
		rows[i] = row
	}
	return rows, nil
}

// Snapshot keeps the project as it is after the change seq.
func (s *idbStore) Snapshot(ctx context.Context, p project.Project, seq int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	row, err := store.EncodeSnapshot(p)
	if err != nil {
		return err
	}
	err = s.db.write(ctx, func(t *transaction) error {
		s.check(t, func() error {
			s.end(t, func(end int64) error {
				if seq > end {
					return store.ErrBehind
				}
				s.replaceSnapshots(t, seq, row)
				return nil
			})
			return nil
		})
		return nil
	}, projectRows, logRows, snapshotRows)
	if err == nil {
		s.damaged = nil
	}
	return err
}

// replaceSnapshots writes a snapshot and deletes those that nobody will look at
// again, first of all the damaged ones: they count for nothing.
func (s *idbStore) replaceSnapshots(t *transaction, seq int64, row string) {
	rows := t.store(snapshotRows)
	for _, damaged := range s.damaged {
		rows.Call("delete", rowKey(s.id, damaged))
	}
	t.put(snapshotRows, rowKey(s.id, seq), row)
	t.request(rows.Call("getAllKeys", rowRange(s.id, 0, math.Inf(1))), func(keys js.Value) error {
		for i := range keys.Length() - store.KeptSnapshots {
			rows.Call("delete", keys.Index(i))
		}
		return nil
	})
}

// Load reads the latest snapshot that is sound and the changes after it.
func (s *idbStore) Load(ctx context.Context) (store.Saved, error) {
	for upTo := math.Inf(1); ; {
		seq, snapshot, rows, err := s.load(ctx, upTo)
		if err != nil {
			return store.Saved{}, err
		}
		if seq < 0 {
			return store.Saved{}, store.Damaged("its beginning", nil)
		}
		p, err := store.DecodeSnapshot(snapshot, seq)
		if err == nil {
			log, err := store.DecodeLog(rows, seq+1)
			return store.Saved{Snapshot: p, Seq: seq, Log: log}, err
		}
		if seq == 0 {
			return store.Saved{}, err
		}
		// Nothing is lost with a snapshot: the one before and the log have it all.
		if problem.Code(err) == "damaged" {
			s.damaged = append(s.damaged, seq)
		}
		upTo = float64(seq - 1)
	}
}

// load reads the last snapshot up to upTo, and all changes after it, as one
// picture of the database. If there is no snapshot, seq is -1.
func (s *idbStore) load(ctx context.Context, upTo float64) (seq int64, snapshot string, rows []string, err error) {
	err = s.db.read(ctx, func(t *transaction) error {
		seq, rows = -1, nil
		s.check(t, func() error {
			cursor := t.store(snapshotRows).Call("openCursor", rowRange(s.id, 0, upTo), "prev")
			t.request(cursor, func(cursor js.Value) error {
				if cursor.IsNull() {
					return nil
				}
				seq, snapshot = seqOf(cursor), stringOf(cursor.Get("value"))
				s.rows(t, seq+1, math.Inf(1), &rows)
				return nil
			})
			return nil
		})
		return nil
	}, projectRows, logRows, snapshotRows)
	return seq, snapshot, rows, err
}

// Since returns the changes after seq.
func (s *idbStore) Since(ctx context.Context, seq int64) ([]project.Tx, error) {
	return s.log(ctx, seq+1, math.Inf(1))
}

// History returns the changes up to and including upTo.
func (s *idbStore) History(ctx context.Context, upTo int64) ([]project.Tx, error) {
	return s.log(ctx, 1, float64(upTo))
}

func (s *idbStore) log(ctx context.Context, from int64, to float64) ([]project.Tx, error) {
	var rows []string
	err := s.db.read(ctx, func(t *transaction) error {
		rows = nil
		s.check(t, func() error {
			s.rows(t, from, to, &rows)
			return nil
		})
		return nil
	}, projectRows, logRows)
	if err != nil {
		return nil, err
	}
	return decodeInSlices(rows, from)
}

// slice is how many changes are decoded before the browser has its turn: a
// few milliseconds of work.
const slice = 25

// decodeInSlices decodes rows without holding up the page: the one thread
// there is goes back to the browser between slices.
func decodeInSlices(rows []string, first int64) (txs []project.Tx, err error) {
	for start := 0; start < len(rows); start += slice {
		if start > 0 {
			time.Sleep(time.Millisecond)
		}
		some, err := store.DecodeLog(rows[start:min(start+slice, len(rows))], first+int64(start))
		txs = append(txs, some...)
		if err != nil {
			return txs, err
		}
	}
	return txs, nil
}

// Close does nothing: the database belongs to the library.
func (s *idbStore) Close() error { return nil }

// batchRows is how many rows are fetched at a time: few crossings between Go
// and JavaScript, and yet no string that is too long.
const batchRows = 500

// rows appends the rows of the changes from and to, both included, to out.
func (s *idbStore) rows(t *transaction, from int64, to float64, out *[]string) {
	if float64(from) > to {
		return
	}
	all := t.store(logRows).Call("getAll", rowRange(s.id, float64(from), to), batchRows)
	t.request(all, func(batch js.Value) error {
		*out = append(*out, stringsOf(batch)...)
		if n := batch.Length(); n == batchRows {
			s.rows(t, from+int64(n), to, out)
		}
		return nil
	})
}

func rowKey(id string, seq int64) js.Value { return js.ValueOf([]any{id, seq}) }

// rowRange is the range of keys of a project's rows, both ends included.
func rowRange(id string, from, to float64) js.Value {
	return js.Global().Get("IDBKeyRange").Call("bound", []any{id, from}, []any{id, to})
}

// seqOf returns the number in the key at which a cursor stands.
func seqOf(cursor js.Value) int64 { return int64(cursor.Get("key").Index(1).Float()) }

// stringOf returns a row, "" if it is no string, which decodes as damaged.
func stringOf(v js.Value) string {
	if v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

// stringsOf returns an array of rows. They cross from JavaScript as one
// string: JSON has no line feeds of its own.
func stringsOf(array js.Value) []string {
	n := array.Length()
	if n == 0 {
		return nil
	}
	if rows := strings.Split(array.Call("join", "\n").String(), "\n"); len(rows) == n {
		return rows
	}
	rows := make([]string, n)
	for i := range rows {
		rows[i] = stringOf(array.Index(i))
	}
	return rows
}
