package anchor

import (
	"strings"
	"testing"
)

func TestApproximate(t *testing.T) {
	a := art(t, "He said no. The minister promised that taxes would not rise. Later the ministers promise that tax will rise. 部长星期二说今年不会加税。")
	for _, c := range []struct {
		name, want string
		sel        Selectors
	}{
		{"as it is", "promised that", Selectors{Exact: "promised that", Start: 1, End: 3}},
		{"with typos", "taxes would not rise", Selectors{Exact: "taxs would not rize", Start: 40, End: 59}},
		{"by the prefix", "minister promised", Selectors{Exact: "minister promises", Prefix: "He said no. The ", Start: 70, End: 87}},
		{"by the suffix", "ministers promise", Selectors{Exact: "minister promises", Suffix: " that tax will", Start: 0, End: 0}},
		{"Chinese", "星期二说今年", Selectors{Exact: "星期一说今年", Start: 100, End: 106}},
		{"too short", "", Selectors{Exact: "sxid", Start: 3, End: 7}},
		{"not there", "", Selectors{Exact: "something else altogether", Start: 3, End: 7}},
		{"nothing", "", Selectors{}},
		{"very long", "", Selectors{Exact: strings.Repeat("long ", 1000)}},
	} {
		m, ok := Approximate(a, c.sel)
		if got := a.Slice(m.Start, m.End); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s: %q %v, want %q", c.name, got, ok, c.want)
		}
	}
}
