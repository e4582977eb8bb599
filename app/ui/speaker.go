package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/classroom"
)

// This file asks who is speaking, in a lesson that wants to know it of every mark
// before an article is done.

// unspoken is how many marks of an article do not say it yet, or of all articles
// if none is named.
func (m *Model) unspoken(in article.ID) int {
	if !m.studies() || !m.lesson().Speaker {
		return 0
	}
	return len(classroom.Unspoken(m.project(), in))
}

// unspokenView says so above the button that ends an article.
func (v *readView) unspokenView(a *article.Article) app.UI {
	n := v.m.unspoken(a.ID)
	return app.P().ID("unspoken").Class("hint").Hidden(n == 0).Body(
		app.Text(unspokenWords(n)+" "),
		app.Button().ID("unspoken-next").Class("link").Text("Show the first").OnClick(v.onUnspoken),
	)
}

func unspokenWords(n int) string {
	return plural(n, "mark does", "marks do") + " not say who is speaking yet."
}

func (v *readView) onUnspoken(app.Context, app.Event) {
	if a := v.m.article(); a != nil {
		v.m.askSpeaker(a.ID)
	}
}

// askSpeaker goes to the first mark of an article that does not say who is
// speaking; false if all do.
func (m *Model) askSpeaker(in article.ID) bool {
	n := m.unspoken(in)
	if n == 0 {
		return false
	}
	p := m.project()
	m.choose(classroom.Unspoken(p, in)[0].ID, true)
	m.whenDrawn(func() { m.ports.Page.Focus(fieldID(classroom.SpeakerOf(p).ID)) })
	m.tell(Toast{Text: unspokenWords(n) + " Write it here, or “nobody”."})
	return true
}
