package store_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/project"
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

// kept2 is a row, with its parts, that a program of schema 2 has kept.
type kept2 struct {
	Row   string   `json:"row"`
	Parts [][]byte `json:"parts"`
}

func (k kept2) part(i int) ([]byte, error) {
	if i >= len(k.Parts) {
		return nil, nil
	}
	return k.Parts[i], nil
}

// The rows of testdata/schema2.json are Sample "a", two Changes of "x" and one
// of 260 of "y", written by a program of that time, which knew no relations.
func TestRowsOfSchema2(t *testing.T) {
	data, err := os.ReadFile("testdata/schema2.json")
	if err != nil {
		t.Fatal(err)
	}
	var old struct {
		Log       []kept2         `json:"log"`
		Snapshots map[int64]kept2 `json:"snapshots"`
	}
	if err := json.Unmarshal(data, &old); err != nil {
		t.Fatal(err)
	}
	_, two := storetest.Changes(t, storetest.Sample(t, "a"), 0, 2, "x")
	_, all := storetest.Changes(t, two, 2, 260, "y")
	all.Relations = project.Table[*annotation.Relation]{}
	want := map[int64]project.Project{2: two, 3: all}
	p := storetest.Sample(t, "a")
	for i, k := range old.Log {
		seq := int64(i + 1)
		tx, err := store.DecodeChange(k.Row, seq, k.part, nil)
		if err != nil {
			t.Fatal(err)
		}
		if p, err = p.Apply(tx.Diff); err != nil {
			t.Fatal(err)
		}
		if q, known := want[seq]; known && !p.Equal(q) {
			t.Errorf("after change %d it is another project", seq)
		}
	}
	for seq, k := range old.Snapshots {
		q, err := store.DecodeSnapshot(k.Row, seq, k.part, nil)
		if err != nil || !q.Equal(want[seq]) {
			t.Errorf("the snapshot after change %d is another project: %v", seq, err)
		}
	}
	if len(old.Log) != 3 || len(old.Snapshots) != 2 || len(old.Log[2].Parts) == 0 || !strings.HasPrefix(old.Log[0].Row, `{"schema":2,`) {
		t.Error("the rows are not those that were meant")
	}
}
