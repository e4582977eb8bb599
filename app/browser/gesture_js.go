package browser

import (
	"slices"
	"syscall/js"

	"claimlight/app/annotation"
	"claimlight/app/paint"
	"claimlight/app/span"
)

// gestureState is what the pointer is in the middle of.
type gestureState struct {
	down   bool       // pressed on the paper, or on the empty space beside it
	touch  bool       // the last pointer was a finger
	moved  bool       // the selection changed since it was pressed
	before span.Span  // what was selected when it was pressed
	used   bool       // this press has selected something, so that its click is no tap
	from   *span.Span // where a click with Shift begins to select: what was clicked or selected; nil for nothing
	grip   grip
	piece  [2]int
	asked  bool            // for the next frame
	frame  js.Value        // its number, to call it off
	keys   paint.Gesture   // the keys held when the pointer went down
	queue  []paint.Gesture // what waits for the next frame, one of a kind
}

func (p *Paper) listen() {
	p.gesture = gestureState{grip: grip{handle: -1}}
	l := &p.listeners
	l.add(p.stage, "pointerdown", p.pointerDown)
	l.add(p.root, "focus", func(js.Value) {
		if !p.gesture.down {
			p.root.Call("removeAttribute", "data-pointer") // the keyboard came here: show where it is
		}
	})
	l.add(p.document, "pointerup", p.pointerUp)
	l.add(p.document, "pointercancel", func(js.Value) { p.press(false) })
	l.add(p.document, "selectionchange", p.selectionChange)
	l.add(p.document, "keydown", p.escape)
	l.add(p.stage, "click", p.click)
	l.add(p.stage, "scroll", func(js.Value) {
		p.sighted = false
		p.scrolled()
		p.later(paint.Gesture{Kind: paint.Scroll})
	})
	l.add(p.stage, "scrollend", func(js.Value) {
		if p.hold.late {
			p.lookAgain()
		}
	})
	l.add(p.window, "resize", func(js.Value) {
		p.Remeasure()
		p.hold.look = true
		p.later(paint.Gesture{Kind: paint.Resize})
	})
	l.add(p.window, "beforeprint", func(js.Value) { p.paintAll(p.Selection()) })
	if p.column.el.Truthy() {
		l.add(p.column.el, "click", p.pick)
	}
	l.add(p.root, "contextmenu", func(e js.Value) {
		if p.gesture.touch {
			e.Call("preventDefault") // the tag bar is the menu; the system's selection stays
		}
	})
}

func isTouch(e js.Value) bool { return e.Get("pointerType").String() == "touch" }

func withKeys(g paint.Gesture, e js.Value) paint.Gesture {
	g.Alt = e.Get("altKey").Truthy()
	return g
}

// furniture reports whether an event befell something on the stage that is not
// the text, nor the empty space beside it, where a selection may begin too.
func furniture(e js.Value) bool {
	return e.Get("target").Call("closest", ".tags, .bar, .card, .grips, a, button, input, select, textarea, summary").Truthy()
}

func (p *Paper) pointerDown(e js.Value) {
	if e.Get("button").Int() != 0 || furniture(e) {
		return
	}
	p.gesture.touch, p.gesture.moved, p.gesture.used = isTouch(e), false, false
	p.gesture.before = p.Selection()
	if e.Get("shiftKey").Bool() && !p.gesture.touch {
		p.reach(e)
	}
	p.press(true)
	p.gesture.keys = withKeys(paint.Gesture{}, e)
	p.root.Get("dataset").Set("pointer", e.Get("pointerType")) // the style sheet shows the selection of fingers only
}

// reach has the browser begin a selection where the hand was before, so that
// what it does by itself for a click with Shift goes from there. It forgets its
// own beginning when a selection is let go of, and when a block is painted again.
func (p *Paper) reach(e js.Value) {
	from := p.gesture.from
	if p.article == nil || from == nil {
		return
	}
	point := from.Start
	if at := p.caretAt(e.Get("clientX").Float(), e.Get("clientY").Float()); at >= 0 && at < point {
		point = from.End // what was selected stays, and grows the other way
	}
	node, at := p.seek(&cursor{}, point, true)
	p.window.Call("getSelection").Call("collapse", node, at)
}

// press tells the style sheet, too, so that nothing beside the text catches a
// selection that is being made.
func (p *Paper) press(down bool) {
	p.gesture.down = down
	p.stage.Call("toggleAttribute", "data-pressed", down && !p.gesture.touch)
	if !down {
		p.ask() // what waited for the hand
	}
}

// pick is a press on a card.
func (p *Paper) pick(e js.Value) {
	if e.Get("target").Call("closest", ".pick").Truthy() && p.article != nil {
		id := e.Get("target").Call("closest", "[data-id]").Get("dataset").Get("id").String()
		p.on(paint.Gesture{Kind: paint.Pick, ID: annotation.ID(id)})
	}
}

// pointerUp ends a selection by mouse. With a finger the selection lives on
// after the finger is gone, so that selectionChange ends it.
func (p *Paper) pointerUp(e js.Value) {
	if !p.gesture.down || p.article == nil {
		return
	}
	p.press(false)
	// The event that tells of a new selection may be later than this one.
	if s := p.Selection(); !s.Empty() && (p.gesture.moved || s != p.gesture.before) {
		p.gesture.used = true
		p.forget(paint.Selecting)
		sel := p.window.Call("getSelection")
		begun := p.point(sel.Get("anchorNode"), sel.Get("anchorOffset").Int())
		p.on(withKeys(paint.Gesture{Kind: paint.Selected, Span: s, Touch: isTouch(e)}, e))
		if p.gesture.from != nil { // whole words of it stay selected, but the hand began within one
			p.gesture.from = &span.Span{Start: begun, End: begun}
		}
	}
}

