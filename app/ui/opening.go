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
	ws, err := workspace.Open(ctx, st, workspace.Env{
		Now: m.ports.Now, Mint: m.ports.Mint,
		Written: func(seq int64) { tabs.Announce(seq) },
		Rested:  func() { m.dispatch(func() { m.relist(ws) }) },
	})
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
		if off := project.Misplaced(ws.Project()); len(off) > 0 {
			m.tell(Toast{Text: plural(len(off), "mark does", "marks do") + " not stand on the words written down for it, such as “" + short(off[0].Quote()) + "”. Nothing was changed; set it right, or remove it.", Bad: true})
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
			m.dispatch(func() {
				if !m.putBy(old) {
					err = onlyHere(err)
				}
				m.fail(err)
			})
		} else {
			m.dispatch(func() { m.relist(old) })
		}
		old.Close()
		tabs.Close()
	}()
}

// relist mends a project's row in the list where it lags behind. It is a
// write of its own, and so is left until nothing else is to be written.
func (m *Model) relist(ws *workspace.Workspace) {
	i := slices.IndexFunc(m.projects, func(e store.Entry) bool { return e.ID == ws.Project().Info().ID })
	if i < 0 {
		return
	}
	row, differs := described(m.projects[i], ws.Project(), ws.Status().At)
	if !differs {
		return
	}
	m.ctx.Async(func() {
		if m.ports.Library.Describe(context.Background(), row) != nil {
			return // nobody's work is in it: it is tried again after the next change
		}
		m.dispatch(func() {
			for i := range m.projects {
				if m.projects[i].ID == row.ID {
					m.projects[i] = row
				}
			}
		})
	})
}

// described is the row of a project that was written last at the time given
// (zero: not by this tab), and whether it differs from the one there is.
func described(row store.Entry, p project.Project, written time.Time) (store.Entry, bool) {
	modified := row.Modified
	if written.After(modified) {
		modified = written
	}
	now := store.EntryOf(p, modified)
	return now, now.Name != row.Name || now.Articles != row.Articles || now.Annotations != row.Annotations || !modified.Equal(row.Modified)
}

// stands follows how the saving stands, from the saver's goroutine. Once all
// is saved, nothing needs to be put by.
func (m *Model) stands(ws *workspace.Workspace, s store.Status) {
	m.dispatch(func() {
		if s.State == store.AllSaved {
			m.dropPutBy(ws)
		}
	})
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
