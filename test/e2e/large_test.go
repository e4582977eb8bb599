package e2e

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/google/uuid"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/project"
	"claimlight/app/span"
)

// The size of a long book, with a mark every ten words.
const (
	largeBlocks = 1_111
	largeWords  = 90 // a block
	largeMarks  = 10_000
)

// large is a project with one article of that size. Every paragraph says which
// it is, once at its start and once at its end.
func large(t *testing.T) (p project.Project, text string) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("the president said that talks had gone on for nearly three hours and no deal was reached while officials in both capitals spoke of progress markets fell and allies waited for word")
	var b strings.Builder
	var blocks []article.Block
	var starts [][]int // of the words of each block, code points
	for i := range largeBlocks {
		at := b.Len()
		var here []int
		fmt.Fprintf(&b, "Begin%d", i)
		for range largeWords - 2 {
			b.WriteByte(' ')
			here = append(here, b.Len())
			b.WriteString(words[rng.IntN(len(words))])
		}
		fmt.Fprintf(&b, " end%d.", i)
		blocks = append(blocks, article.Block{Kind: article.Paragraph, Start: at, End: b.Len()})
		starts = append(starts, here)
		b.WriteByte('\n')
	}
	a, err := article.New(article.Meta{Title: "A very long report", Language: "en"}, b.String(), blocks)
	if err != nil {
		t.Fatal(err)
	}
	s := project.Stamp{Who: annotation.PersonID(uuid.NewString()), When: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Mint: uuid.NewString}
	p = project.New("Size l", []*article.Article{a}, s)
	tags := p.Codebook().Tags
	for k, tag := range tags[:6] {
		var places []project.Occurrence
		for i := range largeMarks / 6 {
			here := starts[(i*6+k)%largeBlocks]
			from := rng.IntN(len(here) - 31)
			places = append(places, project.Occurrence{Article: a.ID, Span: span.Span{Start: here[from], End: here[from+3+rng.IntN(27)] - 1}})
		}
		d, err := project.HighlightAll(p, places, []annotation.TagID{tag.ID}, s)
		if err != nil {
			t.Fatal(err)
		}
		if p, err = p.Apply(d); err != nil {
			t.Fatal(err)
		}
	}
	return p, b.String()
}

// screenReader has Chromium keep its accessibility tree as it does for a screen
// reader; without one the tree that it shows lacks what is not laid out.
const screenReader = "--force-renderer-accessibility"

// largeFile is the name of a file with that project.
func largeFile(t *testing.T) (path, text string) {
	t.Helper()
	p, text := large(t)
	return fileOf(t, p), text
}

// fileOf is the name of a file with a project.
func fileOf(t *testing.T, p project.Project) string {
	t.Helper()
	var file bytes.Buffer
	if _, err := exchange.W3C.Encode(&file, p, exchange.Env{Now: time.Now(), Mint: uuid.NewString}); err != nil {
		t.Fatal(err)
	}
	return written(t, "made.claimlight.json", file.Bytes())
}

// openProject brings a project in as a file.
func openProject(t *testing.T, tab *Tab, p project.Project) {
	t.Helper()
	tab.OpenReady("#/files")
	tab.Click("#bring-own")
	pickFiles(tab, fileOf(t, p))
	wantToast(tab, "Opened")
	saved(tab)
}

// openLarge brings it in as a file, and opens the article.
func openLarge(t *testing.T) (tab *Tab, text string) {
	t.Helper()
	path, text := largeFile(t)
	tab = Start(t).Browser(t, NewProfile(t), screenReader)
	tab.OpenReady("#/files")
	tab.Click("#bring-own")
	pickFiles(tab, path)
	tab.WaitText("#toast", "Opened", 4*patience)
	tab.WaitText("#saved", "Saved in", 4*patience)
	tab.Eval(`location.hash = "#/read"`, nil)
	tab.WaitFor("#paper mark", 4*patience)
	return tab, text
}

// inBlock is the middle of a word in a block, scrolled into sight.
func inBlock(tab *Tab, i int, word string) Point {
	tab.t.Helper()
	var p Point
	tab.Eval(fmt.Sprintf(`(() => {
		const block = document.querySelectorAll("#paper [class^=b-]")[%d];
		block.scrollIntoView({block: "center"});
		const walker = document.createTreeWalker(block, 4);
		for (let n; (n = walker.nextNode());) {
			const at = n.data.indexOf(%q);
			if (at < 0) continue;
			const r = document.createRange();
			r.setStart(n, at);
			r.setEnd(n, at + %d);
			const box = r.getBoundingClientRect();
			return {X: box.x + box.width / 2, Y: box.y + box.height / 2};
		}
	})()`, i, word, len(word)), &p)
	return p
}

