package anchor

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"claimlight/app/article"
	"claimlight/app/span"
)

// corrected is a text of which each code point knows where it stood before the
// correction; those of a copied paragraph, where what was copied stood.
type corrected struct {
	*rand.Rand
	text []rune
	was  []origin
}

type origin struct {
	at   int // -1 for what is new
	copy bool
}

func uncorrected(w *rand.Rand, text string) *corrected {
	c := &corrected{Rand: w, text: []rune(text)}
	for i := range c.text {
		c.was = append(c.was, origin{at: i})
	}
	return c
}

// put replaces a stretch by something new.
func (c *corrected) put(from, to int, text string) {
	runes := []rune(text)
	places := slices.Repeat([]origin{{at: -1}}, len(runes))
	c.text = slices.Replace(c.text, from, to, runes...)
	c.was = slices.Replace(c.was, from, to, places...)
}

var anyLetters = []rune("etaoinshrdlu etaoin ETAS.,’")

// letters changes a part of all letters: one in three is another, comes in, or
// goes.
func (c *corrected) letters(part float64) {
	for range int(part * float64(len(c.text))) {
		at, r := c.IntN(len(c.text)), string(anyLetters[c.IntN(len(anyLetters))])
		switch c.IntN(3) {
		case 0:
			if r != string(c.text[at]) {
				c.put(at, at+1, r)
			}
		case 1:
			c.put(at, at, r)
		default:
			c.put(at, at+1, "")
		}
	}
}

// paragraphs are the stretches between line feeds that hold something.
func (c *corrected) paragraphs() (out []span.Span) {
	start := 0
	for i := 0; i <= len(c.text); i++ {
		if i == len(c.text) || c.text[i] == '\n' {
			if i > start {
				out = append(out, span.Span{Start: start, End: i})
			}
			start = i + 1
		}
	}
	return out
}

// paragraph is one of them with the line feed behind it.
func (c *corrected) paragraph() span.Span {
	all := c.paragraphs()
	p := all[c.IntN(len(all))]
	p.End = min(p.End+1, len(c.text))
	return p
}

// shift takes a stretch out and puts it in at the place that to returns then.
func (c *corrected) shift(s span.Span, to func() int) {
	text, was := slices.Clone(c.text[s.Start:s.End]), slices.Clone(c.was[s.Start:s.End])
	c.text, c.was = slices.Delete(c.text, s.Start, s.End), slices.Delete(c.was, s.Start, s.End)
	at := to()
	c.text, c.was = slices.Insert(c.text, at, text...), slices.Insert(c.was, at, was...)
}

func (c *corrected) move() {
	c.shift(c.paragraph(), func() int { return c.paragraph().Start })
}

func (c *corrected) duplicate() {
	p := c.paragraph()
	text, was := slices.Clone(c.text[p.Start:p.End]), slices.Clone(c.was[p.Start:p.End])
	for i := range was {
		was[i].copy = true
	}
	at := c.paragraph().Start
	c.text, c.was = slices.Insert(c.text, at, text...), slices.Insert(c.was, at, was...)
}

func (c *corrected) remove() {
	if p := c.paragraph(); p.Len() < len(c.text)/2 {
		c.put(p.Start, p.End, "")
	}
}

// sentence is a stretch that ends with a full stop, in a paragraph.
func (c *corrected) sentence() span.Span {
	p := c.paragraph()
	text := c.text[p.Start:p.End]
	at := c.IntN(len(text))
	from, to := at, at
	for from > 0 && text[from-1] != '.' {
		from--
	}
	for to < len(text)-1 && text[to] != '.' {
		to++
	}
	return span.Span{Start: p.Start + from, End: p.Start + to + 1}
}

func (c *corrected) removeSentence() {
	s := c.sentence()
	c.put(s.Start, s.End, "")
}

func (c *corrected) moveSentence() {
	c.shift(c.sentence(), func() int { return c.sentence().End })
}

// rewrite replaces every word or sign by another.
func (c *corrected) rewrite(from, to string) {
	n := len([]rune(from))
	for at := 0; at+n <= len(c.text); at++ {
		if string(c.text[at:at+n]) == from {
			c.put(at, at+n, to)
		}
	}
}

