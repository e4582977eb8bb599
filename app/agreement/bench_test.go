package agreement

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"claimlight/app/span"
)

// sizes are annotators; each reads five articles and makes sixty marks on
// each.
var sizes = []int{5, 30, 100, 200}

// class is annotators who see much the same: some edges are off, some marks
// missed, some tags taken for others. Those of every tenth lie over one another.
func class(annotators int) []Article {
	r := rand.New(rand.NewPCG(1, 2))
	articles := make([]Article, 5)
	for i := range articles {
		articles[i].Length = 6000
		for who := range annotators {
			marks := make([]Mark, 0, 60)
			for k := range 60 {
				m := Mark{span.Span{Start: 100*k + 10, End: 100*k + 80}, letters[k%3]}
				switch r.IntN(10) {
				case 0:
					m.Start, m.End = 100*k+85, 100*k+95 // seen elsewhere
				case 1, 2, 3:
					m.Start += r.IntN(20) - 10
				case 4, 5:
					m.End += r.IntN(40) - 20
				case 6:
					m.Label = letters[r.IntN(3)]
				}
				if who%10 == 9 {
					m.End += 60
				}
				marks = append(marks, m)
			}
			articles[i].Readings = append(articles[i].Readings, Reading{fmt.Sprint("r", who), marks})
		}
	}
	return articles
}

func benchmark(b *testing.B, work func([]Article)) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			articles := class(n)
			b.ReportAllocs()
			for b.Loop() {
				work(articles)
			}
		})
	}
}

func BenchmarkHeadline(b *testing.B) {
	benchmark(b, func(a []Article) {
		Compare(a, Half).Mean()
		CharAlpha(a)
	})
}

func BenchmarkCompare(b *testing.B) {
	benchmark(b, func(a []Article) { Compare(a, Half).Mean() })
}

func BenchmarkCharAlpha(b *testing.B) {
	benchmark(b, func(a []Article) { CharAlpha(a) })
}

func BenchmarkRanges(b *testing.B) {
	benchmark(b, func(a []Article) {
		Compare(a, Half).Range(Bootstrap{Seed: 1})
		CharAlphaRange(a, Bootstrap{Seed: 1})
	})
}

func BenchmarkGamma(b *testing.B) {
	for _, n := range []int{2, 3, 5, 10} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := ContinuumOf(class(n)[0])
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Gamma(c, Usual, GammaOptions{Samples: 3}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
