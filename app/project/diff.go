package project

import (
	"fmt"
	"maps"

	"claimlight/app/annotation"
	"claimlight/app/article"
)

// Delta is the change of one record. A nil From is an addition, a nil To a
// removal.
type Delta[T any] struct {
	From T `json:"from,omitempty"`
	To   T `json:"to,omitempty"`
}

// Changes are the deltas of one table, by key.
type Changes[T Record[T]] map[string]Delta[T]

// Diff is a change to a project as a value: it can be applied, turned round,
// put behind another, and written as JSON, which is the form of the log.
type Diff struct {
	Infos       Changes[*Info]                  `json:"info,omitempty"`
	Articles    Changes[*article.Article]       `json:"articles,omitempty"`
	Annotations Changes[*annotation.Annotation] `json:"annotations,omitempty"`
	Relations   Changes[*annotation.Relation]   `json:"relations,omitempty"`
	Tags        Changes[*annotation.Tag]        `json:"tags,omitempty"`
	Attributes  Changes[*annotation.Attribute]  `json:"attributes,omitempty"`
	People      Changes[*annotation.Person]     `json:"people,omitempty"`
	Readings    Changes[*Reading]               `json:"readings,omitempty"`
	Class       Changes[*ClassRecord]           `json:"class,omitempty"`
}

// MismatchError is returned by Apply when a record is not what the diff says
// it was: the diff was made for another state of the project.
type MismatchError struct {
	Table, Key string
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("the %s %q is not what the change was made for", e.Table, e.Key)
}

// Size is the number of records the diff changes.
func (d Diff) Size() int {
	return len(d.Infos) + len(d.Articles) + len(d.Annotations) + len(d.Relations) + len(d.Tags) + len(d.Attributes) + len(d.People) + len(d.Readings) + len(d.Class)
}

// Empty reports whether the diff changes nothing.
func (d Diff) Empty() bool { return d.Size() == 0 }

// set adds the change of one record, from and to; either may be nil.
func set[T Record[T]](c *Changes[T], from, to T) {
	var zero T
	key := ""
	if from != zero {
		key = from.Key()
	} else {
		key = to.Key()
	}
	if *c == nil {
		*c = Changes[T]{}
	}
	(*c)[key] = Delta[T]{from, to}
}

func (c Changes[T]) reverse() Changes[T] {
	if c == nil {
		return nil
	}
	out := make(Changes[T], len(c))
	for k, d := range c {
		out[k] = Delta[T]{d.To, d.From}
	}
	return out
}

