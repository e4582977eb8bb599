package e2e

import (
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
)

// Point is a place in the window, in CSS pixels.
type Point struct{ X, Y float64 }

// Modifier keys, to be added up (Input.dispatchMouseEvent, "modifiers").
const (
	Alt   int64 = 1
	Ctrl  int64 = 2
	Meta  int64 = 4
	Shift int64 = 8
)

// paper is the element with the article's text.
const paper = "#paper"

// ---- mouse ----

func (tab *Tab) mouse(kind input.DispatchMouseEventType, p Point, held, clicks, modifiers int64) {
	tab.t.Helper()
	button := input.MouseButtonNone
	if held != 0 || kind == input.DispatchMouseEventTypeMouseReleased {
		button = input.MouseButtonLeft
	}
	call(tab, input.DispatchMouseEvent, input.DispatchMouseEventParams{
		Type: kind, X: p.X, Y: p.Y, Button: button, Buttons: held, ClickCount: clicks, Modifiers: modifiers})
}

// MoveTo moves the mouse without pressing anything.
func (tab *Tab) MoveTo(p Point) {
	tab.t.Helper()
	tab.mouse(input.DispatchMouseEventTypeMouseMoved, p, 0, 0, 0)
}

// ClickAt clicks at a place; modifiers are held down meanwhile.
func (tab *Tab) ClickAt(p Point, modifiers ...int64) {
	tab.t.Helper()
	tab.clicks(p, 1, sum(modifiers))
}

// DoubleClickAt clicks twice at a place.
func (tab *Tab) DoubleClickAt(p Point, modifiers ...int64) {
	tab.t.Helper()
	tab.clicks(p, 2, sum(modifiers))
}

func (tab *Tab) clicks(p Point, times, modifiers int64) {
	tab.t.Helper()
	tab.mouse(input.DispatchMouseEventTypeMouseMoved, p, 0, 0, modifiers)
	for n := int64(1); n <= times; n++ {
		tab.mouse(input.DispatchMouseEventTypeMousePressed, p, 1, n, modifiers)
		tab.mouse(input.DispatchMouseEventTypeMouseReleased, p, 0, n, modifiers)
	}
}

// Drag presses at one place, moves in steps and lets go at another.
func (tab *Tab) Drag(from, to Point, modifiers ...int64) {
	tab.t.Helper()
	held := sum(modifiers)
	tab.mouse(input.DispatchMouseEventTypeMouseMoved, from, 0, 0, held)
	tab.mouse(input.DispatchMouseEventTypeMousePressed, from, 1, 1, held)
	const steps = 6
	for i := 1.0; i <= steps; i++ {
		at := Point{from.X + (to.X-from.X)*i/steps, from.Y + (to.Y-from.Y)*i/steps}
		tab.mouse(input.DispatchMouseEventTypeMouseMoved, at, 1, 0, held)
	}
	tab.mouse(input.DispatchMouseEventTypeMouseReleased, to, 0, 1, held)
}

// Scroll turns the wheel over a place; positive is down.
func (tab *Tab) Scroll(p Point, pixels float64) {
	tab.t.Helper()
	call(tab, input.DispatchMouseEvent, input.DispatchMouseEventParams{
		Type: input.DispatchMouseEventTypeMouseWheel, X: p.X, Y: p.Y, DeltaY: pixels,
		DeltaX: 1e-6}) // a zero would be left out, and both are asked for
}

// Click clicks in the middle of an element, as soon as it is there, is not
// moving and nothing lies over it.
func (tab *Tab) Click(selector string, modifiers ...int64) {
	tab.t.Helper()
	tab.ClickAt(tab.Middle(selector), modifiers...)
}

// DoubleClick clicks twice in the middle of an element.
func (tab *Tab) DoubleClick(selector string, modifiers ...int64) {
	tab.t.Helper()
	tab.DoubleClickAt(tab.Middle(selector), modifiers...)
}

