package agreement

import (
	"cmp"
	"slices"
)

// Edge says that A of one list may be paired with B of another, and what that
// is worth. Sums of a worth are compared by their first number, then by the
// second, then by the third; a sum must not go beyond an int64.
type Edge struct {
	A, B  int // from 0
	Worth [3]int64
}

// Heaviest takes the edges that pair the most worth one to one, for pairs that
// Pairing knows too little of: of marks with several right edges, or with
// weights. No pair is to be given twice. Where several choices are worth the
// same it is always the same one, whatever the order of the edges. They come
// sorted by A. The work is that of Pairing, and so is the error.
func Heaviest(edges []Edge) ([]Edge, error) {
	if len(edges) > tooManyHits {
		return nil, errTooMany
	}
	out := make([]Edge, 0, len(edges))
	var p pairer
	ofA, ofB := ends(edges)
	for _, e := range edges {
		if ofA[e.A] == 1 && ofB[e.B] == 1 { // no other is in its way: most, where people agree
			out = append(out, e)
			continue
		}
		p.edges = append(p.edges, edgeOf{e.A, e.B, weight{e.Worth[0], e.Worth[1], e.Worth[2]}})
	}
	if len(p.edges) > 0 {
		p.restA, p.restB = make([]mark, len(ofA)), make([]mark, len(ofB))
		if err := p.heaps(); err != nil {
			return nil, err
		}
	}
	for _, at := range p.chosen {
		e := p.edges[at]
		out = append(out, Edge{e.a, e.b, [3]int64{e.w.counts, e.w.overlap, e.w.credit}})
	}
	slices.SortFunc(out, func(x, y Edge) int { return cmp.Compare(x.A, y.A) })
	return out, nil
}

// ends counts the edges at each place of both lists.
func ends(edges []Edge) (ofA, ofB []int32) {
	a, b := 0, 0
	for _, e := range edges {
		a, b = max(a, e.A+1), max(b, e.B+1)
	}
	all := make([]int32, a+b)
	ofA, ofB = all[:a], all[a:]
	for _, e := range edges {
		ofA[e.A]++
		ofB[e.B]++
	}
	return ofA, ofB
}
