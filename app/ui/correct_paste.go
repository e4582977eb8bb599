package ui

import (
	"context"
	"maps"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/workspace"
)

// pasted are the corrected texts that were begun to be written, by the article
// they are for. Each stays until it is used, since it may be long work.
type pasted map[article.ID]string

// follow keeps what was begun for a text that another has taken the place of.
func (all pasted) follow(e workspace.Event) {
	for of, text := range maps.Clone(all) {
		if now := successor(e.Before, e.After, of); now != "" && now != of {
			delete(all, of)
			all[now] = text
		}
	}
}

// correctedView is the sheet into which a corrected text is pasted, or from which
// it is chosen as a file.
type correctedView struct {
	app.Compo
	m   *Model
	Rev int
}

// openCorrected asks for a corrected text of an article.
func (m *Model) openCorrected(of article.ID) {
	m.details = of
	m.calm()
	m.openSheet(sheetCorrected, func() { m.ports.Page.SetValue("corrected-text", m.pasted[of]) })
}

// Render draws the sheet while it is open.
func (v *correctedView) Render() app.UI {
	m := v.m
	a := m.project().Article(m.details)
	if m.sheet != sheetCorrected || a == nil {
		return app.Div().Hidden(true)
	}
	compare := "Compare the texts"
	if m.comparing {
		compare = "Comparing…"
	}
	return m.sheetFrame(sheetCorrected).Body(
		app.H2().ID("corrected-head").Dir("auto").Text("A corrected text of “"+short(a.Meta.Title)+"”"),
		app.P().Text("Paste the whole text as it should be, or choose a file with it. Before anything is changed, you see what becomes of each mark."),
		m.refusal(),
		app.Label().Class("field").Body(
			app.Span().Text("The corrected text, one paragraph a line"),
			app.Textarea().ID("corrected-text").Rows(12).Dir("auto").AutoFocus(true).OnKeyDown(v.onKey),
		),
		app.Div().Class("buttons").Body(
			app.Button().ID("corrected-ok").Class("button").Disabled(m.comparing).Text(compare).OnClick(v.onOK),
			app.Button().ID("corrected-cancel").Class("button", "quiet").Text("Cancel").OnClick(v.onCancel),
			app.Button().ID("corrected-pick").Class("button", "quiet").Disabled(m.comparing).Text("Choose a file…").OnClick(v.onPick),
			app.Button().ID("corrected-start").Class("button", "quiet").Title("Puts the present text into the field, to be changed there").Text("Start from the text as it is").OnClick(v.onStart),
		),
	)
}

func (v *correctedView) onPick(app.Context, app.Event) {
	v.m.calm()
	v.m.pickCorrection(v.m.details)
}

// onStart puts the present text into the field, unless something is there that
// would be lost.
func (v *correctedView) onStart(app.Context, app.Event) {
	m := v.m
	m.calm()
	a := m.project().Article(m.details)
	switch {
	case a == nil:
	case strings.TrimSpace(m.ports.Page.Value("corrected-text")) != "":
		m.fail(problem.Newf("not-empty", "Empty it first if you want to start from the text as it is.", "There is a text in the field already."))
	default:
		m.ports.Page.SetValue("corrected-text", a.Text)
		m.ports.Page.Focus("corrected-text")
	}
}

// onKey compares with Ctrl+Enter; Enter alone begins a line.
func (v *correctedView) onKey(ctx app.Context, e app.Event) {
	if e.Get("key").String() == "Enter" && (e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool()) {
		e.PreventDefault()
		v.onOK(ctx, e)
	}
}

func (v *correctedView) onOK(app.Context, app.Event) {
	m := v.m
	if m.comparing {
		return
	}
	m.calm()
	text := m.ports.Page.Value("corrected-text")
	if strings.TrimSpace(text) == "" {
		m.fail(problem.Newf("empty", "Paste the corrected text, or choose a file with it.", "There is no text yet."))
		return
	}
	m.comparing = true
	of := m.details
	m.ctx.Async(func() { m.readCorrection(of, textFile(text)) })
}

func (v *correctedView) onCancel(app.Context, app.Event) { v.m.closeSheet() }

// pastedFile is what a text is called that came from no file.
const pastedFile = "pasted.txt"

// textFile is a text as a file, for those who read files.
func textFile(text string) File {
	return File{Name: pastedFile, Size: int64(len(text)), Read: func(context.Context) ([]byte, error) { return []byte(text), nil }}
}