// Hover moves the mouse over the middle of an element.
func (tab *Tab) Hover(selector string) {
	tab.t.Helper()
	tab.MoveTo(tab.Middle(selector))
}

// middleJS answers with {X, Y} where an element can be hit, or says why not.
const middleJS = `(selector => {
	const e = document.querySelector(selector);
	if (!e) return {Why: "there is no such element"};
	const seen = e.getBoundingClientRect();
	let frame = {top: 0, left: 0, bottom: innerHeight, right: innerWidth}; // what scrolls the element, or the window
	for (let p = e.parentElement; p; p = p.parentElement) {
		if (p.scrollHeight > p.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(p).overflowY)) { frame = p.getBoundingClientRect(); break; }
	}
	if (seen.top < Math.max(frame.top, 0) || seen.left < 0 || seen.bottom > Math.min(frame.bottom, innerHeight) || seen.right > innerWidth) e.scrollIntoView({block: "center", inline: "nearest", behavior: "instant"});
	const r = e.getClientRects()[0];
	if (!r || !r.width || !r.height) return {Why: "it has no size"};
	const x = r.left + r.width / 2, y = r.top + r.height / 2;
	const hit = document.elementFromPoint(x, y);
	if (!hit || !(e === hit || e.contains(hit) || hit.closest("label")?.control === e)) return {Why: "over it lies " + (hit ? hit.outerHTML.slice(0, 120) : "nothing")};
	return {X: x, Y: y};
})`

// Middle returns the middle of an element, scrolled into view, once it can be
// hit there and has stopped moving.
func (tab *Tab) Middle(selector string) Point {
	tab.t.Helper()
	var now, before struct {
		Point
		Why string
	}
	if !eventually(patience, func() bool {
		before = now
		now.Why, now.Point = "", Point{}
		if err := tab.tryEval(middleJS+`(`+quote(selector)+`)`, &now); err != nil {
			now.Why = err.Error()
		}
		return now.Why == "" && before.Why == "" && now.Point == before.Point && now.Point != Point{}
	}) {
		tab.t.Fatalf("%s: cannot reach %s: %s", tab.name, selector, now.Why)
	}
	return now.Point
}

// ---- text ----

// TextPoints are where a piece of text begins and ends in the window.
type TextPoints struct{ Start, End, Middle Point }

// textJS finds text in an element across its elements, scrolls to it, and
// answers with its first and last place. to may be "" for one piece.
const textJS = `((selector, from, to) => {
	const top = document.querySelector(selector);
	if (!top) return {Why: "there is no " + selector};
	const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
	const nodes = [];
	let text = "";
	for (let n; (n = walker.nextNode());) {
		nodes.push({n, at: text.length});
		text += n.data;
	}
	const start = text.indexOf(from);
	if (start < 0) return {Why: "the text is not there: " + from};
	const tail = to ? text.indexOf(to, start) : start;
	if (tail < 0) return {Why: "the text is not there after the first: " + to};
	const end = tail + (to || from).length;
	const spot = at => { // the node that holds the code unit at
		let found = nodes[0];
		for (const x of nodes) if (x.at <= at && x.n.data.length) found = x;
		return found;
	};
	// Whole code points, so that a surrogate pair has a box.
	const box = (at, last) => {
		const s = spot(at), o = at - s.at, d = s.n.data, r = document.createRange();
		const low = c => c >= 0xdc00 && c <= 0xdfff, high = c => c >= 0xd800 && c <= 0xdbff;
		r.setStart(s.n, low(d.charCodeAt(o)) && o ? o - 1 : o);
		r.setEnd(s.n, high(d.charCodeAt(o)) ? Math.min(o + 2, d.length) : o + 1);
		const rects = [...r.getClientRects()].filter(q => q.width && q.height);
		return (last ? rects[rects.length - 1] : rects[0]) || r.getBoundingClientRect();
	};
	const middle = Math.floor((start + end - 1) / 2);
	const seen = () => {
		const a = box(start), b = box(end - 1, true);
		return a.top >= innerHeight * 0.15 && b.bottom <= innerHeight * 0.85;
	};
	if (!seen()) {
		spot(middle).n.parentElement.scrollIntoView({block: "center", behavior: "instant"});
		if (!seen()) { // a long paragraph: its own middle is not ours
			let scroller = spot(middle).n.parentElement;
			const scrolls = e => e.scrollHeight > e.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(e).overflowY);
			while (scroller && !scrolls(scroller)) scroller = scroller.parentElement;
			(scroller || document.scrollingElement).scrollBy({top: box(start).top - innerHeight * 0.3, behavior: "instant"});
		}
	}
	const a = box(start), b = box(end - 1, true), m = box(middle);
	const rtl = getComputedStyle(spot(start).n.parentElement).direction === "rtl";
	const point = (r, x) => ({X: x, Y: r.top + r.height / 2});
	return {
		Start: point(a, rtl ? a.right - 1 : a.left + 1),
		End: point(b, rtl ? b.left + 1 : b.right - 1),
		Middle: point(m, m.left + m.width / 2),
		Why: [a, b].some(r => r.bottom < 0 || r.top > innerHeight) ? "it does not fit into the window" : "",
	};
})`

