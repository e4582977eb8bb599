package exchange

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"claimlight/app/anchor"
	"claimlight/app/article"
	"claimlight/app/span"
)

// folded is an article with a space for each run of white space: browsers, and
// programs that have their text from them, do not agree on what is there.
type folded struct {
	*article.Article         // nil if nothing but white space is there
	at               []int32 // where each code point is in the article that was folded
}

func foldOf(a *article.Article) *folded {
	f := &folded{}
	var b strings.Builder
	space, point := true, int32(0)
	for _, r := range a.Text {
		switch {
		case !unicode.IsSpace(r):
			b.WriteRune(r)
			f.at = append(f.at, point)
		case !space:
			b.WriteByte(' ')
			f.at = append(f.at, point)
		}
		space = unicode.IsSpace(r)
		point++
	}
	f.Article, _ = article.New(article.Meta{}, b.String(), nil)
	return f
}

// foldSpaces makes one space of each run of white space, and leaves it out at
// the ends.
func foldSpaces(s string) string { return strings.Join(strings.Fields(s), " ") }

// fold returns an article with its white space folded.
func (g *gather) fold(a *article.Article) *folded {
	f := g.folds[a.ID]
	if f == nil {
		f = foldOf(a)
		if g.folds == nil {
			g.folds = map[article.ID]*folded{}
		}
		g.folds[a.ID] = f
	}
	return f
}

// findFolded looks for a quote of which the white space is not that of the text.
func (g *gather) findFolded(a *article.Article, sel anchor.Selectors) (span.Span, bool) {
	f := g.fold(a)
	if f.Article == nil {
		return span.Span{}, false
	}
	s, found := anchor.Find(f.Article, f.selectors(sel))
	if !found {
		return s, false
	}
	return f.unfolded(s), true
}

// selectors are those for the folded text.
func (f *folded) selectors(sel anchor.Selectors) anchor.Selectors {
	sel.Exact, sel.Prefix, sel.Suffix = foldSpaces(sel.Exact), foldEnd(sel.Prefix), foldStart(sel.Suffix)
	if sel.Start != nowhere {
		sel.Start = sort.Search(len(f.at), func(i int) bool { return int(f.at[i]) >= sel.Start })
		sel.End = sel.Start + utf8.RuneCountInString(sel.Exact)
	}
	return sel
}

// unfolded is where a span of the folded text is in the article.
func (f *folded) unfolded(s span.Span) span.Span {
	return span.Span{Start: int(f.at[s.Start]), End: int(f.at[s.End-1]) + 1}
}

// foldEnd folds what stands before a quote, and keeps a space at its end.
func foldEnd(s string) string {
	out := foldSpaces(s)
	if strings.TrimRightFunc(s, unicode.IsSpace) != s {
		out += " "
	}
	return out
}

// foldStart folds what stands behind a quote, and keeps a space at its start.
func foldStart(s string) string {
	out := foldSpaces(s)
	if strings.TrimLeftFunc(s, unicode.IsSpace) != s {
		out = " " + out
	}
	return out
}

// hasQuote reports whether a quote stands in an article, whatever the white
// space.
func (g *gather) hasQuote(a *article.Article, quote string) bool {
	if quote = article.Clean(quote); quote == "" {
		return false
	}
	if strings.Contains(a.Text, quote) {
		return true
	}
	quote = foldSpaces(quote)
	f := g.fold(a)
	return quote != "" && f.Article != nil && strings.Contains(f.Text, quote)
}
