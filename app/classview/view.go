package classview

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// view is a State with what is drawn of it.
type view struct {
	page
	State
	fixed    bool // nobody can press anything: it is a file
	articles []*article.Article
	number   map[article.ID]int // of the articles, from 1
	on       *article.Article   // that is shown; nil if the lesson has none
	order    []int              // students as they are listed
	worst    map[*classroom.Place]bool
}

func newView(s State) (*view, error) {
	if s.Disputes == nil || len(s.Disputes.Figures.Each) != len(s.Class.Students) { // or of another class
		d, err := classroom.DisputesOf(s.Class, nil)
		if err != nil {
			return nil, err
		}
		s.Disputes = d
	}
	if s.Scores != nil && len(s.Scores.Students) != len(s.Class.Students) {
		s.Scores = s.Class.Score(s.Scores.Key, s.Scores.Weights)
	}
	s.Anonymous = s.Anonymous || s.Projector
	v := &view{State: s, articles: s.Class.Lesson.Listed(), number: map[article.ID]int{}}
	if open := s.Disputes.Find(s.Place); open != nil {
		v.Article = open.Article
	}
	for i, a := range v.articles {
		if v.number[a.ID] = i + 1; a.ID == v.Article || v.on == nil {
			v.on = a
		}
	}
	if v.on != nil {
		v.Article = v.on.ID
	}
	v.order = orderOf(s)
	v.findWorst()
	if !slices.ContainsFunc(v.tabsNow(), func(t tabOf) bool { return t.Tab == v.Tab }) {
		v.Tab = TabText // as of a student who is not to be known, or is there no more
	}
	return v, nil
}

// findWorst finds the places of the article on which the class splits most.
func (v *view) findWorst() {
	v.worst = map[*classroom.Place]bool{}
	for _, p := range v.Disputes.Places { // those with the largest share first
		if p.Article == v.Article && p.Open() && !p.Slight && len(v.worst) < mostSplit {
			v.worst[p] = true
		}
	}
}

// orderOf is the order in which students are listed: by name, or, if nobody is
// to be known, by chance.
func orderOf(s State) []int {
	order := make([]int, len(s.Class.Students))
	dice := make([][32]byte, len(order))
	for i, student := range s.Class.Students {
		order[i] = i
		dice[i] = sha256.Sum256(append(binary.BigEndian.AppendUint64(nil, s.Seed), student.ID...))
	}
	if s.Anonymous {
		slices.SortFunc(order, func(i, j int) int { return slices.Compare(dice[i][:], dice[j][:]) })
	}
	return order
}

// names are those of students, none where nobody is to be known.
func (v *view) names(students []int) (out []string) {
	if v.Anonymous {
		return nil
	}
	for _, i := range students {
		out = append(out, v.Class.Students[i].Nickname)
	}
	return out
}

// tagName is what a tag is called.
func (v *view) tagName(id annotation.TagID) string {
	if id == "" {
		return "no tag"
	}
	return v.Class.Tag(id)
}

// tagColor is the class of a tag's color.
func (v *view) tagColor(id annotation.TagID) string {
	if t := v.Class.Lesson.Tag(id); t != nil {
		return fmt.Sprint("t-", t.Color)
	}
	return "t-x"
}

// title is what an article is called on a line.
func (v *view) title(id article.ID) string {
	a := v.Class.Lesson.Article(id)
	return fmt.Sprintf("%d · %s", v.number[id], cmp.Or(a.Meta.Title, "Untitled"))
}

// quote is a passage of an article, not more of it than stands on a card.
func (v *view) quote(id article.ID, at span.Span) string {
	return short(v.Class.Lesson.Article(id).Slice(at.Start, at.End))
}

// ends is a passage of which both ends can be told from those of others: what is
// between so many code points at its head and at its tail is left out.
func (v *view) ends(id article.ID, at span.Span, head, tail int) string {
	a := v.Class.Lesson.Article(id)
	if at.Len() <= head+tail+3 {
		return a.Slice(at.Start, at.End)
	}
	return a.Slice(at.Start, at.Start+head) + " … " + a.Slice(at.End-tail, at.End)
}

// opened is how many students opened an article.
func (v *view) opened(id article.ID) (n int) { return len(v.Class.Opened(id)) }

// state is how far a student came with an article: a class for the style sheet,
// and words.
func state(w *classroom.Work) (class, words string) {
	switch {
	case w == nil || w.State == project.NotStarted && len(w.Marks) == 0:
		return "none", "not opened"
	case w.State == project.NotStarted:
		return "none", "the file broke off here: " + problem.Count(len(w.Marks), "mark") + " not counted"
	case w.State == project.Done && len(w.Marks) == 0:
		return "done bare", "done, nothing marked"
	case w.State == project.Done:
		return "done", "done, " + problem.Count(len(w.Marks), "mark")
	case len(w.Marks) == 0:
		return "bare", "opened, nothing marked"
	}
	return "part", "in work, " + problem.Count(len(w.Marks), "mark")
}
