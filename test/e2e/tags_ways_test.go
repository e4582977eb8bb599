package e2e

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A closed codebook can be read and not changed; marking goes on.
func TestTagsClosedCodebook(t *testing.T) {
	tab := Start(t).Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	tab.Click(`nav a[href="#/tags"]`)
	tab.Click(".entries:nth-of-type(1) .entry:nth-child(2) .entry-toggle")
	tab.WaitFor(".entry-body")
	tab.Click("#closed")
	tab.WaitFor("#closed-note")

	const enabled = `[...document.querySelectorAll("#codebook :is(button, input, select, textarea)")].filter(e => !e.matches(":disabled, .entry-toggle, #closed")).map(e => e.id).join(" ")`
	tab.WaitTrue(enabled + ` === ""`)
	tab.Click(".entries:nth-of-type(2) .entry:nth-child(2) .entry-toggle")
	tab.WaitFor(".choice")
	tab.WaitTrue(enabled + ` === ""`)
	if f := bookIn(t, tab); !f.Project.Closed {
		t.Error("the file does not say that the codebook is closed")
	}
	tab.Click(".entries:nth-of-type(2) .entry:nth-child(2) .entry-toggle")
	order := tab.EvalString(`[...document.querySelectorAll(".entry-name")].map(e => e.textContent).join()`)
	tab.Key("alt+up")
	wantRefusal(tab, "The codebook is closed")
	tab.WaitTrue(`[...document.querySelectorAll(".entry-name")].map(e => e.textContent).join() === ` + quote(order))

	openArticle(tab, "2")
	mark(tab, phrases[1], "", "2")
	tab.WaitText(".card.open .tagname", "Attributed claim")
	tab.Key("3")
	tab.WaitText(".card.open .tagname", "Direct quotation")
	saved(tab)
	tab.Reload()
	tab.Click(`nav a[href="#/tags"]`)
	tab.WaitTrue(`document.querySelector("#closed")?.checked`)
	tab.WaitTrue(enabled + ` === ""`)
	tab.Click("#closed")
	tab.WaitGone("#closed-note")
	tab.Fill("#new-tag", "Open again")
	tab.Key("Enter")
	tab.WaitText("#codebook", "Open again")
	for range 2 {
		unfocus(tab)
		tab.Key("ctrl+z")
	}
	tab.WaitFor("#closed-note")
	tab.WaitTrue(`document.querySelector("#closed").checked`)
	tab.AssertClean(t)
}

// All of the Tags screen by keyboard alone, from the address bar on.
func TestTagsByKeyboard(t *testing.T) {
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/articles")
	for range 10 {
		tab.Key("Tab")
		if tab.EvalBool(`document.activeElement?.getAttribute("href") === "#/tags"`) {
			break
		}
	}
	tab.Key("Enter")
	tab.WaitFor("#codebook")
	tabTo(tab, "new-tag")
	tab.Type("Keyed")
	tab.Key("Enter")
	tab.WaitTrue(`document.activeElement?.id.startsWith("tag-definition-")`)
	id := strings.TrimPrefix(tab.EvalString(`document.activeElement.id`), "tag-definition-")
	tab.Type("By keys.")
	tabTo(tab, "tag-example-"+id)
	tab.Type("one")
	tabTo(tab, "tag-counterexample-"+id)
	tab.Type("none")
	tabTo(tab, tab.EvalString(`document.querySelector(".swatch :checked").id`))
	color := tab.EvalInt(`Number(document.activeElement.dataset.color)`)
	tab.Key("right")
	wantFocus(tab, "color-"+strconv.Itoa((color+1)%12)+"-"+id)
	tab.Key("Tab")
	tab.WaitTrue(`document.activeElement?.id.startsWith("cue-")`)
	tab.Key("down")
	tab.WaitTrue(`document.activeElement?.id.startsWith("cue-") && document.activeElement.checked`)
	cue := tab.EvalString(`document.activeElement.dataset.cue`)
	tabTo(tab, "digit-"+id)
	choose(tab, "2")
	tabBack(tab, "tag-name-"+id)
	tab.Key("ctrl+a")
	tab.Type("Keyed twice")
	tabBack(tab, "entry-"+id)
	tab.Key("alt+up")
	wantFocus(tab, "entry-"+id)
	tab.Key("Enter")
	tab.WaitTrue(`document.activeElement?.ariaExpanded === "false"`)
	f := bookIn(t, tab)
	want := bookTag{"urn:uuid:" + id, "Keyed twice", "By keys.", "one", "none", (color + 1) % 12, cue, "2"}
	if got := f.tag("Keyed twice"); got == nil || *got != want || f.Tags[6].ID != want.ID {
		t.Errorf("by keys came %+v, want %+v in the seventh place", got, want)
	}

	tab.Key("Enter")
	tab.WaitFor(".entry-body")
	tabTo(tab, "into-"+id)
	choose(tab, "Back")
	tabTo(tab, "merge-"+id)
	tab.Key("Enter")
	wantToast(tab, "Merged “Keyed twice” into “Background”; 0 marks retagged")
	background := strings.TrimPrefix(bookIn(t, tab).mustTag(t, "Background").ID, "urn:uuid:")
	wantFocus(tab, "entry-"+background)
	tabTo(tab, "delete-"+background)
	tab.Key("Enter")
	wantToast(tab, "Deleted “Background”")
	tab.WaitTrue(`document.activeElement?.id.startsWith("entry-")`)
	tab.Key("ctrl+z", "ctrl+z")
	tab.WaitText("#codebook", "Keyed twice")

	tabTo(tab, "new-attribute")
	tab.Type("Tone")
	tab.Key("Tab") // the radio group
	tab.Key("down")
	tab.WaitFor("#new-choices")
	tabTo(tab, "new-choices")
	tab.Type("warm\ncold")
	tabTo(tab, "add-attribute")
	tab.Key("Space")
	tab.WaitTrue(`[...document.querySelectorAll(".choice input")].map(e => e.value).join() === "warm,cold,"`)
	tab.Key("Enter") // folds it up: its line has the focus
	tab.WaitText("#codebook", "warm, cold · asked for all tags")
	tab.AssertClean(t)
}

