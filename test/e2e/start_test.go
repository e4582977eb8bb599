package e2e

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

// A page that breaks off says so, whoever looks at it, and shows nothing of
// others; one that was only slow is whole after all.
func TestPageThatBreaksOff(t *testing.T) {
	const text, script = "handshakes", `<script src="boot.js">` // in the middle of the text; behind it
	for _, c := range []struct {
		who, word, before, shown string
	}{
		{"new", text, "#paper p", "first"}, {"new", script, "#later", "first"},
		{"returning", text, "#paper p", "plain"}, {"returning", script, "#later", "glance"},
	} {
		for name, breaks := range map[string]func(){
			"ends": func() {}, "is cut off": func() { panic(http.ErrAbortHandler) }, "is slow": nil,
		} {
			t.Run(c.who+", "+c.word+", "+name, func(t *testing.T) {
				site, tab := visitor(t)
				words := "The long-awaited"
				if c.who == "returning" {
					leaveInTheMiddle(tab)
					words = "In a spectacle heavy with symbolism"
				}
				call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: shortPatience})
				var release func()
				if breaks == nil {
					release = holdPage(t, site, c.word)
				} else {
					release = breakPage(t, site, c.word, func(io.Writer, string) { breaks() })
				}
				tab.Open("?broken")
				tab.WaitTrue(`document.querySelector("`+c.before+`") !== null`, startPatience)
				if breaks != nil {
					release() // not before: what is on its way when a connection is cut would be lost
				}
				tab.WaitText("#boot-alert", "part of the program", startPatience)
				// What was sent before a connection is cut need not arrive.
				if got := tab.EvalString(`document.documentElement.dataset.start`); got != c.shown && !(got == "plain" && name == "is cut off") {
					t.Errorf("what is shown is %q, want %q", got, c.shown)
				}
				if breaks == nil {
					release()
					tab.WaitReady()
					tab.WaitText("#paper", words)
					if n := tab.Count("#boot-alert"); n > 0 {
						t.Error("it still says that a part did not arrive")
					}
					tab.AssertClean(t)
				}
			})
		}
	}
}

// A part that hangs on its way is spoken of after a while, whatever it is, but
// not over the tags; the words go when it comes after all.
func TestPartThatHangs(t *testing.T) {
	for _, name := range []string{"app.wasm", "wasm_exec.js", "boot.js", "screens.css"} {
		t.Run(name, func(t *testing.T) {
			site := Start(t)
			release := holdFile(t, site, name, nil)
			tab := site.Browser(t, "")
			call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: shortPatience})
			tab.Emulate(Phone)
			tab.Open("")
			tab.WaitText("#boot-alert", "still on its way", startPatience)
			notReady(t, tab)
			tab.WaitTrue(`(box => document.elementFromPoint(box.left + 9, box.top + 9)?.closest(".tag"))(document.querySelector(".tags .tag[data-id]").getBoundingClientRect())`)
			release()
			tab.WaitReady()
			if n := tab.Count("#boot-alert"); n > 0 {
				t.Error("it still says that a part is on its way")
			}
			tab.AssertClean(t)
		})
	}
}

// shortPatience makes what web/start.js waits twenty seconds for come soon; the
// worker, for which web/boot.js waits as long, too.
const shortPatience = `{ const later = setTimeout; setTimeout = (f, ms, ...more) => later(f, ms === 20e3 ? 500 : ms, ...more) }`

// Where no frames come, as in a tab in the background, the reader's place is
// kept all the same.
func TestPlaceIsKeptWithoutFrames(t *testing.T) {
	site, tab := visitor(t)
	leaveInTheMiddle(tab)
	words := tab.EvalString(lineInSight)
	want := lineAt(tab, words)
	release := hold(t, site)
	call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `globalThis.inFrames = requestAnimationFrame; requestAnimationFrame = () => 0`})
	tab.Open("?aside")
	tab.WaitTrue(stageTop + ` === 700`)
	notReady(t, tab)
	if got := lineAt(tab, words); got != want {
		t.Errorf("the line is at %d until the program is there, it was left at %d", got, want)
	}
	tab.Eval(`requestAnimationFrame = inFrames`, nil)
	release()
	tab.WaitReady()
	if got := lineAt(tab, words); got != want {
		t.Errorf("the line is at %d, it was left at %d", got, want)
	}
	tab.AssertClean(t)
}

