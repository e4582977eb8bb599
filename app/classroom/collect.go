package classroom

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// File is a file that was brought to a class.
type File struct {
	Name string
	Data []byte
	// Project is what the file holds, where it is a project and no hand-in; Data
	// is then not looked at. Classroom knows no formats: who brings the files
	// reads those for which ReadHandIn has the code "project".
	Project *project.Project
	// Err is why the file could not be read at all; nil if it could.
	Err error
	// Notes are what was done so that it can be read, in sentences.
	Notes []string
	// Load reads the file when it is its turn, so that of thousands one is in
	// memory; nil where all is here. Its error is that of the pace.
	Load func(project.Pace) (File, error)
}

// Bounds of what is taken in at once, so that no folder can fill the memory.
const (
	maxFiles = 2_500
	maxTaken = 64 << 20 // bytes of hand-ins, as they are kept
)

// Collect takes hand-ins into the project of their lesson, as one step that can
// be undone. It never overwrites: an older hand-in of the same student stays.
// The notes are what there is to say about each file, in the order of their
// names: whether it was taken, and what was repaired.
func Collect(p project.Project, files []File, s project.Stamp) (project.Diff, []FileNote) {
	d, notes, _, _ := (&Class{Lesson: p}).Collect(files, s, nil) // only a pace ends it
	return d, notes
}

// Collect is the function Collect for the project of a class, of which what was
// read is not read again; it returns the class as it is with the files, too. The
// pace is told of each file and of the work on it, and an error is that of the pace.
func (c *Class) Collect(files []File, s project.Stamp, pace project.Pace) (project.Diff, []FileNote, *Class, error) {
	in := &collector{p: c.Lesson, when: annotation.Time(s.When), checks: map[string]string{}, read: handIns{}}
	// In the order of their names: which of two same files counts as skipped, and
	// what each is called, does not depend on how they were brought.
	files = slices.SortedFunc(slices.Values(files), byName)
	if err := in.all(files, pace.Part(0, fine, 2*fine)); err != nil {
		return project.Diff{}, nil, nil, err
	}
	d := project.PutClass(c.Lesson, in.records...)
	after, err := c.Lesson.Apply(d)
	if err != nil {
		panic(err) // it was made for the project just now
	}
	maps.Copy(in.read, c.read)
	class, err := newClass(after, &Class{read: in.read, stood: c.stood}, pace.Part(fine, 2*fine, 2*fine))
	if err != nil {
		return project.Diff{}, nil, nil, err
	}
	for _, n := range class.Notes {
		if _, came := in.checks[n.Check]; came || n.Check == "" {
			in.notes = append(in.notes, n)
		}
	}
	slices.SortStableFunc(in.notes, func(a, b FileNote) int { return strings.Compare(a.File, b.File) })
	if err := pace.At(2*fine, 2*fine); err != nil {
		return project.Diff{}, nil, nil, err
	}
	return d, in.notes, class, nil
}

// fine is into how many steps a part of the work is divided for the pace.
const fine = 1000

// byName orders files by their names. The second download of a file, which browsers
// call "Ayse.handin (1).json", stands behind the first.
func byName(a, b File) int {
	stemA, copyA := stem(a.Name)
	stemB, copyB := stem(b.Name)
	return cmp.Or(strings.Compare(stemA, stemB), cmp.Compare(copyA, copyB), strings.Compare(a.Name, b.Name))
}

// stem is the name of a hand-in without its end, and which download of it this is.
func stem(name string) (string, int) {
	name, number := strings.TrimSuffix(name, path.Ext(HandInExt)), 0
	if at := strings.LastIndexByte(name, '('); at > 0 && strings.HasSuffix(name, ")") {
		if n, err := strconv.Atoi(name[at+1 : len(name)-1]); err == nil {
			name, number = strings.TrimRight(name[:at], " "), n
		}
	}
	return strings.TrimSuffix(name, strings.TrimSuffix(HandInExt, path.Ext(HandInExt))), number
}

