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
	if problems := project.Check(again.p); b.Left+b.Differ != 0 || len(problems) > 0 {
		t.Errorf("%d marks are left out, %d differ; %v", b.Left, b.Differ, problems)
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
	if b, err := TakeBack(again.p, h, again.s); err != nil || !b.Diff.Empty() || b.Differ != 2 {
		t.Errorf("what was changed since: %d differ, %v, %v", b.Differ, b.Diff, err)
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
