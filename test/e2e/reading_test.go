package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
)

// read opens article n of the five in a new browser.
func read(t *testing.T, n string) *Tab {
	t.Helper()
	tab := Start(t).Browser(t, NewProfile(t))
	openArticle(tab, n)
	return tab
}

// part is a subtest on a tab that it shares with the others: what the helpers
// find wrong is its own. It begins with nothing open and nothing selected.
func part(t *testing.T, tab *Tab, name string, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		whole := tab.t
		tab.t = t
		defer func() {
			tab.t = whole
			if t.Failed() {
				tab.Screenshot(strings.NewReplacer("/", "-", " ", "-").Replace(t.Name()))
			}
		}()
		rest(tab)
		f(t)
	})
}

// rest leaves every field, dialog and mode, and unselects.
func rest(tab *Tab) {
	tab.t.Helper()
	for range 5 {
		tab.Key("Escape")
	}
	tab.WaitTrue(`!document.querySelector("dialog[open], .card.open, #bar:not([hidden])")`)
}

// takenMark is a mark as a file has it, in plain words.
type takenMark struct {
	Article string // its text
	Pieces  []takenPiece
	Tags    []string
	Values  map[string]string // by the name of the attribute; choices by name
	Note    string
}

type takenPiece struct {
	Quote      string
	Start, End int
}

// Quote is the text of all pieces.
func (m takenMark) Quote() string {
	var all []string
	for _, p := range m.Pieces {
		all = append(all, p.Quote)
	}
	return strings.Join(all, " … ")
}

// wire is what of the native file a reader of W3C Web Annotations sees, and
// the extension terms that name things.
type wire struct {
	Total int
	First struct {
		Items []struct {
			Body   []struct{ Purpose, Value string }
			Target json.RawMessage
			Values []struct {
				Attribute string `json:"cl:attribute"`
				Value     string `json:"cl:value"`
			} `json:"cl:values"`
		}
	}
	Attributes []struct {
		ID      string
		Name    string     `json:"cl:name"`
		Choices []wireName `json:"cl:choices"`
	} `json:"cl:attributes"`
	Articles []struct {
		ID   string
		Text string `json:"cl:text"`
	} `json:"cl:articles"`
}

type wireName struct {
	Key  string `json:"cl:key"`
	Name string `json:"cl:name"`
}

type wireTarget struct {
	Source   string
	Selector []struct {
		Type, Exact string
		Start, End  int
	}
}

// taken saves a file with Ctrl+S and reads it. The slice of the article's text
// at every position has to be the quote.
func taken(t *testing.T, tab *Tab) []takenMark {
	t.Helper()
	content, name := tab.Download(func() { tab.Key("ctrl+s") })
	os.Remove(filepath.Join(tab.Browser.downloads, name)) // the next one has the same name
	generic := map[string]json.RawMessage{}
	var w wire
	if err := json.Unmarshal(content, &generic); err != nil {
		t.Fatalf("the file is no JSON: %v", err)
	}
	if err := json.Unmarshal(content, &w); err != nil {
		t.Fatalf("the file is not as expected: %v", err)
	}
	var marks []takenMark
	for _, item := range w.First.Items {
		m := takenMark{Values: map[string]string{}}
		for _, b := range item.Body {
			if b.Purpose == "tagging" {
				m.Tags = append(m.Tags, b.Value)
			} else {
				m.Note = b.Value
			}
		}
		for _, v := range item.Values {
			m.Values[w.attribute(v.Attribute)] = w.choice(v.Value)
		}
		m.Article, m.Pieces = w.pieces(t, item.Target)
		marks = append(marks, m)
	}
	if len(marks) != w.Total {
		t.Errorf("the file says %d annotations and has %d", w.Total, len(marks))
	}
	return marks
}

func (w *wire) pieces(t *testing.T, target json.RawMessage) (text string, pieces []takenPiece) {
	t.Helper()
	var targets []wireTarget
	if target[0] == '{' {
		target = slices.Concat([]byte("["), target, []byte("]"))
	}
	if err := json.Unmarshal(target, &targets); err != nil {
		t.Fatalf("a target is not as expected: %v", err)
	}
	for _, to := range targets {
		var p takenPiece
		for _, s := range to.Selector {
			if s.Type == "TextQuoteSelector" {
				p.Quote = s.Exact
			} else {
				p.Start, p.End = s.Start, s.End
			}
		}
		for _, a := range w.Articles {
			if a.ID == to.Source {
				text = a.Text
			}
		}
		points := []rune(text)
		if p.Start < 0 || p.End > len(points) || p.Start >= p.End || string(points[p.Start:p.End]) != p.Quote {
			t.Errorf("the slice %d-%d is not the quote %.80q", p.Start, p.End, p.Quote)
		}
		pieces = append(pieces, p)
	}
	return text, pieces
}

