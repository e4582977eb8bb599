package browser

import (
	"sort"
	"syscall/js"

	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/span"
)

// Paper is the reading surface: one element that the furniture leaves alone,
// into which blocks are written as HTML. It turns selections of the DOM into
// spans of the article and back, and never asks the DOM what is annotated.
//
// Every block holds its whole text from the start, so that the browser finds,
// selects and prints it; its marks are painted when it is their turn, those in
// sight first (repaint_js.go).
//
// Reading of layout (Box, Visible, Measure) and writing (Show, Cards, Place) are
// separate calls, so that a caller can do all of one before the other.
type Paper struct {
	stage, root, layer js.Value // what scrolls; the article; what floats above it
	article            *article.Article
	painting
	column
	hold             hold
	on               func(paint.Gesture)
	listeners        listeners
	handles          [2]js.Value
	gesture          gestureState
	onFrame, onTurn  js.Func  // they last as long as the program, as the paper does
	turning          bool     // a turn between two frames is on its way
	onTaken          js.Func  // lasts as long
	taken            bool     // the line in sight was taken just now
	watch            js.Value // tells when the text changes its height
	document, window js.Value
	indexOf          js.Value
	// ruler is the one range that places are measured with. The browser follows
	// every range through each change of the page for as long as Go holds it, which
	// is until Go's own collection: thousands of them made the removal of a card
	// last half a millisecond.
	ruler js.Value
}

// NewPaper returns a surface that is not attached to anything yet.
func NewPaper() *Paper {
	p := &Paper{document: js.Global().Get("document"), window: js.Global()}
	p.ruler = p.document.Call("createRange")
	p.indexOf = p.window.Get("Array").Get("prototype").Get("indexOf")
	p.onFrame = js.FuncOf(p.frame)
	p.onTurn = js.FuncOf(p.turn)
	p.onTaken = js.FuncOf(p.takeAgain)
	p.watch = p.window.Get("ResizeObserver").New(js.FuncOf(p.moved))
	return p
}

// Attach takes over the elements with the IDs that s names. Gestures are
// handed to on, in the order in which they happen. It lets go of what it was
// attached to before.
func (p *Paper) Attach(s paint.Surface, on func(paint.Gesture)) {
	p.Detach()
	p.stage, p.root, p.layer, p.on = p.byID(s.Stage), p.byID(s.Paper), p.byID(s.Layer), on
	if p.root.IsNull() {
		return
	}
	p.column = column{el: p.byID(s.Cards), open: p.byID(s.Open)}
	p.watch.Call("observe", p.root)
	p.listen()
	p.makeHandles()
}

// Detach lets go of the elements and of every listener.
func (p *Paper) Detach() {
	p.listeners.release()
	p.watch.Call("disconnect")
	p.calm()
	for i := range p.handles {
		if p.handles[i].Truthy() {
			p.handles[i].Call("remove")
		}
		p.handles[i] = js.Value{}
	}
	p.article, p.painting, p.column, p.hold, p.root = nil, painting{}, column{}, hold{}, js.Null()
}

func (p *Paper) byID(id string) js.Value { return p.document.Call("getElementById", id) }

// block is the element of a block.
func (p *Paper) block(i int) js.Value { return p.blocks.Index(i) }

// Article is what is shown; nil if nothing is.
func (p *Paper) Article() *article.Article { return p.article }

// Selection is what the browser has selected on the paper, as code points;
// empty if nothing is.
func (p *Paper) Selection() span.Span {
	sel := p.window.Call("getSelection")
	if p.article == nil || sel.IsNull() || sel.Get("rangeCount").Int() == 0 || sel.Get("isCollapsed").Bool() {
		return span.Span{}
	}
	r := sel.Call("getRangeAt", 0)
	if !r.Call("intersectsNode", p.root).Bool() {
		return span.Span{}
	}
	start := p.point(r.Get("startContainer"), r.Get("startOffset").Int())
	end := p.point(r.Get("endContainer"), r.Get("endOffset").Int())
	return span.Span{Start: start, End: end}
}

// point is the code point at a place in the DOM. Places before and behind the
// article are its start and end.
func (p *Paper) point(node js.Value, offset int) int {
	i := p.blockOf(node)
	if i < 0 {
		return p.outside(node, offset)
	}
	p.ruler.Call("setStart", p.block(i), 0)
	p.ruler.Call("setEnd", node, offset)
	n := textLength(p.ruler)
	b := p.article.Blocks[i]
	return min(p.article.FromUTF16(p.article.UTF16Of(b.Start)+article.UTF16(n)), b.End)
}

// textLength is how long the text of a range is, in UTF-16 code units. The
// string is boxed, which gives its length without its letters.
func textLength(r js.Value) int {
	return js.Global().Call("Object", r.Call("toString")).Get("length").Int()
}

// outside is the code point of a place that is in no block: between two, or
// not in the article at all.
func (p *Paper) outside(node js.Value, offset int) int {
	i := sort.Search(len(p.article.Blocks), func(i int) bool {
		p.ruler.Call("selectNode", p.block(i))
		return p.ruler.Call("comparePoint", node, offset).Int() < 0
	})
	if i < len(p.article.Blocks) {
		return p.article.Blocks[i].Start
	}
	return p.article.Len()
}

