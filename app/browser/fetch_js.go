package browser

import (
	"context"
	"syscall/js"

	"claimlight/app/problem"
)

// Fetch reads a file that belongs to the program, named relative to the page.
// It blocks, and must not be called on the UI goroutine.
func Fetch(ctx context.Context, name string) ([]byte, error) {
	failed := problem.Newf("fetch", "Check the connection and load the page again.", "A part of the program could not be loaded: %s.", name)
	response, err := settle(ctx, js.Global().Call("fetch", name))
	if err != nil || !response.Get("ok").Bool() {
		failed.Cause = err
		return nil, failed
	}
	buffer, err := settle(ctx, response.Call("arrayBuffer"))
	if err != nil {
		failed.Cause = err
		return nil, failed
	}
	bytes := js.Global().Get("Uint8Array").New(buffer)
	data := make([]byte, bytes.Length())
	js.CopyBytesToGo(data, bytes)
	return data, nil
}
