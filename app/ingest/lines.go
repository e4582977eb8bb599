package ingest

import (
	"strings"

	"claimlight/app/article"
)

// Line is one line of an article that came from a source with structure. Kind
// is what the source says it is, "" where it does not say.
type Line struct {
	Kind article.Kind
	Text string
}

// Lines makes an article of lines, each a block; lines without anything are
// left out, and a line feed inside of one counts as two lines. What the source
// does not say is found out from the form of the lines, as Text does it; but
// where the source has headings of its own, nothing else becomes one. What meta
// leaves empty is taken from the text.
//
// Errors are *problem.Error with the codes "empty" and "text".
func Lines(lines []Line, meta article.Meta) (*article.Article, error) {
	text, units := join(lines)
	if len(units) == 0 {
		return nil, empty(meta.File)
	}
	said := make([]article.Kind, len(units))
	structured := false
	for i, u := range units {
		said[i] = u.kind
		structured = structured || u.kind == article.Headline || u.kind == article.Subheading
	}
	classify(units)
	for i, kind := range said {
		switch found := units[i].kind; {
		case kind != "":
			units[i].kind = kind
		case structured && (found == article.Headline || found == article.Subheading):
			units[i].kind = article.Paragraph
		}
	}
	a, err := article.New(meta, text, blocks(text, units))
	if err != nil {
		return nil, err
	}
	return a.WithMeta(complete(a, units)), nil
}

// join makes the text of lines, and their units.
func join(lines []Line) (string, []unit) {
	var b strings.Builder
	var units []unit
	for _, l := range lines {
		for text := range strings.SplitSeq(article.Clean(l.Text), "\n") {
			inner := strings.TrimSpace(text)
			if inner == "" {
				continue
			}
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			start := b.Len()
			b.WriteString(text)
			// A headline of the source is set off from what follows, like one
			// with a blank line below it.
			units = append(units, unit{text: inner, start: start, end: b.Len(), kind: l.Kind, blankAfter: l.Kind == article.Headline})
		}
	}
	return b.String(), units
}
