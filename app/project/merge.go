package project

import (
	"cmp"
	"fmt"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
)

// Conflict is a record on which two projects that were merged do not agree.
// Ours, Theirs and Kept are plain words for people.
type Conflict struct {
	// Kind is the kind of record in the words of the screen: "mark",
	// "relation", "article", "tag", "attribute", "person", "reading state",
	// "project".
	Kind string
	ID   string
	// Ours and Theirs say what each of the two has.
	Ours, Theirs string
	// Kept says which of the two the merged project has: "ours", "theirs", or
	// what was done to keep both.
	Kept string
}

// What Conflict.Kept says where nothing else had to be done.
const (
	keptOurs   = "ours"
	keptTheirs = "theirs"
)

// Merge brings the records of q into p. What p does not have comes in. Where
// the two differ, the annotation or relation changed later stays, p's if there
// is no later; of everything else p's stays. An article that q has a corrected
// version of is an earlier version from then on. Each such difference is a
// Conflict, but for ranks, for when an article was first opened, and for what p
// has corrected and q has not. A tag or attribute
// that comes in under a name, or a tag with a digit, that is taken gets
// another name, or loses the digit. Tags and attributes come in even if p's
// codebook is closed, and each is reported.
//
// Both projects must be sound (see Check); then the outcome is. Merging the
// same q a second time changes nothing.
func Merge(p, q Project) (Diff, []Conflict) {
	d, conflicts, _ := MergeAt(p, q, nil) // nothing can stop it
	return d, conflicts
}

// MergeAt is Merge at a pace.
func MergeAt(p, q Project, pace Pace) (Diff, []Conflict, error) {
	m := merger{p: p, q: q, attributes: map[annotation.AttributeID]*annotation.Attribute{}}
	m.info()
	m.people()
	m.d.Articles = p.added(q.ArticlesInOrder())
	m.knownArticles()
	m.versions()
	m.tags()
	m.newAttributes()
	m.readings()
	m.class()
	if err := m.annotations(pace); err != nil {
		return Diff{}, nil, err
	}
	if err := m.relations(pace); err != nil {
		return Diff{}, nil, err
	}
	return m.d, m.conflicts, nil
}

type merger struct {
	p, q      Project
	d         Diff
	conflicts []Conflict
	// attributes are those that the merged project has, as far as they are
	// not p's.
	attributes map[annotation.AttributeID]*annotation.Attribute
}

func (m *merger) differ(kind, id, ours, theirs, kept string) {
	m.conflicts = append(m.conflicts, Conflict{kind, id, ours, theirs, kept})
}

func (m *merger) info() {
	ours, theirs := m.p.Infos.Get(infoKey), m.q.Infos.Get(infoKey)
	switch {
	case theirs == nil:
	case ours == nil:
		set(&m.d.Infos, nil, theirs)
	case ours.ID == theirs.ID && (ours.Name != theirs.Name || ours.Closed != theirs.Closed):
		m.differ("project", ours.ID, sayInfo(ours), sayInfo(theirs), keptOurs)
	}
}

func (m *merger) people() {
	for theirs := range m.q.People.All() {
		ours := m.p.Person(theirs.ID)
		if ours == nil {
			set(&m.d.People, nil, theirs)
		} else if !ours.Equal(theirs) {
			m.differ("person", theirs.Key(), sayPerson(ours), sayPerson(theirs), keptOurs)
		}
	}
}

func (m *merger) knownArticles() {
	for theirs := range m.q.Articles.All() {
		ours := m.p.Article(theirs.ID)
		if ours == nil {
			continue
		}
		meta := theirs.Meta
		meta.Rank, meta.CorrectedBy = ours.Meta.Rank, ours.Meta.CorrectedBy
		if !ours.Equal(theirs.WithMeta(meta)) {
			m.differ("article", theirs.Key(), sayArticle(ours, theirs), sayArticle(theirs, ours), keptOurs)
		}
	}
}

func (m *merger) readings() {
	for theirs := range m.q.Readings.All() {
		ours := m.p.Readings.Get(theirs.Key())
		if ours == nil {
			set(&m.d.Readings, nil, theirs)
		} else if ours.State != theirs.State {
			m.differ("reading state", theirs.Key(), sayState(ours.State), sayState(theirs.State), keptOurs)
		}
	}
}

func (m *merger) class() {
	for theirs := range m.q.Class.All() {
		ours := m.p.Class.Get(theirs.Key())
		if ours == nil {
			set(&m.d.Class, nil, theirs)
		} else if !ours.Equal(theirs) {
			m.differ("record of the class", theirs.Key(), "as it is here", "as it is in the file", keptOurs)
		}
	}
}

