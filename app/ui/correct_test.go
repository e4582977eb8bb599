package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/project"
	"claimlight/app/span"
)

// A plan holds for the marks as they were when it was made: one that was
// changed or made since is kept without a place, and counted.
func TestCorrectionTakesOnlyTheMarksOfItsPlan(t *testing.T) {
	m, b, marks := newRelatedModel(t)
	m.ports = Ports{Now: time.Now, Mint: b.s.Mint, Porter: atHand{}, Page: sheets{}}
	of := m.project().Annotation(marks[0]).Article
	words := m.project().Article(of).Text
	c, err := m.weigh(context.Background(), of, fileOf("corrected.txt", "One line more than before.\n\n"+words), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.placesIn(m.project())) != 2 {
		t.Fatalf("of two marks %d go over", len(c.placesIn(m.project())))
	}
	if !m.do("Noted", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetNote(p, marks[0], "Changed since", s)
	}) {
		t.Fatal(m.toast.Text)
	}
	if m.since(c) != 1 {
		t.Errorf("%d marks were changed since", m.since(c))
	}
	if !m.do("Marked", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		d, _, err := project.Highlight(p, of, []span.Span{{Start: 2, End: 9}}, nil, s)
		return d, err
	}) {
		t.Fatal(m.toast.Text)
	}
	if got := sinceWords(m.since(c)); !strings.HasPrefix(got, "2 marks were made or changed after this comparison was made.") {
		t.Errorf("said before: %q", got)
	}
	m.correction, m.sheet = c, sheetCorrection
	m.correct()
	if got := m.toast.Text; !strings.HasPrefix(got, "1 mark is on the corrected text, 2 have no place in it yet. 2 marks were made or changed while") || m.toast.Place != c.text.ID {
		t.Errorf("said %q", got)
	}
	if m.correction != nil || m.sheet != "" || m.project().Annotation(marks[0]).Article != of || m.project().Annotation(marks[1]).Article != c.text.ID {
		t.Error("the wrong marks went over, or the sheet stayed")
	}
}

func TestCorrectionThatFailsStays(t *testing.T) {
	m, b, marks := newRelatedModel(t)
	m.ports = Ports{Mint: b.s.Mint, Page: sheets{}}
	a := m.project().Article(m.project().Annotation(marks[0]).Article)
	m.correction, m.sheet = &correction{of: "gone", text: a}, sheetCorrection // refused
	m.correct()
	if m.correction == nil || m.sheet != sheetCorrection || !m.toast.Bad {
		t.Errorf("the sheet is gone, and %q was said", m.toast.Text)
	}
}

// A mark without a place is tried again with the next correction and, when
// somebody asks, in the text as it is; what is shown beside it comes from the
// text that it was made on. What is pasted goes the same way as a file.
func TestCorrectionTakesUpWhatIsWithoutAPlace(t *testing.T) {
	m, b, _ := newRelatedModel(t)
	m.ports = Ports{Now: time.Now, Mint: b.s.Mint, Porter: atHand{}, Page: sheets{}}
	text := "The bridge in the north is safe, the minister said on Monday.\nNobody had asked the engineers before.\nA green boat lay under it."
	first, err := ingest.Text("", []byte(text), article.Meta{})
	if err != nil || !m.do("Added", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.AddArticles(p, []*article.Article{first}, s)
	}) {
		t.Fatal(err, m.toast.Text)
	}
	var marks []annotation.ID
	for _, words := range []string{"A green boat lay under it.", "the minister said"} {
		at := len(text[:strings.Index(text, words)]) // ASCII
		m.do("Marked", project.Place{}, func(p project.Project, s project.Stamp) (d project.Diff, err error) {
			var id annotation.ID
			d, id, err = project.Highlight(p, first.ID, []span.Span{{Start: at, End: at + len(words)}}, nil, s)
			marks = append(marks, id)
			return d, err
		})
	}
	correct := func(of article.ID, f File) *correction {
		t.Helper()
		c, err := m.weigh(context.Background(), of, f, nil)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	m.correction = correct(first.ID, textFile(strings.Replace(text, "A green boat lay under it.", "Hardly anyone was there.", 1)))
	m.correct()
	second := m.project().Current(first.ID)
	if m.ws.Unplaced(second.ID) != 1 || m.project().Annotation(marks[0]).Article != first.ID {
		t.Fatalf("%d without a place: %s", m.ws.Unplaced(second.ID), m.toast.Text)
	}
	if second.Meta.File == pastedFile || second.Meta.Title != first.Meta.Title {
		t.Errorf("it is called %q, of the file %q", second.Meta.Title, second.Meta.File)
	}
	again := correct(second.ID, File{})
	if !again.again() || len(again.plan) != 1 || !again.plan[0].orphaned() {
		t.Fatalf("%+v", again.plan)
	}
	if m.showCorrection(again); m.correction != nil && m.sheet == sheetCorrection || !strings.Contains(m.toast.Text, "Nothing in the text is like this mark") {
		t.Errorf("said %q", m.toast.Text)
	}
	third := correct(second.ID, textFile("Back again. "+first.Text))
	if n := len(third.with(third.homeless)); n != 1 || len(third.plan) != 2 {
		t.Fatalf("%d of %d had no place", n, len(third.plan))
	}
	m.correction = third
	if m.correct(); m.project().Annotation(marks[0]).Article != third.text.ID || m.ws.Unplaced(third.text.ID) != 0 {
		t.Errorf("it did not land: %s", m.toast.Text)
	}
	if tx, ok := m.ws.Undo(); !ok || m.project().Annotation(marks[0]).Article != first.ID || m.project().Annotation(marks[1]).Article != second.ID || m.project().Article(third.text.ID) != nil {
		t.Errorf("%q takes back only some of it", tx.Label)
	}
}

