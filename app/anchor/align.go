package anchor

import (
	"cmp"
	"slices"
	"sort"
)

// run is a stretch of text that stands in the old text and in the new one. Runs
// of one block follow each other in both; block 0 is what stayed in its order,
// any other is something that was moved.
type run struct{ old, new, size, block int }

func (r run) oldEnd() int { return r.old + r.size }
func (r run) newEnd() int { return r.new + r.size }

// An alignment says which code points of the new text are those of the old one.
//
// It is found as a patience diff is, but over stretches of code points instead
// of lines, since a correction of a few letters in every paragraph leaves no
// line as it was, and since not every script has words between spaces. What
// stands once in both texts pins them together; between the pins the stretches
// get shorter, being unique in less text. What is left without a partner in
// order is looked for elsewhere before letters are compared one by one: a
// paragraph that was moved must not be spelled out of the one that took its
// place.
type alignment struct {
	old, new []rune
	runs     []run // in the order of the old text
	order    []run // those of block 0
	from     []int32
	w        *work
	unique   unique
	diff     diff
}

const (
	// The lengths of the stretches that pin the texts together.
	longPin, midPin, shortPin = 32, 16, 8
	// letters is how much text between two pins is compared letter by letter.
	letters = 4000
)

func align(old, new []rune, w *work) (*alignment, error) {
	a := &alignment{old: old, new: new, w: w}
	runs := a.pinned(old, new, longPin, midPin)
	moved := a.moved(runs)
	runs = append(a.between(runs, moved), moved...)
	if w.err != nil {
		return nil, w.err
	}
	a.settle(runs)
	return a, nil
}

// settle puts the runs in order, and notes where each code point comes from.
func (a *alignment) settle(runs []run) {
	slices.SortFunc(runs, func(r, s run) int { return cmp.Or(r.old-s.old, s.size-r.size) })
	a.from = make([]int32, len(a.new))
	for i := range a.from {
		a.from[i] = -1
	}
	end := 0
	for _, r := range runs {
		if cut := end - r.old; cut > 0 {
			r.old, r.new, r.size = r.old+cut, r.new+cut, r.size-cut
		}
		for r.size > 0 && a.from[r.new] >= 0 {
			r.old, r.new, r.size = r.old+1, r.new+1, r.size-1
		}
		n := 0
		for ; n < r.size && a.from[r.new+n] < 0; n++ {
			a.from[r.new+n] = int32(r.old + n)
		}
		if r.size = n; n == 0 {
			continue
		}
		a.runs, end = append(a.runs, r), r.oldEnd()
		if r.block == 0 {
			a.order = append(a.order, r)
		}
	}
}

// pinned returns runs that are in order in both texts, found by stretches of
// the given lengths, one after the other.
func (a *alignment) pinned(old, new []rune, lengths ...int) (out []run) {
	if len(lengths) == 0 || len(old) < lengths[0] && len(lengths) == 1 {
		return nil
	}
	at := run{}
	gap := func(to run) {
		o, n := at.oldEnd(), at.newEnd()
		for _, r := range a.pinned(old[o:to.old], new[n:to.new], lengths[1:]...) {
			out = append(out, run{r.old + o, r.new + n, r.size, 0})
		}
	}
	for _, r := range inOrder(a.shared(old, new, lengths[0])) {
		gap(r)
		out = append(out, r)
		at = r
	}
	gap(run{old: len(old), new: len(new)})
	return out
}

// shared returns what both texts share, as far as some stretch of n code points
// in it is unique in both, in the order of the old text.
func (a *alignment) shared(old, new []rune, n int) (out []run) {
	a.unique.pairs(old, new, n, a.w, func(o, to int) {
		if i := len(out) - 1; i >= 0 && out[i].new-out[i].old == to-o && o <= out[i].oldEnd() {
			return
		}
		r := run{old: o, new: to, size: n}
		for r.oldEnd() < len(old) && r.newEnd() < len(new) && old[r.oldEnd()] == new[r.newEnd()] {
			r.size++
		}
		for r.old > 0 && r.new > 0 && old[r.old-1] == new[r.new-1] {
			r.old, r.new, r.size = r.old-1, r.new-1, r.size+1
		}
		out = append(out, r)
	})
	return out
}

