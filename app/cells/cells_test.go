package cells

import "testing"

func TestRead(t *testing.T) {
	for _, c := range []struct {
		text, cell string
		n          int
		ok         bool
	}{
		{"", "", 0, true}, {"a,b", "a", 1, true}, {",b", "", 0, true}, {"a\r\nb", "a", 1, true},
		{`"a,b",c`, "a,b", 5, true}, {`"say ""no""",c`, `say "no"`, 12, true}, {"\"two\r\nlines\"\n", "two\r\nlines", 12, true},
		{`"a"b,c`, "ab", 4, true}, {`""`, "", 2, true}, {`"never`, "", 0, false}, {`"`, "", 0, false},
	} {
		if cell, n, ok := Read(c.text, ','); cell != c.cell || n != c.n || ok != c.ok {
			t.Errorf("%q: %q %d %v", c.text, cell, n, ok)
		}
	}
	if cell, n, _ := Read("a,b;c", ';'); cell != "a,b" || n != 3 {
		t.Errorf("%q %d", cell, n)
	}
}
