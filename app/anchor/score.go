package anchor

import "claimlight/app/span"

// What makes a place in a text the one that was meant, in hundredths: how much
// of the quote stands there, how much of what stood before and behind it, and
// how near it is to where it should be.
const (
	quoteWeight  = 50
	prefixWeight = 20
	suffixWeight = 20
	placeWeight  = 10
)

const (
	// around is how many code points before and behind a quote are compared.
	around = 32
	// least is the score below which a place is none.
	least = 0.5
	// resembling is how much of a quote must stand at a place that is found by
	// the quote.
	resembling = 0.6
	// short is how long a quote may be for other words to count as its new
	// wording where nothing around them has changed, as when a name is replaced.
	short = 24
	// sure is how many code points in a row, the quote and what is around it, are
	// taken as proof that it is the same place.
	sure = 24
	// telling is how many code points in a row, that stand nowhere else in either
	// text, are the same passage whatever has become of what is around them.
	telling = 32
	// tiny is how many code points are too few to be known by themselves.
	tiny = 3
	// known is how much of the context on either side must be as it was where
	// there is no such proof.
	known = 0.6
	// rival is how like the old surroundings another place must be to be taken
	// for the right one by somebody, and rivalry how much less than the one that
	// was chosen.
	rival, rivalry = 0.5, 0.45
	// wide and narrow are how many code points on either side of a span, in its
	// line, are such surroundings.
	wide, narrow = 100, 40
	// slid is how much worse the context of the same words nearby must be, so
	// that they are out of question.
	slid = 0.25
	// wrong is the part of its letters that a quote may have wrong, and mostErrors
	// the number.
	wrong, mostErrors = 0.34, 128
	// nearby is the distance at which half of the weight of the place is lost.
	nearby = 1000
)

// scored puts the parts, each from 0 to 1, together.
func scored(quote, prefix, suffix, place float64) float64 {
	return (quoteWeight*quote + prefixWeight*prefix + suffixWeight*suffix + placeWeight*place) /
		(quoteWeight + prefixWeight + suffixWeight + placeWeight)
}

// closeness is 1 for no distance and tends to 0.
func closeness(distance int) float64 {
	return float64(nearby) / float64(nearby+max(distance, -distance))
}

// bound is how many errors a quote may have: none if it is a few letters.
func bound(size int) int {
	const few = 5
	if size < few {
		return 0
	}
	return min(int(wrong*float64(size)), mostErrors)
}

// judge compares passages of two texts.
type judge struct {
	old, new []rune
	p        pattern
	a, b     []rune
}

// outside stands for what lies before the start and behind the end of a text:
// also that is context.
const outside = -1

// leading appends the n code points before a place, the nearest first.
func leading(to, text []rune, at, n int) []rune {
	for i := at - 1; i >= at-n; i-- {
		if i < 0 {
			to = append(to, outside)
			continue
		}
		to = append(to, text[i])
	}
	return to
}

// trailing appends the n code points from a place on.
func trailing(to, text []rune, at, n int) []rune {
	for i := at; i < at+n; i++ {
		if i >= len(text) {
			to = append(to, outside)
			continue
		}
		to = append(to, text[i])
	}
	return to
}

// context is how like the surroundings are, so many code points on either side,
// of a span of the old text and one of the new: 1 if they are the same.
func (j *judge) context(s, at span.Span, size int) (prefix, suffix float64) {
	j.a, j.b = leading(j.a[:0], j.old, s.Start, size), leading(j.b[:0], j.new, at.Start, size+size/2)
	prefix = j.likeness()
	j.a, j.b = trailing(j.a[:0], j.old, s.End, size), trailing(j.b[:0], j.new, at.End, size+size/2)
	return prefix, j.likeness()
}

func (j *judge) likeness() float64 {
	if same(j.a, j.b) { // also if there is nothing
		return 1
	}
	j.p.set(j.a)
	return 1 - float64(j.p.opening(j.b))/float64(len(j.a))
}

// quote is how like two wordings are. Of very long ones only the ends are
// compared.
func (j *judge) quote(old, new []rune) float64 {
	const end = 1024
	shorter, longer := min(len(old), len(new)), max(len(old), len(new))
	switch {
	case shorter == longer && same(old, new):
		return 1
	case shorter == 0:
		return 0
	case longer > 2*end:
		n := min(shorter, end)
		ends := j.quote(old[:n], new[:n]) + j.quote(old[len(old)-n:], new[len(new)-n:])
		return ends / 2 * float64(shorter) / float64(longer)
	}
	j.p.set(old)
	return max(0, 1-float64(j.p.distance(new))/float64(longer))
}

// agreement is how many code points before and behind a quote are the same, up
// to a number on each side.
func (j *judge) agreement(s, at span.Span, most int) (left, right int) {
	j.a, j.b = leading(j.a[:0], j.old, s.Start, most), leading(j.b[:0], j.new, at.Start, most)
	left = alikeFor(j.a, j.b)
	j.a, j.b = trailing(j.a[:0], j.old, s.End, most), trailing(j.b[:0], j.new, at.End, most)
	return left, alikeFor(j.a, j.b)
}

func alikeFor(a, b []rune) (n int) {
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n
}