// typos swaps letters in some words.
func (c *corrected) typos(n int) {
	for range n {
		at := c.IntN(len(c.text) - 1)
		if a, b := c.text[at], c.text[at+1]; a != b && a > ' ' && b > ' ' {
			c.shift(span.Span{Start: at, End: at + 1}, func() int { return at + 1 })
		}
	}
}

// sprinkle is letters for a long text, in one go.
func (c *corrected) sprinkle(part float64) {
	var text []rune
	var was []origin
	for i, r := range c.text {
		other := anyLetters[c.IntN(len(anyLetters))]
		if c.Float64() >= part {
			text, was = append(text, r), append(was, c.was[i])
			continue
		}
		switch c.IntN(3) {
		case 0:
			text, was = append(text, other), append(was, origin{at: -1})
		case 1:
			text, was = append(text, r, other), append(was, c.was[i], origin{at: -1})
		}
	}
	c.text, c.was = text, was
}

// truth returns where the code points of a span are now: the first and the one
// behind the last, and whether all are there, one behind the other. Where a
// paragraph was copied and then taken out itself, the copy is what is left of it.
func (c *corrected) truth() func(s span.Span) (now span.Span, whole bool) {
	places := map[int]int{}
	for _, copies := range []bool{true, false} {
		for at, was := range c.was {
			if was.at >= 0 && was.copy == copies {
				places[was.at] = at
			}
		}
	}
	return func(s span.Span) (now span.Span, whole bool) {
		now, whole = span.Span{Start: len(c.text)}, true
		for i := s.Start; i < s.End; i++ {
			at, there := places[i]
			if !there {
				whole = false
				continue
			}
			whole = whole && (i == s.Start || at == places[i-1]+1)
			now = span.Span{Start: min(now.Start, at), End: max(now.End, at+1)}
		}
		return now, whole
	}
}

// isAt reports whether what stands at a place now stood at another before.
func (c *corrected) isAt(now, was int) bool {
	return now >= 0 && now < len(c.was) && was >= 0 && c.was[now].at == was
}

// share is how much of a passage of the new text is from the span.
func (c *corrected) share(now, s span.Span) float64 {
	n := 0
	for _, was := range c.was[now.Start:now.End] {
		if s.Has(was.at) {
			n++
		}
	}
	return float64(n) / float64(max(now.Len(), 1))
}

// realArticles are the texts that the program comes with.
func realArticles(t testing.TB) (texts []string) {
	files, err := filepath.Glob(filepath.Join("..", "..", "web", "articles", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, article.Clean(string(data)))
	}
	return texts
}

// marks are spans as people make them: words, phrases, sentences, paragraphs,
// and a few that cut through words.
func marks(w *rand.Rand, text []rune, n int) (out []span.Span) {
	for len(out) < n {
		at := w.IntN(len(text))
		s := span.Span{Start: at, End: min(at+1+w.IntN(60), len(text))}
		if w.IntN(8) > 0 {
			for s.Start > 0 && text[s.Start-1] > ' ' {
				s.Start--
			}
			for s.End < len(text) && text[s.End] > ' ' {
				s.End++
			}
			if w.IntN(3) == 0 {
				s.End = s.Start
				for s.End < len(text) && text[s.End] > ' ' {
					s.End++
				}
			}
			if w.IntN(6) == 0 {
				for s.End < len(text) && text[s.End] != '\n' {
					s.End++
				}
			}
		}
		if strings.TrimSpace(string(text[s.Start:s.End])) != "" {
			out = append(out, s)
		}
	}
	return out
}

// tally is what became of spans.
type tally struct {
	spans, kept, exact           int // kept: those whose words are all there
	inPlace, moved               int // in silence
	changed, nearChanged, doubts int
	orphans, orphansOfGone       int
	wrong                        int // in silence
}

func (n tally) String() string {
	p := func(k int) string { return fmt.Sprintf("%5.1f%%", 100*float64(k)/float64(max(n.spans, 1))) }
	return fmt.Sprintf("%6d spans, words kept %s | silent: in place %s, moved %s, WRONG %d | to be looked at: same words %s, changed %s (right %s) | orphaned %s (gone indeed %s)",
		n.spans, p(n.kept), p(n.inPlace), p(n.moved), n.wrong, p(n.doubts), p(n.changed), p(n.nearChanged), p(n.orphans), p(n.orphansOfGone))
}