// A page that arrives slowly shows its text first, and nothing of what is around
// it before it is known how that looks.
func TestTextArrivesFirst(t *testing.T) {
	site := Start(t)
	release := holdPage(t, site, `<template id="later">`)
	tab := site.Browser(t, "")
	tab.Emulate(Desktop)
	call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watchMoves})
	tab.Open("")
	tab.WaitText("#paper", "promised history")
	tab.WaitTrue(`performance.getEntriesByName("first-contentful-paint").length > 0`)
	drawn(tab) // and with it what would come then
	if tab.EvalInt(`document.querySelector(".list").firstElementChild.getClientRects().length`) != 0 {
		t.Error("the list is seen without its style")
	}
	release()
	tab.WaitReady()
	if moved := movedSoFar(tab); moved != "" {
		t.Errorf("moved: %s", moved)
	}
	tab.AssertClean(t)
}

// Who comes back sees nothing of an article that is not theirs while the page
// arrives, and then what they left.
func TestNothingOfOthersWhileThePageArrives(t *testing.T) {
	site, tab := visitor(t)
	leaveInTheMiddle(tab)
	text := tab.Text("#paper")
	release := holdPage(t, site, "handshakes")
	tab.Open("?again")
	tab.WaitText("#paper", "The long-awaited")
	drawn(tab)
	if tab.EvalBool(`document.getElementById("paper").checkVisibility({ visibilityProperty: true })`) {
		t.Error("an article that is not theirs is seen")
	}
	release()
	tab.WaitReady()
	if got := tab.Text("#paper"); got != text {
		t.Errorf("the text is now %.60q", got)
	}
	if !tab.EvalBool(`document.getElementById("paper").checkVisibility({ visibilityProperty: true })`) {
		t.Error("their article is not seen")
	}
	tab.AssertClean(t)
}

func TestTextIsThereBeforeTheProgram(t *testing.T) {
	site := Start(t)
	release := hold(t, site)
	tab := site.Browser(t, "")
	tab.Emulate(func(tab *Tab) { tab.screen(1280, 500, 1, false) })
	tab.Open("")
	tab.WaitText("#paper", "ended in deadlock")
	tab.WaitFor("#paper .b-paragraph")
	notReady(t, tab)
	tab.Eval(`document.getElementById("stage").scrollTop = 300`, nil)
	tab.WaitTrue(stageTop + ` === 300`)
	before := lineAt(tab, "many, many points")
	tab.Eval(`(() => {
		const text = document.querySelectorAll("#paper > p")[1].firstChild, at = text.data.indexOf("great progress");
		getSelection().setBaseAndExtent(text, at, text, at + "great progress".length);
	})()`, nil)
	release()
	tab.WaitReady()
	if after := lineAt(tab, "many, many points"); before != after {
		t.Errorf("the line stood at %d and stands at %d", before, after)
	}
	tab.WaitFor("#bar")
	if got := tab.EvalString(`getSelection().toString()`); got != "great progress" {
		t.Errorf("selected is %q", got)
	}
	tab.Key("1")
	tab.WaitText("#paper mark", "great progress")
	if n := tab.Count("#paper"); n != 1 || tab.Count("main") != 1 || tab.Count("header") != 1 {
		t.Errorf("what stood in for the program is still there: %d papers", n)
	}
	tab.AssertClean(t)
}

// A selection that is being made when the program is ready is finished first,
// and is then the one that was meant.
func TestTakeoverWaitsForTheHand(t *testing.T) {
	site := Start(t)
	release := hold(t, site)
	tab := site.Browser(t, "")
	tab.Open("")
	tab.WaitFor("#paper .b-paragraph")
	notReady(t, tab)
	words := tab.FindText(paper, "warm smiles", "handshakes")
	tab.press1(words.Start)
	tab.moveHeld(words.Start, words.Middle)
	release()
	tab.WaitTrue(`(globalThis.dbs ??= [], indexedDB.databases().then(list => { globalThis.dbs = list }), dbs.some(db => db.name === "claimlight-projects"))`)
	notReady(t, tab)
	tab.moveHeld(words.Middle, words.End)
	tab.release(words.End)
	tab.WaitReady()
	tab.WaitFor("#bar:not([hidden])")
	tab.Key("1")
	tab.WaitText("#paper mark", "warm smiles, handshakes")
	tab.AssertClean(t)
}

