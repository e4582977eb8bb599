package article

import (
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/words"
)

// segments holds the boundaries of an article, found region by region when
// they are first asked for. It hangs behind a pointer, so that all copies of
// an article share it.
type segments struct {
	once    sync.Once
	regions []region

	onceTotal sync.Once
	total     int // words
}

// region is a stretch that segmentation never crosses: a block, or text that
// lies between blocks and is more than white space.
type region struct {
	start, end int
	block      bool

	onceWords, onceSentences, onceClusters sync.Once

	words     []piece
	count     int
	sentences []piece
	clusters  []piece
}

// piece is a stretch in code points of the whole text. int32 halves what a
// long text costs; a text is far smaller than that.
type piece struct{ start, end int32 }

// newPiece makes a piece of n code points.
func newPiece(start, n int) piece { return piece{int32(start), int32(start + n)} }

// holds reports whether the point lies strictly inside, so that a cut there
// would part the piece.
func (p piece) holds(point int) bool { return int(p.start) < point && point < int(p.end) }

func (a *Article) regions() []region {
	if a.seg == nil {
		return nil // not made by New: nothing is known of the text
	}
	a.seg.once.Do(func() { a.seg.regions = a.findRegions() })
	return a.seg.regions
}

func (a *Article) findRegions() []region {
	out := make([]region, 0, len(a.Blocks))
	last := 0
	between := func(end int) {
		if strings.TrimSpace(a.Slice(last, end)) != "" {
			out = append(out, region{start: last, end: end})
		}
	}
	for _, b := range a.Blocks {
		between(b.Start)
		if b.Start < b.End {
			out = append(out, region{start: b.Start, end: b.End, block: true})
		}
		last = b.End
	}
	between(a.Len())
	return out
}

// regionAt returns the index of the region that holds the point, or of the
// last one before it; -1 if there is none.
func (a *Article) regionAt(point int) int {
	rs := a.regions()
	return sort.Search(len(rs), func(i int) bool { return rs[i].start > point }) - 1
}

func (a *Article) words(i int) []piece {
	r := &a.regions()[i]
	r.onceWords.Do(func() { r.words, r.count = findWords(a.Slice(r.start, r.end), r.start) })
	return r.words
}

func (a *Article) clusters(i int) []piece {
	r := &a.regions()[i]
	r.onceClusters.Do(func() { r.clusters = findClusters(a.Slice(r.start, r.end), r.start) })
	return r.clusters
}

// block is a region as a list of one, to step through regions as through
// words.
func (a *Article) block(i int) []piece {
	r := &a.regions()[i]
	return []piece{{int32(r.start), int32(r.end)}}
}

// upTo returns the index of the last piece that starts at or before the
// point; -1 if there is none.
func upTo(ps []piece, point int) int {
	return sort.Search(len(ps), func(i int) bool { return int(ps[i].start) > point }) - 1
}

// findWords returns the words (UAX #29 section 4) that have a letter or a
// digit, and how many a person would count. The period of an abbreviation
// belongs to its word: the "U.S." that one points at has two.
func findWords(text string, at int) (found []piece, count int) {
	it := words.FromString(text)
	joins := false // only characters that join words since the last one
	start := 0     // byte where the last word starts
	for it.Next() {
		token := it.Value()
		n := utf8.RuneCountInString(token)
		last := len(found) - 1
		switch {
		case wordlike(token):
			found = append(found, newPiece(at, n))
			start = it.Start()
			if !joins {
				count++
			}
			joins = false
		case token == "." && last >= 0 && int(found[last].end) == at && ownsPeriod(text[start:it.Start()], text[it.End():]):
			found[last].end++
			joins = true
		default:
			joins = strings.Contains(joiners, token) && last >= 0 && (joins || int(found[last].end) == at)
		}
		at += n
	}
	return found, count
}

// joiners stand inside what people count as one word: "face-to-face", "AT&T".
const joiners = "-\u2010\u2011'’&@_/."

func wordlike(token string) bool {
	return strings.ContainsFunc(token, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// findClusters returns the grapheme clusters (UAX #29 section 3) of more than
// one code point. Every other code point is a cluster of its own.
func findClusters(text string, at int) []piece {
	if !strings.ContainsFunc(text, clusters) {
		return nil
	}
	var out []piece
	for it := graphemes.FromString(text); it.Next(); {
		n := utf8.RuneCountInString(it.Value())
		if n > 1 {
			out = append(out, newPiece(at, n))
		}
		at += n
	}
	return out
}

// clusters reports whether a code point might stand in a longer cluster. Of
// Latin text with its punctuation we know that it does not, and that is most
// of what is read.
func clusters(r rune) bool { return r >= 0x300 && (r < 0x2010 || r > 0x2027) }

// WordAt returns the word that holds the point or ends at it. ok is false if
// there is none: between spaces and punctuation.
func (a *Article) WordAt(point int) (start, end int, ok bool) {
	point = a.clamp(point)
	r := a.regionAt(point)
	if r < 0 {
		return point, point, false
	}
	ws := a.words(r)
	i := upTo(ws, point)
	if i > 0 && int(ws[i-1].end) == point && int(ws[i].start) > point {
		i--
	}
	if i < 0 || int(ws[i].end) < point {
		return point, point, false
	}
	return int(ws[i].start), int(ws[i].end), true
}

// SentenceAt returns the sentence that holds the point, or the one before it
// where the point is in the space behind a sentence. The sentence lies within
// its block, and space around it is not part of it. In a text without
// anything it is (point, point).
func (a *Article) SentenceAt(point int) (start, end int) {
	point = a.clamp(point)
	r := a.regionAt(point)
	if r < 0 {
		return point, point
	}
	ss := a.sentences(r)
	if len(ss) == 0 {
		return point, point
	}
	s := ss[max(upTo(ss, point), 0)]
	return int(s.start), int(s.end)
}
