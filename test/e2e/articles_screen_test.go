package e2e

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// volume is the row of the n-th article on the Articles screen.
func volume(n int) string { return ".volume:nth-child(" + strconv.Itoa(n) + ")" }

// openList shows the Articles screen.
func openList(tab *Tab) {
	tab.t.Helper()
	tab.Click(`nav a[href="#/articles"]`)
	tab.WaitFor("#articles")
}

// wantVolume waits until a row shows these facts, and the state in its ring.
func wantVolume(tab *Tab, n int, state string, facts ...string) {
	tab.t.Helper()
	tab.WaitTrue(`document.querySelector(` + quote(volume(n)+" .ring") + `)?.ariaLabel === ` + quote(state))
	for _, f := range facts {
		tab.WaitText(volume(n)+" .meta", f)
	}
}

// order is the titles on the Articles screen.
func order(tab *Tab) string {
	return tab.EvalString(`[...document.querySelectorAll(".volume h2")].map(e => e.textContent).join("|")`)
}

// wantOrder waits until the titles begin with these, in this order.
func wantOrder(tab *Tab, starts ...string) {
	tab.t.Helper()
	now := ""
	if !eventually(patience/6, func() bool {
		now = order(tab)
		titles := strings.Split(now, "|")
		for i, s := range starts {
			if len(titles) != len(starts) || !strings.HasPrefix(titles[i], s) {
				return false
			}
		}
		return true
	}) {
		tab.t.Errorf("the articles are %q, want %q", now, starts)
	}
}

