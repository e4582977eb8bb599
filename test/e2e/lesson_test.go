package e2e

import (
	"encoding/json"
	"os"
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
	for selector, to := range map[string]*string{"#lesson-page": &page, "#lesson-file": &file} {
		content, name := tab.Download(func() { tab.Click(selector) })
		*to = written(t, name, content)
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
	student.WaitText("#task", "marks from 0 of 2 articles attached")
	student.Click("#hand-in")
	student.WaitText("#toast", "nickname")
	student.Fill("#person-nickname", "Ayşe")
	for _, n := range []int{1, 2} {
		openList(student)
		student.Click(volume(n) + " h2 a")
		student.WaitFor("#paper p")
		if student.EvalBool(`/nickname/.test(document.querySelector("#toast")?.textContent)`) {
			t.Error("what was said on another screen stays")
		}
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
	answersAreRead(t, teacher, name, content)
}

// answersAreRead brings what a student handed in to the teacher, who reads the
// answers of the class, and then all of the student who wrote one.
func answersAreRead(t *testing.T, teacher *Tab, name string, content []byte) {
	t.Helper()
	handed := written(t, name, content)
	teacher.OpenReady("#/class")
	teacher.WaitText("#board", "Nobody has handed in yet")
	teacher.DropFiles("body", handed)
	teacher.WaitText("#toast", "Collected")
	do(teacher, "tab", "answers")
	for _, want := range []string{"1 of 1 answered it so", "No, both say so.", "2 marks from 2 articles"} {
		teacher.WaitText("#board .class-answers", want)
	}
	teacher.Screenshot("class-answers")
	teacher.Click("#class-answer-0-0")
	teacher.WaitText("#class-tab", "Ayşe")
	teacher.WaitText("#board .class-answers", "No, both say so.")
	teacher.AssertClean(t)
}

// begunLesson is a lesson that a teacher has made and a student has dropped into a
// browser of their own.
func begunLesson(t *testing.T) (site *Site, teacher, student *Tab, file string) {
	t.Helper()
	site = Start(t)
	teacher = site.Browser(t, "")
	teacher.OpenReady("#/read")
	_, file = makeLesson(t, teacher)
	student = site.Browser(t, "")
	student.OpenReady("#/articles")
	student.DropFiles("body", file)
	student.WaitText("#task", "Mark what each report says was agreed.")
	return site, teacher, student, file
}

// A lesson that is dropped opens as the student's own, and as it was left when
// it is dropped again.
func TestLessonFileOpensAsItWasLeft(t *testing.T) {
	_, teacher, student, file := begunLesson(t)
	if n := student.Count(`nav a[href="#/class"]:not([hidden])`); n != 0 {
		t.Error("a student is offered the class")
	}
	student.Fill("#person-nickname", "Ben")
	saved(student)
	student.DropFiles("body", file)
	student.WaitText("#toast", "as you left it")
	student.WaitTrue(`document.querySelector("#person-nickname").value === "Ben"`)

	openFiles(teacher) // the teacher thinks again
	teacher.Fill("#lesson-task", "Mark what was not agreed.")
	saved(teacher)
	content, _ := teacher.Download(func() { teacher.Click("#lesson-file") })
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	student.DropFiles("body", file)
	student.WaitText("#task", "Mark what was not agreed.")
	student.WaitTrue(`document.querySelector("#person-nickname").value === "Ben"`)

	inSight(student, "#begin-anew") // somebody else sits down
	student.Click("#begin-anew")
	student.WaitTrue(`document.querySelector("#person-nickname").value === ""`)
	student.WaitText("#task", "Mark what was not agreed.")
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
	page := written(t, name, content)
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

// Where the lesson asks who is speaking, an article is done once its marks say it;
// until when it is to be handed in stands beside the button.
func TestLessonAsksWhoIsSpeaking(t *testing.T) {
	teacher := Start(t).Browser(t, "")
	teacher.OpenReady("#/read")
	openFiles(teacher)
	teacher.Click("#lesson-make")
	teacher.Fill("#lesson-task", "Mark who says what.")
	inSight(teacher, "#lesson-due")
	teacher.Click("#lesson-speaker")
	teacher.Eval(`(f => { f.value = "2026-03-06T12:30"; f.dispatchEvent(new Event("change", {bubbles: true})) })(document.querySelector("#lesson-due"))`, nil)
	saved(teacher)
	teacher.Reload()
	openFiles(teacher)
	teacher.WaitTrue(`document.querySelector("#lesson-due").value === "2026-03-06T12:30" && document.querySelector("#lesson-speaker").checked`)
	student := standalone(t, pageOfLesson(t, teacher, ""))
	teacher.AssertClean(t)

	student.OpenReady("#/articles")
	student.WaitText("#handing-note", "Hand in by 6 March, 12:30")
	student.OpenReady("#/read")
	markAs(student, "2", "The long-awaited", "face-to-face") // an attributed claim
	student.Keys("Escape")
	student.WaitText("#unspoken", "1 mark does not say who is speaking yet.")
	inSight(student, "#done")
	student.Click("#done")
	student.WaitText("#toast", "1 mark does not say who is speaking yet.")
	student.WaitTrue(`document.activeElement?.closest("label")?.textContent.startsWith("Speaker")`)
	student.Screenshot("lesson-speaker")
	if student.EvalBool(`document.querySelector("#done").getAttribute("aria-pressed") === "true"`) {
		t.Error("the article is done although a mark does not say who is speaking")
	}
	student.Type("nobody")
	inSight(student, "#done")
	student.Click("#done")
	student.WaitTrue(`document.querySelector("#done").getAttribute("aria-pressed") === "true"`)
	student.WaitTrue(`document.querySelector("#unspoken").hidden`)
	alone(t, student)
}

// pageOfLesson saves the lesson as one page, under a name or one of its own.
func pageOfLesson(t *testing.T, teacher *Tab, path string) string {
	t.Helper()
	inSight(teacher, "#lesson-page")
	content, name := teacher.Download(func() { teacher.Click("#lesson-page") })
	if path == "" {
		return written(t, name, content)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A page that the teacher has made again brings what was changed to whoever works
// on the lesson, also to a second student on the same computer, whose work stays
// apart from that of the first.
func TestLessonPageIsMadeAgain(t *testing.T) {
	teacher := Start(t).Browser(t, "")
	teacher.OpenReady("#/read")
	openFiles(teacher)
	teacher.Click("#lesson-make")
	teacher.Fill("#lesson-task", "Mark claims.")
	saved(teacher)
	path := pageOfLesson(t, teacher, "")
	student := standalone(t, path)
	student.OpenReady("#/articles")
	student.WaitText("#task", "Mark claims.")
	student.Fill("#person-nickname", "Ben")
	inSight(student, "#begin-anew")
	student.Click("#begin-anew")
	student.WaitTrue(`document.querySelector("#person-nickname").value === ""`)
	student.Fill("#person-nickname", "Ayşe")
	saved(student)

	teacher.Fill("#lesson-task", "Mark opinions.")
	saved(teacher)
	pageOfLesson(t, teacher, path)
	teacher.AssertClean(t)
	student.Reload()
	openList(student)
	student.WaitText("#task", "Mark opinions.")
	student.WaitText("#toast", "Your teacher has changed this lesson")
	student.WaitTrue(`document.querySelector("#person-nickname").value === "Ayşe"`)
	student.Reload()
	openList(student)
	student.WaitTrue(`document.querySelector("#person-nickname").value === "Ayşe"`)
	alone(t, student)
}

// What was handed in can be brought back by whoever did the work, and by nobody
// else; the address of the class is answered in a lesson that was handed out.
func TestLessonTakesBackWhatWasHandedIn(t *testing.T) {
	site, _, student, file := begunLesson(t)
	student.Fill("#person-nickname", "Ben")
	student.Click(volume(1) + " h2 a")
	student.WaitFor("#paper p")
	markAs(student, "1", "The long-awaited", "face-to-face")
	openList(student)
	content, name := student.Download(func() { student.Click("#hand-in") })
	handed := written(t, name, content)
	student.DropFiles("body", handed)
	student.WaitText("#toast", "is here.")
	student.OpenReady("#/class")
	student.WaitText("#class", "handed out to you")
	student.Click("#own-lesson")
	student.WaitFor("#board button")
	student.Click("#toast button")
	student.WaitText("#class", "handed out to you")
	student.OpenReady("#/lesson/")
	student.WaitText("#toast", "does not hold a whole lesson")
	student.Keys("ctrl+z") // takes back the mark, and no handing in
	openList(student)
	student.WaitText("#handing-note", "You handed in on")

	lost := site.Browser(t, "") // another computer
	lost.OpenReady("#/articles")
	lost.DropFiles("body", file)
	lost.WaitText("#task", "Mark what each report says was agreed.")
	lost.DropFiles("body", handed)
	lost.WaitText("#toast", "Brought back what you handed in")
	lost.WaitTrue(`document.querySelector("#person-nickname").value === "Ben"`)
	lost.WaitText("#handing-note", "You handed in on")
	saved(lost)
	lost.Reload()
	again, _ := func() ([]byte, string) { openList(lost); return lost.Download(func() { lost.Click("#hand-in") }) }()
	var first, second handedIn
	if json.Unmarshal(content, &first) != nil || json.Unmarshal(again, &second) != nil || first.Student != second.Student || second.Counts.Marks != 1 {
		t.Errorf("handed in again: %+v, first %+v", second, first)
	}
	inSight(lost, "#begin-anew") // somebody else, who has work of their own
	lost.Click("#begin-anew")
	lost.WaitTrue(`document.querySelector("#person-nickname").value === ""`)
	lost.Click(volume(2) + " h2 a")
	lost.WaitFor("#paper p")
	word := lost.EvalString(`document.querySelector("#paper p").textContent.trim().split(/\s+/)[0]`)
	tagAs(lost, "1", word, word)
	lost.DropFiles("body", handed)
	lost.WaitText("#toast", "handed in by Ben")
	lost.AssertClean(t)
	student.AssertClean(t)
}
