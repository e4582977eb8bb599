package classview

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/project"
	"claimlight/app/span"
)

// speaking is what marks of the class that answers say.
const speaking = "The reporter"

// answeringClass is a class that was asked two questions: the first student
// answers both as they were asked, the second one in part, and the others nothing.
func answeringClass(t *testing.T, text string) State {
	c := someClass(t, roll(t), 6, 12)
	d := classroom.EditLesson(c.Lesson, func(l *classroom.Lesson) {
		l.Questions = []classroom.Question{{ID: "q1", Text: "Did they agree? " + text, Marks: 2, Sources: 2}, {ID: "q2", Text: "Who says so?", Marks: 1, Sources: 1}}
	})
	var err error
	if c.Lesson, err = c.Lesson.Apply(d); err != nil {
		t.Fatal(err)
	}
	var marks []annotation.ID
	for _, a := range c.Lesson.Listed()[:2] {
		w := c.Students[0].Works[a.ID]
		w.Marks = append([]classroom.Mark{{ID: annotation.ID("attached-" + a.ID), Pieces: annotation.Pieces(a, span.Span{Start: a.Blocks[0].Start, End: a.Blocks[0].End}), Values: []annotation.Value{{Attribute: annotation.StarterSpeaker, Value: speaking + text}}}}, w.Marks...)
		marks = append(marks, w.Marks[0].ID)
	}
	c.Students[0].Answers = []classroom.Answer{{Question: "q1", Text: "No, both say so. " + text, Marks: marks}, {Question: "q2", Text: text, Marks: marks[:1]}, {Question: "q0", Text: "To nothing. " + text}}
	c.Students[1].Answers = []classroom.Answer{{Question: "q1", Text: "Perhaps."}}
	return stateOf(t, c)
}

// section is what somebody reads of a part of a page, "" if it is not there.
func section(t *testing.T, text, class string) string {
	t.Helper()
	if found := all(parsed(t, text), class); len(found) > 0 {
		return words(found[0])
	}
	return ""
}

func wantWords(t *testing.T, where, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%s does not say %q: %.600s", where, w, text)
		}
	}
}

func TestATeacherReadsTheAnswers(t *testing.T) {
	s := answeringClass(t, "")
	s.Tab = TabAnswers
	text := board(t, s)
	wantWords(t, "the tab", section(t, text, "class-answers"), "1. Did they agree?", "Asks for 2 marks from 2 articles.", "1 of 6 answered it so, and 1 in part.", "No, both say so.",
		"2 marks from 2 articles:", "Speaker: The reporter", "1 · ", "2 · ", "Perhaps.", "Marks from 0 of 2 articles attached.", "Not answered: Cedar, Dune, Ember, Fern.", "1 answer is to questions that the lesson does not ask now")
	if links := all(all(parsed(t, text), "class-answers")[0], "class-link"); len(links) != 3 || attr(links[0], "data-do") != DoStudent || attr(links[0], "data-arg") != string(s.Class.Students[0].ID) {
		t.Errorf("%d names lead to students", len(links))
	}
	s.Tab = TabStudent
	page := board(t, s)
	wantWords(t, "the student's page", section(t, page, "class-answers"), "Answers", "2. Who says so?", "No, both say so.", "A question that the lesson does not ask now", "To nothing.")
	if !strings.Contains(words(all(parsed(t, page), "class-cases")[0]), "Speaker: The reporter") {
		t.Error("the list of marks does not say who is speaking")
	}
	s.Student = s.Class.Students[2].ID
	wantWords(t, "the page of another", section(t, board(t, s), "class-answers"), "Not answered.")
	s.Class.Students[2].Partial = true
	wantWords(t, "the page of a file that broke off", section(t, board(t, s), "class-answers"), "Not in the part of the file that could be read.")
	texts := everything(t, s)
	wantWords(t, "the feedback", section(t, texts["feedback"], "class-answers"), "Your answers", "No, both say so.", "Speaker: The reporter")
	wantWords(t, "the report", section(t, texts["report"], "class-answers"), "Amber", "No, both say so.")
}

