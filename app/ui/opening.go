package ui

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/store"
	"claimlight/app/workspace"
)

// firstProject is what the project is called with which everybody begins.
const firstProject = "Five reports, one event"

// launch is how the model stands before it is on the screen.
type launch struct {
	live    bool // the root is mounted
	mu      sync.Mutex
	waiting []func()       // what is to be done once it is
	newborn *store.Newborn // the store of the first project, if that was made in this run
	bornAs  *workspace.Workspace
	early   []File     // that came before a project was open
	shown   article.ID // what the reader sees before there is a screen
	opening *job       // the last project that was begun to be opened
	still   bool       // a picture of the first screen, with nobody at work
	kept    string     // what becomes of what was done meanwhile, where no project could be opened
}

// Prepare opens the project before anything is drawn, so that what the page
// shows from the start stays there until the first drawing takes its place
// whole. It waits for the database, and comes before the UI goroutine.
func (m *Model) Prepare(ctx context.Context) {
	m.route = parseRoute(m.ports.Page.Hash())
	var last string
	last, m.shown = m.ports.Shown()
	m.openLast(ctx, last)
	if m.ws == nil {
		m.kept = m.ports.GiveUp()
		return
	}
	before := m.ports.StandIn()
	m.dispatch(func() { m.takeOver(before) })
}

// start is called once the root is mounted.
func (m *Model) start(ctx app.Context) {
	m.ctx = ctx
	m.ports.Page.OnHash(func() { m.dispatch(m.arrive) })
	m.applyReader()
	m.ports.Page.SetRoot("start", "over") // what stood in for the program is gone
	m.ports.Shell.OnUpdate(func() { m.dispatch(func() { m.update = true }) })
	m.ports.Shell.OnInstallable(func(bool) { m.dispatch(func() {}) })
	m.ports.Files.OnDrop(func(over bool) { m.dispatch(func() { m.dropping = over }) }, func(files []File) { m.takeFiles(files) })
	m.ports.Files.OnSent(func(files []File) { m.takeFiles(files) })
	m.mu.Lock()
	waiting := m.waiting
	m.live, m.waiting = true, nil
	m.mu.Unlock()
	// Behind the screens, which are mounted in this same queue.
	for _, f := range waiting {
		m.dispatch(f)
	}
	m.ctx.Dispatch(func(app.Context) { m.ports.Page.SetRoot("ready", "1") })
}

// dispatch runs f on the UI goroutine and draws what it changed; before there
// is one, as soon as there is.
func (m *Model) dispatch(f func()) {
	m.mu.Lock()
	if !m.live {
		m.waiting = append(m.waiting, f)
		m.mu.Unlock()
		return
	}
	m.mu.Unlock()
	m.ctx.Dispatch(func(app.Context) {
		f()
		m.touch()
	})
}

// openLast opens the project that is shown, whatever another tab has opened
// since, or else the one that was open last, or the newest one, or makes the
// first one from the articles that the program comes with. Where a newer program
// has been, nothing is opened: what it wrote is not ours to change.
func (m *Model) openLast(ctx context.Context, shown string) {
	if problem.Code(m.ports.Trouble) == "newer-schema" {
		m.refuse(m.ports.Trouble)
		return
	}
	if m.ports.Enclosed != nil {
		m.openEnclosed(ctx, m.ports.Enclosed)
		return
	}
	if packed, ok := linked(m.ports.Page.Hash()); ok && m.openLink(ctx, packed) {
		return
	}
	for _, id := range []string{shown, m.ports.Prefs.Get("project")} {
		if id == "" {
			continue
		}
		// Straight to it; the list of the others can wait.
		if st, err := m.ports.Library.Open(ctx, id); err == nil {
			m.use(ctx, st)
			return
		}
	}
	// Two tabs of a first visit have one project: who comes second opens it.
	release := sync.OnceFunc(m.ports.Alone())
	entries, err := m.ports.Library.List(ctx)
	switch {
	case err != nil:
		release()
		m.refuse(err)
	case len(entries) > 0:
		release()
		m.open(ctx, entries[0].ID)
	default:
		m.first(ctx, release)
	}
}

// first makes the first project of this browser, and calls tried after each
// attempt to keep it.
func (m *Model) first(ctx context.Context, tried func()) {
	p, err := m.made(ctx, firstProject, true)
	if err != nil {
		tried()
		m.refuse(err)
		return
	}
	m.use(ctx, store.Coming(p, func(ctx context.Context) (store.Store, error) {
		defer tried()
		return m.keep(ctx, p)
	}))
}

