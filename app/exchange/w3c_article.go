package exchange

import (
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// article reads a text and checks it against its hash. Its annotations find it
// under the hash they were made on, and their quotes are checked in any case.
func (d *w3cReader) article(n *node) {
	if !n.object() {
		return
	}
	raw := n.key("cl:text").text()
	text := article.Clean(raw)
	a := d.build(n, text)
	if a == nil {
		return
	}
	source := n.key("id").text()
	if hash := n.key("cl:sha256").text(); hash != string(a.ID) || articleID(source) != a.ID || raw != text {
		n.key("cl:text").problem("Every mark on it was checked against the text as it is now.",
			"The text of “%s” is not the one the marks were made on: its hash does not agree.", annotation.Clip(a.Meta.Title))
		d.alias(source, a)
		d.alias(textIRI+hash, a)
	}
	if !d.add(a) {
		n.problem("The first one was kept.", "The article “%s” is in the file twice.", annotation.Clip(a.Meta.Title))
		return
	}
	if by := n.key("cl:correctedBy"); by.there() {
		d.later = append(d.later, version{a.ID, by})
	}
}

// version says that an article of the file is an earlier version of another.
type version struct {
	of article.ID
	by *node
}

// versions are found when all articles are known. One that is not in the file,
// or that would make an article an earlier version of itself, does not count.
func (d *w3cReader) versions() {
	later := map[article.ID]article.ID{}
	for _, v := range d.later {
		if by := d.articles[v.by.text()]; by != nil && d.used[by.ID] != nil {
			later[v.of] = by.ID
		}
	}
	loops, now := project.Loops(later), map[*article.Article]*article.Article{}
	for _, v := range d.later {
		a := d.used[v.of]
		title := annotation.Clip(a.Meta.Title)
		switch by := later[v.of]; {
		case by == "":
			v.by.problem(hintVersion, "The article “%s” is an earlier version of one that is not in the file.", title)
		case loops[v.of]:
			v.by.problem(hintVersion, "The article “%s” is an earlier version of itself.", title)
		default:
			m := a.Meta
			m.CorrectedBy = by
			d.used[v.of] = a.WithMeta(m)
			now[a] = d.used[v.of]
		}
	}
	for iri, a := range d.articles {
		if b := now[a]; b != nil {
			d.articles[iri] = b
		}
	}
}

const hintVersion = "It was read as an article of its own."

// build makes the article; where its blocks do not fit, each line is one.
func (d *w3cReader) build(n *node, text string) *article.Article {
	m := article.Meta{
		Title: n.key("cl:title").text(), TitleMade: n.key("cl:titleMade").truth(), Byline: n.key("cl:byline").text(),
		Source: n.key("cl:source").text(), Date: n.key("cl:date").text(), Language: n.key("cl:language").text(),
		File: n.key("cl:file").text(), Rank: d.within(n.key("cl:rank"), annotation.MaxRank),
	}
	a, err := article.New(m, text, d.blocks(n.key("cl:blocks")))
	if err == nil {
		return a
	}
	n.key("cl:blocks").problem("Each line was made a paragraph.", "%v", err)
	if a, err = article.New(m, text, nil); err != nil {
		n.key("cl:text").problem("", "%v", err)
		return nil
	}
	return a
}

func (d *w3cReader) blocks(n *node) (blocks []article.Block) {
	for _, b := range n.all() {
		kind := article.Kind(b.key("cl:kind").text())
		switch kind {
		case article.Headline, article.Byline, article.Subheading, article.Paragraph:
		default:
			b.key("cl:kind").problem("It was read as a paragraph.", "There is no kind of block called “%s”.", annotation.Clip(string(kind)))
			kind = article.Paragraph
		}
		blocks = append(blocks, article.Block{Kind: kind, Start: b.key("start").integer(), End: b.key("end").integer()})
	}
	return blocks
}

func (d *w3cReader) reading(n *node) {
	if !n.object() {
		return
	}
	a := d.articles[n.key("cl:article").text()]
	state := project.State(n.key("cl:state").text())
	switch {
	case a == nil:
		n.key("cl:article").problem("", "How far an article was read is noted here, but the article is not in the file.")
	case state != project.NotStarted && state != project.InWork && state != project.Done:
		n.key("cl:state").problem("", "There is no reading state called “%s”.", annotation.Clip(string(state)))
	default:
		opened := d.time(n.key("cl:opened"))
		if opened.IsZero() {
			opened = d.now()
		}
		d.use(a)
		d.reads = append(d.reads, &project.Reading{Article: a.ID, State: state, Opened: opened})
	}
}
