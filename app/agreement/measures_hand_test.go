package agreement

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"claimlight/app/span"
)

func TestDistancesOfSets(t *testing.T) {
	for _, c := range []struct {
		a, b          Value
		jaccard, masi float64
	}{
		{Set("x"), Set("x"), 0, 0},
		{Set("x", "y"), Set("y", "x", "x"), 0, 0},
		{Set("x"), Set("x", "y"), 0.5, 1 - 0.5*2/3},
		{Set("x", "y"), Set("y", "z"), 1 - 1.0/3, 1 - 1.0/3/3},
		{Set("x"), Set("y"), 1, 1},
		{Set(), Set("y"), 1, 1},
		{Label("x"), Set("x", "y"), 0.5, 1 - 0.5*2/3},
	} {
		values := []Value{c.a, c.b}
		j, _ := Jaccard.table(values, nil)
		m, _ := MASI.table(values, nil)
		if math.Abs(j[0][1]-c.jaccard) > 1e-12 || math.Abs(m[1][0]-c.masi) > 1e-12 {
			t.Errorf("%s and %s: %v and %v, want %v and %v", c.a.Label, c.b.Label, j[0][1], m[1][0], c.jaccard, c.masi)
		}
	}
	if Set().Label != "{}" || Set(`a", "b`).Label == Set("a", "b").Label {
		t.Error("two sets have one name")
	}
}

// Alpha with sets is alpha with a table of the same distances.
func TestAlphaOfSetsIsAlphaOfTheirTable(t *testing.T) {
	a, ab, b := Set("a"), Set("a", "b"), Set("b")
	c := NewCoding([][]*Value{{&a, &ab, &b, &a}, {&a, &b, &b, nil}, {&ab, &ab, &b, &b}})
	table := Distances([]string{a.Label, ab.Label, b.Label}, [][]float64{{0, 0.5, 1}, {0.5, 0, 0.5}, {1, 0.5, 0}})
	want, ok := Krippendorff(c, table).Value()
	if got, too := Krippendorff(c, Jaccard).Value(); !ok || !too || math.Abs(got-want) > 1e-12 {
		t.Errorf("%v, by the table %v", got, want)
	}
}

// Labels without numbers are in the order in which they are given.
func TestOrdinalLabelsHaveTheOrderOfTheirValues(t *testing.T) {
	words := Coding{Values: []Value{Label("low"), Label("middle"), Label("high")}, Ratings: [][]int{{0, 1, 2, 2, 0}, {0, 2, 2, 1, 1}}}
	numbers := words
	numbers.Values = []Value{Number(1), Number(2), Number(30)}
	a, _ := Krippendorff(words, Ordinal).Value()
	b, ok := Krippendorff(numbers, Ordinal).Value()
	if !ok || math.Abs(a-b) > 1e-12 {
		t.Errorf("words %v, numbers %v", a, b)
	}
}

