package project

import (
	"testing"

	"claimlight/app/annotation"
)

// strange is the project of a desk as a file without IDs would bring it: the same
// marks and relations under other IDs, and nobody who made them.
func strange(d *desk, change func(*annotation.Annotation)) Project {
	q, ids := d.p, map[annotation.ID]annotation.ID{}
	var marks []*annotation.Annotation
	for mark := range d.p.Annotations.All() {
		other := *mark
		other.ID, other.Creator = annotation.ID(d.w.mint()), ""
		ids[mark.ID] = other.ID
		change(&other)
		marks = append(marks, &other)
	}
	var relations []*annotation.Relation
	for one := range d.p.Relations.All() {
		other := *one
		other.ID, other.Creator, other.From, other.To = annotation.RelationID(d.w.mint()), "", ids[one.From], ids[one.To]
		relations = append(relations, &other)
	}
	q.Annotations, q.Relations = TableOf(marks...), TableOf(relations...)
	return q
}

// recognized is what merging q brings once it was compared with p.
func recognized(t *testing.T, p, q Project, pieces bool) Diff {
	t.Helper()
	q, err := Recognize(p, q, pieces, nil)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, q)
	d, _ := Merge(p, q)
	proven(t, p, d)
	return d
}

func TestMarksAreKnownAgainWithoutIDs(t *testing.T) {
	d := newDesk(t)
	d.relate("supports it", d.mark("no deal"), d.mark("met"))
	all := strange(d, func(*annotation.Annotation) {})
	if brings, _ := Merge(d.p, all); len(brings.Annotations) != 2 || len(brings.Relations) != 1 {
		t.Fatalf("the example brings %s", asJSON(t, brings))
	}
	if brings := recognized(t, d.p, all, false); !brings.Empty() {
		t.Errorf("the same marks bring %s", asJSON(t, brings))
	}
	noted := strange(d, func(a *annotation.Annotation) {
		if a.Quote() == "met" {
			a.Note = "where?"
		}
	})
	if brings := recognized(t, d.p, noted, false); len(brings.Annotations) != 1 || len(brings.Relations) != 1 {
		t.Errorf("a note that is not here brings %s", asJSON(t, brings))
	}
	// One mark stands for one: what is there twice comes once.
	twice := all
	var more []*annotation.Annotation
	for mark := range all.Annotations.All() {
		copied := *mark
		copied.ID = annotation.ID(d.w.mint())
		more = append(more, mark, &copied)
	}
	twice.Annotations = TableOf(more...)
	if brings := recognized(t, d.p, twice, false); len(brings.Annotations) != 2 {
		t.Errorf("each mark twice brings %s", asJSON(t, brings))
	}
}
