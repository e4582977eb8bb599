package workspace

import (
	"fmt"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/store"
)

// crowded is a workspace with n marks on so many articles of 2,000 blocks.
func crowded(b testing.TB, n, articles int) (*Workspace, article.ID) {
	b.Helper()
	w := newWorld(5, 5)
	var list []*article.Article
	for i := range articles {
		text := fmt.Sprintf("%06d\n", i) + strings.Repeat("word word, “word”\n", 2_000)
		var blocks []article.Block
		at := 0
		for line := range strings.Lines(text) {
			k := len([]rune(line))
			blocks = append(blocks, article.Block{Kind: article.Paragraph, Start: at, End: at + k - 1})
			at += k
		}
		a, err := article.New(article.Meta{}, text, blocks)
		if err != nil {
			b.Fatal(err)
		}
		list = append(list, a)
	}
	p := project.New("Crowded", list, project.Stamp{When: w.now(), Mint: w.mint})
	var places []project.Occurrence
	for i := range n {
		on := list[i%articles]
		at := i / articles % (on.Len() - 100)
		places = append(places, project.Occurrence{Article: on.ID, Span: span.Span{Start: at, End: at + 1 + i/articles/(on.Len()-100)}})
	}
	d, err := project.HighlightAll(p, places, nil, project.Stamp{When: w.now(), Mint: w.mint})
	if err != nil {
		b.Fatal(err)
	}
	if p, err = p.Apply(d); err != nil || p.Annotations.Len() != n {
		b.Fatalf("%d marks, %v", p.Annotations.Len(), err)
	}
	lib := store.NewMemory()
	st, err := lib.Create(bg, p)
	if err != nil {
		b.Fatal(err)
	}
	ws, err := Open(bg, st, w.env())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(ws.Close)
	return ws, list[0].ID
}

// BenchmarkHighlight makes one mark and takes it back, so that there are not
// more and more. One change must cost about the same however much there is.
func BenchmarkHighlight(b *testing.B) {
	tags := []annotation.TagID{annotation.StarterFact}
	for _, x := range []struct{ marks, articles int }{{100, 1}, {10_000, 1}, {200_000, 1}, {200_000, 100}} {
		for _, shown := range []bool{false, true} {
			b.Run(fmt.Sprintf("marks=%d/articles=%d/page=%v", x.marks, x.articles, shown), func(b *testing.B) {
				ws, on := crowded(b, x.marks, x.articles)
				ws.Page(on)
				b.ReportAllocs()
				for b.Loop() {
					if err := ws.Do(project.User, "Mark", project.Place{}, marking(on, span.Span{Start: 500, End: 560}, tags...)); err != nil {
						b.Fatal(err)
					}
					if shown {
						ws.Page(on)
					}
					ws.Undo()
					if shown {
						ws.Page(on)
					}
				}
			})
		}
	}
}

// BenchmarkFirstPage is what the first look at any article costs, which sees
// to all of them, and BenchmarkPages what a list of all articles costs.
func BenchmarkFirstPage(b *testing.B) {
	for _, articles := range []int{1, 100} {
		b.Run(fmt.Sprintf("marks=200000/articles=%d", articles), func(b *testing.B) {
			ws, on := crowded(b, 200_000, articles)
			for b.Loop() {
				ws.sheets = nil
				ws.Page(on)
			}
		})
	}
}

func BenchmarkPages(b *testing.B) {
	ws, _ := crowded(b, 200_000, 100)
	all := ws.Project().ArticlesInOrder()
	for b.Loop() {
		ws.sheets = nil
		for _, a := range all {
			ws.Page(a.ID)
		}
	}
}
