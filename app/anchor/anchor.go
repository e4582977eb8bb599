// Package anchor describes a span of an article in the terms of the Web
// Annotation Data Model, and finds the span again from such a description.
//
// Most callers need Describe, when a mark is written to a file, and Find, when
// one is read. Find is strict and cheap first: the position counts if the
// quote stands there, and only otherwise is the quote looked for. Transfer
// carries spans over to the corrected version of an article, of which both texts
// are known; a Seeker looks for quotes that are not quite there.
package anchor

import (
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"claimlight/app/article"
	"claimlight/app/span"
)

// Selectors are a TextQuoteSelector (Web Annotation Data Model, 4.2.4) and a
// TextPositionSelector (4.2.5) on the same passage. Start and End are code
// points, End exclusive. All strings are in logical order.
type Selectors struct {
	Exact, Prefix, Suffix string
	Start, End            int
}

const (
	// context is how many graphemes of text before and after a quote are kept.
	context = 32
	// reach is how many code points are looked at to find them. It is a bound
	// for text in which one grapheme goes on and on.
	reach = 256
	// settle is how many code points at the start of that stretch may go to
	// find a place where a grapheme certainly begins.
	settle = 64
	// far is how many bytes of a quote or its context are compared where
	// comparing all of a hostile one would take forever.
	far = 512
)

// Describe returns the selectors of a span: its text, and up to 32 graphemes
// before and after it, across blocks where need be. What lies outside the text
// is left off.
func Describe(a *article.Article, s span.Span) Selectors {
	s = s.Intersect(span.Span{End: a.Len()})
	return Selectors{
		Exact:  a.Slice(s.Start, s.End),
		Prefix: before(a, s.Start),
		Suffix: after(a, s.End),
		Start:  s.Start, End: s.End,
	}
}

// plain reports whether a rune is a grapheme of its own next to others of the
// kind: letters, digits and signs of the western scripts, and the punctuation
// of print (Grapheme_Cluster_Break Other or Control, UAX #29, table 2).
func plain(r rune) bool { return r < 0x300 && r != '\r' || r >= 0x2010 && r <= 0x205E }

func allPlain(text string) bool {
	for _, r := range text {
		if !plain(r) {
			return false
		}
	}
	return true
}

func before(a *article.Article, point int) string {
	// Most text is plain, and then nothing has to be cut into graphemes. One
	// rune more is looked at, since it could belong to the first.
	if near := a.Slice(max(point-context-1, 0), point); allPlain(near) {
		if point > context {
			_, n := utf8.DecodeRuneInString(near)
			near = near[n:]
		}
		return near
	}
	return cutBefore(a, point)
}

// cutBefore finds the graphemes before a point, whatever the text is.
func cutBefore(a *article.Article, point int) string {
	from := max(point-reach, 0)
	text := a.Slice(from, point)
	if from > 0 {
		text = text[firstBreak(text):]
	}
	starts := breaks(text)
	return text[starts[max(len(starts)-context, 0)]:]
}

func after(a *article.Article, point int) string {
	if near := a.Slice(point, min(point+context+1, a.Len())); allPlain(near) {
		if point+context < a.Len() {
			_, n := utf8.DecodeLastRuneInString(near)
			near = near[:len(near)-n]
		}
		return near
	}
	return cutAfter(a, point)
}

// cutAfter finds the graphemes behind a point, whatever the text is.
func cutAfter(a *article.Article, point int) string {
	to := min(point+reach, a.Len())
	text := a.Slice(point, to)
	n, end, last := 0, 0, 0
	for g := graphemes.FromString(text); n < context && g.Next(); n++ {
		last, end = end, g.End()
	}
	if n < context && to < a.Len() {
		end = last // the stretch may have cut the last grapheme
	}
	return text[:end]
}

// breaks returns where the graphemes of a text start; for an empty text, 0.
func breaks(text string) []int {
	starts := []int{0}
	for g := graphemes.FromString(text); g.Next(); {
		if g.Start() > 0 {
			starts = append(starts, g.Start())
		}
	}
	return starts
}

// firstBreak returns the byte offset of the first sure boundary in a stretch
// that may start inside a grapheme. There is always one before a space; text
// without spaces nearby has its first, perhaps cut grapheme dropped.
func firstBreak(text string) int {
	n := 0
	for i, r := range text {
		if r == ' ' || r == '\n' {
			return i
		}
		if n++; n == settle {
			break
		}
	}
	if starts := breaks(text); len(starts) > 1 {
		return starts[1]
	}
	return len(text)
}

// Find returns the span that the selectors describe, and false if the quote
// is nowhere in the text. If the quote is at the position given, that is it.
// Otherwise it is looked for: of several hits, the one with most of prefix and
// suffix around it counts, and of equal ones the nearest to the position.
func Find(a *article.Article, sel Selectors) (span.Span, bool) {
	if sel.Exact == "" {
		return span.Span{}, false
	}
	if s := (span.Span{Start: sel.Start, End: sel.End}); holds(a, s, sel.Exact) {
		return s, true
	}
	return findQuote(a, sel)
}

func holds(a *article.Article, s span.Span, quote string) bool {
	return s.Start >= 0 && s.End <= a.Len() && a.Slice(s.Start, s.End) == quote
}

// hit is a place where the quote stands: a byte offset, how many bytes of the
// context agree, and how far off the position it is.
type hit struct{ at, context, off int }

func (h hit) better(than hit) bool {
	if h.context != than.context {
		return h.context > than.context
	}
	return h.off < than.off
}

func findQuote(a *article.Article, sel Selectors) (span.Span, bool) {
	best, found := hit{}, false
	goal := int(a.ByteOf(sel.Start))
	for at := range occurrences(a.Text, sel.Exact) {
		h := hit{at, agreement(a.Text, at, sel), max(at-goal, goal-at)}
		if !found || h.better(best) {
			best, found = h, true
		}
	}
	if !found {
		return span.Span{}, false
	}
	start := a.FromByte(article.Byte(best.at))
	return span.Span{Start: start, End: a.FromByte(article.Byte(best.at + len(sel.Exact)))}, true
}

// Doubtful reports whether a quote stands in several places, and nothing of what
// the selectors have around it tells which is meant; the position is not asked.
func Doubtful(a *article.Article, sel Selectors) bool {
	places, best := 0, 0
	for at := range occurrences(a.Text, sel.Exact) {
		places++
		best = max(best, agreement(a.Text, at, sel))
	}
	return places > 1 && best == 0
}

// occurrences yields the byte offset of the places where the quote stands,
// overlapping ones too. Of long quotes it leaves out those that overlap: they
// would cost time without limit in text that repeats itself.
func occurrences(text, quote string) func(yield func(int) bool) {
	step := 1
	if len(quote) > far {
		step = len(quote)
	}
	return func(yield func(int) bool) {
		for from := 0; ; {
			i := strings.Index(text[from:], quote)
			if i < 0 || !yield(from+i) {
				return
			}
			from += i + step
		}
	}
}

// agreement counts the bytes around a hit that agree with prefix and suffix.
// More than far bytes on a side count no more than that.
func agreement(text string, at int, sel Selectors) int {
	n := 0
	for p, t := len(sel.Prefix), at; n < far && p > 0 && t > 0 && sel.Prefix[p-1] == text[t-1]; n++ {
		p, t = p-1, t-1
	}
	rest := text[at+len(sel.Exact):]
	for i := 0; i < min(far, len(sel.Suffix), len(rest)) && sel.Suffix[i] == rest[i]; i++ {
		n++
	}
	return n
}
