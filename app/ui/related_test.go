package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/store"
	"claimlight/app/workspace"
)

// newRelatedModel is a model whose project is open, with three marks, one of
// them on a second article.
func newRelatedModel(t *testing.T) (m *Model, b *bench, marks []annotation.ID) {
	t.Helper()
	b = newBench(t)
	second, err := article.New(article.Meta{Title: "Somewhere else"}, "Another text. "+strings.Repeat("Words and words. ", 20), nil)
	if err != nil {
		t.Fatal(err)
	}
	b.do(func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.AddArticles(p, []*article.Article{second}, s)
	})
	first := b.p.ArticlesInOrder()[0]
	mark := func(on article.ID, start, end int) {
		b.do(func(p project.Project, s project.Stamp) (d project.Diff, err error) {
			var id annotation.ID
			d, id, err = project.Highlight(p, on, []span.Span{{Start: start, End: end}}, nil, s)
			marks = append(marks, id)
			return d, err
		})
	}
	mark(first.ID, 0, 16)
	mark(first.ID, 17, 22)
	mark(second.ID, 0, second.Len())
	st, err := store.NewMemory().Create(context.Background(), b.p)
	if err != nil {
		t.Fatal(err)
	}
	ws, err := workspace.Open(context.Background(), st, workspace.Env{Now: time.Now, Mint: b.s.Mint})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(ws.Close)
	return &Model{ws: ws}, b, marks
}

func (m *Model) relate(t *testing.T, name string, from, to annotation.ID) (id annotation.RelationID) {
	t.Helper()
	err := m.ws.Do(project.User, "Related", project.Place{}, func(p project.Project, s project.Stamp) (d project.Diff, err error) {
		d, id, err = project.Relate(p, name, from, to, s)
		return d, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// The card of a mark says how it stands to others, from both sides.
func TestRelatedWords(t *testing.T) {
	m, _, marks := newRelatedModel(t)
	m.relate(t, "supports", marks[0], marks[1])
	m.relate(t, "is cited by", marks[2], marks[0])
	m.relate(t, "restates", marks[0], marks[0])
	shown, more := m.related(m.project().Annotation(marks[0]))
	var said []string
	for _, r := range shown {
		said = append(said, fmt.Sprintf("%v %s %q", r.in, r.spoken(), r.title))
	}
	want := []string{
		`false supports: “until” ""`,
		`true is cited by: “Another text. Words and words. Words and words. Words and words.…” in Somewhere else, said of this mark by that one "Somewhere else"`,
		`false restates: this mark itself ""`,
	}
	if fmt.Sprint(said) != fmt.Sprint(want) || more != 0 {
		t.Errorf("the card says\n%s", strings.Join(said, "\n"))
	}
	if shown, _ := m.related(m.project().Annotation(marks[1])); len(shown) != 1 || !shown[0].in || shown[0].other != marks[0] {
		t.Errorf("from the other side: %+v", shown)
	}
	if shown, more := m.related(nil); len(shown)+more != 0 {
		t.Error("no mark has relations")
	}
}

// The card is drawn again when what it says of relations changes, and only
// then; of very many it shows the first.
func TestRelatedDigest(t *testing.T) {
	m, _, marks := newRelatedModel(t)
	now := func() digest { return m.relatedDigest(m.project().Annotation(marks[0])) }
	seen := map[digest]string{now(): "nothing"}
	changed := func(what string) {
		t.Helper()
		d := now()
		if before, again := seen[d]; again {
			t.Errorf("%s looks like %s", what, before)
		}
		seen[d] = what
	}
	id := m.relate(t, "supports", marks[0], marks[1])
	changed("a relation")
	before := now()
	m.relate(t, "attacks", marks[1], marks[2])
	if now() != before {
		t.Error("a relation of others changes the card")
	}
	do := func(c workspace.Command) {
		t.Helper()
		if err := m.ws.Do(project.User, "x", project.Place{}, c); err != nil {
			t.Fatal(err)
		}
	}
	do(func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.RenameRelation(p, id, "attacks", s)
	})
	changed("another name")
	do(func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.MovePiece(p, marks[1], 0, span.Span{Start: 17, End: 30}, s)
	})
	changed("another quote")
	for range someRelated + 3 {
		m.relate(t, "repeats", marks[0], marks[2])
	}
	changed("very many")
	if shown, more := m.related(m.project().Annotation(marks[0])); len(shown) != someRelated || more != 4 {
		t.Errorf("%d shown, %d more", len(shown), more)
	}
	do(func(p project.Project, s project.Stamp) (project.Diff, error) { return project.Remove(p, s, marks[2]) })
	if shown, more := m.related(m.project().Annotation(marks[0])); len(shown) != 1 || more != 0 {
		t.Errorf("%d shown, %d more after the other mark went", len(shown), more)
	}
}
