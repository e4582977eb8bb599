package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/classroom"
	"claimlight/app/project"
)

// lessonView is where a teacher makes a lesson of the open project and hands it
// out. A student, who has a lesson of somebody else, does not see it.
type lessonView struct {
	app.Compo
	typing
	Rev int
}

// lesson is the lesson of the open project, nil if it has none, worked out once
// for each state of what the classroom keeps.
func (m *Model) lesson() *classroom.Lesson {
	if now := m.project().Class; m.lessonOf != now {
		m.lessonOf, m.lessonIs = now, classroom.LessonOf(m.project())
	}
	return m.lessonIs
}

// studies reports whether the open project is a lesson that was handed out.
func (m *Model) studies() bool {
	l := m.lesson()
	return l != nil && l.Out
}

// Render draws the part.
func (v *lessonView) Render() app.UI {
	m := v.m
	l := m.lesson()
	if m.studies() {
		return part("lesson", "The lesson", m.owning())
	}
	if l == nil {
		return part("lesson", "For a class",
			app.P().Text("Hand this project out as a lesson: the articles, the tags, and a task that you write. Students open it, mark, and hand in one file each, which you drop on the Class screen. There are no accounts, and nothing is sent anywhere."),
			app.Button().ID("lesson-make").Class("button").Text("Make a lesson of this project").OnClick(v.onMake),
		)
	}
	return part("lesson", "The lesson",
		labeled("The task, as students read it", v.area(field{kind: kindLesson, part: "task"})),
		app.Label().Class("check").Body(app.Input().ID("lesson-closed").Type("checkbox").Checked(m.project().Info().Closed).OnChange(v.onClosed), app.Span().Text("Students use these tags only")),
		app.Label().Class("check").Body(app.Input().ID("lesson-speaker").Type("checkbox").Checked(l.Speaker).OnChange(v.onSpeaker), app.Span().Text("Ask who is speaking before a mark counts as finished")),
		app.P().Class("hint").Hidden(!l.Speaker || classroom.SpeakerOf(m.project()) != nil).Text("The codebook has no attribute called Speaker, so nothing will be asked. Make one on the Tags screen."),
		labeled("To be handed in by", app.Input().ID("lesson-due").Type("datetime-local").OnChange(v.onDue)),
		app.H3().Text("Questions that are answered with marks"),
		app.Ol().ID("questions").Class("questions").Body(app.Range(l.Questions).Slice(func(i int) app.UI { return v.question(l.Questions[i]) })),
		app.Button().ID("question-add").Class("button", "quiet").Text("Add a question").OnClick(v.onAdd),
		v.key(l),
		app.H3().Text("Hand it out"),
		app.P().Class("hint").Text("As a file, for students who have Claimlight; or as one page, with the program and the lesson in it, which opens by a double click from a stick, a mail or a course page. None of your marks is in what you hand out, unless you put the key in."),
		app.Div().Class("buttons").Body(
			app.Button().ID("lesson-file").Class("button").Text("Save the lesson as a file").OnClick(v.onFile),
			app.Button().ID("lesson-page").Class("button").Text("Save it as one page").OnClick(v.onPage),
			app.Button().ID("lesson-link").Class("button", "quiet").Hidden(m.ports.Links == nil).Text("Make a link").OnClick(v.onLink),
			app.Button().ID("lesson-drop").Class("button", "quiet").Text("Make it an ordinary project again").OnClick(v.onDrop),
		),
		app.Label().Class("field").Hidden(m.files.link == "" || m.files.linkOf != m.project()).Body(
			app.Span().Text(linkWords(m.files.link)),
			app.Input().ID("link").Type("text").ReadOnly(true),
		),
	)
}

// key says what the key would be, and how safe it is.
func (v *lessonView) key(l *classroom.Lesson) app.UI {
	m := v.m
	return app.Div().Class("key-part").Body(
		app.H3().Text("The key"),
		app.P().Text("Your own marks in this project are the key: "+plural(m.keySize(), "mark", "marks")+". The Class screen compares with them. Students do not get them, unless you put them into the lesson:"),
		app.Label().Class("check").Body(app.Input().ID("lesson-key").Type("checkbox").Checked(m.files.withKey).Disabled(!m.hasPorter()).OnChange(v.onKey), app.Span().Text("Put the key into the lesson")),
		app.Div().Hidden(!m.files.withKey).Body(
			labeled("Passphrase that opens it", app.Input().ID("lesson-passphrase").Type("text").AutoComplete(false).Aria("describedby", "key-note")),
			app.Label().Class("field").Body(
				app.Span().Text("Students see the key"),
				app.Select().ID("lesson-shows").OnChange(v.onShows).Body(app.Range(showings).Slice(func(i int) app.UI {
					return app.Option().Value(string(showings[i].when)).Selected(l.Shows == showings[i].when).Text(showings[i].words)
				})),
			),
			app.P().ID("key-note").Class("hint").Text("With a passphrase the key is sealed: nobody can read it without the passphrase, and nobody can get it back if you forget it. Without one, anybody who opens the file in a text editor can read the key."),
		),
	)
}

// showings are when students may see the key, in words.
var showings = []struct {
	when  classroom.Showing
	words string
}{
	{classroom.ShowNever, "only in the feedback that you give"},
	{classroom.ShowAtEnd, "once they have handed in"},
	{classroom.ShowOnAsked, "whenever they ask for it"},
}

