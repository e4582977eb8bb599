package workspace

import (
	"slices"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/project"
	"claimlight/test/dice"
)

// What is kept of the relations follows every change, those of other tabs and
// undoing too.
func TestRelationsFollow(t *testing.T) {
	seed := dice.Seed(t)
	seen := 0
	for n := range 40 {
		w := newWorld(seed, uint64(n))
		s := newShelf(t, w.project(2))
		tabs := []*tab{openTab(t, s, w, nil), openTab(t, s, w, nil)}
		for range 60 {
			on := tabs[w.IntN(2)]
			w.step(on.Workspace, "step")
			if w.IntN(8) == 0 {
				settle(t, tabs...)
			}
			p := on.Project()
			for a := range p.Annotations.Unordered() {
				want := p.Relations.Sorted(annotation.CompareRelations)
				want = slices.DeleteFunc(want, func(r *annotation.Relation) bool { return !r.Joins(a.ID) })
				// What another tab wrote may come in at any moment.
				if got := on.Relations(a.ID); !slices.Equal(got, want) && on.Project() == p {
					t.Fatalf("%d relations of a mark, want %d", len(got), len(want))
				}
				seen += len(want)
			}
		}
	}
	if seen == 0 {
		t.Fatal("there never were relations")
	}
}

func TestRelationsOfNothing(t *testing.T) {
	w := newWorld(1, 2)
	ws := newShelf(t, w.project(1)).open(w.env())
	if got := ws.Relations("gone"); len(got) != 0 {
		t.Fatalf("%d relations", len(got))
	}
	err := ws.Do(project.User, "x", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.RemoveRelation(p, "gone", s)
	})
	if err == nil {
		t.Fatal("what is not there was removed")
	}
}
