package classroom

import (
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// quick reads the JSON of hand-ins as programs write it, many times faster than
// encoding/json, which matters for two hundred of them in a browser. Whatever it
// does not know, it gives up on, and encoding/json has the say.
type quick struct {
	data  []byte
	at    int
	bad   bool
	fresh bool // an object or a list was opened, and nothing in it was read yet
	marks []Mark
}

// quickly reads a hand-in, as a file has it or as a project keeps it. It is
// false where something is not as it should be; then nothing can be said of r.
func quickly(data []byte, r *Received) bool {
	q := &quick{data: data}
	for q.open('{'); q.more('}'); {
		switch name := q.name(); name {
		case "file":
			r.File = q.text()
		case "repaired":
			r.Repaired = strung[string](q)
		case "arrived":
			r.Arrived = q.time()
		case "partial":
			r.Partial = q.yes()
		default:
			q.field(name, &r.HandIn)
		}
	}
	q.space()
	return !q.bad && q.at == len(q.data)
}

// field reads a field of a hand-in.
func (q *quick) field(name string, h *HandIn) {
	switch name {
	case "claimlight":
		h.Claimlight = q.text()
	case "version":
		h.Version = q.number()
	case "lesson":
		q.object(func(name string) {
			q.oneOf(name, map[string]*string{"id": &h.Lesson.ID, "fingerprint": &h.Lesson.Fingerprint, "name": &h.Lesson.Name})
		})
	case "student":
		q.object(func(name string) {
			q.oneOf(name, map[string]*string{"id": (*string)(&h.Student.ID), "nickname": &h.Student.Nickname})
		})
	case "made":
		h.Made = q.time()
	case "articles":
		h.Articles = list(q, q.work)
	case "tags":
		h.Tags = list(q, q.named)
	case "attributes":
		h.Attributes = list(q, q.named)
	case "answers":
		h.Answers = list(q, q.answer)
	case "counts":
		c := &h.Counts
		numbers := map[string]*int{"articles": &c.Articles, "opened": &c.Opened, "marks": &c.Marks, "answers": &c.Answers}
		q.object(func(name string) {
			if to := numbers[name]; to != nil {
				*to = q.number()
				return
			}
			q.bad = true
		})
	case "check":
		h.Check = q.text()
	default:
		q.bad = true
	}
}

// oneOf reads one of some texts.
func (q *quick) oneOf(name string, to map[string]*string) {
	if into := to[name]; into != nil {
		*into = q.text()
		return
	}
	q.bad = true
}

func (q *quick) named() (n Named) {
	q.object(func(name string) { q.oneOf(name, map[string]*string{"id": &n.ID, "name": &n.Name}) })
	return n
}

func (q *quick) work() (w Work) {
	for q.open('{'); q.more('}'); {
		switch q.name() {
		case "article":
			w.Article = article.ID(q.text())
		case "title":
			w.Title = q.text()
		case "length":
			w.Length = q.number()
		case "state":
			w.State = project.State(q.text())
		case "marks":
			w.Marks = q.marked()
		default:
			q.bad = true
		}
	}
	return w
}

// marked reads the marks of an article into memory of the right size: there are
// many, and they are large.
func (q *quick) marked() []Mark {
	q.marks = q.marks[:0]
	for q.open('['); q.more(']'); {
		q.marks = append(q.marks, q.mark())
	}
	return append(make([]Mark, 0, len(q.marks)), q.marks...)
}

func (q *quick) mark() (m Mark) {
	for q.open('{'); q.more('}'); {
		switch q.name() {
		case "id":
			m.ID = annotation.ID(q.text())
		case "pieces":
			m.Pieces = list(q, q.piece)
		case "tags":
			m.Tags = strung[annotation.TagID](q)
		case "values":
			m.Values = list(q, q.value)
		case "note":
			m.Note = q.text()
		case "made":
			m.Made = q.time()
		default:
			q.bad = true
		}
	}
	return m
}

func (q *quick) piece() (p annotation.Piece) {
	begins, ends := false, false
	for q.open('{'); q.more('}'); {
		switch q.name() {
		case "start":
			p.Start, begins = q.number(), true
		case "end":
			p.End, ends = q.number(), true
		case "quote":
			p.Quote = q.text()
		default:
			q.bad = true
		}
	}
	q.bad = q.bad || !begins || !ends // nothing is not 0
	return p
}

func (q *quick) value() (v annotation.Value) {
	for q.open('{'); q.more('}'); {
		switch q.name() {
		case "attribute":
			v.Attribute = annotation.AttributeID(q.text())
		case "value":
			v.Value = q.text()
		default:
			q.bad = true
		}
	}
	return v
}

func (q *quick) answer() (a Answer) {
	for q.open('{'); q.more('}'); {
		switch q.name() {
		case "question":
			a.Question = q.text()
		case "text":
			a.Text = q.text()
		case "marks":
			a.Marks = strung[annotation.ID](q)
		default:
			q.bad = true
		}
	}
	return a
}
