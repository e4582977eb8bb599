package article

import (
	"math/rand/v2"
	"strings"
	"testing"

	"claimlight/test/dice"
)

// selected makes an article of a text in which ⟦ and ⟧ mark where a selection
// starts and ends.
func selected(t *testing.T, text string) (*Article, int, int) {
	t.Helper()
	before, rest, ok := strings.Cut(text, "⟦")
	in, after, ok2 := strings.Cut(rest, "⟧")
	if !ok || !ok2 {
		t.Fatalf("no selection in %q", text)
	}
	start := len([]rune(before))
	return lines(t, before+in+after), start, start + len([]rune(in))
}

func TestSnap(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"the le⟦aders wal⟧ked away", "leaders walked"},
		{"the ⟦leaders, ⟧walked away", "leaders"},
		{"the⟦ leaders walked away.⟧", "leaders walked away"},
		{"⟦The leaders walked away.⟧ Then", "The leaders walked away."},
		{"⟦The leaders walked away. ⟧Then", "The leaders walked away."},
		{"He left. ⟦The leaders walked away.⟧", "The leaders walked away."},
		{"He ⟦left. The leaders walked away.⟧", "left. The leaders walked away."},
		{"It ended in ⟦Moscow?⟧ Yes.", "Moscow"},
		{"and “⟦great progress” had⟧ been made", "great progress” had"},
		{"and ⟦“great progress”⟧ had been made", "“great progress”"},
		{"and ⟦“great progress⟧” had been made", "great progress"},
		{"and “⟦great progress”⟧ had been made", "great progress"},
		{"that ⟦“many, many points” of agreement⟧ were", "“many, many points” of agreement"},
		{"⟦“We didn’t get there,”⟧ he said", "“We didn’t get there,”"},
		{"“⟦We didn’t get there,”⟧ he said", "We didn’t get there"},
		{"bluntly: “⟦There’s no deal until there’s a deal.⟧” While", "There’s no deal until there’s a deal."},
		{"the talks were “⟦productive.⟧”", "productive"},
		{"⟦The talks were “productive.”⟧", "The talks were “productive.”"},
		{"asked: ⟦“Next time in Moscow?”⟧ A man", "“Next time in Moscow?”"},
		{"“One thing. ⟦There’s no deal until there’s a deal.”⟧ The", "There’s no deal until there’s a deal."},
		{"between ⟦U.S⟧. President Trump", "U.S."},
		{"between ⟦U.S. Pres⟧ident Trump", "U.S. President"},
		{"and ⟦Mr⟧. Trump", "Mr."},
		{"stage⟦—leaving the⟧ world", "leaving the"},
		{"a ⟦50%⟧ tariff", "50%"},
		{"for ⟦$7.2 mill⟧ion.", "$7.2 million"},
		{"at ⟦-5 degrees⟧", "-5 degrees"},
		{"Fox News⟦’ Sean⟧ Hannity", "Sean"},
		{"the ⟦‘it’s up to them’⟧ line", "‘it’s up to them’"},
		{"said ⟦\"it's done\"⟧ twice", "\"it's done\""},
		{"said ⟦\"it's done⟧\" twice", "it's done"},
		{"see ⟦(here)⟧ now", "(here)"},
		{"see ⟦(here⟧) now", "here"},
		{"„⟦Das ist es“⟧, sagte er", "Das ist es"},
		{"⟦„Das ist es“,⟧ sagte er", "„Das ist es“"},
		{"战争⟦结束⟧了。", "结束"},
		{"他说：⟦「战争结束了」，⟧然后", "「战争结束了」"},
		{"और क्⟦ष⟧ि मैं", "क्षि"},
		{"في انت⟦هت، ⟧القمة", "انتهت"},
		{"a 👩⟦🏽‍⟧🚀 b", "👩🏽‍🚀"},
		{"a 🇺⟦🇸⟧🇷🇺 b", "🇺🇸"},
		{"ete⟦\u0301⟧ x", "ete\u0301"},
		{"co⟦\u00AD⟧op", "co\u00ADop"},
		{"tab\t⟦\ttab⟧", "tab"},
		{"one⟦, — ⟧two", ", —"},
		{"one⟦   ⟧two", ""},
		{"one ⟦⟧two", ""},
		{"one tw⟦o.\n\nthr⟧ee four", "two.\n\nthree"},
		{"⟦“He left\n“and came.”⟧", "He left\n“and came.”"},
	} {
		a, start, end := selected(t, c.text)
		s, e := a.Snap(start, end)
		if got := a.Slice(s, e); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
		if c.want == "" && s != start {
			t.Errorf("%s: empty at %d, want %d", c.text, s, start)
		}
		if s2, e2 := a.Snap(end, start); s != s2 && start != e || e != e2 {
			t.Errorf("%s: turned round gives %d-%d, not %d-%d", c.text, s2, e2, s, e)
		}
	}
}

