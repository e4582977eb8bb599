package exchange

import (
	"cmp"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// Files hold records in a fixed order, so that the same project gives the same
// bytes and two exports can be compared line by line.

func sortedPeople(p project.Project) []*annotation.Person {
	return slices.Collect(p.People.All())
}

// annotationsOf returns the annotations as they are read, article by article.
// Annotations without a piece cannot be written; see bare.
func annotationsOf(p project.Project) (sorted []*annotation.Annotation) {
	rank := map[article.ID]int{}
	for i, a := range p.ArticlesInOrder() {
		rank[a.ID] = i + 1
	}
	for a := range p.Annotations.All() {
		if len(a.Pieces) > 0 {
			sorted = append(sorted, a)
		}
	}
	slices.SortStableFunc(sorted, func(a, b *annotation.Annotation) int {
		return cmp.Or(cmp.Compare(rank[a.Article], rank[b.Article]), cmp.Compare(a.Article, b.Article), annotation.Compare(a, b))
	})
	return sorted
}

// bare counts the annotations without a piece, which no format can hold.
func bare(p project.Project) Loss {
	l := Loss{What: "annotations that mark no text"}
	for a := range p.Annotations.Unordered() {
		if len(a.Pieces) == 0 {
			l.Count++
		}
	}
	return l
}

func lossesOf(losses ...Loss) []Loss {
	return slices.DeleteFunc(losses, func(l Loss) bool { return l.Count == 0 })
}
