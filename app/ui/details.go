package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/project"
)

// detailsView is the sheet on which what is known about an article is
// written down.
type detailsView struct {
	app.Compo
	m   *Model
	Rev int
}

// facts are what can be known about an article, with the fields for them.
var facts = []struct {
	id, words, hint string
	of              func(*article.Meta) *string
}{
	{"fact-title", "Title", "", func(m *article.Meta) *string { return &m.Title }},
	{"fact-byline", "Who wrote it", "unknown", func(m *article.Meta) *string { return &m.Byline }},
	{"fact-source", "Where it appeared", "unknown", func(m *article.Meta) *string { return &m.Source }},
	{"fact-date", "When", "unknown", func(m *article.Meta) *string { return &m.Date }},
	{"fact-language", "Language (a code such as en or ar)", "unknown", func(m *article.Meta) *string { return &m.Language }},
}

// openDetails shows the sheet for an article.
func (m *Model) openDetails(a *article.Article) {
	m.details = a.ID
	m.calm()
	m.openSheet(sheetDetails, func() {
		meta := a.Meta
		for _, f := range facts {
			m.ports.Page.SetValue(f.id, *f.of(&meta))
		}
	})
}

// Render draws the sheet while it is open.
func (v *detailsView) Render() app.UI {
	a := v.m.project().Article(v.m.details)
	if v.m.sheet != sheetDetails || a == nil {
		return app.Div().Hidden(true)
	}
	return v.m.sheetFrame(sheetDetails).Body(
		app.H2().ID("details-head").Text("What is known about this article"),
		app.P().Class("hint").Text("Leave empty what you do not know. The text itself does not change, unless you bring a corrected one."),
		v.m.refusal(),
		app.Range(facts).Slice(func(i int) app.UI {
			return app.Label().Class("field").Body(
				app.Span().Text(facts[i].words),
				app.Input().ID(facts[i].id).Type("text").Dir("auto").Placeholder(facts[i].hint).OnKeyDown(v.onKey),
			)
		}),
		app.Div().Class("buttons").Body(
			app.Button().ID("details-ok").Class("button").Text("Keep").OnClick(v.onOK),
			app.Button().Class("button", "quiet").Text("Cancel").OnClick(v.onCancel),
			app.Button().ID("details-correct").Class("button", "quiet").Text("A corrected text…").OnClick(v.onCorrect),
		),
	)
}

func (v *detailsView) onOK(app.Context, app.Event) {
	if v.m.keepDetails() {
		v.m.closeSheet()
	}
}

// keepDetails writes down what stands in the fields; false where that fails.
func (m *Model) keepDetails() bool {
	m.calm()
	a := m.project().Article(m.details)
	if a == nil {
		return true
	}
	meta := a.Meta
	for _, f := range facts {
		*f.of(&meta) = strings.TrimSpace(m.ports.Page.Value(f.id))
	}
	meta.TitleMade = meta.TitleMade && meta.Title == a.Meta.Title
	return m.do("Changed what is known about “"+short(a.Meta.Title)+"”", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.EditArticle(p, a.ID, meta, s)
	})
}

// onCorrect asks for a corrected text of the article, once what was typed is kept.
func (v *detailsView) onCorrect(app.Context, app.Event) {
	m, of := v.m, v.m.details
	if m.keepDetails() {
		m.closeSheet()
		m.showInTurn(func() { m.openCorrected(of) })
	}
}

func (v *detailsView) onKey(ctx app.Context, e app.Event) {
	if entered(e) {
		v.onOK(ctx, e)
	}
}

func (v *detailsView) onCancel(app.Context, app.Event) { v.m.closeSheet() }
