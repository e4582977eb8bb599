package e2e

import (
	"strings"
	"testing"
)

// pickedID is the id of the mark whose card is open.
const pickedID = `document.querySelector(".card.open")?.dataset.id`

// Marks over one another: all of them are seen, each can be reached.
func TestOverlap(t *testing.T) {
	tab := read(t, "3")
	const outer, middle, inner = "a spectacle heavy with symbolism but short on substance", "heavy with symbolism but short", "symbolism"

	part(t, tab, "three deep and two the same", func(t *testing.T) {
		tagAs(tab, "6", outer, "")
		tagAs(tab, "1", middle, "")
		tagAs(tab, "7", inner, "")
		tagAs(tab, "2", inner, "")
		for _, want := range []struct {
			quote, tag string
			class      string
		}{{outer, "Opinion or framing", "a5"}, {middle, "Fact", "b0"}} {
			wantTags(t, takenQuote(t, tab, want.quote), want.tag)
			if got := runsOf(tab, want.class); got != want.quote {
				t.Errorf("%s is seen under %q", want.tag, got)
			}
		}
		if tab.EvalInt(`document.querySelectorAll("#paper mark mark").length`) != 0 {
			t.Error("marks are nested in the DOM")
		}
		if got, want := tab.EvalString(`document.querySelector("#paper").textContent.slice(0, 160)`), "Anchorage, Alaska: In a spectacle heavy with symbolism but short on substance, US President"; !strings.HasPrefix(got, want) {
			t.Errorf("the text on the paper is %q", got)
		}
		run := `[...document.querySelectorAll("#paper mark")].find(m => m.textContent === "symbolism")`
		if codes := tab.EvalString(run + `.dataset.code`); len(codes) != 2 {
			t.Errorf("the letters at the end of two marks are %q", codes)
		}
		lines := tab.EvalBool(`(m => { const s = getComputedStyle(m); return s.textDecorationLine === "underline" && s.borderBottomWidth === "2px" && s.boxShadow !== "none" })(` + run + `)`)
		if !lines {
			t.Error("three lines are not stacked under the run that three marks share")
		}
	})
	part(t, tab, "a click cycles from the smallest out", func(t *testing.T) {
		seen := map[string]int{}
		var order []string
		last := ""
		for range 4 {
			tab.ClickText(inner)
			tab.WaitTrue(`![undefined, ` + quote(last) + `].includes(` + pickedID + `)`)
			last = tab.EvalString(pickedID)
			tag := tab.Text(".card.open .tagname")
			seen[tag]++
			order = append(order, tag)
		}
		if len(seen) != 4 || order[2] != "Fact" || order[3] != "Opinion or framing" {
			t.Errorf("clicks at one place pick %q", order)
		}
		tab.ClickText(inner)
		tab.WaitText(".card.open .tagname", order[0])
	})
	part(t, tab, "several tags on a mark", func(t *testing.T) {
		tagAs(tab, "1", "clear", "")
		tab.Key("shift+4")
		tab.WaitText(".card.open .tagname", "Number or date")
		tab.Click(`.card.open .chips .tag:nth-child(5)`)
		tab.WaitText(".card.open .tagname", "Prediction")
		wantTags(t, takenQuote(t, tab, "clear"), "Fact", "Number or date", "Prediction")
		tab.Key("shift+1")
		tab.WaitTrue(`document.querySelector(".card.open .tagname").textContent === "Number or date, Prediction"`)
		tab.Click(`.card.open .chips .tag:nth-child(5)`)
		tab.WaitTrue(`document.querySelector(".card.open .tagname").textContent === "Number or date"`)
		wantTags(t, takenQuote(t, tab, "clear"), "Number or date")
	})
	part(t, tab, "several pieces in a mark", func(t *testing.T) {
		tagAs(tab, "3", "thorough", "")
		tab.DragText("cautious optimism", "")
		wantBar(tab)
		tab.Click(`#bar [data-act=piece]`)
		tab.WaitText(".card.open h3", "2 pieces")
		tab.DragText("far apart", "")
		wantBar(tab)
		tab.Key("+")
		tab.WaitText(".card.open h3", "3 pieces")
		wantSelected(tab, "cautious optimismfar apartthorough")
		m := takenQuote(t, tab, "cautious optimism … far apart … thorough")
		wantTags(t, m, "Direct quotation")
		tab.Click(`.card.open [data-act=drop-piece]`)
		tab.WaitText(".card.open h3", "2 pieces")
		wantSelected(tab, "cautious optimismfar apart")
		tab.Key("ctrl+z")
		wantSelected(tab, "cautious optimismfar apartthorough")
		takenQuote(t, tab, "cautious optimism … far apart … thorough")
	})
	tab.AssertClean(t)
}
