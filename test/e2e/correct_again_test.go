package e2e

import (
	"strings"
	"testing"
)

// without is the text with another line in the place of the boat.
var without = strings.Replace(bridge, "A green boat lay under it.", "Hardly anyone was there.", 1)

// A text that was here before takes back the marks that were made on it, and
// says so.
func TestTheEarlierTextTakesItsMarksBack(t *testing.T) {
	tab := Start(t).Browser(t, "")
	bringBridge(tab)
	markAs(tab, "3", "green", "lay")
	pasteCorrection(tab, without)
	tab.Key("Enter")
	tab.WaitGone("#correction[open]")
	wantToast(tab, "0 marks are on the corrected text, 1 has no place in it yet.")
	pasteCorrection(tab, bridge)
	tab.WaitText("#correction", "1 mark that was made on it comes back with it.")
	tab.Key("Enter")
	tab.WaitGone("#correction[open]")
	wantToast(tab, "1 mark is on the corrected text.")
	tab.WaitText(volume(6)+" .meta", "1 mark ·")
	tab.AssertClean(t)
}

// A mark without a place shows where it stood, can be removed and brought back,
// and is tried again with the next correction, which one undo takes back whole.
// All of it works by the keyboard, with a text that is pasted.
func TestMarksWithoutAPlaceAreTriedAgain(t *testing.T) {
	tab := Start(t).Browser(t, "")
	bringBridge(tab)
	markAs(tab, "1", "the minister", "said")
	markAs(tab, "3", "green", "lay")
	pasteCorrection(tab, without)
	tab.WaitText("#fate-lost summary", "Without a place 1")
	tab.WaitText("#fate-lost .was", "A green boat lay under it.")
	tab.WaitTrue(`document.activeElement?.id === "correction-ok"`)
	tab.Key("Enter")
	tab.WaitGone("#correction[open]")
	wantToast(tab, "1 mark is on the corrected text, 1 has no place in it yet.")
	tab.WaitText(volume(6)+" .meta", "1 mark, 1 without a place")

	readBridge(tab, "The bridge in the north")
	tab.Click("#unplaced-open")
	tab.WaitFor("#unplaced[open]")
	tab.WaitText("#unplaced .was", "A green boat lay under it.")
	tab.WaitText("#unplaced .near", "A")
	tab.Click("#unplaced-seek")
	tab.WaitText("#unplaced .news-line", "Nothing in the text is like this mark.")
	tab.Click("#unplaced .drop")
	tab.WaitText("#unplaced-head", "0 marks without a place")
	tab.WaitTrue(`document.activeElement?.id === "unplaced-undo"`)
	tab.Key("Enter")
	tab.WaitText("#unplaced-head", "1 mark without a place")
	tab.Key("Escape")
	tab.WaitGone("#unplaced[open]")

	pasteCorrection(tab, "An added line.\n\n"+bridge)
	tab.WaitText("#correction", "Among them is one that had no place before.")
	tab.WaitText("#fate-placed summary", "In place 2")
	tab.Key("Enter")
	tab.WaitGone("#correction[open]")
	wantToast(tab, "2 marks are on the corrected text.")
	tab.WaitText(volume(6)+" .meta", "2 marks ·")
	tab.Key("ctrl+z")
	wantToast(tab, "Undone: Corrected the text")
	tab.WaitText(volume(6)+" .meta", "1 mark, 1 without a place")
	tab.Key("ctrl+shift+z")
	tab.WaitText(volume(6)+" .meta", "2 marks ·")
	saved(tab)
	tab.Reload()
	openList(tab)
	tab.WaitText(volume(6)+" .meta", "2 marks ·")
	tab.AssertClean(t)
}

