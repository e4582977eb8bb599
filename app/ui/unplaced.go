package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// unplaced are the marks without a place in the article that is read.
func (m *Model) unplaced() []*annotation.Annotation {
	a := m.article()
	if a == nil {
		return nil
	}
	return m.project().Unplaced(a.ID)
}

// openUnplaced lists them. What was told before has no place in that.
func (m *Model) openUnplaced() {
	m.toast = Toast{}
	m.openSheet(sheetUnplaced, func() {})
}

// mend puts a mark without a place on what is selected.
func (m *Model) mend(id annotation.ID) {
	s := m.pending
	if !m.isUnplaced(id) || s.Empty() {
		return
	}
	m.closeSheet()
	if m.do("Gave a mark its place", m.at(s.Start), func(p project.Project, st project.Stamp) (project.Diff, error) {
		return project.Mend(p, map[annotation.ID][]span.Span{id: {s}}, st)
	}) {
		m.unwait()
		m.choose(id, true)
		m.tell(Toast{Text: "The mark has its place again.", Undo: true})
	}
}

func (m *Model) isUnplaced(id annotation.ID) bool {
	a, now := m.project().Annotation(id), m.article()
	return a != nil && now != nil && a.Article != now.ID && currentID(m.project(), a.Article) == now.ID
}

// removeUnplaced removes a mark without a place. The sheet stays, and offers to
// bring it back.
func (m *Model) removeUnplaced(id annotation.ID) {
	if !m.isUnplaced(id) {
		return
	}
	all := m.unplaced()
	i := slices.IndexFunc(all, func(a *annotation.Annotation) bool { return a.ID == id })
	label := "Removed " + inQuotes(short(all[i].Quote()))
	if m.do(label, m.at(0), func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.Remove(p, s, id)
	}) {
		m.tell(Toast{Text: label, Undo: true})
		m.tags.focus = "unplaced-undo" // what was pressed is gone
	}
}

// placeAgain looks for the places of the marks that an article has without one.
func (m *Model) placeAgain(of article.ID) {
	if m.comparing {
		return
	}
	m.comparing = true
	m.calm()
	m.ctx.Async(func() { m.readCorrection(of, File{}) })
}

// unplacedView lists the marks without a place in the article that is read.
type unplacedView struct {
	app.Compo
	m   *Model
	Rev int
}

// Render draws the sheet.
func (v *unplacedView) Render() app.UI {
	m := v.m
	if m.sheet != sheetUnplaced {
		return app.Div().Hidden(true)
	}
	all := m.unplaced()
	shown := all[:min(len(all), manyCarried)]
	hint := "To give one its place by hand, close this, select the words in the text, and come back."
	if !m.pending.Empty() {
		hint = "Selected: “" + cut(m.article().Slice(m.pending.Start, m.pending.End), 160) + "”"
	}
	return m.sheetFrame(sheetUnplaced).Body(
		app.H2().ID("unplaced-head").Text(plural(len(all), "mark", "marks")+" without a place in this text"),
		app.P().Text(unplacedWords(len(all))),
		m.refusal(),
		m.news(),
		app.P().Class("hint").Dir("auto").Hidden(len(all) == 0).Text(hint),
		app.Ul().Class("carried").Body(app.Range(shown).Slice(func(i int) app.UI { return v.row(shown[i]) })),
		app.If(len(all) > len(shown), func() app.UI { return app.P().Class("hint").Text("And " + itoa(len(all)-len(shown)) + " more.") }),
		app.Div().Class("buttons").Body(
			app.Button().ID("unplaced-seek").Class("button").Hidden(len(all) == 0).Disabled(m.comparing).Text("Look for them in the text").OnClick(v.onSeek),
			app.Button().ID("unplaced-close").Class("button", "quiet").AutoFocus(true).Text("Close").OnClick(v.onClose),
		),
	)
}

// unplacedWords say why so many marks have no place.
func unplacedWords(n int) string {
	if n == 0 {
		return "Every mark has its place."
	}
	return ifOne(n, "It was", "They were") + " made on an earlier version of it, and " + ifOne(n, "is", "are") + " kept with the words around " + ifOne(n, "it", "them") + "."
}

// row is one mark with the words around it, and what can be done with it.
func (v *unplacedView) row(a *annotation.Annotation) app.UI {
	was := sidesOf(v.m.project().Article(a.Article), a.Spans(), a.Quote(), nil, nil)[0]
	quote := inQuotes(short(a.Quote()))
	return app.Li().Body(
		app.Small().Text(v.m.tagNames(a)),
		app.P().Class("line").Body(was.draw("was")),
		app.P().Dir("auto").Class("hint").Hidden(a.Note == "").Text(cut(a.Note, 200)),
		app.Div().Class("does").Body(
			app.Button().Class("button", "quiet", "mend").DataSet("id", string(a.ID)).Disabled(v.m.pending.Empty()).Aria("label", "Put it on the selected words: "+quote).Text("Put it on the selected words").OnClick(v.onMend),
			app.Button().Class("button", "quiet", "drop").DataSet("id", string(a.ID)).Aria("label", "Remove the mark on "+quote).Text("Remove").OnClick(v.onRemove),
		),
	)
}

// news says inside a sheet what was just done: the message at the foot of the
// screen lies behind it.
func (m *Model) news() app.UI {
	t := m.toast
	return app.P().Class("news-line").Role("status").Hidden(t.Bad || t.Text == "").Body(
		app.Span().Dir("auto").Text(t.Text),
		app.Button().ID("unplaced-undo").Class("button", "quiet").Hidden(!t.Undo).Text("Undo").OnClick(m.onNewsUndo),
	)
}

func (m *Model) onNewsUndo(app.Context, app.Event) {
	m.undo()
	m.tags.focus = "unplaced-close"
}

func (v *unplacedView) onMend(ctx app.Context, _ app.Event) {
	v.m.mend(annotation.ID(dataOf(ctx, "id")))
}

func (v *unplacedView) onRemove(ctx app.Context, _ app.Event) {
	v.m.removeUnplaced(annotation.ID(dataOf(ctx, "id")))
}

func (v *unplacedView) onSeek(app.Context, app.Event) {
	if a := v.m.article(); a != nil {
		v.m.placeAgain(a.ID)
	}
}

func (v *unplacedView) onClose(app.Context, app.Event) { v.m.closeSheet() }