// collector takes in files one by one.
type collector struct {
	p       project.Project
	when    time.Time
	records []*project.ClassRecord
	notes   []FileNote
	read    handIns
	checks  map[string]string // of hand-ins that were taken -> name of the file
	taken   int               // bytes
}

// all takes in the files one after the other. An error is that of the pace.
func (c *collector) all(files []File, pace project.Pace) (err error) {
	if more := len(files) - maxFiles; more > 0 {
		files = files[:maxFiles]
		c.notes = append(c.notes, FileNote{Kind: NoteTooLarge, Message: fmt.Sprintf("%s left out: no more than %d are taken in at once.", problem.CountVerb(more, "file", "was", "were"), maxFiles),
			Hint: "Bring the others afterwards; in the order of their names they stand behind " + quotedFile(files[maxFiles-1].Name) + "."})
	}
	for i, f := range files {
		part := pace.Part(fine*i, fine*(i+1), fine*len(files))
		if err := part.At(0, 1); err != nil {
			return err
		}
		if f.Load != nil {
			name := f.Name
			if f, err = f.Load(part); err != nil {
				return err
			}
			f.Name = name
		}
		c.take(f)
	}
	return nil
}

func (c *collector) take(f File) {
	h, repaired, err := read(f, c.p)
	if err == nil {
		err = ofLesson(h, c.p)
	}
	if err != nil {
		c.refuse(f, err)
		return
	}
	who := cmp.Or(h.Student.Nickname, "(no name)")
	if name, here := c.checks[h.Check]; here {
		c.note(f.Name, who, NoteSame, "%s: the same hand-in as %s; skipped.", who, quotedFile(name))
		return
	}
	if c.p.ClassRecord(KindHandIn, h.Check) != nil {
		c.note(f.Name, who, NoteSame, "%s: this hand-in is here already; skipped.", who)
		return
	}
	if c.taken > maxTaken {
		c.note(f.Name, who, NoteTooLarge, "%s: left out, since the files before it fill %d MB.", who, maxTaken>>20)
		c.notes[len(c.notes)-1].Hint = "Bring it again afterwards."
		return
	}
	c.checks[h.Check] = f.Name
	r := &Received{HandIn: *h, File: nameOf(f.Name, longTitle), Repaired: slices.Concat(f.Notes, repaired), Partial: h.partial, Arrived: c.when}
	body := kept(r)
	c.taken += len(body.Body)
	c.records = append(c.records, body)
	c.read[body] = r
}

func (c *collector) note(file, who string, kind NoteKind, format string, args ...any) {
	c.notes = append(c.notes, FileNote{File: file, Student: who, Kind: kind, Message: fmt.Sprintf(format, args...)})
}

// read reads a file, whichever of the two it is.
func read(f File, lesson project.Project) (*HandIn, []string, error) {
	switch {
	case f.Err != nil:
		return nil, nil, f.Err
	case f.Project != nil:
		return HandInFrom(f.Name, *f.Project, lesson)
	}
	return ReadHandIn(f.Name, f.Data)
}

// refuse notes why a file was not taken, and whose it seems to be.
func (c *collector) refuse(f File, err error) {
	n := FileNote{File: f.Name, Student: nicknameIn(f.Data), Kind: NoteDamaged, Message: quotedFile(f.Name) + " could not be read.", Hint: hintAgain}
	if e, ok := errors.AsType[*problem.Error](err); ok {
		n.Message, n.Hint = e.Message, e.Hint
		if kind, ok := refusals[e.Code]; ok {
			n.Kind = kind
		}
	}
	c.notes = append(c.notes, n)
}

// refusals are the kinds of notes by the codes of errors.
var refusals = map[string]NoteKind{
	"zip": NoteOther, "project": NoteOther, "other": NoteOther, "newer": NoteOther, "key": NoteKey, "lesson": NoteLesson, "foreign": NoteForeign,
	"too-large": NoteTooLarge, "too-many-marks": NoteTooLarge, "truncated": NoteDamaged, "damaged": NoteDamaged,
}

