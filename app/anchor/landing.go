package anchor

import "claimlight/app/span"

// How says what became of a span when its text was corrected.
type How int

// The fates of a span.
const (
	// Orphaned: nothing in the new text is good enough.
	Orphaned How = iota
	// InPlace: the same words in the same order of the text. Its position may
	// be another one, if something was added or taken out before it.
	InPlace
	// Moved: the same words, but elsewhere, as when a paragraph was moved.
	Moved
	// Changed: other words, which stand where the old ones did or are like them.
	Changed
)

func (h How) String() string {
	return [...]string{"orphaned", "in place", "moved", "changed"}[h]
}

// Doubt says why somebody should look at a landing before it counts.
type Doubt int

// The doubts there may be.
const (
	NoDoubt Doubt = iota
	// Reworded: the words are not those that were marked.
	Reworded
	// Twin: the passage may as well be another one that is like it, as when a
	// paragraph stands twice.
	Twin
	// Torn: the words are the same, but little around them is.
	Torn
	// Lost: there is no place.
	Lost
	// Unsought: there is no place near where it stood, and there was so much new
	// text and so much else to look for in it that it was not looked for.
	Unsought
)

func (d Doubt) String() string {
	return [...]string{"", "the wording changed", "a passage like it stands elsewhere too", "what stands around it changed", "no place was found", "it was not found nearby, and there was too much new text to look through all of it"}[d]
}

// Landing is where a span went.
type Landing struct {
	// Span is in code points of the new text. That of an orphan is empty: the
	// point at which it would stand.
	span.Span
	How   How
	Doubt Doubt
	// Score is how good the place is, from 0 to 1; 0 for an orphan.
	Score float64
}
