package classroom

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
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
}

// Collect takes hand-ins into the project of their lesson, as one step that can
// be undone. It never overwrites: an older hand-in of the same student stays.
// The notes are what there is to say about each file, in the order of their
// names: whether it was taken, and what was repaired.
func Collect(p project.Project, files []File, s project.Stamp) (project.Diff, []FileNote) {
	d, notes, _ := CollectAt(p, files, s, nil) // only a pace ends it
	return d, notes
}

// CollectAt is Collect at a pace, which is told of each file. An error is that
// of the pace.
func CollectAt(p project.Project, files []File, s project.Stamp, pace project.Pace) (project.Diff, []FileNote, error) {
	c := &collector{p: p, when: annotation.Time(s.When), from: map[string]bool{}, checks: map[string]string{}, read: handIns{}}
	// In the order of their names: which of two same files counts as skipped, and
	// what each is called, does not depend on how they were brought.
	files = slices.SortedFunc(slices.Values(files), byName)
	for i, f := range files {
		if err := pace.At(i, len(files)); err != nil {
			return project.Diff{}, nil, err
		}
		c.take(f)
	}
	d := project.PutClass(p, c.records...)
	after, err := p.Apply(d)
	if err != nil {
		panic(err) // it was made for p just now
	}
	for _, n := range newClass(after, c.read).Notes {
		if n.File == "" || c.from[n.File] {
			c.notes = append(c.notes, n)
		}
	}
	slices.SortStableFunc(c.notes, func(a, b FileNote) int { return strings.Compare(a.File, b.File) })
	return d, c.notes, pace.At(len(files), len(files))
}

// byName orders files by their names. That of a copy, as browsers call it, "Ayse
// (1).handin.json", stands behind that of the file.
func byName(a, b File) int {
	stem := func(f File) string { return strings.TrimSuffix(f.Name, HandInExt) }
	return cmp.Or(strings.Compare(stem(a), stem(b)), strings.Compare(a.Name, b.Name))
}

// collector takes in files one by one.
type collector struct {
	p       project.Project
	when    time.Time
	records []*project.ClassRecord
	notes   []FileNote
	from    map[string]bool // names of files that were taken
	read    handIns
	checks  map[string]string // of hand-ins that were taken -> name of the file
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
		c.note(f.Name, who, NoteSame, "%s: the same hand-in as “%s”; skipped.", who, annotation.Clip(name))
		return
	}
	if c.p.ClassRecord(KindHandIn, h.Check) != nil {
		c.note(f.Name, who, NoteSame, "%s: this hand-in is here already; skipped.", who)
		return
	}
	name := nameOf(f.Name, longTitle)
	c.checks[h.Check], c.from[name] = f.Name, true
	r := &Received{HandIn: *h, File: name, Repaired: repaired, Partial: h.partial, Arrived: c.when}
	body := kept(r)
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
	if h.Lesson.ID == p.Info().ID {
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
	return problem.Newf("foreign", "Is it of another class? Open the project of that lesson, and bring the file there.",
		"%s: handed in to another lesson, “%s”.", who, annotation.Clip(h.Lesson.Name))
}

// HandInFrom makes a hand-in of a project that somebody saved instead of handing
// in. The error is that of ReadHandIn, with the codes "lesson" where nobody's
// work is in the project, "key" where it is that of a teacher, or "foreign".
func HandInFrom(name string, q, lesson project.Project) (*HandIn, []string, error) {
	said := quotedFile(name)
	refuse := func(code, hint, format string, args ...any) (*HandIn, []string, error) {
		return nil, nil, problem.Newf(code, hint, "%s "+format, append([]any{said}, args...)...)
	}
	if q.Info().ID != lesson.Info().ID {
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
