package browser

import "syscall/js"

// Tabs tells the other tabs of this browser that something was written to a
// project, and hears it from them. Where the browser has no BroadcastChannel
// it does nothing: a tab then learns of the others when it writes.
type Tabs struct {
	channel js.Value
	on      listeners
}

// NewTabs joins the tabs that have the project open, of the copy of the program
// that goes by the prefix; see OwnName. Close it when done.
func NewTabs(prefix, project string) *Tabs {
	t := &Tabs{}
	_ = catch(func() error {
		t.channel = js.Global().Get("BroadcastChannel").New(prefix + ":" + project)
		return nil
	})
	return t
}

// Announce tells the other tabs that the log now goes as far as the change
// seq.
func (t *Tabs) Announce(seq int64) {
	if !t.channel.IsUndefined() {
		t.channel.Call("postMessage", seq)
	}
}

// OnAnnounce calls f with what other tabs announce, in place of what was
// called before. It is called from the browser's event and must not wait.
func (t *Tabs) OnAnnounce(f func(seq int64)) {
	if t.channel.IsUndefined() {
		return
	}
	t.on.release()
	t.on.add(t.channel, "message", func(event js.Value) {
		if data := event.Get("data"); data.Type() == js.TypeNumber {
			f(int64(data.Float()))
		}
	})
}

// Close leaves the other tabs.
func (t *Tabs) Close() {
	t.on.release()
	if !t.channel.IsUndefined() {
		t.channel.Call("close")
		t.channel = js.Undefined()
	}
}
