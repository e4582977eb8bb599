package e2e

import (
	"strings"
	"testing"
)

// Select, then tag: the mouse in all the ways it selects.
func TestMarkByMouse(t *testing.T) {
	tab := read(t, "1")

	part(t, tab, "bar and click", func(t *testing.T) {
		tab.DragText("warm smiles", "handshakes")
		wantBar(tab)
		wantLive(tab, "warm smiles, handshakes")
		near := tab.EvalBool(`(() => { const b = document.querySelector("#bar").getBoundingClientRect(), r = [...CSS.highlights.get("live")][0].getBoundingClientRect();
			return b.top >= r.bottom && b.top - r.bottom < 30 && b.left < r.right && b.right > r.left })()`)
		if !near {
			t.Error("the bar is not by the selection")
		}
		tab.Click(`#bar .tag[title="Fact"]`)
		wantSelected(tab, "warm smiles, handshakes")
		tab.WaitTrue(`document.querySelector("#bar").hidden`)
		wantTags(t, takenQuote(t, tab, "warm smiles, handshakes"), "Fact")
	})
	part(t, tab, "digit", func(t *testing.T) {
		tab.DragText("an unexpected invitation", "Moscow")
		wantBar(tab)
		tab.Key("2")
		wantSelected(tab, "an unexpected invitation to Moscow")
		tab.WaitText(".card.open .tagname", "Attributed claim")
		wantTags(t, takenQuote(t, tab, "an unexpected invitation to Moscow"), "Attributed claim")
	})
	part(t, tab, "last tag by Enter", func(t *testing.T) {
		tab.DragText("without a deal", "")
		wantBar(tab)
		tab.Key("Enter")
		wantSelected(tab, "without a deal")
		wantTags(t, takenQuote(t, tab, "without a deal"), "Attributed claim")
	})
	part(t, tab, "snapping is seen while dragging", func(t *testing.T) {
		from, to := tab.FindText(paper, "mitted blunt", "").Start, tab.FindText(paper, "mitted blunt", "").End
		tab.press1(from)
		tab.moveHeld(Point{(from.X + to.X) / 2, from.Y}, to)
		wantLive(tab, "admitted bluntly")
		tab.release(to)
		wantLive(tab, "admitted bluntly")
		tab.WaitTrue(`String(getSelection()) === "admitted bluntly"`)
	})
	part(t, tab, "Alt takes characters", func(t *testing.T) {
		tab.DragText("eadloc", "", Alt)
		wantLive(tab, "eadloc")
		wantBar(tab)
		tab.Key("1")
		wantSelected(tab, "eadloc")
		takenQuote(t, tab, "eadloc")
	})
	part(t, tab, "double click takes a word", func(t *testing.T) {
		tab.DoubleClickAt(tab.FindText(paper, "counterpart", "").Middle)
		wantBar(tab)
		wantLive(tab, "counterpart")
		tab.Key("1")
		wantSelected(tab, "counterpart")
		takenQuote(t, tab, "counterpart")
	})
	part(t, tab, "triple click takes a paragraph", func(t *testing.T) {
		tab.clicks(tab.FindText(paper, "carefully staged", "").Middle, 3, 0)
		wantBar(tab)
		tab.WaitTrue(live + `.startsWith("The press conference") && ` + live + `.endsWith("of our discussions.") === false`)
		tab.Key("6")
		const paragraph = "The press conference that followed was carefully staged. Neither leader mentioned a ceasefire. No questions were taken. Instead, both men read short statements, exchanged thanks, and left the stage—leaving the world guessing about the real content of their discussions."
		wantSelected(tab, paragraph)
		wantTags(t, takenQuote(t, tab, paragraph), "Opinion or framing")
	})
	part(t, tab, "a click with Shift moves the end", func(t *testing.T) {
		tab.DragText("No questions", "")
		wantBar(tab)
		tab.ClickText("short statements", Shift)
		wantLive(tab, "No questions were taken. Instead, both men read short statements")
		tab.Key("Escape")
	})
	part(t, tab, "backwards", func(t *testing.T) {
		at := tab.FindText(paper, "speaking in English", "")
		tab.Drag(at.End, at.Start)
		wantBar(tab)
		wantLive(tab, "speaking in English")
		tab.Key("1")
		wantSelected(tab, "speaking in English")
		takenQuote(t, tab, "speaking in English")
	})
	part(t, tab, "a click beside the text lets go", func(t *testing.T) {
		tab.DragText("deadlock", "")
		wantBar(tab)
		at := tab.FindText(paper, "deadlock", "")
		tab.ClickAt(Point{tab.EvalFloat(`document.querySelector("#paper").getBoundingClientRect().left - 30`), at.Start.Y})
		wantLive(tab, "")
		tab.WaitTrue(`document.querySelector("#bar").hidden`)
		tab.DragText("deadlock", "")
		wantBar(tab)
		tab.ClickText("deadlock")
		wantLive(tab, "")
		tab.WaitTrue(`document.querySelector("#bar").hidden`)
	})
	part(t, tab, "across two paragraphs", func(t *testing.T) {
		tab.DragText("could possibly happen", "striking")
		wantBar(tab)
		tab.Key("7")
		const seen, said = "could possibly happen.”Putin, who had opened the meeting with a strikingly", "could possibly happen.”\nPutin, who had opened the meeting with a strikingly"
		wantSelected(tab, seen)
		takenQuote(t, tab, said)
	})
	part(t, tab, "from the space left of the text to the margin", func(t *testing.T) {
		at := tab.FindText(paper, "Choosing Alaska", "grounding")
		from := Point{tab.EvalFloat(`document.querySelector("#paper").getBoundingClientRect().left - 12`), at.Start.Y}
		to := Point{tab.EvalFloat(`document.querySelector("#margin").getBoundingClientRect().left + 60`), at.Start.Y}
		tab.Drag(from, to)
		wantBar(tab)
		line := tab.EvalString(live)
		if !strings.HasPrefix(line, "Choosing Alaska as the") || strings.Contains(line, "grounding") {
			t.Errorf("highlighted is %q, want the first line", line)
		}
		tab.Key("7")
		wantSelected(tab, line)
		takenQuote(t, tab, line)
	})
	part(t, tab, "past the end", func(t *testing.T) {
		at := tab.FindText(paper, "Putin hinted", "")
		below := Point{at.End.X, tab.EvalFloat(`document.querySelector("#paper").getBoundingClientRect().bottom + 30`)}
		tab.Drag(at.Start, below)
		wantBar(tab)
		tab.Key("5")
		wantSelected(tab, "Putin hinted, in Moscow")
		wantTags(t, takenQuote(t, tab, "Putin hinted, in Moscow"), "Prediction")
	})
	part(t, tab, "widened to the sentence", func(t *testing.T) {
		tab.DragText("very criminal", "")
		wantBar(tab)
		tab.Key("s")
		const sentence = "He claimed the investigation had been “very criminal” and had hampered his presidency’s ability to focus on major global issues."
		wantLive(tab, sentence)
		tab.Key("2")
		wantSelected(tab, sentence)
		takenQuote(t, tab, sentence)
	})
	tab.AssertClean(t)
}