func (v *lessonView) onShows(ctx app.Context, _ app.Event) {
	when := showings[ctx.JSSrc().Get("selectedIndex").Int()].when
	v.m.editLesson("Changed when students see the key", func(l *classroom.Lesson) { l.Shows = when })
	v.m.touch()
}

// keySize is how many marks the key would have.
func (m *Model) keySize() int {
	key, _ := classroom.KeyOf(m.project()) // none: then it has none
	return len(key)
}

// question is one of the questions, with its fields.
func (v *lessonView) question(q classroom.Question) app.UI {
	return app.Li().Body(
		labeled("Question", v.area(field{kind: kindQuestion, id: q.ID, part: "text"})),
		app.Div().Class("pair").Body(
			app.Label().Class("field").Body(
				app.Span().Text("Answered with marks from at least"),
				app.Select().ID("sources-"+q.ID).DataSet("id", q.ID).OnChange(v.onSources).Body(app.Range(sourcesOffered).Slice(func(i int) app.UI {
					return app.Option().Value(itoa(i + 1)).Selected(q.Sources == i+1).Text(sourcesOffered[i])
				})),
			),
			app.Button().Class("button", "quiet").DataSet("id", q.ID).Text("Remove the question").OnClick(v.onRemove),
		),
	)
}

// sourcesOffered are from how many articles the marks of an answer may have to
// come.
var sourcesOffered = []string{"1 article", "2 articles", "3 articles", "4 articles", "5 articles"}

// editLesson changes the lesson as one step that undo takes back.
func (m *Model) editLesson(label string, change func(*classroom.Lesson)) bool {
	return m.do(label, project.Place{}, func(p project.Project, _ project.Stamp) (project.Diff, error) {
		return classroom.EditLesson(p, change), nil
	})
}

func (v *lessonView) onMake(app.Context, app.Event) {
	v.m.editLesson("Made a lesson", func(*classroom.Lesson) {})
	v.m.tags.focus = field{kind: kindLesson, part: "task"}.element()
	v.m.touch()
}

func (v *lessonView) onDrop(app.Context, app.Event) {
	v.m.settle()
	if v.m.do("Took the lesson off the project", project.Place{}, func(p project.Project, _ project.Stamp) (project.Diff, error) {
		return classroom.DropLesson(p), nil
	}) {
		v.m.tell(Toast{Text: "Took the lesson off the project", Undo: true})
	}
}

func (v *lessonView) onClosed(ctx app.Context, _ app.Event) {
	closed := ctx.JSSrc().Get("checked").Bool()
	v.m.do("Changed which tags may be used", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetClosed(p, closed, s)
	})
	v.m.touch()
}

func (v *lessonView) onSpeaker(ctx app.Context, _ app.Event) {
	asked := ctx.JSSrc().Get("checked").Bool()
	v.m.editLesson("Changed what is asked", func(l *classroom.Lesson) { l.Speaker = asked })
	v.m.touch()
}

// dueForm is how a field of date and time writes what it holds, in the time of
// this device.
const dueForm = "2006-01-02T15:04"

// dueField is what stands in the field of the time to hand in.
func (m *Model) dueField() string {
	if l := m.lesson(); l != nil && !l.Due.IsZero() {
		return l.Due.In(m.ports.Now().Location()).Format(dueForm)
	}
	return ""
}

func (v *lessonView) onDue(ctx app.Context, _ app.Event) {
	due, err := time.ParseInLocation(dueForm, ctx.JSSrc().Get("value").String(), v.m.ports.Now().Location())
	if err != nil {
		due = time.Time{} // emptied
	}
	v.m.editLesson("Changed when to hand in", func(l *classroom.Lesson) { l.Due = due.UTC() })
	v.m.touch()
}

func (v *lessonView) onAdd(app.Context, app.Event) {
	q := classroom.Question{ID: v.m.ports.Mint(), Marks: 2, Sources: 2}
	v.m.settle()
	v.m.editLesson("Added a question", func(l *classroom.Lesson) { l.Questions = append(l.Questions, q) })
	v.m.tags.focus = field{kind: kindQuestion, id: q.ID, part: "text"}.element()
	v.m.touch()
}

func (v *lessonView) onRemove(ctx app.Context, _ app.Event) {
	id := dataOf(ctx, "id")
	v.m.settle()
	v.m.editLesson("Removed a question", func(l *classroom.Lesson) { l.Questions = without(l.Questions, id) })
	v.m.tell(Toast{Text: "Removed a question", Undo: true})
	v.m.tags.focus = "question-add"
}

func without(all []classroom.Question, id string) (out []classroom.Question) {
	for _, q := range all {
		if q.ID != id {
			out = append(out, q)
		}
	}
	return out
}

func (v *lessonView) onSources(ctx app.Context, _ app.Event) {
	id, n := dataOf(ctx, "id"), ctx.JSSrc().Get("selectedIndex").Int()+1
	v.m.editLesson("Changed a question", func(l *classroom.Lesson) {
		for i := range l.Questions {
			if l.Questions[i].ID == id {
				l.Questions[i].Marks, l.Questions[i].Sources = n, n
			}
		}
	})
	v.m.touch()
}

func (v *lessonView) onKey(ctx app.Context, _ app.Event) {
	v.m.files.withKey = ctx.JSSrc().Get("checked").Bool()
	v.m.touch()
}