// add counts a landing. It is wrong in silence if nobody is asked, and the words
// are not where they went; or, if they were torn apart or a letter of them is
// gone, if most of the letters that it is on now are others, and its neighbors
// too: a letter that went and came again is no harm.
func (n *tally) add(l Landing, s span.Span, c *corrected, now span.Span, whole bool) (right bool) {
	n.spans++
	if whole {
		n.kept++
	}
	near := c.share(l.Span, s) >= 0.5 || c.isAt(l.Start-1, s.Start-1) || c.isAt(l.End, s.End)
	switch {
	case l.How == Orphaned:
		n.orphans++
		if now.Empty() || !whole {
			n.orphansOfGone++
		}
	case l.How == Changed:
		n.changed++
		if near {
			n.nearChanged++
		}
	case l.Doubt != NoDoubt:
		n.doubts++
	default:
		if l.How == InPlace {
			n.inPlace++
		} else {
			n.moved++
		}
		if whole && l.Span != now || !whole && !near {
			n.wrong++
			return false
		}
	}
	return true
}

// edits are the ways in which a text is corrected here.
var edits = []struct {
	name string
	edit func(c *corrected)
}{
	{"nothing", func(c *corrected) {}},
	{"1 % of letters", func(c *corrected) { c.letters(0.01) }},
	{"5 % of letters", func(c *corrected) { c.letters(0.05) }},
	{"10 % of letters", func(c *corrected) { c.letters(0.10) }},
	{"typos", func(c *corrected) { c.typos(20) }},
	{"quotation marks", func(c *corrected) { c.rewrite("“", "\""); c.rewrite("”", "\""); c.rewrite("’", "'") }},
	{"names", func(c *corrected) { c.rewrite("Trump", "Biden"); c.rewrite("Putin", "the Russian president") }},
	{"a paragraph moved", func(c *corrected) { c.move() }},
	{"three moved, 5 %", func(c *corrected) { c.move(); c.move(); c.move(); c.letters(0.05) }},
	{"a paragraph twice", func(c *corrected) { c.duplicate() }},
	{"two twice, 5 %", func(c *corrected) { c.duplicate(); c.duplicate(); c.letters(0.05) }},
	{"two twice, 10 %", func(c *corrected) { c.duplicate(); c.duplicate(); c.letters(0.10) }},
	{"paragraphs removed", func(c *corrected) { c.remove(); c.remove() }},
	{"sentences removed", func(c *corrected) { c.removeSentence(); c.removeSentence(); c.removeSentence() }},
	{"sentences moved", func(c *corrected) { c.moveSentence(); c.moveSentence() }},
	{"everything", func(c *corrected) {
		c.move()
		c.duplicate()
		c.remove()
		c.moveSentence()
		c.removeSentence()
		c.rewrite("Trump", "Biden")
		c.typos(10)
		c.letters(0.05)
	}},
}

// Spans on real articles, after corrections of many kinds, are where their code
// points went, or somebody is asked. Run with -v for the figures, and with
// CLAIMLIGHT_SEED for other corrections than always.
func TestNothingLandsWronglyInSilence(t *testing.T) {
	w := newRand(t)
	texts := realArticles(t)
	rounds := 4
	if testing.Short() {
		rounds = 1
	}
	for _, e := range edits {
		var n tally
		for range rounds {
			for _, text := range texts {
				old := art(t, text)
				c := uncorrected(w, text)
				e.edit(c)
				now := art(t, string(c.text))
				spans := marks(w, []rune(text), 100)
				landings, err := Transfer(old, now, spans, nil)
				if err != nil {
					t.Fatal(err)
				}
				truth := c.truth()
				for i, l := range landings {
					at, whole := truth(spans[i])
					if !n.add(l, spans[i], c, at, whole) {
						t.Errorf("%s: %q at %v is %s at %v, and should be at %v (all of it: %v)\n before: %q\n after:  %q\n should: %q", e.name, old.Slice(spans[i].Start, spans[i].End), spans[i], l.How, l.Span, at, whole,
							old.Slice(spans[i].Start-60, spans[i].End+60), now.Slice(l.Start-60, l.End+60), now.Slice(at.Start-60, at.End+60))
					}
				}
			}
		}
		t.Logf("%-20s %s", e.name, n)
	}
}