// bear opens a project that is new here, and does not wait until it is kept:
// there is no older work that this could be in the way of.
func (m *Model) bear(ctx context.Context, p project.Project) {
	m.use(ctx, store.Coming(p, func(ctx context.Context) (store.Store, error) { return m.keep(ctx, p) }))
}

// keep keeps a project that is new here.
func (m *Model) keep(ctx context.Context, p project.Project) (store.Store, error) {
	st, err := m.ports.Library.Create(ctx, p)
	if problem.Code(err) == "exists" { // the attempt that seemed to fail did not
		return m.ports.Library.Open(ctx, p.Info().ID)
	}
	return st, err
}

// refuse says why a project was not opened: on the whole screen if there is
// no other.
func (m *Model) refuse(err error) {
	if !m.live {
		m.trouble = err
	}
	m.dispatch(func() {
		m.trouble = err
		if m.ws != nil {
			m.fail(err)
		}
	})
}

// create makes a project and opens it; with the five articles it comes with,
// or empty. said is what is told then.
func (m *Model) create(ctx context.Context, name string, articles bool, said string) {
	p, err := m.made(ctx, name, articles)
	if err != nil {
		m.refuse(err)
		return
	}
	m.adopt(ctx, p, said)
}

func (m *Model) made(ctx context.Context, name string, articles bool) (p project.Project, err error) {
	var list []*article.Article
	if articles {
		if list, err = m.ports.Articles(ctx); err != nil {
			return p, err
		}
	}
	return project.New(name, list, m.stamp()), nil
}

// stamp is that of somebody who is new.
func (m *Model) stamp() project.Stamp {
	return project.Stamp{Who: annotation.PersonID(m.ports.Mint()), When: m.ports.Now(), Mint: m.ports.Mint}
}

// adopt puts a whole project into the library, opens it, and tells what was
// done in the words of said, if there are any.
func (m *Model) adopt(ctx context.Context, p project.Project, said string) {
	st, err := m.ports.Library.Create(ctx, p)
	if err != nil {
		m.refuse(err)
		return
	}
	m.use(ctx, st)
	m.dispatch(func() {
		if said != "" && m.project().Info().ID == p.Info().ID {
			m.tell(Toast{Text: said})
		}
	})
}

func (m *Model) open(ctx context.Context, id string) {
	st, err := m.ports.Library.Open(ctx, id)
	if err != nil {
		m.refuse(err)
		return
	}
	m.use(ctx, st)
}

// use makes the project of a store the one on the screen. Before there is a
// screen it is there at once.
func (m *Model) use(ctx context.Context, st store.Store) {
	var ws *workspace.Workspace
	var tabs Tabs
	opening, j := m.begin(ctx, "Opening the project", m.live) // stopped, the present one stays
	m.overtake(j)
	ws, err := workspace.Open(opening, st, workspace.Env{
		Now: m.ports.Now, Mint: m.ports.Mint, Breathe: m.ports.Breathe,
		Progress: func(done, total int) { m.shows(j, done, total) },
		Written:  func(seq int64) { tabs.Announce(seq) },
		Rested:   func() { m.dispatch(func() { m.relist(ws) }) },
	})
	m.dispatch(func() { m.end(j) })
	if ws == nil {
		st.Close()
		if wasStopped(err) {
			m.stayHere(ctx, j)
			return
		}
		m.refuse(err)
		return
	}
	if first, is := st.(*store.Newborn); is {
		m.newborn, m.bornAs = first, ws
	}
	tabs = m.ports.Tabs(ws.Project().Info().ID)
	lost := m.takeUp(ctx, ws)
	said := func() {
		if err != nil {
			m.fail(err)
		}
		m.tellWhatIsAmiss(ws, lost)
		m.ctx.Async(m.askToPersist)
	}
	if !m.live {
		m.listFirst(ctx, ws)
		m.take(ws, tabs)
		m.dispatch(said)
		return
	}
	entries, unlisted := m.ports.Library.List(ctx)
	m.dispatch(func() {
		if !m.counts(j) {
			ws.Close()
			tabs.Close()
			return
		}
		m.leave()
		m.listed(entries, unlisted)
		m.take(ws, tabs)
		said()
	})
}

