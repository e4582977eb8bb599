package browser

import (
	"slices"
	"syscall/js"

	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/span"
)

// painting is which blocks still show the marks of before, or none.
type painting struct {
	inside   func(i int) []byte     // the HTML of the inside of a block, as it is to be now
	stale    []bool                 // by block
	left     int                    // how many are stale
	sight    [2]int                 // the first and last block in sight
	sighted  bool                   // sight is true now
	fresh    bool                   // nobody has been told that the browser has drawn the article
	framed   bool                   // it has begun to
	late     int                    // the first block that may not be laid out yet
	together int                    // how many blocks lie in one child of the root
	lit      map[string][]span.Span // what is highlighted, by the name of the highlight
	parts    js.Value               // the children of the root
	blocks   js.Value               // the elements of the blocks, which may be the same
}

const (
	// line is how tall a line is at least, letters how many it has at most in the
	// usual size of letters, and letter how wide one is; CSS pixels.
	line, letters, letter = 28, 84, 8
	// short is up to how many blocks all of a text is laid out right after that,
	// aFrame in each frame.
	short, aFrame = 200, 8
	// inPart is how many blocks of a text of more than flat lie in one element,
	// and are laid out together: whatever happens on the page, the browser looks
	// after each element that it leaves out.
	flat, inPart = 50, 4
	// turnTime is how many milliseconds painting out of sight may take at a time,
	// so that scrolling and typing get theirs in every frame.
	turnTime = 6
)

// Show writes an article: the first blocks with their marks, of the others the
// text. inside gives the HTML of the inside of a block, now and whenever it is
// painted again; marked are the blocks that have marks, in order. It does
// nothing while the paper is not attached.
func (p *Paper) Show(a *article.Article, inside func(i int) []byte, marked []int) {
	if !p.root.Truthy() {
		return
	}
	p.painting = painting{inside: inside, stale: make([]bool, len(a.Blocks)), fresh: true, together: 1, lit: map[string][]span.Span{}, parts: p.root.Get("children")}
	if len(a.Blocks) > flat {
		p.together = inPart
	}
	atOnce := p.screenful()
	for p.late < len(a.Blocks) && (a.Blocks[p.late].Start < atOnce || p.late%p.together > 0) {
		p.late++
	}
	again := p.article != nil
	p.article, p.hold = a, hold{}
	p.Remeasure()
	for _, i := range marked {
		if i >= p.late {
			p.stale[i] = true
			p.left++
		}
	}
	if again { // a stage that is new stands at its top, and asking it would lay it out
		p.stage.Set("scrollTop", 0)
	}
	p.gesture.queue, p.gesture.from = nil, nil // what waits there was meant for the article before
	p.root.Set("innerHTML", string(p.sheet(a)))
	p.blocks = p.root.Call("querySelectorAll", paint.BlockSelector)
	p.askNext()
}

// screenful is how much text the window holds, in code points, and a little
// more: what is painted and laid out before anything else.
func (p *Paper) screenful() int {
	w, h := p.window.Get("innerWidth").Float(), p.window.Get("innerHeight").Float()
	return int(min(w/letter, letters) * h / line)
}

// sheet is the HTML of all blocks, in parts if they are many. What comes
// after the first is late: the browser lays it out when it comes into sight, or
// when layOut says so.
func (p *Paper) sheet(a *article.Article) []byte {
	html := make([]byte, 0, len(a.Text)+len(a.Text)/8+64*len(a.Blocks))
	var text []byte
	for i, b := range a.Blocks {
		late := i >= p.late
		if p.together > 1 && i%p.together == 0 {
			lines := 0
			if late {
				lines = paint.Lines(a.Blocks[i:min(i+p.together, len(a.Blocks))])
			}
			html = paint.AppendPart(html, lines)
		}
		if late {
			text = paint.AppendText(text[:0], a.Text[a.ByteOf(b.Start):a.ByteOf(b.End)])
			html = paint.AppendBlock(html, b.Kind, p.together == 1, text)
		} else {
			html = paint.AppendBlock(html, b.Kind, false, p.inside(i))
		}
		if p.together > 1 && ((i+1)%p.together == 0 || i == len(a.Blocks)-1) {
			html = append(html, paint.EndPart...)
		}
	}
	return html
}