func TestTrimAndGraphemic(t *testing.T) {
	a := lines(t, "  a,b\t \u0301 x👍🏽")
	for _, c := range []struct{ start, end, ts, te, gs, ge int }{
		{0, 6, 2, 5, 0, 6},
		{0, 2, 0, 0, 0, 2},
		{3, 3, 3, 3, 3, 3},
		{6, 9, 6, 8, 6, 9},       // a space with an accent is no white space
		{9, 11, 9, 11, 9, 12},    // half an emoji
		{11, 11, 11, 11, 10, 12}, // inside it
		{-9, 99, 2, 12, 0, 12},   // outside the text
		{5, 2, 2, 5, 2, 5},       // turned round
	} {
		if s, e := a.Trim(c.start, c.end); s != c.ts || e != c.te {
			t.Errorf("Trim(%d, %d) = %d, %d, want %d, %d", c.start, c.end, s, e, c.ts, c.te)
		}
		if s, e := a.Graphemic(c.start, c.end); s != c.gs || e != c.ge {
			t.Errorf("Graphemic(%d, %d) = %d, %d, want %d, %d", c.start, c.end, s, e, c.gs, c.ge)
		}
	}
}

// scraps are what random texts are put together from: everything that hurts.
var scraps = strings.Split("a|B|word|U.S.|Mr.|5|50%|$7.2|.|,|…|!|?|;|:|—|-| |  |\n|\t|“|”|‘|’|'|\"|(|)|«|»|„|e\u0301|\u0301|\u200D|\u00AD|\u200B|\u2060|"+
	"👍🏽|👩‍👩‍👧|🇺🇸|🇷|क्षि|मैं|انتهت|،|战|。|」|「|タワー|\uFE0F|\u2028|\u0600|ภาษา|한국|\U0001F468|\u0085", "|")

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(30) {
		b.WriteString(scraps[r.IntN(len(scraps))])
	}
	return strings.TrimLeft(b.String(), "\uFEFF")
}

func TestLawsOfSegmentation(t *testing.T) {
	r := rand.New(rand.NewPCG(dice.Seed(t), 1))
	for range 10_000 {
		text := randomText(r)
		a := lines(t, text)
		if r.IntN(4) == 0 {
			a = wrapped(t, text)
		}
		start, end := r.IntN(a.Len()+1), r.IntN(a.Len()+1)
		checkSnap(t, a, min(start, end), max(start, end))
		checkMoves(t, a, start)
		if t.Failed() {
			t.Fatalf("text %q, %d-%d", text, start, end)
		}
	}
}

func checkSnap(t *testing.T, a *Article, start, end int) {
	s, e := a.Snap(start, end)
	if s < 0 || e < s || e > a.Len() {
		t.Errorf("Snap = %d, %d", s, e)
	}
	if s2, e2 := a.Snap(s, e); s2 != s || e2 != e {
		t.Errorf("Snap is not idempotent: %q, then %q", a.Slice(s, e), a.Slice(s2, e2))
	}
	if gs, ge := a.Graphemic(s, e); s < e && (gs != s || ge != e) {
		t.Errorf("Snap cuts a grapheme: %q", a.Slice(s, e))
	}
	gs, ge := a.Graphemic(start, end)
	if gs > start || ge < end {
		t.Errorf("Graphemic(%d, %d) = %d, %d is narrower", start, end, gs, ge)
	}
	if ts, te := a.Trim(gs, ge); ts < te {
		if ts < gs || te > ge {
			t.Errorf("Trim widens")
		}
		if cs, ce := a.Graphemic(ts, te); cs != ts || ce != te {
			t.Errorf("Trim cuts a grapheme: %q", a.Slice(ts, te))
		}
	}
}

func checkMoves(t *testing.T, a *Article, p int) {
	for name, step := range map[string]func(int) int{"word": a.NextWord, "sentence": a.NextSentence, "block": a.NextBlock, "grapheme": a.NextGrapheme} {
		n := step(p)
		if n < p || n > a.Len() {
			t.Errorf("next %s of %d is %d", name, p, n)
		}
		for i := 0; n != p; i++ {
			if p, n = n, step(n); i > a.Len() {
				t.Fatalf("next %s never ends", name)
			}
		}
	}
	for name, step := range map[string]func(int) int{"word": a.PrevWord, "sentence": a.PrevSentence, "block": a.PrevBlock, "grapheme": a.PrevGrapheme} {
		n := step(p)
		for i := 0; n != p; i++ {
			if n > p || n < 0 || i > a.Len() {
				t.Fatalf("previous %s of %d is %d", name, p, n)
			}
			p, n = n, step(n)
		}
	}
	s, e := a.SentenceAt(p)
	if s > e || e > a.Len() {
		t.Errorf("SentenceAt(%d) = %d, %d", p, s, e)
	}
}
