package classroom

import (
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// Somebody whose browser lost everything has the file that was handed in, and goes
// on from there as the same student.
func TestWhatWasHandedInIsTakenBack(t *testing.T) {
	lesson := newLesson(t, texts...)
	lesson = apply(t, lesson, EditLesson(lesson, func(l *Lesson) { l.Questions = []Question{{ID: "q", Text: "Why?", Marks: 1, Sources: 1}} }))
	ayse := begin(t, lesson, "Ayşe").marks(0, "no deal", "1").marks(0, "three hours", "2").marks(1, "walked away", "")
	ayse.do(project.SetState(ayse.p, ayse.p.Listed()[0].ID, project.Done, ayse.s))
	ayse.do(SetAnswer(ayse.p, "q", "Because."), nil)
	file := ayse.file(3)

	again := begin(t, lesson, "").opens(0)
	before := again.p
	h, err := OwnHandIn(file.Name, file.Data)
	if err != nil {
		t.Fatal(err)
	}
	b, err := TakeBack(again.p, h, again.s)
	again.do(b.Diff, err)
	if problems := project.Check(again.p); b.Left+b.Marks+b.Newer+b.Older+b.Both != 0 || len(problems) > 0 {
		t.Errorf("left out or other: %+v; %v", b, problems)
	}
	now := HandInOf(again.p, h.Made)
	if now.Student != h.Student || now.Counts != h.Counts || AnswerTo(again.p, "q").Text != "Because." {
		t.Errorf("taken back: %+v of %+v", now.Counts, now.Student)
	}
	if now.Check != h.Check {
		t.Errorf("handing in again is not the same file")
	}
	if back := apply(t, again.p, b.Diff.Reverse()); HandInOf(back, h.Made).Check != HandInOf(before, h.Made).Check {
		t.Error("it cannot be undone")
	}
	if b, err := TakeBack(again.p, h, again.s); err != nil || !b.Diff.Empty() {
		t.Errorf("the same again changes something: %v", err)
	}
	var one *annotation.Annotation
	for an := range again.p.Annotations.Unordered() {
		one = an
	}
	again.s.When = noon.Add(9 * time.Hour)
	again.do(project.SetNote(again.p, one.ID, "Thought again.", again.s))
	again.do(SetAnswer(again.p, "q", "No."), nil)
	if b, err := TakeBack(again.p, h, again.s); err != nil || !b.Diff.Empty() || b.Marks != 1 || b.Older != 1 || b.Newer+b.Both != 0 {
		t.Errorf("what was changed since: %+v, %v", b, err)
	}
}

// The later of two answers counts, where it is known which one that is; else both
// texts stay.
func TestTheLaterAnswerIsTakenBack(t *testing.T) {
	lesson := newLesson(t, texts...)
	lesson = apply(t, lesson, EditLesson(lesson, func(l *Lesson) { l.Questions = []Question{{ID: "q", Text: "Why?"}} }))
	nobody := func(*student) {}
	answers := func(text string) func(*student) {
		return func(s *student) { s.do(SetAnswer(s.p, "q", text), nil) }
	}
	handsIn := func(hours int) func(*student) {
		return func(s *student) {
			s.do(NoteHanded(s.p, HandInOf(s.p, noon.Add(time.Duration(hours)*time.Hour))), nil)
		}
	}
	for name, c := range map[string]struct {
		file               int // when it was made
		before, here, then func(*student)
		text               string
		says               Back
		handed             int
	}{
		"older here":                {9, answers("First thought."), handsIn(3), nobody, "The better answer.", Back{Newer: 1}, 9},
		"older here, changed since": {9, answers("First thought."), handsIn(3), answers("Third thought."), "Third thought.\nThe better answer.", Back{Both: 1}, 9},
		"newer here":                {3, answers("First thought."), handsIn(9), nobody, "First thought.\nThe better answer.", Back{Both: 1}, 9},
		"never handed in here":      {9, answers("First thought."), nobody, nobody, "First thought.\nThe better answer.", Back{Both: 1}, 9},
		"longer here":               {9, answers("No.\nThe better answer."), nobody, nobody, "No.\nThe better answer.", Back{}, 9},
		"longer in the file":        {9, answers("The better"), nobody, answers(""), "The better answer.", Back{}, 9},
		"handed in from here":       {3, answers("The better answer."), handsIn(3), answers("First thought."), "First thought.", Back{Older: 1}, 3},
	} {
		ayse := begin(t, lesson, "Ayşe")
		here := &student{t, ayse.p, ayse.s}
		ayse.do(SetAnswer(ayse.p, "q", "The better answer."), nil)
		file := ayse.file(c.file)
		h, err := OwnHandIn(file.Name, file.Data)
		if err != nil {
			t.Fatal(err)
		}
		c.before(here)
		c.here(here)
		c.then(here)
		b, err := TakeBack(here.p, h, here.s)
		before := here.p
		here.do(b.Diff, err)
		undone := b.Diff.Reverse()
		if b.Diff = (project.Diff{}); b.Marks != c.says.Marks || b.Newer != c.says.Newer || b.Older != c.says.Older || b.Both != c.says.Both {
			t.Errorf("%s: %+v", name, b)
		}
		if got := AnswerTo(here.p, "q").Text; got != c.text {
			t.Errorf("%s: the answer is %q", name, got)
		}
		if handed, _ := HandedIn(here.p); handed.When != noon.Add(time.Duration(c.handed)*time.Hour) {
			t.Errorf("%s: handed in %v", name, handed.When)
		}
		if again, err := TakeBack(here.p, h, here.s); err != nil || !again.Diff.Empty() {
			t.Errorf("%s: the same again changes %v, %v", name, again.Diff, err)
		}
		if back := apply(t, here.p, undone); AnswerTo(back, "q").Text != AnswerTo(before, "q").Text {
			t.Errorf("%s: it cannot be undone", name)
		}
	}
}

// What is somebody else's, of another lesson, or not as it was saved, is not taken.
func TestHandInsThatAreNotTakenBack(t *testing.T) {
	lesson := newLesson(t, texts...)
	file := begin(t, lesson, "Ayşe").marks(0, "no deal", "1").file(3)
	h, err := OwnHandIn(file.Name, file.Data)
	if err != nil {
		t.Fatal(err)
	}
	ben := begin(t, lesson, "Ben").marks(1, "walked away", "1")
	answered := begin(t, lesson, "")
	answered.do(SetAnswer(answered.p, "q", "Ben’s."), nil)
	for _, one := range []*student{ben, answered, begin(t, lesson, "Ben")} {
		if _, err := TakeBack(one.p, h, one.s); err == nil || !strings.Contains(err.Error(), "handed in by Ayşe") {
			t.Errorf("Ben has Ayşe's work: %v", err)
		}
	}
	other := *h
	other.Lesson.ID, other.Lesson.Name = "00000000-0000-4000-8000-000000000077", "9c"
	if _, err := TakeBack(begin(t, lesson, "").p, &other, ben.s); err == nil || !strings.Contains(err.Error(), "9c") {
		t.Errorf("another lesson: %v", err)
	}
	for name, data := range map[string]string{
		"cut off": string(file.Data[:len(file.Data)/2]), "changed": strings.Replace(string(file.Data), "no deal", "my deal", 1),
		"no hand-in": `{"claimlight":"other"}`, "nothing": "",
	} {
		if _, err := OwnHandIn("x.handin.json", []byte(data)); err == nil || !strings.Contains(err.Error(), "x.handin.json") {
			t.Errorf("%s: %v", name, err)
		}
	}
	fewer := newLesson(t, texts[1])
	b, err := TakeBack(begin(t, fewer, "").p, h, project.Stamp{When: time.Now(), Mint: minter("x")})
	if err != nil || b.Left != 1 || b.Diff.Empty() {
		t.Errorf("%d marks left out of a lesson without their article, %v", b.Left, err)
	}
}
