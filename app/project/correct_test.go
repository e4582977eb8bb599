package project

import (
	"errors"
	"strings"
	"testing"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

const (
	report = "Talks end without a deal\nThe two leaders met for three hours and left without an agreement.\n" +
		"“There’s no deal until there’s a deal,” the president told reporters after the meeting.\nNobody took questions from the press."
	corrected = "Talks end with no deal\nUpdated at noon.\nThe two leaders met for three hours and left without an agreement.\n" +
		"\"There’s no deal until there’s a deal,\" the president told reporters after the meeting."
)

// correction is a desk with marks on a report, and the report as it came later.
func correction(t *testing.T) (d *desk, now *article.Article, stays, changes, goes annotation.ID) {
	d = newDesk(t)
	blocks := []article.Block{{Kind: article.Headline, Start: 0, End: 24}, {Kind: article.Paragraph, Start: 25, End: len([]rune(report))}}
	a, err := article.New(article.Meta{Title: "Talks end without a deal", Source: "The Paper"}, report, blocks)
	if err != nil {
		t.Fatal(err)
	}
	d.do(AddArticles(d.p, []*article.Article{a}, d.w.stamp()))
	d.on = a.ID
	d.do(SetState(d.p, a.ID, Done, d.w.stamp()))
	stays = d.mark("three hours", annotation.StarterFact)
	changes = d.mark("“There’s no deal until there’s a deal,”", annotation.StarterClaim)
	goes = d.mark("took questions", annotation.StarterClaim)
	d.do(SetNote(d.p, goes, "keep this", d.w.stamp()))
	if now, err = article.New(article.Meta{Title: "Talks end with no deal", Date: "2026-03-02"}, corrected, nil); err != nil {
		t.Fatal(err)
	}
	return d, now, stays, changes, goes
}

func at(id annotation.ID, spans ...span.Span) map[annotation.ID][]span.Span {
	return map[annotation.ID][]span.Span{id: spans}
}

// sure reports whether a mark can be put in its new place without asking.
func sure(c Carried) bool { return c.Doubt == anchor.NoDoubt }

func surePlaces(plan []Carried) map[annotation.ID][]span.Span {
	places := map[annotation.ID][]span.Span{}
	for _, c := range plan {
		if sure(c) {
			places[c.Mark.ID] = c.Spans()
		}
	}
	return places
}

func TestCorrectArticle(t *testing.T) {
	d, now, stays, changes, goes := correction(t)
	before, was := d.p, d.p.Article(d.on).Meta
	plan, err := PlanCorrection(d.p, d.on, now, nil)
	if err != nil || len(plan) != 3 {
		t.Fatal(len(plan), err)
	}
	for i, want := range []struct {
		id   annotation.ID
		how  anchor.How
		sure bool
	}{{stays, anchor.InPlace, true}, {changes, anchor.Changed, false}, {goes, anchor.Orphaned, false}} {
		if c := plan[i]; c.Mark.ID != want.id || c.How != want.how || sure(c) != want.sure {
			t.Errorf("%d: %s is %s (%s), want %s", i, c.Mark.Quote(), c.How, c.Doubt, want.how)
		}
	}
	d.do(CorrectArticle(d.p, d.on, now, surePlaces(plan), d.w.stamp()))

	listed := d.p.Listed()
	if len(listed) != 2 || listed[1].ID != now.ID {
		t.Fatalf("the list has %d articles", len(listed))
	}
	meta := listed[1].Meta
	equal(t, "rank", meta.Rank, was.Rank)
	equal(t, "title, which is the headline", meta.Title, "Talks end with no deal")
	equal(t, "source", meta.Source, "The Paper")
	equal(t, "date", meta.Date, "2026-03-02")
	equal(t, "state", d.p.State(now.ID), Done)
	equal(t, "state of the earlier version", d.p.State(d.on), NotStarted)
	equal(t, "version", d.p.Article(d.on).Meta.CorrectedBy, now.ID)
	equal(t, "mark", d.p.Annotation(stays).Article, now.ID)
	equal(t, "quote", d.quote(stays), "three hours")
	left := d.p.Unplaced(now.ID)
	if len(left) != 2 || left[0].ID != changes || left[1].ID != goes || left[1].Note != "keep this" {
		t.Fatalf("%d marks without a place", len(left))
	}

	d.do(Mend(d.p, at(changes, plan[1].Spans()...), d.w.stamp()))
	equal(t, "mended", d.quote(changes), "\"There’s no deal until there’s a deal,\"")
	equal(t, "without a place", len(d.p.Unplaced(now.ID)), 1)
	diff, err := Mend(d.p, at(changes, plan[1].Spans()...), d.w.stamp())
	refused(t, diff, err, "has-place")
	diff, err = Mend(d.p, at(goes), d.w.stamp())
	refused(t, diff, err, "span")
	diff, err = Mend(d.p, at(goes, span.Span{Start: 5, End: 5000}), d.w.stamp())
	refused(t, diff, err, "span")
	diff, err = MoveArticle(d.p, d.on, 0, d.w.stamp())
	refused(t, diff, err, "earlier-version")
	equal(t, "marks, none of them lost", d.p.Annotations.Len(), before.Annotations.Len())
}

func TestCorrectionIsRefused(t *testing.T) {
	d, now, stays, _, _ := correction(t)
	places := map[annotation.ID][]span.Span{stays: {{Start: 0, End: 4}}}
	diff, err := CorrectArticle(d.p, d.on, d.p.Article(d.on), nil, d.w.stamp())
	refused(t, diff, err, "same-text")
	diff, err = CorrectArticle(d.p, "gone", now, nil, d.w.stamp())
	refused(t, diff, err, "no-such-article")
	diff, err = CorrectArticle(d.p, d.on, now, map[annotation.ID][]span.Span{"gone": nil}, d.w.stamp())
	refused(t, diff, err, "no-such-annotation")
	diff, err = CorrectArticle(d.p, d.on, now, map[annotation.ID][]span.Span{stays: {{Start: 0, End: 9999}}}, d.w.stamp())
	refused(t, diff, err, "span")
	d.do(CorrectArticle(d.p, d.on, now, places, d.w.stamp()))
	diff, err = CorrectArticle(d.p, now.ID, d.p.Article(d.on), map[annotation.ID][]span.Span{"gone": nil}, d.w.stamp())
	refused(t, diff, err, "no-such-annotation")
	diff, err = CorrectArticle(d.p, d.on, now, places, d.w.stamp()) // the mark has left it
	refused(t, diff, err, "no-such-annotation")
	_, err = PlanCorrection(d.p, "gone", now, nil)
	refused(t, Diff{}, err, "no-such-article")
	stop := errors.New("stop")
	long, err := article.New(article.Meta{}, strings.Repeat(corrected, 100), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := PlanCorrection(d.p, now.ID, long, func(int, int) error { return stop }); err != stop {
		t.Errorf("it was not stopped: %v", err)
	}
}

// A correction can be corrected, taken back by a text that was there before, and
// removed with all its versions.
func TestVersionsFollowEachOther(t *testing.T) {
	d, now, _, _, goes := correction(t)
	first := d.p.Article(d.on)
	d.do(CorrectArticle(d.p, d.on, now, nil, d.w.stamp()))
	third, err := article.New(article.Meta{}, "All is new.", nil)
	if err != nil {
		t.Fatal(err)
	}
	d.do(CorrectArticle(d.p, now.ID, third, nil, d.w.stamp()))
	equal(t, "current", d.p.Current(first.ID).ID, third.ID)
	equal(t, "earlier", len(d.p.Earlier(third.ID)), 2)
	equal(t, "the latest of them", d.p.Earlier(third.ID)[0].ID, now.ID)
	equal(t, "without a place", len(d.p.Unplaced(third.ID)), 3)
	d.do(Mend(d.p, at(goes, span.Span{Start: 0, End: 3}), d.w.stamp()))
	equal(t, "over two versions", d.quote(goes), "All")

	without := applied(t, d.p, mustDiff(RemoveArticle(d.p, now.ID, d.w.stamp())))
	sound(t, without)
	equal(t, "the middle one is gone", without.Current(first.ID).ID, third.ID)
	none := applied(t, d.p, mustDiff(RemoveArticle(d.p, third.ID, d.w.stamp())))
	sound(t, none)
	equal(t, "all are gone", none.Articles.Len(), 1)
	equal(t, "their marks too", none.Annotations.Len(), 0)

	d.do(CorrectArticle(d.p, third.ID, first, nil, d.w.stamp()))
	equal(t, "the first came back", d.p.Current(third.ID).ID, first.ID)
	equal(t, "listed", len(d.p.Listed()), 2)
	equal(t, "rank", d.p.Article(first.ID).Meta.Rank, first.Meta.Rank)
	d.do(AddArticles(d.p, []*article.Article{third}, d.w.stamp()))
	equal(t, "added as an article of its own", d.p.Article(third.ID).Meta.CorrectedBy, "")
}

func mustDiff(d Diff, err error) Diff {
	if err != nil {
		panic(err)
	}
	return d
}

// One mark of several pieces is put where all of them are, and nowhere if one
// has no place.
func TestPiecesGoTogether(t *testing.T) {
	d, now, stays, _, goes := correction(t)
	d.do(AddPiece(d.p, stays, d.find("an agreement"), d.w.stamp()))
	d.do(AddPiece(d.p, goes, d.find("leaders"), d.w.stamp()))
	plan, err := PlanCorrection(d.p, d.on, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range plan {
		switch c.Mark.ID {
		case stays:
			if c.How != anchor.InPlace || !sure(c) || len(c.Spans()) != 2 {
				t.Errorf("%+v", c)
			}
		case goes:
			if c.How != anchor.Orphaned || sure(c) || len(c.Spans()) != 1 {
				t.Errorf("%+v", c)
			}
		}
	}
}

// A project that comes in with a correction corrects ours; marks of ours that it
// does not know are kept without a place. One that has not heard of ours changes
// nothing, and its marks find the earlier version.
func TestMergeOfACorrection(t *testing.T) {
	d, now, stays, _, goes := correction(t)
	old := d.p
	d.w.now = d.w.now.Add(1e9)
	plan, err := PlanCorrection(old, d.on, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	theirs := applied(t, old, mustDiff(CorrectArticle(old, d.on, now, surePlaces(plan), d.w.stamp())))
	mine := d.mark("Nobody")
	out, conflicts := merged(t, d.p, theirs)
	equal(t, "corrected", out.Current(d.on).ID, now.ID)
	equal(t, "their place", out.Annotation(stays).Article, now.ID)
	equal(t, "without a place", len(out.Unplaced(now.ID)), 3)
	told := false
	for _, c := range conflicts {
		told = told || c.Kind == "article" && c.Kept == "theirs" && strings.Contains(c.Theirs, "corrected")
	}
	if !told {
		t.Errorf("nobody is told: %+v", conflicts)
	}
	out, _ = merged(t, theirs, d.p)
	equal(t, "still corrected", out.Current(d.on).ID, now.ID)
	equal(t, "still in its place", out.Annotation(stays).Article, now.ID)
	equal(t, "their new mark", out.Annotation(mine).Article, d.on)
	equal(t, "the one that has none", out.Annotation(goes).Article, d.on)

	back := applied(t, theirs, mustDiff(CorrectArticle(theirs, now.ID, old.Article(d.on), nil, d.w.stamp())))
	out, _ = merged(t, theirs, back)
	equal(t, "each is the other’s correction: ours stays", out.Current(d.on).ID, now.ID)
	out, _ = merged(t, back, theirs)
	equal(t, "and theirs with them", out.Current(now.ID).ID, d.on)
}