// Repaint has blocks painted again before the next frame: those in sight, and
// of the others as many as there is time for; the rest comes soon after.
func (p *Paper) Repaint(blocks ...int) {
	if p.article == nil {
		return
	}
	for _, i := range blocks {
		if i < len(p.stale) && !p.stale[i] {
			p.stale[i] = true
			p.left++
		}
	}
	p.ask()
}

// ask has the painting go on, at the next frame. A page out of sight gets no
// frames, and is painted all the same.
func (p *Paper) ask() {
	if p.left > 0 {
		p.askNext()
	}
}

func (p *Paper) askNext() {
	if hidden() {
		p.askTurn()
	} else {
		p.askFrame()
	}
}

func (p *Paper) askTurn() {
	if !p.turning {
		p.turning = true
		p.window.Call("setTimeout", p.onTurn, 0)
	}
}

// paintFrame paints what is in sight, and begins with the rest. It is calm when
// the hands do nothing.
func (p *Paper) paintFrame(calm bool) {
	if p.fresh { // the rest after the browser's drawing
		if p.left > 0 {
			p.paintSight()
		}
		p.framed = true
		p.askTurn()
		return
	}
	p.paintSome()
	if p.late < len(p.stale) && len(p.stale) <= short {
		if calm && p.left == 0 {
			p.layOut()
		}
		p.askFrame()
	}
}

// layOut has the browser lay out some more of a text that is not long, once all
// of it is painted: then the scroll bar is no guess. A long text would feel what
// is laid out in every frame of a scrolling; of that the browser lays out what
// comes into sight, and assistive technology hears the rest all the same.
func (p *Paper) layOut() {
	p.sighted = false // heights were guessed
	for end := min(p.late+aFrame, len(p.stale)); p.late < end; p.late += p.together {
		p.parts.Index(p.late/p.together).Get("classList").Call("remove", "late")
	}
}

// paintSome paints what is in sight, and outwards from there until the time is
// up.
func (p *Paper) paintSome() {
	if p.left == 0 || p.gesture.down && !p.gesture.touch {
		return // a selection that is being made would lose its anchor
	}
	if p.left <= 4 {
		p.paintAll(p.Selection())
		return
	}
	first, last, kept := p.paintSight()
	end := p.now() + turnTime
	for up, down := first-1, last+1; p.left > 0 && (up >= 0 || down < len(p.stale)); up, down = up-1, down+1 {
		painted := p.paintBlock(down, kept)
		painted = p.paintBlock(up, kept) || painted
		if painted && p.now() > end {
			break
		}
	}
	if p.left > 0 {
		p.askTurn()
	}
}

// paintSight paints what is in sight, and a little around it.
func (p *Paper) paintSight() (first, last int, kept span.Span) {
	kept = p.Selection()
	first, last = p.Visible()
	first, last = max(first-2, 0), min(last+2, len(p.stale)-1)
	for i := first; i <= last; i++ {
		p.paintBlock(i, kept)
	}
	return first, last, kept
}

// paintAll paints what is left, whatever it takes: for paper, and where it is
// little.
func (p *Paper) paintAll(kept span.Span) {
	for i := range p.stale {
		if p.left == 0 {
			return
		}
		p.paintBlock(i, kept)
	}
}

// paintBlock writes the inside of a block again if it is stale, and keeps what is
// selected and highlighted there. It returns false where there was nothing to do.
func (p *Paper) paintBlock(i int, kept span.Span) bool {
	if i < 0 || i >= len(p.stale) || !p.stale[i] {
		return false
	}
	p.stale[i] = false
	p.left--
	p.block(i).Set("innerHTML", string(p.inside(i)))
	block := span.Span{Start: p.article.Blocks[i].Start, End: p.article.Blocks[i].End}
	if !kept.Empty() && kept.Overlaps(block) {
		p.choose(kept)
	}
	for name, spans := range p.lit {
		if slices.ContainsFunc(spans, block.Overlaps) {
			p.Highlight(name, spans...)
		}
	}
	return true
}

// turn goes on with the painting between two frames.
func (p *Paper) turn(js.Value, []js.Value) any {
	p.turning = false
	switch {
	case p.article == nil:
	case !p.fresh:
		p.paintSome()
	case p.framed || hidden():
		p.fresh = false
		p.on(paint.Gesture{Kind: paint.Drawn})
		p.askFrame()
		p.ask()
	}
	return nil
}

// now is the time in milliseconds.
func (p *Paper) now() float64 { return p.window.Get("performance").Call("now").Float() }
