package browser

import "syscall/js"

// OnSight calls gone when the page goes out of sight, which may be for
// good, and shown when it comes back.
func OnSight(gone, shown func()) {
	var l listeners
	l.add(document(), "visibilitychange", func(js.Value) {
		if hidden() {
			gone()
		} else {
			shown()
		}
	})
	l.add(js.Global(), "pagehide", func(js.Value) { gone() })
	l.add(js.Global(), "pageshow", func(js.Value) { shown() })
}

// hidden reports whether the page is out of sight, and so gets no frames.
func hidden() bool { return document().Get("hidden").Bool() }

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
