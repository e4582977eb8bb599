package project

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
)

// Pack writes a change for somebody who has what it starts from, such as the
// program beside the page. head is its JSON, in which a record of the classroom
// has in the place of its body how many bytes that has; bodies are those bytes,
// one after the other in the order of the keys, so that nobody has to read much
// JSON only to pass it on. What such a record was before is not said.
func Pack(d Diff) (head, bodies []byte, err error) {
	class := make(Changes[*ClassRecord], len(d.Class))
	size := 0
	for _, change := range d.Class {
		if change.To != nil {
			size += len(change.To.Body)
		}
	}
	bodies = make([]byte, 0, size)
	for _, key := range slices.Sorted(maps.Keys(d.Class)) {
		change := d.Class[key]
		if before := change.From; before != nil {
			change.From = &ClassRecord{Kind: before.Kind, ID: before.ID}
		}
		if after := change.To; after != nil {
			bodies = append(bodies, after.Body...)
			short := *after
			short.Body = strconv.AppendInt(nil, int64(len(after.Body)), 10)
			change.To = &short
		}
		class[key] = change
	}
	d.Class = class
	head, err = json.Marshal(d)
	return head, bodies, err
}

var errPacked = errors.New("a packed change is cut off")

// Unpack reads what Pack wrote of a change that starts from p. The error is a
// *MismatchError where a record of the classroom is not in p that should be.
func Unpack(p Project, head, bodies []byte) (d Diff, err error) {
	if err := json.Unmarshal(head, &d); err != nil {
		return Diff{}, err
	}
	for _, key := range slices.Sorted(maps.Keys(d.Class)) {
		change := d.Class[key]
		if change.From != nil {
			if change.From = p.Class.Get(key); change.From == nil {
				return Diff{}, &MismatchError{"record of the class", key}
			}
		}
		if change.To != nil {
			n, err := strconv.Atoi(string(change.To.Body))
			if err != nil || n < 0 || n > len(bodies) {
				return Diff{}, errPacked
			}
			change.To.Body = bytes.Clone(bodies[:n]) // lest one record kept those of all
			bodies = bodies[n:]
		}
		d.Class[key] = change
	}
	if len(bodies) > 0 {
		return Diff{}, errPacked
	}
	return d, nil
}
