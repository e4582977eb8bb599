package agreement

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Missing stands in Coding.Ratings where an annotator did not rate an item.
const Missing = -1

// Value is something that can be said of an item: a label, a number, or a set
// of labels. A number has a label too.
type Value struct {
	Label   string
	Number  float64
	Numeric bool     // Number counts
	Set     []string // sorted, each once; nil if it is no set
}

// Label is a value on a nominal scale.
func Label(s string) Value { return Value{Label: s} }

// Number is a value on an ordinal, interval or ratio scale.
func Number(x float64) Value {
	return Value{Label: strconv.FormatFloat(x, 'g', -1, 64), Number: x, Numeric: true}
}

// Set is a set of labels; their order, and saying one twice, make no difference.
func Set(labels ...string) Value {
	set := append([]string{}, labels...)
	slices.Sort(set)
	set = slices.Compact(set)
	quoted := make([]string, len(set))
	for i, s := range set {
		quoted[i] = strconv.Quote(s)
	}
	return Value{Label: "{" + strings.Join(quoted, ", ") + "}", Set: set}
}

// Coding is who said what of which item.
type Coding struct {
	Values  []Value // what can be said
	Ratings [][]int // a row for each annotator, a column for each item: an index into Values, or Missing
	Counts  []int   // how many items a column stands for; nil if each is one
}

// NewCoding makes a Coding of rows of values, nil where there is none. Values
// of one label are one.
func NewCoding(rows [][]*Value) Coding {
	var c Coding
	codes := map[string]int{}
	for _, row := range rows {
		ratings := make([]int, len(row))
		for i, v := range row {
			ratings[i] = Missing
			if v == nil {
				continue
			}
			code, known := codes[v.Label]
			if !known {
				code = len(c.Values)
				codes[v.Label] = code
				c.Values = append(c.Values, *v)
			}
			ratings[i] = code
		}
		c.Ratings = append(c.Ratings, ratings)
	}
	return c
}

// FromTable makes a Coding of a contingency table: rows are what the first
// annotator said, columns what the second did.
func FromTable(labels []string, table [][]int) Coding {
	c := Coding{Ratings: make([][]int, 2)}
	for _, s := range labels {
		c.Values = append(c.Values, Label(s))
	}
	for a, row := range table {
		for b, n := range row {
			if n > 0 {
				c.Ratings[0] = append(c.Ratings[0], a)
				c.Ratings[1] = append(c.Ratings[1], b)
				c.Counts = append(c.Counts, n)
			}
		}
	}
	return c
}

// check says why nothing can be reckoned with the coding, "" if something can.
func (c Coding) check() string {
	for _, row := range c.Ratings {
		if len(row) != len(c.Ratings[0]) || c.Counts != nil && len(row) != len(c.Counts) {
			return "The annotators' rows are not of one length, so that it cannot be told which ratings belong together."
		}
		for _, code := range row {
			if code < Missing || code >= len(c.Values) {
				return fmt.Sprintf("A rating has the code %d, which stands for no value.", code)
			}
		}
	}
	return ""
}

// columns is the number of columns.
func (c Coding) columns() int {
	if len(c.Ratings) == 0 {
		return 0
	}
	return len(c.Ratings[0])
}

// times is how many items a column stands for.
func (c Coding) times(column int) float64 {
	if c.Counts == nil {
		return 1
	}
	return float64(c.Counts[column])
}

// tally counts what was said of a column's item into said, and returns how
// many ratings there are.
func (c Coding) tally(column int, said []int) (n int) {
	clear(said)
	for _, row := range c.Ratings {
		if code := row[column]; code != Missing {
			said[code]++
			n++
		}
	}
	return n
}

// basis is what a measure over all items that two or more rated rests on.
func (c Coding) basis() Basis {
	b := Basis{Annotators: len(c.Ratings)}
	said := make([]int, len(c.Values))
	for column := range c.columns() {
		if n := c.tally(column, said); n > 1 {
			b.Items += int(c.times(column))
			b.Marks += n * int(c.times(column))
		}
	}
	return b
}

// against is the coding with one value against all others: code 1 is the
// value, 0 the rest.
func (c Coding) against(code int) Coding {
	out := Coding{Values: []Value{Label("any other"), c.Values[code]}, Counts: c.Counts}
	for _, row := range c.Ratings {
		binary := make([]int, len(row))
		for i, said := range row {
			switch said {
			case Missing:
				binary[i] = Missing
			case code:
				binary[i] = 1
			}
		}
		out.Ratings = append(out.Ratings, binary)
	}
	return out
}

// complete reports whether everybody rated every item.
func (c Coding) complete() bool {
	for _, row := range c.Ratings {
		if slices.Contains(row, Missing) {
			return false
		}
	}
	return true
}
