package span

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestSpan(t *testing.T) {
	for _, c := range []struct {
		s, t               Span
		overlaps, contains bool
		shared             int
	}{
		{Span{0, 5}, Span{5, 9}, false, false, 0},
		{Span{0, 5}, Span{4, 9}, true, false, 1},
		{Span{0, 5}, Span{1, 5}, true, true, 4},
		{Span{0, 5}, Span{0, 5}, true, true, 5},
		{Span{0, 5}, Span{8, 9}, false, false, 0},
	} {
		if c.s.Overlaps(c.t) != c.overlaps || c.t.Overlaps(c.s) != c.overlaps {
			t.Errorf("%v overlaps %v: not %v", c.s, c.t, c.overlaps)
		}
		if c.s.Contains(c.t) != c.contains {
			t.Errorf("%v contains %v: not %v", c.s, c.t, c.contains)
		}
		if got := c.s.Intersect(c.t); got.Len() != c.shared || got.Empty() != (c.shared == 0) {
			t.Errorf("%v and %v share %v", c.s, c.t, got)
		}
	}
	if s := (Span{3, 5}); s.Has(2) || !s.Has(3) || !s.Has(4) || s.Has(5) || (Span{5, 3}).Len() != 0 {
		t.Error("Has or Len counts the end in")
	}
}

func TestCompareAndJoin(t *testing.T) {
	in := []Span{{4, 6}, {0, 2}, {0, 9}, {3, 3}, {4, 9}, {12, 13}, {9, 10}, {20, 15}}
	sorted := slices.SortedFunc(slices.Values(in), Compare)
	if want := []Span{{0, 9}, {0, 2}, {3, 3}, {4, 9}, {4, 6}, {9, 10}, {12, 13}, {20, 15}}; !slices.Equal(sorted, want) {
		t.Errorf("sorted %v, want %v", sorted, want)
	}
	before := slices.Clone(in)
	if got, want := Join(in), []Span{{0, 10}, {12, 13}}; !slices.Equal(got, want) {
		t.Errorf("joined %v, want %v", got, want)
	}
	if !slices.Equal(in, before) {
		t.Error("Join changed what it was given")
	}
}

// run is a Run that keeps.
type run struct {
	Span
	active []int
}

// runsByPoint cuts runs the slow way: it asks for each point which spans hold
// it.
func runsByPoint(bounds Span, spans []Span) []run {
	var out []run
	for p := bounds.Start; p < bounds.End; p++ {
		var active []int
		for i, s := range spans {
			if s.Has(p) {
				active = append(active, i)
			}
		}
		if n := len(out); n > 0 && slices.Equal(out[n-1].active, active) {
			out[n-1].End = p + 1
			continue
		}
		out = append(out, run{Span{p, p + 1}, active})
	}
	return out
}

func collect(bounds Span, spans []Span) []run {
	var out []run
	for r := range Runs(bounds, spans) {
		out = append(out, run{r.Span, slices.Clone(r.Active)})
	}
	return out
}

func TestRunsAgreeWithTheSlowWay(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 3))
	t.Logf("seed %d", seed)
	for range 10_000 {
		spans := make([]Span, r.IntN(12))
		for i := range spans {
			start := r.IntN(40)
			spans[i] = Span{start, start + r.IntN(15) - 1} // some empty, some turned round
		}
		slices.SortFunc(spans, Compare)
		start := r.IntN(20)
		bounds := Span{start, start + r.IntN(30)}
		got, want := collect(bounds, spans), runsByPoint(bounds, spans)
		same := slices.EqualFunc(got, want, func(x, y run) bool { return x.Span == y.Span && slices.Equal(x.active, y.active) })
		if !same {
			t.Fatalf("seed %d, bounds %v, spans %v\n got %v\nwant %v", seed, bounds, spans, got, want)
		}
	}
}

func TestRunsCanBeStopped(t *testing.T) {
	n := 0
	for range Runs(Span{0, 10}, []Span{{1, 2}, {3, 4}}) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d runs", n)
	}
}

// dense are n spans over as many points, each overlapping its neighbors.
func dense(n int) []Span {
	out := make([]Span, n)
	for i := range out {
		out[i] = Span{i, i + 8}
	}
	return out
}

func TestRunsAllocateLittle(t *testing.T) {
	few, many := dense(100), dense(10_000)
	count := func(spans []Span) float64 {
		return testing.AllocsPerRun(10, func() {
			for r := range Runs(Span{0, len(spans)}, spans) {
				_ = r.Active
			}
		})
	}
	if f, m := count(few), count(many); m > f || m > 4 {
		t.Errorf("100 spans take %v allocations, 10,000 take %v", f, m)
	}
}

func BenchmarkRuns(b *testing.B) {
	spans := dense(5000)
	b.ReportAllocs()
	for b.Loop() {
		for r := range Runs(Span{0, 5000}, spans) {
			_ = r.Active
		}
	}
}
