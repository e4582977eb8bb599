package classroom

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// hostile are files that would fill the memory, or keep the program for ever, if
// all that they say were taken for what it is; and the code of what is said.
func hostile() map[string]struct{ data, code string } {
	const begins = `{"claimlight":"hand-in","version":1,"student":{"nickname":"Mallory"},`
	many := func(n int, one string) string { return one + strings.Repeat(","+one, n-1) }
	mark := `{"pieces":[{"start":1,"end":9,"quote":"no deal?"}],"tags":["t"]}`
	return map[string]struct{ data, code string }{
		"nested":             {strings.Repeat("[", 8<<20), "damaged"},
		"nested marks":       {begins + `"articles":[{"marks":[` + strings.Repeat(`{"a":`, 1<<20), "damaged"},
		"a huge file":        {begins + `"articles":[{"title":"` + strings.Repeat("x", maxBytes), "too-large"},
		"a huge name":        {begins + `"articles":[],"answers":[{"text":"` + strings.Repeat("x", maxBytes-1<<10) + `"}]}`, ""},
		"a million marks":    {begins + `"articles":[{"article":"a","marks":[` + many(1_000_000, `{}`) + `]}]}`, "too-many-marks"},
		"a million zeros":    {begins + `"articles":[{"article":"a","marks":[` + many(1_000_000, `0`) + `]}]}`, "too-many-marks"},
		"zeros for articles": {begins + `"articles":[` + many(7_000_000, `0`) + `]}`, "too-many-marks"},
		"many articles":      {begins + `"articles":[` + many(maxWorks+1, `{}`) + `]}`, "too-many-marks"},
		"many marks":         {begins + `"articles":[{"article":"a","marks":[` + many(maxMarks+1, mark) + `]}]}`, "too-many-marks"},
		"marks here, there":  {begins + `"articles":[` + many(3, `{"article":"a","x":1,"marks":[`+many(maxMarks/2, mark)+`]}`) + `]}`, "too-many-marks"},
		"unknown fields":     {begins + `"articles":[],` + strings.TrimSuffix(strings.Repeat(`"x":1,`, 400_000), ",") + `}`, ""},
		"never closed":       {begins + `"articles":[{"article":"a","state":"done","marks":[` + many(10_000, mark), ""},
		"quotes":             {strings.Repeat(`"`, 8<<20), "other"},
		"NaN":                {begins + `"articles":[` + many(400_000, `NaN`) + `]}`, "too-many-marks"},
	}
}

func TestHostileHandInsAreBounded(t *testing.T) {
	for name, file := range hostile() {
		h, repaired, err := ReadHandIn("x.handin.json", []byte(file.data))
		if problem.Code(err) != file.code {
			t.Errorf("%s: %v, want the code %q", name, err, file.code)
			continue
		}
		if err == nil && (h.count().Marks > maxMarks || len(h.Articles) > maxWorks || len(repaired) == 0) {
			t.Errorf("%s: %+v, %v", name, h.Counts, repaired)
		}
	}
}

