package article

import (
	"strings"
	"unicode/utf8"
)

// Words counts the words of the article as people do: "face-to-face" and
// "U.S.-Russia" are one, a Chinese character is one. It counts once.
func (a *Article) Words() int {
	if a.seg == nil {
		return 0
	}
	a.seg.onceTotal.Do(func() {
		for i := range a.regions() {
			r := &a.seg.regions[i]
			n, ok := countPlain(a.Slice(r.start, r.end))
			if !ok {
				a.words(i)
				n = r.count
			}
			a.seg.total += n
		}
	})
	return a.seg.total
}

// countPlain counts the words of text in Latin letters with its usual
// punctuation, as findWords does, without finding them; ok is false for other
// text. Counting is wanted for every article in a list, and most text is so.
func countPlain(text string) (n int, ok bool) {
	in := false // inside a word, or behind one and what joins it to the next
	for i, r := range text {
		switch kindOf(r) {
		case letter:
			if !in {
				n++
			}
			in = true
		case joiner:
		case middle:
			in = in && between(text, i, r)
		case apart:
			in = false
		default:
			return 0, false
		}
	}
	return n, true
}

// What a code point is to someone who counts words.
const (
	strange = iota // not known here
	letter         // or a digit
	joiner         // joins what stands on both sides
	middle         // does that between two digits, or two letters, only
	apart
)

func kindOf(r rune) int {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', 0xC0 <= r && r <= 0x24F && r != '×' && r != '÷':
		return letter
	case r == '_': // rare, and more than one of them is a matter of its own
		return strange
	case strings.ContainsRune(joiners, r):
		return joiner
	case r == ',', r == ';', r == ':':
		return middle
	case ' ' <= r && r < 0x7F, r == '\t', r == '\n', r == 0xA0, strings.ContainsRune("‘“”–—…£€¥§°", r):
		return apart
	}
	return strange
}

// between reports whether the code point at i stands as UAX #29 has it inside
// a word: a comma or semicolon between digits (WB11), a colon between letters
// (WB6).
func between(text string, i int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+1:])
	if r == ':' {
		return kindOf(before) == letter && kindOf(after) == letter && !digit(before) && !digit(after)
	}
	return digit(before) && digit(after)
}

func digit(r rune) bool { return '0' <= r && r <= '9' }
