package e2e

import (
	"strconv"
	"testing"
)

// The browser is killed, as by a power cut, right after the status line said
// that all is saved.
func TestKilledRightAfterSaved(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	for i, p := range phrases[:4] {
		mark(tab, p, "", strconv.Itoa(i+1))
	}
	note(tab, "Who counted them?\nTwo lines, 👩‍👩‍👧 and “quotes”.")
	tab.WaitText("#saved", "Saving")
	saved(tab)
	before := file(tab)
	saved(tab)
	tab.Browser.Kill()

	tab = tab.Browser.Relaunch()
	openArticle(tab, "2")
	waitCards(tab, 4)
	wantSame(t, "after the kill", file(tab), before)

	// Once more, with no time at all between the word and the cut.
	tab.Click(".card:nth-child(2) .pick")
	note(tab, "Typed last.")
	tab.WaitText("#saved", "Saving")
	saved(tab)
	tab.Browser.Kill()
	tab = tab.Browser.Relaunch()
	openArticle(tab, "2")
	tab.WaitText("#cards", "Typed last.")
	if n := toFirst(tab); n < 6 {
		t.Errorf("%d steps could be undone, want the four marks and the notes at least", n)
	}
	tab.AssertClean(t)
}

// Killed in the middle of marking: what was on the screen together with
// "Saved" is there, and what is there opens cleanly.
func TestKilledInTheMiddleOfMarking(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	// The page itself watches what stands on the screen together: how many
	// cards, and whether the status line says that all is saved.
	tab.Eval(`window.promised = 0; (function look() {
		if (document.querySelector("#saved").textContent.includes("Saved in")) promised = Math.max(promised, document.querySelectorAll(".card").length);
		requestAnimationFrame(look);
	})()`, nil)
	for _, p := range phrases {
		tab.DragText(p, "")
		tab.WaitFor("#bar:not([hidden])")
		tab.Key("2")
	}
	promised := tab.EvalInt(`promised`)
	tab.Browser.Kill()

	tab = tab.Browser.Relaunch()
	openArticle(tab, "2")
	tab.WaitTrue(`document.querySelectorAll(".card").length >= ` + strconv.Itoa(promised))
	if promised == 0 { // how many depends on the disk; none would prove nothing
		t.Error("no mark was called saved while marking went on")
	}
	n := tab.Count(".card")
	mark(tab, "the ICC", "", "3")
	saved(tab)
	if got := total(t, file(tab)); got != n+1 {
		t.Errorf("the file holds %d marks, want %d", got, n+1)
	}
	tab.AssertClean(t)
}
