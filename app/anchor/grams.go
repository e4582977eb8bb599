package anchor

import "math/bits"

// grams finds where a few code points in a row stand in a text.
type grams struct {
	text []rune
	size int
	mask uint64
	head []int32 // by hash: 1 + where it starts last
	next []int32 // by start: 1 + where one of the same hash starts before
}

// scramble makes a polynomial over code points one that fills all bits.
const scramble = 0x9E3779B97F4A7C15

// thin is a mask for hashes: of a long text only the stretches count whose hash
// has none of its bits. That is about a quarter of them, and the same ones in
// both texts.
func thin(size int) uint64 {
	const long = 1 << 16
	if size < long {
		return 0
	}
	return 3 << 40
}

// hashes calls each with the hash of every stretch of n code points that counts
// by the mask, and returns false if each does.
func hashes(text []rune, n int, mask uint64, each func(at int, hash uint64) bool) bool {
	if len(text) < n {
		return true
	}
	top, h := uint64(1), uint64(0)
	for range n {
		top *= scramble
	}
	for i, r := range text {
		h = h*scramble + uint64(r) + 1
		if i >= n {
			h -= top * (uint64(text[i-n]) + 1)
		}
		if i >= n-1 && h&mask == 0 && !each(i-n+1, h^h>>29) {
			return false
		}
	}
	return true
}

// counted is how many stretches count by a mask.
func counted(text []rune, n int, mask uint64) (count int) {
	if mask == 0 {
		return len(text)
	}
	hashes(text, n, mask, func(int, uint64) bool { count++; return true })
	return count
}

// share is how many stretches there are to each that counts.
func share(mask uint64) int { return 1 << bits.OnesCount64(mask) }

// slots is a size for a hash table: a power of two.
func slots(n int) int {
	size := 64
	for size < n*3/2 {
		size *= 2
	}
	return size
}

func newGrams(text []rune, size int, mask uint64, w *work) (grams, bool) {
	g := grams{text: text, size: size, mask: mask, head: make([]int32, slots(counted(text, size, mask))), next: make([]int32, len(text))}
	ok := hashes(text, size, mask, func(at int, hash uint64) bool {
		slot := hash & uint64(len(g.head)-1)
		g.next[at], g.head[slot] = g.head[slot], int32(at+1)
		return w.step(share(mask))
	})
	return g, ok
}

// common is how often a stretch may stand in a text and still tell something.
const common = 24

// places calls each with every place of a stretch of g.size code points. One
// that is common is told of at a few places only.
func (g *grams) places(gram []rune, hash uint64, each func(at int)) {
	at := g.head[hash&uint64(len(g.head)-1)]
	for range common {
		if at == 0 {
			return
		}
		if i := int(at - 1); same(g.text[i:i+g.size], gram) {
			each(i)
		}
		at = g.next[at-1]
	}
}

// sole reports whether some stretch of a passage stands in the text once, so that
// the passage does too. It may be false all the same where only stretches that are
// longer do.
func (g *grams) sole(passage []rune) (found bool) {
	hashes(passage, g.size, g.mask, func(i int, hash uint64) bool {
		gram, n, tries := passage[i:i+g.size], 0, 0
		at := g.head[hash&uint64(len(g.head)-1)]
		for ; at != 0 && n < 2 && tries < common; tries++ {
			if same(g.text[at-1:int(at-1)+g.size], gram) {
				n++
			}
			at = g.next[at-1]
		}
		found = at == 0 && n == 1
		return !found
	})
	return found
}

func same(a, b []rune) bool {
	for i, r := range a {
		if r != b[i] {
			return false
		}
	}
	return true
}

// unique finds the stretches that stand exactly once in each of two texts: a
// hash table with open addresses. It keeps its memory.
type unique struct {
	hash     []uint64
	old, new []int32 // none, many, or 2 + where it starts
}

const (
	none = iota
	many
	first
)

func (u *unique) reset(n int) {
	if n = slots(n); cap(u.hash) < n {
		u.hash, u.old, u.new = make([]uint64, n), make([]int32, n), make([]int32, n)
	}
	u.hash, u.old, u.new = u.hash[:n], u.old[:n], u.new[:n]
	clear(u.old)
	clear(u.new)
}

// slot is where a hash stands, or would.
func (u *unique) slot(hash uint64) uint64 {
	last := uint64(len(u.hash) - 1)
	for i := hash & last; ; i = (i + 1) & last {
		if u.old[i] == none || u.hash[i] == hash {
			return i
		}
	}
}

func count(places []int32, slot uint64, at int) {
	if places[slot] == none {
		places[slot] = int32(at + first)
		return
	}
	places[slot] = many
}

// pairs calls each with the places of every such stretch of n code points, in
// the order of the old text; false if it was stopped.
func (u *unique) pairs(old, new []rune, n int, w *work, each func(o, n int)) bool {
	if len(old) < n || len(new) < n {
		return true
	}
	mask := thin(max(len(old), len(new)))
	u.reset(counted(old, n, mask))
	ok := hashes(old, n, mask, func(at int, hash uint64) bool {
		i := u.slot(hash)
		u.hash[i] = hash
		count(u.old, i, at)
		return w.step(share(mask))
	}) && hashes(new, n, mask, func(at int, hash uint64) bool {
		if i := u.slot(hash); u.old[i] != none {
			count(u.new, i, at)
		}
		return w.step(share(mask))
	})
	return ok && hashes(old, n, mask, func(at int, hash uint64) bool {
		i := u.slot(hash)
		if u.old[i] >= first && u.new[i] >= first {
			if to := int(u.new[i] - first); same(old[at:at+n], new[to:to+n]) {
				each(at, to)
			}
		}
		return true
	})
}
