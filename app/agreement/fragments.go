package agreement

import (
	"slices"

	"claimlight/app/span"
)

// SpanF1 is the measure of SemEval-2020 task 11, span identification (Da San
// Martino et al. 2020, subtask SI): precision is the mean share of the answers
// that lies in the key, recall the mean share of the key that lies in answers,
// over all documents together. Labels make no difference, and spans of one side
// that overlap are joined first.
func SpanF1(documents []Document) Result {
	var precise, recalled float64
	answers, key := 0, 0
	for _, d := range documents {
		x, y := covered(d.Answers), covered(d.Key)
		precise += sharesIn(x, y)
		recalled += sharesIn(y, x)
		answers, key = answers+len(x), key+len(y)
	}
	return f1("span F1 (SemEval-2020 task 11)", precise, float64(answers), recalled, float64(key), basisOfDocuments(documents))
}

// sharesIn sums the shares of the stretches that lie in the others. Both are
// sorted and do not overlap themselves.
func sharesIn(stretches, others []span.Span) (sum float64) {
	first := 0
	for _, s := range stretches {
		for first < len(others) && others[first].End <= s.Start {
			first++
		}
		for _, o := range others[first:] {
			if o.Start >= s.End {
				break
			}
			sum += float64(s.Intersect(o).Len()) / float64(s.Len())
		}
	}
	return sum
}

// FragmentF1 is the measure of fragment-level classification (Da San Martino et
// al. 2019, task FLC): as SpanF1, but only overlaps of the same label count,
// and nothing is joined. Precision or recall can be over 1 where marks of one
// label overlap.
func FragmentF1(documents []Document) Result {
	var precise, recalled float64
	answers, key := 0, 0
	for _, d := range documents {
		p, r := fragments(d)
		precise, recalled = precise+p, recalled+r
		answers, key = answers+len(d.Answers), key+len(d.Key)
	}
	return f1("fragment-level F1", precise, float64(answers), recalled, float64(key), basisOfDocuments(documents))
}

// fragments sums the overlaps of a document as shares of the answers and of
// the key.
func fragments(d Document) (precise, recalled float64) {
	key := slices.SortedFunc(slices.Values(d.Key), inOrder)
	reach, furthest := make([]int, len(key)), 0
	for i, m := range key {
		furthest = max(furthest, m.End)
		reach[i] = furthest
	}
	first := 0
	for _, x := range slices.SortedFunc(slices.Values(d.Answers), inOrder) {
		for first < len(key) && reach[first] <= x.Start {
			first++
		}
		for _, y := range key[first:] {
			if y.Start >= x.End {
				break
			}
			if both := x.Intersect(y.Span).Len(); both > 0 && x.Label == y.Label {
				precise += float64(both) / float64(x.Len())
				recalled += float64(both) / float64(y.Len())
			}
		}
	}
	return precise, recalled
}
