package browser

import (
	"context"
	"syscall/js"
	"time"
)

// Alone waits until no other tab does what goes by the name, for so long at
// most, and keeps the others waiting until release is called or this tab is
// gone. Where the browser has no locks nobody waits. It must not be called on
// the UI goroutine.
func Alone(name string, most time.Duration) (release func()) {
	let, err := settle(context.Background(), js.Global().Get("claimlightShell").Call("alone", name, most.Milliseconds()))
	if err != nil {
		return func() {}
	}
	return func() { let.Invoke() }
}
