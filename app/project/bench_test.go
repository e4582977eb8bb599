package project

import (
	"fmt"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// crowded is a project with n annotations on one long article.
func crowded(tb testing.TB, n int) (Project, article.ID, *world) {
	w := newWorld(5, 5)
	on, err := article.New(article.Meta{}, strings.Repeat("word मस्ते ", 20_000), nil)
	if err != nil {
		tb.Fatal(err)
	}
	p := New("Crowded", []*article.Article{on}, w.stamp())
	places := make([]Occurrence, 0, n)
	for i := range n {
		at := i % (on.Len() - 200)
		places = append(places, Occurrence{on.ID, span.Span{Start: at, End: at + 1 + i/(on.Len()-200)}})
	}
	d, err := HighlightAll(p, places, []annotation.TagID{annotation.StarterFact}, w.stamp())
	if err != nil {
		tb.Fatal(err)
	}
	p = applied(tb, p, d)
	if p.Annotations.Len() != n {
		tb.Fatalf("%d annotations, want %d", p.Annotations.Len(), n)
	}
	return p, on.ID, w
}

// One edit must cost about the same however much there is already.
func BenchmarkHighlight(b *testing.B) {
	for _, n := range []int{100, 200_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p, on, w := crowded(b, n)
			b.ReportAllocs()
			for b.Loop() {
				d, _, err := Highlight(p, on, []span.Span{{Start: 50, End: 60}}, []annotation.TagID{annotation.StarterFact}, w.stamp())
				if err != nil {
					b.Fatal(err)
				}
				if _, err := p.Apply(d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCheck200000(b *testing.B) {
	p, _, _ := crowded(b, 200_000)
	for b.Loop() {
		if found := Check(p); len(found) > 0 {
			b.Fatal(found[0])
		}
	}
}
