package exchange

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

// markupLike is text that means something in Markdown, at the start of lines and
// within them.
var markupLike = []string{
	"# ", "- ", "+ ", "* ", "1. ", "12) ", "> ", "```", "~~~", "    ", "\t", "---", "===", "***", "_x_", "**b**", "`c`", "[a](b)", "![i](j)",
	"[r]: http://x", "<b>", "<!--", "http://a.b/c", "www.ab.de", "a@b.cd", "|", "| --- |", ":--", "~~s~~", "\\", "&amp;", "&#x41;", "x", " ",
	"  ", "\n", "\n\n", "\r\n", "word", "*", "_", "!", "[ ] ", "$x$", ":smile:", "{.c}",
}

// What is not behind a backslash and would be markup: signs within a line, and
// what lines may not begin or end with.
var (
	markdownSigns  = regexp.MustCompile(`[*_\[\]<>~|#$^@{}` + "`" + `]|://|[wW]{3}\.|==`)
	markdownStarts = regexp.MustCompile(`^([ \t]|[-+=]|[0-9]+[.)])`)
	markdownPair   = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)
	markdownEntity = regexp.MustCompile(`&#[0-9]+;`)
)

// Text that is written as Markdown is no markup, and its escapes taken off it is
// the text.
func TestMarkdownTextIsText(t *testing.T) {
	g := newGenerator(t)
	for range 20000 {
		var b strings.Builder
		for range g.IntN(8) {
			b.WriteString(pick(g, [][]string{hurting, markupLike, markupLike, markupLike}[g.IntN(4)]))
		}
		s := b.String()
		written := markdownText(s, "")
		var back []string
		for _, line := range strings.Split(written, "\n") {
			bare := markdownPair.ReplaceAllString(strings.TrimSuffix(line, "\\"), "x")
			if rest := markdownEntity.ReplaceAllString(bare, "x"); markdownSigns.MatchString(rest) || strings.Contains(rest, "&") || markdownStarts.MatchString(line) || strings.TrimRight(line, " \t") != line {
				t.Fatalf("%q is written as %q, of which %q is not text", s, written, line)
			}
			if trimmed, hard := strings.CutSuffix(line, "\\"); hard {
				line = trimmed
			}
			back = append(back, html.UnescapeString(markdownPair.ReplaceAllStringFunc(line, func(pair string) string { return html.EscapeString(pair[1:]) })))
		}
		var want []string
		for paragraph := range strings.SplitSeq(regexp.MustCompile(`\n([ \t]*\n)+`).ReplaceAllString(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n"), "\n\n") {
			want = append(want, paragraph)
		}
		got, expected := strings.Trim(strings.Join(back, "\n"), "\n"), strings.Join(want, "\n\n")
		if strings.Trim(got, " \t\n") != strings.Trim(expected, " \t\n") {
			t.Fatalf("%q became %q and came back as %q", s, written, got)
		}
	}
}
