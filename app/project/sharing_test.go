package project

import "testing"

// A change that was read again holds no second copy of what the project has.
func TestSharing(t *testing.T) {
	record := func(id, body string) *ClassRecord {
		r, err := NewClassRecord("hand-in", id, body)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	here, changed := record("1", "one"), record("2", "two")
	p := Project{Class: TableOf(here, changed)}
	read := PutClass(Project{}, record("1", "one"), record("2", "before"), record("3", "gone"))
	shared := read.Sharing(p)
	if !shared.Equal(read) || shared.Class[here.Key()].To != here {
		t.Error("the change is another, or what it adds is not the project’s own")
	}
	if read.Class[here.Key()].To == here || shared.Class[changed.Key()].To == changed {
		t.Error("the change that was given is another, or has what was not in it")
	}
	if back := read.Reverse().Sharing(p); back.Class[here.Key()].From != here {
		t.Error("what it removes is not the project’s own")
	}
}
