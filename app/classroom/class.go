package classroom

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// Class is what was handed in to a lesson, put side by side. It is worked out
// of the hand-ins that the project keeps, and nothing of it is stored.
type Class struct {
	// Lesson is the project that the hand-ins are kept in. Its articles in order
	// are Lesson.Listed().
	Lesson project.Project
	// Students are sorted by nickname, then by ID. No two have one ID, and no two
	// have nicknames that look the same.
	Students []*Pupil
	// Notes are what a teacher should know of the hand-ins that are kept.
	Notes []FileNote

	names map[annotation.TagID]string       // of tags that are not the lesson's
	asked map[annotation.AttributeID]string // what attributes are called that are not the lesson's
	read  handIns
	stood standing
}

// standing is where the marks of hand-ins stand. It holds as long as the texts
// of the lesson are the same, and as much may be spent on each hand-in.
type standing struct {
	texts project.Table[*article.Article]
	steps int
	of    map[*Received][]placed
}

// Pupil is a student with the hand-in that counts, which is the newest.
type Pupil struct {
	ID       annotation.PersonID
	Nickname string // as the class sees it: with a number if another one has the same
	// Works has one for each listed article of the lesson. Its marks stand on the
	// lesson's own text, in order; its state is project.NotStarted where the
	// student never opened the article, which is missing and not nothing.
	Works map[article.ID]*Work
	// Unplaced are marks that have no place in the lesson's texts. They count
	// nowhere, and are kept with the hand-in.
	Unplaced []Unplaced
	Answers  []Answer
	// Notes are what was repaired or found elsewhere, a sentence each.
	Notes []string

	Partial bool      // only the beginning of the file could be read
	HandIn  string    // the Check of the hand-in that counts
	File    string    // its name
	Made    time.Time // when it was handed in
	Late    bool      // after the time that the lesson gives
	Renewed int       // how many older ones of the same student are kept
}

// Unplaced is a mark that has no place in the article that it should be on.
type Unplaced struct {
	Article article.ID // of the lesson; "" if it is not known which one is meant
	Mark    Mark
}

// FileNote is what there is to say about a file that was brought, or about a
// hand-in that is kept.
type FileNote struct {
	File    string // its name; "" where the note is about several
	Check   string // of the hand-in in it; "" if none is kept
	Student string // the nickname, as far as it is known
	Kind    NoteKind
	Message string // a sentence, with the student's name where it is known
	Hint    string // what to do about it, "" where there is nothing
}

// String is the note on one line.
func (n FileNote) String() string {
	s := n.Message
	if n.File != "" && !strings.HasPrefix(s, quotedFile(n.File)) {
		s = FileName(n.File) + ": " + s
	}
	if n.Hint != "" {
		s += " " + n.Hint
	}
	return s
}

// inArchive is between the name of an archive and that of a file in it, in the names
// of files that are brought.
const inArchive = "!/"

// FileName is the name of a file as people say it: of one in an archive, in which
// one it is.
func FileName(name string) string {
	parts := strings.Split(name, inArchive)
	slices.Reverse(parts)
	return strings.Join(parts, " in ")
}

// quotedFile is the name of a file in a sentence.
func quotedFile(name string) string {
	parts := strings.Split(name, inArchive)
	last := len(parts) - 1
	said := "“" + clipped(parts[last], 80) + "”"
	if last > 0 {
		said += " in " + clipped(FileName(strings.Join(parts[:last], inArchive)), 80)
	}
	return said
}

// NoteKind says what a note is about, for programs.
type NoteKind string

// The kinds of notes.
const (
	NoteRepaired NoteKind = "repaired"  // something was mended, or left out of what was read
	NotePartial  NoteKind = "partial"   // only the beginning of the file could be read, and counts until it comes again
	NoteMoved    NoteKind = "version"   // made for another version of an article
	NoteSame     NoteKind = "same"      // the same hand-in again: skipped
	NoteOlder    NoteKind = "older"     // kept, but a newer one counts
	NoteTwins    NoteKind = "twins"     // two students who look like one, or the other way round
	NoteForeign  NoteKind = "foreign"   // of another lesson: not taken
	NoteDamaged  NoteKind = "damaged"   // cannot be read: not taken
	NoteKey      NoteKind = "key"       // somebody's key: not taken
	NoteLesson   NoteKind = "lesson"    // a lesson, with nobody's work in it: not taken
	NoteOther    NoteKind = "other"     // something else: not taken
	NoteTooLarge NoteKind = "too-large" // larger than any hand-in: not taken
	NoteLate     NoteKind = "late"      // after the time that the lesson gives
	NoteClock    NoteKind = "clock"     // made after it came: of a computer whose clock is wrong
)

