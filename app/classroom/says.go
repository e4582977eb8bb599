package classroom

import (
	"fmt"
	"slices"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/span"
)

// say puts a case into words. first is the mark that counts first, -1 if there is
// none.
func (m *match) say(c *Case, k, first int) {
	switch c.Kind {
	case Right:
		c.Says = "Right."
	case Missed:
		c.Says = "Missed: nothing is marked here."
	case NotInKey:
		c.Says = "Not in the key. That need not be wrong."
		return
	case Again:
		c.Says = "Marked twice: another mark is on this place already."
		return
	case Joined:
		c.Says = fmt.Sprintf("Two joined: this is one mark, and in the key there are %d.", len(c.Keys))
	case Split:
		c.Says = fmt.Sprintf("One split: these are %d marks, and in the key it is one.", len(c.Marks))
	case OtherTag:
		c.Says = "Other tag: " + m.tagged(k, first)
	default:
		c.Says = m.edgesSay(c.Kind, k, first)
	}
	if len(c.Marks) > 0 && c.Kind != OtherTag && c.Tags < 1 {
		c.Says += " The tag is another one, too: " + m.tagged(k, first)
	}
	if len(c.Marks) > 0 && m.hitOf(k) == nil {
		c.Says += " Less than half is the same, so it does not count."
	}
}

// edgesSay says what is off at the edges.
func (m *match) edgesSay(kind CaseKind, k, first int) string {
	own := m.own[first].spans
	way, _ := m.key[k].best(&m.own[first])
	key := m.key[k].ways[way]
	more, less := m.words(without(own, key)), m.words(without(key, own))
	switch kind {
	case TooLong:
		return "Too long: " + more + " does not belong to it."
	case TooShort:
		return "Too short: " + less + " belongs to it."
	}
	return "Shifted: " + less + " belongs to it, and " + more + " does not."
}

// words quotes stretches of the text, the first of many.
func (m *match) words(spans []span.Span) string {
	const most = 2
	var out []string
	for _, s := range spans {
		quote := strings.Join(strings.Fields(m.on.Slice(s.Start, s.End)), " ")
		// What ends the words before, or opens those behind, tells nobody anything.
		quote = strings.TrimLeft(quote, " .,;:!?…”’»)]\"'—–-")
		if quote = strings.TrimRight(quote, " “‘«([—–-"); quote != "" {
			out = append(out, inQuotes(annotation.Clip(quote)))
		}
	}
	if len(out) > most {
		out = append(out[:most], "more")
	}
	return strings.Join(out, " and ")
}

// inQuotes puts words of the text between quotation marks; those in it become the
// single ones, as in print.
func inQuotes(words string) string { return "“" + singleQuotes.Replace(words) + "”" }

var singleQuotes = strings.NewReplacer("“", "‘", "”", "’", "\"", "'")

// without is what of some spans does not lie in others; both are in order.
func without(spans, others []span.Span) (out []span.Span) {
	for _, s := range spans {
		for _, o := range others {
			if !s.Overlaps(o) {
				continue
			}
			if s.Start < o.Start {
				out = append(out, span.Span{Start: s.Start, End: o.Start})
			}
			s.Start = o.End
		}
		if !s.Empty() {
			out = append(out, s)
		}
	}
	return out
}

// tagged says which tag a mark has, and which it should have.
func (m *match) tagged(k, first int) string {
	var wrong []annotation.TagID
	for _, t := range m.own[first].Tags {
		if !slices.Contains(m.key[k].Tags, t) {
			wrong = append(wrong, t)
		}
	}
	has := "it has none"
	if len(wrong) > 0 {
		has = "it is marked " + m.tagNames(wrong, " and ")
	}
	return fmt.Sprintf("%s; the key has %s.", has, m.tagNames(m.key[k].Tags, " or "))
}

func (m *match) tagNames(tags []annotation.TagID, between string) string {
	var out []string
	for _, t := range tags {
		out = append(out, "“"+m.Tag(t)+"”")
	}
	return strings.Join(out, between)
}
