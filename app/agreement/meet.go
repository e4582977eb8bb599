package agreement

// met is how far two lists were paired.
type met struct {
	i, j           int // what comes next: a heap of several, or the end of a list
	pairs          int // how many there are then
	credit, places int64
}

// alone pairs marks as long as two overlap one another and nothing else, as nearly
// all do in a class. It calls nothing, not even append, since calls cost more than
// all of this in WebAssembly.
func alone(a, b []mark, i, j int, pairs []Pair, keep bool, r rules) (m met) {
	n := len(pairs)
	pairs = pairs[:cap(pairs)]
	floor, other := 2.0, 0.0 // no share is as large
	if r.credit != nil {
		floor, other = r.credit.Floor, r.credit.OtherLabel
	}
	for i < len(a) && j < len(b) {
		x, y := &a[i], &b[j]
		if x.End <= y.Start {
			i++
			continue
		}
		if y.End <= x.Start {
			j++
			continue
		}
		end := x.End
		if y.End > end {
			end = y.End
		}
		if i+1 < len(a) && a[i+1].Start < end || j+1 < len(b) && b[j+1].Start < end {
			break
		}
		i, j = i+1, j+1
		if r.least > 0 && float64(both(x.Span, y.Span)) < r.least*float64(y.End-y.Start) {
			continue
		}
		share, sameLabel := overlap(x.Span, y.Span), x.label == y.label
		if keep {
			pair := &pairs[n]
			pair.A, pair.B, pair.Overlap, pair.SameSpan, pair.SameLabel = x.at, y.at, share, share == 1, sameLabel
			n++
		}
		if share < floor {
			continue
		}
		m.places += int64(share * scale)
		switch {
		case sameLabel || other >= 1:
			m.credit += int64(share * scale)
		case other > 0:
			m.credit += int64(share * other * scale)
		}
	}
	m.i, m.j, m.pairs = i, j, n
	return m
}

// heapEnd is where the heap of two marks that overlap ends in both lists.
func heapEnd(a, b []mark, i, j int) (nextA, nextB int) {
	end := max(a[i].End, b[j].End)
	nextA, nextB = i+1, j+1
	for {
		switch {
		case nextA < len(a) && a[nextA].Start < end:
			end = max(end, a[nextA].End)
			nextA++
		case nextB < len(b) && b[nextB].Start < end:
			end = max(end, b[nextB].End)
			nextB++
		default:
			return nextA, nextB
		}
	}
}

// heapOf pairs the marks of a heap.
func (p *pairer) heapOf(a, b []mark, r rules) (credit, alike int64, err error) {
	if len(a) > 1 && len(b) > 1 {
		return p.several(a, b, r)
	}
	x, y, w, hits := nearest(a, b, r)
	if x == nil {
		return 0, 0, nil
	}
	if p.hits += hits; p.hits > tooManyHits {
		return 0, 0, errTooMany
	}
	share := overlap(x.Span, y.Span)
	if p.keep {
		p.pairs = append(p.pairs, Pair{x.at, y.at, share, share == 1, x.label == y.label})
	}
	return w.credit, scaled(r, share, true), nil
}

// nearest is the best pair of a heap in which one list has a single mark: of pairs
// that are worth the same, the first. x is nil if there is none; hits are those
// that it was chosen from.
func nearest(a, b []mark, r rules) (x, y *mark, best weight, hits int) {
	for i := range a {
		for j := range b {
			v, u := &a[i], &b[j]
			if v.Span == u.Span && v.label == u.label {
				return v, u, weight{credit: scaled(r, 1, true)}, 0
			}
			if !v.Overlaps(u.Span) || !enough(v.Span, u.Span, r.least) {
				continue
			}
			if hits++; x == nil {
				x, y, best = v, u, weigh(v, u, r)
			} else if w := weigh(v, u, r); best.less(w) {
				x, y, best = v, u, w
			}
		}
	}
	return x, y, best, hits
}
