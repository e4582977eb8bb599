package agreement

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// GammaUnit is a unit for gamma. Its ends need not be whole numbers, since
// samples of chance are drawn from distributions.
type GammaUnit struct {
	Start, End float64
	Label      string
}

// Continuum is the units of each annotator, one who marked nothing included.
type Continuum [][]GammaUnit

// ContinuumOf is what annotators marked on an article.
func ContinuumOf(a Article) Continuum {
	c := make(Continuum, len(a.Readings))
	for i, r := range a.Readings {
		for _, m := range clip(r.Marks, a.Length) {
			c[i] = append(c[i], GammaUnit{float64(m.Start), float64(m.End), m.Label})
		}
	}
	return c
}

// units is how many there are in all.
func (c Continuum) units() (n int) {
	for _, list := range c {
		n += len(list)
	}
	return n
}

// Dissimilarity says how unlike two units are (Mathet, Widlöcher & Métivier
// 2015, the combined dissimilarity): Alpha times where they are, plus Beta times what they are.
type Dissimilarity struct {
	Alpha, Beta float64
	Empty       float64                            // what a unit costs that is aligned with nothing; the unit of the others
	Labels      func(first, second string) float64 // from 0 to 1; nil if labels are the same or not
}

// Usual is the dissimilarity that most studies use.
var Usual = Dissimilarity{Alpha: 1, Beta: 1, Empty: 1}

// Positional is how unlike the places of two units are (d_pos of the paper): the
// differences of their ends as a share of their lengths, squared.
func (d Dissimilarity) Positional(a, b GammaUnit) float64 {
	apart := math.Abs(a.Start-b.Start) + math.Abs(a.End-b.End)
	if apart == 0 {
		return 0
	}
	x := apart / (a.End - a.Start + b.End - b.Start)
	return x * x * d.Empty
}

// Between is how unlike two units are.
func (d Dissimilarity) Between(a, b GammaUnit) float64 {
	labels := differ(a.Label == b.Label)
	if d.Labels != nil {
		labels = d.Labels(a.Label, b.Label)
	}
	return d.Alpha*d.Positional(a, b) + d.Beta*labels*d.Empty
}

// Unitary is the disorder of units that are taken for one another, one of each
// annotator, nil where an annotator has none: the mean over all
// pairs.
func (d Dissimilarity) Unitary(units []*GammaUnit) float64 {
	sum := 0.0
	for j, b := range units {
		for _, a := range units[:j] {
			if a == nil || b == nil {
				sum += d.Empty
			} else {
				sum += d.Between(*a, *b)
			}
		}
	}
	return sum / float64(max(len(units)*(len(units)-1)/2, 1))
}

// reasonGamma says why gamma is not defined for a continuum, "" if it is.
func (c Continuum) reason(d Dissimilarity) string {
	if len(c) < 2 {
		return reasonNoSharedArticle
	}
	if c.units() == 0 {
		return reasonNothingMarked
	}
	if !(d.Alpha >= 0 && d.Beta >= 0 && d.Empty > 0) || math.IsInf(d.Alpha+d.Beta+d.Empty, 0) {
		return "The weights of the dissimilarity must be 0 or more, and an empty unit must cost something."
	}
	for _, list := range c {
		for _, u := range list {
			if !(u.Start < u.End) || math.IsInf(u.End-u.Start, 0) {
				return fmt.Sprintf("A unit from %g to %g has no length.", u.Start, u.End)
			}
		}
	}
	return ""
}

func (c Continuum) basis() Basis {
	return Basis{Annotators: len(c), Articles: 1, Marks: c.units(), Pairs: len(c) * (len(c) - 1) / 2}
}

// Disorder is the disorder of a continuum: that of its best
// alignment, divided by the mean number of units of an annotator. The part
// "proven" is 1 if no alignment can be better, and 0 if only none better was
// found. An error of pace stops it.
func Disorder(c Continuum, d Dissimilarity, pace Pace) (Result, error) {
	const measure = "disorder (gamma)"
	if reason := c.reason(d); reason != "" {
		return undefined(measure, reason, c.basis()), nil
	}
	value, proven, err := disorder(c, d, pace)
	if err != nil {
		return halted(measure, err, c.basis())
	}
	return result(measure, value, "0 is full agreement; each mark that nobody else has adds to it.", c.basis(), Part{"proven", truth(proven)}), nil
}

// halted is a result of what ended early: because somebody stopped it, which is
// an error, or because it is too much.
func halted(measure string, err error, rests Basis) (Result, error) {
	if errors.Is(err, errTooMany) {
		return undefined(measure, err.Error(), rests), nil
	}
	return undefined(measure, "It was stopped before it was done.", rests), err
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func disorder(c Continuum, d Dissimilarity, pace Pace) (value float64, proven bool, err error) {
	cost, proven, err := align(c.sorted(), d, pace)
	return cost / (float64(c.units()) / float64(len(c))), proven, err
}

// sorted is the continuum in an order that depends on the units alone: not on
// that of annotators, nor of files.
func (c Continuum) sorted() Continuum {
	out := make(Continuum, len(c))
	for i, list := range c {
		out[i] = slices.SortedFunc(slices.Values(list), compareUnits)
	}
	slices.SortFunc(out, func(a, b []GammaUnit) int { return slices.CompareFunc(a, b, compareUnits) })
	return out
}

func compareUnits(a, b GammaUnit) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Label, b.Label))
}

