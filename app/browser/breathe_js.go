package browser

import (
	"context"
	"sync"
	"syscall/js"
	"time"
)

// spell is how long the program keeps the one thread to itself in long work:
// so short that a frame is late by one at most, so long that little is lost
// with handing over.
const spell = 8 * time.Millisecond

// turns hands the thread to the browser and takes it back, by a message that
// the page sends to itself: timers would come back milliseconds later, and
// in a tab that is out of sight seconds.
var turns struct {
	sync.Mutex
	last    time.Time // when the browser last had its turn
	port    js.Value
	waiting []chan struct{}
}

// Breathe lets the browser have its turn if the program has kept the thread
// for some milliseconds: to paint, and to hand over what fingers and keys have
// done. Long work calls it often. It must be called from a goroutine that may
// wait, not from an event handler. It returns the context's error if that is
// over.
func Breathe(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	turns.Lock()
	if time.Since(turns.last) < spell {
		turns.Unlock()
		return nil
	}
	back := make(chan struct{})
	turns.waiting = append(turns.waiting, back)
	if turns.port.IsUndefined() {
		channel := js.Global().Get("MessageChannel").New()
		turns.port = channel.Get("port2")
		channel.Get("port1").Set("onmessage", js.FuncOf(takeTurns)) // for as long as the program runs
	}
	if len(turns.waiting) == 1 {
		turns.port.Call("postMessage", 0)
	}
	turns.Unlock()
	<-back
	return ctx.Err()
}

// takeTurns lets all go on who wait; the first to have kept the thread long
// enough sends the next message.
func takeTurns(js.Value, []js.Value) any {
	turns.Lock()
	defer turns.Unlock()
	turns.last = time.Now()
	for _, back := range turns.waiting {
		close(back)
	}
	turns.waiting = nil
	return nil
}
