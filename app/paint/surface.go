package paint

import "claimlight/app/span"

// Rect is a place on the reading surface in CSS pixels, counted from the top
// left of everything that scrolls with the article.
type Rect struct{ X, Y, W, H float64 }

// Empty reports whether nothing is there.
func (r Rect) Empty() bool { return r.W == 0 && r.H == 0 }

// GestureKind says what fingers did on the reading surface.
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
	// Scroll: what is in sight changed, or the size of the window did.
	Scroll
)

// Gesture is one thing that fingers did on the reading surface.
type Gesture struct {
	Kind  GestureKind
	Span  span.Span // code points
	Point int       // code point; -1 where there is no text
	Far   bool      // for handles: the end, not the start
	Piece int       // for handles: the piece of the mark
	Alt   bool      // single characters instead of words
	Ctrl  bool      // Ctrl, or Cmd on a Mac
	Shift bool
	Touch bool
}

// Arrange says where cards of the given heights stand, each as near to the
// top it wants as the others let it, in order and gap apart. The card anchor
// (-1 for none) stands exactly where it wants; those before it move up, the
// others down.
func Arrange(tops, heights []float64, gap float64, anchor int) []float64 {
	out := make([]float64, len(tops))
	from := max(anchor, 0)
	free := 0.0
	for i := from; i < len(tops); i++ {
		out[i] = tops[i]
		if i > from {
			out[i] = max(tops[i], free)
		}
		free = out[i] + heights[i] + gap
	}
	for i := from - 1; i >= 0; i-- {
		out[i] = min(tops[i], out[i+1]-gap-heights[i])
	}
	return settle(out, tops, heights, gap, from)
}

// settle moves the cards before the anchor down again where going up had made
// them overlap one another for nothing, and never above the top.
func settle(out, tops, heights []float64, gap float64, from int) []float64 {
	free := 0.0
	for i := range from {
		limit := out[i+1] - gap - heights[i]
		out[i] = min(max(tops[i], free), limit)
		free = out[i] + heights[i] + gap
	}
	return out
}
