package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// gather collects the records of a file, and finds those that it only calls by
// a name: first in the file, then in what is already open.
type gather struct {
	env    Env
	report *report

	articles    map[string]*article.Article // by IRI, and by what else they are called
	used        map[article.ID]*article.Article
	tags        map[annotation.TagID]*annotation.Tag
	attributes  map[annotation.AttributeID]*annotation.Attribute
	people      map[annotation.PersonID]*annotation.Person
	annotations []*annotation.Annotation
	relations   []*annotation.Relation

	tagNames       map[string]annotation.TagID // by annotation.Fold
	attributeNames map[string]bool
	nextTags       numbers
	nextAttributes numbers
	*effort
	folds map[article.ID]*folded
	near  nearWords
}

func newGather(env Env) gather {
	g := gather{
		env: env, report: &report{file: env.File},
		articles: map[string]*article.Article{}, used: map[article.ID]*article.Article{},
		tags: map[annotation.TagID]*annotation.Tag{}, attributes: map[annotation.AttributeID]*annotation.Attribute{},
		people: map[annotation.PersonID]*annotation.Person{}, tagNames: map[string]annotation.TagID{},
		attributeNames: map[string]bool{}, nextTags: numbers{}, nextAttributes: numbers{}, effort: &effort{},
	}
	for _, a := range env.Articles {
		g.alias(sourceOf(a.ID), a)
	}
	return g
}

// alias lets an article be found under one more IRI, if no other has it.
func (g *gather) alias(iri string, a *article.Article) {
	if g.articles[iri] == nil {
		g.articles[iri] = a
	}
}

// add takes in an article of the file; false if the file had it before.
func (g *gather) add(a *article.Article) bool {
	if g.used[a.ID] != nil {
		return false
	}
	g.used[a.ID] = a
	g.articles[sourceOf(a.ID)] = a // its own, whatever claimed to be it
	return true
}

// open returns an article that is already open and has the name: its source,
// its file, its title; nil if none or more than one has it.
func (g *gather) open(name string) (found *article.Article) {
	for _, a := range g.env.Articles {
		m := a.Meta
		if name != "" && (name == m.Source || name == m.File || name == m.Title || m.File != "" && strings.HasSuffix(name, "/"+m.File)) {
			if found != nil {
				return nil
			}
			found = a
		}
	}
	return found
}

// use notes that the project needs the article.
func (g *gather) use(a *article.Article) {
	if g.used[a.ID] == nil {
		g.used[a.ID] = a
	}
}

// freeTagName is the name, or one like it that no tag has yet.
func (g *gather) freeTagName(name string) string {
	return g.nextTags.like(name, func(fold string) bool { _, taken := g.tagNames[fold]; return taken })
}

// freeAttributeName is the name, or one like it that no attribute has yet.
func (g *gather) freeAttributeName(name string) string {
	return g.nextAttributes.like(name, func(fold string) bool { return g.attributeNames[fold] })
}

// like is free for names of tags and attributes, which people tell apart by
// their annotation.Fold.
func (n numbers) like(name string, taken func(fold string) bool) string {
	return n.free(annotation.Fold(name), name,
		func(name string) bool { return taken(annotation.Fold(name)) },
		func(name string, number int) string { return fmt.Sprintf("%s (%d)", name, number) })
}

// keepTag takes in a tag.
func (g *gather) keepTag(t *annotation.Tag) annotation.TagID {
	g.tags[t.ID] = t
	g.tagNames[annotation.Fold(t.Name)] = t.ID
	return t.ID
}

// tagNamed returns the tag of that name, made if there is none.
func (g *gather) tagNamed(name string) annotation.TagID {
	fold := annotation.Fold(name)
	if id, ok := g.tagNames[fold]; ok {
		return id
	}
	for _, t := range g.env.Tags {
		if annotation.Fold(t.Name) == fold {
			return g.keepTag(t)
		}
	}
	return g.makeTag(annotation.TagID(derive("tag:"+fold)), name)
}

// tagLike returns the tag of that name or else of that ID, and makes it as it is
// given if there is neither.
func (g *gather) tagLike(t *annotation.Tag) annotation.TagID {
	fold := annotation.Fold(t.Name)
	if id, ok := g.tagNames[fold]; ok {
		return id
	}
	for _, same := range []func(*annotation.Tag) bool{
		func(open *annotation.Tag) bool { return annotation.Fold(open.Name) == fold },
		func(open *annotation.Tag) bool { return open.ID == t.ID },
	} {
		if i := slices.IndexFunc(g.env.Tags, same); i >= 0 {
			g.tagNames[fold] = g.env.Tags[i].ID
			return g.keepTag(g.env.Tags[i])
		}
	}
	made := *t
	if made.ID == "" || g.tags[made.ID] != nil {
		made.ID = annotation.TagID(derive("tag:" + fold))
	}
	return g.keepTag(&made)
}

