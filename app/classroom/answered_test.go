package classroom

import (
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// answering is a lesson with two questions, the second of which wants two articles.
func answering(t *testing.T) (project.Project, []Question) {
	lesson := newLesson(t, texts...)
	asked := []Question{{ID: "q1", Text: "Who says so?", Marks: 1, Sources: 1}, {ID: "q2", Text: "Do they agree?", Marks: 2, Sources: 2}}
	return apply(t, lesson, EditLesson(lesson, func(l *Lesson) { l.Questions = asked })), asked
}

// answers attaches all marks of an article to the answer to a question.
func (s *student) answers(question, text string, articles ...int) *student {
	s.t.Helper()
	s.do(SetAnswer(s.p, question, text), nil)
	for _, n := range articles {
		for an := range s.p.Annotations.Unordered() {
			if an.Article == s.p.Listed()[n].ID {
				s.do(ToggleAnswer(s.p, question, an.ID), nil)
			}
		}
	}
	return s
}

// What counts as answered for the teacher is what the student's own screen said.
func TestAnswersAreReadAsTheStudentSawThem(t *testing.T) {
	lesson, asked := answering(t)
	own := func(name string) *student {
		return begin(t, lesson, name).marks(0, "no deal", "1").marks(0, "three hours", "2").marks(1, "walked away", "")
	}
	for _, c := range []struct {
		of          *student
		given, full [2]bool
		sources     int // of the second
	}{
		{own("a"), [2]bool{}, [2]bool{}, 0},
		{own("b").answers("q1", "He.", 0).answers("q2", "No.", 0, 1), [2]bool{true, true}, [2]bool{true, true}, 2},
		{own("c").answers("q1", "", 1).answers("q2", "No.", 0), [2]bool{true, true}, [2]bool{true, false}, 1},
		{own("d").answers("q1", "Words alone."), [2]bool{true, false}, [2]bool{}, 0},
	} {
		p, _ := collected(t, lesson, c.of.file(2))
		class := NewClass(p)
		got, astray := class.Answers(class.Students[0], class.Questions())
		if len(got) != 2 || len(astray) != 0 {
			t.Fatalf("%d answers, %d astray", len(got), len(astray))
		}
		for i, a := range got {
			if a.Given() != c.given[i] || a.Full() != c.full[i] || a.Lacks != asked[i].Wants(c.of.p) || a.Question != asked[i] || a.Text != AnswerTo(c.of.p, asked[i].ID).Text {
				t.Errorf("%s, question %d: %+v", class.Students[0].Nickname, i+1, a)
			}
		}
		if n := got[1].Sources(); n != c.sources {
			t.Errorf("%s: from %d articles", class.Students[0].Nickname, n)
		}
	}
}

// A question that was taken out since leaves its answer, a mark without a place
// stays with the answer, and a file that says things twice loses nothing.
func TestNoAnswerIsLost(t *testing.T) {
	lesson, asked := answering(t)
	p, _ := collected(t, lesson, begin(t, lesson, "Ayse").marks(0, "no deal", "1").answers("q1", "He.", 0).answers("q2", "No.").file(2))
	c := NewClass(apply(t, p, EditLesson(p, func(l *Lesson) { l.Questions = asked[:1] })))
	s := c.Students[0]
	got, astray := c.Answers(s, c.Questions())
	if len(got) != 1 || !got[0].Full() || len(astray) != 1 || astray[0].Text != "No." || astray[0].Question.ID != "q2" {
		t.Errorf("%+v, astray %+v", got, astray)
	}
	mark := s.Answers[0].Marks[0]
	s.Unplaced = []Unplaced{{Mark: Mark{ID: "lost"}}}
	s.Answers = []Answer{{"q1", "He.", []annotation.ID{mark, mark, "lost"}}, {"q1", "And she.", []annotation.ID{mark, "none"}}}
	got, _ = c.Answers(s, asked)
	if a := got[0]; a.Text != "He.\nAnd she." || len(a.Marks) != 2 || !a.Marks[0].Placed || a.Marks[1].Placed || a.Sources() != 2 {
		t.Errorf("put together: %+v", a)
	}
}

// Attributes go by the names of the codebook, and those that a student made by the
// student's.
func TestMarksSayWhoIsSpeaking(t *testing.T) {
	lesson := newLesson(t, texts...)
	s := begin(t, lesson, "Ayse").marks(0, "no deal", "1")
	var mark annotation.ID
	for an := range s.p.Annotations.Unordered() {
		mark = an.ID
	}
	speaker := SpeakerOf(s.p)
	s.do(project.SetValue(s.p, mark, speaker.ID, "Donald Trump", s.s))
	p, _ := collected(t, lesson, s.file(2))
	c := NewClass(p)
	m := c.Students[0].Works[c.Lesson.Listed()[0].ID].Marks[0]
	if got := c.Says(m); len(got) != 1 || got[0] != [2]string{speaker.Name, "Donald Trump"} {
		t.Errorf("the mark says %q", got)
	}
	c.Lesson.Attributes = project.TableOf[*annotation.Attribute]()
	c = NewClass(c.Lesson)
	if got := c.Says(m); len(got) != 1 || got[0][0] != speaker.Name {
		t.Errorf("of an attribute that is not the lesson's the mark says %q", got)
	}
}
