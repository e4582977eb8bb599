package anchor

import (
	"math/rand/v2"
	"strings"
	"testing"

	"claimlight/app/span"
	"claimlight/test/dice"
)

// shown puts brackets around what changed.
func shown(text string, changed []span.Span) string {
	r, out, at := []rune(text), "", 0
	for _, s := range changed {
		out += string(r[at:s.Start]) + "[" + string(r[s.Start:s.End]) + "]"
		at = s.End
	}
	return out + string(r[at:])
}

func TestLetters(t *testing.T) {
	for _, c := range []struct{ old, new, was, now string }{
		{"no deal", "no deal", "no deal", "no deal"},
		{"without a deal", "with no deal", "with[out a] deal", "with[ no] deal"},
		{"in 1998", "in 1999", "in 199[8]", "in 199[9]"},
		{"", "new", "", "[new]"},
		{"gone", "", "[gone]", ""},
		{"three men left", "three of the men left", "three men left", "three [of the ]men left"},
		{"“Nein”, sagte er", "„Nein“, sagte er", "[“]Nein[”], sagte er", "[„]Nein[“], sagte er"},
		{"👩🏽 says yes", "👩🏻 says yes", "👩[🏽] says yes", "👩[🏻] says yes"},
		{"all other", "xyz", "[all other]", "[xyz]"},
	} {
		gone, come := Letters(c.old, c.new)
		if was, now := shown(c.old, gone), shown(c.new, come); was != c.was || now != c.now {
			t.Errorf("%q to %q: %q and %q, want %q and %q", c.old, c.new, was, now, c.was, c.now)
		}
	}
}

// What did not change is the same in both, whatever the wordings are, and long
// ones take no time.
func TestLettersLeaveTheSame(t *testing.T) {
	w := rand.New(rand.NewPCG(dice.Seed(t), 1))
	rest := func(text string, changed []span.Span) string {
		var out []rune
		at := 0
		r := []rune(text)
		for _, s := range changed {
			if s.Start < at || s.Empty() || s.End > len(r) {
				t.Fatalf("%v in %q", changed, text)
			}
			out, at = append(out, r[at:s.Start]...), s.End
		}
		return string(append(out, r[at:]...))
	}
	word := func() string {
		var b strings.Builder
		for range w.IntN(60) {
			b.WriteRune([]rune("ab cdé👩")[w.IntN(7)])
		}
		return b.String()
	}
	for range 3000 {
		old := word()
		now := old
		if w.IntN(4) == 0 {
			now = word()
		} else if r := []rune(old); len(r) > 0 {
			at := w.IntN(len(r))
			now = string(r[:at]) + "x" + string(r[min(at+w.IntN(3), len(r)):])
		}
		gone, come := Letters(old, now)
		if a, b := rest(old, gone), rest(now, come); a != b {
			t.Fatalf("%q to %q: %q stays of the one, %q of the other", old, now, a, b)
		}
	}
	long := strings.Repeat("a long wording ", 20_000)
	if gone, come := Letters(long+"x"+long, long+"y"+long); len(gone) != 1 || len(come) != 1 {
		t.Errorf("%v, %v", gone, come)
	}
	Letters(long, strings.Repeat("nothing like it ", 20_000))
}
