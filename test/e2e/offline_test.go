package e2e

import (
	"testing"
)

// A cold start with no server and no network, with work to come back to:
// everything is there, marking goes on, and it is there the next time.
func TestColdStartWithWork(t *testing.T) {
	site := Start(t)
	tab := visit(t, site)
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	note(tab, "written with a server")
	unfocus(tab)
	saved(tab)
	before := file(tab)

	site.Stop()
	tab.Browser.Kill()
	tab = tab.Browser.Relaunch()
	tab.Emulate(Offline)
	openArticle(tab, "2")
	waitCards(tab, 1)
	wantSame(t, "without a server", file(tab), before)
	mark(tab, phrases[1], "", "2")
	note(tab, "written without one")
	unfocus(tab)
	saved(tab)
	newFive(tab, "Made offline")
	openArticle(tab, "2")
	mark(tab, phrases[2], "", "3")
	saved(tab)
	tab.Emulate(Online)

	tab.Browser.Kill()
	site.Restart()
	tab = tab.Browser.Relaunch()
	tab.OpenReady("#/files")
	tab.WaitTrue(`document.querySelectorAll(".project").length === 2`)
	for range 2 {
		if tab.Text(`.project[aria-current="true"] b`) == "Made offline" {
			tab.Click(`.project:not([aria-current]) [id^="open-"]`)
			tab.WaitTrue(`document.querySelector('.project[aria-current="true"] b').textContent !== "Made offline"`)
		}
	}
	openArticle(tab, "2")
	waitCards(tab, 2)
	tab.WaitText("#cards", "written without one")
	toFirst(tab)
	waitCards(tab, 0)
	tab.AssertClean(t, gone)
}

// A new version that arrives in the middle of a sentence takes nothing away;
// asked for in the middle of a sentence, it keeps the sentence.
func TestUpdateInTheMiddleOfASentence(t *testing.T) {
	second := edition(t, "2")
	site := Start(t)
	tab := visit(t, site)
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	saved(tab)
	other := tab.Browser.NewTab()
	other.OpenReady("#/articles")

	tab.Front()
	tab.Click("#note")
	tab.Type("The first half")
	site.ServeDir(second)
	other.Reload() // looks for a new version
	tab.WaitFor("button.news", startPatience)
	if got := tab.EvalString(`document.activeElement?.id ?? ""`); got != "note" {
		t.Errorf("the offer took the keyboard away, to %q", got)
	}
	tab.Type(", and the second")
	if got := noteOf(tab); got != "The first half, and the second" {
		t.Errorf("the note reads %q", got)
	}
	tab.Type(". The end.")
	tab.Eval(`document.querySelector("button.news").click()`, nil) // without leaving the field first
	tab.WaitTrue(`globalThis.edition === "2"`, startPatience)
	tab.WaitReady()
	openArticle(tab, "2")
	tab.WaitText("#cards", "The first half, and the second. The end.")
	tab.AssertClean(t)
	other.AssertClean(t)
}
