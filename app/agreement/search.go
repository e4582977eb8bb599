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
// leaving what cannot come out better. A set of units that was covered before at
// no more cost is not tried again.
type searcher struct {
	cost   []float64 // of each candidate group
	covers []uint64  // its units
	by     [][]int   // candidates for each unit, by their first unit
	least  []float64 // for each unit, what it costs at the least
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
	rest := 0.0
	for _, c := range s.least {
		rest += c
	}
	proven, err = s.cover(0, 0, rest, a.pace)
	return s.best, proven, err
}

// candidates lists the groups that may be in a best alignment: those of which
// no unit is better left alone.
func (s *searcher) candidates(a *aligner) {
	place := a.places()
	n := a.units.units()
	s.by, s.least = make([][]int, n), slices.Repeat([]float64{a.d.Empty}, n)
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
	for _, list := range s.by {
		slices.SortFunc(list, func(x, y int) int {
			return cmp.Compare(s.cost[x]/float64(bits.OnesCount64(s.covers[x])), s.cost[y]/float64(bits.OnesCount64(s.covers[y])))
		})
	}
}

// take adds a candidate.
func (s *searcher) take(cost float64, covers uint64) {
	first := bits.TrailingZeros64(covers)
	s.by[first] = append(s.by[first], len(s.cost))
	s.cost, s.covers = append(s.cost, cost), append(s.covers, covers)
	each := cost / float64(bits.OnesCount64(covers))
	for rest := covers; rest != 0; rest &= rest - 1 {
		u := bits.TrailingZeros64(rest)
		s.least[u] = min(s.least[u], each)
	}
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
	alone := slices.Repeat(group{none}, len(g))
	rest := slices.Clone(g)
	if g.members() == 1 {
		return true
	}
	for i, u := range g {
		if u == none {
			continue
		}
		alone[i], rest[i] = u, none
		saved := a.saved(alone, rest)
		alone[i], rest[i] = none, u
		if saved <= 0 {
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
		for units := s.covers[k]; units != 0; units &= units - 1 {
			left -= s.least[bits.TrailingZeros64(units)]
		}
		sure, err := s.cover(covered|s.covers[k], cost+s.cost[k], left, pace)
		if err != nil {
			return false, err
		}
		proven = proven && sure
	}
	return proven, nil
}
