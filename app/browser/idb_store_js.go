package browser

import (
	"context"
	"math"
	"strings"
	"syscall/js"

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

// claim is check before something is written: it sees to it that the project's
// row speaks of the present schema, so that no older program reads or writes
// there any more.
func (s *idbStore) claim(t *transaction, then func() error) {
	t.request(t.store(projectRows).Call("get", s.id), func(row js.Value) error {
		if row.IsUndefined() {
			return store.Gone()
		}
		if err := store.CheckEntry(stringOf(row)); err != nil {
			return err
		}
		if raised, older := store.RaiseEntry(stringOf(row)); older {
			t.put(projectRows, s.id, raised)
		}
		return then()
	})
}

// Append writes changes behind base. Looking where the log ends and writing
// are one transaction, so of two tabs that append at a time one wins.
func (s *idbStore) Append(ctx context.Context, base int64, txs []project.Tx) error {
	rows, err := encodeLog(ctx, base, txs)
	if err != nil {
		return err
	}
	return s.db.write(ctx, func(t *transaction) error {
		s.claim(t, func() error {
			s.end(t, func(end int64) error {
				if end != base {
					return store.ErrBehind
				}
				t.putRows(logRows, s.id, rows)
				return nil
			})
			return nil
		})
		return nil
	}, projectRows, logRows)
}

// putRows writes rows one after the other.
func (t *transaction) putRows(name, id string, rows []*keptRow) {
	for len(rows) > 0 && len(rows[0].parts) == 0 {
		t.put(name, rowKey(id, rows[0].seq), rows[0].row)
		rows = rows[1:]
	}
	if len(rows) > 0 {
		t.putRow(name, id, rows[0], func() error {
			t.putRows(name, id, rows[1:])
			return nil
		})
	}
}

func encodeLog(ctx context.Context, base int64, txs []project.Tx) ([]*keptRow, error) {
	if err := store.CheckNumbers(base, txs); err != nil {
		return nil, err
	}
	pace := breathing(ctx, nil)
	rows := make([]*keptRow, len(txs))
	for i, tx := range txs {
		k := &keptRow{seq: tx.Seq}
		row, err := store.EncodeChange(tx, k.add, pace)
		if err != nil {
			return nil, err
		}
		k.row, rows[i] = row, k
	}
	return rows, nil
}

// encodeSnapshot makes the rows of a project as it is after the change seq.
func encodeSnapshot(ctx context.Context, p project.Project, seq int64) (*keptRow, error) {
	k := &keptRow{seq: seq}
	row, err := store.EncodeSnapshot(p, k.add, breathing(ctx, nil))
	k.row = row
	return k, err
}

// Snapshot keeps the project as it is after the change seq. It is encoded
// first, in slices, and then written whole or not at all.
func (s *idbStore) Snapshot(ctx context.Context, p project.Project, seq int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	k, err := encodeSnapshot(ctx, p, seq)
	if err != nil {
		return err
	}
	err = s.db.write(ctx, func(t *transaction) error {
		s.claim(t, func() error {
			s.end(t, func(end int64) error {
				if seq > end {
					return store.ErrBehind
				}
				s.replaceSnapshots(t, k)
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
func (s *idbStore) replaceSnapshots(t *transaction, k *keptRow) {
	rows := t.store(snapshotRows)
	drop := func(seq int64) {
		rows.Call("delete", rowKey(s.id, seq))
		rows.Call("delete", partsOf(s.id, seq))
	}
	for _, damaged := range s.damaged {
		drop(damaged)
	}
	t.putRow(snapshotRows, s.id, k, func() error {
		t.request(rows.Call("getAllKeys", rowRange(s.id, 0, math.Inf(1))), func(keys js.Value) error {
			for i := range keys.Length() - store.KeptSnapshots {
				drop(int64(keys.Index(i).Index(1).Float()))
			}
			return nil
		})
		return nil
	})
}

// Load reads the latest snapshot that is sound and the changes after it.
func (s *idbStore) Load(ctx context.Context, pace project.Pace) (store.Saved, error) {
	breath := breathing(ctx, pace)
	for upTo := math.Inf(1); ; {
		l, err := s.load(ctx, upTo)
		if err != nil {
			return store.Saved{}, err
		}
		if l.seq < 0 {
			return store.Saved{}, store.Damaged("its beginning", nil)
		}
		p, err := store.DecodeSnapshot(l.snapshot, l.seq, partReader(l.parts), breath.Part(0, 8, 10))
		if err == nil {
			log, err := store.DecodeLog(l.rows, l.seq+1, s.logParts(ctx), breath.Part(8, 10, 10))
			return store.Saved{Snapshot: p, Seq: l.seq, Log: log}, err
		}
		if code := problem.Code(err); l.seq == 0 || code != "damaged" && code != "newer-schema" {
			return store.Saved{}, err
		} else if code == "damaged" {
			s.damaged = append(s.damaged, l.seq)
		}
		// Nothing is lost with a snapshot: the one before and the log have it all.
		upTo = float64(l.seq - 1)
	}
}

// loaded is what a project is made of, as it lies in the database.
type loaded struct {
	seq      int64 // of the snapshot; -1 if there is none
	snapshot string
	parts    []js.Value
	rows     []string // the changes after it
}

// load reads the last snapshot up to upTo, and all changes after it, as one
// picture of the database.
func (s *idbStore) load(ctx context.Context, upTo float64) (l loaded, err error) {
	err = s.db.read(ctx, func(t *transaction) error {
		l = loaded{}
		s.check(t, func() error {
			s.lastRow(t, snapshotRows, upTo, func(seq int64) error {
				if l.seq = seq; seq < 0 {
					return nil
				}
				t.request(t.store(snapshotRows).Call("get", rowKey(s.id, seq)), func(row js.Value) error {
					l.snapshot = stringOf(row)
					return nil
				})
				s.parts(t, snapshotRows, seq, &l.parts)
				s.rows(t, seq+1, math.Inf(1), &l.rows)
				return nil
			})
			return nil
		})
		return nil
	}, projectRows, logRows, snapshotRows)
	return l, err
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
	return store.DecodeLog(rows, from, s.logParts(ctx), breathing(ctx, nil))
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
