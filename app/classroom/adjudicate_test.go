package classroom

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// stamp makes the same IDs at each run.
func stamp() project.Stamp {
	n := 0
	return project.Stamp{When: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Mint: func() string {
		n++
		return fmt.Sprintf("00000000-0000-4000-9000-%012d", n)
	}}
}

// do applies what a command returned, and shows that it can be undone.
func do(t *testing.T, p project.Project, d project.Diff, err error) project.Project {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	q, err := p.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := q.Apply(d.Reverse()); err != nil || !back.Equal(p) {
		t.Fatalf("undone it is another project: %v", err)
	}
	return q
}

// threeAgree is a class of six: three have the first passage, four the second
// but for a word, and one a third.
func threeAgree(t *testing.T) *Class {
	p := lessonOf(t, summit)
	a := p.Listed()[0]
	c := &Class{Lesson: p}
	for n := range 6 {
		s := pupil(p, n)
		if n < 3 {
			s.mark(a, 0, quoted(t, a, "There is no deal"))
		}
		if n < 4 {
			s.mark(a, 1, quoted(t, a, []string{"hours of talks", "hours of talks."}[n/3]))
		}
		if n == 5 {
			s.mark(a, 2, quoted(t, a, "Nobody asked"))
		}
		c.Students = append(c.Students, s)
	}
	return c
}

func TestWhatManyAgreeOnIsAccepted(t *testing.T) {
	c := threeAgree(t)
	a := c.Lesson.Listed()[0]
	d := disputes(t, c)
	all := d.Agreed(3)
	if len(all) != 2 || all[0].Span != quoted(t, a, "There is no deal") || all[0].Tag != testTag(0) || all[0].Backed != 3 ||
		all[1].Span != quoted(t, a, "hours of talks") || all[1].Backed != 4 {
		t.Fatalf("agreed by 3: %+v", all)
	}
	if got := d.Agreed(4); len(got) != 1 || len(d.Agreed(5)) != 0 || len(d.Agreed(1)) != 3 {
		t.Errorf("agreed by 4: %+v", got)
	}
	diff, err := AcceptAgreed(c.Lesson, all, stamp())
	c.Lesson = do(t, c.Lesson, diff, err)
	if len(diff.Class) != 2 {
		t.Errorf("the change has %d records", len(diff.Class))
	}
	d = d.With(c.Lesson)
	if !reflect.DeepEqual(d.Places, disputes(t, c).Places) {
		t.Error("what is settled makes a difference in how it is found")
	}
	if got := d.Agreed(1); len(got) != 1 || got[0].Tag != testTag(2) {
		t.Errorf("after that are left: %+v", got)
	}
	if next := d.Next("", ""); next == nil || next.Settled != nil || next.Tags[0].Tag != testTag(2) {
		t.Errorf("the next is %+v", next)
	}
	out := Adjudicated(c.Lesson)
	if problems := project.Check(out); len(problems) > 0 {
		t.Errorf("the result is not sound: %v", problems)
	}
	marks := out.Annotations.Sorted(annotation.Compare)
	if len(marks) != 2 || marks[0].Quote() != "There is no deal" || marks[1].Quote() != "hours of talks" || !marks[1].HasTag(testTag(1)) || out.Info().ID == c.Lesson.Info().ID {
		t.Errorf("the result: %+v", marks)
	}
	if key, err := KeyOf(out); err != nil || len(key) != 2 || key[0].Ways[0][0].Quote != "There is no deal" {
		t.Errorf("as a key it is %+v, %v", key, err)
	}
	if out.Class.Len() > 0 {
		t.Error("the result holds work of students")
	}
}

func TestADecisionIsKeptRejectedAndTakenBack(t *testing.T) {
	c := threeAgree(t)
	s := stamp()
	place := disputes(t, c).Places[0]
	at := place.At
	diff, err := Reject(c.Lesson, place, s)
	c.Lesson = do(t, c.Lesson, diff, err)
	place = disputes(t, c).Find(place.ID)
	if place.Settled == nil || place.Settled.Kept || place.Open() || Adjudicated(c.Lesson).Annotations.Len() != 0 {
		t.Fatalf("rejected: %+v", place)
	}
	other := span.Span{Start: at.Start, End: at.End - 2}
	diff, err = Keep(c.Lesson, place, []span.Span{other}, []annotation.TagID{testTag(2)}, s)
	c.Lesson = do(t, c.Lesson, diff, err)
	if all := SettledIn(c.Lesson); len(all) != 1 || !all[0].Kept || all[0].Pieces[0].Span != other || all[0].At.Span != at {
		t.Fatalf("kept: %+v", all)
	}
	place = disputes(t, c).Find(place.ID)
	c.Lesson = do(t, c.Lesson, Reopen(c.Lesson, place), nil)
	if place = disputes(t, c).Find(place.ID); place.Settled != nil {
		t.Errorf("reopened: %+v", place)
	}
	diff, err = IntoKey(c.Lesson, place, []span.Span{at}, []annotation.TagID{testTag(1)}, "Somebody says so.", s)
	c.Lesson = do(t, c.Lesson, diff, err)
	keys := records[KeyMark](c.Lesson, KindKey)
	if len(keys) != 1 || len(SettledIn(c.Lesson)) != 1 || keys[SettledIn(c.Lesson)[0].ID].Ways[0][0].Span != at {
		t.Errorf("in the key: %+v", keys)
	}
}

