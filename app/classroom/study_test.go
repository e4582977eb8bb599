package classroom

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/test/dice"
)

// handed is what a student hands in, read back.
func handed(t *testing.T, s *student) *HandIn {
	t.Helper()
	h, repaired, err := ReadHandIn("f", s.file(2).Data)
	if err != nil || len(repaired) > 0 {
		t.Fatal(err, repaired)
	}
	return h
}

func f1(s *Study) float64 {
	v, _ := agreement.Compare(s.Articles, agreement.Half).Mean().Value()
	return v
}

func TestHandInsAndProjectsAreCompared(t *testing.T) {
	lesson := newLesson(t, texts...)
	mark := func(name string) *student {
		return begin(t, lesson, name).marks(0, "There is no deal", "1").marks(0, "Nobody asked", "2").opens(1)
	}
	ayse, ben := mark("Ayşe"), mark("Ben").marks(1, "carefully staged", "1")
	for what, sources := range map[string][]Source{
		"hand-ins alone": {{Name: "a", HandIn: handed(t, ayse)}, {Name: "b", HandIn: handed(t, ben)}},
		"projects":       {{Name: "a", Project: ayse.p}, {Name: "b", Project: ben.p}},
		"one of each":    {{Name: "a", HandIn: handed(t, ayse)}, {Name: "b", Project: ben.p}},
		"both of one":    {{Name: "a", HandIn: handed(t, ayse)}, {Name: "a2", Project: ayse.p}, {Name: "b", Project: ben.p}},
	} {
		s := NewStudy(sources)
		if len(s.Articles) != 2 || !reflect.DeepEqual(s.Names, []string{"Ayşe", "Ben"}) || len(s.Notes) > 0 {
			t.Fatalf("%s: %d articles, %v, %v", what, len(s.Articles), s.Names, s.Notes)
		}
		for _, a := range s.Articles {
			if a.Length == 0 || len(a.Readings) != 2 {
				t.Errorf("%s: %+v", what, a)
			}
		}
		if got := f1(s); got != 0.8 { // two of two, and of three
			t.Errorf("%s: %v", what, got)
		}
	}
}

