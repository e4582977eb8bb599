package exchange

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/words"

	"claimlight/app/span"
)

// token is a word or a sign of a text, as programs that count words want them.
type token struct {
	span.Span        // code points
	text      string // without white space
}

// tokens cuts a text into words and signs (UAX #29); white space is in none.
func tokens(text string) (out []token) {
	at := 0
	for w := words.FromString(text); w.Next(); {
		s := w.Value()
		n := len([]rune(s))
		// Marks that show nothing by themselves belong to the white space that they
		// stand behind (UAX #29, WB4).
		if bare := strings.TrimLeftFunc(s, unicode.IsSpace); bare != "" {
			start := at + n - len([]rune(bare))
			bare = strings.TrimRightFunc(bare, unicode.IsSpace)
			out = append(out, token{span.Span{Start: start, End: start + len([]rune(bare))}, bare})
		}
		at += n
	}
	return out
}

// sentence is a line of a text with words in it.
type sentence struct {
	span.Span // code points, from its first word to the end of its last
	tokens    []token
}

// sentences parts words by the lines of the text: formats of words need a
// sentence to be on one line, and a paragraph is one that is the same for
// everybody.
func sentences(text string) (out []sentence) {
	runes := []rune(text)
	at := 0
	for _, t := range tokens(text) {
		apart := len(out) == 0
		for ; at < t.Start; at++ {
			apart = apart || runes[at] == '\n'
		}
		at = t.End
		if apart {
			out = append(out, sentence{Span: span.Span{Start: t.Start}})
		}
		last := &out[len(out)-1]
		last.tokens = append(last.tokens, t)
		last.End = t.End
	}
	return out
}

// wholeWords widens pieces to whole tokens of a text; pieces that then touch,
// with white space between them at most, stay apart unless they overlap.
func wholeWords(text string) func(pieces []span.Span) []span.Span {
	all := tokens(text)
	return func(pieces []span.Span) []span.Span {
		var out []span.Span
		for _, p := range pieces {
			first, last, ok := covered(all, p)
			if ok {
				out = append(out, span.Span{Start: all[first].Start, End: all[last].End})
			}
		}
		return span.Join(out)
	}
}

// lineBreak reports whether a program may end a line at a rune: what Python's
// splitlines takes for the end of one, which is more than others do.
func lineBreak(r rune) bool {
	return r >= '\n' && r <= '\r' || r >= '\x1c' && r <= '\x1e' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// covered returns the first and the last of the tokens that a span touches;
// false if it touches none.
func covered(all []token, s span.Span) (first, last int, ok bool) {
	lo, hi := 0, len(all)
	for lo < hi {
		if mid := (lo + hi) / 2; all[mid].End <= s.Start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	first = lo
	for last = first; last < len(all) && all[last].Start < s.End; last++ {
	}
	return first, last - 1, last > first
}
