package workspace

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/project"
	"claimlight/app/span"
)

// rebuilt is a page by its plain definition.
func rebuilt(p project.Project, a *article.Article) *Page {
	page := &Page{Article: a}
	for _, an := range p.Annotations.Sorted(annotation.Compare) {
		if an.Article == a.ID {
			page.All = append(page.All, an)
		}
	}
	for _, b := range a.Blocks {
		var touching []*annotation.Annotation
		for _, an := range page.All {
			if slices.ContainsFunc(an.Pieces, func(p annotation.Piece) bool { return p.Overlaps(span.Span{Start: b.Start, End: b.End}) }) {
				touching = append(touching, an)
			}
		}
		page.Blocks = append(page.Blocks, touching)
	}
	return page
}

func (p *Page) check(t *testing.T, want *Page) {
	t.Helper()
	if p.Article != want.Article || !slices.Equal(p.All, want.All) || len(p.Blocks) != len(want.Blocks) {
		t.Fatalf("the page has %d marks and %d blocks, want %d and %d", len(p.All), len(p.Blocks), len(want.All), len(want.Blocks))
	}
	for b := range p.Blocks {
		// An empty block is touched by nothing, or by what lies around it: it paints the same.
		if bounds := p.Article.Blocks[b]; bounds.Start < bounds.End && !slices.Equal(p.Blocks[b], want.Blocks[b]) {
			t.Fatalf("block %d has %d marks, want %d", b, len(p.Blocks[b]), len(want.Blocks[b]))
		}
	}
}

func (p *Page) checkQueries(t *testing.T, point int) {
	t.Helper()
	var want []*annotation.Annotation
	for _, an := range p.All {
		if an.Has(point) {
			want = append(want, an)
		}
	}
	slices.SortStableFunc(want, func(a, b *annotation.Annotation) int { return a.Size() - b.Size() })
	if got := p.At(point); !slices.Equal(got, want) {
		t.Fatalf("%d marks at %d, want %d", len(got), point, len(want))
	}
	for i, an := range p.All {
		if p.Index(an) != i {
			t.Fatalf("mark %d is found at %d", i, p.Index(an))
		}
	}
	if p.Index(nil) != -1 || p.Index(&annotation.Annotation{ID: "x"}) != -1 {
		t.Fatal("a mark is found that is not there")
	}
}

// screen holds what an open article shows, kept up by repainting what each
// event touches and nothing else.
type screen struct {
	painter paint.Painter
	on      *article.Article
	blocks  []string
}

func look(ws *Workspace) func(annotation.TagID) paint.Look {
	return func(id annotation.TagID) paint.Look {
		t := ws.Project().Tag(id)
		if t == nil {
			return paint.Untagged
		}
		return paint.Look{Color: t.Color, Cue: t.Cue, Code: t.Code(), Name: t.Name}
	}
}

func (s *screen) show(page *Page) {
	s.on, s.blocks = page.Article, nil
	for i := range page.Blocks {
		s.blocks = append(s.blocks, string(s.painter.Block(page.Article, i, page.Blocks[i])))
	}
}

func (s *screen) follow(page *Page, d project.Diff) {
	touched := Touched(s.on, d)
	if len(d.Tags) > 0 {
		s.show(page)
	}
	for _, i := range touched {
		s.blocks[i] = string(s.painter.Block(page.Article, i, page.Blocks[i]))
	}
}

