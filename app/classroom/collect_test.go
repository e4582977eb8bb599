package classroom

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/test/dice"
)

func TestAClassIsWhatWasHandedIn(t *testing.T) {
	lesson := newLesson(t, texts...)
	ayse := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1").marks(1, "carefully staged", "2").file(2)
	ben := begin(t, lesson, "Ben").opens(0).file(2)
	p, notes := collected(t, lesson, ben, ayse)
	if len(notes) > 0 {
		t.Errorf("two sound files: %v", notes)
	}
	c := NewClass(p)
	if len(c.Students) != 2 || c.Students[0].Nickname != "Ayşe" || c.Students[0].Marks() != 2 || c.Students[1].Nickname != "Ben" {
		t.Fatalf("students: %+v", c.Students)
	}
	all := c.Articles()
	if len(all) != 2 || len(all[0].Readings) != 2 || len(all[0].Readings[1].Marks) != 0 {
		t.Errorf("opened and marked nothing is not a reading: %+v", all)
	}
	if len(all[1].Readings) != 1 || all[1].Readings[0].Annotator != string(c.Students[0].ID) {
		t.Errorf("never opened is not missing: %+v", all[1])
	}
	if m := all[0].Readings[0].Marks; len(m) != 1 || all[0].Readings[0].Marks[0].Span != (span.Span{Start: 12, End: 28}) || c.Tag(lesson.Tags.Sorted(func(a, b *tag) int { return strings.Compare(a.Digit, b.Digit) })[0].ID) == "" {
		t.Errorf("marks: %+v", m)
	}
}

func TestTheSameFileTwiceIsSkipped(t *testing.T) {
	lesson := newLesson(t, texts...)
	f := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1").file(2)
	copied := File{Name: "copy.handin.json", Data: f.Data}
	p, notes := collected(t, lesson, copied, f)
	if !says(notes, NoteSame, "Ayşe: the same hand-in as “Ayşe.handin.json”; skipped.") || len(NewClass(p).Students) != 1 {
		t.Errorf("notes %v", notes)
	}
	again, notes := collected(t, p, f)
	if !says(notes, NoteSame, "here already") || !again.Equal(p) {
		t.Errorf("brought again: %v", notes)
	}
}

func TestTheNewerOfTwoCountsAndTheOlderIsKept(t *testing.T) {
	lesson := newLesson(t, texts...)
	s := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1")
	first := s.file(2)
	second := s.marks(0, "Nobody asked", "2").file(3)
	second.Name = "Ayşe (1).handin.json"
	for _, order := range [][]File{{first, second}, {second, first}} {
		p, _ := collected(t, lesson, order[0])
		p, _ = collected(t, p, order[1])
		c := NewClass(p)
		if len(c.Students) != 1 || c.Students[0].Marks() != 2 || c.Students[0].Renewed != 1 || !says(c.Notes, NoteOlder, "Ayşe.handin.json: Ayşe: an older hand-in, of 2 March 2026, 14:00 UTC; the newer one counts.") {
			t.Errorf("students %+v, notes %v", c.Students, c.Notes)
		}
		if p = apply(t, p, Discard(p, c.Students[0].HandIn)); NewClass(p).Students[0].Marks() != 1 {
			t.Error("without the newer one the older does not count")
		}
	}
}

// Of two downloads of one file the second is the one that is skipped, whatever the
// browser calls it.
func TestTheFirstDownloadCounts(t *testing.T) {
	lesson := newLesson(t, texts...)
	data := begin(t, lesson, "Ayşe").marks(0, "no deal", "1").file(2).Data
	for _, names := range [][]string{{"Ayse.handin.json", "Ayse.handin (1).json"}, {"Ayse.handin.json", "Ayse.handin(1).json"}, {"Ayse.handin.json", "Ayse (1).handin.json"}, {"Ayse.handin (2).json", "Ayse.handin (10).json"}} {
		_, notes := collected(t, lesson, File{Name: names[1], Data: data}, File{Name: names[0], Data: data})
		if len(notes) != 1 || notes[0].File != names[1] || !strings.Contains(notes[0].Message, "“"+names[0]+"”") {
			t.Errorf("%v: %v", names, notes)
		}
	}
}

