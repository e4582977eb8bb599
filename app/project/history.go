package project

import (
	"maps"
	"slices"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
)

// Origin says where a change came from.
type Origin string

// The origins of a change. What the user did, imports included, can be
// undone; Auto is what the program notes by itself, such as that an article
// was opened, and is not undone.
const (
	User   Origin = "user"
	Import Origin = "import"
	Undo   Origin = "undo"
	Redo   Origin = "redo"
	Auto   Origin = "auto"
)

// Place is where in the project a change was made, so that undoing it can
// take the reader back there. The zero Place is nowhere in particular.
type Place struct {
	Article article.ID `json:"article,omitempty"`
	Point   int        `json:"point,omitempty"` // code points
}

// Tx is a change with its circumstances: one entry of the log.
type Tx struct {
	// Seq is the place in the log, counted from 1; 0 until it has one.
	Seq int64 `json:"seq"`
	// Label names what was done in the words of the screen: "Tagged as Fact".
	Label  string              `json:"label"`
	Origin Origin              `json:"origin"`
	Who    annotation.PersonID `json:"who,omitempty"`
	When   time.Time           `json:"when"`
	Where  Place               `json:"where"`
	Diff   Diff                `json:"diff"`
}

// Equal reports whether both are the same change in the same circumstances,
// the place in the log included.
func (t Tx) Equal(u Tx) bool {
	return t.Seq == u.Seq && t.Label == u.Label && t.Origin == u.Origin && t.Who == u.Who && t.When.Equal(u.When) &&
		t.Where == u.Where && t.Diff.Equal(u.Diff)
}

// joinWithin is how close together two edits must be to be undone as one.
const joinWithin = 500 * time.Millisecond

// Title is what the change is called where it is told of afterwards: "Undid:
// Tagged as Fact". Label alone names the step, for the Undo button.
func (t Tx) Title() string {
	switch t.Origin {
	case Undo:
		return "Undid: " + t.Label
	case Redo:
		return "Did again: " + t.Label
	}
	return t.Label
}

// joins reports whether b continues a, as when a word is typed into a note or
// a color is dragged: the same person, label and single record, and right
// after. A clock that was put back does not join.
func joins(a, b Tx) bool {
	gap := b.When.Sub(a.When)
	return a.Label == b.Label && a.Who == b.Who && a.Origin == User && b.Origin == User && gap >= 0 && gap < joinWithin &&
		a.Diff.Size() == 1 && b.Diff.Size() == 1 && a.Diff.Then(b.Diff).Size() <= 1
}

// History is what can be undone and redone. It is a function of the log
// alone: feed it every Tx in order, and it is as it was before a reload.
// The zero History is empty.
type History struct {
	done, undone []Tx
}

// Note takes in the next Tx of the log. An undo or redo that is not of the
// step on top, as when another tab got in between, is a step like any other:
// the stack must fit the project whatever the log holds.
func (h *History) Note(tx Tx) {
	switch {
	case tx.Origin == Undo && opposite(h.done, tx.Diff):
		h.done, h.undone = moveTop(h.done, h.undone)
	case tx.Origin == Redo && opposite(h.undone, tx.Diff.Reverse()):
		h.undone, h.done = moveTop(h.undone, h.done)
	case tx.Origin == Auto:
		h.rebase(tx.Diff.Readings)
	default:
		h.do(tx)
	}
}

// opposite reports whether the diff takes back the step on top: that alone,
// and from where that led.
func opposite(stack []Tx, d Diff) bool {
	return len(stack) > 0 && d.undoes(stack[len(stack)-1].Diff)
}

func moveTop(from, to []Tx) (rest, grown []Tx) {
	last := len(from) - 1
	return from[:last], append(to, from[last])
}

