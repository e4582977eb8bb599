package agreement

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// dissimilarity reads the weights of a case for gamma.
func dissimilarity(t *testing.T, c *reference) Dissimilarity {
	p := decode[struct {
		Alpha, Beta *float64
		Empty       *float64 `json:"delta_empty"`
		Cat         map[string]map[string]float64
	}](t, c.Params)
	d := Usual
	for from, to := range map[*float64]*float64{p.Alpha: &d.Alpha, p.Beta: &d.Beta, p.Empty: &d.Empty} {
		if from != nil {
			*to = *from
		}
	}
	if p.Cat != nil {
		d.Labels = func(a, b string) float64 { return p.Cat[a][b] }
	}
	return d
}

func gammaUnit(u unit) GammaUnit { return GammaUnit{u.Begin, u.End, u.mark().Label} }

// continua are the input of a case and its samples.
func continua(t *testing.T, c *reference) (in Continuum, samples []Continuum, end float64) {
	all := decode[continuumInput](t, c.Input)
	build := func(annotators []string, units []unit) Continuum {
		var c Continuum
		at := map[string]int{}
		for _, name := range annotators {
			at[name] = len(c)
			c = append(c, nil)
		}
		for _, u := range units {
			i, known := at[u.Annotator]
			if !known {
				i = len(c)
				at[u.Annotator] = i
				c = append(c, nil)
			}
			c[i] = append(c[i], gammaUnit(u))
		}
		return c
	}
	in = build(all.Annotators, all.Units)
	for _, units := range all.Samples {
		s := build(nil, units)
		for len(s) < len(in) { // whoever drew nothing
			s = append(s, nil)
		}
		samples = append(samples, s)
	}
	return in, samples, all.Continuum.End
}

func positionalCase(t *testing.T, c *reference) any {
	in := decode[struct{ Pairs []struct{ A, B [2]float64 } }](t, c.Input)
	d := dissimilarity(t, c)
	var out []float64
	for _, p := range in.Pairs {
		out = append(out, d.Positional(GammaUnit{Start: p.A[0], End: p.A[1]}, GammaUnit{Start: p.B[0], End: p.B[1]}))
	}
	return map[string]any{"values": out}
}

func unitaryCase(t *testing.T, c *reference) any {
	in := decode[struct{ Tuple []*unit }](t, c.Input)
	units := make([]*GammaUnit, len(in.Tuple))
	for i, u := range in.Tuple {
		if u != nil {
			g := gammaUnit(*u)
			units[i] = &g
		}
	}
	return map[string]any{"value": dissimilarity(t, c).Unitary(units)}
}

func disorderCase(t *testing.T, c *reference) any {
	in, _, _ := continua(t, c)
	r, err := Disorder(in, dissimilarity(t, c), nil)
	if err != nil {
		t.Fatal(err)
	}
	mustBeProven(t, r)
	return map[string]any{"value": value(r)}
}

// mustBeProven demands the least disorder: cases are small enough for it.
func mustBeProven(t *testing.T, r Result) {
	t.Helper()
	if _, defined := r.Value(); defined && part(r, "proven") != 1.0 {
		t.Error("the alignment is not proven to be the best")
	}
}

func givenCase(t *testing.T, c *reference) any {
	in, samples, _ := continua(t, c)
	r, disorders := GammaGiven(in, dissimilarity(t, c), samples)
	mustBeProven(t, r)
	return map[string]any{"value": value(r), "observed_disorder": part(r, Observed), "expected_disorder": part(r, Expected), "sample_disorders": disorders}
}

func gammaCase(t *testing.T, c *reference) any {
	in, _, end := continua(t, c)
	p := decode[struct {
		Sampler string
		Samples int
	}](t, c.Params)
	o := GammaOptions{Seed: 1, Samples: p.Samples, Length: int(end)}
	if p.Sampler == "shuffle" {
		o.Sampler = Shuffle
	}
	r, err := Gamma(in, dissimilarity(t, c), o)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]any{"value": value(r), "observed_disorder": part(r, Observed), "expected_disorder": part(r, Expected)}
}

