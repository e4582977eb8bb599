package anchor

import (
	"strings"
	"testing"

	"claimlight/app/span"
)

func TestApproximate(t *testing.T) {
	text := "He said no. The minister promised that taxes would not rise. Later the ministers promise that tax will rise. 部长星期二说今年不会加税。"
	s := NewSeeker(text)
	for _, c := range []struct {
		name, want string
		sel        Selectors
		sure       bool
	}{
		{"with typos", "taxes would not rise", Selectors{Exact: "taxs would not rize", Start: -1}, true},
		{"with typos, where it was", "taxes would not rise", Selectors{Exact: "taxs would not rize", Start: 40, End: 59}, true},
		{"with typos, and what is before it", "taxes would not rise", Selectors{Exact: "taxs would not rize", Prefix: "promised that ", Start: -1}, true},
		{"by the prefix", "minister promised", Selectors{Exact: "minister promises", Prefix: "He said no. The ", Start: 70, End: 87}, true},
		{"by the suffix", "ministers promise", Selectors{Exact: "minister promises", Suffix: " that tax will", Start: -1}, false},
		{"one of two", "minister promised", Selectors{Exact: "minister promises", Start: -1}, false},
		{"one letter of a word", "minister", Selectors{Exact: "sinister", Start: -1}, false},
		{"Chinese", "星期二说今年", Selectors{Exact: "星期一说今年", Prefix: "部长", Suffix: "不会加税。", Start: -1}, true},
		{"too short", "", Selectors{Exact: "sxid", Start: 3, End: 7}, false},
		{"not there", "", Selectors{Exact: "something else altogether", Start: 3, End: 7}, false},
		{"nothing", "", Selectors{}, false},
		{"very long", "", Selectors{Exact: strings.Repeat("long ", 1000)}, false},
	} {
		m, ok := s.Approximate(c.sel)
		if got := string([]rune(text)[m.Start:m.End]); ok != (c.want != "") || ok && (got != c.want || m.Sure != c.sure) {
			t.Errorf("%s: %q %v, sure: %v (%.2f), want %q", c.name, got, ok, m.Sure, m.Score, c.want)
		}
	}
}

// Quotes are not in a text of the same words in another order, whatever the
// Seeker finds there; and those with typos are where they were, or else in doubt.
func TestApproximateIsNotSureOfWhatIsNotThere(t *testing.T) {
	texts := realArticles(t)
	w := newRand(t)
	sure, right := 0, 0
	for range 300 {
		i := w.IntN(len(texts))
		own, words := []rune(texts[i]), strings.Fields(texts[i])
		w.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		other := NewSeeker(strings.Join(words, " "))
		at := w.IntN(len(own) - 300)
		s := span.Span{Start: at, End: at + 5 + w.IntN(200)}
		sel := Selectors{Exact: string(own[s.Start:s.End]), Start: w.IntN(len(own)) - 1}
		if m, found := other.Approximate(sel); found && m.Sure && len(strings.Fields(sel.Exact)) > 3 {
			t.Errorf("%q was found as %q (%.2f)", sel.Exact, string(other.text[m.Start:m.End]), m.Score)
		}
		now := uncorrected(w, texts[i])
		now.letters(0.05)
		m, found := NewSeeker(string(now.text)).Approximate(sel)
		if !found || !m.Sure {
			continue
		}
		sure++
		if now.share(m.Span, s) > 0.5 {
			right++
		} else if string(now.text[m.Start:m.End]) != sel.Exact {
			t.Errorf("%q was found as %q (%.2f)", sel.Exact, string(now.text[m.Start:m.End]), m.Score)
		}
	}
	t.Logf("%d of 300 were found for sure, %d of them where they stood", sure, right)
	if sure < 150 {
		t.Errorf("only %d of 300 quotes with typos were found for sure", sure)
	}
}

// What a search takes is known before it starts, whatever the text and the
// quote: texts that repeat themselves are where most of the quote is compared.
func TestApproximateCostsNoMoreThanItSays(t *testing.T) {
	w := newRand(t)
	for _, letters := range []string{"a", "ab", "abc ", "abcdefgh ijkl"} {
		for _, size := range []int{5, 64, 65, 300, 2048} {
			text := randomRunes(w, []rune(letters), 40_000)
			quote := randomRunes(w, []rune(letters), size)
			s := NewSeeker(string(text))
			for _, q := range []string{string(quote), strings.Repeat("a", size), strings.Repeat("b", size), strings.Repeat("a", size-1) + "b"} {
				before, most := s.Steps(), s.Cost(q)
				s.Approximate(Selectors{Exact: q, Prefix: strings.Repeat("a", 500), Suffix: strings.Repeat("ab", 300)})
				if took := s.Steps() - before; took > most {
					t.Errorf("%d of %q in %q: %d steps, said %d", size, q[:min(9, len(q))], letters, took, most)
				}
			}
		}
	}
}
