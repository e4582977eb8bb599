package browser

import (
	"context"
	"syscall/js"

	"claimlight/app/project"
	"claimlight/app/store"
)

// The object stores. Their rows are the strings of package store's Encode
// functions, with parts beside them; the keys stand outside the rows.
const (
	projectRows  = "projects"  // key: project
	logRows      = "log"       // key: [project, number of the change]
	snapshotRows = "snapshots" // key: [project, number of the last change in it]
)

// IDB is the store.Library in the browser's IndexedDB: one database for all
// projects. Every method must be called from a goroutine that may wait, not
// from an event handler.
type IDB struct {
	db *database
}

var _ store.Library = (*IDB)(nil)

// OpenLibrary opens the database, named prefix-projects, and makes it if there
// is none. The errors are those of package store: storage-blocked where the
// browser has no usable database, newer-schema where a newer program has
// been here.
func OpenLibrary(ctx context.Context, prefix string) (*IDB, error) {
	b := &IDB{newDatabase(prefix + "-projects")}
	_, err := b.db.connection(ctx)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Close closes the database for good.
func (b *IDB) Close() { b.db.close() }

// List returns all projects, the one changed last first.
func (b *IDB) List(ctx context.Context) ([]store.Entry, error) {
	var rows, ids []string
	err := b.db.read(ctx, func(t *transaction) error {
		rows, ids = nil, nil
		t.request(t.store(projectRows).Call("getAllKeys"), func(keys js.Value) error {
			ids = stringsOf(keys)
			return nil
		})
		t.request(t.store(projectRows).Call("getAll"), func(all js.Value) error {
			rows = stringsOf(all)
			return nil
		})
		return nil
	}, projectRows)
	if err != nil {
		return nil, err
	}
	return store.DecodeList(rows, ids), nil
}

// Create keeps a new project.
func (b *IDB) Create(ctx context.Context, p project.Project) (store.Store, error) {
	id := p.Info().ID
	if id == "" {
		return nil, store.NoID()
	}
	entry, err := store.EncodeEntry(store.EntryOf(p, p.Info().Created))
	if err != nil {
		return nil, err
	}
	snapshot, err := encodeSnapshot(ctx, p, 0)
	if err != nil {
		return nil, err
	}
	err = b.db.write(ctx, func(t *transaction) error {
		t.request(t.store(projectRows).Call("get", id), func(row js.Value) error {
			if !row.IsUndefined() {
				return store.Exists()
			}
			t.put(projectRows, id, entry)
			t.putRow(snapshotRows, id, snapshot, func() error { return nil })
			return nil
		})
		return nil
	}, projectRows, snapshotRows)
	if err != nil {
		return nil, err
	}
	return &idbStore{db: b.db, id: id}, nil
}

// Open returns the store of a project.
func (b *IDB) Open(ctx context.Context, id string) (store.Store, error) {
	s := &idbStore{db: b.db, id: id}
	err := b.db.read(ctx, func(t *transaction) error {
		s.check(t, func() error { return nil })
		return nil
	}, projectRows)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Describe replaces a project's row in the list.
func (b *IDB) Describe(ctx context.Context, e store.Entry) error {
	row, err := store.EncodeEntry(e)
	if err != nil {
		return err
	}
	return b.db.write(ctx, func(t *transaction) error {
		(&idbStore{db: b.db, id: e.ID}).check(t, func() error {
			t.put(projectRows, e.ID, row)
			return nil
		})
		return nil
	}, projectRows)
}

// Remove deletes a project with all its history.
func (b *IDB) Remove(ctx context.Context, id string) error {
	return b.db.write(ctx, func(t *transaction) error {
		t.store(projectRows).Call("delete", id)
		t.store(logRows).Call("delete", allOf(id))
		t.store(snapshotRows).Call("delete", allOf(id))
		return nil
	}, projectRows, logRows, snapshotRows)
}
