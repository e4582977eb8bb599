//go:build !page

package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// Markdown is a report as a plain text that is easy to read, to change and to
// paste: CommonMark, without HTML in it. What articles and notes hold is
// escaped, so that none of it becomes markup. Marked text stands between ‹ and
// ›, with the number of the mark in brackets behind it.
var Markdown = Format{
	ID: "md", Name: "Report as text (Markdown)", Ext: ".md", MIME: "text/markdown;charset=utf-8;variant=CommonMark",
	About:   "Every article with its marks numbered, what they say, and the tags, as a text for an editor or a wiki.",
	Lacking: "times of day, keys, colors and lines of tags",
	Losses:  markdownLosses, Encode: encodeMarkdown,
}

// markdownLosses are those of all reports, and what only a page can show.
func markdownLosses(p project.Project) []Loss {
	return lossesOf(append(sheetLosses(p), Loss{"colors and lines of tags", p.Tags.Len()})...)
}

func encodeMarkdown(w io.Writer, p project.Project, env Env) ([]Loss, error) {
	s, err := newSheet(p, env.Pace.Part(0, 2, 10))
	if err != nil {
		return nil, err
	}
	m := markdownWriter{bufio.NewWriterSize(w, 64<<10), s}
	m.top()
	writing := env.Pace.Part(2, 10, 10)
	for i, g := range s.pages {
		m.article(g)
		if err := m.notes(g, writing.Part(i, i+1, len(s.pages))); err != nil {
			return nil, err
		}
	}
	return markdownLosses(p), m.Flush()
}

// markdownWriter writes a report. Errors are those of the Flush at the end.
type markdownWriter struct {
	*bufio.Writer
	*sheet
}

func (m markdownWriter) put(format string, args ...any) { fmt.Fprintf(m, format, args...) }

func (m markdownWriter) top() {
	m.put("# %s\n\n%s · %s\n", markdownText(m.title, ""), sheetCount(len(m.pages), "article"), sheetCount(m.marks, "mark"))
	if m.marks > 0 {
		m.put("\nMarked text stands between ‹ and ›, with the number of its mark in brackets behind it.\n")
	}
	if len(m.tags) > 0 || m.count[""] > 0 {
		m.put("\n## Tags\n\n")
	}
	for _, t := range m.tags {
		m.put("- **%s** (%s)\n", markdownText(t.Name, ""), sheetCount(m.count[t.ID], "mark"))
		m.define("", t.Definition)
		m.define("For example: ", t.Example)
		m.define("But not: ", t.Counterexample)
	}
	if n := m.count[""]; n > 0 {
		m.put("- No tag (%s)\n", sheetCount(n, "mark"))
	}
	if len(m.asked) > 0 {
		m.put("\n## Asked of marks\n\n")
	}
	for _, q := range m.asked {
		var choices []string
		for _, c := range q.Choices {
			choices = append(choices, markdownText(c.Name, ""))
		}
		if len(choices) == 0 {
			choices = []string{"in words of one’s own"}
		}
		m.put("- **%s**: %s\n", markdownText(q.Name, ""), strings.Join(choices, " · "))
	}
}

// define writes a part of what a tag means below its name.
func (m markdownWriter) define(what, text string) {
	if strings.TrimSpace(text) != "" {
		m.put("\n  %s%s\n", what, markdownLater(what, markdownText(text, "  ")))
	}
}

// markdownLater is a text that stands behind another on its line.
func markdownLater(before, text string) string {
	if before == "" {
		return text
	}
	return strings.TrimLeft(text, " ")
}

// article writes the article itself. If it begins with its headline, that is
// the heading.
func (m markdownWriter) article(g *sheetPage) {
	facts := m.facts(g)
	for i := range facts {
		facts[i] = markdownText(facts[i], "")
	}
	under := "\n" + strings.Join(facts, " · ") + "\n"
	if !g.headed() {
		m.put("\n## %d. %s\n%s", g.number, markdownText(g.heading(), ""), under)
		under = ""
	}
	for i, over := range g.blocks() {
		text := m.block(g, i, over)
		switch kind := g.Blocks[i].Kind; {
		case i == 0 && kind == article.Headline:
			m.put("\n## %d. %s\n%s", g.number, strings.ReplaceAll(text, "\n", " "), under)
		case kind == article.Headline, kind == article.Subheading:
			m.put("\n### %s\n", strings.ReplaceAll(text, "\n", " "))
		default:
			m.put("\n%s\n", text)
		}
	}
}

// block is the inside of a block with its marks.
func (m markdownWriter) block(g *sheetPage, i int, over []sheetPiece) string {
	b, ends := g.Blocks[i], g.ends[i]
	spans := make([]span.Span, len(over))
	for j, p := range over {
		spans[j] = p.Span
	}
	var out strings.Builder
	number := func(at int) {
		for ; len(ends) > 0 && ends[0].at <= at; ends = ends[1:] {
			if ends[0].unseen {
				out.WriteString("‹")
			}
			out.WriteString("›\\[" + strconv.Itoa(ends[0].number))
			if ends[0].more {
				out.WriteString("…")
			}
			out.WriteString("\\]")
		}
	}
	for run := range span.Runs(span.Span{Start: b.Start, End: b.End}, spans) {
		number(run.Start)
		for _, j := range run.Active {
			if max(spans[j].Start, b.Start) == run.Start && g.begins(i, spans[j].Start) {
				out.WriteString("‹")
			}
		}
		markdownEscape(&out, g.Slice(run.Start, run.End))
	}
	number(b.End)
	return markdownLines(out.String(), "", false)
}

// notes lists what the marks of an article say. The numbers of the list are
// those of the marks.
func (m markdownWriter) notes(g *sheetPage, pace project.Pace) error {
	if len(g.marks) > 0 {
		m.put("\n### Marks\n")
	}
	for i, a := range g.marks {
		if err := pause(pace, i, len(g.marks)); err != nil {
			return err
		}
		m.note(g, i, a)
	}
	return nil
}

// note writes what a mark says, as an item of the list.
func (m markdownWriter) note(g *sheetPage, i int, a *annotation.Annotation) {
	head := strconv.Itoa(i+1) + ". "
	in := strings.Repeat(" ", len(head))
	names := m.tagNames(a)
	for j := range names {
		names[j] = "**" + markdownText(names[j], "") + "**"
	}
	m.put("\n%s%s", head, strings.Join(names, " · "))
	if who, day := m.made(a); who != "" || day != "" {
		m.put(" (%s)", markdownText(strings.TrimSpace(who+" "+day), ""))
	}
	m.put("\n")
	if quote := markdownText(a.Quote(), in+"> "); quote != "" {
		m.put("\n%s> %s\n", in, quote)
	}
	if strings.TrimSpace(a.Note) != "" {
		m.put("\n%s%s\n", in, markdownText(a.Note, in))
	}
	answers, related := m.answers(a), m.related[a.ID]
	if len(answers)+len(related) > 0 {
		m.put("\n")
	}
	for _, v := range answers {
		m.put("%s- %s: %s\n", in, markdownText(v.question, ""), markdownLater("-", markdownText(v.answer, in+"  ")))
	}
	for _, r := range related {
		if r.from {
			m.put("%s- ← \\[%d\\]%s %s\n", in, r.number, r.elsewhere(g), markdownText(r.name, ""))
		} else {
			m.put("%s- → %s \\[%d\\]%s\n", in, markdownText(r.name, ""), r.number, r.elsewhere(g))
		}
	}
}
