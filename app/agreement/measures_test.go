package agreement

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"claimlight/app/span"
)

// measures compute what the cases of a measure expect.
var measures = map[string]func(t *testing.T, c *reference) any{
	"cohen_kappa":          coded(kappaFields(Cohen)),
	"scott_pi":             coded(kappaFields(Scott)),
	"fleiss_kappa":         coded(kappaFields(Fleiss)),
	"fleiss_kappa_missing": coded(kappaFields(FleissMissing)),
	"gwet_ac1":             coded(kappaFields(AC1)),
	"mean_pairwise_cohen_kappa": coded(func(_ *testing.T, _ *reference, c Coding) any {
		return map[string]any{"value": value(Light(c))}
	}),
	"fleiss_kappa_per_category": coded(func(_ *testing.T, _ *reference, c Coding) any { return values(FleissPerCategory(c)) }),
	"krippendorff_alpha_per_category": coded(func(_ *testing.T, _ *reference, c Coding) any {
		return values(KrippendorffPerCategory(c))
	}),
	"observed_agreement_per_item": coded(perItem),
	"krippendorff_alpha":          coded(krippendorffCase),
	"char_level_alpha": read(func(_ *reference, a Article) any {
		return map[string]any{"value": value(CharAlpha([]Article{a}))}
	}),
	"alpha_u_2004":                   read(alphaUCase),
	"alpha_u_2004_distance":          segmentDistanceCase,
	"u_alpha_family":                 read(uAlphaCase),
	"pairwise_mean_f1":               read(pairwiseMeanCase),
	"gamma_positional_dissimilarity": positionalCase,
	"gamma_unitary_disorder":         unitaryCase,
	"gamma_observed_disorder":        disorderCase,
	"gamma_given_chance_samples":     givenCase,
	"gamma":                          gammaCase,
	"muc_span_scores":                mucCase,
	"span_f1_exact":                  scored(ExactF1),
	"semeval2020_t11_si":             scored(SpanF1),
	"flc_2019":                       scored(FragmentF1),
	"pairwise_span_f1":               pairwiseCase,
	"boundary_similarity":            segmented(func(a, b Boundaries, _ int) Result { return BoundarySimilarity(a, b, 2) }),
	"windowdiff":                     segmented(WindowDiff),
	"pan_plagdet":                    plagdetCase,
	"plagdet_score":                  plagdetScoreCase,
}

// value is a result's number, nil if it is not defined.
func value(r Result) any {
	if v, ok := r.Value(); ok {
		return v
	}
	return nil
}

func part(r Result, name string) any {
	if v, ok := r.Part(name); ok {
		return v
	}
	return nil
}

func values(by map[string]Result) map[string]any {
	out := map[string]any{}
	for label, r := range by {
		out[label] = value(r)
	}
	return out
}

