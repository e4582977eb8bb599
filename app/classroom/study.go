package classroom

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// Source is a file of somebody who annotates: a project of any kind, or a
// hand-in.
type Source struct {
	Name    string // of the file
	Project project.Project
	HandIn  *HandIn // then Project is not looked at
}

// Study is who read what of some files, and what they marked, for comparing
// annotators where there is no lesson. It is the same in whatever order the
// files are given.
type Study struct {
	Articles []agreement.Article // annotators and labels as they are called
	Names    []string            // of the annotators, no two the same, sorted
	Notes    []string            // what was taken how, in sentences
}

// noTag is what stands for the tag of a mark that has none.
const noTag = "(no tag)"

// NewStudy puts files together. A mark that several of them have counts once, as
// it was changed last. Marks count on the current version of their article.
func NewStudy(sources []Source) *Study {
	s := &studies{texts: textsOf(sources), readers: map[string]*reader{}, marks: map[annotation.ID]*told{}, tags: newTagNames(), lengths: map[article.ID]int{}, titles: map[article.ID]string{}}
	sources = slices.Clone(sources)
	slices.SortStableFunc(sources, func(a, b Source) int { return strings.Compare(a.Name, b.Name) })
	for _, from := range s.newestOf(sources) {
		if from.HandIn != nil {
			s.handIn(from.Name, from.HandIn)
		} else {
			s.project(from.Name, from.Project)
		}
	}
	return s.study()
}