// FindText returns where text stands inside an element, scrolled into view.
// With a second text the piece reaches from the start of the first to the end
// of the second. It waits for the text to be there and to stand still.
func (tab *Tab) FindText(selector, from, to string) TextPoints {
	tab.t.Helper()
	var now, before struct {
		TextPoints
		Why string
	}
	before.Why = "not asked yet"
	expression := fmt.Sprintf("%s(%s, %s, %s)", textJS, quote(selector), quote(from), quote(to))
	if !eventually(patience, func() bool {
		if err := tab.tryEval(expression, &now); err != nil {
			now.Why = err.Error()
		}
		still := now == before && now.Why == ""
		before = now
		return still
	}) {
		tab.t.Fatalf("%s: cannot reach text in %s: %s", tab.name, selector, now.Why)
	}
	return now.TextPoints
}

// DragText selects article text with the mouse, from the start of one piece of
// it to the end of another; "" as the second means the first alone. What was
// selected before is let go: pressing on it would drag it away instead.
func (tab *Tab) DragText(from, to string, modifiers ...int64) {
	tab.t.Helper()
	at := tab.FindText(paper, from, to)
	tab.Eval(`getSelection().removeAllRanges()`, nil)
	tab.Drag(at.Start, at.End, modifiers...)
}

// ClickText clicks in the middle of a piece of article text.
func (tab *Tab) ClickText(text string, modifiers ...int64) {
	tab.t.Helper()
	tab.ClickAt(tab.FindText(paper, text, "").Middle, modifiers...)
}

// Selected returns the text the browser shows as selected.
func (tab *Tab) Selected() string {
	tab.t.Helper()
	return tab.EvalString(`String(getSelection())`)
}

// ---- touch ----

func (tab *Tab) touch(kind input.DispatchTouchEventType, points ...Point) {
	tab.t.Helper()
	touches := []*input.TouchPoint{}
	for _, p := range points {
		touches = append(touches, &input.TouchPoint{X: p.X, Y: p.Y})
	}
	call(tab, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: touches})
}

// TapAt touches a place shortly. Touch needs Emulate(Phone) before.
func (tab *Tab) TapAt(p Point) {
	tab.t.Helper()
	tab.touch(input.DispatchTouchEventTypeTouchStart, p)
	tab.touch(input.DispatchTouchEventTypeTouchEnd)
}

// Tap touches the middle of an element.
func (tab *Tab) Tap(selector string) {
	tab.t.Helper()
	tab.TapAt(tab.Middle(selector))
}

// TapText touches the middle of a piece of article text.
func (tab *Tab) TapText(text string) {
	tab.t.Helper()
	tab.TapAt(tab.FindText(paper, text, "").Middle)
}

