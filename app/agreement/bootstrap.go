package agreement

import (
	"fmt"
	"slices"
)

// Bootstrap is how a range is found: the measure is taken again and again of
// as many articles (or items), drawn with replacement (Efron & Tibshirani 1993,
// chapter 13).
type Bootstrap struct {
	Seed      uint64  // the same seed gives the same range
	Resamples int     // how often; 1000 if 0
	Level     float64 // the share of resamples within the range; 0.95 if 0
	Pace      Pace    // called after each hundred; an error stops it; may be nil
}

// Range is where a value would lie with other articles like these.
type Range struct {
	Low, High float64
	Level     float64
	Resamples int    // that gave a value
	Left      int    // that gave none, and are left out
	Reason    string // why there is no range, in words; "" if there is one
	Says      string // what it means
	Err       error  // what Pace returned
}

// fewest is how many things a range may be drawn from.
const fewest = 2

// run draws from n things and keeps the middle of what the measure gives.
func (o Bootstrap) run(n int, noun string, measure func(draw []int) (float64, bool)) Range {
	if o.Resamples <= 0 {
		o.Resamples = 1000
	}
	if o.Level <= 0 || o.Level >= 1 {
		o.Level = 0.95
	}
	out := Range{Level: o.Level}
	if n < fewest {
		out.Reason = fmt.Sprintf("A range needs at least %d %s to draw from.", fewest, noun)
		return out
	}
	d := newChance(o.Seed)
	draw := make([]int, n)
	values := make([]float64, 0, o.Resamples)
	for i := range o.Resamples {
		for j := range draw {
			draw[j] = d.below(n)
		}
		if v, ok := measure(draw); ok {
			values = append(values, v)
		}
		if (i+1)%100 == 0 {
			if err := o.Pace.at(i+1, o.Resamples); err != nil {
				out.Err, out.Reason = err, "It was stopped before it was done."
				return out
			}
		}
	}
	out.Resamples, out.Left = len(values), o.Resamples-len(values)
	if len(values) == 0 {
		out.Reason = "The measure is not defined for any of the draws."
		return out
	}
	slices.Sort(values)
	out.Low, out.High = quantile(values, (1-o.Level)/2), quantile(values, (1+o.Level)/2)
	out.Says = fmt.Sprintf("With other %s like these %d, expect a value from %.2f to %.2f (in %s of the draws).", noun, n, out.Low, out.High, Percent(o.Level))
	return out
}

// quantile is a quantile of sorted values, between two of them in proportion.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	below := int(at)
	above := min(below+1, len(sorted)-1)
	return sorted[below] + (at-float64(below))*(sorted[above]-sorted[below])
}

// OverItems is the range of a measure of a coding, drawn over its items.
func (o Bootstrap) OverItems(c Coding, measure func(Coding) Result) Range {
	if reason := c.check(); reason != "" {
		return Range{Reason: reason}
	}
	var column []int // of each item
	for i := range c.columns() {
		for range int(c.times(i)) {
			column = append(column, i)
		}
	}
	drawn := Coding{Values: c.Values, Ratings: make([][]int, len(c.Ratings))}
	for a := range drawn.Ratings {
		drawn.Ratings[a] = make([]int, len(column))
	}
	return o.run(len(column), "items", func(draw []int) (float64, bool) {
		for a, row := range c.Ratings {
			for i, at := range draw {
				drawn.Ratings[a][i] = row[column[at]]
			}
		}
		return measure(drawn).Value()
	})
}

// OverArticles is the range of any measure of articles, drawn over those that
// two or more annotators opened.
func (o Bootstrap) OverArticles(articles []Article, measure func([]Article) Result) Range {
	articles = Shared(articles)
	drawn := make([]Article, len(articles))
	return o.run(len(articles), "articles", func(draw []int) (float64, bool) {
		for i, at := range draw {
			drawn[i] = articles[at]
		}
		return measure(drawn).Value()
	})
}
