package e2e

import (
	"testing"
)

// The browser is killed as by a power cut, right after the status line said
// that all is saved.
func TestKilledRightAfterSaved(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	for i, p := range phrases[:3] {
		mark(tab, p, "", string(rune('1'+i)))
	}
	saved(tab)
	tab.Keys("ctrl+s")
	before := file(tab)
	tab.Browser.Kill()

	tab = tab.Browser.Relaunch()
	openArticle(tab, "2")
	waitCards(tab, 3)
	wantSame(t, "after the kill", file(tab), before)
	tab.AssertClean(t)
}
