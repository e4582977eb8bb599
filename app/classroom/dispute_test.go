package classroom

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/test/dice"
)

// roll is what random tests roll.
func roll(t testing.TB) *rand.Rand { return rand.New(rand.NewPCG(dice.Seed(t), 7)) }

const testTags = 3

// lessonOf is a project with texts and three tags, "t0" to "t2".
func lessonOf(t testing.TB, texts ...string) project.Project {
	t.Helper()
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	p := project.Project{Infos: project.TableOf(&project.Info{ID: "00000000-0000-4000-8000-000000000009", Name: "8b",
		Annotator: "00000000-0000-4000-8000-000000000001", Created: at})}
	var articles []*article.Article
	for rank, text := range texts {
		a, err := article.New(article.Meta{Title: fmt.Sprint("Report ", rank+1), Rank: rank}, text, nil)
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, a)
	}
	var tags []*annotation.Tag
	for i := range testTags {
		tags = append(tags, &annotation.Tag{ID: annotation.TagID(fmt.Sprintf("00000000-0000-4000-8000-0000000000f%d", i)), Name: fmt.Sprint("Tag ", i),
			Definition: fmt.Sprint("What is ", i), Color: i, Cue: annotation.Solid, Rank: i})
	}
	p.Articles, p.Tags = project.TableOf(articles...), project.TableOf(tags...)
	return p
}

func testTag(i int) annotation.TagID {
	return annotation.TagID(fmt.Sprintf("00000000-0000-4000-8000-0000000000f%d", i))
}

// pupil is a student who opened all articles.
func pupil(p project.Project, n int) *Pupil {
	s := &Pupil{ID: annotation.PersonID(fmt.Sprintf("00000000-0000-4000-8000-1%011d", n)), Nickname: fmt.Sprintf("Student %03d", n), Works: map[article.ID]*Work{}}
	for _, a := range p.Listed() {
		s.Works[a.ID] = &Work{Article: a.ID, Length: a.Len(), State: project.Done}
	}
	return s
}

// mark adds a mark with a tag to an article, none for a tag below 0.
func (s *Pupil) mark(a *article.Article, tag int, spans ...span.Span) *Mark {
	w := s.Works[a.ID]
	m := Mark{ID: annotation.ID(fmt.Sprint(s.ID, "-", a.Meta.Rank, "-", len(w.Marks))), Pieces: annotation.Pieces(a, spans...)}
	if tag >= 0 {
		m.Tags = []annotation.TagID{testTag(tag)}
	}
	w.Marks = append(w.Marks, m)
	return &w.Marks[len(w.Marks)-1]
}

// quoted is where a text stands in an article.
func quoted(t testing.TB, a *article.Article, quote string) span.Span {
	t.Helper()
	at := strings.Index(a.Text, quote)
	if at < 0 {
		t.Fatalf("%q is not in the text", quote)
	}
	return span.Span{Start: a.FromByte(article.Byte(at)), End: a.FromByte(article.Byte(at + len(quote)))}
}

// someText is made of n words of up to eight letters.
func someText(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString([]string{" ", " ", " ", ", ", ". ", "\n\n"}[r.IntN(6)])
		}
		for range 1 + r.IntN(8) {
			b.WriteRune([]rune("abcdeäß")[r.IntN(7)])
		}
	}
	return b.String()
}

// someClass is a class at random: passages that most find, others that a few
// find, other edges, other tags, marks of several pieces, and not all opened
// everything.
func someClass(t testing.TB, r *rand.Rand, students, articles, marks int) *Class {
	var texts []string
	for range articles {
		texts = append(texts, someText(r, 20*marks))
	}
	c := &Class{Lesson: lessonOf(t, texts...)}
	for n := range students {
		s := pupil(c.Lesson, n)
		for _, a := range c.Lesson.Listed() {
			if r.IntN(8) == 0 {
				s.Works[a.ID].State = project.NotStarted
				continue
			}
			for k := range marks {
				s.someMark(r, a, k, marks)
			}
		}
		c.Students = append(c.Students, s)
	}
	return c
}

// someMark marks the passage k of an article, or near it, or not.
func (s *Pupil) someMark(r *rand.Rand, a *article.Article, k, of int) {
	each := a.Len() / of
	at := span.Span{Start: k * each, End: k*each + each/2}
	switch r.IntN(6) {
	case 0:
		return
	case 1:
		at.End += r.IntN(each)
	case 2:
		at.Start += r.IntN(each / 3)
	case 3:
		s.mark(a, r.IntN(testTags), span.Span{Start: at.Start, End: at.Start + each/6}, span.Span{Start: at.Start + each/4, End: at.End})
		return
	}
	if at.End = min(at.End, a.Len()); !at.Empty() {
		s.mark(a, r.IntN(testTags+1)-1, at)
	}
}