// Taken reports whether the file that the note is about counts, or may count
// one day. One that was not taken needs a look.
func (n FileNote) Taken() bool {
	switch n.Kind {
	case NoteForeign, NoteDamaged, NoteKey, NoteLesson, NoteOther, NoteTooLarge:
		return false
	}
	return true
}

// NewClass puts together what is kept in a project.
func NewClass(p project.Project) *Class {
	c, _ := NewClassAt(p, nil) // only a pace ends it
	return c
}

// NewClassAt is NewClass at a pace. An error is that of the pace.
func NewClassAt(p project.Project, pace project.Pace) (*Class, error) {
	return newClass(p, &Class{}, pace)
}

// Next is NewClassAt of another state of the project. Hand-ins that both have are
// not read again, nor their marks looked for, which is most of the work.
func (c *Class) Next(p project.Project, pace project.Pace) (*Class, error) {
	return newClass(p, c, pace)
}

// handIns are hand-ins as they were read, by their records. Nobody changes them.
type handIns map[*project.ClassRecord]*Received

// of reads the hand-ins of a project, those of before excepted. lost is how many
// records cannot be read: only another program, or damage, makes one. An error is
// that of the pace.
func (before handIns) of(p project.Project, pace project.Pace) (out handIns, lost int, err error) {
	out = handIns{}
	done := 0
	for r := range p.Class.Unordered() {
		if done++; r.Kind != KindHandIn {
			continue
		}
		one := before[r]
		if one == nil {
			if err := pace.At(done, p.Class.Len()); err != nil {
				return nil, 0, err
			}
			one = &Received{}
			if !quickly(r.Body, one) {
				if *one = (Received{}); json.Unmarshal(r.Body, one) != nil {
					lost++
					continue
				}
			}
			one.Check = r.ID // what stands in the record cannot make two of one
		}
		out[r] = one
	}
	return out, lost, nil
}

func newClass(p project.Project, before *Class, pace project.Pace) (*Class, error) {
	read, lost, err := before.read.of(p, pace.Part(0, fine, 2*fine))
	if err != nil {
		return nil, err
	}
	c := &Class{Lesson: p, names: map[annotation.TagID]string{}, asked: map[annotation.AttributeID]string{}, read: read}
	due := time.Time{}
	if l := LessonOf(p); l != nil {
		due = l.Due
	}
	d := newDesk(c)
	groups := c.group(slices.Collect(maps.Values(c.read)))
	listed := number(groups)
	d.place.versions(groups)
	c.stood = standing{p.Articles, d.place.steps, map[*Received][]placed{}}
	if before.stood.texts == c.stood.texts && before.stood.steps == c.stood.steps {
		d.before = before.stood.of
	}
	for i, g := range groups {
		if _, known := d.before[g.all[0]]; !known { // else it is over in a moment
			if err := pace.Part(fine, 2*fine, 2*fine).At(i, len(groups)); err != nil {
				return nil, err
			}
		}
		d.seat(g, due)
	}
	d.changed()
	if lost > 0 {
		c.note(FileNote{Kind: NoteDamaged, Message: fmt.Sprintf("%s kept here and cannot be read.", problem.CountVerb(lost, "hand-in", "was", "were")), Hint: hintAgain})
	}
	slices.SortFunc(c.Students, func(a, b *Pupil) int { return listed[a.ID] - listed[b.ID] })
	slices.SortStableFunc(c.Notes, func(a, b FileNote) int {
		return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Message, b.Message))
	})
	return c, nil
}

