package e2e

import "testing"

// A file of another program that was written here brings nothing when it comes
// back, though it has no IDs and renames tags, and the sheet says so.
func TestOnesOwnFileBringsNothing(t *testing.T) {
	tab := Start(t).Browser(t, "")
	bringBridge(tab)
	markAs(tab, "1", "the minister", "said")
	markAs(tab, "3", "green", "lay")
	saved(tab)
	for _, format := range []string{"brat", "doccano"} {
		part(t, tab, format, func(t *testing.T) {
			tab.Open("#/files")
			tab.Click("#export-more")
			tab.WaitFor("#export[open]")
			data, name := tab.Download(func() { tab.Click("#export-" + format) })
			pickFiles(tab, written(t, name, data))
			tab.WaitFor("#arrival[open]")
			tab.WaitText("#arrival .effect", "Nothing in it is new: 2 marks are here already.")
			tab.WaitText("#arrival-head", "Bring in nothing")
			tab.Click("#arrival-cancel")
			tab.WaitGone("#arrival[open]")
		})
	}
	tab.AssertClean(t)
}

// A mark that another tab makes while a corrected text is compared is told in the
// comparison, and its place is looked for afterwards.
func TestMarkMadeWhileTextsAreCompared(t *testing.T) {
	a := Start(t).Browser(t, "")
	bringBridge(a)
	markAs(a, "1", "the minister", "said")
	saved(a)
	b := a.Browser.NewTab()
	b.OpenReady("#/articles")
	readBridge(b, "The bridge in the north")
	waitCards(b, 1)

	a.Front()
	pasteCorrection(a, "An added line.\n\n"+bridge)
	b.Front()
	markAs(b, "2", "asked", "engineers")
	waitCards(b, 2)
	saved(b)
	a.Front()
	a.WaitText("#correction-since", "1 mark was made or changed after this comparison was made.")
	a.Click("#correction-ok")
	a.WaitGone("#correction[open]")
	wantToast(a, "1 mark is on the corrected text, 1 has no place in it yet. 1 mark was made or changed while the comparison was open")
	a.Click("#toast-place")
	a.WaitFor("#correction[open]")
	a.WaitText("#fate-placed .now", "Nobody had asked the engineers before.")
	a.AssertClean(t)
	b.AssertClean(t)
}
