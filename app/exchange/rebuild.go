package exchange

import (
	"strings"
	"unicode"

	"claimlight/app/article"
	"claimlight/app/span"
)

// rebuilt makes the text of a document of which only the words are known: those
// of an open article if it has exactly these, and otherwise the words with a
// space between them, each sentence on a line. The marks come to count code
// points.
func (s *settler) rebuilt(d *Doc) *article.Article {
	on, words := s.aligned(d)
	if on == nil {
		text := ""
		if text, words = joined(d.Sentences); text == "" {
			s.in.problem(d.place, "It was left out.", "The document %s has no words.", quoted(d.Key))
			return nil
		}
		if on = s.article(d, text); on == nil {
			return nil
		}
	}
	clean := cleaned(on.Text)
	kept := d.Marks[:0]
	for _, m := range d.Marks {
		ok := len(m.Pieces) > 0
		pieces := make([]span.Span, len(m.Pieces))
		for i, p := range m.Pieces {
			if p.Start < 0 || p.End > len(words) || p.Empty() {
				ok = false
				break
			}
			pieces[i] = span.Span{Start: words[p.Start].Start, End: words[p.End-1].End}
		}
		if !ok {
			s.in.problem(m.place, hintLeftOut, "A mark is outside the %d words of the document.", len(words))
			continue
		}
		if s.keep(&m, clean, pieces) {
			kept = append(kept, m)
		}
	}
	d.Marks = kept
	return on
}

// joined puts words together, and returns where each is in code points.
func joined(sentences [][]string) (string, []span.Span) {
	var b strings.Builder
	var words []span.Span
	at := 0
	for i, sentence := range sentences {
		for j, w := range sentence {
			w = tidy(w)
			switch {
			case j > 0:
				b.WriteByte(' ')
				at++
			case i > 0:
				b.WriteByte('\n')
				at++
			}
			n := len([]rune(w))
			words = append(words, span.Span{Start: at, End: at + n})
			b.WriteString(w)
			at += n
		}
	}
	return b.String(), words
}

// tidy makes of a word what a text can have.
func tidy(w string) string {
	return strings.Map(func(r rune) rune {
		if r == 0 || r == '\r' || r == '\n' || r == '\uFEFF' {
			return '\uFFFD'
		}
		return r
	}, w)
}

// aligned finds an open article that has exactly the words of a document, and
// where each is in it.
func (s *settler) aligned(d *Doc) (*article.Article, []span.Span) {
	if s.byText == nil {
		s.byText = map[string]*article.Article{}
		for _, a := range s.in.Env.Articles {
			s.byText[derive(solid(a.Text))] = a
		}
	}
	var b strings.Builder
	for _, sentence := range d.Sentences {
		for _, w := range sentence {
			b.WriteString(solid(w))
		}
	}
	on := s.byText[derive(b.String())]
	if on == nil {
		return nil, nil
	}
	var words []span.Span
	text, at := []rune(on.Text), 0
	for _, sentence := range d.Sentences {
		for _, w := range sentence {
			start := -1
			for n := len([]rune(solid(w))); n > 0; at++ {
				if !unicode.IsSpace(text[at]) {
					if start < 0 {
						start = at
					}
					n--
				}
			}
			words = append(words, span.Span{Start: max(start, 0), End: at})
		}
	}
	return on, words
}

// solid is a text without white space.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
