// Package span knows half-open ranges and how overlapping ones are cut into
// runs. It does not know what the numbers count; in Claimlight they are code
// points of an article's text.
//
// Most callers need Span and Runs.
package span

import (
	"slices"
)

// Span is the range from Start up to, but not including, End.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len is the number of points in the span; 0 if it is empty or turned round.
func (s Span) Len() int { return max(s.End-s.Start, 0) }

// Empty reports whether the span holds nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Overlaps reports whether both share at least one point.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Contains reports whether t lies wholly inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Has reports whether the point lies in the span.
func (s Span) Has(point int) bool { return s.Start <= point && point < s.End }

// Intersect returns what both share; it is Empty if they share nothing.
func (s Span) Intersect(t Span) Span {
	return Span{max(s.Start, t.Start), min(s.End, t.End)}
}

// Compare orders spans by start; of those that start together, the longer
// comes first, so that what surrounds stands before what it holds.
func Compare(s, t Span) int {
	if s.Start != t.Start {
		return s.Start - t.Start
	}
	return t.End - s.End
}

// Join sorts spans and joins those that overlap or touch. Empty ones go.
func Join(spans []Span) []Span {
	in := slices.DeleteFunc(slices.Clone(spans), Span.Empty)
	slices.SortFunc(in, Compare)
	var out []Span
	for _, s := range in {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// Run is a stretch of text over which the set of spans does not change.
// Active holds the indexes of the spans that cover it, in the order of
// Compare; it is empty where nothing is marked. Active is only valid until
// the next run is asked for.
type Run struct {
	Span
	Active []int
}

// Runs walks the bounds from start to end and yields the runs that the spans
// cut it into, marked or not, in order and without gaps. The spans must be
// sorted by Compare; what sticks out of the bounds is left off, and empty
// spans have no effect.
func Runs(bounds Span, spans []Span) func(yield func(Run) bool) {
	return func(yield func(Run) bool) {
		s := Sweep{active: make([]int, 0, 16)} // deeper overlap is rare
		s.Reset(bounds, spans)
		for run, ok := s.Next(); ok; run, ok = s.Next() {
			if !yield(run) {
				return
			}
		}
	}
}

// Sweep walks runs as Runs does. Used again, it allocates nothing.
//
// It has an active set (as in CodeMirror's rangeset.ts): overlap costs no
// nesting and the work is in proportion to spans and runs.
type Sweep struct {
	bounds Span // what is left
	spans  []Span
	active []int
	next   int
}

// Reset starts a walk over the bounds; see Runs for what it demands.
func (s *Sweep) Reset(bounds Span, spans []Span) {
	s.bounds, s.spans, s.active, s.next = bounds, spans, s.active[:0], 0
}

// Next returns the next run, and false at the end.
func (s *Sweep) Next() (Run, bool) {
	if s.bounds.Empty() {
		return Run{}, false
	}
	at := s.bounds.Start
	s.advance(at)
	end := s.bounds.End
	if s.next < len(s.spans) {
		end = min(end, s.spans[s.next].Start)
	}
	for _, i := range s.active {
		end = min(end, s.spans[i].End)
	}
	s.bounds.Start = end
	return Run{Span{at, end}, s.active}, true
}

// advance makes those active that hold the point.
func (s *Sweep) advance(at int) {
	kept := s.active[:0]
	for _, i := range s.active {
		if s.spans[i].End > at {
			kept = append(kept, i)
		}
	}
	// An empty span is passed over wherever it is: it must not cut.
	for s.next < len(s.spans) && (s.spans[s.next].Start <= at || s.spans[s.next].Empty()) {
		if !s.spans[s.next].Empty() && s.spans[s.next].End > at {
			kept = append(kept, s.next)
		}
		s.next++
	}
	s.active = kept
}
