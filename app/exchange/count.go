package exchange

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"claimlight/app/article"
	"claimlight/app/span"
)

// Unit is what the positions of a file count.
type Unit int

// The units there are.
const (
	CodePoints Unit = iota // Unicode scalar values, as Python counts
	UTF16                  // code units, as JavaScript and Java count
	UTF8                   // bytes of the text
	Graphemes              // user-perceived characters (UAX #29)
)

func (u Unit) String() string {
	return [...]string{"code points", "UTF-16 code units", "bytes", "grapheme clusters"}[u]
}

// Lines is what a line end counts in the positions of a file.
type Lines int

// The ways of counting line ends.
const (
	AsTheyAre  Lines = iota // CRLF is two, LF one; a byte order mark counts too
	EachIsOne               // also CRLF; a byte order mark does not count
	EachIsTwo               // also a lone LF, as if it had been CRLF
	linesCount = 3
)

// Count is one way in which the positions of a file can be meant.
type Count struct {
	Unit      Unit
	Lines     Lines
	Inclusive bool // whether the end is the last of the marked, and not behind it
}

func (c Count) String() string {
	s := c.Unit.String()
	switch c.Lines {
	case EachIsOne:
		s += ", each line end as one"
	case EachIsTwo:
		s += ", each line end as two"
	}
	if c.Inclusive {
		s += ", the last one included"
	}
	return s
}

// Positions says what the positions in files count that are written in the
// format, where other files of it are known to count otherwise; "" where nobody
// can get it wrong.
func (f Format) Positions() string {
	if f.Write == nil || len(f.Counts) == 0 {
		return ""
	}
	written := f.Counts[0]
	if !slices.ContainsFunc(f.Counts, func(c Count) bool { return c.Unit != written.Unit }) {
		return ""
	}
	in := ", as Python does"
	if written.Unit == UTF16 {
		in = ", as JavaScript and Java do"
	}
	return fmt.Sprintf("Positions are written in %s%s.", written, in)
}

// Counted is the Count that was chosen for the files of an import, and why.
// The zero value is for formats that leave no choice.
type Counted struct {
	Count
	Quotes  int // marks that say which text they are on
	Agree   int // those of them that agree with their text
	Alike   bool
	Others  string // how many would have agreed with the next best
	decided bool
}

// String says it in a sentence; "" where there was nothing to choose.
func (c Counted) String() string {
	switch {
	case !c.decided:
		return ""
	case c.Alike:
		return "Positions: all ways of counting come to the same in these texts."
	case c.Quotes > 0:
		return fmt.Sprintf("Positions count %s: %d of %d quotes stand there%s.", c.Count, c.Agree, c.Quotes, c.Others)
	}
	return fmt.Sprintf("Positions count %s%s; the file has no quotes to compare.", c.Count, c.Others)
}

// ruler turns offsets of a file into code points of the clean text.
type ruler struct {
	at   []int32 // by offset; inside what counts as one: -1. nil: the same
	size int     // of the text, in the unit of the file
}

// newRuler measures a text as it stands in the file.
func newRuler(raw string, c Count) ruler {
	if c.Lines != EachIsTwo && plainly(raw) {
		return ruler{size: len(raw)}
	}
	r := ruler{at: make([]int32, 0, len(raw)+1)}
	point := int32(0)
	if rest, ok := strings.CutPrefix(raw, "\uFEFF"); ok {
		raw = rest
		if c.Lines == AsTheyAre {
			r.unit(widthOf('\uFEFF', c.Unit), 0, 0)
		}
	}
	next := func(rest string) int { _, n := utf8.DecodeRuneInString(rest); return n }
	if c.Unit == Graphemes {
		clusters := graphemes.FromString(raw)
		next = func(string) int { clusters.Next(); return len(clusters.Value()) }
	}
	for i := 0; i < len(raw); {
		n := next(raw[i:])
		part := raw[i : i+n]
		if c.Unit != Graphemes && part == "\r" && strings.HasPrefix(raw[i+1:], "\n") {
			part, n = "\r\n", 2
		}
		i += n
		width, points := c.width(part)
		inside := int32(-1)
		if part == "\r\n" {
			inside = point
		}
		r.unit(width, point, inside)
		point += points
	}
	r.size = len(r.at)
	r.at = append(r.at, point)
	return r
}