// do puts a new step on the stack, or joins it to the last one. Steps that
// take each other back, as when a color is dragged and put back, vanish. A
// change that changes nothing is no step.
func (h *History) do(tx Tx) {
	if tx.Diff.Empty() {
		return
	}
	top := len(h.done) - 1
	if top < 0 || len(h.undone) > 0 || !joins(h.done[top], tx) {
		h.done, h.undone = append(h.done, tx), nil
		return
	}
	h.done[top].Diff = h.done[top].Diff.Then(tx.Diff)
	h.done[top].When, h.done[top].Where = tx.When, tx.Where
	if h.done[top].Diff.Empty() {
		h.done = h.done[:top]
	}
}

// rebase makes the steps fit a project whose reading states the program
// itself has changed in between: the next step to touch such a state starts
// from the new one, and a step that takes its article out takes it along.
// Without this, Apply would refuse the step. Auto changes of other records
// are not foreseen.
func (h *History) rebase(auto Changes[*Reading]) {
	for key, now := range auto {
		for i := len(h.done) - 1; i >= 0; i-- {
			if !h.done[i].Diff.concerns(key) {
				continue // turning every step round to find that out would cost too much
			}
			back := h.done[i].Diff.Reverse()
			if rebased, ok := back.from(key, now.To); ok {
				h.done[i].Diff = rebased.Reverse()
				break
			}
		}
		for i := len(h.undone) - 1; i >= 0; i-- {
			if rebased, ok := h.undone[i].Diff.from(key, now.To); ok {
				h.undone[i].Diff = rebased
				break
			}
		}
	}
	empty := func(t Tx) bool { return t.Diff.Empty() }
	h.done, h.undone = slices.DeleteFunc(h.done, empty), slices.DeleteFunc(h.undone, empty)
}

// concerns reports whether the diff may have to do with an article's reading
// state: with the state itself, or with the article.
func (d Diff) concerns(key string) bool {
	_, state := d.Readings[key]
	_, text := d.Articles[key]
	return state || text
}

// from returns the diff starting from the reading state now, and false if it
// has nothing to do with that state.
func (d Diff) from(key string, now *Reading) (Diff, bool) {
	old, touches := d.Readings[key]
	a, ofArticle := d.Articles[key]
	if !touches && !(ofArticle && a.From != nil && a.To == nil) {
		return d, false
	}
	readings := Changes[*Reading]{key: {now, old.To}}
	for k, other := range d.Readings {
		if k != key {
			readings[k] = other
		}
	}
	d.Readings = readings.dense()
	return d, true
}

// dense leaves out the deltas that change nothing.
func (c Changes[T]) dense() Changes[T] {
	out := maps.Clone(c)
	maps.DeleteFunc(out, func(_ string, d Delta[T]) bool { return alike(d.From, d.To) })
	if len(out) == 0 {
		return nil
	}
	return out
}

// Undo returns the change that takes back the last thing done, and false if
// there is nothing to take back. It counts as undone once it is noted.
func (h *History) Undo(who annotation.PersonID, when time.Time) (Tx, bool) {
	if len(h.done) == 0 {
		return Tx{}, false
	}
	last := h.done[len(h.done)-1]
	return Tx{Label: last.Label, Origin: Undo, Who: who, When: annotation.Time(when), Where: last.Where, Diff: last.Diff.Reverse()}, true
}

// Redo returns the change that does again what was undone last, and false if
// there is nothing.
func (h *History) Redo(who annotation.PersonID, when time.Time) (Tx, bool) {
	if len(h.undone) == 0 {
		return Tx{}, false
	}
	last := h.undone[len(h.undone)-1]
	return Tx{Label: last.Label, Origin: Redo, Who: who, When: annotation.Time(when), Where: last.Where, Diff: last.Diff}, true
}

// Clone returns a history that goes its own way from here.
func (h *History) Clone() History {
	return History{done: slices.Clone(h.done), undone: slices.Clone(h.undone)}
}

// Depth is how many steps can be undone and redone.
func (h *History) Depth() (undo, redo int) { return len(h.done), len(h.undone) }
