package e2e

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// handleAt is the middle of a handle of the selected mark.
func handleAt(tab *Tab, which string) Point {
	tab.t.Helper()
	return tab.Middle(".handle." + which)
}

// dragHandle pulls a handle to a place, and looks at what is shown on the way.
func dragHandle(tab *Tab, which string, to Point, preview string, modifiers ...int64) {
	tab.t.Helper()
	from := handleAt(tab, which)
	held := sum(modifiers)
	tab.MoveTo(from)
	tab.mouse("mousePressed", from, 1, 1, held)
	tab.mouse("mouseMoved", Point{(from.X + to.X) / 2, to.Y}, 1, 0, held)
	tab.mouse("mouseMoved", to, 1, 0, held)
	wantLive(tab, preview)
	tab.mouse("mouseReleased", to, 0, 1, held)
}

// The ends of a mark move, by hand and by key.
func TestHandles(t *testing.T) {
	tab := read(t, "4")
	// What stands between two words, and between two letters.
	before := func(word string) Point { return tab.FindText(paper, word, "").Start }
	behind := func(word string) Point { return tab.FindText(paper, word, "").End }

	part(t, tab, "dragged", func(t *testing.T) {
		tagAs(tab, "1", "without any agreement", "")
		tab.Fill("#note", "It keeps its note")
		tab.Key("Escape")
		dragHandle(tab, "end", behind("halt or resolve"), "without any agreement to halt or resolve")
		wantSelected(tab, "without any agreement to halt or resolve")
		dragHandle(tab, "start", before("any agreement"), "any agreement to halt or resolve")
		wantSelected(tab, "any agreement to halt or resolve")
		if m := takenQuote(t, tab, "any agreement to halt or resolve"); m.Note != "It keeps its note" {
			t.Errorf("the note is %q", m.Note)
		}
	})
	part(t, tab, "Alt takes characters", func(t *testing.T) {
		tab.ClickText("any agreement")
		dragHandle(tab, "end", behind("halt or reso"), "any agreement to halt or reso", Alt)
		wantSelected(tab, "any agreement to halt or reso")
		takenQuote(t, tab, "any agreement to halt or reso")
	})
	part(t, tab, "not turned inside out", func(t *testing.T) {
		tab.ClickText("any agreement")
		dragHandle(tab, "end", before("An eagerly"), "any")
		wantSelected(tab, "any")
		dragHandle(tab, "start", behind("despite both leaders"), "any")
		takenQuote(t, tab, "any")
	})
	part(t, tab, "by keys", func(t *testing.T) {
		tagAs(tab, "2", "Speaking briefly", "")
		tab.Keys("shift+right shift+right")
		wantSelected(tab, "Speaking briefly to the")
		tab.Keys("shift+left")
		wantSelected(tab, "Speaking briefly to")
		tab.Keys("alt+right")
		wantSelected(tab, "briefly to")
		tab.Keys("alt+left")
		wantSelected(tab, "Speaking briefly to")
		tab.Keys("alt+shift+right alt+shift+right")
		wantSelected(tab, "Speaking briefly to th")
		tab.Keys("alt+shift+left alt+shift+left") // not behind the space
		wantSelected(tab, "Speaking briefly to")
		takenQuote(t, tab, "Speaking briefly to")
		for range 8 {
			tab.Keys("shift+left alt+right")
		}
		tab.Keys("shift+right")
		wantMore := runsOf(tab, "sel")
		if wantMore == "" {
			t.Error("the mark vanished when both ends met")
		}
		takenQuote(t, tab, wantMore)
	})
	tab.AssertClean(t)
}

