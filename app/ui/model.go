package ui

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/store"
	"claimlight/app/workspace"
)

// Model is what is on the screen, and what the hands do to it. All of it is
// used on the UI goroutine only; what happens elsewhere comes in by dispatch.
//
// Components hold the Model and a revision: they are drawn again when the
// revision they are given differs from the one they have.
type Model struct {
	ports Ports
	ctx   app.Context
	rev   int
	// drawing is true while a drawing is asked for and has not begun.
	drawing bool

	ws       *workspace.Workspace
	tabs     Tabs
	projects []store.Entry
	trouble  error // why there is no project, or why nothing is kept

	status    store.Status
	persisted bool
	update    bool // a new version waits

	route  Route
	reader Reader
	keymap keymap
	help   bool

	// The reading room.
	painter  paint.Painter
	selected annotation.ID
	pending  span.Span        // what is selected and waits for a tag
	pen      annotation.TagID // tag first, then paint
	lastTag  annotation.TagID
	caret    *caret
	tapped   bool // pending came from tapping words
	moving   *moving
	draft    *draft
	repeats  *repeats

	toast    Toast
	toasts   int
	said     string // for the live region
	dropping bool
	paste    bool
	details  article.ID // whose details are being written down
	last     *report    // of the last import
	tags     tagsState
	files    filesState
}

// Toast is a short message at the foot of the screen. With Undo it offers to
// take back what was done last.
type Toast struct {
	Text string
	Undo bool
	Bad  bool
}

// NewModel returns a model that has no project yet; Open brings one.
func NewModel(p Ports) *Model {
	m := &Model{ports: p, trouble: p.Trouble}
	m.painter.Look = m.look
	m.reader = loadReader(p.Prefs)
	m.keymap = loadKeymap(p.Prefs)
	return m
}

// start is called once the root is mounted.
func (m *Model) start(ctx app.Context) {
	m.ctx = ctx
	m.route = parseRoute(app.Window().URL().Fragment)
	m.applyReader()
	m.ports.Shell.OnUpdate(func() { m.dispatch(func() { m.update = true }) })
	m.ports.Files.OnDrop(func(over bool) { m.dispatch(func() { m.dropping = over }) }, func(files []File) { m.takeFiles(files) })
	ctx.Async(func() { m.openLast(context.Background()) })
}

// dispatch runs f on the UI goroutine and draws what it changed.
func (m *Model) dispatch(f func()) {
	m.ctx.Dispatch(func(app.Context) {
		f()
		m.touch()
	})
}

// touch draws the screen again at the next frame.
func (m *Model) touch() {
	m.rev++
	if m.drawing {
		return
	}
	m.drawing = true
	m.ctx.Dispatch(func(ctx app.Context) {
		m.drawing = false
		ctx.Update()
		ctx.Defer(func(app.Context) { m.arrange() })
	})
}

// openLast opens the project that was open last, or the newest one, or makes
// the first one from the articles that the program comes with.
func (m *Model) openLast(ctx context.Context) {
	entries, err := m.ports.Library.List(ctx)
	if err != nil {
		m.dispatch(func() { m.trouble = err })
		return
	}
	id := m.ports.Prefs.Get("project")
	switch {
	case slices.ContainsFunc(entries, func(e store.Entry) bool { return e.ID == id }):
		m.open(ctx, id)
	case len(entries) > 0:
		m.open(ctx, entries[0].ID)
	default:
		m.create(ctx, "Five reports, one event", true)
	}
}

// create makes a project and opens it; with the five articles it comes with,
// or empty.
func (m *Model) create(ctx context.Context, name string, articles bool) {
	var list []*article.Article
	if articles {
		var err error
		if list, err = m.ports.Articles(ctx); err != nil {
			m.dispatch(func() { m.trouble = err })
			return
		}
	}
	s := project.Stamp{Who: annotation.PersonID(m.ports.Mint()), When: m.ports.Now(), Mint: m.ports.Mint}
	m.adopt(ctx, project.New(name, list, s))
}

// adopt puts a whole project into the library and opens it.
func (m *Model) adopt(ctx context.Context, p project.Project) {
	st, err := m.ports.Library.Create(ctx, p)
	if err != nil {
		m.dispatch(func() { m.fail(err) })
		return
	}
	m.use(ctx, st)
}

func (m *Model) open(ctx context.Context, id string) {
	st, err := m.ports.Library.Open(ctx, id)
	if err != nil {
		m.dispatch(func() { m.trouble = err })
		return
	}
	m.use(ctx, st)
}

