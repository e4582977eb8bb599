package reader

import (
	"math"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// enough is how many letters an element must have that says of itself that it
// is the article, and what else there may be of text.
const enough = 140

// main returns the element that holds the article, nil if the page has no text.
// What the page says of itself counts first, then where the paragraphs are.
func (p *page) main() *html.Node {
	if n := p.longest(func(n *html.Node) bool { return isBody(n) }); n != nil {
		return p.widened(n)
	}
	articles := p.longest(func(n *html.Node) bool { return n.DataAtom == atom.Article || attr(n, "role") == "article" })
	mains := p.longest(func(n *html.Node) bool { return n.DataAtom == atom.Main || attr(n, "role") == "main" })
	switch {
	case articles != nil && mains != nil && contains(mains, articles) && 2*p.sizes[articles].letters < p.sizes[mains].letters:
		return mains // the articles in it are teasers
	case articles != nil:
		return articles
	case mains != nil:
		return mains
	}
	return p.densest()
}

// longest returns the element with the most text of those that are wanted and
// have enough of it; of one inside another the outer.
func (p *page) longest(wanted func(*html.Node) bool) (best *html.Node) {
	most := enough
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && wanted(n) && !(best != nil && contains(best, n)) {
			if size := p.sizes[n].letters; size > most {
				best, most = n, size
			}
		}
	}
	return best
}

// widened is the article or main element around the body of an article, if it
// has little else: the headline, the byline and the lead often stand there.
func (p *page) widened(body *html.Node) *html.Node {
	for n := body.Parent; n != nil; n = n.Parent {
		if n.DataAtom == atom.Article || strings.Contains(attr(n, "itemtype"), "Article") {
			if size := p.sizes[n].letters; size*3 < p.sizes[body].letters*4 || size < p.sizes[body].letters+1000 {
				return n
			}
			break
		}
	}
	return body
}

// densest returns the element that has the most text in paragraphs: each gives
// its weight to its parent, and half of it to the parent of that. Links take
// weight away.
func (p *page) densest() *html.Node {
	weight := map[*html.Node]float64{}
	var order []*html.Node
	add := func(n *html.Node, w float64) {
		if n == nil || n.Type != html.ElementNode {
			return
		}
		if _, ok := weight[n]; !ok {
			order = append(order, n)
		}
		weight[n] += w
	}
	body := p.root
	for n := range p.root.Descendants() {
		if n.DataAtom == atom.Body {
			body = n
		}
		if w := paragraphWeight(n); w > 0 {
			add(n.Parent, w)
			if n.Parent != nil {
				add(n.Parent.Parent, w/2)
			}
		}
	}
	var best *html.Node
	for _, n := range order {
		weight[n] *= 1 - p.sizes[n].linkShare()
		if best == nil || weight[n] > weight[best] {
			best = n
		}
	}
	switch {
	case best == nil && p.sizes[body].letters == 0:
		return nil
	case best == nil:
		return body
	}
	return p.joined(best, weight)
}

// joined goes up from the best element as long as there is more of the article
// beside it, or next to nothing.
func (p *page) joined(best *html.Node, weight map[*html.Node]float64) *html.Node {
	for n := best.Parent; n != nil && n.DataAtom != atom.Html && n.Type == html.ElementNode; n = n.Parent {
		beside := 0.0
		for c := range n.ChildNodes() {
			if c != best {
				beside += math.Max(weight[c], paragraphWeight(c)) * (1 - p.sizes[c].linkShare())
			}
		}
		more, linked := p.sizes[n].letters-p.sizes[best].letters, p.sizes[n].linked-p.sizes[best].linked
		little := n.DataAtom != atom.Body && 4*more < p.sizes[best].letters && 2*linked <= more
		if beside < weight[best]/4 && !little {
			break
		}
		best = n
	}
	return best
}

// paragraphWeight is what a paragraph counts: more with its length and with
// commas, which menus have none of. Text that stands right in a block counts as
// a paragraph of it.
func paragraphWeight(n *html.Node) float64 {
	size, text := 0, ""
	switch {
	case n.DataAtom == atom.P || n.DataAtom == atom.Pre:
		text = textOf(n)
	case n.Type == html.TextNode && n.Parent != nil && (n.Parent.DataAtom == atom.Div || n.Parent.DataAtom == atom.Td || n.Parent.DataAtom == atom.Body || n.Parent.DataAtom == atom.Center || n.Parent.DataAtom == atom.Font):
		text = n.Data
	default:
		return 0
	}
	if size = len(strings.TrimSpace(text)); size < 60 {
		return 0
	}
	return 1 + float64(strings.Count(text, ",")+strings.Count(text, "，")) + math.Min(float64(size)/100, 6)
}