// A mark is deleted, brought back, given another tag, a speaker and a note.
func TestMarkDetails(t *testing.T) {
	tab := read(t, "4")
	const quote = "“There’s no deal until there’s a deal.”"

	part(t, tab, "delete and undo by the toast", func(t *testing.T) {
		tagAs(tab, "3", quote, "")
		tab.Key("Delete")
		tab.WaitText("#toast", "Removed “")
		tab.WaitText("#toast", "There’s no deal")
		tab.WaitTrue(`!document.querySelector("#paper mark")`)
		if marks := taken(t, tab); len(marks) != 0 {
			t.Errorf("the file still has %d marks", len(marks))
		}
		tab.Key("ctrl+z")
		tab.WaitFor("#paper mark")
		tab.ClickText("no deal until")
		tab.Key("Delete")
		tab.WaitText("#toast", "Removed")
		tab.Click("#toast-undo")
		tab.WaitFor("#paper mark")
		takenQuote(t, tab, quote)
	})
	part(t, tab, "retag", func(t *testing.T) {
		tab.ClickText("no deal until")
		tab.Key("6")
		tab.WaitText(".card.open .tagname", "Opinion or framing")
		wantTags(t, takenQuote(t, tab, quote), "Opinion or framing")
		tab.Key("3")
		tab.WaitText(".card.open .tagname", "Direct quotation")
	})
	part(t, tab, "speaker, attribution, note", func(t *testing.T) {
		tab.ClickText("no deal until")
		tab.Key("2")
		tab.WaitFor(".card.open select")
		tab.Fill(".card.open input[list]", "Donald Trump")
		tab.Click(".card.open textarea")
		tab.Type("Said in English. 5 words?")
		tab.Eval(`document.querySelector(".card.open select").focus()`, nil)
		tab.Key("Down")
		tab.WaitTrue(`document.querySelector(".card.open select").selectedIndex === 1`)
		m := takenQuote(t, tab, quote)
		if m.Note != "Said in English. 5 words?" || m.Values["Speaker"] != "Donald Trump" || m.Values["Attribution"] != "Named person" {
			t.Errorf("note %q, values %q", m.Note, m.Values)
		}
		wantTags(t, m, "Attributed claim")
	})
	part(t, tab, "typed text settles before undo and on leaving", func(t *testing.T) {
		tab.ClickText("no deal until")
		tab.Key("n")
		tab.WaitTrue(`document.activeElement.id === "note"`)
		tab.Key("ctrl+a")
		tab.Type("Never mind")
		tab.Click("#undo")
		tab.WaitTrue(`document.querySelector("#note").value === "Said in English. 5 words?"`)
		tab.Click("#redo")
		tab.WaitTrue(`document.querySelector("#note").value === "Never mind"`)
		tab.Click("#note")
		tab.Key("ctrl+a")
		tab.Type("Left in the middle")
		tab.Open("#/articles")
		saved(tab)
		tab.Reload()
		tab.OpenReady("#/articles")
		tab.Click(".volume:nth-child(4) h2 a")
		tab.WaitText(".card", "Left in the middle")
		if m := takenQuote(t, tab, quote); m.Note != "Left in the middle" {
			t.Errorf("the note is %q", m.Note)
		}
	})
	tab.AssertClean(t)
}

// The handles of a mark stand at its ends also where the other direction runs
// through the line, and where the last thing in it is a line break, which stands
// nowhere.
func TestHandlesAtUnusualEnds(t *testing.T) {
	const text = "He said قال الرئيس twice and left.\nNobody asked why.\n"
	a, err := article.New(article.Meta{Title: "Both ways"}, text, []article.Block{{Kind: article.Paragraph, Start: 0, End: utf8.RuneCountInString(text) - 1}})
	if err != nil {
		t.Fatal(err)
	}
	var places []project.Occurrence
	quotes := []string{"قال الرئيس", "left.\n"}
	for _, quote := range quotes {
		start := utf8.RuneCountInString(text[:strings.Index(text, quote)])
		places = append(places, project.Occurrence{Article: a.ID, Span: span.Span{Start: start, End: start + utf8.RuneCountInString(quote)}})
	}
	s := project.Stamp{Who: annotation.PersonID(uuid.NewString()), When: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Mint: uuid.NewString}
	p := project.New("Both ways", []*article.Article{a}, s)
	d, err := project.HighlightAll(p, places, []annotation.TagID{annotation.StarterFact}, s)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.Apply(d); err != nil {
		t.Fatal(err)
	}
	tab := Start(t).Browser(t, "")
	openProject(t, tab, p)
	tab.Eval(`location.hash = "#/read"`, nil)
	tab.WaitFor("#paper mark")
	for _, words := range quotes {
		tab.ClickText(strings.TrimSpace(words))
		wantSelected(tab, words)
		var box struct{ Left, Top, Right, Bottom float64 }
		tab.Eval(`document.querySelector("#paper mark.sel").getBoundingClientRect().toJSON()`, &box)
		for which, x := range map[string]float64{"start": box.Left, "end": box.Right} {
			if at := handleAt(tab, which); math.Abs(at.X-x) > 12 || at.Y < box.Top-30 || at.Y > box.Bottom+30 {
				t.Errorf("%q: the handle at the %s stands at %.0f, the mark is %+v", words, which, at, box)
			}
		}
		tab.Screenshot("handles-" + strings.Fields(words)[0])
		tab.Key("Escape")
	}
	tab.AssertClean(t)
}
