package project

import (
	"cmp"
	"hash/maphash"
	"slices"
)

// node is a part of a table: a trie over the bits of the keys' hashes. It
// holds either records or further nodes, and is never changed once it stands
// in a table.
type node[T Record[T]] struct {
	n    int        // records, those of all nodes below included
	kids []*node[T] // fanout of them, some nil; or none
	leaf []T        // sorted by key
}

const (
	// bits of the hash are what one level goes by.
	bits   = 4
	fanout = 1 << bits
	// A leaf with more than full records is cut up, a node whose records would
	// go into half a leaf becomes one again: between the two lies room, so that
	// one mark made and taken back does not rebuild anything.
	full   = 32
	sparse = full / 2
	// deepest is where the bits of the hash end: what is alike up to there
	// stays in one leaf.
	deepest = 64 - bits
)

// seed is the same for all tables of a run, so that their nodes compare. The
// order of nodes is not visible outside: All sorts.
var seed = maphash.MakeSeed()

func hashOf(key string) uint64 { return maphash.String(seed, key) }

func branch(hash uint64, shift int) int { return int(hash>>shift) & (fanout - 1) }

func find[T Record[T]](leaf []T, key string) (int, bool) {
	return slices.BinarySearchFunc(leaf, key, func(r T, k string) int { return cmp.Compare(r.Key(), k) })
}

func (n *node[T]) len() int {
	if n == nil {
		return 0
	}
	return n.n
}

// get returns the record with the key below a node that stands at the shift.
func (n *node[T]) get(hash uint64, key string, shift int) (r T) {
	for n != nil && n.kids != nil {
		n = n.kids[branch(hash, shift)]
		shift += bits
	}
	if n == nil {
		return r
	}
	if i, found := find(n.leaf, key); found {
		return n.leaf[i]
	}
	return r
}

// walk yields all records until told to stop.
func (n *node[T]) walk(yield func(T) bool) bool {
	if n == nil {
		return true
	}
	for _, r := range n.leaf {
		if !yield(r) {
			return false
		}
	}
	for _, kid := range n.kids {
		if !kid.walk(yield) {
			return false
		}
	}
	return true
}

func (n *node[T]) collect(out []T) []T {
	if n == nil {
		return out
	}
	out = append(out, n.leaf...)
	for _, kid := range n.kids {
		out = kid.collect(out)
	}
	return out
}

// edited is the change of one record on its way to its leaf.
type edited[T Record[T]] struct {
	hash uint64
	key  string
	d    Delta[T]
}

// editor makes the nodes of a changed table.
type editor[T Record[T]] struct {
	checked bool
	misfit  bool   // a change did not fit
	key     string // which, if so
	pace    Pace
	stopped error // by the pace
	done    int
	total   int
}

func (e *editor[T]) over() bool { return e.misfit || e.stopped != nil }

// edit returns the node after the edits, all of which belong below it; nil if
// no record is left. It reorders the edits, but not those of one key.
func (e *editor[T]) edit(n *node[T], edits []edited[T], shift int) *node[T] {
	switch {
	case len(edits) == 0 || e.over():
		return n
	case n != nil && n.kids != nil:
		return e.below(n, edits, shift)
	case shift > deepest || n.len()+len(edits) <= 2*full:
		return e.leaf(n, edits).cut(shift)
	}
	// Far too many for one leaf, if most of them add: spread them first.
	return e.below(spread(n, shift), edits, shift)
}

// cut makes a node with further nodes of a leaf that has become too full.
func (n *node[T]) cut(shift int) *node[T] {
	if n.len() <= full || n.kids != nil || shift > deepest {
		return n
	}
	out := spread(n, shift)
	for b, kid := range out.kids {
		out.kids[b] = kid.cut(shift + bits)
	}
	return out
}

// spread puts the records of a leaf into leaves below a new node.
func spread[T Record[T]](n *node[T], shift int) *node[T] {
	out := &node[T]{n: n.len(), kids: make([]*node[T], fanout)}
	if n == nil {
		return out
	}
	for _, r := range n.leaf {
		b := branch(hashOf(r.Key()), shift)
		if out.kids[b] == nil {
			out.kids[b] = &node[T]{}
		}
		out.kids[b].leaf = append(out.kids[b].leaf, r)
		out.kids[b].n++
	}
	return out
}

