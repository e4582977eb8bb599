package exchange

import (
	"io"
	"strings"
	"testing"

	"claimlight/app/problem"
)

// metered counts what is read of a file without an end.
type metered struct {
	head string
	read int
}

func (m *metered) Read(p []byte) (int, error) {
	n := copy(p, m.head)
	m.head = m.head[n:]
	for i := n; i < len(p); i++ {
		p[i] = 'a'
	}
	m.read += len(p)
	return len(p), nil
}

// A value that does not end is not read until it does.
func TestOneValueIsBoundedWhileItIsRead(t *testing.T) {
	for _, head := range []string{`["`, `{"a":1} {"text":"`, `[1, 2, {"text":"`} {
		m := &metered{head: head}
		in := newInput(nil, Env{}, &report{})
		values := 0
		err := in.jsonValues(File{Name: "a.json", Open: func() (io.ReadCloser, error) { return io.NopCloser(m), nil }}, func(*node) error { values++; return nil })
		if problem.Code(err) != "too-large" || m.read > 4*maxRecord || values != strings.Count(head, "1")+strings.Count(head, "2") {
			t.Errorf("%s: %v, %d values, %d bytes were read", head, err, values, m.read)
		}
	}
}

// Large values that are no larger than they may be are read, one after the
// other, whatever the parser holds of the next.
func TestLargeValuesAreRead(t *testing.T) {
	large := `"` + strings.Repeat("a", maxRecord-100) + `"`
	for _, data := range []string{"[" + large + ",\n" + large + "," + large + "]", large + " \n" + large + " " + large} {
		in := newInput(nil, Env{}, &report{})
		values := 0
		err := in.jsonValues(InMemory("a.json", []byte(data)), func(n *node) error { values += len(n.text()); return nil })
		if err != nil || values != 3*(maxRecord-100) {
			t.Errorf("%v, %d bytes of values", err, values)
		}
	}
}

func TestMoreThanOneLine(t *testing.T) {
	for data, want := range map[string]bool{"": false, "[1]": false, "\n[1]\n \n": false, "[1]\n[2]": true, "\n\n[1]\n\n[2]\n[3]": true} {
		in := newInput(nil, Env{}, &report{})
		if got := in.more(InMemory("a", []byte(data))); got != want {
			t.Errorf("%q: %v", data, got)
		}
	}
}