// blockOf is the index of the block that holds the node, -1 if none does.
func (p *Paper) blockOf(node js.Value) int {
	if !node.Truthy() || !p.root.Call("contains", node).Bool() {
		return -1
	}
	if node.Get("nodeType").Int() != 1 { // Node.ELEMENT_NODE
		node = node.Get("parentNode")
	}
	return p.indexOf.Call("call", p.blocks, node.Call("closest", paint.BlockSelector)).Int()
}

// cursor stands on a text node of a block, so that the next place is looked
// for from there. The zero cursor stands nowhere.
type cursor struct {
	block        int
	walker, node js.Value
	from, n      int // where the node begins in the block, and its length, UTF-16
}

// seek is the text node and the offset in it at which a code point stands. At
// the seam of two nodes it is the end of the first, unless after is true.
func (p *Paper) seek(c *cursor, point int, after bool) (js.Value, int) {
	if len(p.article.Blocks) == 0 {
		return p.root, 0
	}
	i := max(p.article.BlockAt(point), 0)
	b := p.article.Blocks[i]
	point = min(max(point, b.Start), b.End)
	at := int(p.article.UTF16Of(point) - p.article.UTF16Of(b.Start))
	if !c.walker.Truthy() || c.block != i || at < c.from || at == c.from && !after && c.from > 0 {
		walker := p.document.Call("createTreeWalker", p.block(i), 4) // NodeFilter.SHOW_TEXT
		*c = cursor{block: i, walker: walker}
		c.step(walker.Call("nextNode"))
	}
	if !c.node.Truthy() {
		return p.block(i), 0
	}
	for at > c.from+c.n || at == c.from+c.n && after {
		next := c.walker.Call("nextNode")
		if !next.Truthy() {
			return c.node, c.n
		}
		c.step(next)
	}
	return c.node, at - c.from
}

func (c *cursor) step(node js.Value) {
	c.node, c.from, c.n = node, c.from+c.n, 0
	if node.Truthy() {
		c.n = node.Get("length").Int()
	}
}

// rangeOf lays the ruler over a span, where it lies until the next place is
// asked for.
func (p *Paper) rangeOf(s span.Span) js.Value { return p.lay(p.ruler, &cursor{}, s) }

// lay makes a range of the DOM cover a span, and returns it.
func (p *Paper) lay(r js.Value, c *cursor, s span.Span) js.Value {
	node, at := p.seek(c, s.Start, true)
	r.Call("setStart", node, at)
	node, at = p.seek(c, s.End, false)
	r.Call("setEnd", node, at)
	return r
}

// Select makes the browser select a span; an empty one unselects. A click with
// Shift changes an end of that.
func (p *Paper) Select(s span.Span) {
	p.gesture.from = nil
	if !s.Empty() {
		p.gesture.from = &s
	}
	p.choose(s)
}

// choose is Select, where a click with Shift still goes on from where it would
// have before.
func (p *Paper) choose(s span.Span) {
	sel := p.window.Call("getSelection")
	if p.article == nil || s.Empty() {
		if p.root.Truthy() && sel.Get("rangeCount").Int() > 0 && p.blockOf(sel.Get("anchorNode")) >= 0 {
			sel.Call("removeAllRanges")
		}
		return
	}
	r := p.rangeOf(s)
	sel.Call("setBaseAndExtent", r.Get("startContainer"), r.Get("startOffset"), r.Get("endContainer"), r.Get("endOffset"))
}

// Highlight paints spans with the CSS highlight of that name, in place of
// what it painted before. The DOM does not change. It stays where it is when
// blocks are painted again.
func (p *Paper) Highlight(name string, spans ...span.Span) {
	registry := p.window.Get("CSS").Get("highlights")
	if !registry.Truthy() || p.article == nil {
		return
	}
	h := p.window.Get("Highlight").New()
	for _, s := range spans {
		if !s.Empty() {
			h.Call("add", p.lay(p.document.Call("createRange"), &cursor{}, s))
		}
	}
	registry.Call("set", name, h)
	p.lit[name] = spans
}

// Reveal scrolls so that a code point is in sight, if it is not.
func (p *Paper) Reveal(point int) {
	if p.article == nil {
		return
	}
	box, over := p.Box(span.Span{Start: point, End: point + 1}), p.edge()-topOf(p.stage)
	top, height := p.stage.Get("scrollTop").Float(), p.stage.Get("clientHeight").Float()
	if box.Y < top+over-1 || box.Y+box.H > top+height*5/6 {
		p.ScrollTo(box.Y - over - (height-over)/3)
	}
}

// Focus puts the keyboard on the paper without scrolling. That it is there is
// shown only where someone has gone there by key.
func (p *Paper) Focus() {
	if p.root.Truthy() {
		p.root.Call("focus", map[string]any{"preventScroll": true})
		p.root.Get("dataset").Set("pointer", "none")
	}
}
