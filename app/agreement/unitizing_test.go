package agreement

import (
	"math"
	"testing"

	"claimlight/app/span"
)

// oneLabel gives all marks one label, and leaves none that overlaps another of
// its annotator.
func oneLabel(a Article) Article {
	for i, r := range a.Readings {
		var marks []Mark
		for _, s := range covered(r.Marks) {
			marks = append(marks, Mark{s, "claim"})
		}
		a.Readings[i].Marks = marks
	}
	return a
}

// byPlacement is the expected disagreement of alpha-U the slow way: every unit
// is laid over every other in all places in which they overlap, and into every
// gap in all places in it.
func byPlacement(a Article) float64 {
	var units, gaps []int
	for _, r := range a.Readings {
		for _, s := range segments(r.Marks, a.Length) {
			if s.Unit {
				units = append(units, s.Len())
			} else {
				gaps = append(gaps, s.Len())
			}
		}
	}
	sum, own := 0.0, 0.0
	place := func(start, length int, unit bool) Segment {
		return Segment{span.Span{Start: start, End: start + length}, unit}
	}
	for i, l := range units {
		for _, other := range units[:i] {
			for at := 1 - l; at < other; at++ {
				sum += SegmentDistance(place(at, l, true), place(0, other, true))
			}
		}
		for _, gap := range gaps {
			for at := 0; at+l <= gap; at++ {
				sum += SegmentDistance(place(at, l, true), place(0, gap, false))
			}
		}
		own += float64(l * (l - 1))
	}
	all := float64(len(a.Readings) * a.Length)
	return 2 / float64(a.Length) * sum / (all*(all-1) - own)
}

// bySegments is the observed disagreement the slow way: each segment with each
// of another annotator.
func bySegments(a Article) (sum float64) {
	for i, x := range a.Readings {
		for j, y := range a.Readings {
			for _, s := range segments(x.Marks, a.Length) {
				for _, u := range segments(y.Marks, a.Length) {
					if i != j {
						sum += SegmentDistance(s, u)
					}
				}
			}
		}
	}
	m, l := float64(len(a.Readings)), float64(a.Length)
	return sum / (m * (m - 1) * l * l)
}

func TestAlphaUByAllPlacements(t *testing.T) {
	r := roll(t)
	defined := 0
	for range 300 {
		for _, a := range study(r, someMarks) {
			got, per := AlphaU(oneLabel(a))
			if _, ok := got.Value(); !ok {
				continue
			}
			defined++
			observed, expected := bySegments(a), byPlacement(a)
			o, _ := got.Part(Observed)
			e, _ := per["claim"].Part(Expected)
			if math.Abs(o-observed) > 1e-9 || math.Abs(e-expected) > 1e-9 {
				t.Fatalf("observed %v, expected %v; the slow way %v, %v: %+v", o, e, observed, expected, a)
			}
		}
	}
	if defined < 200 {
		t.Errorf("defined %d times only", defined)
	}
}

// labelsByCharacter is what each annotator says of each character: a label, or nothing.
func labelsByCharacter(a Article) [][]string {
	out := make([][]string, len(a.Readings))
	for i, r := range a.Readings {
		out[i] = make([]string, a.Length)
		for _, m := range r.Marks {
			for at := m.Start; at < m.End; at++ {
				out[i][at] = m.Label
			}
		}
	}
	return out
}

// disagreeing is the share of pairs of annotators and characters that differ,
// of those that count.
func disagreeing(said [][]string, counts func(a, b string) bool) (share float64, n int) {
	differ := 0
	for i := range said {
		for j := range i {
			for at := range said[i] {
				a, b := said[i][at], said[j][at]
				if !counts(a, b) {
					continue
				}
				if n++; a != b {
					differ++
				}
			}
		}
	}
	return float64(differ) / float64(n), n
}

// What u-alpha and cu-alpha observe is what can be counted character by
// character.
func TestUAlphaByCharacter(t *testing.T) {
	r := roll(t)
	defined := 0
	for range 300 {
		for _, a := range study(r, apartMarks) {
			f, said := UAlpha(a), labelsByCharacter(a)
			want, n := disagreeing(said, func(a, b string) bool { return true })
			if got, ok := f.U.Part(Observed); ok && math.Abs(got-want) > 1e-9 {
				t.Fatalf("u-alpha observes %v, by characters %v: %+v", got, want, a)
			}
			want, both := disagreeing(said, func(a, b string) bool { return a != "" && b != "" })
			if got, ok := f.CU.Part(Observed); ok {
				if defined++; math.Abs(got-want) > 1e-9 {
					t.Fatalf("cu-alpha observes %v, by characters %v: %+v", got, want, a)
				}
			}
			if got, ok := f.Coverage.Value(); ok && math.Abs(got-float64(both)/float64(n)) > 1e-9 {
				t.Fatalf("cu-alpha covers %v, by characters %v: %+v", got, float64(both)/float64(n), a)
			}
			one := oneLabel(Article{a.Length, append([]Reading{}, a.Readings...)})
			x, ok := UAlpha(one).U.Value()
			if y, too := UAlpha(one).BarU.Value(); ok != too || x != y {
				t.Fatalf("u-alpha of one label is %v, |u-alpha %v", x, y)
			}
		}
	}
	if defined < 200 {
		t.Errorf("defined %d times only", defined)
	}
}

// MUC counts each pair once in every way, whatever the pairing.
func TestMUCCountsEverything(t *testing.T) {
	r := roll(t)
	for range 500 {
		d := Document{Key: someMarks(r, 6, 30), Answers: someMarks(r, 6, 30)}
		var found [3]int
		for m, least := range map[Matching]float64{Optimal: 0, GreedyInTextOrder: 0, GreedyInListedOrder: 0.4} {
			s, err := MUC([]Document{d, d}, m, least)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range []Counts{s.Strict, s.Exact, s.Partial, s.Type} {
				if c.Possible() != 2*len(d.Key) || c.Actual() != 2*len(d.Answers) {
					t.Fatalf("%+v of %d and %d marks", c, len(d.Key), len(d.Answers))
				}
			}
			if s.Strict.Correct > s.Exact.Correct || s.Strict.Correct > s.Type.Correct || s.Partial.Correct != s.Exact.Correct || s.Partial.Incorrect > 0 {
				t.Fatalf("%+v", s)
			}
			found[m] = s.Strict.Correct
		}
		if found[Optimal] < max(found[1], found[2]) {
			t.Fatalf("the optimal pairing finds %v", found)
		}
		exact, _ := ExactF1([]Document{d, d}).Part("correct")
		if int(exact) != found[Optimal] {
			t.Fatalf("%v are the same, and %d strictly correct", exact, found[Optimal])
		}
	}
}

// A key mark that is hardly covered is not found where a share is asked for.
func TestMUCAsksForAShareOfTheKey(t *testing.T) {
	d := []Document{{[]Mark{at(0, 10, "a")}, []Mark{at(0, 4, "a")}}}
	for _, m := range []Matching{Optimal, GreedyInTextOrder} {
		for least, want := range map[float64]int{0: 1, 0.4: 1, 0.41: 0} {
			if s, err := MUC(d, m, least); err != nil || s.Partial.Partial != want || s.Type.Correct != want {
				t.Errorf("matching %d, at least %v: %+v %v", m, least, s, err)
			}
		}
	}
}
