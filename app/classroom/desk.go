package classroom

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// desk is where hand-ins become students of a class.
type desk struct {
	*Class
	texts  []*article.Article          // the listed articles
	tags   map[string]annotation.TagID // by folded name: the lesson's, or the first that a student made
	place  *placer
	before map[*Received][]placed // where marks stood before, if they stand there still
	print  string                 // the lesson's fingerprint
	older  int                    // hand-ins made before what is asked was changed, on the same texts
}

func newDesk(c *Class) *desk {
	d := &desk{Class: c, texts: c.Lesson.Listed(), tags: map[string]annotation.TagID{}, place: newPlacer(c.Lesson), print: Fingerprint(c.Lesson)}
	for t := range c.Lesson.Tags.Unordered() {
		d.tags[annotation.Fold(t.Name)] = t.ID
	}
	return d
}

// seat makes a student of the newest hand-in of a group.
func (d *desk) seat(g *group, due time.Time) {
	r := g.all[0]
	s := &Pupil{ID: g.id, Nickname: g.name, Works: map[article.ID]*Work{}, Answers: r.Answers, Notes: slices.Clone(r.Repaired),
		Partial: r.Partial, HandIn: r.Check, File: r.File, Made: r.Made, Renewed: len(g.all) - 1}
	tag := d.tagsOf(&r.HandIn)
	for _, n := range r.Attributes {
		d.asked[annotation.AttributeID(n.ID)] = cmp.Or(d.asked[annotation.AttributeID(n.ID)], n.Name)
	}
	for _, text := range d.texts {
		s.Works[text.ID] = &Work{Article: text.ID, Title: text.Meta.Title, Length: text.Len(), State: project.NotStarted, Marks: []Mark{}}
	}
	if r.Lesson.Fingerprint != "" && r.Lesson.Fingerprint != d.print && !slices.ContainsFunc(r.Articles, func(w Work) bool { return s.Works[w.Article] == nil }) {
		d.older++
	}
	for _, said := range d.places(r) {
		for _, m := range said.unplaced {
			m.Tags = tagged(m.Tags, tag)
			s.Unplaced = append(s.Unplaced, Unplaced{said.article, m})
		}
		if said.note != "" {
			s.Notes = append(s.Notes, said.note)
			d.note(FileNote{File: r.File, Check: r.Check, Student: s.Nickname, Kind: NoteMoved, Message: s.Nickname + ": " + said.note, Hint: said.hint})
		}
		w := s.Works[said.article]
		if w == nil {
			continue
		}
		w.State = later(w.State, said.state)
		w.Marks = slices.Grow(w.Marks, len(said.marks))
		for i := range said.marks {
			w.Marks = append(w.Marks, said.marks[i])
			m := &w.Marks[len(w.Marks)-1]
			m.Tags = tagged(m.Tags, tag)
		}
		sortMarks(w.Marks)
	}
	d.clocks(g, s)
	for _, older := range g.all[1:] {
		d.note(olderNote(s.Nickname, older))
	}
	kind := NoteRepaired
	if r.Partial {
		kind = NotePartial
	}
	for _, what := range r.Repaired {
		d.note(FileNote{File: r.File, Check: r.Check, Student: s.Nickname, Kind: kind, Message: s.Nickname + ": " + what})
	}
	if s.Late = !due.IsZero() && r.Made.After(due); s.Late {
		d.note(FileNote{File: r.File, Check: r.Check, Student: s.Nickname, Kind: NoteLate, Message: fmt.Sprintf("%s: handed in on %s, after %s.", s.Nickname, day(r.Made), day(due))})
	}
	d.Students = append(d.Students, s)
}

func olderNote(student string, r *Received) FileNote {
	return FileNote{File: r.File, Check: r.Check, Student: student, Kind: NoteOlder,
		Message: fmt.Sprintf("%s: an older hand-in, of %s; the newer one counts.", student, day(r.Made))}
}

// places is where the marks of a hand-in stand.
func (d *desk) places(r *Received) []placed {
	out, known := d.before[r]
	if !known {
		out = d.place.work(&r.HandIn)
	}
	d.stood.of[r] = out
	return out
}

// clocks tells which hand-ins of a student say that they were made after they
// came, and what that means.
func (d *desk) clocks(g *group, s *Pupil) {
	for _, r := range g.all {
		early := r.early()
		if early < minutesOff {
			continue
		}
		n := FileNote{File: r.File, Check: r.Check, Student: s.Nickname, Kind: NoteClock,
			Message: fmt.Sprintf("%s: dated %s after it came: the clock of that computer may be wrong.", s.Nickname, lasting(early))}
		switch {
		case len(g.all) == 1:
		case r == g.all[0]:
			n.Hint = "It counts, and the others of this student do not. If another one should, remove this one."
		case r.ahead():
			n.Hint = "Another one of this student counts. If this one should, remove the other."
		}
		if r == g.all[0] {
			s.Notes = append(s.Notes, strings.TrimPrefix(n.Message, s.Nickname+": "))
		}
		d.note(n)
	}
}

// minutesOff is how much two clocks may differ without a word.
const minutesOff = 10 * time.Minute

// lasting is how long something takes, in words.
func lasting(d time.Duration) string {
	switch {
	case d == mostEarly:
		return "more than ten years"
	case d >= 48*time.Hour:
		return problem.Count(int(d.Hours()/24), "day")
	case d >= 2*time.Hour:
		return problem.Count(int(d.Hours()), "hour")
	}
	return problem.Count(int(d.Minutes()), "minute")
}

// changed notes that what is asked is not what it was for some hand-ins.
func (d *desk) changed() {
	if d.older > 0 {
		d.note(FileNote{Kind: NoteMoved, Message: fmt.Sprintf("%s made before the codebook, the task or the questions were changed.", problem.CountVerb(d.older, "hand-in", "was", "were")),
			Hint: "Their marks count; tags go by their names."})
	}
}

func day(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") }

// later is the state that has come further.
func later(a, b project.State) project.State {
	order := []project.State{project.NotStarted, project.InWork, project.Done}
	return order[max(slices.Index(order, a), slices.Index(order, b), 0)]
}

// tagsOf says which tag of the class each tag of a hand-in is: itself, if the
// lesson has it, or the one of the same name.
func (d *desk) tagsOf(h *HandIn) map[annotation.TagID]annotation.TagID {
	out := map[annotation.TagID]annotation.TagID{}
	for _, n := range h.Tags {
		id, fold := annotation.TagID(n.ID), annotation.Fold(n.Name)
		switch known, ok := d.tags[fold]; {
		case d.Lesson.Tag(id) != nil || fold == "":
		case ok:
			out[id] = known
		default:
			d.tags[fold], d.names[id] = id, n.Name
		}
	}
	return out
}

// tagged are the tags of a mark as the class has them, each once.
func tagged(tags []annotation.TagID, as map[annotation.TagID]annotation.TagID) (out []annotation.TagID) {
	if len(tags) == 1 { // as nearly all have
		if _, other := as[tags[0]]; !other {
			return slices.Clip(tags)
		}
	}
	for _, t := range tags {
		if to, ok := as[t]; ok {
			t = to
		}
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}
