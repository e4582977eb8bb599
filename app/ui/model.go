package ui

import (
	"encoding/json"
	"sync"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/paint"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/store"
	"claimlight/app/workspace"
)

// Model is what is on the screen, and what the hands do to it. It is used on
// the UI goroutine, and in callbacks of the browser, which run while that is
// idle; neither ever waits. What happens elsewhere comes in by dispatch.
//
// Components hold the Model and a revision: they are drawn again when the
// revision they are given differs from the one they have.
type Model struct {
	ports Ports
	ctx   app.Context
	rev   int
	// drawing is true while a drawing is asked for and has not begun, arranging
	// until what floats has been put in its place after it.
	drawing, arranging bool

	ws       *workspace.Workspace
	tabs     Tabs
	projects []store.Entry
	trouble  error // why there is no project, or why nothing is kept

	persisted bool
	mine      []string // what this tab has put by, see putBy
	update    bool     // a new version waits

	route  Route
	reader Reader
	keymap keymap

	toast    Toast
	toasts   int
	said     string // for the live region
	dropping bool
	bringAs  bringAs        // what becomes of a project in a file
	jobs     []*job         // that take long
	coming   sync.WaitGroup // what is being brought in
	painter  paint.Painter
	book     numbered[book]
	editions editions
	listing  numbered[listing]
	launch
	desk
}

// desk is what lies about while one project is open; it is cleared for the
// next.
type desk struct {
	filed project.Project // as it was last saved as a file
	sheet string          // the sheet over the screen, "" for none
	// comingUp show the sheets that wait until the one that is open is closed.
	comingUp []func()
	closing  bool // the last one has not left the screen yet

	// The reading room.
	selected   annotation.ID
	pending    span.Span        // what is selected and waits for a tag
	pen        annotation.TagID // tag first, then paint
	lastTag    annotation.TagID
	caret      *caret
	tapped     bool // pending came from tapping words
	written    bool // the article on the paper is that of this project
	unseen     bool // the article is written, and has not been drawn by the browser yet
	uncover    bool // the mark that was just selected may lie under its card
	following  following
	moving     *moving
	scrolling  pause // until a place is remembered
	marking    pause // until what marks look like is kept for the next start
	draft      *draft
	stranded   []draft // typed on marks that another tab has removed
	repeats    *repeats
	arrivals   *arrivals   // what waits to be let in; nil: nothing
	correction *correction // a corrected text that waits for a decision; nil: none
	pasted     pasted      // corrected texts that were begun to be written
	comparing  bool        // a corrected text is being compared
	offers     *offers     // formats of other programs; nil: not asked for
	rows       int         // how many articles the lists show; the others come frame by frame

	details article.ID // whose details are being written down
	last    *report    // of the last import
	tags    tagsState
	files   filesState
	class   classState

	lessonOf project.Table[*project.ClassRecord] // lessonIs was found in these
	lessonIs *classroom.Lesson

	key           []classroom.KeyMark // of the lesson, once it is open
	compared      *classroom.Score    // with it; nil: not asked for
	comparedOf    project.Table[*annotation.Annotation]
	comparedNotes []string // what of the key has no place in these texts
}

// Toast is a short message at the foot of the screen. With Undo it offers to
// take back what was done last, with Place to look for the places of the marks
// that an article has without one.
type Toast struct {
	Text  string
	Undo  bool
	Place article.ID
	Bad   bool
	Here  bool // is about what is on this screen, and goes with it
}

// NewModel returns a model that has no project yet; Prepare brings one.
func NewModel(p Ports) *Model {
	m := &Model{ports: p, trouble: p.Trouble}
	m.pasted = pasted{}
	m.painter.Look = m.look
	m.reader = loadReader(p.Prefs)
	m.keymap = loadKeymap(p.Prefs)
	return m
}

// touch draws the screen again at the next frame.
func (m *Model) touch() {
	m.rev++
	if m.drawing || !m.live {
		return
	}
	m.drawing = true
	m.ctx.Dispatch(func(ctx app.Context) {
		m.drawing = false
		if m.arranging {
			return
		}
		m.arranging = true
		ctx.Defer(func(app.Context) {
			m.arranging = false
			m.arrange()
		})
	})
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

// changed follows the project: it repaints what a change touches. What does
// not come from a hand on this tab may arrive on another goroutine.
func (m *Model) changed(ws *workspace.Workspace, e workspace.Event) {
	if ws != m.ws {
		return // left already
	}
	if !e.Late {
		m.follow(e)
		return
	}
	m.dispatch(func() {
		if ws != m.ws {
			return
		}
		if e.Lost != nil {
			m.fail(e.Lost)
			return
		}
		m.follow(e)
	})
}

func (m *Model) follow(e workspace.Event) {
	if m.toast.Undo {
		m.toast = Toast{} // what its undo would take back is no longer the last thing done
	}
	if m.selected != "" && e.After.Annotation(m.selected) == nil {
		m.selected = ""
		m.painter.Selected = ""
	}
	if e.After.Tag(m.pen) == nil {
		m.pen = ""
	}
	m.keepUp(e)
	m.repaint(e)
	m.touch()
	if m.live && len(e.Tx.Diff.Annotations)+len(e.Tx.Diff.Tags) > 0 {
		m.onceStill(&m.marking, glanceRest, m.keepGlance)
	}
	if len(m.stranded) > 0 {
		m.dispatch(m.rescue)
	}
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
	if !m.live {
		return // there is no screen that it could leave
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
	Size  int    `json:"size"`  // steps from the usual one, smallest to largest
	Width int    `json:"width"` // of widths
	Theme string `json:"theme"` // "", "light" or "dark"
	List  bool   `json:"list"`  // the list of articles is folded away
}

const smallest, largest = -2, 4

// widths are what the lengths of lines are called.
var widths = []string{"Short lines", "Usual lines", "Long lines"}

func loadReader(p Prefs) Reader {
	r := Reader{Width: 1}
	_ = json.Unmarshal([]byte(p.Get("reader")), &r) // nothing yet, or not ours: as it comes
	return r.within()
}

// within is what there is of what is asked for.
func (r Reader) within() Reader {
	r.Size, r.Width = min(max(r.Size, smallest), largest), min(max(r.Width, 0), len(widths)-1)
	return r
}

// setReader changes how the text looks and keeps it.
func (m *Model) setReader(r Reader) {
	m.reader = r.within()
	if data, err := json.Marshal(m.reader); err == nil {
		m.ports.Prefs.Set("reader", string(data))
	}
	m.applyReader()
	m.touch()
}

func (m *Model) applyReader() {
	m.ports.Page.SetRoot("size", itoa(m.reader.Size))
	m.ports.Page.SetRoot("width", itoa(m.reader.Width))
	m.ports.Page.SetRoot("theme", m.reader.Theme)
	m.ports.Paper.Remeasure()
}
