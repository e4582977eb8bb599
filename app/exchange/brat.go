//go:build !page

package exchange

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"claimlight/app/span"
)

// Brat is the standoff form of the brat annotation tool: the text in x.txt, and
// in x.ann one record a line, of which the first letter of the ID tells the
// kind. Offsets are code points of the text as it stands in the file, so that
// CRLF counts as two; old versions of the client counted UTF-16, and programs
// on Windows each line end as one. Sources: brat's manual of the format, and
// annotation.py and projectconfig.py of its server.
//
// What we have no record for becomes the nearest that we have: an event its
// trigger and a relation to each of its arguments, named by their roles; an
// equivalence relations between each two of its members that follow one
// another; a normalisation an answer. All of these are reported.
var Brat = Format{
	ID: "brat", Name: "brat standoff", Ext: ".brat.zip", MIME: "application/zip",
	About: "Pairs of a text and a file of spans, relations, attributes and notes, as brat and many programs for research have them.",
	Also:  []string{".ann", ".zip"},
	Sniff: func(data []byte) bool { return bratRow(string(data)) },
	Lead: func(name string, data []byte) bool {
		return bratStem(name) != "" || path.Ext(name) == "" && bratRow(string(data))
	},
	With:   bratWith,
	Holds:  Holds{Texts: true, Overlap: true, Pieces: true, Letters: true, Values: true, Notes: true, Relations: true},
	Counts: []Count{{}, {Lines: EachIsOne}, {Unit: UTF16}},
	Same:   bratSame, Bridged: bratBridged, Label: bratLabel, Answer: bratAnswer, OneLine: true, Shape: bratShape,
	Read: readBrat, Write: writeBrat,
}

// bratKinds are the first letters of IDs.
const bratKinds = "TREAMN*#"

// bratRow reports whether a file begins with a line of standoff.
func bratRow(data string) bool {
	line, _, _ := strings.Cut(strings.TrimLeft(data, "\uFEFF\r\n"), "\n")
	id, rest, ok := strings.Cut(line, "\t")
	if !ok || id == "" || !strings.Contains(bratKinds, id[:1]) || strings.Trim(id[1:], "0123456789") != "" {
		return false
	}
	name, rest, ok := strings.Cut(rest, " ")
	return ok && name != "" && !strings.ContainsAny(name, "\t\",{}[]") && rest != ""
}

// bratStem is the name of a file of records without its end, "" if it is none.
func bratStem(name string) string {
	if !strings.EqualFold(path.Ext(name), ".ann") {
		return ""
	}
	return name[:len(name)-len(".ann")]
}

// bratWith takes the text of a file of records, and what brat puts into a folder
// to know what it may show there.
func bratWith(lead, other string) bool {
	switch path.Base(other) {
	case "annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf", "acl.conf", ".stats_cache":
		return true
	}
	end := len(other) - len(".txt")
	return end > 0 && strings.EqualFold(other[end:], ".txt") && other[:end] == bratStem(lead)
}

// bratSame compares the text of a record with that at its offsets. Pieces have a
// space between them, and had none before brat 1.3; a line end, which would end
// the record, is a space. What brat finds behind a TAB it takes for a remark,
// and editors cut white space off the ends of lines. Some programs do write line
// ends, and then the record has the first line only.
func bratSame(pieces []string, quote string) bool {
	for _, sep := range []string{" ", ""} {
		whole := strings.Join(pieces, sep)
		text := bratLine(whole)
		rest, ok := strings.CutPrefix(quote, text)
		if ok && (rest == "" || rest[0] == '\t') || strings.TrimRightFunc(text, bratSpace) == quote {
			return true
		}
	}
	first, _, broken := strings.Cut(pieces[0], "\n")
	return broken && first == quote && strings.TrimFunc(quote, bratSpace) != ""
}

// bratLine is a text as it can stand in a record.
func bratLine(text string) string {
	return strings.Map(func(r rune) rune {
		if lineBreak(r) {
			return ' '
		}
		return r
	}, text)
}

// bratSpace is white space as Python sees it.
func bratSpace(r rune) bool { return unicode.IsSpace(r) || r >= '\x1c' && r <= '\x1f' }

// bratBridged reports whether brat made two pieces of one because a line ends
// between them.
func bratBridged(gap string) bool {
	return strings.ContainsFunc(gap, lineBreak) && strings.TrimFunc(gap, bratSpace) == ""
}

// bratLabel makes a name one that brat can read: letters of any script, digits,
// _ and -.
func bratLabel(name string) string {
	label := strings.Join(strings.FieldsFunc(name, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.M, unicode.N) && r != '_' && r != '-'
	}), "_")
	if strings.Trim(label, "_-") == "" {
		return "Label"
	}
	return label
}

// bratAnswer is a value on one line.
func bratAnswer(value string) string {
	return strings.TrimFunc(strings.ReplaceAll(bratLine(value), "\t", " "), bratSpace)
}

// bratShape takes lines without words off the ends of pieces, since a record
// cannot hold a line end, and joins pieces between which a line ends: written,
// they would be cut there all the same. Each may give the other more to do.
func bratShape(text string) func([]span.Span) []span.Span {
	clean := cleaned(text)
	return func(pieces []span.Span) []span.Span {
		for {
			next := bratJoined(clean, pieces)
			if slices.Equal(next, pieces) {
				return next
			}
			pieces = next
		}
	}
}

func bratJoined(clean sliced, pieces []span.Span) (out []span.Span) {
	for _, p := range pieces {
		lines := bratLines(clean, p)
		if len(lines) == 0 {
			continue
		}
		p = span.Span{Start: lines[0].Start, End: lines[len(lines)-1].End}
		if n := len(out); n > 0 && bratBridged(clean.slice(span.Span{Start: out[n-1].End, End: p.Start})) {
			out[n-1].End = p.End
			continue
		}
		out = append(out, p)
	}
	return out
}

// bratLines cuts a piece at line ends, leaves out lines without words, and trims
// white space where it was cut. Of a piece on one line nothing is taken.
func bratLines(clean sliced, p span.Span) (out []span.Span) {
	start, at := p.Start, p.Start
	add := func(end int) {
		line := clean.slice(span.Span{Start: start, End: end})
		if strings.TrimFunc(line, bratSpace) != "" {
			out = append(out, span.Span{Start: start, End: end})
		}
	}
	cut := false
	for _, r := range clean.slice(p) {
		if lineBreak(r) {
			add(at)
			start, cut = at+1, true
		}
		at++
	}
	if !cut {
		return []span.Span{p}
	}
	add(at)
	for i := range out {
		if i > 0 {
			out[i].Start += bratEdge(clean, out[i], strings.TrimLeftFunc)
		}
		if i < len(out)-1 {
			out[i].End -= bratEdge(clean, out[i], strings.TrimRightFunc)
		}
	}
	return out
}

// bratEdge is how many code points of white space stand at one end of a span.
func bratEdge(clean sliced, s span.Span, trim func(string, func(rune) bool) string) int {
	return s.Len() - len([]rune(trim(clean.slice(s), bratSpace)))
}

// bratFragments are the spans of a mark as a record has them.
func bratFragments(clean sliced, pieces []span.Span) []span.Span {
	var out []span.Span
	for _, p := range pieces {
		out = append(out, bratLines(clean, p)...)
	}
	return out
}
