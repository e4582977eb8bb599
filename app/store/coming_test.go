package store_test

import (
	"context"
	"errors"
	"testing"

	"claimlight/app/project"
	"claimlight/app/store"
	"claimlight/app/store/storetest"
)

func TestComingIsReadBeforeItIsKept(t *testing.T) {
	ctx := context.Background()
	p := storetest.Sample(t, "new")
	library, gate := store.NewMemory(), make(chan struct{})
	st := store.Coming(p, func(ctx context.Context) (store.Store, error) {
		<-gate
		return library.Create(ctx, p)
	})
	saved, err := st.Load(ctx, nil)
	if err != nil || saved.End() != 0 || !saved.Snapshot.Equal(p) || st.Kept() {
		t.Fatalf("before it is kept: %v, end %d, kept %v", err, saved.End(), st.Kept())
	}
	txs, after := storetest.Changes(t, p, 0, 3, "a")
	written := make(chan error, 1)
	go func() { written <- st.Append(ctx, 0, txs) }()
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := st.Append(ended, 0, txs); !errors.Is(err, context.Canceled) {
		t.Errorf("an append that nobody waits for: %v", err)
	}
	select {
	case err := <-written:
		t.Fatalf("written before the project was kept: %v", err)
	default:
	}
	close(gate)
	if err := <-written; err != nil || !st.Kept() {
		t.Fatalf("after it is kept: %v", err)
	}
	wantKept(t, library, after)
	if late, err := st.Since(ctx, 1); err != nil || len(late) != 2 {
		t.Errorf("%d changes since the first, %v", len(late), err)
	}
	if saved, err := st.Load(ctx, nil); err != nil || saved.End() != 3 {
		t.Errorf("loaded again: end %d, %v", saved.End(), err)
	}
}

// wantKept checks what another tab would find.
func wantKept(t *testing.T, library store.Library, want project.Project) {
	t.Helper()
	st, err := library.Open(context.Background(), want.Info().ID)
	if err != nil {
		t.Fatal(err)
	}
	saved, err := st.Load(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := saved.Project(); err != nil || !got.Equal(want) {
		t.Errorf("what is kept differs (%v)", err)
	}
}

// Where the project cannot be kept, neither can a change; the next attempt
// tries both.
func TestComingIsTriedAgain(t *testing.T) {
	ctx := context.Background()
	p := storetest.Sample(t, "new")
	library, tries := store.NewMemory(), 0
	st := store.Coming(p, func(ctx context.Context) (store.Store, error) {
		if tries++; tries <= 2 {
			return nil, store.Full(nil)
		}
		return library.Create(ctx, p)
	})
	txs, after := storetest.Changes(t, p, 0, 1, "a")
	failures := 0
	for st.Append(ctx, 0, txs) != nil {
		if failures++; failures > 2 {
			t.Fatal("it is never kept")
		}
	}
	if failures == 0 {
		t.Error("written while there was no room")
	}
	wantKept(t, library, after)
}
