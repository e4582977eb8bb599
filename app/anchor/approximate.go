package anchor

import "claimlight/app/span"

// Match is a place at which something like a quote stands.
type Match struct {
	span.Span
	// Score is how good it is, from 0 to 1, by the weights of Transfer; what the
	// selectors do not say counts neither way.
	Score float64
	// Sure is true where enough of the quote and of what is around it is there,
	// and no other place of the text is about as good.
	Sure bool
}

const (
	// assured is the score from which on a place is sure; assuredShort is that
	// for fewer than sure code points, context and all: two letters make another
	// word of a short one.
	assured, assuredShort = 0.8, 0.9
	// margin is how much better than any other a sure place is: one letter in a
	// dozen.
	margin = 0.08
)

// Seeker looks for quotes that are not quite in a text, of which only the
// selectors are known, and not the version of the text that they were made on.
// It is for what Find does not find.
type Seeker struct {
	text   []rune
	was    []rune
	finder finder
	judge  judge
}

// NewSeeker returns a Seeker for a text.
func NewSeeker(text string) *Seeker { return &Seeker{text: []rune(text)} }

// Steps is what has been done so far: how often 64 letters of a quote were
// compared with a letter of a text, which takes about 10 ns.
func (s *Seeker) Steps() int {
	return s.finder.forth.steps + s.finder.back.steps + s.judge.p.steps
}

// Cost is the most steps that looking for a quote may take; 0 where it is not
// looked for, which is where it has fewer than 5 code points, or more than 2048.
func (s *Seeker) Cost(quote string) int {
	size := len([]rune(quote))
	if bound(size) == 0 || size > longest {
		return 0
	}
	blocks := (size + word - 1) / word
	each := blocks*3*(size+mostErrors) + 8*around // a start, a comparison, the context
	return blocks*len(s.text) + plenty*each
}

// Approximate returns the best of the places that are like the quote; false if
// there is none. No more than one letter in three may be wrong. A negative Start
// means that the place is not known.
func (s *Seeker) Approximate(sel Selectors) (best Match, found bool) {
	if s.Cost(sel.Exact) == 0 {
		return Match{}, false
	}
	quote, prefix, suffix := []rune(sel.Exact), []rune(sel.Prefix), []rune(sel.Suffix)
	prefix, suffix = prefix[max(len(prefix)-around, 0):], suffix[:min(len(suffix), around)]
	s.was = append(append(append(s.was[:0], prefix...), quote...), suffix...)
	s.judge.old, s.judge.new = s.was, s.text
	s.finder.set(quote)
	var all []Match
	for _, m := range s.finder.find(s.text, bound(len(quote)), plenty) {
		at := Match{Span: span.Span{Start: m.start, End: m.end}}
		at.Score = s.score(at.Span, quote, len(prefix), len(suffix), sel.Start)
		all = append(all, at)
		if at.Score > best.Score {
			best = at
		}
	}
	enough := assured
	if len(s.was) < sure {
		enough = assuredShort
	}
	best.Sure = best.Score >= enough && !rivaled(best, all)
	return best, best.Score >= least
}

// score is how good a place is, of what is known.
func (s *Seeker) score(at span.Span, quote []rune, prefix, suffix, start int) float64 {
	was := span.Span{Start: prefix, End: prefix + len(quote)}
	sum, weights := quoteWeight*s.judge.quote(quote, s.text[at.Start:at.End]), float64(quoteWeight)
	if prefix > 0 {
		like, _ := s.judge.context(was, at, prefix)
		sum, weights = sum+prefixWeight*like, weights+prefixWeight
	}
	if suffix > 0 {
		_, like := s.judge.context(was, at, suffix)
		sum, weights = sum+suffixWeight*like, weights+suffixWeight
	}
	if start >= 0 {
		sum, weights = sum+placeWeight*closeness(at.Start-start), weights+placeWeight
	}
	return sum / weights
}

// rivaled reports whether one of the places is elsewhere and about as good as
// the best.
func rivaled(best Match, all []Match) bool {
	for _, m := range all {
		if m.Score > best.Score-margin && !m.Overlaps(best.Span) {
			return true
		}
	}
	return false
}
