package agreement

import (
	"errors"
	"math"
	"strings"
	"testing"

	"claimlight/app/span"
)

func at(start, end int, label string) Mark { return Mark{span.Span{Start: start, End: end}, label} }

// one is an article of 100 characters that was read by some.
func one(readings ...[]Mark) Article {
	a := Article{Length: 100}
	for i, marks := range readings {
		a.Readings = append(a.Readings, Reading{string(rune('A' + i)), marks})
	}
	return a
}

// reasoned is a result that must not be defined, and what its reason says.
type reasoned struct {
	got    Result
	reason string
}

// Where there is no figure, there is a reason, and no number.
func (c reasoned) check(t *testing.T) {
	t.Helper()
	if v, ok := c.got.Value(); ok || v != 0 || !strings.Contains(c.got.Reason, c.reason) {
		t.Errorf("%v, want a reason with %q", c.got, c.reason)
	}
	if s := c.got.String(); !strings.Contains(s, ": not defined. ") || strings.Contains(s, "NaN") {
		t.Errorf("printed as %q", s)
	}
	for _, p := range c.got.Parts {
		if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
			t.Errorf("%s has the part %v", c.got.Measure, p)
		}
	}
}

func TestWhatIsNotDefinedOfArticlesSaysWhy(t *testing.T) {
	first := func(r Result, _ any) Result { return r }
	none, whole := []Mark{}, []Mark{at(0, 100, "claim")}
	alone, empty, full := one(whole), one(none, none), one(whole, whole)
	var motley []Mark
	for i := range 1001 {
		motley = append(motley, at(i%100, i%100+1, string(rune('A'+i))))
	}
	for _, c := range []reasoned{
		{Compare(nil, Half).Mean(), "No article"},
		{Compare([]Article{alone}, Half).Mean(), "No article"},
		{Compare([]Article{empty}, Half).Mean(), "Nobody marked"},
		{Compare([]Article{full}, Half).Of("X"), "“X” shares no article"},
		{Compare([]Article{full}, Half).Between("A", "X"), "share no article"},
		{PairwiseChars([]Article{empty}), "Nobody marked"},
		{PairwiseChars([]Article{alone}), "No article"},
		{CharAlpha([]Article{alone}), "No article"},
		{CharAlpha([]Article{empty}), "Nobody marked"},
		{CharAlpha([]Article{full}), "Everybody marked everything"},
		{first(AlphaU(alone)), "No article"},
		{first(AlphaU(empty)), "Nobody marked"},
		{first(AlphaU(Article{Readings: empty.Readings})), "text is empty"},
		{first(AlphaU(one(motley, whole))), "more than 1000"},
		{UAlpha(one(motley, whole)).CU, "more than 1000"},
		{UAlpha(alone).U, "No article"},
		{UAlpha(empty).BarU, "Nobody marked"},
		{UAlpha(full).CU, "Only one label"},
		{UAlpha(one([]Mark{at(0, 9, "a")}, []Mark{at(9, 12, "b")})).CU, "same place"},
		{UAlpha(one([]Mark{at(0, 9, "a"), at(5, 12, "b")}, whole)).U, "“A” with different labels overlap (at 5)"},
		{first(Gamma(ContinuumOf(alone), Usual, GammaOptions{})), "No article"},
		{first(Gamma(ContinuumOf(empty), Usual, GammaOptions{})), "Nobody marked"},
		{first(Gamma(Continuum{{{5, 5, "a"}}, nil}, Usual, GammaOptions{})), "has no length"},
		{first(Gamma(ContinuumOf(full), Dissimilarity{}, GammaOptions{})), "must cost something"},
		{first(GammaGiven(ContinuumOf(one(whole, none)), Usual, nil)), "no sample"},
	} {
		c.check(t)
	}
}

