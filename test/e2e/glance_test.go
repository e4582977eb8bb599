package e2e

import (
	"image"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
)

// lines is a text whose marks are easily put in the wrong place: letters of two
// code units, a direction of its own, marks over one another.
const lines = "Lines for marks\n\nFamilies 👩🏽‍👩🏿‍👧‍👦 wave, and a 🏳️‍🌈 flag flies over the town hall today.\n\n" +
	"قال الرئيس إن المحادثات كانت مثمرة للغاية\n\n" +
	"The leaders struck a tone of cautious optimism, but their carefully chosen words revealed how far apart they remain.\n\n" +
	"The last line of this text is here."

// insides is the HTML of the inside of each block on the paper.
func insides(tab *Tab) (list []string) {
	tab.t.Helper()
	tab.Eval(`[...document.querySelectorAll("#paper > [class^=b-]")].map(b => b.innerHTML)`, &list)
	return list
}

// kept waits until what is seen is kept for the next start, with its marks.
func kept(tab *Tab) {
	tab.t.Helper()
	tab.WaitTrue(`(g => g.runs?.flat().length / 3 === document.querySelectorAll("#paper mark").length)(JSON.parse(localStorage.getItem("claimlight:glance") ?? "{}"))`)
}

// leaveMarks marks a text of such lines, and waits until that is kept for the
// next start.
func leaveMarks(tab *Tab) {
	tab.t.Helper()
	tab.OpenReady("#/articles")
	tab.DropFiles("main", written(tab.t, "lines.txt", []byte(lines)))
	letIn(tab, "1 article")
	tab.WaitText("#toast", "Added 1 article")
	tab.Click(".volume:last-child h2 a")
	tab.WaitText("#paper", "The last line")
	markAs(tab, "1", "flag", "flies")
	markAs(tab, "3", "الرئيس", "المحادثات")
	markAs(tab, "6", "a tone of", "carefully chosen")
	markAs(tab, "2", "cautious", "but their")
	markAs(tab, "5", "cautious", "")
	markAs(tab, "7", "apart", "The last")
	tab.Key("Escape")
	tab.WaitTrue(`document.querySelectorAll("#paper mark").length === 8 && !document.querySelector("#paper .sel")`)
	saved(tab)
	kept(tab)
}

// comeBack opens the page again, with the program held back.
func comeBack(t *testing.T, site *Site, tab *Tab) (release func()) {
	t.Helper()
	release = hold(t, site)
	tab.Open("?again")
	listened(t, tab)
	return release
}

// What is shown of the last time has its marks, as the program paints them: when
// it takes over, nothing changes and nothing moves.
func TestGlanceIsWhatTheProgramPaints(t *testing.T) {
	for name, looks := range map[string][]Look{
		"desktop": {Desktop, Light}, "phone dark": {Phone, Dark},
		"scrolled": {func(tab *Tab) { tab.screen(1280, 360, 1, false) }, func(tab *Tab) { tab.Eval(`document.getElementById("stage").scrollTop = 280`, nil) }},
	} {
		t.Run(name, func(t *testing.T) {
			site, tab := visitor(t)
			tab.Emulate(Desktop)
			leaveMarks(tab)
			want := insides(tab)

			tab.Emulate(looks...)
			tab.WaitTrue(`JSON.parse(localStorage.getItem("claimlight:glance")).place === ` + stageTop)
			call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watchMoves})
			release := comeBack(t, site, tab)
			got := insides(tab)
			if above := len(want) - len(got); above < 0 || above == 0 && name == "scrolled" || !slices.Equal(got, want[above:]) {
				t.Errorf("before the program is there, the blocks are\n%q\nwant\n%q", got, want)
			}
			before, where := tab.picture(), tab.rect("#paper")
			tab.Screenshot("glance-" + strings.ReplaceAll(name, " ", "-"))
			release()
			tab.WaitReady()
			tab.WaitText("#saved", "Saved in this browser")
			tab.WaitTrue(`document.getAnimations().length === 0`)
			if got := insides(tab); !slices.Equal(got, want) {
				t.Errorf("the program paints\n%q\nwant\n%q", got, want)
			}
			tags := tab.rect("#stage .tags") // they come with the program
			if n, at := differing(within(before, where), within(tab.picture(), where), tags); n > 0 {
				t.Errorf("%d pixels of the text differ, in %v", n, at)
			}
			if moved := movedSoFar(tab); moved != "" {
				t.Errorf("moved: %s", moved)
			}
			tab.AssertClean(t)
		})
	}
}

