package anchor

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
	// slack is how much longer than these what stands there now may be.
	slack = 16
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
	// known is how much of the context on either side must be as it was where
	// there is no such proof.
	known = 0.6
	// rival is how like the old surroundings another place must be to be taken
	// for the right one by somebody, and rivalry how much less than the one that
	// was chosen.
	rival, rivalry = 0.6, 0.35
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

// bound is how many errors a quote may have.
func bound(size int) int { return min(int(wrong*float64(size)), mostErrors) }

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

// context is how like the surroundings are, of what starts and ends at o and
// oEnd in the old text, and at n and nEnd in the new one: 1 if they are the same.
func (j *judge) context(o, oEnd, n, nEnd int) (prefix, suffix float64) {
	j.a, j.b = leading(j.a[:0], j.old, o, around), leading(j.b[:0], j.new, n, around+slack)
	prefix = j.likeness()
	j.a, j.b = trailing(j.a[:0], j.old, oEnd, around), trailing(j.b[:0], j.new, nEnd, around+slack)
	return prefix, j.likeness()
}

func (j *judge) likeness() float64 {
	if same(j.a, j.b) {
		return 1
	}
	j.p.set(j.a)
	return 1 - float64(j.p.opening(j.b))/float64(len(j.a))
}

// quote is how like two wordings are. Of very long ones only the ends are
// compared.
func (j *judge) quote(old, new []rune) float64 {
	const end = 1024
	if len(old) == len(new) && same(old, new) {
		return 1
	}
	if len(old) == 0 || len(new) == 0 {
		return 0
	}
	if len(old) > 2*end && len(new) > 2*end {
		return (j.quote(old[:end], new[:end]) + j.quote(old[len(old)-end:], new[len(new)-end:])) / 2
	}
	j.p.set(old)
	return max(0, 1-float64(j.p.distance(new))/float64(max(len(old), len(new))))
}

// agreement is how many code points before and behind a quote are the same, up
// to around on each side.
func (j *judge) agreement(o, oEnd, n, nEnd int) (left, right int) {
	j.a, j.b = leading(j.a[:0], j.old, o, around), leading(j.b[:0], j.new, n, around)
	left = alikeFor(j.a, j.b)
	j.a, j.b = trailing(j.a[:0], j.old, oEnd, around), trailing(j.b[:0], j.new, nEnd, around)
	return left, alikeFor(j.a, j.b)
}

func alikeFor(a, b []rune) (n int) {
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n
}
