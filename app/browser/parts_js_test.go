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
