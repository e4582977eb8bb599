package anchor

// rest is what of a text is in no run, put together: a text of its own, and
// where in the whole each code point of it stands. Between two stretches stands
// something that is in neither text.
type rest struct {
	text  []rune
	place []int
	part  []int // which stretch
}

func (r *rest) add(whole []rune, from, to int, between rune) {
	part := 0
	if n := len(r.part); n > 0 && from < to {
		part = r.part[n-1] + 1
		r.text, r.place, r.part = append(r.text, between), append(r.place, -1), append(r.part, part-1)
	}
	for i := from; i < to; i++ {
		r.text, r.place, r.part = append(r.text, whole[i]), append(r.place, i), append(r.part, part)
	}
}

// spare is what of a range of a text no run has; the runs are in the order of
// that text, and side tells where one stands in it.
func spare(whole []rune, from, to int, runs []run, side func(run) int, between rune) (r rest) {
	for _, taken := range runs {
		at := side(taken)
		if at+taken.size <= from {
			continue
		}
		if at >= to {
			break
		}
		if at > from {
			r.add(whole, from, at, between)
		}
		from = max(from, at+taken.size)
	}
	if from < to {
		r.add(whole, from, to, between)
	}
	return r
}

func oldSide(r run) int { return r.old }
func newSide(r run) int { return r.new }

// moved finds what stands elsewhere in the new text. Each stretch of old text
// without a partner that has much in common with a stretch of new text without
// one makes a block.
func (a *alignment) moved(order []run) (out []run) {
	o := spare(a.old, 0, len(a.old), order, oldSide, -1)
	n := spare(a.new, 0, len(a.new), order, newSide, -2)
	type pair struct{ old, new int }
	groups := map[pair][]run{}
	var pairs []pair
	for _, r := range a.shared(o.text, n.text, midPin) {
		at := pair{o.part[r.old], n.part[r.new]}
		if groups[at] == nil {
			pairs = append(pairs, at)
		}
		groups[at] = append(groups[at], r)
	}
	for i, at := range pairs {
		for _, r := range a.widened(inOrder(groups[at]), o, n) {
			out = append(out, run{o.place[r.old], n.place[r.new], r.size, i + 1})
		}
	}
	return out
}

// widened adds to the runs of a block what lies between them, and around them
// in their two stretches.
func (a *alignment) widened(runs []run, o, n rest) (out []run) {
	head, tail := runs[0], runs[len(runs)-1]
	before := min(room(o.part, head.old, -1), room(n.part, head.new, -1), letters)
	at := run{old: head.old - before, new: head.new - before}
	after := min(room(o.part, tail.oldEnd()-1, 1), room(n.part, tail.newEnd()-1, 1), letters)
	for _, r := range append(runs, run{old: tail.oldEnd() + after, new: tail.newEnd() + after}) {
		from := at
		for _, s := range a.spelled(o.text[from.oldEnd():r.old], n.text[from.newEnd():r.new]) {
			out = append(out, run{s.old + from.oldEnd(), s.new + from.newEnd(), s.size, 0})
		}
		if r.size > 0 {
			out = append(out, r)
		}
		at = r
	}
	return out
}

// room is how many code points of the same stretch follow a place.
func room(part []int, at, by int) (n int) {
	for i := at + by; i >= 0 && i < len(part) && part[i] == part[at] && n < letters; i += by {
		n++
	}
	return n
}