// The ranking of what credit a pair gets: edges, floor and label.
func TestPartialCredit(t *testing.T) {
	key := []Mark{at(0, 20, "claim"), at(40, 50, "claim"), at(60, 70, "quote")}
	for _, c := range []struct {
		name   string
		other  []Mark
		credit Credit
		want   float64
	}{
		{"the same", key, Half, 1},
		{"three quarters of one", []Mark{at(0, 15, "claim"), at(40, 50, "claim"), at(60, 70, "quote")}, Half, 2 * 2.75 / 6},
		{"under half of one", []Mark{at(0, 9, "claim"), at(40, 50, "claim"), at(60, 70, "quote")}, Half, 2 * 2.0 / 6},
		{"another tag", []Mark{at(0, 20, "quote"), at(40, 50, "claim"), at(60, 70, "quote")}, Half, 2 * 2.0 / 6},
		{"another tag for half", []Mark{at(0, 20, "quote"), at(40, 50, "claim"), at(60, 70, "quote")}, Credit{0.5, 0.5}, 2 * 2.5 / 6},
		{"two of one", []Mark{at(0, 8, "claim"), at(8, 20, "claim")}, Half, 2 * 0.6 / 5},
		{"nothing", nil, Half, 0},
	} {
		got, ok := Compare([]Article{one(key, c.other)}, c.credit).Between("B", "A").Value()
		if !ok || math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Each pair is reckoned over the articles that both opened, and everybody
// against all the others.
func TestPairsOfACompanyOfThree(t *testing.T) {
	x, y := []Mark{at(0, 10, "claim")}, []Mark{at(50, 60, "claim")}
	articles := []Article{
		{100, []Reading{{"Ayse", x}, {"Ben", x}}},
		{100, []Reading{{"Ben", y}, {"Cem", x}}},
		{100, []Reading{{"Dora", x}}},
	}
	c := Compare(articles, Half)
	mean, of := c.Mean(), c.Of("Ayse")
	if v, _ := mean.Value(); v != 0.5 || mean.Rests != (Basis{Annotators: 3, Articles: 2, Marks: 4, Pairs: 2}) {
		t.Errorf("mean %v on %+v", mean, mean.Rests)
	}
	if v, _ := of.Value(); v != 1 || of.Rests.Pairs != 1 {
		t.Errorf("Ayse %v on %+v", of, of.Rests)
	}
	if _, ok := c.Between("Ayse", "Cem").Value(); ok {
		t.Error("a figure for two who share no article")
	}
	if whole, left := Concat(articles[:2]); left != 2 || len(whole.Readings) != 0 {
		t.Errorf("end to end, of articles that nobody shares, %+v, %d left", whole, left)
	}
	whole, left := Concat(append(articles[:1:1], Article{20, []Reading{{"Ben", y}, {"Ayse", x}}}, articles[2]))
	if left != 3 {
		t.Errorf("end to end, with one that only another read, %+v, %d left", whole, left)
	}
	whole, left = Concat(append(articles[:1:1], Article{20, []Reading{{"Ben", x}, {"Ayse", x}}}, Article{9, []Reading{{"Ben", nil}}}))
	if left != 1 || whole.Length != 120 || len(whole.Readings) != 2 || !slices.Equal(whole.Readings[0].Marks, []Mark{x[0], at(100, 110, "claim")}) {
		t.Errorf("end to end %+v, %d left", whole, left)
	}
}

// What lies in no other answer's way is told apart: the sentences say numbers
// that are there.
func TestSentences(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Cohen(FromTable([]string{"y", "n"}, [][]int{{20, 10}, {20, 50}})).Says, "They agree in 70% of the cases; with the same labels given out at random it would be 54%. Of the way from chance to full agreement, that is 35%."},
		{Krippendorff(FromTable([]string{"A", "B"}, [][]int{{0, 1}, {1, 0}}), Nominal).Says, "They disagree more than if all had marked at random: somebody does it systematically in another way."},
		{ExactF1([]Document{{[]Mark{at(0, 1, "a"), at(2, 3, "a")}, []Mark{at(0, 1, "a")}}}).Says, "50% of what is in the key was found; 100% of what was marked is in the key."},
		{ExactF1([]Document{{[]Mark{at(0, 1, "a")}, nil}}).Says, "Nothing was marked, and there was something to find."},
		{Compare([]Article{one([]Mark{at(0, 10, "a")}, []Mark{at(0, 8, "a")}, nil, nil)}, Half).Mean().Says, "Of the marks of any two annotators, 16% match on average; where two overlap in part, that part counts. Not counted: 1 pair for which it is not defined."},
	} {
		if c.got != c.want {
			t.Errorf("says %q, want %q", c.got, c.want)
		}
	}
}

