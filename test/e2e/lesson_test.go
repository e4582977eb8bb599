package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// makeLesson makes a lesson of the five articles with a question, and returns
// the page and the file that the teacher saves.
func makeLesson(t *testing.T, tab *Tab) (page, file string) {
	t.Helper()
	openFiles(tab)
	tab.Click("#lesson-make")
	tab.Fill("#lesson-task", "Mark what each report says was agreed.")
	tab.Click("#question-add")
	tab.WaitFor("#questions textarea")
	tab.Fill("#questions textarea", "Did the two leaders agree on anything?")
	tab.Click("#lesson-closed")
	tab.WaitTrue(`document.querySelector("#lesson-closed").checked`)
	dir := t.TempDir()
	for selector, to := range map[string]*string{"#lesson-page": &page, "#lesson-file": &file} {
		content, name := tab.Download(func() { tab.Click(selector) })
		*to = filepath.Join(dir, name)
		if err := os.WriteFile(*to, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return page, file
}

// handedIn is a file as a student hands it in.
type handedIn struct {
	Claimlight string
	Lesson     struct{ ID, Fingerprint string }
	Student    struct{ ID, Nickname string }
	Articles   []struct {
		State string
		Marks []struct{ Pieces []struct{ Quote string } }
	}
	Answers []struct {
		Text  string
		Marks []string
	}
	Counts struct{ Marks, Opened, Answers int }
}

// A teacher makes a lesson, a student opens it from a stick, works, answers with
// marks of two reports, and hands in one file with nobody else's marks in it.
func TestLessonIsHandedOutAndIn(t *testing.T) {
	teacher := Start(t).Browser(t, "")
	teacher.OpenReady("#/read")
	markAs(teacher, "1", "ended in", "deadlock") // the teacher's own, and no student's
	page, file := makeLesson(t, teacher)
	if content, _ := os.ReadFile(file); strings.Contains(string(content), "ended in deadlock\"") || !strings.Contains(string(content), "was agreed") {
		t.Error("the lesson holds the teacher's mark, or not the task")
	}
	teacher.Screenshot("lesson-make")
	teacher.AssertClean(t)

	student := standalone(t, page)
	student.OpenReady("#/articles")
	student.WaitText("#task", "Mark what each report says was agreed.")
	student.WaitText("#task", "0 of 2 marks attached")
	student.Click("#hand-in")
	student.WaitText("#toast", "nickname")
	student.Fill("#person-nickname", "Ayşe")
	for _, n := range []int{1, 2} {
		openList(student)
		student.Click(volume(n) + " h2 a")
		student.WaitFor("#paper p")
		word := student.EvalString(`document.querySelector("#paper p").textContent.trim().split(/\s+/).slice(0, 3).join(" ")`)
		tagAs(student, "1", word, word)
		student.WaitFor("#open-card .answers input")
		student.Click("#open-card .answers input")
		student.WaitTrue(`document.querySelector("#open-card .answers input").checked`)
	}
	saved(student)
	student.Reload()
	openList(student)
	student.WaitText("#task", "Answered with marks.")
	student.Fill("#asked textarea", "No, both say so.")
	student.Screenshot("lesson-task")
	content, name := student.Download(func() { student.Click("#hand-in") })
	var h handedIn
	if err := json.Unmarshal(content, &h); err != nil {
		t.Fatal(err)
	}
	if name != "ayşe.handin.json" || h.Claimlight != "hand-in" || h.Student.Nickname != "Ayşe" || h.Counts.Marks != 2 || h.Counts.Opened != 2 || len(h.Articles) != 5 {
		t.Errorf("%s: %.400s", name, content)
	}
	if len(h.Answers) != 1 || h.Answers[0].Text != "No, both say so." || len(h.Answers[0].Marks) != 2 {
		t.Errorf("answers: %+v", h.Answers)
	}
	if strings.Contains(string(content), "ended in deadlock") {
		t.Error("the teacher's mark is in what a student hands in")
	}
	alone(t, student)
}

// A lesson that is dropped opens as the student's own, and as it was left when
// it is dropped again.
func TestLessonFileOpensAsItWasLeft(t *testing.T) {
	site := Start(t)
	teacher := site.Browser(t, "")
	teacher.OpenReady("#/read")
	_, file := makeLesson(t, teacher)

	student := site.Browser(t, "")
	student.OpenReady("#/articles")
	student.DropFiles("body", file)
	student.WaitText("#task", "Mark what each report says was agreed.")
	if n := student.Count(`nav a[href="#/class"]:not([hidden])`); n != 0 {
		t.Error("a student is offered the class")
	}
	student.Fill("#person-nickname", "Ben")
	saved(student)
	student.DropFiles("body", file)
	student.WaitText("#toast", "as you left it")
	student.WaitTrue(`document.querySelector("#person-nickname").value === "Ben"`)
	student.AssertClean(t)
}

// A key that travels sealed in the lesson is opened by its passphrase, once the
// student has handed in, in a page without a server; the link carries the lesson
// as well.
func TestSealedKeyIsComparedAfterHandingIn(t *testing.T) {
	teacher := Start(t).Browser(t, "")
	teacher.OpenReady("#/read")
	markAs(teacher, "1", "The long-awaited", "face-to-face")
	openFiles(teacher)
	teacher.Click("#lesson-make")
	teacher.Fill("#lesson-task", "Find the claims.")
	inSight(teacher, "#lesson-key")
	teacher.Click("#lesson-key")
	teacher.WaitFor("#lesson-passphrase")
	teacher.Fill("#lesson-passphrase", "Grüner Tee")
	teacher.Eval(`(s => { s.selectedIndex = 1; s.dispatchEvent(new Event("change", {bubbles: true})) })(document.querySelector("#lesson-shows"))`, nil)
	saved(teacher)
	inSight(teacher, "#lesson-page")
	content, name := teacher.Download(func() { teacher.Click("#lesson-page") })
	page := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(page, content, 0o600); err != nil {
		t.Fatal(err)
	}
	teacher.Click("#lesson-link")
	teacher.WaitTrue(`document.querySelector("#link").value.includes("#/lesson/")`)
	link := teacher.EvalString(`document.querySelector("#link").value`)
	teacher.AssertClean(t)

	student := standalone(t, page)
	student.OpenReady("#/read")
	markAs(student, "1", "The long-awaited", "face-to-face")
	openList(student)
	if student.Count("#compare-key") != 0 {
		t.Error("the key is offered before anything was handed in")
	}
	student.Fill("#person-nickname", "Ben")
	student.Download(func() { student.Click("#hand-in") })
	student.WaitFor("#compare-key")
	inSight(student, "#compare-key")
	student.Fill("#key-passphrase", "grüner tee")
	student.Click("#compare-key")
	student.WaitText("#toast", "does not open the key")
	student.Fill("#key-passphrase", "Grüner Tee")
	student.Click("#compare-key")
	student.WaitText("#compared", "1 mark is just as in the key")
	student.Screenshot("lesson-key")
	alone(t, student)

	other := Start(t)
	tab := other.Browser(t, "")
	tab.OpenReady(link[strings.Index(link, "#"):])
	tab.WaitText("#task", "Find the claims.")
	if n := tab.Count(".volume"); n != 5 {
		t.Errorf("the link brought %d articles", n)
	}
	tab.OpenReady("#/lesson/" + "damaged")
	tab.WaitText("#toast", "does not hold a whole lesson")
	tab.AssertClean(t)
}
