package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"claimlight/app/article"
)

// unit is what becomes a block: a line, or the lines of a wrapped paragraph.
// start and end are bytes, the last line feed not counted.
type unit struct {
	text       string // without space around it
	start, end int
	blankAfter bool
	kind       article.Kind
}

// layOut cuts a text into units. A line is a unit; in a text whose paragraphs
// are wrapped at a column and parted by blank lines, a paragraph is.
func layOut(text string) []unit {
	groups := group(text)
	wraps := wrapped(groups)
	var out []unit
	for _, g := range groups {
		if wraps && len(g) > 1 && joins(g) {
			first, last := g[0], g[len(g)-1]
			g = []unit{{start: first.start, end: last.end, text: strings.TrimSpace(text[first.start:last.end])}}
		}
		g[len(g)-1].blankAfter = true
		out = append(out, g...)
	}
	return out
}

// group returns the lines that are not blank, those together that no blank
// line parts.
func group(text string) [][]unit {
	var out [][]unit
	fresh := true
	at := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		start := at
		at += len(line)
		inner := strings.TrimSpace(line)
		if inner == "" {
			fresh = true
			continue
		}
		if fresh {
			out = append(out, nil)
		}
		fresh = false
		u := unit{start: start, end: start + len(strings.TrimSuffix(line, "\n")), text: inner}
		out[len(out)-1] = append(out[len(out)-1], u)
	}
	return out
}

// narrow and wide are the columns between which wrapped lines end.
const narrow, wide = 50, 90

// wrapped reports whether most lines that others follow directly are as long
// as wrapped lines are, and most of them do not end a sentence. Where a line
// is a paragraph, each ends one.
func wrapped(groups [][]unit) bool {
	followed, fits, stops := 0, 0, 0
	for _, g := range groups {
		for _, u := range g[:len(g)-1] {
			followed++
			if n := utf8.RuneCountInString(u.text); n >= narrow && n <= wide {
				fits++
			}
			if ends(u.text) {
				stops++
			}
		}
	}
	return followed >= 2 && 4*fits >= 3*followed && 2*stops < followed
}

// joins reports whether the lines of a group are those of one paragraph, and
// not a headline over a byline.
func joins(g []unit) bool {
	long := 0
	for _, u := range g[:len(g)-1] {
		if utf8.RuneCountInString(u.text) >= narrow {
			long++
		}
	}
	return 2*long >= len(g)-1
}

// ends reports whether a line ends a sentence, quotation marks left aside.
func ends(line string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(line, func(r rune) bool {
		return unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pi) || r == '"' || r == '\''
	}))
	return strings.ContainsRune(".!?…:;。！？।؟", r)
}

// blocks counts the units' places in code points.
func blocks(text string, units []unit) []article.Block {
	out := make([]article.Block, len(units))
	point, at := 0, 0
	to := func(b int) int {
		point += utf8.RuneCountInString(text[at:b])
		at = b
		return point
	}
	for i, u := range units {
		out[i] = article.Block{Kind: u.kind, Start: to(u.start), End: to(u.end)}
	}
	return out
}
