package anchor

import (
	"slices"
	"strings"

	"claimlight/app/span"
)

// window is a stretch of a line around a span, that tells which passage it is.
// Beyond the ends of the line it says nothing: paragraphs are moved and copied
// whole.
func window(text []rune, s span.Span, reach int) span.Span {
	const most = 320
	w := s
	for w.Start > max(s.Start-reach, 0) && text[w.Start-1] != '\n' {
		w.Start--
	}
	for w.End < min(s.End+reach, len(text)) && text[w.End] != '\n' {
		w.End++
	}
	w.End = min(w.End, w.Start+most)
	return w
}

// side is one of the two texts, with what helps to find passages in it.
type side struct {
	text  []rune
	grams *grams
	owner []int32 // the code point of the other text, -1 if there is none
}

func (t *transfer) oldSide() side { return side{t.old, &t.oldGrams, t.to} }
func (t *transfer) newSide() side { return side{t.new, &t.newGrams, t.from} }

// likes are passages of the new text that are like what is around a span.
func (t *transfer) likes(s span.Span) (out []span.Span) {
	w := window(t.old, s, wide)
	for _, d := range t.diagonals(t.old, w, t.newSide()) {
		if !explained(t.newSide(), w, d) {
			out = append(out, span.Span{Start: s.Start + d, End: s.End + d})
		}
	}
	return out
}

// diagonals are the distances at which passages of the other text stand that
// share something with a window, those that share most first.
func (t *transfer) diagonals(text []rune, w span.Span, other side) []int {
	t.diags = t.diags[:0]
	hashes(text[w.Start:w.End], gram, other.grams.mask, func(i int, hash uint64) bool {
		at := w.Start + i
		other.grams.places(text[at:at+gram], hash, func(to int) { t.diags = append(t.diags, to-at) })
		return true
	})
	slices.Sort(t.diags)
	type heap struct{ at, n int }
	var heaps []heap
	for i := 0; i < len(t.diags); {
		j := i
		for j < len(t.diags) && (j == i || t.diags[j]-t.diags[j-1] <= 8) {
			j++
		}
		heaps = append(heaps, heap{t.diags[(i+j)/2], j - i})
		i = j
	}
	slices.SortStableFunc(heaps, func(a, b heap) int { return b.n - a.n })
	out := make([]int, 0, 8)
	for _, h := range heaps[:min(len(heaps), cap(out))] {
		out = append(out, h.at)
	}
	return out
}

// explained reports whether a passage of the other text belongs to something
// else than what stands in the window at the same place of it: then it is no
// rival.
func explained(other side, w span.Span, diagonal int) bool {
	from, to := max(w.Start+diagonal, 0), min(w.End+diagonal, len(other.text))
	n := 0
	for i := from; i < to; i++ {
		if o := int(other.owner[i]); o >= 0 && off(o, i-diagonal) > 2*gram {
			n++
		}
	}
	return 2*n > to-from
}

// twin reports whether the passage that a span went to is like another of the
// new text that nothing else accounts for, or whether the span is like another
// of the old text that went nowhere else.
func (t *transfer) twin(s span.Span, p place) bool {
	shift := p.Start - s.Start
	if t.copied(s, p) || !p.inOrder && t.stayed(window(t.old, s, wide), shift) {
		return true
	}
	for _, reach := range []int{wide, narrow} { // of a passage like it, only a part may be left
		if t.rivaled(t.old, window(t.old, s, reach), t.newSide(), shift) ||
			t.rivaled(t.new, window(t.new, p.Span, reach), t.oldSide(), -shift) {
			return true
		}
	}
	return false
}

// rivaled looks for passages of the other text like a window, except at the
// distance at which it was found.
func (t *transfer) rivaled(text []rune, w span.Span, other side, own int) bool {
	mine := -1.0
	for _, d := range t.diagonals(text, w, other) {
		if off(d, own) <= 2*gram || explained(other, w, d) {
			continue
		}
		if mine < 0 {
			mine = t.likenessAt(text, w, other.text, own)
		}
		if r := t.likenessAt(text, w, other.text, d); r >= rival && r >= mine-rivalry {
			return true
		}
	}
	return false
}

// likenessAt is how like a window is to what stands near a distance from it.
func (t *transfer) likenessAt(text []rune, w span.Span, other []rune, diagonal int) float64 {
	from, to := max(w.Start+diagonal-2*gram, 0), min(w.End+diagonal+2*gram, len(other))
	if from >= to || w.Empty() {
		return 0
	}
	t.judge.p.set(text[w.Start:w.End])
	best := w.Len()
	t.judge.p.scan(other[from:to], anywhere, w.Len(), func(_, errors int) bool {
		best = min(best, errors)
		return best > 0
	})
	return 1 - float64(best)/float64(w.Len())
}

