package reader

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"claimlight/app/article"
)

// structure is the vocabulary of EPUB for what is no chapter's text.
var structure = map[string]thing{
	"footnote": footnotes, "footnotes": footnotes, "rearnote": endnotes, "rearnotes": endnotes, "endnote": endnotes, "endnotes": endnotes,
	"noteref": noteSigns, "pagebreak": {}, "toc": contents, "landmarks": {}, "page-list": {}, "loi": contents, "lot": contents,
}

// bookPart writes a file of a book as lines, and cuts it at its headings of the
// highest level, if there are several.
func bookPart(root *html.Node, left *tally) []chapter {
	cleanPart(root, left)
	top := highest(root)
	l := &lines{}
	w := &partWriter{writer: writer{lines: l, left: left, shift: 1 - top}}
	w.onHeading = func(level int) {
		if level == top {
			l.end()
			w.cuts = append(w.cuts, len(l.out))
		}
	}
	w.children(root)
	l.end()
	return w.chapters()
}

// partWriter notes where the highest headings begin.
type partWriter struct {
	writer
	cuts []int
}

// chapters cuts the lines. What stands before the first heading belongs to it:
// "Chapter 1" is often a line above the heading.
func (w *partWriter) chapters() []chapter {
	if len(w.cuts) == 0 {
		return []chapter{{lines: w.out}}
	}
	var out []chapter
	start := 0
	for i := range w.cuts {
		end := len(w.out)
		if i+1 < len(w.cuts) {
			end = w.cuts[i+1]
		}
		if lines := w.out[start:end]; len(lines) > 0 {
			for k := range lines {
				if lines[k].Kind == article.Subheading && start+k == w.cuts[i] {
					lines[k].Kind = article.Headline
				}
			}
			out = append(out, chapter{lines: lines, headed: true})
		}
		start = end
	}
	return out
}

// highest is the level of the highest heading; 1 if there is none.
func highest(root *html.Node) int {
	top := 7
	for n := range root.Descendants() {
		if level := headings[n.DataAtom]; level > 0 {
			top = min(top, level)
		}
	}
	if top == 7 {
		return 1
	}
	return top
}

// cleanPart takes out what is no text of a book. Unlike web pages, books have
// no names of classes that tell, and what is in an aside was written for it.
func cleanPart(n *html.Node, left *tally) {
	var gone []*html.Node
	for c := range n.ChildNodes() {
		switch what, out := unwantedInBook(c); {
		case c.Type == html.CommentNode:
			gone = append(gone, c)
		case c.Type != html.ElementNode:
		case out:
			gone = append(gone, c)
			if what != (thing{}) {
				left.add(what, 1)
			}
		default:
			cleanPart(c, left)
		}
	}
	for _, c := range gone {
		n.RemoveChild(c)
	}
}

func unwantedInBook(n *html.Node) (thing, bool) {
	if machinery[n.DataAtom] || n.DataAtom == atom.Title || n.DataAtom == atom.Head {
		return thing{}, true
	}
	for _, word := range strings.Fields(attr(n, "epub:type")) {
		if what, ok := structure[word]; ok {
			return what, true
		}
	}
	switch attr(n, "role") {
	case "doc-footnote":
		return footnotes, true
	case "doc-endnote", "doc-endnotes":
		return endnotes, true
	case "doc-pagebreak":
		return thing{}, true
	}
	if signsNote(n) {
		return noteSigns, true
	}
	if hasAttr(n, "hidden") {
		return hiddens, true
	}
	if n.DataAtom == atom.Aside {
		return thing{}, false
	}
	what, ok := apart[n.DataAtom]
	return what, ok
}
