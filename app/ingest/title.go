package ingest

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"claimlight/app/article"
)

// complete adds to the metadata what the text says itself. It never replaces
// what was given, and what the text does not say stays unknown.
func complete(a *article.Article, units []unit) article.Meta {
	m := a.Meta
	for _, u := range units {
		switch u.kind {
		case article.Headline:
			if m.Title == "" {
				m.Title, m.TitleMade = oneLine(u.text), false
			}
		case article.Byline:
			credit(&m, u.text)
		}
	}
	if m.Title == "" {
		m.Title, m.TitleMade = firstWords(a, units), true
	}
	return m
}

func credit(m *article.Meta, text string) {
	if source := agency(text); source != "" {
		if m.Source == "" {
			m.Source = source
		}
		return
	}
	if m.Byline == "" && !dated(text) {
		m.Byline = oneLine(text)
		if credits(text) {
			m.Byline = strings.TrimSpace(m.Byline[len("by"):])
		}
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// dateline is the place before the first sentence: "ANCHORAGE, Alaska —",
// "Anchorage, Alaska:", "MOSCOW (AP) -". It is compiled when first asked for.
var dateline = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\p{Lu}[\p{L}.' ]{1,30}(, \p{Lu}[\p{L}. ]{1,20})?( \([^)]{1,30}\))?(:| [—–-]| --)\s+`)
})

// firstWords makes a title: about five words from the first paragraph, not
// ending in a word that leans on the next.
func firstWords(a *article.Article, units []unit) string {
	text := units[0].text
	for _, u := range units {
		if u.kind == article.Paragraph {
			text = u.text
			break
		}
	}
	text = text[len(dateline().FindString(text)):]
	words := strings.Fields(text[:cut(text, 400)])
	if len(words) == 0 {
		return oneLine(units[0].text)
	}
	if utf8.RuneCountInString(words[0]) > 30 {
		return firstCharacters(words[0])
	}
	title := strings.TrimFunc(strings.Join(phrase(words), " "), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:.—–-\"“”", r)
	})
	if title == "" {
		return oneLine(units[0].text)
	}
	return title
}

// clause tells whether a clause ends with a word.
func clause(word string) bool {
	word = strings.TrimRight(word, "\"”’»)")
	last, _ := utf8.DecodeLastRuneInString(word)
	return strings.ContainsRune(",;:.!?…", last)
}

// phrase takes five words, fewer if a clause ends before that.
func phrase(words []string) []string {
	words = words[:min(5, len(words))]
	for i, word := range words {
		if i >= 2 && clause(word) && !incomplete(word) {
			return words[:i+1]
		}
	}
	for len(words) > 3 && incomplete(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return words
}

// incomplete reports whether a word wants another behind it: "between", "U.S.".
func incomplete(word string) bool {
	return leans[strings.ToLower(word)] || strings.Count(word, ".") > 1
}

// leans are words that a title does not end in.
var leans = map[string]bool{
	"a": true, "an": true, "the": true, "of": true, "in": true, "on": true, "at": true, "to": true, "by": true, "for": true, "with": true, "from": true,
	"and": true, "or": true, "but": true, "between": true, "that": true, "who": true, "which": true, "as": true, "is": true, "was": true, "his": true, "her": true,
}

// firstCharacters cuts text written without spaces at the edge of a word.
func firstCharacters(text string) string {
	text = text[:cut(text, 200)]
	a, err := article.New(article.Meta{}, text, nil)
	if err != nil {
		return text
	}
	end := 12
	if s, e, ok := a.WordAt(end); ok && s < end && e < 40 {
		end = e
	}
	_, end = a.Graphemic(0, end)
	return a.Slice(0, end)
}

// cut returns the largest offset up to n at which a code point starts.
func cut(text string, n int) int {
	if n >= len(text) {
		return len(text)
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}
