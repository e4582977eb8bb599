package ui

import (
	"cmp"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// manyQuotes is how many marks of an import can be looked at before they come
// in, from the first on.
const manyQuotes = 100

// firstMarks are the first marks of a project, in the order of its articles. It
// goes through all of them once and keeps those few.
func firstMarks(p project.Project) []*annotation.Annotation {
	at := map[article.ID]int{}
	for i, text := range p.ArticlesInOrder() {
		at[text.ID] = i
	}
	order := func(x, y *annotation.Annotation) int {
		return cmp.Or(cmp.Compare(at[x.Article], at[y.Article]), annotation.Compare(x, y))
	}
	var first []*annotation.Annotation
	for mark := range p.Annotations.Unordered() {
		if len(first) == manyQuotes && order(mark, first[manyQuotes-1]) >= 0 {
			continue
		}
		i, _ := slices.BinarySearchFunc(first, mark, order)
		first = slices.Insert(first, i, mark)
		first = first[:min(len(first), manyQuotes)]
	}
	return first
}

// marked shows what an import brings: what is new by it, and some of its marks.
func (v *arrivalView) marked(one *arrival) app.UI {
	return app.Div().Body(
		app.P().Class("effect").Text(one.effect()),
		app.If(len(one.newTags()) > 0, func() app.UI {
			return app.P().Class("tags-new").Dir("auto").Body(app.B().Text("New tags: "), app.Text(listWords(one.newTags(), 30)))
		}),
		app.If(len(one.marks) > 0, func() app.UI {
			lines := make([]line, len(one.marks))
			for i, mark := range one.marks {
				lines[i] = v.quote(one, i, mark)
			}
			return &lineList{Class: "quotes", First: 5, Lines: lines, Beyond: one.project.Annotations.Len() - len(lines), What: "marks"}
		}),
	)
}

// quote is one mark as a line: its tags, its words, and where they stand, if
// that is not where the one before stood.
func (v *arrivalView) quote(one *arrival, i int, mark *annotation.Annotation) line {
	var tags []string
	for _, id := range mark.Tags {
		if t := cmp.Or(one.project.Tag(id), v.m.project().Tag(id)); t != nil {
			tags = append(tags, t.Name)
		}
	}
	l := line{Head: strings.Join(tags, ", "), Text: "“" + cut(mark.Quote(), 200) + "”"}
	if l.Head == "" {
		l.Head = "No tag"
	}
	if i > 0 && one.marks[i-1].Article == mark.Article {
		return l
	}
	if text := cmp.Or(one.project.Article(mark.Article), v.m.project().Article(mark.Article)); text != nil {
		l.Over = text.Meta.Title
	}
	return l
}

// listWords are words with commas between them, and how many there are beyond
// a number of them.
func listWords(all []string, most int) string {
	if len(all) <= most {
		return strings.Join(all, ", ")
	}
	return strings.Join(all[:most], ", ") + " and " + itoa(len(all)-most) + " more"
}
