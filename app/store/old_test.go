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

// kept2 is a row, with its parts, that a program of schema 2 or later has kept.
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

// keptRows is a project with a log from its beginning, and snapshots by the last
// change in them.
type keptRows struct {
	Log       []kept2         `json:"log"`
	Snapshots map[int64]kept2 `json:"snapshots"`
}

func readRows(t *testing.T, file string) (old keptRows) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &old); err != nil {
		t.Fatal(err)
	}
	return old
}

// leadTo checks that the log leads from Sample "a" to the projects wanted, by
// the number of the change before, and that the snapshots are those.
func (old keptRows) leadTo(t *testing.T, want map[int64]project.Project) {
	t.Helper()
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
}

// The rows of testdata/schema2.json are Sample "a", two Changes of "x" and one
// of 260 of "y", written by a program of that time, which knew no relations.
func TestRowsOfSchema2(t *testing.T) {
	old := readRows(t, "testdata/schema2.json")
	_, two := storetest.Changes(t, storetest.Sample(t, "a"), 0, 2, "x")
	_, all := storetest.Changes(t, two, 2, 260, "y")
	all.Relations = project.Table[*annotation.Relation]{}
	old.leadTo(t, map[int64]project.Project{2: two, 3: all})
	if len(old.Log) != 3 || len(old.Snapshots) != 2 || len(old.Log[2].Parts) == 0 || !strings.HasPrefix(old.Log[0].Row, `{"schema":2,`) {
		t.Error("the rows are not those that were meant")
	}
}

// The rows of testdata/schema4.json are Sample "a", two Changes of "x", the
// classChange 3, 260 of "y" together with the classChange 4, and the classChange
// 5, written by a program of that time: records of the classroom stand in the
// row, also where other things are parts.
func TestRowsOfSchema4(t *testing.T) {
	old := readRows(t, "testdata/schema4.json")
	_, two := storetest.Changes(t, storetest.Sample(t, "a"), 0, 2, "x")
	three := classChange(t, two, 3)
	_, marks := storetest.Changes(t, three, 3, 260, "y")
	four := classChange(t, marks, 4)
	want := map[int64]project.Project{2: two, 3: three, 4: four, 5: classChange(t, four, 5)}
	old.leadTo(t, want)
	if len(old.Log) != 5 || len(old.Snapshots) != 2 || len(old.Log[3].Parts) == 0 || !strings.HasPrefix(old.Log[0].Row, `{"schema":4,`) ||
		!strings.Contains(old.Log[3].Row, `"class":{`) || !strings.Contains(old.Snapshots[4].Row, `"class":[{`) || want[4].Class.Len() != 3 {
		t.Error("the rows are not those that were meant")
	}
}

// classChange changes the records of the classroom: 3 adds a lesson, a hand-in
// and a private name, 4 changes, removes and adds some, 5 removes the lesson.
func classChange(t *testing.T, p project.Project, number int) project.Project {
	t.Helper()
	record := func(kind, id string, body any) *project.ClassRecord {
		r, err := project.NewClassRecord(kind, id, body)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	lesson := record("lesson", "l1", map[string]any{"task": "Find <b>claims</b>. 👩🏽‍🚒\u2028", "of": fmt.Sprint(number)})
	first, second := record("hand-in", "h1", strings.Repeat("one ", 30)), record("hand-in", "h2", []any{1.5, nil, "two"})
	name := record("name", "s1", "Ayşe")
	name.Private = true
	var d project.Diff
	switch number {
	case 3:
		d = project.PutClass(p, lesson, first, name)
	case 4:
		d = project.PutClass(p, lesson, second).Then(project.DropClass(p, "hand-in", "h1"))
	case 5:
		d = project.DropClass(p, "lesson", "l1")
	}
	after, err := p.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	return after
}
