package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// collector puts documents together as a project.
type collector struct {
	*settler
	taken   map[annotation.ID]bool
	next    numbers         // of annotations that the file has one ID for
	related map[string]bool // relations that were taken in, by ID
	left    map[string]int  // what was left out, how often
	spelled map[string]bool // names of which was told that they are another's
	// What is open, as the format would write it.
	tagsBefore, attributesBefore before
}

func newCollector(s *settler) *collector {
	c := &collector{settler: s, taken: map[annotation.ID]bool{}, next: numbers{}, related: map[string]bool{}, spelled: map[string]bool{}}
	c.knowBefore()
	return c
}

// take settles a document and takes in what it holds.
func (c *collector) take(d *Doc) error {
	on := c.settle(d)
	if on == nil {
		return nil
	}
	c.g.use(on)
	keys := map[string]*annotation.Annotation{}
	for i := range d.Marks {
		a := c.annotation(d, on, i)
		c.g.annotations = append(c.g.annotations, a)
		if key := d.Marks[i].Key; key != "" {
			if _, twice := keys[key]; twice {
				c.in.problem(d.Marks[i].place, "What refers to it means the first.", "The id %s stands twice.", quoted(key))
				continue
			}
			keys[key] = a
		}
	}
	for _, r := range d.Relations {
		c.relation(r, keys[r.From], keys[r.To])
	}
	if len(c.g.annotations) > maxRecords || len(c.g.relations) > maxRecords {
		return errTooMany
	}
	return nil
}

// relation takes in one of which the ends are known. Files say neither who made
// it nor when: it is as old as the later of its marks, so that it is the same
// when the file is read again.
func (c *collector) relation(r Relation, from, to *annotation.Annotation) {
	name := c.name(r.place, r.Name)
	if name == "" {
		name = unnamed
	}
	out := &annotation.Relation{Name: name, From: from.ID, To: to.ID, Created: from.Created}
	if to.Created.After(out.Created) {
		out.Created = to.Created
	}
	out.Modified = out.Created
	id := relationID(c.f.ID, out)
	if c.related[id] {
		c.in.problem(r.place, "It was taken once.", "The relation %s stands twice between the same marks.", quoted(r.Name))
		return
	}
	c.related[id] = true
	out.ID = annotation.RelationID(id)
	c.g.relations = append(c.g.relations, out)
}

// project is all that was taken in, and the codebook of the files.
func (c *collector) project(pace project.Pace) (project.Project, error) {
	for _, fold := range c.in.codes {
		c.g.tagLike(c.in.tags[fold])
	}
	return c.g.project(pace)
}

// annotation makes one of a mark that is settled.
func (c *collector) annotation(d *Doc, on *article.Article, i int) *annotation.Annotation {
	m := &d.Marks[i]
	a := &annotation.Annotation{ID: c.identify(d, on, i), Article: on.ID, Pieces: annotation.Pieces(on, m.Pieces...), Note: strings.ReplaceAll(m.Note, "\x00", "")}
	for _, name := range m.Tags {
		name = c.name(m.place, name)
		if name == "" {
			continue
		}
		id := c.tag(name)
		c.respelled(m.place, name, id)
		if !tagged(a, id) {
			c.in.problem(m.place, "It was left out.", "The annotation has more than %d tags.", maxList)
		}
	}
	c.values(a, m)
	slices.SortFunc(a.Values, func(v, w annotation.Value) int { return strings.Compare(string(v.Attribute), string(w.Attribute)) })
	if who := strings.ReplaceAll(m.Creator, "\x00", ""); who != "" {
		a.Creator = c.g.annotator(who)
	}
	a.Created, a.Modified = c.g.dated(m.Created, m.Modified)
	return a
}

