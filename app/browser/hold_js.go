package browser

import (
	"math"
	"sort"
	"syscall/js"
)

// hold is what is being read: the first line that was wholly in sight when
// somebody scrolled last, or was sent there. When the text is laid out anew, in
// another width or in larger letters, that line comes back to its place: by
// itself a long text would show another page then, since what is out of sight
// has a guessed height. It stays the same line until somebody scrolls, so that
// turning a phone there and back ends where it began.
type hold struct {
	known  bool
	top    bool    // nothing was scrolled: what is above the text is in sight, too
	point  int     // with which the line began, a code point
	below  float64 // how far it stands below the upper edge of what is in sight
	y      float64 // how far all was scrolled
	layout layout
	// settling is true after the text was laid out anew, until somebody scrolls:
	// what comes into sight gets its real height and pushes the line away.
	settling bool
	look     bool // something was scrolled or moved: at the next frame it is asked what
	late     bool // the same, but a moment later
}

// holdRest is how many milliseconds lie between two lines that are taken while
// somebody scrolls: in every frame it would be most of what that takes.
const holdRest = 300

// layout is what lines depend on. The height of the window is no part of it: an
// address bar or a keyboard that comes and goes moves no line.
type layout struct {
	stage, text float64 // widths
	letters     string  // their size
}

func (p *Paper) layout() layout {
	letters := p.window.Call("getComputedStyle", p.root).Get("fontSize").String()
	return layout{p.stage.Get("clientWidth").Float(), p.root.Get("offsetWidth").Float(), letters}
}

// edge is where what can be read begins, in the window: under the row of tags,
// where that stands above the text.
func (p *Paper) edge() float64 {
	top := topOf(p.stage)
	row := p.stage.Call("querySelector", ".tags")
	if row.IsNull() {
		return top
	}
	if r := row.Call("getBoundingClientRect"); r.Get("top").Float() < top+1 {
		return max(top, r.Get("bottom").Float())
	}
	return top
}

// FirstLine is the code point with which the first line begins that is wholly
// in sight.
func (p *Paper) FirstLine() int {
	point, _ := p.firstLine(p.edge())
	return point
}

// firstLine is the first line below an edge, and where its own upper edge is.
func (p *Paper) firstLine(edge float64) (point int, top float64) {
	first, last := p.Visible()
	for i := first; i <= last; i++ {
		b, walk := p.article.Blocks[i], cursor{}
		n := sort.Search(b.End-b.Start, func(n int) bool { return p.lineAfter(&walk, b.Start+n, b.End) > edge-1 })
		if point = b.Start + n; point < b.End {
			return point, p.lineAfter(&walk, point, b.End)
		}
	}
	if last < first {
		return 0, edge
	}
	point = p.article.Blocks[last].Start // there is no other line
	return point, p.lineOf(&cursor{}, point, edge)
}

// lineAfter is the upper edge of the line of the first code point, from one on,
// that stands on one: a line break does not.
func (p *Paper) lineAfter(c *cursor, point, end int) float64 {
	for ; point < end; point++ {
		if top := p.lineOf(c, point, math.NaN()); !math.IsNaN(top) {
			return top
		}
	}
	return math.Inf(1)
}

// Line is the line that is being read, by a code point on it, and how far it
// stands below the upper edge of what is in sight, in CSS pixels; at the start of
// everything top is true.
func (p *Paper) Line() (point int, below float64, top bool) {
	p.sense()
	return p.hold.point, p.hold.below, p.hold.top || !p.hold.known
}

// GoTo puts the line of a code point so far below the upper edge of what is in
// sight.
func (p *Paper) GoTo(point int, below float64) {
	if p.article == nil || len(p.article.Blocks) == 0 {
		return
	}
	p.hold = hold{known: true, point: point, below: below}
	p.putBack()
}

// sense finds out whether somebody has scrolled, or the text was laid out anew
// and is to be put back. It reads layout first, and then may scroll.
func (p *Paper) sense() {
	h := &p.hold
	h.look, h.late = false, false
	if p.article == nil || len(p.article.Blocks) == 0 {
		return
	}
	switch moved := p.moves(); {
	case !h.known:
		p.take()
	case p.layout() != h.layout, h.settling && !moved:
		p.putBack()
	case !h.settling && moved, math.Abs(p.drift()) >= 1:
		p.take()
	default: // the browser has kept the line where it was
		h.y = p.stage.Get("scrollTop").Float()
	}
}

// moves reports whether somebody has scrolled. That what scrolls became shorter
// than where it stood is nobody's wish.
func (p *Paper) moves() bool {
	y := p.stage.Get("scrollTop").Float()
	if y <= p.hold.y-1 {
		return y+p.stage.Get("clientHeight").Float() < p.stage.Get("scrollHeight").Float()-1
	}
	return y >= p.hold.y+1
}

// scrolled has it asked what was scrolled: at the next frame, or where that was
// asked just now, a moment later.
func (p *Paper) scrolled() {
	if p.taken && !p.hold.settling {
		p.hold.late = true
	} else {
		p.hold.look = true
	}
}

// takeAgain follows a scrolling, between two frames.
func (p *Paper) takeAgain(js.Value, []js.Value) any {
	p.taken = false
	if p.hold.late {
		p.sense()
	}
	return nil
}

// take holds what is in sight now.
func (p *Paper) take() {
	p.sighted = false
	edge, y := p.edge(), p.stage.Get("scrollTop").Float()
	point, top := p.firstLine(edge)
	p.hold = hold{known: true, top: y < 1, point: point, below: top - edge, y: y, layout: p.layout()}
	if !p.taken {
		p.taken = true
		p.window.Call("setTimeout", p.onTaken, holdRest)
	}
}

// drift is how much is to be scrolled for the line to be in its place.
func (p *Paper) drift() float64 {
	if p.hold.top {
		return -p.stage.Get("scrollTop").Float()
	}
	edge := p.edge()
	return p.lineOf(&cursor{}, p.hold.point, edge+p.hold.below) - edge - p.hold.below
}

// putBack puts the line where it was. What comes into sight by that may have
// another height than was guessed, so that it looks again at the next frame until
// nothing moves.
func (p *Paper) putBack() {
	h := &p.hold
	h.layout, h.settling = p.layout(), true
	drift, before := p.drift(), p.stage.Get("scrollTop").Float()
	h.y = before
	if math.Abs(drift) < 1 {
		return
	}
	p.sighted = false
	p.stage.Set("scrollTop", before+drift)
	if h.y = p.stage.Get("scrollTop").Float(); h.y != before {
		p.lookAgain()
	}
}

// lookAgain has it asked at the next frame what has moved.
func (p *Paper) lookAgain() {
	p.hold.look = true
	p.askFrame()
}
