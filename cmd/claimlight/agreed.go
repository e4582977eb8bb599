package main

import (
	"fmt"
	"slices"

	"claimlight/app/agreement"
)

// agreed is what claimlight agree --json prints. Names of fields and measures
// are described in README.md and stay as they are; new ones may be added.
type agreed struct {
	Format     string      `json:"format"` // "claimlight-agreement"
	Version    int         `json:"version"`
	Articles   counted     `json:"articles"`
	Marks      int         `json:"marks"`
	Measures   []figure    `json:"measures"`
	Tags       []tagged    `json:"tags"`
	Annotators []annotator `json:"annotators"`
	Notes      []string    `json:"notes"`
}

// counted is how many articles count.
type counted struct {
	Shared int `json:"shared"`   // opened by two annotators or more
	Left   int `json:"left_out"` // opened by fewer
}

// figure is one measure.
type figure struct {
	Measure string             `json:"measure"`
	Name    string             `json:"name"`
	Value   *float64           `json:"value"` // null: not defined
	Reason  string             `json:"reason,omitempty"`
	Says    string             `json:"says,omitempty"`
	Basis   basis              `json:"basis"`
	Parts   map[string]float64 `json:"parts,omitempty"`
	Range   *bounds            `json:"range,omitempty"`
}

type basis struct {
	Annotators int `json:"annotators"`
	Articles   int `json:"articles"`
	Marks      int `json:"marks"`
	Pairs      int `json:"pairs,omitempty"`
	LeftOut    int `json:"pairs_left_out,omitempty"`
}

// bounds is a bootstrap range.
type bounds struct {
	Low       *float64 `json:"low"` // null: there is none
	High      *float64 `json:"high"`
	Level     float64  `json:"level"`
	Resamples int      `json:"resamples"`
	Seed      uint64   `json:"seed"`
	Reason    string   `json:"reason,omitempty"`
}

// tagged is the figures of the marks of one tag.
type tagged struct {
	Tag      string   `json:"tag"`
	Marks    int      `json:"marks"`
	Measures []figure `json:"measures"`
}

// annotator is one annotator with the others.
type annotator struct {
	Name      string `json:"name"`
	Articles  int    `json:"articles"` // opened
	Marks     int    `json:"marks"`
	Agreement figure `json:"agreement"` // pairwise span F1 with the others
}

func figureOf(measure string, r agreement.Result) figure {
	f := figure{Measure: measure, Name: r.Measure, Reason: r.Reason, Says: r.Says,
		Basis: basis{r.Rests.Annotators, r.Rests.Articles, r.Rests.Marks, r.Rests.Pairs, r.Rests.LeftOut}}
	if v, ok := r.Value(); ok {
		f.Value = &v
	}
	for _, p := range r.Parts {
		if f.Parts == nil {
			f.Parts = map[string]float64{}
		}
		f.Parts[p.Name] = p.Value
	}
	return f
}

// within adds a range to a figure that is defined.
func (f figure) within(r agreement.Range, seed uint64) figure {
	if f.Value == nil {
		return f
	}
	f.Range = &bounds{Level: r.Level, Resamples: r.Resamples, Seed: seed, Reason: r.Reason}
	if r.Reason == "" {
		f.Range.Low, f.Range.High = &r.Low, &r.High
	}
	return f
}

// shared is the articles that two annotators or more opened.
func (s *study) shared() []agreement.Article {
	return agreement.Shared(s.articles)
}

// ofAll corrects what a measure of a single text rests on, when that is
// several articles laid end to end.
func (s *study) ofAll(r agreement.Result, left int) agreement.Result {
	r.Rests.Articles = len(s.shared()) - left
	if _, ok := r.Value(); !ok && r.Rests.Articles == 0 {
		r.Reason = "No article was opened by all annotators, and this measure needs a text that everybody read."
	}
	return r
}

// mostTags is how many tags get figures of their own.
const mostTags = 200

// report reckons all figures.
func (s *study) report(seed uint64) agreed {
	shared := s.shared()
	r := agreed{Format: "claimlight-agreement", Version: 1, Notes: append([]string{}, s.notes...), Tags: []tagged{}, Annotators: []annotator{}}
	r.Articles = counted{len(shared), len(s.articles) - len(shared)}
	chance := agreement.Bootstrap{Seed: seed}
	pairs := agreement.Compare(shared, agreement.Half)
	r.Measures = []figure{
		figureOf("pairwise_span_f1", pairs.Mean()).within(pairs.Range(chance), seed),
		figureOf("character_alpha", agreement.CharAlpha(shared)).within(agreement.CharAlphaRange(shared, chance), seed),
		figureOf("pairwise_exact_f1", agreement.PairwiseF1(shared)),
		figureOf("pairwise_character_f1", agreement.PairwiseChars(shared)),
	}
	r.Measures = append(r.Measures, s.ofText()...)
	labels := agreement.Labels(shared)
	if len(labels) > mostTags {
		r.Notes = append(r.Notes, fmt.Sprintf("There are %d tags; the figures for each are given for the first %d only.", len(labels), mostTags))
		labels = labels[:mostTags]
	}
	for _, label := range labels {
		only := agreement.Only(shared, label)
		mean := agreement.Compare(only, agreement.Half).Mean()
		r.Tags = append(r.Tags, tagged{label, mean.Rests.Marks, []figure{
			figureOf("pairwise_span_f1", mean), figureOf("character_alpha", agreement.CharAlpha(only))}})
	}
	for _, name := range slices.Sorted(slices.Values(s.names)) {
		a := annotator{Name: name, Agreement: figureOf("pairwise_span_f1", pairs.Of(name))}
		for _, article := range s.articles {
			for _, reading := range article.Readings {
				if reading.Annotator == name {
					a.Articles++
					a.Marks += len(reading.Marks)
				}
			}
		}
		r.Marks += a.Marks
		r.Annotators = append(r.Annotators, a)
	}
	return r
}

// ofText are the measures of one text, of the articles that all opened laid
// end to end.
func (s *study) ofText() []figure {
	whole, left := agreement.Concat(s.shared())
	u := agreement.UAlpha(whole)
	old, _ := agreement.AlphaU(whole)
	return []figure{
		figureOf("u_alpha", s.ofAll(u.U, left)), figureOf("bar_u_alpha", s.ofAll(u.BarU, left)), figureOf("cu_alpha", s.ofAll(u.CU, left)),
		figureOf("alpha_u_2004", s.ofAll(old, left)),
	}
}