// respelled says, once for each name, that two labels are one tag: names of tags
// differ in more than capitals.
func (c *collector) respelled(at place, name string, id annotation.TagID) {
	t := c.g.tags[id]
	if t == nil || t.Name == name || annotation.Fold(t.Name) != annotation.Fold(name) || c.spelled[name] {
		return
	}
	c.spelled[name] = true
	c.in.problem(at, "To keep them apart, rename one of them.", "The labels %s and %s differ in capitals only, and are one tag: %s.", quoted(name), quoted(t.Name), quoted(t.Name))
}

// tag is the tag of that name; of one that is not open, the codebook of the
// files may say more.
func (c *collector) tag(name string) annotation.TagID {
	if t := c.in.tags[annotation.Fold(name)]; t != nil {
		return c.g.tagLike(t)
	}
	return c.g.tagNamed(c.tagsBefore.name(name))
}

// identify gives an annotation the ID that the file has for it, or one that is
// the same whenever the file is read.
func (c *collector) identify(d *Doc, on *article.Article, i int) annotation.ID {
	m := &d.Marks[i]
	name := strings.Join([]string{"mark", c.f.ID, string(on.ID), d.Key, m.Creator, m.Key, strconv.Itoa(i)}, "\x00")
	id := annotation.ID(derive(name))
	if m.ID != "" {
		id = annotation.ID(idOf(m.ID))
	} else if m.Key != "" {
		id = annotation.ID(derive(strings.TrimSuffix(name, strconv.Itoa(i))))
	}
	id = annotation.ID(c.next.free(string(id), string(id), func(id string) bool { return c.taken[annotation.ID(id)] }, another))
	c.taken[id] = true
	return id
}

// name makes one that a tag or an attribute can have; "" if there is
// none in it.
func (c *collector) name(at place, s string) string {
	clean := nameFrom(s)
	if clean != s {
		c.in.problem(at, "", "%q cannot be a name; it was read as %q.", annotation.Clip(s), annotation.Clip(clean))
	}
	return clean
}

// nameFrom makes a name of what may not be one; "" if there is none in it.
func nameFrom(s string) string {
	if s == "" || annotation.ValidName(s) {
		return s
	}
	clean := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)), " ")
	if !annotation.ValidName(clean) {
		return ""
	}
	return clean
}

// values says what a mark does for attributes.
func (c *collector) values(a *annotation.Annotation, m *Mark) {
	if len(m.Values) == 0 {
		return
	}
	values := m.Values
	if left := len(values) - maxList; left > 0 {
		c.in.problem(m.place, fmt.Sprintf("A mark takes %d of them.", maxList), "%d answers of the annotation were left out.", left)
		values = values[:maxList]
	}
	answered := map[annotation.AttributeID]bool{}
	var noted []string
	for _, v := range values {
		if line := c.value(a, m, v, answered); line != "" {
			noted = append(noted, line)
		}
	}
	if len(noted) > 0 {
		a.Note = strings.TrimLeft(a.Note+"\n"+strings.Join(noted, "\n"), "\n")
	}
}

// value says something for an attribute; what no record can say is returned as
// a line for the note, so that it is not lost.
func (c *collector) value(a *annotation.Annotation, m *Mark, v Value, answered map[annotation.AttributeID]bool) (note string) {
	name := c.name(m.place, v.Name)
	value := strings.ReplaceAll(v.Value, "\x00", "")
	if name == "" || value == "" {
		return ""
	}
	said := value
	attribute := c.g.attributeNamed(c.attributesBefore.name(name))
	if attribute != nil {
		value = choiceOf(attribute, value)
	}
	if attribute == nil || !attribute.Takes(value) || answered[attribute.ID] {
		c.in.problem(m.place, "It went into the note.", "“%s: %s” is not one of the choices, or a second answer.", annotation.Clip(name), annotation.Clip(v.Value))
		return name + ": " + said
	}
	answered[attribute.ID] = true
	a.Values = append(a.Values, annotation.Value{Attribute: attribute.ID, Value: value})
	return ""
}
