package ui

import (
	"context"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/project"
)

// key is where a student compares with the key of the lesson, once the teacher
// allows it; hidden where there is none, or not yet.
func (v *taskView) key(l *classroom.Lesson) app.UI {
	m := v.m
	_, handed := classroom.HandedIn(m.project())
	if l.Key == nil || l.Shows == classroom.ShowNever || l.Shows == classroom.ShowAtEnd && !handed {
		return app.Div().Hidden(true)
	}
	sealed := len(l.Key.Sealed) > 0
	return app.Div().Class("key-part").Body(
		app.H3().Text("The key"),
		app.Div().Class("handing").Body(
			app.Label().Class("field").Hidden(!sealed).Body(app.Span().Text("Passphrase, from your teacher"), app.Input().ID("key-passphrase").Type("text").AutoComplete(false)),
			app.Button().ID("compare-key").Class("button", "quiet").Text("Compare my marks with the key").OnClick(v.onCompare),
		),
		app.If(m.compared != nil, v.compared),
	)
}

// compared is what became of each mark, article by article.
func (v *taskView) compared() app.UI {
	m, s := v.m, v.m.compared
	right := s.Count(classroom.Right)
	return app.Div().ID("compared").Body(
		app.P().Role("status").Text(plural(right, "mark is", "marks are")+" just as in the key; "+plural(s.Count(classroom.Missed), "place", "places")+" missed. What is not in the key need not be wrong."),
		app.P().Class("hint").Hidden(len(m.comparedNotes) == 0).Text(strings.Join(m.comparedNotes, " ")),
		app.Ol().Class("cases").Body(app.Range(s.Cases).Slice(func(i int) app.UI {
			c := s.Cases[i]
			return app.Li().Body(
				app.A().Href(Route{Screen: screenRead, Article: c.Article}.hash()).Dir("auto").Text("“"+short(m.wordsAt(c))+"”"),
				app.Text(" "), app.Span().Text(c.Says), app.Text(" "),
				app.Em().Dir("auto").Text(m.reasonFor(c)),
			)
		})),
	)
}

// wordsAt are the words that a case is about.
func (m *Model) wordsAt(c classroom.Case) string {
	a := m.project().Article(article.ID(c.Article))
	if a == nil || len(c.At) == 0 {
		return ""
	}
	return a.Slice(c.At[0].Start, c.At[len(c.At)-1].End)
}

// reasonFor is the reason that the key gives where something was missed.
func (m *Model) reasonFor(c classroom.Case) string {
	if c.Kind == classroom.Right {
		return ""
	}
	for _, k := range m.key {
		if k.ID == c.Key {
			return k.Reason
		}
	}
	return ""
}

// onCompare opens the key, if it is sealed, and compares.
func (v *taskView) onCompare(app.Context, app.Event) {
	m := v.m
	m.settle()
	passphrase := m.ports.Page.Value("key-passphrase")
	key := m.lesson().Key
	ctx, j := m.begin(context.Background(), "Opening the key", true)
	m.ctx.Async(func() {
		marks, err := key.MarksBy(passphrase, func(s *classroom.SealedKey, passphrase string) ([]byte, error) {
			return m.ports.Unseal(ctx, s, passphrase)
		})
		m.dispatch(func() {
			if m.ended(j, err, "the key was not opened") {
				m.calm()
				m.key, m.comparedOf = marks, m.project().Annotations
				m.compared, m.comparedNotes = classroom.ScoreOf(m.project(), marks)
			}
		})
	})
}

// freshComparison compares again once marks have changed.
func (m *Model) freshComparison() {
	if m.compared != nil && m.comparedOf != m.project().Annotations {
		m.comparedOf = m.project().Annotations
		m.compared, m.comparedNotes = classroom.ScoreOf(m.project(), m.key)
	}
}

// handed remembers that the student has handed in.
func (m *Model) handed(h *classroom.HandIn) {
	// Of itself: what was handed in cannot be undone.
	if err := m.ws.Do(project.Auto, "Handed in", project.Place{}, func(p project.Project, _ project.Stamp) (project.Diff, error) {
		return classroom.NoteHanded(p, h), nil
	}); err != nil {
		m.fail(err)
	}
}
