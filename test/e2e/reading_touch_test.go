package e2e

import (
	"testing"
	"time"
)

// wantNoKeyboard fails if something has the focus that would call up the
// keyboard of a phone.
func wantNoKeyboard(t *testing.T, tab *Tab) {
	t.Helper()
	if tab.EvalBool(`!!document.activeElement?.matches("input, textarea, select, [contenteditable]")`) {
		t.Error("a field has the focus, so the keyboard covers the screen")
	}
}

// wantInSight waits until the sheet does not lie over the mark it is about.
func wantInSight(tab *Tab) {
	tab.t.Helper()
	tab.WaitTrue(`document.querySelector("#paper .sel").getClientRects()[0].bottom <= document.querySelector(".card.open").getBoundingClientRect().top`)
}

// readOnPhone opens the first article with a finger.
func readOnPhone(t *testing.T) *Tab {
	t.Helper()
	tab := Start(t).Browser(t, NewProfile(t))
	tab.Emulate(Phone)
	tab.OpenReady("#/articles")
	tab.Tap(".volume:nth-child(1) h2 a")
	tab.WaitText("#paper", "The long-awaited")
	return tab
}

// A finger on a phone.
func TestTouch(t *testing.T) {
	tab := readOnPhone(t)
	seen := `JSON.stringify([...document.querySelectorAll("#paper > *")].map(e => e.getBoundingClientRect().y).filter(y => y > -200 && y < innerHeight))`

	part(t, tab, "tap two words, then a tag", func(t *testing.T) {
		tab.TapText("face-to-face")
		tab.WaitTrue(live + ` !== ""`)
		tab.TapText("between")
		tab.WaitTrue(live + `.endsWith("face between")`)
		words, before := tab.EvalString(live), tab.EvalString(seen)
		if !tab.EvalBool(`document.querySelector(".tags").getBoundingClientRect().bottom >= innerHeight - 1`) {
			t.Error("the tags are not at the bottom")
		}
		tab.Tap(".tags .chips .tag:nth-child(1)")
		wantSelected(tab, words)
		wantNoKeyboard(t, tab)
		if after := tab.EvalString(seen); after != before {
			t.Errorf("the text moved:\n%s\n%s", before, after)
		}
		wantTags(t, takenQuote(t, tab, words), "Fact")
	})
	part(t, tab, "tap the same word again lets go", func(t *testing.T) {
		tab.TapText("history")
		wantLive(tab, "history")
		tab.TapText("history")
		wantLive(tab, "")
	})
	part(t, tab, "a mark opens its sheet", func(t *testing.T) {
		tab.TapText("face between")
		tab.WaitFor(".card.open")
		wantNoKeyboard(t, tab)
		tab.WaitTrue(`(r => r.left <= 1 && r.right >= innerWidth - 1 && r.bottom <= document.querySelector(".tags").getBoundingClientRect().top + 2)(document.querySelector(".card.open").getBoundingClientRect())`)
		wantInSight(tab)
		tab.Tap(".tags .chips .tag:nth-child(2)")
		tab.WaitText(".card.open .tagname", "Attributed claim")
		wantNoKeyboard(t, tab)
		tab.Screenshot("phone-sheet")
		tab.Tap(".card.open [data-act=remove]")
		tab.WaitFor("#toast-undo")
		tab.Tap("#toast-undo")
		tab.WaitFor("#paper mark")
	})
	part(t, tab, "the system's own selection", func(t *testing.T) {
		tab.LongPressText("deadlock")
		if !eventually(3*time.Second, func() bool { return tab.EvalString(live) == "deadlock" }) {
			// This Chromium selects nothing on a long press; the selection as a phone would make it.
			at := tab.FindText(paper, "deadlock", "")
			tab.touch("touchStart", at.Middle)
			tab.touch("touchEnd")
			wantLive(tab, "deadlock")
			tab.Eval(`((w) => { const walker = document.createTreeWalker(document.querySelector("#paper"), 4); let n;
				while ((n = walker.nextNode())) { const i = n.data.indexOf(w); if (i >= 0) { getSelection().setBaseAndExtent(n, i, n, i + w.length); return } } })("three hours")`, nil)
			wantLive(tab, "three hours")
		}
		words := tab.EvalString(live)
		tab.Tap(".tags .chips .tag:nth-child(4)")
		wantSelected(tab, words)
		wantNoKeyboard(t, tab)
		wantTags(t, takenQuote(t, tab, words), "Number or date")
	})
	part(t, tab, "a handle with a finger", func(t *testing.T) {
		tab.TapText("handshakes")
		wantLive(tab, "handshakes")
		tab.Tap(".tags .chips .tag:nth-child(6)")
		wantSelected(tab, "handshakes")
		wantInSight(tab)
		from, to := handleAt(tab, "end"), tab.FindText(paper, "and even", "").End
		tab.TouchDrag(0, from, Point{(from.X + to.X) / 2, to.Y + 8}, Point{to.X, to.Y + 8})
		wantSelected(tab, "handshakes, and even")
		takenQuote(t, tab, "handshakes, and even")
	})
	tab.AssertClean(t)
}
