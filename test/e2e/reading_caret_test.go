package e2e

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
)

// node is what a screen reader is told of an element.
type node struct{ Role, Name string }

// heard is the accessibility tree from top to bottom, without what is ignored.
func heard(tab *Tab) (nodes []node) {
	tab.t.Helper()
	text := func(v *accessibility.Value) (s string) {
		if v != nil {
			json.Unmarshal([]byte(v.Value), &s)
		}
		return s
	}
	for _, n := range call(tab, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{}).Nodes {
		if !n.Ignored {
			nodes = append(nodes, node{text(n.Role), text(n.Name)})
		}
	}
	return nodes
}

// wantHeard fails unless there is something with this role whose name has the
// words.
func wantHeard(t *testing.T, nodes []node, role, words string) {
	t.Helper()
	if !slices.ContainsFunc(nodes, func(n node) bool { return n.Role == role && strings.Contains(n.Name, words) }) {
		t.Errorf("there is no %s named %q to hear", role, words)
	}
}

// keyTo presses Tab until the focus is on what the selector says.
func keyTo(tab *Tab, selector string) {
	tab.t.Helper()
	for range 60 {
		if tab.EvalBool(`!!document.activeElement?.matches(` + quote(selector) + `)`) {
			return
		}
		tab.Key("Tab")
	}
	tab.t.Fatalf("%s is not reached by Tab", selector)
}

// Everything without a mouse, from the start of the page.
func TestCaret(t *testing.T) {
	tab := Start(t).Browser(t, NewProfile(t))
	tab.OpenReady("#/articles")
	tab.WaitFor(".volume")
	keyTo(tab, ".volume:nth-child(2) h2 a")
	tab.Key("Enter")
	tab.WaitText("#paper", "A highly anticipated summit")

	part(t, tab, "move, select, tag", func(t *testing.T) {
		keyTo(tab, "#paper")
		tab.Key("v")
		tab.WaitText("#said", "Caret on.")
		tab.Key("right")
		tab.WaitText("#said", "highly")
		tab.Key("down")
		tab.WaitText("#said", "The nearly three-hour meeting produced no concrete agreement")
		tab.Key("right")
		tab.WaitTrue(`document.querySelector("#said").textContent === "nearly"`)
		tab.Key("shift+right", "shift+right")
		wantBar(tab)
		tab.WaitTrue(`document.querySelector("#said").textContent.startsWith("Selected: nearly three")`)
		selected := tab.EvalString(live)
		tab.Key("4")
		wantSelected(tab, selected)
		wantTags(t, takenQuote(t, tab, selected), "Number or date")
		tab.WaitText("#said", "Number or date: "+selected)
	})
	part(t, tab, "characters and paragraphs", func(t *testing.T) {
		keyTo(tab, "#paper")
		tab.Key("v")
		tab.WaitFor("#stage.careted")
		tab.Keys("pagedown home")
		tab.WaitText("#said", "Standing before a backdrop")
		tab.Keys("alt+shift+right alt+shift+right alt+shift+right")
		wantLive(tab, "Sta")
		tab.Key("Escape")
		tab.Keys("right shift+down")
		tab.WaitTrue(live + `.startsWith("before a backdrop")`)
		tab.Key("2")
		tab.WaitFor(".card.open")
		takenQuote(t, tab, runsOf(tab, "sel"))
	})
	part(t, tab, "a mark is announced and picked", func(t *testing.T) {
		keyTo(tab, "#paper")
		tab.Key("v")
		tab.WaitFor("#stage.careted")
		tab.Keys("pageup pageup down right")
		tab.WaitTrue(`document.querySelector("#said").textContent === "nearly, in Number or date"`)
		tab.Key("Enter")
		tab.WaitText(".card.open .tagname", "Number or date")
		tab.WaitText("#said", "Number or date: nearly three")
	})
	part(t, tab, "the margin by Tab", func(t *testing.T) {
		keyTo(tab, ".card .pick")
		tab.Key("Enter")
		tab.WaitFor(".card.open")
		keyTo(tab, ".card.open textarea")
		tab.Type("by keyboard")
		keyTo(tab, ".card.open .chips .tag:nth-child(3)")
		tab.Key("Space")
		tab.WaitText(".card.open .tagname", "Direct quotation")
		keyTo(tab, `.card.open [data-act=remove]`)
		keyTo(tab, ".looks summary")
	})
	part(t, tab, "what is heard", func(t *testing.T) {
		tab.Key("j")
		tab.WaitFor(".card.open")
		nodes := heard(tab)
		wantHeard(t, nodes, "toolbar", "Tags")
		wantHeard(t, nodes, "main", "Article")
		wantHeard(t, nodes, "article", "Text of the article")
		wantHeard(t, nodes, "complementary", "Marks")
		wantHeard(t, nodes, "list", "")
		wantHeard(t, nodes, "listitem", "")
		wantHeard(t, nodes, "textbox", "Note")
		wantHeard(t, nodes, "group", "Tags of this mark")
		wantHeard(t, nodes, "button", "Number or date")
		wantHeard(t, nodes, "button", "Remove")
		wantHeard(t, nodes, "navigation", "Screens")
		wantHeard(t, nodes, "button", "Undo")
		wantHeard(t, nodes, "mark", "")
		wantHeard(t, nodes, "StaticText", " (Number or date, Direct quotation:)")
		wantHeard(t, nodes, "StaticText", " (end: Number or date, Direct quotation)")
		for _, n := range nodes {
			if (n.Role == "button" || n.Role == "textbox" || n.Role == "combobox" || n.Role == "link") && strings.TrimSpace(n.Name) == "" {
				t.Errorf("there is a %s without a name", n.Role)
			}
		}
	})
	tab.AssertClean(t)
}
