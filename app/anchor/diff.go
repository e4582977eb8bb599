package anchor

// diff compares two short texts letter by letter (Myers, Algorithmica 1, 1986:
// the greedy algorithm). It keeps its memory.
type diff struct {
	reach []int32   // by diagonal: how far the old text is used up
	trail [][]int32 // reach after each number of insertions and deletions
}

// alike is the part of the longer of two texts that has to be in both for the
// one to be a correction of the other.
const alike = 0.4

// runs returns what two texts have in common, in order: where they begin and
// end alike, and what lies between if that is a correction. Texts that are too
// long or too different are taken as one put in the place of the other.
func (d *diff) runs(old, new []rune) (out []run) {
	head := 0
	for head < min(len(old), len(new)) && old[head] == new[head] {
		head++
	}
	tail := 0
	for tail < min(len(old), len(new))-head && old[len(old)-1-tail] == new[len(new)-1-tail] {
		tail++
	}
	if head > 0 {
		out = append(out, run{0, 0, head, 0})
	}
	o, n := old[head:len(old)-tail], new[head:len(new)-tail]
	if len(o) > 0 && len(n) > 0 && max(len(o), len(n)) <= letters {
		for _, r := range d.correction(o, n) {
			out = append(out, run{r.old + head, r.new + head, r.size, 0})
		}
	}
	if tail > 0 {
		out = append(out, run{len(old) - tail, len(new) - tail, tail, 0})
	}
	return out
}

// correction is empty if less than alike is in both.
func (d *diff) correction(old, new []rune) []run {
	longer := max(len(old), len(new))
	most := len(old) + len(new) - 2*int(alike*float64(longer)+0.5)
	edits := d.edits(old, new, most)
	if edits < 0 {
		return nil
	}
	return d.walk(len(old), len(new), edits)
}

// edits is the number of insertions and deletions from one to the other, -1 if
// it is more than most.
func (d *diff) edits(old, new []rune, most int) int {
	most = min(most, maxEdits)
	if n := 2*most + 3; len(d.reach) < n {
		d.reach = make([]int32, n)
	}
	mid := most + 1
	d.reach[mid+1] = 0
	for e := 0; e <= most; e++ {
		for k := -e; k <= e; k += 2 {
			var x int
			if k == -e || k != e && d.reach[mid+k-1] < d.reach[mid+k+1] {
				x = int(d.reach[mid+k+1])
			} else {
				x = int(d.reach[mid+k-1]) + 1
			}
			for x < len(old) && x-k < len(new) && x-k >= 0 && old[x] == new[x-k] {
				x++
			}
			d.reach[mid+k] = int32(x)
			if x >= len(old) && x-k >= len(new) {
				d.keep(e, mid)
				return e
			}
		}
		d.keep(e, mid)
	}
	return -1
}

// maxEdits bounds what two texts cost that have nothing in common.
const maxEdits = 1000

// keep notes the reach of the diagonals -e to e.
func (d *diff) keep(e, mid int) {
	if len(d.trail) == e {
		d.trail = append(d.trail, nil)
	}
	d.trail[e] = append(d.trail[e][:0], d.reach[mid-e:mid+e+1]...)
}

// walk goes the way back and gathers what was in both.
func (d *diff) walk(x, y, edits int) (out []run) {
	for e := edits; e >= 0; e-- {
		k := x - y
		px, py := 0, 0
		if e > 0 {
			before := d.trail[e-1] // of the diagonals 1-e to e-1
			reach := func(k int) int32 {
				if k < 1-e || k > e-1 {
					return -1
				}
				return before[k+e-1]
			}
			if k == -e || k != e && reach(k-1) < reach(k+1) {
				px, py = int(reach(k+1)), int(reach(k+1))-k-1
			} else {
				px, py = int(reach(k-1)), int(reach(k-1))-k+1
			}
		}
		if n := min(x-px, y-py); n > 0 {
			out = append(out, run{x - n, y - n, n, 0})
		}
		x, y = px, py
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}