// An article of 100,000 words with 10,000 marks is whole: found, selected,
// printed and heard like a short one.
func TestLargeArticle(t *testing.T) {
	tab, text := openLarge(t)

	part(t, tab, "all of it is there", func(t *testing.T) {
		if got := tab.EvalString(`[...document.querySelectorAll("#paper [class^=b-]")].map(e => e.textContent).join("\n") + "\n"`); got != text {
			t.Errorf("the page has %d characters, the article %d", len(got), len(text))
		}
		// The marks out of sight are painted in turn, without anybody going there.
		tab.WaitTrue(`[...document.querySelectorAll("#paper [class^=b-]")].every(e => e.querySelector("mark"))`, 2*patience)
		if cards := tab.Count(".card"); cards == 0 || cards > 200 {
			t.Errorf("%d cards in the margin", cards)
		}
	})
	part(t, tab, "find in page", func(t *testing.T) {
		for _, i := range []int{0, largeBlocks / 2, largeBlocks - 1} {
			tab.Eval(`getSelection().removeAllRanges()`, nil)
			word := fmt.Sprintf("end%d.", i)
			if !tab.EvalBool(`window.find(` + quote(word) + `, true, false, true)`) {
				t.Errorf("%s is not found", word)
				continue
			}
			if got := tab.EvalInt(`[...document.querySelectorAll("#paper [class^=b-]")].findIndex(e => e.contains(getSelection().anchorNode))`); got != i {
				t.Errorf("%s is found in block %d", word, got)
			}
		}
		tab.Eval(`getSelection().removeAllRanges()`, nil)
	})
	part(t, tab, "its parts are not to be seen", func(t *testing.T) {
		const plain = `[...document.querySelectorAll("#paper > div")].slice(0, 9).every(e => (s => s.paddingBlock === "0px" && s.borderBlockWidth === "0px" && s.backgroundImage === "none")(getComputedStyle(e)))`
		if !tab.EvalBool(plain) {
			t.Error("the elements around the paragraphs look like something")
		}
		for _, ring := range []string{".list .ring", ".list [aria-current] .ring"} {
			if !tab.EvalBool(`(r => r.width === r.height && r.width > 5)(document.querySelector(` + quote(ring) + `).getBoundingClientRect())`) {
				t.Errorf("%s is not round", ring)
			}
		}
	})
	part(t, tab, "a mark over three paragraphs in the middle", func(t *testing.T) {
		const i = 600
		inBlock(tab, i+1, fmt.Sprintf("Begin%d", i+1))
		tab.WaitTrue(fmt.Sprintf(`!!document.querySelectorAll("#paper [class^=b-]")[%d].querySelector("mark")`, i))
		count := tab.EvalInt(`+document.querySelector(".list [aria-current] .n").textContent`)
		inBlock(tab, i, fmt.Sprintf("end%d", i))
		rect := `(c => { const [a, b] = c; const w = document.createTreeWalker(a, 4); for (let n; (n = w.nextNode());) { const at = n.data.indexOf(b); if (at < 0) continue; const r = document.createRange(); r.setStart(n, at); r.setEnd(n, at + b.length); const x = r.getBoundingClientRect(); return {X: x.x + x.width / 2, Y: x.y + x.height / 2} } })`
		ends := fmt.Sprintf(`(blocks => [%[1]s([blocks[%[2]d], "end%[2]d"]), %[1]s([blocks[%[3]d], "Begin%[3]d"])])(document.querySelectorAll("#paper [class^=b-]"))`, rect, i, i+2)
		// What was brought into sight just now may still be pushed aside by what is drawn above it.
		tab.WaitTrue(`(now => now === [globalThis.stood, globalThis.stood = now][0])(JSON.stringify(` + ends + `))`)
		var at [2]Point
		tab.Eval(ends, &at)
		tab.Drag(at[0], at[1])
		wantBar(tab)
		tab.Key("2")
		tab.WaitFor(".card.open")
		tab.WaitTrue(fmt.Sprintf(`[%d, %d, %d].every(i => document.querySelectorAll("#paper [class^=b-]")[i].querySelector("mark.sel"))`, i, i+1, i+2))
		want := text[strings.Index(text, fmt.Sprintf("end%d.", i)) : strings.Index(text, fmt.Sprintf("Begin%d ", i+2))+len(fmt.Sprintf("Begin%d", i+2))]
		if got := tab.EvalString(`[...document.querySelectorAll("#paper mark.sel")].map(e => e.textContent).join("")`); got != strings.ReplaceAll(want, "\n", "") {
			t.Errorf("marked %q, want %q", got, want)
		}
		tab.WaitTrue(fmt.Sprintf(`+document.querySelector(".list [aria-current] .n").textContent === %d`, count+1))
		tab.Key("Delete")
		tab.WaitTrue(`!document.querySelector("#paper mark.sel")`)
		tab.Key("ctrl+z")
		tab.WaitTrue(fmt.Sprintf(`+document.querySelector(".list [aria-current] .n").textContent === %d`, count+1))
	})
	part(t, tab, "the margin follows the scrolling", func(t *testing.T) {
		tab.Eval(`var rangesMade = 0;
			((d, make) => d.createRange = function () { rangesMade++; return make.call(this) })(Document.prototype, Document.prototype.createRange)`, nil)
		seen := []int{200, 900, 300, 800, 400, 700, 500}
		for _, i := range seen {
			inBlock(tab, i, "Begin")
			tab.WaitTrue(fmt.Sprintf(`(() => {
				const b = document.querySelectorAll("#paper [class^=b-]")[%d].getBoundingClientRect();
				return [...document.querySelectorAll(".card .pick")].some(c => (r => r.top > b.top - 60 && r.top < b.bottom + 60)(c.getBoundingClientRect()));
			})()`, i))
		}
		// Each one that the program makes slows down every later change of the page.
		if made := tab.EvalInt(`rangesMade`) - len(seen); made > 0 { // inBlock makes one
			t.Errorf("%d ranges were made to measure with", made)
		}
	})
	part(t, tab, "what is heard far down", func(t *testing.T) {
		const i = 1_000
		tab.Eval(`document.querySelector("#stage").scrollTop = 0`, nil)
		object := call(tab, runtime.Evaluate, runtime.EvaluateParams{Expression: fmt.Sprintf(`document.querySelectorAll("#paper [class^=b-]")[%d]`, i)})
		node := call(tab, dom.DescribeNode, dom.DescribeNodeParams{ObjectID: object.Result.ObjectID}).Node
		marks := call(tab, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{BackendNodeID: node.BackendNodeID, Role: "mark"}).Nodes
		if n := tab.EvalInt(fmt.Sprintf(`document.querySelectorAll("#paper [class^=b-]")[%d].querySelectorAll("mark").length`, i)); len(marks) != n || n == 0 {
			t.Errorf("%d marks are heard of %d", len(marks), n)
		}
		heard := func() string {
			said := call(tab, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{BackendNodeID: node.BackendNodeID, Role: "StaticText"}).Nodes
			var all strings.Builder
			for _, n := range said {
				all.WriteString(string(n.Name.Value))
			}
			return all.String()
		}
		if all := heard(); !strings.Contains(all, "Begin1000") || !strings.Contains(all, "end1000.") {
			t.Errorf("heard from afar: %.300q", all)
		}
		inBlock(tab, i, "Begin")
		if !eventually(patience, func() bool { return strings.Contains(heard(), "(end: ") }) {
			t.Errorf("heard in sight: %.300q", heard())
		}
	})
	part(t, tab, "print", func(t *testing.T) {
		began := time.Now()
		pdf := callWithin(tab, 5*patience, page.PrintToPDF, page.PrintToPDFParams{}).Data
		t.Logf("printing took %.1f s", time.Since(began).Seconds())
		if pages := bytes.Count(pdf, []byte("/Type /Page\n")); pages < 100 {
			t.Errorf("%d pages", pages)
		}
	})
	tab.AssertClean(t)
}