func TestWhatIsNotDefinedOfRatingsAndScoresSaysWhy(t *testing.T) {
	oneLabel := FromTable([]string{"A"}, [][]int{{3}})
	noItem := Coding{Ratings: [][]int{{}, {}}}
	three := NewCoding([][]*Value{{}, {}, {}})
	ragged := Coding{Values: []Value{Label("A")}, Ratings: [][]int{{0}, {0, 0}}}
	wrong := Coding{Values: []Value{Label("A")}, Ratings: [][]int{{0}, {7}}}
	for _, c := range []reasoned{
		{Cohen(oneLabel), "Only one label"},
		{Cohen(noItem), "No item"},
		{Cohen(three), "3 annotators"},
		{Scott(oneLabel), "Only one label"},
		{Scott(ragged), "not of one length"},
		{Fleiss(oneLabel), "Only one label"},
		{Fleiss(noItem), "No item"},
		{Fleiss(wrong), "code 7"},
		{FleissMissing(Coding{}), "No item"},
		{Light(oneLabel), "not defined for any pair"},
		{AC1(oneLabel), "only one label"},
		{Krippendorff(oneLabel, Nominal), "always said the same"},
		{Krippendorff(noItem, Interval), "No item"},
		{Krippendorff(FromTable([]string{"A", "B"}, [][]int{{1, 1}, {0, 1}}), Interval), "not a number"},
		{Krippendorff(codingOf(t, [][]any{{-1.0, 2.0}, {1.0, 2.0}}), Ratio), "less than 0"},
		{Krippendorff(codingOf(t, [][]any{{1.0, "x"}, {1.0, 2.0}}), Ordinal), "no order"},
		{Krippendorff(FromTable([]string{"A", "B"}, [][]int{{1, 1}, {0, 1}}), Distances([]string{"A"}, [][]float64{{0}})), "no label “B”"},
		{Krippendorff(codingOf(t, [][]any{{1e200, 2.0}, {1.0, 2.0}}), Interval), "too large"},
		{ObservedPerItem(codingOf(t, [][]any{{1.0}, {nil}}))[0], "Fewer than two"},
		{ExactF1(nil), "nothing to find"},
		{SpanF1([]Document{{}}), "nothing to find"},
		{Counts{}.F1(), "nothing to find"},
		{Counts{Missed: 1}.Precision(), "Nothing was marked"},
		{Counts{Spurious: 1}.Recall(), "nothing to find"},
		{BoundarySimilarity(Masses(5), Masses(6), 2), "different texts"},
		{BoundarySimilarity(Masses(5), Masses(5), 2), "Neither has a boundary"},
		{BoundarySimilarity(Boundaries{5, []int{7}}, Masses(5), 2), "outside of the text"},
		{WindowDiff(Masses(3), Masses(3), 3), "does not fit"},
		{Plagdet(nil, nil), "nothing to find"},
		{PlagdetScore(2, 0, 1), "between 0 and 1"},
	} {
		c.check(t)
	}
}

// Who opened an article and marked nothing counts; who never opened it does not.
func TestMarkedNothingIsNotTheSameAsNeverOpened(t *testing.T) {
	both := []Mark{at(10, 20, "claim")}
	without := []Article{one(both, both)}
	silent := []Article{one(both, both, nil)}
	for name, measure := range ofArticles {
		a, _ := measure(without).Value()
		b, ok := measure(silent).Value()
		if a != 1 || !ok || b >= 1 {
			t.Errorf("%s: %v without, %v with one who marked nothing", name, a, b)
		}
		if r := measure(append(without, one(nil))); r.Rests.Articles != 1 {
			t.Errorf("%s rests on %+v", name, r.Rests)
		}
	}
}

func TestRangesAreDrawnOverArticles(t *testing.T) {
	r := roll(t)
	var articles []Article
	for range 12 {
		articles = append(articles, Article{Length: 60, Readings: []Reading{{"a", apartMarks(r, 6, 60)}, {"b", apartMarks(r, 6, 60)}, {"c", apartMarks(r, 6, 60)}}})
	}
	for name, both := range map[string][2]Range{
		"characters": {CharAlphaRange(articles, Bootstrap{Seed: 3}), Bootstrap{Seed: 3}.OverArticles(articles, CharAlpha)},
		"spans": {Compare(articles, Half).Range(Bootstrap{Seed: 3}), Bootstrap{Seed: 3}.OverArticles(articles, func(a []Article) Result {
			return Compare(a, Half).Mean()
		})},
	} {
		quick, slow := both[0], both[1]
		if math.Abs(quick.Low-slow.Low) > 1e-9 || math.Abs(quick.High-slow.High) > 1e-9 || quick.Low >= quick.High || quick.Resamples != 1000 || quick.Says == "" {
			t.Errorf("%s: from %+v, the slow way %+v", name, quick, slow)
		}
	}
	if one := CharAlphaRange(articles[:1], Bootstrap{}); one.Reason == "" || one.Says != "" {
		t.Errorf("a range of one article: %+v", one)
	}
	stop := errors.New("stop")
	if r := CharAlphaRange(articles, Bootstrap{Pace: func(done, total int) error { return stop }}); !errors.Is(r.Err, stop) || r.Reason == "" {
		t.Errorf("stopped: %+v", r)
	}
}

func TestRangesAreDrawnOverItems(t *testing.T) {
	c := FromTable([]string{"y", "n"}, [][]int{{40, 9}, {6, 45}})
	value, _ := Cohen(c).Value()
	got := Bootstrap{Seed: 1}.OverItems(c, Cohen)
	if !(got.Low < value && value < got.High) || got.High-got.Low > 0.4 {
		t.Errorf("kappa is %v, the range %+v", value, got)
	}
}
