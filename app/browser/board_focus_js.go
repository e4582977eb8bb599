package browser

import (
	"strings"
	"syscall/js"
)

// kept is what has the focus on the board, so that it can have it again after
// all of it was drawn anew.
type kept struct {
	is    []string // selectors of it; empty if nothing there has the focus
	nth   []int    // which of those that a selector finds
	typed *string  // what stands in it and is not told yet; nil if it is no field of text
}

// hold finds out what has the focus. What is pressed may be gone afterwards; then
// what takes its place is, in this order: what it names in data-heir, and the
// control of the same verb at the same place among those.
func (b *Board) hold() (h kept) {
	if !b.hasFocus() {
		return h
	}
	at := document().Get("activeElement")
	add := func(selector string) {
		h.is = append(h.is, selector)
		h.nth = append(h.nth, b.placeOf(at, selector))
	}
	if id := at.Get("id").String(); id != "" {
		add("#" + css(id))
	}
	data := at.Get("dataset")
	verb, arg := stringOf(data.Get("do")), stringOf(data.Get("arg"))
	control := `[data-do="` + css(verb) + `"]`
	if verb != "" && at.Get("id").String() == "" && arg != "true" && arg != "false" { // a toggle asks for the other one now
		same := control
		if !data.Get("arg").IsUndefined() {
			same += `[data-arg="` + css(arg) + `"]`
		}
		add(same)
	}
	for heir := range strings.SplitSeq(stringOf(data.Get("heir")), ",") {
		if heir = strings.TrimSpace(heir); heir != "" {
			add(heir)
		}
	}
	if verb != "" {
		add(control)
	}
	for _, last := range lastHeirs {
		add(last)
	}
	if kind := stringOf(at.Get("type")); kind == "text" {
		value := at.Get("value").String()
		h.typed = &value
	}
	return h
}

// lastHeirs are where the focus goes if all else is gone: to the tab that is shown,
// or to the beginning.
var lastHeirs = []string{`[role="tab"][aria-selected="true"]`, "button"}

// placeOf is which of those that a selector finds an element is; 0 if it is none.
func (b *Board) placeOf(el js.Value, selector string) int {
	found := b.el.Call("querySelectorAll", selector)
	for i := range found.Length() {
		if found.Index(i).Equal(el) {
			return i
		}
	}
	return 0
}

// restore gives the focus to what had it, or to what took its place.
func (b *Board) restore(h kept) {
	for i, selector := range h.is {
		found := b.el.Call("querySelectorAll", selector)
		n := found.Length()
		if n == 0 {
			continue
		}
		el := found.Index(min(h.nth[i], n-1))
		if h.typed != nil && i == 0 {
			el.Set("value", *h.typed)
		}
		focusOn(el)
		return
	}
}

// hasFocus reports whether something on the board has the focus.
func (b *Board) hasFocus() bool {
	at := document().Get("activeElement")
	return at.Truthy() && !at.Equal(b.el) && b.el.Call("contains", at).Bool()
}

func focusOn(el js.Value) { el.Call("focus", map[string]any{"preventScroll": true}) }

// onKey presses what is a button to people and no button to the browser, and goes
// from tab to tab by arrow keys, as people with a screen reader know it.
func (b *Board) onKey(e js.Value) {
	at, key := e.Get("target"), e.Get("key").String()
	switch {
	case (key == "Enter" || key == " ") && at.Call("matches", `mark[role="button"]`).Bool():
		at.Call("click")
	case at.Call("matches", `[role="tab"]`).Bool():
		if !b.stepTab(at, key) {
			return
		}
	default:
		return
	}
	e.Call("preventDefault")
}

// stepTab moves the focus among tabs; false if the key does not.
func (b *Board) stepTab(at js.Value, key string) bool {
	tabs := b.el.Call("querySelectorAll", `[role="tab"]`)
	n, is := tabs.Length(), b.placeOf(at, `[role="tab"]`)
	to, known := map[string]int{"ArrowRight": is + 1, "ArrowLeft": is + n - 1, "Home": 0, "End": n - 1}[key]
	if known {
		focusOn(tabs.Index(to % n))
	}
	return known
}
