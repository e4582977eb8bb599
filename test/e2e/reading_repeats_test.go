package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

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

// A phrase that stands in very many places: the first are shown, more when they
// are asked for, and all are tagged. Undo comes back to where that was asked.
func TestTagVeryManyRepeats(t *testing.T) {
	const blocks, asked = 500, 300
	p := project.New("Short lines", []*article.Article{shortLines(t, blocks)}, project.Stamp{
		Who: annotation.PersonID(uuid.NewString()), When: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Mint: uuid.NewString,
	})
	tab := Start(t).Browser(t, "")
	openProject(t, tab, p)
	tab.Eval(`location.hash = "#/read"`, nil)
	tab.WaitText("#paper", "says little")
	inBlock(tab, asked, "says")
	tab.DoubleClickAt(inBlock(tab, asked, "says"))
	wantBar(tab)
	tab.Key("r")
	tab.WaitText("#repeats-ok", fmt.Sprintf("Tag %d places", blocks))
	if n, offer := tab.Count("#repeats .found li"), tab.Text("#repeats .more"); n != 200 || offer != "Show 200 more of 300" {
		t.Errorf("%d places are shown, and %q", n, offer)
	}
	tab.Screenshot("repeats-many")
	tab.Click("#repeats .more")
	tab.WaitTrue(`document.querySelectorAll("#repeats .found li").length === 400`)
	tab.Click(`#repeats .found li:nth-child(300) input`)
	tab.Click("#repeats-ok")
	tab.WaitText("#toast", fmt.Sprintf("Tagged %d repeats", blocks-1))
	inSight := fmt.Sprintf(`(b => b.top > 0 && b.bottom < innerHeight)(document.querySelectorAll("#paper [class^=b-]")[%d].getBoundingClientRect())`, asked)
	for _, step := range [][2]string{{"ctrl+z", "Undone: "}, {"ctrl+shift+z", "Done again: "}} {
		tab.Key(step[0])
		tab.WaitText("#toast", step[1]+fmt.Sprintf("Tagged %d repeats", blocks-1))
		if !tab.EvalBool(inSight) {
			t.Errorf("after %s the place where they were asked for is out of sight", step[0])
		}
	}
	tab.Eval(`document.querySelector("#stage").scrollTop = 0`, nil)
	tab.Key("ctrl+z")
	tab.WaitTrue(inSight)
	tab.AssertClean(t)
}
