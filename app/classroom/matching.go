package classroom

import (
	"slices"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
)

// match says which article of the lesson each work of a hand-in is on: that of
// the same text, or the one that came of it by a correction; else, of those that
// are left, the one in which most of its quotes stand, or that of the same
// title. nil where it is none.
func (pl *placer) match(h *HandIn) []*article.Article {
	on := make([]*article.Article, len(h.Articles))
	taken := map[article.ID]bool{}
	for i := range h.Articles {
		if on[i] = pl.lesson.Current(h.Articles[i].Article); on[i] != nil {
			taken[on[i].ID] = true
		}
	}
	for i := range h.Articles {
		if on[i] != nil {
			continue
		}
		free := slices.DeleteFunc(slices.Clone(pl.texts), func(a *article.Article) bool { return taken[a.ID] })
		if a := pl.like(&h.Articles[i], free); a != nil {
			on[i], taken[a.ID] = a, true
		}
	}
	return on
}

// like is the article that a work on an unknown text was probably made for.
func (pl *placer) like(w *Work, free []*article.Article) *article.Article {
	var best *article.Article
	most := 0
	for _, a := range free {
		if n := pl.standing(w, a); n > most {
			best, most = a, n
		}
	}
	quotes := 0
	for _, m := range w.Marks {
		quotes += len(m.Pieces)
	}
	if best != nil && 2*most >= min(quotes, sample) {
		return best
	}
	title := annotation.Fold(w.Title)
	for _, a := range free {
		if title != "" && annotation.Fold(a.Meta.Title) == title {
			return a
		}
	}
	return nil
}

// sample is how many quotes tell which article is meant.
const sample = 200

// standing counts the quotes that stand in a text, of not more than a sample.
func (pl *placer) standing(w *Work, a *article.Article) (n int) {
	looked := 0
	for _, m := range w.Marks {
		for _, p := range m.Pieces {
			if looked++; looked > sample || pl.spent.searched > maxSearched {
				return n
			}
			pl.spent.searched += len(a.Text)
			if p.Quote != "" && strings.Contains(a.Text, p.Quote) {
				n++
			}
		}
	}
	return n
}
