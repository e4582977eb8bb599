package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// drawnBoard counts how often the board was drawn, from the first call on.
const drawnBoard = `(() => {
	if (!window.drawnBoard) {
		window.drawnBoard = {n: 0};
		new MutationObserver(() => drawnBoard.n++).observe(document.querySelector("#board"), {childList: true});
	}
	return drawnBoard.n;
})()`

// pressed puts the focus on the first control that a selector finds, presses a
// key, and waits until the board was drawn anew.
func pressed(tab *Tab, control, key string) {
	tab.t.Helper()
	tab.WaitFor(control)
	before := tab.EvalInt(drawnBoard)
	tab.Eval(`(e => { e.scrollIntoView({block: "center"}); e.focus() })(document.querySelector(`+quote(control)+`))`, nil)
	tab.Key(key)
	if !eventually(patience, func() bool { return tab.EvalInt(drawnBoard) > before }) {
		tab.t.Fatalf("%s on %s draws nothing", key, control)
	}
}

// focusStays waits until what a selector finds has the focus, and is in sight.
func focusStays(tab *Tab, after, control string) {
	tab.t.Helper()
	if !eventually(patience/6, func() bool {
		return tab.EvalBool(`(e => { const r = e.getBoundingClientRect(); return e.matches(` + quote(control) + `) && r.bottom > 0 && r.top < innerHeight })(document.activeElement)`)
	}) {
		tab.t.Errorf("after %s the focus is on %s", after, tab.EvalString(`(document.activeElement || document.body).outerHTML.slice(0, 200)`))
	}
}

// Everything on the board can be done by keyboard, and after each press the focus
// is on the same control, or on what took its place.
func TestClassByKeyboard(t *testing.T) {
	tab := teach(t)
	tab.OpenReady("#/class")
	tab.DropFiles("body", handedInFiles(t)...)
	wantToast(tab, "33 files: 30 students, 1 older hand-in, 1 the same again, 1 of another class")
	tab.WaitText("#board", "Amber")
	saved(tab)
	pressed(tab, `#board [data-do="tab"][data-arg=""]`, "Enter")
	focusStays(tab, "going to the text", `#class-tab[data-arg=""]`)
	tab.Key("ArrowRight")
	focusStays(tab, "an arrow", `[role="tab"][data-arg="table"]`)

	steps := []struct {
		on, key, want string
	}{
		{`[data-do="tab"][data-arg="table"]`, "Enter", `#class-tab[data-arg="table"]`},
		{`[data-do="tab"][data-arg=""]`, "Enter", `#class-tab[data-arg=""]`},
		{`[data-do="article"]:not([aria-current])`, "Enter", `[aria-current="true"]`},
		{`[data-do="least"]`, "ArrowRight", `[data-do="least"]`},
		{`[data-do="nameless"]`, "Space", `[data-do="nameless"]:checked`},
		{`[data-do="nameless"]`, "Space", `[data-do="nameless"]:not(:checked)`},
		{`[data-do="kind"]:not([data-arg=""])`, "Enter", `[data-do="kind"][aria-pressed="true"]`},
		{`[data-do="kind"][data-arg=""]`, "Enter", `[data-do="kind"][data-arg=""]`},
		{`mark[data-do="place"]`, "Enter", `mark.here`},
		{`#class-close`, "Enter", `mark[data-do="place"]`},
		{`#class-first`, "Enter", `#class-next`},
		{`#class-next`, "Enter", `#class-next`},
		{`#class-keep`, "Enter", `#class-next`},
		{`#class-reopen`, "Enter", `#class-keep`},
		{`#class-reject`, "Enter", `#class-next`},
		{`.class-who [data-do="student"]`, "Enter", `.class-who [data-do="student"]`},
		{`[data-do="right"]`, "Enter", `[data-do="right"]`},
		{`[data-do="discard"]`, "Enter", `#class-tab`},
		{`[data-do="tab"][data-arg="key"]`, "Enter", `#class-tab[data-arg="key"]`},
		{`.class-cases [data-do="into-key"]`, "Enter", `.class-cases [data-do="into-key"]`},
		{`[data-do="tab"][data-arg="agreed"]`, "Enter", `#class-tab[data-arg="agreed"]`},
		{`[data-do="agreed"]`, "ArrowUp", `[data-do="agreed"]`},
		{`#class-accept`, "Enter", `#class-tab`},
	}
	for _, s := range steps {
		pressed(tab, "#board "+s.on, s.key)
		focusStays(tab, s.key+" on "+s.on, "#board "+s.want)
	}
	for _, on := range []string{"true", "false"} { // in sight is the place
		pressed(tab, `#board [data-do="projector"]`, "Enter")
		focusStaysOn(tab, `[data-do="projector"][aria-pressed="`+on+`"]`)
	}
	tab.AssertClean(t)
}

