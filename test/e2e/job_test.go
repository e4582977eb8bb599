package e2e

import (
	"encoding/json"
	"strings"
	"testing"
)

// openArticle shows the article that starts with the words, from the first
// screen, as a reader would.
func openArticle(tab *Tab, n string) {
	tab.OpenReady("#/articles")
	tab.WaitFor(".volume:nth-child(" + n + ") h2 a")
	tab.Click(".volume:nth-child(" + n + ") h2 a")
	tab.WaitTrue(`document.querySelectorAll("#paper > *").length > 5`)
	// The margin comes a frame after the text.
	tab.WaitTrue(`document.querySelectorAll("#cards > .card:not([hidden])").length >= Math.min(40, +document.querySelector(".list [aria-current] .n").textContent)`)
}

// marked is the text under all marks of the article on the screen, in order.
func marked(tab *Tab) string {
	return tab.EvalString(painted + `.then(() => [...document.querySelectorAll("#paper mark")].map(m => m.textContent).join("|"))`)
}

// saved waits until the program says that all is saved. What the screen says
// is drawn in the frame after a key: the page's own clock lets that frame come
// first, since timers of one page run in the order in which they are due.
func saved(tab *Tab) {
	tab.t.Helper()
	tab.Eval(`new Promise(drawn => setTimeout(drawn, 60))`, nil)
	tab.WaitText("#saved", "Saved in this browser")
}

// TestTheMainJob opens an article, marks, tags, adds speaker and note, comes
// back after the browser was closed, undoes, and takes a file out.
func TestTheMainJob(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, NewProfile(t))
	openArticle(tab, "2")

	tab.DragText("“We’ve made some", "until there’s a deal.”")
	tab.WaitFor("#bar:not([hidden])")
	tab.Key("3")
	tab.WaitTrue(`document.querySelectorAll("#paper mark").length > 0`)
	if got, want := marked(tab), "“We’ve made some headway. There’s no deal until there’s a deal.”"; got != want {
		t.Errorf("marked %q, want %q", got, want)
	}
	tab.WaitText(".card.open .tagname", "Direct quotation")
	saved(tab)

	tab.Fill(".card.open input[list]", "Donald Trump")
	tab.Key("Tab")
	tab.Key("Escape")
	tab.Key("n")
	tab.Type("Two sentences here.")
	saved(tab)
	tab.Screenshot("main-job")

	tab = tab.Browser.Relaunch()
	tab.OpenReady("")
	tab.OpenReady("#/articles")
	tab.Click(".volume:nth-child(2) h2 a")
	tab.WaitFor("#paper mark")
	tab.WaitText(".card", "Two sentences here.")
	tab.Click(".card .pick")
	tab.WaitTrue(`document.querySelector(".card.open input[list]")?.value === "Donald Trump"`)

	content, name := tab.Download(func() { tab.Keys("ctrl+s") })
	if !strings.HasSuffix(name, ".claimlight.json") {
		t.Errorf("saved as %q", name)
	}
	var file map[string]any
	if err := json.Unmarshal(content, &file); err != nil || file["type"] != "AnnotationCollection" || file["total"] != 1.0 {
		t.Errorf("the file is not a collection of one annotation: %v, %.200s", err, content)
	}

	for range 3 {
		tab.Keys("ctrl+z")
	}
	tab.WaitTrue(`document.querySelectorAll("#paper mark").length === 0`)
	tab.AssertClean(t)
}