func TestAnswersAreHarmlessAndNameless(t *testing.T) {
	s := answeringClass(t, hostile)
	for _, nameless := range []bool{false, true} {
		for _, projector := range []bool{false, true} {
			s.Anonymous, s.Projector, s.Tab = nameless, projector, TabAnswers
			text := board(t, s)
			harmless(t, "the tab", text)
			known := strings.Contains(text, "Amber") || strings.Contains(text, string(s.Class.Students[0].ID)) || strings.Contains(text, "Not answered: ")
			if known == (nameless || projector) {
				t.Errorf("nameless %v, projector %v: names %v", nameless, projector, known)
			}
			wantWords(t, "the tab", section(t, text, "class-answers"), "<script>alert(1)</script>")
		}
	}
	s.Anonymous = true
	for name, text := range everything(t, s) {
		harmless(t, name, text)
		if name != "feedback" && strings.Contains(text, "Amber") {
			t.Errorf("%s tells who somebody is", name)
		}
	}
}

// What is long is scrolled, by keys too, and cut only where that is said.
func TestLongAnswersAreScrolled(t *testing.T) {
	s := answeringClass(t, "")
	long := strings.Repeat("ä", mostSaid) + "Z"
	s.Class.Students[0].Answers[0].Text = long
	s.Tab = TabAnswers
	box := func() *html.Node {
		t.Helper()
		found := all(parsed(t, board(t, s)), "words")
		if len(found) == 0 || attr(found[0], "tabindex") != "0" || attr(found[0], "aria-label") == "" {
			t.Fatal("the answer cannot be scrolled by keys")
		}
		return found[0]
	}
	if text := words(box()); strings.Contains(text, "Z") || !strings.HasSuffix(text, "… 1 more character is on the page of the student.") {
		t.Errorf("the tab ends in %.90q", text[len(text)-90:])
	}
	s.Tab = TabStudent
	if text := words(box()); text != long {
		t.Error("the page of the student has not all of it")
	}
	s.Class.Students[0].Answers[0].Text = strings.Repeat("ä", mostRead+7)
	if text := words(box()); !strings.HasSuffix(text, "… 7 more characters are in the hand-in.") {
		t.Error("it is not said that an answer is cut")
	}
}

// The tab is there where there are questions, and stays on the projector.
func TestTheTabOfAnswers(t *testing.T) {
	s := answeringClass(t, "")
	s, _, err := Act(s, DoTab, string(TabAnswers), stamp())
	if err == nil {
		s, _, err = Act(s, DoProjector, "true", stamp())
	}
	if err != nil || s.Tab != TabAnswers || section(t, board(t, s), "class-answers") == "" {
		t.Errorf("on the projector there is the tab %q, %v", s.Tab, err)
	}
	s = stateOf(t, someClass(t, roll(t), 3, 5))
	s.Tab = TabAnswers
	if text := board(t, s); strings.Contains(text, `data-arg="answers"`) || section(t, text, "class-answers") != "" || len(all(parsed(t, text), "class-text")) != 1 {
		t.Error("a lesson without questions has answers")
	}
}

func TestTheGradebookCountsAnswers(t *testing.T) {
	s := answeringClass(t, "")
	if got := column(t, s, "answers"); fmt.Sprint(got) != "[2 0 0 0 0 0]" {
		t.Errorf("answered: %v", got)
	}
	s.Class.Lesson.Class = project.TableOf[*project.ClassRecord]()
	if got := column(t, s, "answers"); got != nil {
		t.Errorf("without questions: %v", got)
	}
}

// column is one of the gradebook, nil if there is none. The class has no commas.
func column(t *testing.T, s State, name string) (out []string) {
	t.Helper()
	var b strings.Builder
	if err := Gradebook(io.Writer(&b), s); err != nil {
		t.Fatal(err)
	}
	at := -1
	for i, line := range strings.Split(strings.TrimSpace(b.String()), "\r\n") {
		cells := strings.Split(line, ",")
		for k, c := range cells {
			if i == 0 && c == name {
				at = k
			}
		}
		if i > 0 && at >= 0 {
			out = append(out, cells[at])
		}
	}
	return out
}
