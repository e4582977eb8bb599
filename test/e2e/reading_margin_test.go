package e2e

import (
	"fmt"
	"math"
	"testing"
)

// cardsSeen are the cards of the margin and the lines of their marks, from
// top to bottom of the window.
const cardsSeen = `[...document.querySelectorAll(".cards .card")].map(c => {
	const r = c.getBoundingClientRect();
	return {Top: r.top, Bottom: r.bottom, Open: c.classList.contains("open"), Quote: c.querySelector(".quote").textContent};
})`

type seenCard struct {
	Top, Bottom float64
	Open        bool
	Quote       string
}

// wantInStep fails unless the cards are in reading order, do not overlap, and
// the open one stands level with its mark.
func wantInStep(t *testing.T, tab *Tab, quotes []string) {
	t.Helper()
	var cards []seenCard
	good := eventually(patience/8, func() bool {
		cards = nil
		tab.Eval(cardsSeen, &cards)
		if len(cards) != len(quotes) {
			return false
		}
		for i, c := range cards {
			if c.Quote != quotes[i] || i > 0 && c.Top < cards[i-1].Bottom {
				return false
			}
			if c.Open && math.Abs(c.Top-tab.EvalFloat(`document.querySelector("#paper .sel")?.getClientRects()[0].top ?? -1e6`)) > 12 {
				return false
			}
		}
		return true
	})
	if !good {
		t.Errorf("the cards are not in step with the marks: %+v", cards)
	}
}

// paragraphs are the rectangles of everything to read that is in sight. The
// browser guesses the height of what it has not drawn yet.
const paragraphs = `JSON.stringify([...document.querySelectorAll("#paper > *, .heading")].map(e => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height] }).filter(r => r[1] < innerHeight))`

// The margin keeps step, and nothing moves the text.
func TestMargin(t *testing.T) {
	tab := read(t, "2")
	quotes := []string{"highly anticipated summit", "without a breakthrough", "nearly three-hour", "deadliest conflict", "Pursuing Peace", "some headway"}

	part(t, tab, "nothing jumps", func(t *testing.T) {
		before := tab.EvalString(paragraphs)
		still := func(when string) {
			t.Helper()
			if now := tab.EvalString(paragraphs); now != before {
				t.Errorf("the text moved when %s:\n%s\n%s", when, before, now)
			}
		}
		tab.DragText(quotes[0], "")
		wantBar(tab)
		still("the bar came")
		tab.Key("1")
		tab.WaitFor(".card.open")
		still("the mark was made and its card opened")
		tab.Key("Delete")
		tab.WaitFor("#toast")
		still("the message came")
		tab.Key("ctrl+z")
		tab.WaitFor("#paper mark")
		tab.ClickText("anticipated")
		tab.Key("2")
		tab.Key("shift+3", "shift+5", "shift+6")
		tab.WaitText(".card.open .tagname", "Opinion")
		still("the mark got four tags")
		tab.Key("4")
		tab.Key("4")
		tab.Click(".looks summary")
		tab.WaitFor(".looks .sheet")
		still("the look of the text was opened")
		tab.Key("Escape")
		tab.WaitTrue(`!document.querySelector(".looks").open && document.activeElement === document.querySelector(".looks summary")`)
		tab.Click(".looks summary")
		tab.WaitTrue(`document.querySelector(".looks").open`)
		tab.Click("#meta") // anywhere else
		tab.WaitTrue(`!document.querySelector(".looks").open`)
	})
	part(t, tab, "level and in order", func(t *testing.T) {
		for i, q := range quotes[1:] {
			markAs(tab, string(rune('1'+i)), q, "")
		}
		wantInStep(t, tab, quotes)
		for range quotes {
			tab.Key("j")
			wantInStep(t, tab, quotes)
		}
		tab.Screenshot("margin")
	})
	part(t, tab, "in step while scrolling", func(t *testing.T) {
		tab.ClickText("nearly three-hour")
		tab.WaitFor(".card.open")
		gap := func() float64 {
			return tab.EvalFloat(`document.querySelector(".card.open").getBoundingClientRect().top - document.querySelector("#paper .sel").getBoundingClientRect().top`)
		}
		before := gap()
		top := tab.EvalFloat(`document.querySelector("#stage").scrollTop`)
		tab.Scroll(tab.FindText(paper, "nearly three-hour", "").Middle, 120)
		tab.WaitTrue(fmt.Sprintf(`document.querySelector("#stage").scrollTop > %f`, top+60))
		if after := gap(); math.Abs(after-before) > 1 {
			t.Errorf("card and mark are %.1f apart, before %.1f; scrolled from %.0f", after, before, top)
		}
	})
	part(t, tab, "size and width stay", func(t *testing.T) {
		size := `parseFloat(getComputedStyle(document.querySelector("#paper p")).fontSize)`
		width := `document.querySelector("#paper").getBoundingClientRect().width`
		tab.screen(1800, 900, 1, false)
		s, w := tab.EvalFloat(size), tab.EvalFloat(width)
		tab.Click(".looks summary")
		tab.Click(`.looks [aria-label="Larger text"]`)
		tab.Click(`.looks [aria-label="Larger text"]`)
		tab.WaitTrue(fmt.Sprintf("%s > %f", size, s+2))
		tab.Click(`.looks .sheet > div:nth-child(2) button:nth-child(1)`)
		tab.Click(`.looks [data-theme=dark]`)
		tab.WaitTrue(`document.documentElement.dataset.theme === "dark"`)
		s2, w2 := tab.EvalFloat(size), tab.EvalFloat(width)
		tab.Reload()
		tab.WaitFor("#paper mark")
		if s3, w3 := tab.EvalFloat(size), tab.EvalFloat(width); s3 != s2 || math.Abs(w3-w2) > 1 || s2 <= s || w == w2 {
			t.Errorf("size %v then %v then %v, width %v then %v then %v", s, s2, s3, w, w2, w3)
		}
		wantInStep(t, tab, quotes)
	})
	tab.AssertClean(t)
}
