package classroom

import (
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// Heat is how many of those who opened an article marked each stretch of it.
type Heat struct {
	// Opened are those who opened the article, as places among the class's
	// Students; whoever opened it and marked nothing is among them.
	Opened []int
	// Runs are the stretches that anybody marked, in order; those next to each
	// other are marked by different students.
	Runs []HeatRun
	// Most is the largest number of students over a run.
	Most int
}

// HeatRun is a stretch over which the same students have marks.
type HeatRun struct {
	span.Span
	Students []int // each once, in order
}

// AnyTag asks for marks with whatever tag, and with none.
const AnyTag = annotation.TagID("*")

// HeatOf is the heat over an article: of the marks with a tag ("" for those
// without one), or of all with AnyTag. The work goes with the edges of marks,
// and not with the length of the text.
func HeatOf(c *Class, id article.ID, tag annotation.TagID) *Heat {
	h := &Heat{}
	var spans []span.Span
	var owners []int
	text := c.Lesson.Article(id)
	if text == nil {
		return h
	}
	for i, s := range c.Students {
		w := s.Works[id]
		if w == nil || w.State == project.NotStarted {
			continue
		}
		h.Opened = append(h.Opened, i)
		for _, s := range marked(w, tag) {
			spans, owners = append(spans, s), append(owners, i)
		}
	}
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return span.Compare(spans[i], spans[j]) })
	sorted := make([]span.Span, len(spans))
	for i, at := range order {
		sorted[i] = spans[at]
	}
	for run := range span.Runs(span.Span{End: text.Len()}, sorted) {
		if len(run.Active) > 0 {
			h.add(run.Span, run.Active, order, owners)
		}
	}
	return h
}

// marked are the stretches that a student marked with a tag, joined, so that
// nobody counts twice over one.
func marked(w *Work, tag annotation.TagID) []span.Span {
	var spans []span.Span
	for _, m := range w.Marks {
		if tag == AnyTag || slices.Contains(m.Tags, tag) || tag == "" && len(m.Tags) == 0 {
			spans = append(spans, m.Spans()...)
		}
	}
	return span.Join(spans)
}

// add puts a run behind the others, or on to the last one where the same
// students go on.
func (h *Heat) add(at span.Span, active, order, owners []int) {
	who := make([]int, len(active))
	for i, k := range active {
		who[i] = owners[order[k]]
	}
	slices.Sort(who)
	if n := len(h.Runs); n > 0 && h.Runs[n-1].End == at.Start && slices.Equal(h.Runs[n-1].Students, who) {
		h.Runs[n-1].End = at.End
		return
	}
	h.Runs = append(h.Runs, HeatRun{at, who})
	h.Most = max(h.Most, len(who))
}

// AtLeast are the runs that so many students marked; those next to each other
// stay apart.
func (h *Heat) AtLeast(students int) (out []HeatRun) {
	for _, r := range h.Runs {
		if len(r.Students) >= students {
			out = append(out, r)
		}
	}
	return out
}
