package classview

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// confusing is a class in which the first student gives one tag for all that the
// key has, which is with another.
func confusing(t *testing.T) (s State, key, given annotation.TagID) {
	c := someClass(t, roll(t), 6, 12)
	tags := c.Lesson.Codebook().Tags
	key, given = tags[0].ID, tags[1].ID
	for i, student := range c.Students {
		for _, w := range student.Works {
			for k := range w.Marks {
				w.Marks[k].Tags = []annotation.TagID{key}
				if i == 0 {
					w.Marks[k].Tags = []annotation.TagID{given}
				}
			}
		}
	}
	s = stateOf(t, c)
	for i := range s.Scores.Key {
		s.Scores.Key[i].Tags = []annotation.TagID{key}
	}
	s.Scores = c.Score(s.Scores.Key, classroom.Fair)
	return s, key, given
}

// What the command line says of a student's marks stands on the screen, and not in
// the student's file, which speaks to the student.
func TestHabitsAreOnTheScreen(t *testing.T) {
	s, key, given := confusing(t)
	habits := s.Scores.Habits(s.Class, s.Scores.Students[0])
	takes := "Takes “" + s.Class.Tag(key) + "” for “" + s.Class.Tag(given) + "”"
	if !slices.ContainsFunc(habits, func(h string) bool { return strings.HasPrefix(h, takes) }) {
		t.Fatalf("the habits are %q", habits)
	}
	s.Tab = TabStudent
	wantWords(t, "the student's page", section(t, board(t, s), "class-habits"), append(habits, "What stands out")...)
	s.Tab = TabKey
	text := board(t, s)
	wantWords(t, "the table", section(t, text, "scores"), "What stands out", habits[0])
	wantWords(t, "the Key tab", section(t, text, "class-mixed"), s.Class.Tag(key), s.Class.Tag(given), "1 of 6 students")
	if section(t, everything(t, s)["feedback"], "class-habits") != "" {
		t.Error("the file speaks of the student")
	}
	s.Scores, s.Tab = nil, TabStudent
	if section(t, board(t, s), "class-habits") != "" {
		t.Error("without a key there are habits")
	}
}

// Whoever reads figures of a file that broke off learns that first.
func TestAFileThatBrokeOffIsTold(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 4, 8))
	s.Class.Students[0].Partial = true
	s.Tab = TabStudent
	says := "Only the beginning of the file could be read."
	wantWords(t, "the student's page", section(t, board(t, s), "class-warning"), says, "the student should hand in again")
	wantWords(t, "the feedback", section(t, everything(t, s)["feedback"], "class-warning"), says, "Please hand in again.")
	s.Tab = TabKey
	wantWords(t, "the table", section(t, board(t, s), "scores"), says)
	if got := column(t, s, "note"); !slices.Equal(got, []string{onlyBeginning, "", "", ""}) {
		t.Errorf("the gradebook notes %q", got)
	}
	cut := s.Class.Students[0].Works[s.Class.Lesson.Listed()[0].ID]
	cut.State, cut.Marks = project.NotStarted, append(cut.Marks, classroom.Mark{ID: "last"})
	counts, not := fmt.Sprint(s.Class.Students[0].Marks()), problem.Count(len(cut.Marks), "mark")+" not counted"
	wantWords(t, "the table of students", section(t, board(t, s), "class-still"), not, "the file broke off here: "+not)
	if note, marks := column(t, s, "note"), column(t, s, "marks"); note[0] != onlyBeginning+" ("+not+")" || marks[0] != counts {
		t.Errorf("the gradebook has %q marks and notes %q", marks[0], note[0])
	}
	s.Student = s.Class.Students[1].ID
	s.Tab = TabStudent
	if section(t, board(t, s), "class-warning") != "" {
		t.Error("a whole file is said to be broken")
	}
}

// That no article was opened is said, and not that the key has nothing on them.
func TestWhoOpenedNothingIsToldSo(t *testing.T) {
	c := someClass(t, roll(t), 4, 8)
	for _, w := range c.Students[0].Works {
		w.State, w.Marks = project.NotStarted, nil
	}
	s := stateOf(t, c)
	s.Student = c.Students[0].ID
	texts := everything(t, s)
	for name, where := range map[string]string{"tab key": "scores", "tab student": "class-main", "feedback": "class-main"} {
		text := section(t, texts[name], where)
		wantWords(t, name, text, "No article was opened")
		if strings.Contains(text, "The key has nothing on") {
			t.Errorf("%s speaks of the key: %.300s", name, text)
		}
	}
	c.Students[0].Partial = true
	wantWords(t, "the page of a file that broke off", section(t, everything(t, s)["tab student"], "class-main"), "In that part no article was opened")
}

// What became of the marks adds up to the figures: another tag is told also where
// the edges are off.
func TestOtherTagsAreToldWithTheEdges(t *testing.T) {
	s := &classroom.Score{Cases: []classroom.Case{
		{Kind: classroom.TooLong, Found: true}, {Kind: classroom.TooLong, Found: true, Tags: 1}, {Kind: classroom.TooLong},
		{Kind: classroom.OtherTag, Found: true}, {Kind: classroom.Missed},
	}}
	if got, want := kindsOf(s), "3 too long (1 of them with another tag), 1 with another tag, 1 missed"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}