// overtake makes j the opening that counts: the one before it, if that is still
// at work, would bring up its project under the hands of somebody who has gone on.
func (m *Model) overtake(j *job) {
	m.mu.Lock()
	before := m.opening
	m.opening = j
	m.mu.Unlock()
	if before != nil && before.stop != nil {
		before.stop()
	}
}

// counts reports whether no other project was begun to be opened after this.
func (m *Model) counts(j *job) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.opening == j
}

// stayHere ends an opening that was stopped. The project is in the list, also
// if it was only just made.
func (m *Model) stayHere(ctx context.Context, j *job) {
	entries, err := m.ports.Library.List(ctx)
	m.dispatch(func() {
		m.listed(entries, err)
		if m.counts(j) {
			m.tell(Toast{Text: "Stopped. The project was not opened; it is in the list."})
		}
	})
}

// take puts an open project on the desk.
func (m *Model) take(ws *workspace.Workspace, tabs Tabs) {
	m.ws, m.tabs, m.trouble = ws, tabs, nil
	m.ports.Prefs.Set("project", ws.Project().Info().ID)
	if m.studies() {
		m.ports.Prefs.Set(beganPref+classroom.LessonID(m.project()), m.project().Info().ID)
	}
	tabs.OnAnnounce(func(int64) { ws.CatchUp() })
	ws.Subscribe(func(e workspace.Event) { m.changed(ws, e) })
	ws.OnStatus(func(s store.Status) { m.stands(ws, s) })
	m.route = m.destination(m.ports.Page.Hash())
	if a := m.article(); !m.live && m.route.Screen == screenRead && a != nil {
		opened(ws, a) // at once, so that the first drawing is the one that stays
	}
	m.enter()
	if len(m.early) > 0 {
		m.dispatch(func() { m.takeEarly(nil) })
	}
}

// listFirst sees to the list of projects at the start. Only the screen that
// shows it waits for it.
func (m *Model) listFirst(ctx context.Context, ws *workspace.Workspace) {
	switch {
	case m.bornAs == ws:
		m.projects = []store.Entry{store.EntryOf(ws.Project(), m.ports.Now())}
	case m.route.Screen == screenFiles:
		m.listed(m.ports.Library.List(ctx))
	default:
		m.dispatch(func() {
			m.ctx.Async(func() {
				entries, err := m.ports.Library.List(context.Background())
				m.dispatch(func() {
					if m.ws == ws {
						m.listed(entries, err)
					}
				})
			})
		})
	}
}

// listed takes in the list of projects. One that cannot be read changes nothing:
// the projects are still there.
func (m *Model) listed(entries []store.Entry, err error) {
	if err == nil {
		m.projects = entries
	}
}

// tellWhatIsAmiss says what is not as it should be with a project that was
// opened. Looking at every mark may take a moment.
func (m *Model) tellWhatIsAmiss(ws *workspace.Workspace, lost int) {
	if lost > 0 {
		m.tell(Toast{Text: "Not kept from the last time: " + plural(lost, "change", "changes") + " that another tab had overtaken.", Bad: true})
	}
	m.ctx.Async(func() {
		off, _ := project.Misplaced(ws.Project(), func(int, int) error { return m.breathe(context.Background()) }) // nothing stops it
		if len(off) == 0 {
			return
		}
		m.dispatch(func() {
			if m.ws == ws {
				m.tell(Toast{Text: plural(len(off), "mark does", "marks do") + " not stand on the words written down for it, such as “" + short(off[0].Quote()) + "”. Nothing was changed; set it right, or remove it.", Bad: true})
			}
		})
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
	m.stopScrolling()
	old, tabs := m.ws, m.tabs
	undecided := m.arrivals != nil || len(m.comingUp) > 0
	m.ws, m.desk, m.painter.Selected = nil, desk{}, ""
	if undecided {
		m.fail(problem.Newf("moved", "Choose the files once more if you need them.", "Another project was opened, so what was waiting for a decision was not brought in."))
	}
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

// relist mends the row of a project that is open, or was, in the list where it
// lags behind. It is a write of its own, and so is left until nothing else is to
// be written.
func (m *Model) relist(ws *workspace.Workspace) { m.mendRow(ws.Project(), ws.Status().At) }

// mendRow mends the row of a project, which was written last at the time given
// (zero: not by this tab).
func (m *Model) mendRow(p project.Project, written time.Time) {
	i := slices.IndexFunc(m.projects, func(e store.Entry) bool { return e.ID == p.Info().ID })
	if i < 0 {
		return
	}
	row, differs := described(m.projects[i], p, written)
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
