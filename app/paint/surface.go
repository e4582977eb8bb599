package paint

import (
	"claimlight/app/annotation"
	"claimlight/app/span"
)

// Rect is a place on the reading surface in CSS pixels, counted from the top
// left of everything that scrolls with the article.
type Rect struct{ X, Y, W, H float64 }

// Empty reports whether nothing is there.
func (r Rect) Empty() bool { return r.W == 0 && r.H == 0 }

// Surface names the elements of a reading room by their IDs.
type Surface struct {
	Stage string // what scrolls
	Paper string // where the article goes
	Layer string // what floats above it and scrolls along
	Cards string // the column of cards
	Open  string // the card of the selected mark, which the column takes in
}

// GestureKind says what befell the reading surface, mostly from fingers.
type GestureKind int

// The kinds of gestures.
const (
	// Selecting: the browser's selection changes; Span is what it covers.
	Selecting GestureKind = iota
	// Selected: the pointer was let go, or the selection came to rest.
	Selected
	// Tap: a click or tap that selected nothing; Point is where.
	Tap
	// Drag: a handle of the selected mark is being moved to Point.
	Drag
	// Drop: the handle was let go at Point.
	Drop
	// Abandon: the handle was let go, and the end of the mark stays where it was.
	Abandon
	// Scroll: what is in sight changed.
	Scroll
	// Resize: the window has another size.
	Resize
	// Pick: a card was pressed; ID is its mark.
	Pick
	// Moved: the text, or a part of it, is taller or less tall than it was.
	Moved
	// Drawn: the article that was written last has been drawn by the browser.
	Drawn
)

// Gesture is one thing that befell the reading surface.
type Gesture struct {
	Kind  GestureKind
	Span  span.Span // code points
	Point int       // code point; -1 where there is no text
	Far   bool      // for handles: the end, not the start
	Piece int       // for handles: the piece of the mark
	ID    annotation.ID
	Alt   bool // single characters instead of words
	Touch bool
}
