package main

import (
	"cmp"
	"encoding/json"
	"math"
	"os"
	"slices"
	"time"
)

// Sample is one value that was measured.
type Sample struct {
	Candidate string  `json:"candidate"`
	Size      string  `json:"size,omitempty"`
	Figure    string  `json:"figure"`
	Value     float64 `json:"value"`
}

// Results are everything that a run found out.
type Results struct {
	When     time.Time         `json:"when"`
	Machine  Machine           `json:"machine"`
	Versions map[string]string `json:"versions"`
	Samples  []Sample          `json:"samples"`
	// Dead says of what a candidate died, by candidate and size.
	Dead     map[string]string  `json:"dead"`
	Profiles map[string]Profile `json:"profiles"`
	Growth   []Growth           `json:"growth,omitempty"`
	Linked   []Linked           `json:"linked,omitempty"` // what is in the program
}

func (r *Results) add(c, size, figure string, values ...float64) {
	for _, v := range values {
		r.Samples = append(r.Samples, Sample{c, size, figure, v})
	}
}

// values are all samples of one kind, in ascending order.
func (r *Results) values(c, size, figure string) (out []float64) {
	for _, s := range r.Samples {
		if s.Candidate == c && s.Size == size && s.Figure == figure {
			out = append(out, s.Value)
		}
	}
	slices.Sort(out)
	return out
}

// median is the middle sample; NaN where there is none.
func (r *Results) median(c, size, figure string) float64 { return median(r.values(c, size, figure)) }

// median of values in ascending order.
func median(v []float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// best is the candidate of a kind with the lowest median, and that median; NaN
// where none has one.
func (r *Results) best(k Kind, size, figure string) (*Candidate, float64) {
	var who *Candidate
	least := math.NaN()
	for i := range Candidates {
		c := &Candidates[i]
		v := r.median(c.ID, size, figure)
		if c.Kind == k && c.ID != "plain" && !math.IsNaN(v) && (who == nil || v < least) {
			who, least = c, v
		}
	}
	return who, least
}

// died remembers that a candidate was given up at a size.
func (r *Results) died(c, size string, of error) { r.Dead[c+" "+size] = of.Error() }

// dead reports whether a candidate was given up at a size or a smaller one.
func (r *Results) dead(c, size string) bool {
	for _, s := range Sizes {
		if r.Dead[c+" "+s.Name] != "" {
			return true
		}
		if s.Name == size {
			break
		}
	}
	return false
}

func (r *Results) save(path string) error {
	slices.SortStableFunc(r.Samples, func(a, b Sample) int {
		return cmp.Or(cmp.Compare(a.Candidate, b.Candidate), cmp.Compare(a.Size, b.Size), cmp.Compare(a.Figure, b.Figure))
	})
	data, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}

func loadResults(path string) (*Results, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r := &Results{}
	return r, json.Unmarshal(data, r)
}
