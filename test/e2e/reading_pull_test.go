package e2e

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
)

// wantStill fails unless the text rests from now on.
func wantStill(tab *Tab, when string) {
	tab.t.Helper()
	if by := tab.EvalFloat(`(async () => { const y = ` + stageTop + `; for (let i = 0; i < 6; i++) await new Promise(requestAnimationFrame); return ` + stageTop + ` - y })()`); by != 0 {
		tab.t.Errorf("the text goes on by %.0f pixels %s", by, when)
	}
}

// firstLine and lastLine are those of what is highlighted, as a seenLine.
const (
	firstLine = lineJS + `(0)`
	lastLine  = lineJS + `(-1)`
	lineJS    = `(at => { const r = [...[...CSS.highlights.get("live")][0].getClientRects()].at(at); return {Top: r.top, Bottom: r.bottom} })`
)

// seenLine is where a line is in the window.
type seenLine struct{ Top, Bottom float64 }

func (l seenLine) near(y float64) bool { return math.Abs((l.Top+l.Bottom)/2-y) < 50 }

// pulling watches for twenty frames how the text is pulled, from where it is
// scrolled to: by how many pixels a second, and which line is then the end of
// the mark. All is done within the page, so that a slow machine does not come to
// the end of the text meanwhile; a late frame counts as the program counts it.
func pulling(tab *Tab, from float64, end string) (speed float64, line seenLine) {
	tab.t.Helper()
	var got struct {
		Speed float64
		Line  seenLine
	}
	tab.Eval(fmt.Sprintf(`(async () => {
		const frame = () => new Promise(requestAnimationFrame), stage = document.querySelector("#stage");
		stage.scrollTop = %v;
		let before = await frame(), took = 0;
		const y = stage.scrollTop;
		for (let i = 0; i < 20; i++) {
			const now = await frame();
			took += Math.min(now - before, 50);
			before = now;
		}
		return {Speed: (stage.scrollTop - y) / took * 1000, Line: %s};
	})()`, from, end), &got)
	return got.Speed, got.Line
}

// A handle held at the edge of what is seen pulls the text along.
func TestHandlePullsTheText(t *testing.T) {
	tab := read(t, "1")
	bottom := tab.EvalFloat(`Math.min(innerHeight, document.querySelector("#stage").getBoundingClientRect().bottom)`)
	const quote = "warm smiles, handshakes"
	tagAs(tab, "1", "warm smiles", "handshakes")
	grab := func() Point {
		tab.Eval(`document.querySelector("#stage").scrollTop = 0`, nil)
		tab.ClickText("warm smiles")
		tab.WaitFor(".card.open")
		at := handleAt(tab, "end")
		tab.press1(at)
		return at
	}
	pull := func() Point {
		at := grab()
		tab.moveHeld(Point{at.X, bottom - 80}, Point{at.X, bottom - 5})
		tab.WaitTrue(stageTop + ` > 100`)
		return at
	}

	part(t, tab, "down, faster further out", func(t *testing.T) {
		at := grab()
		tab.moveHeld(Point{at.X, bottom - 80}, Point{at.X + 30, bottom - 28})
		tab.WaitTrue(stageTop + ` > 20`)
		slow, inside := pulling(tab, 20, lastLine)
		tab.moveHeld(Point{at.X + 30, bottom - 2})
		fast, outside := pulling(tab, 20, lastLine)
		if slow < 50 || fast < 2*slow {
			t.Errorf("%.0f pixels a second near the edge, %.0f at it", slow, fast)
		}
		for _, l := range []seenLine{inside, outside} {
			if !l.near(bottom-48) || l.Bottom > bottom {
				t.Errorf("the end of the mark is at %+v, the edge at %.0f", l, bottom)
			}
		}
		tab.moveHeld(Point{at.X, bottom - 200})
		tab.Eval(stageTop+` = 200`, nil) // there is text under the pointer
		wantStill(tab, "when the pointer is back")
		var back seenLine
		if tab.Eval(lastLine, &back); !back.near(bottom - 208) {
			t.Errorf("the end of the mark is at %+v, the pointer at %.0f", back, bottom-200)
		}
		words := tab.EvalString(live)
		tab.release(Point{at.X, bottom - 200})
		wantSelected(tab, words)
		if !strings.HasPrefix(words, quote) || len(words) < 500 {
			t.Errorf("the mark is %q", words)
		}
		tab.Key("ctrl+z")
		wantSelected(tab, quote)
	})
	part(t, tab, "let go while it scrolls", func(t *testing.T) {
		at := pull()
		tab.release(Point{at.X, bottom - 5})
		wantStill(tab, "after the release")
		wantLive(tab, "")
		if words := runsOf(tab, "sel"); len(words) < 300 {
			t.Errorf("the mark is %q", words)
		}
		tab.Key("ctrl+z")
		wantSelected(tab, quote)
	})
	part(t, tab, "Escape leaves the mark as it was", func(t *testing.T) {
		at := pull()
		tab.Key("Escape")
		wantStill(tab, "after Escape")
		wantLive(tab, "")
		tab.moveHeld(Point{at.X, bottom - 3})
		wantStill(tab, "after Escape, though the pointer moves")
		tab.release(Point{at.X, bottom - 3})
		wantSelected(tab, quote)
		if tab.Count(".card.open") != 1 {
			t.Error("the mark is not selected any more")
		}
	})
	part(t, tab, "removed while it scrolls", func(t *testing.T) {
		at := pull()
		tab.Key("Delete")
		tab.WaitGone(".card.open")
		wantLive(tab, "")
		wantStill(tab, "without a mark")
		tab.release(Point{at.X, bottom - 5})
		tab.Key("ctrl+z")
	})
	part(t, tab, "up, under the row of tags", func(t *testing.T) {
		tagAs(tab, "2", "very criminal", "")
		tags := tab.EvalFloat(`document.querySelector(".tags").getBoundingClientRect().bottom`)
		at, before := handleAt(tab, "start"), tab.EvalFloat(stageTop)
		tab.press1(at)
		tab.moveHeld(Point{at.X, tags + 60}, Point{at.X - 20, tags + 4})
		tab.WaitTrue(stageTop + ` < ` + fmt.Sprint(before-200))
		if _, l := pulling(tab, before, firstLine); !l.near(tags+48) || l.Top < tags {
			t.Errorf("the start of the mark is at %+v, the row of tags ends at %.0f", l, tags)
		}
		tab.release(Point{at.X - 20, tags + 4})
		wantStill(tab, "after the release")
		if words := runsOf(tab, "sel"); !strings.HasSuffix(words, "very criminal") || len(words) < 300 {
			t.Errorf("the mark is %q", words)
		}
	})
	tab.AssertClean(t)
}

