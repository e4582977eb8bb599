package agreement

import "slices"

// twoRaters is the contingency table of two annotators over the items that
// both rated, or the reason why there is none.
func twoRaters(c Coding, first, second int) (table [][]float64, n float64) {
	table = make([][]float64, len(c.Values))
	for i := range table {
		table[i] = make([]float64, len(c.Values))
	}
	for column := range c.columns() {
		a, b := c.Ratings[first][column], c.Ratings[second][column]
		if a != Missing && b != Missing {
			table[a][b] += c.times(column)
			n += c.times(column)
		}
	}
	return table, n
}

// shares are the sums of the rows and columns of a table, and of its diagonal,
// each divided by n.
func shares(table [][]float64, n float64) (rows, columns []float64, diagonal float64) {
	rows, columns = make([]float64, len(table)), make([]float64, len(table))
	for a, row := range table {
		for b, count := range row {
			rows[a] += count / n
			columns[b] += count / n
		}
		diagonal += row[a] / n
	}
	return rows, columns, diagonal
}

// between is what Cohen and Scott have in common: how often two annotators
// agree, and what chance gives for the shares of labels that they have.
func between(measure string, c Coding, first, second int, chance func(a, b float64) float64) Result {
	table, n := twoRaters(c, first, second)
	rests := Basis{Annotators: 2, Items: int(n), Marks: 2 * int(n), Pairs: 1}
	if n == 0 {
		return undefined(measure, reasonNoSharedItem, rests)
	}
	rows, columns, observed := shares(table, n)
	expected := 0.0
	for k := range rows {
		expected += chance(rows[k], columns[k])
	}
	return corrected(measure, observed, expected, rests)
}

// checkTwo says why a measure for two annotators is not defined.
func checkTwo(c Coding) string {
	if reason := c.check(); reason != "" {
		return reason
	}
	if len(c.Ratings) != 2 {
		return "This measure compares two annotators, and there are " + number(len(c.Ratings), "annotator") + "."
	}
	return ""
}

const nameCohen, nameScott = "Cohen's kappa", "Scott's pi"

func chanceCohen(a, b float64) float64 { return a * b }

func chanceScott(a, b float64) float64 { return (a + b) * (a + b) / 4 }

// Cohen is the kappa of two annotators: chance goes by the labels that each of
// them uses (Cohen 1960; Artstein & Poesio 2008, section 2.3.3). Items that one
// of them did not rate are left out.
func Cohen(c Coding) Result {
	if reason := checkTwo(c); reason != "" {
		return undefined(nameCohen, reason, c.basis0())
	}
	return between(nameCohen, c, 0, 1, chanceCohen)
}

// Scott is the pi of two annotators: chance goes by the labels that both use
// together (Scott 1955; Artstein & Poesio 2008, section 2.3.2). Items that one
// of them did not rate are left out.
func Scott(c Coding) Result {
	if reason := checkTwo(c); reason != "" {
		return undefined(nameScott, reason, c.basis0())
	}
	return between(nameScott, c, 0, 1, chanceScott)
}

// basis0 is what is known of a coding that cannot be reckoned with.
func (c Coding) basis0() Basis { return Basis{Annotators: len(c.Ratings)} }

// Light is the mean of Cohen's kappa over all pairs of annotators (Light 1971;
// Conger 1980). Pairs for which kappa is not defined are left out of the mean
// and counted in Rests.LeftOut.
func Light(c Coding) Result {
	const measure = "Light's kappa"
	if reason := c.check(); reason != "" {
		return undefined(measure, reason, c.basis0())
	}
	rests := c.basis()
	sum := 0.0
	for b := range c.Ratings {
		for a := range b {
			value, ok := between(nameCohen, c, a, b, chanceCohen).Value()
			if !ok {
				rests.LeftOut++
				continue
			}
			sum += value
			rests.Pairs++
		}
	}
	return meanOfPairs(measure, sum, rests, "Cohen's kappa is not defined for any pair of annotators: no two rated the same item, or all those who did used a single label.",
		func(mean float64) string {
			return "The mean over all pairs of annotators, each corrected for chance: 1 is full agreement, 0 what chance would give."
		})
}

// meanOfPairs is a mean over pairs of annotators, some of which may have been
// left out.
func meanOfPairs(measure string, sum float64, rests Basis, reason string, says func(mean float64) string) Result {
	if rests.Pairs == 0 {
		return undefined(measure, reason, rests)
	}
	mean := sum / float64(rests.Pairs)
	return result(measure, mean, says(mean)+leftOut(rests), rests)
}

