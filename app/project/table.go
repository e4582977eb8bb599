package project

import (
	"cmp"
	"encoding/json"
	"hash/maphash"
	"iter"
	"slices"
)

// Record is what can stand in a table: a pointer to a value that nobody
// changes, with a key of its own.
type Record[T any] interface {
	comparable
	Key() string
	Equal(T) bool
}

// shards is into how many parts a table is cut, so that an edit copies one
// part and not the whole: 200,000 records make parts of about 800.
const shards = 256

// Table is an immutable set of records, found by key. The zero table is
// empty. An edit returns a new table that shares all but one part with the
// old one, so equal parts are found by their address alone.
type Table[T Record[T]] struct {
	parts *[shards][]T // each sorted by key
	n     int
}

// seed is the same for all tables of a run, so that their parts compare. The
// order of parts is not visible outside: All sorts.
var seed = maphash.MakeSeed()

func shardOf(key string) int { return int(maphash.String(seed, key) % shards) }

func find[T Record[T]](part []T, key string) (int, bool) {
	return slices.BinarySearchFunc(part, key, func(r T, k string) int { return cmp.Compare(r.Key(), k) })
}

// Len is the number of records.
func (t Table[T]) Len() int { return t.n }

// Get returns the record with the key, nil if there is none.
func (t Table[T]) Get(key string) (r T) {
	if t.parts == nil {
		return r
	}
	part := t.parts[shardOf(key)]
	if i, found := find(part, key); found {
		return part[i]
	}
	return r
}

// All yields the records in the order of their keys.
func (t Table[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, r := range t.Sorted(func(a, b T) int { return cmp.Compare(a.Key(), b.Key()) }) {
			if !yield(r) {
				return
			}
		}
	}
}

// Sorted returns the records in the order of the comparison.
func (t Table[T]) Sorted(compare func(a, b T) int) []T {
	out := make([]T, 0, t.n)
	if t.parts != nil {
		for _, part := range t.parts {
			out = append(out, part...)
		}
	}
	slices.SortFunc(out, compare)
	return out
}

// with returns a table in which the keys have the records given; the zero
// record takes a key out.
func (t Table[T]) with(changes map[string]Delta[T]) Table[T] {
	if len(changes) == 0 {
		return t
	}
	var zero T
	parts := new([shards][]T)
	if t.parts != nil {
		*parts = *t.parts
	}
	fresh := [shards]bool{}
	for key, d := range changes {
		s := shardOf(key)
		if !fresh[s] {
			parts[s], fresh[s] = slices.Clone(parts[s]), true
		}
		i, found := find(parts[s], key)
		switch {
		case d.To != zero && found:
			parts[s][i] = d.To
		case d.To != zero:
			parts[s] = slices.Insert(parts[s], i, d.To)
			t.n++
		case found:
			parts[s] = slices.Delete(parts[s], i, i+1)
			t.n--
		}
	}
	t.parts = parts
	return t
}

// changes returns what turns t into u.
func (t Table[T]) changes(u Table[T]) Changes[T] {
	if t.parts == u.parts {
		return nil
	}
	var zero T
	out := Changes[T]{}
	each := func(from, to Table[T], note func(key string, a, b T)) {
		if from.parts == nil {
			return
		}
		for s, part := range from.parts {
			if to.parts != nil && len(part) > 0 && len(part) == len(to.parts[s]) && &part[0] == &to.parts[s][0] {
				continue
			}
			for _, r := range part {
				note(r.Key(), r, to.Get(r.Key()))
			}
		}
	}
	each(t, u, func(key string, a, b T) {
		if b == zero || a != b && !a.Equal(b) {
			out[key] = Delta[T]{a, b}
		}
	})
	each(u, t, func(key string, a, b T) {
		if b == zero {
			out[key] = Delta[T]{To: a}
		}
	})
	if len(out) == 0 {
		return nil
	}
	return out
}

// MarshalJSON writes the records in the order of their keys.
func (t Table[T]) MarshalJSON() ([]byte, error) { return json.Marshal(slices.Collect(t.All())) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Table[T]) UnmarshalJSON(data []byte) error {
	var records []T
	if err := json.Unmarshal(data, &records); err != nil {
		return err
	}
	*t = TableOf(records...)
	return nil
}

// TableOf makes a table of records; of two with one key the later stays.
func TableOf[T Record[T]](records ...T) Table[T] {
	var zero T
	changes := make(Changes[T], len(records))
	for _, r := range records {
		if r != zero {
			changes[r.Key()] = Delta[T]{To: r}
		}
	}
	return Table[T]{}.with(changes)
}

// Unordered yields the records in no particular order, without copying or
// sorting them: for counting and grouping.
func (t Table[T]) Unordered() iter.Seq[T] {
	return func(yield func(T) bool) {
		if t.parts == nil {
			return
		}
		for _, part := range t.parts {
			for _, r := range part {
				if !yield(r) {
					return
				}
			}
		}
	}
}
