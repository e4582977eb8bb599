package agreement

import "slices"

// group is units that are taken for one another: for each annotator an index
// into their units, or none.
type group []int

const none = -1

// members is how many units are in a group.
func (g group) members() (n int) {
	for _, u := range g {
		if u != none {
			n++
		}
	}
	return n
}

// aligner looks for the alignment of least disorder: every unit in one group,
// the disorders of the groups summed.
//
// For two annotators that is an assignment, and exact. For more it is found by
// taking annotators out, one or two at a time, and putting their units back in
// the best way, which is an assignment again, until nothing changes; and where
// there are few units, all that could be better is tried (see search).
type aligner struct {
	units  Continuum
	d      Dissimilarity
	groups []group
	pace   Pace
	pairer pairer
}

// align returns the disorder of the best alignment found, and whether there
// can be no better.
func align(units Continuum, d Dissimilarity, pace Pace) (cost float64, proven bool, err error) {
	a := &aligner{units: units, d: d, pace: pace}
	for i := range units {
		for u := range units[i] {
			g := slices.Repeat(group{none}, len(units))
			g[i] = u
			a.groups = append(a.groups, g)
		}
		if _, err := a.regroup(func(annotator int) bool { return annotator == i }); err != nil {
			return 0, false, err
		}
	}
	if len(units) > 2 {
		if err := a.improve(); err != nil {
			return 0, false, err
		}
	}
	cost = a.cost()
	if len(units) == 2 {
		return cost, true, nil
	}
	return search(a, cost)
}

// cost is the sum of the groups' disorders.
func (a *aligner) cost() (sum float64) {
	for _, g := range a.groups {
		sum += a.disorder(g)
	}
	return sum
}

// disorder is that of one group.
func (a *aligner) disorder(g group) float64 {
	sum, members := 0.0, g.members()
	for j, v := range g {
		if v == none {
			continue
		}
		for i, u := range g[:j] {
			if u != none {
				sum += a.d.Between(a.units[i][u], a.units[j][v])
			}
		}
	}
	pairs := len(g) * (len(g) - 1) / 2
	empty := pairs - members*(members-1)/2
	return (sum + float64(empty)*a.d.Empty) / float64(pairs)
}

// improve takes annotators out and puts them back until nothing changes.
func (a *aligner) improve() error {
	for round := 0; round < mostRounds; round++ {
		better := false
		for i := range a.units {
			for j := range i + 1 {
				if j < i && len(a.units) > fewAnnotators {
					continue // in pairs only where there are few
				}
				gained, err := a.regroup(func(annotator int) bool { return annotator == i || annotator == j })
				if err != nil {
					return err
				}
				better = better || gained
			}
		}
		if !better {
			return nil
		}
	}
	return nil
}

const (
	mostRounds    = 50
	fewAnnotators = 8
	tooManyJoins  = 1 << 26
)

// regroup cuts every group in two, between the annotators that are out and the
// others, and joins the halves in the best way.
func (a *aligner) regroup(out func(annotator int) bool) (better bool, err error) {
	var first, second []group
	before := 0.0 // what the groups save that are cut
	for _, g := range a.groups {
		x, y := split(g, out)
		if x != nil && y != nil {
			before += a.saved(a.held(x), a.held(y))
		}
		if x != nil {
			first = append(first, x)
		}
		if y != nil {
			second = append(second, y)
		}
	}
	chosen, err := a.join(first, second)
	if err != nil {
		return false, err
	}
	after := 0.0
	for _, e := range chosen {
		after += a.saved(a.held(first[e.a]), a.held(second[e.b]))
	}
	if after <= before+1e-9*a.d.Empty {
		return false, nil
	}
	a.groups = merged(first, second, chosen)
	return true, nil
}

// split cuts a group; a half without units is nil.
func split(g group, out func(annotator int) bool) (first, second group) {
	for i, u := range g {
		if u == none {
			continue
		}
		half := &second
		if out(i) {
			half = &first
		}
		if *half == nil {
			*half = slices.Repeat(group{none}, len(g))
		}
		(*half)[i] = u
	}
	return first, second
}

// merged joins the chosen halves and keeps the others.
func merged(first, second []group, chosen []edgeOf) (out []group) {
	with := make([]bool, len(second))
	for _, e := range chosen {
		for i, u := range second[e.b] {
			if u != none {
				first[e.a][i] = u
			}
		}
		with[e.b] = true
	}
	out = first
	for j, g := range second {
		if !with[j] {
			out = append(out, g)
		}
	}
	return out
}

// join chooses which halves to join: an assignment by what that saves.
func (a *aligner) join(first, second []group) (chosen []edgeOf, err error) {
	if len(first) > 0 && len(second) > tooManyJoins/len(first) {
		return nil, errTooMany
	}
	p := &a.pairer
	p.restA, p.restB = make([]mark, len(first)), make([]mark, len(second))
	p.edges, p.chosen = p.edges[:0], p.chosen[:0]
	others := a.heldEach(second)
	for i, x := range a.heldEach(first) {
		if err := a.pace.at(i, len(first)); err != nil {
			return nil, err
		}
		for j, y := range others {
			if saved := a.saved(x, y); saved > 0 {
				p.edges = append(p.edges, edgeOf{i, j, weight{overlap: int64(saved / a.d.Empty * scale)}})
			}
		}
		if len(p.edges) > tooManyHits {
			return nil, errTooMany
		}
	}
	if err := p.heaps(); err != nil {
		return nil, err
	}
	for _, e := range p.chosen {
		chosen = append(chosen, p.edges[e])
	}
	return chosen, nil
}

// held are the units of a group.
func (a *aligner) held(g group) []GammaUnit {
	out := make([]GammaUnit, 0, len(g))
	for i, u := range g {
		if u != none {
			out = append(out, a.units[i][u])
		}
	}
	return out
}

func (a *aligner) heldEach(groups []group) [][]GammaUnit {
	out := make([][]GammaUnit, len(groups))
	for i, g := range groups {
		out[i] = a.held(g)
	}
	return out
}

// saved is how much less disorder the units of two groups of different
// annotators have joined; 0 if it is no less.
func (a *aligner) saved(x, y []GammaUnit) float64 {
	pairs := float64(len(a.units) * (len(a.units) - 1) / 2)
	limit := a.d.Empty * (pairs + float64(len(x)*len(y)))
	sum := 0.0
	for _, u := range x {
		for _, v := range y {
			if sum += a.d.Between(u, v); sum >= limit {
				return 0
			}
		}
	}
	return (limit - sum) / pairs
}
