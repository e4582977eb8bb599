package classroom

import (
	"claimlight/app/annotation"
	"claimlight/app/article"
)

// KeyMark is a mark that students should find.
type KeyMark struct {
	ID      string     `json:"id"` // of the annotation it was made from, or a UUID of its own
	Article article.ID `json:"article"`
	// Ways are the edges that are right, the best first; there is at least one. A
	// way is the pieces of a mark.
	Ways [][]annotation.Piece `json:"ways"`
	// Tags are those that are right, the best first. Each is right alone.
	Tags []annotation.TagID `json:"tags,omitempty"`
	// Reason says why it is to be marked; students see it with a miss.
	Reason string `json:"reason,omitempty"`
}

// Settled is a place of which the teacher, or the class, has decided what is
// right. It stays settled whatever comes in later.
type Settled struct {
	ID      string             `json:"id"`
	Article article.ID         `json:"article"`
	At      annotation.Piece   `json:"at"` // the place that was looked at
	Kept    bool               `json:"kept"`
	Pieces  []annotation.Piece `json:"pieces,omitempty"` // what is right, if it was kept
	Tags    []annotation.TagID `json:"tags,omitempty"`
}
