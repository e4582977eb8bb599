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

// pause is the pace of a loop that is at i of n.
func pause(pace project.Pace, i, n int) error {
	if i%itemsAtOnce != 0 {
		return nil
	}
	return pace.At(i, n)
}

// annotationsOf returns the annotations as they are read, article by article.
// Annotations without a piece cannot be written; see bare.
func annotationsOf(p project.Project, pace project.Pace) (sorted []*annotation.Annotation, err error) {
	ofArticle, ids := map[article.ID][]*annotation.Annotation{}, []article.ID{}
	rank, n := map[article.ID]int{}, 0
	for i, a := range p.ArticlesInOrder() {
		rank[a.ID] = i + 1
	}
	for a := range p.Annotations.Unordered() {
		if len(a.Pieces) > 0 {
			if ofArticle[a.Article] == nil {
				ids = append(ids, a.Article)
			}
			ofArticle[a.Article] = append(ofArticle[a.Article], a)
		}
		if n++; n%sortedAtOnce == 0 {
			if err := pace.At(n, 4*p.Annotations.Len()); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(ids, func(a, b article.ID) int { return cmp.Or(cmp.Compare(rank[a], rank[b]), cmp.Compare(a, b)) })
	sorted = make([]*annotation.Annotation, 0, n)
	for _, id := range ids {
		list, err := sortedAt(ofArticle[id], func() error { return pace.At(n+3*len(sorted), 4*n) })
		if err != nil {
			return nil, err
		}
		sorted = append(sorted, list...)
	}
	return sorted, nil
}

// sortedAtOnce is how many annotations are sorted without a pause.
const sortedAtOnce = 1024

// sortedAt sorts annotations as they are read, with pauses: a stretch at a
// time, and then two stretches into one.
func sortedAt(list []*annotation.Annotation, pause func() error) ([]*annotation.Annotation, error) {
	for some := range slices.Chunk(list, sortedAtOnce) {
		slices.SortFunc(some, annotation.Compare)
		if err := pause(); err != nil {
			return nil, err
		}
	}
	for size := sortedAtOnce; size < len(list); size *= 2 {
		out := make([]*annotation.Annotation, 0, len(list))
		for two := range slices.Chunk(list, 2*size) {
			a, b := two[:min(size, len(two))], two[min(size, len(two)):]
			for len(a)+len(b) > 0 {
				if len(out)%sortedAtOnce == 0 {
					if err := pause(); err != nil {
						return nil, err
					}
				}
				if len(b) == 0 || len(a) > 0 && annotation.Compare(a[0], b[0]) <= 0 {
					out, a = append(out, a[0]), a[1:]
				} else {
					out, b = append(out, b[0]), b[1:]
				}
			}
		}
		list = out
	}
	return list, nil
}

// relationsOf returns the relations between annotations that can be written, in
// order.
func relationsOf(p project.Project) []*annotation.Relation {
	return slices.DeleteFunc(p.Relations.Sorted(annotation.CompareRelations), func(r *annotation.Relation) bool { return !joins(p, r) })
}

// joins reports whether both ends of a relation can be written.
func joins(p project.Project, r *annotation.Relation) bool {
	from, to := p.Annotation(r.From), p.Annotation(r.To)
	return from != nil && to != nil && len(from.Pieces) > 0 && len(to.Pieces) > 0
}

// loose counts the relations to annotations that no format can hold.
func loose(p project.Project) Loss {
	return Loss{lossRelations, p.Relations.Len() - len(relationsOf(p))}
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
