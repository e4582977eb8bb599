package browser

import "syscall/js"

// OnSight calls hidden when the page goes out of sight, which may be for
// good, and shown when it comes back.
func OnSight(hidden, shown func()) {
	var l listeners
	l.add(document(), "visibilitychange", func(js.Value) {
		if document().Get("visibilityState").String() == "hidden" {
			hidden()
		} else {
			shown()
		}
	})
	l.add(js.Global(), "pagehide", func(js.Value) { hidden() })
	l.add(js.Global(), "pageshow", func(js.Value) { shown() })
}

// OnLeave has the browser ask whether the page shall really be left, in its
// own words, when unsafe says that this may lose something.
func OnLeave(unsafe func() bool) {
	var l listeners
	l.add(js.Global(), "beforeunload", func(e js.Value) {
		if unsafe() {
			e.Call("preventDefault")
		}
	})
}
