package browser

import (
	"fmt"
	"strings"
	"syscall/js"
	"testing"

	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/span"
)

var surface = paint.Surface{Stage: "stage", Paper: "paper", Layer: "layer", Cards: "cards", Open: "open-card"}

// newStage puts the elements of a reading room on the page.
func newStage(t *testing.T) {
	t.Helper()
	stage := document().Call("createElement", "div")
	stage.Set("id", "stage")
	stage.Set("innerHTML", `<div id="paper"></div><div id="layer"></div><div id="cards"></div>`)
	document().Get("body").Call("append", stage)
	t.Cleanup(func() { stage.Call("remove") })
}

// marked is the article with every third letter in an element of its own, as
// marks have it.
func marked(a *article.Article) func(i int) []byte {
	return func(i int) []byte {
		var html strings.Builder
		for n, r := range []rune(a.Slice(a.Blocks[i].Start, a.Blocks[i].End)) {
			if n%3 == 0 {
				fmt.Fprintf(&html, "<mark>%c</mark>", r)
			} else {
				html.WriteRune(r)
			}
		}
		return []byte(html.String())
	}
}

func sampleArticle(t *testing.T) *article.Article {
	t.Helper()
	one, two := strings.Repeat("word 👩 नमस्ते ", 40), strings.Repeat("другое 😀 ", 30)
	n, m := len([]rune(one)), len([]rune(two))
	a, err := article.New(article.Meta{}, one+"\n\n"+two+"\n", []article.Block{
		{Kind: article.Paragraph, Start: 0, End: n}, {Kind: article.Paragraph, Start: n + 2, End: n + 2 + m},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// frames stands in for the browser's: it keeps what is asked for until a test
// lets it run.
func frames(t *testing.T) js.Value {
	t.Helper()
	f := js.Global().Get("Function").New(`
		const ask = globalThis.requestAnimationFrame, cancel = globalThis.cancelAnimationFrame;
		const f = { asked: new Map(), functions: new Set(), n: 0,
			run() { const now = [...f.asked.values()]; f.asked.clear(); now.forEach(call => call(0)); },
			restore() { globalThis.requestAnimationFrame = ask; globalThis.cancelAnimationFrame = cancel; } };
		globalThis.requestAnimationFrame = call => { f.asked.set(++f.n, call); f.functions.add(call); return f.n; };
		globalThis.cancelAnimationFrame = n => f.asked.delete(n);
		return f;`).Invoke()
	t.Cleanup(func() { f.Call("restore") })
	return f
}

// A frame that was asked for before the paper is taken away does nothing, and
// the next one still comes; all of them are one function.
func TestFrameAcrossDetach(t *testing.T) {
	newStage(t)
	a, f := sampleArticle(t), frames(t)
	p := NewPaper()
	defer p.onFrame.Release()
	scroll := func() {
		document().Call("getElementById", "stage").Call("dispatchEvent", js.Global().Get("Event").New("scroll"))
	}
	var got []string
	attach := func(name string) {
		p.Attach(surface, func(g paint.Gesture) { got = append(got, fmt.Sprint(name, " ", g.Kind == paint.Scroll)) })
		p.Show(a, marked(a), []int{0, 1})
	}
	attach("first")
	scroll()
	scroll()
	if n := f.Get("asked").Get("size").Int(); n != 1 {
		t.Fatalf("%d frames are asked for, want 1", n)
	}
	attach("second")
	scroll()
	f.Call("run")
	scroll()
	f.Call("run")
	p.Detach()
	f.Call("run")
	if strings.Join(got, ", ") != "second true, second true" {
		t.Errorf("told %q", got)
	}
	if n := f.Get("functions").Get("size").Int(); n != 1 {
		t.Errorf("%d functions, want 1", n)
	}
}

// What is highlighted stays so when one of its blocks is painted again, and is
// gone with the article.
func TestHighlightAcrossRepaint(t *testing.T) {
	newStage(t)
	a, f := sampleArticle(t), frames(t)
	p := NewPaper()
	defer p.onFrame.Release()
	p.Attach(surface, func(paint.Gesture) {})
	defer p.Detach()
	p.Show(a, marked(a), nil)
	p.fresh = false // the browser has drawn it
	highlighted := func() string {
		return js.Global().Call("eval", `[...CSS.highlights.get("test")].map(r => r.toString()).join("|")`).String()
	}
	one, both := span.Span{Start: 5, End: 12}, span.Span{Start: 20, End: a.Blocks[1].Start + 9}
	p.Highlight("test", one, both)
	want := highlighted()
	for _, blocks := range [][]int{{0}, {1}, {0, 1}} {
		p.Repaint(blocks...)
		f.Call("run")
		if got := highlighted(); p.left > 0 || got != want {
			t.Errorf("after painting %v, highlighted is %q, want %q", blocks, got, want)
		}
	}
	p.Show(a, marked(a), nil)
	p.fresh = false
	p.Repaint(0, 1)
	f.Call("run")
	if got := strings.Trim(highlighted(), "|"); p.left > 0 || got != "" {
		t.Errorf("in the next article, %q is highlighted", got)
	}
}

// The lines of marks are those that Box says, with one walk over the text for
// all of them.
func TestLines(t *testing.T) {
	newStage(t)
	a := sampleArticle(t)
	p := NewPaper()
	defer p.onFrame.Release()
	p.Attach(surface, func(paint.Gesture) {})
	defer p.Detach()
	p.Show(a, marked(a), []int{0, 1})
	document().Call("getElementById", "paper").Get("style").Set("width", "200px")
	origin := topOf(p.stage) - p.View().Y
	const nowhere = -1000
	var want []float64 // in the window
	for i := range a.Len() {
		box := p.Box(span.Span{Start: i, End: i + 1})
		if want = append(want, nowhere); !box.Empty() {
			want[i] = box.Y + origin
		}
	}
	steps := js.Global().Get("Function").New(`
		const own = TreeWalker.prototype, next = own.nextNode, steps = { n: 0, restore() { own.nextNode = next; } };
		own.nextNode = function() { steps.n++; return next.call(this); };
		return steps;`).Invoke()
	lines := map[float64]bool{}
	var walk cursor
	for i := range a.Len() {
		for range 2 { // two marks may begin at one place
			got := p.lineOf(&walk, i, nowhere)
			if got != want[i] {
				t.Fatalf("point %d is at %v, want %v", i, got, want[i])
			}
			lines[got] = true
		}
	}
	n := steps.Get("n").Int()
	steps.Call("restore")
	if len(lines) < 5 {
		t.Errorf("only %d lines", len(lines))
	}
	if n > 2*a.Len() {
		t.Errorf("%d steps over the nodes of %d code points", n, a.Len())
	}
	walk = cursor{}
	if far, near := p.lineOf(&walk, 300, nowhere), p.lineOf(&walk, 5, nowhere); far != want[300] || near != want[5] {
		t.Error("points out of order have other places")
	}
}
