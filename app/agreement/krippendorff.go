package agreement

// Metric is how far two values are apart, squared, as Krippendorff's alpha
// takes it.
type Metric struct {
	Name string
	// table returns the squared differences of all values, given how often each
	// occurs in items that two or more rated; or the reason why it cannot.
	table func(values []Value, occurs []float64) ([][]float64, string)
}

// The metrics of Krippendorff 2004, chapter 11, and two for sets of labels.
var (
	// Nominal values are the same or not.
	Nominal = metric("nominal", func(a, b Value) float64 { return differ(a.Label == b.Label) })
	// Interval takes the difference of numbers.
	Interval = numeric("interval", func(a, b float64) float64 { return (a - b) * (a - b) })
	// Ratio takes their difference as a share of their sum: 1 and 2 are as far
	// apart as 10 and 20. It needs numbers of 0 or more.
	Ratio = Metric{"ratio", ratios}
	// Ordinal counts the ratings between two values. Numbers are ordered by
	// size; other values stand in the order of Coding.Values.
	Ordinal = Metric{"ordinal", ordinals}
	// Jaccard takes the share of labels that only one of two sets has.
	Jaccard = metric("Jaccard", func(a, b Value) float64 { return 1 - jaccard(a.set(), b.set()) })
	// MASI takes less off for sets of which one holds the other (Passonneau 2006).
	MASI = metric("MASI", func(a, b Value) float64 { return 1 - jaccard(a.set(), b.set())*monotone(a.set(), b.set()) })
)

// Distances is a metric given by a table: the squared difference of the first
// label and the second, which must be the same the other way round.
func Distances(labels []string, squared [][]float64) Metric {
	at := map[string]int{}
	for i, l := range labels {
		at[l] = i
	}
	return Metric{"table of distances", func(values []Value, _ []float64) ([][]float64, string) {
		if len(squared) != len(labels) {
			return nil, "The table of distances has not as many rows as labels."
		}
		for _, row := range squared {
			if len(row) != len(labels) {
				return nil, "The table of distances has not as many columns as labels."
			}
		}
		for _, v := range values {
			if _, ok := at[v.Label]; !ok {
				return nil, "The table of distances has no label “" + v.Label + "”."
			}
		}
		return tableOf(values, func(a, b Value) float64 { return squared[at[a.Label]][at[b.Label]] }), ""
	}}
}

func metric(name string, squared func(a, b Value) float64) Metric {
	return Metric{name, func(values []Value, _ []float64) ([][]float64, string) { return tableOf(values, squared), "" }}
}

func numeric(name string, squared func(a, b float64) float64) Metric {
	return Metric{name, func(values []Value, _ []float64) ([][]float64, string) {
		for _, v := range values {
			if !v.Numeric {
				return nil, "“" + v.Label + "” is not a number, and this metric needs numbers."
			}
		}
		return tableOf(values, func(a, b Value) float64 { return squared(a.Number, b.Number) }), ""
	}}
}

func tableOf(values []Value, squared func(a, b Value) float64) [][]float64 {
	table := make([][]float64, len(values))
	for i, a := range values {
		table[i] = make([]float64, len(values))
		for j, b := range values {
			if i != j {
				table[i][j] = squared(a, b)
			}
		}
	}
	return table
}

func differ(same bool) float64 {
	if same {
		return 0
	}
	return 1
}

func ratios(values []Value, occurs []float64) ([][]float64, string) {
	for _, v := range values {
		if v.Numeric && v.Number < 0 {
			return nil, "“" + v.Label + "” is less than 0, and ratios need numbers of 0 or more."
		}
	}
	return numeric("ratio", func(a, b float64) float64 {
		d := (a - b) / (a + b)
		return d * d
	}).table(values, occurs)
}

// ordinals sums the ratings from one value to the other, those at both ends by
// half.
func ordinals(values []Value, occurs []float64) ([][]float64, string) {
	rank := make([]float64, len(values))
	for i, v := range values {
		rank[i] = float64(i)
		if v.Numeric {
			rank[i] = v.Number
		}
		if v.Numeric != values[0].Numeric {
			return nil, "Some values are numbers and some are not, so that they have no order."
		}
	}
	table := tableOf(values, func(Value, Value) float64 { return 0 })
	for i := range values {
		for j := range values {
			low, high := min(rank[i], rank[j]), max(rank[i], rank[j])
			between := -(occurs[i] + occurs[j]) / 2
			for g, r := range rank {
				if low <= r && r <= high {
					between += occurs[g]
				}
			}
			if i != j {
				table[i][j] = between * between
			}
		}
	}
	return table, ""
}

