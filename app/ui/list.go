package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/project"
)

// together is how many rows of a list of articles make one component, and how
// many are added a frame until all are drawn.
const together = 50

// growLists draws some more rows of a long list at each frame, so that its
// screen is there at once.
func (m *Model) growLists() {
	if m.ws != nil && m.rows < len(m.articles()) && (m.route.Screen == screenRead || m.route.Screen == screenArticles) {
		m.rows += together
		m.touch()
	}
}

// rowsDrawn is how many rows of a list of articles are drawn now.
func (m *Model) rowsDrawn() int { return min(max(m.rows, together), len(m.articles())) }

// listView is the list of articles beside the text.
type listView struct {
	app.Compo
	m       *Model
	Listing int // see listingEdition
	Now     article.ID
	Rows    int
}

// list is the list as it is to be now. Most of what happens does not change it,
// and comparing a thousand rows would take a frame.
func (m *Model) list() *listView {
	v := &listView{m: m, Listing: m.listingEdition(), Rows: m.rowsDrawn()}
	if a := m.article(); a != nil {
		v.Now = a.ID
	}
	return v
}

// Render draws the articles by parts, of which few change at a time.
func (v *listView) Render() app.UI {
	m := v.m
	n := v.Rows
	return app.Aside().Class("list").Aria("label", "Articles").Body(
		app.H2().Text(m.project().Info().Name),
		app.Range(make([]struct{}, (n+together-1)/together)).Slice(func(i int) app.UI {
			from := i * together
			return m.listPart(from, min(from+together, n))
		}),
	)
}

// listPart is some rows of the list.
type listPart struct {
	app.Compo
	m        *Model
	From, To int
	Sum      digest // of all that it shows
}

func (m *Model) listPart(from, to int) *listPart {
	sum := newDigest()
	now := m.article()
	for i, a := range m.articles()[from:to] {
		if now != nil && a.ID == now.ID {
			sum = sum.number(-1, i)
		}
		sum = sum.number(m.ws.Count(a.ID), m.ws.Unplaced(a.ID)).text(a.Meta.Title, a.Meta.Byline, a.Meta.Source, string(a.ID), string(m.project().State(a.ID)))
	}
	return &listPart{m: m, From: from, To: to, Sum: sum}
}

// Render draws a row an article: what is done, what is open.
func (v *listPart) Render() app.UI {
	m := v.m
	list := m.articles()
	list = list[min(v.From, len(list)):min(v.To, len(list))]
	now := m.article()
	return app.Div().Class("list-part").Body(
		app.Range(list).Slice(func(i int) app.UI { return m.listRow(list[i], now != nil && list[i].ID == now.ID) }),
	)
}

func (m *Model) listRow(a *article.Article, current bool) app.UI {
	state := m.project().State(a.ID)
	n, unplaced := m.ws.Count(a.ID), m.ws.Unplaced(a.ID)
	row := app.A().Href(Route{Screen: screenRead, Article: a.ID}.hash()).Body(
		app.I().Class("ring", ringClass(state)).Role("img").Aria("label", stateWords(state)),
		app.Span().Dir("auto").Text(a.Meta.Title),
		app.Span().Class("n").Title(marksWords(n, unplaced)).Text(countWords(n)),
		app.Small().Text(listNote(a, state, unplaced)),
	)
	if current {
		row = row.Aria("current", "page")
	}
	return row
}

func countWords(n int) string {
	if n == 0 {
		return ""
	}
	return itoa(n)
}

func listNote(a *article.Article, s project.State, unplaced int) string {
	from := a.Meta.Source
	if a.Meta.Byline != "" {
		from = a.Meta.Byline
	}
	if from == "" && a.Meta.TitleMade {
		from = "no headline"
	}
	if from == "" {
		from = "source unknown"
	}
	if s != project.NotStarted {
		from += " · " + string(s)
	}
	if unplaced > 0 {
		from += " · " + itoa(unplaced) + " without a place"
	}
	return from
}

func ringClass(s project.State) string {
	return map[project.State]string{project.InWork: "part", project.Done: "done"}[s]
}

func stateWords(s project.State) string {
	if s == project.NotStarted {
		return "not started"
	}
	return string(s)
}
