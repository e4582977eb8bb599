// Package paint turns one block of an article and the annotations on it into
// HTML: flat runs, never nested, whose text nodes hold the article's text and
// nothing else. A repaint is a function of its arguments; the DOM is never
// asked.
//
// Most callers need Block.
package paint

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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

// Alone is the classes of a mark with this look where no other one is: of one
// that is shown before the program is there (web/meanwhile.js).
func (l Look) Alone() string {
	return "m s1 a" + string(appendColor(nil, l.Color)) + " a-" + string(l.Cue)
}

// Untagged is the look of a mark without a tag.
var Untagged = Look{Color: -1, Cue: annotation.Solid, Code: "?", Name: "No tag"}

// levels is how many marks over one another get a line of their own; what
// lies deeper still gets its tint and its letter.
const levels = 3

// spoken is how many tags are named where marks start or end together; of
// the others it is told how many there are.
const spoken = 6

// layer is one tag of one annotation over one of its pieces.
type layer struct {
	span.Span
	look  Look
	level int
	// starts and ends are the first and the last point at which the
	// annotation shows anywhere in the article; ends is exclusive.
	starts, ends int
	sel          bool
}

// Painter paints the blocks of articles with the tags of a codebook. It
// reuses its buffers and must not be used by two goroutines at once.
type Painter struct {
	Look     func(annotation.TagID) Look
	Selected annotation.ID

	buf    []byte
	plain  bool // what is written is no HTML
	layers []layer
	spans  []span.Span
	sweep  span.Sweep
}

