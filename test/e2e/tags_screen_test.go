package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// bookTag is a tag as the test knows it; IDs are those of the file, with
// their scheme.
type bookTag struct {
	ID             string `json:"id"`
	Name           string `json:"cl:name"`
	Definition     string `json:"cl:definition"`
	Example        string `json:"cl:example"`
	Counterexample string `json:"cl:counterexample"`
	Color          int    `json:"cl:color"`
	Cue            string `json:"cl:cue"`
	Digit          string `json:"cl:digit"`
}

func (b *bookTag) code() string {
	for _, r := range b.Name {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return "?"
}

// element is the ID by which the page knows the tag.
func (b *bookTag) element() string { return strings.TrimPrefix(b.ID, "urn:uuid:") }

type bookAttribute struct {
	ID      string `json:"id"`
	Name    string `json:"cl:name"`
	Choices []struct {
		Key  string `json:"cl:key"`
		Name string `json:"cl:name"`
	} `json:"cl:choices"`
	Tags []string `json:"cl:tags"`
}

func (b *bookAttribute) element() string { return strings.TrimPrefix(b.ID, "urn:uuid:") }

// bookFile is what of a native file the tests of the codebook look at.
type bookFile struct {
	Label   string
	Project struct {
		Closed bool `json:"cl:closed"`
	} `json:"cl:project"`
	Tags       []*bookTag       `json:"cl:codebook"`
	Attributes []*bookAttribute `json:"cl:attributes"`
	First      struct {
		Items []struct {
			ID     string
			Body   []bookBody
			Values []struct {
				Attribute string `json:"cl:attribute"`
				Value     string `json:"cl:value"`
			} `json:"cl:values"`
			Target struct {
				Selector []struct{ Exact string }
			}
		}
	}
}

type bookBody struct {
	Purpose, Value string
	Tag            string `json:"cl:tag"`
}

// bookIn saves a file and reads the codebook in it.
func bookIn(t *testing.T, tab *Tab) bookFile {
	t.Helper()
	var f bookFile
	if err := json.Unmarshal(file(tab), &f); err != nil {
		t.Fatalf("the file cannot be read: %v", err)
	}
	return f
}

func (f *bookFile) tag(name string) *bookTag {
	for _, b := range f.Tags {
		if b.Name == name {
			return b
		}
	}
	return nil
}

func (f *bookFile) attribute(name string) *bookAttribute {
	for _, b := range f.Attributes {
		if b.Name == name {
			return b
		}
	}
	return nil
}

// bookMark is a mark that was made before the codebook is changed.
type bookMark struct {
	article int // 1 to 5
	quote   string
	tags    []string // IDs, in the order given
}

// bookTester knows what the codebook and the marks should be.
type bookTester struct {
	tab      *Tab
	articles []string // the addresses of their reading screens
	tags     map[string]*bookTag
	order    []string
	marks    []*bookMark
}

// wantedMarks are made by digit in this order; a second digit adds a tag.
var wantedMarks = []struct {
	article       int
	quote, digits string
}{
	{1, "warm smiles", "1"}, {1, "ended in deadlock", "6"},
	{2, "nearly three-hour", "4"}, {2, "Pursuing Peace", "32"}, {2, "a symbolic win", "6"},
	{3, "heavy with symbolism", "6"}, {3, "three-hour high-stakes summit", "14"},
	{4, "without any agreement", "1"}, {4, "three-hour talks", "4"},
	{5, "Few details were made public", "1"}, {5, "several hours", "4"}, {5, "signaling potential progress", "5"},
}

func newBookTester(t *testing.T, tab *Tab) *bookTester {
	t.Helper()
	b := &bookTester{tab: tab, tags: map[string]*bookTag{}}
	tab.OpenReady("#/articles")
	tab.WaitTrue(`document.querySelectorAll(".volume").length === 5`)
	tab.Eval(`[...document.querySelectorAll(".volume h2 a")].map(a => a.getAttribute("href"))`, &b.articles)
	f := bookIn(t, tab)
	for _, tag := range f.Tags {
		b.tags[tag.ID] = tag
		b.order = append(b.order, tag.ID)
	}
	for _, w := range wantedMarks {
		b.openArticle(w.article)
		tagAs(tab, w.digits[:1], w.quote, "")
		m := &bookMark{article: w.article, quote: w.quote}
		for i, d := range w.digits {
			if i > 0 {
				tab.Key("shift+" + string(d))
				tab.WaitTrue(`document.querySelectorAll(".card.open .chip[aria-pressed=true]").length === ` + strconv.Itoa(i+1))
			}
			m.tags = append(m.tags, f.Tags[d-'1'].ID)
		}
		b.marks = append(b.marks, m)
		tab.Key("Escape")
	}
	return b
}

// openArticle shows article n on the reading screen.
func (b *bookTester) openArticle(n int) {
	b.tab.t.Helper()
	b.tab.OpenReady(b.articles[n-1])
	b.tab.WaitTrue(`location.hash === ` + quote(b.articles[n-1]) + ` && (document.querySelector("#paper")?.textContent ?? "").includes(` + quote(wantedMarks[slices.IndexFunc(wantedMarks, func(w struct {
		article       int
		quote, digits string
	}) bool {
		return w.article == n
	})].quote) + `)`)
}

// openTags shows the Tags screen, by a click as people do.
func (b *bookTester) openTags() {
	b.tab.t.Helper()
	b.tab.Click(`nav a[href="#/tags"]`)
	b.tab.WaitFor("#codebook")
}

func (b *bookTester) named(name string) *bookTag {
	b.tab.t.Helper()
	for _, tag := range b.tags {
		if tag.Name == name {
			return tag
		}
	}
	b.tab.t.Fatalf("the test knows no tag %q", name)
	return nil
}

// unfolded opens the editor of a tag and returns what its elements' IDs end
// with.
func (b *bookTester) unfolded(name string) string {
	b.tab.t.Helper()
	id := b.named(name).element()
	b.tab.WaitFor("#entry-" + id)
	if b.tab.EvalString(`document.querySelector("#entry-`+id+`").ariaExpanded`) != "true" {
		b.tab.Click("#entry-" + id)
	}
	b.tab.WaitTrue(`document.querySelector("#tag-name-` + id + `")?.value === ` + quote(name))
	return id
}

// shown is what the reading screen should show of a mark: words, the classes
// for colors and lines, letters, and what is said where it ends.
func (b *bookTester) shown(m *bookMark) string {
	var classes, names []string
	codes := ""
	for i, id := range m.tags {
		tag := b.tags[id]
		level := string("abc"[i])
		classes = append(classes, level+strconv.Itoa(tag.Color), level+"-"+tag.Cue)
		codes += tag.code()
		names = append(names, tag.Name)
	}
	if len(m.tags) == 0 {
		return m.quote + "|ax a-solid|?|No tag"
	}
	return m.quote + "|" + strings.Join(classes, " ") + "|" + codes + "|" + strings.Join(names, ", ")
}

// check fails unless all marks are there and right: on the reading screens of
// the five articles, in the margin, on the tags to choose from, on the Tags
// screen and in the file.
func (b *bookTester) check(t *testing.T, after string) {
	t.Helper()
	for n := 1; n <= 5; n++ {
		b.checkArticle(t, n, after)
	}
	b.checkFile(t, after)
	b.openTags()
	var want []string
	for _, id := range b.order {
		tag, uses := b.tags[id], 0
		for _, m := range b.marks {
			if slices.Contains(m.tags, id) {
				uses++
			}
		}
		want = append(want, fmt.Sprintf("%s|%s|t-%d cue-%s|%d", tag.Name, tag.Digit, tag.Color, tag.Cue, uses))
	}
	b.wantList(t, after+": the Tags screen", `[...document.querySelectorAll(".entries:nth-of-type(1) .entry, .entry[class*=cue-]")].map(e =>
		[e.querySelector(".entry-name").textContent, (e.querySelector(".key")?.textContent ?? "").replace("key ", ""), e.className.replace("entry ", ""), parseInt(e.querySelector(".uses").textContent)].join("|"))`, want)
}

// wantList waits until an expression gives the texts.
func (b *bookTester) wantList(t *testing.T, what, expression string, want []string) {
	t.Helper()
	var got []string
	if !eventually(patience/6, func() bool {
		return b.tab.tryEval(expression, &got) == nil && slices.Equal(got, want)
	}) {
		t.Fatalf("%s: got\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func (b *bookTester) checkArticle(t *testing.T, n int, after string) {
	t.Helper()
	b.openArticle(n)
	text := b.tab.EvalString(`document.querySelector("#paper").textContent`)
	var on []*bookMark
	for _, m := range b.marks {
		if m.article == n {
			on = append(on, m)
		}
	}
	slices.SortFunc(on, func(x, y *bookMark) int { return strings.Index(text, x.quote) - strings.Index(text, y.quote) })
	var runs, cards []string
	for _, m := range on {
		runs = append(runs, b.shown(m))
		cards = append(cards, b.names(m))
	}
	where := after + ": article " + strconv.Itoa(n)
	b.wantList(t, where, `[...document.querySelectorAll("#paper mark")].map(e => [e.textContent, [...e.classList].filter(c => /^[abc]([0-9x]|-)/.test(c)).join(" "), e.dataset.code, e.dataset.ends].join("|"))`, runs)
	b.wantList(t, where+", margin", `[...document.querySelectorAll(".card .tagname")].map(e => e.textContent)`, cards)
	var chips []string
	for _, id := range b.order {
		chips = append(chips, b.tags[id].Name+"|"+b.tags[id].Digit)
	}
	b.wantList(t, where+", tags to choose from", `[...document.querySelectorAll(".tags .chip.tag")].map(e => e.querySelector(".name").textContent + "|" + (e.querySelector(".key")?.textContent ?? ""))`, chips)
}

func (b *bookTester) names(m *bookMark) string {
	var names []string
	for _, id := range m.tags {
		names = append(names, b.tags[id].Name)
	}
	if len(names) == 0 {
		return "No tag"
	}
	return strings.Join(names, ", ")
}

// checkFile saves a file: the marks name their tags by ID, and the names
// follow the codebook.
func (b *bookTester) checkFile(t *testing.T, after string) {
	t.Helper()
	f := bookIn(t, b.tab)
	var order []string
	for _, tag := range f.Tags {
		order = append(order, tag.ID)
		if want := b.tags[tag.ID]; want == nil || *want != *tag {
			t.Errorf("%s: the file has the tag %+v, want %+v", after, tag, want)
		}
	}
	if !slices.Equal(order, b.order) {
		t.Errorf("%s: the file has the tags %q, want %q", after, order, b.order)
	}
	var got, want []string
	for _, item := range f.First.Items {
		line := item.Target.Selector[0].Exact
		for _, body := range item.Body {
			if body.Purpose == "tagging" {
				line += "|" + body.Tag + "=" + body.Value
			}
		}
		got = append(got, line)
	}
	for _, m := range b.marks {
		line := m.quote
		for _, id := range m.tags {
			line += "|" + id + "=" + b.tags[id].Name
		}
		want = append(want, line)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: the marks in the file are\n%s\nwant\n%s", after, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// tabTo presses Tab until an element has the focus.
func tabTo(tab *Tab, id string) { tab.t.Helper(); tabBy(tab, "Tab", id) }

// tabBack presses Shift+Tab until an element has the focus.
func tabBack(tab *Tab, id string) { tab.t.Helper(); tabBy(tab, "shift+Tab", id) }

func tabBy(tab *Tab, key, id string) {
	tab.t.Helper()
	for range 150 {
		tab.Key(key)
		if tab.EvalBool(`document.activeElement?.id === ` + quote(id)) {
			return
		}
	}
	tab.t.Fatalf("%s: %s never comes to %s", tab.name, key, id)
}

// wantFocus waits until an element has the focus.
func wantFocus(tab *Tab, id string) {
	tab.t.Helper()
	tab.WaitTrue(`document.activeElement?.id === ` + quote(id))
}

// wantToast waits for the message at the foot of the screen.
func wantToast(tab *Tab, words string) { tab.t.Helper(); tab.WaitText("#toast", words) }

// wantRefusal waits for a message that says that something is wrong, and
// closes it.
func wantRefusal(tab *Tab, words string) {
	tab.t.Helper()
	tab.WaitText("#toast.bad", words)
	tab.Click("#toast .close")
	tab.WaitGone("#toast")
}

// choose picks what starts with the letters in a select that has the focus.
func choose(tab *Tab, letters string) { tab.t.Helper(); tab.Type(letters) }

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
		tagAs(tab, "8", "cautious optimism", "")
		tab.Key("Escape")
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

// replaced returns the tags with into in the place of from, each once; "" is
// none.
func replaced(tags []string, from, into string) (out []string) {
	for _, id := range tags {
		if id == from {
			id = into
		}
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

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
	background := strings.TrimPrefix(bookIn(t, tab).tag2(t, "Background").ID, "urn:uuid:")
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

func (f bookFile) tag2(t *testing.T, name string) *bookTag {
	t.Helper()
	tag := f.tag(name)
	if tag == nil {
		t.Fatalf("there is no tag %q in the file", name)
	}
	return tag
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
		if got := bookIn(t, tab).attribute2(t, "Speaker").Tags; !slices.Equal(got, []string{tags[0].ID}) {
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
		voice := bookIn(t, tab).attribute2(t, "Voice").element()
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

func (f bookFile) attribute2(t *testing.T, name string) *bookAttribute {
	t.Helper()
	a := f.attribute(name)
	if a == nil {
		t.Fatalf("there is no attribute %q in the file", name)
	}
	return a
}
