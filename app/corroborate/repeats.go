// Package corroborate finds in articles what was seen in another place.
//
// So far that is Repeats, every occurrence of one phrase in one article, for
// "tag all repeats". Wider comparison (the same quotation, number or claim
// told differently by other sources) will live here too.
package corroborate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"claimlight/app/article"
	"claimlight/app/span"
)

// Repeats returns where a phrase stands in an article, first to last, none
// overlapping another, in code points. Letter case, straight and curly
// quotation marks, kinds of dashes and runs of white space make no
// difference; composed and decomposed accents do. Only whole words count, but
// the phrase may be followed by a possessive: "Trump" is found in "Trump’s".
// A phrase with no line feed in it is found only within a block.
// The time it takes grows with the article and the phrase, not with both
// multiplied.
func Repeats(a *article.Article, phrase string) []span.Span {
	needle := foldAll(strings.TrimSpace(phrase))
	if len(needle) == 0 {
		return nil
	}
	m := matcher{article: a, needle: needle, back: failures(needle), starts: make([]int, len(needle))}
	m.crosses = strings.Contains(strings.TrimSpace(phrase), "\n")
	m.run()
	return m.found
}

// matcher is the search of Knuth, Morris and Pratt over the folded text. It
// remembers the places of as many characters as the phrase has.
type matcher struct {
	article *article.Article
	needle  []rune
	back    []int // for each length matched: the next shorter one to try
	starts  []int // ring: where each of the last folded characters starts
	crosses bool  // the phrase itself goes over lines
	matched int
	read    int
	found   []span.Span
}

func (m *matcher) run() {
	point, space := 0, false
	for _, r := range m.article.Text {
		f := fold(r)
		switch {
		case f == none:
		case f != ' ':
			m.feed(f, point)
			space = false
		case !space:
			m.feed(f, point)
			space = true
		}
		point++
	}
}

// feed takes the next folded character, which stands at a code point.
func (m *matcher) feed(f rune, point int) {
	m.starts[m.read%len(m.starts)] = point
	m.read++
	for m.matched > 0 && m.needle[m.matched] != f {
		m.matched = m.back[m.matched]
	}
	if m.needle[m.matched] == f {
		m.matched++
	}
	if m.matched < len(m.needle) {
		return
	}
	s := span.Span{Start: m.starts[m.read%len(m.starts)], End: point + 1}
	if m.accepts(s) {
		m.found = append(m.found, s)
		m.matched = 0
		return
	}
	m.matched = m.back[m.matched]
}

func (m *matcher) accepts(s span.Span) bool {
	a := m.article
	if start, end := a.Graphemic(s.Start, s.End); start != s.Start || end != s.End {
		return false
	}
	if !m.crosses && a.BlockAt(s.Start) != a.BlockAt(s.End-1) {
		return false
	}
	if start, end, ok := a.WordAt(s.Start); ok && start < s.Start && s.Start < end {
		return false
	}
	start, end, ok := a.WordAt(s.End)
	return !ok || start >= s.End || end == s.End || tail(a.Slice(s.End, end))
}

// tail reports whether what is left of a word may be left: a possessive, or
// the period of an abbreviation.
func tail(rest string) bool {
	switch rest {
	case ".", "'s", "’s", "'S", "’S", "'", "’":
		return true
	}
	return false
}

// failures returns for each length of a matched beginning the length of the
// longest shorter beginning that it ends with.
func failures(needle []rune) []int {
	back := make([]int, len(needle)+1)
	for i, k := 1, 0; i < len(needle); i++ {
		for k > 0 && needle[k] != needle[i] {
			k = back[k]
		}
		if needle[k] == needle[i] {
			k++
		}
		back[i+1] = k
	}
	return back
}

// none is what characters fold to that are not seen: they match nothing and
// hinder nothing.
const none = -1

func foldAll(phrase string) []rune {
	var out []rune
	for _, r := range phrase {
		f := fold(r)
		if f == none || f == ' ' && len(out) > 0 && out[len(out)-1] == ' ' {
			continue
		}
		out = append(out, f)
	}
	return out
}

// fold gives the same for all characters that make no difference.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		return foldASCII(r)
	}
	switch r {
	case '“', '”', '„', '‟', '«', '»', '＂':
		return '"'
	case '‘', '’', '‚', '‛', '‹', '›', 'ʼ', '＇':
		return '\''
	case '\u2212':
		return '-'
	case '\u00AD', '\u2060', '\uFEFF':
		return none
	}
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Pd, r):
		return '-'
	}
	return smallest(r)
}

func foldASCII(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case '\t' <= r && r <= '\r':
		return ' '
	}
	return r
}

// smallest picks one of the characters that differ in case alone, the lower
// case of ASCII where there is one.
func smallest(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	if least < utf8.RuneSelf {
		return foldASCII(least)
	}
	return least
}
