package ui

import (
	"slices"

	"claimlight/app/article"
	"claimlight/app/project"
)

// articles are those of the open project, in order; none if none is open.
func (m *Model) articles() []*article.Article {
	if m.ws == nil {
		return nil
	}
	return m.ws.Articles()
}

// placeOf is the index of an article in that order, -1 if it is not there.
func (m *Model) placeOf(a *article.Article) int {
	return slices.IndexFunc(m.articles(), func(b *article.Article) bool { return b.ID == a.ID })
}

// codebook is that of the open project, in order; empty if none is open.
func (m *Model) codebook() project.Codebook {
	if m.ws == nil {
		return project.Codebook{}
	}
	return m.ws.Codebook()
}
