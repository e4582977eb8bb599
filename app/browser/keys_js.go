package browser

import "syscall/js"

// Key is a key press: the name of the key as the standard gives it
// (UI Events KeyboardEvent key Values), and what was held with it.
type Key struct {
	Name             string
	Code             string // the key's place on the keyboard: "Digit1", "KeyZ"
	Ctrl, Alt, Shift bool   // Ctrl is also Cmd
	// Typing is true where the key goes into a text field, which then has it.
	Typing bool
	// Control is true where the focus is on a button, link or other control.
	Control bool
}

// Keys listens to the keyboard of the whole page.
type Keys struct{ listeners listeners }

// NewKeys calls press for every key that nothing before it has used up; if that
// returns true, the key is used up and the browser does nothing with it.
func NewKeys(press func(Key) bool) *Keys {
	k := &Keys{}
	k.listeners.add(js.Global(), "keydown", func(e js.Value) {
		if e.Get("isComposing").Bool() || e.Get("defaultPrevented").Bool() {
			return
		}
		if press(keyOf(e)) {
			e.Call("preventDefault")
		}
	})
	return k
}

// Close stops listening.
func (k *Keys) Close() { k.listeners.release() }

func keyOf(e js.Value) Key {
	k := Key{
		Name: e.Get("key").String(), Code: e.Get("code").String(),
		Ctrl: e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool(), Alt: e.Get("altKey").Bool(), Shift: e.Get("shiftKey").Bool(),
	}
	target := e.Get("target")
	if !target.Truthy() || !target.Get("closest").Truthy() {
		return k
	}
	k.Typing = target.Call("closest", `input:not([type=checkbox]):not([type=radio]):not([type=range]):not([type=button]), textarea, [contenteditable]`).Truthy()
	if !k.Ctrl && target.Call("closest", "select").Truthy() {
		k.Typing = true // letters choose there; but it has no undo of its own
	}
	k.Control = target.Call("closest", "a, button, [role=button], summary, input, [role=dialog]").Truthy()
	return k
}
