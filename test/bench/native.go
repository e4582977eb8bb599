package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/project"
	"claimlight/app/span"
)

var made = time.Date(2025, time.January, 1, 9, 0, 0, 0, time.UTC)

// native builds projects as Claimlight keeps them.
type native struct {
	kind int // makes the IDs of different projects differ
	ids  int
	tags []*annotation.Tag
}

// newNative returns a builder; projects of one kind share their codebook.
func newNative(kind int) *native {
	n := &native{kind: kind}
	for i, name := range tagNames {
		n.tags = append(n.tags, &annotation.Tag{
			ID: annotation.TagID(fmt.Sprintf("00000000-0000-4000-8000-%012x", i+1)), Name: name,
			Color: i, Cue: annotation.Solid, Digit: fmt.Sprint(i + 1), Rank: i,
		})
	}
	return n
}

func (n *native) mint() string {
	n.ids++
	return fmt.Sprintf("00000000-0000-4000-9%03x-%012x", n.kind, n.ids)
}

// articleOf is a text as an article, a paragraph a line.
func articleOf(title string, paras []string) (*article.Article, error) {
	var blocks []article.Block
	var text bytes.Buffer
	at := 0
	for i, p := range paras {
		if i > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(p)
		end := at + len([]rune(p))
		blocks = append(blocks, article.Block{Kind: article.Paragraph, Start: at, End: end})
		at = end + 1
	}
	return article.New(article.Meta{Title: title, TitleMade: true}, text.String(), blocks)
}

// project is one with the articles and without marks.
func (n *native) project(name string, articles ...*article.Article) project.Project {
	p := project.New(name, articles, project.Stamp{When: made, Mint: n.mint})
	p.Tags = project.TableOf(n.tags...)
	p.Attributes = project.Table[*annotation.Attribute]{}
	return p
}

func (n *native) mark(p project.Project, on *article.Article, s span.Span, tag int) *annotation.Annotation {
	return &annotation.Annotation{
		ID: annotation.ID(n.mint()), Article: on.ID, Pieces: annotation.Pieces(on, s),
		Tags: []annotation.TagID{n.tags[tag].ID}, Creator: p.Info().Annotator, Created: made, Modified: made,
	}
}

// ofDoc is a project with the article of a Doc, with or without its marks.
func (n *native) ofDoc(d *Doc, marked bool) (project.Project, error) {
	a, err := articleOf("Size "+d.Size, d.Paras)
	if err != nil {
		return project.Project{}, err
	}
	p := n.project("Bench "+d.Size, a)
	if marked {
		var marks []*annotation.Annotation
		for _, m := range d.Marks {
			marks = append(marks, n.mark(p, a, span.Span{Start: m.Start, End: m.End}, m.Tag))
		}
		p.Annotations = project.TableOf(marks...)
	}
	return p, nil
}

// crowd is a project of many articles of so many words with so many marks on
// each, wherever they fall. Marks do not start in the first paragraph of the
// article, so that there is room to add one.
func (n *native) crowd(name string, articles, words, marks int) (project.Project, error) {
	r := rand.New(rand.NewPCG(uint64(articles), uint64(marks)))
	m := &maker{Rand: r}
	var list []*article.Article
	for i := range articles {
		m.doc.Paras, m.starts = []string{fmt.Sprintf("Report number %d says nothing that is marked, and that in more than a few words, so that somebody can mark some of them; it is here to be found again at once, and it is longer than the shortest paragraph that anybody would take for one of the text of an article in a newspaper.", i+1)}, nil
		m.write(words)
		a, err := articleOf(fmt.Sprintf("Report %d", i+1), m.doc.Paras)
		if err != nil {
			return project.Project{}, err
		}
		list = append(list, a)
	}
	p := n.project(name, list...)
	all := make([]*annotation.Annotation, 0, articles*marks)
	for _, a := range list {
		from := a.Blocks[1].Start
		for range marks {
			start := from + r.IntN(a.Len()-from-40)
			all = append(all, n.mark(p, a, span.Span{Start: start, End: start + 10 + r.IntN(30)}, r.IntN(len(tagNames))))
		}
	}
	p.Annotations = project.TableOf(all...)
	return p, nil
}

// parts cuts a project into files none of which has more than so many marks;
// each holds everything else.
func parts(p project.Project, most int) []project.Project {
	var out []project.Project
	var now []*annotation.Annotation
	put := func() {
		q := p
		q.Annotations = project.TableOf(now...)
		out, now = append(out, q), nil
	}
	for a := range p.Annotations.Unordered() {
		if now = append(now, a); len(now) == most {
			put()
		}
	}
	if len(now) > 0 || len(out) == 0 {
		put()
	}
	return out
}

// save writes a project as a native file.
func save(p project.Project, path string) error {
	if bad := project.Check(p); len(bad) > 0 {
		return fmt.Errorf("%s: %s", path, bad[0].String())
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := exchange.W3C.Encode(f, p, exchange.Env{}); err != nil {
		return err
	}
	return f.Close()
}
