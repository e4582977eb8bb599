package reader

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"claimlight/app/problem"
)

// Bounds on nesting: of quotations and lists, which the parser goes into again
// for each line, and of everything.
const maxQuotes, maxNesting = 50, 400

func tooDeep(name string) error {
	return problem.Newf("text", "If it is not Markdown, bring it in as plain text.", "%s is nested too deeply for Markdown.", subject(name))
}

// shallow refuses what would keep the parser busy for longer than its size.
func (s *Source) shallow(body string) error {
	for part := range strings.SplitSeq(body, "\n\n") { // where all tags end
		if stuffed(part) {
			return tooManyAttributes(s.Name)
		}
	}
	work := effort(0)
	for line := range strings.SplitSeq(body, "\n") {
		work.add(line)
		marks := 0
		indented := len(line) - len(strings.TrimLeft(line, " "))
		if indented > 2*maxQuotes && strings.ContainsAny(strings.TrimLeft(line, " ")[:min(1, len(line)-indented)], "-*+0123456789") {
			return tooDeep(s.Name) // a list in a list in a list: each level is looked through for each line
		}
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

// perCell is how much effort a cell of a table is, and perTable how much a table is
// besides. A row of a table has all cells that its first row has, written or not.
const perCell, perTable = 200, 10_000

// addTable adds the cells of a table, if a paragraph is one: that is so if its
// second line has only the signs that part columns.
func (e *effort) addTable(lines *text.Segments, source []byte) {
	for i := range lines.Len() {
		line := lines.At(i)
		if s := line.Value(source); len(bytes.Trim(s, "|-: \t\n")) == 0 {
			*e += effort(perTable + perCell*(1+bytes.Count(s, []byte("|")))*lines.Len())
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
