package project

import (
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// merged merges q into p, proves the change, and that a second time brings
// nothing new.
func merged(t *testing.T, p, q Project) (Project, []Conflict) {
	t.Helper()
	sound(t, q)
	d, conflicts := Merge(p, q)
	out := proven(t, p, d)
	if again, _ := Merge(out, q); !again.Empty() {
		t.Fatalf("merging again changes %s", asJSON(t, again))
	}
	return out, conflicts
}

// Relations come in after the marks that they join; of one that both have
// changed the later name stays.
func TestMergeRelations(t *testing.T) {
	d := newDesk(t)
	deal, met := d.mark("no deal"), d.mark("met")
	id := d.relate("supports", deal, met)
	old := d.p
	d.w.now = d.w.now.Add(1e9)
	d.do(RenameRelation(d.p, id, "attacks", d.w.stamp()))
	early := d.p
	d.w.now = d.w.now.Add(1e9)
	theirs, err := RenameRelation(old, id, "restates", d.w.stamp())
	if err != nil {
		t.Fatal(err)
	}
	late := applied(t, old, theirs)

	out, conflicts := merged(t, early, late)
	equal(t, "the later name", out.Relation(id).Name, "restates")
	equal(t, "conflicts", len(conflicts), 1)
	equal(t, "kind", conflicts[0].Kind, "relation")
	equal(t, "kept", conflicts[0].Kept, "theirs")
	if says := conflicts[0].Ours; !strings.HasPrefix(says, "“attacks”, from “no deal”, to “met”, changed ") {
		t.Fatalf("not in plain words: %s", says)
	}
	out, conflicts = merged(t, late, early)
	equal(t, "the later name, the other way round", out.Relation(id).Name, "restates")
	equal(t, "kept, the other way round", conflicts[0].Kept, "ours")

	// What was removed here comes back with both its marks, as marks do.
	gone, err := Remove(late, d.w.stamp(), deal, met)
	if err != nil {
		t.Fatal(err)
	}
	out, conflicts = merged(t, applied(t, late, gone), late)
	equal(t, "relations", out.Relations.Len(), 1)
	equal(t, "conflicts", len(conflicts), 0)
}

func TestMergeLaterMarkStays(t *testing.T) {
	d := newDesk(t)
	id := d.mark("deal", annotation.StarterFact)
	old := d.p
	d.do(SetNote(d.p, id, "first", d.w.stamp()))
	early := d.p
	d.w.now = d.w.now.Add(1e9)
	theirs, err := SetNote(old, id, "second", d.w.stamp())
	if err != nil {
		t.Fatal(err)
	}
	late := applied(t, old, theirs)

	out, conflicts := merged(t, early, late)
	equal(t, "the later note", out.Annotation(id).Note, "second")
	equal(t, "conflicts", len(conflicts), 1)
	equal(t, "kept", conflicts[0].Kept, "theirs")
	if !strings.Contains(conflicts[0].Ours, "note “first”") || !strings.Contains(conflicts[0].Theirs, "note “second”") {
		t.Fatalf("not in plain words: %+v", conflicts[0])
	}
	out, conflicts = merged(t, late, early)
	equal(t, "the later note, the other way round", out.Annotation(id).Note, "second")
	equal(t, "kept, the other way round", conflicts[0].Kept, "ours")
	if _, conflicts = merged(t, late, late); len(conflicts) > 0 {
		t.Fatalf("a project conflicts with itself: %+v", conflicts)
	}
}

func TestMergeStrangers(t *testing.T) {
	d, e := newDesk(t), newDesk(t)
	e.w = newWorld(2, 2)
	other, _ := article.New(article.Meta{Title: "Other"}, "Another text.", nil)
	e.p = New("Theirs", []*article.Article{other}, e.w.stamp())
	for _, x := range []*desk{d, e} {
		diff, _, err := AddTag(x.p, "Rumor", x.w.stamp())
		x.do(diff, err)
	}
	out, conflicts := merged(t, d.p, e.p)
	equal(t, "project", out.Info().Name, "Lesson")
	equal(t, "people", out.People.Len(), 2)
	order := out.ArticlesInOrder()
	equal(t, "their article comes after ours", order[len(order)-1].ID, other.ID)
	tags := out.Codebook().Tags
	last := tags[len(tags)-1]
	equal(t, "kept apart", last.Name, "Rumor (2)")
	equal(t, "digit taken", last.Digit, "")
	equal(t, "conflicts", len(conflicts), 1)
	equal(t, "kept", conflicts[0].Kept, "both: theirs is now called “Rumor (2)”")

	d.do(SetClosed(d.p, true, d.w.stamp()))
	out, conflicts = merged(t, d.p, e.p)
	equal(t, "a tag that no mark uses stays out of a closed codebook", out.Tags.Len(), len(tags)-1)
	theirs := e.p.Codebook().Tags
	diff, _, err := Highlight(e.p, other.ID, []span.Span{{Start: 0, End: 7}}, []annotation.TagID{theirs[len(theirs)-1].ID}, e.w.stamp())
	e.do(diff, err)
	out, conflicts = merged(t, d.p, e.p)
	equal(t, "one that a mark uses comes in", out.Tags.Len(), len(tags))
	equal(t, "the closed codebook is reported", conflicts[len(conflicts)-1].Ours, "the codebook is closed")

	out, conflicts = merged(t, Project{}, e.p)
	if len(conflicts) > 0 || out.Info().Name != "Theirs" {
		t.Fatalf("merging into nothing gives %q, %+v", out.Info().Name, conflicts)
	}
}

// The attribute of the two projects has the same ID, but ours has not the
// choice that their mark uses, or is of another kind.
func TestMergeFitsValues(t *testing.T) {
	d := newDesk(t)
	ladder := *d.p.Attribute(annotation.StarterAttribution)
	ladder.Choices = append([]annotation.Choice{{Name: "Rumor"}}, ladder.Choices...)
	ours := d.p
	d.do(EditAttribute(d.p, ladder, d.w.stamp()))
	id := d.mark("deal", annotation.StarterClaim)
	d.do(SetValue(d.p, id, ladder.ID, d.p.Attribute(ladder.ID).Choices[0].ID, d.w.stamp()))

	out, _ := merged(t, ours, d.p)
	at := out.Attribute(ladder.ID)
	equal(t, "their choice came along", at.ChoiceName(out.Annotation(id).Value(at.ID)), "Rumor")
	equal(t, "behind ours", at.Choices[0].Name, "Named person")

	free := ladder
	free.Choices = nil
	diff, err := EditAttribute(ours, free, d.w.stamp())
	if err != nil {
		t.Fatal(err)
	}
	out, _ = merged(t, applied(t, ours, diff), d.p)
	equal(t, "as free text", out.Annotation(id).Value(at.ID), "Rumor")

	theirs := applied(t, ours, diff)
	diff, id, err = Highlight(theirs, d.on, d.p.Annotations.Sorted(annotation.Compare)[0].Spans(), nil, d.w.stamp())
	if err != nil {
		t.Fatal(err)
	}
	theirs = applied(t, theirs, diff)
	if diff, err = SetValue(theirs, id, at.ID, "hearsay", d.w.stamp()); err != nil {
		t.Fatal(err)
	}
	out, _ = merged(t, ours, applied(t, theirs, diff))
	equal(t, "no such choice", out.Annotation(id).Value(at.ID), "")
	equal(t, "in the note", out.Annotation(id).Note, "Attribution: hearsay")
}
