package workspace

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/store"
)

var bg = context.Background()

// world makes random commands. Its clock and its IDs may be used by several
// goroutines, as those of a browser are.
type world struct {
	*rand.Rand
	mu    sync.Mutex
	ids   *rand.Rand
	clock time.Time
}

func newWorld(seed, n uint64) *world {
	return &world{Rand: rand.New(rand.NewPCG(seed, n)), ids: rand.New(rand.NewPCG(n, seed)), clock: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
}

func (w *world) mint() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, b := w.ids.Uint64(), w.ids.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", a>>32, a>>16&0xFFFF, a&0xFFF, b>>52, b&0xFFFFFFFFFFFF)
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(170 * time.Millisecond) // so that some edits join
	return w.clock
}

func (w *world) env() Env { return Env{Now: w.now, Mint: w.mint} }

func pick[T any](w *world, from []T) (one T) {
	if len(from) > 0 {
		one = from[w.IntN(len(from))]
	}
	return one
}

// article has blocks with something between them, and one that is empty.
func (w *world) article() *article.Article {
	var text strings.Builder
	var blocks []article.Block
	at := 0
	for i := range 2 + w.IntN(6) {
		start := at
		for range w.IntN(12) {
			word := pick(w, []string{"word ", "👩‍👩‍👧‍👦", "मस्ते ", "<b>&amp;", "“deal” "})
			text.WriteString(word)
			at += len([]rune(word))
		}
		blocks = append(blocks, article.Block{Kind: article.Paragraph, Start: start, End: at})
		between := fmt.Sprintf("\n%d.%d\n", i, w.IntN(1_000_000))
		text.WriteString(between)
		at += len(between)
	}
	a, err := article.New(article.Meta{Title: "An article"}, text.String(), blocks)
	if err != nil {
		panic(err)
	}
	return a
}

func (w *world) articles(n int) (out []*article.Article) {
	for range n {
		out = append(out, w.article())
	}
	return out
}

func (w *world) project(articles int) project.Project {
	return project.New("Lesson", w.articles(articles), project.Stamp{When: w.now(), Mint: w.mint})
}

func (w *world) span(a *article.Article) span.Span {
	start := w.IntN(a.Len())
	return span.Span{Start: start, End: start + 1 + w.IntN(min(a.Len()-start, 30))}
}

func (w *world) tags(p project.Project) (out []annotation.TagID) {
	all := p.Tags.Sorted(annotation.CompareTags)
	for range w.IntN(3) {
		if len(all) > 0 {
			out = append(out, pick(w, all).ID)
		}
	}
	return out
}

// any draws a command that fits the project as it is.
func (w *world) any(p project.Project) Command {
	articles := p.ArticlesInOrder()
	if len(articles) == 0 {
		more := w.articles(1)
		return func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.AddArticles(p, more, s)
		}
	}
	on := pick(w, articles)
	marks := p.Annotations.Sorted(annotation.Compare)
	if n := w.IntN(100); n < 40 || len(marks) == 0 {
		spans, tags := []span.Span{w.span(on), w.span(on)}, w.tags(p)
		return func(p project.Project, s project.Stamp) (project.Diff, error) {
			d, _, err := project.Highlight(p, on.ID, spans[:1+n%2], tags, s)
			return d, err
		}
	}
	if w.IntN(5) == 0 {
		return w.onProject(p, on)
	}
	return w.onMark(p, pick(w, marks))
}