func (p *Paper) selectionChange(js.Value) {
	if p.article == nil {
		return
	}
	s := p.Selection()
	if s.Empty() {
		return
	}
	p.gesture.moved = true
	kind := paint.Selecting
	if !p.gesture.down {
		kind = paint.Selected
	}
	if p.gesture.down || p.gesture.touch {
		g := p.gesture.keys
		g.Kind, g.Span, g.Touch = kind, s, p.gesture.touch
		p.later(g)
	}
}

// click is a tap if nothing was selected by it.
func (p *Paper) click(e js.Value) {
	if p.article == nil || furniture(e) {
		return
	}
	if p.gesture.used {
		if s := p.Selection(); e.Get("detail").Int() > 1 && !s.Empty() && !e.Get("shiftKey").Bool() {
			p.gesture.from = &s // a word or a paragraph, whose beginning may be changed too
		}
		return
	}
	// The browser lets go of a selection that is clicked on only after this.
	if s := p.Selection(); !s.Empty() && (p.gesture.moved || p.gesture.touch || s != p.gesture.before) {
		return
	}
	x, y := e.Get("clientX").Float(), e.Get("clientY").Float()
	point := p.at(x, y)
	begun := p.beside(point, x)
	if point >= 0 && !p.near(point, x, y) {
		point = -1
	}
	p.on(withKeys(paint.Gesture{Kind: paint.Tap, Point: point, Touch: p.gesture.touch}, e))
	if begun >= 0 {
		p.gesture.from = &span.Span{Start: begun, End: begun}
	}
}

// at is the code point under a place on the screen, -1 if there is no text.
func (p *Paper) at(x, y float64) int {
	var node js.Value
	var offset int
	if p.document.Get("caretPositionFromPoint").Truthy() {
		c := p.document.Call("caretPositionFromPoint", x, y)
		if !c.Truthy() {
			return -1
		}
		node, offset = c.Get("offsetNode"), c.Get("offset").Int()
	} else {
		c := p.document.Call("caretRangeFromPoint", x, y)
		if !c.Truthy() {
			return -1
		}
		node, offset = c.Get("startContainer"), c.Get("startOffset").Int()
	}
	if p.blockOf(node) < 0 {
		return -1
	}
	return p.under(p.point(node, offset), x, y)
}

// under mends that the caret falls on the nearer side of a character: it is
// the character left of the caret if the place lies on that one.
func (p *Paper) under(point int, x, y float64) int {
	if point == 0 {
		return point
	}
	r := p.rangeOf(span.Span{Start: point - 1, End: point}).Call("getBoundingClientRect")
	if x >= r.Get("left").Float() && x < r.Get("right").Float() && y >= r.Get("top").Float() && y <= r.Get("bottom").Float() {
		return point - 1
	}
	return point
}

// slack is how many pixels beside a character still count as it: between two
// lines, or behind the last one.
const slack = 8

// near reports whether a place on the screen is at a character, and not in
// the empty space behind a line.
func (p *Paper) near(point int, x, y float64) bool {
	r := p.rangeOf(span.Span{Start: point, End: point + 1}).Call("getBoundingClientRect")
	return x >= r.Get("left").Float()-slack && x <= r.Get("right").Float()+slack &&
		y >= r.Get("top").Float()-slack && y <= r.Get("bottom").Float()+slack
}

// forget drops what waits for the next frame, of one kind.
func (p *Paper) forget(kind paint.GestureKind) {
	p.gesture.queue = slices.DeleteFunc(p.gesture.queue, func(g paint.Gesture) bool { return g.Kind == kind })
}

// later hands a gesture on at the next frame; of several of a kind, the last.
func (p *Paper) later(g paint.Gesture) {
	for i := range p.gesture.queue {
		if p.gesture.queue[i].Kind == g.Kind {
			p.gesture.queue[i] = g
			return
		}
	}
	p.gesture.queue = append(p.gesture.queue, g)
	p.askFrame()
}

func (p *Paper) askFrame() {
	if !p.gesture.asked {
		p.gesture.asked = true
		p.gesture.frame = p.window.Call("requestAnimationFrame", p.onFrame)
	}
}

func (p *Paper) frame(_ js.Value, args []js.Value) any {
	p.gesture.asked = false
	drag := p.dragging(args[0].Float())
	queue := p.gesture.queue
	p.gesture.queue = nil
	if p.hold.look {
		p.sense()
	}
	for _, g := range queue {
		if p.article != nil {
			p.on(g)
		}
	}
	if p.article != nil {
		p.paintFrame(len(queue) == 0 && !p.gesture.down && p.gesture.grip.handle < 0)
	}
	drag()
	return nil
}

// calm drops what waits for the next frame, and the frame.
func (p *Paper) calm() {
	if p.gesture.asked {
		p.window.Call("cancelAnimationFrame", p.gesture.frame)
	}
	p.gesture.asked, p.gesture.queue = false, nil
}
