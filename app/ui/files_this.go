package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/exchange"
	"claimlight/app/project"
)

// thisProject is the open project: its name, who works on it, and the files
// it can be saved as.
type thisProject struct {
	app.Compo
	typing
	Rev int
}

// Render draws the part.
func (v *thisProject) Render() app.UI {
	m := v.m
	p := m.project()
	out := m.leftOut()
	return part("this", "This project",
		labeled("Name of the project", v.input(field{kind: kindProject, part: "name"})),
		app.Div().Class("pair").Body(
			labeled("Your name", v.input(field{kind: kindPerson, part: "name"}).Aria("describedby", "name-note")),
			labeled("Your nickname", v.input(field{kind: kindPerson, part: "nickname"}).Aria("describedby", "name-note")),
		),
		app.P().ID("name-note").Class("hint").Text("Both go into every file you save here, so that others see whose marks these are. Leave them empty to stay unnamed."),
		app.Div().Class("backup").Body(
			app.Button().ID("save-file").Class("button").Title("Ctrl+S").OnClick(v.onSave).Body(app.Text("Save a file "), app.Span().Class("key").Text("Ctrl S")),
			app.Span().ID("backup").Class("aside").Text(backupWords(m.ports.Prefs.Get("backup:"+p.Info().ID), m.ports.Now().Local())),
		),
		app.H3().Text("Take it out as"),
		app.Ul().Class("formats").Body(app.Range(exchange.Native).Slice(func(i int) app.UI {
			f := exchange.Native[i]
			return app.If(f.Encode != nil, func() app.UI {
				return v.way("export-"+f.ID, f.ID, f.Name, f.About, out[i], v.onExport)
			})
		}), v.way("save-page", "", "Save as one page", pageWords, "About 4 MB.", v.onPage)),
		app.If(m.hasPorter(), func() app.UI {
			return app.Button().ID("export-more").Class("button", "quiet").Text("For other programs…").OnClick(v.onMore)
		}),
	)
}

const pageWords = "The program and the project in one HTML file: a double click opens it, with no server and no network. Whoever opens it starts on it as somebody new, and sees the marks that are in it. What belongs to a class is left out; to hand out a task, make a lesson of it."

// way is a file that the project can be saved as.
func (v *thisProject) way(id, format, name, about, aside string, on app.EventHandler) app.UI {
	return app.Li().Body(
		app.Button().ID(id).Class("button", "quiet").DataSet("format", format).Text(name).OnClick(on),
		app.P().Body(app.Text(about+" "), app.Span().Class("aside").Text(aside)),
	)
}

func (v *thisProject) onPage(app.Context, app.Event) { v.m.savePage() }

func (v *thisProject) onMore(app.Context, app.Event) { v.m.offer() }

func (v *thisProject) onSave(app.Context, app.Event) { v.m.saveFile(); v.m.touch() }

func (v *thisProject) onExport(ctx app.Context, _ app.Event) {
	if f, ok := exchange.Native.ByID(dataOf(ctx, "format")); ok {
		v.m.exportAs(f)
		v.m.touch()
	}
}

// leftOut is what each format leaves out of the project as it is now, found
// once for each state of the project.
func (m *Model) leftOut() []string {
	p := m.project()
	if m.files.losses == nil || m.files.counted != p {
		m.files.counted, m.files.losses = p, leftOutOf(p)
	}
	return m.files.losses
}

func leftOutOf(p project.Project) []string {
	out := make([]string, len(exchange.Native))
	for i, f := range exchange.Native {
		if f.Losses != nil {
			out[i] = leavesOut(f.Losses(p))
		}
	}
	return out
}
