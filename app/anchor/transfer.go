package anchor

import (
	"slices"
	"sort"

	"claimlight/app/article"
	"claimlight/app/span"
)

// Transfer says where each span of an article is in another one that is a
// correction of it, in the order of the spans. Spans are in code points; what
// sticks out of the old text is left off.
//
// The two texts are aligned first. A span that lies in what they share is there;
// for any other, what stands in its place and what is like it elsewhere are
// scored. What somebody has to look at has a Doubt: other words, and every
// passage for which another one could be meant.
//
// pace is called every so often with how much is done, and ends the work with
// its error; it may be nil.
func Transfer(old, new *article.Article, spans []span.Span, pace func(done, total int) error) ([]Landing, error) {
	size := old.Len() + new.Len()
	t, err := newTransfer([]rune(old.Text), []rune(new.Text), &work{pace: pace, total: 4*size + len(spans)*spanWork})
	if err != nil {
		return nil, err
	}
	t.w.done = 4 * size
	out := make([]Landing, len(spans))
	for i, s := range spans {
		out[i] = t.land(s.Intersect(span.Span{End: len(t.old)}))
		if !t.w.step(spanWork) {
			return nil, t.w.err
		}
	}
	return out, nil
}

const (
	// spanWork is about what a span costs, in code points of alignment.
	spanWork = 256
	// gram is how many code points in a row tell that two passages may be alike.
	gram = 12
	// maxSearched bounds the text that is searched letter by letter for spans of
	// which nothing is left in their place, in code points for all of them.
	maxSearched = 50_000_000
	// most is how many of the places that are like a quote are looked at.
	most = 16
	// longest is the longest quote that is looked for letter by letter. Of a longer
	// one so much is left, if anything is, that the alignment has it.
	longest = 2048
)

// transfer is a pair of texts in which spans are looked for.
type transfer struct {
	*alignment
	judge    judge
	finder   finder
	to       []int32 // where each code point of the old text went; -1 if nowhere
	blocks   map[int][]run
	oldGrams grams
	newGrams grams
	oldLines lines
	newLines lines
	spare    rest // what of the new text comes from nowhere
	searched int
	diags    []int
}

func newTransfer(old, new []rune, w *work) (*transfer, error) {
	a, err := align(old, new, w)
	if err != nil {
		return nil, err
	}
	t := &transfer{alignment: a, judge: judge{old: old, new: new}, to: make([]int32, len(old)), blocks: map[int][]run{}}
	for i := range t.to {
		t.to[i] = -1
	}
	for n, o := range a.from {
		if o >= 0 {
			t.to[o] = int32(n)
		}
	}
	for _, r := range a.runs {
		t.blocks[r.block] = append(t.blocks[r.block], r)
	}
	t.oldLines, t.newLines = linesOf(old), linesOf(new)
	t.spare = fresh(new, a.from)
	var ok bool
	mask := thin(max(len(old), len(new)))
	if t.oldGrams, ok = newGrams(old, gram, mask, w); ok {
		t.newGrams, _ = newGrams(new, gram, mask, w)
	}
	return t, w.err
}

// fresh is what of the new text comes from nowhere, in stretches that are long
// enough to hold something.
func fresh(new []rune, from []int32) (r rest) {
	for at := 0; at < len(new); at++ {
		start := at
		for at < len(new) && from[at] < 0 {
			at++
		}
		if at-start >= 3 {
			r.add(new, start, at, -2)
		}
	}
	return r
}

// lines are the lines of a text, by where they start.
type lines struct {
	starts []int
	hashes []uint64
	times  map[uint64]int // how often one stands in the text; not the empty one
}

func linesOf(text []rune) lines {
	l := lines{times: map[uint64]int{}}
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] != '\n' {
			continue
		}
		h := lineHash(text[start:i])
		l.starts, l.hashes = append(l.starts, start), append(l.hashes, h)
		if i > start {
			l.times[h]++
		}
		start = i + 1
	}
	return l
}

// at is the hash of the line that holds a place.
func (l lines) at(point int) uint64 {
	return l.hashes[sort.SearchInts(l.starts, point+1)-1]
}

func lineHash(line []rune) uint64 {
	h := uint64(len(line))
	for _, r := range line {
		h = (h ^ uint64(r)) * scramble
		h ^= h >> 31
	}
	return h
}

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

// land says where one span went.
func (t *transfer) land(s span.Span) Landing {
	point := t.left(t.order, s.Start)
	if s.Empty() {
		return Landing{Span: span.Span{Start: point, End: point}, Doubt: Lost}
	}
	best, doubt := t.best(s, point)
	l := Landing{best.Span, Moved, doubt, best.score}
	switch {
	case best.Empty():
		return Landing{Span: span.Span{Start: point, End: point}, Doubt: doubt}
	case !best.exact:
		l.How, l.Doubt = Changed, Reworded
		return l
	case best.inOrder:
		l.How = InPlace
	}
	switch {
	case doubt == Twin || t.twin(s, best) || t.slid(s, best):
		l.Doubt = Twin
	case t.torn(s, best):
		l.Doubt = Torn
	}
	return l
}

// best returns the best place, an empty one if none is good enough, and the
// doubt that there is because of other places.
func (t *transfer) best(s span.Span, point int) (best place, d Doubt) {
	if p, ok := t.aligned(s, point); ok {
		return p, NoDoubt
	}
	var good []place
	candidates, all := t.candidates(s)
	for _, at := range candidates {
		if p := t.weigh(s, at, point); t.serves(s, p) {
			p.found = true
			good = append(good, p)
		}
	}
	for _, p := range good {
		if p.score > best.score {
			best = p
		}
	}
	switch {
	case best.Empty() && all:
		return best, Lost
	case best.Empty():
		return best, Unsought
	}
	for _, p := range good {
		if !p.Overlaps(best.Span) && p.score > best.score-rivalry/3 {
			return best, Twin
		}
	}
	return best, NoDoubt
}

// aligned returns the place of a span of which nothing has changed.
func (t *transfer) aligned(s span.Span, point int) (best place, ok bool) {
	quote := t.old[s.Start:s.End]
	for _, r := range t.overlapping(s) {
		at := span.Span{Start: s.Start + r.new - r.old, End: s.End + r.new - r.old}
		if at.Start < 0 || at.End > len(t.new) || !same(t.new[at.Start:at.End], quote) {
			continue
		}
		if p := t.weigh(s, at, point); !ok || p.score > best.score {
			best, ok = p, true
		}
	}
	return best, ok
}

// overlapping are the runs that hold some of a span.
func (t *transfer) overlapping(s span.Span) []run {
	from := sort.Search(len(t.runs), func(i int) bool { return t.runs[i].oldEnd() > s.Start })
	to := from
	for to < len(t.runs) && t.runs[to].old < s.End {
		to++
	}
	return t.runs[from:to]
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
	for _, m := range t.finder.find(t.new[from:to], bound(size), most) {
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
	found := t.finder.find(t.spare.text, bound(size), most)
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