// TestArticlesScreen: what is there to read, what is done, what is open; how
// more comes in and goes.
func TestArticlesScreen(t *testing.T) {
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/articles")
	tab.WaitFor("#articles")

	part(t, tab, "as it begins", func(t *testing.T) {
		wantOrder(tab, "The long-awaited face-to-face\u00a0…", "A highly anticipated summit\u00a0…", "In a spectacle heavy with symbolism\u00a0…", "An eagerly awaited meeting\u00a0…", "Trump and Putin Leave Alaska Summit")
		tab.WaitText(".lead", "0 of 5 articles done · 0 marks")
		tab.WaitFor(".steps")
		for n := 1; n <= 5; n++ {
			wantVolume(tab, n, "not started", "not started · 0 marks", "date unknown")
		}
		wantVolume(tab, 1, "not started", "source unknown")
		wantVolume(tab, 4, "not started", "Reuters")
		wantVolume(tab, 5, "not started", "by Ryder Christ")
		for n := 1; n <= 4; n++ {
			if words := tab.Text(volume(n) + " .meta"); contains(words, "by ") {
				t.Errorf("article %d is said to be %q", n, words)
			}
		}
	})
	part(t, tab, "the keys scroll each screen that comes", func(t *testing.T) {
		for _, screen := range []string{"tags", "files", "articles"} {
			tab.Click(`nav a[href="#/` + screen + `"]`)
			tab.WaitFor(`nav a[href="#/` + screen + `"][aria-current]`)
			tab.WaitTrue(`document.activeElement === document.querySelector("main.screen")`)
			pressUntil(tab, "End", `(e => e.scrollHeight > e.clientHeight && e.scrollTop > e.scrollHeight - e.clientHeight - 2)(document.querySelector("main.screen"))`)
		}
	})
	part(t, tab, "states", func(t *testing.T) {
		tab.Click(volume(1) + " h2 a")
		tab.WaitFor("#done")
		openList(tab)
		wantVolume(tab, 1, "in work", "in work · 0 marks")
		tab.Click(volume(1) + " h2 a")
		tab.Click("#done")
		tab.WaitTrue(`document.querySelector("#done").ariaPressed === "true"`)
		openList(tab)
		wantVolume(tab, 1, "done", "done, nothing to mark")
		tab.WaitText(".lead", "1 of 5 articles done · 0 marks")
		tab.Click(volume(1) + " h2 a")
		tab.Click("#done")
		tab.WaitTrue(`document.querySelector("#done").ariaPressed === "false"`)
		openList(tab)
		wantVolume(tab, 1, "in work", "in work · 0 marks")
		openArticle(tab, "2")
		mark(tab, phrases[0], "", "1")
		tab.Key("ctrl+Enter")
		tab.WaitTrue(`document.querySelector("#paper").textContent.startsWith("Anchorage, Alaska:")`)
		openList(tab)
		wantVolume(tab, 2, "done", "done · 1 mark")
		wantVolume(tab, 3, "in work")
		tab.WaitText(".lead", "1 of 5 articles done · 1 mark")
		tab.WaitGone(".steps")
	})
	part(t, tab, "paste", func(t *testing.T) {
		tab.Click("#paste-button")
		tab.WaitFor("#paste[open]")
		tab.Key("Escape")
		tab.WaitGone("#paste")
		tab.Click("#paste-button")
		tab.WaitFor("#paste[open]")
		tab.Click("#paste-ok") // nothing is in it
		tab.WaitText("#paste [role=alert]", "The text is empty")
		tab.WaitFor("#paste[open]")
		tab.Click("#paste-title")
		tab.Paste("<b>Hostile</b> \"title\"")
		tab.Click("#paste-text")
		tab.Paste("First paragraph, <script>alert(1)</script>.\n\nSecond & last: “👩🏽‍🚀”.")
		tab.Click("#paste-ok")
		tab.WaitTrue(`location.hash.startsWith("#/read/") && document.querySelector("#paper")?.textContent.startsWith("First paragraph, <script>")`)
		tab.WaitText(".heading h1", "<b>Hostile</b> \"title\"")
		tab.WaitText("#meta", "Article 6 of 6 · source unknown · date unknown")
		openList(tab)
		wantVolume(tab, 6, "in work", "source unknown", "date unknown")
		tab.WaitText(volume(6)+" .begins", "First paragraph, <script>alert(1)</script>.")
		tab.Click("#paste-button")
		tab.WaitFor("#paste[open]")
		tab.WaitTrue(`document.querySelector("#paste-text").value === "" && document.querySelector("#paste-title").value === ""`)
		tab.Click("#paste-text")
		tab.Paste("First paragraph, <script>alert(1)</script>.\n\nSecond & last: “👩🏽‍🚀”.")
		tab.Click("#paste-ok")
		tab.WaitText("#paste [role=alert]", "This text is here already: <b>Hostile</b> \"title\".")
		tab.Key("Escape")
		tab.WaitGone("#paste")
	})
	part(t, tab, "drop and pick", func(t *testing.T) {
		openList(tab)
		tab.DropFiles("#articles", written(t, "dropped.txt", []byte("Dropped words make a title here, and more.")))
		letIn(tab, "1 article")
		wantToast(tab, "Added 1 article")
		tab.Choose(func() { tab.Click("#pick-button") }, written(t, "picked.txt", []byte("A HEADLINE FOR IT\n\nBy Ada Lovelace\n\nThe text itself, which is short.")))
		tab.WaitText("#arrival .kind-headline", "A HEADLINE FOR IT")
		letIn(tab, "1 article")
		tab.WaitTrue(`document.querySelectorAll(".volume").length === 8`)
		tab.WaitText(volume(7)+" h2", "Dropped words make a title\u00a0…")
		wantVolume(tab, 7, "not started", "0 marks", "source unknown")
	})
	part(t, tab, "what is known", func(t *testing.T) {
		openList(tab)
		tab.Click(volume(7) + ` [data-act="details"]`)
		tab.WaitFor("#details[open]")
		tab.WaitTrue(`document.querySelector("#fact-title").value === "Dropped words make a title" && document.querySelector("#fact-source").placeholder === "unknown"`)
		for _, f := range [][2]string{{"byline", "Grace Hopper"}, {"source", "The <i>Post</i>"}, {"date", "2025-08-15"}} {
			tab.Fill("#fact-"+f[0], f[1])
		}
		tab.Click("#details-ok")
		tab.WaitGone("#details")
		wantVolume(tab, 7, "not started", "by Grace Hopper · The <i>Post</i> · 2025-08-15")
		tab.WaitText(volume(7)+" h2", "Dropped words make a title\u00a0…") // still made
		tab.Click(volume(7) + ` [data-act="details"]`)
		tab.WaitFor("#details[open]")
		tab.Fill("#fact-title", "A title of its own")
		tab.Fill("#fact-date", "")
		tab.Key("Enter") // sends the sheet off
		tab.WaitGone("#details")
		wantVolume(tab, 7, "not started", "date unknown")
		tab.WaitTrue(`document.querySelector(` + quote(volume(7)+" h2") + `).textContent === "A title of its own"`)
		tab.Click(volume(7) + ` [data-act="details"]`)
		tab.WaitFor("#details[open]")
		tab.Fill("#fact-title", "Not kept")
		tab.Key("Escape")
		tab.WaitGone("#details")
		tab.Click(volume(7) + " h2 a")
		tab.WaitText(".heading h1", "A title of its own")
		tab.WaitText("#meta", "Article 7 of 8 · The <i>Post</i> · by Grace Hopper · date unknown")
		openList(tab)
		for range 2 {
			tab.Key("ctrl+z")
		}
		wantVolume(tab, 7, "in work", "source unknown")
		for range 2 {
			tab.Key("ctrl+shift+z")
		}
		wantVolume(tab, 7, "in work", "The <i>Post</i>")
	})
	part(t, tab, "order", func(t *testing.T) {
		openList(tab)
		if !tab.EvalBool(`document.querySelector('` + volume(1) + ` [data-act="up"]').disabled && document.querySelector('` + volume(8) + ` [data-act="down"]').disabled`) {
			t.Error("the first can go up or the last can go down")
		}
		tab.Click(volume(3) + ` [data-act="up"]`)
		wantOrder(tab, "The long", "In a spectacle", "A highly", "An eagerly", "Trump and", "<b>Hostile", "A title of its own", "A HEADLINE")
		tab.WaitText("#said", "is now 2 of 8")
		tab.Key("Enter") // the focus has moved along
		wantOrder(tab, "In a spectacle", "The long", "A highly", "An eagerly", "Trump and", "<b>Hostile", "A title of its own", "A HEADLINE")
		tab.Key("Enter") // on the button for down: there is no up any more
		wantOrder(tab, "The long", "In a spectacle", "A highly", "An eagerly", "Trump and", "<b>Hostile", "A title of its own", "A HEADLINE")
		tab.Click(volume(8) + ` [data-act="up"]`)
		saved(tab)
		tab.Reload()
		wantOrder(tab, "The long", "In a spectacle", "A highly", "An eagerly", "Trump and", "<b>Hostile", "A HEADLINE", "A title of its own")
		tab.Click(volume(1) + " h2 a")
		tab.WaitText("#meta", "Article 1 of 8")
		tab.Key("]")
		tab.WaitTrue(`document.querySelector("#paper").textContent.startsWith("Anchorage, Alaska:")`)
		tab.WaitText("#meta", "Article 2 of 8")
	})
	part(t, tab, "remove and undo", func(t *testing.T) {
		openList(tab)
		before := file(tab)
		titles := strings.Split(order(tab), "|")
		tab.Click(volume(3) + ` [data-act="remove"]`)
		wantToast(tab, "Removed “A highly anticipated summit” with 1 mark")
		tab.WaitTrue(`document.querySelectorAll(".volume").length === 7 && document.activeElement?.closest(".volume")?.textContent.includes("An eagerly")`)
		tab.WaitText(".lead", "0 of 7 articles done · 0 marks")
		tab.Click("#toast-undo")
		wantOrder(tab, titles...)
		wantVolume(tab, 3, "done", "done · 1 mark")
		wantSame(t, "removing undone", file(tab), before)
		openArticle(tab, "3")
		tab.WaitTrue(`document.querySelector("#paper mark")?.textContent === ` + quote(phrases[0]))
		openList(tab)
		for n := 8; n >= 1; n-- {
			tab.Click(volume(n) + ` [data-act="remove"]`)
			tab.WaitTrue(`document.querySelectorAll(".volume").length === ` + strconv.Itoa(n-1))
		}
		tab.WaitText("main", "No articles yet.")
		wantFocus(tab, "paste-button")
		tab.Click(`nav a[href="#/read"]`)
		tab.WaitText("main", "No articles yet.")
		saved(tab)
		tab.Reload()
		tab.WaitText("main", "No articles yet.")
		for range 8 {
			tab.Key("ctrl+z")
		}
		openList(tab)
		wantOrder(tab, titles...)
		wantSame(t, "all removing undone after a reload", file(tab), before)
	})
	tab.AssertClean(t)
}

// pressUntil presses a key until something holds, as somebody does who sees that
// the screen has grown meanwhile: a button to install the program comes late.
func pressUntil(tab *Tab, key, holds string) {
	tab.t.Helper()
	for began := time.Now(); !tab.EvalBool(holds); {
		if time.Since(began) > patience {
			tab.t.Fatalf("%s does not bring about %s", key, holds)
		}
		tab.Key(key)
	}
}
