package classroom

import (
	"fmt"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
)

// Answered is what a student answered to one question.
type Answered struct {
	Question Question
	Text     string
	// Marks are those attached, each once, in the order in which they were.
	Marks []Attached
	// Lacks says what the answer lacks, "" if nothing, as Question.Wants does.
	Lacks string
}

// Attached is a mark that bears out an answer.
type Attached struct {
	Mark
	Article article.ID // of the lesson; "" if it is not known which one is meant
	Placed  bool       // whether it has a place in the lesson's texts
}

// Given reports whether there is anything of an answer.
func (a *Answered) Given() bool { return strings.TrimSpace(a.Text) != "" || len(a.Marks) > 0 }

// Full reports whether the question is answered as it was asked.
func (a *Answered) Full() bool { return a.Given() && a.Lacks == "" }

// Sources is from how many articles the marks are. Articles that are not known
// are one.
func (a *Answered) Sources() int {
	on := map[article.ID]bool{}
	for _, m := range a.Marks {
		on[m.Article] = true
	}
	return len(on)
}

// Questions are those of the lesson, in order.
func (c *Class) Questions() []Question {
	if l := LessonOf(c.Lesson); l != nil {
		return l.Questions
	}
	return nil
}

// Answers puts what a student answered in the order of the questions: asked has
// one for each, whatever is in it. Astray are answers to questions that are not
// among them, such as those that the teacher took out since; their Question has
// nothing but the ID.
//
// Marks without a place count here: the student attached them, and it is not the
// answer that lost them.
func (c *Class) Answers(s *Pupil, questions []Question) (asked, astray []Answered) {
	said, marks, order := map[string]*saying{}, s.byID(), []string(nil)
	for _, a := range s.Answers {
		if said[a.Question] == nil {
			said[a.Question] = &saying{seen: map[annotation.ID]bool{}}
			order = append(order, a.Question)
		}
		said[a.Question].add(a, marks)
	}
	for _, q := range questions {
		asked = append(asked, said[q.ID].to(q))
		delete(said, q.ID)
	}
	for _, id := range order {
		if a := said[id].to(Question{ID: id}); a.Given() {
			astray = append(astray, a)
		}
	}
	return asked, astray
}

// saying gathers all that a student answered to one question. Our own files have
// one answer to each; of those that were made otherwise nothing is to be lost.
type saying struct {
	texts []string
	marks []Attached
	seen  map[annotation.ID]bool
}

func (s *saying) add(a Answer, marks map[annotation.ID]Attached) {
	if a.Text != "" {
		s.texts = append(s.texts, a.Text)
	}
	for _, id := range a.Marks {
		if m, there := marks[id]; there && !s.seen[id] {
			s.seen[id] = true
			s.marks = append(s.marks, m)
		}
	}
}

// to is what was said as the answer to a question; nil says nothing.
func (s *saying) to(q Question) Answered {
	a := Answered{Question: q}
	if s != nil {
		a.Text, a.Marks = strings.Join(s.texts, "\n"), s.marks
	}
	a.Lacks = q.lacks(len(a.Marks), a.Sources())
	return a
}

// byID are all marks of a student, those without a place too.
func (s *Pupil) byID() map[annotation.ID]Attached {
	out := map[annotation.ID]Attached{}
	for _, u := range s.Unplaced {
		out[u.Mark.ID] = Attached{Mark: u.Mark, Article: u.Article}
	}
	for id, w := range s.Works {
		for _, m := range w.Marks {
			out[m.ID] = Attached{Mark: m, Article: id, Placed: true}
		}
	}
	return out
}

// lacks is what an answer with so many marks from so many articles lacks.
func (q Question) lacks(marks, sources int) string {
	switch {
	case sources < q.Sources:
		return fmt.Sprintf("marks from %d of %d articles attached", sources, q.Sources)
	case marks < q.Marks:
		return fmt.Sprintf("%d of %d marks attached", marks, q.Marks)
	}
	return ""
}

// Attribute is what an attribute is called: one of the lesson, or one that a
// student made.
func (c *Class) Attribute(id annotation.AttributeID) string {
	if a := c.Lesson.Attribute(id); a != nil {
		return a.Name
	}
	if name := c.asked[id]; name != "" {
		return name
	}
	return string(id)
}

// Says are the attributes of a mark that say something, such as who is speaking,
// each as its name and its value.
func (c *Class) Says(m Mark) (out [][2]string) {
	for _, v := range m.Values {
		value := v.Value
		if a := c.Lesson.Attribute(v.Attribute); a != nil {
			value = a.ChoiceName(value)
		}
		if strings.TrimSpace(value) != "" {
			out = append(out, [2]string{c.Attribute(v.Attribute), value})
		}
	}
	return out
}
