package classroom

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// HandInVersion is the version of the form of hand-ins. It goes up when a
// program of the version before could no longer read what is written.
const HandInVersion = 1

// handInSign is what the first field of a hand-in says.
const handInSign = "hand-in"

// HandInExt is how the name of a hand-in ends.
const HandInExt = ".handin.json"

// HandIn is what a student hands in, as one JSON file. It holds no text but
// the quotes of the marks, and nothing of anybody else.
type HandIn struct {
	Claimlight string    `json:"claimlight"` // "hand-in"
	Version    int       `json:"version"`
	Lesson     LessonRef `json:"lesson"`
	Student    Student   `json:"student"`
	Made       time.Time `json:"made"`
	Articles   []Work    `json:"articles"` // in the order of the lesson, those never opened too
	// Tags are the tags and attributes that marks carry, and what they are called.
	Tags       []Named  `json:"tags"`
	Attributes []Named  `json:"attributes,omitempty"`
	Answers    []Answer `json:"answers,omitempty"`
	Counts     Counts   `json:"counts"`
	// Check is the SHA-256, in lower-case hexadecimal, of the file's JSON without
	// white space and with an empty Check.
	Check string `json:"check"`

	partial bool // only the beginning of the file could be read
}

// LessonRef says which lesson a hand-in is of.
type LessonRef struct {
	ID          string `json:"id"` // of the project, which stays the same when it is handed out
	Fingerprint string `json:"fingerprint"`
	Name        string `json:"name"`
}

// Student is who hands in.
type Student struct {
	ID       annotation.PersonID `json:"id"`
	Nickname string              `json:"nickname"`
}

// Named is a record of the codebook by its ID.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Work is what a student did with one article.
type Work struct {
	Article article.ID    `json:"article"`
	Title   string        `json:"title"`
	Length  int           `json:"length"` // code points
	State   project.State `json:"state"`  // project.NotStarted if it was never opened
	Marks   []Mark        `json:"marks"`
}

// Mark is an annotation as it is handed in.
type Mark struct {
	ID     annotation.ID      `json:"id"`
	Pieces []annotation.Piece `json:"pieces"`
	Tags   []annotation.TagID `json:"tags,omitempty"`
	Values []annotation.Value `json:"values,omitempty"`
	Note   string             `json:"note,omitempty"`
	// Made is when the mark was last changed.
	Made time.Time `json:"made"`
}

// Counts are how much there should be in a hand-in, so that damage is told.
type Counts struct {
	Articles int `json:"articles"`
	Opened   int `json:"opened"`
	Marks    int `json:"marks"`
	Answers  int `json:"answers"`
}

// HandInOf gathers what the project's own annotator did: their marks, and the
// marks that nobody signed. Marks of others, such as those that came with the
// lesson, are left out.
func HandInOf(p project.Project, made time.Time) *HandIn {
	info := p.Info()
	h := &HandIn{Claimlight: handInSign, Version: HandInVersion, Made: annotation.Time(made), Articles: []Work{}, Tags: []Named{},
		Lesson:  LessonRef{ID: LessonID(p), Fingerprint: Fingerprint(p), Name: info.Name},
		Student: Student{ID: info.Annotator}}
	if who := p.Person(info.Annotator); who != nil {
		h.Student.Nickname = cmp.Or(who.Nickname, who.Name)
	}
	h.gather(p)
	h.name(p)
	h.Check = h.sum()
	return h
}

// isOf reports whether a mark is somebody's own: signed by them, or by nobody.
func isOf(who annotation.PersonID, a *annotation.Annotation) bool {
	return a.Creator == who || a.Creator == ""
}

// LessonID is the ID that a lesson and its hand-ins are known by: that of the
// project it was handed out from.
func LessonID(p project.Project) string {
	if l := LessonOf(p); l != nil && l.ID != "" {
		return l.ID
	}
	return p.Info().ID
}

// gather adds the articles with the marks of their annotator, and the answers.
func (h *HandIn) gather(p project.Project) {
	marks := map[article.ID][]Mark{}
	own := map[annotation.ID]bool{}
	for a := range p.Annotations.Unordered() {
		if isOf(h.Student.ID, a) {
			marks[a.Article] = append(marks[a.Article], Mark{a.ID, a.Pieces, a.Tags, a.Values, a.Note, a.Modified})
			own[a.ID] = true
		}
	}
	for _, a := range p.ArticlesInOrder() {
		if a.Meta.CorrectedBy != "" && len(marks[a.ID]) == 0 {
			continue
		}
		w := Work{a.ID, a.Meta.Title, a.Len(), p.State(a.ID), marks[a.ID]}
		sortMarks(w.Marks)
		if w.Marks == nil {
			w.Marks = []Mark{}
		}
		if w.State == project.NotStarted && len(w.Marks) > 0 {
			w.State = project.InWork // whoever marks an article has opened it
		}
		h.Articles = append(h.Articles, w)
	}
	answers := records[Answer](p, KindAnswer)
	for _, id := range slices.Sorted(maps.Keys(answers)) {
		answer := answers[id]
		answer.Marks = slices.DeleteFunc(answer.Marks, func(id annotation.ID) bool { return !own[id] })
		h.Answers = append(h.Answers, answer)
	}
	h.Counts = h.count()
}

// name adds what the tags and attributes of the marks are called.
func (h *HandIn) name(p project.Project) {
	tags, attributes := map[string]string{}, map[string]string{}
	for _, w := range h.Articles {
		for _, m := range w.Marks {
			for _, id := range m.Tags {
				if t := p.Tag(id); t != nil {
					tags[string(id)] = t.Name
				}
			}
			for _, v := range m.Values {
				if a := p.Attribute(v.Attribute); a != nil {
					attributes[string(v.Attribute)] = a.Name
				}
			}
		}
	}
	h.Tags, h.Attributes = named(tags), named(attributes)
}

func named(names map[string]string) []Named {
	out := []Named{}
	for _, id := range slices.Sorted(maps.Keys(names)) {
		out = append(out, Named{id, names[id]})
	}
	return out
}

// compareMarks orders marks as they stand in the text.
func compareMarks(a, b Mark) int {
	if len(a.Pieces) > 0 && len(b.Pieces) > 0 {
		if by := cmp.Or(cmp.Compare(a.Pieces[0].Start, b.Pieces[0].Start), cmp.Compare(a.Pieces[0].End, b.Pieces[0].End)); by != 0 {
			return by
		}
	}
	return cmp.Compare(a.ID, b.ID)
}

// sortMarks orders marks as they stand in the text, which they mostly do already.
func sortMarks(marks []Mark) {
	for i := 1; i < len(marks); i++ {
		a, b := &marks[i-1], &marks[i]
		if len(a.Pieces) == 0 || len(b.Pieces) == 0 || a.Pieces[0].Start >= b.Pieces[0].Start {
			slices.SortFunc(marks, compareMarks)
			return
		}
	}
}

// count is how much there is.
func (h *HandIn) count() (c Counts) {
	c.Articles, c.Answers = len(h.Articles), len(h.Answers)
	for _, w := range h.Articles {
		c.Marks += len(w.Marks)
		if w.State != project.NotStarted {
			c.Opened++
		}
	}
	return c
}

// sum is what Check should be.
func (h *HandIn) sum() string {
	bare := *h
	bare.Check = ""
	data, err := json.Marshal(bare)
	if err != nil {
		panic(err) // texts, numbers and years of four digits can always be written
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Encode writes the hand-in as it is kept and as it travels.
func (h *HandIn) Encode(w io.Writer) error {
	return json.NewEncoder(w).Encode(h)
}