func TestEarlierVersionsCountAsTheCurrentOne(t *testing.T) {
	lesson := newLesson(t, texts...)
	ayse := begin(t, lesson, "Ayşe").marks(1, "carefully staged", "1").marks(1, "second", "1")
	old := lesson.Listed()[1]
	now, err := article.New(old.Meta, strings.Replace(old.Text, "The press", "Later, the press", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := project.CorrectArticle(lesson, old.ID, now, nil, project.Stamp{When: noon, Mint: minter("correct")})
	if err != nil {
		t.Fatal(err)
	}
	corrected := apply(t, lesson, d)
	ben := begin(t, corrected, "Ben").marks(1, "carefully staged", "1").marks(1, "second", "1")
	ben.p.Articles = corrected.Articles // a whole project has the earlier version too
	s := NewStudy([]Source{{Name: "a", Project: ayse.p}, {Name: "b", Project: ben.p}})
	if len(s.Articles) != 1 || len(s.Articles[0].Readings) != 2 || f1(s) != 1 {
		t.Errorf("%+v", s.Articles)
	}
	if len(s.Notes) != 1 || s.Notes[0] != "Ayşe: 1 mark was made on other texts than are compared here, and found again by its words." {
		t.Errorf("notes: %q", s.Notes)
	}
}

func TestTagsAreComparedByWhatTheyMean(t *testing.T) {
	lesson := newLesson(t, texts...)
	tagged := func(name, tag string) Source {
		s := begin(t, lesson, name)
		d, id, err := project.AddTag(s.p, tag, s.s)
		s.do(d, err)
		d, _, err = project.Highlight(s.p, s.p.Listed()[0].ID, []span.Span{{Start: 0, End: 3}}, []annotation.TagID{id}, s.s)
		s.do(d, err)
		return Source{Name: name, Project: s.p}
	}
	if s := NewStudy([]Source{tagged("a", "Rumor"), tagged("b", "RUMOR")}); f1(s) != 1 || s.Articles[0].Readings[0].Marks[0].Label != "RUMOR" {
		t.Errorf("names that differ in case: %+v", s.Articles)
	}
	// One tag that somebody calls something else is one tag.
	ben := begin(t, lesson, "Ben").marks(0, "There is no deal", "1")
	tag := ben.p.Annotations.Sorted(annotation.Compare)[0].Tags[0]
	named := *ben.p.Tag(tag)
	named.Name = "Statement"
	d, err := project.EditTag(ben.p, named, ben.s)
	ben.do(d, err)
	if s := NewStudy([]Source{{Name: "a", Project: begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1").p}, {Name: "b", Project: ben.p}}); f1(s) != 1 {
		t.Errorf("a tag that was renamed: %+v", s.Articles)
	}
}

// Nothing depends on the order of files, nor of maps.
func TestAStudyKnowsNoOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(dice.Seed(t), 4))
	lesson := newLesson(t, texts...)
	shared := begin(t, lesson, "")
	var sources []Source
	for i, name := range []string{"Ayşe", "Ben", "Cem", ""} {
		s := &student{t, shared.p, shared.s} // all have one ID
		s.s.Mint = minter(name)
		if name != "" {
			s.do(project.SetAnnotator(s.p, "", name, s.s))
		}
		s.marks(i%2, []string{"There is no deal", "carefully staged"}[i%2], fmt.Sprint(1+i))
		sources = append(sources, Source{Name: fmt.Sprint("file ", i), Project: s.p})
		if i == 1 {
			id := s.p.Annotations.Sorted(annotation.Compare)[0].ID
			s.s.When = s.s.When.Add(1)
			s.do(project.SetNote(s.p, id, "again", s.s))
			sources = append(sources, Source{Name: "later", Project: s.p}, Source{Name: "handed in", HandIn: handed(t, s)})
		}
	}
	want := NewStudy(sources)
	if len(want.Names) != 4 || len(want.Notes) != 2 || !strings.Contains(want.Notes[1], "have one ID, and count as 4 people") {
		t.Errorf("%q %q", want.Names, want.Notes)
	}
	for range 50 {
		r.Shuffle(len(sources), func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
		if got := NewStudy(sources); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v\n%+v", got, want)
		}
	}
}

// Nothing that a hand-in says costs much more than a real one does: the work on
// quotes that stand nowhere is bounded.
func TestWrongQuotesCostLittle(t *testing.T) {
	long := "Report\n\n" + strings.Repeat("It is said that it is so, and by others that it is not. ", 2000)
	lesson := newLesson(t, long)
	s := begin(t, lesson, "Ayşe").marks(0, "It is said", "1")
	h := handed(t, s)
	m := h.Articles[0].Marks[0]
	for i := range maxMarks - 1 {
		other := m
		other.ID = derived("x", "", fmt.Sprint(i))
		other.Pieces = []annotation.Piece{{Span: span.Span{Start: 5 * i, End: 5*i + 10}, Quote: fmt.Sprintf("that %d men and women have never said anywhere %d", i, i)}}
		h.Articles[0].Marks = append(h.Articles[0].Marks, other)
	}
	h.Counts = h.count()
	h.Check = h.sum()
	var data bytes.Buffer
	if err := h.Encode(&data); err != nil {
		t.Fatal(err)
	}
	p, notes := collected(t, lesson, File{Name: "f", Data: data.Bytes()})
	c := NewClass(p)
	if len(c.Students) != 1 || len(c.Students[0].Unplaced)+c.Students[0].Marks() != maxMarks || !says(notes, NoteMoved, "without a place") {
		t.Fatalf("%v", notes)
	}
	pl := newPlacer(p)
	pl.work(h)
	if pl.spent.steps > 2*maxSteps || pl.spent.searched > maxSearched+2*len(long) {
		t.Errorf("spent %+v", pl.spent)
	}
}

func TestRealNamesStayHere(t *testing.T) {
	lesson := newLesson(t, texts...)
	p, _ := collected(t, lesson, begin(t, lesson, "Amber").opens(0).file(2))
	id := NewClass(p).Students[0].ID
	p = apply(t, p, NameStudent(p, id, " Ayşe\tYılmaz "))
	if got := NewClass(p).RealName(id); got != "Ayşe Yılmaz" {
		t.Errorf("the name is %q", got)
	}
	if r := p.ClassRecord(KindName, string(id)); r == nil || !r.Private {
		t.Error("the name would go into files")
	}
	if HandOut(p, nil).Class.Len() != 1 {
		t.Error("more than the lesson is handed out")
	}
	if p = apply(t, p, NameStudent(p, id, "")); p.ClassRecord(KindName, string(id)) != nil {
		t.Error("the name cannot be taken back")
	}
}