func (w *wire) attribute(id string) string {
	for _, a := range w.Attributes {
		if a.ID == id {
			return a.Name
		}
	}
	return id
}

func (w *wire) choice(value string) string {
	for _, a := range w.Attributes {
		for _, c := range a.Choices {
			if c.Key == value {
				return c.Name
			}
		}
	}
	return value
}

// takenQuote saves a file and returns the one mark in it with these words.
func takenQuote(t *testing.T, tab *Tab, quote string) takenMark {
	t.Helper()
	var quotes []string
	for _, m := range taken(t, tab) {
		if m.Quote() == quote {
			return m
		}
		quotes = append(quotes, m.Quote())
	}
	t.Fatalf("no mark in the file says %q; there are %q", quote, quotes)
	return takenMark{}
}

// wantTags fails unless the mark has these tags in this order.
func wantTags(t *testing.T, m takenMark, tags ...string) {
	t.Helper()
	if !slices.Equal(m.Tags, tags) {
		t.Errorf("%q has the tags %q, want %q", m.Quote(), m.Tags, tags)
	}
}

// painted is a promise that the next frame has come: marks are painted then. A
// page out of sight gets no frames.
const painted = `new Promise(ok => { requestAnimationFrame(() => setTimeout(ok)); setTimeout(ok, 200); })`

// runsOf is the text of the marked runs that hold a class, joined.
func runsOf(tab *Tab, class string) string {
	tab.t.Helper()
	return tab.EvalString(painted + `.then(() => [...document.querySelectorAll("#paper mark.` + class + `")].map(m => m.textContent).join(""))`)
}

// wantSelected waits until the selected mark on the screen has these words.
func wantSelected(tab *Tab, words string) {
	tab.t.Helper()
	now := ""
	if !eventually(patience/4, func() bool { now = runsOf(tab, "sel"); return now == words }) {
		tab.t.Fatalf("selected is %q, want %q", now, words)
	}
}

// live is the text that waits for a tag, as it is highlighted.
const live = `[...(CSS.highlights.get("live") ?? [])].map(r => r.toString()).join("|")`

// wantLive waits until the highlighted text is this.
func wantLive(tab *Tab, words string) {
	tab.t.Helper()
	now := ""
	if !eventually(patience/4, func() bool { now = tab.EvalString(live); return now == words }) {
		tab.t.Fatalf("highlighted is %q, want %q", now, words)
	}
}

// wantBar waits for the bar by the selection.
func wantBar(tab *Tab) {
	tab.t.Helper()
	tab.WaitFor("#bar:not([hidden])")
}

// tagAs selects text with the mouse and tags it with a digit.
func tagAs(tab *Tab, digit, from, to string) {
	tab.t.Helper()
	tab.DragText(from, to)
	wantBar(tab)
	tab.Key(digit)
	tab.WaitFor(".card.open")
}

// markAs is tagAs, with the card of the mark closed again.
func markAs(tab *Tab, digit, from, to string) {
	tab.t.Helper()
	tagAs(tab, digit, from, to)
	tab.Key("Escape")
}

// press1, moveHeld and release are a drag in slow motion.
func (tab *Tab) press1(p Point) {
	tab.t.Helper()
	tab.MoveTo(p)
	tab.mouse(input.DispatchMouseEventTypeMousePressed, p, 1, 1, 0)
}

func (tab *Tab) moveHeld(through ...Point) {
	tab.t.Helper()
	for _, p := range through {
		tab.mouse(input.DispatchMouseEventTypeMouseMoved, p, 1, 0, 0)
	}
}

func (tab *Tab) release(p Point) {
	tab.t.Helper()
	tab.mouse(input.DispatchMouseEventTypeMouseReleased, p, 0, 1, 0)
}

// EvalFloat is Eval for a number.
func (tab *Tab) EvalFloat(expression string) (v float64) {
	tab.t.Helper()
	tab.Eval(expression, &v)
	return v
}
