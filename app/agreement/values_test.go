package agreement

import (
	"math"
	"testing"
)

// Values that are worked out by hand from the definitions, so that nothing
// rests on files from outside alone.
func TestValuesByHand(t *testing.T) {
	table := FromTable([]string{"y", "n"}, [][]int{{20, 10}, {20, 50}})
	muc, err := MUC([]Document{{[]Mark{at(0, 10, "a"), at(20, 30, "a")}, []Mark{at(0, 8, "a")}}}, Optimal, 0)
	if err != nil {
		t.Fatal(err)
	}
	labels := UAlpha(one([]Mark{at(0, 2, "p"), at(4, 6, "q")}, []Mark{at(0, 2, "p"), at(4, 6, "p")}))
	silent := Article{10, []Reading{{"a", []Mark{at(0, 2, "p")}}, {"b", nil}}}
	for name, c := range map[string]struct {
		got  Result
		want float64
	}{
		"kappa, chance 0.3*0.4 + 0.7*0.6":             {Cohen(table), (0.7 - 0.54) / 0.46},
		"pi, chance 0.35² + 0.65²":                    {Scott(table), (0.7 - 0.545) / 0.455},
		"AC1, chance 2 * 0.35 * 0.65":                 {AC1(table), (0.7 - 0.455) / 0.545},
		"ratio alpha of (1,3) and (2,2)":              {Krippendorff(codingOf(t, [][]any{{1.0, 2.0}, {3.0, 2.0}}), Ratio), 1 - 0.125*12/(0.5+4.0/9+0.16)},
		"interval alpha of (1,3) and (2,2)":           {Krippendorff(codingOf(t, [][]any{{1.0, 2.0}, {3.0, 2.0}}), Interval), 1 - 2*12.0/(8+4+4)},
		"half for an overlap, of one answer":          {muc.Partial.Precision(), 0.5},
		"half for an overlap, of two in the key":      {muc.Partial.Recall(), 0.25},
		"all for the type, of two in the key":         {muc.Type.F1(), 2.0 / 3},
		"u-alpha, 2 of 10 characters marked by one":   {UAlpha(silent).U, 1 - 0.2*378/72},
		"cu-alpha, half of the labels differ":         {labels.CU, 1 - 0.5*48/24},
		"cu-alpha covers 4 of 100 characters":         {labels.Coverage, 0.04},
		"(k)u-alpha of q, which never meets itself":   {labels.KU["q"], 1 - 1*(12.0+4-4)/12},
		"alpha of characters, 2 of 10 marked by one":  {CharAlpha([]Article{silent}), 1 - 0.2*20*19/(2*2*18)},
		"SemEval, one answer half in the key":         {SpanF1([]Document{{[]Mark{at(0, 10, "a")}, []Mark{at(5, 15, "b")}}}), 0.5},
		"fragments, one answer with another label":    {FragmentF1([]Document{{[]Mark{at(0, 10, "a")}, []Mark{at(5, 15, "b")}}}), 0},
		"fragments, one answer with the label of one": {FragmentF1([]Document{{[]Mark{at(0, 10, "a")}, []Mark{at(5, 15, "a")}}}), 0.5},
	} {
		if v, ok := c.got.Value(); !ok || math.Abs(v-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
}

// Four in five draws lie within a range of that level.
func TestARangeHoldsItsLevel(t *testing.T) {
	first := func(draw []int) (float64, bool) { return float64(draw[0]) / 100, draw[0]%10 != 0 }
	r := Bootstrap{Seed: 1, Resamples: 20_000, Level: 0.8}.run(101, "things", first)
	if math.Abs(r.Low-0.1) > 0.02 || math.Abs(r.High-0.9) > 0.02 || r.Level != 0.8 || r.Resamples+r.Left != 20_000 || r.Left < 1000 {
		t.Errorf("%+v", r)
	}
}

// What the shuffle sampler draws is units of the annotators, turned round the
// text: lengths and labels are those that there are.
func TestShuffledUnitsStayInTheText(t *testing.T) {
	c := Continuum{{{0, 4, "a"}, {10, 13, "b"}}, {{35, 40, "c"}}, {{20, 26, "d"}}}
	length := map[string]float64{"a": 4, "b": 3, "c": 5, "d": 6}
	draw := newSampler(GammaOptions{Sampler: Shuffle, Length: 40, Seed: 1}, c)
	starts := map[float64]bool{}
	for range 500 {
		drawn := draw()
		if len(drawn) != len(c) {
			t.Fatalf("%d annotators", len(drawn))
		}
		for _, list := range drawn {
			for _, u := range list {
				starts[u.Start] = true
				if u.End-u.Start != length[u.Label] || u.Start < 0 || u.Start > 40 || u.Start != math.Trunc(u.Start) {
					t.Fatalf("drawn %+v", u)
				}
			}
		}
	}
	if len(starts) < 38 {
		t.Errorf("units begin in %d places only", len(starts))
	}
}