// documentsOf reads a case's key and answers.
func documentsOf(t *testing.T, c *reference) (out []Document) {
	in := decode[struct{ Documents []struct{ Gold, Pred []unit } }](t, c.Input)
	for _, d := range in.Documents {
		var doc Document
		for _, u := range d.Gold {
			doc.Key = append(doc.Key, u.mark())
		}
		for _, u := range d.Pred {
			doc.Answers = append(doc.Answers, u.mark())
		}
		out = append(out, doc)
	}
	return out
}

// printed is what the programs print that scores are compared with: 0 where
// there is nothing to divide by. We say that it is not defined.
func printed(c *reference, name string, r any) any {
	if r == nil && c.ExpectedStatus == "" && c.Expected[name] != nil {
		return 0.0
	}
	return r
}

func scored(measure func([]Document) Result) func(*testing.T, *reference) any {
	return func(t *testing.T, c *reference) any {
		r := measure(documentsOf(t, c))
		return map[string]any{"precision": printed(c, "precision", part(r, Precision)), "recall": printed(c, "recall", part(r, Recall)),
			"f1": printed(c, "f1", value(r)), "tp": printed(c, "tp", part(r, "correct"))}
	}
}

func mucCase(t *testing.T, c *reference) any {
	p := decode[struct {
		Matching string
		Least    float64 `json:"min_overlap_percent"`
	}](t, c.Params)
	matching := map[string]Matching{"optimal": Optimal, "greedy in text order": GreedyInTextOrder, "greedy in listed order": GreedyInListedOrder}
	m, known := matching[p.Matching]
	if !known {
		t.Fatalf("no matching %q", p.Matching)
	}
	s, err := MUC(documentsOf(t, c), m, p.Least/100)
	if err != nil {
		t.Fatal(err)
	}
	fields := func(name string, n Counts) any {
		want := *c
		want.Expected, _ = c.Expected[name].(map[string]any)
		return map[string]any{"correct": n.Correct, "incorrect": n.Incorrect, "partial": n.Partial, "missed": n.Missed, "spurious": n.Spurious,
			"possible": n.Possible(), "actual": n.Actual(), "precision": printed(&want, "precision", value(n.Precision())),
			"recall": printed(&want, "recall", value(n.Recall())), "f1": printed(&want, "f1", value(n.F1()))}
	}
	return map[string]any{"strict": fields("strict", s.Strict), "exact": fields("exact", s.Exact), "partial": fields("partial", s.Partial), "type": fields("type", s.Type)}
}

// pairwiseCase takes the two sides of documents for two annotators.
func pairwiseCase(t *testing.T, c *reference) any {
	var articles []Article
	per := []any{}
	for _, d := range documentsOf(t, c) {
		a := Article{Readings: []Reading{{"one", d.Key}, {"two", d.Answers}}}
		articles = append(articles, a)
		per = append(per, value(PairwiseF1([]Article{a})))
	}
	out := map[string]any{}
	if _, asked := c.Expected["per_document"]; asked {
		out["per_document"] = per
	}
	if _, asked := c.Expected["f1"]; asked {
		out["f1"] = value(PairwiseF1(articles))
	}
	return out
}

func segmented(measure func(a, b Boundaries, k int) Result) func(*testing.T, *reference) any {
	return func(t *testing.T, c *reference) any {
		in := decode[struct {
			Masses     [][]int
			Boundaries []string
		}](t, c.Input)
		var both []Boundaries
		for _, m := range in.Masses {
			both = append(both, Masses(m...))
		}
		for _, s := range in.Boundaries {
			b := Boundaries{Length: len(s) + 1} // a sign for each place between two units
			for i, r := range s {
				if r == '1' {
					b.At = append(b.At, i+1)
				}
			}
			both = append(both, b)
		}
		k := decode[struct{ K int }](t, c.Params).K
		return map[string]any{"value": value(measure(both[0], both[1], k))}
	}
}

