package ui

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/exchange"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// This file hands a lesson out, as a file, a page or a link, and opens one that
// was handed out.

func (v *lessonView) onFile(app.Context, app.Event) {
	m := v.m
	m.handOut(func(name string, data []byte) {
		m.download(name+classroom.LessonExt, exchange.W3C.MIME, data)
		m.tell(Toast{Text: "Saved as " + name + classroom.LessonExt + ". Give this file to your students."})
	})
}

func (v *lessonView) onPage(app.Context, app.Event) {
	m := v.m
	info := m.project().Info()
	m.handOut(func(_ string, data []byte) {
		ctx, j := m.begin(context.Background(), "Making the page", true)
		m.ctx.Async(func() {
			name := annotation.FileName(info.Name, ownName) + ".lesson.html"
			out := m.ports.Files.Create(name, "text/html")
			err := m.ports.MakePage(ctx, out, info.ID, info.Name, data)
			m.dispatch(func() {
				if m.ended(j, err, "no page was saved") {
					out.Done()
					m.tell(Toast{Text: "Saved as " + name + ". A double click opens it."})
				}
			})
		})
	})
}

func (v *lessonView) onLink(app.Context, app.Event) {
	m := v.m
	m.handOut(func(_ string, data []byte) {
		ctx, j := m.begin(context.Background(), "Making a link", true)
		m.ctx.Async(func() {
			address, err := m.ports.Links.Make(ctx, data)
			if err == nil && len(address) > longestLink {
				err = problem.Newf("link", "Hand out the file or the page instead.", "This lesson is too long for a link: it would have %d characters, and many programs cut links of more than %d.", len(address), longestLink)
			}
			m.dispatch(func() {
				if m.ended(j, err, "no link was made") {
					m.files.link, m.files.linkOf, m.tags.focus = address, m.project(), "link"
				}
			})
		})
	})
}

// linkWords say what to do with a link, and whether students can open it at all.
func linkWords(link string) string {
	page, _, _ := strings.Cut(link, "#")
	if strings.Contains(page, "//127.") || strings.Contains(page, "//localhost") || strings.Contains(page, "//[::1]") {
		return "This link leads to this machine, which students cannot reach: put Claimlight on a web host first (claimlight site), or hand out the page."
	}
	return "The link: it holds the whole lesson, and nothing is kept anywhere else. Copy it into a mail or a course page."
}

// longestLink is how many characters a link may have: the five articles make
// about twenty thousand, which browsers, mails and course pages take.
const longestLink = 32_000

// lesson is the lesson that was read, if that is all there was: what a teacher
// has handed out, for somebody who starts on it.
func (took intake) lesson() (p project.Project, ok bool) {
	if len(took.read) != 1 || len(took.others)+len(took.failed) > 0 {
		return p, false
	}
	p = took.read[0].project
	return p, isLesson(p)
}

// isLesson reports whether a project is a lesson as it is handed out.
func isLesson(p project.Project) bool {
	l := classroom.LessonOf(p)
	return l != nil && l.Out && p.Info().ID != "" && p.Info().Annotator == ""
}

// openLesson opens a lesson as it was left here, or else begins it.
func (m *Model) openLesson(p project.Project) {
	m.goTo(Route{Screen: screenArticles})
	if id := m.begunAs(p.Info().ID); m.isHere(id) {
		m.switchTo(id, func() {
			if !m.renew(p) {
				m.tell(Toast{Text: "This lesson is here already, as you left it."})
			}
		})
		return
	}
	m.openAsProject(project.HandedOut(p, m.stamp()))
}

// begunAs is the ID of the project of whoever worked on a lesson last: several
// people on one computer have one each.
func (m *Model) begunAs(lesson string) string {
	return cmp.Or(m.ports.Prefs.Get(beganPref+lesson), lesson)
}

const beganPref = "began:"

// openHere opens a lesson as it was left in this browser, and reports whether it
// is here.
func (m *Model) openHere(ctx context.Context, lesson string) (bool, error) {
	for _, id := range slices.Compact([]string{m.begunAs(lesson), lesson}) {
		st, err := m.ports.Library.Open(ctx, id)
		if err == nil {
			m.use(ctx, st)
			return true, nil
		}
		if problem.Code(err) != "gone" {
			return false, err
		}
	}
	return false, nil
}

// renew takes in what a teacher has changed in the lesson that is open, and
// reports whether there was anything.
func (m *Model) renew(lesson project.Project) bool {
	if m.ws == nil || !m.studies() || classroom.LessonID(m.project()) != lesson.Info().ID {
		return false // something else was opened meanwhile
	}
	before := m.project()
	m.do("Took in what your teacher has changed", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return classroom.Renew(p, lesson, s)
	})
	if m.project() == before {
		return false
	}
	m.tell(Toast{Text: "Your teacher has changed this lesson. Your marks are as you left them.", Undo: true})
	return true
}

// download hands bytes to the person as a file.
func (m *Model) download(name, mime string, data []byte) {
	file := m.ports.Files.Create(name, mime)
	_, _ = file.Write(data) // into memory
	file.Done()
}

// handOut makes the lesson file, with the key if that is wanted, and gives it to
// then on the UI goroutine.
func (m *Model) handOut(then func(name string, data []byte)) {
	m.settle()
	p := m.project()
	if err := classroom.Ready(p); err != nil {
		m.fail(err)
		return
	}
	passphrase := m.ports.Page.Value("lesson-passphrase")
	withKey := m.files.withKey
	ctx, j := m.begin(context.Background(), "Making the lesson", true)
	m.ctx.Async(func() {
		var data []byte
		var err error
		if withKey {
			var out [][]byte
			if _, out, err = m.orderOn(ctx, parcel.Order{Do: parcel.Lesson, Passphrase: passphrase}, p, m.pace(ctx, j)); err == nil {
				data = out[0]
			}
		} else {
			var file bytes.Buffer
			_, err = exchange.W3C.Encode(&file, classroom.HandOutAt(p, nil, m.ports.Now()), exchange.Env{Pace: m.pace(ctx, j)})
			data = file.Bytes()
		}
		m.dispatch(func() {
			if m.ended(j, err, "no lesson was made") {
				then(annotation.FileName(p.Info().Name, ownName), data)
			}
		})
	})
}
