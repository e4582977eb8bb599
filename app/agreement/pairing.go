package agreement

import (
	"cmp"
	"slices"

	"claimlight/app/problem"
	"claimlight/app/span"
)

// Pair is two marks that are taken for one another.
type Pair struct {
	A, B      int     // where they stand in the two lists
	Overlap   float64 // what both cover as a share of what either covers; 1 for the same span
	SameSpan  bool
	SameLabel bool
}

// Pairing pairs the marks of two lists one to one, those that overlap. Of all
// such pairings it is one with the most pairs of the same span and label; of
// those, with the most of the same span; then with the most overlapping pairs of
// the same label; then with the most overlapping pairs; and at last with the
// largest sum of overlaps. It does not depend on the order of the lists. The
// pairs are sorted by A.
//
// The work is in proportion to marks and overlaps where no list overlaps
// itself, and to the third power of the largest heap of overlapping marks where
// they do; a heap that is too large for this is refused.
func Pairing(a, b []Mark) ([]Pair, error) {
	var p pairer
	labels := labelNumbers{}
	pairs, err := p.pair(labels.sorted(a), labels.sorted(b), rules{})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(pairs, func(x, y Pair) int { return cmp.Compare(x.A, y.A) })
	return pairs, nil
}

// rules are what else a pairing heeds.
type rules struct {
	least  float64 // the share of b's mark that must be covered; any overlap will do if 0
	credit *Credit // what a pair counts; nil: nothing
}

// mark is a Mark for quick comparison, with its place in the list.
type mark struct {
	span.Span
	label, at int
}

func compareMarks(x, y mark) int {
	if x.Start != y.Start {
		return x.Start - y.Start
	}
	if x.End != y.End {
		return x.End - y.End
	}
	return x.label - y.label
}

// labelNumbers gives labels numbers.
type labelNumbers map[string]int

// sorted returns the marks in order.
func (l labelNumbers) sorted(marks []Mark) []mark {
	out := make([]mark, len(marks))
	for i, m := range marks {
		n, known := l[m.Label]
		if !known {
			n = len(l)
			l[m.Label] = n
		}
		out[i] = mark{m.Span, n, i}
	}
	slices.SortFunc(out, compareMarks)
	return out
}

// weight is what a pair, or a pairing, is worth. Larger is better: first by
// counts, then by overlap, then by credit, so that where two pairings are as
// good the credit is still the same whichever is taken.
type weight struct {
	counts          int64 // pairs of the same span, of the same label, others: 21 bits each
	overlap, credit int64 // sums, in units of 1/scale
}

// scale makes whole numbers of shares: their sums do not depend on the order in
// which they are added up.
const scale = 1 << 36

func (w weight) plus(v weight) weight {
	return weight{w.counts + v.counts, w.overlap + v.overlap, w.credit + v.credit}
}

func (w weight) minus(v weight) weight {
	return weight{w.counts - v.counts, w.overlap - v.overlap, w.credit - v.credit}
}

func (w weight) less(v weight) bool {
	if w.counts != v.counts {
		return w.counts < v.counts
	}
	if w.overlap != v.overlap {
		return w.overlap < v.overlap
	}
	return w.credit < v.credit
}

// edgeOf is that two marks may be paired: where they stand among those left.
type edgeOf struct {
	a, b int
	w    weight
}

// pairer pairs lists again and again without allocating.
type pairer struct {
	same         [][2]int // places in the lists
	restA, restB []mark
	reach        []int // for each of restB: how far it and those before it reach
	edges        []edgeOf
	hits         int // edges of the heaps before this one
	best         []weight
	from         []int
	root         []int // of marks that hang together: one of them
	chosen       []int // indexes of edges
	keep         bool  // pairs are wanted, besides what they count
	pairs        []Pair
	grid         grid
	tell         func(first, second int, pairs []Pair) // may be nil
	tooMany      int                                   // comparisons that were refused
}

// pair pairs sorted marks. The pairs are valid until the next call.
func (p *pairer) pair(a, b []mark, r rules) ([]Pair, error) {
	p.keep = true
	_, _, err := p.credit(a, b, r)
	return p.pairs, err
}

// credit pairs sorted marks and sums what the pairs count, and what they would
// count if all labels were one, in units of 1/scale.
//
// It goes from heap to heap, a heap being marks that hang together by overlaps:
// no pair reaches out of one. In a class nearly all are a mark of each, which are
// paired whatever they are worth.
func (p *pairer) credit(a, b []mark, r rules) (sum, places int64, err error) {
	p.pairs, p.hits = p.pairs[:0], 0
	if len(a) >= tooMany || len(b) >= tooMany {
		return 0, 0, errTooMany
	}
	if p.keep { // there is room for all that meet alone
		p.pairs = slices.Grow(p.pairs, len(a)+len(b))
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		m := alone(a, b, i, j, p.pairs, p.keep, r)
		p.pairs = p.pairs[:m.pairs]
		sum, places = sum+m.credit, places+m.places
		if i, j = m.i, m.j; i >= len(a) || j >= len(b) {
			break
		}
		nextA, nextB := heapEnd(a, b, i, j)
		credit, alike, err := p.heapOf(a[i:nextA], b[j:nextB], r)
		if err != nil {
			return 0, 0, err
		}
		sum, places = sum+credit, places+alike
		i, j = nextA, nextB
		if p.keep {
			p.pairs = slices.Grow(p.pairs, len(a)-i+len(b)-j)
		}
	}
	return sum, places, nil
}