// damageGlance changes what is kept for the next start, g, as the tab had it at
// first, behind the back of the program: it does not get to write it once more as
// it leaves.
func damageGlance(tab *Tab, change string) {
	tab.t.Helper()
	tab.Eval(`(() => {
		const key = "claimlight:glance", g = JSON.parse(sessionStorage.whole ??= localStorage.getItem(key));
		`+change+`;
		localStorage.setItem(key, JSON.stringify(g));
		Storage.prototype.setItem = () => {};
	})()`, nil)
}

// What was kept for the start is looked at before it is believed: whatever it
// is, the program starts, with its own text.
func TestDamagedGlanceEndsNothing(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	tab.WaitTrue(`localStorage.getItem("claimlight:glance") !== null`)
	for i, damage := range []string{
		`g.first = -5`, `g.first = 1e9`, `g.first = "x"`, `g.top = -1e9`, `g.place = {}`,
		`g.blocks = [["paragraph", "x"], 5, null]`, `g.blocks = [[{}, []]]`, `g.blocks = 7`, `g.blocks = []`, `g.blocks[0][0] = "script"`,
		`g.marks = [null]`, `g.marks = [{class: {toString: 5}}]`, `g.marks = 1`, `g.runs = [[0, 5]]`, `g.runs = [[0, 5, 9]]`, `g.runs = [[9, 5, -1]]`, `g.runs = {}`,
		`g.marks = [{class: "m", starts: {}}], g.runs = [[0, 5, 0]]`, `g.marks = [{class: "m' onclick=x>"}], g.runs = [[7, 5, 0, 3, 1e9, 0, -9, -5, 0]]`,
		`g.title = {}`, `g.meta = 5`, `g.language = []`, `delete g.meta`, `g.article = "none"`, `g.blocks[0][0] = "__proto__"`, `g.blocks[0][0] = "constructor"`,
	} {
		damageGlance(tab, damage)
		tab.OpenReady("?" + itoa(i) + "#/read")
		tab.WaitText("#paper", "A highly anticipated summit")
		if tab.Count("#boot-error") > 0 {
			t.Errorf("%s: %s", damage, tab.Text("#boot-error"))
		}
	}
	tab.AssertClean(t)
}

// Nothing moves when the program takes over.
func TestTakeoverChangesNoPixelOfTheText(t *testing.T) {
	for name, looks := range map[string][]Look{
		"desktop": {Desktop, Light}, "desktop dark": {Desktop, Dark}, "phone": {Phone, Light}, "phone dark": {Phone, Dark},
	} {
		t.Run(name, func(t *testing.T) {
			site := Start(t)
			release := hold(t, site)
			tab := site.Browser(t, "")
			tab.Emulate(looks...)
			tab.Open("")
			listened(t, tab)
			before := tab.picture()
			release()
			tab.WaitReady()
			tab.WaitText("#saved", "Saved in this browser")
			tab.WaitTrue(`document.getAnimations().length === 0`)
			if n, where := differing(before, tab.picture(), tab.rect("#saved")); n > 0 {
				t.Errorf("%d pixels differ, in %v", n, where)
			}
		})
	}
}

