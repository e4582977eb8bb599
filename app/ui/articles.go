package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/project"
)

// articlesView is the first screen: what there is to read, what is done, and
// how to bring in more.
type articlesView struct {
	app.Compo
	m   *Model
	Rev int
}

// Render draws a card an article and the ways to add one.
func (v *articlesView) Render() app.UI {
	m := v.m
	list := m.articles()
	return v.m.scroller(screenArticles).Body(
		app.Div().Class("screen-head").Body(
			app.H1().Dir("auto").Text(m.project().Info().Name),
			app.P().Class("lead").Text(m.progress(list)),
		),
		&taskView{typing: typing{m}, Rev: m.rev},
		app.If(len(list) == 0, func() app.UI {
			return app.P().Class("lead").Text("No articles yet. Paste a text, open a file, or drop files anywhere on this page.")
		}),
		app.If(m.project().Annotations.Len() == 0 && len(list) > 0, func() app.UI {
			return app.Ol().Class("steps").Body(
				app.Li().Text("Open an article."),
				app.Li().Text("Select a claim in it and choose a tag."),
				app.Li().Text("Say who is speaking, or write a note, beside the text."),
			)
		}),
		app.Ol().ID("articles").Class("shelf").Body(
			app.Range(list[:m.rowsDrawn()]).Slice(func(i int) app.UI { return m.volume(i) }),
		),
		app.Div().Class("adding").Hidden(m.studies()).Body( // a lesson's articles are the teacher's
			app.Button().ID("paste-button").Class("button").Text("Paste a text").OnClick(v.onPaste),
			app.Button().ID("pick-button").Class("button", "quiet").Text("Open files").OnClick(v.onPick),
			app.P().Class("hint").Text(m.kinds("Texts of all kinds and files of other programs")+" can also be dropped anywhere. Nothing leaves this device."),
		),
	)
}

// progress is how far the reading has come, in words.
func (m *Model) progress(list []*article.Article) string {
	done := 0
	for _, a := range list {
		if m.project().State(a.ID) == project.Done {
			done++
		}
	}
	marks := m.project().Annotations.Len()
	return itoa(done) + " of " + plural(len(list), "article", "articles") + " done · " + plural(marks, "mark", "marks")
}

// volume is one article on the first screen.
type volume struct {
	app.Compo
	m           *Model
	ID          string
	First, Last bool
	Sum         digest // of all that it shows
}

func (m *Model) volume(i int) *volume {
	list := m.articles()
	a := list[i]
	state := m.project().State(a.ID)
	sum := newDigest().number(m.ws.Count(a.ID), m.ws.Unplaced(a.ID)).text(string(state), a.Meta.Title, a.Meta.Byline, a.Meta.Source, a.Meta.Date)
	return &volume{m: m, ID: string(a.ID), First: i == 0, Last: i == len(list)-1, Sum: sum}
}

// Render draws the state of an article, what is known of it, how it begins.
func (v *volume) Render() app.UI {
	m := v.m
	a := m.project().Article(article.ID(v.ID))
	if a == nil {
		return app.Li().Hidden(true)
	}
	state := m.project().State(a.ID)
	marks, unplaced := m.ws.Count(a.ID), m.ws.Unplaced(a.ID)
	return app.Li().Class("volume").DataSet("id", v.ID).Body(
		app.I().Class("ring", ringClass(state)).Role("img").Aria("label", stateWords(state)),
		app.Div().Class("what").Body(
			app.H2().Body(app.A().Href(Route{Screen: screenRead, Article: a.ID}.hash()).Dir("auto").Text(madeTitle(a))),
			app.P().Class("begins").Dir("auto").Text(begins(a)),
			app.P().Class("meta").Text(articleFacts(a, state, marks, unplaced)),
		),
		app.Div().Class("acts").Hidden(m.studies()).Body( // a lesson's articles are the teacher's
			v.act(a, "details", "✎", "What is known", false),
			v.act(a, "up", "↑", "Move up", v.First),
			v.act(a, "down", "↓", "Move down", v.Last),
			v.act(a, "remove", "×", "Remove", false),
		),
	)
}

func (v *volume) act(a *article.Article, act, sign, words string, off bool) app.UI {
	return app.Button().ID(actID(act, a)).Class("chip", "icon").DataSet("id", v.ID).DataSet("act", act).
		Title(words).Aria("label", words+": "+a.Meta.Title).Disabled(off).Text(sign).OnClick(v.onAct)
}

// actID is the ID of the button that does something with an article.
func actID(act string, a *article.Article) string { return act + "-" + string(a.ID) }

// begins is the start of the first paragraph, which tells articles without a
// headline apart.
func begins(a *article.Article) string {
	for _, b := range a.Blocks {
		if b.Kind == article.Paragraph {
			return cut(a.Slice(b.Start, min(b.End, b.Start+170)), 160)
		}
	}
	return ""
}

