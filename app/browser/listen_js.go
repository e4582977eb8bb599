package browser

import "syscall/js"

// listeners keeps what was registered, so that it can be let go.
type listeners []listener

type listener struct {
	target js.Value
	event  string
	f      js.Func
}

// add registers f for an event. An event that is not passive may be stopped
// with preventDefault.
func (l *listeners) add(target js.Value, event string, f func(e js.Value)) {
	fn := js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	})
	target.Call("addEventListener", event, fn, map[string]any{"passive": event == "scroll" || event == "wheel"})
	*l = append(*l, listener{target, event, fn})
}

func (l *listeners) release() {
	for _, x := range *l {
		x.target.Call("removeEventListener", x.event, x.f)
		x.f.Release()
	}
	*l = nil
}