// What is typed as a corrected text is not lost with the sheet, and what cannot
// be used is said in it.
func TestCorrectedTextIsKeptWhileItIsWritten(t *testing.T) {
	tab := Start(t).Browser(t, "")
	bringBridge(tab)
	askToCorrect(tab)
	tab.Click("#corrected-ok")
	tab.WaitText("#corrected .refusal", "There is no text yet.")
	tab.Click("#corrected-start")
	tab.WaitTrue(`document.querySelector("#corrected-text").value.startsWith("The bridge in the north")`)
	tab.Click("#corrected-ok")
	tab.WaitText("#corrected .refusal", "same text")
	tab.Click("#corrected-text")
	tab.Key("ctrl+Home")
	tab.Type("Now: ")
	tab.Key("Escape")
	tab.WaitGone("#corrected[open]")
	askToCorrect(tab)
	tab.WaitTrue(`document.querySelector("#corrected-text").value.startsWith("Now: The bridge")`)
	tab.Click("#corrected-ok")
	tab.WaitFor("#correction[open]")
	tab.Click("#correction-ok")
	tab.WaitGone("#correction[open]")
	readBridge(tab, "Now: The bridge in the north")
	tab.AssertClean(t)
}

// Marks that come in on a text that was corrected here meanwhile are counted,
// and their places are looked for when somebody asks.
func TestMarksOnAnEarlierTextComeIn(t *testing.T) {
	tab := Start(t).Browser(t, "")
	bringBridge(tab)
	markAs(tab, "1", "the minister", "said")
	markAs(tab, "2", "asked", "engineers")
	saved(tab)
	theirs, _ := tab.Download(func() { tab.Key("ctrl+s") })
	tab.Key("ctrl+z") // ours has not the second mark
	pasteCorrection(tab, "An added line.\n\n"+bridge)
	tab.Key("Enter")
	tab.WaitGone("#correction[open]")
	wantToast(tab, "1 mark is on the corrected text.")
	tab.DropFiles("#articles", written(t, "colleague.jsonld", theirs))
	letIn(tab, "1 mark")
	wantToast(tab, "1 mark was made on an earlier text of")
	tab.WaitText(volume(6)+" .meta", "1 mark, 1 without a place")
	tab.Click("#toast-place")
	tab.WaitFor("#correction[open]")
	tab.WaitText("#correction-head", "Put these marks into the text as it is now?")
	tab.WaitText("#fate-placed .now", "Nobody had asked the engineers before.")
	tab.Screenshot("placing")
	tab.Click("#correction-ok")
	tab.WaitGone("#correction[open]")
	wantToast(tab, "1 mark has its place again.")
	tab.WaitText(volume(6)+" .meta", "2 marks ·")
	tab.Key("ctrl+z")
	tab.WaitText(volume(6)+" .meta", "1 mark, 1 without a place")
	tab.Click(`nav a[href="#/files"]`)
	tab.Click("#strays button")
	tab.WaitFor("#correction[open]")
	tab.Key("Escape")
	tab.WaitGone("#correction[open]")
	tab.AssertClean(t)
}

// A tab in which the article is open goes on to its corrected text, and back to
// the one before when that is undone, with nothing selected any more.
func TestOtherTabFollowsTheCorrection(t *testing.T) {
	a := Start(t).Browser(t, "")
	bringBridge(a)
	tagAs(a, "1", "the minister", "said")
	a.Key("Escape")
	saved(a)
	b := a.Browser.NewTab()
	b.OpenReady("#/articles")
	readBridge(b, "The bridge in the north")
	waitCards(b, 1)
	b.DragText("asked", "engineers")
	b.WaitFor("#bar:not([hidden])")

	a.Front()
	pasteCorrection(a, "An added line.\n\n"+bridge)
	a.Key("Enter")
	a.WaitGone("#correction[open]")
	saved(a)
	b.Front()
	wantText(b, "An added line.")
	wantToast(b, "The text of this article was corrected in another tab.")
	b.WaitText("#meta", "Article 6 of 6")
	b.WaitTrue(`!document.querySelector("#bar:not([hidden])")`)
	waitCards(b, 1)
	tagAs(b, "2", "asked", "engineers") // the hands go on
	b.Key("Escape")
	waitCards(b, 2)
	b.Key("ctrl+z")
	waitCards(b, 1)
	b.Key("ctrl+z")
	wantText(b, "The bridge in the north")
	waitCards(b, 1)
	saved(b)
	a.Front()
	readBridge(a, "The bridge in the north")
	a.Key("ctrl+shift+z")
	wantText(a, "An added line.")
	b.Front()
	wantText(b, "An added line.")
	wantToast(b, "The text of this article was corrected in another tab.")
	waitCards(b, 1)
	b.Reload()
	wantText(b, "An added line.")
	a.AssertClean(t)
	b.AssertClean(t)
}