// several pairs the marks of a heap.
func (p *pairer) several(a, b []mark, r rules) (credit, alike int64, err error) {
	if err := p.choose(a, b, r); err != nil {
		return 0, 0, err
	}
	p.hits += len(p.edges)
	same := int64(len(p.same)) * scaled(r, 1, true)
	credit, alike = same, same
	for _, at := range p.chosen {
		e := &p.edges[at]
		credit += e.w.credit
		alike += scaled(r, overlap(p.restA[e.a].Span, p.restB[e.b].Span), true)
	}
	if p.keep {
		p.keepChosen()
	}
	return credit, alike, nil
}

// keepChosen adds the pairs of a heap to those that are wanted.
func (p *pairer) keepChosen() {
	for _, s := range p.same {
		p.pairs = append(p.pairs, Pair{s[0], s[1], 1, true, true})
	}
	for _, at := range p.chosen {
		x, y := &p.restA[p.edges[at].a], &p.restB[p.edges[at].b]
		p.pairs = append(p.pairs, Pair{x.at, y.at, overlap(x.Span, y.Span), x.Span == y.Span, x.label == y.label})
	}
}

// choose finds the pairs: those of the same span and label, and the edges
// chosen among the others.
func (p *pairer) choose(a, b []mark, r rules) error {
	p.takeEqual(a, b)
	if err := p.overlaps(r); err != nil {
		return err
	}
	p.chosen = p.chosen[:0]
	if steps(p.edges) {
		p.climb(0, len(p.edges))
		return nil
	}
	return p.heaps()
}

// Bounds, so that nobody's file can hold the program: marks in a list, overlaps
// of two lists, and work on one heap.
const (
	tooMany     = 1 << 20
	tooManyHits = 1 << 20
	tooMuchWork = 1 << 30
)

var errTooMany = problem.Newf("too-many-marks", "Look whether one of the files marks everything again and again.",
	"Too many marks overlap one another to pair them.")

// takeEqual pairs marks of the same span and label. Each best pairing has as
// many of them, and which of the same ones is taken makes no difference.
func (p *pairer) takeEqual(a, b []mark) {
	p.same, p.restA, p.restB = p.same[:0], p.restA[:0], p.restB[:0]
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch c := compareMarks(a[i], b[j]); {
		case c == 0:
			p.same = append(p.same, [2]int{a[i].at, b[j].at})
			i, j = i+1, j+1
		case c < 0:
			p.restA = append(p.restA, a[i])
			i++
		default:
			p.restB = append(p.restB, b[j])
			j++
		}
	}
	p.restA = append(p.restA, a[i:]...)
	p.restB = append(p.restB, b[j:]...)
}

// overlaps finds which of the others overlap, by their places.
func (p *pairer) overlaps(r rules) error {
	p.edges, p.reach = p.edges[:0], p.reach[:0]
	furthest := 0
	for _, y := range p.restB {
		furthest = max(furthest, y.End)
		p.reach = append(p.reach, furthest)
	}
	first := 0
	for i := range p.restA {
		x := &p.restA[i]
		for first < len(p.restB) && p.reach[first] <= x.Start {
			first++
		}
		for j := first; j < len(p.restB) && p.restB[j].Start < x.End; j++ {
			if y := &p.restB[j]; x.Overlaps(y.Span) && enough(x.Span, y.Span, r.least) {
				p.edges = append(p.edges, edgeOf{i, j, weigh(x, y, r)})
			}
		}
		if p.hits+len(p.edges) > tooManyHits {
			return errTooMany
		}
	}
	return nil
}

// enough reports whether x covers at least a share of y.
func enough(x, y span.Span, least float64) bool {
	return least <= 0 || float64(both(x, y)) >= least*float64(y.Len())
}

// overlap is what both cover as a share of what either covers.
func overlap(x, y span.Span) float64 {
	if x == y {
		return 1
	}
	n := both(x, y)
	if n == 0 {
		return 0
	}
	return float64(n) / float64(x.End-x.Start+y.End-y.Start-n)
}

// both is how much two spans have in common.
func both(x, y span.Span) int {
	start, end := x.Start, x.End // without min and max, which are slow in WebAssembly
	if y.Start > start {
		start = y.Start
	}
	if y.End < end {
		end = y.End
	}
	if end < start {
		return 0
	}
	return end - start
}

func weigh(x, y *mark, r rules) weight {
	share := overlap(x.Span, y.Span)
	w := weight{1, int64(share * scale), scaled(r, share, x.label == y.label)}
	switch {
	case x.Span == y.Span:
		w.counts = 1 << 42
	case x.label == y.label:
		w.counts = 1 << 21
	}
	return w
}

func scaled(r rules, share float64, sameLabel bool) int64 {
	if r.credit == nil {
		return 0
	}
	return int64(r.credit.Of(share, sameLabel) * scale)
}

// climb chooses the best of edges that go in steps: each is taken on top of
// the best choice among those before it with which it shares no mark, or not.
func (p *pairer) climb(from, to int) {
	p.best, p.from = p.best[:0], p.from[:0]
	before := 0 // edges before this one that share no mark with e
	for k := from; k < to; k++ {
		e := &p.edges[k]
		for x := &p.edges[from+before]; x.a < e.a && x.b < e.b; x = &p.edges[from+before] {
			before++
		}
		with := e.w
		if before > 0 {
			with = with.plus(p.best[before-1])
		}
		if n := k - from; n > 0 && !p.best[n-1].less(with) {
			p.best, p.from = append(p.best, p.best[n-1]), append(p.from, -1)
			continue
		}
		p.best, p.from = append(p.best, with), append(p.from, before)
	}
	for n := to - from; n > 0; {
		if p.from[n-1] < 0 {
			n--
			continue
		}
		p.chosen = append(p.chosen, from+n-1)
		n = p.from[n-1]
	}
}
