package browser

import (
	"runtime"
	"runtime/metrics"
	"testing"
	"time"
)

// A small heap may grow by as much as elbowRoom, a large one doubles as usual.
func TestRoomFor(t *testing.T) {
	for _, c := range []struct {
		live    uint64
		percent int
	}{{0, 500}, {1 << 20, 500}, {4 << 20, 500}, {8 << 20, 250}, {16 << 20, 125}, {20 << 20, 100}, {1 << 30, 100}} {
		if got := roomFor(c.live); got != c.percent {
			t.Errorf("with %d bytes it may grow by %d %%, want %d", c.live, got, c.percent)
		}
	}
}

// It follows the heap for as long as the program runs: what was large and is
// small again has its room back.
func TestElbowRoomFollowsTheHeap(t *testing.T) {
	GiveElbowRoom()
	waitForPercent(t, "at first", func(p uint64) bool { return p > 100 })
	held := make([]byte, 4*elbowRoom)
	runtime.GC()
	waitForPercent(t, "with much in the heap", func(p uint64) bool { return p == 100 })
	runtime.KeepAlive(held)
	runtime.GC()
	waitForPercent(t, "when that is gone", func(p uint64) bool { return p > 100 })
}

// waitForPercent waits until the collector goes by what is wanted: it is told
// after a collection, by a goroutine.
func waitForPercent(t *testing.T, when string, want func(percent uint64) bool) {
	t.Helper()
	at := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if metrics.Read(at); want(at[0].Value.Uint64()) {
			return
		}
	}
	t.Errorf("%s the collector goes by %d %%", when, at[0].Value.Uint64())
}
