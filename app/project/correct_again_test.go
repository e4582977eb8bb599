package project

import (
	"strings"
	"testing"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/test/dice"
)

// A mark that found no place in one correction is tried again in the next, from
// the text that it was made on. It lands, or stays where it is; either way there
// is one of it, and one undo takes all back.
func TestLaterCorrectionTakesUpWhatIsWithoutAPlace(t *testing.T) {
	d, now, stays, changes, goes := correction(t)
	plan := mustPlan(t, d.p, d.on, now)
	d.do(CorrectArticle(d.p, d.on, now, surePlaces(plan), d.w.stamp()))
	before := d.p
	again, err := article.New(article.Meta{}, strings.Replace(corrected, "\"There’s", "“There’s", 1)+"\nNobody took questions from the press.", nil)
	if err != nil {
		t.Fatal(err)
	}
	if plan = mustPlan(t, d.p, now.ID, again); len(plan) != 3 || plan[0].Mark.ID != stays || plan[1].Mark.ID != changes || plan[2].Mark.ID != goes {
		t.Fatalf("%+v", plan)
	}
	for i, how := range []anchor.How{anchor.InPlace, anchor.Changed, anchor.InPlace} {
		equal(t, plan[i].Mark.Quote(), plan[i].How, how)
	}
	diff := mustDiff(CorrectArticle(d.p, now.ID, again, surePlaces(plan), d.w.stamp()))
	d.do(diff, nil)
	equal(t, "the one that found its place again", d.quote(goes), "took questions")
	equal(t, "its note", d.p.Annotation(goes).Note, "keep this")
	equal(t, "its article", d.p.Annotation(goes).Article, again.ID)
	if left := d.p.Unplaced(again.ID); len(left) != 1 || left[0].ID != changes || left[0].Article != d.on {
		t.Errorf("%d are without a place", len(left))
	}
	equal(t, "marks", d.p.Annotations.Len(), before.Annotations.Len())
	equal(t, "undone", applied(t, d.p, diff.Reverse()).Annotation(goes).Article, before.Annotation(goes).Article)

	// The marks without a place are looked for in the text as it is, too; and in
	// one of their own, once that comes back, they have a place without asking.
	if plan = mustPlan(t, d.p, again.ID, again); len(plan) != 1 || plan[0].Mark.ID != changes || plan[0].How != anchor.Changed {
		t.Fatalf("%+v", plan)
	}
	if back := mustPlan(t, d.p, again.ID, d.p.Article(d.on)); len(back) != 2 {
		t.Errorf("%d are to be asked about", len(back))
	}
	d.do(Mend(d.p, at(changes, plan[0].Spans()...), d.w.stamp()))
	equal(t, "without a place", len(d.p.Unplaced(again.ID)), 0)
}

func mustPlan(t *testing.T, p Project, id article.ID, to *article.Article) []Carried {
	t.Helper()
	plan, err := PlanCorrection(p, id, to, nil)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// However often a text is corrected, each mark stays one mark, on words that are
// its quote, and nobody is asked twice about one.
func TestManyCorrectionsLoseNothing(t *testing.T) {
	seed := dice.Seed(t)
	for n := range uint64(60) {
		w := newWorld(seed, n)
		p := w.project()
		id := w.anArticle(p)
		for range 4 {
			to := w.corrected(p, id)
			if p.Article(id) == nil || to.ID == id {
				break
			}
			asked := map[annotation.ID]bool{}
			for _, c := range mustPlan(t, p, id, to) {
				if asked[c.Mark.ID] || c.Mark.Article == to.ID {
					t.Fatalf("%s is asked about twice, or has its place", c.Mark.ID)
				}
				asked[c.Mark.ID] = true
			}
			for _, m := range append(marksOn(p, id), p.Unplaced(id)...) {
				if m.Article != to.ID && !asked[m.ID] {
					t.Fatalf("%s on %s is not asked about", m.ID, m.Article)
				}
			}
			next := applied(t, p, mustDiff(CorrectArticle(p, id, to, w.places(p, id, to), w.stamp())))
			if sound(t, next); next.Annotations.Len() != p.Annotations.Len() {
				t.Fatalf("%d marks have become %d", p.Annotations.Len(), next.Annotations.Len())
			}
			p, id = next, to.ID
		}
	}
}

func marksOn(p Project, id article.ID) (out []*annotation.Annotation) {
	for m := range p.Annotations.Unordered() {
		if m.Article == id {
			out = append(out, m)
		}
	}
	return out
}
