package classroom

import (
	"cmp"
	"math/bits"
	"slices"
	"sort"

	"claimlight/app/agreement"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// readArticle is an article with what those marked who opened it.
type readArticle struct {
	*article.Article
	readings []reading
	passages []passage // the different edges of all marks, in order
	order    []int     // the same, those that most students marked first
}

// reading is what a student marked.
type reading struct {
	student int
	marks   []agreement.Mark
	of      []*Mark          // of each mark, what it is a part of
	passage []int            // of each mark, its edges
	lacks   [][kinds]float64 // of each mark, its part of the disagreement
	touches []bool           // places that the student marked, if only as a part of something else
}

// readingsOf is what the students did with an article.
func readingsOf(c *Class, a *article.Article) *readArticle {
	r := &readArticle{Article: a}
	for i, s := range c.Students {
		w := s.Works[a.ID]
		if w == nil || w.State == project.NotStarted {
			continue
		}
		one := reading{student: i}
		for k, whole := range w.Marks {
			for _, m := range compared(whole.Pieces, whole.Tags) {
				one.marks, one.of = append(one.marks, m), append(one.of, &w.Marks[k])
			}
		}
		one.lacks = make([][kinds]float64, len(one.marks))
		r.readings = append(r.readings, one)
	}
	r.findPassages()
	return r
}

// passage is edges that students gave a mark, and how many students did.
type passage struct {
	span.Span
	students int
	weight   float64 // students, with those who marked nearly the same in part
}

// alike is how much two passages share of what either covers.
func alike(a, b span.Span) float64 {
	both := a.Intersect(b).Len()
	return float64(both) / float64(a.Len()+b.Len()-both)
}

// near is how alike a passage must be to what is at a place to belong there: two
// sentences marked as one are near each of them, and a paragraph is not near
// its claims, so that whoever marks whole paragraphs does not tie all together.
const near = 1.0 / 3

// gather finds the places of an article, and which of them each passage is at.
// Settled ones stay what they are; the others are around the passages that most
// students marked, or nearly so.
func (r *readArticle) gather(settled []Settled) (places []*Place, of []int) {
	var around centers
	for i := range settled {
		if s := &settled[i]; s.Article == r.ID && !s.At.Empty() && s.At.Start >= 0 && s.At.End <= r.Len() {
			around.add(s.At.Span)
			places = append(places, &Place{Settled: s, At: s.At.Span})
		}
	}
	around.fixed = around.count
	for _, i := range r.order {
		if at := around.nearest(r.passages[i].Span); at < 0 {
			around.add(r.passages[i].Span)
			places = append(places, &Place{At: r.passages[i].Span})
		}
	}
	for _, p := range r.passages {
		of = append(of, around.nearest(p.Span))
	}
	return places, of
}

// findPassages finds the different edges of all marks, and which each mark has.
func (r *readArticle) findPassages() {
	r.passages = r.edgesOfAll()
	weigh(r.passages)
	for i := range r.passages {
		r.order = append(r.order, i)
	}
	slices.SortStableFunc(r.order, func(i, j int) int { return cmp.Compare(r.passages[j].weight, r.passages[i].weight) })
	for i := range r.readings {
		one := &r.readings[i]
		one.passage = slices.Grow(one.passage, len(one.marks))
		for _, m := range one.marks {
			at, _ := slices.BinarySearchFunc(r.passages, m.Span, func(p passage, s span.Span) int {
				return cmp.Or(cmp.Compare(p.Start, s.Start), cmp.Compare(p.End, s.End))
			})
			one.passage = append(one.passage, at)
		}
	}
}

// edgesOfAll are the different edges of all marks, in order.
func (r *readArticle) edgesOfAll() []passage {
	marks := 0
	for _, one := range r.readings {
		marks += len(one.marks)
	}
	all := make([]passage, 0, marks)
	for i, one := range r.readings {
		for _, m := range one.marks {
			all = append(all, passage{Span: m.Span, students: i})
		}
	}
	slices.SortFunc(all, func(a, b passage) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.students, b.students))
	})
	var out []passage
	last := -1
	for _, p := range all {
		who := p.students
		if n := len(out); n == 0 || out[n-1].Span != p.Span {
			out = append(out, passage{Span: p.Span})
			last = -1
		}
		if who != last {
			out[len(out)-1].students++
		}
		last = who
	}
	return out
}

// manyHits is how many overlaps of passages are looked at. Only who marks
// everything again and again makes more, and then edges have to be the same to
// count together.
const manyHits = 1 << 23

// weigh adds to each passage, in order, those that are like it.
func weigh(passages []passage) {
	for i := range passages {
		passages[i].weight = float64(passages[i].students)
	}
	if hits(passages) > manyHits {
		return
	}
	for i := range passages {
		x := &passages[i]
		for j := i + 1; j < len(passages) && passages[j].Start < x.End; j++ {
			y := &passages[j]
			if share := alike(x.Span, y.Span); share >= agreement.Half.Floor {
				x.weight += share * float64(y.students)
				y.weight += share * float64(x.students)
			}
		}
	}
}

// hits is how many passages overlap one another.
func hits(passages []passage) (n int) {
	for i, x := range passages {
		n += sort.Search(len(passages)-i-1, func(k int) bool { return passages[i+1+k].Start >= x.End })
	}
	return n
}

// centers are what places are around, found by where they are and how long:
// of each length, to a power of two, in the order of their starts. Hardly any
// overlap that are of one length, since they would be one place.
type centers struct {
	levels [64][]center
	count  int
	fixed  int // how many are settled: the first
}

type center struct {
	span.Span
	place int
}

func (c *centers) add(s span.Span) {
	level := &c.levels[bits.Len(uint(s.Len()))]
	*level = slices.Insert(*level, after(*level, s.Start), center{s, c.count})
	c.count++
}

// after is where in a level those begin that start at a point or behind it.
func after(level []center, start int) int {
	return sort.Search(len(level), func(i int) bool { return level[i].Start >= start })
}

// nearest is the place that a passage belongs to, -1 if it is near none. What is
// near a settled one belongs there, lest what is decided comes up again. Of two
// that are as near it is the earlier one.
func (c *centers) nearest(s span.Span) int {
	best, place := 0.0, -1
	at := bits.Len(uint(s.Len()))
	for l := max(at-2, 0); l <= min(at+2, len(c.levels)-1); l++ {
		level := c.levels[l]
		for i := after(level, s.Start-1<<l); i < len(level) && level[i].Start < s.End; i++ {
			share := alike(s, level[i].Span)
			if share < near {
				continue
			}
			if level[i].place < c.fixed {
				share++ // before all others
			}
			if share > best || share == best && level[i].place < place {
				best, place = share, level[i].place
			}
		}
	}
	return place
}

// cover notes the places that the student has a mark at, or of which the student
// marked half or more.
func (one *reading) cover(places []*Place, of []int) {
	one.touches = make([]bool, len(places))
	var spans []span.Span
	for k, m := range one.marks {
		one.touches[of[one.passage[k]]] = true
		spans = append(spans, m.Span)
	}
	spans = span.Join(spans)
	for i, p := range places {
		marked := 0
		from := sort.Search(len(spans), func(k int) bool { return spans[k].End > p.At.Start })
		for k := from; k < len(spans) && spans[k].Start < p.At.End; k++ {
			marked += p.At.Intersect(spans[k]).Len()
		}
		one.touches[i] = one.touches[i] || 2*marked >= p.At.Len()
	}
}