// inOrder returns the heaviest of the runs that can stand in one order in both
// texts, cut where they overlap.
func inOrder(runs []run) []run {
	if len(runs) < 2 {
		return runs
	}
	ranks := make([]int, len(runs))
	for i, r := range runs {
		ranks[i] = r.new
	}
	slices.Sort(ranks)
	best := make([]int, len(runs)+1) // a Fenwick tree over the ranks: 1 + the run that ends the heaviest chain
	weight, before := make([]int, len(runs)), make([]int, len(runs))
	for i, r := range runs {
		rank := sort.SearchInts(ranks, r.new)
		before[i] = -1
		for at := rank; at > 0; at &= at - 1 {
			if b := best[at] - 1; b >= 0 && (before[i] < 0 || weight[b] > weight[before[i]]) {
				before[i] = b
			}
		}
		if weight[i] = r.size; before[i] >= 0 {
			weight[i] += weight[before[i]]
		}
		for at := rank + 1; at < len(best); at += at & -at {
			if best[at] == 0 || weight[best[at]-1] < weight[i] {
				best[at] = i + 1
			}
		}
	}
	last := 0
	for i := range runs {
		if weight[i] > weight[last] {
			last = i
		}
	}
	var chain []run
	for i := last; i >= 0; i = before[i] {
		chain = append(chain, runs[i])
	}
	slices.Reverse(chain)
	return apart(chain)
}

// apart cuts runs that overlap in one of the texts.
func apart(chain []run) []run {
	out, at := chain[:0], run{}
	for _, r := range chain {
		if cut := max(at.oldEnd()-r.old, at.newEnd()-r.new); cut > 0 {
			r.old, r.new, r.size = r.old+cut, r.new+cut, r.size-cut
		}
		if r.size > 0 {
			out, at = append(out, r), r
		}
	}
	return out
}

// between adds what is alike between the runs that are in order. What was moved
// counts as gone.
func (a *alignment) between(order, moved []run) (out []run) {
	byOld := slices.SortedFunc(slices.Values(moved), func(r, s run) int { return r.old - s.old })
	byNew := slices.SortedFunc(slices.Values(moved), func(r, s run) int { return r.new - s.new })
	at := run{}
	for _, r := range append(slices.Clip(order), run{old: len(a.old), new: len(a.new)}) {
		if at.oldEnd() < r.old && at.newEnd() < r.new {
			o := spare(a.old, at.oldEnd(), r.old, behind(byOld, at.oldEnd(), oldSide), oldSide, -1)
			n := spare(a.new, at.newEnd(), r.new, behind(byNew, at.newEnd(), newSide), newSide, -2)
			for _, s := range a.spelled(o.text, n.text) {
				out = append(out, run{o.place[s.old], n.place[s.new], s.size, 0})
			}
		}
		if r.size > 0 {
			out = append(out, r)
		}
		at = r
		if !a.w.step(r.size) {
			return nil
		}
	}
	return out
}

// behind are the runs that end behind a place.
func behind(runs []run, at int, side func(run) int) []run {
	return runs[sort.Search(len(runs), func(i int) bool { return side(runs[i])+runs[i].size > at }):]
}

// spelled aligns two stretches as far down as single letters. Where they have
// little in common, one was put in the place of the other, and what is alike in
// them by chance does not count.
func (a *alignment) spelled(old, new []rune) (out []run) {
	at := run{}
	gap := func(to run) {
		o, n := at.oldEnd(), at.newEnd()
		for _, r := range a.diff.runs(old[o:to.old], new[n:to.new]) {
			out = append(out, run{r.old + o, r.new + n, r.size, 0})
		}
	}
	for _, r := range a.pinned(old, new, shortPin) {
		gap(r)
		out = append(out, r)
		at = r
	}
	gap(run{old: len(old), new: len(new)})
	a.w.step(len(old))
	return out
}