// picture is what is seen, in device pixels.
func (tab *Tab) picture() image.Image {
	tab.t.Helper()
	shot := call(tab, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	img, err := png.Decode(bytes.NewReader(shot.Data))
	if err != nil {
		tab.t.Fatal(err)
	}
	return img
}

// rect is where an element stands, in device pixels.
func (tab *Tab) rect(selector string) image.Rectangle {
	tab.t.Helper()
	var v [4]float64
	tab.Eval(`(r => [r.left, r.top, r.right, r.bottom].map(v => v * devicePixelRatio))(document.querySelector(`+quote(selector)+`).getBoundingClientRect())`, &v)
	return image.Rect(int(v[0])-2, int(v[1])-2, int(v[2])+3, int(v[3])+3)
}

// differing counts the pixels that are not the same outside a rectangle, and
// says where they are.
func differing(a, b image.Image, except image.Rectangle) (n int, where image.Rectangle) {
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if a.At(x, y) != b.At(x, y) && !(image.Point{X: x, Y: y}).In(except) {
				n++
				where = where.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return n, where
}

func TestTextIsThereWithoutJavaScript(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	tab.Open("")
	tab.WaitFor("#paper .b-paragraph")
	tab.WaitFor("noscript p")
	if tab.Count("#boot") != 1 || tab.EvalBool(`document.getElementById("boot").getClientRects().length`) {
		t.Error("a line says that the program is loading")
	}
	if w := tab.EvalInt(`document.getElementById("paper").clientWidth`); w < 500 {
		t.Errorf("the text is %d px wide", w)
	}
	call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if tab.EvalBool(`document.getElementById("stage").scrollHeight > document.getElementById("stage").clientHeight`) {
		t.Error("on paper the text would be cut off")
	}
	call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
	if n := tab.EvalInt(`[...document.querySelectorAll("button, summary, nav a")].filter(x => x.getClientRects().length > 0).length`); n != 0 {
		t.Errorf("%d buttons and links are seen that do nothing", n)
	}
	tab.AssertClean(t)
}

// watchText notes every text that is seen in the stand-in and on the paper,
// from the first moment on.
const watchText = `(() => {
	window.seen = new Set();
	const look = () => {
		const paper = document.getElementById("paper");
		if (paper?.checkVisibility({ visibilityProperty: true })) for (const b of paper.querySelectorAll("[class^=b-]")) seen.add(b.textContent.slice(0, 30));
		requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
})()`

// leaveInTheMiddle reads the third article down to its middle, and waits until
// that is kept for the next start.
func leaveInTheMiddle(tab *Tab) {
	tab.t.Helper()
	tab.OpenReady("")
	tab.Click(`.list a:nth-of-type(3)`)
	tab.WaitText("#paper", "In a spectacle heavy with symbolism")
	tab.Eval(`document.getElementById("stage").scrollTop = 700`, nil)
	tab.WaitTrue(`JSON.parse(localStorage.getItem("claimlight:glance") ?? "{}").place === 700`)
}

// Who comes back sees at once what they left, and never another article.
func TestWhoComesBackSeesWhatTheyLeft(t *testing.T) {
	site, tab := visitor(t)
	leaveInTheMiddle(tab)
	words := "Trump"
	first := tab.EvalString(lineInSight)
	line := lineAt(tab, first)
	text := tab.Text("#paper")
	if !strings.Contains(text, words) {
		t.Fatal("the article is not there")
	}

	release := hold(t, site)
	call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watchText})
	tab.Open("?again")
	tab.WaitText("#paper", first)
	notReady(t, tab)
	tab.WaitTrue(stageTop + ` > 0`)
	if got := lineAt(tab, first); got != line {
		t.Errorf("while the program loads, the line that stood at %d stands at %d", line, got)
	}
	release()
	tab.WaitReady()
	if got := lineAt(tab, first); got != line {
		t.Errorf("the line that stood at %d stands at %d", line, got)
	}
	var seen []string
	tab.Eval(`[...seen]`, &seen)
	if len(seen) == 0 {
		t.Error("nothing was seen")
	}
	for _, block := range seen {
		if !strings.Contains(text, block) {
			t.Errorf("a text of another article was seen: %q", block)
		}
	}
	tab.AssertClean(t)
}

// Other screens have nothing to show before the program is there.
func TestOtherScreensSayThatTheProgramIsLoading(t *testing.T) {
	site := Start(t)
	release := hold(t, site)
	tab := site.Browser(t, "")
	tab.Open("#/tags")
	tab.WaitFor("#boot")
	if tab.EvalBool(`document.getElementById("paper").getClientRects().length`) {
		t.Error("an article is seen on the screen of tags")
	}
	release()
	tab.WaitReady()
	tab.WaitGone("#boot")
	tab.WaitFor(".screen")
	tab.AssertClean(t)
}