// A click puts down where a selection begins, and a click with Shift selects to
// there.
func TestShiftClick(t *testing.T) {
	tab := read(t, "1")
	// The place between two letters, for Alt.
	behind := func(words string) Point { return tab.FindText(paper, words, "").End }

	part(t, tab, "whole words", func(t *testing.T) {
		tab.ClickText("smiles")
		tab.ClickText("handshakes", Shift)
		wantBar(tab)
		wantLive(tab, "smiles, handshakes")
		tab.Key("1")
		wantSelected(tab, "smiles, handshakes")
		wantTags(t, takenQuote(t, tab, "smiles, handshakes"), "Fact")
	})
	part(t, tab, "over paragraphs, after scrolling", func(t *testing.T) {
		tab.ClickText("deadlock")
		before := tab.EvalFloat(stageTop)
		tab.ClickText("hampered", Shift)
		if tab.EvalFloat(stageTop) == before {
			t.Error("the text was not scrolled")
		}
		wantBar(tab)
		words := tab.EvalString(live)
		if !strings.HasPrefix(words, "deadlock") || !strings.HasSuffix(words, "“very criminal” and had hampered") || len(words) < 1000 {
			t.Errorf("highlighted is %q", words)
		}
		tab.Key("2")
		wantSelected(tab, words)
	})
	part(t, tab, "the end can be changed, and the direction", func(t *testing.T) {
		tab.ClickText("questions were")
		tab.ClickText("exchanged", Shift)
		wantLive(tab, "questions were taken. Instead, both men read short statements, exchanged")
		tab.ClickText("both men", Shift)
		wantLive(tab, "questions were taken. Instead, both")
		tab.ClickText("carefully", Shift)
		wantLive(tab, "carefully staged. Neither leader mentioned a ceasefire. No questions")
		tab.ClickText("mentioned", Shift)
		wantLive(tab, "mentioned a ceasefire. No questions")
	})
	part(t, tab, "from a word that was clicked twice", func(t *testing.T) {
		tab.DoubleClickAt(tab.FindText(paper, "exchanged", "").Middle)
		wantLive(tab, "exchanged")
		tab.ClickText("read short", Shift)
		wantLive(tab, "short statements, exchanged")
	})
	part(t, tab, "from a sentence", func(t *testing.T) {
		tab.ClickText("a ceasefire")
		tab.ClickText("mentioned", Shift)
		wantBar(tab)
		tab.Key("s")
		wantLive(tab, "Neither leader mentioned a ceasefire.")
		tab.ClickText("questions were", Shift)
		wantLive(tab, "Neither leader mentioned a ceasefire. No questions")
	})
	part(t, tab, "Alt takes characters", func(t *testing.T) {
		tab.ClickAt(behind("carefully sta"))
		tab.ClickAt(behind("Neither lea"), Shift|Alt)
		wantLive(tab, "ged. Neither lea")
	})
	part(t, tab, "a mark that is clicked is chosen, and it begins there", func(t *testing.T) {
		tab.ClickText("smiles, hand")
		wantSelected(tab, "smiles, handshakes")
		tab.WaitFor(".card.open")
		tab.ClickText("unexpected", Shift)
		wantBar(tab)
		wantSelected(tab, "smiles, handshakes")
		wantLive(tab, "smiles, handshakes, and even an unexpected")
		tab.Key("3")
		wantSelected(tab, "smiles, handshakes, and even an unexpected")
		wantTags(t, takenQuote(t, tab, "smiles, handshakes, and even an unexpected"), "Direct quotation")
	})
	part(t, tab, "what was let go is no beginning", func(t *testing.T) {
		tab.ClickText("carefully")
		tab.ClickText("ceasefire", Shift)
		wantBar(tab)
		tab.Key("Escape")
		wantLive(tab, "")
		tab.ClickText("questions were", Shift)
		wantLive(tab, "")
	})
	part(t, tab, "with the pen", func(t *testing.T) {
		tab.Key("4")
		tab.WaitFor("#stage.penned")
		tab.ClickText("exchanged")
		tab.ClickText("left the", Shift)
		wantSelected(tab, "exchanged thanks, and left")
		tab.Key("Escape")
	})
	tab.AssertClean(t)
}

