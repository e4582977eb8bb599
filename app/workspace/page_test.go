package workspace

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/test/dice"
)

// plain is a page by its plain definition.
type plain struct {
	article *article.Article
	all     []*annotation.Annotation
	blocks  [][]*annotation.Annotation
}

func rebuilt(p project.Project, a *article.Article) plain {
	page := plain{article: a}
	for _, an := range p.Annotations.Sorted(annotation.Compare) {
		if an.Article == a.ID {
			page.all = append(page.all, an)
		}
	}
	for _, b := range a.Blocks {
		var touching []*annotation.Annotation
		for _, an := range page.all {
			if slices.ContainsFunc(an.Pieces, func(p annotation.Piece) bool { return p.Overlaps(span.Span{Start: b.Start, End: b.End}) }) {
				touching = append(touching, an)
			}
		}
		page.blocks = append(page.blocks, touching)
	}
	return page
}

func (p *Page) all() []*annotation.Annotation { return p.Between(0, p.Starts.Len()-1) }

func (p *Page) check(t *testing.T, want plain) {
	t.Helper()
	if p.Article != want.article || p.Count != len(want.all) || !slices.Equal(p.all(), want.all) || p.Blocks.Len() != len(want.blocks) {
		t.Fatalf("the page has %d marks and %d blocks, want %d and %d", p.Count, p.Blocks.Len(), len(want.all), len(want.blocks))
	}
	for b, list := range want.blocks {
		// An empty block is touched by nothing, or by what lies around it: it paints the same.
		if bounds := p.Article.Blocks[b]; bounds.Start < bounds.End && !slices.Equal(p.Blocks.At(b), list) {
			t.Fatalf("block %d has %d marks, want %d", b, len(p.Blocks.At(b)), len(list))
		}
	}
}

func (p *Page) checkQueries(t *testing.T, point int) {
	t.Helper()
	all := p.all()
	var want []*annotation.Annotation
	for _, an := range all {
		if an.Has(point) {
			want = append(want, an)
		}
	}
	slices.SortStableFunc(want, func(a, b *annotation.Annotation) int { return a.Size() - b.Size() })
	if got := p.At(point); !slices.Equal(got, want) {
		t.Fatalf("%d marks at %d, want %d", len(got), point, len(want))
	}
	var before *annotation.Annotation
	for i, an := range all {
		var after *annotation.Annotation
		if i+1 < len(all) {
			after = all[i+1]
		}
		if p.Neighbor(an, 1) != after || p.Neighbor(an, -1) != before {
			t.Fatalf("mark %d has other neighbors than those beside it", i)
		}
		before = an
	}
	if p.Neighbor(nil, 1) != nil || p.Neighbor(&annotation.Annotation{ID: "x"}, 1) != nil {
		t.Fatal("what is not there has a neighbor")
	}
	from := max(p.Article.BlockAt(point), 0)
	start := func(an *annotation.Annotation) int { return max(p.Article.BlockAt(an.Start()), 0) }
	next := slices.IndexFunc(all, func(an *annotation.Annotation) bool { return start(an) >= from })
	if got := p.Nearest(from, 1); (next < 0) != (got == nil) || next >= 0 && got != all[next] {
		t.Fatalf("the next mark from block %d on is another", from)
	}
	if next < 0 {
		next = len(all)
	}
	for next < len(all) && start(all[next]) == from {
		next++
	}
	if got := p.Nearest(from, -1); (next == 0) != (got == nil) || next > 0 && got != all[next-1] {
		t.Fatalf("the last mark up to block %d is another", from)
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

func (s *screen) show(a *article.Article, marks func(i int) []*annotation.Annotation) {
	s.on, s.blocks = a, nil
	for i := range a.Blocks {
		s.blocks = append(s.blocks, string(s.painter.Block(a, i, marks(i))))
	}
}

func (s *screen) follow(page *Page, d project.Diff) {
	touched := Touched(s.on, d)
	if len(d.Tags) > 0 {
		s.show(page.Article, page.Blocks.At)
	}
	for _, i := range touched {
		s.blocks[i] = string(s.painter.Block(page.Article, i, page.Blocks.At(i)))
	}
}

// Painting after a diff equals painting from nothing; and so do the pages.
func TestPagesAndPaint(t *testing.T) {
	seed, total, unplaced := dice.Seed(t), 0, 0
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
			if got := ws.Count(on.ID); got != len(want.all) {
				t.Fatalf("step %d of %d: %d marks are counted, want %d", i, n, got, len(want.all))
			}
			if !slices.Equal(ws.Articles(), p.Listed()) || !reflect.DeepEqual(ws.Codebook(), p.Codebook()) {
				t.Fatalf("step %d of %d: the lists are not those of the project", i, n)
			}
			now := p.Current(on.ID).ID
			if got, want := ws.Unplaced(now), len(p.Unplaced(now)); got != want {
				t.Fatalf("step %d of %d: %d marks are counted without a place, want %d", i, n, got, want)
			} else {
				unplaced += want
			}
			checkTally(t, ws)
			page := ws.Page(on.ID)
			page.check(t, want)
			page.checkQueries(t, w.IntN(on.Len()))
			if shown.on == nil {
				shown.show(page.Article, page.Blocks.At)
			}
			whole := rebuilt(p, p.Article(shown.on.ID))
			fresh.show(whole.article, func(i int) []*annotation.Annotation { return whole.blocks[i] })
			if !slices.Equal(shown.blocks, fresh.blocks) {
				t.Fatalf("step %d of %d: what is shown is not what painting from nothing shows", i, n)
			}
		}
		if changes < 50 {
			t.Fatalf("only %d changes", changes)
		}
	}
	if unplaced < 50 {
		t.Errorf("only %d marks were ever without a place", unplaced)
	}
	t.Logf("%d steps", total)
}

// checkTally counts everything again.
func checkTally(t *testing.T, ws *Workspace) {
	t.Helper()
	p := ws.Project()
	for tag := range p.Tags.All() {
		if got, want := ws.TagUses(tag.ID), project.UsesOfTag(p, tag.ID); got != want {
			t.Fatalf("the tag %s is on %d marks, want %d", tag.Name, got, want)
		}
	}
	for a := range p.Attributes.All() {
		values := map[string]bool{}
		for an := range p.Annotations.Unordered() {
			values[an.Value(a.ID)] = true
		}
		delete(values, "")
		if got := ws.Answers(a.ID); len(got) != len(values) || !slices.Equal(got, slices.Sorted(maps.Keys(values))) {
			t.Fatalf("the answers to %s are %q, want %d", a.Name, got, len(values))
		}
		if got, want := ws.AttributeUses(a.ID), project.UsesOfAttribute(p, a.ID); got != want {
			t.Fatalf("%s is answered %d times, want %d", a.Name, got, want)
		}
	}
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
	if ws.sheets[articles[0].ID] != nil && ws.sheets[articles[0].ID].page != nil {
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
	if renamed.Article.Meta.Title != "Another" || &renamed.Starts.parts[0] != &before.Starts.parts[0] || &renamed.Blocks.parts[0] != &before.Blocks.parts[0] {
		t.Fatal("another title must cost nothing")
	}
	highlight(span.Span{Start: 0, End: 1})
	if len(before.all()) != 1 || len(renamed.all()) != 1 || len(ws.Page(on.ID).all()) != 2 {
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
