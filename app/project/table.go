package project

import (
	"cmp"
	"encoding/json"
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

// Table is an immutable set of records, found by key. The zero table is
// empty. An edit returns a new table that shares all but the few nodes on the
// way to what was changed, so it costs the same in a large table as in a small
// one, and equal parts are found by their address alone. Two tables that are
// == hold the same; the opposite need not be true.
type Table[T Record[T]] struct {
	root *node[T] // nil where there are no records
}

// Len is the number of records.
func (t Table[T]) Len() int { return t.root.len() }

// Get returns the record with the key, nil if there is none.
func (t Table[T]) Get(key string) (r T) {
	if t.root == nil {
		return r
	}
	return t.root.get(hashOf(key), key, 0)
}

// All yields the records in the order of their keys. It sorts them first:
// Unordered costs less.
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
	out := t.root.collect(make([]T, 0, t.Len()))
	slices.SortFunc(out, compare)
	return out
}

// Unordered yields the records in no particular order, without copying or
// sorting them: for counting and grouping.
func (t Table[T]) Unordered() iter.Seq[T] {
	return func(yield func(T) bool) { t.root.walk(yield) }
}

// edit returns a table in which the keys have the records that the changes
// lead to. With checked, a change that does not start from what stands in the
// table, or is not that of its key, is refused with a *MismatchError that
// calls the table by the name.
func (t Table[T]) edit(c Changes[T], checked bool, name string, pace Pace) (Table[T], error) {
	if len(c) == 0 {
		return t, nil
	}
	edits := make([]edited[T], 0, len(c))
	for key, d := range c {
		edits = append(edits, edited[T]{hashOf(key), key, d})
		if err := pace.every(len(edits), 2*len(c)); err != nil {
			return t, err
		}
	}
	e := editor[T]{checked: checked, pace: pace, total: len(c)}
	root := e.edit(t.root, edits, 0)
	switch {
	case e.stopped != nil:
		return t, e.stopped
	case e.misfit:
		return t, &MismatchError{name, e.key}
	}
	return Table[T]{root}, nil
}

// with is edit without a check.
func (t Table[T]) with(c Changes[T]) Table[T] {
	out, _ := t.edit(c, false, "", nil) // nothing can stop it
	return out
}

// changes returns what turns t into u.
func (t Table[T]) changes(u Table[T]) Changes[T] {
	out := Changes[T]{}
	differences(t.root, u.root, 0, out)
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
	t, _ := TableFrom(records, nil) // nothing can stop it
	return t
}

// TableFrom is TableOf at a pace.
func TableFrom[T Record[T]](records []T, pace Pace) (Table[T], error) {
	var zero T
	edits := make([]edited[T], 0, len(records))
	for _, r := range records {
		if r == zero {
			continue
		}
		key := r.Key()
		edits = append(edits, edited[T]{hashOf(key), key, Delta[T]{To: r}})
		if err := pace.every(len(edits), 2*len(records)); err != nil {
			return Table[T]{}, err
		}
	}
	e := editor[T]{pace: pace, total: len(records)}
	root := e.edit(nil, edits, 0)
	return Table[T]{root}, e.stopped
}
