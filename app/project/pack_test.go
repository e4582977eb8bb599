package project

import (
	"errors"
	"strings"
	"testing"
)

// What is packed is the same change when it is unpacked, and its bodies are not in
// the JSON.
func TestPack(t *testing.T) {
	record := func(id, body string) *ClassRecord {
		r, err := NewClassRecord("hand-in", id, map[string]string{"says": body})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	stays, changes, goes := record("a", "one"), record("b", "two"), record("c", "three")
	var none Project
	before, err := none.Apply(PutClass(none, stays, changes, goes))
	if err != nil {
		t.Fatal(err)
	}
	private := record("d", strings.Repeat("ä \" ", 100))
	private.Private = true
	d := PutClass(before, record("b", "another"), private).Then(DropClass(before, "hand-in", "c"))
	d.Infos = Changes[*Info]{infoKey: {To: &Info{Name: "A class"}}}
	head, bodies, err := Pack(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"another", "ä", "three"} {
		if strings.Contains(string(head), word) {
			t.Errorf("%q is in %s", word, head)
		}
	}
	got, err := Unpack(before, head, bodies)
	if err != nil || !got.Equal(d) {
		t.Fatalf("%+v, %v, want %+v", got, err, d)
	}
	if _, err := before.Apply(got); err != nil {
		t.Error(err)
	}
	if _, ok := errors.AsType[*MismatchError](second(Unpack(none, head, bodies))); !ok {
		t.Error("it fits a project without the records")
	}
	for _, cut := range [][]byte{bodies[:len(bodies)-1], append(bodies[:len(bodies):len(bodies)], 'x'), nil} {
		if _, err := Unpack(before, head, cut); err == nil {
			t.Errorf("%d of %d bytes are taken for all", len(cut), len(bodies))
		}
	}
	head, bodies, err = Pack(Diff{})
	if got, e := Unpack(before, head, bodies); err != nil || e != nil || !got.Empty() {
		t.Errorf("nothing is %+v, %v, %v", got, err, e)
	}
}

func second[T any](_ T, err error) error { return err }