// On a phone nothing of the board is wider than the window but tables, which are
// moved by themselves; and what is opened is in sight.
func TestClassOnAPhone(t *testing.T) {
	tab := collected(t, Phone)
	for _, name := range []string{"table", "key", "agreement", "agreed", "files", toText} {
		do(tab, "tab", name)
		tab.WaitFor(`#class-tab[data-arg="` + strings.TrimPrefix(name, toText) + `"]`)
		tab.WaitTrue(`(r => r.top >= 0 && r.top < innerHeight / 2)(document.querySelector("#board .class-tabs").getBoundingClientRect())`)
		if wide := tab.EvalString(`[...document.querySelectorAll("#board *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".class-wide, .class-who, .unseen")).map(e => e.outerHTML.slice(0, 80)).join("\n")`); wide != "" {
			t.Errorf("on %q this is wider than the window: %s", name, wide)
		}
		tab.Screenshot("class-phone-" + strings.ReplaceAll(name, " ", "-"))
	}
	do(tab, "place", "")
	tab.WaitTrue(`(r => r.top < innerHeight && r.bottom > 0)(document.querySelector("#board .class-place.on").getBoundingClientRect())`)
	tab.AssertClean(t)
}

// Gamma says how far it is, can be stopped, and comes to its end; meanwhile the
// board can be used.
func TestClassGamma(t *testing.T) {
	tab := collected(t)
	do(tab, "tab", "agreement")
	tab.WaitFor("#class-reckon")
	pressedNow(tab, "#class-reckon")
	tab.WaitFor("#work progress")
	tab.Click("#work [data-job]")
	tab.WaitGone("#work [data-job]")
	tab.WaitFor("#class-reckon")
	if tab.Count("#class-gamma") > 0 {
		t.Error("what was stopped is shown")
	}
	pressedNow(tab, "#class-reckon")
	const slowly = 4 * time.Minute // on a machine with other things to do
	tab.WaitFor("#class-gamma", slowly)
	text := tab.Text("#class-gamma + dd")
	if !strings.HasPrefix(text, "0.") || !strings.Contains(text, "closer than chance") || !strings.Contains(text, "sampler") {
		t.Errorf("gamma is %q", text)
	}
	focusStays(tab, "gamma", "#class-gamma")
	tab.AssertClean(t)
}

// pressedNow presses a control by keyboard, and waits for nothing.
func pressedNow(tab *Tab, control string) {
	tab.t.Helper()
	tab.Eval(`(e => { e.scrollIntoView({block: "center"}); e.focus() })(document.querySelector(`+quote(control)+`))`, nil)
	tab.Key("Enter")
}

// passageSeen reports whether the passage of the open place is in sight, and not
// at an edge of the window.
const passageSeen = `(e => { const r = e && e.getBoundingClientRect(); return !!e && r.top > 100 && r.bottom < innerHeight - 20 })(document.querySelector("#board mark[data-beside]"))`

// The open place is in sight in the text, whatever has the focus, and also when
// the text becomes large for the projector, which a key does from anywhere.
func TestClassShowsTheOpenPlace(t *testing.T) {
	tab := collected(t)
	pressed(tab, `#board [data-do="tab"][data-arg=""]`, "Enter")
	for range 3 {
		pressed(tab, `#class-tab`, "j")
		focusStaysOn(tab, "#class-tab")
		tab.WaitTrue(passageSeen)
	}
	for _, there := range []bool{true, false} {
		tab.Key("p")
		tab.WaitTrue(`!!document.querySelector("#board .projector") === ` + map[bool]string{true: "true", false: "false"}[there])
		tab.WaitTrue(passageSeen)
	}
	tab.AssertClean(t)
}

// focusStaysOn waits until what a selector finds has the focus, wherever it is.
func focusStaysOn(tab *Tab, control string) {
	tab.t.Helper()
	tab.WaitTrue(`document.activeElement.matches(` + quote(control) + `)`)
}

// On a phone all tabs are on one line, and a table that goes on says so at its edge.
func TestClassTabsFitAPhone(t *testing.T) {
	tab := collected(t, Phone)
	for _, name := range []string{"agreement", "files", "key"} {
		do(tab, "tab", name)
		tab.WaitFor(`#class-tab[data-arg="` + name + `"]`)
		if lines := tab.EvalInt(`new Set([...document.querySelectorAll("#board [role=tab]")].map(e => Math.round(e.getBoundingClientRect().top))).size`); lines != 1 {
			t.Errorf("on %s the tabs have %d lines", name, lines)
		}
	}
	if !tab.EvalBool(`(e => e.scrollWidth > e.clientWidth && getComputedStyle(e).backgroundAttachment.includes("local"))(document.querySelector("#board .class-wide"))`) {
		t.Error("the table of the key is cut without a sign")
	}
	tab.AssertClean(t)
}

// Of two keys pressed quickly one after the other on a list both count: nothing in
// between shows the list as it was before.
func TestClassListsTakeQuickKeys(t *testing.T) {
	tab := collected(t)
	do(tab, "tab", "key")
	const list = `#board [data-do="weight"]`
	tab.WaitFor(list)
	last := tab.EvalInt(`document.querySelector(` + quote(list) + `).options.length - 1`)
	if last < 2 {
		t.Fatalf("%d choices", last+1)
	}
	tab.Eval(`document.querySelector(`+quote(list)+`).focus()`, nil)
	for range last {
		tab.Key("ArrowUp") // to the first
	}
	for range last {
		tab.Key("ArrowDown")
	}
	saved(tab)
	tab.WaitTrue(fmt.Sprintf(`document.querySelector(%s).selectedIndex === %d`, quote(list), last))
	tab.Reload()
	tab.WaitFor("#board")
	do(tab, "tab", "key")
	tab.WaitTrue(fmt.Sprintf(`document.querySelector(%s)?.selectedIndex === %d`, quote(list), last))
	tab.AssertClean(t)
}
