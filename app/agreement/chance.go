package agreement

import "math"

// chance gives numbers that look like chance and are the same for the same seed,
// in every program and on every machine, so that a figure can be had again. It
// is SplitMix64 (Steele, Lea & Flood 2014): small, and good enough to draw
// samples.
type chance struct{ state uint64 }

func newChance(seed uint64) *chance { return &chance{seed} }

func (d *chance) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// float is a number from 0 up to, but not including, 1.
func (d *chance) float() float64 { return float64(d.next()>>11) / (1 << 53) }

// below is a whole number from 0 up to, but not including, n. What it favors is
// far below what a sample could show.
func (d *chance) below(n int) int { return int(d.next() % uint64(n)) }

// normal is a number of a normal distribution (Box & Muller 1958).
func (d *chance) normal(mean, deviation float64) float64 {
	r := math.Sqrt(-2 * math.Log(1-d.float()))
	return mean + deviation*r*math.Cos(2*math.Pi*d.float())
}
