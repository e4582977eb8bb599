package ui

import (
	"slices"

	"claimlight/app/parcel"
	"claimlight/app/project"
)

// editions are the projects that the porter knows for the sake of the class, each
// by a number, so that it need not be told all again. They are those of whichever
// project was open when it was asked.
type editions struct {
	last  int       // the number that was given last
	known []edition // the one that was spoken of last first
}

// edition is a project as the porter was told of it under a number.
type edition struct {
	number  int
	project project.Project
}

// telling is what the porter has to be told of a project: a change from one edition
// to another. From 0 it is the whole project; between the same it is nothing.
type telling struct {
	from, to int
	change   project.Diff
}

// tell is what the porter has to be told, beginning with what it knows that is most
// like the project.
func (e *editions) tell(p project.Project) (t telling) {
	for _, k := range e.known {
		d := project.Between(k.project, p)
		if d.Empty() {
			return telling{from: k.number, to: k.number}
		}
		if t.from == 0 || d.Size() < t.change.Size() {
			t.from, t.change = k.number, d
		}
	}
	if t.to = e.fresh(); t.from == 0 {
		t.change = project.Between(project.Project{}, p)
	}
	return t
}

// fresh is a number that was never given.
func (e *editions) fresh() int {
	e.last++
	return e.last
}

// knows notes that the porter knows a project under a number, which is the one that
// was spoken of last.
func (e *editions) knows(number int, p project.Project) {
	others := slices.DeleteFunc(e.known, func(k edition) bool { return k.number == number })
	e.known = append([]edition{{number, p}}, others[:min(len(others), parcel.Editions-1)]...)
}

// forgotten notes that the porter may know nothing any more.
func (e *editions) forgotten() { e.known = nil }
