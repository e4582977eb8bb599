package paint

import "math"

// Pull is how a pointer that drags something to the edge of what is seen of a
// text pulls the text along, as in a selection: faster the further out it is.
// All is in CSS pixels, from the top of the window.
type Pull struct {
	above, below float64 // the inner ends of the zones at the edges
	up, down     float64 // above and below these it pulls: there, or further out if it was pressed in a zone
	y            float64 // where the pointer is
	rest         float64 // what was not a whole pixel yet
}

const (
	pullZone  = 40   // how far inside an edge pulling begins, since there may be no room outside
	pullMeant = 4    // how far outwards a pointer has to go that was pressed in that zone
	pullSpeed = 10   // pixels a second for each pixel further out
	pullMost  = 2000 // pixels a second
	pullFrame = 50   // milliseconds that a frame counts at most, so that after a late one nothing jumps
)

// NewPull is a pointer that was pressed at y, where the text is seen from top
// to bottom.
func NewPull(top, bottom, y float64) Pull {
	zone := min(pullZone, (bottom-top)/4)
	p := Pull{above: top + zone, below: bottom - zone, up: math.Inf(-1), down: math.Inf(1)}
	p.Move(y)
	return p
}

// Move takes the pointer to y.
func (p *Pull) Move(y float64) {
	p.y = y
	p.up = max(p.up, min(p.above, y-pullMeant))
	p.down = min(p.down, max(p.below, y+pullMeant))
}

// Out reports whether the pointer pulls.
func (p *Pull) Out() bool { return p.out() != 0 }

func (p *Pull) out() float64 { return p.y - p.Aim() }

// Aim is where in the text the pointer points: while it pulls, where that
// begins, so that its line is seen whole.
func (p *Pull) Aim() float64 { return min(max(p.y, p.up), p.down) }

// Step is how far the text is to be scrolled after so many milliseconds, in
// whole pixels; up is negative.
func (p *Pull) Step(ms float64) float64 {
	if !p.Out() {
		p.rest = 0
		return 0
	}
	speed := min(max(p.out()*pullSpeed, -pullMost), pullMost)
	whole, rest := math.Modf(p.rest + speed*min(ms, pullFrame)/1000)
	p.rest = rest
	return whole
}
