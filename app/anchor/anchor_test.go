package anchor

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"claimlight/app/article"
	"claimlight/app/span"
)

// hurting is text that programs count differently.
const hurting = "A 👩🏽‍🚒 and 🇩🇪🇫🇷 say e\u0301te\u0301: क्षि, مرحبا بالعالم, 你好世界。\n\tsoft\u00adhyphen, 🏳️‍🌈!\n"

func art(t testing.TB, text string) *article.Article {
	t.Helper()
	a, err := article.New(article.Meta{}, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestDescribe(t *testing.T) {
	a := art(t, "One.\n"+strings.Repeat("x", 40)+"THE QUOTE"+strings.Repeat("🇩🇪", 40))
	s := Describe(a, span.Span{Start: 45, End: 54})
	want := Selectors{"THE QUOTE", strings.Repeat("x", 32), strings.Repeat("🇩🇪", 32), 45, 54}
	if s != want {
		t.Errorf("got %+v, want %+v", s, want)
	}
}

func TestDescribeCrossesBlocksAndStopsAtTheEnds(t *testing.T) {
	a := art(t, "Head\nbody")
	s := Describe(a, span.Span{Start: 5, End: 7})
	if s.Prefix != "Head\n" || s.Suffix != "dy" || s.Exact != "bo" {
		t.Errorf("got %+v", s)
	}
	if s := Describe(a, span.Span{Start: 0, End: 99}); s.Exact != a.Text || s.Prefix != "" || s.Suffix != "" {
		t.Errorf("got %+v", s)
	}
}

func TestContextKeepsGraphemesWhole(t *testing.T) {
	a := art(t, strings.Repeat("👩🏽‍🚒", 200)+"Q"+strings.Repeat("e\u0301", 200))
	at := 200 * utf8.RuneCountInString("👩🏽‍🚒")
	s := Describe(a, span.Span{Start: at, End: at + 1})
	if s.Prefix != strings.Repeat("👩🏽‍🚒", 32) {
		t.Errorf("prefix %q", s.Prefix)
	}
	if s.Suffix != strings.Repeat("e\u0301", 32) {
		t.Errorf("suffix %q", s.Suffix)
	}
}

func TestOneEndlessGraphemeIsBounded(t *testing.T) {
	a := art(t, "o"+strings.Repeat("\u0301", 5000)+"Q"+strings.Repeat("\u0301", 5000))
	s := Describe(a, span.Span{Start: 5001, End: 5002})
	if utf8.RuneCountInString(s.Prefix) > reach || utf8.RuneCountInString(s.Suffix) > reach {
		t.Errorf("%d and %d bytes of context", len(s.Prefix), len(s.Suffix))
	}
}

func TestFind(t *testing.T) {
	a := art(t, "he said no. she said yes. he said maybe.")
	for _, c := range []struct {
		name string
		sel  Selectors
		want span.Span
		ok   bool
	}{
		{"position", Selectors{Exact: "said", Start: 16, End: 20}, span.Span{Start: 16, End: 20}, true},
		{"position beats context", Selectors{Exact: "said", Prefix: "she ", Start: 3, End: 7}, span.Span{Start: 3, End: 7}, true},
		{"moved, by prefix", Selectors{Exact: "said", Prefix: "she ", Start: 0, End: 4}, span.Span{Start: 16, End: 20}, true},
		{"moved, by suffix", Selectors{Exact: "said", Suffix: " maybe", Start: 0, End: 4}, span.Span{Start: 29, End: 33}, true},
		{"moved, nearest", Selectors{Exact: "said", Start: 28, End: 30}, span.Span{Start: 29, End: 33}, true},
		{"turned round", Selectors{Exact: "yes", Start: 9, End: 2}, span.Span{Start: 21, End: 24}, true},
		{"far outside", Selectors{Exact: "yes", Start: -5, End: 1 << 40}, span.Span{Start: 21, End: 24}, true},
		{"not there", Selectors{Exact: "perhaps", Start: 0, End: 7}, span.Span{}, false},
		{"no quote", Selectors{Start: 0, End: 7}, span.Span{}, false},
	} {
		if got, ok := Find(a, c.sel); got != c.want || ok != c.ok {
			t.Errorf("%s: got %v %v, want %v %v", c.name, got, ok, c.want, c.ok)
		}
	}
}

// What is described is found again where it was, also when the text has grown
// at its start and the position is wrong.
func TestDescribeThenFind(t *testing.T) {
	r := newRand(t)
	a := art(t, strings.Repeat(hurting, 3)+"the only end")
	grown := art(t, "Added: "+a.Text)
	for range 2000 {
		start := r.IntN(a.Len())
		s := span.Span{Start: start, End: start + 1 + r.IntN(a.Len()-start)}
		sel := Describe(a, s)
		if sel.Exact != a.Slice(s.Start, s.End) || !utf8.ValidString(sel.Prefix) || !utf8.ValidString(sel.Suffix) {
			t.Fatalf("%v: %+v", s, sel)
		}
		if !strings.Contains(a.Text, sel.Prefix+sel.Exact+sel.Suffix) {
			t.Fatalf("%v: the context is not next to the quote: %+v", s, sel)
		}
		if got, ok := Find(a, sel); !ok || got != s {
			t.Fatalf("%v: found %v %v", s, got, ok)
		}
		if got, ok := Find(grown, sel); !ok || grown.Slice(got.Start, got.End) != sel.Exact {
			t.Fatalf("%v: in the longer text found %v %v", s, got, ok)
		}
	}
}

func BenchmarkDescribe(b *testing.B) {
	a := art(b, strings.Repeat(hurting, 1000))
	for i := range b.N {
		start := i * 97 % (a.Len() - 60)
		Describe(a, span.Span{Start: start, End: start + 50})
	}
}

// Text that is plain is not cut into graphemes, and has the same context as if
// it were, whatever stands near it.
func TestPlainContextIsThatOfGraphemes(t *testing.T) {
	w := rand.New(rand.NewPCG(8, 9))
	plainText := []rune("abc def, “quoted” – it’s 12 % of é ü ñ\n\t©…‰‼⁉\u00ad\u2028\u2011")
	odd := []rune("\u0301\u200d\u200b\ufe0f🇩🇪👩🚒क्षि्中ᄀ각\u0600\u0903")
	for range 3000 {
		text := make([]rune, 1+w.IntN(120))
		often := 1 << w.IntN(8)
		for i := range text {
			text[i] = plainText[w.IntN(len(plainText))]
			if w.IntN(often+1) == 0 && often < 128 {
				text[i] = odd[w.IntN(len(odd))]
			}
		}
		a := art(t, string(text))
		for point := range a.Len() + 1 {
			if got, want := before(a, point), cutBefore(a, point); got != want {
				t.Fatalf("before %d of %q: %q, want %q", point, a.Text, got, want)
			}
			if got, want := after(a, point), cutAfter(a, point); got != want {
				t.Fatalf("after %d of %q: %q, want %q", point, a.Text, got, want)
			}
		}
	}
}
