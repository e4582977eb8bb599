package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Graphemic widens a range so that it cuts no grapheme cluster.
func (a *Article) Graphemic(start, end int) (int, int) {
	start, end = a.order(start, end)
	return a.widen(start, end, a.clusters)
}

// Trim drops white space at both ends of a range, without cutting a grapheme
// cluster and without widening. If nothing else is in it, the result is
// (start, start).
func (a *Article) Trim(start, end int) (int, int) {
	start, end = a.order(start, end)
	return a.strip(start, end, func(e edge) bool { return blank(e.char) })
}

// Snap turns a selection made by hand into what was meant: the whole words it
// touches, without the white space and stray punctuation at its ends. Stray
// are commas, colons, dashes and the like, quotation marks and brackets whose
// other half is not in the range, and the final stop of a sentence that is
// not wholly in the range. If nothing but punctuation is left, it is only
// trimmed; if nothing but white space, the result is (start, start). Snap of
// what Snap returned changes nothing.
func (a *Article) Snap(start, end int) (int, int) {
	start, end = a.order(start, end)
	s, e := a.whole(start, end)
	s, e = a.Trim(s, e)
	if s == e {
		return start, start
	}
	if cs, ce := a.strip(s, e, a.stray); cs < ce {
		return cs, ce
	}
	return s, e
}

// whole widens a range until it cuts neither word nor cluster. Once is not
// always enough: a cluster may reach over the edge of a word.
func (a *Article) whole(start, end int) (int, int) {
	for {
		s, e := a.widen(start, end, a.clusters)
		s, e = a.widen(s, e, a.words)
		if s == start && e == end {
			return s, e
		}
		start, end = s, e
	}
}

func (a *Article) order(start, end int) (int, int) {
	start, end = a.clamp(start), a.clamp(end)
	return min(start, end), max(start, end)
}

// widen moves both ends of a range out of the pieces they cut.
func (a *Article) widen(start, end int, of pieces) (int, int) {
	if p, ok := a.cut(start, of); ok {
		if start == end {
			return int(p.start), int(p.end)
		}
		start = int(p.start)
	}
	if p, ok := a.cut(end, of); ok {
		end = int(p.end)
	}
	return start, end
}

func (a *Article) cut(point int, of pieces) (piece, bool) {
	r := a.regionAt(point)
	if r < 0 || point >= a.seg.regions[r].end {
		return piece{}, false
	}
	ps := of(r)
	i := upTo(ps, point)
	if i < 0 || !ps[i].holds(point) {
		return piece{}, false
	}
	return ps[i], true
}

// edge is the code point at one end of a range.
type edge struct {
	char       rune
	at         int // of the code point
	start, end int // of the range that it is the first or the last of
}

func (e edge) first() bool { return e.at == e.start }

// strip takes code points off both ends of a range as long as they may go.
// Those in a longer cluster or in a word stay.
func (a *Article) strip(start, end int, goes func(edge) bool) (int, int) {
	from := start
	for start < end {
		last := edge{a.char(end - 1), end - 1, start, end}
		if a.loose(end-1) && goes(last) {
			end--
			continue
		}
		first := edge{a.char(start), start, start, end}
		if !a.loose(start) || !goes(first) {
			return start, end
		}
		start++
	}
	return from, from
}

// loose reports whether the code point is part of neither a longer cluster
// nor a word.
func (a *Article) loose(point int) bool {
	return !a.within(point, a.clusters) && !a.within(point, a.words)
}

func (a *Article) within(point int, of pieces) bool {
	r := a.regionAt(point)
	if r < 0 {
		return false
	}
	ps := of(r)
	i := upTo(ps, point)
	return i >= 0 && int(ps[i].end) > point
}

// char returns the code point at an offset.
func (a *Article) char(point int) rune {
	r, _ := utf8.DecodeRuneInString(a.Text[a.ByteOf(point):])
	return r
}

// blank is white space, and what has no width and parts words.
func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200B' || r == '\u2060' || r == '\uFEFF'
}

// stray reports whether a character at the end of a range does not belong to
// what was selected.
func (a *Article) stray(e edge) bool {
	switch {
	case blank(e.char):
		return true
	case e.first() && a.numeric(e):
		return false
	case stop(e.char):
		return e.first() || !a.stops(e)
	case strings.ContainsRune(quotes, e.char) || unicode.In(e.char, unicode.Ps, unicode.Pe, unicode.Pi, unicode.Pf):
		return !a.paired(e)
	}
	return strings.ContainsRune(",;:·،؛、，；：", e.char) || unicode.Is(unicode.Pd, e.char)
}

