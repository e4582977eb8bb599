package browser

import "syscall/js"

// FoldAway folds the details element that the selector finds, while it is open,
// when something else is pressed or with Escape, which then does nothing else.
// It is for good.
func FoldAway(selector string) {
	var l listeners
	open := func() js.Value { return document().Call("querySelector", selector+"[open]") }
	l.add(document(), "pointerdown", func(e js.Value) {
		if el := open(); !el.IsNull() && !el.Call("contains", e.Get("target")).Bool() {
			el.Set("open", false)
		}
	})
	l.add(document(), "keydown", func(e js.Value) {
		if el := open(); !el.IsNull() && e.Get("key").String() == "Escape" {
			e.Call("stopPropagation")
			el.Set("open", false)
			el.Call("querySelector", "summary").Call("focus")
		}
	})
}