func TestADecisionThatCannotBeIsRefused(t *testing.T) {
	c := threeAgree(t)
	place := disputes(t, c).Places[0]
	for want, try := range map[string]struct {
		spans []span.Span
		tags  []annotation.TagID
	}{
		"span":        {[]span.Span{{Start: 3, End: 100000}}, nil},
		"no-such-tag": {[]span.Span{{Start: 3, End: 10}}, []annotation.TagID{"made by a student"}},
	} {
		if _, err := Keep(c.Lesson, place, try.spans, try.tags, stamp()); problem.Code(err) != want {
			t.Errorf("%v: %v, want %s", try, err, want)
		}
	}
	if _, err := Keep(c.Lesson, place, nil, nil, stamp()); problem.Code(err) != "span" {
		t.Errorf("a passage is needed: %v", err)
	}
}

// Whatever comes in late, what was settled stays so, with its edges, and what
// is marked there belongs to it.
func TestSettledPlacesStaySettled(t *testing.T) {
	r := roll(t)
	for range 100 {
		c := someClass(t, r, 8, 2, 5)
		late := c.Students[4:]
		c.Students = c.Students[:4]
		d := disputes(t, c)
		s := stamp()
		var settled []*Place
		for _, p := range d.Places {
			if r.IntN(2) == 0 {
				diff, err := Keep(c.Lesson, p, []span.Span{p.Edges[0].Span}, nil, s)
				c.Lesson = do(t, c.Lesson, diff, err)
				settled = append(settled, p)
			}
		}
		if !reflect.DeepEqual(d.With(c.Lesson).Places, disputes(t, c).Places) {
			t.Fatal("what is settled makes a difference in how it is found")
		}
		c.Students = slices.Concat(c.Students, late)
		after := disputes(t, c)
		for _, p := range settled {
			q := after.Find(p.ID)
			if q == nil || q.Settled == nil || q.Open() || q.At != p.At || q.Marked < p.Marked {
				t.Fatalf("settled was %+v, and now is %+v", p, q)
			}
		}
		for _, q := range after.Places {
			if q.Settled == nil && slices.ContainsFunc(settled, func(p *Place) bool { return p.Article == q.Article && alike(p.At, q.At) >= near }) {
				t.Fatalf("%+v is open, and was settled", q)
			}
		}
	}
}

// A decision goes with its article when that is corrected, and is told where it
// has no place any more.
func TestDecisionsFollowACorrection(t *testing.T) {
	const first, middle, last = "The summit ended on Friday without a signature from either side. ", "Nobody asked about it. ", "Both delegations left the hall smiling after three hours of talks."
	c := &Class{Lesson: lessonOf(t, first+middle+last)}
	old := c.Lesson.Listed()[0]
	c.Students = append(c.Students, pupil(c.Lesson, 0))
	c.Students[0].mark(old, 0, quoted(t, old, "The summit ended on Friday without a signature"))
	c.Students[0].mark(old, 1, quoted(t, old, "Both delegations left the hall smiling"))
	d := disputes(t, c)
	diff, err := AcceptAgreed(c.Lesson, d.Agreed(1), stamp())
	c.Lesson = do(t, c.Lesson, diff, err)
	for text, want := range map[string][2]int{first + "Hardly anybody ever asked about it, it is said. " + last: {2, 0}, middle + last: {1, 1}} {
		corrected, err := article.New(old.Meta, text, nil)
		if err != nil {
			t.Fatal(err)
		}
		diff, err := project.CorrectArticle(c.Lesson, old.ID, corrected, nil, stamp())
		p := do(t, c.Lesson, diff, err)
		settled := SettledIn(p)
		for _, s := range settled {
			if s.Article != corrected.ID || corrected.Slice(s.Pieces[0].Start, s.Pieces[0].End) != s.Pieces[0].Quote {
				t.Errorf("a decision stands at %+v", s)
			}
		}
		if len(settled) != want[0] || d.With(p).Lost != want[1] || len(project.Check(Adjudicated(p))) > 0 {
			t.Errorf("%d decisions, %d lost; want %v", len(settled), d.With(p).Lost, want)
		}
	}
}

// What a damaged project holds as a decision is none, and is told.
func TestADecisionOutsideTheTextIsNone(t *testing.T) {
	c := threeAgree(t)
	d := disputes(t, c)
	a := c.Lesson.Listed()[0]
	for i, s := range []Settled{
		{At: annotation.Piece{Span: span.Span{Start: -1, End: 4}}}, {At: annotation.Piece{Span: span.Span{Start: 1, End: 4000}}},
		{At: annotation.Piece{Span: span.Span{Start: 1, End: 4}}, Kept: true},
		{At: annotation.Piece{Span: span.Span{Start: 1, End: 4}}, Kept: true, Pieces: []annotation.Piece{{Span: span.Span{Start: 9, End: 5}}}},
	} {
		s.ID, s.Article = fmt.Sprint(i), a.ID
		p := do(t, c.Lesson, project.PutClass(c.Lesson, record(KindSettled, s.ID, s)), nil)
		if got := d.With(p); len(SettledIn(p)) != 0 || got.Lost != 1 || len(got.Places) != len(d.Places) {
			t.Errorf("%+v is a decision", s)
		}
	}
}