// ofLesson says why a hand-in is not of the lesson; nil if it is. One that does
// not say which lesson it is of is known by its texts.
func ofLesson(h *HandIn, p project.Project) error {
	if h.Lesson.ID == LessonID(p) {
		return nil
	}
	who := cmp.Or(h.Student.Nickname, "A hand-in")
	if h.Lesson.ID == "" && slices.ContainsFunc(h.Articles, func(w Work) bool { return p.Current(w.Article) != nil }) {
		return nil
	}
	if h.Lesson.Fingerprint == Fingerprint(p) {
		return problem.Newf("foreign", "It asks the same as this one; open the project that their lesson was made in.",
			"%s: handed in to “%s”, which is a lesson of its own.", who, annotation.Clip(h.Lesson.Name))
	}
	which := "another lesson"
	if name := annotation.Clip(h.Lesson.Name); name != "" {
		which += ", “" + name + "”"
	}
	return problem.Newf("foreign", "Is it of another class? Open the project of that lesson, and bring the file there.", "%s: handed in to %s.", who, which)
}

// HandInFrom makes a hand-in of a project that somebody saved instead of handing
// in. The error is that of ReadHandIn, with the codes "lesson" where nobody's
// work is in the project, "key" where it is that of a teacher, or "foreign".
func HandInFrom(name string, q, lesson project.Project) (*HandIn, []string, error) {
	said := quotedFile(name)
	refuse := func(code, hint, format string, args ...any) (*HandIn, []string, error) {
		return nil, nil, problem.Newf(code, hint, "%s "+format, append([]any{said}, args...)...)
	}
	if LessonID(q) != LessonID(lesson) {
		return refuse("foreign", "Is it of another class, or of something else?", "is another project, “%s”.", annotation.Clip(q.Info().Name))
	}
	if who := q.Info().Annotator; isTeachers(q) || who != "" && who == lesson.Info().Annotator {
		return refuse("key", "It was not taken. Open it under Files, if it should be the project to work on.", "is a teacher’s copy of this lesson.")
	}
	h := HandInOf(q, lastTouched(q))
	if h.Counts.Opened == 0 && h.Counts.Answers == 0 {
		return refuse("lesson", "Ask the student for the file that “Hand in” saves.", "is the lesson itself: nobody has begun it.")
	}
	return h, []string{"The student saved the whole project; what they did in it was handed in."}, nil
}

// isTeachers reports whether a project is no copy that was handed out, or holds
// what only a teacher has.
func isTeachers(q project.Project) bool {
	if l := LessonOf(q); l != nil && !l.Out {
		return true
	}
	for r := range q.Class.Unordered() {
		if r.Kind == KindKey || r.Kind == KindHandIn || r.Kind == KindSettled {
			return true
		}
	}
	return false
}

// lastTouched is when somebody last did something in a project. Files do not say
// when they were saved.
func lastTouched(q project.Project) (last time.Time) {
	last = q.Info().Created
	for a := range q.Annotations.Unordered() {
		if a.Modified.After(last) {
			last = a.Modified
		}
	}
	for r := range q.Readings.Unordered() {
		if r.Opened.After(last) {
			last = r.Opened
		}
	}
	return last
}

// Discard takes a hand-in out of a class.
func Discard(p project.Project, check string) project.Diff {
	return project.DropClass(p, KindHandIn, check)
}

// NameStudent says who a student really is, "" that nobody should know. It stays
// in this browser: no file holds it.
func NameStudent(p project.Project, id annotation.PersonID, name string) project.Diff {
	if name = nameOf(name, longTitle); name == "" {
		return project.DropClass(p, KindName, string(id))
	}
	r := record(KindName, string(id), name)
	r.Private = true
	return project.PutClass(p, r)
}

// RealName is who a student really is, "" if the teacher has not said.
func (c *Class) RealName(id annotation.PersonID) string {
	name, _ := recordOf[string](c.Lesson, KindName, string(id))
	return name
}
