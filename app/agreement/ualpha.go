package agreement

import (
	"cmp"
	"fmt"
	"slices"
)

// UFamily are the coefficients of Krippendorff, Mathet, Bouvry & Widlöcher
// 2016, which take a continuum as its units, with their labels, and its gaps.
type UFamily struct {
	U        Result            // u-alpha: units and labels
	BarU     Result            // |u-alpha: where units are, whatever their labels
	CU       Result            // cu-alpha: labels, where two annotators both have units
	Coverage Result            // the share of the continuum that cu-alpha rests on
	KU       map[string]Result // (k)u-alpha: one label against the others, where both have units
	KCover   map[string]Result // the share of a label's units that (k)u-alpha rests on
}

// UAlpha is the u-alpha family of one text. For several, Concat them. An
// annotator's marks of one label that overlap are joined; marks of two labels
// that overlap have no place in a continuum, and nothing is defined then.
//
// cu-alpha and (k)u-alpha rest on the pairwise intersections of units, each of
// which is not paired with itself by chance; for more than two annotators
// programs differ in this (their results agree for two).
func UAlpha(a Article) UFamily {
	rests := basisOf([]Article{a})
	units, reason := unitsOf(a)
	if reason != "" {
		f := UFamily{KU: map[string]Result{}, KCover: map[string]Result{}}
		for name, r := range map[string]*Result{"u-alpha": &f.U, "|u-alpha": &f.BarU, "cu-alpha": &f.CU, "coverage of cu-alpha": &f.Coverage} {
			*r = undefined(name, reason, rests)
		}
		return f
	}
	one := make([][]mark, len(units))
	for i, list := range units {
		for _, u := range list {
			u.label = 0
			one[i] = append(one[i], u)
		}
	}
	names := Labels([]Article{a})
	t := tableU(units, len(names))
	f := UFamily{U: t.u("u-alpha", units, a.Length, rests), BarU: tableU(one, 1).u("|u-alpha", one, a.Length, rests)}
	f.CU, f.Coverage = t.cu(a.Length, rests)
	f.KU, f.KCover = t.ku(names, units, rests)
	return f
}

// unitsOf are the units of each annotator, in order, labels as indexes into
// Labels; or the reason why they make no continuum.
func unitsOf(a Article) (units [][]mark, reason string) {
	switch {
	case len(a.Readings) < 2:
		return nil, reasonNoSharedArticle
	case a.Length < 1:
		return nil, "The text is empty."
	case tooManyLabels(a):
		return nil, reasonManyLabels
	}
	units = make([][]mark, len(a.Readings))
	for label, name := range Labels([]Article{a}) {
		for i, r := range Only([]Article{a}, name)[0].Readings {
			for _, s := range covered(clip(r.Marks, a.Length)) {
				units[i] = append(units[i], mark{s, label, 0})
			}
		}
	}
	for i, list := range units {
		slices.SortFunc(list, compareMarks)
		for k := 1; k < len(list); k++ {
			if list[k].Start < list[k-1].End {
				return nil, fmt.Sprintf("Marks of “%s” with different labels overlap (at %d), and this measure takes a text as a row of units that do not.", a.Readings[i].Annotator, list[k].Start)
			}
		}
	}
	return units, ""
}

// coincidences are the lengths over which annotators' units meet, by labels,
// each pair of annotators both ways, divided by the annotators less one.
type coincidences struct {
	annotators int
	met        [][]float64 // of label and label
	own        []float64   // of a label with itself by chance: squares of intersections
	each       []float64   // of a label: the sum of a row of met
	all        float64     // of all
}

func tableU(units [][]mark, labels int) *coincidences {
	t := &coincidences{annotators: len(units), own: make([]float64, labels), each: make([]float64, labels)}
	for range labels {
		t.met = append(t.met, make([]float64, labels))
	}
	share := 1 / float64(len(units)-1)
	for x := range units {
		for y := range x {
			meetings(units[x], units[y], func(a, b mark) {
				n := float64(a.Intersect(b.Span).Len())
				t.met[a.label][b.label] += n * share
				t.met[b.label][a.label] += n * share
				t.own[a.label] += n * n * share
				t.own[b.label] += n * n * share
			})
		}
	}
	for k, row := range t.met {
		for _, n := range row {
			t.each[k] += n
		}
		t.all += t.each[k]
	}
	return t
}

