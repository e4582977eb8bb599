package agreement

import (
	"slices"

	"claimlight/app/span"
)

// Segment is a piece of an annotator's continuum: a unit, or the gap between
// two.
type Segment struct {
	span.Span
	Unit bool
}

// SegmentDistance is the squared difference of two segments (Krippendorff 1995;
// 2004, chapter 11): of units that overlap, the squares of how far their
// beginnings and their ends are apart; of a unit in a gap, the square of its
// length; else nothing.
func SegmentDistance(a, b Segment) float64 {
	square := func(n int) float64 { return float64(n) * float64(n) }
	switch {
	case a.Unit && b.Unit && a.Overlaps(b.Span):
		return square(a.Start-b.Start) + square(a.End-b.End)
	case a.Unit && !b.Unit && b.Contains(a.Span):
		return square(a.Len())
	case b.Unit && !a.Unit && a.Contains(b.Span):
		return square(b.Len())
	}
	return 0
}

// segments cuts a continuum into an annotator's units and the gaps between
// them. Units that overlap are joined.
func segments(marks []Mark, length int) []Segment {
	var out []Segment
	at := 0
	for _, s := range covered(clip(marks, length)) {
		if at < s.Start {
			out = append(out, Segment{span.Span{Start: at, End: s.Start}, false})
		}
		out = append(out, Segment{s, true})
		at = s.End
	}
	if at < length {
		out = append(out, Segment{span.Span{Start: at, End: length}, false})
	}
	return out
}

const nameAlphaU = "alpha-U (Krippendorff 1995/2004)"

// AlphaU is Krippendorff's alpha for unitizing (1995; 2004, chapter 11). Each
// label is a continuum of its own; the value is of the sums over labels, and the
// second result is each label's. Marks of one annotator and label that overlap
// are joined, since the definition knows none. The expected disagreement grows
// with the third power of a unit's length, so that long units weigh most;
// UAlpha mends that.
func AlphaU(a Article) (Result, map[string]Result) {
	rests := basisOf([]Article{a})
	per := map[string]Result{}
	switch {
	case len(a.Readings) < 2:
		return undefined(nameAlphaU, reasonNoSharedArticle, rests), per
	case a.Length < 1:
		return undefined(nameAlphaU, "The text is empty.", rests), per
	case tooManyLabels(a):
		return undefined(nameAlphaU, reasonManyLabels, rests), per
	}
	observed, expected, n := 0.0, 0.0, 0
	for _, label := range Labels([]Article{a}) {
		o, e, ok := alphaULabel(Only([]Article{a}, label)[0])
		if !ok {
			continue
		}
		per[label] = alpha(nameAlphaU, o, e, reasonAllMarked, rests)
		observed, expected, n = observed+o, expected+e, n+1
	}
	if n == 0 {
		return undefined(nameAlphaU, reasonNothingMarked, rests), per
	}
	return alpha(nameAlphaU, observed/float64(n), expected/float64(n), reasonAllMarked, rests), per
}

// alphaULabel is the observed and the expected disagreement of one label, and
// false if there is no unit.
func alphaULabel(a Article) (observed, expected float64, ok bool) {
	cut := make([][]Segment, len(a.Readings))
	var units, gaps []int // their lengths
	for i, r := range a.Readings {
		cut[i] = segments(r.Marks, a.Length)
		for _, s := range cut[i] {
			if s.Unit {
				units = append(units, s.Len())
			} else {
				gaps = append(gaps, s.Len())
			}
		}
	}
	if len(units) == 0 {
		return 0, 0, false
	}
	for j := range cut {
		for i := range j {
			observed += 2 * segmentDistances(cut[i], cut[j])
		}
	}
	m, l := float64(len(cut)), float64(a.Length)
	observed /= m * (m - 1) * l * l
	return observed, expectedU(units, gaps, m*l, l), true
}

// segmentDistances sums the differences of two annotators' segments. Those that
// do not overlap have none.
func segmentDistances(a, b []Segment) (sum float64) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		sum += SegmentDistance(a[i], b[j])
		if a[i].End < b[j].End {
			i++
		} else {
			j++
		}
	}
	return sum
}

// expectedU is the disagreement that chance gives (Krippendorff 2004, chapter
// 11, the formula of uDe): each unit with every other unit, in all places in
// which they overlap, and with every gap that could hold it, in all places in it.
// all is the length of all continua, one that of one.
func expectedU(units, gaps []int, all, one float64) float64 {
	slices.Sort(gaps)
	// From the longest gap down: how many hold a unit, and how long they are.
	slices.Sort(units)
	sum, own := 0.0, 0.0
	others := float64(len(units) - 1)
	holds, long, next := 0.0, 0.0, len(gaps)
	for i := len(units) - 1; i >= 0; i-- {
		for next > 0 && gaps[next-1] >= units[i] {
			next--
			holds++
			long += float64(gaps[next])
		}
		l := float64(units[i])
		sum += others*(l-1)*l*(2*l-1)/3 + l*l*(long-holds*(l-1))
		own += l * (l - 1)
	}
	if below := all*(all-1) - own; below > 0 {
		return 2 / one * sum / below
	}
	return 0
}
