package reader

import (
	"bytes"
	"html"
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
	xhtml "golang.org/x/net/html"

	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/problem"
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

// Bounds on nesting: of quotations and lists, which the parser goes into again
// for each line, and of everything.
const maxQuotes, maxNesting = 50, 400

func tooDeep(name string) error {
	return problem.Newf("text", "If it is not Markdown, bring it in as plain text.", "%s is nested too deeply for Markdown.", subject(name))
}

// shallow refuses what would keep the parser busy for longer than its size.
func (s *Source) shallow(body string) error {
	work := effort(0)
	for line := range strings.SplitSeq(body, "\n") {
		work.add(line)
		marks := 0
		for _, r := range line {
			if strings.ContainsRune(">-*+.)", r) {
				marks++
			} else if r != ' ' && r != '\t' && (r < '0' || r > '9') {
				break
			}
		}
		rule := strings.Trim(line, " \t-*_") == "" // a line across the page
		if marks > maxQuotes && !rule {
			return tooDeep(s.Name)
		}
	}
	return work.tooMuch(s.Name)
}

// effort is about how much work the parser has with the signs in a text: it
// looks for the other of a pair in all of the paragraph, so that the work grows
// with the square of their number.
type effort int

// maxEffort takes the parser some seconds. A book of ten thousand paragraphs
// with a hundred signs in each stays below.
const maxEffort = 200_000_000

var effortKey = parser.NewContextKey()

func (e *effort) add(text string) {
	n := 0
	for i := range len(text) {
		switch text[i] {
		case '*', '_', '~', '[', ']', '<', '`', '!':
			n++
		}
	}
	*e += effort(n * n)
}

// perCell is how much effort a cell of a table is. A row of a table has all
// cells that its first row has, written or not.
const perCell = 200

// addTable adds the cells of a table, if a paragraph is one: that is so if its
// second line has only the signs that part columns.
func (e *effort) addTable(lines *text.Segments, source []byte) {
	for i := range lines.Len() {
		line := lines.At(i)
		if s := line.Value(source); len(bytes.Trim(s, "|-: \t\n")) == 0 {
			*e += effort(perCell * (1 + bytes.Count(s, []byte("|"))) * lines.Len())
			return
		}
	}
}

func (e effort) tooMuch(name string) error {
	if e <= maxEffort {
		return nil
	}
	return problem.Newf("text", "If it is not Markdown, bring it in as plain text.", "%s has too many signs of Markdown in one paragraph.", subject(name))
}

// weigher adds up the effort as paragraphs come, and keeps the parser out of
// those that are too much.
type weigher struct{}

func (weigher) Transform(n *ast.Paragraph, r text.Reader, pc parser.Context) {
	e, ok := pc.Get(effortKey).(*effort)
	if !ok {
		return
	}
	e.add(string(n.Lines().Value(r.Source())))
	e.addTable(n.Lines(), r.Source())
	if *e > maxEffort {
		n.SetLines(text.NewSegments())
	}
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
	p := &page{root: root, sizes: map[*xhtml.Node]measure{}}
	p.prune(root, true)
	for _, what := range p.left.order {
		m.left.add(what, p.left.count[what])
	}
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
