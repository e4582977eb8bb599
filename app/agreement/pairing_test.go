package agreement

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"claimlight/app/span"
)

// worth is what a pairing is worth by the definition: the counts of the four
// kinds, and then the overlap and credit.
type worth [6]int64

func worthOf(a, b []Mark, pairs [][2]int, c Credit) (w worth) {
	for _, p := range pairs {
		x, y := a[p[0]], b[p[1]]
		kind := 3
		switch {
		case x.Span == y.Span && x.Label == y.Label:
			kind = 0
		case x.Span == y.Span:
			kind = 1
		case x.Label == y.Label:
			kind = 2
		}
		share := overlap(x.Span, y.Span)
		w[kind]++
		w[4] += int64(share * scale)
		w[5] += int64(c.Of(share, x.Label == y.Label) * scale)
	}
	return w
}

// allPairings calls f with every one-to-one pairing of overlapping marks.
func allPairings(a, b []Mark, f func(pairs [][2]int)) {
	var pairs [][2]int
	taken := make([]bool, len(b))
	var next func(i int)
	next = func(i int) {
		if i == len(a) {
			f(pairs)
			return
		}
		next(i + 1)
		for j := range b {
			if !taken[j] && a[i].Overlaps(b[j].Span) {
				taken[j] = true
				pairs = append(pairs, [2]int{i, j})
				next(i + 1)
				pairs = pairs[:len(pairs)-1]
				taken[j] = false
			}
		}
	}
	next(0)
}

// Every pairing is tried, and none is better.
func TestPairingIsTheBest(t *testing.T) {
	r := roll(t)
	c := Credit{Floor: 0.4, OtherLabel: 0.3}
	for i := range 3000 {
		marks := []func(*rand.Rand, int, int) []Mark{someMarks, apartMarks}[i%2]
		a, b := marks(r, 6, 20), marks(r, 6, 20)
		var best worth
		allPairings(a, b, func(pairs [][2]int) {
			if w := worthOf(a, b, pairs, c); slices.Compare(w[:], best[:]) > 0 {
				best = w
			}
		})
		pairs, err := Pairing(a, b)
		if err != nil {
			t.Fatal(err)
		}
		if got := worthOf(a, b, indexes(pairs), Credit{}); !slices.Equal(got[:5], best[:5]) {
			t.Fatalf("%v is worth %v, the best %v\n%v\n%v", pairs, got, best, a, b)
		}
		var p pairer
		labels := labelNumbers{}
		credit, _, err := p.credit(labels.sorted(a), labels.sorted(b), rules{credit: &c})
		if err != nil || credit != best[5] {
			t.Fatalf("credit %d %v, want %d\n%v\n%v", credit, err, best[5], a, b)
		}
	}
}

func indexes(pairs []Pair) (out [][2]int) {
	for _, p := range pairs {
		out = append(out, [2]int{p.A, p.B})
	}
	return out
}

// Of all choices of edges none is heavier, and their order makes no difference.
func TestHeaviestIsTheHeaviest(t *testing.T) {
	r := roll(t)
	for range 3000 {
		var edges []Edge
		for a := range 1 + r.IntN(4) {
			for b := range 1 + r.IntN(4) {
				if r.IntN(3) > 0 {
					edges = append(edges, Edge{a, b, [3]int64{int64(r.IntN(3)), int64(r.IntN(3)), int64(r.IntN(9))}})
				}
			}
		}
		var best [3]int64
		for choice := range 1 << len(edges) {
			if sum, ok := sumOf(edges, choice); ok && slices.Compare(sum[:], best[:]) > 0 {
				best = sum
			}
		}
		got, err := Heaviest(edges)
		if err != nil {
			t.Fatal(err)
		}
		if sum, ok := sumOf(got, 1<<len(got)-1); !ok || sum != best {
			t.Fatalf("%v is worth %v, the best %v: %v", got, sum, best, edges)
		}
		swap(r, edges)
		if again, _ := Heaviest(edges); !slices.Equal(again, got) {
			t.Fatalf("%v, and in another order %v", got, again)
		}
	}
}