// meetings calls f with each two units that overlap.
func meetings(a, b []mark, f func(a, b mark)) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if a[i].Overlaps(b[j].Span) {
			f(a[i], b[j])
		}
		if c := cmp.Compare(a[i].End, b[j].End); c < 0 {
			i++
		} else {
			j++
		}
	}
}

// u is u-alpha: gaps are a label of their own, whose pieces may be paired with
// themselves by chance; units may not.
func (t *coincidences) u(name string, units [][]mark, length int, rests Basis) Result {
	m, l := float64(t.annotators), float64(length)
	lengths := make([]float64, len(t.each))
	marked, own := 0.0, 0.0
	for _, list := range units {
		for _, u := range list {
			n := float64(u.Len())
			lengths[u.label] += n
			marked += n
			own += n * (n - 1)
		}
	}
	gaps := m*l - marked
	// What is not units of the same label, nor gaps of both, disagrees.
	agrees := m*l - 2*marked + t.all // gaps of both, in the unit of met
	squares := gaps * gaps
	for k, n := range lengths {
		agrees += t.met[k][k]
		squares += n * n
	}
	observed := (m*l - agrees) / (m * l)
	below := m*l*(m*l-1) - own
	if below <= 0 || marked == 0 {
		return undefined(name, reasonNothingMarked, rests)
	}
	expected := (m*l*m*l - squares) / below
	return alpha(name, observed, expected, reasonAllMarked, rests)
}

// cu is cu-alpha and what it covers.
func (t *coincidences) cu(length int, rests Basis) (value, coverage Result) {
	const name = "cu-alpha"
	m := float64(t.annotators)
	share := t.all / (m * float64(length))
	coverage = result("coverage of cu-alpha", share, "Two annotators both have marks on "+Percent(share)+" of the text, on average.", rests)
	agrees, squares, own := 0.0, 0.0, 0.0
	for k, n := range t.each {
		agrees += t.met[k][k]
		squares += n * n
		own += t.own[k]
	}
	switch below := t.all*t.all - own; {
	case t.all == 0:
		value = undefined(name, "No two annotators have marks on the same place, so that their labels cannot be compared.", rests)
	case below <= 0 || t.all*t.all <= squares:
		value = undefined(name, "Only one label was used where two annotators have marks, so that there was nothing to confuse.", rests)
	default:
		value = alpha(name, (t.all-agrees)/t.all, (t.all*t.all-squares)/below, reasonOneValue, rests)
	}
	return value, coverage
}

// ku are (k)u-alpha and its coverage for each label for which it is defined or
// which has units.
func (t *coincidences) ku(names []string, units [][]mark, rests Basis) (value, coverage map[string]Result) {
	value, coverage = map[string]Result{}, map[string]Result{}
	lengths := make([]float64, len(names))
	for _, list := range units {
		for _, u := range list {
			lengths[u.label] += float64(u.Len())
		}
	}
	for k, name := range names {
		if t.each[k] == 0 {
			value[name] = undefined("(k)u-alpha", "No two annotators have marks where one of them has this label.", rests)
			continue
		}
		others := t.all - t.each[k]
		if others == 0 {
			value[name] = undefined("(k)u-alpha", "Only this label was used where two annotators have marks, so that there was nothing to confuse it with.", rests)
			continue
		}
		expected := t.each[k] * others
		expected /= expected + t.each[k]*t.each[k] - t.own[k]
		value[name] = alpha("(k)u-alpha", (t.each[k]-t.met[k][k])/t.each[k], expected, reasonOneValue, rests)
		share := t.each[k] / lengths[k]
		coverage[name] = result("coverage of (k)u-alpha", share, "Of the marks with this label, "+Percent(share)+" lie where the others have marks too.", rests)
	}
	return value, coverage
}
