package classroom

import (
	"math/bits"
	"slices"
	"sort"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
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
	tags     []annotation.TagID

	around []span.Span // what places are around before anything is settled; nil until they are found
	of     []int       // and which of them each passage is at
}

// reading is what a student marked.
type reading struct {
	student int
	marks   []agreement.Mark
	of      []*Mark          // of each mark, what it is a part of
	tag     []int            // of each mark, its tag among those of the article
	passage []int            // of each mark, its edges
	lacks   [][kinds]float64 // of each mark, its part of the disagreement
	touches []bool           // places that the student marked, if only as a part of something else
}

// readingsOf is what the students did with an article.
func readingsOf(c *Class, a *article.Article) *readArticle {
	r := &readArticle{Article: a}
	tags := map[string]int{}
	for i, s := range c.Students {
		w := s.Works[a.ID]
		if w == nil || w.State == project.NotStarted {
			continue
		}
		n := 0
		for k := range w.Marks {
			n += len(w.Marks[k].Pieces) * max(len(w.Marks[k].Tags), 1)
		}
		one := reading{student: i, marks: make([]agreement.Mark, 0, n), of: make([]*Mark, 0, n), tag: make([]int, 0, n), lacks: make([][kinds]float64, n)}
		for k := range w.Marks {
			m := &w.Marks[k]
			one.marks = compared(one.marks, m.Pieces, m.Tags)
			for len(one.of) < len(one.marks) {
				one.of = append(one.of, m)
			}
		}
		for k := range one.marks {
			label := one.marks[k].Label
			tag, known := tags[label]
			if !known {
				tag = len(tags)
				tags[label], r.tags = tag, append(r.tags, annotation.TagID(label))
			}
			one.tag = append(one.tag, tag)
		}
		r.readings = append(r.readings, one)
	}
	r.findPassages()
	return r
}

// passage is edges that students gave a mark, and how many students did.
type passage struct {
	span.Span
	students int
	last     int     // which reading was counted last, from 1
	weight   float64 // students, with those who marked nearly the same in part
	slight   slightly
}

// slightly is whether a passage differs slightly from another one, which is empty
// as long as nobody asked.
type slightly struct {
	from span.Span
	is   bool
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
	if len(places) == 0 { // as most are
		if r.of == nil {
			r.around, r.of = r.places(&around)
		}
		return placesAt(r.around), r.of
	}
	around.fixed = around.count
	others, of := r.places(&around)
	return append(places, placesAt(others)...), of
}

// places finds what places are around besides those that are there, and which
// place each passage is at.
func (r *readArticle) places(around *centers) (others []span.Span, of []int) {
	for _, i := range r.order {
		if at := r.passages[i].Span; around.nearest(at) < 0 {
			around.add(at)
			others = append(others, at)
		}
	}
	of = make([]int, len(r.passages))
	for i := range r.passages {
		of[i] = around.nearest(r.passages[i].Span)
	}
	return others, of
}

func placesAt(spans []span.Span) (out []*Place) {
	for _, at := range spans {
		out = append(out, &Place{At: at})
	}
	return out
}

// findPassages finds the different edges of all marks, which each mark has, and how
// many students have them.
func (r *readArticle) findPassages() {
	edges := r.edgesOfAll()
	r.passages = make([]passage, len(edges))
	for i, e := range edges {
		r.passages[i].Span = span.Span{Start: int(e >> 32), End: int(e & (1<<32 - 1))}
	}
	for i := range r.readings {
		one := &r.readings[i]
		one.passage = make([]int, len(one.marks))
		for k := range one.marks {
			at, _ := slices.BinarySearch(edges, packed(one.marks[k].Span))
			if p := &r.passages[at]; p.last != i+1 {
				p.students, p.last = p.students+1, i+1
			}
			one.passage[k] = at
		}
	}
	weigh(r.passages)
	r.order = heaviestFirst(r.passages)
}

// heaviestFirst is the order of passages by their weights; of the same weight they
// are as they stand in the text.
func heaviestFirst(passages []passage) []int {
	type one struct {
		weight float64
		at     int
	}
	all := make([]one, len(passages))
	for i := range passages {
		all[i] = one{passages[i].weight, i}
	}
	slices.SortFunc(all, func(a, b one) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return a.at - b.at
	})
	order := make([]int, len(all))
	for i := range all {
		order[i] = all[i].at
	}
	return order
}

// packed is a span as one number, for numbers are sorted and found many times
// faster than anything that has to be compared by a function.
func packed(s span.Span) uint64 { return uint64(s.Start)<<32 | uint64(s.End) }

// edgesOfAll are the different edges of all marks, packed and in order.
func (r *readArticle) edgesOfAll() []uint64 {
	n := 0
	for i := range r.readings {
		n += len(r.readings[i].marks)
	}
	all := make([]uint64, 0, n)
	for i := range r.readings {
		for k := range r.readings[i].marks {
			all = append(all, packed(r.readings[i].marks[k].Span))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
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
