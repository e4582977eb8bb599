package agreement

import (
	"cmp"
	"fmt"
	"slices"
)

// Boundaries are where a text is cut into segments: positions, from 1, after
// which a new segment begins.
type Boundaries struct {
	Length int // of the text, in the units that positions count
	At     []int
}

// Masses makes Boundaries of the lengths of segments.
func Masses(lengths ...int) Boundaries {
	var b Boundaries
	for i, n := range lengths {
		if i > 0 {
			b.At = append(b.At, b.Length)
		}
		b.Length += n
	}
	return b
}

// checkSegments says why two segmentations cannot be compared.
func checkSegments(a, b Boundaries) string {
	if a.Length != b.Length {
		return fmt.Sprintf("The two segmentations are of different texts: one is %d units long, the other %d.", a.Length, b.Length)
	}
	for _, at := range slices.Concat(a.At, b.At) {
		if at < 1 || at >= a.Length {
			return fmt.Sprintf("A boundary at %d lies outside of the text.", at)
		}
	}
	return ""
}

// BoundarySimilarity is B of Fournier 2013: the edits that turn
// one segmentation into the other, as a share of all boundaries. A boundary that
// lies less than near units from one of the other counts as moved, and costs its
// distance divided by near; Fournier takes 2. It is the same both ways.
func BoundarySimilarity(a, b Boundaries, near int) Result {
	const measure = "boundary similarity"
	if reason := checkSegments(a, b); reason != "" {
		return undefined(measure, reason, Basis{})
	}
	rests := Basis{Annotators: 2, Items: a.Length, Marks: len(a.At) + len(b.At)}
	onlyA, onlyB, same := apart(a.At, b.At)
	moved, cost := moves(onlyA, onlyB, near)
	edits := len(onlyA) + len(onlyB) - 2*moved
	all := edits + moved + same
	if all == 0 {
		return undefined(measure, "Neither has a boundary, so there is nothing to compare.", rests)
	}
	value := 1 - (float64(edits)+cost)/float64(all)
	says := fmt.Sprintf("Of %s, %d are the same, %d stand close by, and %d are in one of the two only.", number(all, "boundary place"), same, moved, edits)
	return result(measure, value, says, rests, Part{"same", float64(same)}, Part{"moved", float64(moved)}, Part{"edits", float64(edits)})
}

// apart sorts boundaries into those of one, of the other, and of both.
func apart(a, b []int) (onlyA, onlyB []int, same int) {
	a, b = slices.Compact(slices.Sorted(slices.Values(a))), slices.Compact(slices.Sorted(slices.Values(b)))
	for _, at := range a {
		if _, ok := slices.BinarySearch(b, at); ok {
			same++
		} else {
			onlyA = append(onlyA, at)
		}
	}
	for _, at := range b {
		if _, ok := slices.BinarySearch(a, at); !ok {
			onlyB = append(onlyB, at)
		}
	}
	return onlyA, onlyB, same
}

// moves pairs boundaries that are near one another, the nearest first and of
// those from the start, each once.
func moves(a, b []int, near int) (moved int, cost float64) {
	type boundary struct {
		at  int
		inA bool
	}
	var all []boundary
	free := map[boundary]bool{}
	for _, at := range a {
		all = append(all, boundary{at, true})
	}
	for _, at := range b {
		all = append(all, boundary{at, false})
	}
	slices.SortFunc(all, func(x, y boundary) int { return cmp.Compare(x.at, y.at) }) // all are at different places
	for _, x := range all {
		free[x] = true
	}
	for distance := 1; distance < near; distance++ {
		for _, x := range all {
			y := boundary{x.at + distance, !x.inA}
			if free[x] && free[y] {
				free[x], free[y] = false, false
				moved++
				cost += float64(distance) / float64(near)
			}
		}
	}
	return moved, cost
}

// WindowDiff is the share of windows of k units in which the two segmentations
// have not as many boundaries (Pevzner & Hearst 2002): 0 is the same. It is a
// measure of difference, and the same both ways.
func WindowDiff(a, b Boundaries, k int) Result {
	const measure = "WindowDiff"
	if reason := checkSegments(a, b); reason != "" {
		return undefined(measure, reason, Basis{})
	}
	rests := Basis{Annotators: 2, Items: a.Length - k, Marks: len(a.At) + len(b.At)}
	if k < 1 || k >= a.Length {
		return undefined(measure, fmt.Sprintf("A window of %d units does not fit into a text of %d.", k, a.Length), rests)
	}
	counts := func(b Boundaries) []int { // boundaries up to each place
		before := make([]int, b.Length)
		for _, at := range slices.Compact(slices.Sorted(slices.Values(b.At))) {
			before[at]++
		}
		for i := 1; i < len(before); i++ {
			before[i] += before[i-1]
		}
		return before
	}
	inA, inB, differ := counts(a), counts(b), 0
	for i := 0; i+k < a.Length; i++ {
		if inA[i+k]-inA[i] != inB[i+k]-inB[i] {
			differ++
		}
	}
	value := float64(differ) / float64(a.Length-k)
	says := fmt.Sprintf("In %s of the windows of %d units the two have not as many boundaries; 0%% is the same.", Percent(value), k)
	return result(measure, value, says, rests, Part{"windows", float64(a.Length - k)})
}
