package reader

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// machinery are elements without text for readers; nothing is said about them.
var machinery = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Link: true, atom.Meta: true, atom.Base: true,
	atom.Source: true, atom.Track: true, atom.Param: true, atom.Noframes: true,
}

// apart are elements that are no part of an article's text. Captions of
// pictures are left out with their pictures: they are written by others, and
// stand in the middle of sentences wherever the picture stood.
var apart = map[atom.Atom]thing{
	atom.Nav: menus, atom.Menu: menus, atom.Aside: boxes, atom.Form: forms, atom.Dialog: boxes, atom.Search: forms,
	atom.Button: {}, atom.Input: {}, atom.Select: {}, atom.Textarea: {}, atom.Label: {}, atom.Rp: {}, atom.Progress: {}, atom.Meter: {},
	atom.Img: pictures, atom.Picture: pictures, atom.Svg: {}, atom.Canvas: {}, atom.Map: {}, atom.Math: formulas, atom.Figcaption: captions,
	atom.Video: players, atom.Audio: players, atom.Iframe: players, atom.Object: players, atom.Embed: players, atom.Frameset: players,
}

// roles are those of ARIA that mean the same.
var roles = map[string]thing{
	"navigation": menus, "menu": menus, "menubar": menus, "toolbar": menus, "banner": menus, "contentinfo": menus, "complementary": boxes, "search": forms,
	"dialog": boxes, "alertdialog": boxes, "form": forms, "button": {}, "tooltip": {},
}

// unwanted reports whether an element is no part of an article, and what it is;
// what is not worth a word has no name.
func (p *page) unwanted(n *html.Node, inside bool) (thing, bool) {
	if machinery[n.DataAtom] {
		return thing{}, true
	}
	if n.DataAtom == atom.Html || n.DataAtom == atom.Body || n.DataAtom == atom.Head || n.DataAtom == atom.Title {
		return thing{}, false
	}
	if p.hidden(n) {
		if p.sizes[n].letters == 0 {
			return thing{}, true
		}
		return hiddens, true
	}
	if signsNote(n) {
		return noteSigns, true
	}
	if what, ok := apart[n.DataAtom]; ok && !p.holdsArticle(n) {
		return what, true
	}
	if what, ok := roles[attr(n, "role")]; ok && !p.holdsArticle(n) {
		return what, true
	}
	switch n.DataAtom {
	case atom.Footer:
		return menus, !p.holdsArticle(n)
	case atom.Header:
		return menus, !inside && !p.holdsArticle(n)
	case atom.Ul, atom.Ol:
		// Three links or more and nothing else, as stands below articles.
		if m := p.sizes[n]; m.links >= 3 && m.linked == m.letters {
			p.left.add(links, m.links)
			return thing{}, true
		}
	}
	if what, ok := tells(n); ok && blockish[n.DataAtom] && !p.holdsArticle(n) && headings[n.DataAtom] == 0 {
		return what, true
	}
	return thing{}, false
}

// holdsArticle guards against names that lie: what has an article in it, or a
// good part of the page's text, is not thrown away for what it is called.
// Comments, which may be longer than the article, are.
func (p *page) holdsArticle(n *html.Node) bool {
	m := p.sizes[n]
	if n.DataAtom == atom.Article || isMain(n) || m.main {
		return true
	}
	if what, _ := tells(n); what == comments || n.DataAtom == atom.Nav || n.DataAtom == atom.Footer || n.DataAtom == atom.Aside {
		return false
	}
	return m.letters*3 > p.size && m.paragraphs > 0
}

// hidden reports whether readers do not see an element.
func (p *page) hidden(n *html.Node) bool {
	style := strings.ToLower(strings.ReplaceAll(attr(n, "style"), " ", ""))
	switch {
	case attr(n, "aria-hidden") == "true" && !p.behindDialog(n):
		return true
	case hasAttr(n, "hidden"), strings.Contains(style, "display:none"), strings.Contains(style, "visibility:hidden"):
		return !p.tillShown(n)
	}
	for _, c := range classes(n) {
		switch c {
		case "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "u-hidden", "is-hidden":
			return true
		}
	}
	return false
}

// behindDialog are elements that pages hide from screen readers while a dialog
// is open; a page that was saved in that moment has them so for ever.
func (p *page) behindDialog(n *html.Node) bool {
	return n.DataAtom == atom.Main || n.DataAtom == atom.Article || 2*p.sizes[n].letters > p.size
}

// tillShown reports whether an element is hidden that holds the article: some
// pages do so until a script has run, which it never does in a file.
func (p *page) tillShown(n *html.Node) bool {
	m := p.sizes[n]
	if 2*m.letters <= p.size {
		return false
	}
	_, told := tells(n)
	return n.DataAtom == atom.Body || n.DataAtom == atom.Html || n.DataAtom == atom.Article || isMain(n) || m.main || m.paragraphs > 0 && !told && apart[n.DataAtom] == (thing{})
}
