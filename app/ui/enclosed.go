package ui

import (
	"context"
	"io"

	"claimlight/app/exchange"
	"claimlight/app/project"
)

// openEnclosed opens the project that the page carries: as it was left in this
// browser, or else as it came, for somebody who starts on it.
func (m *Model) openEnclosed(ctx context.Context, e *Enclosed) {
	here, err := m.openHere(ctx, e.Project)
	switch {
	case err == nil && here && m.studies():
		m.dispatch(func() { m.renewEnclosed(ctx, e) })
	case err == nil && !here:
		err = m.startEnclosed(ctx, e)
	}
	if err != nil {
		m.refuse(err)
	}
}

// renewEnclosed takes in what is new in a lesson of which the page holds another
// edition than the one that was begun.
func (m *Model) renewEnclosed(ctx context.Context, e *Enclosed) {
	m.ctx.Async(func() {
		own, err := m.readEnclosed(ctx, e)
		m.dispatch(func() {
			if err != nil {
				m.fail(err) // the page is damaged; what was done in it is open
				return
			}
			m.renew(own.project)
		})
	})
}

// readEnclosed reads what the page carries.
func (m *Model) readEnclosed(ctx context.Context, e *Enclosed) (own arrival, err error) {
	data, err := e.Read(ctx)
	if err != nil {
		return own, err
	}
	var took intake
	if err := m.readData(&took, "The lesson in this page", data, nil); err != nil {
		return own, err
	}
	if len(took.failed) > 0 {
		return own, took.failed[0]
	}
	return took.read[0], nil
}

func (m *Model) startEnclosed(ctx context.Context, e *Enclosed) error {
	own, err := m.readEnclosed(ctx, e)
	if err != nil {
		return err
	}
	if isLesson(own.project) { // the task first
		m.route = Route{Screen: screenArticles}
		m.ports.Page.Replace(m.route.hash())
	}
	m.bear(ctx, project.HandedOut(own.project, m.stamp()))
	if len(own.Problems) > 0 {
		m.dispatch(func() { m.brought(intake{problems: own.Problems}, nil, nil, nil) })
	}
	return nil
}

// kinds says which files can be brought in: all, in the words given, or what a
// page reads that carries its project, and so not the porter.
func (m *Model) kinds(all string) string {
	if m.ports.Enclosed != nil {
		return "Plain text and Claimlight’s own files"
	}
	return all
}

// onePage is the format of a page that is one file: not one that can be read here.
func (m *Model) onePage() exchange.Format {
	return exchange.Format{Ext: ".html", MIME: "text/html", Encode: func(w io.Writer, p project.Project, env exchange.Env) ([]exchange.Loss, error) {
		p.Class = project.Table[*project.ClassRecord]{} // hand-ins, key and decisions are the teacher's own
		file, err := m.packed(p, env.Pace)
		if err == nil {
			err = m.ports.MakePage(context.Background(), w, p.Info().ID, p.Info().Name, file)
		}
		if err == nil {
			err = env.Pace.At(1, 1) // it may have been stopped meanwhile
		}
		return nil, err
	}}
}

// savePage saves the project as a page. That is no copy to go back to, as a file
// of the project is.
func (m *Model) savePage() {
	m.settle()
	p := m.project()
	m.ctx.Async(func() {
		m.export(context.Background(), m.onePage(), func(context.Context, project.Pace) (project.Project, error) { return p, nil }, func(name string, _ []exchange.Loss) {
			m.tell(Toast{Text: "Saved as " + name})
		})
	})
}
