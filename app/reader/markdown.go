package reader

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extended "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"

	"claimlight/app/article"
	"claimlight/app/ingest"
)

// commonMark parses CommonMark with tables, footnotes and what is struck out.
var commonMark = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(), util.Prioritized(extension.NewFootnoteBlockParser(), 999))...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(), util.Prioritized(extension.NewFootnoteParser(), 101),
			util.Prioritized(extension.NewStrikethroughParser(), 500))...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(), util.Prioritized(weigher{}, 1), util.Prioritized(extension.NewTableParagraphTransformer(), 200))...),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0), util.Prioritized(extension.NewFootnoteASTTransformer(), 999)),
	)
})

// readMarkdown reads the text of a document as it is shown: without the signs
// that say how.
func (s *Source) readMarkdown(source string, o Options) error {
	source = article.Clean(source)
	meta, body := frontMatter(source)
	meta.File = s.file()
	if err := s.shallow(body); err != nil {
		return err
	}
	if err := o.at(len(source)/4, len(source)); err != nil {
		return err
	}
	src := []byte(body)
	m := &marked{lines: &lines{}, src: src}
	var work effort
	pc := parser.NewContext()
	pc.Set(effortKey, &work)
	root := commonMark().Parse(text.NewReader(src), parser.WithContext(pc))
	if err := work.tooMuch(s.Name); err != nil {
		return err
	}
	m.node(root, 0)
	m.end()
	if m.deep {
		return tooDeep(s.Name)
	}
	s.leftOut(m.left.sentence())
	return s.take(ingest.Lines(m.out, meta))
}

// marked writes the text of Markdown as lines.
type marked struct {
	*lines
	src  []byte
	left tally
	deep bool
}

func (m *marked) children(n ast.Node, depth int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		m.node(c, depth+1)
	}
}

func (m *marked) node(n ast.Node, depth int) {
	if depth > maxNesting {
		m.deep = true
		return
	}
	if n.Type() == ast.TypeInline {
		m.inline(n, depth)
		return
	}
	switch n := n.(type) {
	case *ast.Heading:
		m.block(m.heading(n.Level), func() { m.children(n, depth) })
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		m.code(n)
	case *ast.HTMLBlock:
		m.html(n)
	case *extended.TableHeader, *extended.TableRow:
		m.row(n, depth)
	case *extended.FootnoteList:
		m.left.add(footnotes, n.ChildCount())
	case *ast.LinkReferenceDefinition:
	default:
		m.block("", func() { m.children(n, depth) })
	}
}

func (m *marked) inline(n ast.Node, depth int) {
	switch n := n.(type) {
	case *ast.Text:
		m.run(string(n.Segment.Value(m.src)), n.IsRaw())
		switch {
		case n.HardLineBreak():
			m.end()
		case n.SoftLineBreak():
			m.soft(n)
		}
	case *ast.String:
		m.run(string(n.Value), n.IsRaw() || n.IsCode())
	case *ast.AutoLink:
		m.text(string(n.Label(m.src)))
	case *ast.Image:
		m.left.add(pictures, 1)
	case *ast.CodeSpan:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				m.run(string(t.Segment.Value(m.src)), true)
			}
		}
	case *ast.RawHTML:
		m.tag(n)
	case *extended.FootnoteLink, *extended.FootnoteBacklink:
	default:
		m.children(n, depth)
	}
}

// run writes text, in which signs may be escaped unless it is raw.
func (m *marked) run(s string, raw bool) {
	if !raw {
		s = unescape(s)
	}
	m.text(s)
}

// soft writes the end of a line inside of a paragraph: a space, but not between
// two letters of scripts that have none.
func (m *marked) soft(n *ast.Text) {
	before, _ := utf8.DecodeLastRuneInString(m.b.String())
	after := rune(0)
	if next, ok := n.NextSibling().(*ast.Text); ok {
		after, _ = utf8.DecodeRune(next.Segment.Value(m.src))
	}
	if !spaceless(before) || !spaceless(after) {
		m.text("\n")
	}
}

func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF60
}

// code writes the lines of a block of code as they are.
func (m *marked) code(n ast.Node) {
	m.block("", func() {
		all := n.Lines()
		for i := range all.Len() {
			line := all.At(i)
			m.b.WriteString(strings.TrimSuffix(string(line.Value(m.src)), "\n"))
			m.end()
		}
	})
}

// row writes the cells of a table's row on one line, TABs between them.
func (m *marked) row(n ast.Node, depth int) {
	m.block("", func() {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if c != n.FirstChild() {
				m.tab()
			}
			m.children(c, depth+1)
			m.space = false
		}
	})
}

// html writes the text of HTML that stands between paragraphs.
func (m *marked) html(n *ast.HTMLBlock) {
	var b strings.Builder
	all := n.Lines()
	for i := range all.Len() {
		line := all.At(i)
		b.Write(line.Value(m.src))
	}
	if n.HasClosure() {
		b.Write(n.ClosureLine.Value(m.src))
	}
	root, err := parse("", b.String())
	if err != nil {
		m.deep = true
		return
	}
	p := &page{root: root, sizes: map[*html.Node]measure{}}
	p.prune(root, true)
	m.left.join(p.left)
	m.block("", func() { (&writer{lines: m.lines, left: &m.left}).children(root) })
}

// tag is a tag of HTML inside of a paragraph; only line breaks and pictures
// mean something for the text.
func (m *marked) tag(n *ast.RawHTML) {
	var b strings.Builder
	for i := range n.Segments.Len() {
		s := n.Segments.At(i)
		b.Write(s.Value(m.src))
	}
	tag := strings.ToLower(b.String())
	switch {
	case strings.HasPrefix(tag, "<br"):
		m.end()
	case strings.HasPrefix(tag, "<img"):
		m.left.add(pictures, 1)
	}
}

// unescape resolves backslashes before signs, and character references.
func unescape(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			i++
			b.WriteByte(s[i])
		case s[i] == '&':
			end := strings.IndexByte(s[i:min(len(s), i+40)], ';')
			if end < 0 {
				b.WriteByte('&')
				continue
			}
			b.WriteString(html.UnescapeString(s[i : i+end+1]))
			i += end
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
