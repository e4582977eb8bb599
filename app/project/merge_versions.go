package project

import (
	"cmp"
	"slices"

	"claimlight/app/article"
)

// versions takes in which articles of q are earlier versions of others. Where p
// has not corrected an article, q's correction counts.
func (m *merger) versions() {
	theirs := slices.DeleteFunc(m.q.Articles.Sorted(func(a, b *article.Article) int { return cmp.Compare(a.ID, b.ID) }),
		func(a *article.Article) bool { return a.Meta.CorrectedBy == "" })
	for _, t := range theirs {
		ours, known := m.version(t.ID), m.p.Article(t.ID)
		switch {
		case ours.Meta.CorrectedBy == t.Meta.CorrectedBy:
		case ours.Meta.CorrectedBy != "" || m.leads(t.Meta.CorrectedBy, t.ID):
			m.differ("article", t.Key(), m.sayVersion(ours), m.sayVersion(t), keptOurs)
		default:
			if known != nil {
				m.differ("article", t.Key(), m.sayVersion(ours), m.sayVersion(t), keptTheirs)
			}
			set(&m.d.Articles, known, correctedBy(ours, t.Meta.CorrectedBy))
		}
	}
}

// version is an article as the merged project has it; nil if it does not.
func (m *merger) version(id article.ID) *article.Article {
	if d, ok := m.d.Articles[string(id)]; ok {
		return d.To
	}
	return m.p.Article(id)
}

// leads reports whether one goes from an article by its later versions to
// another.
func (m *merger) leads(from, to article.ID) bool {
	for a := m.version(from); a != nil; a = m.version(a.Meta.CorrectedBy) {
		if a.ID == to {
			return true
		}
	}
	return false
}

// sayVersion says whether there is a corrected version.
func (m *merger) sayVersion(a *article.Article) string {
	by := m.version(a.Meta.CorrectedBy)
	if by == nil {
		return cmp.Or(quoted(a.Meta.Title), "no title") + ", not corrected"
	}
	return cmp.Or(quoted(a.Meta.Title), "no title") + ", corrected: " + cmp.Or(quoted(by.Meta.Title), "no title")
}