// newestOf leaves of the hand-ins of each student to a lesson the one that counts, as
// a class does; what is no hand-in stays.
func (s *studies) newestOf(sources []Source) (out []Source) {
	byLesson := map[string][]*Received{}
	for _, from := range sources {
		if h := from.HandIn; h != nil {
			byLesson[h.Lesson.ID] = append(byLesson[h.Lesson.ID], &Received{HandIn: *h, File: from.Name})
		} else {
			out = append(out, from)
		}
	}
	for _, lesson := range slices.Sorted(maps.Keys(byLesson)) {
		class := &Class{}
		for _, g := range class.group(byLesson[lesson]) {
			counts := g.all[0]
			counts.Student = Student{ID: g.id, Nickname: g.name}
			out = append(out, Source{Name: counts.File, HandIn: &counts.HandIn})
			for _, older := range g.all[1:] {
				if older.Check != counts.Check || older.Check == "" {
					class.note(olderNote(g.name, older))
				}
			}
		}
		for _, n := range class.Notes {
			s.note("%s", n)
		}
	}
	slices.SortStableFunc(out, func(a, b Source) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// textsOf is a project with the articles of all files, so that all know which
// is a correction of which.
func textsOf(sources []Source) project.Project {
	all := map[article.ID]*article.Article{}
	for _, from := range sources {
		if from.HandIn != nil {
			continue
		}
		for a := range from.Project.Articles.Unordered() {
			if have := all[a.ID]; have == nil || have.Meta.CorrectedBy < a.Meta.CorrectedBy {
				all[a.ID] = a
			}
		}
	}
	later := map[article.ID]article.ID{}
	for id, a := range all {
		if all[a.Meta.CorrectedBy] != nil {
			later[id] = a.Meta.CorrectedBy
		}
	}
	loops := project.Loops(later)
	var out []*article.Article
	for id, a := range all {
		if by := later[id]; by != a.Meta.CorrectedBy || loops[id] {
			m := a.Meta
			m.CorrectedBy = "" // two files say the opposite, or none has what came after
			a = a.WithMeta(m)
		}
		out = append(out, a)
	}
	return project.Project{Articles: project.TableOf(out...)}
}

// reader is somebody who annotates.
type reader struct {
	key, id, name string
	file          string              // the first that has them
	opened        map[article.ID]bool // marks or not
}

// told is a mark as a file tells it.
type told struct {
	*annotation.Annotation
	by *reader
}

// studies puts a Study together.
type studies struct {
	texts   project.Project
	readers map[string]*reader // by key
	marks   map[annotation.ID]*told
	tags    *tagNames
	lengths map[article.ID]int // of texts that no file has
	titles  map[article.ID]string
	differs int // marks that files tell differently
	notes   []string
}

func (s *studies) note(format string, args ...any) {
	s.notes = append(s.notes, fmt.Sprintf(format, args...))
}

// reader is who somebody of a file is: their ID and name. Files that were not
// opened as handed out have one ID for different people, and then the name tells
// them apart. Who has no ID is the file.
func (s *studies) reader(id annotation.PersonID, name, file string) *reader {
	name = strings.TrimSpace(name)
	key := "file:" + file
	if id != "" {
		key = string(id) + "\n" + looks(name)
	}
	if s.readers[key] == nil {
		s.readers[key] = &reader{key: key, id: string(id), name: name, file: file, opened: map[article.ID]bool{}}
	}
	return s.readers[key]
}

// handIn adds what a hand-in says.
func (s *studies) handIn(file string, h *HandIn) {
	who := s.reader(h.Student.ID, h.Student.Nickname, file)
	for _, n := range h.Tags {
		s.tags.add(annotation.TagID(n.ID), n.Name)
	}
	for _, w := range h.Articles {
		s.lengths[w.Article] = max(s.lengths[w.Article], w.Length)
		s.titles[w.Article] = max(s.titles[w.Article], w.Title)
		if w.State == project.NotStarted {
			continue // its marks, if it has any, are of a file that broke off
		}
		who.opened[w.Article] = true
		for _, m := range w.Marks {
			s.mark(&annotation.Annotation{ID: m.ID, Article: w.Article, Pieces: m.Pieces, Tags: m.Tags, Values: m.Values, Note: m.Note, Modified: m.Made}, who)
		}
	}
}

// project adds what a project says.
func (s *studies) project(file string, p project.Project) {
	for t := range p.Tags.Unordered() {
		s.tags.add(t.ID, t.Name)
	}
	me := p.Info().Annotator
	own := s.reader(me, nameIn(p, me), file)
	mine, others := 0, 0
	for m := range p.Annotations.All() {
		who := own
		if m.Creator != "" {
			who = s.reader(m.Creator, nameIn(p, m.Creator), file)
		}
		if who == own {
			mine++
		} else {
			others++
		}
		if s.texts.Article(m.Article) != nil { // if not, that was told where the file was read
			s.mark(m, who)
		}
	}
	s.opened(file, own, p, mine == 0 && others > 0)
	if me == "" && mine > 0 {
		s.note("%s does not say whose %s: taken for one annotator's.", file, problem.CountVerb(mine, "mark", "is", "are"))
	}
}

// nameIn is what somebody is called, "" if nobody knows.
func nameIn(p project.Project, id annotation.PersonID) string {
	if who := p.Person(id); who != nil {
		return cmp.Or(who.Nickname, who.Name)
	}
	return ""
}

// mark takes in a mark as a file tells it. Of two tellings that which was
// changed last counts.
func (s *studies) mark(m *annotation.Annotation, who *reader) {
	before := s.marks[m.ID]
	switch {
	case before == nil:
		s.marks[m.ID] = &told{m, who}
		return
	case sameMark(before.Annotation, m):
		return
	}
	s.differs++
	if by := cmp.Or(m.Modified.Compare(before.Modified), strings.Compare(fmt.Sprint(*m), fmt.Sprint(*before.Annotation))); by > 0 {
		s.marks[m.ID] = &told{m, who}
	}
}

// sameMark reports whether two files mark the same; a hand-in does not say who
// made a mark, nor when it was begun.
func sameMark(a, b *annotation.Annotation) bool {
	return a.Article == b.Article && a.Note == b.Note && a.Modified.Equal(b.Modified) &&
		slices.Equal(a.Pieces, b.Pieces) && slices.Equal(a.Tags, b.Tags) && slices.Equal(a.Values, b.Values)
}

// opened notes what the writer of a file opened, marks or not. Who only
// gathered the work of others opened articles too, and is no annotator: of a
// file with marks of others alone, only what was said to be done counts.
func (s *studies) opened(file string, own *reader, p project.Project, gathers bool) {
	left := 0
	for r := range p.Readings.All() {
		switch {
		case r.State == project.NotStarted || s.texts.Article(r.Article) == nil:
		case gathers && r.State != project.Done:
			left++
		default:
			own.opened[r.Article] = true
		}
	}
	if left > 0 {
		s.note("%s: its own annotator marked nothing and finished no article, and others did; taken for somebody who gathers, not for a reader.", file)
	}
}

// study is what came of it.
func (s *studies) study() *Study {
	if s.differs > 0 {
		s.note("%s in several files, but not the same: as it was changed last, it counts.", problem.CountVerb(s.differs, "mark", "is", "are"))
	}
	works := map[*reader]map[article.ID]*Work{}
	for _, key := range slices.Sorted(maps.Keys(s.readers)) {
		r := s.readers[key]
		works[r] = map[article.ID]*Work{}
		for id := range r.opened {
			s.workOn(works[r], id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.marks)) {
		m := s.marks[id]
		w := s.workOn(works[m.by], m.Article)
		w.Marks = append(w.Marks, Mark{ID: m.ID, Pieces: m.Pieces, Tags: m.Tags})
	}
	names := s.names(works)
	return s.compared(works, names)
}

// workOn is the work on an article, begun if it was not.
func (s *studies) workOn(works map[article.ID]*Work, id article.ID) *Work {
	if works[id] == nil {
		works[id] = &Work{Article: id, State: project.InWork}
	}
	return works[id]
}

// names gives those who read something a name that nobody else has.
func (s *studies) names(works map[*reader]map[article.ID]*Work) map[*reader]string {
	names, taken, ids := map[*reader]string{}, map[string]bool{}, map[string][]string{}
	for _, key := range slices.Sorted(maps.Keys(s.readers)) {
		r := s.readers[key]
		if len(works[r]) == 0 {
			continue
		}
		name := cmp.Or(r.name, path.Base(r.file))
		unique := name
		for n := 2; taken[unique]; n++ {
			unique = fmt.Sprintf("%s (%d)", name, n)
		}
		taken[unique], names[r] = true, unique
		if r.id != "" {
			ids[r.id] = append(ids[r.id], "“"+unique+"”")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		if same := slices.Sorted(slices.Values(ids[id])); len(same) > 1 {
			last := len(same) - 1
			s.note("%s and %s have one ID, and count as %d people: was a file not opened as handed out?", strings.Join(same[:last], ", "), same[last], len(same))
		}
	}
	return names
}
