package browser

import (
	"runtime"
	"syscall/js"
	"time"
)

const (
	// collectEvery is how often it is looked whether there is much to collect.
	collectEvery = time.Second
	// atRest is how long the browser must have nothing to do for it (ms): as
	// much it promises only while nothing on the page moves.
	atRest = 40
)

// CollectAtRest has garbage collected while the hands rest, so that a
// collection, which takes the one thread for several frames, seldom falls into
// a gesture. It goes on for as long as the program runs.
func CollectAtRest() {
	ask := js.Global().Get("requestIdleCallback")
	if !ask.Truthy() {
		return // the collector sees to it by itself
	}
	asked := false
	idle := js.FuncOf(func(_ js.Value, args []js.Value) any {
		asked = false
		if args[0].Call("timeRemaining").Float() >= atRest && muchToCollect() {
			go runtime.GC()
		}
		return nil
	})
	go func() {
		for range time.Tick(collectEvery) {
			if !asked && !hidden() {
				asked = true
				ask.Invoke(idle)
			}
		}
	}()
}

// muchToCollect reports whether a good part of what may be allocated between
// two collections has been.
func muchToCollect() bool {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc > m.NextGC*3/5
}
