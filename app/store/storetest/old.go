package storetest

import (
	_ "embed"
	"encoding/json"
	"testing"
)

// Old is a project as a program of schema 1 has kept it: the rows of Sample
// with the ID "a" and of four Changes of "x".
type Old struct {
	Entry     string           `json:"entry"`
	Log       []string         `json:"log"`
	Snapshots map[int64]string `json:"snapshots"` // by the last change in them: 0 and 3
}

//go:embed testdata/schema1.json
var old []byte

// OldRows returns the rows. They were written by a program of that time.
func OldRows(t testing.TB) (o Old) {
	t.Helper()
	if err := json.Unmarshal(old, &o); err != nil {
		t.Fatal(err)
	}
	return o
}
