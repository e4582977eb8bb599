package anchor

import "claimlight/app/span"

// fewest is how many letters have to stay in a row, between two that changed, to
// be shown as having stayed: fewer are more likely chance, and hard to read.
const fewest = 3

// Letters compares two wordings letter by letter, for people who want to see what
// changed: gone are the stretches of the old one that are not in the new one,
// come those of the new one that are not in the old, each in code points and in
// order. Wordings that are very long, or have little in common, differ in all
// that lies between their like beginnings and ends.
func Letters(old, new string) (gone, come []span.Span) {
	was, now := []rune(old), []rune(new)
	var d diff
	o, n := 0, 0
	between := func(to, at int) {
		if s := (span.Span{Start: o, End: to}); !s.Empty() {
			gone = append(gone, s)
		}
		if s := (span.Span{Start: n, End: at}); !s.Empty() {
			come = append(come, s)
		}
	}
	for _, r := range d.runs(was, now) {
		start, end := r.old == 0 && r.new == 0, r.oldEnd() == len(was) && r.newEnd() == len(now)
		if r.size < fewest && !start && !end {
			continue
		}
		between(r.old, r.new)
		o, n = r.oldEnd(), r.newEnd()
	}
	between(len(was), len(now))
	return gone, come
}
