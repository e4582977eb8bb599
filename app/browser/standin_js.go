package browser

import (
	"context"
	"strconv"
	"strings"
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
	for text.Truthy() && text.Get("firstChild").Truthy() { // it begins with a mark
		text = text.Get("firstChild")
	}
	if !text.Truthy() || text.Get("length").Type() != js.TypeNumber || text.Get("length").Int() == 0 {
		return box.Get("top").Float()
	}
	r := document().Call("createRange")
	r.Call("setStart", text, 0)
	r.Call("setEnd", text, 1)
	return topOf(r)
}

// Stretch is a part of the text, each end a block and an offset in it in UTF-16
// code units; the same twice if it is nothing.
type Stretch struct{ From, To [2]int }

// Deed is what was done to the text, as web/meanwhile.js notes it: a key, a tag,
// or a link.
type Deed struct {
	Key      Key
	Tag      string // its ID
	Hash     string // of the address, without its sign
	Selected Stretch
	Fine     bool // not whole words
}

// Selected returns what is selected there, and whether the next tap widens it.
func (s StandIn) Selected() (selected Stretch, tapped bool) {
	start := js.Global().Get("claimlightStart")
	if !start.Truthy() || start.Get("selected").Type() != js.TypeFunction {
		return selected, false
	}
	return stretchOf(start.Call("selected")), start.Get("tapped").Truthy()
}

// HandOver returns what was done there, in order. From now on keys and presses
// are the program's.
func (s StandIn) HandOver() []Deed {
	start := js.Global().Get("claimlightStart")
	if !start.Truthy() || start.Get("handOver").Type() != js.TypeFunction {
		return nil
	}
	list := start.Call("handOver")
	deeds := make([]Deed, list.Length())
	for i := range deeds {
		v := list.Index(i)
		d := Deed{
			Tag: stringOf(v.Get("tag")), Hash: strings.TrimPrefix(stringOf(v.Get("hash")), "#"),
			Selected: stretchOf(v.Get("selected")), Fine: v.Get("fine").Truthy(),
		}
		if k := v.Get("key"); k.Truthy() {
			d.Key = Key{
				Name: stringOf(k.Get("name")), Code: stringOf(k.Get("code")),
				Ctrl: k.Get("ctrl").Truthy(), Alt: k.Get("alt").Truthy(), Shift: k.Get("shift").Truthy(),
			}
		}
		deeds[i] = d
	}
	return deeds
}

func stretchOf(v js.Value) (s Stretch) {
	if v.Truthy() {
		for i := range 2 {
			s.From[i], s.To[i] = v.Get("from").Index(i).Int(), v.Get("to").Index(i).Int()
		}
	}
	return s
}
