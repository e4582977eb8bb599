package classroom

import (
	"cmp"
	"maps"
	"slices"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/span"
)

// What is counted at a place is what its marks say, one by one.
func TestPlacesCountTheirMarks(t *testing.T) {
	r := roll(t)
	for range 100 {
		c := someClass(t, r, 2+r.IntN(9), 1+r.IntN(2), 1+r.IntN(8))
		d := disputes(t, c)
		for _, p := range d.Places {
			tags, edges, who := map[annotation.TagID]map[int]bool{}, map[span.Span]map[int]bool{}, map[int]bool{}
			for _, m := range p.Marks {
				if tags[m.Tag] == nil {
					tags[m.Tag] = map[int]bool{}
				}
				if edges[m.Span] == nil {
					edges[m.Span] = map[int]bool{}
				}
				tags[m.Tag][m.Student], edges[m.Span][m.Student], who[m.Student] = true, true, true
			}
			if p.Marked != len(who) || len(p.Tags) != len(tags) || len(p.Edges) != len(edges) {
				t.Fatalf("%+v: marked by %v, tags %v, edges %v", p, who, tags, edges)
			}
			for _, tag := range p.Tags {
				if tag.Students != len(tags[tag.Tag]) {
					t.Fatalf("%+v has %v", tag, slices.Sorted(maps.Keys(tags[tag.Tag])))
				}
			}
			for i, e := range p.Edges {
				if e.Students != len(edges[e.Span]) || e.Slight != slight(c.Lesson.Article(p.Article), p.Edges[0].Span, e.Span) {
					t.Fatalf("%+v has %v", e, slices.Sorted(maps.Keys(edges[e.Span])))
				}
				if i > 0 && inOrderOf(p, p.Edges[i-1], e) >= 0 {
					t.Fatalf("%+v stands before %+v at %v", p.Edges[i-1], e, p.At)
				}
			}
		}
	}
}

// inOrderOf compares edges as they are listed.
func inOrderOf(p *Place, a, b EdgeCount) int {
	return cmp.Or(cmp.Compare(b.Students, a.Students), cmp.Compare(alike(b.Span, p.At), alike(a.Span, p.At)), span.Compare(a.Span, b.Span))
}
