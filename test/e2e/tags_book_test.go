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

// mustTag is tag for one that has to be there.
func (f bookFile) mustTag(t *testing.T, name string) *bookTag {
	t.Helper()
	tag := f.tag(name)
	if tag == nil {
		t.Fatalf("there is no tag %q in the file", name)
	}
	return tag
}

// mustAttribute is attribute for one that has to be there.
func (f bookFile) mustAttribute(t *testing.T, name string) *bookAttribute {
	t.Helper()
	a := f.attribute(name)
	if a == nil {
		t.Fatalf("there is no attribute %q in the file", name)
	}
	return a
}
