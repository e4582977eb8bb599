package classroom

import (
	"time"

	"claimlight/app/project"
)

// Handed says when a student handed in last, and what: it is kept in the
// student's own project.
type Handed struct {
	When  time.Time `json:"when"`
	Check string    `json:"check"` // of the hand-in
}

// NoteHanded remembers that something was handed in.
func NoteHanded(p project.Project, h *HandIn) project.Diff {
	return project.PutClass(p, record(KindHanded, KindHanded, Handed{When: h.Made, Check: h.Check}))
}

// HandedIn returns when the student handed in last; false if never.
func HandedIn(p project.Project) (Handed, bool) { return recordOf[Handed](p, KindHanded, KindHanded) }

// ScoreOf compares what the project's own annotator did with a key, as the
// teacher's class does with all students. The notes are those of PlaceKey.
func ScoreOf(p project.Project, key []KeyMark) (s *Score, notes []string) {
	h := HandInOf(p, time.Time{})
	only := HandOut(p, nil)
	only.Class = project.TableOf(record(KindHandIn, h.Check, Received{HandIn: *h}))
	c := NewClass(only)
	placed, notes := PlaceKey(only, key)
	return c.Score(placed, Fair).Students[0], notes
}
