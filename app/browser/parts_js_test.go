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

// linesOf is an article of n blocks, each of another length.
func linesOf(t *testing.T, n int) *article.Article {
	t.Helper()
	var text strings.Builder
	var blocks []article.Block
	for i := range n {
		from := text.Len()
		fmt.Fprintf(&text, "block %d %s", i, strings.Repeat("x ", i%5*20))
		blocks = append(blocks, article.Block{Kind: article.Paragraph, Start: from, End: text.Len()})
		text.WriteString("\n")
	}
	a, err := article.New(article.Meta{}, text.String(), blocks)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// However many blocks there are, alone or in parts, each is found: by its
// number, from a node in it, and by where it stands.
func TestPartsOfAText(t *testing.T) {
	for _, n := range []int{1, inPart, flat, flat + 1, flat + 2, flat + inPart, short, short + 1} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			newStage(t)
			stage := document().Call("getElementById", "stage").Get("style")
			stage.Set("height", "300px")
			stage.Set("overflow", "auto")
			a := linesOf(t, n)
			p := NewPaper()
			defer p.onFrame.Release()
			defer p.onTurn.Release()
			p.Attach(surface, func(paint.Gesture) {})
			defer p.Detach()
			p.Show(a, marked(a), nil)
			if parts := p.root.Get("children").Length(); n > flat && parts != (n+inPart-1)/inPart {
				t.Fatalf("%d parts", parts)
			}
			for i := range n {
				el := p.block(i)
				if el.Get("textContent").String() != a.Slice(a.Blocks[i].Start, a.Blocks[i].End) {
					t.Fatalf("block %d holds %q", i, el.Get("textContent").String())
				}
				if got := p.blockOf(el.Get("firstChild")); got != i {
					t.Fatalf("a node of block %d is in %d", i, got)
				}
			}
			for _, i := range []int{0, n / 2, max(n-2, 0), n - 1} {
				y := p.Box(span.Span{Start: a.Blocks[i].Start, End: a.Blocks[i].Start + 1}).Y
				below := func(r js.Value) bool { return r.Get("bottom").Float()-topOf(p.stage)+p.View().Y > y }
				if got := p.searchBlock(below); got != i {
					t.Errorf("block %d is found as %d", i, got)
				}
				p.ScrollTo(y)
				if first, last := p.Visible(); first > i || last < i {
					t.Errorf("block %d is in sight, not %d to %d", i, first, last)
				}
			}
			if got := p.searchBlock(func(js.Value) bool { return false }); got != n {
				t.Errorf("nothing is found as %d of %d", got, n)
			}
		})
	}
}

// What is out of sight is painted outwards from what is in sight, above and
// below by turns: a page that is left soon after has both at hand.
func TestPaintedOutwards(t *testing.T) {
	newStage(t)
	stage := document().Call("getElementById", "stage").Get("style")
	stage.Set("height", "100px")
	stage.Set("overflow", "auto")
	f := frames(t)
	a := linesOf(t, short)
	p := NewPaper()
	defer p.onFrame.Release()
	defer p.onTurn.Release()
	p.Attach(surface, func(paint.Gesture) {})
	defer p.Detach()
	var order []int
	p.Show(a, func(i int) []byte { order = append(order, i); return marked(a)(i) }, nil)
	f.Call("run")
	p.turn(js.Undefined(), nil)
	p.ScrollTo(p.Box(span.Span{Start: a.Blocks[short/2].Start, End: a.Blocks[short/2].Start + 1}).Y)
	all := make([]int, short)
	for i := range all {
		all[i] = i
	}
	p.Repaint(all...)
	order = nil
	for p.left > 0 {
		p.paintSome()
	}
	seen := map[int]bool{}
	for _, i := range order {
		if seen[i] {
			t.Fatalf("block %d is painted twice", i)
		}
		seen[i] = true
		if far := max(i-short/2, short/2-i); far < short/2-1 && far > len(seen)/2+20 {
			t.Fatalf("block %d is painted as number %d", i, len(seen))
		}
	}
	if len(order) != short {
		t.Errorf("%d blocks are painted of %d", len(order), short)
	}
}