// Two thousand files are taken in one by one, of which the pace is told; where it
// ends the work, nothing has changed.
func TestTwoThousandFilesAtOnce(t *testing.T) {
	lesson := newLesson(t, texts...)
	one := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1").file(2).Data
	loaded := 0
	var files []File
	for i := range 2_000 {
		data := bytes.Replace(one, []byte("Ayşe"), fmt.Appendf(nil, "Ayşe %d", i), 1)
		if i%500 == 0 {
			data = []byte(hostile()["never closed"].data)
		}
		files = append(files, File{Name: fmt.Sprintf("%04d.handin.json", i), Load: func(project.Pace) (File, error) {
			loaded++
			return File{Data: data}, nil
		}})
	}
	told, last := 0, 0
	d, notes, _, err := NewClass(lesson).Collect(files, project.Stamp{When: noon}, func(done, total int) error {
		if told++; done < last || done > total {
			t.Errorf("told %d of %d after %d", done, total, last)
		}
		last = done
		return nil
	})
	if err != nil || loaded != 2_000 || told < 2_000 || d.Size() != 1_996 {
		t.Errorf("%d loaded, told %d times, %d records: %v", loaded, told, d.Size(), err)
	}
	if len(notes) < 4 || !says(notes, NoteForeign, "Mallory") {
		t.Errorf("of those of somebody else: %v", notes)
	}
	enough := errors.New("stopped")
	for _, after := range []int{1, told / 4, told * 3 / 4, told - 1} {
		n := 0
		d, _, _, err := NewClass(lesson).Collect(files, project.Stamp{When: noon}, func(int, int) error {
			if n++; n > after {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) || !d.Empty() || n != after+1 {
			t.Errorf("stopped after %d: %v, %d records, asked %d times", after, err, d.Size(), n)
		}
	}
}

// More than is taken in at once is left out with a word, whatever the order.
func TestWhatIsTakenAtOnceIsBounded(t *testing.T) {
	lesson := newLesson(t, texts...)
	var files []File
	for i := range maxFiles + 3 {
		files = append(files, File{Name: fmt.Sprintf("%05d", i), Data: []byte("no")})
	}
	_, notes := Collect(lesson, files, project.Stamp{When: noon})
	if len(notes) != maxFiles+1 || !says(notes, NoteTooLarge, "3 files were left out") {
		t.Errorf("%d notes, the first %v", len(notes), notes[0])
	}
}

func TestPositionsThatCannotBeRead(t *testing.T) {
	lesson := newLesson(t, texts...)
	whole := string(begin(t, lesson, "Ayşe").marks(0, "Nobody asked", "1").marks(0, "three hours", "2").file(2).Data)
	said := fmt.Sprintf(`"start":%d,"end":%d`, strings.Index(texts[0], "Nobody"), strings.Index(texts[0], "Nobody")+len("Nobody asked"))
	if !strings.Contains(whole, said) {
		t.Fatal(whole)
	}
	for _, position := range []string{`"start":"abc","end":"x"`, `"start":NaN,"end":-Infinity`, `"start":1e99,"end":1e99`, `"start":-7,"end":-2`, `"start":null,"end":null`, `"start":{},"end":[1]`,
		`"end":null`, `"start":1.5,"end":2.5`, `"start":"abc","end":` + fmt.Sprint(strings.Index(texts[0], "Nobody")+len("Nobody asked"))} {
		p, notes := collected(t, lesson, File{Name: "a", Data: []byte(strings.Replace(whole, said, position, 1))})
		s := NewClass(p).Students[0]
		if s.Marks() != 2 || len(s.Unplaced) > 0 || !says(notes, NoteRepaired, "The place of 1 piece of marks") {
			t.Errorf("%s: %d marks, %d lost: %v", position, s.Marks(), len(s.Unplaced), notes)
			continue
		}
		if m := s.Works[lesson.Listed()[0].ID].Marks[0]; m.Pieces[0].Quote != "Nobody asked" || m.Pieces[0].Start != strings.Index(texts[0], "Nobody") {
			t.Errorf("%s: it stands on %+v", position, m.Pieces)
		}
	}
	// What stands twice, or nowhere, is not guessed.
	for quote, lost := range map[string]string{"Nobody asked": "the ", "three hours": "a word of somebody else", "no": ""} {
		data := strings.Replace(strings.Replace(whole, said, `"start":"abc","end":"abc"`, 1), "Nobody asked", lost, 1)
		p, notes := collected(t, lesson, File{Name: "a", Data: []byte(data)})
		s := NewClass(p).Students[0]
		if lost != "" && (s.Marks() != 1 || len(s.Unplaced) != 1 || !says(notes, NoteMoved, "in article 1, 1 mark does not say where it should stand: 1 of 2 marks stands where it says, 1 is without a place")) {
			t.Errorf("%q: %d marks, %d lost: %v", quote, s.Marks(), len(s.Unplaced), notes)
		}
		if lost == "" && (s.Marks() != 1 || !says(notes, NoteRepaired, "1 mark without text or quote")) {
			t.Errorf("without a quote: %d marks: %v", s.Marks(), notes)
		}
	}
	// As programs write numbers that know no whole ones.
	same := strings.Replace(whole, said, strings.ReplaceAll(strings.ReplaceAll(said, `:`, `:"`), `,`, `",`)+`"`, 1)
	if p, notes := collected(t, lesson, File{Name: "a", Data: []byte(same)}); NewClass(p).Students[0].Marks() != 2 || says(notes, NoteRepaired, "could not be read, or was left out") {
		t.Errorf("%s: %v", same, notes)
	}
}

func TestAClockThatIsWrongIsTold(t *testing.T) {
	lesson := newLesson(t, texts...)
	s := begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1")
	early := s.file(24 + 73) // they arrive after 24 hours
	p, notes := collected(t, lesson, early)
	if !says(notes, NoteClock, "Ayşe: dated 3 days after it came: the clock of that computer may be wrong.") || len(NewClass(p).Students[0].Notes) == 0 {
		t.Errorf("alone: %v", notes)
	}
	right := s.marks(0, "three hours", "1").file(3)
	right.Name = "right"
	p, notes = collected(t, lesson, early, right)
	if c := NewClass(p); c.Students[0].Marks() != 2 || !says(notes, NoteClock, "Another one of this student counts.") {
		t.Errorf("beside one that is right: %v", notes)
	}
	soon := s.marks(0, "Nobody asked", "1").file(24 + 5)
	soon.Name = "soon"
	p, notes = collected(t, lesson, soon, right)
	if c := NewClass(p); c.Students[0].Marks() != 3 || !says(notes, NoteClock, "dated 5 hours after it came: the clock of that computer may be wrong. It counts") {
		t.Errorf("some hours off: %v", notes)
	}
}

// A letter with its accent is one sign or two; nobody sees which.
func TestNicknamesThatLookTheSame(t *testing.T) {
	lesson := newLesson(t, texts...)
	one, two := begin(t, lesson, "Ren\u00e9e").marks(0, "There is no deal", "1"), begin(t, lesson, "Rene\u0301e").marks(0, "Nobody asked", "2")
	p, notes := collected(t, lesson, one.file(2), two.file(3))
	if c := NewClass(p); len(c.Students) != 2 || looks(c.Students[0].Nickname) == looks(c.Students[1].Nickname) || !says(notes, NoteTwins, "Two students are called") {
		t.Errorf("%q: %v", nicknames(c), notes)
	}
	// One project that was opened again, under the same name as another system writes it.
	again := &student{t, one.p, one.s}
	again.do(project.SetAnnotator(again.p, "", "Rene\u0301e", again.s))
	fresh := File{Name: "again", Data: again.file(5).Data}
	if p, notes = collected(t, lesson, one.file(2), fresh); len(NewClass(p).Students) != 1 || says(notes, NoteTwins, "before") {
		t.Errorf("of one: %q, %v", nicknames(NewClass(p)), notes)
	}
}

// What stands in a file twice, mark by mark or article by article, counts once, and
// marks that only share an ID count both.
func TestWhatIsTwiceInAFileCountsOnce(t *testing.T) {
	lesson := newLesson(t, texts...)
	s := begin(t, lesson, "Ayşe").marks(0, "Nobody asked", "1").marks(0, "three hours", "2")
	whole := HandInOf(s.p, noon)
	brought := func(change func(h *HandIn)) (*Pupil, []FileNote) {
		h := *whole
		h.Articles = slices.Clone(h.Articles)
		change(&h)
		var data bytes.Buffer
		if err := h.Encode(&data); err != nil {
			t.Fatal(err)
		}
		p, notes := collected(t, lesson, File{Name: "a", Data: data.Bytes()})
		return NewClass(p).Students[0], notes
	}
	marks := whole.Articles[0].Marks
	if who, notes := brought(func(h *HandIn) { h.Articles[0].Marks = slices.Concat(marks, marks) }); who.Marks() != 2 || !says(notes, NoteRepaired, "2 marks stood in the file once more: counted once.") {
		t.Errorf("each mark twice: %d marks, %v", who.Marks(), notes)
	}
	if who, notes := brought(func(h *HandIn) { h.Articles = append(h.Articles, h.Articles[0]) }); who.Marks() != 2 || !says(notes, NoteRepaired, "2 marks stood in the file once more: counted once.") {
		t.Errorf("an article twice: %d marks, %v", who.Marks(), notes)
	}
	if who, notes := brought(func(h *HandIn) {
		other := marks[1]
		other.ID = marks[0].ID
		h.Articles[0].Marks = []Mark{marks[0], other}
	}); who.Marks() != 2 || !says(notes, NoteRepaired, "1 mark had no ID, or that of another: given one.") {
		t.Errorf("one ID for two: %d marks, %v", who.Marks(), notes)
	}
}