// TestTagsAttributes changes the questions that are asked of marks while marks
// answer them.
func TestTagsAttributes(t *testing.T) {
	tab := Start(t).Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "2")
	tab.Click(".card.open input[list]")
	tab.Type("Vladimir Putin")
	tab.Key("Tab")
	choose(tab, "Off")
	tab.WaitTrue(`document.querySelector(".card.open select").selectedOptions[0].text === "Office"`)
	tab.Key("Escape")
	f := bookIn(t, tab)
	speaker, ladder := f.attribute("Speaker").element(), f.attribute("Attribution").element()
	wantAnswers := func(t *testing.T, want ...string) {
		t.Helper()
		f := bookIn(t, tab)
		var got []string
		for _, v := range f.First.Items[0].Values {
			for _, a := range f.Attributes {
				if a.ID != v.Attribute {
					continue
				}
				said := v.Value
				for _, c := range a.Choices {
					if c.Key == v.Value {
						said = "choice " + c.Name
					}
				}
				got = append(got, a.Name+": "+said)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("the mark answers %q, want %q", got, want)
		}
	}
	unfold := func(id string) {
		tab.t.Helper()
		tab.Click(`nav a[href="#/tags"]`)
		tab.WaitFor("#entry-" + id)
		if tab.EvalString(`document.querySelector("#entry-`+id+`").ariaExpanded`) != "true" {
			tab.Click("#entry-" + id)
		}
		tab.WaitFor("#attribute-name-" + id)
	}
	const choices = `[...document.querySelectorAll(".choice input[data-choice]")].filter(e => e.dataset.choice).map(e => e.value).join("|")`

	part(t, tab, "answers", func(t *testing.T) {
		wantAnswers(t, "Attribution: choice Office", "Speaker: Vladimir Putin")
		unfold(ladder)
		tab.WaitText("#entry-"+ladder, "1 answer")
	})
	part(t, tab, "choices", func(t *testing.T) {
		unfold(ladder)
		office := tab.EvalString(`document.querySelectorAll(".choice input[data-choice]")[1].id`)
		key := tab.EvalString(`document.querySelectorAll(".choice input[data-choice]")[1].dataset.choice`)
		tab.Fill("#"+office, "Institution")
		tab.Key("Enter")
		tab.Click("#raise-" + key)
		wantFocus(tab, office)
		tab.WaitTrue(choices + ` === "Institution|Named person|Unnamed official|Document|None"`)
		tab.Click("#lower-" + key)
		tab.Click("#lower-" + key)
		tab.WaitTrue(choices + ` === "Named person|Unnamed official|Institution|Document|None"`)
		tab.Click("#new-choice-" + ladder)
		tab.Type("Rumor")
		tab.Key("Enter")
		wantFocus(tab, "new-choice-"+ladder)
		tab.Type("rumor")
		tab.Click("#add-choice-" + ladder)
		wantFocus(tab, "new-choice-"+ladder)
		wantRefusal(tab, "There are two choices called")
		tab.Fill("#new-choice-"+ladder, "Gossip")
		tab.Key("Enter")
		tab.WaitTrue(choices + ` === "Named person|Unnamed official|Institution|Document|None|Rumor|Gossip"`)
		tab.Click("#drop-" + key) // which a mark says
		wantRefusal(tab, "1 mark uses a choice or value of “Attribution” that would no longer be there. Change those marks first")
		last := tab.EvalString(`[...document.querySelectorAll(".choice input[data-choice]")].filter(e => e.dataset.choice).at(-1).dataset.choice`)
		tab.Click("#drop-" + last)
		wantToast(tab, "Removed the choice “Gossip”")
		tab.WaitTrue(choices + ` === "Named person|Unnamed official|Institution|Document|None|Rumor"`)
		tab.Click("#toast-undo")
		tab.WaitTrue(choices + ` === "Named person|Unnamed official|Institution|Document|None|Rumor|Gossip"`)
		tab.Fill("#"+office, "None")
		tab.Key("Tab")
		wantRefusal(tab, "There are two choices called “None”")
		tab.WaitTrue(`document.querySelector("#` + office + `").value === "Institution"`)
		wantAnswers(t, "Attribution: choice Institution", "Speaker: Vladimir Putin")
		openArticle(tab, "2")
		tab.WaitText(".card .aside", "Vladimir Putin")
		tab.WaitText(".card .aside", "Institution")
	})
	part(t, tab, "name and order", func(t *testing.T) {
		unfold(ladder)
		tab.Fill("#attribute-name-"+ladder, "speaker")
		tab.Key("Tab")
		wantRefusal(tab, "There is an attribute called “Speaker” already")
		tab.WaitTrue(`document.querySelector("#attribute-name-` + ladder + `").value === "Attribution"`)
		tab.Fill("#attribute-name-"+ladder, "Said by")
		tab.Key("Enter")
		tab.Click("#up-" + ladder)
		tab.WaitText("#said", "Said by is now 1 of 2")
		wantAnswers(t, "Said by: choice Institution", "Speaker: Vladimir Putin")
		openArticle(tab, "2")
		tab.Click(".card .pick")
		tab.WaitText(".card.open .fields .field:nth-child(1)", "Said by")
	})
	part(t, tab, "asked for", func(t *testing.T) {
		unfold(speaker)
		tags := bookIn(t, tab).Tags
		tab.WaitText("#codebook", "It is asked of marks with one of the ticked tags.")
		tab.Click("#asked-" + speaker + "-" + tags[0].element())
		tab.WaitTrue(`document.querySelector("#asked-` + speaker + `-` + tags[0].element() + `").checked`)
		for _, tag := range tags[1:3] {
			tab.Click("#asked-" + speaker + "-" + tag.element())
			tab.WaitTrue(`!document.querySelector("#asked-` + speaker + `-` + tag.element() + `").checked`)
		}
		if got := bookIn(t, tab).mustAttribute(t, "Speaker").Tags; !slices.Equal(got, []string{tags[0].ID}) {
			t.Errorf("asked for %q", got)
		}
		openArticle(tab, "2")
		mark(tab, phrases[1], "", "1")
		tab.WaitFor("#field-" + speaker)
		tab.Key("3")
		tab.WaitGone("#field-" + speaker)
		tab.Key("Delete")
		tab.Click(".card .pick") // answered before: shown all the same
		tab.WaitTrue(`document.querySelector("#field-` + speaker + `")?.value === "Vladimir Putin"`)
	})
	part(t, tab, "merge and delete", func(t *testing.T) {
		tab.Click(`nav a[href="#/tags"]`)
		tab.Fill("#new-attribute", "Voice")
		tab.Click("#new-list")
		tab.Click("#add-attribute")
		wantFocus(tab, "new-choices")
		wantRefusal(tab, "Type the choices first")
		tab.Click("#new-choices")
		tab.Type("Institution\nBystander\n\n")
		tab.Click("#add-attribute")
		tab.WaitTrue(choices + ` === "Institution|Bystander"`)
		voice := bookIn(t, tab).mustAttribute(t, "Voice").element()
		tab.Click("#new-choice-" + voice)
		tabTo(tab, "into-"+voice)
		choose(tab, "Spea")
		tab.Click("#merge-" + voice)
		wantRefusal(tab, "cannot be merged: one has choices, the other takes free text")
		unfold(ladder)
		tab.Click("#new-choice-" + ladder)
		tabTo(tab, "into-"+ladder)
		choose(tab, "Voi")
		tab.Click("#merge-" + ladder)
		wantToast(tab, "Merged “Said by” into “Voice”; 1 answer moved")
		wantAnswers(t, "Speaker: Vladimir Putin", "Voice: choice Institution")
		tab.Click("#delete-" + voice)
		wantToast(tab, "Deleted “Voice”; 1 mark lost its answer")
		wantAnswers(t, "Speaker: Vladimir Putin")
		tab.Click("#undo")
		tab.WaitText("#entry-"+voice, "Voice")
		wantAnswers(t, "Speaker: Vladimir Putin", "Voice: choice Institution")
	})
	part(t, tab, "a reload keeps it all", func(t *testing.T) {
		before := file(tab)
		saved(tab)
		tab.Reload()
		wantSame(t, "after a reload", file(tab), before)
	})
	tab.AssertClean(t)
}
