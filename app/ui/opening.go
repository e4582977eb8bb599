package ui

import (
	"context"
	"slices"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/store"
	"claimlight/app/workspace"
)

// openLast opens the project that was open last, or the newest one, or makes
// the first one from the articles that the program comes with. Where a newer
// program has been, nothing is opened: what it wrote is not ours to change.
func (m *Model) openLast(ctx context.Context) {
	if problem.Code(m.ports.Trouble) == "newer-schema" {
		m.refuse(m.ports.Trouble)
		return
	}
	entries, err := m.ports.Library.List(ctx)
	if err != nil {
		m.refuse(err)
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

// refuse says why a project was not opened: on the whole screen if there is
// no other.
func (m *Model) refuse(err error) {
	m.dispatch(func() {
		m.trouble = err
		if m.ws != nil {
			m.fail(err)
		}
		m.ports.Page.SetRoot("ready", "1")
	})
}

// create makes a project and opens it; with the five articles it comes with,
// or empty.
func (m *Model) create(ctx context.Context, name string, articles bool) {
	var list []*article.Article
	if articles {
		var err error
		if list, err = m.ports.Articles(ctx); err != nil {
			m.refuse(err)
			return
		}
	}
	s := project.Stamp{Who: annotation.PersonID(m.ports.Mint()), When: m.ports.Now(), Mint: m.ports.Mint}
	m.adopt(ctx, project.New(name, list, s))
}

// adopt puts a whole project into the library and opens it. Where there is no
// room for it, it lives in memory, and the status line says so.
func (m *Model) adopt(ctx context.Context, p project.Project) {
	st, err := m.ports.Library.Create(ctx, p)
	if err != nil {
		m.refuse(err)
		return
	}
	m.use(ctx, st)
}

func (m *Model) open(ctx context.Context, id string) {
	st, err := m.ports.Library.Open(ctx, id)
	if err != nil {
		m.refuse(err)
		return
	}
	m.use(ctx, st)
}

// use makes the project of a store the one on the screen.
func (m *Model) use(ctx context.Context, st store.Store) {
	var ws *workspace.Workspace
	var tabs Tabs
	written := func(seq int64) { m.written(ws, tabs, seq) }
	ws, err := workspace.Open(ctx, st, workspace.Env{Now: m.ports.Now, Mint: m.ports.Mint, Written: written})
	if ws == nil {
		m.refuse(err)
		return
	}
	tabs = m.ports.Tabs(ws.Project().Info().ID)
	lost := m.takeUp(ctx, ws)
	entries, _ := m.ports.Library.List(ctx)
	m.dispatch(func() {
		m.leave()
		m.ws, m.tabs, m.projects, m.trouble = ws, tabs, entries, nil
		if err != nil {
			m.fail(err)
		}
		if lost > 0 {
			m.tell(Toast{Text: "Not kept from the last time: " + plural(lost, "change", "changes") + " that another tab had overtaken.", Bad: true})
		}
		m.ports.Prefs.Set("project", ws.Project().Info().ID)
		tabs.OnAnnounce(func(int64) { ws.CatchUp() })
		ws.Subscribe(func(e workspace.Event) { m.changed(ws, e) })
		ws.OnStatus(func(s store.Status) { m.stands(ws, s) })
		m.enter()
		m.ports.Page.SetRoot("ready", "1")
		m.ctx.Async(m.askToPersist)
	})
}

// askToPersist asks the browser to keep what is stored for good. It may put
// the question to the person, so that nothing waits for the answer.
func (m *Model) askToPersist() {
	granted, _ := m.ports.Shell.PersistStorage(context.Background())
	m.dispatch(func() { m.persisted = granted })
}

// leave lets go of the project that is open, once all of it is saved. What
// cannot be saved is put by for the next time.
func (m *Model) leave() {
	if m.ws == nil {
		return
	}
	m.settle()
	old, tabs := m.ws, m.tabs
	m.ws, m.desk, m.painter.Selected = nil, desk{}, ""
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := old.Flush(ctx); err != nil {
			m.putBy(old)
			m.dispatch(func() { m.fail(err) })
		}
		old.Close()
		tabs.Close()
	}()
}

// written is called after each durable write, on the saver's goroutine.
func (m *Model) written(ws *workspace.Workspace, tabs Tabs, seq int64) {
	tabs.Announce(seq)
	_ = m.ports.Library.Describe(context.Background(), store.EntryOf(ws.Project(), m.ports.Now()))
}

// stands follows how the saving stands. Once all is saved, nothing needs to
// be put by.
func (m *Model) stands(ws *workspace.Workspace, s store.Status) {
	if s.State == store.AllSaved {
		m.dropPutBy(ws)
	}
	if ws == m.ws {
		m.dispatch(func() {})
	}
}

// applyUpdate changes to the new version once everything is saved; where that
// fails, the present one stays.
func (m *Model) applyUpdate() {
	m.settle()
	ws := m.ws
	if ws == nil {
		m.ports.Shell.ApplyUpdate()
		return
	}
	m.ctx.Async(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err := ws.Flush(ctx)
		m.dispatch(func() {
			if err != nil && m.Unsafe() {
				m.fail(err)
				return
			}
			m.ports.Shell.ApplyUpdate()
		})
	})
}
