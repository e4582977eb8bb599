package project

import (
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

func TestRelations(t *testing.T) {
	d := newDesk(t)
	deal, met := d.mark("no deal"), d.mark("met")
	id := d.relate("  leads\nto ", met, deal)
	r := d.p.Relation(id)
	equal(t, "name", r.Name, "leads to")
	equal(t, "from", r.From, met)
	equal(t, "to", r.To, deal)
	equal(t, "creator", r.Creator, d.w.who)

	d.do(RenameRelation(d.p, id, "supports", d.w.stamp()))
	equal(t, "new name", d.p.Relation(id).Name, "supports")
	d.nothing(RenameRelation(d.p, id, " supports ", d.w.stamp()))
	diff, err := RenameRelation(d.p, id, " ", d.w.stamp())
	refused(t, diff, err, "name")

	back := d.relate("attacks", deal, met) // in a circle
	self := d.relate("restates", met, met)
	d.do(RemoveRelation(d.p, back, d.w.stamp()))
	equal(t, "relations", d.p.Relations.Len(), 2)
	equal(t, "marks", d.p.Annotations.Len(), 2)
	if d.p.Relation(self) == nil {
		t.Fatal("another relation went too")
	}
	for _, ends := range [][2]annotation.ID{{met, "gone"}, {"gone", met}} {
		diff, _, err := Relate(d.p, "supports", ends[0], ends[1], d.w.stamp())
		refused(t, diff, err, "no-such-annotation")
	}
	diff, _, err = Relate(d.p, "\x00", met, deal, d.w.stamp())
	refused(t, diff, err, "name")
	diff, err = RemoveRelation(d.p, back, d.w.stamp())
	refused(t, diff, err, "no-such-relation")
	diff, err = RenameRelation(d.p, back, "x", d.w.stamp())
	refused(t, diff, err, "no-such-relation")
}

// A relation goes with either of its marks, in one change, and comes back with
// it.
func TestRelationsGoWithTheirMarks(t *testing.T) {
	d := newDesk(t)
	deal, met, until := d.mark("no deal"), d.mark("met"), d.mark("until")
	d.relate("supports", deal, met)
	d.relate("attacks", until, deal)
	other := d.relate("restates", until, met)
	self := d.relate("restates", deal, deal)
	before := d.p
	diff, err := Remove(d.p, d.w.stamp(), deal)
	d.do(diff, err)
	equal(t, "records changed", diff.Size(), 4)
	equal(t, "relations left", d.p.Relations.Len(), 1)
	if d.p.Relation(other) == nil || d.p.Relation(self) != nil {
		t.Fatal("the wrong one is left")
	}
	same(t, "undoing brings all back", before, applied(t, d.p, diff.Reverse()))
}

// One that joins marks of two articles goes with either article.
func TestRelationsGoWithTheirArticles(t *testing.T) {
	d := newDesk(t)
	second, err := article.New(article.Meta{Title: "Second"}, "Nobody met anybody.", nil)
	if err != nil {
		t.Fatal(err)
	}
	d.do(AddArticles(d.p, []*article.Article{second}, d.w.stamp()))
	here := d.mark("met")
	diff, there, err := Highlight(d.p, second.ID, []span.Span{{Start: 0, End: 6}}, nil, d.w.stamp())
	d.do(diff, err)
	d.relate("contradicts", there, here)
	both := d.p
	for _, id := range []article.ID{d.on, second.ID} {
		diff, err := RemoveArticle(both, id, d.w.stamp())
		if err != nil {
			t.Fatal(err)
		}
		out := proven(t, both, diff)
		equal(t, "relations", out.Relations.Len(), 0)
		equal(t, "marks", out.Annotations.Len(), 1)
	}
}
