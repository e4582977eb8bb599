package ui

import (
	"bytes"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// problemNickname is what is said where nobody would know whose work it is.
var problemNickname = problem.Newf("nickname", "", "Write your nickname first, so that your teacher knows whose work it is.")

// taskView stands above the articles of a lesson: what to do, the questions, and
// the way to hand in.
type taskView struct {
	app.Compo
	typing
	Rev int
}

// Render draws it in a lesson that was handed out, and nothing elsewhere.
func (v *taskView) Render() app.UI {
	m := v.m
	l := m.lesson()
	m.freshComparison()
	if !m.studies() {
		return app.Section().Hidden(true)
	}
	return app.Section().ID("task").Class("task").Aria("labelledby", "task-title").Body(
		app.H2().ID("task-title").Text("Your task"),
		app.P().Class("task-text").Dir("auto").Text(l.Task),
		app.Ol().ID("asked").Class("questions").Hidden(len(l.Questions) == 0).Body(app.Range(l.Questions).Slice(func(i int) app.UI { return v.question(l.Questions[i]) })),
		app.Div().Class("handing").Body(
			labeled("Your nickname", v.input(field{kind: kindPerson, part: "nickname"}).Aria("describedby", "handing-note")),
			app.Button().ID("hand-in").Class("button").Text("Hand in").OnClick(v.onHandIn),
		),
		app.P().ID("handing-note").Class("hint").Text(m.handingWords()),
		v.key(l),
		app.P().Class("hint").Body(
			app.Text("Not your work? "),
			app.Button().ID("begin-anew").Class("link").Text("Begin this lesson anew").OnClick(v.onAnew),
			app.Text(" as somebody else on this computer. What is here stays, under Files."),
		),
	)
}

// question is a question with what was answered so far.
func (v *taskView) question(q classroom.Question) app.UI {
	m := v.m
	attached := classroom.AnswerTo(m.project(), q.ID).Attached(m.project())
	wants := q.Wants(m.project())
	return app.Li().Body(
		app.P().ID("question-"+q.ID).Class("asked").Dir("auto").Text(q.Text),
		app.Div().Class("field").Body(v.area(field{kind: kindAnswer, id: q.ID, part: "text"}).Aria("labelledby", "question-"+q.ID)),
		app.Ul().Class("attached").Hidden(len(attached) == 0).Body(app.Range(attached).Slice(func(i int) app.UI {
			an := attached[i]
			return app.Li().Body(
				app.Q().Dir("auto").Text(short(an.Quote())),
				app.Button().Class("chip", "icon").DataSet("question", q.ID).DataSet("id", string(an.ID)).Aria("label", "Take off: "+short(an.Quote())).Text("×").OnClick(v.onTakeOff),
			)
		})),
		app.P().Class("hint").Text(wantsWords(wants)),
	)
}

func wantsWords(wants string) string {
	if wants == "" {
		return "Answered with marks."
	}
	return "So far " + wants + ". Select a mark in an article and tick this question on its card."
}

// localTime is a time as the clock of this device shows it.
func (m *Model) localTime(t time.Time) string {
	return t.In(m.ports.Now().Location()).Format("2 January, 15:04")
}

// handingWords is what is still open, so that nobody hands in half by mistake.
func (m *Model) handingWords() string {
	open := 0
	for _, a := range m.articles() {
		if m.project().State(a.ID) != project.Done {
			open++
		}
	}
	text := ""
	if h, ok := classroom.HandedIn(m.project()); ok {
		text = "You handed in on " + m.localTime(h.When) + ". "
	}
	if due := m.lesson().Due; !due.IsZero() {
		text += "Hand in by " + m.localTime(due) + ". "
	}
	if n := m.unspoken(""); n > 0 {
		text += unspokenWords(n) + " "
	}
	if open == 0 {
		text += "Everything is done. "
	} else {
		text += plural(open, "article is", "articles are") + " not done yet. You can hand in now and again later. "
	}
	return text + "Handing in saves one file with your marks and your nickname, and nobody else’s. Give it to your teacher."
}

func (v *taskView) onTakeOff(ctx app.Context, _ app.Event) {
	v.m.answerWith(dataOf(ctx, "question"), annotation.ID(dataOf(ctx, "id")))
}

// answerWith attaches a mark to an answer, or takes it off.
func (m *Model) answerWith(question string, mark annotation.ID) {
	m.do("Changed an answer", project.Place{}, func(p project.Project, _ project.Stamp) (project.Diff, error) {
		return classroom.ToggleAnswer(p, question, mark), nil
	})
	m.touch()
}

func (v *taskView) onAnew(app.Context, app.Event) {
	m := v.m
	m.settle()
	m.openAsProject(classroom.BeginAnew(m.project(), m.ws.Stamp()))
}

func (v *taskView) onHandIn(app.Context, app.Event) { v.m.handIn() }

// handIn saves what was done as one file.
func (m *Model) handIn() {
	m.settle()
	if _, nickname := annotator(m.project()); nickname == "" {
		m.tell(Toast{Text: words(problemNickname), Bad: true, Here: true})
		m.ports.Page.Focus(field{kind: kindPerson, part: "nickname"}.element())
		return
	}
	h := classroom.HandInOf(m.project(), m.ports.Now())
	var file bytes.Buffer
	if err := h.Encode(&file); err != nil {
		m.fail(err)
		return
	}
	name := annotation.FileName(h.Student.Nickname, "student") + classroom.HandInExt
	m.download(name, "application/json", file.Bytes())
	m.handed(h)
	m.tell(Toast{Text: "Saved as " + name + ": " + plural(h.Counts.Marks, "mark", "marks") + " in " + plural(h.Counts.Opened, "article", "articles") + ". Give this file to your teacher."})
}

// asks are the questions of a lesson on the card of a mark, to tick.
func (m *Model) asks(an *annotation.Annotation, v *card) app.UI {
	if !m.studies() || len(m.lesson().Questions) == 0 {
		return app.Div().Hidden(true)
	}
	list := m.lesson().Questions
	return app.Div().Class("answers").Role("group").Aria("label", "Answers with this mark").Body(app.Range(list).Slice(func(i int) app.UI {
		q := list[i]
		on := false
		for _, one := range classroom.AnswerTo(m.project(), q.ID).Marks {
			on = on || one == an.ID
		}
		return app.Label().Class("check").Body(
			app.Input().ID("answers-"+q.ID).Type("checkbox").DataSet("question", q.ID).Checked(on).OnChange(v.onAnswers),
			app.Span().Dir("auto").Text("Answers: "+short(q.Text)),
		)
	}))
}

func (v *card) onAnswers(ctx app.Context, _ app.Event) {
	v.m.answerWith(dataOf(ctx, "question"), v.id())
}
