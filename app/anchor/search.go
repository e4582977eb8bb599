package anchor

import (
	"cmp"
	"slices"
)

// pattern is a text to be looked for with errors: insertions, deletions and
// substitutions of one code point each. It is the bit-parallel algorithm of
// Myers (J. ACM 46, 1999) with a column of the edit matrix in blocks of 64 rows
// and, from the same paper, Ukkonen's cut-off: blocks in which no cell is within
// the bound are not computed. So a column costs one step where the text has
// nothing of the pattern, however long that is.
//
// A pattern may be set again and again; it keeps its memory.
type pattern struct {
	size  int
	low   [128]int32     // letter -> where its words start in bits; 0: not in the pattern
	high  map[rune]int32 // the same for letters that are not ASCII
	used  []rune         // letters of low to be cleared
	steps int            // blocks computed so far: tests make sure that they are few
	bits  []uint64       // for each letter one bit a row, a word a block; the first are of no letter
	column
}

// column is one column of the matrix: vertical differences as bits, and the
// value in the last row of each block.
type column struct {
	plus, minus []uint64
	score       []int
}

const word = 64

func (p *pattern) blocks() int { return (p.size + word - 1) / word }

// rows is how many rows of a block are the pattern's.
func (p *pattern) rows(block int) int { return min(word, p.size-block*word) }

// set prepares the pattern, which must not be empty.
func (p *pattern) set(text []rune) {
	for _, r := range p.used {
		p.low[r] = 0
	}
	clear(p.high)
	p.used, p.size = p.used[:0], len(text)
	n := p.blocks()
	p.bits = zeros(p.bits, n)
	for i, r := range text {
		at := p.letter(r)
		if at == 0 {
			at = int32(len(p.bits))
			p.bits = append(p.bits, p.bits[:n]...)
			clear(p.bits[at:])
			p.learn(r, at)
		}
		p.bits[int(at)+i/word] |= 1 << (i % word)
	}
	p.plus, p.minus = zeros(p.plus, n), zeros(p.minus, n)
	if p.score = p.score[:0]; cap(p.score) < n {
		p.score = make([]int, n)
	}
	p.score = p.score[:n]
}

func (p *pattern) learn(r rune, at int32) {
	if r >= 0 && r < 128 {
		p.low[r] = at
		p.used = append(p.used, r)
		return
	}
	if p.high == nil {
		p.high = map[rune]int32{}
	}
	p.high[r] = at
}

// letter is where the words of a letter start.
func (p *pattern) letter(r rune) int32 {
	if r >= 0 && r < 128 {
		return p.low[r]
	}
	return p.high[r]
}

func zeros(words []uint64, n int) []uint64 {
	if cap(words) < n {
		return make([]uint64, n)
	}
	words = words[:n]
	clear(words)
	return words
}

// open starts a block: each row is one more than the row above.
func (c *column) open(block, score int) {
	c.plus[block], c.minus[block], c.score[block] = ^uint64(0), 0, score
}

// step computes a block of the next column and returns the difference in its
// last row. in is the difference in the row above the block.
func (c *column) step(block int, match uint64, in, rows int) (out int) {
	pv, mv := c.plus[block], c.minus[block]
	xv := match | mv
	if in < 0 {
		match |= 1
	}
	xh := ((match & pv) + pv) ^ pv | match
	ph, mh := mv|^(xh|pv), pv&xh
	last := uint64(1) << (rows - 1)
	switch {
	case ph&last != 0:
		out = 1
	case mh&last != 0:
		out = -1
	}
	ph, mh = ph<<1, mh<<1
	switch {
	case in < 0:
		mh |= 1
	case in > 0:
		ph |= 1
	}
	c.plus[block], c.minus[block] = mh|^(xv|ph), ph&xv
	c.score[block] += out
	return out
}

// Where a match has to begin.
const (
	anywhere = 0
	atStart  = 1 // at the start of the text
)

