package ui

import (
	"context"
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/exchange"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/store"
)

// projectsView is the list of the projects in this browser.
type projectsView struct {
	app.Compo
	m   *Model
	Rev int
}

// Render draws the part.
func (v *projectsView) Render() app.UI {
	m := v.m
	list := m.projects
	return part("projects", "Projects in this browser",
		app.Div().Role("list").Class("projects").Body(app.Range(list).Slice(func(i int) app.UI {
			return &projectRow{m: m, ID: list[i].ID, Rev: m.rev}
		})),
		app.Div().Class("acts").Body(
			labeled("Name of a new project", app.Input().ID("new-project").Type("text").Dir("auto").AutoComplete(false).OnKeyDown(v.onKey)),
			app.Button().ID("new-empty").Class("button", "quiet").Text("New empty project").OnClick(v.onEmpty),
			app.Button().ID("new-five").Class("button", "quiet").Hidden(m.ports.Articles == nil).Text("New project with the five reports").OnClick(v.onFive),
		),
	)
}

func (v *projectsView) onKey(ctx app.Context, e app.Event) {
	if entered(e) {
		v.onEmpty(ctx, e)
	}
}

func (v *projectsView) onEmpty(app.Context, app.Event) { v.begin("My project", false) }
func (v *projectsView) onFive(app.Context, app.Event)  { v.begin("Five reports, one event", true) }

// begin makes a project and opens it; without a name it gets the usual one.
func (v *projectsView) begin(usual string, articles bool) {
	m := v.m
	m.settle()
	name := m.ports.Page.Value("new-project")
	if len(lines(name)) == 0 {
		name = usual
	}
	m.ports.Page.SetValue("new-project", "")
	m.ctx.Async(func() {
		m.create(context.Background(), name, articles, "Opened the new project “"+short(name)+"”")
	})
}

// projectRow is one project in the list.
type projectRow struct {
	app.Compo
	m   *Model
	ID  string
	Rev int
}

// CompoID tells go-app which row is which when their order changes.
func (v *projectRow) CompoID() string { return v.ID }

// entry is the row's project; false if it is gone.
func (v *projectRow) entry() (store.Entry, bool) {
	i := slices.IndexFunc(v.m.projects, func(e store.Entry) bool { return e.ID == v.ID })
	if i < 0 {
		return store.Entry{}, false
	}
	e := v.m.projects[i]
	if p := v.m.project(); v.isOpen() { // the list may lag behind what is open
		e = store.EntryOf(p, e.Modified)
	}
	return e, true
}

func (v *projectRow) isOpen() bool { return v.m.project().Info().ID == v.ID }

// Render draws the row, and the question if it is to be deleted.
func (v *projectRow) Render() app.UI {
	e, ok := v.entry()
	if !ok {
		return app.Div().Hidden(true)
	}
	row := app.Section().Class("project").Role("listitem").DataSet("id", v.ID)
	if v.isOpen() {
		row = row.Aria("current", "true")
	}
	return row.Body(
		app.Div().Class("project-name").Body(
			app.B().Dir("auto").Text(e.Name),
			app.Span().Class("aside").Text(entryWords(e, v.isOpen(), v.m.ports.Now().Local())),
		),
		app.If(v.m.files.deleting != v.ID, func() app.UI {
			return app.Div().Class("acts").Body(
				app.If(!v.isOpen(), func() app.UI {
					return app.Button().ID("open-"+v.ID).Class("button", "quiet").Aria("label", "Open “"+e.Name+"”").Text("Open").OnClick(v.onOpen)
				}),
				app.Button().ID("remove-"+v.ID).Class("link", "danger").Aria("label", "Delete “"+e.Name+"”").Text("Delete").OnClick(v.onAsk),
			)
		}).Else(func() app.UI { return v.question(e) }),
	)
}

// entryWords is what is known of a project, in one line.
func entryWords(e store.Entry, open bool, now time.Time) string {
	s := ""
	if e.Nickname != "" {
		s = "of " + e.Nickname + " · "
	}
	s += plural(e.Articles, "article", "articles") + ", " + plural(e.Annotations, "mark", "marks") + " · changed " + ago(e.Modified, now)
	if open {
		s = "open now · " + s
	}
	return s
}

// question is what stands in the row before a project goes for good.
func (v *projectRow) question(e store.Entry) app.UI {
	return app.Div().Class("ask").Role("alertdialog").Aria("label", "Delete for good?").Body(
		app.P().ID("ask-"+v.ID).Text(deleteWords(e, v.m.files.marks, v.isOpen())),
		app.Div().Class("acts").Body(
			app.Button().ID("keep-"+v.ID).Class("button").Aria("describedby", "ask-"+v.ID).Text("Keep").OnClick(v.onKeep),
			app.Button().ID("file-"+v.ID).Class("button", "quiet").Text("Save a file first").OnClick(v.onFile),
			app.Button().ID("delete-"+v.ID).Class("button", "quiet", "danger").Text("Yes, delete").OnClick(v.onDelete),
		),
	)
}

