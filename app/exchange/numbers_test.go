package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// Thousands of the same name are told apart without counting from the start for
// each.
func TestNumbersGoOn(t *testing.T) {
	const many = 5000
	tried, taken, next := 0, map[string]bool{"a-3": true}, numbers{}
	for range many {
		name := next.free("a", "a", func(name string) bool { tried++; return taken[name] }, func(name string, n int) string { return fmt.Sprintf("%s-%d", name, n) })
		if taken[name] {
			t.Fatalf("%s twice", name)
		}
		taken[name] = true
	}
	if tried > 3*many {
		t.Errorf("%d names were tried for %d", tried, many)
	}
	if !taken["a"] || !taken["a-2"] || !taken["a-4"] || taken["a-5002"] {
		t.Error("the numbers are not those that come next")
	}
}

func TestDocumentsOfOneName(t *testing.T) {
	keys := newDocKeys()
	for _, c := range [][2]string{{"a.txt", "a"}, {"a.txt", "a-2"}, {"A.txt", "A-3"}, {"a-4.txt", "a-4"}, {"a.md", "a-5"}, {"b.txt", "b"}} {
		if got := keys.of(&article.Article{Meta: article.Meta{File: c[0]}}); got != c[1] {
			t.Errorf("%s became %s, not %s", c[0], got, c[1])
		}
	}
}

func TestNamesThatBecomeOne(t *testing.T) {
	r := newReducer(Format{Label: func(string) string { return "x" }}, &losses{})
	got := []string{r.written("tag", "a"), r.written("tag", "b"), r.written("value", "a"), r.written("tag", "c"), r.written("tag", "b")}
	if all := strings.Join(got, " "); all != "x x_2 x x_3 x_2" {
		t.Error(all)
	}
	g := newGather(Env{})
	for _, want := range []string{"Tag", "Tag (2)", "Tag (3)"} {
		if id := g.makeTag(annotation.TagID(derive(want)), "Tag"); g.tags[id].Name != want {
			t.Errorf("%s, not %s", g.tags[id].Name, want)
		}
	}
}

// Marks of one ID are told apart: the second is the same whatever follows, and
// all are when the file is read again.
func TestMarksOfOneID(t *testing.T) {
	const id, many = "3f0c7a3e-7a3b-4a54-9a7e-0d4f6f5a8f11", 20_000
	marks := make([]Mark, many)
	for i := range marks {
		marks[i] = Mark{Key: id, ID: id, Pieces: []span.Span{{Start: 0, End: 4}}}
	}
	read := func(n int) []annotation.ID {
		g := newGather(Env{Now: anyTime})
		c := newCollector(newSettler(plainDocs, newInput(nil, Env{}, g.report), &g, Count{}))
		var ids []annotation.ID
		for i := range n {
			ids = append(ids, c.identify(&Doc{Key: "d", Marks: marks}, &article.Article{ID: "a"}, i))
		}
		return ids
	}
	few, all := read(3), read(many)
	if few[0] != id || string(few[1]) != derive("another "+id) || !slices.Equal(few, all[:3]) {
		t.Error(few, all[:3])
	}
	seen := map[string]bool{}
	for i, written := range markIDs(marks).each {
		if seen[written] || string(all[i]) != written || !annotation.ValidID(written) {
			t.Fatalf("mark %d: %s is written, %s is read", i, written, all[i])
		}
		seen[written] = true
	}
}

func TestKeysOfManyMarks(t *testing.T) {
	d := &Doc{Key: "d", Marks: make([]Mark, 0xD900)}
	d.keyMarks()
	seen := map[string]bool{}
	for _, m := range d.Marks {
		seen[m.Key] = true
	}
	if len(seen) != len(d.Marks) {
		t.Errorf("%d marks have %d keys", len(d.Marks), len(seen))
	}
}
