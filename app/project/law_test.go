package project

import (
	"bytes"
	"encoding/json"
	"testing"

	"claimlight/app/problem"
)

// asJSON marshals a value; two values are the same if their JSON is.
func asJSON(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("marshal %T: %v", v, err)
	}
	return data
}

// reread marshals a value and reads it back, and fails unless the outcome
// marshals to the same bytes.
func reread[T any](t testing.TB, v T) T {
	t.Helper()
	var back T
	data := asJSON(t, v)
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatalf("unmarshal %T: %v\n%s", v, err, data)
	}
	if again := asJSON(t, back); !bytes.Equal(data, again) {
		t.Fatalf("the JSON of a %T changes on the way\n%s\n%s", v, data, again)
	}
	return back
}

func applied(t testing.TB, p Project, d Diff) Project {
	t.Helper()
	q, err := p.Apply(d)
	if err != nil {
		t.Fatalf("apply: %v\n%s", err, asJSON(t, d))
	}
	return q
}

func same(t testing.TB, law string, p, q Project) {
	t.Helper()
	if !p.Equal(q) || !q.Equal(p) {
		t.Fatalf("%s does not hold; it differs by\n%s", law, asJSON(t, Between(p, q)))
	}
}

func sound(t testing.TB, p Project) {
	t.Helper()
	for _, found := range Check(p) {
		t.Errorf("unsound: %s", found)
	}
	if t.Failed() {
		t.FailNow()
	}
}

// proven applies a diff and proves every law of a single change on the way:
// its inverse, its JSON form, the difference of the two projects, and that
// the outcome is sound. All examples and all random cases go through it.
func proven(t testing.TB, p Project, d Diff) Project {
	t.Helper()
	q := applied(t, p, d)
	same(t, "apply then reverse is the identity", p, applied(t, q, d.Reverse()))
	same(t, "a diff read back does the same", q, applied(t, p, reread(t, d)))
	same(t, "the difference of two projects leads from one to the other", q, applied(t, p, Between(p, q)))
	if !d.Then(d.Reverse()).Empty() {
		t.Fatalf("a diff and its reverse do not cancel\n%s", asJSON(t, d))
	}
	if d.Empty() && !p.Equal(q) {
		t.Fatal("an empty diff changes something")
	}
	sound(t, q)
	return q
}

// refused fails unless the error can be shown to people and has the code, and
// the diff that came with it is empty.
func refused(t testing.TB, d Diff, err error, code string) {
	t.Helper()
	shown(t, d, err)
	if problem.Code(err) != code {
		t.Fatalf("refused with %q (%v), want %q", problem.Code(err), err, code)
	}
}

// shown fails unless the error is a *problem.Error with a code and a
// sentence, and the diff that came with it is empty.
func shown(t testing.TB, d Diff, err error) {
	t.Helper()
	e, ok := err.(*problem.Error)
	if !ok || e.Code == "" || len(e.Message) < 2 || e.Message[len(e.Message)-1] != '.' || !d.Empty() {
		t.Fatalf("not an error for people, or a diff beside it: %#v, %d changes", err, d.Size())
	}
}
