package classroom

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/project"
	"claimlight/app/span"
)

// oneByOne puts what is settled into the key place by place, each time into the
// key as it is read anew.
func oneByOne(p project.Project) (project.Diff, error) {
	w := way{p: p}
	for _, s := range SettledIn(p) {
		if s.Kept && len(s.Pieces) > 0 {
			w.on(s.intoKey(w.p, ""))
		}
	}
	return w.d, w.err
}

// settledClass is a project in which what most of a class agree on is settled.
func settledClass(tb testing.TB, c *Class, least int) project.Project {
	tb.Helper()
	return done(tb, c.Lesson, func(p project.Project) (project.Diff, error) {
		return AcceptAgreed(p, disputes(tb, c).Agreed(least), project.Stamp{When: noon, Mint: minter("settled")})
	})
}

func done(tb testing.TB, p project.Project, change func(project.Project) (project.Diff, error)) project.Project {
	tb.Helper()
	d, err := change(p)
	if err == nil {
		p, err = p.Apply(d)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// Whatever is in the key before, all places come into it as one after the other
// would.
func TestAllPlacesComeIntoTheKeyAsEach(t *testing.T) {
	r := roll(t)
	ways := 0
	for n := range 100 {
		c := someClass(t, r, 2+r.IntN(6), 1+r.IntN(3), 1+r.IntN(8))
		p := settledClass(t, c, 1)
		var key []KeyMark
		for i, s := range SettledIn(p) {
			if n%4 == 0 || r.IntN(2) == 0 {
				continue
			}
			at := s.At.Span
			at.End = max(at.Start+1, at.End-r.IntN(9))
			pieces := annotation.Pieces(p.Article(s.Article), span.Span{Start: at.Start, End: at.End})
			if r.IntN(5) == 0 {
				pieces[0].Quote = "nothing that stands there"
			}
			key = append(key, KeyMark{ID: fmt.Sprint("k", i), Article: s.Article, Ways: [][]annotation.Piece{pieces}, Tags: []annotation.TagID{testTag(r.IntN(testTags))}})
		}
		p = done(t, p, func(p project.Project) (project.Diff, error) {
			if n%4 == 1 {
				return EditLesson(p, func(l *Lesson) { l.Key = &SealedKey{Open: key} }), nil
			}
			return PutKey(p, key...), nil
		})
		want, wantErr := oneByOne(p)
		got, err := SettledIntoKey(p)
		if wantErr == nil && want.Empty() {
			continue
		}
		if !reflect.DeepEqual(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Fatalf("%v, %v; one by one %v, %v", got, err, want, wantErr)
		}
		if wantErr != nil {
			continue
		}
		q := done(t, p, SettledIntoKey)
		after, _ := KeyOf(q)
		if slices.ContainsFunc(after, func(k KeyMark) bool { return len(k.Ways) > 1 }) {
			ways++
		}
	}
	if ways < 20 {
		t.Errorf("only %d keys had another way", ways)
	}
}

func BenchmarkSettledIntoKey(b *testing.B) {
	for _, n := range []int{30, 200} {
		b.Run(fmt.Sprint(n, "x5x60"), func(b *testing.B) {
			p := settledClass(b, someClass(b, roll(b), n, 5, 60), 3)
			for b.Loop() {
				if _, err := SettledIntoKey(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Who puts something into a key that came with the lesson has all of that key, and
// what was put into it.
func TestAKeyThatCameWithTheLessonIsKept(t *testing.T) {
	lesson := newLesson(t, texts...)
	var key []KeyMark
	for i, quote := range []string{"There is no deal", "Nobody asked", "three hours"} {
		a := lesson.Listed()[0]
		at := strings.Index(a.Text, quote)
		key = append(key, KeyMark{ID: fmt.Sprint("k", i), Article: a.ID, Ways: [][]annotation.Piece{annotation.Pieces(a, span.Span{Start: at, End: at + len(quote)})}})
	}
	p := apply(t, lesson, EditLesson(lesson, func(l *Lesson) { l.Key = &SealedKey{Open: key} }))
	p, _ = collected(t, p, begin(t, lesson, "Ayşe").marks(0, "the president said", "1").marks(0, "no deal", "1").file(2))
	ayse := NewClass(p).Students[0]
	marks := ayse.Works[lesson.Listed()[0].ID].Marks
	added := done(t, p, func(p project.Project) (project.Diff, error) { return Accept(p, lesson.Listed()[0].ID, marks[1]) })
	if got, err := KeyOf(added); err != nil || len(got) != 4 {
		t.Errorf("with another mark: %v, %v", got, err)
	}
	wider := done(t, p, func(p project.Project) (project.Diff, error) { return AcceptWay(p, "k0", marks[0]) })
	if got, err := KeyOf(wider); err != nil || len(got) != 3 || len(got[0].Ways) != 2 {
		t.Errorf("with another way: %v, %v", got, err)
	}
}
