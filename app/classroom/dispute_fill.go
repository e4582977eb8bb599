package classroom

import (
	"cmp"
	"slices"

	"claimlight/app/span"
)

// fill puts every mark into its place, and all edges that are there.
func (r *readArticle) fill(places []*Place, of []int) {
	marks, edges := make([]int, len(places)), make([]int, len(places))
	all := 0
	for i := range r.readings {
		for _, at := range r.readings[i].passage {
			marks[of[at]]++
		}
		all += len(r.readings[i].passage)
	}
	for _, at := range of {
		edges[at]++
	}
	room, bounds := make([]PlaceMark, all), make([]EdgeCount, len(of))
	for i, p := range places {
		p.Marks, room = room[:0:marks[i]], room[marks[i]:]
		p.Edges, bounds = bounds[:0:edges[i]], bounds[edges[i]:]
	}
	for i := range r.readings {
		one := &r.readings[i]
		for k, at := range one.passage {
			p := places[of[at]]
			p.Marks = append(p.Marks, PlaceMark{one.student, one.of[k], one.marks[k].Span, r.tags[one.tag[k]], one.tag[k]})
			for kind := range one.lacks[k] {
				p.Shares[kind] += one.lacks[k][kind]
			}
		}
	}
	for i, at := range of {
		p := places[at]
		p.Edges = append(p.Edges, EdgeCount{Span: r.passages[i].Span, Students: r.passages[i].students, passage: i})
	}
}

// finish counts what was marked at a place. tags has room for one of each of the
// article's, and is left as it was.
func (r *readArticle) finish(p *Place, tags []voters) {
	p.ID, p.Article, p.Opened = placeID(r.ID, p.At), r.ID, len(r.readings)
	var all voters
	for i := range p.Marks { // by student
		m := &p.Marks[i]
		all.add(m.Student)
		tags[m.tag].add(m.Student)
	}
	p.Marked = all.n
	for i := range p.Marks {
		if by := &tags[p.Marks[i].tag]; by.n > 0 {
			p.Tags = append(p.Tags, TagCount{Tag: p.Marks[i].Tag, Students: by.n})
			*by = voters{}
		}
	}
	slices.SortFunc(p.Tags, func(a, b TagCount) int {
		return cmp.Or(cmp.Compare(b.Students, a.Students), cmp.Compare(a.Tag, b.Tag))
	})
	r.edges(p)
}

// voters counts the students who marked something, whose marks come one student
// after the other.
type voters struct{ n, last int } // last: who was counted last, from 1

func (v *voters) add(student int) {
	if v.last != student+1 {
		v.n, v.last = v.n+1, student+1
	}
}

// edges puts the edges of a place in order: those that most students have
// first, and of those what is most like the place itself.
func (r *readArticle) edges(p *Place) {
	type edge struct {
		EdgeCount
		like float64
	}
	all := make([]edge, len(p.Edges))
	for i, e := range p.Edges {
		all[i] = edge{e, alike(e.Span, p.At)}
	}
	slices.SortFunc(all, func(a, b edge) int {
		if a.Students != b.Students {
			return b.Students - a.Students
		}
		if a.like != b.like {
			return cmp.Compare(b.like, a.like)
		}
		return span.Compare(a.Span, b.Span)
	})
	slightly := true
	for i := range all {
		p.Edges[i] = all[i].EdgeCount
		p.Edges[i].Slight = r.slight(all[0].Span, all[i].passage)
		slightly = slightly && p.Edges[i].Slight
	}
	p.Slight = slightly && p.Shares[EdgesDiffer] > 0 && p.Shares[EdgesDiffer] == p.Share()
}

// slight reports whether a passage differs slightly from another one. It is asked
// the same again whenever something was settled.
func (r *readArticle) slight(from span.Span, at int) bool {
	p := &r.passages[at]
	if p.slight.from != from {
		p.slight = slightly{from, slight(r.Article, from, p.Span)}
	}
	return p.slight.is
}
