package browser

import (
	"syscall/js"

	"claimlight/app/paint"
	"claimlight/app/span"
)

// grip is the hand on a handle of the selected mark.
type grip struct {
	handle int           // 0 for the start of the mark, 1 for its end; -1 for none
	moved  bool          // since it was pressed
	alt    bool          // Alt is held
	x      float64       // where the pointer is from the left
	pull   paint.Pull    // and from the top
	frame  float64       // the time of the frame before, while the text is pulled
	told   paint.Gesture // the last one that was handed on
}

// makeHandles makes the two grips of the selected mark.
func (p *Paper) makeHandles() {
	for i, name := range []string{"handle start", "handle end"} {
		h := p.document.Call("createElement", "div")
		h.Set("className", name)
		h.Set("hidden", true)
		h.Call("setAttribute", "aria-hidden", "true") // the keys do the same
		p.layer.Call("append", h)
		p.handles[i] = h
		p.listenHandle(i, h)
	}
}

func (p *Paper) listenHandle(i int, h js.Value) {
	l := &p.listeners
	l.add(h, "pointerdown", func(e js.Value) {
		if e.Get("button").Int() == 0 {
			e.Call("preventDefault")
			h.Call("setPointerCapture", e.Get("pointerId"))
			p.grab(i, e)
		}
	})
	held := func(f func(e js.Value)) func(e js.Value) {
		return func(e js.Value) {
			if p.gesture.grip.handle == i {
				f(e)
			}
		}
	}
	l.add(h, "pointermove", held(func(e js.Value) {
		p.gesture.grip.to(e)
		p.askFrame()
	}))
	l.add(h, "pointerup", held(p.drop))
	l.add(h, "pointercancel", held(func(js.Value) { p.abandon() }))
}

func (p *Paper) grab(i int, e js.Value) {
	top, bottom := p.bare()
	p.gesture.touch = isTouch(e)
	p.gesture.grip = grip{handle: i, pull: paint.NewPull(top, bottom, e.Get("clientY").Float())}
}

// bare is what is seen of the text, in the window: over it lie the row of tags
// and, on a phone, the card.
func (p *Paper) bare() (top, bottom float64) {
	bottom = min(p.stage.Call("getBoundingClientRect").Get("bottom").Float(), p.window.Get("innerHeight").Float())
	for _, el := range []js.Value{p.stage.Call("querySelector", ".tags"), p.column.open} {
		if el.Truthy() && el.Get("offsetHeight").Int() > 0 && p.window.Call("getComputedStyle", el).Get("position").String() == "fixed" {
			bottom = min(bottom, topOf(el))
		}
	}
	return p.edge(), bottom
}

// to takes the pointer where an event was.
func (d *grip) to(e js.Value) {
	d.moved, d.x, d.alt = true, e.Get("clientX").Float(), e.Get("altKey").Bool()
	d.pull.Move(e.Get("clientY").Float())
}

// aim reads which place in the text the handle points at: beside a line the end of
// that, above and below the text its first and its last place.
func (p *Paper) aim(kind paint.GestureKind) paint.Gesture {
	d, point := &p.gesture.grip, 0
	// the grip hangs below or above its letter; aim at the line, not at the finger
	y := d.pull.Aim() + [2]float64{8, -8}[d.handle]
	text := p.root.Call("getBoundingClientRect")
	if y >= text.Get("bottom").Float() {
		point = p.article.Len()
	} else if y >= text.Get("top").Float() {
		point = p.caretAt(min(max(d.x, text.Get("left").Float()+1), text.Get("right").Float()-1), y)
	}
	return paint.Gesture{Kind: kind, Point: point, Far: d.handle == 1, Piece: p.gesture.piece[d.handle], Alt: d.alt}
}

