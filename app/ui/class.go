package ui

import (
	"cmp"
	"context"
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/classroom"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// classState is what the Class screen remembers. The class itself is worked out
// in the porter, which follows the project, and comes as HTML; here only its
// order is kept.
type classState struct {
	told    []edition       // what the porter knows, the last first; nothing if it is empty
	number  int             // the last that an edition was given; one order is out at a time
	view    json.RawMessage // what is looked at
	html    string
	working bool            // an order is out
	next    []pressed       // what was pressed meanwhile
	reveal  string          // what is brought into sight when it is drawn next
	seen    project.Project // what html shows, or could not show
}

// pressed is something that was pressed on the board, or files that came.
type pressed struct {
	verb, arg string
	value     *string // of a field
	files     []parcel.File
	bodies    [][]byte
}

// boardID is the element for the board, which go-app leaves alone.
const boardID = "board"

// classView is the teacher's screen.
type classView struct {
	app.Compo
	m   *Model
	Rev int
}

// OnMount shows what was worked out before, until it is known whether it holds.
func (v *classView) OnMount(app.Context) {
	if c := &v.m.class; c.html != "" {
		v.m.ports.Board.Show(boardID, c.html, v.m.onBoard)
	}
	v.m.touch()
}

// OnDismount takes that back.
func (v *classView) OnDismount() { v.m.ports.Board.Close() }

// Render draws the frame.
func (v *classView) Render() app.UI {
	m := v.m
	switch {
	case m.studies():
		return v.none("This is a lesson that was handed out to you. What a class has done is seen where the lesson was made.",
			m.owning())
	case !m.hasPorter():
		return v.none("A lesson in one file cannot show a class. Open the whole program for it.")
	}
	return m.scroller(screenClass).Body(
		app.Div().ID(boardID+"-said").Class("unseen").Role("status"), // what the board says, see browser.Board
		app.Div().ID(boardID).Class("board"),
	)
}

// none is the screen where there is no class to see.
func (v *classView) none(why string, more ...app.UI) app.UI {
	body := append([]app.UI{app.H1().Text("Class"), app.P().Class("lead").Text(why),
		app.P().Body(app.A().Href(Route{Screen: screenArticles}.hash()).Text("To the articles"))}, more...)
	return v.m.scroller(screenClass).Body(app.Div().Class("screen-head").Body(body...))
}

// owning offers a lesson that was handed out to whoever made it.
func (m *Model) owning() app.UI {
	return app.P().Class("hint").Hidden(!m.hasPorter()).Body(
		app.Text("Did you make this lesson, and its file is all that you have of it? "),
		app.Button().ID("own-lesson").Class("link").Text("Collect here what is handed in").OnClick(m.onOwn),
	)
}

func (m *Model) onOwn(app.Context, app.Event) {
	m.settle()
	if m.do("Made the lesson one’s own", project.Place{}, func(p project.Project, _ project.Stamp) (project.Diff, error) {
		return classroom.OwnLesson(p), nil
	}) {
		m.goTo(Route{Screen: screenClass})
		m.tell(Toast{Text: "Drop here what students have handed in.", Undo: true})
	}
}

// pickHandIns lets someone choose the files that were handed in.
func (m *Model) pickHandIns() {
	m.settle()
	m.ports.Files.Pick("", true, func(files []File) { m.ctx.Async(func() { m.collect(files) }) })
}

// onBoard is told by the board what was pressed.
func (m *Model) onBoard(verb, arg string, value *string) {
	m.dispatch(func() {
		switch verb {
		case parcel.MakeKey:
			m.goTo(Route{Screen: screenRead})
			m.tell(Toast{Text: "Mark what students should find. Your own marks are the key."})
		case parcel.MakeLesson:
			m.goTo(Route{Screen: screenFiles})
		case parcel.PickFiles:
			m.pickHandIns()
		default:
			m.press(pressed{verb: verb, arg: arg, value: value})
		}
	})
}

// followClass brings the board up to date with the project while it is looked
// at.
func (m *Model) followClass() {
	c := &m.class
	if m.ws == nil || m.route.Screen != screenClass || !m.hasPorter() || m.studies() || c.working || c.seen == m.project() {
		return
	}
	m.press(pressed{})
}

// press does something on the board, after what is being done.
func (m *Model) press(what pressed) {
	c := &m.class
	if c.working {
		if last := len(c.next) - 1; last >= 0 && what.value != nil && c.next[last].verb == what.verb && c.next[last].arg == what.arg {
			c.next = c.next[:last] // of a slider only where it is now counts
		}
		c.next = append(c.next, what)
		return
	}
	c.working = true
	a := asked{what: what, of: m.project(), next: m.editions.fresh()}
	a.telling = m.editions.tell(a.of)
	order := &parcel.ClassOrder{From: a.from, To: a.to, Next: a.next, View: c.view, Verb: what.verb, Arg: what.arg}
	if what.value != nil {
		order.Field, order.Value = true, *what.value
	}
	ctx, j := m.begin(context.Background(), "Working out the class", true)
	m.ctx.Async(func() {
		reply, out, err := m.askClass(ctx, order, a, m.pace(ctx, j))
		m.dispatch(func() { m.answered(j, a, reply, out, err) })
	})
}

// asked is an order that is out, about a project.
type asked struct {
	what pressed
	of   project.Project
	telling
	next int // the edition that the change leads to which the porter asks for
}

// askClass tells the porter what changed, and asks.
func (m *Model) askClass(ctx context.Context, o *parcel.ClassOrder, a asked, pace project.Pace) (*parcel.ClassReply, [][]byte, error) {
	head, bodies, err := project.Pack(a.change)
	if err != nil {
		return nil, nil, err
	}
	reply, out, err := m.order(ctx, parcel.Order{Do: parcel.Class, Files: a.what.files, Class: o}, append([][]byte{head, bodies}, a.what.bodies...), pace)
	if err == nil && (reply.Class == nil || len(out) == 0 && !reply.Class.Stale) {
		err = problem.Newf("class", "Load the page again.", "The class could not be worked out.")
	}
	return reply.Class, out, err
}

// answered shows what came of an order, and goes on with what was pressed
// meanwhile.
func (m *Model) answered(j *job, a asked, r *parcel.ClassReply, out [][]byte, err error) {
	if r != nil && r.Stale || wasStopped(err) || problem.Code(err) == "porter" {
		m.editions.forgotten() // it ends when it was idle for long, too
	} else {
		m.editions.knows(a.to, a.of)
	}
	if j.ws != m.ws && a.what.verb == "" {
		m.end(j) // nobody has asked for anything
		return
	}
	ok := m.ended(j, err, "nothing was changed")
	if j.ws != m.ws {
		return // another project has another class
	}
	c := &m.class
	c.working = false
	switch {
	case !ok:
		c.seen = a.of // not again by itself
	case r.Stale, r.Change != "" && m.project() != a.of: // or it was decided on what is not so any more
		m.press(a.what)
		return
	default:
		c.view, c.reveal = r.View, cmp.Or(r.Reveal, c.reveal)
		if r.Change == "" { // else it is drawn once that is made
			c.html, c.seen = string(out[0]), a.of
			m.showBoard()
		}
		m.makeOfClass(a, r, out[1:])
	}
	m.pressNext()
}

// showBoard draws the board where it is looked at, and brings into sight what is to
// be revealed.
func (m *Model) showBoard() {
	c := &m.class
	if m.route.Screen == screenClass {
		m.ports.Board.Show(boardID, c.html, m.onBoard)
		if c.reveal != "" {
			m.ports.Board.Reveal(c.reveal)
		}
	}
	c.reveal = ""
}

// pressNext does what was pressed meanwhile.
func (m *Model) pressNext() {
	if c := &m.class; len(c.next) > 0 {
		next := c.next[0]
		c.next = c.next[1:]
		m.press(next)
	}
}

// makeOfClass makes the change that was asked for on the board, as one step that
// undo takes back, and saves its files.
func (m *Model) makeOfClass(a asked, r *parcel.ClassReply, out [][]byte) {
	if r.Change != "" && len(out) > 1 {
		d, err := project.Unpack(a.of, out[0], out[1])
		after, misfit := a.of.Apply(d)
		if err != nil || misfit != nil {
			m.fail(problem.Newf("class", "Load the page again.", "What was pressed could not be done."))
			return
		}
		m.editions.knows(a.next, after)
		out = out[2:]
		if !d.Empty() && m.do(r.Change, project.Place{}, func(project.Project, project.Stamp) (project.Diff, error) { return d, nil }) {
			m.tell(Toast{Text: r.Change, Undo: true})
		}
	}
	for i, f := range r.Files {
		if i < len(out) {
			m.download(f.Name, f.MIME, out[i])
		}
	}
	if r.Says != "" {
		m.tell(Toast{Text: r.Says})
	}
}

// collect reads hand-ins, off the UI goroutine, and puts them into the project as
// one step.
func (m *Model) collect(files []File) {
	ctx, j := m.begin(context.Background(), "Reading "+plural(len(files), "file", "files"), true)
	pace := m.pace(ctx, j)
	what := pressed{verb: parcel.Take}
	var failed []error
	var err error
	total := int64(0)
	for i, f := range files {
		if err = pace.At(i, len(files)); err != nil {
			break
		}
		data, e := m.bytesWithin(ctx, f, maxIntake-total)
		total += int64(len(data))
		if e != nil {
			failed = append(failed, e)
			continue
		}
		what.files, what.bodies = append(what.files, parcel.File{Name: f.Name}), append(what.bodies, data)
	}
	m.dispatch(func() {
		m.dropping = false
		if m.ended(j, err, "nothing was collected") {
			if len(what.files) > 0 {
				m.goTo(Route{Screen: screenClass})
				m.press(what)
			}
			if len(failed) > 0 {
				m.tell(Toast{Text: words(failed[0]) + more(len(failed)-1), Bad: true})
			}
		}
	})
}

// collects reports whether hand-ins are taken in here: in the teacher's project.
func (m *Model) collects() bool { return m.hasPorter() && !m.studies() }