// decode reads a part of a case.
func decode[T any](t *testing.T, data json.RawMessage) (v T) {
	t.Helper()
	if len(data) == 0 {
		return v
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// coded reads a case's ratings.
func coded(f func(*testing.T, *reference, Coding) any) func(*testing.T, *reference) any {
	return func(t *testing.T, c *reference) any {
		in := decode[struct {
			Matrix      [][]any
			Contingency *struct {
				Labels []any
				Table  [][]int
			}
			Patterns []struct {
				Count  int
				Values []any
			}
		}](t, c.Input)
		switch {
		case in.Contingency != nil:
			labels := make([]string, len(in.Contingency.Labels))
			for i, l := range in.Contingency.Labels {
				labels[i] = said(t, l).Label
			}
			return f(t, c, FromTable(labels, in.Contingency.Table))
		case in.Patterns != nil:
			counts := make([]int, len(in.Patterns))
			rows := make([][]any, len(in.Patterns[0].Values))
			for i, p := range in.Patterns {
				counts[i] = p.Count
				for a, v := range p.Values {
					rows[a] = append(rows[a], v)
				}
			}
			coding := codingOf(t, rows)
			coding.Counts = counts
			return f(t, c, coding)
		}
		return f(t, c, codingOf(t, in.Matrix))
	}
}

func codingOf(t *testing.T, matrix [][]any) Coding {
	rows := make([][]*Value, len(matrix))
	for a, row := range matrix {
		for _, v := range row {
			var rating *Value
			if v != nil {
				x := said(t, v)
				rating = &x
			}
			rows[a] = append(rows[a], rating)
		}
	}
	return NewCoding(rows)
}

// said is a rating: a number, a string, or a list.
func said(t *testing.T, v any) Value {
	t.Helper()
	switch v := v.(type) {
	case float64:
		return Number(v)
	case bool:
		return Label(strconv.FormatBool(v))
	case string:
		return Label(v)
	case []any:
		var labels []string
		for _, x := range v {
			labels = append(labels, said(t, x).Label)
		}
		return Set(labels...)
	}
	t.Fatalf("%v is no rating", v)
	return Value{}
}

func kappaFields(measure func(Coding) Result) func(*testing.T, *reference, Coding) any {
	return func(_ *testing.T, c *reference, coding Coding) any {
		r := measure(coding)
		return map[string]any{"value": value(r), "observed": part(r, Observed), "expected": part(r, Expected)}
	}
}

func perItem(_ *testing.T, _ *reference, c Coding) any {
	out := map[string]any{}
	for i, r := range ObservedPerItem(c) {
		out[strconv.Itoa(i+1)] = value(r)
	}
	return out
}

func krippendorffCase(t *testing.T, c *reference, coding Coding) any {
	p := decode[struct {
		Metric   string
		Labels   []any
		Distance [][]float64
	}](t, c.Params)
	metrics := map[string]Metric{"": Nominal, "nominal": Nominal, "ordinal": Ordinal, "interval": Interval, "ratio": Ratio, "jaccard": Jaccard, "masi": MASI}
	m, known := metrics[p.Metric]
	if p.Metric == "matrix" {
		var labels []string
		for _, l := range p.Labels {
			labels = append(labels, said(t, l).Label)
		}
		m, known = Distances(labels, p.Distance), true
	}
	if !known {
		t.Fatalf("no metric %q", p.Metric)
	}
	r := Krippendorff(coding, m)
	return map[string]any{"value": value(r), "observed_disagreement": part(r, Observed), "expected_disagreement": part(r, Expected)}
}

// unit is a unit as cases have it.
type unit struct {
	Annotator  string
	Begin, End float64
	Label      *string
}

func (u unit) mark() Mark {
	m := Mark{Span: span.Span{Start: int(u.Begin), End: int(u.End)}}
	if u.Label != nil {
		m.Label = *u.Label
	}
	return m
}

type continuumInput struct {
	Continuum  struct{ Begin, End float64 }
	Annotators []string
	Units      []unit
	Samples    [][]unit `json:"chance_samples"`
}

// read reads a case's annotators and units as an article.
func read(f func(*reference, Article) any) func(*testing.T, *reference) any {
	return func(t *testing.T, c *reference) any {
		in := decode[continuumInput](t, c.Input)
		begin := int(in.Continuum.Begin)
		a := Article{Length: int(in.Continuum.End) - begin}
		at := map[string]int{}
		reading := func(name string) int {
			if _, known := at[name]; !known {
				at[name] = len(a.Readings)
				a.Readings = append(a.Readings, Reading{Annotator: name})
			}
			return at[name]
		}
		for _, name := range in.Annotators {
			reading(name)
		}
		for _, u := range in.Units {
			i := reading(u.Annotator)
			m := u.mark()
			m.Start, m.End = m.Start-begin, m.End-begin
			a.Readings[i].Marks = append(a.Readings[i].Marks, m)
			if len(c.Params) > 0 && in.Continuum.End == 0 {
				a.Length = max(a.Length, m.End)
			}
		}
		return f(c, a)
	}
}

func alphaUCase(_ *reference, a Article) any {
	all, per := AlphaU(a)
	labels := map[string]any{}
	for label, r := range per {
		labels[label] = map[string]any{"do": part(r, Observed), "de": part(r, Expected), "alpha": value(r)}
	}
	return map[string]any{"value": value(all), "observed_disagreement": part(all, Observed), "expected_disagreement": part(all, Expected), "per_label": labels}
}

func segmentDistanceCase(t *testing.T, c *reference) any {
	in := decode[struct{ Pairs []struct{ A, B []any } }](t, c.Input)
	segment := func(v []any) Segment {
		return Segment{span.Span{Start: int(v[0].(float64)), End: int(v[1].(float64))}, v[2] != nil}
	}
	var out []float64
	for _, p := range in.Pairs {
		out = append(out, SegmentDistance(segment(p.A), segment(p.B)))
	}
	return map[string]any{"values": out}
}

func uAlphaCase(_ *reference, a Article) any {
	f := UAlpha(a)
	return map[string]any{"u_alpha": value(f.U), "bar_u_alpha": value(f.BarU), "cu_alpha": value(f.CU), "cu_coverage": value(f.Coverage),
		"ku_alpha": values(f.KU), "ku_coverage": values(f.KCover)}
}

func pairwiseMeanCase(_ *reference, a Article) any {
	exact, characters := PairwiseF1([]Article{a}), PairwiseChars([]Article{a})
	return map[string]any{"exact": value(exact), "characters": value(characters), "pairs": exact.Rests.Pairs}
}

func fmtPlace(p []any) (string, span.Span) {
	start, n := int(p[1].(float64)), int(p[2].(float64))
	return fmt.Sprint(p[0]), span.Span{Start: start, End: start + n}
}
