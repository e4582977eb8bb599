package e2e

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestTagsScreen changes the codebook in every way while twelve marks stand on
// the five articles, which have to follow each time.
func TestTagsScreen(t *testing.T) {
	tab := Start(t).Browser(t, "")
	b := newBookTester(t, tab)
	b.check(t, "before")

	part(t, tab, "add", func(t *testing.T) {
		tab.Click("#new-tag")
		tab.Type("Rumor")
		tab.Click("#add-tag")
		tab.WaitTrue(`document.activeElement?.id.startsWith("tag-definition-") && document.querySelector("#new-tag").value === ""`)
		tab.Type("Said by nobody in particular.")
		f := bookIn(t, tab)
		added := f.tag("Rumor")
		if added == nil || added.Digit != "8" || added.Definition != "Said by nobody in particular." {
			t.Fatalf("added the tag %+v", added)
		}
		b.tags[added.ID], b.order = added, append(b.order, added.ID)
		b.openArticle(3)
		markAs(tab, "8", "cautious optimism", "")
		b.marks = append(b.marks, &bookMark{3, "cautious optimism", []string{added.ID}})
		b.check(t, "added")
	})
	part(t, tab, "rename", func(t *testing.T) {
		id := b.unfolded("Fact")
		tab.Fill("#tag-name-"+id, "  Checkable fact ")
		tab.Key("Tab")
		b.named("Fact").Name = "Checkable fact"
		tab.WaitTrue(`document.querySelector("#tag-name-` + id + `").value === "Checkable fact"`)
		b.check(t, "renamed")
	})
	part(t, tab, "meaning", func(t *testing.T) {
		id := b.unfolded("Prediction")
		tag := b.named("Prediction")
		for _, f := range []struct {
			part, text string
			to         *string
		}{
			{"definition", "What may come.\nOr may not.", &tag.Definition},
			{"example", "“Next time in Moscow.”", &tag.Example},
			{"counterexample", "हमने कुछ प्रगति की है", &tag.Counterexample},
		} {
			tab.Click("#tag-" + f.part + "-" + id)
			tab.Key("ctrl+a")
			tab.Paste(f.text)
			*f.to = f.text
		}
		b.check(t, "definition and examples")
		tab.Click("#entry-" + id)
		tab.WaitText("#entry-"+id, "What may come.")
	})
	part(t, tab, "color by keyboard", func(t *testing.T) {
		id := b.unfolded("Number or date")
		tag := b.named("Number or date")
		tab.Click("#tag-counterexample-" + id)
		tabTo(tab, "color-"+strconv.Itoa(tag.Color)+"-"+id)
		for _, to := range []struct {
			key   string
			color int
		}{{"right", 4}, {"right", 5}, {"left", 4}, {"left", 3}, {"left", 2}, {"left", 1}, {"left", 0}, {"left", 11}} {
			tab.Key(to.key)
			wantFocus(tab, "color-"+strconv.Itoa(to.color)+"-"+id)
			tab.WaitTrue(`document.querySelector('.entry[data-id="` + id + `"]').classList.contains("t-` + strconv.Itoa(to.color) + `")`)
		}
		tag.Color = 11
		b.check(t, "another color")
	})
	part(t, tab, "color and line by mouse", func(t *testing.T) {
		id := b.unfolded("Checkable fact")
		tag := b.named("Checkable fact")
		tab.Click("#color-7-" + id)
		tab.Click("#cue-wavy-" + id)
		tag.Color, tag.Cue = 7, "wavy"
		b.check(t, "color and line")
	})
	part(t, tab, "key moved from another tag", func(t *testing.T) {
		id := b.unfolded("Number or date")
		tab.Click("#cue-dotted-" + id)
		tabTo(tab, "digit-"+id)
		tab.WaitTrue(`document.activeElement.value === "4" && document.activeElement.options[1].text.includes("Checkable fact")`)
		choose(tab, "1")
		b.named("Number or date").Digit, b.named("Checkable fact").Digit = "1", ""
		tab.WaitTrue(`document.querySelector("#digit-` + id + `").value === "1"`)
		b.check(t, "another key")
		b.openArticle(4)
		tagAs(tab, "1", "eight decades", "")
		tab.WaitText(".card.open .tagname", "Number or date")
		tab.Key("Delete")
		wantToast(tab, "Removed “eight decades”")
	})
	part(t, tab, "order", func(t *testing.T) {
		b.openTags()
		id := b.named("Number or date").element()
		tab.Click("#up-" + id)
		tab.Click("#up-" + id)
		wantFocus(tab, "entry-"+id)
		tab.WaitText("#said", "Number or date is now 2 of 8")
		tab.Key("alt+up")
		tab.WaitText("#said", "Number or date is now 1 of 8")
		tab.WaitTrue(`document.querySelector("#up-` + id + `").disabled`)
		tab.Key("alt+up") // there is nothing above
		tab.Key("alt+down", "alt+down")
		tab.WaitText("#said", "Number or date is now 3 of 8")
		wantFocus(tab, "entry-"+id)
		last := b.order[len(b.order)-1]
		tab.Click("#up-" + strings.TrimPrefix(last, "urn:uuid:"))
		b.order = []string{b.order[0], b.order[1], b.order[3], b.order[2], b.order[4], b.order[5], last, b.order[6]}
		b.check(t, "another order")
	})
	part(t, tab, "merge", func(t *testing.T) {
		from, into := b.named("Checkable fact"), b.named("Number or date")
		id := b.unfolded(from.Name)
		if !tab.EvalBool(`document.querySelector("#merge-` + id + `").disabled`) {
			t.Error("merging is offered before it is said into what")
		}
		tab.Click("#cue-wavy-" + id)
		tabTo(tab, "into-"+id)
		choose(tab, "Numb")
		tab.Click("#merge-" + id)
		wantToast(tab, "Merged “Checkable fact” into “Number or date”; 4 marks retagged")
		wantFocus(tab, "entry-"+into.element())
		before := map[*bookMark][]string{}
		for _, m := range b.marks {
			before[m] = m.tags
			m.tags = replaced(m.tags, from.ID, into.ID)
		}
		order := b.order
		b.order = slices.DeleteFunc(slices.Clone(order), func(s string) bool { return s == from.ID })
		b.check(t, "merged")
		tab.Key("ctrl+z")
		b.order = order
		for _, m := range b.marks {
			m.tags = before[m]
		}
		b.check(t, "merging undone")
	})
	part(t, tab, "delete and undo", func(t *testing.T) {
		gone := b.named("Number or date")
		id := b.unfolded(gone.Name)
		tab.Click("#delete-" + id)
		wantToast(tab, "Deleted “Number or date”; 4 marks are now without it")
		tab.WaitTrue(`document.activeElement?.id.startsWith("entry-")`)
		kept, order := map[*bookMark][]string{}, b.order
		for _, m := range b.marks {
			kept[m] = m.tags
			m.tags = replaced(m.tags, gone.ID, "")
		}
		b.order = slices.DeleteFunc(slices.Clone(order), func(s string) bool { return s == gone.ID })
		b.check(t, "deleted")
		tab.Click("#undo")
		b.order = order
		for _, m := range b.marks {
			m.tags = kept[m]
		}
		b.check(t, "deleting undone")
		tab.Click("#delete-" + b.unfolded("Rumor"))
		wantToast(tab, "Deleted “Rumor”; 1 mark is now without it")
		tab.Click("#toast-undo")
		b.check(t, "deleting undone by the message")
	})
	part(t, tab, "names that cannot be", func(t *testing.T) {
		id := b.unfolded("Background")
		for _, bad := range []struct{ name, words string }{
			{"", "A tag needs a name."}, {"   ", "A tag needs a name."}, {"direct QUOTATION", "There is a tag called “Direct quotation” already."},
		} {
			tab.Fill("#tag-name-"+id, bad.name)
			tab.Key("Tab")
			wantRefusal(tab, bad.words)
			tab.WaitTrue(`document.querySelector("#tag-name-` + id + `").value === "Background"`)
			tab.Click("#new-tag")
			tab.Key("ctrl+a", "Delete")
			tab.Type(bad.name)
			tab.Key("Enter")
			wantFocus(tab, "new-tag")
			wantRefusal(tab, bad.words)
		}
		tab.Fill("#new-tag", "")
		b.check(t, "refused names")
	})
	part(t, tab, "names that hurt", func(t *testing.T) {
		const evil = `</mark><img src=x onerror=alert(1)>"'&amp;<script>alert(2)</script>`
		id := b.unfolded("Opinion or framing")
		tag := b.named("Opinion or framing")
		tab.Click("#tag-name-" + id)
		tab.Key("ctrl+a")
		tab.Paste(evil)
		tab.Click("#tag-definition-" + id)
		tab.Key("ctrl+a")
		tab.Paste(evil)
		tag.Name, tag.Definition = evil, evil
		tab.WaitText("#entry-"+id, evil)
		b.check(t, "HTML for a name")
		tab.Click("#delete-" + id)
		wantToast(tab, "Deleted “"+evil[:20])
		tab.Click("#toast-undo")
		b.unfolded(evil)
		tab.Click("#tag-name-" + id)
		tab.Key("ctrl+a")
		tab.Paste("رأي 👩🏽‍🚀 é")
		tag.Name = "رأي 👩🏽‍🚀 é"
		b.check(t, "Arabic and emoji for a name")
		if n := tab.Count("#app img, #app script"); n > 0 {
			t.Errorf("%d elements came out of a name", n)
		}
	})
	part(t, tab, "a reload keeps it all", func(t *testing.T) {
		saved(tab)
		tab.Reload()
		b.check(t, "reloaded")
		tab.Browser.Close()
		tab = tab.Browser.Relaunch()
		b.tab, tab.t = tab, t
		tab.OpenReady("#/tags")
		b.check(t, "the browser closed and opened")
	})
	tab.AssertClean(t)
}