// recordStart keeps what the page says before there is a program: on a fast
// machine it stands there for too short a while to be looked for.
const recordStart = `var startSaid = [];
new MutationObserver(() => {
	const line = [...document.querySelectorAll("#saved, #boot-line")].find(e => e.checkVisibility());
	if (line && line.textContent !== startSaid.at(-1)) startSaid.push(line.textContent);
}).observe(document, {subtree: true, childList: true, characterData: true, attributeFilter: ["data-only"]});`

// Long work says how far it is, and stops when it is told to; then nothing has
// changed. On a slow machine, so that there is something to see.
func TestLongWork(t *testing.T) {
	path, _ := largeFile(t)
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/files")
	projects := tab.Count(".project")
	first := projectID(tab)

	part(t, tab, "bringing in is shown, and stopped", func(t *testing.T) {
		SlowCPU(20)(tab)
		tab.Click("#bring-own")
		pickFiles(tab, path)
		tab.WaitFor("#work progress", 4*patience)
		if name := tab.EvalString(`document.querySelector("#work progress").getAttribute("aria-label")`); name == "" {
			t.Error("the progress has no name")
		}
		tab.Click("#work button")
		tab.WaitText("#toast", "Stopped", 2*patience)
		tab.WaitGone("#work progress")
		if n := tab.Count(".project"); n != projects {
			t.Errorf("%d projects, there were %d", n, projects)
		}
	})
	part(t, tab, "not stopped it comes in", func(t *testing.T) {
		SlowCPU(1)(tab)
		pickFiles(tab, path)
		tab.WaitText("#toast", "Opened", 4*patience)
		tab.WaitText("#saved", "Saved in", 4*patience)
		if n := tab.Count(".project"); n != projects+1 {
			t.Errorf("%d projects, there were %d", n, projects)
		}
	})
	part(t, tab, "opening another is shown, and stopped", func(t *testing.T) {
		second := projectID(tab)
		tab.Click("#open-" + first)
		tab.WaitFor("#open-" + second)
		SlowCPU(20)(tab) // so that there is time for a look and a click
		tab.Click("#open-" + second)
		tab.Click("#work button")
		wantToast(tab, "Stopped. The project was not opened")
		tab.WaitGone("#work progress")
		if projectID(tab) != first {
			t.Error("another project is open")
		}
		// The one that was asked for last comes, and no other after it.
		tab.Click("#open-" + second)
		tab.WaitFor("#work progress", 4*patience)
		SlowCPU(1)(tab)
		newProject(tab, "A third")
		tab.WaitGone("#work progress")
		if name := tab.EvalString(currentProject); name != "A third" {
			t.Errorf("%q is open", name)
		}
		tab.Click("#open-" + second)
		tab.WaitFor("#open-" + first)
		saved(tab)
	})
	part(t, tab, "the start with it is shown", func(t *testing.T) {
		call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: recordStart})
		SlowCPU(20)(tab)
		for _, address := range []string{"?1#/read", "?2#/files"} { // each a page of its own
			tab.Open(address)
			tab.WaitFor("#app .top nav", 4*patience)
			tab.WaitTrue(`startSaid.some(said => /Opening the project… \d+ %/.test(said))`)
		}
		SlowCPU(1)(tab)
		tab.WaitReady()
		tab.AssertClean(t)
	})
}

