package classroom

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

func TestTheHeadlineIsASentence(t *testing.T) {
	lesson := newLesson(t, texts...)
	ayse := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1").marks(0, "Nobody asked", "1").file(2)
	ben := begin(t, lesson, "Ben").marks(0, "There is no deal", "2").marks(1, "carefully staged", "1").file(2)
	p, _ := collected(t, lesson, ayse, ben)
	f := NewClass(p).Figures()
	// Of two marks and one on the shared article, one pair is on one place.
	if places, _ := f.Places.Value(); f.Shared != 1 || places != 2.0/3 {
		t.Errorf("places %v on %d articles", places, f.Shared)
	}
	if got, want := f.Headline(), "Two students picked at random marked the same passage 7 times in 10, and then chose the same tag not once."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if r := f.Rows[1]; r.Opened != 2 || r.Marks != 2 || r.Cells[1].Marks != 1 {
		t.Errorf("Ben’s row: %+v", r)
	}
	p, _ = collected(t, lesson, ayse)
	if f = NewClass(p).Figures(); f.Headline() == "" || f.Headline() != f.Places.Reason || f.Each[0].Reason == "" {
		t.Errorf("one student alone: %q", f.Headline())
	}
}

// many is a class of its own making: everybody opened all of five articles, and
// made sixty marks on each.
func manyStudents(tb testing.TB, students int) (project.Project, []File) {
	tb.Helper()
	r := rand.New(rand.NewPCG(1, 3))
	var long []string
	for n := range 5 {
		long = append(long, fmt.Sprintf("Article %d\n\n", n)+strings.Repeat(fmt.Sprintf("In report %d somebody says that it is so, and others that it is not. ", n), 90))
	}
	lesson := newLesson(tb, long...)
	tags := lesson.Tags.Sorted(annotation.CompareTags)
	var files []File
	for i := range students {
		s := begin(tb, lesson, fmt.Sprintf("Student %03d", i))
		d := project.Diff{Annotations: project.Changes[*annotation.Annotation]{}, Readings: project.Changes[*project.Reading]{}}
		for _, a := range lesson.Listed() {
			d.Readings[string(a.ID)] = project.Delta[*project.Reading]{To: &project.Reading{Article: a.ID, State: project.Done, Opened: noon}}
			for k := range 60 {
				start := 20 + 100*k + r.IntN(12)
				m := &annotation.Annotation{ID: annotation.ID(s.s.Mint()), Article: a.ID, Creator: s.s.Who, Created: noon, Modified: noon,
					Pieces: annotation.Pieces(a, span.Span{Start: start, End: start + 40 + r.IntN(20)}), Tags: []annotation.TagID{tags[r.IntN(3)].ID}}
				d.Annotations[m.Key()] = project.Delta[*annotation.Annotation]{To: m}
			}
		}
		s.do(d, nil)
		files = append(files, s.file(2))
	}
	return lesson, files
}

var classes = []int{30, 200}

func BenchmarkCollect(b *testing.B) {
	for _, n := range classes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			lesson, files := manyStudents(b, n)
			b.ResetTimer()
			for b.Loop() {
				if d, notes := Collect(lesson, files, project.Stamp{When: noon}); d.Size() != n {
					b.Fatal(notes)
				}
			}
		})
	}
}

// forClasses runs a benchmark for each size of class, with the project that has it.
func forClasses(b *testing.B, run func(b *testing.B, p project.Project)) {
	for _, n := range classes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			lesson, files := manyStudents(b, n)
			p, _ := collected(b, lesson, files...)
			run(b, p)
		})
	}
}

func BenchmarkClass(b *testing.B) {
	forClasses(b, func(b *testing.B, p project.Project) {
		for b.Loop() {
			NewClass(p)
		}
	})
}

func BenchmarkFigures(b *testing.B) {
	forClasses(b, func(b *testing.B, p project.Project) {
		c := NewClass(p)
		for b.Loop() {
			c.Figures()
		}
	})
}

func BenchmarkScore(b *testing.B) {
	forClasses(b, func(b *testing.B, p project.Project) {
		c := NewClass(p)
		var key []KeyMark
		for _, a := range p.Listed() {
			for _, m := range c.Students[0].Works[article.ID(a.ID)].Marks {
				key = append(key, KeyMark{ID: string(m.ID), Article: a.ID, Ways: [][]annotation.Piece{m.Pieces}, Tags: m.Tags})
			}
		}
		for b.Loop() {
			if _, err := c.ScoreAt(key, Fair, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRecompute is what the Class screen costs after a hand-in came: the
// class, and its places with all figures; BenchmarkScore is what a key adds.
func BenchmarkRecompute(b *testing.B) {
	forClasses(b, func(b *testing.B, p project.Project) {
		before := NewClass(p)
		for b.Loop() {
			c, err := before.Next(p, nil)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := DisputesOf(c, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
