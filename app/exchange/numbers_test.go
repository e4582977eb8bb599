package exchange

import (
	"fmt"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
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
