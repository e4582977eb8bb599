package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// related are the relations on the open card as people see them, one a line.
const related = `[...document.querySelectorAll(".card.open .related:not([hidden]) li")].map(l => l.innerText.replace(/\s+/g, " ").trim()).join("\n")`

// wantRelated waits until the open card says this of relations.
func wantRelated(tab *Tab, lines ...string) {
	tab.t.Helper()
	want, now := strings.Join(lines, "\n"), ""
	if !eventually(patience/4, func() bool { now = tab.EvalString(related); return now == want }) {
		tab.t.Fatalf("the card says\n%s\nwant\n%s", now, want)
	}
}

// pressRelated clicks on what belongs to a relation, once the open card has come
// to stand beside its mark: it is drawn a moment before that.
func pressRelated(tab *Tab, selector string) {
	tab.t.Helper()
	tab.WaitTrue(`(() => {
		const card = document.querySelector(".card.open"), mark = document.querySelector("#paper .sel");
		return card && mark && Math.abs(card.getBoundingClientRect().top - mark.getClientRects()[0].top) <= 12;
	})()`)
	tab.Click(".card.open .related " + selector)
}

// linking adds relations to a file, as another program writes them: annotations
// that join two others by their ids, in order. The ends are indexes of items.
func linking(t *testing.T, content []byte, relations ...[3]any) []byte {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal(content, &all); err != nil {
		t.Fatal(err)
	}
	page := all["first"].(map[string]any)
	items := page["items"].([]any)
	id := func(i any) string { return items[i.(int)].(map[string]any)["id"].(string) }
	for n, r := range relations {
		items = append(items, map[string]any{
			"id": fmt.Sprintf("urn:uuid:7d0c5d5e-1111-4222-8333-%012d", n), "type": "Annotation", "motivation": "linking",
			"created": fmt.Sprintf("2026-03-01T09:00:%02dZ", n),
			"body":    []any{map[string]any{"type": "TextualBody", "purpose": "tagging", "value": r[1]}},
			"target":  []any{map[string]any{"id": id(r[0])}, map[string]any{"id": id(r[2])}},
		})
	}
	page["items"], all["total"] = items, len(items)
	out, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// links is how many relations a file holds.
func links(t *testing.T, content []byte) int {
	t.Helper()
	return strings.Count(string(content), `"motivation": "linking"`)
}

// Relations come in with a file. The open card says them in one line each, goes
// to the other mark, also on another article, and lets one be removed. They go
// with their marks, and every step of it can be undone.
func TestRelations(t *testing.T) {
	tab := read(t, "2")
	mark(tab, phrases[0], "", "1")
	mark(tab, phrases[1], "", "2")
	openArticle(tab, "3")
	mark(tab, "cautious optimism", "", "3")
	saved(tab)
	const win, crude, calm = "“a symbolic win”", "“Russian crude”", "“cautious optimism”"
	quotes := func() (list []string) {
		for _, m := range taken(t, tab) {
			list = append(list, m.Quote())
		}
		return list
	}
	order := map[string]int{}
	for i, q := range quotes() {
		order["“"+q+"”"] = i
	}
	with := linking(t, file(tab), [3]any{order[win], "supports", order[crude]}, [3]any{order[calm], "contradicts", order[win]}, [3]any{order[win], "restates", order[win]})

	tab.OpenReady("#/files")
	tab.Choose(func() { tab.Click("#pick-files") }, written(t, "related.claimlight.json", with))
	letIn(tab, "3 relations")
	tab.WaitText("#report", "Added 3 relations")
	saved(tab)
	whole := file(tab)
	if n := links(t, whole); n != 3 {
		t.Fatalf("%d relations in the file, want 3", n)
	}

	openArticle(tab, "2")
	tab.ClickText("symbolic")
	wantRelated(tab, "supports: "+crude+" ×", "← contradicts: "+calm+" in In a spectacle heavy with symbolism ×", "restates: this mark itself ×")
	for _, name := range []string{"supports: " + crude, "contradicts: " + calm + " in In a spectacle heavy with symbolism, said of this mark by that one", "Remove the relation restates: this mark itself"} {
		tab.WaitFor(`.card.open .related button[aria-label="` + name + `"]`)
	}
	tab.Screenshot("relations")

	part(t, tab, "to the other mark and back", func(t *testing.T) {
		tab.ClickText("symbolic")
		wantSelected(tab, "a symbolic win")
		pressRelated(tab, "li:nth-child(1) .to")
		wantSelected(tab, "Russian crude")
		wantRelated(tab, "← supports: "+win+" ×")
		pressRelated(tab, ".to")
		wantSelected(tab, "a symbolic win")
	})
	part(t, tab, "to another article", func(t *testing.T) {
		tab.ClickText("symbolic")
		wantSelected(tab, "a symbolic win")
		pressRelated(tab, "li:nth-child(2) .to")
		wantSelected(tab, "cautious optimism")
		wantRelated(tab, "contradicts: "+win+" in A highly anticipated summit ×")
		tab.WaitTrue(`(() => { const r = document.querySelector("#paper .sel").getBoundingClientRect(); return r.top > 0 && r.bottom < innerHeight })()`)
		pressRelated(tab, ".to")
		wantSelected(tab, "a symbolic win")
	})
	part(t, tab, "removed and undone", func(t *testing.T) {
		tab.ClickText("symbolic")
		wantSelected(tab, "a symbolic win")
		pressRelated(tab, `[aria-label="Remove the relation supports: `+crude+`"]`)
		tab.WaitText("#toast", "Removed the relation “supports”")
		wantRelated(tab, "← contradicts: "+calm+" in In a spectacle heavy with symbolism ×", "restates: this mark itself ×")
		wantSelected(tab, "a symbolic win")
		saved(tab)
		if n := links(t, file(tab)); n != 2 {
			t.Errorf("%d relations in the file, want 2", n)
		}
		tab.Key("ctrl+z") // the keyboard is on the text again
		tab.WaitText("#toast", "Undone: Removed the relation")
		wantRelated(tab, "supports: "+crude+" ×", "← contradicts: "+calm+" in In a spectacle heavy with symbolism ×", "restates: this mark itself ×")
	})
	part(t, tab, "gone with a mark", func(t *testing.T) {
		tab.ClickText("Russian crude")
		wantSelected(tab, "Russian crude")
		tab.Key("Delete")
		tab.WaitText("#toast", "Removed")
		tab.ClickText("symbolic")
		wantRelated(tab, "← contradicts: "+calm+" in In a spectacle heavy with symbolism ×", "restates: this mark itself ×")
		step(tab, "ctrl+z", "Undone: Removed")
		wantRelated(tab, "supports: "+crude+" ×", "← contradicts: "+calm+" in In a spectacle heavy with symbolism ×", "restates: this mark itself ×")
	})
	part(t, tab, "there after a reload", func(t *testing.T) {
		saved(tab)
		tab.Reload()
		tab.WaitFor("#paper mark")
		tab.ClickText("symbolic")
		wantRelated(tab, "supports: "+crude+" ×", "← contradicts: "+calm+" in In a spectacle heavy with symbolism ×", "restates: this mark itself ×")
		wantSame(t, "after all of it", file(tab), whole)
	})
	tab.AssertClean(t)
}