func (m *merger) tags() {
	names, digits := map[string]bool{}, map[string]bool{"": true}
	rank := m.p.lastTag()
	for t := range m.p.Tags.Unordered() {
		names[annotation.Fold(t.Name)], digits[t.Digit] = true, true
	}
	for _, theirs := range m.q.Tags.Sorted(annotation.CompareTags) {
		if ours := m.p.Tag(theirs.ID); ours != nil {
			m.knownTag(ours, theirs)
			continue
		}
		if m.p.Info().Closed && UsesOfTag(m.q, theirs.ID) == 0 {
			continue // a closed codebook takes in what marks need, and no more
		}
		t := *theirs
		if t.Name = unlike(t.Name, names); t.Name != theirs.Name {
			m.renamed("tag", t.Key(), theirs.Name, t.Name)
		}
		if digits[t.Digit] {
			t.Digit = ""
		}
		digits[t.Digit] = true
		rank = after(rank)
		t.Rank = rank
		set(&m.d.Tags, nil, &t)
		m.intoClosed("tag", t.Key(), t.Name)
	}
}

func (m *merger) knownTag(ours, theirs *annotation.Tag) {
	t := *theirs
	t.Rank = ours.Rank
	if !ours.Equal(&t) {
		m.differ("tag", t.Key(), sayTag(ours, theirs), sayTag(theirs, ours), keptOurs)
	}
}

// renamed reports that two different records had one name.
func (m *merger) renamed(kind, id, old, name string) {
	m.differ(kind, id, "“"+old+"”", "another "+kind+" of that name", "both: theirs is now called “"+name+"”")
}

// unlike returns the name, with a number behind it if it is taken, and takes
// it.
func unlike(name string, taken map[string]bool) string {
	out := name
	for n := 2; taken[annotation.Fold(out)]; n++ {
		out = fmt.Sprintf("%s (%d)", name, n)
	}
	taken[annotation.Fold(out)] = true
	return out
}

// knownTags are those of the tags that the merged project has.
func (m *merger) knownTags(tags []annotation.TagID) (known []annotation.TagID) {
	for _, t := range tags {
		if _, comes := m.d.Tags[string(t)]; comes || m.p.Tag(t) != nil {
			known = append(known, t)
		}
	}
	return known
}

func (m *merger) newAttributes() {
	names, rank := map[string]bool{}, 0
	for a := range m.p.Attributes.Unordered() {
		names[annotation.Fold(a.Name)], rank = true, max(rank, a.Rank)
	}
	for _, theirs := range m.q.Attributes.Sorted(annotation.CompareAttributes) {
		a := *theirs
		if ours := m.p.Attribute(a.ID); ours != nil {
			if a.Rank = ours.Rank; !ours.Equal(&a) {
				m.differ("attribute", a.Key(), sayAttribute(ours, m.p), sayAttribute(theirs, m.q), keptOurs)
			}
			continue
		}
		if a.Name = unlike(a.Name, names); a.Name != theirs.Name {
			m.renamed("attribute", a.Key(), theirs.Name, a.Name)
		}
		a.Tags = m.knownTags(a.Tags)
		rank = after(rank)
		a.Rank = rank
		set(&m.d.Attributes, nil, &a)
		m.attributes[a.ID] = &a
		m.intoClosed("attribute", a.Key(), a.Name)
	}
}

// intoClosed reports what came into a closed codebook: the marks that use it
// are worth more than the lock.
func (m *merger) intoClosed(kind, id, name string) {
	if m.p.Info().Closed {
		m.differ(kind, id, "the codebook is closed", "“"+name+"”, which it does not have", "theirs, for the sake of the marks that use it")
	}
}

func (m *merger) annotations(pace Pace) error {
	done, total := 0, m.q.Annotations.Len()
	var odd []*annotation.Annotation // of which something is to be said, or to be made fit
	for theirs := range m.q.Annotations.Unordered() {
		if err := pace.every(done, total); err != nil {
			return err
		}
		done++
		ours := m.p.Annotation(theirs.ID)
		switch {
		case ours == nil && m.fits(theirs):
			set(&m.d.Annotations, nil, theirs)
		case ours == nil || !ours.Equal(theirs):
			odd = append(odd, theirs)
		}
	}
	// In an order of their own, since one may bring the choice that the next uses.
	slices.SortFunc(odd, func(a, b *annotation.Annotation) int { return cmp.Compare(a.ID, b.ID) })
	for i, theirs := range odd {
		if err := pace.every(i, len(odd)); err != nil {
			return err
		}
		m.annotation(theirs)
	}
	return nil
}

// annotation deals with one that p does not have, or has in another state.
func (m *merger) annotation(theirs *annotation.Annotation) {
	ours := m.p.Annotation(theirs.ID)
	switch {
	case ours == nil:
		set(&m.d.Annotations, nil, m.fitted(theirs))
	case theirs.Modified.After(ours.Modified):
		m.differ("mark", theirs.Key(), sayMark(ours, m.p), sayMark(theirs, m.q), keptTheirs)
		set(&m.d.Annotations, ours, m.fitted(theirs))
	default:
		m.differ("mark", theirs.Key(), sayMark(ours, m.p), sayMark(theirs, m.q), keptOurs)
	}
}

