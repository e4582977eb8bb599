package ui

import (
	"context"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/parcel"
	"claimlight/app/project"
	"claimlight/app/store"
)

// bringAs is what becomes of a project in a file. It is as somebody has set it,
// whichever project is open.
type bringAs int

const (
	intoThis    bringAs = iota // merged into the open one
	asMine                     // one of its own, to go on with
	asHandedOut                // one of its own, to start on, by someone else than who saved it
)

// bringView is where files come in, and what the last ones brought.
type bringView struct {
	app.Compo
	m   *Model
	Rev int
}

// Render draws the part.
func (v *bringView) Render() app.UI {
	m := v.m
	return part("bring", "Bring in",
		app.P().Text(m.kinds("Texts (plain text, Markdown, web pages, Word, EPUB, tables), Claimlight projects, and marks from other programs")+". You can also drop files anywhere on this page. You see what was read before it goes in."),
		app.Div().Class("field").Role("radiogroup").Aria("label", "When a file holds a project").Body(
			app.Span().Aria("hidden", "true").Text("When a file holds a project"),
			app.Label().Class("check").Body(app.Input().ID("bring-merge").Type("radio").Name("bring").Checked(m.bringAs == intoThis).OnChange(v.onMerge), app.Span().Text("Merge into this project")),
			app.Label().Class("check").Body(app.Input().ID("bring-own").Type("radio").Name("bring").Checked(m.bringAs == asMine).OnChange(v.onOwn), app.Span().Text("Open as a project of its own: my work, to go on with")),
			app.Label().Class("check").Body(app.Input().ID("bring-new").Type("radio").Name("bring").Checked(m.bringAs == asHandedOut).OnChange(v.onNew), app.Span().Text("Open as a project of its own: handed out to me, to start on")),
		),
		app.Button().ID("pick-files").Class("button").Text("Choose files…").OnClick(v.onPick),
		app.If(m.files.twin != nil, func() app.UI { return v.twin() }),
		app.If(m.last != nil, func() app.UI { return m.lastReport() }),
	)
}

func (v *bringView) onMerge(app.Context, app.Event) { v.choose(intoThis) }
func (v *bringView) onOwn(app.Context, app.Event)   { v.choose(asMine) }
func (v *bringView) onNew(app.Context, app.Event)   { v.choose(asHandedOut) }

func (v *bringView) choose(as bringAs) { v.m.bringAs = as; v.m.touch() }

func (v *bringView) onPick(app.Context, app.Event) {
	m := v.m
	m.settle()
	take, as := m.takeFiles, m.bringAs
	if as != intoThis {
		take = func(files []File) { m.takeOwn(files, as) }
	}
	m.ports.Files.Pick("", true, func(files []File) {
		m.ctx.Async(func() { take(files) }) // reading waits for the browser, which waits for us here
	})
}

// takeOwn reads files, off the UI goroutine, and opens the project in them as
// one of its own. What is not a whole project goes into the open one.
func (m *Model) takeOwn(files []File, as bringAs) {
	ctx, j := m.begin(context.Background(), "Bringing in "+plural(len(files), "file", "files"), true)
	took, err := m.readFiles(ctx, files, m.pace(ctx, j))
	if err != nil {
		m.join(ctx, j, intake{}, err, nil) // which says so
		return
	}
	whole := slices.IndexFunc(took.read, func(one arrival) bool { return one.project.Info().ID != "" })
	var then func()
	if whole >= 0 {
		own := took.read[whole]
		took.read = slices.Delete(took.read, whole, whole+1)
		took.problems = append(took.problems, own.Problems...)
		then = func() { m.openOwn(own.project, as) }
	}
	m.unpack(ctx, j, took, then, m.pace(ctx, j))
}

// openOwn opens a project from a file, unless it is here already.
func (m *Model) openOwn(p project.Project, as bringAs) {
	if m.isHere(p.Info().ID) {
		m.files.twin = &p
		m.touch()
		return
	}
	if as == asHandedOut {
		p = project.HandedOut(p, m.ws.Stamp())
	}
	m.openAsProject(p)
}

// showOwn shows what a project would bring into the open one.
func (m *Model) showOwn(p project.Project) {
	ctx, j := m.begin(context.Background(), "Comparing the projects", true)
	own := arrival{Item: parcel.Item{File: p.Info().Name, Format: exchange.W3C.Name, Marks: true}, project: p}
	m.ctx.Async(func() { m.unpack(ctx, j, intake{read: []arrival{own}}, nil, m.pace(ctx, j)) })
}

