package agreement

import (
	"cmp"
	"slices"

	"claimlight/app/span"
)

// Mark is a span with a label, which is a tag in Claimlight.
type Mark struct {
	span.Span
	Label string
}

// Reading is what one annotator marked on an article they opened. Without
// marks it says that they found nothing, which counts.
type Reading struct {
	Annotator string
	Marks     []Mark
}

// Article is a text, by its length, and what those marked who opened it. An
// annotator who is not among the readings has not opened it: that is missing,
// and counts for nothing.
type Article struct {
	Length   int // code points
	Readings []Reading
}

// Shared leaves the articles that at least two annotators opened: there is
// nothing to compare on the others.
func Shared(articles []Article) (out []Article) {
	for _, a := range articles {
		if len(a.Readings) > 1 {
			out = append(out, a)
		}
	}
	return out
}

// basisOf is what a measure of articles rests on.
func basisOf(articles []Article) (b Basis) {
	seen := map[string]bool{}
	for _, a := range articles {
		b.Articles++
		for _, r := range a.Readings {
			seen[r.Annotator] = true
			b.Marks += len(r.Marks)
		}
	}
	b.Annotators = len(seen)
	return b
}

// Only is the articles with the marks of one label. Who opened them stays the
// same, so that whoever did not use the label counts as having found nothing.
func Only(articles []Article, label string) []Article {
	out := make([]Article, len(articles))
	for i, a := range articles {
		out[i] = Article{Length: a.Length, Readings: make([]Reading, len(a.Readings))}
		for j, r := range a.Readings {
			marks := slices.DeleteFunc(slices.Clone(r.Marks), func(m Mark) bool { return m.Label != label })
			out[i].Readings[j] = Reading{r.Annotator, marks}
		}
	}
	return out
}

// Labels are the labels of all marks, sorted.
func Labels(articles []Article) []string {
	seen := map[string]bool{}
	for _, a := range articles {
		for _, r := range a.Readings {
			for _, m := range r.Marks {
				seen[m.Label] = true
			}
		}
	}
	labels := make([]string, 0, len(seen))
	for l := range seen {
		labels = append(labels, l)
	}
	slices.Sort(labels)
	return labels
}

// tooManyLabels reports whether an article has more labels than any codebook,
// so that a measure that takes them one by one, or two by two, would not end.
func tooManyLabels(a Article) bool { return len(Labels([]Article{a})) > mostLabels }

const mostLabels = 1000

// Concat lays articles end to end, for measures of a single text: those that
// every annotator opened who opened any of them. Others have no place in it;
// left is how many there are.
func Concat(articles []Article) (whole Article, left int) {
	at := map[string]int{}
	for _, a := range articles {
		for _, r := range a.Readings {
			if _, known := at[r.Annotator]; !known {
				at[r.Annotator] = len(at)
				whole.Readings = append(whole.Readings, Reading{Annotator: r.Annotator})
			}
		}
	}
	for _, a := range articles {
		if len(a.Readings) < len(at) {
			left++
			continue
		}
		for _, r := range a.Readings {
			to := &whole.Readings[at[r.Annotator]]
			for _, m := range r.Marks {
				m.Start += whole.Length
				m.End += whole.Length
				to.Marks = append(to.Marks, m)
			}
		}
		whole.Length += a.Length
	}
	if left == len(articles) {
		return Article{}, left
	}
	return whole, left
}

// clip returns the marks as far as they lie in the text; what is empty then is
// dropped, for it covers nothing.
func clip(marks []Mark, length int) []Mark {
	out := make([]Mark, 0, len(marks))
	for _, m := range marks {
		m.Start, m.End = max(m.Start, 0), min(m.End, length)
		if !m.Empty() {
			out = append(out, m)
		}
	}
	return out
}

// inOrder compares marks by start, end and label.
func inOrder(a, b Mark) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Label, b.Label))
}

// covered is what the marks cover, in order; marks that overlap are joined,
// and those that only touch stay apart.
func covered(marks []Mark) []span.Span {
	out := make([]span.Span, 0, len(marks))
	for _, m := range slices.SortedFunc(slices.Values(marks), inOrder) {
		if n := len(out); n > 0 && m.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, m.End)
			continue
		}
		out = append(out, m.Span)
	}
	return out
}
