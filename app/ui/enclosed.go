package ui

import (
	"context"

	"claimlight/app/exchange"
	"claimlight/app/onefile"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// openEnclosed opens the project that the page carries: as it was left in this
// browser, or else as it came, for somebody who starts on it.
func (m *Model) openEnclosed(ctx context.Context, e *Enclosed) {
	st, err := m.ports.Library.Open(ctx, e.Project)
	if err == nil {
		m.use(ctx, st)
		return
	}
	if problem.Code(err) != "gone" {
		m.refuse(err)
		return
	}
	p, problems, err := m.readEnclosed(ctx, e)
	if err != nil {
		m.refuse(err)
		return
	}
	m.bear(ctx, project.HandedOut(p, m.stamp()))
	if len(problems) == 0 {
		return
	}
	m.dispatch(func() {
		m.last = &report{}
		for _, found := range problems {
			m.last.problems = append(m.last.problems, found.String())
		}
		m.tell(Toast{Text: m.last.problems[0] + more(len(problems)-1), Bad: true})
	})
}

func (m *Model) readEnclosed(ctx context.Context, e *Enclosed) (p project.Project, problems []problem.Problem, err error) {
	data, err := e.Read(ctx)
	if err != nil {
		return p, nil, err
	}
	env := exchange.EnvOf(p, m.ports.Now(), m.ports.Mint, "")
	return exchange.W3C.Decode(exchange.Bytes(data), env)
}

// savePage saves the project as a page that is one file.
func (m *Model) savePage() {
	m.settle()
	p := m.project()
	m.ctx.Async(func() {
		m.makePage(context.Background(), onefile.Lesson{Project: p.Info().ID, Title: p.Info().Name}, func(pace project.Pace) ([]byte, error) {
			return m.packed(p, pace)
		})
	})
}

// makePage makes a page for a lesson, whose file comes from file, and hands it to
// the person. It waits, and so is not for the UI goroutine.
func (m *Model) makePage(ctx context.Context, l onefile.Lesson, file func(project.Pace) ([]byte, error)) {
	ctx, j := m.begin(ctx, "Making the page", true)
	pace := m.pace(ctx, j)
	name := fileName(l.Title) + ".html"
	out := m.ports.Files.Create(name, "text/html")
	var err error
	if l.File, err = file(pace.Part(0, 5, 10)); err == nil {
		if err = pace.At(5, 10); err == nil {
			err = m.ports.MakePage(ctx, out, l)
		}
	}
	m.dispatch(func() {
		if m.ended(j, err, "no page was saved") {
			out.Done()
			m.tell(Toast{Text: "Saved as " + name})
		}
	})
}
