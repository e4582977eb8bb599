package classroom

import (
	"encoding/json"
	"slices"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// OwnHandIn reads a hand-in just as it was saved, for whoever wants to go on with
// it; ReadHandIn reads one that may be damaged, for the teacher. said is what the
// file is called. The error is a *problem.Error.
func OwnHandIn(said string, data []byte) (*HandIn, error) {
	var h HandIn
	if len(data) > maxBytes || json.Unmarshal(data, &h) != nil || h.Claimlight != handInSign || h.Version > HandInVersion || h.Check != h.sum() {
		return nil, problem.Newf("damaged", "Your teacher can drop it on the Class screen, where more can be read.", "“%s” is not as it was when it was handed in, or is no hand-in.", said)
	}
	return &h, nil
}

// Back is what becomes of what was handed in where it is taken back.
type Back struct {
	Diff  project.Diff
	Left  int // marks on articles that the project does not have
	Marks int // that are here too, and otherwise: of each that stays which was changed later

	// Answers that are here too, and otherwise. They carry no time; when they were
	// handed in says which is the later one.
	Newer int // those that were handed in took their place
	Older int // changed since they were handed in: they stay
	Both  int // nobody can tell: both texts are kept, one below the other
}

// TakeBack brings back what was handed in to the one at work on a lesson, as when
// the browser has lost it: the marks that are not here, the answers, what was done,
// and who it was.
//
// The error, a *problem.Error, says whose work it is: somebody else's is not taken
// into one's own, and a hand-in of another lesson has no place here.
func TakeBack(p project.Project, h *HandIn, s project.Stamp) (b Back, err error) {
	if h.Lesson.ID != LessonID(p) {
		return b, problem.Newf("foreign", "Open that lesson first.", "This was handed in for another lesson: “%s”.", h.Lesson.Name)
	}
	if h.Student.ID != p.Info().Annotator && begun(p, h.Student.Nickname) {
		return b, problem.Newf("student", "If it is yours, choose “Begin this lesson anew” above the articles, and drop the file again.", "This was handed in by %s, and what is here is somebody else’s.", nameOf(h.Student.Nickname, longTitle))
	}
	var q project.Project
	q, b.Left = h.asProject(p, s)
	if problems := project.Check(q); len(problems) > 0 {
		return b, problem.Newf("damaged", "Your teacher can drop it on the Class screen, where more can be read.", "The hand-in does not fit the lesson: %s", problems[0].Message)
	}
	w := way{p: p}
	w.on(project.ActAs(p, annotation.Person{ID: h.Student.ID, Nickname: h.Student.Nickname}, s), nil)
	came, conflicts := project.Merge(w.p, q)
	w.on(came, nil)
	w.on(h.answers(p, w.p, &b), nil)
	w.on(h.finish(w.p, s))
	b.Diff, b.Marks = w.d, differing(conflicts)
	return b, w.err
}

// way is several changes one after the other, which make one.
type way struct {
	p   project.Project // as it is by then
	d   project.Diff    // how it came there
	err error           // the first
}

func (w *way) on(d project.Diff, err error) {
	if w.err == nil {
		w.err = err
	}
	if w.err == nil {
		w.p, w.err = w.p.Apply(d)
		w.d = w.d.Then(d)
	}
}

// begun reports whether somebody is at work who is not called by a nickname, or
// has done something.
func begun(p project.Project, nickname string) bool {
	counts := HandInOf(p, time.Time{}).Counts
	who := p.Person(p.Info().Annotator)
	return counts.Marks > 0 || counts.Answers > 0 || who != nil && who.Nickname != "" && looks(who.Nickname) != looks(nickname)
}

// differing counts the marks among what differs.
func differing(conflicts []project.Conflict) (n int) {
	for _, c := range conflicts {
		if c.Kind == "mark" {
			n++
		}
	}
	return n
}

// finish calls done what was handed in as done: an article is opened here before
// anybody can bring that back.
func (h *HandIn) finish(p project.Project, s project.Stamp) (d project.Diff, err error) {
	all := way{p: p}
	for _, w := range h.Articles {
		if w.State == project.Done && p.Article(w.Article) != nil {
			all.on(project.SetState(all.p, w.Article, project.Done, s))
		}
	}
	return all.d, all.err
}

// asProject is the lesson with what was handed in, as far as its marks stand on
// articles of p.
func (h *HandIn) asProject(p project.Project, s project.Stamp) (q project.Project, left int) {
	q = HandOut(p, nil)
	q.Tags, q.Attributes = h.codebook(p)
	var marks []*annotation.Annotation
	var readings []*project.Reading
	for _, w := range h.Articles {
		if p.Article(w.Article) == nil {
			left += len(w.Marks)
			continue
		}
		if w.State != project.NotStarted {
			readings = append(readings, &project.Reading{Article: w.Article, State: w.State, Opened: annotation.Time(s.When)})
		}
		for _, m := range w.Marks {
			marks = append(marks, &annotation.Annotation{ID: m.ID, Article: w.Article, Pieces: m.Pieces, Tags: m.Tags, Values: m.Values, Note: m.Note,
				Creator: h.Student.ID, Created: m.Made, Modified: m.Made})
		}
	}
	q.Annotations, q.Readings = project.TableOf(marks...), project.TableOf(readings...)
	q.People = project.TableOf(&annotation.Person{ID: h.Student.ID, Nickname: h.Student.Nickname})
	kept := []*project.ClassRecord{record(KindHanded, KindHanded, Handed{When: h.Made, Check: h.Check})}
	for _, a := range h.Answers {
		kept = append(kept, record(KindAnswer, a.Question, a))
	}
	q.Class = project.TableOf(kept...)
	return q, left
}

// codebook is that of the lesson, with the tags and attributes that the student
// made, of which only the names were handed in.
func (h *HandIn) codebook(p project.Project) (project.Table[*annotation.Tag], project.Table[*annotation.Attribute]) {
	tags, attributes := slices.Collect(p.Tags.All()), slices.Collect(p.Attributes.All())
	for _, t := range h.Tags {
		if id := annotation.TagID(t.ID); p.Tag(id) == nil {
			tags = append(tags, &annotation.Tag{ID: id, Name: t.Name, Color: len(tags) % annotation.Colors, Cue: annotation.Solid, Rank: len(tags)})
		}
	}
	for _, a := range h.Attributes {
		if id := annotation.AttributeID(a.ID); p.Attribute(id) == nil {
			attributes = append(attributes, &annotation.Attribute{ID: id, Name: a.Name, Rank: len(attributes)})
		}
	}
	return project.TableOf(tags...), project.TableOf(attributes...)
}
