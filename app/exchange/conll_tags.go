//go:build !page

package exchange

import (
	"strings"

	"claimlight/app/span"
)

// conllTag is what a tag says of a word.
type conllTag struct {
	marked bool   // the word is in a mark
	starts bool   // the mark begins here in any case (B, S, U)
	ends   bool   // and ends here in any case (E, L, S, U)
	label  string // "" if it has none
}

// conllParse reads a tag of IOB1, IOB2, IOE, IOBES, BILOU or BMES; false if it is
// none of them.
func conllParse(s string) (t conllTag, ok bool) {
	if s == "O" || s == "-" {
		return t, true
	}
	letter, label, _ := strings.Cut(s, "-")
	t.marked, t.label = true, label
	switch letter {
	case "B":
		t.starts = true
	case "I", "M":
	case "E", "L":
		t.ends = true
	case "S", "U":
		t.starts, t.ends = true, true
	default:
		return conllTag{}, false
	}
	return t, true
}

// conllSpans makes marks of the tags of words. A word goes on with the mark
// before it unless its tag, or that of the word before, says otherwise, or the
// label is another: so all schemes come to what they mean, and those that are
// not quite right to what they are likely to.
type conllSpans struct {
	marks []Mark
	words int
	open  bool // the last mark may go on
}

// add takes the tag of the next word.
func (c *conllSpans) add(t conllTag, at place) {
	here := span.Span{Start: c.words, End: c.words + 1}
	c.words++
	if !t.marked {
		c.open = false
		return
	}
	n := len(c.marks)
	if c.open && !t.starts && (len(c.marks[n-1].Tags) == 0 && t.label == "" || len(c.marks[n-1].Tags) > 0 && c.marks[n-1].Tags[0] == t.label) {
		c.marks[n-1].Pieces[0].End = here.End
	} else {
		m := Mark{Pieces: []span.Span{here}, place: at}
		if t.label != "" {
			m.Tags = []string{t.label}
		}
		c.marks = append(c.marks, m)
	}
	c.open = !t.ends
}

// pause ends a sentence, which no mark goes beyond.
func (c *conllSpans) pause() { c.open = false }