// use makes the project of a store the one on the screen.
func (m *Model) use(ctx context.Context, st store.Store) {
	ws, err := workspace.Open(ctx, st, workspace.Env{Now: m.ports.Now, Mint: m.ports.Mint, Written: m.written})
	if ws == nil {
		m.dispatch(func() { m.trouble = err })
		return
	}
	granted, _ := m.ports.Shell.PersistStorage(ctx)
	entries, _ := m.ports.Library.List(ctx)
	m.dispatch(func() {
		m.leave()
		m.ws, m.projects, m.persisted = ws, entries, granted
		if err != nil {
			m.fail(err)
		}
		id := ws.Project().Info().ID
		m.ports.Prefs.Set("project", id)
		m.tabs = m.ports.Tabs(id)
		m.tabs.OnAnnounce(func(int64) { ws.CatchUp() })
		ws.Subscribe(m.changed)
		m.status = ws.Status()
		ws.OnStatus(func(s store.Status) { m.dispatch(func() { m.status = s }) })
		m.enter()
		m.ports.Page.SetRoot("ready", "1")
	})
}

// leave lets go of the project that is open.
func (m *Model) leave() {
	if m.ws == nil {
		return
	}
	m.settle()
	m.tabs.Close()
	old := m.ws
	m.ws = nil
	m.forget()
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = old.Flush(ctx)
		old.Close()
	}()
}

// written is called after each durable write, on the saver's goroutine.
func (m *Model) written(seq int64) {
	if m.tabs != nil {
		m.tabs.Announce(seq)
	}
	if ws := m.ws; ws != nil {
		p := ws.Project()
		i := p.Info()
		_ = m.ports.Library.Describe(context.Background(), store.Entry{
			ID: i.ID, Name: i.Name, Created: i.Created, Modified: m.ports.Now(), Articles: p.Articles.Len(), Annotations: p.Annotations.Len(),
		})
	}
}

// project is the open project; an empty one if there is none.
func (m *Model) project() project.Project {
	if m.ws == nil {
		return project.Project{}
	}
	return m.ws.Project()
}

// do runs a command for the user, and says so if it fails.
func (m *Model) do(label string, where project.Place, c workspace.Command) bool {
	if m.ws == nil {
		return false
	}
	if err := m.ws.Do(project.User, label, where, c); err != nil {
		m.fail(err)
		return false
	}
	return true
}

// changed follows the project: it repaints what a change touches. Changes of
// other tabs arrive on another goroutine.
func (m *Model) changed(e workspace.Event) {
	if !e.Remote && e.Lost == nil {
		m.follow(e)
		return
	}
	m.dispatch(func() {
		if e.Lost != nil {
			m.tell(Toast{Text: "Not kept, because another tab changed the same thing at that moment: " + e.Tx.Label, Bad: true})
			return
		}
		m.follow(e)
	})
}

func (m *Model) follow(e workspace.Event) {
	if m.selected != "" && e.After.Annotation(m.selected) == nil {
		m.selected = ""
		m.painter.Selected = ""
	}
	m.repaint(e)
	m.touch()
}

// tell shows a message for a while.
func (m *Model) tell(t Toast) {
	m.toast = t
	m.toasts++
	mine := m.toasts
	wait := 7 * time.Second
	if t.Bad {
		wait = 20 * time.Second
	}
	m.ctx.After(wait, func(app.Context) {
		if m.toasts == mine {
			m.toast = Toast{}
			m.touch()
		}
	})
	m.touch()
}

// fail shows an error in words.
func (m *Model) fail(err error) { m.tell(Toast{Text: words(err), Bad: true}) }

// say speaks to a screen reader without showing anything.
func (m *Model) say(s string) { m.said = s }

// Reader is how somebody likes to read; it stays as it is set.
type Reader struct {
	Size  int    `json:"size"`  // steps from -2 to 4
	Width int    `json:"width"` // 0 narrow, 1 normal, 2 wide
	Theme string `json:"theme"` // "", "light" or "dark"
	List  bool   `json:"list"`  // the list of articles is folded away
}

func loadReader(p Prefs) Reader {
	r := Reader{Width: 1}
	_ = json.Unmarshal([]byte(p.Get("reader")), &r) // nothing yet, or not ours: as it comes
	r.Size, r.Width = min(max(r.Size, -2), 4), min(max(r.Width, 0), 2)
	return r
}

// setReader changes how the text looks and keeps it.
func (m *Model) setReader(r Reader) {
	m.reader = r
	if data, err := json.Marshal(r); err == nil {
		m.ports.Prefs.Set("reader", string(data))
	}
	m.applyReader()
	m.touch()
}

func (m *Model) applyReader() {
	m.ports.Page.SetRoot("size", itoa(m.reader.Size))
	m.ports.Page.SetRoot("width", itoa(m.reader.Width))
	m.ports.Page.SetRoot("theme", m.reader.Theme)
}
