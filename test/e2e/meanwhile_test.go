package e2e

import (
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/page"
)

// marksSoFar is the text under all marks that are shown, in order.
const marksSoFar = `[...document.querySelectorAll("#paper mark")].map(m => m.textContent).join("|")`

// Marks can be made, tagged otherwise and taken back before the program is
// there; it makes them as it would have, and they are kept.
func TestMarksMadeWhileTheProgramLoads(t *testing.T) {
	site := Start(t)
	release := hold(t, site)
	tab := site.Browser(t, NewProfile(t))
	tab.Open("")
	listened(t, tab)
	tab.DragText("miles", "handshak")
	tab.Key("1")
	tab.WaitTrue(marksSoFar + ` === "smiles, handshakes"`) // whole words
	tab.Key("3")
	tab.WaitFor("#paper mark.a2.a-double")
	tab.DragText("great progress", "many points")
	tab.Click(`.tags .tag:nth-of-type(2)`)
	tab.WaitTrue(marksSoFar + ` === "smiles, handshakes|great progress” had been made and that “many, many points"`)
	tab.WaitText("#saved", "Not saved yet")
	tab.DragText("deadlock", "deadlock")
	tab.Key("6")
	tab.ClickText("deadlock") // it is the one that is meant anyway
	tab.Key("Delete")
	tab.Key("Delete") // there is nothing selected any more
	tab.DragText("promised", "history")
	tab.Key("2")
	tab.Key("3")
	tab.Keys("ctrl+z")                  // the tag
	tab.Keys("ctrl+z")                  // the mark
	tab.Keys("ctrl+z")                  // what was deleted is back
	tab.Keys("ctrl+z")                  // and was never made
	tab.DragText("The long", "awaited") // where a block begins
	tab.Key("6")
	tab.ClickText("smiles")
	tab.Key("7")
	tab.Key("Delete") // which mark is meant is not known yet
	tab.DragText("unresol", "unresol", Alt)
	tab.Key("4")
	tab.Keys("alt+5")
	tab.Key("Escape")
	tab.Eval(`getSelection().setBaseAndExtent(document.querySelectorAll("#paper > p")[2].firstChild, 3, document.querySelectorAll("#paper > p")[2].firstChild, 4)`, nil)
	tab.Key("1") // a space is no passage
	tab.Key("9") // no tag has it
	const want = "The long-awaited|smiles, handshakes|great progress” had been made and that “many, many points|unresol"
	tab.WaitTrue(`[...document.querySelectorAll("#paper mark.m")].map(m => m.textContent).join("|") === ` + quote(want))
	line := lineAt(tab, "The long-awaited")
	tab.Screenshot("meanwhile")
	arrives(t, tab, release)
	if got := marked(tab); got != want {
		t.Errorf("the program shows %q, want %q", got, want)
	}
	tab.WaitFor("#paper mark.a2.a-double[data-code]")
	tab.WaitText(".card.open .tagname", "Number or date")
	if got := lineAt(tab, "The long-awaited"); got != line {
		t.Errorf("the line stood at %d and stands at %d", line, got)
	}
	saved(tab)
	tab = tab.Browser.Relaunch()
	tab.OpenReady("")
	tab.WaitFor("#paper mark")
	if got := marked(tab); got != want {
		t.Errorf("kept is %q, want %q", got, want)
	}
	tab.Keys("ctrl+z")
	tab.WaitTrue(marksSoFar + ` === "The long-awaited|smiles, handshakes|great progress” had been made and that “many, many points"`)
	tab.AssertClean(t)
}

// With a finger: the first word, the last word, a tag; and the last word only
// once the program is there.
func TestTapsWhileTheProgramLoads(t *testing.T) {
	site := Start(t)
	release := hold(t, site)
	tab := site.Browser(t, "")
	tab.Emulate(Phone, Dark)
	tab.Open("")
	listened(t, tab)
	tab.TapText("promised")
	tab.WaitTrue(`getSelection().toString() === "promised"`)
	tab.TapText("deadlock")
	tab.WaitTrue(`getSelection().toString() === "promised history, but ended in deadlock"`)
	tab.Tap(`.tags .tag:nth-of-type(1)`)
	tab.WaitTrue(marksSoFar + ` === "promised history, but ended in deadlock"`)
	tab.TapText("After")
	tab.WaitTrue(`getSelection().toString() === "After"`)
	tab.Screenshot("meanwhile-phone-dark")
	arrives(t, tab, release)
	tab.WaitFor("#paper mark[data-code]")
	drawn(tab)
	tab.Screenshot("meanwhile-phone-arrived")
	if tab.Count(".card.open") > 0 {
		t.Error("a card has come up over what is being selected")
	}
	tab.TapText("hours")
	tab.Tap(`.tags .tag:nth-of-type(3)`)
	tab.WaitTrue(marksSoFar + ` === "promised history, but ended in deadlock|After three hours"`)
	tab.AssertClean(t)
}