// Tag first, then paint.
func TestPaintWithThePen(t *testing.T) {
	tab := read(t, "2")
	part(t, tab, "paint", func(t *testing.T) {
		tab.Key("4")
		tab.WaitFor(`#stage.penned`)
		tab.WaitTrue(`document.querySelector(".tags [aria-pressed=true]").title.length > 0 && document.querySelectorAll(".tags .chips [aria-pressed=true]").length === 1`)
		tab.DragText("nearly three-hour", "")
		wantSelected(tab, "nearly three-hour")
		tab.DragText("80 years", "")
		wantSelected(tab, "80 years")
		tab.DoubleClickAt(tab.FindText(paper, "2022", "").Middle)
		wantSelected(tab, "2022")
		for range 3 {
			tab.Key("Escape")
		}
		tab.WaitTrue(`!document.querySelector("#stage.penned")`)
		tab.DragText("a symbolic win", "")
		wantBar(tab)
		for _, quote := range []string{"nearly three-hour", "80 years", "2022"} {
			wantTags(t, takenQuote(t, tab, quote), "Number or date")
		}
	})
	part(t, tab, "a triple click paints the paragraph alone", func(t *testing.T) {
		before := len(taken(t, tab))
		tab.Key("6")
		tab.WaitFor("#stage.penned")
		tab.clicks(tab.FindText(paper, "anticlimactic close", "").Middle, 3, 0)
		tab.WaitTrue(`[...document.querySelectorAll("#paper mark.sel")].map(m => m.textContent).join("").startsWith("The anticlimactic close")`)
		if after := len(taken(t, tab)); after != before+1 {
			t.Errorf("%d marks more, want 1", after-before)
		}
	})
	part(t, tab, "by the chip", func(t *testing.T) {
		tab.Click(`.tags .tag:nth-child(5)`)
		tab.WaitFor("#stage.penned")
		tab.WaitText("#said", "Pen: Prediction")
		tab.DragText("possible meeting", "")
		wantSelected(tab, "possible meeting")
		tab.Key("Escape")
		tab.WaitFor("#stage:not(.penned)")
		wantTags(t, takenQuote(t, tab, "possible meeting"), "Prediction")
	})
	tab.AssertClean(t)
}