func TestTwoStudentsMayLookLikeOne(t *testing.T) {
	lesson := newLesson(t, texts...)
	one := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1")
	other := begin(t, lesson, "other").marks(0, "Nobody asked", "2")
	other.do(project.SetAnnotator(other.p, "", "ayşe", other.s))
	p, notes := collected(t, lesson, one.file(2), File{Name: "b", Data: other.file(3).Data})
	c := NewClass(p)
	if len(c.Students) != 2 || c.Students[0].Nickname == c.Students[1].Nickname || !says(notes, NoteTwins, "Two students are called “") {
		t.Errorf("two of one nickname: %v, notes %v", nicknames(c), notes)
	}

	shared := begin(t, lesson, "Ben")
	copied := &student{t, shared.p, shared.s}
	copied.s.Mint = minter("the copy")
	copied.do(project.SetAnnotator(copied.p, "", "Cem", copied.s))
	p, notes = collected(t, lesson, shared.marks(0, "There is no deal", "1").file(2), copied.marks(1, "carefully", "1").file(3))
	if c = NewClass(p); len(c.Students) != 2 || c.Students[0].ID == c.Students[1].ID || !says(notes, NoteTwins, "“Ben” and “Cem” have one ID and no mark in common") {
		t.Errorf("two of one ID: %v, notes %v", nicknames(c), notes)
	}

	before := shared.file(2)
	shared.do(project.SetAnnotator(shared.p, "", "Benny", shared.s))
	p, notes = collected(t, lesson, before, shared.file(4))
	if c = NewClass(p); len(c.Students) != 1 || c.Students[0].Nickname != "Benny" || !says(notes, NoteTwins, "“Benny” was called “Ben” before") {
		t.Errorf("one of two names: %v, notes %v", nicknames(c), notes)
	}
}

// What is said of a student goes by the name that the class shows.
func TestNotesNameStudentsAsTheClassDoes(t *testing.T) {
	lesson := newLesson(t, texts...)
	lesson = apply(t, lesson, EditLesson(lesson, func(l *Lesson) { l.Due = noon }))
	one, other := begin(t, lesson, "Ayşe"), begin(t, lesson, "other")
	other.do(project.SetAnnotator(other.p, "", "Ayşe", other.s))
	p, notes := collected(t, lesson, one.marks(0, "no deal", "1").file(3), File{Name: "b", Data: other.marks(0, "no deal", "1").file(3).Data})
	for _, s := range NewClass(p).Students {
		n := slices.IndexFunc(notes, func(n FileNote) bool { return n.Kind == NoteLate && n.Check == s.HandIn })
		if n < 0 || notes[n].Student != s.Nickname || !strings.HasPrefix(notes[n].Message, s.Nickname+": handed in on") {
			t.Errorf("of %s: %v", s.Nickname, notes)
		}
	}
}

func nicknames(c *Class) (out []string) {
	for _, s := range c.Students {
		out = append(out, s.Nickname)
	}
	return out
}