// quotes are quotation marks that Unicode does not say the direction of, or
// that open in one language and close in another.
const quotes = "\"'“”„‟‘’‚‛«»‹›"

func stop(r rune) bool { return strings.ContainsRune(".!?…‼⁇⁈⁉。！？｡؟۔।॥", r) }

// numeric reports whether the first character is the sign or the point of a
// number: "-5 degrees", ".22 caliber".
func (a *Article) numeric(e edge) bool {
	if !strings.ContainsRune("-−–.", e.char) || e.end-e.start < 2 || !unicode.IsDigit(a.char(e.at+1)) {
		return false
	}
	return e.at == 0 || blank(a.char(e.at-1)) || strings.ContainsRune("(“\"", a.char(e.at-1))
}

// stops reports whether the last character of a range ends a sentence, or a
// quoted sentence, that lies wholly in the range.
func (a *Article) stops(e edge) bool {
	s, end := a.SentenceAt(e.at)
	if strings.ContainsFunc(a.Slice(e.end, end), func(r rune) bool { return !closing(r) && !stop(r) }) {
		return a.wholeQuotation(e)
	}
	for s < e.start && (opening(a.char(s)) || blank(a.char(s))) {
		s++
	}
	return s >= e.start || a.wholeQuotation(e)
}

// wholeQuotation reports whether a range is all that stands between two
// quotation marks and is more than a scrap: it starts with a capital, or has
// no case, and has a space.
func (a *Article) wholeQuotation(e edge) bool {
	if e.start == 0 || e.end == a.Len() || !opening(a.char(e.start-1)) || !closing(a.char(e.end)) {
		return false
	}
	return !unicode.IsLower(a.char(e.start)) && strings.ContainsFunc(a.Slice(e.start, e.end), unicode.IsSpace)
}

func opening(r rune) bool {
	return unicode.In(r, unicode.Ps, unicode.Pi) || r == '"' || r == '\''
}

func closing(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf) || r == '"' || r == '\'' || r == '“'
}

// farthest is how far the other half of a quotation mark is looked for, so
// that pages of nothing but quotation marks do not stop the program.
const farthest = 4000

// paired reports whether the other half of a quotation mark or bracket at one
// end of a range is in the range too.
func (a *Article) paired(e edge) bool {
	text := a.Slice(max(e.start, e.end-farthest), e.end)
	if e.first() {
		text = a.Slice(e.start, min(e.end, e.start+farthest))
	}
	if e.char == '"' || e.char == '\'' {
		return marks(text, e.char)%2 == 0
	}
	if e.first() {
		return balanced(text, e.char, closers(e.char))
	}
	return balanced(reverse(text), e.char, openers(e.char))
}

// marks counts a character where it is not an apostrophe inside a word.
func marks(text string, char rune) int {
	n, before := 0, ' '
	for i, r := range text {
		after, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
		if r == char && !(unicode.IsLetter(before) && unicode.IsLetter(after)) {
			n++
		}
		before = r
	}
	return n
}

// balanced reports whether the character that a text begins with finds its
// other half further on, those of inner pairs not counted.
func balanced(text string, char rune, others string) bool {
	depth, before := 0, ' '
	for i, r := range text {
		after, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
		switch {
		case r == '’' && unicode.IsLetter(before) && unicode.IsLetter(after):
			// an apostrophe
		case r == char:
			depth++
		case strings.ContainsRune(others, r):
			depth--
		}
		if depth == 0 {
			return true
		}
		before = r
	}
	return false
}

// pairs are the marks that belong together: each opening one with all that
// close it. German closes with what English opens with.
var pairs = []struct {
	open   rune
	closes string
}{
	{'“', "”"}, {'‘', "’"}, {'„', "“”"}, {'‚', "‘’"}, {'«', "»"}, {'»', "«"}, {'‹', "›"}, {'›', "‹"},
	{'(', ")"}, {'[', "]"}, {'{', "}"}, {'「', "」"}, {'『', "』"}, {'（', "）"}, {'《', "》"}, {'〈', "〉"}, {'【', "】"},
}

func closers(open rune) string {
	for _, p := range pairs {
		if p.open == open {
			return p.closes
		}
	}
	return ""
}

func openers(closer rune) string {
	out := ""
	for _, p := range pairs {
		if strings.ContainsRune(p.closes, closer) {
			out += string(p.open)
		}
	}
	return out
}

func reverse(text string) string {
	rs := []rune(text)
	for i, j := 0, len(rs)-1; i < j; i, j = i+1, j-1 {
		rs[i], rs[j] = rs[j], rs[i]
	}
	return string(rs)
}
