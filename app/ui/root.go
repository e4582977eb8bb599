package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/store"
)

// Root is the component that fills the page.
type Root struct {
	app.Compo
	m *Model
}

// NewRoot returns the component that shows a model.
func NewRoot(m *Model) *Root { return &Root{m: m} }

// OnMount starts the program.
func (r *Root) OnMount(ctx app.Context) {
	// Links are fragments; the browser follows them itself, and we follow the
	// fragment: go-app ends the program at an address it cannot parse.
	app.Window().Set("onclick", nil)
	app.Window().Set("onpopstate", nil)
	r.m.start(ctx)
}

// Render draws the shell: what is around every screen.
func (r *Root) Render() app.UI {
	m := r.m
	return app.Div().ID("app").Class("app", "on-"+m.screen()).Body(
		m.top(),
		m.body(),
		&toastView{m: m, Text: m.toast.Text, Undo: m.toast.Undo, Place: string(m.toast.Place), Bad: m.toast.Bad},
		&workView{m: m, Rev: m.revIf(len(m.jobs) > 0)},
		app.Div().ID("said").Class("unseen").Role("status").Aria("live", "polite").Text(m.said),
		app.If(m.dropping, func() app.UI {
			return app.Div().Class("dropping").Text("Drop texts, projects or files of other programs anywhere")
		}),
		&helpView{m: m, Rev: m.revIf(m.sheet == sheetHelp)},
		&repeatsView{m: m, Rev: m.revIf(m.sheet == sheetRepeats)},
		&pasteView{m: m, Rev: m.revIf(m.sheet == sheetPaste)},
		&detailsView{m: m, Rev: m.revIf(m.sheet == sheetDetails)},
		&arrivalView{m: m, Rev: m.revIf(m.sheet == sheetArrival)},
		&exportView{m: m, Rev: m.revIf(m.sheet == sheetExport)},
		&correctionView{m: m, Rev: m.revIf(m.sheet == sheetCorrection)},
		&correctedView{m: m, Rev: m.revIf(m.sheet == sheetCorrected)},
		&unplacedView{m: m, Rev: m.revIf(m.sheet == sheetUnplaced)},
	)
}

func (m *Model) screen() string {
	if m.ws == nil {
		return "start"
	}
	return m.route.Screen
}

// body is the screen of the route.
func (m *Model) body() app.UI {
	if m.ws == nil {
		return &startView{m: m, Rev: m.rev}
	}
	switch m.route.Screen {
	case screenRead:
		if m.article() != nil {
			return &readView{m: m, Rev: m.rev}
		}
	case screenTags:
		return &tagsView{m: m, Rev: m.rev}
	case screenClass:
		return &classView{m: m, Rev: m.rev}
	case screenFiles:
		return &filesView{m: m, Rev: m.rev}
	}
	return &articlesView{m: m, Rev: m.rev}
}

// scrollers are the IDs of what scrolls as a page, by screen; of the reading
// room it is the text.
var scrollers = map[string]string{screenArticles: "shelf", screenTags: "codebook", screenFiles: "files", screenClass: "class"}

func (m *Model) scroller(screen string) app.HTMLMain {
	return app.Main().ID(scrollers[screen]).Class("screen").TabIndex(-1)
}

// startView is what is seen until a project is open.
type startView struct {
	app.Compo
	m   *Model
	Rev int
}

// Render says that the project is being opened, or why it is not.
func (v *startView) Render() app.UI {
	if v.m.trouble == nil {
		return app.Main().Class("opening").Body(app.P().Text("Opening your project…"))
	}
	return app.Main().Class("opening").Body(
		app.H1().Text("The project could not be opened"),
		app.P().Role("alert").Text(strings.TrimSpace(words(v.m.trouble)+" "+v.m.kept)),
	)
}

// top is the line above every screen; at its end stands what is true about
// the work.
type top struct {
	app.Compo
	m                  *Model
	Screen             string // "" while no project is open
	Saved, SavedClass  string
	Undo, Redo, Update bool // whether that is offered
	Studies            bool // a lesson of somebody else: there is no class here
}

func (m *Model) top() *top {
	t := &top{m: m, Saved: m.savedWords(), SavedClass: savedClass(m), Undo: m.can(0), Redo: m.can(1), Update: m.update}
	if m.ws != nil {
		t.Studies = m.studies()
		t.Screen = m.route.Screen
	}
	return t
}

