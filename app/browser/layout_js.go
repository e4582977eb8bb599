package browser

import (
	"sort"
	"strconv"
	"syscall/js"

	"claimlight/app/paint"
	"claimlight/app/span"
)

// Box is where a span stands: the rectangle around its first line. A span
// that is nowhere on the screen has an empty one.
func (p *Paper) Box(s span.Span) paint.Rect { return p.box(s, 0) }

// LastBox is the rectangle around the last line of a span.
func (p *Paper) LastBox(s span.Span) paint.Rect { return p.box(s, -1) }

// RightToLeft reports whether the text at a code point runs from right to left,
// as the browser has found of the whole block.
func (p *Paper) RightToLeft(point int) bool {
	if p.article == nil || len(p.article.Blocks) == 0 {
		return false
	}
	block := p.block(max(p.article.BlockAt(point), 0))
	return p.window.Call("getComputedStyle", block).Get("direction").String() == "rtl"
}

func (p *Paper) box(s span.Span, which int) paint.Rect {
	if p.article == nil || len(p.article.Blocks) == 0 {
		return paint.Rect{}
	}
	return p.rect(p.rangeOf(s), which)
}

// rect is a rectangle of a range, -1 the last.
func (p *Paper) rect(r js.Value, which int) paint.Rect {
	rects := r.Call("getClientRects")
	n := rects.Get("length").Int()
	if n == 0 {
		return paint.Rect{}
	}
	return p.relative(rects.Index((which + n) % n))
}

// relative counts a client rectangle from the start of what scrolls.
func (p *Paper) relative(r js.Value) paint.Rect {
	origin := p.stage.Call("getBoundingClientRect")
	return paint.Rect{
		X: r.Get("left").Float() - origin.Get("left").Float() + p.stage.Get("scrollLeft").Float(),
		Y: r.Get("top").Float() - origin.Get("top").Float() + p.stage.Get("scrollTop").Float(),
		W: r.Get("width").Float(), H: r.Get("height").Float(),
	}
}

// Visible are the first and the last block of which something is in sight. It
// reads layout once, and then knows until something is scrolled or resized.
func (p *Paper) Visible() (first, last int) {
	if p.article == nil || len(p.article.Blocks) == 0 {
		return 0, -1
	}
	if !p.sighted {
		p.sight[0], p.sight[1] = p.look()
		p.sighted = true
	}
	return p.sight[0], p.sight[1]
}

// look reads which blocks are in sight.
func (p *Paper) look() (first, last int) {
	view := p.stage.Call("getBoundingClientRect")
	top, bottom := view.Get("top").Float(), view.Get("bottom").Float()
	first = p.searchBlock(func(r js.Value) bool { return r.Get("bottom").Float() > top })
	first = min(first, len(p.article.Blocks)-1) // cards may go on below the text
	last = p.searchBlock(func(r js.Value) bool { return r.Get("top").Float() >= bottom }) - 1
	return first, max(last, first)
}

// searchBlock is the first block whose rectangle is past something; blocks
// stand below one another. Where these lie in parts it looks for the part first:
// to ask where a block stands in a part far away would have that laid out.
func (p *Paper) searchBlock(past func(js.Value) bool) int {
	pastOf := func(list js.Value, from int) func(int) bool {
		return func(i int) bool { return past(list.Index(from + i).Call("getBoundingClientRect")) }
	}
	n := len(p.article.Blocks)
	part := sort.Search(p.parts.Length(), pastOf(p.parts, 0))
	from := max(part-1, 0) * p.together
	return from + sort.Search(min(2*p.together, n-from), pastOf(p.blocks, from))
}

// moved tells that the text has another height: what was measured of places
// below the change is wrong. That of a long text changes with what comes into
// sight, and is a guess before.
func (p *Paper) moved(js.Value, []js.Value) any {
	p.sighted = false
	if p.article == nil {
		return nil
	}
	switch h := &p.hold; {
	case !h.known:
	case h.settling || p.layout() != h.layout:
		p.putBack() // before this is drawn
	default:
		p.scrolled()
	}
	if !p.fresh {
		p.later(paint.Gesture{Kind: paint.Moved})
	}
	return nil
}

// View is what is in sight of what scrolls.
func (p *Paper) View() paint.Rect {
	if !p.stage.Truthy() {
		return paint.Rect{}
	}
	return paint.Rect{
		X: p.stage.Get("scrollLeft").Float(), Y: p.stage.Get("scrollTop").Float(),
		W: p.stage.Get("clientWidth").Float(), H: p.stage.Get("clientHeight").Float(),
	}
}

// ScrollTo moves what is in sight.
func (p *Paper) ScrollTo(y float64) {
	p.sighted = false
	before := p.stage.Get("scrollTop").Float()
	p.stage.Set("scrollTop", y)
	if p.stage.Get("scrollTop").Float() != before {
		p.hold.settling, p.hold.look = false, true // somebody wants to be elsewhere
	}
}

// Uncover scrolls so that a span does not lie under the element with the ID,
// if that stands over the foot of the stage and not in it.
func (p *Paper) Uncover(id string, s span.Span) {
	el := p.byID(id)
	if p.article == nil || el.IsNull() || p.window.Call("getComputedStyle", el).Get("position").String() != "fixed" {
		return
	}
	first, last := p.Box(s), p.LastBox(s)
	top := p.stage.Get("scrollTop").Float()
	free := p.relative(el.Call("getBoundingClientRect")).Y - top
	if last.Y+last.H > top+free-slack {
		p.ScrollTo(first.Y - free/3)
	}
}

// Size is how large the element with the ID is; empty if there is none.
func (p *Paper) Size(id string) (w, h float64) {
	el := p.byID(id)
	if el.IsNull() {
		return 0, 0
	}
	return el.Get("offsetWidth").Float(), el.Get("offsetHeight").Float()
}

// Place puts an element of the layer where it belongs.
func (p *Paper) Place(id string, x, y float64) {
	if el := p.byID(id); !el.IsNull() {
		style := el.Get("style")
		style.Set("left", px(x))
		style.Set("top", px(y))
	}
}

func px(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) + "px" }