// unit adds something that counts as width, at a code point.
func (r *ruler) unit(width int, point, inside int32) {
	r.at = append(r.at, point)
	for range width - 1 {
		r.at = append(r.at, inside)
	}
}

// width is how much a code point, a line end or a grapheme counts, and how many
// code points of the clean text it is.
func (c Count) width(part string) (width int, points int32) {
	switch part {
	case "\r\n", "\n", "\r":
		switch {
		case c.Lines == EachIsTwo:
			return 2, 1
		case c.Lines == EachIsOne || c.Unit == Graphemes:
			return 1, 1
		}
		return len(part), 1
	}
	if c.Unit == Graphemes {
		return 1, int32(utf8.RuneCountInString(article.Clean(part)))
	}
	r, _ := utf8.DecodeRuneInString(part)
	return widthOf(r, c.Unit), 1
}

func widthOf(r rune, u Unit) int {
	switch {
	case u == UTF8:
		return utf8.RuneLen(r)
	case u == UTF16 && r > 0xFFFF:
		return 2
	}
	return 1
}

// plainly reports whether all ways of counting agree on a text.
func plainly(raw string) bool {
	for i := range len(raw) {
		if raw[i] >= utf8.RuneSelf || raw[i] == '\r' {
			return false
		}
	}
	return true
}

// point returns the code point of an offset; false if it is outside the text
// or inside of what counts as one.
func (r ruler) point(offset int) (int, bool) {
	switch {
	case offset < 0 || offset > r.size:
		return 0, false
	case r.at == nil:
		return offset, true
	case r.at[offset] < 0:
		return 0, false
	}
	return int(r.at[offset]), true
}

// span turns a span of a file into one of the clean text.
func (r ruler) span(s span.Span, c Count) (span.Span, bool) {
	if c.Inclusive {
		s.End++
	}
	start, ok1 := r.point(s.Start)
	end, ok2 := r.point(s.End)
	return span.Span{Start: start, End: end}, ok1 && ok2 && start < end
}

// tally is how well a Count fits.
type tally struct {
	agree  int // quotes that stand where the file says
	wrong  int // positions outside the text or inside a character
	ragged int // ends inside a word
}

// beats reports whether a Count with this tally is to be believed rather than
// one with the other: if more quotes agree, or fewer positions are impossible,
// or fewer ends are inside words. Against the documented way those tell
// something only where there are many, and hardly any of them counted in this
// way: people do mark half words.
func (t tally) beats(u tally, documented bool) bool {
	switch {
	case t.agree != u.agree:
		return t.agree > u.agree
	case t.wrong != u.wrong:
		return t.wrong < u.wrong
	}
	if documented {
		return u.ragged >= 4 && 8*t.ragged <= u.ragged
	}
	return t.ragged < u.ragged
}

// scale weighs the ways of counting that a format may mean against what its
// documents say.
type scale struct {
	f       Format
	tallies []tally
	quotes  int
	marks   int
	alike   bool
}

func newScale(f Format) *scale {
	return &scale{f: f, tallies: make([]tally, len(f.Counts)), alike: true}
}

// add weighs a document by its text as it stands in the file.
func (s *scale) add(raw string, marks []Mark) {
	clean := cleaned(raw)
	same := plainly(raw) && !slices.ContainsFunc(s.f.Counts, func(c Count) bool { return c.Lines == EachIsTwo || c.Inclusive != s.f.Counts[0].Inclusive })
	s.alike = s.alike && same
	counts := s.f.Counts
	if same {
		counts = counts[:1]
	}
	for i, c := range counts {
		t := s.weigh(newRuler(raw, c), clean, c, marks)
		for j := range s.tallies {
			if j == i || same {
				s.tallies[j].agree += t.agree
				s.tallies[j].wrong += t.wrong
				s.tallies[j].ragged += t.ragged
			}
		}
	}
	for _, m := range marks {
		s.marks++
		if m.Quote != "" {
			s.quotes++
		}
	}
}