func (c Changes[T]) then(e Changes[T]) Changes[T] {
	if c == nil || e == nil {
		if c == nil {
			return e
		}
		return c
	}
	out := make(Changes[T], len(c)+len(e))
	for k, d := range c {
		out[k] = d
	}
	for k, d := range e {
		first, both := c[k]
		if !both {
			out[k] = d
			continue
		}
		d.From = first.From
		if alike(d.From, d.To) {
			delete(out, k)
			continue
		}
		out[k] = d
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// Reverse returns the change that takes this one back.
func (d Diff) Reverse() Diff {
	return Diff{
		Infos: d.Infos.reverse(), Articles: d.Articles.reverse(), Annotations: d.Annotations.reverse(),
		Relations: d.Relations.reverse(), Tags: d.Tags.reverse(), Attributes: d.Attributes.reverse(), People: d.People.reverse(),
		Readings: d.Readings.reverse(), Class: d.Class.reverse(),
	}
}

// undoes reports whether d starts where e ends, and ends where e starts.
func (d Diff) undoes(e Diff) bool {
	return d.Infos.undo(e.Infos) && d.Articles.undo(e.Articles) && d.Annotations.undo(e.Annotations) &&
		d.Relations.undo(e.Relations) && d.Tags.undo(e.Tags) && d.Attributes.undo(e.Attributes) &&
		d.People.undo(e.People) && d.Readings.undo(e.Readings) && d.Class.undo(e.Class)
}

func (c Changes[T]) undo(e Changes[T]) bool {
	if len(c) != len(e) {
		return false
	}
	for k, d := range c {
		done, ok := e[k]
		if !ok || !alike(d.From, done.To) || !alike(d.To, done.From) {
			return false
		}
	}
	return true
}

// Equal reports whether both change the same records in the same way.
func (d Diff) Equal(e Diff) bool { return d.undoes(e.Reverse()) }

// alike reports whether both are nil, or say the same.
func alike[T Record[T]](a, b T) bool {
	var none T
	return a == b || a != none && b != none && a.Equal(b)
}

// Then returns the change that does d and then e. The two must fit: what e
// starts from is what d leads to.
func (d Diff) Then(e Diff) Diff {
	return Diff{
		Infos: d.Infos.then(e.Infos), Articles: d.Articles.then(e.Articles), Annotations: d.Annotations.then(e.Annotations),
		Relations: d.Relations.then(e.Relations), Tags: d.Tags.then(e.Tags), Attributes: d.Attributes.then(e.Attributes),
		People: d.People.then(e.People), Readings: d.Readings.then(e.Readings),
		Class: d.Class.then(e.Class),
	}
}

// Apply returns the project after the change. It checks every From first: a
// record that is not what the diff says it was is a *MismatchError, and then
// nothing is changed.
func (p Project) Apply(d Diff) (Project, error) { return p.ApplyAt(d, nil) }

// ApplyAt is Apply at a pace.
func (p Project) ApplyAt(d Diff, pace Pace) (Project, error) {
	q := p
	errs := [...]error{
		into(&q.Infos, "project", d.Infos, pace), into(&q.Articles, "article", d.Articles, pace),
		into(&q.Annotations, "annotation", d.Annotations, pace), into(&q.Relations, "relation", d.Relations, pace),
		into(&q.Tags, "tag", d.Tags, pace), into(&q.Attributes, "attribute", d.Attributes, pace),
		into(&q.People, "person", d.People, pace), into(&q.Readings, "reading state", d.Readings, pace),
		into(&q.Class, "record of the class", d.Class, pace),
	}
	for _, err := range errs {
		if err != nil {
			return p, err
		}
	}
	return q, nil
}

func into[T Record[T]](t *Table[T], name string, c Changes[T], pace Pace) (err error) {
	*t, err = t.edit(c, true, name, pace)
	return err
}

// Sharing returns the same change with the records of p itself where they are
// alike, so that a change that was read from somewhere does not hold a second
// copy of them. Only what there may be much of is looked at.
func (d Diff) Sharing(p Project) Diff {
	d.Articles = sharing(d.Articles, p.Articles)
	d.Annotations = sharing(d.Annotations, p.Annotations)
	d.Relations = sharing(d.Relations, p.Relations)
	d.Class = sharing(d.Class, p.Class)
	return d
}

func sharing[T Record[T]](c Changes[T], t Table[T]) Changes[T] {
	var out Changes[T]
	for key, d := range c {
		shared, now := d, t.Get(key)
		if alike(d.From, now) {
			shared.From = now
		}
		if alike(d.To, now) {
			shared.To = now
		}
		if shared == d {
			continue
		}
		if out == nil {
			out = maps.Clone(c) // others may hold the one there is
		}
		out[key] = shared
	}
	if out == nil {
		return c
	}
	return out
}

// Between returns the change that turns p into q.
func Between(p, q Project) Diff {
	return Diff{
		Infos: p.Infos.changes(q.Infos), Articles: p.Articles.changes(q.Articles), Annotations: p.Annotations.changes(q.Annotations),
		Relations: p.Relations.changes(q.Relations), Tags: p.Tags.changes(q.Tags), Attributes: p.Attributes.changes(q.Attributes),
		People: p.People.changes(q.People), Readings: p.Readings.changes(q.Readings),
		Class: p.Class.changes(q.Class),
	}
}
