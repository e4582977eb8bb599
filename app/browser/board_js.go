package browser

import (
	"strconv"
	"strings"
	"syscall/js"
)

// Board is the element that shows the class: HTML that the porter has made. What
// can be pressed in it carries data-do, a verb, and perhaps data-arg.
type Board struct {
	el   js.Value
	on   listeners
	open string // the place whose card is open
	big  bool   // it is as on a projector
	down bool   // a button or a finger is down on it
	late []func()
}

// Show writes HTML into the element with an ID, and from then on tells what is
// pressed in it. The focus stays on what it was on, and so does what is
// scrolled, as far as they are there again.
func (b *Board) Show(id, html string, on func(verb, arg string, value *string)) {
	el := document().Call("getElementById", id)
	if !el.Truthy() {
		return
	}
	if !el.Equal(b.el) {
		b.on.release()
		b.el, b.down, b.late = el, false, nil
		b.listen(el, on)
	}
	b.whenLetGo(func() { b.draw(id, html) })
}

// Close lets go of the element, which is not on the screen any more.
func (b *Board) Close() {
	b.on.release()
	b.el, b.down, b.late = js.Value{}, false, nil
}

// draw puts the HTML in the place of what is shown.
func (b *Board) draw(id, html string) {
	el := b.el
	held, scrolled := b.hold(), b.scrolled()
	el.Set("innerHTML", html)
	for place, top := range scrolled {
		if part := el.Call("querySelector", place); part.Truthy() {
			part.Set("scrollTop", top)
		}
	}
	b.restore(held)
	b.follow()
	b.say(id)
}

// say tells a screen reader what the board says of itself, if that is new. What is
// read out has to stand beside the board, since all of that was just made anew.
func (b *Board) say(id string) {
	beside, says := document().Call("getElementById", id+"-said"), b.el.Call("querySelector", "[data-said]")
	if !beside.Truthy() || !says.Truthy() {
		return
	}
	if words := says.Get("dataset").Get("said"); !words.Equal(beside.Get("textContent")) {
		beside.Set("textContent", words)
	}
}

// follow brings into sight what belongs to a card that was opened or closed just
// now: the card if its passage was pressed, and else its passage, where that stands
// beside it. A text that becomes large, or small again, shows the open passage too,
// which is elsewhere in it now.
func (b *Board) follow() {
	if !b.el.Call("querySelector", ".class-places").Truthy() {
		return // there are no cards; with them the place will be where it was
	}
	open, was := "", b.open
	big := b.el.Call("querySelector", ".projector").Truthy()
	turned := big != b.big
	card, passage := b.el.Call("querySelector", `[aria-expanded="true"]`), b.el.Call("querySelector", "[data-beside]")
	if card.Truthy() {
		open = card.Get("dataset").Get("arg").String()
	}
	b.open, b.big = open, big
	if open == was && (!turned || !passage.Truthy()) {
		return
	}
	at := document().Get("activeElement")
	pressed := b.hasFocus() && at.Call("matches", "mark").Bool()
	switch {
	case open == "" && pressed:
		at.Call("scrollIntoView", map[string]any{"block": "nearest"})
	case open == was:
		passage.Call("scrollIntoView", map[string]any{"block": "center"})
	case open != "" && pressed:
		card.Call("closest", "section").Call("scrollIntoView", map[string]any{"block": "nearest"})
	case passage.Truthy() && !pressed && js.Global().Call("matchMedia", "(min-width: 78rem)").Get("matches").Bool():
		passage.Call("scrollIntoView", map[string]any{"block": "center"})
	}
}

// Reveal brings a part of the board into sight, or that in it which says that it
// is to be revealed, and the focus with it if that is nowhere.
func (b *Board) Reveal(selector string) { b.whenLetGo(func() { b.reveal(selector) }) }

func (b *Board) reveal(selector string) {
	if !b.el.Truthy() {
		return // it is closed
	}
	part := b.el.Call("querySelector", selector)
	if !part.Truthy() {
		return
	}
	if inner := part.Call("querySelector", "[data-reveal]"); inner.Truthy() {
		b.begin(inner)
		return
	}
	part.Call("scrollIntoView", map[string]any{"block": "nearest"})
	if top := part.Call("getBoundingClientRect").Get("top").Float(); top < 0 {
		part.Call("scrollIntoView", map[string]any{"block": "start"})
	}
	if !b.hasFocus() {
		if control := part.Call("querySelector", "button, select, input"); control.Truthy() {
			focusOn(control)
		}
	}
}

// begin shows the beginning of a part, and leaves all where it is if that is in
// the upper half of the window already.
func (b *Board) begin(part js.Value) {
	top := part.Call("getBoundingClientRect").Get("top").Float()
	above := b.el.Call("closest", ".screen").Call("getBoundingClientRect").Get("top").Float()
	if top < above || top > js.Global().Get("innerHeight").Float()/2 {
		part.Call("scrollIntoView", map[string]any{"block": "start"})
	}
}

// listen tells of clicks on buttons, and of what is chosen in fields, of which it
// tells the value. They tell once they are left or let go: what is drawn anew
// meanwhile would end a drag.
func (b *Board) listen(el js.Value, on func(verb, arg string, value *string)) {
	tell := func(pressed js.Value, value *string) {
		on(pressed.Get("dataset").Get("do").String(), stringOf(pressed.Get("dataset").Get("arg")), value)
	}
	b.on.add(el, "click", func(e js.Value) {
		pressed := e.Get("target").Call("closest", "[data-do]")
		if pressed.Truthy() && !isField(pressed) {
			e.Call("preventDefault")
			tell(pressed, nil)
		}
	})
	b.on.add(el, "keydown", b.onKey)
	b.on.add(el, "pointerdown", func(js.Value) { b.down = true })
	for _, over := range []string{"pointerup", "pointercancel", "blur"} {
		b.on.add(js.Global(), over, func(js.Value) { b.letGo() })
	}
	b.on.add(el, "change", func(e js.Value) {
		field := e.Get("target").Call("closest", "[data-do]")
		if !field.Truthy() {
			return
		}
		value := stringOf(field.Get("value"))
		if stringOf(field.Get("type")) == "checkbox" {
			value = strconv.FormatBool(field.Get("checked").Bool())
		}
		tell(field, &value)
	})
}

func isField(el js.Value) bool {
	switch el.Get("tagName").String() {
	case "INPUT", "SELECT", "TEXTAREA":
		return true
	}
	return false
}

func css(s string) string { return js.Global().Get("CSS").Call("escape", s).String() }

// scrolled are the parts of the board with an ID that are scrolled, and how far.
func (b *Board) scrolled() map[string]float64 {
	out := map[string]float64{}
	parts := b.el.Call("querySelectorAll", "[id]")
	for i := range parts.Length() {
		part := parts.Index(i)
		if top := part.Get("scrollTop").Float(); top > 0 {
			out["#"+css(strings.TrimSpace(part.Get("id").String()))] = top
		}
	}
	return out
}
