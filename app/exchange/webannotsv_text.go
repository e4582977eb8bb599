package exchange

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// webannotsvSentence is a sentence as the file has it: where it begins counts as
// the file does.
type webannotsvSentence struct {
	place
	text  string
	begin int
}

// webannotsvGap is how many characters that the file does not have may stand
// between two sentences.
const webannotsvGap = 1 << 20

// wholeText puts the sentences together. Between them is a line feed, and
// spaces where the positions say that more was there; nothing where they say
// that nothing was, as INCEpTION reads it. Positions that are too small for
// UTF-16 count code points.
func (r *webannotsvReader) wholeText() string {
	text, at, missing := webannotsvJoin(r.sentences, func(s string) int { return utf16Len(s) })
	if at != nil {
		if plain, bad, more := webannotsvJoin(r.sentences, utf8.RuneCountInString); bad == nil {
			text, at, missing = plain, nil, more
		}
	}
	if at != nil {
		r.problem(at.place, "What does not fit its position will be looked for by its words.", "The sentence cannot begin at %d, since the one before ends elsewhere.", at.begin)
	}
	if missing > 0 {
		r.problem(place{file: r.file}, "Spaces stand in their place.", "%d characters between sentences are not in the file.", missing)
	}
	return text
}

func utf16Len(s string) (n int) {
	for _, r := range s {
		n += widthOf(r, UTF16)
	}
	return n
}

// webannotsvJoin puts sentences together by what measures their length. bad is
// the first that cannot be where it says, missing is how many characters are
// not known.
func webannotsvJoin(sentences []webannotsvSentence, measure func(string) int) (text string, bad *webannotsvSentence, missing int) {
	var b strings.Builder
	end, padded := 0, 0
	for i, s := range sentences {
		gap := s.begin - end
		if gap < 0 || padded+gap > webannotsvGap {
			if bad == nil {
				bad = &sentences[i]
			}
			gap = 1
		}
		if i > 0 && gap > 0 {
			b.WriteByte('\n')
			gap--
		}
		b.WriteString(strings.Repeat(" ", gap))
		padded += gap
		if i > 0 {
			missing += gap
		}
		b.WriteString(s.text)
		end = s.begin + measure(s.text)
	}
	return b.String(), bad, missing
}

// webannotsvJava undoes the escapes of Java, as versions before 3.2 have them.
func webannotsvJava(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		if s[i] != 'u' {
			if at := strings.IndexByte("ntrfb", s[i]); at >= 0 {
				b.WriteByte("\n\t\r\f\b"[at])
			} else {
				b.WriteByte(s[i])
			}
			continue
		}
		r, n := webannotsvUnit(s[i-1:])
		if utf16.IsSurrogate(r) {
			low, more := webannotsvUnit(s[i-1+n:])
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				r, n = pair, n+more
			}
		}
		if n == 0 {
			b.WriteString(`\u`)
			continue
		}
		b.WriteRune(r)
		i += n - 2
	}
	return b.String()
}

// webannotsvUnit is the UTF-16 unit of \uXXXX at the start, and how long that is;
// 0 if it is none.
func webannotsvUnit(s string) (rune, int) {
	if len(s) < 6 || s[:2] != `\u` {
		return 0, 0
	}
	unit, err := strconv.ParseUint(s[2:6], 16, 16)
	if err != nil {
		return 0, 0
	}
	return rune(unit), 6
}
