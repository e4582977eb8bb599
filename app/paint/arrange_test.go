package paint

import (
	"math"
	"slices"
	"testing"

	"claimlight/test/dice"
)

func TestArrangeExamples(t *testing.T) {
	for _, x := range []struct {
		name          string
		tops, heights []float64
		anchor        int
		want          []float64
	}{
		{"none", nil, nil, -1, []float64{}},
		{"an anchor that is not there", []float64{}, []float64{}, 3, []float64{}},
		{"one", []float64{40}, []float64{10}, -1, []float64{40}},
		{"one above the top", []float64{-40}, []float64{10}, -1, []float64{0}},
		{"one anchor above the top", []float64{-40}, []float64{10}, 0, []float64{-40}},
		{"all as they want", []float64{0, 50, 100}, []float64{10, 10, 10}, 1, []float64{0, 50, 100}},
		{"down", []float64{0, 5, 10}, []float64{10, 10, 10}, -1, []float64{0, 12, 24}},
		{"up before the anchor", []float64{90, 95, 100}, []float64{10, 10, 10}, 2, []float64{76, 88, 100}},
		{"not above the top while there is room", []float64{5, 6, 100}, []float64{20, 20, 20}, 2, []float64{0, 22, 100}},
		{"the anchor gives way where there is no room above", []float64{5, 6, 10}, []float64{20, 20, 20}, 2, []float64{0, 22, 44}},
		{"an anchor beyond the cards", []float64{0, 5}, []float64{10, 10}, 2, []float64{0, 12}},
	} {
		if got := Arrange(x.tops, x.heights, 2, x.anchor); !slices.Equal(got, x.want) {
			t.Errorf("%s: got %v, want %v", x.name, got, x.want)
		}
	}
}

// pile is a random pile of cards and where they were put.
type pile struct {
	tops, heights, out []float64
	gap                float64
	anchor             int
}

func (w world) pile() pile {
	n := 1 + w.IntN(12)
	p := pile{gap: float64(w.IntN(3) * 4), anchor: w.IntN(n+2) - 1}
	for range n {
		p.tops = append(p.tops, float64(w.IntN(400)-30))
		p.heights = append(p.heights, float64(w.IntN(60)))
	}
	if w.IntN(4) > 0 {
		slices.Sort(p.tops) // as it is on the screen
	}
	p.out = Arrange(p.tops, p.heights, p.gap, p.anchor)
	return p
}

const close = 1e-9

// bottom is how high card i may stand for those before it, and limit how low
// for those behind it.
func (p pile) bottom(i int) float64 {
	if i == 0 {
		return math.Inf(-1)
	}
	return p.out[i-1] + p.heights[i-1] + p.gap
}

func (p pile) limit(i int) float64 {
	if i == len(p.out)-1 {
		return math.Inf(1)
	}
	return p.out[i+1] - p.gap - p.heights[i]
}

// anchored is where the anchor belongs.
func (p pile) anchored() float64 {
	if p.anchor == 0 {
		return p.tops[0]
	}
	need := 0.0
	for _, h := range p.heights[:p.anchor] {
		need += h + p.gap
	}
	return max(p.tops[p.anchor], need)
}

func TestArrange(t *testing.T) {
	seed := dice.Seed(t)
	for n := range 20_000 {
		p := newWorld(seed, uint64(n)).pile()
		anchored := p.anchor >= 0 && p.anchor < len(p.out)
		for i, y := range p.out {
			if y < p.bottom(i)-close {
				t.Fatalf("%+v: card %d overlaps the one before it", p, i)
			}
			if anchored && i == p.anchor {
				if math.Abs(y-p.anchored()) > close {
					t.Fatalf("%+v: the anchor stands at %v", p, y)
				}
				continue
			}
			if y < -close {
				t.Fatalf("%+v: card %d stands above the top", p, i)
			}
			// Minimal: whoever stands elsewhere than wanted is held by a neighbor
			// or by the top.
			if y > p.tops[i]+close && y > max(p.bottom(i), 0)+close {
				t.Fatalf("%+v: card %d could stand higher", p, i)
			}
			if y < p.tops[i]-close && y < p.limit(i)-close {
				t.Fatalf("%+v: card %d could stand lower", p, i)
			}
		}
	}
}
