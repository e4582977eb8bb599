package exchange

import (
	"fmt"
	"strings"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// effort is what was spent on looking for quotes that do not stand where a file
// says. Both are bounded for all of an import, so that one of nothing but wrong
// quotes ends in seconds; texts that are read one after the other, and forgotten,
// each allow for a little more (earn).
type effort struct {
	searched int // bytes of text, for quotes as they are
	steps    int // of anchor.Seeker, for words like them
}

// maxSteps is how much may be done to find words like lost quotes: a second or
// two, and some more in a browser. That is all quotes of any real file in texts of
// the length of articles, and about 80 of the length of a sentence in a text of
// 1 MB.
const maxSteps = 1 << 27

// earn allows for a text that came with a stream of documents.
func (e *effort) earn(text string) {
	const each = 16
	e.searched = max(e.searched-each*len(text), 0)
	e.steps = max(e.steps-each*len(text), 0)
}

// outcome is what became of a span when it was checked.
type outcome int

const (
	sound    outcome = iota
	moved            // the quote stood elsewhere
	nearly           // only words like the quote are in the text
	lost             // the quote is not in the text
	unsought         // it is not, and words like it were not looked for
	given            // up: too many quotes of the file had to be looked for
)

// landed reports whether there is a place for the span.
func (o outcome) landed() bool { return o == sound || o == moved || o == nearly }

// nowhere is the position of selectors that give none, or none that makes sense.
const nowhere = -1

// place checks a span against its quote, and looks for the quote where the two
// disagree: as it is, then whatever the white space, then words like it. Where
// only one of them is given, that one counts.
func (g *gather) place(a *article.Article, sel anchor.Selectors) (span.Span, outcome) {
	s := span.Span{Start: sel.Start, End: sel.End}
	inside := s.Start >= 0 && s.End <= a.Len() && !s.Empty()
	if inside && (sel.Exact == "" || a.Slice(s.Start, s.End) == sel.Exact) {
		return s, sound
	}
	if g.searched > maxSearch {
		return s, given
	}
	g.searched += len(a.Text)
	s, found := anchor.Find(a, sel)
	if !found {
		g.searched += len(a.Text)
		s, found = g.findFolded(a, sel)
	}
	switch {
	case !found:
		return g.alike(a, sel)
	case sel.Start == nowhere:
		return s, sound
	}
	return s, moved
}

// say puts an outcome into words; both are empty if all is well.
func say(what outcome, a *article.Article, sel anchor.Selectors, s span.Span) (message, hint string) {
	title, quote := quoted(a.Meta.Title), quoted(sel.Exact)
	start := fmt.Sprintf("The text at %s is not %s", at(sel.Start, sel.End), quote)
	if sel.Start == nowhere {
		start = fmt.Sprintf("The mark should be on %s", quote)
	}
	switch {
	case what == moved:
		return start + ", which stands at " + at(s.Start, s.End) + ".", "It was moved there."
	case what == nearly:
		old, now := differing(sel.Exact, a.Slice(s.Start, s.End))
		start = strings.Replace(start, quote, old, 1)
		return fmt.Sprintf("%s, which stands nowhere in %s as it is; it was put on %s at %s.", start, title, now, at(s.Start, s.End)), hintLook
	case what == unsought:
		return start + ", and it stands nowhere in " + title + " as it is; too many quotes are wrong to look for words like all of them.", hintLeftOut
	case what == lost && sel.Exact == "":
		return fmt.Sprintf("Nothing stands at %s: the text of %s ends at %d.", at(sel.Start, sel.End), title, a.Len()), hintLeftOut
	case what == lost:
		return start + ", and it stands nowhere in " + title + ".", hintLeftOut
	case what == given:
		return start + ", and too many quotes are wrong to look for all of them.", hintLeftOut
	}
	return "", ""
}

const (
	hintLeftOut   = "The annotation was left out."
	hintLook      = "Look at it: the words are not the same."
	hintQuoteOnly = "It goes by its quote alone."
)

// at says where a span is, for a message.
func at(start, end int) string { return fmt.Sprintf("%d–%d", start, end) }

func quoted(s string) string { return "“" + annotation.Clip(s) + "”" }

// nearWords finds words like a quote in one text after the other.
type nearWords struct {
	in     *folded
	seeker *anchor.Seeker
}

// alike looks for the words that are like a quote. Where it is not sure which are
// meant there are none.
func (g *gather) alike(a *article.Article, sel anchor.Selectors) (span.Span, outcome) {
	f := g.fold(a)
	if f.Article == nil {
		return span.Span{}, lost
	}
	if g.steps > maxSteps {
		return span.Span{}, unsought
	}
	if g.near.in != f {
		g.near = nearWords{f, anchor.NewSeeker(f.Text)}
		g.steps += len(f.Text)
	}
	sel = f.selectors(sel)
	cost, before := g.near.seeker.Cost(sel.Exact), g.near.seeker.Steps()
	switch {
	case cost == 0:
		return span.Span{}, lost
	case g.steps+cost > maxSteps:
		return span.Span{}, unsought
	}
	m, found := g.near.seeker.Approximate(sel)
	g.steps += g.near.seeker.Steps() - before
	if !found || !m.Sure {
		return span.Span{}, lost
	}
	return f.unfolded(m.Span), nearly
}

// differing are two wordings as a message has them: of long ones, the part in
// which they begin to differ.
func differing(old, now string) (string, string) {
	const before, shown = 12, 36
	a, b := []rune(old), []rune(now)
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	if same < shown {
		return quoted(old), quoted(now)
	}
	return quoted("…" + string(a[same-before:])), quoted("…" + string(b[same-before:]))
}
