package store

import (
	"context"
	"maps"
	"slices"
	"sync"

	"claimlight/app/project"
)

// Memory is a Library that lasts as long as the program: for tests, and for a
// browser whose database is blocked.
type Memory struct {
	mu       sync.Mutex
	projects map[string]*shelf
}

// shelf is what is kept of one project.
type shelf struct {
	entry     Entry
	log       []project.Tx // log[i] is change i+1
	snapshots map[int64]project.Project
}

// NewMemory makes an empty library.
func NewMemory() *Memory { return &Memory{projects: map[string]*shelf{}} }

// List returns all projects, the one changed last first.
func (m *Memory) List(ctx context.Context) ([]Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]Entry, 0, len(m.projects))
	for _, s := range m.projects {
		list = append(list, s.entry)
	}
	sortEntries(list)
	return list, ctx.Err()
}

// Create keeps a new project.
func (m *Memory) Create(ctx context.Context, p project.Project) (Store, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := EntryOf(p, p.Info().Created)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case e.ID == "":
		return nil, NoID()
	case m.projects[e.ID] != nil:
		return nil, Exists()
	}
	m.projects[e.ID] = &shelf{entry: e, snapshots: map[int64]project.Project{0: p}}
	return &memoryStore{m, e.ID}, nil
}

// Open returns the store of a project.
func (m *Memory) Open(ctx context.Context, id string) (Store, error) {
	s := &memoryStore{m, id}
	return s, s.with(ctx, func(*shelf) error { return nil })
}

// Describe replaces a project's row in the list.
func (m *Memory) Describe(ctx context.Context, e Entry) error {
	return (&memoryStore{m, e.ID}).with(ctx, func(s *shelf) error {
		s.entry = e
		return nil
	})
}

// Remove deletes a project.
func (m *Memory) Remove(ctx context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if ctx.Err() == nil {
		delete(m.projects, id)
	}
	return ctx.Err()
}

type memoryStore struct {
	m  *Memory
	id string
}

// with does something to the project's shelf while nobody else does.
func (s *memoryStore) with(ctx context.Context, do func(*shelf) error) error {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	shelf := s.m.projects[s.id]
	if shelf == nil {
		return Gone()
	}
	return do(shelf)
}

func (s *memoryStore) Load(ctx context.Context, _ project.Pace) (saved Saved, err error) {
	err = s.with(ctx, func(s *shelf) error {
		for seq, p := range s.snapshots {
			if seq >= saved.Seq {
				saved.Snapshot, saved.Seq = p, seq
			}
		}
		saved.Log = slices.Clone(s.log[saved.Seq:])
		return nil
	})
	return saved, err
}

func (s *memoryStore) Append(ctx context.Context, base int64, txs []project.Tx) error {
	return s.with(ctx, func(s *shelf) error {
		if int64(len(s.log)) != base {
			return ErrBehind
		}
		if err := CheckNumbers(base, txs); err != nil {
			return err
		}
		s.log = append(s.log, txs...)
		return nil
	})
}

func (s *memoryStore) Since(ctx context.Context, seq int64) (txs []project.Tx, err error) {
	err = s.with(ctx, func(s *shelf) error {
		txs = slices.Clone(s.log[min(seq, int64(len(s.log))):])
		return nil
	})
	return txs, err
}

func (s *memoryStore) History(ctx context.Context, upTo int64) (txs []project.Tx, err error) {
	err = s.with(ctx, func(s *shelf) error {
		txs = slices.Clone(s.log[:min(upTo, int64(len(s.log)))])
		return nil
	})
	return txs, err
}

func (s *memoryStore) Snapshot(ctx context.Context, p project.Project, seq int64) error {
	return s.with(ctx, func(s *shelf) error {
		if seq > int64(len(s.log)) {
			return ErrBehind
		}
		s.snapshots[seq] = p
		seqs := slices.Sorted(maps.Keys(s.snapshots))
		for _, old := range seqs[:max(len(seqs)-KeptSnapshots, 0)] {
			delete(s.snapshots, old)
		}
		return nil
	})
}

func (s *memoryStore) Close() error { return nil }