func (s *scale) weigh(r ruler, clean sliced, c Count, marks []Mark) (t tally) {
	seen := map[span.Span]bool{} // several marks in one place say nothing more of their ends
	for _, m := range marks {
		pieces, ok := measured(r, c, m.Pieces)
		switch {
		case !ok:
			t.wrong++
		case m.Quote != "" && s.f.reads(clean, pieces, m.Quote):
			t.agree++
		}
		if ok {
			for _, p := range pieces {
				if !seen[p] {
					seen[p] = true
					t.ragged += clean.ragged(p.Start) + clean.ragged(p.End)
				}
			}
		}
	}
	return t
}

// measured turns the spans of a mark into code points; false if one of them
// cannot be.
func measured(r ruler, c Count, spans []span.Span) ([]span.Span, bool) {
	out := make([]span.Span, len(spans))
	for i, s := range spans {
		ok := false
		if out[i], ok = r.span(s, c); !ok {
			return nil, false
		}
	}
	return out, true
}

// chosen is the Count that fits best; of equal ones the first, and the first of
// all is the documented one.
func (s *scale) chosen() Counted {
	if len(s.f.Counts) == 0 {
		return Counted{}
	}
	best, next := 0, -1
	for i := 1; i < len(s.tallies); i++ {
		if s.tallies[i].beats(s.tallies[best], best == 0) {
			best = i
		}
	}
	for i := range s.tallies {
		if i != best && s.tallies[i] != s.tallies[best] && (next < 0 || s.tallies[i].beats(s.tallies[next], next == 0)) {
			next = i
		}
	}
	out := Counted{Count: s.f.Counts[best], Quotes: s.quotes, Agree: s.tallies[best].agree, decided: s.marks > 0 && len(s.f.Counts) > 1}
	if s.f.Loose && out.Agree == 0 {
		out.decided = false // all marks go by their quotes
	}
	out.Alike = s.alike
	if next >= 0 && s.quotes > 0 {
		out.Others = fmt.Sprintf(" (as %s: %d)", s.f.Counts[next], s.tallies[next].agree)
	} else if next >= 0 && s.tallies[best].beats(s.tallies[next], next == 0) {
		out.Others = fmt.Sprintf(", which fits better than %s", s.f.Counts[next])
	} else if next >= 0 {
		out.Others = fmt.Sprintf(", as it is documented; %s might be meant as well", s.f.Counts[next])
	} else if !s.alike {
		out.Others = " (other ways fit as well)"
	}
	return out
}

// sliced is a clean text that can be cut at code points.
type sliced struct {
	text string
	at   []int32 // byte of each code point, and of the end; nil: the same
}

func cleaned(raw string) sliced {
	text := article.Clean(raw)
	if plainly(text) {
		return sliced{text: text}
	}
	s := sliced{text: text, at: make([]int32, 0, len(text)+1)}
	for i := range text {
		s.at = append(s.at, int32(i))
	}
	s.at = append(s.at, int32(len(text)))
	return s
}

// byteOf is the byte of a code point that is in the text.
func (s sliced) byteOf(point int) int {
	if s.at == nil {
		return point
	}
	return int(s.at[point])
}

func (s sliced) slice(p span.Span) string { return s.text[s.byteOf(p.Start):s.byteOf(p.End)] }

// ragged is 1 where a code point offset is inside a word.
func (s sliced) ragged(point int) int {
	at := s.byteOf(point)
	before, _ := utf8.DecodeLastRuneInString(s.text[:at])
	after, _ := utf8.DecodeRuneInString(s.text[at:])
	if at > 0 && at < len(s.text) && worded(before) && worded(after) {
		return 1
	}
	return 0
}

func worded(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// reads reports whether pieces of a clean text are the quote that the file has
// for them, what the format is known to change in quotes left aside.
func (f Format) reads(clean sliced, pieces []span.Span, quote string) bool {
	if f.Same == nil && len(pieces) == 1 {
		return clean.slice(pieces[0]) == article.Clean(quote)
	}
	parts := make([]string, len(pieces))
	for i, p := range pieces {
		parts[i] = clean.slice(p)
	}
	if f.Same != nil {
		return f.Same(parts, quote)
	}
	return strings.Join(parts, " ") == article.Clean(quote)
}
