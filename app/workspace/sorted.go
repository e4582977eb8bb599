package workspace

import (
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// sorted are the lists that every screen asks for at every redraw. A table is
// a value, so that a list holds as long as the table is the one it was made of.
type sorted struct {
	articles     []*article.Article
	codebook     project.Codebook
	versions     map[article.ID][]article.ID
	ofArticles   project.Table[*article.Article]
	ofVersions   project.Table[*article.Article]
	ofTags       project.Table[*annotation.Tag]
	ofAttributes project.Table[*annotation.Attribute]
	ofInfos      project.Table[*project.Info]
}

// Articles returns the project's articles in order. Nobody changes the list.
func (w *Workspace) Articles() []*article.Article {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, p := &w.sorted, w.now.project
	if s.articles == nil || s.ofArticles != p.Articles {
		s.articles, s.ofArticles = p.Listed(), p.Articles
	}
	return s.articles
}

// Unplaced is how many annotations have no place in an article: those on its
// earlier versions. It counts nothing anew.
func (w *Workspace) Unplaced(id article.ID) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, p := &w.sorted, w.now.project
	if s.versions == nil || s.ofVersions != p.Articles {
		s.versions, s.ofVersions = p.Versions(), p.Articles
	}
	for _, version := range s.versions[id] {
		n += w.sheet(version).count
	}
	return n
}

// Codebook returns the project's codebook in order. Nobody changes its lists.
func (w *Workspace) Codebook() project.Codebook {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, p := &w.sorted, w.now.project
	if s.codebook.Tags == nil || s.ofTags != p.Tags || s.ofAttributes != p.Attributes || s.ofInfos != p.Infos {
		s.codebook = p.Codebook()
		s.ofTags, s.ofAttributes, s.ofInfos = p.Tags, p.Attributes, p.Infos
	}
	return s.codebook
}
