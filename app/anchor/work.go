package anchor

// work tells how far it has come, and is ended by an error of the one it tells.
type work struct {
	pace        func(done, total int) error // may be nil
	done, total int
	told        int
	err         error
}

// breath is how much is done between two calls of the pace, in code points: a
// few milliseconds at most, in a browser on a slow device.
const breath = 1 << 14

// step notes that n more code points are done; false if the work is to end.
func (w *work) step(n int) bool {
	if w.done += n; w.done-w.told < breath {
		return w.err == nil
	}
	w.told = w.done
	if w.pace != nil && w.err == nil {
		w.err = w.pace(min(w.done, w.total), w.total)
	}
	return w.err == nil
}