// revised is the lesson with another text in the place of the second.
func revised(t *testing.T, lesson project.Project, text string) project.Project {
	t.Helper()
	old := lesson.Listed()[1]
	a, err := article.New(old.Meta, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := lesson
	p.Articles = project.TableOf(lesson.Listed()[0], a)
	return p
}

func TestMarksOfAnotherVersionAreReanchored(t *testing.T) {
	lesson := newLesson(t, texts...)
	s := begin(t, lesson, "Ayşe").marks(1, "second", "1").marks(1, "walked away without a deal", "1").marks(1, "press conference was carefully", "2")
	now := "A second report\n\nThe two leaders walked away with no deal to end the war."
	// As the teacher's own correction, of which both texts are known.
	old := lesson.Listed()[1]
	corrected, err := article.New(old.Meta, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := project.CorrectArticle(lesson, old.ID, corrected, nil, project.Stamp{When: noon, Mint: minter("correct")})
	if err != nil {
		t.Fatal(err)
	}
	for how, p := range map[string]project.Project{"corrected": apply(t, lesson, d), "another text": revised(t, lesson, now)} {
		p, notes := collected(t, p, s.file(2))
		c := NewClass(p)
		w := c.Students[0].Works[corrected.ID]
		if !says(notes, NoteMoved, "Ayşe: made for another version of article 2; 1 of 3 marks stands where it stood, 1 was found again by its words, 1 is without a place.") {
			t.Errorf("%s: notes %v", how, notes)
		}
		if w == nil || len(w.Marks) != 2 || len(c.Students[0].Unplaced) != 1 {
			t.Fatalf("%s: %+v", how, c.Students[0])
		}
		for _, m := range w.Marks {
			if q := m.Pieces[0]; corrected.Slice(q.Start, q.End) != q.Quote {
				t.Errorf("%s: %+v stands not in the text", how, q)
			}
		}
		if got := w.Marks[1].Pieces[0].Quote; got != "walked away with no deal" {
			t.Errorf("%s: found again on %q", how, got)
		}
		if len(c.Articles()[1].Readings) != 1 {
			t.Errorf("%s: the article counts as never opened", how)
		}
	}
}

func TestWhatIsNoHandInIsNamed(t *testing.T) {
	lesson := newLesson(t, texts...)
	s := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1")
	good := s.file(2).Data
	other := newLesson(t, "Something else\n\nEntirely.")
	other.Infos = project.TableOf(&project.Info{ID: minter("x")(), Name: "9c", Created: noon})
	teachers := lesson
	handedOut := project.HandedOut(HandOut(lesson, nil), project.Stamp{When: noon, Mint: minter("new")})
	for _, c := range []struct {
		file File
		kind NoteKind
		says string
	}{
		{File{Data: good[:len(good)/4]}, NoteDamaged, "“f.json” breaks off before its end."},
		{File{Data: bytes.Replace(good, []byte(`"articles":[`), []byte(`"articles":[}`), 1)}, NoteDamaged, "is damaged in line 1, about "},
		{File{Data: nil}, NoteDamaged, "is empty"},
		{File{Data: []byte("PK\x03\x04....")}, NoteOther, "is a ZIP archive"},
		{File{Data: []byte(`[1,2]`)}, NoteOther, "is no hand-in"},
		{File{Data: []byte(`{"a":[]}`)}, NoteOther, "is JSON, but no hand-in"},
		{File{Data: []byte(`{"@context":[]}`)}, NoteOther, "is a project"},
		{File{Data: bytes.Replace(good, []byte(`"version":1`), []byte(`"version":2`), 1)}, NoteOther, "newer version"},
		{File{Data: []byte(`{"claimlight":"hand-in","articles":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "}")}, NoteDamaged, "deep"},
		{File{Data: []byte(`{"claimlight":"hand-in","articles":[{"marks":[` + strings.Repeat(`{},`, 1_000_000) + "{}]}]}")}, NoteTooLarge, "parts"},
		{File{Data: bytes.Repeat([]byte(" "), maxBytes+1)}, NoteTooLarge, "larger than 16 MB"},
		{begin(t, other, "Ben").marks(0, "Entirely", "1").file(2), NoteForeign, "Ben: handed in to another lesson, “9c”."},
		{File{Project: &other}, NoteForeign, "is another project, “9c”"},
		{File{Project: &teachers}, NoteKey, "a teacher’s copy"},
		{File{Project: &handedOut}, NoteLesson, "nobody has begun it"},
		{File{Err: fmt.Errorf("disk")}, NoteDamaged, "could not be read"},
	} {
		c.file.Name = "f.json"
		p, notes := collected(t, lesson, c.file)
		if !p.Equal(lesson) || !says(notes, c.kind, c.says) || len(notes) != 1 || notes[0].Taken() {
			t.Errorf("want %s %q, got %v", c.kind, c.says, notes)
		}
	}
	if _, notes := collected(t, lesson, File{Name: "f.json", Data: good[:bytes.Index(good, []byte(`"articles"`))]}); notes[0].Student != "Ayşe" {
		t.Errorf("whose file breaks off is not told: %+v", notes)
	}
	p, notes := collected(t, lesson, File{Name: "whole", Project: &s.p})
	if c := NewClass(p); len(c.Students) != 1 || c.Students[0].Marks() != 1 || !says(notes, NoteRepaired, "saved the whole project") {
		t.Errorf("a whole project: %v", notes)
	}
}

func TestWhatCanBeRepairedIs(t *testing.T) {
	lesson := newLesson(t, texts...)
	good := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1").marks(0, "Nobody asked", "1").file(2)
	change := func(f func(map[string]any)) File {
		var tree map[string]any
		if err := json.Unmarshal(good.Data, &tree); err != nil {
			t.Fatal(err)
		}
		f(tree)
		data, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		return File{Name: "f", Data: data}
	}
	mark := func(tree map[string]any, n int) map[string]any {
		return tree["articles"].([]any)[0].(map[string]any)["marks"].([]any)[n].(map[string]any)
	}
	for _, c := range []struct {
		what  string
		file  File
		says  string
		marks int
	}{
		{"counts", change(func(m map[string]any) { m["counts"].(map[string]any)["marks"] = 14 }), "2 articles, 1 opened, 14 marks and 0 answers; it holds 2 articles, 1 opened, 2 marks", 2},
		{"changed", change(func(m map[string]any) { mark(m, 0)["note"] = "added" }), "was changed since", 2},
		{"no check", change(func(m map[string]any) { delete(m, "check") }), "has no check", 2},
		{"nickname", change(func(m map[string]any) { m["student"].(map[string]any)["nickname"] = "A\u202Ey\x00s\ne" }), "was made “Ays e”", 2},
		{"no nickname", change(func(m map[string]any) { m["student"].(map[string]any)["nickname"] = "" }), "has no nickname", 2},
		{"a field", change(func(m map[string]any) { mark(m, 1)["color"] = "red" }), "does not know 1 field of the file, so left out: mark “color”.", 2},
		{"a kind", change(func(m map[string]any) { mark(m, 1)["note"] = 7 }), "1 field of the file could not be read, so left out: mark “note”.", 2},
		{"a mark", change(func(m map[string]any) { mark(m, 1)["pieces"] = []any{} }), "1 mark without text", 1},
		{"an ID", change(func(m map[string]any) { mark(m, 1)["id"] = mark(m, 0)["id"] }), "1 mark had no ID, or that of another", 2},
		{"a state", change(func(m map[string]any) { m["articles"].([]any)[0].(map[string]any)["state"] = "x" }), "not clear for 1 article", 2},
		{"a time", change(func(m map[string]any) { m["made"] = "yesterday" }), "does not say when", 2},
		{"no sign", change(func(m map[string]any) { delete(m, "claimlight") }), "does not say that it is a hand-in", 2},
		{"a quote", change(func(m map[string]any) {
			p := mark(m, 1)["pieces"].([]any)[0].(map[string]any)
			p["start"], p["end"] = 3, 9
		}), "in article 1 some quotes are not what stands there: 1 of 2 marks stands where it says, 1 was found again by its words.", 2},
		{"a lost quote", change(func(m map[string]any) {
			mark(m, 1)["pieces"].([]any)[0].(map[string]any)["quote"] = "entirely other words"
		}), "1 is without a place", 1},
		{"an article", change(func(m map[string]any) {
			m["articles"].([]any)[0].(map[string]any)["article"] = "zzz"
		}), "made for another version of article 1; all marks stand", 2},
		{"no lesson", change(func(m map[string]any) { m["lesson"] = nil }), "changed since", 2},
	} {
		p, notes := collected(t, lesson, c.file)
		class := NewClass(p)
		if len(class.Students) != 1 || class.Students[0].Marks() != c.marks {
			t.Errorf("%s: %v %v", c.what, class.Students, notes)
			continue
		}
		if !slices.ContainsFunc(notes, func(n FileNote) bool { return strings.Contains(n.Message, c.says) && n.Taken() }) {
			t.Errorf("%s: want %q, got %v", c.what, c.says, notes)
		}
		again, notes := collected(t, p, c.file)
		if !again.Equal(p) || !says(notes, NoteSame, "") {
			t.Errorf("%s: brought again it is another one: %v", c.what, notes)
		}
	}
}

// Of a file that breaks off, or is damaged in the middle, what stands before that
// counts, until the file comes again.
func TestWhatIsLeftOfADamagedFileCounts(t *testing.T) {
	lesson := newLesson(t, texts...)
	s := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1").marks(0, "Nobody asked", "1").marks(1, "carefully staged", "1")
	whole := s.file(2)
	at := bytes.Index(whole.Data, []byte("Nobody")) // within the second mark
	cut := File{Name: "cut", Data: whole.Data[:at]}
	garbled := File{Name: "garbled", Data: slices.Concat(whole.Data[:at], []byte("\"}]]]"), whole.Data[at:])}
	for _, f := range []File{cut, garbled} {
		p, notes := collected(t, lesson, f)
		c := NewClass(p)
		if len(c.Students) != 1 || c.Students[0].Marks() != 0 || c.Students[0].Uncounted() != 1 || !c.Students[0].Partial || !says(notes, NotePartial, "What could be read was taken: 1 mark on 1 article. The article is cut off, and is not counted. Ask for the file again.") {
			t.Fatalf("%s: %+v %v", f.Name, c.Students, notes)
		}
		if m := c.Students[0].Works[lesson.Listed()[0].ID].Marks[0]; len(m.Tags) != 1 || m.Pieces[0].Quote != "There is no deal" {
			t.Errorf("%s: %+v", f.Name, m)
		}
		for _, a := range lesson.Listed() { // the first is cut off, the second lost
			if w := c.Students[0].Works[a.ID]; w.State != project.NotStarted {
				t.Errorf("%s: what is lost counts as read", f.Name)
			}
		}
		p, _ = collected(t, p, whole)
		if c = NewClass(p); len(c.Students) != 1 || c.Students[0].Marks() != 3 || c.Students[0].Uncounted() != 0 || c.Students[0].Partial {
			t.Errorf("%s: the whole file does not take its place: %+v", f.Name, c.Students)
		}
	}
}

func TestAChangedLessonIsToldOnce(t *testing.T) {
	lesson := newLesson(t, texts...)
	ayse, ben := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1").file(2), begin(t, lesson, "Ben").opens(0).file(2)
	lesson = apply(t, lesson, PutLesson(lesson, Lesson{Task: "Mark everything."}))
	p, notes := collected(t, lesson, ayse, ben)
	if len(notes) != 1 || !says(notes, NoteMoved, "2 hand-ins were made before the codebook, the task or the questions were changed.") || NewClass(p).Students[0].Marks() != 1 {
		t.Errorf("%v", notes)
	}
}

func TestWhoIsLateIsTold(t *testing.T) {
	lesson := newLesson(t, texts...)
	lesson = apply(t, lesson, project.PutClass(lesson, record(KindLesson, KindLesson, Lesson{Due: noon.Add(3 * time.Hour)})))
	p, notes := collected(t, lesson, begin(t, lesson, "Ayşe").opens(0).file(2), begin(t, lesson, "Ben").opens(0).file(5))
	c := NewClass(p)
	if c.Students[0].Late || !c.Students[1].Late || !says(notes, NoteLate, "Ben: handed in on 2 March 2026, 17:00 UTC, after 2 March 2026, 15:00 UTC.") {
		t.Errorf("notes: %v", notes)
	}
}

func TestTagsOfOneNameAreOne(t *testing.T) {
	lesson := newLesson(t, texts...)
	for i, s := range []*student{begin(t, lesson, "Ayşe"), begin(t, lesson, "Ben")} {
		d, id, err := project.AddTag(s.p, []string{"Rumor", "RUMOR"}[i], s.s)
		s.do(d, err)
		a := s.p.Listed()[0]
		d, _, err = project.Highlight(s.p, a.ID, []span.Span{{Start: 0, End: 3}}, []tagID{id}, s.s)
		s.do(d, err)
		lesson, _ = collected(t, lesson, s.file(2))
	}
	c := NewClass(lesson)
	all := c.Articles()[0].Readings
	if len(all) != 2 || all[0].Marks[0].Label != all[1].Marks[0].Label || annotationFold(c.Tag(tagID(all[0].Marks[0].Label))) != annotationFold("rumor") {
		t.Errorf("two tags: %+v", all)
	}
}

// Whatever a file holds, it does no harm: it is read or refused with a sentence,
// and the class stands.
func TestNoFileSpoilsTheClass(t *testing.T) {
	r := rand.New(rand.NewPCG(dice.Seed(t), 1))
	lesson := newLesson(t, texts...)
	good := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1").marks(1, "carefully staged", "2").file(2).Data
	ben := begin(t, lesson, "Ben").marks(0, "There is no deal", "1").file(2)
	taken := 0
	for range 600 {
		data := slices.Clone(good)
		for range 1 + r.IntN(4) {
			at := r.IntN(len(data))
			switch r.IntN(4) {
			case 0:
				data[at] = byte(r.IntN(256))
			case 1:
				data = slices.Delete(data, at, min(at+1+r.IntN(30), len(data)))
			case 2:
				data = slices.Insert(data, at, data[at:min(at+r.IntN(60), len(data))]...)
			default:
				if digit := data[at]; digit >= '0' && digit <= '9' {
					data[at] = byte('0' + r.IntN(10))
				}
			}
		}
		p, notes := collected(t, lesson, ben, File{Name: "damaged", Data: data})
		c := NewClass(p)
		if problems := project.Check(p); len(problems) > 0 {
			t.Fatalf("the project is not sound: %v\n%s", problems, data)
		}
		if c.Students[0].Nickname != "Ben" && c.Students[len(c.Students)-1].Nickname != "Ben" && len(c.Students) < 2 {
			t.Fatalf("Ben is lost: %v", nicknames(c))
		}
		if len(c.Students) == 2 {
			taken++
		} else if len(notes) == 0 {
			t.Fatalf("left out in silence: %s", data)
		}
		for _, a := range c.Lesson.Listed() {
			for _, s := range c.Students {
				for _, m := range s.Works[a.ID].Marks {
					for _, q := range m.Pieces {
						if q.Empty() || a.Slice(q.Start, q.End) != q.Quote {
							t.Fatalf("a mark stands nowhere: %+v\n%s", m, data)
						}
					}
				}
			}
		}
	}
	if taken < 50 || taken > 590 {
		t.Errorf("%d of 600 were taken", taken)
	}
}

// A second student on one computer has a project of their own, and what they save
// of it whole counts for the lesson as well.
func TestAWholeProjectThatWasBegunAnewIsTaken(t *testing.T) {
	lesson := newLesson(t, texts...)
	first := begin(t, lesson, "Ben")
	again := &student{t: t, s: project.Stamp{When: noon.Add(time.Hour), Mint: minter("second")}}
	again.p = BeginAnew(first.p, again.s)
	again.s.Who = again.p.Info().Annotator
	again.do(project.SetAnnotator(again.p, "", "Ayşe", again.s))
	again.marks(0, "no deal", "1")
	p, notes := collected(t, lesson, File{Name: "ayse.claimlight.json", Project: &again.p})
	if c := NewClass(p); len(c.Students) != 1 || c.Students[0].Nickname != "Ayşe" {
		t.Errorf("%d students, %v", len(c.Students), notes)
	}
}

// A newer hand-in under the same name of file is a student's, and no older one.
func TestNotesAreOfTheHandInAndNotOfTheName(t *testing.T) {
	lesson := newLesson(t, texts...)
	ayse := begin(t, lesson, "Ayşe").marks(0, "no deal", "1")
	p, _ := collected(t, lesson, ayse.file(2))
	_, notes := collected(t, p, ayse.marks(0, "three hours", "1").file(3))
	if says(notes, NoteOlder, "") {
		t.Errorf("said of the newer one: %v", notes)
	}
}

// What is kept and cannot be read is told.
func TestADamagedRecordIsTold(t *testing.T) {
	lesson := newLesson(t, texts...)
	p, _ := collected(t, lesson, begin(t, lesson, "Ayşe").marks(0, "no deal", "1").file(2))
	p = apply(t, p, project.PutClass(p, &project.ClassRecord{Kind: KindHandIn, ID: "x", Body: []byte(`{"student":7}`)}))
	if c := NewClass(p); len(c.Students) != 1 || !says(c.Notes, NoteDamaged, "cannot be read") {
		t.Errorf("%d students, %v", len(c.Students), c.Notes)
	}
}

// Of a file in an archive people read in which one it is, and of one that cannot be
// read as a whole about how much could.
func TestFilesAreCalledAsPeopleSayIt(t *testing.T) {
	for name, want := range map[string][2]string{
		"a.json":                   {"a.json", "“a.json”"},
		"8b.zip!/in/a.json":        {"in/a.json in 8b.zip", "“in/a.json” in 8b.zip"},
		"8b.zip!/more.zip!/a.json": {"a.json in more.zip in 8b.zip", "“a.json” in more.zip in 8b.zip"},
	} {
		if got := [2]string{FileName(name), quotedFile(name)}; got != want {
			t.Errorf("%s is called %q", name, got)
		}
	}
	if n := (FileNote{File: "8b.zip!/a.json", Message: "Ayşe: late."}); n.String() != "a.json in 8b.zip: Ayşe: late." {
		t.Errorf("the note is %q", n)
	}
	for _, c := range []struct {
		read, whole int
		want        string
	}{{50, 50, "The end of the file is missing."}, {620, 1000, "Only the first 62% of the file could be read."}, {1, 1000, "Only the first 1% of the file could be read."}} {
		if got := readable(c.read, c.whole); got != c.want {
			t.Errorf("%d of %d: %q", c.read, c.whole, got)
		}
	}
}
