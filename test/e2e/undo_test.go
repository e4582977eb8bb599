package e2e

import (
	"testing"
)

// Everything that can be done can be undone, all the way back to the start,
// and done again, also after a reload and in a browser that was started anew.
func TestUndoToTheFirstAndRedoToTheLast(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	saved(tab)
	first := file(tab)
	doALot(t, tab)
	saved(tab)
	last := file(tab)

	there, back := toFirst(tab), 0
	if there < 15 {
		t.Errorf("only %d steps could be undone", there)
	}
	wantSame(t, "after undoing all", file(tab), first)
	if back = toLast(tab); back != there {
		t.Errorf("%d steps undone, %d done again", there, back)
	}
	wantSame(t, "after doing all again", file(tab), last)

	saved(tab)
	tab.Reload()
	tab.WaitTrue(`!document.querySelector("#undo").disabled`)
	if n := toFirst(tab); n != there {
		t.Errorf("after a reload %d steps could be undone, want %d", n, there)
	}
	wantSame(t, "after a reload and undoing all", file(tab), first)
	saved(tab)
	tab.Browser.Kill()
	tab = tab.Browser.Relaunch()
	tab.OpenReady("#/articles")
	tab.WaitTrue(`!document.querySelector("#redo").disabled`)
	if n := toLast(tab); n != there {
		t.Errorf("in a new browser %d steps could be done again, want %d", n, there)
	}
	wantSame(t, "in a new browser, after doing all again", file(tab), last)
	tab.AssertClean(t)
}

// doALot makes a change of each kind that there is.
func doALot(t *testing.T, tab *Tab) {
	t.Helper()
	mark(tab, phrases[0], "", "1")
	mark(tab, phrases[1], "", "2")
	mark(tab, "sat face-to-face", "", "3")
	note(tab, "A note, and then another.")
	tab.WaitText("#saved", "Saving")
	saved(tab)
	unfocus(tab)
	tab.Key("4")       // retag
	tab.Key("shift+5") // a second tag
	tab.Key("s")       // widen
	tab.Key("shift+Left")
	openCard(tab, 1)
	unfocus(tab)
	tab.Key("Delete")
	tab.WaitText("#toast", "Removed")

	// All repeats of a word, in all articles.
	tab.DragText("ceasefire", "")
	tab.WaitFor("#bar:not([hidden])")
	tab.Key("r")
	tab.WaitFor("#repeats[open]")
	tab.Click("#repeats-ok")
	tab.WaitText("#toast", "repeats")

	tab.OpenReady("#/articles")
	tab.Click(`.volume:nth-child(3) [data-act="up"]`)
	tab.Click(`.volume:nth-child(5) [data-act="remove"]`)
	tab.WaitText("#toast", "Removed")
	tab.Click("#paste-button")
	tab.WaitFor("#paste[open]")
	tab.Click("#paste-text")
	tab.Paste("A pasted text, with a claim in it.\nAnd a second paragraph.")
	tab.Click("#paste-ok")
	tab.WaitText("#paper", "A pasted text")
	mark(tab, "a claim in it", "", "1")
	tab.Click("#done")

	tab.OpenReady("#/files")
	tab.Fill("#project-name", "Renamed")
	tab.Fill("#person-name", "Ada")
	unfocus(tab)
	tab.Choose(func() { tab.Click("#pick-files") }, written(t, "another.txt", []byte("Another text altogether.\nIt has two lines.\n")))
	letIn(tab, "1 article")
	tab.WaitText("#report", "Added 1 article")

	tab.OpenReady("#/tags")
	tab.Fill("#new-tag", "Rumor")
	tab.Click("#add-tag")
	tab.WaitText("#codebook", "Rumor")
	tab.Click(".entry:nth-child(2) .entry-toggle")
	tab.Fill(`.entry:nth-child(2) input[data-part="name"]`, "Somebody said")
	tab.Fill(`.entry:nth-child(2) textarea[data-part="definition"]`, "What somebody is said to have said.")
	unfocus(tab)
	tab.Click(`.entry:nth-child(2) .swatch:nth-child(4) input`)
	tab.Click(`.entry:nth-child(2) [id^="delete-"]`)
	tab.WaitText("#toast", "Deleted")
	tab.Click("#closed")
	tab.WaitFor("#closed-note")
}