// Painting after a diff equals painting from nothing; and so do the pages.
func TestPagesAndPaint(t *testing.T) {
	seed, total := seedOf(t), 0
	for n := range 50 {
		w := newWorld(seed, uint64(n))
		ws := newShelf(t, w.project(3)).open(w.env())
		shown := &screen{painter: paint.Painter{Look: look(ws)}}
		fresh := &screen{painter: paint.Painter{Look: look(ws)}}
		changes := 0
		ws.Subscribe(func(e Event) {
			changes++
			if shown.on != nil && ws.Project().Article(shown.on.ID) == nil {
				shown.on = nil
			}
			if shown.on != nil {
				shown.follow(ws.Page(shown.on.ID), e.Tx.Diff)
			}
		})
		for i := range 200 {
			total++
			w.step(ws, fmt.Sprint(i))
			p := ws.Project()
			on := pick(w, p.ArticlesInOrder())
			if on == nil || w.IntN(3) > 0 && shown.on == nil {
				continue
			}
			want := rebuilt(p, on)
			if got := ws.Count(on.ID); got != len(want.All) {
				t.Fatalf("step %d of %d: %d marks are counted, want %d", i, n, got, len(want.All))
			}
			if !slices.Equal(ws.Articles(), p.ArticlesInOrder()) || !reflect.DeepEqual(ws.Codebook(), p.Codebook()) {
				t.Fatalf("step %d of %d: the lists are not those of the project", i, n)
			}
			page := ws.Page(on.ID)
			page.check(t, want)
			page.checkQueries(t, w.IntN(on.Len()))
			if shown.on == nil {
				shown.show(page)
			}
			fresh.show(rebuilt(p, p.Article(shown.on.ID)))
			if !slices.Equal(shown.blocks, fresh.blocks) {
				t.Fatalf("step %d of %d: what is shown is not what painting from nothing shows", i, n)
			}
		}
		if changes < 50 {
			t.Fatalf("only %d changes", changes)
		}
	}
	t.Logf("%d steps", total)
}

// What a mark does not touch is not sorted again, and counting lays out nothing.
func TestListsAreKept(t *testing.T) {
	w := newWorld(2, 2)
	ws := newShelf(t, w.project(2)).open(w.env())
	articles, tags := ws.Articles(), ws.Codebook().Tags
	mark(t, ws, "Mark", span.Span{Start: 0, End: 1})
	if &ws.Articles()[0] != &articles[0] || &ws.Codebook().Tags[0] != &tags[0] {
		t.Error("the lists were sorted again")
	}
	if n := ws.Count(articles[0].ID) + ws.Count(articles[1].ID); n != 1 || ws.Count("nothing") != 0 {
		t.Errorf("%d marks are counted", n)
	}
	if ws.sheets[articles[0].ID] != nil && ws.sheets[articles[0].ID].page.Article != nil {
		t.Error("counting laid a page out")
	}
	err := ws.Do(project.User, "Closed", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetClosed(p, true, s)
	})
	if err != nil || !ws.Codebook().Closed {
		t.Errorf("the codebook is not closed, error %v", err)
	}
}

func TestPageIsShared(t *testing.T) {
	w := newWorld(1, 1)
	ws := newShelf(t, w.project(2)).open(w.env())
	on := ws.Project().ArticlesInOrder()[0]
	highlight := func(s span.Span) {
		t.Helper()
		if err := ws.Do(project.User, "Mark", project.Place{}, marking(on.ID, s)); err != nil {
			t.Fatal(err)
		}
	}
	highlight(span.Span{Start: 0, End: on.Len()})
	before := ws.Page(on.ID)
	if ws.Page(on.ID) != before {
		t.Fatal("a page that did not change is made anew")
	}
	err := ws.Do(project.User, "Title", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.EditArticle(p, on.ID, article.Meta{Title: "Another"}, s)
	})
	if err != nil {
		t.Fatal(err)
	}
	renamed := ws.Page(on.ID)
	if renamed.Article.Meta.Title != "Another" || &renamed.All[0] != &before.All[0] || &renamed.Blocks[0] != &before.Blocks[0] {
		t.Fatal("another title must cost nothing")
	}
	highlight(span.Span{Start: 0, End: 1})
	if len(before.All) != 1 || len(renamed.All) != 1 || len(ws.Page(on.ID).All) != 2 {
		t.Fatal("a page was changed that was given out")
	}
	if ws.Page("nothing") != nil {
		t.Fatal("a page of an article that is not there")
	}
}

func marking(on article.ID, s span.Span, tags ...annotation.TagID) Command {
	return func(p project.Project, st project.Stamp) (project.Diff, error) {
		d, _, err := project.Highlight(p, on, []span.Span{s}, tags, st)
		return d, err
	}
}
