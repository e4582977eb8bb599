package workspace

import (
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// tally counts what the annotations of the whole project say. It is made when
// somebody first asks, and then follows each change.
type tally struct {
	tags    map[annotation.TagID]int
	answers map[annotation.AttributeID]*answers
}

// answers are the values given to one attribute.
type answers struct {
	times  map[string]int
	given  int
	sorted []string // nil when it has to be sorted again
}

// TagUses is the number of annotations that have the tag.
func (w *Workspace) TagUses(id annotation.TagID) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.counted().tags[id]
}

// AttributeUses is the number of annotations that have a value for the
// attribute.
func (w *Workspace) AttributeUses(id annotation.AttributeID) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if a := w.counted().answers[id]; a != nil {
		return a.given
	}
	return 0
}

// Answers are the different values of an attribute, in alphabetical order.
// Nobody changes the list.
func (w *Workspace) Answers(id annotation.AttributeID) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	a := w.counted().answers[id]
	if a == nil {
		return nil
	}
	if a.sorted == nil {
		for value := range a.times {
			a.sorted = append(a.sorted, value)
		}
		slices.Sort(a.sorted)
	}
	return a.sorted
}

// counted is the tally; the lock is held.
func (w *Workspace) counted() *tally {
	if w.tally == nil {
		w.tally = &tally{map[annotation.TagID]int{}, map[annotation.AttributeID]*answers{}}
		for an := range w.now.project.Annotations.Unordered() {
			w.tally.count(an, 1)
		}
	}
	return w.tally
}

// follow takes a change in.
func (t *tally) follow(d project.Diff) {
	for _, delta := range d.Annotations {
		if delta.From != nil {
			t.count(delta.From, -1)
		}
		if delta.To != nil {
			t.count(delta.To, 1)
		}
	}
}

// count adds an annotation (by 1) or takes it off (by -1).
func (t *tally) count(an *annotation.Annotation, by int) {
	for _, tag := range an.Tags {
		t.tags[tag] += by
	}
	for _, v := range an.Values {
		a := t.answers[v.Attribute]
		if a == nil {
			a = &answers{times: map[string]int{}}
			t.answers[v.Attribute] = a
		}
		a.count(v.Value, by)
	}
}

func (a *answers) count(value string, by int) {
	before := a.times[value]
	a.given += by
	if a.times[value] += by; a.times[value] == 0 {
		delete(a.times, value)
	}
	if before == 0 || before+by == 0 {
		a.sorted = nil
	}
}