// Block returns the HTML of the inside of one block. The annotations are
// those that touch it, ordered by annotation.Compare. The HTML is safe to
// write whatever the article and the codebook hold; it is valid until the
// next call.
func (p *Painter) Block(a *article.Article, block int, marks []*annotation.Annotation) []byte {
	p.buf = p.buf[:0]
	from := a.ByteOf(p.begin(a, block, marks))
	for run, ok := p.sweep.Next(); ok; run, ok = p.sweep.Next() {
		to := a.ByteOf(run.End)
		text := a.Text[from:to]
		from = to
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

// begin gets the sweep ready for the runs of a block, and returns where that starts.
func (p *Painter) begin(a *article.Article, block int, marks []*annotation.Annotation) (start int) {
	b := a.Blocks[block]
	bounds := span.Span{Start: b.Start, End: b.End}
	p.collect(a, bounds, marks)
	p.sweep.Reset(bounds, p.spans)
	return b.Start
}

// collect lists the layers over a block, outer before inner, each on the
// lowest level that is free over all of it.
func (p *Painter) collect(a *article.Article, bounds span.Span, marks []*annotation.Annotation) {
	p.layers, p.spans = p.layers[:0], p.spans[:0]
	for _, an := range marks {
		starts, ends := -1, -1
		for _, piece := range an.Pieces {
			if !piece.Overlaps(bounds) {
				continue
			}
			if starts < 0 {
				starts, ends = shown(a, bounds, an)
			}
			p.add(an, layer{Span: piece.Span, starts: starts, ends: ends, sel: an.ID == p.Selected})
		}
	}
	slices.SortStableFunc(p.layers, func(a, b layer) int { return span.Compare(a.Span, b.Span) })
	var busy [levels]int // until where a level is taken
	for i := range p.layers {
		l := &p.layers[i]
		for l.level < levels && busy[l.level] > l.Start {
			l.level++
		}
		if l.level < levels {
			busy[l.level] = l.End
		}
		p.spans = append(p.spans, l.Span)
	}
}

// Known is a cue that there is a line for: one that is not is solid.
func Known(c annotation.Cue) annotation.Cue {
	if !slices.Contains(annotation.Cues, c) {
		return annotation.Solid
	}
	return c
}

// add puts a layer on for each tag of an annotation.
func (p *Painter) add(an *annotation.Annotation, l layer) {
	if len(an.Tags) == 0 {
		l.look = Untagged
		p.layers = append(p.layers, l)
	}
	for _, t := range an.Tags {
		l.look = p.Look(t)
		l.look.Cue = Known(l.look.Cue)
		p.layers = append(p.layers, l)
	}
}

// shown returns where an annotation that shows in the bounds of a block
// starts and ends to the eye: pieces may begin and end between blocks, where
// nothing is painted.
func shown(a *article.Article, bounds span.Span, an *annotation.Annotation) (starts, ends int) {
	starts, ends = an.Start(), an.End()
	if starts < bounds.Start {
		starts = firstShown(a, an)
	}
	if ends > bounds.End {
		ends = lastShown(a, an)
	}
	return starts, ends
}

func firstShown(a *article.Article, an *annotation.Annotation) int {
	for _, piece := range an.Pieces {
		for b := max(a.BlockAt(piece.Start), 0); b < len(a.Blocks) && a.Blocks[b].Start < piece.End; b++ {
			if s := piece.Intersect(span.Span{Start: a.Blocks[b].Start, End: a.Blocks[b].End}); !s.Empty() {
				return s.Start
			}
		}
	}
	return -1
}

func lastShown(a *article.Article, an *annotation.Annotation) int {
	for _, piece := range slices.Backward(an.Pieces) {
		for b := a.BlockAt(piece.End - 1); b >= 0 && a.Blocks[b].End >= piece.Start; b-- {
			if s := piece.Intersect(span.Span{Start: a.Blocks[b].Start, End: a.Blocks[b].End}); !s.Empty() {
				return s.End
			}
		}
	}
	return -1
}

// open writes the start tag of a run.
func (p *Painter) open(run span.Run) {
	p.buf = append(p.buf, `<mark class="`...)
	starts, ends := p.classes(run)
	if starts > 0 {
		p.buf = append(p.buf, `" data-starts="`...)
		p.starts(run, starts)
	}
	if ends > 0 {
		p.buf = append(p.buf, `" data-code="`...)
		p.code(run, ends)
		p.buf = append(p.buf, `" data-ends="`...)
		p.ends(run, ends)
	}
	p.buf = append(p.buf, '"', '>')
}

// classes writes the classes of a run for tints and lines, and returns how many
// of the tags over it start and end with it.
func (p *Painter) classes(run span.Run) (starts, ends int) {
	p.buf = append(p.buf, "m s"...)
	p.buf = append(p.buf, '0'+p.lines(run))
	sel, last := false, 0
	for _, i := range run.Active {
		l := &p.layers[i]
		sel = sel || l.sel
		if l.starts == run.Start {
			starts++
		}
		if l.ends == run.End {
			ends++
			last = l.look.Color
		}
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
	if ends > 0 { // the letter has the color of the mark it belongs to
		p.buf = appendColor(append(p.buf, " k"...), last)
	}
	return starts, ends
}

// lines says which lines a run has, as a sum: 1 for a, 2 for b, 4 for c.
func (p *Painter) lines(run span.Run) (sum byte) {
	for _, i := range run.Active {
		if l := p.layers[i].level; l < levels {
			sum |= 1 << l
		}
	}
	return sum
}

// starts says which of the tags over a run start with it.
func (p *Painter) starts(run span.Run, count int) {
	said := 0
	for _, i := range run.Active {
		if l := &p.layers[i]; l.starts == run.Start && said < spoken {
			p.name(l.look.Name, said)
			said++
		}
	}
	p.more(count - said)
}

// code shows which of the tags over a run end with it.
func (p *Painter) code(run span.Run, count int) {
	shown := 0
	for _, i := range run.Active {
		if l := &p.layers[i]; l.ends == run.End && shown < spoken {
			p.text(l.look.Code)
			shown++
		}
	}
	if count > shown {
		p.buf = append(p.buf, "…"...)
	}
}

// ends says what code shows.
func (p *Painter) ends(run span.Run, count int) {
	said := 0
	for _, i := range run.Active {
		if l := &p.layers[i]; l.ends == run.End && said < spoken {
			p.name(l.look.Name, said)
			said++
		}
	}
	p.more(count - said)
}

// name writes one of a list of names; before is how many there are already.
func (p *Painter) name(name string, before int) {
	if before > 0 {
		p.buf = append(p.buf, ", "...)
	}
	p.text(name)
}

// more ends a list of names of which some are left out.
func (p *Painter) more(left int) {
	if left > 0 {
		p.buf = append(p.buf, " and "...)
		p.buf = strconv.AppendInt(p.buf, int64(left), 10)
		p.buf = append(p.buf, " more"...)
	}
}

// text writes what stands in an attribute.
func (p *Painter) text(s string) {
	if p.plain {
		p.buf = append(p.buf, s...)
	} else {
		p.buf = appendEscaped(p.buf, s)
	}
}

func appendColor(b []byte, color int) []byte {
	if color < 0 {
		return append(b, 'x')
	}
	return strconv.AppendInt(b, int64(color), 10)
}

// blockTags are the elements that blocks are, where they are not paragraphs.
var blockTags = map[article.Kind]string{article.Headline: "h1", article.Subheading: "h2"}

// BlockSelector selects the elements of the blocks of a paper.
const BlockSelector = `[class^="b-"]`

// AppendBlock appends the HTML of a block around its inside. The style sheet
// knows it by the class of its kind, and by late where the browser need not lay
// it out yet.
//
// A large function that loops is compiled anew by the browser, better, while
// people wait for what it makes; this one stays out of those that call it.
//
//go:noinline
func AppendBlock(b []byte, kind article.Kind, late bool, inside []byte) []byte {
	tag := cmp.Or(blockTags[kind], "p")
	b = append(append(append(b, '<'), tag...), ` dir="auto" class="b-`...)
	b = append(b, kind...)
	if late {
		b = append(b, " late"...)
	}
	b = append(append(b, '"', '>'), inside...)
	return append(append(append(b, "</"...), tag...), '>')
}

// AppendPart appends the beginning of an element that holds several blocks, and
// that may be late as one; EndPart is its end. lines is about how tall it is
// then, for the style sheet, and 0 where the browser lays it out.
func AppendPart(b []byte, lines int) []byte {
	if lines == 0 {
		return append(b, `<div class="chunk">`...)
	}
	b = append(b, `<div class="chunk late" data-lines="`...)
	return append(strconv.AppendInt(b, int64(lines), 10), '"', '>')
}

// perLine is how many letters stand in a line of a window that is not narrow.
const perLine = 64

// Lines is about how many lines blocks take, with the space below each.
func Lines(blocks []article.Block) int {
	n := 0
	for _, b := range blocks {
		n += (b.End-b.Start)/perLine + 1
	}
	return n + (2*len(blocks)+1)/3
}

// EndPart is the end of what AppendPart begins.
const EndPart = "</div>"

// AppendText appends the HTML of text as it is: what a block shows until its
// marks are painted.
func AppendText(b []byte, text string) []byte { return appendEscaped(b, text) }

// Text is a text that is safe in an element and between double quotes, in a file
// too: signs that no page may hold (HTML, 3.2.5: controls but white space, and
// noncharacters) become U+FFFD, and line ends LF.
func Text(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t' && r != '\f', r >= 0x7f && r < 0xa0, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
			return '\uFFFD'
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
	return string(appendEscaped(nil, s))
}

// special are the signs that HTML needs to have written otherwise.
var special = [...]struct {
	sign    byte
	written string
}{{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}}

// appendEscaped writes text so that it is text in HTML, in an element as well
// as between double quotes. It leaps from sign to sign, which is far faster.
func appendEscaped(b []byte, s string) []byte {
	var next [len(special)]int // where each sign stands next
	for k := range special {
		next[k] = indexFrom(s, special[k].sign, 0)
	}
	for from := 0; ; {
		k := 0
		for other := range next {
			if next[other] < next[k] {
				k = other
			}
		}
		b = append(b, s[from:next[k]]...)
		if next[k] == len(s) {
			return b
		}
		b = append(b, special[k].written...)
		from = next[k] + 1
		next[k] = indexFrom(s, special[k].sign, from)
	}
}

// indexFrom is where a sign stands at from or after it; len(s) if nowhere.
func indexFrom(s string, sign byte, from int) int {
	if i := strings.IndexByte(s[from:], sign); i >= 0 {
		return from + i
	}
	return len(s)
}
