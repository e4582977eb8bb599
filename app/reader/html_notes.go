package reader

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// longestNote is how many characters the sign of a footnote has at most:
// "[123]", or "note 7".
const longestNote = 6

// signsNote reports whether an element is nothing but the sign of a footnote,
// which in a text without its notes would be glued to the word before it: one
// that says so, or a raised link to a place in the same work.
func signsNote(n *html.Node) bool {
	if attr(n, "role") == "doc-noteref" {
		return true
	}
	if n.DataAtom != atom.Sup && n.DataAtom != atom.A {
		return false
	}
	text := strings.TrimSpace(textOf(n))
	if text == "" || utf8.RuneCountInString(text) > longestNote {
		return false
	}
	raised, linked := n.DataAtom == atom.Sup, leadsInside(n)
	for d := range n.Descendants() {
		if strings.TrimSpace(textOf(d)) == text { // nothing stands beside it
			raised, linked = raised || d.DataAtom == atom.Sup, linked || leadsInside(d)
		}
	}
	return raised && linked
}

// leadsInside reports whether an element is a link to a place in the same work.
func leadsInside(n *html.Node) bool {
	href := attr(n, "href")
	return n.DataAtom == atom.A && strings.Contains(href, "#") && !strings.Contains(href, "://")
}

// withoutScripts brings in what a page has for readers whose browser runs no
// scripts, if it has the article there and next to no text besides.
func (p *page) withoutScripts() {
	var found []*html.Node
	size := 0
	for n := range p.root.Descendants() {
		if n.DataAtom == atom.Noscript {
			found = append(found, n)
			size += letters(textOf(n))
		}
	}
	if size < hardly || size < 2*p.sizes[p.root].letters {
		return
	}
	for _, n := range found {
		n.DataAtom, n.Data = atom.Div, "div"
	}
	p.sizes = measured(p.root)
	p.notes = append(p.notes, "The page has its text only for browsers without scripts; that was taken.")
}
