package workspace

import (
	"fmt"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/store"
)

// grown is a workspace with one article of n words in paragraphs of a hundred,
// and a mark on every tenth word of it.
func grown(b *testing.B, n int) (*Workspace, *article.Article) {
	b.Helper()
	w := newWorld(7, 7)
	var text strings.Builder
	var blocks []article.Block
	for at := 0; len(blocks)*100 < n; {
		line := strings.TrimSpace(strings.Repeat("said “that” the ", 33) + "end.")
		text.WriteString(line + "\n")
		blocks = append(blocks, article.Block{Kind: article.Paragraph, Start: at, End: at + len([]rune(line))})
		at = blocks[len(blocks)-1].End + 1
	}
	a, err := article.New(article.Meta{}, text.String(), blocks)
	if err != nil {
		b.Fatal(err)
	}
	stamp := project.Stamp{When: w.now(), Mint: w.mint}
	p := project.New("Grown", []*article.Article{a}, stamp)
	var places []project.Occurrence
	for _, block := range blocks {
		for i := range 10 {
			start := block.Start + i*50
			places = append(places, project.Occurrence{Article: a.ID, Span: span.Span{Start: start, End: start + 60}})
		}
	}
	d, err := project.HighlightAll(p, places, []annotation.TagID{annotation.StarterFact}, stamp)
	if err != nil {
		b.Fatal(err)
	}
	if p, err = p.Apply(d); err != nil {
		b.Fatal(err)
	}
	st, err := store.NewMemory().Create(bg, p)
	if err != nil {
		b.Fatal(err)
	}
	ws, err := Open(bg, st, w.env())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(ws.Close)
	return ws, a
}

// BenchmarkGrowth is what the hands wait for, at four sizes of the article: each
// line must cost about the same at all of them, since it is about one mark, or
// one screen.
func BenchmarkGrowth(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		ws, a := grown(b, n)
		page, middle := ws.Page(a.ID), len(a.Blocks)/2
		at := a.Blocks[middle].Start + 205
		painter := paint.Painter{Look: func(annotation.TagID) paint.Look { return paint.Look{Code: "F", Name: "Fact"} }}
		run := func(name string, f func()) {
			b.Run(fmt.Sprintf("%s/words=%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f()
				}
			})
		}
		run("mark-and-undo", func() {
			if err := ws.Do(project.User, "Mark", project.Place{}, marking(a.ID, span.Span{Start: at, End: at + 30}, annotation.StarterFact)); err != nil {
				b.Fatal(err)
			}
			ws.Page(a.ID)
			ws.Undo()
			ws.Page(a.ID)
		})
		run("paint-a-block", func() { painter.Block(a, middle, page.Blocks.At(middle)) })
		run("marks-under-a-finger", func() { page.At(at) })
		run("marks-of-a-screen", func() { page.Between(max(middle-2, 0), middle+2) })
		run("next-mark", func() { page.Neighbor(page.Starts.At(middle)[3], 1) })
		run("whole-words", func() { a.Snap(at+3, at+31) })
		run("offset-for-the-browser", func() { a.FromUTF16(a.UTF16Of(at)) })
	}
}
