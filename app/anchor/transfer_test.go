package anchor

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"claimlight/app/article"
	"claimlight/app/span"
)

// spanOf is where a quote stands first.
func spanOf(t testing.TB, a *article.Article, quote string) span.Span {
	t.Helper()
	i := strings.Index(a.Text, quote)
	if i < 0 {
		t.Fatalf("%q is not in %q", quote, a.Text)
	}
	return span.Span{Start: a.FromByte(article.Byte(i)), End: a.FromByte(article.Byte(i + len(quote)))}
}

const (
	first1 = "The minister said on Monday that taxes would not rise this year.\n"
	second = "Critics in the parliament called the promise hollow and asked for figures.\n"
	third  = "A spokesman later said that “no decision” had been made about the budget.\n"
	fourth = "The union of teachers wants a raise of five percent and will not move.\n"
)

func TestTransferExamples(t *testing.T) {
	whole := first1 + second + third + fourth
	for _, c := range []struct {
		name, old, new, quote, want string
		how                         How
		doubt                       Doubt
	}{
		{"nothing changed", whole, whole, "hollow", "hollow", InPlace, NoDoubt},
		{"text came before it", whole, "Updated at noon.\n" + whole, "hollow", "hollow", InPlace, NoDoubt},
		{"a word next to it", whole, strings.Replace(whole, "promise", "pledge", 1), "hollow", "hollow", InPlace, NoDoubt},
		{"a typo in it", whole, strings.Replace(whole, "parliament", "parlament", 1), "Critics in the parliament", "Critics in the parlament", Changed, Reworded},
		{"quotation marks", whole, strings.NewReplacer("“", "\"", "”", "\"").Replace(whole), "“no decision”", "\"no decision\"", Changed, Reworded},
		{"a name", whole, strings.ReplaceAll(whole, "minister", "chancellor"), "minister", "chancellor", Changed, Reworded},
		{"its paragraph moved", whole, second + third + fourth + first1, "taxes would not rise", "taxes would not rise", Moved, NoDoubt},
		{"its paragraph moved, with an error", whole, second + third + fourth + strings.Replace(first1, "Monday", "Tuesday", 1), "taxes would not rise", "taxes would not rise", Moved, NoDoubt},
		{"its paragraph moved, with an error in it", whole, second + third + fourth + strings.Replace(first1, "not rise", "not rize", 1), "taxes would not rise", "taxes would not rize", Changed, Reworded},
		{"its paragraph twice", whole, whole + first1, "taxes would not rise", "taxes would not rise", InPlace, Twin},
		{"its paragraph twice, one with an error", whole, strings.Replace(first1, "Monday", "Tuesday", 1) + second + third + first1 + fourth, "taxes would not rise", "taxes would not rise", InPlace, Twin},
		{"one of two equal paragraphs is gone", first1 + second + first1 + third, second + first1 + third, "taxes", "", Orphaned, Lost},
		{"the other of the two", first1 + second + first1 + third, first1 + second + third, "taxes", "taxes", InPlace, Twin},
		{"its paragraph gone", whole, first1 + third + fourth, "the promise hollow", "", Orphaned, Lost},
		{"its sentence gone", "He came. She went to town. They slept.", "He came. They slept.", "She went", "", Orphaned, Lost},
		{"the sentence before it gone", "He came. She went to town, and bought a loaf of bread. They slept.", "She went to town, and bought a loaf of bread. They slept.", "She went to town, and bought a loaf of bread.", "She went to town, and bought a loaf of bread.", InPlace, NoDoubt},
		{"all around it gone", whole, "Nothing is left of it.\nWho called the promise hollow and asked for figures is not known.", "called the promise hollow and asked for figures", "called the promise hollow and asked for figures", InPlace, NoDoubt},
		{"all around it gone, and it stands twice", whole, "Critics called the promise hollow and asked for figures.\nWho called the promise hollow and asked for figures is not known.", "called the promise hollow and asked for figures", "called the promise hollow and asked for figures", InPlace, Twin},
		{"all gone", whole, "x", "hollow", "", Orphaned, Lost},
		{"said and said", "When he said he said it.", "When he said it.", "he said", "he said", InPlace, Twin},
		{"Chinese", "部长星期一说，今年不会加税。批评者要求提供数字。", "部长星期二说，今年绝对不会加税。批评者要求提供数字。", "批评者要求", "批评者要求", InPlace, NoDoubt},
		{"Arabic", "قال الوزير يوم الاثنين إن الضرائب لن ترتفع هذا العام", "قال الوزير يوم الثلاثاء إن الضرائب لن ترتفع هذا العام", "الضرائب لن ترتفع", "الضرائب لن ترتفع", InPlace, NoDoubt},
		{"emoji", "👩🏽‍🚒 said 🇩🇪🇫🇷 no, and 👍🏽 yes to the plan", "👩🏽‍🚒 said: 🇩🇪🇫🇷 no, and 👍🏽 yes to the plan", "👍🏽 yes", "👍🏽 yes", InPlace, NoDoubt},
	} {
		t.Run(c.name, func(t *testing.T) {
			old, now := art(t, c.old), art(t, c.new)
			l, err := Transfer(old, now, []span.Span{spanOf(t, old, c.quote)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := now.Slice(l[0].Start, l[0].End); got != c.want || l[0].How != c.how || l[0].Doubt != c.doubt {
				t.Errorf("%q, %s (%s), score %.2f; want %q, %s (%s)", got, l[0].How, l[0].Doubt, l[0].Score, c.want, c.how, c.doubt)
			}
			if l[0].Start < 0 || l[0].End > now.Len() || l[0].How != Orphaned && (l[0].Score < least || l[0].Score > 1) {
				t.Errorf("%+v", l[0])
			}
		})
	}
}

// Of a phrase that comes again and again, each goes to its own place.
func TestRepeatedPhrasesLandRight(t *testing.T) {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, "The speaker number %d said that it is so, he said again, and went home.\n", i)
	}
	old := art(t, b.String())
	now := art(t, "A new beginning.\n"+strings.ReplaceAll(b.String(), "so, he", "so; he"))
	var spans []span.Span
	for at := range occurrences(old.Text, "said") {
		spans = append(spans, span.Span{Start: at, End: at + 4})
	}
	landings, err := Transfer(old, now, spans, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range landings {
		if l.How != InPlace || l.Start != spans[i].Start+len("A new beginning.\n") || l.Doubt != NoDoubt {
			t.Errorf("%v went to %+v", spans[i], l)
		}
	}
}

// A sentence that there is only once needs nothing around it: where the one before
// it is taken out, nobody is asked.
func TestASentenceIsKnownWithoutTheOneBefore(t *testing.T) {
	n := 0
	for _, text := range realArticles(t) {
		old, from := art(t, text), -1
		for at := 0; at < old.Len(); at++ {
			start, end := old.SentenceAt(at)
			if end <= at {
				continue // between two
			}
			quote, before := old.Slice(start, end), from
			at, from = end-1, start
			s := span.Span{Start: start, End: end}
			if before < 0 || s.Len() < telling || strings.Count(text, quote) > 1 {
				continue
			}
			n++
			l, err := Transfer(old, art(t, old.Slice(0, before)+old.Slice(start, old.Len())), []span.Span{s}, nil)
			if err != nil || l[0].Doubt != NoDoubt || l[0].Start != before || l[0].Len() != s.Len() {
				t.Errorf("%q is at %+v, and should be at %d (%v)", quote, l[0], before, err)
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d sentences were looked at", n)
	}
}

// What an orphan has is the point at which it stood.
func TestOrphansKnowWhereTheyStood(t *testing.T) {
	old, now := art(t, first1+second+third), art(t, first1+third)
	l, err := Transfer(old, now, []span.Span{spanOf(t, old, "the promise hollow")}, nil)
	if err != nil || l[0].How != Orphaned || l[0].Start != len(first1) || l[0].End != l[0].Start {
		t.Errorf("%+v %v", l, err)
	}
}

func TestTransferTakesAnySpans(t *testing.T) {
	w := newRand(t)
	for range 300 {
		old := art(t, string(randomRunes(w, []rune(hurting), 80)))
		c := uncorrected(w, old.Text)
		if len(c.text) > 0 {
			c.letters(0.1)
		}
		now := art(t, string(c.text))
		var spans []span.Span
		for range 20 {
			spans = append(spans, span.Span{Start: w.IntN(120) - 20, End: w.IntN(120) - 20})
		}
		landings, err := Transfer(old, now, spans, nil)
		if err != nil || len(landings) != len(spans) {
			t.Fatal(err)
		}
		for i, l := range landings {
			whole := spans[i].Intersect(span.Span{End: old.Len()})
			if l.Start < 0 || l.End > now.Len() || l.End < l.Start || l.Empty() != (l.How == Orphaned) || whole.Empty() && l.How != Orphaned ||
				(l.How == InPlace || l.How == Moved) && now.Slice(l.Start, l.End) != old.Slice(whole.Start, whole.End) {
				t.Fatalf("%v of %q went to %+v of %q", spans[i], old.Text, l, now.Text)
			}
		}
	}
}

func TestTransferIsStopped(t *testing.T) {
	old, now, _ := long(t, newRand(t), 5000, 0.05)
	stop := errors.New("stop")
	for after := range 20 {
		n := 0
		_, err := Transfer(old, now, marks(rand.New(rand.NewPCG(1, 1)), []rune(old.Text), 50), func(done, total int) error {
			if done > total || done <= 0 {
				t.Errorf("%d of %d", done, total)
			}
			if n++; n > after {
				return stop
			}
			return nil
		})
		if n > after && !errors.Is(err, stop) || n > after+1 {
			t.Fatalf("stopped at the call %d of %d: %v", after+1, n, err)
		}
	}
}

// Text that repeats itself, or has nothing in common with what it was, costs
// no more than its size allows, and nothing in it is certain.
func TestHostileTextsAreBounded(t *testing.T) {
	w := newRand(t)
	n := 6_000
	noise := func(letters string) string {
		out := make([]rune, n)
		for i := range out {
			out[i] = []rune(letters)[w.IntN(len([]rune(letters)))]
		}
		return string(out)
	}
	for name, pair := range map[string][2]string{
		"one letter":     {strings.Repeat("a", n), strings.Repeat("a", n-1000)},
		"two in turn":    {strings.Repeat("ab ", n/3), strings.Repeat("ba ", n/3)},
		"equal lines":    {strings.Repeat("x\n", n/2), strings.Repeat("x\n", n/2-77)},
		"two letters":    {noise("ab"), noise("ab")},
		"strangers":      {noise("etaoin shrdlu"), noise("etaoin shrdlu")},
		"one sentence":   {strings.Repeat("The same sentence comes again and again.\n", n/40), strings.Repeat("The same sentence comes again and again.\n", n/40-20)},
		"almost nothing": {noise("etaoin shrdlu"), "x"},
	} {
		old, now := art(t, pair[0]), art(t, pair[1])
		spans := marks(w, []rune(pair[0][:n-1500]), 30)
		landings, err := Transfer(old, now, spans, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range landings {
			if l.Doubt == NoDoubt {
				t.Errorf("%s: %v is sure to be at %+v", name, spans[i], l)
				break
			}
		}
	}
}

// long is an article of n words in paragraphs, made of words that come again and
// again, and its correction in which a part of the letters is other.
func long(t testing.TB, w *rand.Rand, words int, part float64) (old, now *article.Article, c *corrected) {
	vocabulary := strings.Fields("the of and said to in that for it on was with as his they be at one have this from or had by not but what some were we can out other all there when up use your how each she which do their time if will way about many then them")
	common := len(vocabulary)
	for range 2000 {
		name := ""
		for range 1 + w.IntN(4) {
			name += []string{"ka", "ro", "mi", "te", "lun", "ver", "sto", "ing", "dal", "pre", "son", "by"}[w.IntN(12)]
		}
		vocabulary = append(vocabulary, name)
	}
	var b strings.Builder
	for i := range words {
		from := len(vocabulary)
		if w.IntN(2) == 0 {
			from = common
		}
		b.WriteString(vocabulary[w.IntN(from)])
		switch {
		case i%90 == 89:
			b.WriteString(".\n")
		case i%12 == 11:
			b.WriteString(". ")
		default:
			b.WriteString(" ")
		}
	}
	c = uncorrected(w, b.String())
	c.sprinkle(part)
	return art(t, b.String()), art(t, string(c.text)), c
}

// What it costs grows with the text and the number of spans, and not with both
// multiplied; the time is told, and not tested. Nothing is wrong in silence.
func TestTransferGrowsWithTheText(t *testing.T) {
	w := rand.New(rand.NewPCG(5, 6))
	sizes := []int{1_000, 10_000, 100_000}
	if testing.Short() {
		sizes = sizes[:2]
	}
	for _, words := range sizes {
		old, now, c := long(t, w, words, 0.05)
		spans := marks(w, []rune(old.Text), 1000)
		work := work{}
		start := time.Now()
		tr, err := newTransfer([]rune(old.Text), []rune(now.Text), &work)
		if err != nil {
			t.Fatal(err)
		}
		aligned := work.done
		var n tally
		truth := c.truth()
		for _, s := range spans {
			l := tr.land(s)
			at, whole := truth(s)
			if !n.add(l, s, c, at, whole) {
				t.Errorf("%v went to %+v, should be at %v", s, l, at)
			}
		}
		t.Logf("%d words: %v. %s", words, time.Since(start).Round(time.Millisecond), n)
		if most := 8 * (old.Len() + now.Len()); aligned > most {
			t.Errorf("%d words: %d code points were looked at to align the texts, more than %d", words, aligned, most)
		}
		if most := 200 * len(spans) * spanWork; tr.judge.p.steps+tr.finder.forth.steps > most {
			t.Errorf("%d words: %d steps for %d spans, more than %d", words, tr.judge.p.steps+tr.finder.forth.steps, len(spans), most)
		}
	}
}

func BenchmarkTransfer(b *testing.B) {
	for _, words := range []int{1_000, 10_000, 100_000} {
		for _, part := range []float64{0, 0.05} {
			w := rand.New(rand.NewPCG(3, 4))
			old, now, _ := long(b, w, words, part)
			spans := marks(w, []rune(old.Text), 1000)
			b.Run(fmt.Sprintf("words=%d/marks=1000/edits=%g", words, part), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := Transfer(old, now, spans, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