// number tells students apart who look the same, before anything is said of them. It
// returns where each stands in the list of all, by nickname and ID.
func number(groups []*group) map[annotation.PersonID]int {
	for _, g := range groups {
		g.name = cmp.Or(g.name, "(no name)")
	}
	sorted := slices.SortedFunc(slices.Values(groups), func(a, b *group) int {
		return cmp.Or(strings.Compare(annotation.Fold(a.name), annotation.Fold(b.name)), strings.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
	at, seen, taken := map[annotation.PersonID]int{}, map[string]int{}, map[string]bool{}
	for i, g := range sorted {
		at[g.id], taken[looks(g.name)] = i, true
	}
	for _, g := range sorted {
		fold := looks(g.name)
		if seen[fold]++; seen[fold] == 1 {
			continue
		}
		name := g.name
		for {
			g.name = fmt.Sprintf("%s (%d)", name, seen[fold])
			if !taken[looks(g.name)] {
				break
			}
			seen[fold]++
		}
		taken[looks(g.name)] = true
	}
	return at
}

// looks is the same for nicknames that look the same: capitals, signs that
// nobody sees, and whether a letter and its accent are one sign or two, make no
// difference.
func looks(nickname string) string {
	return annotation.Fold(composed(strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Cf, unicode.Variation_Selector), r == '\u034F', r == '\u115F', r == '\u1160', r == '\u3164', r == '\uFFA0':
			return -1
		}
		return r
	}, nickname)))
}

// Student returns the student with an ID, nil if there is none.
func (c *Class) Student(id annotation.PersonID) *Pupil {
	for _, s := range c.Students {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Tag is what a tag is called: one of the lesson, or one that a student made.
func (c *Class) Tag(id annotation.TagID) string {
	if t := c.Lesson.Tag(id); t != nil {
		return t.Name
	}
	return cmp.Or(c.names[id], string(id))
}

// Opened are the students who opened an article, in order.
func (c *Class) Opened(id article.ID) (out []*Pupil) {
	for _, s := range c.Students {
		if w := s.Works[id]; w != nil && w.State != project.NotStarted {
			out = append(out, s)
		}
	}
	return out
}

// Articles are the listed articles of the lesson as agreement compares them,
// in order. Annotators are the IDs of students, labels the IDs of tags. Each
// piece of a mark, and each of its tags, is a mark of its own there. Who opened
// an article and marked nothing is among its readings.
func (c *Class) Articles() []agreement.Article {
	var out []agreement.Article
	for _, text := range c.Lesson.Listed() {
		a := agreement.Article{Length: text.Len()}
		for _, s := range c.Opened(text.ID) {
			marks := s.Works[text.ID].Marks
			reading := agreement.Reading{Annotator: string(s.ID), Marks: make([]agreement.Mark, 0, len(marks))}
			for i := range marks {
				m := &marks[i]
				reading.Marks = compared(reading.Marks, m.Pieces, m.Tags)
			}
			a.Readings = append(a.Readings, reading)
		}
		out = append(out, a)
	}
	return out
}

// compared adds a mark as agreement has it: one for each of its pieces and tags.
func compared(out []agreement.Mark, pieces []annotation.Piece, tags []annotation.TagID) []agreement.Mark {
	if len(tags) == 0 {
		tags = untagged
	}
	for i := range pieces {
		for _, t := range tags {
			out = append(out, agreement.Mark{Span: pieces[i].Span, Label: string(t)})
		}
	}
	return out
}

var untagged = []annotation.TagID{""}

// Marks is how many marks of the student count: those on articles that the student
// opened.
func (s *Pupil) Marks() (n int) {
	for _, w := range s.Works {
		n += w.counted()
	}
	return n
}

// Uncounted is how many marks of the student do not count, since the file broke
// off in the midst of their article, and nobody knows what else was marked in it.
func (s *Pupil) Uncounted() (n int) {
	for _, w := range s.Works {
		n += len(w.Marks) - w.counted()
	}
	return n
}

// counted is how many of the marks count.
func (w *Work) counted() int {
	if w.State == project.NotStarted {
		return 0
	}
	return len(w.Marks)
}

// Opened is how many of the lesson's articles the student opened.
func (s *Pupil) Opened() (n int) {
	for _, w := range s.Works {
		if w.State != project.NotStarted {
			n++
		}
	}
	return n
}

// Spans are the places of a mark.
func (m Mark) Spans() []span.Span {
	out := make([]span.Span, len(m.Pieces))
	for i, p := range m.Pieces {
		out[i] = p.Span
	}
	return out
}