// passages reads rows of document, offset, length, source document, source
// offset, source length, has a source.
func passages(rows [][]any) (out []Passage) {
	for _, r := range rows {
		p := Passage{HasSource: r[6].(bool)}
		p.Document, p.At = fmtPlace(r[:3])
		p.Source, p.From = fmtPlace(r[3:6])
		out = append(out, p)
	}
	return out
}

func plagdetCase(t *testing.T, c *reference) any {
	in := decode[struct{ Cases, Detections [][]any }](t, c.Input)
	r := Plagdet(passages(in.Cases), passages(in.Detections))
	return map[string]any{"recall": printed(c, "recall", part(r, Recall)), "precision": printed(c, "precision", part(r, Precision)),
		"granularity": part(r, "granularity"), "plagdet": value(r)}
}

func plagdetScoreCase(t *testing.T, c *reference) any {
	in := decode[struct{ Recall, Precision, Granularity float64 }](t, c.Input)
	return map[string]any{"value": value(PlagdetScore(in.Recall, in.Precision, in.Granularity))}
}

// The comparison itself finds what is wrong: a number for what is not defined,
// a value out of tolerance, and a field that is missing.
func TestReferencesAreCompared(t *testing.T) {
	c := reference{Expected: map[string]any{"value": nil, "part": 1.0}, Tolerance: 0.1, Disputed: []string{"part"}, Alternatives: map[string]any{"part_union": 2.0}}
	for _, one := range []struct {
		name string
		got  any
		ok   bool
	}{{"value", nil, true}, {"value", 0.0, false}, {"part", 1.05, true}, {"part", 1.2, false}, {"part", 2.05, true}, {"part", nil, false}} {
		if got := c.accepts(one.name, one.got, c.Expected[one.name], c.Tolerance); got != one.ok {
			t.Errorf("%s = %v: accepted %v", one.name, one.got, got)
		}
	}
	if got := flat(map[string]any{"a": map[string]any{"b": []any{1.0, nil}}}); len(got) != 2 || got["a.b.0"] != 1.0 {
		t.Errorf("flattened to %v", got)
	}
	if raw := json.RawMessage(`{"K": 3}`); decode[struct{ K int }](t, raw).K != 3 || !strings.Contains(string(raw), "K") {
		t.Error("parameters are not read")
	}
}

// What is told of each pair of annotators adds up to what they lack of an F1 of 1.
func TestWhatIsToldAddsUp(t *testing.T) {
	r := roll(t)
	credit := Credit{Floor: 0.5, OtherLabel: 0.25}
	for range 300 {
		articles := study(r, someMarks)
		shared := Shared(articles)
		lacks, marks := map[[2]string]float64{}, map[[2]string]int{}
		c, err := CompareAndTell(articles, credit, func(article, first, second int, pairs []Pair) {
			x, y := shared[article].Readings[first], shared[article].Readings[second]
			both := [2]string{x.Annotator, y.Annotator}
			marks[both] += len(x.Marks) + len(y.Marks)
			lacks[both] += float64(len(x.Marks) + len(y.Marks))
			for _, p := range pairs {
				if x.Marks[p.A].Label == y.Marks[p.B].Label != p.SameLabel {
					t.Fatalf("%v is told of %v and %v", p, x.Marks[p.A], y.Marks[p.B])
				}
				lacks[both] -= 2 * credit.Of(p.Overlap, p.SameLabel)
			}
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for both, n := range marks {
			f1, defined := c.Between(both[0], both[1]).Value()
			if defined != (n > 0) || defined && math.Abs(1-f1-lacks[both]/float64(n)) > 1e-9 {
				t.Fatalf("%v lack %v of %d marks, and have an F1 of %v", both, lacks[both], n, f1)
			}
		}
	}
}