// Marks that come in on an earlier text are counted by the article that stands
// in its place now.
func TestStraysAreCounted(t *testing.T) {
	m, b, marks := newRelatedModel(t)
	m.ports = Ports{Now: time.Now, Mint: b.s.Mint, Porter: atHand{}, Page: sheets{}}
	old, theirs := m.project().Annotation(marks[0]).Article, m.project()
	c, err := m.weigh(context.Background(), old, textFile("One line more.\n"+theirs.Article(old).Text), nil)
	if err != nil {
		t.Fatal(err)
	}
	m.correction = c
	m.correct()
	s := project.Stamp{When: time.Now().Add(time.Hour), Mint: b.s.Mint}
	d, _, err := project.Highlight(theirs, old, []span.Span{{Start: 3, End: 9}}, nil, s)
	if err != nil {
		t.Fatal(err)
	}
	if theirs, err = theirs.Apply(d); err != nil {
		t.Fatal(err)
	}
	change, _, err := prepared(m.ws, intake{projects: []project.Project{theirs}}, nil)
	if err != nil || !m.ws.Make(change) {
		t.Fatal(err)
	}
	m.brought(intake{}, change, nil, nil)
	if m.toast.Place != c.text.ID || !m.toast.Undo || !strings.Contains(m.toast.Text, "1 mark was made on an earlier text") || len(m.last.strays) != 1 {
		t.Errorf("%+v, %+v", m.toast, m.last.strays)
	}
	again, err := m.weigh(context.Background(), c.text.ID, File{}, nil)
	if err != nil || len(again.plan) != 1 || !again.plan[0].sure() {
		t.Fatal(again, err)
	}
	m.correction = again
	if m.correct(); m.ws.Unplaced(c.text.ID) != 0 || m.ws.Count(c.text.ID) != 3 {
		t.Errorf("%d marks, %d without a place", m.ws.Count(c.text.ID), m.ws.Unplaced(c.text.ID))
	}
}

// What was corrected is read in its new text, and what was taken back in the one
// before, also where several changes come at once.
func TestSuccessor(t *testing.T) {
	m, b, _ := newRelatedModel(t)
	before := m.project()
	a := before.ArticlesInOrder()[0]
	p, ids := before, []article.ID{a.ID}
	for _, text := range []string{"The second text.", "The third text."} {
		next, err := article.New(article.Meta{}, text, nil)
		if err != nil {
			t.Fatal(err)
		}
		d, err := project.CorrectArticle(p, ids[len(ids)-1], next, nil, project.Stamp{Mint: b.s.Mint})
		if err != nil {
			t.Fatal(err)
		}
		if p, err = p.Apply(d); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, next.ID)
	}
	for _, c := range []struct {
		from, to project.Project
		id, want article.ID
	}{{before, p, ids[0], ids[2]}, {p, before, ids[2], ids[0]}, {p, p, ids[2], ids[2]}, {p, p, ids[1], ids[2]}, {before, project.Project{}, ids[0], ""}} {
		if got := successor(c.from, c.to, c.id); got != c.want {
			t.Errorf("%.8s is followed by %.8s, want %.8s", c.id, got, c.want)
		}
	}
}

func TestSidesOfAMark(t *testing.T) {
	text := func(s string) *article.Article {
		a, err := article.New(article.Meta{}, s, nil)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	old := text("A headline\nNobody in the whole country had ever asked the engineers before, although the bridge was known to be old and in need of repair.")
	now := text("A headline\nNobody had questioned the engineers.")
	sides := sidesOf(old, []span.Span{{Start: 48, End: 67}}, "", now, []span.Span{{Start: 22, End: 46}})
	said := func(s side) string {
		out := s.before + "{"
		for _, b := range s.words {
			if b.changed {
				out += "[" + b.text + "]"
			} else {
				out += b.text
			}
		}
		return out + "}" + s.after
	}
	if got, want := said(sides[0]), "Nobody in the whole country had ever {[ask]ed the engineers} before, although the bridge was known to be old and in …"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := said(sides[1]), "Nobody had {[question]ed the engineers}."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	long := text(strings.Repeat("word ", 5000))
	sides = sidesOf(long, []span.Span{{Start: 0, End: 20000}}, "", now, nil)
	if n := len([]rune(said(sides[0]))); n > 400 || said(sides[1]) != "{}" {
		t.Errorf("%d letters, and %s", n, said(sides[1]))
	}
	if gone := sidesOf(nil, nil, "the old words", now, nil)[0]; said(gone) != "{the old words}" {
		t.Errorf("%s", said(gone))
	}
}

func TestUndoSleepsWhileSomethingIsToBeDecided(t *testing.T) {
	m, _, marks := newRelatedModel(t)
	if !m.do("Noted", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetNote(p, marks[0], "Kept", s)
	}) {
		t.Fatal(m.toast.Text)
	}
	for _, sheet := range []string{sheetArrival, sheetCorrection, sheetExport, sheetUnplaced} {
		m.sheet = sheet
		for _, k := range []Key{{Name: "z", Ctrl: true}, {Name: "Z", Ctrl: true, Shift: true}, {Name: "y", Ctrl: true}, {Name: "Enter", Ctrl: true, Typing: true}} {
			if !m.Press(k) || m.project().Annotation(marks[0]).Note != "Kept" {
				t.Errorf("%s over the sheet %s was let through", k.Name, sheet)
			}
		}
	}
}
