package reader

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"claimlight/app/article"
	"claimlight/app/ingest"
)

// page is a web page of which the article is looked for.
type page struct {
	root  *html.Node
	facts facts
	heads []*html.Node // the headings of level 1, wherever they stand
	sizes map[*html.Node]measure
	size  int // letters of the whole page
	left  tally
	notes []string
}

// newPage collects what a page says of itself, and then takes out of it what
// is never a part of an article.
func newPage(root *html.Node) *page {
	p := &page{root: root, facts: collect(root), sizes: measured(root)}
	p.withoutScripts()
	p.size = p.sizes[root].letters
	for n := range root.Descendants() {
		if n.DataAtom == atom.H1 && !p.hidden(n) {
			p.heads = append(p.heads, n)
		}
	}
	p.prune(root, false)
	p.sizes = measured(root)
	return p
}

// prune takes out of a node what is no article, and counts it. inside says
// that an article or main element is around it.
func (p *page) prune(n *html.Node, inside bool) {
	var gone []*html.Node
	for c := range n.ChildNodes() {
		if c.Type == html.CommentNode {
			gone = append(gone, c)
			continue
		}
		if c.Type != html.ElementNode {
			continue
		}
		what, out := p.unwanted(c, inside)
		if !out {
			p.prune(c, inside || c.DataAtom == atom.Article || c.DataAtom == atom.Main)
			continue
		}
		gone = append(gone, c)
		if what != (thing{}) {
			p.left.add(what, 1)
		}
	}
	for _, c := range gone {
		n.RemoveChild(c)
	}
}

// article finds the article in what is left and writes it as lines.
func (p *page) article() *lines {
	l := &lines{}
	w := &writer{lines: l, left: &p.left}
	main := p.main()
	if main == nil {
		return p.fromData(l)
	}
	p.around(main)
	if top := p.headlineOutside(main); top != nil {
		l.block(article.Headline, func() { w.text(textOf(top)) })
	}
	w.children(main)
	l.end()
	l.sameTitle(p.facts.title())
	return p.fromData(l)
}

// around counts the links and words that stand outside of the article.
func (p *page) around(main *html.Node) {
	a, n := 0, 0
	var walk func(*html.Node)
	walk = func(node *html.Node) {
		for c := range node.ChildNodes() {
			switch {
			case c == main || machinery[c.DataAtom] || c.DataAtom == atom.Title:
			case c.DataAtom == atom.A:
				a++
			case c.Type == html.TextNode:
				n += len(strings.Fields(c.Data))
			default:
				walk(c)
			}
		}
	}
	walk(p.root)
	p.left.add(links, a)
	p.left.add(otherWords, n)
}

// headlineOutside returns the page's heading of level 1 where the article has
// none inside: the one that says what the metadata says, or the only one.
func (p *page) headlineOutside(main *html.Node) *html.Node {
	var other []*html.Node
	for _, h := range p.heads {
		text := oneLine(textOf(h))
		switch {
		case contains(main, h):
			return nil
		case text == "" || strings.EqualFold(text, p.facts.outlet()):
		case alike(text, p.facts.title()):
			return h
		default:
			other = append(other, h)
		}
	}
	if len(other) == 1 && p.facts.title() == "" {
		return other[0]
	}
	return nil
}

func contains(outer, n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

// alike compares titles without caring for signs and case; one may go on with
// the name of the outlet.
func alike(a, b string) bool {
	a, b = bare(a), bare(b)
	return a != "" && b != "" && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// sameTitle makes the first line a headline if it says what the title says and
// the page has no headline.
func (l *lines) sameTitle(title string) {
	if len(l.out) < 2 || l.headline() != "" || utf8.RuneCountInString(l.out[0].Text) > 2*longestSign {
		return
	}
	if bare(title) != "" && bare(l.out[0].Text) == bare(title) {
		l.out[0].Kind = article.Headline
	}
}

// short is how long a text may be, in bytes, that is doubted to be an article.
const short = 400

// fromData takes the text from the page's metadata where the page itself shows
// next to none: it is there for machines, and says the same.
func (p *page) fromData(l *lines) *lines {
	if p.facts.free == "false" {
		p.notes = append(p.notes, "The page says that it is not free to read; this may be only the beginning of the article.")
	}
	body := p.facts.body
	if l.size() >= short || len(body) < 2*l.size() || len(body) < short/2 {
		return l
	}
	p.notes = append(p.notes, "The page shows no text by itself; the article was taken from its metadata.")
	out := &lines{}
	if title := p.facts.title(); title != "" {
		out.out = append(out.out, ingest.Line{Kind: article.Headline, Text: title})
	}
	for line := range strings.SplitSeq(article.Clean(body), "\n") {
		out.text(line)
		out.end()
	}
	return out
}

// words of which the names of classes and ids are made, and what they tell.
var telling = map[string]thing{
	"nav": menus, "navigation": menus, "navbar": menus, "menu": menus, "breadcrumb": menus, "breadcrumbs": menus, "pagination": menus, "toolbar": menus,
	"comments": comments, "disqus": comments, "discussion": comments,
	"share": boxes, "sharing": boxes, "social": boxes, "related": boxes, "newsletter": boxes, "subscribe": boxes, "promo": boxes, "advert": boxes,
	"advertisement": boxes, "ad": boxes, "ads": boxes, "sponsor": boxes, "sponsored": boxes, "cookie": boxes, "cookies": boxes, "consent": boxes,
	"sidebar": boxes, "popup": boxes, "modal": boxes, "recommended": boxes, "recommendations": boxes, "trending": boxes, "taboola": boxes,
	"outbrain": boxes, "pullquote": boxes, "footer": menus, "noprint": boxes, "editsection": menus,
}

// tells is what the class and id of an element say it is.
func tells(n *html.Node) (thing, bool) {
	for _, name := range append(classes(n), strings.ToLower(attr(n, "id"))) {
		parts := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
		for _, part := range parts {
			if what, ok := telling[part]; ok && !slices.Contains([]string{"no", "has", "with", "is"}, parts[0]) {
				return what, true
			}
		}
	}
	return thing{}, false
}
