package project

import (
	"bytes"
	"encoding/json"
	"fmt"

	"claimlight/app/annotation"
)

// ClassRecord is something that the classroom keeps in a project: the lesson,
// an answer, a hand-in, a decision. What stands in it is the classroom's own;
// here it is kept, changed and undone like everything else.
type ClassRecord struct {
	Kind string `json:"kind"`
	ID   string `json:"id"` // within its kind
	// Private is true of what no file holds: it stays in this browser.
	Private bool `json:"private,omitempty"`
	// Body is JSON without white space and with sorted keys, so that the same is
	// the same bytes.
	Body json.RawMessage `json:"body"`
}

// NewClassRecord makes a record of a kind. The error says that the body is not
// JSON.
func NewClassRecord(kind, id string, body any) (*ClassRecord, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("a record of the class: %w", err)
	}
	if data, err = canonical(data); err != nil {
		return nil, fmt.Errorf("a record of the class: %w", err)
	}
	return &ClassRecord{Kind: kind, ID: id, Body: data}, nil
}

// canonical is JSON in the one form that Body has.
func canonical(data []byte) ([]byte, error) {
	var tree any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber() // a number stays as it is written
	if err := d.Decode(&tree); err != nil {
		return nil, err
	}
	return json.Marshal(tree)
}

// Key is the kind and the ID.
func (r *ClassRecord) Key() string { return r.Kind + "/" + r.ID }

// Equal reports whether both are the same in every field.
func (r *ClassRecord) Equal(s *ClassRecord) bool {
	return r == s || r.Kind == s.Kind && r.ID == s.ID && r.Private == s.Private && bytes.Equal(r.Body, s.Body)
}

// ClassRecord returns the record of a kind with an ID, nil if there is none.
func (p Project) ClassRecord(kind, id string) *ClassRecord {
	return p.Class.Get((&ClassRecord{Kind: kind, ID: id}).Key())
}

// PutClass adds records of the classroom, or puts them in the place of those
// with their keys. Those that stand already change nothing.
func PutClass(p Project, records ...*ClassRecord) (d Diff) {
	for _, r := range records {
		if before := p.Class.Get(r.Key()); before == nil || !before.Equal(r) {
			set(&d.Class, before, r)
		}
	}
	return d
}

// DropClass removes the record of a kind with an ID. One that is not there
// changes nothing.
func DropClass(p Project, kind, id string) (d Diff) {
	if before := p.ClassRecord(kind, id); before != nil {
		set(&d.Class, before, nil)
	}
	return d
}

func (c *checker) class(r *ClassRecord, at string) {
	c.must(annotation.ValidName(r.Kind) && annotation.ValidName(r.ID), at, hintString, "A record of the class has no name to find it by: %q.", r.Key())
	body, err := canonical(r.Body)
	c.must(err == nil && bytes.Equal(body, r.Body), at+"/body", "Write it without white space and with sorted keys.", "What is in the record %q of the class is not JSON in its one form.", r.Key())
}
