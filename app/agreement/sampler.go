package agreement

import "math"

// Sampler is how chance is drawn for gamma.
type Sampler int

const (
	// Statistical draws the number of units of each annotator, the gaps between
	// them and their lengths from normal distributions with the means and
	// deviations of the continuum, and labels by their share.
	Statistical Sampler = iota
	// Shuffle takes for each annotator the units of any, and rotates them by a
	// random distance (Mathet, Widlöcher & Métivier 2015).
	Shuffle
)

// String is the sampler's name.
func (s Sampler) String() string {
	if s == Shuffle {
		return "shuffle"
	}
	return "statistical"
}

// newSampler returns what draws one continuum after the other.
func newSampler(o GammaOptions, c Continuum) func() Continuum {
	d := newChance(o.Seed)
	if o.Sampler == Shuffle {
		s := shuffle{dice: d, from: c}
		s.measure(o.Length)
		return s.draw
	}
	s := statistical{dice: d, annotators: len(c)}
	s.measure(c)
	return s.draw
}

// normal is a normal distribution.
type normal struct{ mean, deviation float64 }

// normalOf is the distribution with the mean and the population's deviation of
// values.
func normalOf(values []float64) (n normal) {
	for _, v := range values {
		n.mean += v / float64(len(values))
	}
	sum := 0.0
	for _, v := range values {
		sum += (v - n.mean) * (v - n.mean)
	}
	n.deviation = math.Sqrt(sum / float64(len(values)))
	return n
}

type statistical struct {
	dice                 *chance
	annotators           int
	number, gap, length_ normal
	labels               []string // of all units: one drawn of them is drawn by its share
}

func (s *statistical) measure(c Continuum) {
	var numbers, lengths []float64
	gaps := []float64{0}
	for _, list := range c {
		numbers = append(numbers, float64(len(list)))
		for i, u := range list {
			lengths = append(lengths, u.End-u.Start)
			s.labels = append(s.labels, u.Label)
			switch {
			case i > 0:
				gaps = append(gaps, u.Start-list[i-1].End)
			case u.Start > 0:
				gaps = append(gaps, u.Start)
			}
		}
	}
	s.number, s.gap, s.length_ = normalOf(numbers), normalOf(gaps), normalOf(lengths)
}

func (s *statistical) draw() Continuum {
	c := make(Continuum, s.annotators)
	some := false
	for i := range c {
		n := int(math.Abs(math.Trunc(s.dice.normal(s.number.mean, s.number.deviation))))
		if !some {
			n = max(n, 1)
		}
		some = true
		at := 0.0
		for range n {
			start := at + s.dice.normal(s.gap.mean, s.gap.deviation)
			at = start + s.someLength()
			c[i] = append(c[i], GammaUnit{start, at, s.labels[s.dice.below(len(s.labels))]})
		}
	}
	return c
}

// someLength draws a length, which must not be 0.
func (s *statistical) someLength() float64 {
	for {
		if l := math.Abs(s.dice.normal(s.length_.mean, s.length_.deviation)); l > 0 {
			return l
		}
	}
}

type shuffle struct {
	dice       *chance
	from       Continuum
	start, end float64 // of the text
	apart      float64 // how far pivots keep from one another
}

func (s *shuffle) measure(length int) {
	sum, n := 0.0, 0
	s.start, s.end = math.Inf(1), math.Inf(-1)
	for _, list := range s.from {
		for _, u := range list {
			s.start, s.end = min(s.start, u.Start), max(s.end, u.End)
			sum, n = sum+u.End-u.Start, n+1
		}
	}
	if length > 0 {
		s.start, s.end = 0, max(s.end, float64(length))
	}
	s.apart = sum / float64(n) / 2
}

func (s *shuffle) draw() Continuum {
	for {
		c := make(Continuum, len(s.from))
		free := []stretch{{s.start, s.end}}
		for i := range c {
			pivot := s.pivot(free)
			free = without(free, pivot, s.apart)
			for _, u := range s.from[s.dice.below(len(s.from))] {
				by := pivot
				if u.Start+pivot > s.end {
					by += s.start - s.end
				}
				c[i] = append(c[i], GammaUnit{u.Start + by, u.End + by, u.Label})
			}
		}
		if c.units() > 0 {
			return c
		}
	}
}

// stretch is a part of a text in which a pivot may lie.
type stretch struct{ start, end float64 }

// pivot draws a whole number from the stretches, by their lengths; from the
// whole text where none is left.
func (s *shuffle) pivot(free []stretch) float64 {
	all := 0.0
	for _, f := range free {
		all += f.end - f.start
	}
	if all <= 0 {
		return math.Trunc(s.start + s.dice.float()*(s.end-s.start))
	}
	at := s.dice.float() * all
	for _, f := range free {
		if at < f.end-f.start {
			return math.Trunc(f.start + at)
		}
		at -= f.end - f.start
	}
	return math.Trunc(free[len(free)-1].end)
}

// without takes what is near a pivot out of stretches.
func without(free []stretch, pivot, near float64) (out []stretch) {
	for _, f := range free {
		if before := (stretch{f.start, min(f.end, pivot-near)}); before.start < before.end {
			out = append(out, before)
		}
		if after := (stretch{max(f.start, pivot+near), f.end}); after.start < after.end {
			out = append(out, after)
		}
	}
	return out
}
