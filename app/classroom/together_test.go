package classroom

import (
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/project"
	"claimlight/app/span"
)

// A place that the key has already is not in it twice when what was kept is made
// the key.
func TestWhatWasKeptIsNotInTheKeyTwice(t *testing.T) {
	lesson := newLesson(t, texts...)
	p, _ := collected(t, lesson, begin(t, lesson, "Ayşe").marks(0, "no deal", "1").marks(0, "three hours", "1").file(2),
		begin(t, lesson, "Ben").marks(0, "is no deal", "1").marks(0, "three hours", "1").file(2))
	teacher := &student{t: t, p: p, s: project.Stamp{When: noon, Mint: minter("key"), Who: p.Info().Annotator}}
	teacher.marks(0, "no deal", "1")
	d, err := DisputesOf(NewClass(teacher.p), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range d.Places {
		keep, err := Keep(teacher.p, place, []span.Span{place.Edges[0].Span}, []annotation.TagID{place.Tags[0].Tag}, teacher.s)
		teacher.do(keep, err)
	}
	into, err := SettledIntoKey(teacher.p)
	teacher.do(into, err)
	key, err := KeyOf(teacher.p)
	if err != nil || len(key) != 2 {
		t.Errorf("%d marks in the key of two places, %v", len(key), err)
	}
	if _, err := SettledIntoKey(teacher.p); err == nil {
		t.Error("the same again is something new")
	}
}

// Files that are collected in two tabs at once are kept both, and what there is to
// say about them.
func TestTwoTabsCollectAtOnce(t *testing.T) {
	lesson := newLesson(t, texts...)
	both := lesson
	for i, name := range []string{"Ayşe", "Ben"} {
		stamp := project.Stamp{When: noon, Mint: minter(name + " tab")}
		file := begin(t, lesson, name).marks(i, "deal", "1").file(2)
		junk := File{Name: name + ".jpg", Data: []byte("\xFF\xD8")}
		d, notes, class, err := NewClass(lesson).Collect([]File{file, junk}, stamp, nil)
		if err != nil {
			t.Fatal(err)
		}
		if both, err = both.Apply(class.KeepNotes(d, notes, stamp)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	c := NewClass(both)
	if len(c.Students) != 2 || !says(c.BroughtNotes(), NoteOther, "Ayşe.jpg") || !says(c.BroughtNotes(), NoteOther, "Ben.jpg") {
		t.Errorf("%d students, %v", len(c.Students), c.BroughtNotes())
	}
}

// Of two hand-ins of a student the newer one counts, as in a class, and what was
// deleted in between does not come back.
func TestAStudyTakesTheNewestHandIn(t *testing.T) {
	lesson := newLesson(t, texts...)
	ayse := begin(t, lesson, "Ayşe").marks(0, "no deal", "1").marks(0, "three hours", "1")
	old := HandInOf(ayse.p, noon)
	for an := range ayse.p.Annotations.Unordered() {
		ayse.do(project.Remove(ayse.p, ayse.s, an.ID))
	}
	newer := HandInOf(ayse.marks(0, "no deal", "1").p, noon.Add(time.Hour))
	renamed := *newer
	renamed.Student.Nickname, renamed.Made = "Eve", noon.Add(2*time.Hour)
	s := NewStudy([]Source{{Name: "lesson", Project: lesson}, {Name: "a", HandIn: old}, {Name: "b", HandIn: newer}, {Name: "c", HandIn: &renamed}})
	if len(s.Names) != 1 || s.Names[0] != "Eve" || len(s.Articles) == 0 || len(s.Articles[0].Readings[0].Marks) != 1 || !strings.Contains(strings.Join(s.Notes, " "), "older hand-in") {
		t.Errorf("%v, %v", s.Names, s.Notes)
	}
}
