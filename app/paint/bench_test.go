package paint

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// prose is an article of blocks of so many words, with n marks of 3 to 30
// words, and for each block the marks that touch it.
func prose(tb testing.TB, blocks, words, n int) (*article.Article, [][]*annotation.Annotation) {
	w := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	var list []article.Block
	var starts []int // of words
	at := 0
	for range blocks {
		b := article.Block{Kind: article.Paragraph, Start: at}
		for range words {
			word := []string{"the ", "summit ", "’said’ ", "president ", "Zelenskiy ", "of "}[w.IntN(6)]
			starts = append(starts, at)
			text.WriteString(word)
			at += len([]rune(word))
		}
		b.End = at
		list = append(list, b)
		text.WriteString("\n")
		at++
	}
	a := newArticle(tb, text.String(), list...)
	touching := make([][]*annotation.Annotation, blocks)
	for i := range n {
		first := w.IntN(len(starts) - 31)
		s := span.Span{Start: starts[first], End: starts[first+3+w.IntN(28)] - 1}
		s.End = min(s.End, list[a.BlockAt(s.Start)].End)
		an := markOn(a, fmt.Sprint(i), []annotation.TagID{annotation.TagID("ABCDEF"[i%6 : i%6+1])}, s)
		b := a.BlockAt(s.Start)
		touching[b] = append(touching[b], an)
	}
	for _, marks := range touching {
		slices.SortFunc(marks, annotation.Compare)
	}
	return a, touching
}

var sizes = []struct {
	name                 string
	blocks, words, marks int
}{
	{"paragraph-90-words-10-marks", 1, 90, 10},
	{"paragraph-1MB-5000-marks", 1, 180_000, 5_000},
	{"article-100000-words-10000-marks", 1_111, 90, 10_000},
}

// cached looks are what a screen hands in: no work.
func cached() func(annotation.TagID) Look {
	known := map[annotation.TagID]Look{}
	for _, id := range []annotation.TagID{"A", "B", "C", "D", "E", "F"} {
		known[id] = simple(id)
	}
	return func(id annotation.TagID) Look { return known[id] }
}

// BenchmarkBlock paints every block, and says how much longer that takes than
// the least there could be to do: to escape the text alone.
func BenchmarkBlock(b *testing.B) {
	for _, size := range sizes {
		a, marks := prose(b, size.blocks, size.words, size.marks)
		p := &Painter{Look: cached()}
		paint := func() {
			for i := range a.Blocks {
				p.Block(a, i, marks[i])
			}
		}
		var buf []byte
		escape := func() {
			for _, block := range a.Blocks {
				buf = appendEscaped(buf[:0], a.Slice(block.Start, block.End))
			}
		}
		b.Run(size.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(a.Text)))
			for b.Loop() {
				paint()
			}
			b.ReportMetric(float64(clock(paint))/float64(clock(escape)), "×escape")
		})
	}
}

// clock is the shortest time that f takes of several.
func clock(f func()) time.Duration {
	best := time.Duration(math.MaxInt64)
	for range 50 {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}

// TestNoGarbage: a painter that has painted once paints without allocating.
func TestNoGarbage(t *testing.T) {
	a, marks := prose(t, 20, 90, 200)
	p := &Painter{Look: cached()}
	paint := func() {
		for i := range a.Blocks {
			p.Block(a, i, marks[i])
		}
	}
	paint()
	if n := testing.AllocsPerRun(20, paint); n > 0 {
		t.Errorf("%v allocations for %d blocks", n, len(a.Blocks))
	}
}
