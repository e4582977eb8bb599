package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"claimlight/app/project"
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
	if len(c.placesIn(m.project())) != 2 || c.leftIn(m.project(), c.placesIn(m.project())) != 0 {
		t.Fatalf("of two marks %d go over", len(c.placesIn(m.project())))
	}
	if !m.do("Noted", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetNote(p, marks[0], "Changed since", s)
	}) {
		t.Fatal(m.toast.Text)
	}
	m.correction, m.sheet = c, sheetCorrection
	m.correct()
	if got := m.toast.Text; !strings.HasPrefix(got, "1 mark is on the corrected text, 1 has no place") {
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
	m.correction, m.sheet = &correction{of: a.ID, text: a}, sheetCorrection // the same text: refused
	m.correct()
	if m.correction == nil || m.sheet != sheetCorrection || !m.toast.Bad {
		t.Errorf("the sheet is gone, and %q was said", m.toast.Text)
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
