// Package paint turns one block of an article and the annotations on it into
// HTML: flat runs, never nested, whose text nodes hold the article's text and
// nothing else. A repaint is a function of its arguments; the DOM is never
// asked.
//
// Most callers need Block.
package paint

import (
	"slices"
	"strconv"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// Look is how a tag shows at a mark.
type Look struct {
	Color int
	Cue   annotation.Cue
	Code  string // the letter at the end of the mark
	Name  string
}

// Untagged is the look of a mark without a tag.
var Untagged = Look{Color: -1, Cue: annotation.Solid, Code: "?", Name: "No tag"}

// levels is how many marks over one another get a line of their own; what
// lies deeper still gets its tint and its letter.
const levels = 3

// layer is one tag of one annotation over one of its pieces.
type layer struct {
	span.Span
	look  Look
	level int
	first bool // the annotation starts here
	last  bool // the annotation ends here
	sel   bool
}

// Painter paints the blocks of articles with the tags of a codebook. It
// reuses its buffers and must not be used by two goroutines at once.
type Painter struct {
	Look     func(annotation.TagID) Look
	Selected annotation.ID

	buf    []byte
	layers []layer
	spans  []span.Span
}

// Block returns the HTML of the inside of one block. The annotations are
// those that touch it, ordered by annotation.Compare. The HTML is safe to
// write whatever the article and the codebook hold; it is valid until the
// next call.
func (p *Painter) Block(a *article.Article, block int, marks []*annotation.Annotation) []byte {
	b := a.Blocks[block]
	bounds := span.Span{Start: b.Start, End: b.End}
	p.collect(bounds, marks)
	p.buf = p.buf[:0]
	for run := range span.Runs(bounds, p.spans) {
		text := a.Slice(run.Start, run.End)
		if len(run.Active) == 0 {
			p.buf = appendEscaped(p.buf, text)
			continue
		}
		p.open(run)
		p.buf = appendEscaped(p.buf, text)
		p.buf = append(p.buf, "</mark>"...)
	}
	return p.buf
}

// collect lists the layers over a block, outer before inner, each on the
// lowest level that is free over all of it.
func (p *Painter) collect(bounds span.Span, marks []*annotation.Annotation) {
	p.layers, p.spans = p.layers[:0], p.spans[:0]
	for _, an := range marks {
		for i, piece := range an.Pieces {
			if piece.Overlaps(bounds) {
				p.add(an, piece.Span, i == 0, i == len(an.Pieces)-1)
			}
		}
	}
	slices.SortStableFunc(p.layers, func(a, b layer) int { return span.Compare(a.Span, b.Span) })
	for i := range p.layers {
		p.layers[i].level = p.freeLevel(i)
		p.spans = append(p.spans, p.layers[i].Span)
	}
}

func (p *Painter) add(an *annotation.Annotation, s span.Span, first, last bool) {
	l := layer{Span: s, first: first, last: last, sel: an.ID == p.Selected}
	if len(an.Tags) == 0 {
		l.look = Untagged
		p.layers = append(p.layers, l)
	}
	for _, t := range an.Tags {
		l.look = p.Look(t)
		p.layers = append(p.layers, l)
	}
}

func (p *Painter) freeLevel(i int) int {
	var taken [levels]bool
	for _, l := range p.layers[:i] {
		if l.level < levels && l.Overlaps(p.layers[i].Span) {
			taken[l.level] = true
		}
	}
	for level, t := range taken {
		if !t {
			return level
		}
	}
	return levels
}

// open writes the start tag of a run: classes for tints and lines, and at the
// ends of a mark what is shown and said there.
func (p *Painter) open(run span.Run) {
	p.buf = append(p.buf, `<mark class="m`...)
	sel := false
	for _, i := range run.Active {
		l := &p.layers[i]
		sel = sel || l.sel
		if l.level < levels {
			p.buf = append(p.buf, ' ', "abc"[l.level])
			p.buf = appendColor(p.buf, l.look.Color)
			p.buf = append(p.buf, ' ', "abc"[l.level], '-')
			p.buf = append(p.buf, l.look.Cue...)
		}
	}
	if sel {
		p.buf = append(p.buf, " sel"...)
	}
	p.buf = append(p.buf, '"')
	p.attr(" data-starts", run, func(l *layer) string {
		if l.first && l.Start == run.Start {
			return l.look.Name
		}
		return ""
	})
	p.attr(" data-code", run, func(l *layer) string {
		if l.last && l.End == run.End {
			return l.look.Code
		}
		return ""
	})
	p.attr(" data-ends", run, func(l *layer) string {
		if l.last && l.End == run.End {
			return l.look.Name
		}
		return ""
	})
	p.buf = append(p.buf, '>')
}

// attr writes an attribute with what the layers of a run have to say, if any
// of them has.
func (p *Painter) attr(name string, run span.Run, say func(*layer) string) {
	began := false
	for _, i := range run.Active {
		s := say(&p.layers[i])
		if s == "" {
			continue
		}
		if !began {
			p.buf = append(append(p.buf, name...), `="`...)
			began = true
		} else if name != " data-code" {
			p.buf = append(p.buf, ", "...)
		}
		p.buf = appendEscaped(p.buf, s)
	}
	if began {
		p.buf = append(p.buf, '"')
	}
}

func appendColor(b []byte, color int) []byte {
	if color < 0 {
		return append(b, 'x')
	}
	return strconv.AppendInt(b, int64(color), 10)
}

// appendEscaped writes text so that it is text in HTML, in an element as well
// as between double quotes.
func appendEscaped(b []byte, s string) []byte {
	start := 0
	for i := range len(s) {
		var esc string
		switch s[i] {
		case '&':
			esc = "&amp;"
		case '<':
			esc = "&lt;"
		case '>':
			esc = "&gt;"
		case '"':
			esc = "&quot;"
		default:
			continue
		}
		b = append(append(b, s[start:i]...), esc...)
		start = i + 1
	}
	return append(b, s[start:]...)
}