// On a phone the edge is that of the card.
func TestHandlePullsTheTextByFinger(t *testing.T) {
	tab := readOnPhone(t)
	const quote = "handshakes"
	tab.TapText(quote)
	wantLive(tab, quote)
	tab.Tap(".tags .chips .tag:nth-child(6)")
	wantSelected(tab, quote)
	card := func() float64 {
		return tab.EvalFloat(`document.querySelector(".card.open").getBoundingClientRect().top`)
	}

	t.Run("called off", func(t *testing.T) {
		wantInSight(tab)
		at, edge, before := handleAt(tab, "end"), card(), tab.EvalFloat(stageTop)
		tab.touch(input.DispatchTouchEventTypeTouchStart, at)
		tab.touch(input.DispatchTouchEventTypeTouchMove, Point{at.X, edge - 60})
		tab.touch(input.DispatchTouchEventTypeTouchMove, Point{at.X, edge + 10})
		tab.WaitTrue(stageTop + ` > ` + fmt.Sprint(before+100))
		tab.touch(input.DispatchTouchEventTypeTouchCancel)
		wantStill(tab, "when the finger was taken away")
		wantLive(tab, "")
		wantSelected(tab, quote)
		tab.Eval(stageTop+` = `+fmt.Sprint(before), nil)
	})
	t.Run("to the end of the text", func(t *testing.T) {
		wantInSight(tab)
		at, edge, before := handleAt(tab, "end"), card(), tab.EvalFloat(stageTop)
		tab.touch(input.DispatchTouchEventTypeTouchStart, at)
		wantStill(tab, "before the finger moves")
		tab.touch(input.DispatchTouchEventTypeTouchMove, Point{at.X, edge - 60})
		tab.touch(input.DispatchTouchEventTypeTouchMove, Point{at.X, edge - 2})
		tab.WaitTrue(stageTop + ` > ` + fmt.Sprint(before+200))
		if _, l := pulling(tab, before, lastLine); !l.near(edge-48) || l.Bottom > edge {
			t.Errorf("the end of the mark is at %+v, the card at %.0f", l, edge)
		}
		tab.Screenshot("phone-pull")
		tab.touch(input.DispatchTouchEventTypeTouchMove, Point{at.X, edge + 150})
		tab.WaitTrue(live + `.endsWith("hinted, in Moscow.")`)
		words := tab.EvalString(live)
		tab.touch(input.DispatchTouchEventTypeTouchEnd)
		wantStill(tab, "after the release")
		wantSelected(tab, words)
		if !strings.HasPrefix(words, quote) {
			t.Errorf("the mark is %q", words)
		}
		tab.AssertClean(t)
	})
}
