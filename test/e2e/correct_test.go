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
	bringBridge(tab)
	markAs(tab, "1", "the minister", "said")
	markAs(tab, "2", "asked", "engineers")
	markAs(tab, "3", "green", "lay")
	corrected := strings.Replace(bridge, "asked the engineers before", "questioned the engineers before that", 1)
	corrected = strings.Replace(corrected, "\n\nA green boat lay under it.", "\n\nHardly anyone was there.", 1)
	askToCorrect(tab)
	tab.Choose(func() { tab.Click("#corrected-pick") }, written(t, "bridge-2.txt", []byte("An added line.\n\n"+corrected)))
	tab.WaitFor("#correction[open]")
	tab.WaitText("#fate-placed summary", "In place 1")
	tab.WaitText("#fate-unsure summary", "To be looked at 1")
	tab.WaitText("#fate-unsure .now", "Nobody had questioned the engineers before that.")
	tab.WaitText("#fate-unsure .was del", "ask")
	tab.WaitText("#fate-unsure .now ins", "question")
	tab.WaitText("#fate-lost summary", "Without a place 1")
	tab.Screenshot("correction")
	tab.Click("#fate-unsure input")
	tab.Click("#correction-ok")
	tab.WaitGone("#correction[open]")
	wantToast(tab, "2 marks are on the corrected text, 1 has no place in it yet.")
	tab.WaitTrue(`document.querySelectorAll(".volume").length === 6`)
	tab.WaitText(volume(6)+" .meta", "2 marks, 1 without a place")
	readBridge(tab, "An added line.")
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
	wantText(tab, "The bridge in the north")
	openList(tab)
	tab.WaitText(volume(6), "3 marks")
	tab.WaitText(volume(6)+" .begins", "The bridge in the north")
	tab.Reload()
	openList(tab)
	tab.WaitText(volume(6), "3 marks")
}

const bridge = "The bridge in the north is safe, the minister said on Monday.\n\nNobody had asked the engineers before.\n\nA green boat lay under it.\n"

// bringBridge brings in an article behind the five, and opens it.
func bringBridge(tab *Tab) {
	tab.t.Helper()
	tab.OpenReady("#/articles")
	tab.DropFiles("#articles", written(tab.t, "bridge.txt", []byte(bridge)))
	letIn(tab, "1 article")
	wantToast(tab, "Added 1 article")
	readBridge(tab, "The bridge in the north")
}

// readBridge opens that article, whose text is to begin so.
func readBridge(tab *Tab, begins string) {
	tab.t.Helper()
	openList(tab)
	inSight(tab, volume(6))
	tab.Click(volume(6) + " h2 a")
	wantText(tab, begins)
}

// wantText waits until the text that is read begins so.
func wantText(tab *Tab, begins string) {
	tab.t.Helper()
	tab.WaitTrue(`document.querySelector("#paper")?.textContent.startsWith(` + strconv.Quote(begins) + `)`)
}

// askToCorrect opens the sheet for a corrected text of that article.
func askToCorrect(tab *Tab) {
	tab.t.Helper()
	openList(tab)
	inSight(tab, volume(6))
	tab.Click(volume(6) + ` [data-act="details"]`)
	tab.WaitFor("#details[open]")
	tab.Click("#details-correct")
	tab.WaitFor("#corrected[open]")
}

// pasteCorrection pastes a corrected text by the keyboard alone, up to the lists.
func pasteCorrection(tab *Tab, text string) {
	tab.t.Helper()
	askToCorrect(tab)
	tab.WaitTrue(`document.activeElement?.id === "corrected-text"`)
	tab.Key("ctrl+a")
	tab.Paste(text)
	tab.Key("ctrl+Enter")
	tab.WaitFor("#correction[open]")
}

// inSight scrolls an element to the middle of the window, as somebody does who
// wants to press it.
func inSight(tab *Tab, selector string) {
	tab.t.Helper()
	tab.WaitFor(selector)
	tab.Eval(`document.querySelector(`+strconv.Quote(selector)+`).scrollIntoView({ block: "center" })`, nil)
}
