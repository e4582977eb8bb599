package classroom

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// quick reads the JSON of hand-ins as programs write it, many times faster than
// encoding/json, which matters for two hundred of them in a browser. Whatever it
// does not know, it gives up on, and encoding/json has the say.
type quick struct {
	data []byte
	at   int
	bad  bool
}

// quickly reads a hand-in, as a file has it or as a project keeps it. It is
// false where something is not as it should be; then nothing can be said of r.
func quickly(data []byte, r *Received) bool {
	q := &quick{data: data}
	q.object(func(name string) {
		switch name {
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
	})
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
	q.object(func(name string) {
		switch name {
		case "article":
			w.Article = article.ID(q.text())
		case "title":
			w.Title = q.text()
		case "length":
			w.Length = q.number()
		case "state":
			w.State = project.State(q.text())
		case "marks":
			w.Marks = list(q, q.mark)
		default:
			q.bad = true
		}
	})
	return w
}

func (q *quick) mark() (m Mark) {
	q.object(func(name string) {
		switch name {
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
	})
	return m
}

func (q *quick) piece() (p annotation.Piece) {
	q.object(func(name string) {
		switch name {
		case "start":
			p.Start = q.number()
		case "end":
			p.End = q.number()
		case "quote":
			p.Quote = q.text()
		default:
			q.bad = true
		}
	})
	return p
}

func (q *quick) value() (v annotation.Value) {
	q.object(func(name string) {
		q.oneOf(name, map[string]*string{"attribute": (*string)(&v.Attribute), "value": &v.Value})
	})
	return v
}

func (q *quick) answer() (a Answer) {
	q.object(func(name string) {
		switch name {
		case "question":
			a.Question = q.text()
		case "text":
			a.Text = q.text()
		case "marks":
			a.Marks = strung[annotation.ID](q)
		default:
			q.bad = true
		}
	})
	return a
}

func (q *quick) space() {
	for q.at < len(q.data) && (q.data[q.at] == ' ' || q.data[q.at] == '\n' || q.data[q.at] == '\t' || q.data[q.at] == '\r') {
		q.at++
	}
}

// take passes over a sign, if it is the next one.
func (q *quick) take(sign byte) bool {
	q.space()
	if q.at < len(q.data) && q.data[q.at] == sign {
		q.at++
		return true
	}
	return false
}

// need passes over a sign that must be there.
func (q *quick) need(sign byte) {
	if !q.take(sign) {
		q.bad = true
	}
}

// object calls field with the name of each, to read what it is.
func (q *quick) object(field func(name string)) {
	q.need('{')
	for first := true; !q.bad && !q.take('}'); first = false {
		if !first {
			q.need(',')
		}
		name := q.text()
		if q.need(':'); !q.bad {
			field(name)
		}
	}
}

// list reads a list; an empty one is not nil.
func list[T any](q *quick, element func() T) []T {
	out := []T{}
	q.need('[')
	for !q.bad && !q.take(']') {
		if len(out) > 0 {
			q.need(',')
		}
		if !q.bad {
			out = append(out, element())
		}
	}
	return out
}

func strung[T ~string](q *quick) []T { return list(q, func() T { return T(q.text()) }) }

// text reads a string. Those with signs for other characters are left to
// encoding/json.
func (q *quick) text() string {
	if q.need('"'); q.bad {
		return ""
	}
	from := q.at
	end := bytes.IndexByte(q.data[from:], '"')
	if end < 0 {
		q.bad = true
		return ""
	}
	if raw := q.data[from : from+end]; bytes.IndexByte(raw, '\\') < 0 {
		q.at = from + end + 1
		for _, c := range raw {
			q.bad = q.bad || c < ' '
		}
		return string(raw)
	}
	for q.at < len(q.data) && q.data[q.at] != '"' {
		if q.data[q.at] == '\\' {
			q.at++
		}
		q.at++
	}
	var s string
	if q.at++; q.at > len(q.data) || json.Unmarshal(q.data[from-1:q.at], &s) != nil {
		q.bad = true
	}
	return s
}

// number reads a whole number.
func (q *quick) number() int {
	q.space()
	from := q.at
	for q.at < len(q.data) && (q.data[q.at] >= '0' && q.data[q.at] <= '9' || q.data[q.at] == '-') {
		q.at++
	}
	digits := q.data[from:q.at]
	n, err := strconv.Atoi(string(digits))
	if lead := bytes.TrimPrefix(digits, []byte("-")); err != nil || len(lead) > 1 && lead[0] == '0' {
		q.bad = true // which is no number in JSON
	}
	return n
}

// yes reads true.
func (q *quick) yes() bool {
	q.space()
	if !bytes.HasPrefix(q.data[q.at:], []byte("true")) {
		q.bad = true
		return false
	}
	q.at += len("true")
	return true
}

func (q *quick) time() (t time.Time) {
	if q.bad = q.bad || t.UnmarshalText([]byte(q.text())) != nil; q.bad {
		return time.Time{}
	}
	return t
}

// nicknameIn is the nickname in a file that cannot be read as a whole, "" if
// there is none near its beginning.
func nicknameIn(data []byte) string {
	const field = `"nickname"`
	data = data[:min(len(data), 4096)]
	at := bytes.Index(data, []byte(field))
	if at < 0 {
		return ""
	}
	q := &quick{data: data, at: at + len(field)}
	q.need(':')
	if name := q.text(); !q.bad {
		return nameOf(name, longName)
	}
	return ""
}