// isHere reports whether this browser has a project with the ID.
func (m *Model) isHere(id string) bool {
	return slices.ContainsFunc(m.projects, func(e store.Entry) bool { return e.ID == id })
}

// twin asks what to do with a project that is here already.
func (v *bringView) twin() app.UI {
	p := v.m.files.twin
	open := p.Info().ID == v.m.project().Info().ID
	about := "This browser has that project already, perhaps in another state."
	if open {
		about = "That project is the one that is open now, perhaps in another state."
	}
	return app.Div().ID("twin").Class("ask").Role("group").Aria("label", "The project is here already").Body(
		app.P().Body(app.B().Dir("auto").Text("“"+p.Info().Name+"” "), app.Text(about)),
		app.Div().Class("acts").Body(
			app.Button().ID("twin-merge").Class("button").Text("Merge the file into it").OnClick(v.onTwinMerge),
			app.If(!open, func() app.UI {
				return app.Button().ID("twin-open").Class("button", "quiet").Text("Open the one that is here").OnClick(v.onTwinOpen)
			}),
			app.Button().ID("twin-leave").Class("button", "quiet").Text("Leave it").OnClick(v.onTwinLeave),
		),
	)
}

func (v *bringView) onTwinLeave(app.Context, app.Event) { v.m.files.twin = nil; v.m.touch() }

func (v *bringView) onTwinOpen(app.Context, app.Event) {
	id := v.m.files.twin.Info().ID
	v.m.files.twin = nil
	v.m.switchTo(id, nil)
}

func (v *bringView) onTwinMerge(app.Context, app.Event) {
	m, p := v.m, *v.m.files.twin
	m.files.twin = nil
	m.switchTo(p.Info().ID, func() { m.showOwn(p) })
}

// switchTo opens another project of this browser, and then does something
// with it. If it cannot be opened, the present one stays.
func (m *Model) switchTo(id string, then func()) {
	if id == m.project().Info().ID {
		if then != nil {
			then()
		}
		m.touch()
		return
	}
	m.settle()
	m.ctx.Async(func() {
		ctx := context.Background()
		st, err := m.ports.Library.Open(ctx, id)
		if err != nil {
			m.dispatch(func() { m.fail(err) })
			return
		}
		m.use(ctx, st)
		m.dispatch(func() {
			if m.project().Info().ID == id && then != nil {
				then()
			}
		})
	})
}

// lastReport is what the last import did, as a list to read.
func (m *Model) lastReport() app.UI {
	r := m.last
	return app.Div().ID("report").Class("report").Body(
		app.H3().Text("The last import"),
		app.If(len(r.done)+len(r.conflicts)+len(r.problems) == 0, func() app.UI {
			return app.P().Text("Nothing came in: all of it was here already.")
		}),
		reportList("Done", "good", r.done),
		app.If(len(r.strays) > 0, m.strayList),
		reportList(plural(len(r.conflicts), "difference", "differences"), "warn", conflictList(r.conflicts)),
		reportList(plural(len(r.problems), "problem", "problems"), "bad", r.problems),
	)
}

// strayList says which marks came in on earlier texts, and offers to look for
// their places.
func (m *Model) strayList() app.UI {
	all := m.last.strays
	return app.Div().ID("strays").Class("report-part", "warn").Body(
		app.H4().Text("Without a place yet"),
		app.Ul().Body(app.Range(all[:min(len(all), listed)]).Slice(func(i int) app.UI {
			return app.Li().Dir("auto").Body(
				app.Text(m.strayWords(all[i])+". "),
				app.Button().Class("button", "quiet").DataSet("id", string(all[i].of)).Disabled(m.comparing).Text("Look for their places").OnClick(m.onStray),
			)
		})),
		app.P().Class("hint").Hidden(len(all) <= listed).Text("And "+plural(len(all)-listed, "more article", "more articles")+". Each says in the list of articles how many marks have no place in it."),
	)
}

func (m *Model) onStray(ctx app.Context, _ app.Event) { m.placeAgain(article.ID(dataOf(ctx, "id"))) }

func conflictList(conflicts []project.Conflict) []string {
	var out []string
	for _, c := range conflicts {
		out = append(out, conflictWords(c))
	}
	return out
}

// listed is how many lines of a report are shown at first.
const listed = 50

// reportList is a part of a report: lines under a heading.
func reportList(title, class string, all []string) app.UI {
	return app.If(len(all) > 0, func() app.UI {
		return app.Div().Class("report-part", class).Body(app.H4().Text(title), &lineList{First: listed, Texts: all})
	})
}
