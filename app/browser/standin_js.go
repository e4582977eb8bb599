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

// FindStandIn returns what stands in for the elements with the IDs, and what it
// shows: a project, "" for one that is not made yet, and an article, "" if none
// is seen. It must be asked before the interface takes its place.
func FindStandIn(stage, paper string) (s StandIn, project, article string) {
	s.stage, s.paper = document().Call("getElementById", stage), document().Call("getElementById", paper)
	if s.stage.IsNull() || s.paper.IsNull() {
		return s, "", ""
	}
	data := s.paper.Get("dataset")
	switch document().Get("documentElement").Get("dataset").Get("start").String() {
	case "first":
		return s, "", document().Call("querySelector", `meta[name="claimlight-first"]`).Get("content").String()
	case "glance":
		s.above, _ = strconv.Atoi(data.Get("first").String())
		return s, data.Get("project").String(), data.Get("article").String()
	}
	return s, "", ""
}

// Released waits until nobody is selecting in what stands in for the program,
// as web/start.js knows, or until the context is over. It must not be called on
// the UI goroutine.
func Released(ctx context.Context) {
	if released := atStart("released"); released.Truthy() {
		_, _ = settle(ctx, released) // it comes, or the time is over
	}
}

// atStart is what web/start.js and web/meanwhile.js have left under a name,
// undefined if nothing.
func atStart(name string) js.Value {
	start := js.Global().Get("claimlightStart")
	if !start.Truthy() {
		return js.Undefined()
	}
	return start.Get(name)
}

// blocks are the elements of the blocks, without what stands for those above.
func (s StandIn) blocks() js.Value {
	return s.paper.Call("querySelectorAll", ":scope > "+paint.BlockSelector)
}

// Texts returns the text of each block that is there, and which block is the
// first of them.
func (s StandIn) Texts() (first int, texts []string) {
	list := s.blocks()
	for i := range list.Length() {
		texts = append(texts, list.Index(i).Get("textContent").String())
	}
	return s.above, texts
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
type Stretch struct {
	From, To [2]int
	Fine     bool // not whole words
}

// Deed is what was done to the text: a key was pressed, or a tag.
type Deed struct {
	Key      Key
	Tag      string // its ID; "" if it was a key
	Shift    bool   // was held with the tag
	Selected Stretch
}

// Handed is what web/meanwhile.js hands over.
type Handed struct {
	Deeds    []Deed // in order
	Hash     string // of the link that was followed last, without its sign; "" for none
	Selected Stretch
	Tapped   bool // word by word: the next tap widens what is selected
	Lost     bool // something was done before the page was loaded again, to what is not shown any more
}

// HandOver takes over what was done to what stands in for the program. From
// now on keys and presses are the program's.
func HandOver() (h Handed) {
	handOver := atStart("handOver")
	if !handOver.Truthy() {
		return h
	}
	v := handOver.Invoke()
	h.Hash, h.Selected, h.Tapped = strings.TrimPrefix(stringOf(v.Get("hash")), "#"), stretchOf(v.Get("selected")), v.Get("tapped").Truthy()
	h.Lost = v.Get("lost").Truthy()
	list := v.Get("deeds")
	h.Deeds = make([]Deed, list.Length())
	for i := range h.Deeds {
		d := list.Index(i)
		h.Deeds[i] = Deed{Tag: stringOf(d.Get("tag")), Shift: d.Get("shift").Truthy(), Selected: stretchOf(d.Get("selected"))}
		if k := d.Get("key"); k.Truthy() {
			h.Deeds[i].Key = Key{
				Name: stringOf(k.Get("name")), Code: stringOf(k.Get("code")),
				Ctrl: k.Get("ctrl").Truthy(), Alt: k.Get("alt").Truthy(), Shift: k.Get("shift").Truthy(),
			}
		}
	}
	return h
}

// GiveUp leaves what was done to what stands in for the program to the next time
// that this tab loads the page, and returns what is to be said of it; "" if
// nothing was done.
func GiveUp() string {
	if giveUp := atStart("giveUp"); giveUp.Truthy() {
		return stringOf(giveUp.Invoke())
	}
	return ""
}

func stretchOf(v js.Value) (s Stretch) {
	if v.Truthy() {
		s.Fine = v.Get("fine").Truthy()
		for i := range 2 {
			s.From[i], s.To[i] = v.Get("from").Index(i).Int(), v.Get("to").Index(i).Int()
		}
	}
	return s
}
