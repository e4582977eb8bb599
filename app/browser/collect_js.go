package browser

import (
	"runtime"
	"runtime/debug"
	"syscall/js"
	"time"
)

const (
	// collectEvery is how often it is looked whether there is much to collect.
	collectEvery = time.Second
	// atRest is how long the browser must have nothing to do for it (ms): as
	// much it promises only while nothing on the page moves.
	atRest = 40
	// elbowRoom is how much may always be allocated before the next collection,
	// in bytes: more than it takes to open an article of some length.
	elbowRoom = 20 << 20
	// least is how large the runtime takes a heap to be that is smaller (4 MB at
	// GOGC=100).
	least = 4 << 20
)

// GiveElbowRoom keeps the collector from coming in the middle of what people
// wait for, as opening an article, because there is little in the heap yet:
// elbowRoom may be allocated at least, or as much as there is, as usual.
func GiveElbowRoom() {
	percent := 100
	var again func(*cycle)
	again = func(c *cycle) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		percent = roomFor(m.NextGC * 100 / uint64(100+percent))
		debug.SetGCPercent(percent)
		runtime.SetFinalizer(c, again) // once more after the next collection
	}
	again(new(cycle))
}

// roomFor is by how many percent a heap may grow of which so many bytes are in
// use.
func roomFor(live uint64) (percent int) {
	return int(max(100, elbowRoom*100/max(live, least)))
}

// cycle is garbage on purpose: its finalizer runs after each collection. (The
// smallest things share a block, which may never be found empty.)
type cycle struct{ _ [64]byte }

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
