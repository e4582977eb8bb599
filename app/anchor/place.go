package anchor

import (
	"slices"
	"sort"

	"claimlight/app/span"
)

// place is a passage of the new text that a span may have gone to.
type place struct {
	span.Span
	inOrder bool // between what stood around the span
	exact   bool
	found   bool // by looking for the words, not by what both texts share
	score   float64
	quote   float64
	prefix  float64
	suffix  float64
}

// candidates are the passages that may be a span with other words: what stands
// where it stood, what is like it there, and what is like it elsewhere; all is
// false if there was too much to look through.
func (t *transfer) candidates(s span.Span) (out []span.Span, all bool) {
	blocks := []int{0}
	for _, r := range t.overlapping(s) {
		if !slices.Contains(blocks, r.block) {
			blocks = append(blocks, r.block)
		}
	}
	quote := t.old[s.Start:s.End]
	t.finder.set(quote)
	stands := false
	for _, block := range blocks {
		runs := t.blocks[block]
		at := span.Span{Start: t.left(runs, s.Start), End: t.right(runs, s.End)}
		out = append(out, at)
		if here := t.found(at, 2*around, len(quote)); len(here) > 0 {
			out, stands = append(out, here...), true
		}
	}
	for _, p := range t.likes(s) {
		out = append(out, t.found(p, around, len(quote))...)
	}
	if stands {
		return out, true
	}
	more, ok := t.elsewhere(len(quote))
	return append(out, more...), ok
}

// found looks for the quote in and around a passage.
func (t *transfer) found(at span.Span, margin, size int) (out []span.Span) {
	from, to := max(min(at.Start, at.End)-margin, 0), min(max(at.Start, at.End)+margin, len(t.new))
	if from >= to || size > longest {
		return nil
	}
	for _, m := range t.finder.find(t.new[from:to], bound(size), plenty) {
		out = append(out, span.Span{Start: from + m.start, End: from + m.end})
	}
	return out
}

// elsewhere looks for the quote in all that is new in the new text; false if
// there was too much to look through.
func (t *transfer) elsewhere(size int) (out []span.Span, ok bool) {
	if size > longest {
		return nil, true
	}
	if t.searched += len(t.spare.text); t.searched > maxSearched {
		return nil, false
	}
	t.w.step(len(t.spare.text) / 16)
	found := t.finder.find(t.spare.text, bound(size), plenty)
	for _, m := range found {
		if m.start < m.end && t.spare.part[m.start] == t.spare.part[m.end-1] && t.spare.place[m.start] >= 0 {
			start := t.spare.place[m.start]
			out = append(out, span.Span{Start: start, End: start + m.end - m.start})
		}
	}
	return out, true
}

// weigh scores a passage.
func (t *transfer) weigh(s, at span.Span, point int) place {
	p := place{Span: at}
	if at.Empty() {
		return p
	}
	quote, now := t.old[s.Start:s.End], t.new[at.Start:at.End]
	p.exact = len(quote) == len(now) && same(quote, now)
	p.inOrder = t.inOrder(s, at)
	p.prefix, p.suffix = t.judge.context(s, at, around)
	p.quote = t.judge.quote(quote, now)
	p.score = scored(p.quote, p.prefix, p.suffix, closeness(at.Start-point))
	return p
}

// serves reports whether a passage is good enough: it scores well and is like
// the quote, or it is what stands now between neighbors that have not changed.
func (t *transfer) serves(s span.Span, p place) bool {
	if p.Empty() || p.score < least {
		return false
	}
	if p.quote >= resembling {
		return true
	}
	left, right := t.judge.agreement(s, p.Span, around)
	return s.Len() <= short && p.Len() <= 2*short && p.inOrder && left >= around/4 && right >= around/4
}

// left is where something that starts at a place of the old text starts in the
// new one, by runs that follow each other.
func (t *transfer) left(runs []run, at int) int {
	before, behind := neighbors(runs, at, t.old, t.new)
	switch {
	case at < before.oldEnd():
		return before.new + at - before.old
	case at == before.oldEnd():
		return before.newEnd()
	}
	return min(max(behind.new-(behind.old-at), before.newEnd()), behind.new)
}

// right is where something ends.
func (t *transfer) right(runs []run, at int) int {
	before, behind := neighbors(runs, at-1, t.old, t.new)
	switch {
	case at <= before.oldEnd():
		return before.new + at - before.old
	case at == behind.old:
		return behind.new
	}
	return min(max(before.newEnd()+at-before.oldEnd(), before.newEnd()), behind.new)
}

// neighbors are the last run that starts no later than a place of the old text,
// and the one behind it. At the ends they are what runs on from there.
func neighbors(runs []run, at int, old, new []rune) (before, behind run) {
	i := sort.Search(len(runs), func(i int) bool { return runs[i].old > at })
	behind = run{old: len(old), new: len(new)}
	if i < len(runs) {
		behind = runs[i]
	}
	if i > 0 {
		before = runs[i-1]
	}
	return before, behind
}

// inOrder reports whether a passage stands between what stood around the span.
func (t *transfer) inOrder(s, at span.Span) bool {
	i := sort.Search(len(t.order), func(i int) bool { return t.order[i].oldEnd() > s.Start })
	low, high := 0, len(t.new)
	if i > 0 {
		low = t.order[i-1].newEnd()
	}
	j := i
	for j < len(t.order) && t.order[j].old < s.End {
		j++
	}
	if j < len(t.order) {
		high = t.order[j].new
	}
	return low <= at.Start && at.End <= high
}