// articleFacts is what is known of an article, in one line.
func articleFacts(a *article.Article, s project.State, marks, unplaced int) string {
	facts := stateWords(s) + " · " + marksWords(marks, unplaced) + " · " + plural(a.Words(), "word", "words")
	if s == project.Done && marks+unplaced == 0 {
		facts = "done, nothing to mark · " + plural(a.Words(), "word", "words")
	}
	if a.Meta.Byline != "" {
		facts += " · by " + a.Meta.Byline
	}
	return facts + " · " + known("source", a.Meta.Source) + " · " + known("date", a.Meta.Date)
}

// marksWords is how many marks an article has, and how many more have no place
// in its text.
func marksWords(marks, unplaced int) string {
	s := plural(marks, "mark", "marks")
	if unplaced > 0 {
		s += ", " + itoa(unplaced) + " without a place"
	}
	return s
}

func (v *volume) onAct(ctx app.Context, _ app.Event) {
	m := v.m
	a := m.project().Article(article.ID(dataOf(ctx, "id")))
	if a == nil {
		return
	}
	switch dataOf(ctx, "act") {
	case "remove":
		m.removeArticle(a)
	case "details":
		m.openDetails(a)
	case "up":
		m.moveArticle(a, -1)
	case "down":
		m.moveArticle(a, 1)
	}
}

func (m *Model) removeArticle(a *article.Article) {
	n, next := m.ws.Count(a.ID)+m.ws.Unplaced(a.ID), m.articleAfter(a)
	label := "Removed “" + short(a.Meta.Title) + "” with " + plural(n, "mark", "marks")
	if m.do(label, project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.RemoveArticle(p, a.ID, s)
	}) {
		m.tell(Toast{Text: label, Undo: true})
		m.tags.focus = next
	}
}

// articleAfter is the button that gets the focus when an article goes.
func (m *Model) articleAfter(a *article.Article) string {
	list, i := m.articles(), m.placeOf(a)
	switch {
	case i >= 0 && i+1 < len(list):
		return actID("remove", list[i+1])
	case i > 0:
		return actID("remove", list[i-1])
	}
	return "paste-button"
}

// moveArticle moves an article, and the focus with it.
func (m *Model) moveArticle(a *article.Article, by int) {
	list, to := m.articles(), m.placeOf(a)+by
	if !m.do("Moved “"+short(a.Meta.Title)+"”", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.MoveArticle(p, a.ID, to, s)
	}) {
		return
	}
	m.say(a.Meta.Title + " is now " + itoa(to+1) + " of " + itoa(len(list)))
	act := "up"
	if to == 0 || by > 0 && to < len(list)-1 {
		act = "down"
	}
	m.tags.focus = actID(act, a)
}

func (v *articlesView) onPaste(app.Context, app.Event) {
	v.m.calm()
	v.m.openSheet(sheetPaste, func() {
		v.m.ports.Page.SetValue("paste-text", "")
		v.m.ports.Page.SetValue("paste-title", "")
	})
}

func (v *articlesView) onPick(app.Context, app.Event) { v.m.pick() }

// pick lets someone choose files to bring in.
func (m *Model) pick() {
	m.ports.Files.Pick("", true, m.takeFiles)
}

// pasteView is the sheet into which a text is pasted.
type pasteView struct {
	app.Compo
	m   *Model
	Rev int
}

// Render draws the sheet while it is open.
func (v *pasteView) Render() app.UI {
	if v.m.sheet != sheetPaste {
		return app.Div().Hidden(true)
	}
	return v.m.sheetFrame(sheetPaste).Body(
		app.H2().ID("paste-head").Text("Paste a text"),
		v.m.refusal(),
		app.Label().Class("field").Body(app.Span().Text("Title (may be empty)"), app.Input().ID("paste-title").Type("text").Dir("auto")),
		app.Label().Class("field").Body(app.Span().Text("Text, one paragraph a line"), app.Textarea().ID("paste-text").Rows(12).Dir("auto")),
		app.Div().Class("buttons").Body(
			app.Button().ID("paste-ok").Class("button").Text("Add the article").OnClick(v.onOK),
			app.Button().Class("button", "quiet").Text("Cancel").OnClick(v.onCancel),
		),
	)
}

// refusal says inside a sheet what is wrong: the message at the foot of the
// screen lies behind it. It is always there: go-app would make the fields after it
// anew, and what is typed in them would be gone.
func (m *Model) refusal() app.UI {
	text := ""
	if m.toast.Bad {
		text = m.toast.Text
	}
	return app.P().Class("refusal").Role("alert").Hidden(text == "").Text(text)
}

// calm takes away a message that something is wrong, as it is tried anew.
func (m *Model) calm() {
	if m.toast.Bad {
		m.toast = Toast{}
	}
}

func (v *pasteView) onOK(app.Context, app.Event) {
	v.m.calm()
	page := v.m.ports.Page
	if v.m.pasteText(page.Value("paste-title"), page.Value("paste-text")) {
		v.m.closeSheet()
	}
}

func (v *pasteView) onCancel(app.Context, app.Event) { v.m.closeSheet() }
