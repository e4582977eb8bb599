package ui

import (
	"context"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/project"
)

// filesState is what the Files screen remembers.
type filesState struct {
	twin     *project.Project // from a file, while one with its ID is here already
	deleting string           // the project that is asked about
	marks    int              // how many it has; negative while that is not known
	busy     string           // what is being done now
	withKey  bool             // the key goes into the lesson
	link     string           // the last link that was made
	linkOf   project.Project  // the project it is of

	// What the formats leave out of counted.
	counted project.Project
	losses  []string
}

// filesView is the screen for what goes in and out and where it is kept.
type filesView struct {
	app.Compo
	m   *Model
	Rev int
}

// OnMount brings what is shown up to date.
func (v *filesView) OnMount(app.Context) {
	m := v.m
	m.tags.writing, m.files.deleting = field{}, ""
	m.ctx.Async(func() { m.lookAround(context.Background()) })
	m.touch()
}

// lookAround asks which projects this browser keeps. It waits, so it is not for
// the UI goroutine.
func (m *Model) lookAround(ctx context.Context) {
	entries, err := m.ports.Library.List(ctx)
	m.dispatch(func() {
		if err != nil {
			m.fail(err)
			return
		}
		m.projects = entries
	})
}

// Render draws the four parts of the screen.
func (v *filesView) Render() app.UI {
	m := v.m
	return v.m.scroller(screenFiles).Body(
		app.Header().Class("screen-head").Body(
			app.H1().Text("Files"),
			app.If(m.files.busy != "", func() app.UI { return app.P().Class("note").Role("status").Text(m.files.busy) }),
		),
		&thisProject{typing: typing{m}, Rev: m.rev},
		&lessonView{typing: typing{m}, Rev: m.rev},
		&bringView{m: m, Rev: m.rev},
		&projectsView{m: m, Rev: m.rev},
		&keptView{m: m, Rev: m.rev},
	)
}

// part is one part of the screen under its heading.
func part(id, title string, body ...app.UI) app.UI {
	all := append([]app.UI{app.H2().ID(id + "-title").Text(title)}, body...)
	return app.Section().ID(id).Class("part").Aria("labelledby", id+"-title").Body(all...)
}

// keptView says what is kept where.
type keptView struct {
	app.Compo
	m   *Model
	Rev int

	usage, quota int64 // of the storage, in bytes; 0 where not known
}

// OnMount asks how much room there is. The answer outlives the project that is
// open.
func (v *keptView) OnMount(app.Context) {
	m := v.m
	m.ctx.Async(func() {
		usage, quota := m.ports.Shell.StorageEstimate(context.Background())
		m.dispatch(func() { v.usage, v.quota = usage, quota })
	})
}

// Render says it.
func (v *keptView) Render() app.UI {
	m := v.m
	return part("kept", "What is kept where",
		app.P().Text("Everything is kept in this browser, on this device. Nothing is sent anywhere: there is no account and no server, and the page is forbidden to send anything elsewhere. Somebody else gets your work only if you give them a file."),
		app.Div().ID("persisted").Class("fact", keptClass(m)).Body(app.B().Text(keptTitle(m)), app.Text(" "+keptWords(m))),
		app.If(v.usage > 0 || v.quota > 0, func() app.UI {
			return app.P().ID("space").Text(spaceWords(v.usage, v.quota))
		}),
		app.If(m.ports.Shell.CanInstall(), func() app.UI {
			return app.Button().ID("install").Class("button", "quiet").Text("Install on this device").OnClick(v.onInstall)
		}),
	)
}

// onInstall lets the browser ask the person, and waits elsewhere.
func (v *keptView) onInstall(app.Context, app.Event) {
	m := v.m
	m.ctx.Async(func() {
		agreed, err := m.ports.Shell.Install(context.Background())
		m.dispatch(func() {
			switch {
			case err != nil:
				m.fail(err)
			case agreed:
				m.tell(Toast{Text: "Claimlight is being installed. It opens from your other programs, too."})
			}
		})
	})
}

func keptClass(m *Model) string {
	switch {
	case m.ports.Trouble != nil:
		return "bad"
	case m.persisted:
		return "good"
	}
	return "warn"
}

func keptTitle(m *Model) string {
	switch {
	case m.ports.Trouble != nil:
		return "Nothing is kept."
	case m.persisted:
		return "Kept for good."
	}
	return "Kept, but not promised."
}

// keptWords is the truth about the storage.
func keptWords(m *Model) string {
	switch {
	case m.ports.Trouble != nil:
		return words(m.ports.Trouble)
	case m.persisted:
		return "The browser has promised not to clear your work when the disk runs full. It goes only if you delete it here or clear this site’s data. A saved file is still the safest copy."
	case m.ports.Enclosed != nil:
		return "The browser has not promised to keep your work: when the disk runs full, it may clear it, and some browsers know it only while this page lies where it is now. Save a file now and then."
	}
	return "The browser has not promised to keep your work: when the disk runs full, it may clear it. Save a file now and then. Installing the program or adding it to your bookmarks often brings the promise at the next start."
}

// spaceWords says how much room is used and how much there may be.
func spaceWords(usage, quota int64) string {
	if quota <= 0 {
		return "Space used here: " + megabytes(usage) + "."
	}
	return "Space used here: " + megabytes(usage) + " of about " + megabytes(quota) + " that the browser allows."
}
