package anchor

import (
	"claimlight/app/article"
	"claimlight/app/span"
)

// Match is a place at which something like a quote stands, and how good it is,
// from 0 to 1.
type Match struct {
	span.Span
	Score float64
}

// Approximate is Find for a text of which only the selectors are known, and not
// the version that they were made on: where the quote is nowhere, it returns the
// best of the places that are like it, by the same weights as Transfer. The
// quote has to be at least 5 code points long, and no more than one in three may
// be wrong; false if there is no such place.
func Approximate(a *article.Article, sel Selectors) (Match, bool) {
	if s, ok := Find(a, sel); ok {
		return Match{s, 1}, true
	}
	quote, prefix := []rune(sel.Exact), []rune(sel.Prefix)
	errors := bound(len(quote))
	if errors == 0 || len(quote) > longest {
		return Match{}, false
	}
	text := []rune(a.Text)
	was := append(append(prefix[:len(prefix):len(prefix)], quote...), []rune(sel.Suffix)...)
	s := span.Span{Start: len(prefix), End: len(prefix) + len(quote)}
	j := judge{old: was, new: text}
	var f finder
	f.set(quote)
	var best Match
	for _, m := range f.find(text, errors, plenty) {
		at := span.Span{Start: m.start, End: m.end}
		before, _ := j.context(s, at, min(s.Start, around))
		_, after := j.context(s, at, min(len(was)-s.End, around))
		score := scored(j.quote(quote, text[m.start:m.end]), before, after, closeness(at.Start-sel.Start))
		if score > best.Score {
			best = Match{at, score}
		}
	}
	return best, best.Score >= least
}
