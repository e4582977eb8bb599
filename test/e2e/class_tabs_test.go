package e2e

import "testing"

// Two tabs show one class: what is collected, taken back and made again in one
// of them is so in the other too, with what was said of the files.
func TestClassInTwoTabs(t *testing.T) {
	a := teach(t)
	a.OpenReady("#/class")
	a.WaitText("#board", "Nobody has handed in yet")
	saved(a)
	b := a.Browser.NewTab()
	b.OpenReady("#/class")
	b.WaitText("#board", "Nobody has handed in yet")

	a.Front()
	a.DropFiles("body", handedInFiles(t)...)
	a.WaitText("#toast", "Collected")
	for range 2 {
		sameClass(t, a, b, "Amber")
		a.Keys("ctrl+z")
		sameClass(t, a, b, "Nobody has handed in yet")
		b.Front()
		b.Keys("ctrl+shift+z") // both share one history
		sameClass(t, b, a, "Amber")
	}
	before := file(a)
	a.Reload()
	b.Reload()
	sameClass(t, a, b, "Amber")
	wantSame(t, "the other tab after loading again", file(b), before)
	noTroubleTold(t, a, b)
	a.AssertClean(t)
	b.AssertClean(t)
}

// sameClass waits until both tabs have the words on the board, and checks that
// they tell the same of the files.
func sameClass(t *testing.T, a, b *Tab, words string) {
	t.Helper()
	var said []string
	for _, tab := range []*Tab{a, b} {
		tab.Front()
		tab.WaitText("#board", words)
		if words == "Amber" {
			do(tab, "tab", "files")
			tab.WaitText("#board", "Olive.handin.json")
		}
		saved(tab)
		said = append(said, tab.Text("#board"))
	}
	a.Front()
	if said[0] != said[1] {
		t.Errorf("the tabs show\n%s\n\n%s", said[0], said[1])
	}
}