// scan calls found with every end of a match in the text that has no more
// errors than most, and with their number, until it returns false. Not found is
// what matches nothing: a match has fewer errors than the pattern has letters.
func (p *pattern) scan(text []rune, begin, most int, found func(end, errors int) bool) {
	last := p.blocks() - 1
	active := min(last, max(most-1, 0)/word)
	for b := range active + 1 {
		p.open(b, b*word+p.rows(b))
	}
	for i, r := range text {
		match := p.bits[p.letter(r):]
		in := begin
		for b := range active + 1 {
			in = p.step(b, match[b], in, p.rows(b))
		}
		p.steps += active + 1
		active = p.cut(active, last, most, in, match)
		if active == last && p.score[last] <= most && !found(i+1, p.score[last]) {
			return
		}
		if active == 0 && begin == atStart && p.score[0] >= most+p.rows(0) {
			return // it cannot get better any more
		}
	}
}

// cut returns the last block that has to be computed for the next letter. in is
// the difference in the last row of the active one.
func (p *pattern) cut(active, last, most, in int, match []uint64) int {
	if active < last && p.score[active]-in <= most && (in < 0 || match[active+1]&1 != 0) {
		next := active + 1
		p.open(next, p.score[active]-in+p.rows(next))
		p.step(next, match[next], in, p.rows(next))
		return next
	}
	for active > 0 && p.score[active] >= most+p.rows(active) {
		active--
	}
	return active
}

// match is a place at which a pattern was found: where it ends, or where it
// starts too.
type match struct{ start, end, errors int }

// equals is how many equal places close together are told apart.
const equals = 4

// matches are the best places of a pattern in a text, first to last, their
// starts not known yet. Of those that end close together the best count; what
// stands around them has to decide between equal ones.
func (p *pattern) matches(text []rune, most int) (found []match) {
	near, group := max(p.size/2, 1), 0 // where the last of the groups that end close together starts
	p.scan(text, anywhere, most, func(end, errors int) bool {
		m := match{end: end, errors: errors}
		switch n := len(found); {
		case n == 0 || end-found[n-1].end > near:
			found, group = append(found, m), n
		case errors < found[group].errors:
			found = append(found[:group], m)
		case errors == found[group].errors && n-group < equals:
			found = append(found, m)
		}
		return true
	})
	return found
}

// finder looks for one text with errors.
type finder struct {
	forth, back pattern
	flipped     []rune
}

func (f *finder) set(text []rune) {
	f.forth.set(text)
	f.flipped = flip(f.flipped[:0], text)
	f.back.set(f.flipped)
}

// find returns the places in a text with no more than errors, the n best, those
// with the fewest errors first, and of these the ones that are as long as the
// pattern.
func (f *finder) find(text []rune, errors, n int) []match {
	found := f.forth.matches(text, min(errors, f.forth.size-1))
	slices.SortStableFunc(found, func(a, b match) int { return a.errors - b.errors })
	found = found[:min(n, len(found))]
	for i := range found {
		f.begin(text, &found[i])
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(a.errors-b.errors, off(a.end-a.start, f.forth.size)-off(b.end-b.start, f.forth.size))
	})
	return found
}

// begin finds the start of a match from its end: of the places with as few
// errors, that which makes the match as long as the pattern, or nearest to it.
func (f *finder) begin(text []rune, m *match) {
	from := max(m.end-f.back.size-m.errors, 0)
	f.flipped = flip(f.flipped[:0], text[from:m.end])
	best := -1
	f.back.scan(f.flipped, atStart, m.errors, func(n, errors int) bool {
		if errors == m.errors && (best < 0 || off(n, f.back.size) <= off(best, f.back.size)) {
			best = n
		}
		return true
	})
	m.start = m.end - max(best, 0)
}

func off(a, b int) int { return max(a-b, b-a) }

// flip appends a text turned round.
func flip(to, text []rune) []rune {
	for i := len(text) - 1; i >= 0; i-- {
		to = append(to, text[i])
	}
	return to
}

// distance is the number of errors between the pattern and a whole text.
func (p *pattern) distance(text []rune) int {
	d := p.size
	if len(text) > 0 {
		p.scan(text, atStart, p.size+len(text), func(end, errors int) bool {
			d = errors
			return true
		})
	}
	return d
}

// opening is the number of errors between the pattern and that beginning of the
// text which is nearest to it.
func (p *pattern) opening(text []rune) int {
	best := p.size
	p.scan(text, atStart, p.size, func(_, errors int) bool {
		best = min(best, errors)
		return best > 0
	})
	return best
}
