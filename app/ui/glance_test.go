package ui

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/uuid"

	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/paint"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/store"
	"claimlight/app/workspace"
)

// seenPaper shows an article, of which the blocks from first to last are in
// sight.
type seenPaper struct {
	Paper       // for the rest, which is not asked for
	article     *article.Article
	first, last int
}

func (p *seenPaper) Article() *article.Article  { return p.article }
func (p *seenPaper) Visible() (first, last int) { return p.first, p.last }
func (p *seenPaper) View() paint.Rect           { return paint.Rect{} }
func (p *seenPaper) Box(span.Span) paint.Rect   { return paint.Rect{} }

// newGlanceModel has a text on its paper, with its first block in sight and
// marks without a tag on it.
func newGlanceModel(tb testing.TB, text string, marks ...span.Span) (*Model, *seenPaper) {
	tb.Helper()
	a, err := ingest.Text("seen.txt", []byte(text), article.Meta{})
	if err != nil {
		tb.Fatal(err)
	}
	env := workspace.Env{Now: time.Now, Mint: uuid.NewString}
	stamp := project.Stamp{Mint: env.Mint, When: env.Now()}
	p := project.New("Mine", []*article.Article{a}, stamp)
	for _, s := range marks {
		d, _, err := project.Highlight(p, a.ID, []span.Span{s}, nil, stamp)
		if err != nil {
			tb.Fatal(err)
		}
		if p, err = p.Apply(d); err != nil {
			tb.Fatal(err)
		}
	}
	st, err := store.NewMemory().Create(tb.Context(), p)
	if err != nil {
		tb.Fatal(err)
	}
	paper := &seenPaper{article: a}
	m := NewModel(Ports{Paper: paper, Prefs: &drawer{kept: map[string]string{}}, Now: env.Now, Mint: env.Mint})
	if m.ws, err = workspace.Open(tb.Context(), st, env); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(m.ws.Close)
	m.route = Route{Screen: screenRead, Article: a.ID}
	return m, paper
}

// kept is the glance that is kept; false if there is none.
func kept(t *testing.T, m *Model) (g glance, any bool) {
	t.Helper()
	data := m.ports.Prefs.Get("glance")
	if data == "" {
		return g, false
	}
	if err := json.Unmarshal([]byte(data), &g); err != nil {
		t.Fatal(err)
	}
	return g, true
}

// What is kept for the next start are the marks as they are painted, but for
// what is selected.
func TestAGlanceHasTheMarks(t *testing.T) {
	m, _ := newGlanceModel(t, "A title\n\nNothing stands in this paragraph.\n\n👩🏽 waves, and a 🏳️‍🌈 flies.", span.Span{Start: 52, End: 57}, span.Span{Start: 55, End: 57})
	for an := range m.project().Annotations.All() {
		m.painter.Selected = an.ID
	}
	m.keepGlance()
	g, ok := kept(t, m)
	if !ok || len(g.Blocks) != 3 || len(g.Runs) != 3 || len(g.Runs[0])+len(g.Runs[1]) > 0 || len(g.Runs[2]) != 6 {
		t.Fatalf("kept are %v %v", g.Blocks, g.Runs)
	}
	a := m.ports.Paper.Article()
	painter := paint.Painter{Look: m.look}
	painted := string(painter.Block(a, 2, m.ws.Page(a.ID).Blocks.At(2)))
	text := utf16.Encode([]rune(g.Blocks[2][1]))
	for run := g.Runs[2]; len(run) > 0; run = run[3:] {
		e, words := g.Marks[run[2]], string(utf16.Decode(text[run[0]:run[1]]))
		if !strings.Contains(painted, `<mark class="`+e.Class+`"`) || !strings.Contains(painted, `">`+words+"</mark>") {
			t.Errorf("kept is %q as %q, painted is %s", words, e.Class, painted)
		}
	}
}

// A text full of marks makes no glance of megabytes: it ends before a block that
// would, and where that is the first one, nothing is kept.
func TestAGlanceIsBounded(t *testing.T) {
	var marks []span.Span
	block := strings.Repeat("word ", 400)
	for i := range 4 * 400 {
		marks = append(marks, span.Span{Start: i/400*2002 + i%400*5, End: i/400*2002 + i%400*5 + 4})
	}
	m, paper := newGlanceModel(t, strings.Repeat(block+"\n\n", 60), marks...)
	m.keepGlance()
	g, _ := kept(t, m)
	if n := len(m.ports.Prefs.Get("glance")); n > 2*glanceBytes || len(g.Blocks) < 3 || len(g.Blocks) != len(g.Runs) {
		t.Errorf("kept are %d blocks in %d bytes", len(g.Blocks), n)
	}
	for i, runs := range g.Runs {
		if i < 4 && len(runs) != 3*400 {
			t.Errorf("block %d has %d of its marks", i, len(runs)/3)
		}
	}

	marks = marks[:0]
	for i := range glanceMarks / 10 {
		marks = append(marks, span.Span{Start: 5 * i, End: 5*i + 4})
	}
	m, paper = newGlanceModel(t, "word "+strings.Repeat("word ", len(marks))+"\n\nThe end.", marks...)
	paper.last = 1
	m.ports.Prefs.Set("glance", "of another place")
	m.keepGlance()
	if _, any := kept(t, m); any {
		t.Errorf("kept are %d bytes", len(m.ports.Prefs.Get("glance")))
	}
}
