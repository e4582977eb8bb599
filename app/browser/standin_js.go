package browser

import (
	"context"
	"strconv"
	"syscall/js"

	"claimlight/app/paint"
)

// StandIn is what stands in for the paper while the program loads: an article
// in the page, or what web/start.js has put there.
type StandIn struct {
	stage, paper js.Value
	above        int // how many blocks come before the first one there
}

// FindStandIn returns what stands in for the elements with the IDs, and the
// article it shows; "" if none is seen. It must be asked before the interface
// takes its place.
func FindStandIn(stage, paper string) (s StandIn, article string) {
	s.stage, s.paper = document().Call("getElementById", stage), document().Call("getElementById", paper)
	if s.stage.IsNull() || s.paper.IsNull() {
		return s, ""
	}
	data := s.paper.Get("dataset")
	switch document().Get("documentElement").Get("dataset").Get("start").String() {
	case "first":
		return s, document().Call("querySelector", `meta[name="claimlight-first"]`).Get("content").String()
	case "glance":
		s.above, _ = strconv.Atoi(data.Get("first").String())
		return s, data.Get("article").String()
	}
	return s, ""
}

// Released waits until nobody is selecting in what stands in for the program,
// as web/start.js knows, or until the context is over. It must not be called on
// the UI goroutine.
func Released(ctx context.Context) {
	if start := js.Global().Get("claimlightStart"); start.Truthy() {
		_, _ = settle(ctx, start.Get("released")) // it comes, or the time is over
	}
}

// blocks are the elements of the blocks, without what stands for those above.
func (s StandIn) blocks() js.Value {
	return s.paper.Call("querySelectorAll", ":scope > "+paint.BlockSelector)
}

// Sight returns the first block in sight, and how far its first line stands
// below the upper edge of what scrolls, in CSS pixels.
func (s StandIn) Sight() (block int, offset float64) {
	top := topOf(s.stage)
	list := s.blocks()
	for i := range list.Length() {
		box := list.Index(i).Call("getBoundingClientRect")
		if box.Get("bottom").Float() > top || i == list.Length()-1 {
			return s.above + i, s.line(list.Index(i), box) - top
		}
	}
	return 0, 0
}

// line is the upper edge of the first line of a block.
func (s StandIn) line(block, box js.Value) float64 {
	text := block.Get("firstChild")
	if !text.Truthy() || text.Get("length").Type() != js.TypeNumber || text.Get("length").Int() == 0 {
		return box.Get("top").Float()
	}
	r := document().Call("createRange")
	r.Call("setStart", text, 0)
	r.Call("setEnd", text, 1)
	return topOf(r)
}

// Selected returns what is selected there, each end as a block and an offset in
// it in UTF-16 code units; the same twice if nothing is.
func (s StandIn) Selected() (from, to [2]int) {
	selection := js.Global().Call("getSelection")
	if selection.IsNull() || selection.Get("isCollapsed").Bool() {
		return from, to
	}
	r := selection.Call("getRangeAt", 0)
	start, ok := s.spot(r.Get("startContainer"), r.Get("startOffset").Int())
	end, okToo := s.spot(r.Get("endContainer"), r.Get("endOffset").Int())
	if !ok || !okToo {
		return from, to
	}
	return start, end
}

func (s StandIn) spot(node js.Value, offset int) (spot [2]int, ok bool) {
	list := s.blocks()
	for i := range list.Length() {
		block := list.Index(i)
		if !block.Call("contains", node).Bool() {
			continue
		}
		r := document().Call("createRange")
		r.Call("setStart", block, 0)
		r.Call("setEnd", node, offset)
		return [2]int{s.above + i, textLength(r)}, true
	}
	return spot, false
}