// set is the value as a set: a plain label is a set of one.
func (v Value) set() []string {
	if v.Set == nil {
		return []string{v.Label}
	}
	return v.Set
}

// inCommon is how many labels two sorted sets share.
func inCommon(a, b []string) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// jaccard is the share of labels that two sets have in common; two empty sets
// are the same.
func jaccard(a, b []string) float64 {
	n := inCommon(a, b)
	if all := len(a) + len(b) - n; all > 0 {
		return float64(n) / float64(all)
	}
	return 1
}

// monotone is Passonneau's factor: 1 for equal sets, 2/3 if one holds the
// other, 1/3 if they overlap.
func monotone(a, b []string) float64 {
	switch n := inCommon(a, b); {
	case n == len(a) && n == len(b):
		return 1
	case n == len(a) || n == len(b):
		return 2.0 / 3
	case n > 0:
		return 1.0 / 3
	}
	return 0
}

// Krippendorff is the alpha of any number of annotators with missing ratings
// (Krippendorff 2004, chapter 11; 2011). The parts are disagreements, in the
// unit of the metric. Items with fewer than two ratings do not count.
func Krippendorff(c Coding, m Metric) Result {
	measure := "Krippendorff's alpha (" + m.Name + ")"
	if reason := c.check(); reason != "" {
		return undefined(measure, reason, c.basis0())
	}
	rests := c.basis()
	if rests.Items == 0 {
		return undefined(measure, reasonNoSharedItem, rests)
	}
	c = c.used()
	occurs := c.occurrences()
	table, reason := m.table(c.Values, occurs)
	if reason != "" {
		return undefined(measure, reason, rests)
	}
	observed, n := c.disagreement(table), 0.0
	for _, o := range occurs {
		n += o
	}
	expected := 0.0
	for i, row := range table {
		for j, d := range row {
			expected += occurs[i] * occurs[j] * d
		}
	}
	return alpha(measure, observed/n, expected/(n*(n-1)), reasonOneValue, rests)
}

// used is the coding with only the values that occur in items which two or
// more rated: no other has a part in alpha, and a metric need not know it.
func (c Coding) used() Coding {
	occurs := c.occurrences()
	code := make([]int, len(c.Values))
	out := Coding{Counts: c.Counts}
	for k, n := range occurs {
		if code[k] = Missing; n > 0 {
			code[k] = len(out.Values)
			out.Values = append(out.Values, c.Values[k])
		}
	}
	for _, row := range c.Ratings {
		renamed := make([]int, len(row))
		for i, said := range row {
			if renamed[i] = Missing; said != Missing {
				renamed[i] = code[said]
			}
		}
		out.Ratings = append(out.Ratings, renamed)
	}
	return out
}

// occurrences is how often each value was said of items that two or more rated.
func (c Coding) occurrences() []float64 {
	said, occurs := make([]int, len(c.Values)), make([]float64, len(c.Values))
	for column := range c.columns() {
		if c.tally(column, said) < 2 {
			continue
		}
		for k, n := range said {
			occurs[k] += float64(n) * c.times(column)
		}
	}
	return occurs
}

// disagreement sums the squared differences of all pairs within items, each
// item weighed by its number of ratings less one.
func (c Coding) disagreement(table [][]float64) (sum float64) {
	said := make([]int, len(c.Values))
	var here []int // the values said of an item, each once
	for column := range c.columns() {
		n := c.tally(column, said)
		if n < 2 {
			continue
		}
		here = here[:0]
		for k, count := range said {
			if count > 0 {
				here = append(here, k)
			}
		}
		within := 0.0
		for _, a := range here {
			for _, b := range here {
				within += float64(said[a]*said[b]) * table[a][b]
			}
		}
		sum += c.times(column) * within / float64(n-1)
	}
	return sum
}

// KrippendorffPerCategory is, for each value that was used, nominal alpha of
// that value against all others, by label (Krippendorff 2004, chapter 11).
func KrippendorffPerCategory(c Coding) map[string]Result {
	return perCategory(c, func(c Coding) Result { return Krippendorff(c, Nominal) })
}
