package reader

import (
	"fmt"
	"strings"
)

// counted is a number of things in words.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// thing is something of which some was left out.
type thing struct{ one, many string }

// tally counts what is left out, in the order in which it is told.
type tally struct {
	order []thing
	count map[thing]int
}

func (t *tally) add(what thing, n int) {
	if n == 0 {
		return
	}
	if t.count == nil {
		t.count = map[thing]int{}
	}
	if t.count[what] == 0 {
		t.order = append(t.order, what)
	}
	t.count[what] += n
}

// join adds what another has counted.
func (t *tally) join(other tally) {
	for _, what := range other.order {
		t.add(what, other.count[what])
	}
}

// sentence says what was left out, "" if nothing was: "1 menu, 3 pictures and
// 12 links were left out."
func (t *tally) sentence() string {
	if len(t.order) == 0 {
		return ""
	}
	var parts []string
	total := 0
	for _, what := range t.order {
		total += t.count[what]
		parts = append(parts, counted(t.count[what], what.one, what.many))
	}
	verb := "were"
	if total == 1 {
		verb = "was"
	}
	return upper(listed(parts)) + " " + verb + " left out."
}

// listed joins parts with commas and an "and".
func listed(parts []string) string {
	last := len(parts) - 1
	if last <= 0 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}

// upper makes a first letter of ASCII a capital.
func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// What is left out.
var (
	menus      = thing{"menu", "menus"}
	pictures   = thing{"picture", "pictures"}
	captions   = thing{"caption of a picture", "captions of pictures"}
	players    = thing{"video, sound or embedded page", "videos, sounds and embedded pages"}
	boxes      = thing{"box beside the text", "boxes beside the text"}
	comments   = thing{"section of comments", "sections of comments"}
	forms      = thing{"form", "forms"}
	hiddens    = thing{"hidden part", "hidden parts"}
	links      = thing{"other link", "other links"}
	otherWords = thing{"word around the article", "words around the article"}
	footnotes  = thing{"footnote", "footnotes"}
	noteSigns  = thing{"sign of a footnote", "signs of footnotes"}
	endnotes   = thing{"endnote", "endnotes"}
	remarks    = thing{"comment in the margin", "comments in the margin"}
	deletions  = thing{"tracked deletion", "tracked deletions"}
	textBoxes  = thing{"text box", "text boxes"}
	again      = thing{"part that stands in the book twice", "parts that stand in the book twice"}
	contents   = thing{"line of a table of contents", "lines of a table of contents"}
	margins    = thing{"header or footer of the pages", "headers and footers of the pages"}
	formulas   = thing{"formula", "formulas"}
)
