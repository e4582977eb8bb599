package store_test

import (
	"fmt"
	"testing"

	"claimlight/app/store"
	"claimlight/app/store/storetest"
)

// What a program of schema 1 has written is read as it was meant.
func TestRowsOfSchema1(t *testing.T) {
	old, p := storetest.OldRows(t), storetest.Sample(t, "a")
	txs, after := storetest.Changes(t, p, 0, 4, "x")
	log, err := store.DecodeLog(old.Log, 1, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, tx := range txs {
		if !log[i].Equal(tx) {
			t.Errorf("change %d is another", i+1)
		}
	}
	for seq := range old.Snapshots {
		snapshot, err := store.DecodeSnapshot(old.Snapshots[seq], seq, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := store.Saved{Snapshot: snapshot, Seq: seq, Log: log[seq:]}.Project()
		if err != nil || !got.Equal(after) {
			t.Errorf("from the snapshot after change %d it is another project: %v", seq, err)
		}
	}
	if e := store.DecodeEntry(old.Entry, "a"); fmt.Sprint(e.Name, e.Annotations) != "Project a4" {
		t.Errorf("the row in the list is %+v", e)
	}
}
