package e2e

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// What was typed and has not rested yet is not lost, whatever is done next.
func TestTypedTextIsNeverLost(t *testing.T) {
	site := Start(t)
	first := site.Browser(t, "") // stays: with its last tab a browser may end
	tab := first.Browser.NewTab()
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	mark(tab, phrases[1], "", "2")

	again := func() {
		t.Helper()
		openArticle(tab, "2")
		waitCards(tab, 2)
		openCard(tab, 1)
	}
	wantNote := func(want string) {
		t.Helper()
		tab.WaitTrue(`document.querySelectorAll(".card").length === 2`)
		if tab.Count(".card.open") == 0 {
			openCard(tab, 1)
		}
		if !eventually(patience, func() bool { return noteOf(tab) == want }) {
			t.Errorf("the note reads %q, want %q", noteOf(tab), want)
		}
	}

	again()
	note(tab, "the page was loaded again")
	tab.Reload()
	again()
	wantNote("the page was loaded again")

	note(tab, "the tab was closed")
	closed(tab)
	tab = first.Browser.NewTab()
	again()
	wantNote("the tab was closed")

	note(tab, "the browser was closed")
	first.Open("articles/index.json") // of the same origin, without the program
	closed(tab)
	// Put by, unless the write was quicker than the tab was closed.
	first.WaitTrue(`Object.keys(localStorage).some(k => k.startsWith("claimlight:unsaved:")) || new Promise(done => {
		const r = indexedDB.open("claimlight-projects");
		r.onsuccess = () => {
			const q = r.result.transaction("log").objectStore("log").getAll();
			q.onsuccess = () => { r.result.close(); done(q.result.some(row => row.includes("the browser was closed"))); };
		};
	})`)
	first.Browser.Close()
	first = tab.Browser.Relaunch()
	tab = first.Browser.NewTab()
	again()
	wantNote("the browser was closed")

	note(tab, "another card was clicked")
	tab.Click(".card:nth-child(2) .pick")
	tab.WaitText(".card:nth-child(1)", "another card was clicked")
	again()

	note(tab, "another screen was opened")
	tab.Click(`nav a[href="#/tags"]`)
	tab.WaitFor("#codebook")
	again()
	wantNote("another screen was opened")

	note(tab, "another article was opened")
	tab.Click(".list a:nth-of-type(3)")
	waitCards(tab, 0)
	again()
	wantNote("another article was opened")

	note(tab, "the address was changed by hand")
	tab.Eval(`location.hash = "#/files"`, nil)
	tab.WaitFor("#files")
	again()
	wantNote("the address was changed by hand")

	note(tab, "saved as a file at once")
	if got := string(file(tab)); !contains(got, "saved as a file at once") {
		t.Error("the file saved right after typing is without what was typed")
	}
	wantNote("saved as a file at once")

	// In a field, undo is the field's own, and what it leaves there is kept.
	tab.Type("!")
	tab.Key("ctrl+z")
	left := noteOf(tab)
	if got := string(file(tab)); !contains(got, left) {
		t.Errorf("the field reads %q after its own undo, and the file does not", left)
	}
	tab.Key("ctrl+a")
	tab.Paste("saved as a file at once")
	unfocus(tab)
	saved(tab)
	tab.Click("#note")
	tab.Key("ctrl+a")
	tab.Paste("to be undone")
	tab.Click("#undo")
	tab.WaitTrue(`document.querySelector("#note").value !== "to be undone"`)
	tab.Click("#redo")
	wantNote("to be undone")
	saved(tab)
	tab.AssertClean(t)
}

// The text fields of the other screens keep the same promise.
func TestTypedNamesAreNeverLost(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	tab.OpenReady("#/files")
	tab.WaitFor("#project-name")
	tab.Click("#project-name")
	tab.Key("ctrl+a")
	tab.Paste("A name just typed")
	tab.Reload()
	tab.OpenReady("#/files")
	tab.WaitTrue(`document.querySelector("#project-name")?.value === "A name just typed"`)

	tab.OpenReady("#/tags")
	tab.Click(".entry:nth-child(1) .entry-toggle")
	tab.WaitFor(`.entry:nth-child(1) textarea[data-part="definition"]`)
	tab.Click(`.entry:nth-child(1) textarea[data-part="definition"]`)
	tab.Key("ctrl+a")
	tab.Paste("A definition just typed")
	tab.Reload()
	tab.OpenReady("#/tags")
	tab.WaitText(".entry:nth-child(1) .entry-about", "A definition just typed")
	tab.AssertClean(t)
}

// closed closes a tab as its button would.
func closed(tab *Tab) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if _, err := chromedp.Call(ctx, page.Close, cdp.Empty{}); err != nil {
		tab.t.Logf("closing %s: %v", tab.name, err) // it may be gone before it answers
	}
}