// sumOf is what a choice of edges is worth; false if it pairs something twice.
func sumOf(edges []Edge, choice int) (sum [3]int64, ok bool) {
	var a, b int
	for i, e := range edges {
		if choice>>i&1 == 0 {
			continue
		}
		if a>>e.A&1 == 1 || b>>e.B&1 == 1 {
			return sum, false
		}
		a, b = a|1<<e.A, b|1<<e.B
		for k := range sum {
			sum[k] += e.Worth[k]
		}
	}
	return sum, true
}

// The marks that are the same but for their labels agree wholly in their
// places.
func TestPlacesAreWithoutLabels(t *testing.T) {
	r := roll(t)
	for range 200 {
		articles := study(r, apartMarks)
		places, ok := Compare(articles, Half).Places().Value()
		loose, too := Compare(articles, Credit{Floor: 0.5, OtherLabel: 1}).Mean().Value()
		if ok != too || math.Abs(places-loose) > 1e-9 {
			t.Fatalf("%v %v, with labels that count alike %v %v", places, ok, loose, too)
		}
		c := Compare(articles, Half)
		if strict, _ := c.Mean().Value(); strict > places {
			t.Fatalf("with labels %v, without %v", strict, places)
		}
		for i, each := range c.Each() {
			if of := c.Of(c.Annotators[i]); !alikeResults(each, of) {
				t.Fatalf("%s with the others: %v, and among all %v", c.Annotators[i], of, each)
			}
		}
	}
}

// The order of the lists changes nothing, nor which of them comes first.
func TestPairingKnowsNoOrder(t *testing.T) {
	r := roll(t)
	for range 1000 {
		a, b := someMarks(r, 12, 40), someMarks(r, 12, 40)
		pairs, err := Pairing(a, b)
		if err != nil {
			t.Fatal(err)
		}
		want := worthOf(a, b, indexes(pairs), Half)
		swap(r, a)
		swap(r, b)
		back, err := Pairing(b, a)
		if err != nil {
			t.Fatal(err)
		}
		if got := worthOf(b, a, indexes(back), Half); !slices.Equal(got[:5], want[:5]) {
			t.Fatalf("worth %v, the other way round %v", want, got)
		}
		for _, p := range back {
			x, y := b[p.A], a[p.B]
			if p.SameSpan != (x.Span == y.Span) || p.SameLabel != (x.Label == y.Label) || p.Overlap != overlap(x.Span, y.Span) || p.Overlap == 0 {
				t.Fatalf("%+v says not what %v and %v are", p, x, y)
			}
		}
	}
}

// Marks that all lie over one another are refused where they are too many,
// and not reckoned with for ever.
func TestAHeapThatIsTooLargeIsRefused(t *testing.T) {
	heap := func(n, by int) (out []Mark) {
		for i := range n {
			out = append(out, Mark{span.Span{Start: i, End: 100_000 + by*i}, "claim"})
		}
		return out
	}
	begun := time.Now()
	for _, n := range []int{1500, 20_000} {
		if _, err := Pairing(heap(n, 1), heap(n, 2)); err == nil {
			t.Errorf("%d marks over one another were paired", n)
		}
	}
	articles := []Article{{Length: 200_000, Readings: []Reading{{"Ayse", heap(1500, 1)}, {"Ben", heap(1500, 2)}}}}
	for _, r := range []Result{Compare(articles, Half).Mean(), Compare(articles, Half).Of("Ayse"), PairwiseF1(articles)} {
		if _, ok := r.Value(); ok || r.Reason != errTooMany.Message {
			t.Errorf("too many marks: %v", r)
		}
	}
	if r := Compare(articles, Half).Range(Bootstrap{}); r.Reason == "" {
		t.Error("a range of what is not defined")
	}
	if took := time.Since(begun); took > time.Minute {
		t.Errorf("refusing took %v", took)
	}
	if pairs, err := Pairing(heap(150, 1), heap(150, 2)); err != nil || len(pairs) != 150 {
		t.Errorf("150 marks over one another: %d pairs, %v", len(pairs), err)
	}
}