// below edits the nodes below one.
func (e *editor[T]) below(n *node[T], edits []edited[T], shift int) *node[T] {
	out := &node[T]{n: n.n, kids: slices.Clone(n.kids)}
	for b, some := range parted(edits, shift) {
		if len(some) == 0 {
			continue
		}
		old := out.kids[b]
		out.kids[b] = e.edit(old, some, shift+bits)
		out.n += out.kids[b].len() - old.len()
		if e.over() {
			return n
		}
	}
	return out.settled()
}

// settled makes a leaf of a node with few records, and nil of one with none.
func (n *node[T]) settled() *node[T] {
	switch {
	case n.n == 0:
		return nil
	case n.n > sparse:
		return n
	}
	leaf := n.collect(make([]T, 0, n.n))
	slices.SortFunc(leaf, func(a, b T) int { return cmp.Compare(a.Key(), b.Key()) })
	return &node[T]{n: len(leaf), leaf: leaf}
}

// parted cuts edits into those of each branch, in their order.
func parted[T Record[T]](edits []edited[T], shift int) (out [fanout][]edited[T]) {
	if len(edits) == 1 {
		out[branch(edits[0].hash, shift)] = edits
		return out
	}
	var counts [fanout]int
	for i := range edits {
		counts[branch(edits[i].hash, shift)]++
	}
	room := make([]edited[T], len(edits))
	for b, n := range counts {
		out[b], room = room[:0:n], room[n:]
	}
	for i := range edits {
		b := branch(edits[i].hash, shift)
		out[b] = append(out[b], edits[i])
	}
	return out
}

// leaf edits records where they stand.
func (e *editor[T]) leaf(n *node[T], edits []edited[T]) *node[T] {
	var zero T
	leaf := make([]T, n.len(), n.len()+len(edits))
	if n != nil {
		copy(leaf, n.leaf)
	}
	for i := range edits {
		d := &edits[i]
		at, found := find(leaf, d.key)
		if e.checked && !d.fits(leaf, at, found) {
			e.misfit, e.key = true, d.key
			return n
		}
		switch {
		case d.d.To != zero && found:
			leaf[at] = d.d.To
		case d.d.To != zero:
			leaf = slices.Insert(leaf, at, d.d.To)
		case found:
			leaf = slices.Delete(leaf, at, at+1)
		}
	}
	if e.step(len(edits)); len(leaf) == 0 {
		return nil
	}
	return &node[T]{n: len(leaf), leaf: leaf}
}

// fits reports whether a change starts from what stands in the leaf, and is
// that of its key.
func (d *edited[T]) fits(leaf []T, at int, found bool) bool {
	var now, zero T
	if found {
		now = leaf[at]
	}
	return alike(now, d.d.From) && (d.d.To == zero || d.d.To.Key() == d.key)
}

func (e *editor[T]) step(n int) {
	before := e.done / stretch
	if e.done += n; e.done/stretch != before {
		e.stopped = e.pace.At(e.total+e.done, 2*e.total)
	}
}

// differences notes what turns the records below n into those below o; both
// stand at the shift.
func differences[T Record[T]](n, o *node[T], shift int, out Changes[T]) {
	switch {
	case n == o:
		return
	case n != nil && o != nil && n.kids != nil && o.kids != nil:
		for b, kid := range n.kids {
			differences(kid, o.kids[b], shift+bits, out)
		}
		return
	}
	var zero T
	n.walk(func(a T) bool {
		if b := o.get(hashOf(a.Key()), a.Key(), shift); b == zero || a != b && !a.Equal(b) {
			out[a.Key()] = Delta[T]{a, b}
		}
		return true
	})
	o.walk(func(b T) bool {
		if n.get(hashOf(b.Key()), b.Key(), shift) == zero {
			out[b.Key()] = Delta[T]{To: b}
		}
		return true
	})
}
