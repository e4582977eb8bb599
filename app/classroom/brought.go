package classroom

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// taking is what there was to say about files that were collected together.
type taking struct {
	When  time.Time  `json:"when,omitzero"`
	Notes []FileNote `json:"notes"`
}

// UnmarshalJSON reads the form too that takings had before they knew their time:
// the notes alone.
func (t *taking) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("[")) {
		return json.Unmarshal(data, &t.Notes)
	}
	type plain taking
	return json.Unmarshal(data, (*plain)(t))
}

func (t taking) record(id string) *project.ClassRecord {
	r := record(KindBrought, id, t)
	r.Private = true
	return r
}

// KeepNotes adds to the change of Collect, which led to this class, what there is
// to say about the files and cannot be worked out of the hand-ins, so that it comes
// and goes with them: by undo, in other tabs, and when the project is opened again.
// It stays in this browser.
func (c *Class) KeepNotes(d project.Diff, notes []FileNote, s project.Stamp) project.Diff {
	notes = slices.DeleteFunc(slices.Clone(notes), func(n FileNote) bool { return slices.Contains(c.Notes, n) })
	if len(notes) == 0 {
		return d
	}
	// Under an ID of its own: two tabs that collect at once do not get in each other's way.
	return d.Then(project.PutClass(c.Lesson, taking{annotation.Time(s.When), notes}.record(s.Mint())))
}

// BroughtNotes are what there was to say about the files that were brought, of all
// that were collected, and are not of hand-ins that are there no more, nor of files
// that have come again since.
func (c *Class) BroughtNotes() (notes []FileNote) {
	takings := records[taking](c.Lesson, KindBrought)
	came := map[string]time.Time{} // again, by the name of the file
	again := func(file string, when time.Time) {
		if file = nameOf(file, longTitle); when.After(came[file]) {
			came[file] = when
		}
	}
	for _, r := range c.read {
		again(r.File, r.Arrived)
		again(r.File, time.Unix(0, 0)) // of which nothing is known, as of takings without a time
	}
	for _, t := range takings {
		for _, n := range t.Notes {
			again(n.File, t.When)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(takings)) {
		t := takings[id]
		for _, n := range t.Notes {
			switch {
			case n.Check != "" && c.Lesson.ClassRecord(KindHandIn, n.Check) == nil:
			case n.Check == "" && n.File != "" && came[nameOf(n.File, longTitle)].After(t.When):
			default:
				notes = append(notes, n)
			}
		}
	}
	slices.SortStableFunc(notes, func(a, b FileNote) int {
		return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.Message, b.Message))
	})
	return slices.Compact(notes)
}

// Seen drops what is said of files that were not taken.
func Seen(p project.Project) (d project.Diff) {
	for id, t := range records[taking](p, KindBrought) {
		left := slices.DeleteFunc(slices.Clone(t.Notes), func(n FileNote) bool { return !n.Taken() })
		switch {
		case len(left) == len(t.Notes):
		case len(left) == 0:
			d = d.Then(project.DropClass(p, KindBrought, id))
		default:
			d = d.Then(project.PutClass(p, taking{t.When, left}.record(id)))
		}
	}
	return d
}
