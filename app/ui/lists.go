package ui

import (
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

// codebook is that of the open project, in order; empty if none is open.
func (m *Model) codebook() project.Codebook {
	if m.ws == nil {
		return project.Codebook{}
	}
	return m.ws.Codebook()
}