// Who comes back marks in what they left, with tags of their own, and goes on
// to another screen.
func TestMarksWhileTheProgramLoadsAgain(t *testing.T) {
	site, tab := visitor(t)
	leaveInTheMiddle(tab)
	saved(tab)
	release := hold(t, site)
	tab.Open("?again")
	listened(t, tab)
	tab.WaitTrue(stageTop + ` > 0`)
	// The first whole line that is seen, from its third word on.
	words := tab.EvalString(`(() => {
		const p = [...document.querySelectorAll("#paper > p")].find(p => p.getBoundingClientRect().top > 150);
		return p.textContent.split(" ").slice(2, 6).join(" ");
	})()`)
	tab.DragText(words, words)
	tab.Key("5")
	tab.WaitFor("#paper mark.a4.a-wavy")
	tab.Click(`.top nav a[href="#/tags"]`)
	arrives(t, tab, release)
	tab.WaitFor("#codebook")
	saved(tab)
	tab.Click(`.top nav a[href="#/read"]`)
	tab.WaitFor("#paper mark.a4[data-code]")
	if got := marked(tab); got != words {
		t.Errorf("marked is %q, want %q", got, words)
	}
	tab.AssertClean(t)
}

// A link to another article is followed after the marks, which stay in the one
// they were made in, also those that were made after the link was pressed.
func TestLinksWhileTheProgramLoads(t *testing.T) {
	site := Start(t)
	release := hold(t, site)
	tab := site.Browser(t, "")
	tab.Open("")
	listened(t, tab)
	tab.DragText("promised", "history")
	tab.Key("1")
	tab.Click(`.list a:nth-of-type(3)`)
	tab.WaitFor(`.list a:nth-of-type(3)[aria-current]`)
	tab.DragText("deadlock", "deadlock")
	tab.Key("2")
	tab.WaitTrue(marksSoFar + ` === "promised history|deadlock"`)
	release()
	tab.WaitReady()
	tab.WaitText("#paper", "In a spectacle heavy with symbolism")
	saved(tab)
	if got := marked(tab); got != "" {
		t.Errorf("marked in the other article: %q", got)
	}
	tab.Click(`.list a:nth-of-type(1)`)
	tab.WaitText("#paper", "ended in deadlock")
	if got := marked(tab); got != "promised history|deadlock" {
		t.Errorf("marked: %q", got)
	}
	tab.AssertClean(t)
}

// Where the program does not come, it is said what becomes of the marks; the
// next attempt has them.
func TestMarksWhereTheProgramDoesNotCome(t *testing.T) {
	for file, told := range map[string]string{"app.wasm": "#boot-error", "articles.json": `.opening [role="alert"]`} {
		t.Run(file, func(t *testing.T) {
			site := Start(t)
			release := holdFile(t, site, file, http.NotFoundHandler())
			tab := site.Browser(t, "")
			tab.Open("")
			listened(t, tab)
			tab.DragText("promised", "history")
			tab.Key("1")
			tab.WaitFor("#paper mark.a0")
			release()
			tab.WaitText(told, "What you marked meanwhile is there again when this tab loads the page.", startPatience)
			tab.Screenshot("meanwhile-without-" + file)
			hold(t, site)()
			tab.Reload()
			saved(tab)
			if got := marked(tab); got != "promised history" {
				t.Errorf("marked is %q", got)
			}
		})
	}
}

// watchMoves notes what moves, and whether the text came alone, from the first
// moment on.
const watchMoves = `
	window.moved = [];
	window.alone = false;
	new PerformanceObserver(list => { for (const e of list.getEntries()) moved.push(...e.sources.filter(s => !s.node?.parentElement?.closest(".top")).map(s => s.node.id || s.node.className || String(s.node))) }).observe({ type: "layout-shift", buffered: true });
	new MutationObserver(() => { if (document.documentElement?.dataset.only === "text") alone = true }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-only"] });
`

// movedSoFar is what watchMoves has noted.
func movedSoFar(tab *Tab) string {
	tab.t.Helper()
	return tab.EvalString(`new Promise(seen => requestAnimationFrame(() => setTimeout(seen))).then(() => moved.join(", "))`)
}

// Nothing moves from the first painting, which is the text alone, to the end of
// the start.
func TestNothingMovesDuringTheStart(t *testing.T) {
	for name, look := range map[string]func(*Tab){
		"desktop": func(tab *Tab) { tab.screen(1280, 900, 1, false) },
		"narrow":  func(tab *Tab) { tab.screen(880, 700, 1, false) },
		"phone":   func(tab *Tab) { tab.screen(390, 844, 2, true) },
	} {
		t.Run(name, func(t *testing.T) {
			site := Start(t)
			tab := site.Browser(t, "")
			tab.Emulate(look)
			call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watchMoves})
			tab.OpenReady("")
			tab.WaitText("#saved", "Saved in this browser")
			if !tab.EvalBool(`alone`) || tab.EvalBool(`document.documentElement.dataset.only`) {
				t.Error("the text did not come alone, or stays so")
			}
			if moved := movedSoFar(tab); moved != "" {
				t.Errorf("moved: %s", moved)
			}
			tab.AssertClean(t)
		})
	}
}
