package e2e

import (
	"strings"
	"testing"
)

// nothingSelected waits until no mark is selected.
func nothingSelected(tab *Tab) {
	tab.t.Helper()
	tab.WaitTrue(`!document.querySelector("#paper .sel, .card.open")`)
}

// The keys of the reading room: going from mark to mark and from article to
// article, undo, and letters that sleep when they should.
func TestReadingKeys(t *testing.T) {
	tab := read(t, "5")
	markAs(tab, "1", "lasted several hours", "")
	markAs(tab, "2", "Few details were made public", "")
	tagAs(tab, "3", "turn the page", "")

	part(t, tab, "from mark to mark", func(t *testing.T) {
		nothingSelected(tab)
		tab.Key("j")
		wantSelected(tab, "lasted several hours")
		tab.WaitText("#said", "Fact: lasted several hours")
		tab.Key("j")
		wantSelected(tab, "Few details were made public")
		tab.Key("j", "j")
		wantSelected(tab, "turn the page")
		tab.Key("k")
		wantSelected(tab, "Few details were made public")
		tab.WaitText("#said", "Attributed claim: Few details")
	})
	part(t, tab, "Escape goes back one thing at a time", func(t *testing.T) {
		tab.ClickText("turn the page")
		wantSelected(tab, "turn the page")
		tab.Key("v")
		tab.WaitFor("#stage.careted")
		tab.Key("shift+right", "shift+right")
		wantBar(tab)
		tab.Key("Escape")
		tab.WaitTrue(`document.querySelector("#bar").hidden && document.querySelector("#stage.careted")`)
		tab.Key("Escape")
		tab.WaitFor("#stage:not(.careted)")
		wantSelected(tab, "turn the page")
		tab.Key("Escape")
		nothingSelected(tab)
	})
	part(t, tab, "undo and redo by all their keys", func(t *testing.T) {
		markAs(tab, "4", "Bering Strait", "")
		has := `[...document.querySelectorAll("#paper mark")].some(m => m.textContent === "Bering Strait")`
		for _, keys := range [][2]string{{"ctrl+z", "ctrl+shift+z"}, {"ctrl+z", "ctrl+y"}, {"meta+z", "meta+shift+z"}} {
			tab.Key(keys[0])
			tab.WaitTrue("!" + has)
			tab.WaitText("#toast", "Undone: Tagged as Number or date")
			tab.Key(keys[1])
			tab.WaitTrue(has)
			tab.WaitText("#toast", "Done again: Tagged as Number or date")
		}
		takenQuote(t, tab, "Bering Strait")
	})
	part(t, tab, "a text field has its own undo, digits and letters", func(t *testing.T) {
		tab.ClickText("Bering Strait")
		tab.Key("n")
		tab.WaitTrue(`document.activeElement.id === "note"`)
		tab.Type("j 7 marks? s")
		tab.WaitTrue(`document.querySelector("#note").value === "j 7 marks? s"`)
		tab.WaitText("#saved", "Saved in this browser")
		tab.Key("ctrl+z")
		tab.WaitTrue(`document.querySelector("#note").value !== "j 7 marks? s"`)
		if tab.EvalBool(`!!document.querySelector("#toast")?.textContent.includes("Undone")`) && tab.EvalBool(`document.querySelector("#toast").textContent.includes("note")`) {
			t.Error("Ctrl+Z in the field undid a change of the project")
		}
		tab.Key("ctrl+shift+z")
		tab.WaitTrue(`document.querySelector("#note").value === "j 7 marks? s"`)
		m := takenQuote(t, tab, "Bering Strait")
		if m.Note != "j 7 marks? s" {
			t.Errorf("the note is %q", m.Note)
		}
		wantTags(t, m, "Number or date")
	})
	part(t, tab, "from article to article", func(t *testing.T) {
		tab.Key("[")
		tab.WaitText("#meta", "Article 4 of 5")
		tab.WaitTrue(`document.querySelector("#paper").textContent.startsWith("An eagerly")`)
		tab.Key("[")
		tab.WaitText("#meta", "Article 3 of 5")
		tab.Key("]", "]")
		tab.WaitText("#meta", "Article 5 of 5")
		tab.WaitFor("#paper mark")
		tab.Key("[")
		tab.WaitText("#meta", "Article 4 of 5")
		tab.Key("ctrl+enter")
		tab.WaitText("#meta", "Article 5 of 5")
		tab.WaitText("#toast", "Done: ")
		tab.WaitFor(`.list a:nth-of-type(4) .ring.done`)
		tab.Key("ctrl+z")
		tab.WaitTrue(`!document.querySelector(".list a:nth-of-type(4) .ring.done")`)
	})
	part(t, tab, "the help sheet", func(t *testing.T) {
		tab.Key("?")
		tab.WaitFor("#help[open]")
		tab.Click("#letters-on")
		tab.Key("Escape")
		tab.WaitTrue(`!document.querySelector("#help[open]")`)
		nothingSelected(tab)
		tab.Key("j", "v")
		tab.Key("1")
		tab.WaitText("#said", "Pen: Fact") // digits are not letters
		tab.Key("Escape")
		if tab.EvalBool(`!!document.querySelector("#paper .sel, #stage.careted")`) {
			t.Error("letters work although they are switched off")
		}
		tab.Click("#help-button")
		tab.WaitFor("#help[open]")
		tab.Click("#letters-on")
		tab.Fill(`.letter[aria-label^="Key for: Next mark"]`, "m")
		tab.Key("Tab")
		tab.Fill(`.letter[aria-label="Key for: Previous mark"]`, "m")
		tab.Key("Tab")
		tab.WaitText("#toast", "taken")
		tab.WaitTrue(`document.querySelector('.letter[aria-label="Key for: Previous mark"]').value === "k"`)
		tab.Click("#help-close")
		tab.WaitTrue(`!document.querySelector("#help[open]")`)
		tab.Key("m")
		tab.WaitFor(".card.open")
		tab.Reload()
		tab.WaitFor("#paper mark")
		tab.Key("j")
		tab.Key("m")
		tab.WaitFor(".card.open")
	})
	tab.AssertClean(t)
}

// The browser's own search finds all of the article: it is in the page.
func TestArticleIsInThePage(t *testing.T) {
	tab := read(t, "3")
	tagAs(tab, "1", "three-hour high-stakes summit", "")
	rest(tab)
	if !tab.EvalBool(`window.find("for a leader who has repeatedly promised") && String(getSelection()).startsWith("For a leader")`) {
		t.Error("text behind the first screen is not found")
	}
	tab.Eval(`getSelection().removeAllRanges()`, nil)
	if !tab.EvalBool(`window.find("concluded a three-hour high-stakes summit at Joint")`) {
		t.Error("text across a mark is not found")
	}
	if text := tab.EvalString(`document.querySelector("#paper").innerText`); strings.Count(text, "\n") < 5 || strings.Contains(text, "(end") {
		t.Error("the text on the paper holds more than the article")
	}
}
