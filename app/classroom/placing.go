package classroom

import (
	"claimlight/app/article"
	"claimlight/app/project"
)

// placed is the work on one article of a hand-in, on the lesson's own text.
type placed struct {
	article  article.ID // of the lesson; "" if it is not known which one is meant
	state    project.State
	marks    []Mark
	unplaced []Mark
	note     string // what happened to the marks, "" if they stand where they should
	hint     string
}

// placer puts the marks of hand-ins on the texts of a lesson.
type placer struct {
	lesson project.Project
}

func newPlacer(p project.Project) *placer { return &placer{lesson: p} }

// work places all that a hand-in has.
func (pl *placer) work(h *HandIn, texts []*article.Article) (out []placed) {
	for _, w := range h.Articles {
		a := pl.lesson.Current(w.Article)
		if a == nil {
			out = append(out, placed{unplaced: w.Marks})
			continue
		}
		out = append(out, placed{article: a.ID, state: w.State, marks: w.Marks})
	}
	return out
}