// within is a part of a picture.
func within(img image.Image, r image.Rectangle) image.Image {
	return img.(interface {
		SubImage(r image.Rectangle) image.Image
	}).SubImage(r)
}

// A mark that is made, tagged otherwise or removed is seen at the next start,
// also of a page that had no time to keep anything as it was left.
func TestGlanceFollowsTheMarks(t *testing.T) {
	tab := read(t, "3")
	for _, change := range []func(){
		func() { tagAs(tab, "1", "symbolism", "") },
		func() { tab.Key("3") },
		func() { tab.Keys("ctrl+z") },
		func() { tab.Key("Delete") },
	} {
		change()
		tab.WaitTrue(`(g => {
			const seen = [...document.querySelectorAll("#paper mark")].map(m => m.className.replace(" sel", "") + m.textContent).join();
			return seen === g.blocks.flatMap(([, text], b) => (g.runs[b].length ? [g.marks[g.runs[b][2]].class + text.slice(g.runs[b][0], g.runs[b][1])] : [])).join();
		})(JSON.parse(localStorage.getItem("claimlight:glance")))`)
	}
	tab.AssertClean(t)
}

// Marks are made over those of the last time, which stay as they are whatever
// becomes of the new ones.
func TestMarksOverMarksWhileTheProgramLoads(t *testing.T) {
	site, tab := visitor(t)
	leaveMarks(tab)
	before := marked(tab)
	release := comeBack(t, site, tab)
	was := insides(tab)
	unchanged := func(what string) {
		t.Helper()
		if got := insides(tab); !slices.Equal(got, was) {
			t.Errorf("%s: the blocks are\n%q\nwere\n%q", what, got, was)
		}
	}

	tab.ClickText("optimism")
	tab.Key("4")
	tab.Key("Delete")
	tab.Keys("ctrl+z")
	unchanged("a click on a mark, and keys")

	tab.DragText("tone", "tone")
	tab.Key("1")
	tab.WaitFor("#paper mark.m.s1.a5 > mark.m.s2.b0") // its line below the one that is there
	made := insides(tab)
	tab.ClickText("chosen")
	tab.Key("4")
	tab.Key("Delete")
	if got := insides(tab); !slices.Equal(got, made) {
		t.Errorf("after a click on an old mark, keys change a new one: %q, was %q", got, made)
	}
	tab.Keys("ctrl+z")
	tab.DragText("tone", "tone")
	tab.Key("1")
	tab.Key("4")
	tab.WaitFor("#paper mark.m.s1.a5 > mark.m.s2.b3")
	tab.Keys("ctrl+z")
	tab.WaitFor("#paper mark.m.s1.a5 > mark.m.s2.b0")
	tab.Keys("ctrl+z")
	unchanged("a mark that was taken back")
	tab.DragText("struck", "optimism")
	tab.Key("1")
	over := tab.EvalString(`[...document.querySelectorAll("#paper mark:not([data-starts], [data-code]):is(.a0, .b0, .c0)")].map(m => m.className + ":" + m.textContent).join("|")`)
	if want := "m s1 a0 a-solid:struck |m s2 b0 b-solid:a tone of |m s1 a0 a-solid:cautious|m s4 c0 c-solid: optimism"; over != want { // there are three lines
		t.Errorf("over marks stands %q, want %q", over, want)
	}
	tab.Screenshot("glance-over")
	tab.Key("Delete")
	tab.WaitTrue(`document.querySelectorAll("#paper mark:is(.a0, .b0, .c0)").length === 1`) // which was there before
	tab.Keys("ctrl+z")
	tab.Keys("ctrl+z")
	unchanged("a mark that was removed, and came back, and was taken back")

	tab.DoubleClickAt(tab.FindText(paper, "flag", "").Middle) // where a mark begins
	tab.Key("2")
	tab.DoubleClickAt(tab.FindText(paper, "over", "").Middle) // behind one
	tab.Key("2")
	tab.DoubleClickAt(tab.FindText(paper, "إن", "").Middle)
	tab.Key("2")
	tab.WaitTrue(`[...document.querySelectorAll("#paper mark:is(.a1, .b1)")].map(m => m.textContent).filter(s => ["flag", "over", "إن"].includes(s)).length === 3`)
	arrives(t, tab, release)
	tab.Key("Escape")
	for _, words := range []string{"flag", "over", "إن"} {
		takenQuote(t, tab, words)
	}
	for range 3 {
		tab.Keys("ctrl+z")
	}
	tab.WaitTrue(marksSoFar + ` === ` + quote(before))
	tab.AssertClean(t)
}

