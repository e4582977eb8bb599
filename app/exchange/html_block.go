//go:build !page

package exchange

import (
	"fmt"

	"claimlight/app/annotation"
	"claimlight/app/paint"
	"claimlight/app/span"
)

// htmlLevels is how many marks over one another get a line of their own; what
// lies deeper has its number.
const htmlLevels = 3

// htmlLayer is one tag of one piece.
type htmlLayer struct {
	span.Span
	color, cue string
	level      int
}

// look is the color of a tag, "x" for none, and its line.
func (h *htmlWriter) look(id annotation.TagID) (color, cue string) {
	t := h.p.Tag(id)
	if t == nil {
		return "x", string(annotation.Solid)
	}
	return fmt.Sprint(t.Color), string(paint.Known(t.Cue))
}

// block writes the inside of a block as flat runs, with the numbers of marks
// where they end. Over are the pieces that touch it.
func (h *htmlWriter) block(g *sheetPage, i int, over []sheetPiece) {
	b, ends := g.Blocks[i], g.ends[i]
	spans := h.layer(g, over)
	from := g.ByteOf(b.Start)
	for run := range span.Runs(span.Span{Start: b.Start, End: b.End}, spans) {
		ends = h.ends(g, ends, run.Start)
		to := g.ByteOf(run.End)
		text := paint.Text(g.Text[from:to])
		from = to
		if len(run.Active) == 0 {
			h.WriteString(text)
			continue
		}
		h.open(run.Active)
		h.WriteString(text)
		h.WriteString("</mark>")
	}
	h.ends(g, ends, b.End)
}

// layer puts the tags of pieces on layers, outer before inner, each on the
// lowest level that is free over all of it.
func (h *htmlWriter) layer(g *sheetPage, over []sheetPiece) (spans []span.Span) {
	h.layers = h.layers[:0]
	var busy [htmlLevels]int // until where a level is taken
	for _, p := range over {
		for _, t := range sheetTags(g.marks[p.mark]) {
			l := htmlLayer{Span: p.Span}
			l.color, l.cue = h.look(t)
			for l.level < htmlLevels && busy[l.level] > l.Start {
				l.level++
			}
			if l.level < htmlLevels {
				busy[l.level] = l.End
			}
			h.layers, spans = append(h.layers, l), append(spans, l.Span)
		}
	}
	return spans
}

// open begins a run with classes for its tints and lines.
func (h *htmlWriter) open(active []int) {
	sum := 0
	for _, i := range active {
		if l := h.layers[i].level; l < htmlLevels {
			sum |= 1 << l
		}
	}
	h.put(`<mark class="m s%d`, sum)
	for _, i := range active {
		if l := h.layers[i]; l.level < htmlLevels {
			letter := "abc"[l.level : l.level+1]
			h.put(" %s%s %s-%s", letter, l.color, letter, l.cue)
		}
	}
	h.WriteString(`">`)
}

// ends writes the numbers up to a point, and returns those behind it. The last
// piece of a mark is what its entry leads back to; behind others stands that
// it goes on.
func (h *htmlWriter) ends(g *sheetPage, ends []sheetEnd, at int) []sheetEnd {
	n := 0
	for ; n < len(ends) && ends[n].at <= at; n++ {
		switch {
		case n == 0:
			h.WriteString("<sup>")
		default:
			h.WriteByte(' ')
		}
		if e := ends[n]; e.more {
			h.put(`<a href="#n%d-%d">%d…</a>`, g.number, e.number, e.number)
		} else {
			h.put(`<a href="#n%d-%d" id="t%d-%d">%d</a>`, g.number, e.number, g.number, e.number, e.number)
		}
	}
	if n > 0 {
		h.WriteString("</sup>")
	}
	return ends[n:]
}
