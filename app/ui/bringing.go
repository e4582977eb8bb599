package ui

import (
	"context"
	"strings"

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
		m.join(took, &r)
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

// join makes the change that brings everything in, and reports it. What is
// here already does not count as brought in.
func (m *Model) join(took intake, r *report) {
	before := m.project()
	d, conflicts, err := joined(before, took)
	label := broughtIn(d)
	if err == nil {
		err = m.ws.Do(project.Import, label, project.Place{}, func(p project.Project, _ project.Stamp) (project.Diff, error) {
			if p != before { // another tab was quicker
				d, conflicts, err = joined(p, took)
			}
			return d, err
		})
	}
	r.conflicts = conflicts
	switch {
	case err != nil:
		r.problems = append(r.problems, words(err))
	case m.project().Equal(before):
		same := "Nothing in these files was new."
		if len(conflicts) > 0 {
			same = "Nothing was changed: what was here was kept."
		}
		r.done = append(r.done, same)
		m.tell(Toast{Text: same})
	default:
		r.done = append(r.done, label)
		m.tell(Toast{Text: label, Undo: true})
	}
}

// joined is the change that brings everything in.
func joined(p project.Project, took intake) (d project.Diff, conflicts []project.Conflict, err error) {
	if d, err = project.AddArticles(p, took.articles, project.Stamp{}); err != nil {
		return d, nil, err
	}
	for _, q := range took.projects {
		now, err := p.Apply(d)
		if err != nil {
			return d, nil, err
		}
		e, differences := project.Merge(now, q)
		conflicts = append(conflicts, differences...)
		d = d.Then(e)
	}
	return d, conflicts, nil
}

// broughtIn says what an import brings.
func broughtIn(d project.Diff) string {
	var parts []string
	count := func(n int, one, many string) {
		if n > 0 {
			parts = append(parts, plural(n, one, many))
		}
	}
	added, changed := news(d.Annotations)
	count(added, "mark", "marks")
	count(changed, "change to a mark", "changes to marks")
	articles, _ := news(d.Articles)
	count(articles, "article", "articles")
	tags, _ := news(d.Tags)
	count(tags, "tag", "tags")
	attributes, changed := news(d.Attributes)
	count(attributes, "attribute", "attributes")
	count(changed, "change to an attribute", "changes to attributes")
	if n := len(parts); n > 1 {
		parts = append(parts[:n-2], parts[n-2]+" and "+parts[n-1])
	}
	if len(parts) == 0 {
		return "Added names and states of reading"
	}
	return "Added " + strings.Join(parts, ", ")
}

// news counts the records that a change adds, and those that it changes.
func news[T project.Record[T]](c project.Changes[T]) (added, changed int) {
	var none T
	for _, d := range c {
		if d.From == none {
			added++
		} else {
			changed++
		}
	}
	return added, changed
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
