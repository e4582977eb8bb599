package browser

import (
	"math"
	"slices"
	"syscall/js"

	"claimlight/app/annotation"
	"claimlight/app/paint"
	"claimlight/app/span"
)

// column is the cards beside the text, one a mark, in reading order. What has
// been measured of a card holds until the card, its block or the window
// changes.
type column struct {
	el, open js.Value // the list; the card of the selected mark, an element of the furniture
	cards    []held
	edition  int
}

// held is a card in the column.
type held struct {
	an     *annotation.Annotation
	el     js.Value
	isOpen bool
	height float64 // 0 while not measured
	below  float64 // from the top of its block to that of its mark's first line; NaN while not measured
	top    float64 // where it was put last; NaN while nowhere
	past   bool    // it would stand below the end of the list
}

// gap is how many pixels are between two cards.
const gap = 6

// Cards writes the cards of the marks, in order. Those that are there already
// stay, unless the edition, which names how tags and people look, is another.
// For the mark open, the card of the furniture takes its place.
func (p *Paper) Cards(marks []*annotation.Annotation, open annotation.ID, edition int, card func([]byte, *annotation.Annotation) []byte) {
	c := &p.column
	if !c.el.Truthy() || c.shows(marks, open, edition) {
		return
	}
	old := make(map[*annotation.Annotation]held, len(c.cards))
	for _, h := range c.cards {
		if c.edition == edition && !h.isOpen && h.an.ID != open {
			old[h.an] = h
		} else if !h.isOpen {
			h.el.Call("remove")
		}
	}
	c.edition = edition
	next := make([]held, len(marks))
	var html []byte
	fresh := 0
	for i, an := range marks {
		h, known := old[an]
		delete(old, an)
		switch {
		case an.ID == open:
			h = held{an: an, el: c.open, isOpen: true, below: math.NaN(), top: math.NaN()}
		case !known:
			h = held{an: an, below: math.NaN(), top: math.NaN()}
			html = card(html, an)
			fresh++
		}
		next[i] = h
	}
	for _, h := range old {
		h.el.Call("remove")
	}
	c.take(next, html, fresh)
	c.cards = next
}

// shows reports whether the column shows just that.
func (c *column) shows(marks []*annotation.Annotation, open annotation.ID, edition int) bool {
	return c.edition == edition && slices.EqualFunc(c.cards, marks, func(h held, an *annotation.Annotation) bool {
		return h.an == an && h.isOpen == (an.ID == open)
	})
}

// take makes the elements of the fresh cards, all at once, and puts every card
// that stands in the wrong place into its place. What stays where it is keeps
// the keyboard.
func (c *column) take(next []held, html []byte, fresh int) {
	if fresh > 0 {
		c.el.Call("insertAdjacentHTML", "beforeend", string(html))
	}
	children := c.el.Get("children")
	made := children.Length() - fresh
	for i := range next {
		if !next[i].el.Truthy() {
			next[i].el = children.Index(made)
			made++
		}
	}
	after := js.Null()
	for _, h := range slices.Backward(next) {
		if !h.el.Get("nextElementSibling").Equal(after) || !h.el.Get("parentNode").Equal(c.el) {
			c.el.Call("insertBefore", h.el, after)
		}
		after = h.el
	}
	if c.open.Truthy() && !slices.ContainsFunc(next, func(h held) bool { return h.isOpen }) && !c.open.Get("nextElementSibling").IsNull() {
		c.el.Call("append", c.open) // it shows nothing: at the end it is in nobody's way
	}
}

// Remeasure has everything measured again: the window or the text has
// another width.
func (p *Paper) Remeasure() {
	p.sighted = false
	for i := range p.column.cards {
		p.column.cards[i].height, p.column.cards[i].below = 0, math.NaN()
	}
}

// Measure reads where the cards belong, each as near to the line of its mark
// as paint.Arrange lets it. The function it returns puts them there.
func (p *Paper) Measure() (place func()) {
	c := &p.column
	if !c.el.Truthy() || p.article == nil || len(p.article.Blocks) == 0 || len(c.cards) == 0 {
		return func() {}
	}
	tops, heights, anchor := make([]float64, len(c.cards)), make([]float64, len(c.cards)), -1
	base := topOf(c.el)
	block, at, walk := -1, 0.0, cursor{}
	for i := range c.cards {
		h := &c.cards[i]
		if b := max(p.article.BlockAt(h.an.Start()), 0); b != block {
			block, at = b, topOf(p.block(b))
		}
		if math.IsNaN(h.below) {
			h.below = p.lineOf(&walk, h.an.Start(), at) - at
		}
		if h.height == 0 || h.isOpen {
			h.height = h.el.Get("offsetHeight").Float()
		}
		if h.isOpen {
			anchor = i
		}
		tops[i], heights[i] = at-base+h.below, h.height
	}
	end := c.el.Get("offsetHeight").Float() // 0: as far as there are cards
	return func() {
		for i, y := range paint.Arrange(tops, heights, gap, anchor) {
			h := &c.cards[i]
			if h.top != y {
				h.top = y
				h.el.Get("style").Set("translate", "0 "+px(y)) // which costs no layout
			}
			if past := end > 0 && y >= end && !h.isOpen; h.past != past {
				h.past = past
				h.el.Get("classList").Call("toggle", "past", past)
			}
		}
	}
}

// topOf is the upper edge of an element or a range, in the window.
func topOf(el js.Value) float64 { return el.Call("getBoundingClientRect").Get("top").Float() }

// lineOf is the upper edge of the line on which a code point stands, in the
// window, or other where it stands on none. Points in order cost one walk over
// the text of each block.
func (p *Paper) lineOf(c *cursor, point int, other float64) float64 {
	rects := p.lay(p.ruler, c, span.Span{Start: point, End: point + 1}).Call("getClientRects")
	if rects.Length() == 0 {
		return other
	}
	return rects.Index(0).Get("top").Float()
}