// deleteWords says what goes when a project is deleted; marks are how many it
// has, negative while that is not known.
func deleteWords(e store.Entry, marks int, open bool) string {
	count := "All marks"
	if marks >= 0 {
		count = plural(marks, "mark", "marks")
	}
	s := "Delete for good? " + count + " on " + plural(e.Articles, "article", "articles") + " would go. This cannot be undone."
	if open {
		s += " It is open now; another project will be opened in its place."
	}
	return s
}

func (v *projectRow) onOpen(app.Context, app.Event) { v.m.switchTo(v.ID, nil) }

func (v *projectRow) onAsk(app.Context, app.Event) {
	m, id := v.m, v.ID
	m.files.deleting, m.files.marks = id, -1
	m.tags.focus = "keep-" + id
	if v.isOpen() {
		m.files.marks = m.project().Annotations.Len()
	} else {
		m.ctx.Async(func() { m.count(context.Background(), id) })
	}
	m.touch()
}

// count counts the marks of a project that is asked about and not open: its row in
// the list is written later than its marks, and by a browser that was killed not
// at all. What cannot be read is not counted.
func (m *Model) count(ctx context.Context, id string) {
	p, err := stored(ctx, m.ports.Library, id, func(int, int) error { return m.breathe(ctx) })
	if err != nil {
		return
	}
	m.dispatch(func() {
		if m.files.deleting == id {
			m.files.marks = p.Annotations.Len()
		}
		m.mendRow(p, time.Time{})
	})
}

func (v *projectRow) onKeep(app.Context, app.Event) {
	v.m.files.deleting = ""
	v.m.tags.focus = "remove-" + v.ID
	v.m.touch()
}

func (v *projectRow) onFile(app.Context, app.Event) {
	m, id := v.m, v.ID
	if v.isOpen() {
		m.saveFile()
		m.touch()
		return
	}
	m.ctx.Async(func() { m.saveStored(context.Background(), id) })
}

// saveStored saves a project that is not open as a file.
func (m *Model) saveStored(ctx context.Context, id string) {
	read := func(ctx context.Context, pace project.Pace) (project.Project, error) {
		return stored(ctx, m.ports.Library, id, pace)
	}
	m.export(ctx, exchange.W3C, read, func(name string, _ []exchange.Loss) {
		m.ports.Prefs.Set("backup:"+id, m.ports.Now().UTC().Format(time.RFC3339))
		m.tell(Toast{Text: "Saved as " + name})
	})
}

// stored reads a project out of the library without opening it on the screen.
func stored(ctx context.Context, l store.Library, id string, pace project.Pace) (project.Project, error) {
	st, err := l.Open(ctx, id)
	if err != nil {
		return project.Project{}, err
	}
	defer st.Close()
	saved, err := st.Load(ctx, pace)
	if err != nil {
		return project.Project{}, err
	}
	return saved.Project()
}

// onDelete deletes the project. If it is open, another one is opened first.
func (v *projectRow) onDelete(app.Context, app.Event) {
	m, id := v.m, v.ID
	m.files.deleting = ""
	if !v.isOpen() {
		m.ctx.Async(func() { m.deleteProject(context.Background(), id) })
		return
	}
	m.settle()
	next, ws := otherThan(m.projects, id), m.ws
	m.ctx.Async(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = ws.Flush(ctx) // so that nothing is written behind the deletion; it goes anyway
		if next == "" {
			m.create(context.Background(), "My project", false, "")
		} else if st, err := m.ports.Library.Open(ctx, next); err == nil {
			m.use(context.Background(), st)
		}
		m.dispatch(func() {
			if m.project().Info().ID == id {
				m.fail(problem.Newf("open", "Open another project first, then delete this one.", "The project was not deleted, because no other one could be opened."))
				return
			}
			m.ctx.Async(func() { m.deleteProject(context.Background(), id) })
		})
	})
}

// otherThan is the ID of the project changed last that is not this one, ""
// if there is none.
func otherThan(list []store.Entry, id string) string {
	for _, e := range list {
		if e.ID != id {
			return e.ID
		}
	}
	return ""
}

// deleteProject deletes a project that is not open.
func (m *Model) deleteProject(ctx context.Context, id string) {
	i := slices.IndexFunc(m.projects, func(e store.Entry) bool { return e.ID == id })
	name := "the project"
	if i >= 0 {
		name = "“" + short(m.projects[i].Name) + "”"
	}
	err := m.ports.Library.Remove(ctx, id)
	entries, listErr := m.ports.Library.List(ctx)
	m.dispatch(func() {
		if err != nil {
			m.fail(err)
			return
		}
		m.listed(entries, listErr)
		m.forgetPlaces(id)
		m.tell(Toast{Text: "Deleted " + name})
	})
}
