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
func (p *seenPaper) Line() (int, float64, bool) { return 0, 0, true }

func (*seenPaper) Select(span.Span)                        {}
func (*seenPaper) ScrollTo(float64)                        {}
func (*seenPaper) Highlight(string, ...span.Span)          {}
func (*seenPaper) Repaint(...int)                          {}
func (*seenPaper) Handles([]span.Span, int) (place func()) { return func() {} }
func (*seenPaper) Reveal(int)                              {}
func (*seenPaper) Focus()                                  {}

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

// standIn is what stood in for all of the text that newGlanceModel has on its
// paper.
func standIn(m *Model) StandIn {
	a := m.ports.Paper.Article()
	s := StandIn{Project: m.project().Info().ID, Article: string(a.ID)}
	for _, b := range a.Blocks {
		s.Texts = append(s.Texts, a.Slice(b.Start, b.End))
	}
	return s
}

// What was done before the program was there is done as it was, and what hangs
// on something that cannot be done touches no older mark. Of what was taken
// back nobody need be told that it was not possible.
func TestDeedsAreDoneInOrder(t *testing.T) {
	const text = "A title\n\nNothing stands in this paragraph.\n\nThe end."
	older := span.Span{Start: 9, End: 16} // Nothing
	at := func(from, to int) Stretch { return Stretch{From: [2]int{1, from}, To: [2]int{1, to}} }
	digit := func(d string, s Stretch) Deed { return Deed{Key: Key{Name: d, Code: "Digit" + d}, Selected: s} }
	stands, paragraph, none := at(8, 14), at(23, 32), Stretch{}
	undo, del := Deed{Key: Key{Name: "z", Code: "KeyZ", Ctrl: true}}, Deed{Key: Key{Name: "Delete", Code: "Delete"}}
	unknown := func(s Stretch) Deed { return Deed{Tag: "nobody’s", Selected: s} }
	for name, c := range map[string]struct {
		deeds []Deed
		want  string // the marks, in order of the text, each with the digit of its tag
		told  bool
	}{
		"two marks":                           {[]Deed{digit("1", stands), digit("2", paragraph)}, "Nothing? stands1 paragraph2", false},
		"a mark and another tag":              {[]Deed{digit("1", stands), digit("2", none)}, "Nothing? stands2", false},
		"a mark and Delete":                   {[]Deed{digit("1", stands), del}, "Nothing?", false},
		"a mark taken back":                   {[]Deed{digit("1", stands), undo}, "Nothing?", false},
		"a mark, one undo too many":           {[]Deed{digit("1", stands), undo, undo}, "Nothing?", false},
		"a tag that is not there":             {[]Deed{unknown(stands)}, "Nothing?", true},
		"that, taken back":                    {[]Deed{unknown(stands), undo}, "Nothing?", false},
		"that, and Delete":                    {[]Deed{unknown(stands), del}, "Nothing?", true},
		"that, and another tag":               {[]Deed{unknown(stands), digit("1", none)}, "Nothing?", true},
		"a mark, that, and two undos":         {[]Deed{digit("1", stands), unknown(paragraph), undo, undo}, "Nothing?", false},
		"a mark, that, and an undo":           {[]Deed{digit("1", stands), unknown(paragraph), undo}, "Nothing? stands1", false},
		"that, and a mark":                    {[]Deed{unknown(paragraph), digit("1", stands)}, "Nothing? stands1", true},
		"the same tag again, and an undo":     {[]Deed{digit("1", stands), digit("1", none), undo}, "Nothing? stands1", false},
		"a digit with no tag, and an undo":    {[]Deed{digit("9", stands), undo}, "Nothing?", false},
		"Delete alone, with no mark selected": {[]Deed{del}, "Nothing?", true},
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := newGlanceModel(t, text, older)
			s := standIn(m)
			s.Deeds = c.deeds
			m.takeOver(s)
			if got := marksOf(m); got != c.want {
				t.Errorf("the marks are %q, want %q", got, c.want)
			}
			if told := m.toast.Text != "" && m.toast.Bad; told != c.told {
				t.Errorf("told is %v (%q), want %v", told, m.toast.Text, c.told)
			}
		})
	}
}

// marksOf are the words of all marks of the article, each with the digit of its
// tag.
func marksOf(m *Model) string {
	a := m.ports.Paper.Article()
	var list []string
	for _, an := range m.ws.Page(a.ID).Between(0, len(a.Blocks)-1) {
		digit := "?"
		for _, id := range an.Tags {
			digit = m.project().Tag(id).Digit
		}
		list = append(list, a.Slice(an.Start(), an.End())+digit)
	}
	return strings.Join(list, " ")
}

// What was done is meant in the words that were seen: in another project, in
// another article, and in the same text with other paragraphs nothing is done.
func TestDeedsAreForWhatWasSeen(t *testing.T) {
	mark := Deed{Key: Key{Name: "1", Code: "Digit1"}, Selected: Stretch{From: [2]int{1, 8}, To: [2]int{1, 14}}}
	for name, change := range map[string]func(s *StandIn){
		"another project":    func(s *StandIn) { s.Project = "another" },
		"another article":    func(s *StandIn) { s.Article = "another" },
		"other words":        func(s *StandIn) { s.Texts[1] += " And more." },
		"other paragraphs":   func(s *StandIn) { s.Texts = []string{s.Texts[0] + s.Texts[1], s.Texts[2]} },
		"more of them":       func(s *StandIn) { s.Texts = append(s.Texts, "One more.") },
		"from elsewhere on":  func(s *StandIn) { s.First = 1 },
		"from far away":      func(s *StandIn) { s.First = 1 << 40 },
		"from before it":     func(s *StandIn) { s.First = -1 },
		"no block":           func(s *StandIn) { s.Texts = nil },
		"a place far beyond": func(s *StandIn) { s.Block = 1 << 40 },
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := newGlanceModel(t, "A title\n\nNothing stands in this paragraph.\n\nThe end.")
			s := standIn(m)
			change(&s)
			s.Deeds = []Deed{mark}
			m.takeOver(s)
			if got := marksOf(m); got != "" || !m.toast.Bad {
				t.Errorf("the marks are %q, told is %q", got, m.toast.Text)
			}
		})
	}
	m, _ := newGlanceModel(t, "A title\n\nNothing stands in this paragraph.\n\nThe end.")
	s := standIn(m)
	s.Texts, s.First, s.Block, s.Deeds = s.Texts[1:2], 1, 1, []Deed{mark}
	if m.takeOver(s); marksOf(m) != "stands1" {
		t.Errorf("of a part of the text the marks are %q", marksOf(m))
	}
}

// With a project goes what was kept of its text for the next start.
func TestNothingIsKeptOfADeletedProject(t *testing.T) {
	m, _ := newGlanceModel(t, "A title\n\nNothing stands in this paragraph.")
	id := m.project().Info().ID
	m.keepGlance()
	m.ports.Prefs.Set(lastReadKey(id), "it")
	m.forgetPlaces("another")
	if _, ok := kept(t, m); !ok || m.ports.Prefs.Get(lastReadKey(id)) == "" {
		t.Error("another project took it along")
	}
	m.forgetPlaces(id)
	if _, ok := kept(t, m); ok || m.ports.Prefs.Get(lastReadKey(id)) != "" {
		t.Error("something is kept")
	}
}