// With a finger on a mark, the mark is meant, and not the word there; the last
// word of a passage may lie in one.
func TestTapsOnMarksWhileTheProgramLoads(t *testing.T) {
	site, tab := visitor(t)
	tab.Emulate(Desktop)
	leaveMarks(tab)
	tab.Emulate(Phone)
	release := comeBack(t, site, tab)
	tab.TapText("optimism")
	tab.Key("1")
	tab.TapText("leaders")
	tab.WaitTrue(`getSelection().toString() === "leaders"`)
	tab.TapText("tone")
	tab.WaitTrue(`getSelection().toString() === "leaders struck a tone"`)
	tab.Key("4")
	tab.WaitFor("#paper mark.m.s1.a5 > mark.m.s2.b3")
	arrives(t, tab, release)
	tab.WaitText(".card.open .quote", "leaders struck a tone")
	tab.AssertClean(t)
}

// A text may say that it is in a language that is none.
func TestMarksInNoLanguageWhileTheProgramLoads(t *testing.T) {
	site, tab := visitor(t)
	openArticle(tab, "2")
	tab.WaitTrue(`localStorage.getItem("claimlight:glance") !== null`)
	damageGlance(tab, `g.language = "en_US"`)
	release := comeBack(t, site, tab)
	tab.DragText("highly", "anticipat")
	tab.Key("1")
	tab.WaitTrue(marksSoFar + ` === "highly anticipated"`)
	arrives(t, tab, release)
	tab.WaitTrue(`document.querySelector("#paper mark[data-code]")?.textContent === "highly anticipated"`)
	tab.AssertClean(t)
}

// A glance that an earlier version has kept is shown as it is, without marks.
func TestGlanceWithoutMarksIsShown(t *testing.T) {
	site, tab := visitor(t)
	leaveMarks(tab)
	damageGlance(tab, `delete g.runs, delete g.marks`)
	release := comeBack(t, site, tab)
	if start, text := tab.EvalString(`document.documentElement.dataset.start`), tab.Text("#paper"); start != "glance" || !strings.Contains(text, "apart they remain.") || marked(tab) != "" {
		t.Errorf("what is shown is %q: %q, with marks on %q", start, text, marked(tab))
	}
	release()
	tab.WaitReady()
	tab.WaitTrue(`document.querySelectorAll("#paper mark").length === 8`)
	tab.AssertClean(t)
}

// What was done before the program was there and cannot be done by it is told,
// and an undo of that does not take back what was kept before. (A tag may have
// been deleted since, or have another digit.) Of what was taken back nothing is
// told.
func TestWhatCannotBeTakenOverTakesNothingBack(t *testing.T) {
	for name, undos := range map[string]int{"taken back": 4, "not taken back": 2} {
		t.Run(name, func(t *testing.T) {
			site, tab := visitor(t)
			leaveMarks(tab)
			before := marked(tab)
			damageGlance(tab, `g.looks["9"] = "m s1 a8 a-solid"`) // no tag has it
			release := comeBack(t, site, tab)
			tab.DragText("revealed", "revealed")
			tab.Key("1")
			tab.DragText("optimism", "optimism")
			tab.Key("9")
			tab.WaitFor(`#paper mark[class*="8"]`)
			tab.Key("1")
			tab.Key("Delete")
			for range undos {
				tab.Keys("ctrl+z")
			}
			arrives(t, tab, release)
			saved(tab)
			if undos == 4 {
				if got := marked(tab); got != before || tab.Count("#toast .bad, #toast.bad") > 0 {
					t.Errorf("the marks are %q, were %q; told is %q", got, before, tab.Text("#toast"))
				}
			} else {
				tab.WaitText("#toast", "Please do it again.")
				if n := tab.EvalInt(`[...document.querySelectorAll("#paper mark")].filter(m => m.textContent === "revealed").length`); n != 1 || tab.Count("#paper mark") != 9 {
					t.Errorf("the marks are %q, were %q", marked(tab), before)
				}
			}
			tab.AssertClean(t)
		})
	}
}