func disputes(t testing.TB, c *Class) *Disputes {
	t.Helper()
	d, err := DisputesOf(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The shares of all places are all of the disagreement that the headline tells,
// whatever the class, and every mark is at one place.
func TestPlacesAddUpToTheDisagreement(t *testing.T) {
	r := roll(t)
	for range 200 {
		c := someClass(t, r, 2+r.IntN(7), 1+r.IntN(3), 1+r.IntN(6))
		d := disputes(t, c)
		value, defined := agreement.Compare(c.Articles(), agreement.Half).Mean().Value()
		if got, ok := d.Figures.Same.Value(); got != value || ok != defined {
			t.Fatalf("the headline is %v, and compared they are %v", got, value)
		}
		sum, marks := 0.0, 0
		for _, p := range d.Places {
			sum += p.Share()
			marks += len(p.Marks)
		}
		if want := 1.0; defined && value < 1 && math.Abs(sum-want) > 1e-9 || !(defined && value < 1) && sum != 0 {
			t.Fatalf("the places sum to %v of a disagreement of %v", sum, 1-value)
		}
		for _, a := range c.Articles() {
			for _, one := range a.Readings {
				marks -= len(one.Marks)
			}
		}
		if marks != 0 {
			t.Fatalf("%d marks are at no place, or at two", -marks)
		}
	}
}

// The order in which students are listed makes no difference.
func TestPlacesDependOnNoOrder(t *testing.T) {
	r := roll(t)
	for range 100 {
		c := someClass(t, r, 6, 2, 5)
		before := disputes(t, c)
		r.Shuffle(len(c.Students), func(i, j int) { c.Students[i], c.Students[j] = c.Students[j], c.Students[i] })
		after := disputes(t, c)
		for _, p := range before.Places {
			q := after.Find(p.ID)
			if q == nil || math.Abs(p.Share()-q.Share()) > 1e-9 || !slices.Equal(p.Tags, q.Tags) || !slices.Equal(p.Edges, q.Edges) || p.Slight != q.Slight {
				t.Fatalf("%+v became %+v", p, q)
			}
		}
		if len(before.Places) != len(after.Places) {
			t.Fatalf("%d places became %d", len(before.Places), len(after.Places))
		}
	}
}

const summit = "There is no deal until there is a deal. Nobody asked about it. The leaders left, smiling, after three hours of talks."

func TestPlacesSayInWhatStudentsDiffer(t *testing.T) {
	p := lessonOf(t, summit)
	a := p.Listed()[0]
	first, nobody := quoted(t, a, "There is no deal"), quoted(t, a, "Nobody asked about it")
	left, smiling := quoted(t, a, "The leaders left"), quoted(t, a, "smiling, after three hours")
	talks := quoted(t, a, "three hours of talks")
	c := &Class{Lesson: p}
	for n := range 6 {
		s := pupil(p, n)
		switch { // some miss the first
		case n < 4:
			s.mark(a, 0, first)
		}
		s.mark(a, n%2, nobody) // another tag
		if n == 0 {            // joined
			s.mark(a, 0, span.Span{Start: left.Start, End: smiling.End})
		} else {
			s.mark(a, 0, left)
			s.mark(a, 0, smiling)
		}
		s.mark(a, 2, span.Span{Start: talks.End - 1 - n%2, End: talks.End}).Note = []string{"B", "A"}[n%2]
		c.Students = append(c.Students, s)
	}
	d := disputes(t, c)
	at := func(s span.Span) *Place {
		for _, p := range d.Places {
			if p.At == s {
				return p
			}
		}
		t.Fatalf("no place at %v: %v", s, d.Places)
		return nil
	}
	if p := at(first); p.Kind() != SomeMissed || p.Marked != 4 || p.Opened != 6 || p.Slight {
		t.Errorf("what some missed: %+v", p)
	}
	if p := at(nobody); p.Kind() != TagsDiffer || p.Tags[0].Students != 3 || len(p.Tags) != 2 {
		t.Errorf("what has two tags: %+v", p)
	}
	if p := at(left); p.Shares[SplitOrJoined] == 0 && at(smiling).Shares[SplitOrJoined] == 0 {
		t.Errorf("what was joined: %+v", p)
	}
	end := d.Places[slices.IndexFunc(d.Places, func(p *Place) bool { return p.Tags[0].Tag == testTag(2) })]
	if end.Kind() != EdgesDiffer || !end.Slight || !slices.Equal(end.Notes(), []string{"A", "B"}) {
		t.Errorf("what differs by a letter: %+v, notes %v", end, end.Notes())
	}
	if got := d.Slight(); len(got) != 1 || got[0].Place != end {
		t.Errorf("what differs slightly: %+v", got)
	}
	if next := d.Next("", d.Places[0].Article); next == nil || next == end || next.ID != d.Places[0].ID || d.Next(next.ID, "") == next {
		t.Errorf("the next of %v is %v", d.Places, next)
	}
}

func TestSlightDifferences(t *testing.T) {
	a := lessonOf(t, summit).Listed()[0]
	for _, c := range []struct {
		x, y string
		want bool
	}{
		{"The leaders left", "The leaders left, ", true},
		{"leaders left", "The leaders left, smiling", true},
		{"leaders left", "The leaders left, smiling, after", false},
		{"leaders left", "leaders left, smiling, after three", false},
		{"leaders left", "eaders lef", true},
		{"There is no deal", "talks", false},
		{"three hours of talks", "three hours of talks.", true},
		{"of talks", "three hours of talks.", true},
	} {
		x, y := quoted(t, a, c.x), quoted(t, a, c.y)
		if slight(a, x, y) != c.want || slight(a, y, x) != c.want {
			t.Errorf("%q and %q: %v, want %v", c.x, c.y, slight(a, x, y), c.want)
		}
	}
}

// Whoever marks the whole text over and over makes no place of all places, and
// does not hold the program.
func TestOneWhoMarksEverythingTiesNothingTogether(t *testing.T) {
	p := lessonOf(t, summit)
	a := p.Listed()[0]
	c := &Class{Lesson: p}
	for n := range 5 {
		s := pupil(p, n)
		s.mark(a, 0, quoted(t, a, "There is no deal"))
		s.mark(a, 0, quoted(t, a, "three hours of talks"))
		c.Students = append(c.Students, s)
	}
	c.Students[0].mark(a, 0, span.Span{End: a.Len()})
	d := disputes(t, c)
	if len(d.Places) != 3 || d.Places[0].At.Len() != a.Len() || d.Places[0].Marked != 1 {
		t.Errorf("places: %v", d.Places)
	}
	for i := range a.Len() {
		for j := i + 1; j <= a.Len(); j++ {
			c.Students[1].mark(a, 0, span.Span{Start: i, End: j})
		}
	}
	if d := disputes(t, c); len(d.Places) == 0 {
		t.Error("no places where somebody marked everything")
	}
}

func TestHeatCountsEveryCharacter(t *testing.T) {
	r := roll(t)
	for range 100 {
		c := someClass(t, r, 1+r.IntN(6), 1, 1+r.IntN(5))
		a := c.Lesson.Listed()[0]
		tag := AnyTag
		if r.IntN(2) == 0 {
			tag = testTag(r.IntN(testTags))
		}
		h := HeatOf(c, a.ID, tag)
		want := make([][]int, a.Len())
		for i, s := range c.Students {
			for at := range want {
				has := func(m Mark) bool {
					return (tag == AnyTag || slices.Contains(m.Tags, tag)) && slices.ContainsFunc(m.Pieces, func(p annotation.Piece) bool { return p.Has(at) })
				}
				if slices.ContainsFunc(s.Works[a.ID].Marks, has) {
					want[at] = append(want[at], i)
				}
			}
		}
		got := make([][]int, a.Len())
		for _, run := range h.Runs {
			for at := run.Start; at < run.End; at++ {
				got[at] = run.Students
			}
		}
		for at := range want {
			if !slices.Equal(got[at], want[at]) {
				t.Fatalf("at %d: %v, want %v", at, got[at], want[at])
			}
		}
		if len(h.Opened) != len(c.Opened(a.ID)) || len(h.AtLeast(2)) > len(h.Runs) {
			t.Fatalf("opened by %v", h.Opened)
		}
	}
}

func BenchmarkDisputes(b *testing.B) {
	for _, n := range []int{30, 200} {
		b.Run(fmt.Sprint(n, "x5x60"), func(b *testing.B) {
			c := someClass(b, roll(b), n, 5, 60)
			for b.Loop() {
				if _, err := DisputesOf(c, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkHeat(b *testing.B) {
	for _, n := range []int{30, 200} {
		b.Run(fmt.Sprint(n, "x5x60"), func(b *testing.B) {
			c := someClass(b, roll(b), n, 5, 60)
			for b.Loop() {
				for _, a := range c.Lesson.Listed() {
					HeatOf(c, a.ID, AnyTag)
				}
			}
		})
	}
}

func BenchmarkSettled(b *testing.B) {
	for _, n := range []int{30, 200} {
		b.Run(fmt.Sprint(n, "x5x60"), func(b *testing.B) {
			c := someClass(b, roll(b), n, 5, 60)
			d := disputes(b, c)
			for b.Loop() {
				d.With(c.Lesson)
			}
		})
	}
}