// stayed reports whether something like the window of a span that was found
// elsewhere stands where it should be.
func (t *transfer) stayed(w span.Span, shift int) bool {
	here := t.left(t.order, w.Start) - w.Start
	if off(here, shift) <= 2*gram || explained(t.newSide(), w, here) {
		return false
	}
	r := t.likenessAt(t.old, w, t.new, here)
	return r >= rival && r >= t.likenessAt(t.old, w, t.new, shift)-rivalry
}

// copied reports whether the line of a span stands more or less often in the new
// text than in the old one, and several times in one of them.
func (t *transfer) copied(s span.Span, p place) bool {
	for _, h := range []uint64{t.oldLines.at(s.Start), t.newLines.at(p.Start)} {
		if o, n := t.oldLines.times[h], t.newLines.times[h]; o != n && max(o, n) > 1 {
			return true
		}
	}
	return false
}

// slid reports whether the same words nearby could be meant: those of the old
// text that went nowhere, and those of the new text that come from nowhere, if
// what is around them fits about as well.
func (t *transfer) slid(s span.Span, p place) bool {
	const most = 256
	if s.Len() > most || t.oldLines.at(s.Start) == t.newLines.at(p.Start) && t.oldLines.at(s.Start) == t.oldLines.at(s.End-1) {
		return false // too long to slide, or nothing in its line did
	}
	least := p.prefix + p.suffix - 2*slid
	return near(t.oldSide(), s, func(at int) bool {
		prefix, suffix := t.judge.context(span.Span{Start: at, End: at + s.Len()}, p.Span, around)
		return prefix+suffix >= least
	}) || near(t.newSide(), p.Span, func(at int) bool {
		prefix, suffix := t.judge.context(s, span.Span{Start: at, End: at + s.Len()}, around)
		return prefix+suffix >= least
	})
}

// near calls fits with the places around a span at which its words stand and
// have no partner in the other text, until it returns true. Where a text repeats
// itself all around, a partner proves nothing.
func near(in side, s span.Span, fits func(at int) bool) bool {
	quote := in.text[s.Start:s.End]
	for at := max(s.Start-2*around, 0); at <= min(s.Start+2*around, len(in.text)-len(quote)); at++ {
		if at == s.Start || !same(quote, in.text[at:at+len(quote)]) {
			continue
		}
		if repeats(in.text, s, at-s.Start) || !paired(in.owner[at:at+len(quote)]) && fits(at) {
			return true
		}
	}
	return false
}

// repeats reports whether what is around a span stands at a distance again.
func repeats(text []rune, s span.Span, distance int) bool {
	from, to := s.Start-around, s.End+around
	low, high := min(from, from+distance), max(to, to+distance)
	return low >= 0 && high <= len(text) && same(text[from:to], text[from+distance:to+distance])
}

// paired reports whether a passage stands in the other text as it is.
func paired(owners []int32) bool {
	for i, o := range owners {
		if o < 0 || o != owners[0]+int32(i) {
			return false
		}
	}
	return true
}

// torn reports whether too little of what was around a span is left to be
// certain of it. A few letters must stand next to what they stood next to. Words
// that had to be looked for prove nothing by themselves. Others do if a good deal
// of text with them is as it was, and if what changed next to them begins with
// another sentence: of two that begin alike, one may have been taken out.
func (t *transfer) torn(s span.Span, p place) bool {
	left, right := t.judge.agreement(s, p.Span, wide)
	if s.Len() <= tiny && min(left, right) == 0 {
		return true
	}
	if !p.found && p.prefix >= known && p.suffix >= known {
		return false
	}
	if s.Len()+left+right < sure {
		return true
	}
	line := window(t.old, s, wide) // a paragraph may have other neighbors now
	prefix, _ := t.judge.context(s, p.Span, s.Start-line.Start)
	_, suffix := t.judge.context(s, p.Span, max(line.End-s.End, 0))
	from, to := s.Start-left, s.End+right
	return prefix < known && from > 0 && !ends(t.old[from:s.Start]) ||
		suffix < known && to < len(t.old) && !ends(t.old[s.End:to])
}

// ends reports whether there is an end of a sentence or line in a text.
func ends(text []rune) bool {
	return slices.ContainsFunc(text, func(r rune) bool { return strings.ContainsRune(".!?…\n\u2029。！？।؟", r) })
}
