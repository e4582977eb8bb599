package reader

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/problem"
)

// readHTML reads a web page: the article without what stands around it.
func (s *Source) readHTML(data []byte, o Options) error {
	text, err := s.decode(data, o, declaredCharset(data))
	if err != nil {
		return err
	}
	if err := o.at(len(data)/4, len(data)); err != nil {
		return err
	}
	root, err := parse(s.Name, text)
	if err != nil {
		return err
	}
	if err := o.at(len(data)/2, len(data)); err != nil {
		return err
	}
	p := newPage(root)
	l := p.article()
	meta := p.facts.meta(l)
	meta.File = s.file()
	if len(l.out) == 0 {
		return problem.Newf("html", "Pages that are built while they are shown hold no text; copy the article's text and paste it here.", "No text was found in %s.", within(s.Name))
	}
	if l.size() < hardly {
		p.notes = append(p.notes, "Hardly any text was found. If the article is not here, copy its text from the page and paste it.")
	}
	s.leftOut(p.left.sentence())
	s.Notes = append(s.Notes, p.notes...)
	return s.take(ingest.Lines(l.out, meta))
}

// hardly any text is less than this, in bytes: a headline, or a word that one
// should turn on JavaScript.
const hardly = 200

// within names a file inside of a sentence.
func within(name string) string {
	if name == "" {
		return "the text"
	}
	return "the file " + name
}

// maxElements is how many tags a page may have: books have a tenth of that.
const maxElements = 500_000

// maxAttributes is how many attributes a tag may have: people write a dozen.
const maxAttributes = 20_000

func tooManyAttributes(name string) error {
	return problem.Newf("too-large", "Copy the article's text and paste it here.", "%s has a tag with more than %d attributes.", subject(name), maxAttributes)
}

// stuffed reports whether a tag has more attributes than maxAttributes, by the white
// space in it that is not between quotation marks. It may take for a tag what is
// none, but no text has so many words before the next sign that ends a tag.
func stuffed(text string) bool {
	for {
		at := strings.IndexByte(text, '<')
		if at < 0 || at+1 == len(text) {
			return false
		}
		text = text[at+1:]
		if c := text[0] | 0x20; c < 'a' || c > 'z' {
			continue
		}
		end, spaces := tagEnd(text)
		if spaces > maxAttributes {
			return true
		}
		text = text[end:]
	}
}

// tagEnd is where a tag ends, and how many stretches of white space are in it up to
// maxAttributes and one more.
func tagEnd(tag string) (end, spaces int) {
	quote, space := byte(0), false
	for i := range len(tag) {
		c := tag[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>' || spaces > maxAttributes:
			return i, spaces
		case (c == '"' || c == '\'') && tag[max(0, i-1)] == '=':
			quote = c
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '/':
			if !space {
				spaces++
			}
			space = true
			continue
		}
		space = false
	}
	return len(tag), spaces
}

// parse reads HTML as browsers do, which never fails but for depth: the parser
// goes 512 elements deep and no deeper, and what walks its tree need not count.
func parse(name, text string) (*html.Node, error) {
	if strings.Count(text, "<") > maxElements {
		return nil, problem.Newf("too-large", "Copy the article's text and paste it here.", "%s has more than %d elements.", subject(name), maxElements)
	}
	if stuffed(text) {
		return nil, tooManyAttributes(name)
	}
	root, err := html.ParseWithOptions(strings.NewReader(text), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, &problem.Error{Code: "html", Message: subject(name) + " is nested too deeply for a web page.", Hint: "Copy the article's text and paste it here.", Cause: err}
	}
	return root, nil
}

// writer writes the text of HTML elements as lines.
type writer struct {
	*lines
	left *tally
	// shift is added to the levels of headings: in a book, the highest may be
	// of any level.
	shift int
	// onHeading is told of a heading before it is written; may be nil.
	onHeading func(level int)
}

// headings are the elements of headings by level.
var headings = map[atom.Atom]int{atom.H1: 1, atom.H2: 2, atom.H3: 3, atom.H4: 4, atom.H5: 5, atom.H6: 6}

