package anchor

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"claimlight/test/dice"
)

// sellers is the matrix written out (Sellers 1980): the errors of the best
// match at each end.
func sellers(pattern, text []rune, begin int) (ends []int) {
	before := make([]int, len(pattern)+1)
	for i := range before {
		before[i] = i
	}
	for j, r := range text {
		now := make([]int, len(before))
		now[0] = begin * (j + 1)
		for i, q := range pattern {
			cost := 1
			if q == r {
				cost = 0
			}
			now[i+1] = min(before[i]+cost, before[i+1]+1, now[i]+1)
		}
		before = now
		ends = append(ends, now[len(pattern)])
	}
	return ends
}

func randomRunes(w *rand.Rand, letters []rune, most int) []rune {
	out := make([]rune, w.IntN(most+1))
	for i := range out {
		out[i] = letters[w.IntN(len(letters))]
	}
	return out
}

// spoiled is a text with some errors.
func spoiled(w *rand.Rand, text, letters []rune, errors int) []rune {
	out := slices.Clone(text)
	for range errors {
		at := w.IntN(len(out) + 1)
		switch w.IntN(3) {
		case 0:
			out = slices.Insert(out, at, letters[w.IntN(len(letters))])
		case 1:
			out = slices.Delete(out, min(at, max(len(out)-1, 0)), min(at+1, len(out)))
		default:
			if at < len(out) {
				out[at] = letters[w.IntN(len(letters))]
			}
		}
	}
	return out
}

func newRand(t testing.TB) *rand.Rand {
	t.Helper()
	return rand.New(rand.NewPCG(dice.Seed(t), 1))
}

// The bit-parallel search finds what the matrix has, whatever the letters and
// the length of the pattern: one block, several, and those that the cut-off
// leaves out.
func TestSearchIsTheMatrix(t *testing.T) {
	w := newRand(t)
	var p pattern
	for range 6000 {
		letters := []rune("aé你👍\n")[:1+w.IntN(5)]
		if w.IntN(3) == 0 {
			letters = []rune("abcdefghijklmnopqrstuvwxyzаб你好🇩🇪")
		}
		needle := append([]rune{letters[0]}, randomRunes(w, letters, []int{5, 63, 64, 65, 130, 300}[w.IntN(6)])...)
		text := slices.Concat(randomRunes(w, letters, 90), spoiled(w, needle, letters, w.IntN(12)), randomRunes(w, letters, 90))
		begin, most := w.IntN(2), w.IntN(len(needle)+20)
		p.set(needle)
		got := make([]int, len(text))
		for i := range got {
			got[i] = most + 1
		}
		p.scan(text, begin, most, func(end, errors int) bool {
			got[end-1] = errors
			return true
		})
		for i, want := range sellers(needle, text, begin) {
			if got[i] != min(want, most+1) {
				t.Fatalf("%q in %q, begin %d, at most %d errors: at %d it has %d, want %d", string(needle), string(text), begin, most, i+1, got[i], want)
			}
		}
	}
}

// What is found has the errors that it says, between its start and its end.
func TestFoundPlacesHaveTheirErrors(t *testing.T) {
	w := newRand(t)
	letters := []rune("abcdefgh é你👍")
	var f finder
	var p pattern
	for range 2000 {
		needle := append([]rune("ab"), randomRunes(w, letters, 150)...)
		text := slices.Concat(randomRunes(w, letters, 200), spoiled(w, needle, letters, w.IntN(5)), randomRunes(w, letters, 200))
		f.set(needle)
		best := slices.Min(sellers(needle, text, anywhere))
		found := f.find(text, 5, 99)
		least := len(needle)
		for _, m := range found {
			p.set(needle)
			if got := p.distance(text[m.start:m.end]); got != m.errors {
				t.Fatalf("%q at %d–%d of %q: %d errors, said %d", string(needle), m.start, m.end, string(text), got, m.errors)
			}
			least = min(least, m.errors)
		}
		if best <= 5 && best < len(needle) && least != best {
			t.Fatalf("%q in %q: the best has %d errors, found %v", string(needle), string(text), best, found)
		}
	}
}

func TestDistances(t *testing.T) {
	var p pattern
	for _, c := range []struct {
		a, b           string
		whole, opening int
	}{
		{"kitten", "sitting", 3, 2}, {"abc", "abc", 0, 0}, {"abc", "", 3, 3}, {"abc", "abcdefgh", 5, 0},
		{"“quoted”", "\"quoted\"", 2, 2}, {"кот", "кит", 1, 1}, {"a", "bbbb", 4, 1},
	} {
		p.set([]rune(c.a))
		if got := p.distance([]rune(c.b)); got != c.whole {
			t.Errorf("%q and %q are %d apart, want %d", c.a, c.b, got, c.whole)
		}
		if got := p.opening([]rune(c.b)); got != c.opening {
			t.Errorf("%q and the beginning of %q are %d apart, want %d", c.a, c.b, got, c.opening)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	w := rand.New(rand.NewPCG(1, 2))
	text := randomRunes(w, []rune("eeetttaaaooiinnsshhrrdlucmfwypvbgkjqxz      "), 1_200_000)
	for _, n := range []int{20, 60, 200, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var p pattern
			p.set(text[5000 : 5000+n])
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				p.matches(text, min(n/4, 64))
			}
		})
	}
}
