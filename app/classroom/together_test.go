package classroom

import (
	"fmt"
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

// What is said of a file that was not taken goes when it comes again, when it was
// taken, and when the teacher has seen it; undo brings it back.
func TestRefusedFilesDoNotNeedALookForEver(t *testing.T) {
	lesson := newLesson(t, texts...)
	good, other := begin(t, lesson, "Ayşe").marks(0, "no deal", "1").file(2), begin(t, lesson, "Ben").marks(1, "deal", "1").file(2)
	later := begin(t, lesson, "Cem").marks(1, "deal", "1").file(2)
	damaged := File{Name: good.Name, Data: good.Data[:20]}
	photo := File{Name: "photo.jpg", Data: []byte("\xFF\xD8")}
	refused := func(p project.Project) (files string) {
		for _, n := range NewClass(p).BroughtNotes() {
			if !n.Taken() {
				files += n.File + " "
			}
		}
		return files
	}
	hours := 0
	bring := func(p project.Project, files ...File) project.Project {
		t.Helper()
		hours++
		stamp := project.Stamp{When: noon.Add(time.Duration(hours) * time.Hour), Mint: minter(fmt.Sprint(hours))}
		d, notes, class, err := NewClass(p).Collect(files, stamp, nil)
		if err != nil {
			t.Fatal(err)
		}
		return apply(t, p, class.KeepNotes(d, notes, stamp))
	}
	first := bring(lesson, other, damaged, photo)
	if got := refused(first); got != "Ayşe.handin.json photo.jpg " {
		t.Fatalf("refused: %s", got)
	}
	if got := refused(bring(first, good)); got != "photo.jpg " {
		t.Errorf("after it was taken: %s", got)
	}
	if got := refused(bring(first, later, File{Name: photo.Name})); got != "Ayşe.handin.json photo.jpg " {
		t.Errorf("after it came again: %s", got)
	}
	if got := refused(bring(bring(lesson, good), other, damaged)); got != "Ayşe.handin.json " {
		t.Errorf("what came later than the one that was taken: %s", got)
	}
	d := Seen(first)
	seen := apply(t, first, d)
	if got := refused(seen); got != "" || refused(apply(t, seen, d.Reverse())) != refused(first) || !Seen(seen).Empty() {
		t.Errorf("seen: %s", got)
	}
	if NewClass(seen).Student(NewClass(first).Students[0].ID) == nil {
		t.Error("a student is gone")
	}
	// As they were kept before they knew their time.
	old := record(KindBrought, "old", []FileNote{{File: good.Name, Kind: NoteDamaged, Message: "Damaged."}, {File: photo.Name, Kind: NoteOther, Message: "A photo."}})
	p := apply(t, lesson, project.PutClass(lesson, old))
	if got := refused(p); got != "Ayşe.handin.json photo.jpg " {
		t.Errorf("of the form before: %s", got)
	}
	if got := refused(bring(p, good)); got != "photo.jpg " {
		t.Errorf("of the form before, taken: %s", got)
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
