package reader

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A guess decodes the beginning of a text in each encoding that people's old
// files have, and looks which result reads like a language: the letters beyond
// ASCII must be letters of one language, and stand in words as letters do. No
// tables of encodings are needed for that, and what decides can be read in
// profiles.go.

// guessed is how many bytes are looked at.
const guessed = 16 << 10

// guess returns the encodings that are possible, the best first; there is
// always one. decode may be nil.
func guess(data []byte, decode func(string, []byte) (string, error)) []string {
	if bytes.Contains(data, []byte("\x1b$B")) || bytes.Contains(data, []byte("\x1b$@")) {
		return []string{"iso-2022-jp"}
	}
	sample := beyond(data)
	type candidate struct {
		label string
		score float64
	}
	found := []candidate{{utf8Label, likeUTF8(sample)}}
	for _, p := range profiles {
		if decode == nil {
			break
		}
		if text, err := decode(p.label, sample); err == nil {
			found = append(found, candidate{p.label, p.score(text)})
		}
	}
	// The order of the profiles is that of how common they are: it decides
	// where letters do not.
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	var out []string
	for _, c := range found {
		if c.score > possible || len(out) == 0 {
			out = append(out, c.label)
		}
	}
	if out[0] == utf8Label && found[0].score <= possible {
		return []string{"windows-1252"}
	}
	return out
}

// Encodings are the labels of all encodings that a person may choose from, the
// more common first.
func Encodings() []string {
	out := []string{utf8Label}
	for _, p := range profiles {
		out = append(out, p.label)
	}
	return append(out, "iso-2022-jp", utf16leLabel, utf16beLabel)
}

// possible is the score from which on an encoding is offered.
const possible = 0.3

// beyond returns the lines that have something beyond ASCII, up to some size:
// the others say nothing. A line is never cut where that might halve a letter.
func beyond(data []byte) []byte {
	var out []byte
	for line := range bytes.Lines(data) {
		if slices.IndexFunc(line, func(b byte) bool { return b >= utf8.RuneSelf }) < 0 {
			continue
		}
		if len(out)+len(line) > guessed {
			if len(out) == 0 {
				out = line[:guessed]
				for len(out) > 1 && out[len(out)-1] >= utf8.RuneSelf && len(out) > guessed-1024 {
					out = out[:len(out)-1]
				}
			}
			break
		}
		out = append(out, line...)
	}
	return out
}

// likeUTF8 is the share of bytes beyond ASCII that are valid UTF-8: a text that
// was cut, or joined of two, is UTF-8 for the most part. It is 1 where there is
// little damage.
func likeUTF8(data []byte) float64 {
	good, bad, places := 0, 0, 0
	sound := true
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		was := sound
		sound = r != utf8.RuneError || n > 1
		switch {
		case sound && n > 1:
			good += n
		case !sound && was:
			places++
			bad += 2
		case !sound:
			bad += 2
		}
		data = data[n:]
	}
	if good+bad == 0 {
		return 0
	}
	if good >= proof*places {
		return 1
	}
	return float64(good-bad) / float64(good+bad)
}

// proof is how many bytes of UTF-8 outweigh a place that is none: in other
// encodings they hardly come about by accident, and damage does.
const proof = 6

// profile is how text in an encoding looks.
type profile struct {
	label string
	// languages are the letters beyond ASCII of each language written in it, in
	// lower case; of those with thousands of letters, the most frequent.
	languages []string
	// covers is the share of such a text that these letters make up.
	covers float64
	// rare are letters of them that count less: where they are many, it is
	// another language that is misread.
	rare string
	// mixes says that words may have ASCII letters among them.
	mixes bool
}

// score is at most about 1: the share of characters beyond ASCII that look as
// they should, less those that do not.
func (p profile) score(text string) float64 {
	best := -1.0
	for _, letters := range p.languages {
		best = max(best, p.fits(letters, text))
	}
	return best
}

// fits weighs each character of a text against the letters of one language.
func (p profile) fits(letters, text string) float64 {
	own := make(map[rune]bool, len(letters))
	for _, r := range letters {
		own[r] = true
	}
	good, all := 0.0, 0
	before := ' '
	for i, r := range text {
		if r >= utf8.RuneSelf {
			after, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
			good += p.weigh(own, before, r, after)
			all++
		} else if unicode.IsUpper(r) && before >= utf8.RuneSelf && unicode.IsLower(before) {
			good -= 0.5
		}
		before = r
	}
	if all == 0 {
		return 0
	}
	return min(good/float64(all)/p.covers, 1)
}

// weigh is 1 for a character that looks right where it stands, and less for
// others.
func (p profile) weigh(own map[rune]bool, before, r, after rune) float64 {
	switch {
	case r == utf8.RuneError:
		return -10
	case unicode.IsControl(r), unicode.Is(unicode.Co, r):
		return -5
	case unicode.IsLetter(r), unicode.IsMark(r):
		return p.weighLetter(own, before, r, after)
	case strings.ContainsRune("’‘ʼ", r):
		return 1
	case strings.ContainsRune("“”„‚‹›«»…–—\u00A0、。「」，！？；：（）《》『』・·　ー", r):
		// Quotation marks, dashes and such stand at the edge of words.
		if unicode.IsLetter(before) && unicode.IsLetter(after) && strings.ContainsRune("„‚‹›…«»·\u00A0", r) && p.mixes {
			return -1
		}
		return p.covers
	case unicode.IsLetter(before) && unicode.IsLetter(after):
		return -2
	case strings.ContainsRune("€£°§©®™½¼¿¡•×№″′", r):
		return 0.5
	}
	return -0.5
}

// weighLetter wants a letter of the language, in a word of its own script, and
// no capital behind a small letter.
func (p profile) weighLetter(own map[rune]bool, before, r, after rune) float64 {
	ascii := func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }
	switch {
	case unicode.IsUpper(r) && unicode.IsLower(before):
		return -2
	case !p.mixes && (ascii(before) || ascii(after)):
		return -1
	case !own[unicode.ToLower(r)]:
		return p.stranger()
	case strings.ContainsRune(p.rare, unicode.ToLower(r)):
		return 0.3
	}
	return 1
}

// stranger weighs a letter that is not among those of the language: where these
// are all there are it counts against it, where they are the most frequent
// ones it counts for nothing.
func (p profile) stranger() float64 {
	if p.covers < 1 {
		return 0
	}
	return -1
}
