package agreement

import (
	"errors"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// someContinuum is units of some annotators.
func someContinuum(r *rand.Rand, annotators, units int) Continuum {
	c := make(Continuum, annotators)
	for i := range c {
		for range r.IntN(units + 1) {
			start := float64(r.IntN(20))
			c[i] = append(c[i], GammaUnit{start, start + 1 + float64(r.IntN(8)), letters[r.IntN(len(letters))]})
		}
	}
	return c
}

// leastCost tries all alignments: for the first unit that is not covered, all
// groups that hold it.
func leastCost(a *aligner) float64 {
	var flat [][2]int
	for i, list := range a.units {
		for u := range list {
			flat = append(flat, [2]int{i, u})
		}
	}
	known := map[int]float64{}
	var cover func(covered int) float64
	cover = func(covered int) float64 {
		if covered == 1<<len(flat)-1 {
			return 0
		}
		if c, ok := known[covered]; ok {
			return c
		}
		first := bits.TrailingZeros(^uint(covered))
		best := math.Inf(1)
		var choose func(g group, set, from int)
		choose = func(g group, set, from int) {
			best = min(best, a.disorder(g)+cover(covered|set))
			for k := from; k < len(flat); k++ {
				if covered>>k&1 == 0 && g[flat[k][0]] == none {
					g[flat[k][0]] = flat[k][1]
					choose(g, set|1<<k, k+1)
					g[flat[k][0]] = none
				}
			}
		}
		g := make(group, len(a.units))
		for i := range g {
			g[i] = none
		}
		g[flat[first][0]] = flat[first][1]
		choose(g, 1<<first, first+1)
		known[covered] = best
		return best
	}
	return cover(0)
}

func TestTheAlignmentIsTheBest(t *testing.T) {
	r := roll(t)
	for range 300 {
		c := someContinuum(r, 2+r.IntN(4), 3)
		d := Dissimilarity{Alpha: float64(1 + r.IntN(3)), Beta: float64(r.IntN(3)), Empty: 0.5 + r.Float64()}
		if c.units() == 0 {
			continue
		}
		got, proven, err := align(c.sorted(), d, nil)
		if err != nil || !proven {
			t.Fatalf("%v %v for %v", proven, err, c)
		}
		if want := leastCost(&aligner{units: c, d: d}); math.Abs(got-want) > 1e-9 {
			t.Fatalf("disorder %v, the least is %v: %+v %+v", got, want, d, c)
		}
	}
}

// Where a search would take too long, what was found is close to the best, and
// said not to be proven.
func TestManyAnnotatorsAreAlignedWithoutProof(t *testing.T) {
	r := roll(t)
	c := make(Continuum, 12)
	for i := range c {
		for k := range 30 {
			if start := float64(k * 20); r.IntN(5) > 0 {
				c[i] = append(c[i], GammaUnit{start, start + 10 + float64(r.IntN(2)), letters[k%3]})
			}
		}
	}
	near, err := Gamma(c, Usual, GammaOptions{Samples: 4})
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := near.Value(); !ok || v < 0.6 || part(near, "proven") != 0.0 {
		t.Errorf("of twelve who mark nearly the same: %v %v", near, near.Parts)
	}
	for i, list := range c { // the same with other places for each
		for u := range list {
			start := float64(r.IntN(600))
			c[i][u].Start, c[i][u].End = start, start+10
		}
	}
	far, err := Gamma(c, Usual, GammaOptions{Samples: 4})
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := far.Value(); !ok || v > 0.3 {
		t.Errorf("of twelve who mark anything: %v", far)
	}
}

func TestGammaIsTheSameForASeed(t *testing.T) {
	c := someContinuum(roll(t), 3, 5)
	c[0] = append(c[0], GammaUnit{0, 3, "claim"})
	for _, s := range []Sampler{Statistical, Shuffle} {
		var got [3]any
		for i, seed := range []uint64{4, 4, 5} {
			r, err := Gamma(c, Usual, GammaOptions{Seed: seed, Sampler: s, Samples: 10})
			if err != nil {
				t.Fatal(err)
			}
			got[i] = value(r)
		}
		if got[0] != got[1] || got[0] == got[2] {
			t.Errorf("%v sampler: seeds 4, 4, 5 give %v", s, got)
		}
	}
}

// Precision draws more samples, and what is stated is then within it.
func TestGammaDrawsUntilItIsPrecise(t *testing.T) {
	c := Continuum{{{1, 5, "a"}, {6, 10, "b"}, {20, 24, "a"}, {30, 34, "b"}}, {{2, 6, "a"}, {31, 35, "b"}}}
	few, _ := Gamma(c, Usual, GammaOptions{Samples: 10})
	many, _ := Gamma(c, Usual, GammaOptions{Samples: 10, Precision: 0.02})
	n, _ := many.Part("samples")
	if m, _ := few.Part("samples"); m != 10 || n < 50 {
		t.Errorf("%v and %v samples", m, n)
	}
	expected, _ := many.Part(Expected)
	observed, _ := many.Part(Observed)
	if off, _ := many.Part("precision ±"); off > 0.04*observed/expected || off <= 0 {
		t.Errorf("stated precision %v", off)
	}
}

func TestGammaTellsHowFarItIsAndCanBeStopped(t *testing.T) {
	r := roll(t)
	c := make(Continuum, 4)
	for i := range c {
		for range 6 {
			start := float64(r.IntN(40))
			c[i] = append(c[i], GammaUnit{start, start + 5, letters[r.IntN(3)]})
		}
	}
	last, calls := -1, 0
	_, err := Gamma(c, Usual, GammaOptions{Samples: 5, Pace: func(done, total int) error {
		if calls++; done < last || done > total || total != 6 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
		return nil
	}})
	if err != nil || last != 6 || calls < 6 {
		t.Errorf("ended at %d after %d calls: %v", last, calls, err)
	}
	stop := errors.New("stop")
	got, err := Gamma(c, Usual, GammaOptions{Samples: 5, Pace: func(done, _ int) error {
		if done == 3 {
			return stop
		}
		return nil
	}})
	if _, ok := got.Value(); ok || !errors.Is(err, stop) || got.Reason == "" {
		t.Errorf("stopped with %v, %v", got, err)
	}
}

// The generator is SplitMix64: these are its published first numbers.
func TestChanceIsSplitMix64(t *testing.T) {
	d := newChance(1234567)
	for _, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821} {
		if got := d.next(); got != want {
			t.Errorf("%d, want %d", got, want)
		}
	}
	n := normalOf([]float64{0, 0})
	var drawn []float64
	for range 100_000 {
		drawn = append(drawn, d.normal(3, 2))
	}
	if n = normalOf(drawn); math.Abs(n.mean-3) > 0.05 || math.Abs(n.deviation-2) > 0.05 {
		t.Errorf("normal numbers have %+v, want 3 and 2", n)
	}
}
