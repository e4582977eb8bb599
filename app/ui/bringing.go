package ui

import (
	"context"

	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// report is what the last import did, for the Files screen.
type report struct {
	done      []string
	conflicts []project.Conflict
	problems  []string
}

// bringIn puts what was read into the project as one step that undo takes
// back.
func (m *Model) bringIn(took intake) {
	var r report
	for _, err := range took.failed {
		r.problems = append(r.problems, words(err))
	}
	for _, p := range took.problems {
		r.problems = append(r.problems, p.String())
	}
	if len(took.articles)+len(took.projects) > 0 {
		label, before := intakeLabel(took), m.project()
		err := m.ws.Do(project.Import, label, project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
			return joined(p, took, s, &r)
		})
		if err != nil {
			r.problems = append(r.problems, words(err))
		} else if m.project().Equal(before) {
			r.done = append(r.done, "Nothing in these files was new.")
			m.tell(Toast{Text: "Nothing in these files was new."})
		} else {
			r.done = append(r.done, label)
			m.tell(Toast{Text: label, Undo: true})
		}
	}
	m.last = &r
	if len(r.problems) > 0 {
		m.tell(Toast{Text: r.problems[0] + more(len(r.problems)-1), Bad: true})
	}
	m.touch()
}

func more(n int) string {
	if n <= 0 {
		return ""
	}
	return " And " + plural(n, "more problem", "more problems") + "; see Files."
}

// joined is the change that brings everything in.
func joined(p project.Project, took intake, s project.Stamp, r *report) (project.Diff, error) {
	d, err := project.AddArticles(p, took.articles, s)
	if err != nil {
		return d, err
	}
	for _, q := range took.projects {
		now, err := p.Apply(d)
		if err != nil {
			return d, err
		}
		e, conflicts := project.Merge(now, q)
		r.conflicts = append(r.conflicts, conflicts...)
		d = d.Then(e)
	}
	return d, nil
}

func intakeLabel(took intake) string {
	if len(took.projects) == 0 {
		return "Added " + plural(len(took.articles), "article", "articles")
	}
	n := 0
	for _, p := range took.projects {
		n += p.Annotations.Len()
	}
	label := "Imported " + plural(n, "mark", "marks")
	if len(took.articles) > 0 {
		label += " and " + plural(len(took.articles), "article", "articles")
	}
	return label
}

// pasteText adds an article from text that was pasted or typed.
func (m *Model) pasteText(title, text string) bool {
	a, err := ingest.Text("", []byte(text), article.Meta{Title: title})
	if err != nil {
		m.fail(err)
		return false
	}
	if m.project().Article(a.ID) != nil {
		m.fail(problem.Newf("known", "", "This text is here already: %s.", m.project().Article(a.ID).Meta.Title))
		return false
	}
	ok := m.do("Added "+short(a.Meta.Title), project.Place{Article: a.ID}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.AddArticles(p, []*article.Article{a}, s)
	})
	if ok {
		m.goTo(Route{Screen: screenRead, Article: a.ID})
	}
	return ok
}

// openAsProject opens what a file holds as a project of its own.
func (m *Model) openAsProject(p project.Project) {
	m.ctx.Async(func() { m.adopt(context.Background(), p) })
}
