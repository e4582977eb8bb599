package agreement

import (
	"fmt"
	"math"

	"claimlight/app/span"
)

// Passage is a piece of text, and the piece that it was taken from, if one is
// known.
type Passage struct {
	Document  string
	At        span.Span
	Source    string
	From      span.Span
	HasSource bool
}

// meets reports whether two passages are about the same text and, where both
// have a source, about the same place in it.
func (p Passage) meets(q Passage) bool {
	if p.Document != q.Document || !p.At.Overlaps(q.At) {
		return false
	}
	return !p.HasSource || !q.HasSource || p.Source == q.Source && p.From.Overlaps(q.From)
}

// Plagdet scores how well reused passages were detected (Potthast et al. 2010,
// macro average): F1, less where one case was detected in pieces. The
// parts are precision, recall and "granularity", the pieces per detected case.
func Plagdet(cases, detections []Passage) Result {
	const measure = "plagdet"
	rests := Basis{Marks: len(cases) + len(detections)}
	if len(cases)+len(detections) == 0 {
		return undefined(measure, reasonNothingToFind, rests)
	}
	recall, precision := meanCovered(cases, detections), meanCovered(detections, cases)
	pieces := granularity(cases, detections)
	r := PlagdetScore(recall, precision, pieces)
	r.Rests = rests
	r.Parts = nil
	if len(detections) > 0 {
		r.Parts = append(r.Parts, Part{Precision, precision})
	}
	if len(cases) > 0 {
		r.Parts = append(r.Parts, Part{Recall, recall})
	}
	r.Parts = append(r.Parts, Part{"granularity", pieces})
	return r
}

// meanCovered is the mean share of the passages that others cover, in the text
// and in the source together.
func meanCovered(passages, others []Passage) float64 {
	sum := 0.0
	for _, p := range passages {
		var text, source []span.Span
		for _, o := range others {
			if p.meets(o) {
				text = append(text, p.At.Intersect(o.At))
				source = append(source, p.From.Intersect(o.From))
			}
		}
		if n := p.At.Len() + p.From.Len(); n > 0 {
			sum += float64(length(span.Join(text))+length(span.Join(source))) / float64(n)
		}
	}
	return sum / float64(max(len(passages), 1))
}

// granularity is how many detections a detected case has, on average; 1 if
// none was detected.
func granularity(cases, detections []Passage) float64 {
	detected, pieces := 0, 0
	for _, c := range cases {
		before := pieces
		for _, d := range detections {
			if c.meets(d) {
				pieces++
			}
		}
		if pieces > before {
			detected++
		}
	}
	if detected == 0 {
		return 1
	}
	return float64(pieces) / float64(detected)
}

// PlagdetScore combines recall, precision and granularity (Potthast et al. 2010): F1 / log2(1 + granularity).
func PlagdetScore(recall, precision, granularity float64) Result {
	const measure = "plagdet"
	bad := func(x float64) bool { return !(x >= 0 && x <= 1) }
	if bad(recall) || bad(precision) || !(granularity >= 1) {
		return undefined(measure, "Recall and precision must lie between 0 and 1, and granularity must be 1 or more.", Basis{})
	}
	value := 0.0
	if recall+precision > 0 {
		value = 2 * recall * precision / (recall + precision) / math.Log2(1+granularity)
	}
	says := fmt.Sprintf("%s of what was reused was found, %s of what was found was reused, in %.1f pieces per case.", Percent(recall), Percent(precision), granularity)
	return result(measure, value, says, Basis{}, Part{Precision, precision}, Part{Recall, recall}, Part{"granularity", granularity})
}
