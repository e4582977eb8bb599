package browser

import "syscall/js"

// Serve answers a page from within its worker, for ever: do gets what a page
// has posted (see Porter) and returns what is posted back. told may be called
// on the way with how far the work is. One order is worked on at a time, since
// there is one thread.
func Serve(do func(order []byte, bodies [][]byte, told func(done, total int)) (reply []byte, out [][]byte)) {
	worker := js.Global()
	orders := make(chan js.Value, 1)
	take := js.FuncOf(func(_ js.Value, args []js.Value) any {
		go func() { orders <- args[0].Get("data") }()
		return nil
	})
	worker.Set("onmessage", take)
	worker.Call("postMessage", map[string]any{"ready": true})
	for order := range orders {
		told := func(done, total int) {
			worker.Call("postMessage", map[string]any{"done": done, "total": total})
		}
		reply, out := do([]byte(order.Get("order").String()), bytesOf(order.Get("bodies")), sparing(told))
		message, transfer := parcelOf("reply", reply, out)
		worker.Call("postMessage", message, transfer)
	}
}

// sparing tells at most every hundredth.
func sparing(told func(done, total int)) func(done, total int) {
	last := -1
	return func(done, total int) {
		if now := done * 100 / max(total, 1); now != last {
			last = now
			told(done, total)
		}
	}
}

// parcelOf makes a message of words and bytes, and the list of what goes over
// without being copied.
func parcelOf(name string, words []byte, bodies [][]byte) (message, transfer js.Value) {
	list := js.Global().Get("Array").New()
	transfer = js.Global().Get("Array").New()
	for _, body := range bodies {
		array := js.Global().Get("Uint8Array").New(len(body))
		js.CopyBytesToJS(array, body)
		list.Call("push", array)
		transfer.Call("push", array.Get("buffer"))
	}
	message = js.Global().Get("Object").New()
	message.Set(name, string(words))
	message.Set("bodies", list)
	return message, transfer
}

func bytesOf(list js.Value) [][]byte {
	out := make([][]byte, list.Length())
	for i := range out {
		array := list.Index(i)
		out[i] = make([]byte, array.Length())
		js.CopyBytesToGo(out[i], array)
	}
	return out
}