// LongPressAt touches a place and holds it for the given time, which is what
// makes it a long press.
func (tab *Tab) LongPressAt(p Point, hold time.Duration) {
	tab.t.Helper()
	tab.touch(input.DispatchTouchEventTypeTouchStart, p)
	time.Sleep(hold)
	tab.touch(input.DispatchTouchEventTypeTouchEnd)
}

// LongPressText holds a finger on the middle of a piece of article text.
func (tab *Tab) LongPressText(text string) {
	tab.t.Helper()
	tab.LongPressAt(tab.FindText(paper, text, "").Middle, 900*time.Millisecond)
}

// TouchDrag touches the first place, holds it for a time, moves through the
// others and lets go at the last.
func (tab *Tab) TouchDrag(hold time.Duration, through ...Point) {
	tab.t.Helper()
	tab.touch(input.DispatchTouchEventTypeTouchStart, through[0])
	time.Sleep(hold)
	for _, p := range through[1:] {
		tab.touch(input.DispatchTouchEventTypeTouchMove, p)
	}
	tab.touch(input.DispatchTouchEventTypeTouchEnd)
}

// ---- keys ----

// key is what a key on the keyboard is to a browser.
type key struct {
	key, code, text string
	number          int64
}

var namedKeys = map[string]key{
	"enter": {"Enter", "Enter", "\r", 13}, "tab": {"Tab", "Tab", "", 9}, "escape": {"Escape", "Escape", "", 27},
	"backspace": {"Backspace", "Backspace", "", 8}, "delete": {"Delete", "Delete", "", 46}, "space": {" ", "Space", " ", 32},
	"left": {"ArrowLeft", "ArrowLeft", "", 37}, "up": {"ArrowUp", "ArrowUp", "", 38}, "right": {"ArrowRight", "ArrowRight", "", 39},
	"down": {"ArrowDown", "ArrowDown", "", 40}, "home": {"Home", "Home", "", 36}, "end": {"End", "End", "", 35},
	"pageup": {"PageUp", "PageUp", "", 33}, "pagedown": {"PageDown", "PageDown", "", 34},
	"f1": {"F1", "F1", "", 112}, "f2": {"F2", "F2", "", 113}, "f7": {"F7", "F7", "", 118},
}

// punctuation: the physical key of a US keyboard, its number, and the character
// with Shift.
var punctuation = []struct {
	plain, shifted, code string
	number               int64
}{
	{"-", "_", "Minus", 189}, {"=", "+", "Equal", 187}, {"[", "{", "BracketLeft", 219}, {"]", "}", "BracketRight", 221},
	{";", ":", "Semicolon", 186}, {"'", "\"", "Quote", 222}, {",", "<", "Comma", 188}, {".", ">", "Period", 190},
	{"/", "?", "Slash", 191}, {"\\", "|", "Backslash", 220}, {"`", "~", "Backquote", 192},
	{"1", "!", "Digit1", 49}, {"2", "@", "Digit2", 50}, {"3", "#", "Digit3", 51}, {"4", "$", "Digit4", 52}, {"5", "%", "Digit5", 53},
	{"6", "^", "Digit6", 54}, {"7", "&", "Digit7", 55}, {"8", "*", "Digit8", 56}, {"9", "(", "Digit9", 57}, {"0", ")", "Digit0", 48},
}

var modifierNames = map[string]int64{"alt": Alt, "ctrl": Ctrl, "meta": Meta, "shift": Shift}

// Key presses keys after each other, each with its modifiers: Key("1"),
// Key("ctrl+z"), Key("shift+right", "shift+right"), Key("?"), Key("Escape").
func (tab *Tab) Key(names ...string) {
	tab.t.Helper()
	for _, name := range names {
		k, modifiers, ok := parseKey(name)
		if !ok {
			tab.t.Fatalf("there is no key %q", name)
		}
		tab.press(k, modifiers)
	}
}