// relations come after the annotations, all of which the merged project has.
func (m *merger) relations(pace Pace) error {
	done, total := 0, m.q.Relations.Len()
	var odd []*annotation.Relation
	for theirs := range m.q.Relations.Unordered() {
		if err := pace.every(done, total); err != nil {
			return err
		}
		done++
		if ours := m.p.Relation(theirs.ID); ours == nil {
			set(&m.d.Relations, nil, theirs)
		} else if !ours.Equal(theirs) {
			odd = append(odd, theirs)
		}
	}
	slices.SortFunc(odd, annotation.CompareRelations)
	for _, theirs := range odd {
		ours, kept := m.p.Relation(theirs.ID), keptOurs
		if theirs.Modified.After(ours.Modified) {
			kept = keptTheirs
			set(&m.d.Relations, ours, theirs)
		}
		m.differ("relation", theirs.Key(), sayRelation(ours, m.p), sayRelation(theirs, m.q), kept)
	}
	return nil
}

// attribute returns the one that the merged project has.
func (m *merger) attribute(id annotation.AttributeID) *annotation.Attribute {
	if a := m.attributes[id]; a != nil {
		return a
	}
	return m.p.Attribute(id)
}

// fits reports whether all values of an annotation of q mean the same in the
// merged project.
func (m *merger) fits(a *annotation.Annotation) bool {
	return !slices.ContainsFunc(a.Values, func(v annotation.Value) bool {
		ours, theirs := m.attribute(v.Attribute), m.q.Attribute(v.Attribute)
		return ours != nil && theirs != nil && !ours.Equal(theirs)
	})
}

// fitted returns an annotation of q with values that mean the same by the
// attributes of the merged project, which may be p's. A value that they have
// no place for goes into the note.
func (m *merger) fitted(a *annotation.Annotation) *annotation.Annotation {
	out := a
	for _, v := range a.Values {
		ours, theirs := m.attribute(v.Attribute), m.q.Attribute(v.Attribute)
		if ours == nil || theirs == nil || ours.Equal(theirs) {
			continue
		}
		if value := m.fit(ours, theirs, v.Value); value != "" {
			out = out.WithValue(v.Attribute, value, a.Modified)
			continue
		}
		out = out.WithValue(v.Attribute, "", a.Modified).
			WithNote(noted(out.Note, theirs.Name, v.Value), a.Modified)
	}
	return out
}

// fit returns how a value of theirs reads as one of ours, "" if it does not.
// A choice that ours lacks is added to it.
func (m *merger) fit(ours, theirs *annotation.Attribute, value string) string {
	name := theirs.ChoiceName(value)
	if len(ours.Choices) == 0 {
		return name
	}
	if ours.Takes(value) {
		return value
	}
	if id := choiceNamed(ours, name); id != "" {
		return id
	}
	if len(theirs.Choices) == 0 {
		return ""
	}
	more := *ours
	more.Choices = append(slices.Clip(ours.Choices), annotation.Choice{ID: value, Name: name})
	m.attributes[ours.ID] = &more
	set(&m.d.Attributes, m.p.Attribute(ours.ID), &more)
	return value
}

// sayArticle describes a next to b: what both have alike is left out.
func sayArticle(a, b *article.Article) string {
	var w wording
	w.add(cmp.Or(quoted(a.Meta.Title), "no title"))
	if a.Meta.TitleMade && !b.Meta.TitleMade {
		w.add("title made from the first words")
	}
	w.ifDiffers("byline", a.Meta.Byline, b.Meta.Byline)
	w.ifDiffers("source", a.Meta.Source, b.Meta.Source)
	w.ifDiffers("date", a.Meta.Date, b.Meta.Date)
	w.ifDiffers("language", a.Meta.Language, b.Meta.Language)
	w.ifDiffers("file", a.Meta.File, b.Meta.File)
	if !slices.Equal(a.Blocks, b.Blocks) {
		w.add(fmt.Sprintf("%d paragraphs and headings", len(a.Blocks)))
	}
	return w.String()
}

func sayTag(t, u *annotation.Tag) string {
	var w wording
	w.name(t.Name)
	w.ifDiffers("definition", t.Definition, u.Definition)
	w.ifDiffers("example", t.Example, u.Example)
	w.ifDiffers("counterexample", t.Counterexample, u.Counterexample)
	w.ifDiffers("color", fmt.Sprint(t.Color+1), fmt.Sprint(u.Color+1))
	w.ifDiffers("line", string(t.Cue), string(u.Cue))
	w.ifDiffers("key", cmp.Or(t.Digit, "none"), cmp.Or(u.Digit, "none"))
	return w.String()
}