// blockish are the elements that browsers put on lines of their own.
var blockish = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Caption: true, atom.Center: true, atom.Dd: true,
	atom.Details: true, atom.Dialog: true, atom.Dir: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true, atom.Figcaption: true,
	atom.Figure: true, atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Header: true, atom.Hgroup: true, atom.Hr: true, atom.Html: true, atom.Legend: true, atom.Li: true, atom.Main: true, atom.Menu: true, atom.Nav: true,
	atom.Ol: true, atom.P: true, atom.Pre: true, atom.Search: true, atom.Section: true, atom.Summary: true, atom.Table: true, atom.Tbody: true, atom.Td: true,
	atom.Tfoot: true, atom.Th: true, atom.Thead: true, atom.Tr: true, atom.Ul: true,
}

func (w *writer) children(n *html.Node) {
	for c := range n.ChildNodes() {
		w.node(c)
	}
}

func (w *writer) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		w.text(n.Data)
	case n.Type != html.ElementNode:
	case n.DataAtom == atom.Br:
		w.lineBreak()
	case n.DataAtom == atom.Wbr:
	case n.DataAtom == atom.Pre:
		w.pre(n)
	case n.DataAtom == atom.Tr && tabular(n):
		w.row(n)
	case headings[n.DataAtom] > 0:
		w.headed(n)
	case signsArticle(n):
		w.block(article.Byline, func() { w.children(n) })
	case blockish[n.DataAtom]:
		w.block("", func() { w.children(n) })
	default:
		w.time = w.time || n.DataAtom == atom.Time
		w.children(n)
	}
}

func (w *writer) headed(n *html.Node) {
	level := headings[n.DataAtom]
	if w.onHeading != nil {
		w.onHeading(level)
	}
	w.block(w.heading(level+w.shift), func() { w.children(n) })
}

// pre keeps space and line ends.
func (w *writer) pre(n *html.Node) {
	before := w.verbatim
	w.block("", func() {
		w.verbatim = true
		w.children(n)
	})
	w.verbatim = before
}

// tabular tells a row of data from one that only lays out a page, as was usual
// once: there, cells hold paragraphs.
func tabular(row *html.Node) bool {
	cells := 0
	for c := range row.ChildNodes() {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		cells++
		for d := range c.Descendants() {
			if d.Type == html.ElementNode && (blockish[d.DataAtom] || d.DataAtom == atom.Br) && !(d.DataAtom == atom.P && d.NextSibling == nil && d.PrevSibling == nil) {
				return false
			}
		}
	}
	return cells > 1
}

// row writes the cells of a row on one line, TABs between them.
func (w *writer) row(n *html.Node) {
	w.block("", func() {
		first := true
		for c := range n.ChildNodes() {
			if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
				continue
			}
			if !first {
				w.tab()
			}
			first = false
			w.text(textOf(c))
			w.space = false
		}
	})
}

// signsArticle reports whether an element that is a line of its own says who
// wrote the article.
func signsArticle(n *html.Node) bool {
	if !blockish[n.DataAtom] || n.DataAtom == atom.Article || n.DataAtom == atom.Main {
		return false
	}
	if strings.Contains(attr(n, "itemprop"), "author") || attr(n, "rel") == "author" {
		return true
	}
	for _, c := range classes(n) {
		if c == "byline" || c == "author" || c == "dateline" || strings.HasSuffix(c, "-byline") || strings.HasSuffix(c, "__byline") {
			return true
		}
	}
	return false
}

// attr returns the value of an attribute, "" if it is not there.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// classes returns the classes of an element in lower case.
func classes(n *html.Node) []string { return strings.Fields(strings.ToLower(attr(n, "class"))) }

// textOf is all text in a node, with the space that stands in it.
func textOf(n *html.Node) string {
	var b strings.Builder
	if n.Type == html.TextNode {
		return n.Data
	}
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			b.WriteString(d.Data)
		case blockish[d.DataAtom] || d.DataAtom == atom.Br:
			b.WriteByte(' ')
		}
	}
	return b.String()
}