func TestComparingTellsHowFarItIsAndCanBeStopped(t *testing.T) {
	marks := []Mark{at(0, 10, "claim")}
	articles := []Article{one(marks, marks, marks), one(marks, nil), one(marks)}
	var steps []int
	c, err := CompareSlowly(articles, Half, func(done, total int) error {
		if steps = append(steps, done); total != 5 {
			t.Errorf("%d of %d", done, total)
		}
		return nil
	})
	if v, ok := c.Mean().Value(); err != nil || !ok || v <= 0 || !slices.Equal(steps, []int{0, 1, 2, 3, 4, 5}) {
		t.Errorf("%v %v after %v", c.Mean(), err, steps)
	}
	stop := errors.New("stop")
	if _, err := CompareSlowly(articles, Half, func(done, _ int) error {
		if done == 3 {
			return stop
		}
		return nil
	}); !errors.Is(err, stop) {
		t.Errorf("stopped with %v", err)
	}
}

// someBoundaries cut a text at random.
func someBoundaries(r *rand.Rand, length int) Boundaries {
	b := Boundaries{Length: length}
	for at := 1; at < length; at++ {
		if r.IntN(3) == 0 {
			b.At = append(b.At, at)
		}
	}
	return b
}

// Segmentations: the same is 1 (or no window differs), both ways give the same,
// and a boundary one unit off costs half of one that is not there.
func TestSegmentationsByHand(t *testing.T) {
	r := roll(t)
	for range 300 {
		a, b := someBoundaries(r, 12), someBoundaries(r, 12)
		if x, y := BoundarySimilarity(a, b, 2), BoundarySimilarity(b, a, 2); value(x) != value(y) {
			t.Fatalf("%v, the other way round %v", x, y)
		}
		if v, ok := BoundarySimilarity(a, a, 2).Value(); ok && v != 1 {
			t.Fatalf("the same: %v", v)
		}
		differ := 0
		for at := 0; at+3 < 12; at++ {
			count := func(b Boundaries) (n int) {
				for _, x := range b.At {
					if at < x && x <= at+3 {
						n++
					}
				}
				return n
			}
			if count(a) != count(b) {
				differ++
			}
		}
		if v, ok := WindowDiff(a, b, 3).Value(); !ok || math.Abs(v-float64(differ)/9) > 1e-12 {
			t.Fatalf("WindowDiff %v, want %d of 9 windows: %v %v", v, differ, a, b)
		}
	}
	for _, c := range []struct {
		a, b []int
		want float64
	}{{[]int{3}, []int{4}, 0.5}, {[]int{3}, []int{5}, 0}, {[]int{3, 7}, []int{3}, 0.5}, {[]int{3, 4}, []int{4, 5}, 1.0 / 3}} {
		if v, _ := BoundarySimilarity(Boundaries{10, c.a}, Boundaries{10, c.b}, 2).Value(); math.Abs(v-c.want) > 1e-12 {
			t.Errorf("%v and %v: %v, want %v", c.a, c.b, v, c.want)
		}
	}
}

func TestReuseByHand(t *testing.T) {
	p := func(start, end, from int) Passage {
		return Passage{"doc", span.Span{Start: start, End: end}, "source", span.Span{Start: from, End: from + end - start}, true}
	}
	for _, c := range []struct {
		cases, detections                    []Passage
		precision, recall, granularity, want float64
	}{
		{[]Passage{p(0, 100, 0)}, []Passage{p(0, 100, 0)}, 1, 1, 1, 1},
		{[]Passage{p(0, 100, 0)}, []Passage{p(0, 50, 0)}, 1, 0.5, 1, 2.0 / 3},
		{[]Passage{p(0, 100, 0)}, []Passage{p(0, 50, 0), p(50, 100, 50)}, 1, 1, 2, 1 / math.Log2(3)},
		{[]Passage{p(0, 100, 0)}, []Passage{p(0, 100, 500)}, 0, 0, 1, 0},
	} {
		r := Plagdet(c.cases, c.detections)
		for name, want := range map[string]float64{Precision: c.precision, Recall: c.recall, "granularity": c.granularity} {
			if got, _ := r.Part(name); math.Abs(got-want) > 1e-12 {
				t.Errorf("%s of %v: %v, want %v", name, c.detections, got, want)
			}
		}
		if v, ok := r.Value(); !ok || math.Abs(v-c.want) > 1e-12 {
			t.Errorf("plagdet of %v: %v, want %v", c.detections, v, c.want)
		}
	}
}
