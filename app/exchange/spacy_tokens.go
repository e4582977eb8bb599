//go:build !page

package exchange

import (
	"sort"
	"strings"
	"unicode"

	"claimlight/app/span"
)

// spacyToken is a token as spaCy and Prodigy have them: together with the single
// space that may follow each, they are the whole text.
type spacyToken struct {
	span.Span // code points
	text      string
	space     bool // a space follows, which is in no token
}

// spacyTokens cuts a text into words and signs, and into the white space between
// them that is not a single space: what spaCy finds when it puts a Doc together
// from words and a text (util.get_words_and_spaces).
func spacyTokens(text string) (out []spacyToken) {
	clean := cleaned(text)
	at := 0
	gap := func(end int) {
		if n := len(out); n > 0 && at < end && clean.slice(span.Span{Start: at, End: at + 1}) == " " {
			out[n-1].space = true
			at++
		}
		if at < end {
			s := span.Span{Start: at, End: end}
			out = append(out, spacyToken{Span: s, text: clean.slice(s)})
		}
	}
	for _, t := range tokens(text) {
		if strings.TrimFunc(t.text, spacyBlank) == "" {
			continue
		}
		gap(t.Start)
		out = append(out, spacyToken{Span: t.Span, text: t.text})
		at = t.End
	}
	if clean.at == nil {
		gap(len(text))
	} else {
		gap(len(clean.at) - 1)
	}
	return out
}

// spacyBlank is what Python takes for white space.
func spacyBlank(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// spacyCovered are the first and the last token of a span that covers whole ones.
func spacyCovered(all []spacyToken, s span.Span) (first, last int) {
	first = sort.Search(len(all), func(i int) bool { return all[i].End > s.Start })
	last = sort.Search(len(all), func(i int) bool { return all[i].Start >= s.End }) - 1
	return first, max(first, last)
}