// Keys is Key for several keys in one string, separated by spaces.
func (tab *Tab) Keys(names string) {
	tab.t.Helper()
	tab.Key(strings.Fields(names)...)
}

func (tab *Tab) press(k key, modifiers int64) {
	tab.t.Helper()
	down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: k.key, Code: k.code, Modifiers: modifiers,
		WindowsVirtualKeyCode: k.number, NativeVirtualKeyCode: k.number, Text: k.text, UnmodifiedText: k.text}
	if k.text == "" || modifiers&(Ctrl|Alt|Meta) != 0 {
		down.Type, down.Text, down.UnmodifiedText = input.DispatchKeyEventTypeRawKeyDown, "", ""
	}
	up := down
	up.Type, up.Text, up.UnmodifiedText = input.DispatchKeyEventTypeKeyUp, "", ""
	call(tab, input.DispatchKeyEvent, down)
	call(tab, input.DispatchKeyEvent, up)
}

func parseKey(name string) (k key, modifiers int64, ok bool) {
	for {
		head, rest, found := strings.Cut(name, "+")
		m := modifierNames[strings.ToLower(head)]
		if !found || m == 0 || rest == "" {
			break
		}
		modifiers |= m
		name = rest
	}
	if k, ok = namedKeys[strings.TrimPrefix(strings.ToLower(name), "arrow")]; ok {
		return k, modifiers, true
	}
	if len(name) != 1 {
		return key{}, 0, false
	}
	k, shifted, ok := characterKey(name)
	if shifted {
		modifiers |= Shift
	}
	if modifiers&Shift != 0 && len(k.code) == 4 { // KeyA to KeyZ
		k.key, k.text = strings.ToUpper(k.key), strings.ToUpper(k.text)
	}
	return k, modifiers, ok
}

// characterKey finds the key of a US keyboard that makes a character.
func characterKey(c string) (k key, shifted, ok bool) {
	upper := strings.ToUpper(c)
	if upper >= "A" && upper <= "Z" {
		return key{c, "Key" + upper, c, int64(upper[0])}, c == upper, true
	}
	if c == " " {
		return namedKeys["space"], false, true
	}
	for _, p := range punctuation {
		if c == p.plain || c == p.shifted {
			return key{c, p.code, c, p.number}, c == p.shifted, true
		}
	}
	return key{}, false, false
}

// Type types text into whatever has the focus: key by key where a US keyboard
// has the character, otherwise as an input method would bring it.
func (tab *Tab) Type(text string) {
	tab.t.Helper()
	for _, r := range text {
		c := string(r)
		if r == '\n' {
			tab.press(namedKeys["enter"], 0)
			continue
		}
		if k, shifted, ok := characterKey(c); ok {
			modifiers := int64(0)
			if shifted {
				modifiers = Shift
			}
			tab.press(k, modifiers)
			continue
		}
		call(tab, input.InsertText, input.InsertTextParams{Text: c})
	}
}

// Fill clicks into a field and replaces what it holds.
func (tab *Tab) Fill(selector, text string) {
	tab.t.Helper()
	tab.Click(selector)
	tab.Key("ctrl+a", "delete")
	tab.Type(text)
}

// Paste puts text in at the focus in one go, as a paste or an input method does.
func (tab *Tab) Paste(text string) {
	tab.t.Helper()
	call(tab, input.InsertText, input.InsertTextParams{Text: text})
}

// DropFiles drags files from outside onto an element and lets go.
func (tab *Tab) DropFiles(selector string, files ...string) {
	tab.t.Helper()
	at := tab.Middle(selector)
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: files, DragOperationsMask: 1}
	for _, kind := range []input.DispatchDragEventType{
		input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
		call(tab, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: at.X, Y: at.Y, Data: data})
	}
}

func sum(modifiers []int64) (all int64) {
	for _, m := range modifiers {
		all |= m
	}
	return all
}
