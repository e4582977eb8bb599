package classroom

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"claimlight/app/annotation"
)

// Received is a hand-in as a teacher's project keeps it.
type Received struct {
	HandIn
	File     string   `json:"file,omitempty"`     // what the file was called
	Repaired []string `json:"repaired,omitempty"` // what was mended when it was read
	// Partial is true where only the beginning of the file could be read.
	Partial bool `json:"partial,omitempty"`
	// Arrived is when it was taken in.
	Arrived time.Time `json:"arrived,omitzero"`
}

// group is the hand-ins of one student, the newest first.
type group struct {
	id   annotation.PersonID
	name string
	all  []*Received
}

// newest compares hand-ins: that which counts comes first. One that is whole
// comes before one of which only the beginning is there, and of two made at one
// moment that with more in it. One from the future, of a clock that is wrong, comes
// last.
func newest(a, b *Received) int {
	part := map[bool]int{true: 1}
	return cmp.Or(part[a.Partial]-part[b.Partial], part[a.ahead()]-part[b.ahead()], b.Made.Compare(a.Made), cmp.Compare(b.Counts.Marks, a.Counts.Marks), strings.Compare(a.Check, b.Check))
}

// ahead reports whether a hand-in says that it was made a day or more after it
// arrived.
func (r *Received) ahead() bool { return r.early() >= 24*time.Hour }

// mostEarly is as far ahead as a clock is told to be.
const mostEarly = 10 * 365 * 24 * time.Hour

// early is how long before it was made a hand-in came, 0 if it came later.
func (r *Received) early() time.Duration {
	if r.Arrived.IsZero() {
		return 0
	}
	return min(max(r.Made.Sub(r.Arrived), 0), mostEarly)
}

// group sorts hand-ins by students, in no order that depends on files.
//
// A student is an ID. Where hand-ins with one ID have two nicknames and no mark
// in common they are two students: somebody copied a project instead of opening
// the lesson. With a mark in common, somebody has another nickname now.
func (c *Class) group(all []*Received) (out []*group) {
	slices.SortFunc(all, func(a, b *Received) int { return strings.Compare(a.Check, b.Check) })
	byID := map[annotation.PersonID][]*Received{}
	for _, r := range all {
		id := r.Student.ID
		if id == "" { // then the name, or else the file, says who it is
			id = annotation.PersonID("name:" + cmp.Or(looks(r.Student.Nickname), r.Check))
		}
		byID[id] = append(byID[id], r)
	}
	byName := map[string][]*group{}
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		for _, g := range c.split(id, byID[id]) {
			byName[looks(g.name)] = append(byName[looks(g.name)], g)
			out = append(out, g)
		}
	}
	for _, fold := range slices.Sorted(maps.Keys(byName)) {
		if same := byName[fold]; len(same) > 1 && fold != "" {
			c.note(FileNote{Kind: NoteTwins, Student: same[0].name,
				Message: fmt.Sprintf("%s are called “%s”: each counts.", people(len(same)), annotation.Clip(same[0].name)),
				Hint:    "If it is one student who began anew, remove the hand-in that should not count."})
		}
	}
	return out
}

func people(n int) string {
	if n == 2 {
		return "Two students"
	}
	return fmt.Sprintf("%d students", n)
}

// split makes groups of the hand-ins with one ID.
func (c *Class) split(id annotation.PersonID, all []*Received) (out []*group) {
	slices.SortFunc(all, func(a, b *Received) int { return cmp.Or(a.Made.Compare(b.Made), newest(b, a)) }) // the first who had the ID keeps it
	for _, r := range all {
		g := belongs(out, r)
		if g == nil {
			g = &group{id: id}
			if len(out) > 0 {
				g.id = annotation.PersonID(string(id) + "/" + looks(r.Student.Nickname))
				c.note(FileNote{File: r.File, Check: r.Check, Student: r.Student.Nickname, Kind: NoteTwins,
					Message: fmt.Sprintf("“%s” and “%s” have one ID and no mark in common: they count as two students.", annotation.Clip(out[0].name), annotation.Clip(r.Student.Nickname)),
					Hint:    "Somebody was probably given a copy of the other’s work instead of the lesson."})
			}
			out = append(out, g)
		} else if other := g.name; other != r.Student.Nickname && other != "" && r.Student.Nickname != "" && looks(other) != looks(r.Student.Nickname) {
			c.note(FileNote{File: r.File, Check: r.Check, Student: r.Student.Nickname, Kind: NoteTwins,
				Message: fmt.Sprintf("“%s” was called “%s” before, and marks of both are the same: taken for one student.", annotation.Clip(r.Student.Nickname), annotation.Clip(other)),
				Hint:    "If they are two, one of them has handed in work of the other."})
		}
		g.name = cmp.Or(r.Student.Nickname, g.name)
		g.all = append(g.all, r)
	}
	for _, g := range out {
		slices.SortFunc(g.all, newest)
	}
	return out
}

// belongs is the student of a hand-in: of the same name, or of a name left out,
// or with a mark that is the same; nil if there is none.
func belongs(groups []*group, r *Received) *group {
	for _, g := range groups {
		if g.name == "" || r.Student.Nickname == "" || looks(g.name) == looks(r.Student.Nickname) {
			return g
		}
	}
	for _, g := range groups {
		if slices.ContainsFunc(g.all, func(other *Received) bool { return share(&other.HandIn, &r.HandIn) }) {
			return g
		}
	}
	return nil
}

// share reports whether two hand-ins have a mark in common.
func share(a, b *HandIn) bool {
	have := map[annotation.ID]bool{}
	for _, w := range a.Articles {
		for _, m := range w.Marks {
			have[m.ID] = true
		}
	}
	return slices.ContainsFunc(b.Articles, func(w Work) bool {
		return slices.ContainsFunc(w.Marks, func(m Mark) bool { return have[m.ID] })
	})
}

func (c *Class) note(n FileNote) { c.Notes = append(c.Notes, n) }
