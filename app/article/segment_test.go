package article

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// lines makes an article of a text with one paragraph per line.
func lines(t testing.TB, text string) *Article {
	t.Helper()
	var blocks []Block
	at := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		n := len([]rune(strings.TrimSuffix(line, "\n")))
		if n > 0 {
			blocks = append(blocks, Block{Paragraph, at, at + n})
		}
		at += len([]rune(line))
	}
	return must(t, text, blocks)
}

// wrapped makes an article of one block, line feeds and all.
func wrapped(t testing.TB, text string) *Article {
	t.Helper()
	return must(t, text, []Block{{Paragraph, 0, len([]rune(text))}})
}

func must(t testing.TB, text string, blocks []Block) *Article {
	t.Helper()
	a, err := New(Meta{}, text, blocks)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// sentencesOf lists the sentences by walking them as the interface does.
func sentencesOf(a *Article) []string {
	var out []string
	for p, last := 0, -1; ; {
		if s, e := a.SentenceAt(p); s < e && s != last {
			out = append(out, a.Slice(s, e))
			last = s
		}
		next := a.NextSentence(p)
		if next == p {
			return out
		}
		p = next
	}
}

func wordsOf(a *Article) []string {
	var out []string
	if s, e, ok := a.WordAt(0); ok {
		out = append(out, a.Slice(s, e))
	}
	for p := 0; ; {
		n := a.NextWord(p)
		s, e, ok := a.WordAt(n)
		if !ok || s != n || n <= p {
			return out
		}
		out = append(out, a.Slice(s, e))
		p = n
	}
}

func TestSentences(t *testing.T) {
	// Each text is one paragraph; "|" is where it must be cut.
	for _, text := range []string{
		"One.| Two!| Three?| Four",
		"The face-to-face between U.S. President Donald Trump and Putin.| It ended.",
		"The U.S. Air Force flew.| It left the U.S.| The leaders met in the U.S. “war room” later.",
		"A 50% tariff on U.S. imports.| “Because of that,” he said.",
		"Mr. Smith met Mrs. Jones, Dr. No, Gen. Kane, Sen. Lee, Rep. Roe and Gov. Dunleavy on St. John No. 5 on Jan. 6.| They left.",
		"No. 5 is alive.| He said no.| She agreed.| We met in Jan.| The rest came later.",
		"J. K. Rowling and John F. Kennedy spoke.| Plan B.| The rest followed.",
		"It began at 5 a.m. Friday.| It ended at 3 p.m.| Putin left at 6 p.m. local time.| See e.g. Alaska, i.e. the state.",
		"He admitted: “There’s no deal until there’s a deal.”| The leaders avoided questions.",
		"“We didn’t get there,” he said, “but we have a very good chance.”| While insisting, he left.",
		"“Where to?| Not today?” he asked.| Nobody knew.",
		"“Next time in Moscow?” Putin asked.| Trump smiled.",
		"Putin asked: “Next time in Moscow?”| A visibly stunned Trump replied: “That’s an interesting one… I’ll get a little heat on that.”",
		"Trump told reporters, “We’ve made some headway.| There’s no deal until there’s a deal.”| The leaders avoided questions.",
		"He left.| 24 hours later he was back.| “constructively” was the word.",
		"\"There is no deal.\"| The end.| \"Really?\" he asked.| \"Yes!\"| She left.",
		"“That’s odd…”| The room was silent.",
		"It cost $7.2 million in 1867.| It is worth 3.5 times that, Apple Inc. says.| Visit example.com today.",
		"1. The first point.| 2. The second.",
		"会议结束了。|他们没有达成协议！|“真的吗？”",
		"انتهت القمة.| هل من اتفاق؟| لا.",
		"बैठक समाप्त हुई।| कोई समझौता नहीं हुआ।",
		"(He left early.)| The others stayed.",
		"He met Martin Luther King Jr. in D.C. on Aug. 28.| Then he left Washington, D.C.| It rained.",
		"Dr. Strange vs. Mr. Bean et al. was a film.",
		"What a day!| What a night!",
	} {
		var want []string
		for _, s := range strings.Split(text, "|") {
			want = append(want, strings.TrimSpace(s))
		}
		got := sentencesOf(lines(t, strings.ReplaceAll(text, "|", "")))
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestSentencesKeepToBlocks(t *testing.T) {
	a := lines(t, "A headline\n\nA first line. And\na second one")
	want := "A headline|A first line.|And|a second one"
	if got := strings.Join(sentencesOf(a), "|"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	a = wrapped(t, "It began at the\nU.S. base at 5 a.m.\nFriday. It was\nlong.")
	want = "It began at the\nU.S. base at 5 a.m.\nFriday.|It was\nlong."
	if got := strings.Join(sentencesOf(a), "|"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSentenceAtEveryPoint(t *testing.T) {
	a := lines(t, " One.  Two two. \n\nThree")
	for p, want := range []string{1: "One.", 4: "One.", 5: "One.", 6: "One.", 7: "Two two.", 14: "Two two.", 16: "Two two.", 17: "Two two.", 18: "Three", 23: "Three"} {
		if want == "" {
			continue
		}
		if s, e := a.SentenceAt(p); a.Slice(s, e) != want {
			t.Errorf("at %d: %q, want %q", p, a.Slice(s, e), want)
		}
	}
	for _, text := range []string{"", "   ", "\n\n"} {
		if s, e := lines(t, text).SentenceAt(1); s != e {
			t.Errorf("a sentence in %q: %d-%d", text, s, e)
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		text  string
		words string
		count int
	}{
		{"The U.S. President’s face-to-face.", "The|U.S.|President’s|face|to|face", 4},
		{"U.S.-Russia talks at 5 p.m., e.g. here", "U.S.|Russia|talks|at|5|p.m.|e.g.|here", 7},
		{"the stage—leaving the world", "the|stage|leaving|the|world", 5},
		{"$7.2 million, 50% of 1,000", "7.2|million|50|of|1,000", 5},
		{"Mr. Fox met Jan. No, on Jan. 5.", "Mr.|Fox|met|Jan|No|on|Jan.|5", 8},
		{"战争结束", "战|争|结|束", 4},
		{"क्षि और मैं", "क्षि|और|मैं", 3},
		{"انتهت القمة", "انتهت|القمة", 2},
		{"e\u0301te\u0301 na\u00EFve", "e\u0301te\u0301|na\u00EFve", 2},
		{"co\u00ADop\ttab", "co\u00ADop|tab", 2},
		{"👍🏽 ok 👩‍👩‍👧 🇺🇸🇷🇺", "ok", 1},
		{"a\nb - c", "a|b|c", 3},
		{"", "", 0}, {" \n ", "", 0},
	} {
		a := lines(t, c.text)
		if got := strings.Join(wordsOf(a), "|"); got != c.words {
			t.Errorf("%q: words %q, want %q", c.text, got, c.words)
		}
		if got := a.Words(); got != c.count {
			t.Errorf("%q: %d words, want %d", c.text, got, c.count)
		}
	}
}

func TestWordAt(t *testing.T) {
	a := lines(t, "One, two.\n\nThree")
	for p, want := range []string{"One", "One", "One", "One", "", "two", "two", "two", "two", "", "", "Three", "Three", "Three", "Three", "Three", "Three"} {
		s, e, ok := a.WordAt(p)
		if ok != (want != "") || a.Slice(s, e) != want {
			t.Errorf("at %d: %q %v, want %q", p, a.Slice(s, e), ok, want)
		}
	}
}

func TestMoves(t *testing.T) {
	a := lines(t, "One, two.\n\nÉe\u0301👍🏽 x")
	// a: 0-8, b: 11-18 (É, e+accent, thumb+skin, space, x)
	walk := func(name string, step func(int) int, from int, want ...int) {
		t.Helper()
		for _, w := range want {
			got := step(from)
			if got != w {
				t.Fatalf("%s(%d) = %d, want %d", name, from, got, w)
			}
			from = got
		}
	}
	walk("NextWord", a.NextWord, 0, 5, 11, 17, 18, 18)
	walk("PrevWord", a.PrevWord, 18, 17, 11, 5, 0, 0)
	walk("NextSentence", a.NextSentence, 0, 11, 18)
	walk("PrevSentence", a.PrevSentence, 18, 11, 0, 0)
	walk("NextBlock", a.NextBlock, 3, 11, 18, 18)
	walk("PrevBlock", a.PrevBlock, 13, 11, 0, 0)
	walk("NextGrapheme", a.NextGrapheme, 8, 9, 11, 12, 14, 16, 17, 18, 18)
	walk("PrevGrapheme", a.PrevGrapheme, 18, 17, 16, 14, 12, 11, 9, 8)
	walk("NextGrapheme inside", a.NextGrapheme, 13, 14)
	walk("PrevGrapheme inside", a.PrevGrapheme, 13, 12)
	walk("outside", a.NextWord, -5, 0+5)
	walk("outside", a.PrevWord, 99, 17)
}

func TestSegmentsAreSharedAndSafe(t *testing.T) {
	a := lines(t, strings.Repeat("A sentence of words. Another one! 👍🏽\n", 200))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			b := a.WithMeta(Meta{Title: "copy"})
			for p := 0; p < b.Len(); p += 17 {
				b.Snap(p, p+20)
				b.SentenceAt(p)
				b.NextGrapheme(p)
			}
		})
	}
	group.Wait()
	if b := a.WithMeta(Meta{}); b.seg != a.seg {
		t.Error("a copy has boundaries of its own")
	}
}

func TestAnArticleNotMadeByNewDoesNotPanic(t *testing.T) {
	var a Article
	a.Snap(0, 5)
	a.SentenceAt(3)
	if a.NextWord(3) != 0 || a.Words() != 0 {
		t.Error("an empty article has words")
	}
}

func TestTextWithoutBlocksIsSegmentedByLine(t *testing.T) {
	a := must(t, "\nOne two\nthree. Four", nil)
	if got := strings.Join(sentencesOf(a), "|"); got != "One two|three.|Four" {
		t.Errorf("got %q", got)
	}
}

// big is a paragraph of about a megabyte with everything in it.
func big() string {
	return strings.Repeat("“There’s no deal,” U.S. President Trump said. क्षि 👍🏽 战争 e\u0301. ", 12500)
}

func TestAMegabyteInOneParagraph(t *testing.T) {
	a := wrapped(t, big())
	if len(a.Text) < 1_000_000 {
		t.Fatal("the text is too short to prove anything")
	}
	start := time.Now()
	mid := a.Len() / 2
	a.Snap(mid, mid+30)
	a.SentenceAt(mid)
	a.NextGrapheme(mid)
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("the first calls took %v", d) // generous: race detector, busy machines
	}
	start = time.Now()
	for i := range 1000 {
		a.Snap(mid+i, mid+i+30)
		a.SentenceAt(mid + i)
		a.PrevGrapheme(mid + i)
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("a thousand later calls took %v", d)
	}
}

func TestNothingButPunctuationIsNotSlow(t *testing.T) {
	for _, s := range []string{". ", "?” ", "-", "... ", "” ", "“A.” "} {
		a := wrapped(t, strings.Repeat(s, 100_000))
		start := time.Now()
		a.SentenceAt(5000)
		a.Words()
		a.Snap(10, 3000)
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%q took %v", s, d)
		}
	}
}

func BenchmarkFirstTouch(b *testing.B) {
	text := big()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		a := wrapped(b, text)
		a.Snap(500, 600)
		a.SentenceAt(500)
	}
}

func BenchmarkSnap(b *testing.B) {
	a := wrapped(b, big())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a.Snap(i%400_000, i%400_000+50)
	}
}