// makeTag adds a tag of which only the name is known.
func (g *gather) makeTag(id annotation.TagID, name string) annotation.TagID {
	n, name := len(g.tags), g.freeTagName(name)
	return g.keepTag(&annotation.Tag{ID: id, Name: name, Color: n % annotation.Colors, Cue: annotation.Cues[n%len(annotation.Cues)], Rank: n + 1})
}

// keepAttribute takes in an attribute.
func (g *gather) keepAttribute(a *annotation.Attribute) *annotation.Attribute {
	g.attributes[a.ID] = a
	g.attributeNames[annotation.Fold(a.Name)] = true
	return a
}

// attributeNamed finds an attribute by name or ID; one that is not open is made
// and takes free text. It is nil where nothing can be called so.
func (g *gather) attributeNamed(name string) *annotation.Attribute {
	for _, a := range g.env.Attributes {
		if string(a.ID) == name || annotation.Fold(a.Name) == annotation.Fold(name) {
			g.needTags(a)
			return g.keepAttribute(a)
		}
	}
	id := annotation.AttributeID(derive("attribute:" + annotation.Fold(name)))
	if annotation.ValidID(name) {
		id, name = annotation.AttributeID(name), "Attribute "+name[:8]
	}
	if g.attributes[id] == nil && annotation.ValidName(name) {
		g.keepAttribute(&annotation.Attribute{ID: id, Name: g.freeAttributeName(name), Rank: len(g.attributes) + 1})
	}
	return g.attributes[id]
}

// needTags takes in the tags an attribute is asked for.
func (g *gather) needTags(a *annotation.Attribute) {
	for _, t := range a.Tags {
		if g.tags[t] == nil {
			g.tagWithID(t)
		}
	}
}

// tagWithID takes in the tag with an ID, made if it is not open.
func (g *gather) tagWithID(id annotation.TagID) {
	for _, t := range g.env.Tags {
		if t.ID == id {
			g.keepTag(t)
			return
		}
	}
	g.makeTag(id, "Tag "+string(id)[:8])
}

// tagged adds a tag to an annotation that does not have it; false if it has
// too many.
func tagged(a *annotation.Annotation, id annotation.TagID) bool {
	if slices.Contains(a.Tags, id) {
		return true
	}
	if len(a.Tags) >= maxList {
		return false
	}
	a.Tags = append(a.Tags, id)
	return true
}

// personNamed returns the person of that name or nickname, made if there is
// none.
func (g *gather) personNamed(name string) annotation.PersonID {
	for _, p := range g.env.People {
		if p.Name == name || p.Name == "" && p.Nickname == name {
			g.people[p.ID] = p
			return p.ID
		}
	}
	id := annotation.PersonID(derive("person:" + name))
	g.people[id] = &annotation.Person{ID: id, Name: name}
	return id
}

// annotator finds a person by name, or by ID where that stands for the name.
func (g *gather) annotator(name string) annotation.PersonID {
	if !annotation.ValidID(name) {
		return g.personNamed(name)
	}
	id := annotation.PersonID(name)
	for _, p := range g.env.People {
		if p.ID == id {
			g.people[id] = p
		}
	}
	if g.people[id] == nil {
		g.people[id] = &annotation.Person{ID: id}
	}
	return id
}

// time reads a date; the zero time, which means unknown, if there is none.
func (g *gather) time(n *node) time.Time {
	s := n.text()
	if s == "" {
		return time.Time{}
	}
	t, ok := unstamp(s)
	if !ok {
		n.problem("Times are written as in 2026-03-01T09:30:00Z.", "“%s” is not a time.", annotation.Clip(s))
		return time.Time{}
	}
	return t
}

// now is the present time for what does not say when it was.
func (g *gather) now() time.Time { return annotation.Time(g.env.Now) }

// dated gives an annotation that does not say when it was made the present
// time.
func (g *gather) dated(created, modified time.Time) (time.Time, time.Time) {
	if created.IsZero() {
		created = modified
	}
	if created.IsZero() {
		created = g.now()
	}
	if modified.IsZero() {
		modified = created
	}
	return created, modified
}

// id reads an IRI as the ID it stands for.
func (g *gather) id(n *node) string { return idOf(n.text()) }

// texts are the articles that the project needs. One that is open and an earlier
// version of another is just itself where that other is not needed: those who
// merge know.
func (g *gather) texts() (all []*article.Article) {
	for _, a := range g.used {
		if m := a.Meta; m.CorrectedBy != "" && g.used[m.CorrectedBy] == nil {
			m.CorrectedBy = ""
			a = a.WithMeta(m)
		}
		all = append(all, a)
	}
	return all
}

func (g *gather) project(pace project.Pace) (project.Project, error) {
	annotations, err := project.TableFrom(g.annotations, pace)
	return project.Project{
		Articles:    project.TableOf(g.texts()...),
		Annotations: annotations,
		Relations:   project.TableOf(g.relations...),
		Tags:        project.TableOf(slices.Collect(maps.Values(g.tags))...),
		Attributes:  project.TableOf(slices.Collect(maps.Values(g.attributes))...),
		People:      project.TableOf(slices.Collect(maps.Values(g.people))...),
	}, err
}