// Render draws brand, screens and the state of saving.
func (t *top) Render() app.UI {
	return app.Header().Class("top").Body(
		app.A().Class("brand").Href("#/articles").Aria("label", "Claimlight, to the articles").Body(
			app.Text("Claim"), app.I().Text("light"),
		),
		app.Nav().Aria("label", "Screens").Body(
			app.Range(screens).Slice(func(i int) app.UI {
				a := app.A().Href(Route{Screen: screens[i].id}.hash()).Text(screens[i].name).Hidden(t.Studies && screens[i].id == screenClass)
				if t.Screen == screens[i].id {
					a = a.Aria("current", "page")
				}
				return a
			}),
		),
		app.If(t.Update, func() app.UI {
			return app.Button().Class("chip", "news").Title("Your work is saved first").Text("New version: use it").OnClick(t.onUpdate)
		}),
		app.Span().ID("saved").Class("saved", t.SavedClass).Role("status").Body(app.Span().Text(t.Saved)),
		app.Button().ID("undo").Class("chip", "icon").Title("Undo (Ctrl+Z)").Aria("label", "Undo").Disabled(!t.Undo).OnClick(t.onUndo).Body(app.Span().Class("glyph", "undo")),
		app.Button().ID("redo").Class("chip", "icon").Title("Redo (Ctrl+Shift+Z)").Aria("label", "Redo").Disabled(!t.Redo).OnClick(t.onRedo).Body(app.Span().Class("glyph", "redo")),
		app.Button().ID("help-button").Class("chip", "icon").Title("Keyboard and help").Aria("label", "Keyboard and help").OnClick(t.onHelp).Body(
			app.Span().Class("key").Text("?"),
		),
	)
}

func (t *top) onUpdate(app.Context, app.Event) { t.m.applyUpdate() }
func (t *top) onUndo(app.Context, app.Event)   { t.m.undo() }
func (t *top) onRedo(app.Context, app.Event)   { t.m.redo() }
func (t *top) onHelp(app.Context, app.Event)   { t.m.toggleHelp(); t.m.touch() }

// can reports whether there is something to undo (0) or to redo (1).
func (m *Model) can(which int) bool {
	if m.ws == nil {
		return false
	}
	undo, redo := m.ws.Depth()
	return [2]int{undo, redo}[which] > 0
}

func savedClass(m *Model) string {
	if m.ws == nil || m.still {
		return "none"
	}
	switch m.saving() {
	case store.Failed, store.Stopped:
		return "bad"
	case store.Saving:
		return "busy"
	}
	return "good"
}

// saving is how the work on the screen stands with the store. It is asked
// anew for each drawing, so that a mark and the word that it is saved are
// never seen together before they are true.
func (m *Model) saving() store.State {
	s := m.ws.Status().State
	switch {
	case m.ports.Trouble != nil:
		return store.Stopped
	case s == store.AllSaved && m.draft != nil:
		return store.Saving
	}
	return s
}

// savedWords is the truth about the saving.
func (m *Model) savedWords() string {
	if m.ws == nil || m.still {
		return ""
	}
	switch m.saving() {
	case store.Saving:
		return "Saving…"
	case store.AllSaved:
		return "Saved in this browser"
	}
	if m.ports.Trouble != nil {
		return "Not saved: this browser keeps nothing here. Save a file (Ctrl+S)"
	}
	return "Not saved: " + words(m.ws.Status().Err)
}

// toastView is the message at the foot of the screen.
type toastView struct {
	app.Compo
	m         *Model
	Text      string
	Place     string // the ID of an article
	Undo, Bad bool
}

// Render draws the message, if there is one.
func (v *toastView) Render() app.UI {
	class := ""
	if v.Bad {
		class = "bad"
	}
	return app.Div().Class("toasts").Role("status").Aria("live", "polite").Body(
		app.If(v.Text != "", func() app.UI {
			return app.Div().ID("toast").Class("toast", class).Body(
				app.Span().Text(v.Text),
				app.If(v.Undo, func() app.UI {
					return app.Button().ID("toast-undo").OnClick(v.onUndo).OnMouseDown(keepSelection).Body(app.Text("Undo "), app.Span().Class("key").Text("Ctrl Z"))
				}),
				app.If(v.Place != "", func() app.UI {
					return app.Button().ID("toast-place").OnClick(v.onPlace).OnMouseDown(keepSelection).Text("Look for their places")
				}),
				app.Button().Class("close").Aria("label", "Close the message").Text("×").OnClick(v.onClose).OnMouseDown(keepSelection),
			)
		}),
	)
}

func (v *toastView) onPlace(app.Context, app.Event) { v.m.placeAgain(article.ID(v.Place)) }

func (v *toastView) onUndo(app.Context, app.Event) { v.m.undo() }
func (v *toastView) onClose(app.Context, app.Event) {
	v.m.toast = Toast{}
	v.m.touch()
}

// dataOf is a data attribute of the element that a handler hangs on. Handlers
// are methods, not closures: go-app tells them apart by their code alone.
func dataOf(ctx app.Context, name string) string {
	v := ctx.JSSrc().Get("dataset").Get(name)
	if !v.Truthy() {
		return ""
	}
	return v.String()
}

// placeOf is the place in a list that an element is for, from its data attribute
// i; false if the list, which has so many by now, has no such place.
func placeOf(ctx app.Context, many int) (i int, ok bool) {
	i, err := strconv.Atoi(dataOf(ctx, "i"))
	return i, err == nil && i >= 0 && i < many
}
