package reader

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// measure is how much an element holds. All elements are measured at once, so
// that no page takes longer than its size.
type measure struct {
	letters    int  // of the text, space not counted
	linked     int  // of those, letters of links
	links      int  // elements
	paragraphs int  // long enough to be of an article
	main       bool // an element in it says that it is the article
}

// longParagraph is how many letters a paragraph has that is no remark.
const longParagraph = 80

// measured measures an element and all in it.
func measured(root *html.Node) map[*html.Node]measure {
	all := map[*html.Node]measure{}
	measureInto(all, root)
	return all
}

func measureInto(all map[*html.Node]measure, n *html.Node) measure {
	var m measure
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			m.letters += letters(c.Data)
		case c.Type == html.ElementNode && !machinery[c.DataAtom]:
			in := measureInto(all, c)
			m.letters += in.letters
			m.linked += in.linked
			m.links += in.links
			m.paragraphs += in.paragraphs
			m.main = m.main || in.main || isMain(c)
		}
	}
	switch n.DataAtom {
	case atom.A:
		m.links, m.linked = m.links+1, m.letters
	case atom.P:
		if m.letters > longParagraph {
			m.paragraphs++
		}
	}
	all[n] = m
	return m
}

// isMain reports whether an element says that it holds the article.
func isMain(n *html.Node) bool { return n.DataAtom == atom.Main || isBody(n) }

// isBody reports whether an element says that it is an article's text, in
// microdata or RDFa.
func isBody(n *html.Node) bool {
	return strings.Contains(attr(n, "itemprop"), "articleBody") || strings.HasSuffix(attr(n, "property"), "articleBody")
}

// linkShare is the share of a text that is links.
func (m measure) linkShare() float64 {
	if m.letters == 0 {
		return 0
	}
	return math.Min(float64(m.linked)/float64(m.letters), 1)
}

// letters counts what is no space.
func letters(text string) (n int) {
	for _, r := range text {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}
