package e2e

import "testing"

// One phrase, all its places in the five articles, one step.
func TestTagAllRepeats(t *testing.T) {
	tab := read(t, "1")
	tab.DragText("There’s no deal until", "there’s a deal")
	wantBar(tab)
	tab.Key("r")
	tab.WaitFor("#repeats[open]")
	total := tab.Count("#repeats .found li")
	if total != 4 && total != 6 {
		t.Errorf("the phrase is found %d times", total)
	}
	articles := tab.EvalInt(`new Set([...document.querySelectorAll("#repeats small")].map(e => e.textContent)).size`)
	if articles < 3 {
		t.Errorf("the phrase is found in %d articles", articles)
	}
	tab.Click(`#repeats .chips .tag:nth-child(3)`)
	tab.WaitTrue(`document.querySelector("#repeats .chips .tag:nth-child(3)").ariaPressed === "true"`)
	tab.Click(`#repeats .found li:nth-child(2) input`)
	tab.WaitTrue(`/^Tag \d+ places$/.test(document.querySelector("#repeats-ok").textContent)`)
	tab.Screenshot("repeats")
	tab.Click("#repeats-ok")
	tab.WaitTrue(`!document.querySelector("#repeats[open]")`)
	tab.WaitText("#toast", "Tagged")
	marks := taken(t, tab)
	if len(marks) != total-1 {
		t.Errorf("%d marks, want %d", len(marks), total-1)
	}
	for _, m := range marks {
		wantTags(t, m, "Direct quotation")
	}
	tab.Key("ctrl+z")
	tab.WaitText("#toast", "Undone: Tagged")
	if marks := taken(t, tab); len(marks) != 0 {
		t.Errorf("%d marks are left after one undo", len(marks))
	}
	tab.Key("ctrl+shift+z")
	tab.WaitText("#toast", "Done again: Tagged")
	if marks := taken(t, tab); len(marks) != total-1 {
		t.Errorf("%d marks are back", len(marks))
	}
	wantSaid := func(has string) {
		t.Helper()
		tab.Key("r")
		tab.WaitText("#repeats[open] h2 + p", itoa(total)+" places, "+has+" already.")
		tab.Key("Escape")
	}
	part(t, tab, "what has the tag already is said", func(t *testing.T) {
		tab.ClickText("There’s no deal until")
		wantSaid(itoa(total-1) + " of them have this tag")
		tab.Key("ctrl+z")
		tagAs(tab, "3", "There’s no deal until", "there’s a deal")
		wantSaid("1 of them has this tag")
	})
	tab.AssertClean(t)
}
