package corroborate

import (
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/article"
)

// lines makes an article of a text with one paragraph per line.
func lines(t testing.TB, text string) *article.Article {
	t.Helper()
	var blocks []article.Block
	at := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 0 {
			blocks = append(blocks, article.Block{Kind: article.Paragraph, Start: at, End: at + n})
		}
		at += len([]rune(line))
	}
	a, err := article.New(article.Meta{}, text, blocks)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestRepeats(t *testing.T) {
	for _, c := range []struct {
		text, phrase string
		want         []string
	}{
		{"Trump met Putin. TRUMP left. Trumpets!", "trump", []string{"Trump", "TRUMP"}},
		{"Trump’s deal, Trump's deal, Trump", "Trump", []string{"Trump", "Trump", "Trump"}},
		{"Trump’s deal and Trump's men", "Trump's", []string{"Trump’s", "Trump's"}},
		{"There’s no deal until there’s a deal. there's  no\tdeal", "There's no deal", []string{"There’s no deal", "there's  no\tdeal"}},
		{"“great progress” and \"great progress\" and «great progress»", "“great progress”", []string{"“great progress”", "\"great progress\"", "«great progress»"}},
		{"US–Russia, US-Russia and US—Russia", "US-Russia", []string{"US–Russia", "US-Russia", "US—Russia"}},
		{"the U.S. and the U.S. Army", "U.S.", []string{"U.S.", "U.S."}},
		{"the U.S. and the USA", "U.S", []string{"U.S"}},
		{"aa aa aa aa", "aa aa", []string{"aa aa", "aa aa"}},
		{"xa a a", "a a", []string{"a a"}},
		{"a no\ndeal", "no deal", nil},
		{"a no\ndeal", "no\ndeal", []string{"no\ndeal"}},
		{"ΣΑΣ σας", "σασ", []string{"ΣΑΣ", "σας"}},
		{"Кремль КРЕМЛЬ кремлин", "кремль", []string{"Кремль", "КРЕМЛЬ"}},
		{"战争结束，战争", "战争", []string{"战争", "战争"}},
		{"क्ष क्षि क्ष", "क्ष", []string{"क्ष", "क्ष"}},
		{"👍 👍🏽 👍", "👍", []string{"👍", "👍"}},
		{"🇺🇸🇷🇺 🇸🇷", "🇸🇷", []string{"🇸🇷"}},
		{"e e\u0301 e", "e", []string{"e", "e"}},
		{"co\u00ADop coop", "coop", []string{"co\u00ADop", "coop"}},
		{"a", "  ", nil}, {"", "a", nil}, {"a", "", nil}, {"a", "\u00AD", nil},
		{"no deal.", "  no   deal ", []string{"no deal"}},
	} {
		a := lines(t, c.text)
		var got []string
		for _, s := range Repeats(a, c.phrase) {
			got = append(got, a.Slice(s.Start, s.End))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q in %q: %q, want %q", c.phrase, c.text, got, c.want)
		}
	}
}

func TestRepeatsIsLinear(t *testing.T) {
	a := lines(t, strings.Repeat("a ", 500_000)+"b")
	start := time.Now()
	if got := Repeats(a, strings.Repeat("a ", 10_000)+"c"); got != nil {
		t.Errorf("found %d", len(got))
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("took %v", d)
	}
}

func FuzzRepeats(f *testing.F) {
	for _, c := range [][2]string{
		{"There’s no deal until there’s a deal.", "no deal"}, {"a a a", "a a"}, {"👍🏽 👍", "👍"}, {"क्षि क्ष", "क्ष"},
		{"a\nb", "a b"}, {"\u00ADa\u0301", "a"}, {"İ i ı", "i"}, {"U.S. US", "u.s."}, {"—–-", "-"},
	} {
		f.Add(c[0], c[1])
	}
	f.Fuzz(func(t *testing.T, text, phrase string) {
		text = strings.NewReplacer("\r", "", "\x00", "").Replace(strings.TrimLeft(strings.ToValidUTF8(text, ""), "\uFEFF"))
		if len(text) > 5000 || strings.HasPrefix(text, "\uFEFF") {
			return
		}
		a := lines(t, text)
		last := 0
		for _, s := range Repeats(a, phrase) {
			if s.Start < last || s.Empty() || s.End > a.Len() {
				t.Fatalf("%v after %d in %q", s, last, text)
			}
			if start, end := a.Graphemic(s.Start, s.End); start != s.Start || end != s.End {
				t.Fatalf("%v cuts a grapheme of %q", s, text)
			}
			if got, want := foldAll(a.Slice(s.Start, s.End)), foldAll(strings.TrimSpace(phrase)); !slices.Equal(got, want) {
				t.Fatalf("%q is not %q", string(got), string(want))
			}
			last = s.End
		}
	})
}

func BenchmarkRepeats(b *testing.B) {
	a := lines(b, strings.Repeat("“There’s no deal,” U.S. President Trump said to no one.\n", 18_000))
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		Repeats(a, "there's no deal")
	}
}