// shortLines is an article of so many short paragraphs.
func shortLines(t *testing.T, blocks int) *article.Article {
	t.Helper()
	var text strings.Builder
	var list []article.Block
	for i := range blocks {
		start := text.Len()
		fmt.Fprintf(&text, "Line %d says little.\n", i)
		list = append(list, article.Block{Kind: article.Paragraph, Start: start, End: text.Len() - 1})
	}
	a, err := article.New(article.Meta{Title: "Short lines"}, text.String(), list)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Cards stand beside their marks also where the browser has guessed how tall the
// text before them is.
func TestCardsFarDown(t *testing.T) {
	for _, blocks := range []int{40, 150, 400} {
		t.Run(fmt.Sprintf("%d paragraphs", blocks), func(t *testing.T) {
			a := shortLines(t, blocks)
			var places []project.Occurrence
			for i := 5; i < blocks; i += 10 {
				places = append(places, project.Occurrence{Article: a.ID, Span: span.Span{Start: a.Blocks[i].Start, End: a.Blocks[i].Start + 4}})
			}
			s := project.Stamp{Who: annotation.PersonID(uuid.NewString()), When: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Mint: uuid.NewString}
			p := project.New("Short lines", []*article.Article{a}, s)
			d, err := project.HighlightAll(p, places, []annotation.TagID{annotation.StarterFact}, s)
			if err != nil {
				t.Fatal(err)
			}
			if p, err = p.Apply(d); err != nil {
				t.Fatal(err)
			}
			tab := Start(t).Browser(t, "")
			openProject(t, tab, p)
			for range 2 { // the second time nothing is written at the opening
				tab.Eval(`location.hash = "#/read"`, nil)
				tab.WaitFor("#paper mark")
				tab.Eval(`document.querySelector("#stage").scrollTop = 1e6`, nil)
				tab.WaitTrue(`(() => {
					const last = list => [...document.querySelectorAll(list)].at(-1)?.getBoundingClientRect().top;
					return last("#paper mark") < innerHeight && Math.abs(last("#paper mark") - last("#cards > .card:not([hidden])")) < 12;
				})()`)
				tab.Eval(`location.hash = "#/articles"`, nil)
				tab.WaitFor("#articles")
			}
			tab.AssertClean(t)
		})
	}
}
