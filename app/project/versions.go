package project

import (
	"cmp"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
)

// Earlier returns the earlier versions of an article, the latest first.
func (p Project) Earlier(id article.ID) (out []*article.Article) {
	before := map[article.ID][]*article.Article{}
	for a := range p.Articles.Unordered() {
		if a.Meta.CorrectedBy != "" {
			before[a.Meta.CorrectedBy] = append(before[a.Meta.CorrectedBy], a)
		}
	}
	seen, queue := map[article.ID]bool{id: true}, []article.ID{id}
	for len(queue) > 0 {
		versions := before[queue[0]]
		slices.SortFunc(versions, func(a, b *article.Article) int { return cmp.Compare(a.ID, b.ID) })
		queue = queue[1:]
		for _, a := range versions {
			if !seen[a.ID] {
				seen[a.ID] = true
				out, queue = append(out, a), append(queue, a.ID)
			}
		}
	}
	return out
}

// Current returns the version of an article that all others lead to; the article
// itself unless it is an earlier version, and nil if the project does not have
// it.
func (p Project) Current(id article.ID) *article.Article {
	a := p.Article(id)
	for n := p.Articles.Len(); a != nil && a.Meta.CorrectedBy != "" && n > 0; n-- {
		next := p.Article(a.Meta.CorrectedBy)
		if next == nil {
			break
		}
		a = next
	}
	return a
}

// Versions returns the earlier versions of each article that has any, in no
// order.
func (p Project) Versions() map[article.ID][]article.ID {
	out := map[article.ID][]article.ID{}
	for a := range p.Articles.Unordered() {
		if now := p.Current(a.ID); now != a {
			out[now.ID] = append(out[now.ID], a.ID)
		}
	}
	return out
}

// Unplaced returns the marks without a place in an article: those on its earlier
// versions, in the order in which they are read there.
func (p Project) Unplaced(id article.ID) (out []*annotation.Annotation) {
	order := map[article.ID]int{}
	for i, a := range p.Earlier(id) {
		order[a.ID] = i
	}
	if len(order) == 0 {
		return nil
	}
	for m := range p.Annotations.Unordered() {
		if _, ok := order[m.Article]; ok {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b *annotation.Annotation) int {
		return cmp.Or(order[a.Article]-order[b.Article], annotation.Compare(a, b))
	})
	return out
}

// Loops are the articles from which one comes by their later versions to an
// article that is an earlier version of itself. later says which article comes
// after which.
func Loops(later map[article.ID]article.ID) map[article.ID]bool {
	const going, fine, looped = 1, 2, 3
	state, out := map[article.ID]int{}, map[article.ID]bool{}
	for from := range later {
		var way []article.ID
		end := fine
		for id := from; id != ""; id = later[id] {
			if known := state[id]; known != 0 {
				if end = known; known == going {
					end = looped
				}
				break
			}
			state[id] = going
			way = append(way, id)
		}
		for _, id := range way {
			if state[id] = end; end == looped {
				out[id] = true
			}
		}
	}
	return out
}

// loops are those of the project.
func (p Project) loops() map[article.ID]bool {
	later := map[article.ID]article.ID{}
	for a := range p.Articles.Unordered() {
		if a.Meta.CorrectedBy != "" {
			later[a.ID] = a.Meta.CorrectedBy
		}
	}
	return Loops(later)
}

// Looped reports whether some article is an earlier version of itself, which
// only two changes at once can bring about.
func (p Project) Looped() bool { return len(p.loops()) > 0 }

// correctedBy is an article as the earlier version of another, or as that of
// none.
func correctedBy(a *article.Article, by article.ID) *article.Article {
	m := a.Meta
	m.CorrectedBy = by
	return a.WithMeta(m)
}
