package e2e

import (
	"slices"
	"strconv"
	"testing"
)

// speedJS counts, for each press of a digit, the milliseconds until the first
// frame that has the change, as the page sees it: the mark for the program,
// and beside it a bare change of one text for comparison.
const speedJS = `(() => {
	window.took = {mark: [], bare: [], frames: []};
	const bare = document.body.appendChild(document.createElement("div"));
	bare.className = "unseen";
	addEventListener("keydown", e => {
		if (e.key === "F2") { // the bare change
			bare.textContent = String(e.timeStamp);
			requestAnimationFrame(() => took.bare.push(performance.now() - e.timeStamp));
			return;
		}
		if (!/^[1-9]$/.test(e.key)) return;
		const before = document.querySelectorAll("#paper mark.sel").length;
		let frames = 0;
		const look = () => {
			frames++;
			if (document.querySelectorAll("#paper mark.sel").length > before) {
				took.mark.push(performance.now() - e.timeStamp);
				took.frames.push(frames);
			} else if (frames < 200) requestAnimationFrame(look);
		};
		requestAnimationFrame(look);
	}, {capture: true});
})()`

// A mark is on the paper within two frames of the key.
func TestMarkIsPaintedAtOnce(t *testing.T) {
	tab := read(t, "1")
	tab.Eval(speedJS, nil)
	var all []float64
	count := 0
	for _, words := range [][]string{
		{"promised history", "three hours", "handshakes"}, {"without a breakthrough", "grinding on", "vague assurances"},
		{"high-stakes summit", "no resolution", "cautious optimism"}, {"without any agreement", "undisclosed issues", "sirens sounding"},
		{"high-stakes summit", "several hours", "strained"},
	} {
		for _, w := range words {
			rest(tab)
			tab.DragText(w, "")
			wantBar(tab)
			tab.Key("F2")
			tab.Key("1")
			count++
			tab.WaitTrue(`took.mark.length >= ` + strconv.Itoa(count))
		}
		rest(tab)
		tab.Key("]")
		tab.WaitFor("#paper > *")
	}
	var took struct{ Mark, Bare, Frames []float64 }
	tab.Eval(`took`, &took)
	all = took.Mark
	mark, bare, frames := median(all), median(took.Bare), median(took.Frames)
	t.Logf("key to mark: median %.1f ms (%.0f frames), largest %.1f ms; a bare change: median %.1f ms; %d marks", mark, frames, slices.Max(all), bare, len(all))
	if frames > 2 {
		t.Errorf("a mark takes %.0f frames", frames)
	}
	if mark > 4*bare+50 {
		t.Errorf("a mark takes %.1f ms, a bare change %.1f ms", mark, bare)
	}
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}
