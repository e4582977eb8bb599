package project

// Pace is called every so often by work that may be long, with how much of it
// is done. It may take its time, so that others get theirs: a browser has one
// thread for the program and the page. An error from it ends the work, which
// returns that error and has changed nothing. A nil Pace is never called.
type Pace func(done, total int) error

// At calls the pace if there is one.
func (p Pace) At(done, total int) error {
	if p == nil {
		return nil
	}
	return p(done, total)
}

// stretch is how many records are dealt with between two calls of a Pace: a
// few milliseconds at most, in a browser on a slow device.
const stretch = 1024

// every is At, but for each stretch only.
func (p Pace) every(done, total int) error {
	if done%stretch != 0 {
		return nil
	}
	return p.At(done, total)
}

// Part is the pace of one part of a longer work: what is done in it counts as
// from to to of the whole.
func (p Pace) Part(from, to, whole int) Pace {
	if p == nil {
		return nil
	}
	return func(done, total int) error {
		at := from
		if total > 0 {
			at += int(int64(to-from) * int64(done) / int64(total))
		}
		return p(at, whole)
	}
}
