package ui

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/workspace"
)

// report is what the last import did, for the Files screen.
type report struct {
	done      []string
	conflicts []project.Conflict
	problems  []string
	strays    []stray
}

// stray is how many marks came in on an earlier text of an article.
type stray struct {
	of article.ID
	n  int
}

// straysIn are the marks that a change has put on earlier versions of articles of
// p, by the current one, those with most of them first.
func straysIn(p project.Project, d project.Diff) (out []stray) {
	n := map[article.ID]int{}
	for _, delta := range d.Annotations {
		if to := delta.To; to != nil && (delta.From == nil || delta.From.Article != to.Article) {
			if now := currentID(p, to.Article); now != to.Article {
				n[now]++
			}
		}
	}
	for of, n := range n {
		out = append(out, stray{of, n})
	}
	slices.SortFunc(out, func(a, b stray) int { return cmp.Or(b.n-a.n, cmp.Compare(a.of, b.of)) })
	return out
}

// strayWords say that marks came in on an earlier text.
func (m *Model) strayWords(s stray) string {
	title := "an article"
	if a := m.project().Article(s.of); a != nil {
		title = inQuotes(short(a.Meta.Title))
	}
	return plural(s.n, "mark was", "marks were") + " made on an earlier text of " + title + ", and " + ifOne(s.n, "has", "have") + " no place in it yet"
}

// bringIn puts what was read into the project as one step that undo takes
// back.
func (m *Model) bringIn(took intake) {
	ctx, j := m.begin(context.Background(), "Bringing in what was read", true)
	m.coming.Add(1)
	m.ctx.Async(func() {
		defer m.coming.Done()
		m.join(ctx, j, took, nil, m.pace(ctx, j))
	})
}

// join puts what was read into the open project, off the UI goroutine: the
// change is worked out beside the hands that go on, and made in one moment. It
// ends the job and reports what was done. failed is set where the reading was
// stopped.
func (m *Model) join(ctx context.Context, j *job, took intake, failed error, pace project.Pace) {
	ws := j.ws
	for {
		var change *workspace.Prepared
		var conflicts []project.Conflict
		err := failed
		if err == nil && ws != nil && len(took.articles)+len(took.projects) > 0 {
			change, conflicts, err = prepared(ws, took, pace)
		}
		made := make(chan bool, 1)
		m.dispatch(func() {
			if err == nil && ctx.Err() != nil {
				err = context.Canceled // while this waited for its turn
			}
			if moved := m.moved(j, "nothing was brought in"); moved != nil && !wasStopped(err) {
				m.end(j)
				m.fail(moved)
				made <- true
				return
			}
			if err == nil && change != nil && !ws.Make(change) {
				made <- false
				return
			}
			m.end(j)
			m.brought(took, change, conflicts, err)
			made <- true
		})
		if <-made {
			return
		}
		// Another change was quicker.
	}
}

// prepared works out the change that brings everything in.
func prepared(ws *workspace.Workspace, took intake, pace project.Pace) (change *workspace.Prepared, conflicts []project.Conflict, err error) {
	change, err = ws.Prepare(project.Import, project.Place{}, pace, func(p project.Project, _ project.Stamp, pace project.Pace) (d project.Diff, label string, err error) {
		d, conflicts, err = joined(p, took, pace)
		return d, broughtIn(d), err
	})
	return change, conflicts, err
}

// brought reports what came in. What was here already does not count.
func (m *Model) brought(took intake, change *workspace.Prepared, conflicts []project.Conflict, err error) {
	if wasStopped(err) {
		m.tell(Toast{Text: "Stopped. Nothing was brought in."})
		return
	}
	r := report{conflicts: conflicts}
	for _, err := range took.failed {
		r.problems = append(r.problems, words(err))
	}
	r.problems = append(append(r.problems, took.problems...), took.told...)
	switch {
	case err != nil:
		r.problems = append(r.problems, words(err))
	case change == nil:
	case change.Tx.Diff.Empty():
		same := "Nothing in these files was new."
		if len(conflicts) > 0 {
			same = "Nothing was changed: what was here was kept."
		}
		r.done = append(r.done, same)
		m.tell(Toast{Text: same})
	default:
		r.done = append(r.done, change.Tx.Label)
		text := change.Tx.Label
		if n := len(took.told); n > 0 {
			text += ". " + plural(n, "problem", "problems") + ": see Files"
		}
		t := Toast{Text: text, Undo: true}
		if r.strays = straysIn(m.project(), change.Tx.Diff); len(r.strays) > 0 {
			t.Text, t.Place = t.Text+". "+m.strayWords(r.strays[0]), r.strays[0].of
			if n := len(r.strays) - 1; n > 0 {
				t.Text += "; so it is with " + plural(n, "more article", "more articles") + ": see Files"
			}
		}
		m.tell(t)
	}
	m.last = &r
	if len(r.problems) > len(took.told) { // those told of were seen before
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
func joined(p project.Project, took intake, pace project.Pace) (d project.Diff, conflicts []project.Conflict, err error) {
	if d, err = project.AddArticles(p, took.articles, project.Stamp{}); err != nil {
		return d, nil, err
	}
	for i, q := range took.projects {
		n := len(took.projects)
		now, err := p.ApplyAt(d, pace.Part(2*i, 2*i+1, 2*n))
		if err != nil {
			return d, nil, err
		}
		e, differences, err := project.MergeAt(now, q, pace.Part(2*i+1, 2*i+2, 2*n))
		if err != nil {
			return d, nil, err
		}
		conflicts = append(conflicts, differences...)
		d = d.Then(e)
	}
	return d, conflicts, nil
}

// broughtIn says what an import has brought.
func broughtIn(d project.Diff) string { return "Added " + gains(d) }

// gains says what a change brings: "2 marks, 1 article and 2 tags", or "" for
// nothing at all.
func gains(d project.Diff) string {
	var parts []string
	count := func(n int, one, many string) {
		if n > 0 {
			parts = append(parts, plural(n, one, many))
		}
	}
	added, changed := news(d.Annotations)
	count(added, "mark", "marks")
	count(changed, "change to a mark", "changes to marks")
	related, changed := news(d.Relations)
	count(related, "relation", "relations")
	count(changed, "change to a relation", "changes to relations")
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
	if len(parts) == 0 && !d.Empty() {
		return "names and states of reading"
	}
	return strings.Join(parts, ", ")
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
	m.ctx.Async(func() {
		m.coming.Wait() // what else was in the files goes into the one that is open
		m.adopt(context.Background(), p, "Opened “"+short(p.Info().Name)+"”")
	})
}
