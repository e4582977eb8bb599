package classroom

import (
	"math"

	"claimlight/app/agreement"
	"claimlight/app/project"
)

// sharing spreads the disagreement of a class over its marks, and so over the
// places where they are.
//
// The headline is the mean of the F1 of all pairs of students. What a pair lacks
// of 1 is a sum over the marks of both: for each, 1 less the credit of its pair,
// divided by the number of their marks. Each mark belongs to one place, so that
// the sum over all places is the whole.
type sharing struct {
	read  []*readArticle // those that two or more opened
	n     int            // students
	marks []int32        // of each two students
	pairs float64        // that the headline is the mean of
	a, b  taken          // which marks of two students are paired
	at    [][]int        // of each article that is read, the place of each passage, before anything is settled
}

// spread compares the class and gives each mark its part of the disagreement.
func spread(c *Class, read []*readArticle, pace project.Pace) (*Figures, error) {
	s := &sharing{n: len(c.Students)}
	var articles []agreement.Article
	for _, r := range read {
		a := agreement.Article{Length: r.Len()}
		for _, one := range r.readings {
			a.Readings = append(a.Readings, agreement.Reading{Annotator: string(c.Students[one.student].ID), Marks: one.marks})
		}
		articles = append(articles, a)
		if len(a.Readings) > 1 {
			places, of := r.gather(nil)
			for i := range r.readings {
				r.readings[i].cover(places, of)
			}
			s.read, s.at = append(s.read, r), append(s.at, of)
		}
	}
	s.count()
	compared, err := agreement.CompareAndTell(articles, agreement.Half, s.tell, agreement.Pace(pace))
	if err != nil {
		return nil, err
	}
	figures := c.figuresOf(agreement.Shared(articles), compared)
	value, defined := figures.Same.Value()
	whole := (1 - value) * s.pairs
	if !defined || value >= 1 {
		whole = math.Inf(1) // nobody differs, or none can be compared
	}
	for _, r := range read {
		for _, one := range r.readings {
			for k := range one.lacks {
				for kind := range one.lacks[k] {
					one.lacks[k][kind] /= whole
				}
			}
		}
	}
	return figures, nil
}

// between is where the marks of two students are counted.
func (s *sharing) between(a, b int) *int32 { return &s.marks[max(a, b)*s.n+min(a, b)] }

// count finds out how many marks each two students have on the articles that
// both opened, and how many pairs have any.
func (s *sharing) count() {
	s.marks = make([]int32, s.n*s.n)
	for _, r := range s.read {
		for j, b := range r.readings {
			for _, a := range r.readings[:j] {
				*s.between(a.student, b.student) += int32(len(a.marks) + len(b.marks))
			}
		}
	}
	for _, n := range s.marks {
		if n > 0 {
			s.pairs++
		}
	}
}

// tell is told which marks of two students were paired, and adds what the others
// and these lack to their places.
func (s *sharing) tell(article, first, second int, pairs []agreement.Pair) {
	r := s.read[article]
	a, b := &r.readings[first], &r.readings[second]
	if len(a.marks)+len(b.marks) == 0 {
		return
	}
	each := 1 / float64(*s.between(a.student, b.student))
	s.a.begin(len(a.marks))
	s.b.begin(len(b.marks))
	turnA, isA, lacksA := s.a.turn, s.a.is, a.lacks
	turnB, isB, lacksB := s.b.turn, s.b.is, b.lacks
	half := agreement.Half
	for i := range pairs {
		p := &pairs[i]
		isA[p.A], isB[p.B] = turnA, turnB
		if p.Overlap == 1 && p.SameLabel {
			continue // they lack nothing
		}
		lack := each * (1 - half.Of(p.Overlap, p.SameLabel))
		kind := EdgesDiffer
		if !p.SameLabel {
			kind = TagsDiffer
		}
		lacksA[p.A][kind] += lack
		lacksB[p.B][kind] += lack
	}
	if len(pairs) < len(a.marks) {
		s.a.others(a, b, s.at[article], each)
	}
	if len(pairs) < len(b.marks) {
		s.b.others(b, a, s.at[article], each)
	}
}

// taken says which marks of a student are paired: those that have the number of
// the turn.
type taken struct {
	is   []int32
	turn int32
}

// begin is the turn of n marks that are not paired.
func (t *taken) begin(n int) {
	if t.turn++; len(t.is) < n || t.turn < 0 {
		t.is, t.turn = make([]int32, max(n, len(t.is))), 1
	}
}

// others adds what the marks of a student lack that are paired with none of
// another's: all. Where the other marked something at the same place, one of
// them split or joined what the other did not.
func (t *taken) others(one, other *reading, places []int, each float64) {
	for k := range one.marks {
		if t.is[k] == t.turn {
			continue
		}
		kind := SomeMissed
		if other.touches[places[one.passage[k]]] {
			kind = SplitOrJoined
		}
		one.lacks[k][kind] += each
	}
}
