// Package agreement measures how far annotators agree: with each other, and
// with a key.
//
// Most callers need Compare, the pairwise F1 of spans with partial credit, and
// CharAlpha, Krippendorff's alpha over characters; both take what each
// annotator marked on each article they opened. For ratings of items there is
// Coding with Cohen, Scott, Fleiss, Light, Krippendorff and AC1; for marks with
// their edges AlphaU, UAlpha and Gamma; for answers against a key MUC, ExactF1,
// SpanF1 and FragmentF1.
//
// The names are those of the literature, and each measure says where its
// definition is from. None prints a number that it does not have: where a
// measure is not defined, its Result says why in words.
package agreement

import (
	"fmt"
	"math"
)

// Result is what a measure came to, or why it came to nothing.
type Result struct {
	Measure string // its name: "Krippendorff's alpha (nominal)"
	Reason  string // why it is not defined, in words; "" if it is
	Says    string // what the value means, a sentence for people who have never heard of the measure
	Parts   []Part // what the value is made of, as far as that is defined
	Rests   Basis  // what it rests on

	value   float64
	defined bool
}

// Part is a number that a value is made of.
type Part struct {
	Name  string
	Value float64
}

// The parts that most measures have.
const (
	Observed  = "observed" // agreement seen, or disagreement: the measure says which
	Expected  = "expected" // the same, as chance would have it
	Precision = "precision"
	Recall    = "recall"
)

// Basis is what a value rests on. What means nothing to a measure is 0.
type Basis struct {
	Annotators int // who have a say in it
	Articles   int // shared by at least two of them, or compared with a key
	Items      int // items rated by at least two, characters read by at least two, pairs of articles
	Marks      int // marks, or ratings
	Pairs      int // pairs of annotators behind a mean
	LeftOut    int // pairs that the mean leaves out, because the measure is not defined for them
}

// Pace is called every so often by work that may be long, with how much of it
// is done; it may take its time, and an error from it ends the work. A nil Pace
// is never called.
type Pace func(done, total int) error

func (p Pace) at(done, total int) error {
	if p == nil {
		return nil
	}
	return p(done, total)
}

// Value is the number, and whether there is one.
func (r Result) Value() (float64, bool) { return r.value, r.defined }

// Part returns the part of a name, and whether it is there.
func (r Result) Part(name string) (float64, bool) {
	for _, p := range r.Parts {
		if p.Name == name {
			return p.Value, true
		}
	}
	return 0, false
}

// String is the result on a line: the measure, its value or the reason why
// there is none.
func (r Result) String() string {
	if !r.defined {
		return r.Measure + ": not defined. " + r.Reason
	}
	return fmt.Sprintf("%s: %.3f. %s", r.Measure, r.value, r.Says)
}

// undefined is a result without a value.
func undefined(measure, reason string, rests Basis, parts ...Part) Result {
	return Result{Measure: measure, Reason: reason, Rests: rests, Parts: parts}
}

// result is a value with what it means. What is no number is never one.
func result(measure string, value float64, says string, rests Basis, parts ...Part) Result {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return undefined(measure, "The numbers in it are too large to be reckoned with.", rests)
	}
	return Result{Measure: measure, Says: says, Rests: rests, Parts: parts, value: value, defined: true}
}

// nearOne is how close to 1 expected agreement counts as 1: shares are sums of
// fractions, and do not always come to 1 exactly.
const nearOne = 1 - 1e-12

// corrected is agreement corrected for chance: (observed-expected) / (1-expected).
func corrected(measure string, observed, expected float64, rests Basis) Result {
	parts := []Part{{Observed, observed}, {Expected, expected}}
	if expected >= nearOne {
		reason := "Only one label was ever used, so that chance alone would give full agreement, and there is nothing to correct for. Without correction the agreement is " + Percent(observed) + "."
		return undefined(measure, reason, rests, parts...)
	}
	value := (observed - expected) / (1 - expected)
	return result(measure, value, saysKappa(value, observed, expected), rests, parts...)
}

// alpha is one less the share of the expected disagreement that was observed.
func alpha(measure string, observed, expected float64, reason string, rests Basis) Result {
	parts := []Part{{Observed, observed}, {Expected, expected}}
	if expected <= 0 {
		return undefined(measure, reason, rests, parts...)
	}
	value := 1 - observed/expected
	return result(measure, value, saysAlpha(value), rests, parts...)
}
