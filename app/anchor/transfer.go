package anchor

import (
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
	// plenty is how many of the places that are like a quote are looked at.
	plenty = 16
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
	case doubt == NoDoubt && t.tells(s, best):
	case doubt == Twin || t.twin(s, best) || t.slid(s, best):
		l.Doubt = Twin
	case t.torn(s, best):
		l.Doubt = Torn
	}
	return l
}

// tells reports whether a span says by itself which passage it is, whatever has
// become of what was around it: it is long, stands in either text only once, and
// where it moved, nothing like it was left behind, as of a paragraph that was
// copied and then changed.
func (t *transfer) tells(s span.Span, p place) bool {
	quote := t.old[s.Start:s.End]
	return s.Len() >= telling && t.oldGrams.sole(quote) && t.newGrams.sole(quote) &&
		(p.inOrder || !t.stayed(window(t.old, s, wide), p.Start-s.Start))
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
