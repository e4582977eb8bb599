package browser

import (
	"strconv"
	"strings"
	"syscall/js"
)

// Board is the element that shows the class: HTML that the porter has made. What
// can be pressed in it carries data-do, a verb, and perhaps data-arg.
type Board struct {
	el js.Value
	on listeners
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
		b.el = el
		b.listen(el, on)
	}
	focus, scrolled, typed := b.focus(), b.scrolled(), b.typed()
	el.Set("innerHTML", html)
	for place, top := range scrolled {
		if part := el.Call("querySelector", place); part.Truthy() {
			part.Set("scrollTop", top)
		}
	}
	if focus == "" {
		return
	}
	if again := el.Call("querySelector", focus); again.Truthy() {
		if typed != nil {
			again.Set("value", *typed)
		}
		again.Call("focus", map[string]any{"preventScroll": true})
	}
}

// typed is what stands in the field of text that has the focus, and is not told
// yet; nil if none has.
func (b *Board) typed() *string {
	at := document().Get("activeElement")
	if !at.Truthy() || !b.el.Call("contains", at).Bool() || stringOf(at.Get("type")) != "text" {
		return nil
	}
	value := at.Get("value").String()
	return &value
}

// Reveal brings a part of the board into sight, and the focus with it if that is
// nowhere.
func (b *Board) Reveal(selector string) {
	part := b.el.Call("querySelector", selector)
	if !part.Truthy() {
		return
	}
	part.Call("scrollIntoView", map[string]any{"block": "nearest"})
	if top := part.Call("getBoundingClientRect").Get("top").Float(); top < 0 {
		part.Call("scrollIntoView", map[string]any{"block": "start"})
	}
	if at := document().Get("activeElement"); !b.el.Call("contains", at).Bool() {
		if control := part.Call("querySelector", "button, select, input"); control.Truthy() {
			control.Call("focus", map[string]any{"preventScroll": true})
		}
	}
}

// listen tells of clicks on buttons, and of what is chosen in
// fields, of which it tells the value. They tell
// once they are left or let go: what is drawn anew meanwhile would end a drag.
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

// focus is a selector of what has the focus on the board, "" if nothing there
// does.
func (b *Board) focus() string {
	at := document().Get("activeElement")
	if !at.Truthy() || !b.el.Call("contains", at).Bool() {
		return ""
	}
	if id := at.Get("id").String(); id != "" {
		return "#" + css(id)
	}
	data := at.Get("dataset")
	if data.Get("do").IsUndefined() {
		return ""
	}
	control := `[data-do="` + css(data.Get("do").String()) + `"]`
	if arg := stringOf(data.Get("arg")); arg != "" && arg != "true" && arg != "false" { // a toggle asks for the other one now
		control += `[data-arg="` + css(arg) + `"]`
	}
	return control
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
