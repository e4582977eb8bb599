package classroom

import (
	"cmp"
	"fmt"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/problem"
)

// Confusion is a tag that was given where the key has another one.
type Confusion struct {
	Key   annotation.TagID // the key's best; it has one
	Given annotation.TagID // "" where no tag was given
	Times int
	Of    int // how often a mark of the key with that tag was found (Case.Found)
}

// Confused lists the tags that were taken for others, the most frequent first. It
// is of the marks that the figure of the right tags is of.
func (s *Scores) Confused(c *Class, one *Score) (out []Confusion) {
	keys, given := map[string]KeyMark{}, map[annotation.ID][]annotation.TagID{}
	for _, k := range s.Key {
		keys[k.ID] = k
	}
	if student := c.Student(one.Student); student != nil {
		for _, w := range student.Works {
			for _, m := range w.Marks {
				given[m.ID] = m.Tags
			}
		}
	}
	times, found := map[[2]annotation.TagID]int{}, map[annotation.TagID]int{}
	for _, k := range one.Cases {
		right := keys[k.Key].Tags
		if len(right) == 0 || !k.Found {
			continue
		}
		found[right[0]]++
		tags := given[k.Marks[0]] // that which is taken for it counts first
		if k.Tags < 1 && len(tags) == 0 {
			times[[2]annotation.TagID{right[0], ""}]++
		}
		for _, t := range tags {
			if !slices.Contains(right, t) {
				times[[2]annotation.TagID{right[0], t}]++
			}
		}
	}
	for pair, n := range times {
		out = append(out, Confusion{pair[0], pair[1], n, found[pair[0]]})
	}
	slices.SortFunc(out, func(a, b Confusion) int {
		return cmp.Or(b.Times-a.Times, cmp.Compare(a.Key, b.Key), cmp.Compare(a.Given, b.Given))
	})
	return out
}

// Mixed are two tags that students took for each other.
type Mixed struct {
	One, Other annotation.TagID // in the order of their IDs
	Times      int              // that one was given where the key has the other
	Students   int              // who did so
}

// MixedUp finds the two tags that the class mixes up most, whichever way round;
// false if it hardly does.
func (s *Scores) MixedUp(c *Class) (most Mixed, found bool) {
	all := map[[2]annotation.TagID]Mixed{}
	for _, one := range s.Students {
		did := map[[2]annotation.TagID]bool{}
		for _, f := range s.Confused(c, one) {
			if f.Given == "" {
				continue
			}
			pair := [2]annotation.TagID{min(f.Key, f.Given), max(f.Key, f.Given)}
			m := all[pair]
			m.One, m.Other, m.Times = pair[0], pair[1], m.Times+f.Times
			if !did[pair] {
				m.Students++
			}
			all[pair], did[pair] = m, true
		}
	}
	for _, m := range all {
		if cmp.Or(m.Times-most.Times, m.Students-most.Students, cmp.Compare(most.One, m.One), cmp.Compare(most.Other, m.Other)) > 0 {
			most = m
		}
	}
	return most, most.Times >= few
}

// few is how often something must happen to be called a habit.
const few = 3

// Habits are what a teacher would say of a student's marks after a look at all
// of them, in sentences; none where nothing stands out.
func (s *Scores) Habits(c *Class, one *Score) (out []string) {
	student := c.Student(one.Student)
	if student == nil {
		return nil
	}
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	marks, hits := student.Marks(), 0 // only of articles that count, as the key's
	for _, k := range one.Cases {
		if k.Credit > 0 {
			hits++
		}
	}
	marked := len(one.Cases) - one.Count(Missed) - one.Count(NotInKey) - one.Count(Again)
	opened := student.Opened()
	switch key := int(one.Found.Of); {
	case opened == 0:
		say("Opened no article.")
	case marks == 0:
		say("Opened %s and marked nothing.", problem.Count(opened, "article"))
	case marks >= 2*key && 3*hits < 2*marks && key > few:
		say("Marks far more than the key has: %d marks, and %d in the key.", marks, key)
	}
	for _, edge := range []struct {
		kind CaseKind
		says string
	}{{TooLong, "Marks are too long at %d of %d places."}, {TooShort, "Marks are too short at %d of %d places."}, {Joined, "Joins what belongs apart at %d of %d places."}, {Split, "Splits what belongs together at %d of %d places."}} {
		if n := one.Count(edge.kind); n >= few && 3*n >= marked {
			say(edge.says, n, marked)
		}
	}
	for _, f := range s.Confused(c, one) {
		if f.Times >= few && 2*f.Times >= f.Of && f.Given != "" {
			say("Takes “%s” for “%s”, %d times of %d.", c.Tag(f.Key), c.Tag(f.Given), f.Times, f.Of)
		}
	}
	if n := one.Count(Missed); n >= few && 2*n >= int(one.Found.Of) && marks > 0 {
		say("Missed %d of the %d marks in the key.", n, int(one.Found.Of))
	}
	if high(one.Found) && high(one.OnTarget) && high(one.RightTag) {
		say("Finds nearly all, %s.", one.praise(marked))
	}
	return out
}

// praise says what is right of so many places that were found: the edges and the
// tags, all or most of them. Most tags are.
func (s *Score) praise(marked int) string {
	off := marked - s.Count(Right) - s.Count(OtherTag)
	value, _ := s.RightTag.Value()
	switch {
	case off == 0 && value == 1:
		return "with the right edges and tags"
	case 2*off < marked:
		return "mostly with the right edges and tags"
	case value == 1: // as where edges cost nothing
		return "with the right tags"
	}
	return "mostly with the right tags"
}

// high reports whether a figure is that of careful work.
func high(s Share) bool {
	v, ok := s.Value()
	return ok && v >= 0.8
}
