package exchange

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"claimlight/app/project"
)

// readMarkdown reads a text as CommonMark with the extensions of GitHub, and
// returns its kinds of nodes and what its paragraphs say.
func readMarkdown(written string) (kinds map[string]bool, paragraphs []string) {
	source := []byte(written)
	kinds = map[string]bool{}
	var b strings.Builder
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	_ = ast.Walk(doc, func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		kinds[n.Kind().String()] = true
		switch n := n.(type) {
		case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
			if !enter {
				paragraphs = append(paragraphs, b.String())
			}
			b.Reset()
		case *ast.Text:
			if enter {
				b.WriteString(unescapedMarkdown(string(n.Segment.Value(source))))
				if n.HardLineBreak() || n.SoftLineBreak() {
					b.WriteByte('\n')
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return kinds, paragraphs
}

// unescapedMarkdown takes off the backslashes and entities that we write.
func unescapedMarkdown(s string) string {
	return html.UnescapeString(markdownPair.ReplaceAllStringFunc(s, func(pair string) string { return html.EscapeString(pair[1:]) }))
}

var blankLines = regexp.MustCompile(`\n([ \t]*\n)+`)

// A reader that is not ours finds the text and no markup in what we write.
func TestMarkdownReadersSeeText(t *testing.T) {
	g := newGenerator(t)
	for range 20000 {
		var b strings.Builder
		for range g.IntN(8) {
			b.WriteString(pick(g, [][]string{hurting, markupLike, markupLike, markupLike}[g.IntN(4)]))
		}
		s := b.String()
		written := markdownText(s, "")
		kinds, got := readMarkdown(written)
		for kind := range kinds {
			if kind != "Document" && kind != "Paragraph" && kind != "Text" {
				t.Fatalf("%q is written as %q, in which a %s is read", s, written, kind)
			}
		}
		want := blankLines.ReplaceAllString("\n"+strings.ReplaceAll(s, "\r\n", "\n")+"\n", "\n\n")
		if strings.Join(got, "\n\n") != strings.Trim(want, "\n") && strings.TrimSpace(s) != "" {
			t.Fatalf("%q is written as %q and read as %q", s, written, got)
		}
	}
}

func TestMarkdownReadersSeeReports(t *testing.T) {
	g := newGenerator(t)
	projects := []project.Project{hostile(t), quiet(t), five(t)}
	for range 50 {
		projects = append(projects, g.project(t))
	}
	for _, p := range projects {
		kinds, _ := readMarkdown(string(encoded(t, Markdown, p)))
		for kind := range kinds {
			if !strings.Contains(" Document Paragraph Text TextBlock Heading List ListItem Emphasis Blockquote ", " "+kind+" ") {
				t.Errorf("in a report a %s is read", kind)
			}
		}
	}
}
