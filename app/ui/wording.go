package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/anchor"
	"claimlight/app/article"
	"claimlight/app/span"
)

const (
	// nearby is how many code points of text around a mark are shown, on either
	// side, so that one can tell where it stands.
	nearby = 60
	// dull is how long a stretch that did not change may be before its middle is
	// left out, most how long one that did, and bits how many of both are shown.
	dull, most, bits = 120, 240, 60
)

// side is a mark on one of two texts: its words, and those around them.
type side struct {
	before, after string
	words         []bit
}

// bit is a stretch of the words.
type bit struct {
	text    string
	changed bool
}

// sidesOf shows a mark on an old text beside its places on a new one, with what
// changed. The old text may be unknown.
func sidesOf(old *article.Article, on []span.Span, quote string, new *article.Article, to []span.Span) [2]side {
	was, now := side{}, side{}
	if old != nil {
		quote = joinedWords(old, on)
		was.before, was.after = around(old, on)
	}
	var gone, come []span.Span
	if len(to) > 0 {
		words := joinedWords(new, to)
		gone, come = anchor.Letters(quote, words)
		now.words = bitsOf(words, come)
		now.before, now.after = around(new, to)
	}
	was.words = bitsOf(quote, gone)
	return [2]side{was, now}
}

// joinedWords are the words of a mark, of all its pieces.
func joinedWords(a *article.Article, spans []span.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = a.Slice(s.Start, s.End)
	}
	return strings.Join(parts, " … ")
}

// around are some words before and behind a mark, within its paragraph.
func around(a *article.Article, spans []span.Span) (before, after string) {
	if len(spans) == 0 {
		return "", ""
	}
	start, end := spans[0].Start, spans[len(spans)-1].End
	first, last := 0, a.Len()
	if b := a.BlockAt(start); b >= 0 {
		first = min(a.Blocks[b].Start, start)
	}
	if b := a.BlockAt(max(end-1, 0)); b >= 0 {
		last = max(a.Blocks[b].End, end)
	}
	from, to := max(start-nearby, first), min(end+nearby, last)
	before, after = a.Slice(from, start), a.Slice(end, to)
	if _, rest, ok := strings.Cut(before, " "); from > first && ok && rest != "" {
		before = "… " + rest
	}
	if i := strings.LastIndexByte(after, ' '); to < last && i > 0 {
		after = after[:i] + " …"
	}
	return before, after
}

// bitsOf cuts words into what changed and what did not, and leaves out the middle
// of what is long.
func bitsOf(words string, changed []span.Span) (out []bit) {
	r, at := []rune(words), 0
	add := func(to int, changed bool) {
		if to > at {
			out = append(out, bit{elided(r[at:to], changed), changed})
		}
		at = max(at, to)
	}
	for _, s := range changed {
		if len(out) >= bits {
			break
		}
		add(s.Start, false)
		add(s.End, true)
	}
	add(len(r), len(out) >= bits)
	return out
}

// elided is a stretch without its middle if it is long.
func elided(r []rune, changed bool) string {
	longest := dull
	if changed {
		longest = most
	}
	if len(r) <= longest {
		return string(r)
	}
	return string(r[:longest/2]) + " … " + string(r[len(r)-longest/2:])
}

// draw shows the side: what surrounds the words is pale, what changed is marked.
func (s side) draw(class string) app.UI {
	return app.Span().Dir("auto").Class(class).Body(
		app.Span().Class("near").Text(s.before),
		app.Range(s.words).Slice(func(i int) app.UI {
			switch {
			case !s.words[i].changed:
				return app.Span().Text(s.words[i].text)
			case class == "was":
				return app.Del().Text(s.words[i].text)
			}
			return app.Ins().Text(s.words[i].text)
		}),
		app.Span().Class("near").Text(s.after),
	)
}
