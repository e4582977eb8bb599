package main

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
	"claimlight/app/project"
)

// noTag is what stands for the tag of a mark that has none.
const noTag = "(no tag)"

// study is who read what of some files, and what they marked.
type study struct {
	articles []agreement.Article
	names    []string // the annotators, as they are called
	notes    []string // what the figures leave out

	who     map[string]string                          // what somebody is called, by ID
	lengths map[article.ID]int                         // of articles, in code points
	order   []article.ID                               // in which they were met
	marks   map[article.ID]map[string][]agreement.Mark // by annotator; there if they opened it
	seen    map[annotation.ID]*annotation.Annotation   // so that no mark counts twice
	differs int                                        // marks that files tell differently
}

// studyOf gathers the annotators of files. A mark that is in several files, as
// one that was handed out, counts once.
func studyOf(files []*input) *study {
	s := &study{who: map[string]string{}, lengths: map[article.ID]int{}, marks: map[article.ID]map[string][]agreement.Mark{},
		seen: map[annotation.ID]*annotation.Annotation{}}
	for _, in := range files {
		if in.err == nil {
			s.take(in.name, in.project)
		}
	}
	if s.differs > 0 {
		s.notes = append(s.notes, fmt.Sprintf("%s in several files, but not the same: what the first of them says counts.", isOrAre(s.differs, "mark")))
	}
	slices.Sort(s.order) // so that the order of the files makes no difference
	for _, id := range s.order {
		a := agreement.Article{Length: s.lengths[id]}
		for _, who := range slices.Sorted(maps.Keys(s.marks[id])) {
			a.Readings = append(a.Readings, agreement.Reading{Annotator: s.who[who], Marks: s.marks[id][who]})
		}
		s.articles = append(s.articles, a)
	}
	return s
}

func isOrAre(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " is"
	}
	return count(n, noun) + " are"
}

// take adds what a file says.
func (s *study) take(name string, p project.Project) {
	for a := range p.Articles.All() {
		if _, known := s.lengths[a.ID]; !known {
			s.lengths[a.ID] = a.Len()
			s.marks[a.ID] = map[string][]agreement.Mark{}
			s.order = append(s.order, a.ID)
		}
	}
	own := s.person(p.Info().Annotator, name, p)
	mine, others := 0, 0
	for m := range p.Annotations.All() {
		who := own
		if m.Creator != "" {
			who = s.person(m.Creator, name, p)
		}
		if who == own {
			mine++
		} else {
			others++
		}
		if before := s.seen[m.ID]; before != nil {
			if !before.Equal(m) {
				s.differs++
			}
			continue
		}
		s.seen[m.ID] = m
		if s.marks[m.Article] == nil {
			continue // what it is on is in no file; that was reported where the file was read
		}
		s.call(who, name)
		s.marks[m.Article][who] = append(s.marks[m.Article][who], marksOf(m, p)...)
	}
	s.opened(name, own, p, mine == 0 && others > 0)
	if p.Info().Annotator == "" && mine > 0 {
		s.notes = append(s.notes, fmt.Sprintf("%s does not say whose %s: taken for one annotator's.", name, isOrAre(mine, "mark")))
	}
}

// person is who somebody of a file is, as a key: their ID and name. Files that
// were not opened as handed out have one ID for different people, and then the
// name tells them apart. Who has no ID is the file.
func (s *study) person(id annotation.PersonID, file string, p project.Project) string {
	if id == "" {
		return "file:" + file
	}
	return string(id) + "\n" + nameOf(p.Person(id))
}

// nameOf is what somebody is called, "" if nobody knows.
func nameOf(who *annotation.Person) string {
	if who == nil {
		return ""
	}
	return strings.TrimSpace(cmp.Or(who.Nickname, who.Name))
}

// opened notes what the writer of a file opened, marks or not. Who only
// gathered the work of others opened articles too, and is no annotator: of a
// file with marks of others alone, only what was said to be done counts.
func (s *study) opened(name, own string, p project.Project, gathers bool) {
	left := 0
	for r := range p.Readings.All() {
		switch {
		case r.State == project.NotStarted || s.marks[r.Article] == nil || s.marks[r.Article][own] != nil:
		case gathers && r.State != project.Done:
			left++
		default:
			s.call(own, name)
			s.marks[r.Article][own] = []agreement.Mark{}
		}
	}
	if left > 0 {
		s.notes = append(s.notes, fmt.Sprintf("%s: its own annotator marked nothing and finished no article, and others did; taken for somebody who gathers, not for a reader.", name))
	}
}

// call gives somebody a name that nobody else has.
func (s *study) call(who, file string) {
	if s.who[who] != "" {
		return
	}
	id, name, _ := strings.Cut(who, "\n")
	for other := range s.who {
		if otherID, _, _ := strings.Cut(other, "\n"); otherID == id {
			s.notes = append(s.notes, fmt.Sprintf("“%s” and “%s” have one ID, and count as two people: was a file not opened as handed out?", s.who[other], name))
			break
		}
	}
	name = cmp.Or(name, path.Base(file))
	unique := name
	for n := 2; slices.Contains(s.names, unique); n++ {
		unique = fmt.Sprintf("%s (%d)", name, n)
	}
	s.who[who] = unique
	s.names = append(s.names, unique)
}

// marksOf is an annotation as marks: one for each of its pieces and tags.
func marksOf(m *annotation.Annotation, p project.Project) (out []agreement.Mark) {
	labels := []string{noTag}
	if len(m.Tags) > 0 {
		labels = labels[:0]
	}
	for _, id := range m.Tags {
		label := string(id)
		if tag := p.Tags.Get(label); tag != nil {
			label = tag.Name
		}
		labels = append(labels, label)
	}
	for _, piece := range m.Pieces {
		for _, label := range labels {
			out = append(out, agreement.Mark{Span: piece.Span, Label: label})
		}
	}
	return out
}
