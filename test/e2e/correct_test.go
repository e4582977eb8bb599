package e2e

import (
	"strconv"
	"strings"
	"testing"
)

// A corrected text comes in the place of an article: what is sure goes over,
// what is not is asked about, what has no place is kept and can be mended, and
// all of it is one step.
func TestCorrectedText(t *testing.T) {
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/articles")
	old := "The bridge in the north is safe, the minister said on Monday.\n\nNobody had asked the engineers before.\n\nA green boat lay under it.\n"
	tab.DropFiles("#articles", written(t, "bridge.txt", []byte(old)))
	wantToast(tab, "Added 1 article")
	inSight(tab, volume(6))
	tab.Click(volume(6) + " h2 a")
	tab.WaitTrue(`document.querySelector("#paper")?.textContent.startsWith("The bridge in the north")`)
	tagAs(tab, "1", "the minister", "said")
	tab.Key("Escape")
	tagAs(tab, "2", "asked", "engineers")
	tab.Key("Escape")
	tagAs(tab, "3", "green", "lay")
	tab.Key("Escape")
	corrected := strings.Replace(old, "asked the engineers before", "questioned the engineers before that", 1)
	corrected = strings.Replace(corrected, "\n\nA green boat lay under it.", "\n\nHardly anyone was there.", 1)
	openList(tab)
	inSight(tab, volume(6))
	tab.Click(volume(6) + ` [data-act="details"]`)
	tab.WaitFor("#details[open]")
	tab.Choose(func() { tab.Click("#details-correct") }, written(t, "bridge-2.txt", []byte("An added line.\n\n"+corrected)))
	tab.WaitFor("#correction[open]")
	tab.WaitText("#fate-placed summary", "In place 1")
	tab.WaitText("#fate-unsure summary", "To be looked at 1")
	tab.WaitText("#fate-unsure .now", "questioned the engineers")
	tab.WaitText("#fate-lost summary", "Without a place 1")
	tab.Screenshot("correction")
	tab.Click("#fate-unsure input")
	tab.Click("#correction-ok")
	tab.WaitGone("#correction[open]")
	wantToast(tab, "2 marks are on the corrected text, 1 has no place in it yet.")
	tab.WaitTrue(`document.querySelectorAll(".volume").length === 6`)
	inSight(tab, volume(6))
	tab.Click(volume(6) + " h2 a")
	tab.WaitTrue(`document.querySelector("#paper")?.textContent.startsWith("An added line.")`)
	tab.WaitText("#unplaced-open", "1 mark without a place")
	tab.DragText("Hardly", "anyone")
	tab.Click("#unplaced-open")
	tab.WaitFor("#unplaced[open]")
	tab.WaitText("#unplaced", "green boat lay")
	tab.Screenshot("unplaced")
	tab.Click("#unplaced li button")
	tab.WaitGone("#unplaced[open]")
	wantToast(tab, "The mark has its place again.")
	tab.WaitTrue(`document.querySelector("#unplaced-open").closest("p").hidden`)
	// Undone step by step, the old text and its three marks are there again.
	tab.Key("ctrl+z")
	tab.WaitTrue(`!document.querySelector("#unplaced-open").closest("p").hidden`)
	tab.Key("ctrl+z")
	openList(tab)
	tab.WaitText(volume(6), "3 marks")
	tab.WaitText(volume(6)+" .begins", "The bridge in the north")
	tab.Reload()
	openList(tab)
	tab.WaitText(volume(6), "3 marks")
}

// inSight scrolls an element to the middle of the window, as somebody does who
// wants to press it.
func inSight(tab *Tab, selector string) {
	tab.t.Helper()
	tab.WaitFor(selector)
	tab.Eval(`document.querySelector(`+strconv.Quote(selector)+`).scrollIntoView({ block: "center" })`, nil)
}
