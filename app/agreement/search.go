package agreement

import (
	"cmp"
	"math/bits"
	"slices"
)

// Bounds of the exact search: it is for what is small, and larger continua
// keep what the aligner found.
const (
	mostUnits  = 64
	mostGroups = 50_000
	mostSteps  = 100_000
)

// searcher looks for an alignment that is better than one of known cost: it
// takes the first unit that is in no group yet and tries all groups for it,
// leaving what cannot come out better. Units have prices of which no group costs
// less than the sum of its own (the dual of the linear program), so that what is
// not covered yet costs at least its prices. A set of units that was covered
// before at no more cost is not tried again.
type searcher struct {
	cost   []float64 // of each candidate group
	covers []uint64  // its units
	by     [][]int   // candidates by their first unit
	price  []float64 // of each unit
	seen   map[uint64]float64
	best   float64
	all    uint64
	steps  int
}

// search returns the least cost and whether it is proven.
func search(a *aligner, known float64) (cost float64, proven bool, err error) {
	if a.units.units() > mostUnits {
		return known, false, nil
	}
	possible := 1
	for _, list := range a.units {
		if possible *= len(list) + 1; possible > mostGroups {
			return known, false, nil
		}
	}
	s := &searcher{best: known, seen: map[uint64]float64{}}
	s.candidates(a)
	s.raise()
	proven, err = s.cover(0, 0, s.fix(), a.pace)
	return s.best, proven, err
}

// candidates lists the groups that may be in a best alignment: those of which
// no unit is better left alone.
func (s *searcher) candidates(a *aligner) {
	place := a.places()
	n := a.units.units()
	s.price = slices.Repeat([]float64{a.d.Empty}, n)
	s.all = 1<<n - 1
	g := slices.Repeat(group{none}, len(a.units))
	var extend func(annotator int, covers uint64)
	extend = func(annotator int, covers uint64) {
		if annotator == len(g) {
			if covers != 0 && a.holds(g) {
				s.take(a.disorder(g), covers)
			}
			return
		}
		extend(annotator+1, covers)
		for u := range a.units[annotator] {
			g[annotator] = u
			extend(annotator+1, covers|1<<place[annotator][u])
		}
		g[annotator] = none
	}
	extend(0, 0)
}

// take adds a candidate.
func (s *searcher) take(cost float64, covers uint64) {
	s.cost, s.covers = append(s.cost, cost), append(s.covers, covers)
	each := cost / float64(bits.OnesCount64(covers))
	for u := range unitsIn(covers) {
		s.price[u] = min(s.price[u], each)
	}
}

// unitsIn yields the units of a set.
func unitsIn(set uint64) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for ; set != 0; set &= set - 1 {
			if !yield(bits.TrailingZeros64(set)) {
				return
			}
		}
	}
}

// raise raises the prices as long as no group costs less than the sum of its
// own: by half of what is possible at first, so that no unit takes all.
func (s *searcher) raise() {
	slack := make([]float64, len(s.cost))
	with := make([][]int, len(s.price))
	for k, covers := range s.covers {
		slack[k] = s.cost[k]
		for u := range unitsIn(covers) {
			slack[k] -= s.price[u]
			with[u] = append(with[u], k)
		}
	}
	for round := range mostRounds {
		for u, groups := range with {
			by := slack[groups[0]]
			for _, k := range groups {
				by = min(by, slack[k])
			}
			if round < mostRounds-1 {
				by /= 2
			}
			s.price[u] += by
			for _, k := range groups {
				slack[k] -= by
			}
		}
	}
}

// fix leaves out the groups that no better alignment can hold: those that cost
// more above the prices of their units than is left between the sum of all
// prices, which it returns, and the best known. The others it puts by their first
// unit, the best first.
func (s *searcher) fix() (all float64) {
	for _, p := range s.price {
		all += p
	}
	slack := func(k int) float64 {
		left := s.cost[k]
		for u := range unitsIn(s.covers[k]) {
			left -= s.price[u]
		}
		return left
	}
	s.by = make([][]int, len(s.price))
	for k, covers := range s.covers {
		if all+slack(k) < s.best {
			first := bits.TrailingZeros64(covers)
			s.by[first] = append(s.by[first], k)
		}
	}
	for _, list := range s.by {
		slices.SortStableFunc(list, func(x, y int) int { return cmp.Compare(slack(x), slack(y)) })
	}
	return all
}

// places numbers the units in the order of the text.
func (a *aligner) places() [][]int {
	type unit struct{ annotator, index int }
	var all []unit
	place := make([][]int, len(a.units))
	for i, list := range a.units {
		place[i] = make([]int, len(list))
		for u := range list {
			all = append(all, unit{i, u})
		}
	}
	slices.SortStableFunc(all, func(x, y unit) int {
		return compareUnits(a.units[x.annotator][x.index], a.units[y.annotator][y.index])
	})
	for at, u := range all {
		place[u.annotator][u.index] = at
	}
	return place
}

// holds reports whether no unit of a group is better left alone.
func (a *aligner) holds(g group) bool {
	units := a.held(g)
	if len(units) == 1 {
		return true
	}
	rest := make([]GammaUnit, 0, len(units))
	for i := range units {
		rest = append(append(rest[:0], units[:i]...), units[i+1:]...)
		if a.saved(units[i:i+1], rest) <= 0 {
			return false
		}
	}
	return true
}

// cover extends a partial alignment by its next unit. rest is what the units
// that are not covered cost at the least.
func (s *searcher) cover(covered uint64, cost, rest float64, pace Pace) (proven bool, err error) {
	const hair = 1e-12 // what sums may be off
	if covered == s.all {
		s.best = min(s.best, cost)
		return true, nil
	}
	if cost+rest >= s.best-hair {
		return true, nil
	}
	if before, known := s.seen[covered]; known && before <= cost {
		return true, nil
	}
	s.seen[covered] = cost
	if s.steps++; s.steps > mostSteps {
		return false, nil
	}
	if s.steps%1000 == 0 {
		if err := pace.at(s.steps, mostSteps); err != nil {
			return false, err
		}
	}
	proven = true
	next := bits.TrailingZeros64(^covered)
	for _, k := range s.by[next] {
		if s.covers[k]&covered != 0 {
			continue
		}
		left := rest
		for u := range unitsIn(s.covers[k]) {
			left -= s.price[u]
		}
		sure, err := s.cover(covered|s.covers[k], cost+s.cost[k], left, pace)
		if err != nil {
			return false, err
		}
		proven = proven && sure
	}
	return proven, nil
}
