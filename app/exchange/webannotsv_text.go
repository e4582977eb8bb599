//go:build !page

package exchange

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"claimlight/app/span"
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

// webannotsvFit is a sentence as one unit counts it, and how many words stand
// where they should, in all sentences on which units differ.
type webannotsvFit struct {
	count Count
	ruler ruler
	fits  int
}

// sentence begins one with its first row.
func (r *webannotsvReader) sentence(at place, begin int) {
	s := webannotsvSentence{place: at, text: strings.Join(r.open, "\n"), begin: begin}
	r.open = nil
	r.sentences = append(r.sentences, s)
	if r.astral = strings.ContainsFunc(s.text, func(r rune) bool { return r > 0xFFFF }); !r.astral {
		return
	}
	r.clean = cleaned(s.text)
	r.units16.count = Count{Unit: UTF16}
	for _, f := range []*webannotsvFit{&r.units16, &r.points} {
		f.ruler = newRuler(s.text, f.count)
	}
}

// weigh notes in which unit the word of a row stands where it should.
func (r *webannotsvReader) weigh(row webannotsvRow) {
	if !r.astral || row.Empty() {
		return
	}
	begin := r.sentences[len(r.sentences)-1].begin
	at := span.Span{Start: row.Start - begin, End: row.End - begin}
	for _, f := range []*webannotsvFit{&r.units16, &r.points} {
		if s, ok := f.ruler.span(at, f.count); ok && r.clean.slice(s) == row.text {
			f.fits++
		}
	}
}

// wholeText puts the sentences together. Between them is a line feed, and
// spaces where the positions say that more was there; nothing where they say
// that nothing was, as INCEpTION reads it. Positions count UTF-16, or code
// points if words and sentences stand better there.
func (r *webannotsvReader) wholeText() string {
	first, second := utf16Len, utf8.RuneCountInString
	if r.points.fits > r.units16.fits {
		first, second = second, first
	}
	text, at, missing := webannotsvJoin(r.sentences, first)
	if at != nil {
		if plain, bad, more := webannotsvJoin(r.sentences, second); bad == nil {
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
		if gap < 0 || gap > webannotsvGap-padded {
			if bad == nil {
				bad = &sentences[i]
			}
			gap = min(i, 1)
		}
		end += gap + measure(s.text)
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