// GammaOptions is how chance is drawn.
type GammaOptions struct {
	Sampler   Sampler
	Seed      uint64  // the same seed gives the same figure
	Samples   int     // how many continua are drawn; 30 if 0
	Precision float64 // of the expected disorder, as a share of it (0.02): more samples are drawn until it is reached; 0 draws no more
	Length    int     // of the text, which the Shuffle sampler rotates; where the units end if 0
	Pace      Pace    // called between samples and while aligning; an error stops it
}

// mostSamples is where drawing for precision ends.
const mostSamples = 1000

const nameGamma = "gamma"

// Gamma is the agreement of annotators on where units are and what they are,
// at once (Mathet, Widlöcher & Métivier 2015): 1 less the disorder of the best
// alignment, divided by what chance would give. Chance is drawn, so that the
// value is an estimate: the part "precision ±" is how far it may be off, in 95%
// of the cases. An error is that of Pace.
func Gamma(c Continuum, d Dissimilarity, o GammaOptions) (Result, error) {
	measure := nameGamma + " (" + o.Sampler.String() + " sampler)"
	if reason := c.reason(d); reason != "" {
		return undefined(measure, reason, c.basis()), nil
	}
	if o.Samples <= 0 {
		o.Samples = 30
	}
	observed, proven, err := disorder(c, d, o.part(0))
	if err != nil {
		return halted(measure, err, c.basis())
	}
	if observed == 0 {
		return result(measure, 1, "All annotators marked exactly the same.", c.basis(), Part{Observed, 0}, Part{"proven", 1}), nil
	}
	draw := newSampler(o, c.sorted())
	var drawn []float64
	for total := o.Samples; len(drawn) < total; {
		value, sure, err := disorder(draw(), d, o.part(1+len(drawn)))
		if err != nil {
			return halted(measure, err, c.basis())
		}
		proven = proven && sure
		drawn = append(drawn, value)
		if len(drawn) == total {
			total = max(total, needed(drawn, o.Precision))
			o.Samples = total
		}
	}
	if err := o.part(o.Samples+1)(0, 0); err != nil {
		return halted(measure, err, c.basis())
	}
	return gammaOf(measure, observed, drawn, proven, c.basis()), nil
}

// part is the pace of one of the disorders that are to be found: the observed
// and those of the samples.
func (o GammaOptions) part(done int) Pace {
	return func(int, int) error { return o.Pace.at(done, o.Samples+1) }
}

// needed is how many samples a precision takes: as many as make
// 1.96 standard errors of the mean that share of it.
func needed(drawn []float64, precision float64) int {
	if precision <= 0 || len(drawn) < 2 {
		return len(drawn)
	}
	mean, deviation := moments(drawn)
	n := math.Pow(1.96*deviation/(precision*mean), 2)
	return int(math.Ceil(min(n, mostSamples)))
}

// moments are the mean and the standard deviation of the sample's population.
func moments(values []float64) (mean, deviation float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		deviation += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(deviation / float64(max(len(values)-1, 1)))
}

// GammaGiven is gamma with samples of chance that are given and not drawn.
func GammaGiven(c Continuum, d Dissimilarity, samples []Continuum) (r Result, disorders []float64) {
	const measure = nameGamma + " (given samples)"
	for _, one := range append([]Continuum{c}, samples...) {
		if reason := one.reason(d); reason != "" {
			return undefined(measure, reason, c.basis()), nil
		}
	}
	observed, proven, err := disorder(c, d, nil)
	for _, s := range samples {
		value, sure, e := disorder(s, d, nil)
		err = errors.Join(err, e)
		disorders, proven = append(disorders, value), proven && sure
	}
	if err != nil {
		return undefined(measure, errTooMany.Error(), c.basis()), nil
	}
	if len(samples) == 0 {
		return undefined(measure, "There is no sample of chance to compare with.", c.basis(), Part{Observed, observed}), nil
	}
	return gammaOf(measure, observed, disorders, proven, c.basis()), disorders
}

// gammaOf is gamma of the observed disorder and those of samples.
func gammaOf(measure string, observed float64, drawn []float64, proven bool, rests Basis) Result {
	expected, deviation := moments(drawn)
	if expected <= 0 {
		return undefined(measure, reasonOneValue, rests, Part{Observed, observed})
	}
	value := 1 - observed/expected
	off := 1.96 * deviation / math.Sqrt(float64(len(drawn))) * observed / (expected * expected)
	says := fmt.Sprintf("Where the marks are and which tags they have is %s closer than chance, give or take %.2f (%s drawn).", Percent(value), off, number(len(drawn), "sample"))
	if value < 0 {
		says = fmt.Sprintf("Where the marks are and which tags they have is further apart than chance, give or take %.2f (%s drawn).", off, number(len(drawn), "sample"))
	}
	if !proven {
		says += " With more than two annotators and so many marks the best alignment is looked for and not proven."
	}
	return result(measure, value, says, rests, Part{Observed, observed}, Part{Expected, expected},
		Part{"precision ±", off}, Part{"samples", float64(len(drawn))}, Part{"proven", truth(proven)})
}