func (w *world) onMark(p project.Project, an *annotation.Annotation) Command {
	piece, to := w.IntN(len(an.Pieces)), w.span(p.Article(an.Article))
	other, relation := pick(w, p.Annotations.Sorted(annotation.Compare)), w.relation(p)
	tags, note := w.tags(p), fmt.Sprint("note ", w.IntN(100))
	return pick(w, []Command{
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.Retag(p, an.ID, tags, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.SetNote(p, an.ID, note, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.MovePiece(p, an.ID, piece, to, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.AddPiece(p, an.ID, to, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.Remove(p, s, an.ID)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			d, _, err := project.Relate(p, "supports", an.ID, other.ID, s)
			return d, err
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			d, _, err := project.Relate(p, "attacks", other.ID, an.ID, s)
			return d, err
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.Mend(p, map[annotation.ID][]span.Span{an.ID: {{Start: 0, End: 1}}}, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.RenameRelation(p, relation, note, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.RemoveRelation(p, relation, s)
		},
	})
}

// relation is that of one of the project's relations; "" if it has none.
func (w *world) relation(p project.Project) annotation.RelationID {
	if r := pick(w, p.Relations.Sorted(annotation.CompareRelations)); r != nil {
		return r.ID
	}
	return ""
}

// corrected puts another article in the place of one, and every second mark on
// the start of it.
func corrected(p project.Project, id article.ID, to *article.Article, s project.Stamp) (project.Diff, error) {
	places := map[annotation.ID][]span.Span{}
	for an := range p.Annotations.Unordered() {
		if an.Article == id && an.ID[0]%2 == 0 {
			places[an.ID] = []span.Span{{Start: 0, End: 1}}
		}
	}
	return project.CorrectArticle(p, id, to, places, s)
}

func (w *world) onProject(p project.Project, on *article.Article) Command {
	more, title := w.articles(1), fmt.Sprint("Title ", w.IntN(9))
	other := pick(w, p.ArticlesInOrder())
	tag := pick(w, p.Tags.Sorted(annotation.CompareTags))
	places := []project.Occurrence{{Article: on.ID, Span: w.span(on)}, {Article: on.ID, Span: w.span(on)}, {Article: on.ID, Span: w.span(on)}}
	return pick(w, []Command{
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.HighlightAll(p, places, nil, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			d, _, err := project.AddTag(p, title, s)
			return d, err
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.AddArticles(p, more, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.RemoveArticle(p, on.ID, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return corrected(p, on.ID, more[0], s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return corrected(p, on.ID, other, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.EditArticle(p, on.ID, article.Meta{Title: title}, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.SetState(p, on.ID, project.Done, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			if tag == nil {
				return project.Diff{}, nil
			}
			t := *tag
			t.Color = (t.Color + 1) % annotation.Colors
			return project.EditTag(p, t, s)
		},
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			if tag == nil {
				return project.Diff{}, nil
			}
			return project.RemoveTag(p, tag.ID, s)
		},
	})
}

// step does one random thing: mostly a command, else undo, redo, or an
// article that was opened. Commands may be refused.
func (w *world) step(ws *Workspace, label string) {
	p := ws.Project()
	switch n := w.IntN(100); {
	case n < 12:
		ws.Undo()
	case n < 20:
		ws.Redo()
	case n < 24:
		if on := pick(w, p.ArticlesInOrder()); on != nil {
			_ = ws.Do(project.Auto, "Opened", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
				return project.Open(p, on.ID, s)
			})
		}
	default:
		_ = ws.Do(project.User, label, project.Place{}, w.any(p))
	}
}

// flaky is a store whose writes fail now and then, some of them after all has
// been written, and whose history can be held back.
type flaky struct {
	store.Store
	mu   sync.Mutex
	fail func() (before, after bool)
	hold chan struct{}
}

func (f *flaky) Append(ctx context.Context, base int64, txs []project.Tx) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	before, after := false, false
	if f.fail != nil {
		before, after = f.fail()
	}
	if before {
		return store.Full(nil)
	}
	err := f.Store.Append(ctx, base, txs)
	if err == nil && after {
		return store.Blocked(nil)
	}
	return err
}

func (f *flaky) History(ctx context.Context, upTo int64) ([]project.Tx, error) {
	if f.hold != nil {
		<-f.hold
	}
	return f.Store.History(ctx, upTo)
}

// shelf is a library with one project in it.
type shelf struct {
	t   *testing.T
	lib *store.Memory
	id  string
}

func newShelf(t *testing.T, p project.Project) *shelf {
	t.Helper()
	s := &shelf{t, store.NewMemory(), p.Info().ID}
	if _, err := s.lib.Create(bg, p); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shelf) store() store.Store {
	s.t.Helper()
	st, err := s.lib.Open(bg, s.id)
	if err != nil {
		s.t.Fatal(err)
	}
	return st
}

func (s *shelf) open(env Env) *Workspace {
	s.t.Helper()
	return s.openOn(s.store(), env)
}

func (s *shelf) openOn(st store.Store, env Env) *Workspace {
	s.t.Helper()
	ws, err := Open(bg, st, env)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(ws.Close)
	return ws
}

// log is the whole log as it is stored, which must be numbered from 1.
func (s *shelf) log() []project.Tx {
	s.t.Helper()
	log, err := s.store().Since(bg, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	for i, tx := range log {
		if tx.Seq != int64(i+1) {
			s.t.Fatalf("change %d is numbered %d", i+1, tx.Seq)
		}
	}
	return log
}

// flush saves everything, as often as it takes.
func flush(t *testing.T, ws *Workspace) {
	t.Helper()
	var err error
	for range 200 {
		ctx, cancel := context.WithTimeout(bg, 20*time.Second)
		err = ws.Flush(ctx)
		cancel()
		if err == nil {
			return
		}
	}
	t.Fatalf("not saved: %v", err)
}

// until waits for a condition.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// steps is everything that can be undone, last first, and redone; each must
// fit the project that the one before it leaves.
func steps(t *testing.T, ws *Workspace) string {
	t.Helper()
	ws.mu.Lock()
	p, undo, redo := ws.now.project, ws.now.history.Clone(), ws.now.history.Clone()
	ws.mu.Unlock()
	var out strings.Builder
	walk(t, &out, p, func() (project.Tx, bool) { return undo.Undo("", time.Time{}) }, undo.Note)
	out.WriteString("|")
	walk(t, &out, p, func() (project.Tx, bool) { return redo.Redo("", time.Time{}) }, redo.Note)
	return out.String()
}

func walk(t *testing.T, out *strings.Builder, p project.Project, next func() (project.Tx, bool), note func(project.Tx)) {
	t.Helper()
	for tx, ok := next(); ok; tx, ok = next() {
		q, err := p.Apply(tx.Diff)
		if err != nil {
			t.Fatalf("the step %q does not fit the project: %v", tx.Label, err)
		}
		data, err := json.Marshal(tx)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(data)
		note(tx)
		p = q
	}
}

// same fails unless both show the same and can undo and redo the same.
func same(t *testing.T, what string, a, b *Workspace) {
	t.Helper()
	if !a.Project().Equal(b.Project()) {
		t.Fatalf("%s: the projects differ in %d records", what, project.Between(a.Project(), b.Project()).Size())
	}
	au, ar := a.Depth()
	bu, br := b.Depth()
	if au != bu || ar != br {
		t.Fatalf("%s: %d/%d steps and %d/%d", what, au, ar, bu, br)
	}
	if steps(t, a) != steps(t, b) {
		t.Fatalf("%s: the steps differ", what)
	}
}

// chained returns a subscriber that fails unless every event follows the one
// before it.
func chained(t *testing.T, ws *Workspace) (check func()) {
	var mu sync.Mutex
	last := ws.Project()
	n := 0
	ws.Subscribe(func(e Event) {
		mu.Lock()
		defer mu.Unlock()
		n++
		if e.Before != last {
			t.Errorf("event %d (%q) does not start where the one before it ended", n, e.Tx.Label)
		}
		if after, err := e.Before.Apply(e.Tx.Diff); e.Lost == nil && (err != nil || !after.Equal(e.After)) {
			t.Errorf("event %d (%q): its change is not what lies between its projects", n, e.Tx.Label)
		}
		if (e.Remote || e.Lost != nil) && !e.Late {
			t.Errorf("event %d is not late", n)
		}
		last = e.After
	})
	return func() {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if last != ws.Project() {
			t.Errorf("after %d events the project is another", n)
		}
	}
}

func labels(log []project.Tx) []string {
	var out []string
	for _, tx := range log {
		out = append(out, tx.Label)
	}
	return out
}

func without[T comparable](list []T, gone ...T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(x T) bool { return slices.Contains(gone, x) })
}