// dragging reads where a handle that is held points at in this frame. The
// function it returns hands that on, and scrolls the text if it is pulled; then
// the next frame finds another place under the pointer, though that rests.
func (p *Paper) dragging(now float64) (move func()) {
	d := &p.gesture.grip
	if p.article == nil || d.handle < 0 || !d.moved {
		return func() {}
	}
	g := p.aim(paint.Drag)
	by := 0.0
	if d.frame > 0 {
		by = d.pull.Step(now - d.frame)
	}
	return func() {
		if d.handle < 0 {
			return // what was done in this frame took the mark away
		}
		if g.Point >= 0 && g != d.told {
			d.told = g
			p.on(g)
		}
		d.frame = 0
		if d.pull.Out() {
			d.frame = now
			p.sighted = p.sighted && by == 0 // the event that tells of scrolling comes later
			p.stage.Call("scrollBy", 0, by)
			p.askFrame()
		}
	}
}

// drop lets go of the handle.
func (p *Paper) drop(e js.Value) {
	p.gesture.grip.to(e)
	g := p.aim(paint.Drop)
	p.gesture.grip.handle = -1
	p.on(g)
}

// abandon leaves the end of the mark where it was.
func (p *Paper) abandon() {
	if p.gesture.grip.handle >= 0 {
		p.gesture.grip.handle = -1
		p.on(paint.Gesture{Kind: paint.Abandon})
	}
}

// escape calls off a drag, and nothing else then.
func (p *Paper) escape(e js.Value) {
	if p.gesture.grip.handle >= 0 && e.Get("key").String() == "Escape" {
		e.Call("preventDefault")
		p.abandon()
	}
}

// caretAt is the code point between characters nearest to a place.
func (p *Paper) caretAt(x, y float64) int { return p.beside(p.at(x, y), x) }

// beside is the side of a code point that is nearer to x: it, or the next one;
// -1 for -1.
func (p *Paper) beside(point int, x float64) int {
	if point < 0 {
		return -1
	}
	r := p.rangeOf(span.Span{Start: point, End: point + 1}).Call("getBoundingClientRect")
	if (x > (r.Get("left").Float()+r.Get("right").Float())/2) != p.RightToLeft(point) {
		return min(point+1, p.article.Len())
	}
	return point
}

// Handles reads where the grips of a mark belong whose pieces are given. The
// function it returns puts them there, in the color of the palette; without
// pieces it takes them away.
func (p *Paper) Handles(pieces []span.Span, color int) (place func()) {
	if !p.handles[0].Truthy() {
		return func() {}
	}
	if len(pieces) == 0 || p.article == nil {
		return func() { p.showHandles(false) }
	}
	p.gesture.piece = [2]int{0, len(pieces) - 1}
	start, end := p.cornerOf(pieces[0], false), p.cornerOf(pieces[len(pieces)-1], true)
	return func() {
		p.showHandles(true)
		p.putHandle(0, start)
		p.putHandle(1, end)
		for _, h := range p.handles {
			h.Get("dataset").Set("color", color)
		}
	}
}

func (p *Paper) showHandles(on bool) {
	if !on {
		p.abandon()
	}
	for _, h := range p.handles {
		if h.Truthy() {
			h.Set("hidden", !on)
		}
	}
}

// corner is where a handle belongs: x and y count from the start of what scrolls,
// in CSS pixels.
type corner struct {
	x, y     float64
	leftward bool // the text there runs to the left
}

// cornerOf is where a span begins, at the upper edge of its first line; far: where
// it ends, at the lower edge of its last one. Where the text runs to the left the
// letter there says it, since a line has a rectangle for each direction in it.
func (p *Paper) cornerOf(s span.Span, far bool) corner {
	box, point := p.Box(s), s.Start
	if far {
		box, point = p.LastBox(s), s.End-1
	}
	c := corner{leftward: p.RightToLeft(point)}
	if c.leftward {
		if letter := p.Box(span.Span{Start: point, End: point + 1}); !letter.Empty() {
			box = letter // a line break has none
		}
	}
	c.x, c.y = box.X, box.Y
	if far != c.leftward {
		c.x += box.W
	}
	if far {
		c.y += box.H
	}
	return c
}

func (p *Paper) putHandle(i int, at corner) {
	p.handles[i].Get("classList").Call("toggle", "leftward", at.leftward)
	style := p.handles[i].Get("style")
	style.Set("left", px(at.x))
	style.Set("top", px(at.y))
}