// agreeing is the share of agreeing pairs among the pairs of ratings of an
// item, given how often each value was said, and n ratings.
func agreeing(said []int, n int) float64 {
	pairs := 0
	for _, k := range said {
		pairs += k * (k - 1)
	}
	return float64(pairs) / float64(n*(n-1))
}

// ObservedPerItem is, for each column, the share of agreeing pairs among the
// pairs of ratings (P_i of Fleiss 1971). It is what items are ranked by when
// the most disputed are asked for.
func ObservedPerItem(c Coding) []Result {
	const measure = "observed agreement of an item"
	reason := c.check()
	said := make([]int, len(c.Values))
	out := make([]Result, c.columns())
	for column := range out {
		if reason != "" {
			out[column] = undefined(measure, reason, c.basis0())
			continue
		}
		n := c.tally(column, said)
		rests := Basis{Annotators: n, Items: 1, Marks: n, Pairs: n * (n - 1) / 2}
		if n < 2 {
			out[column] = undefined(measure, "Fewer than two annotators rated this item.", rests)
			continue
		}
		value := agreeing(said, n)
		out[column] = result(measure, value, "Of all pairs of annotators who rated this item, "+Percent(value)+" say the same.", rests)
	}
	return out
}

// meanShares are, over all rated items, the mean agreement of those with two
// or more ratings, and the mean share of each value (Gwet 2014, chapter 2).
func (c Coding) meanShares() (observed float64, share []float64) {
	said, share := make([]int, len(c.Values)), make([]float64, len(c.Values))
	compared, rated := 0.0, 0.0
	for column := range c.columns() {
		n, times := c.tally(column, said), c.times(column)
		if n == 0 {
			continue
		}
		rated += times
		for k, count := range said {
			share[k] += times * float64(count) / float64(n)
		}
		if n > 1 {
			compared += times
			observed += times * agreeing(said, n)
		}
	}
	for k := range share {
		share[k] /= max(rated, 1)
	}
	return observed / max(compared, 1), share
}

// Fleiss is the kappa of several annotators who all rated all items (Fleiss
// 1971). For data with gaps it is not defined; see FleissMissing.
func Fleiss(c Coding) Result {
	const measure = "Fleiss' kappa"
	if reason := c.check(); reason != "" {
		return undefined(measure, reason, c.basis0())
	}
	if !c.complete() {
		return undefined(measure, "Some annotators did not rate some items. The generalization for missing data can be used instead.", c.basis())
	}
	return fleiss(measure, c)
}

// FleissMissing is Fleiss' kappa for data with gaps, as Gwet generalizes it
// (Gwet 2014, chapter 2): agreement over items with two or more ratings,
// shares of labels over items with at least one. Without gaps it is the same as
// Fleiss.
func FleissMissing(c Coding) Result {
	const measure = "Fleiss' kappa (missing data)"
	if reason := c.check(); reason != "" {
		return undefined(measure, reason, c.basis0())
	}
	return fleiss(measure, c)
}

func fleiss(measure string, c Coding) Result {
	rests := c.basis()
	if rests.Items == 0 {
		return undefined(measure, reasonNoSharedItem, rests)
	}
	observed, share := c.meanShares()
	expected := 0.0
	for _, p := range share {
		expected += p * p
	}
	return corrected(measure, observed, expected, rests)
}

// FleissPerCategory is, for each value that was used, Fleiss' kappa of that
// value against all others (κ_j of Fleiss 1971), by label.
func FleissPerCategory(c Coding) map[string]Result {
	return perCategory(c, Fleiss)
}

// perCategory applies a measure to each used value against all others.
func perCategory(c Coding, measure func(Coding) Result) map[string]Result {
	out := map[string]Result{}
	if c.check() != "" {
		return out
	}
	for code, v := range c.Values {
		if slices.ContainsFunc(c.Ratings, func(row []int) bool { return slices.Contains(row, code) }) {
			out[v.Label] = measure(c.against(code))
		}
	}
	return out
}

// AC1 is Gwet's coefficient, which the share of labels sways less than the
// kappas (Gwet 2008, for two annotators; Gwet 2014 for several and missing
// data). All of c.Values count as labels that could have been used.
func AC1(c Coding) Result {
	const measure = "Gwet's AC1"
	if reason := c.check(); reason != "" {
		return undefined(measure, reason, c.basis0())
	}
	rests := c.basis()
	switch {
	case rests.Items == 0:
		return undefined(measure, reasonNoSharedItem, rests)
	case len(c.Values) < 2:
		return undefined(measure, "There is only one label, so that there was nothing to choose from.", rests, Part{Observed, 1})
	}
	observed, share := c.meanShares()
	expected := 0.0
	for _, p := range share {
		expected += p * (1 - p)
	}
	return corrected(measure, observed, expected/float64(len(c.Values)-1), rests)
}
