package store

import (
	"encoding/json"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// Rows of schema 1 hold everything as JSON, and the log keeps them for ever.
// Large ones are read record by record, so that nothing waits for all of them.

// isOld reports whether a row is of schema 1 and large.
func isOld(data string) bool {
	return len(data) > 4*partText && strings.HasPrefix(data, `{"schema":1,`)
}

// oldReader goes through JSON value by value. Its first error stays.
type oldReader struct {
	*json.Decoder
	total int
	pace  project.Pace
	err   error
	ended error // by the pace
}

func newOldReader(data string, pace project.Pace) *oldReader {
	return &oldReader{Decoder: json.NewDecoder(strings.NewReader(data)), total: len(data), pace: pace}
}

func (r *oldReader) failed(what string) error {
	switch {
	case r.ended != nil:
		return r.ended
	case r.err != nil:
		return Damaged(what, r.err)
	}
	return nil
}

// token returns the next one; nil after an error.
func (r *oldReader) token() json.Token {
	if r.err != nil {
		return nil
	}
	t, err := r.Token()
	if err != nil {
		r.err = err
	}
	return t
}

// into reads the next value.
func (r *oldReader) into(v any) {
	if r.err == nil {
		r.err = r.Decode(v)
	}
	if r.err == nil {
		if err := r.pace.At(int(r.InputOffset()), r.total); err != nil {
			r.err, r.ended = err, err
		}
	}
}

// raw returns the next value as it stands.
func (r *oldReader) raw() (v json.RawMessage) {
	r.into(&v)
	return v
}

// object calls on for each field, which has to read its value.
func (r *oldReader) object(on func(key string)) {
	if t := r.token(); t != json.Delim('{') {
		if t != nil && r.err == nil {
			r.err = errPart
		}
		return
	}
	for r.err == nil && r.More() {
		key, _ := r.token().(string)
		on(key)
	}
	r.token()
}

// list calls on for each element, which has to read it.
func (r *oldReader) list(on func()) {
	if t := r.token(); t != json.Delim('[') {
		if t != nil && r.err == nil {
			r.err = errPart
		}
		return
	}
	for r.err == nil && r.More() {
		on()
	}
	r.token()
}

// oldProject reads a large snapshot.
func oldProject(data string, pace project.Pace) (p project.Project, err error) {
	r := newOldReader(data, pace)
	var articles []*article.Article
	var marks []*annotation.Annotation
	rest := map[string]json.RawMessage{}
	body := func(key string) {
		switch key {
		case "articles":
			r.list(func() { articles = append(articles, oldRecord[article.Article](r)) })
		case "annotations":
			r.list(func() { marks = append(marks, oldRecord[annotation.Annotation](r)) })
		default:
			rest[key] = r.raw()
		}
	}
	r.row(body)
	r.assemble(rest, &p)
	if err := r.failed("the project as it was stored before"); err != nil {
		return project.Project{}, err
	}
	p.Articles = project.TableOf(articles...)
	p.Annotations, err = project.TableFrom(marks, pace)
	return p, err
}

// oldChange reads a large row of the log.
func oldChange(data string, pace project.Pace) (tx project.Tx, err error) {
	r := newOldReader(data, pace)
	rest, diff := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	articles := project.Changes[*article.Article]{}
	marks := project.Changes[*annotation.Annotation]{}
	change := func(key string) {
		switch key {
		case "articles":
			r.object(func(key string) { articles[key] = *oldRecord[project.Delta[*article.Article]](r) })
		case "annotations":
			r.object(func(key string) { marks[key] = *oldRecord[project.Delta[*annotation.Annotation]](r) })
		default:
			diff[key] = r.raw()
		}
	}
	r.row(func(key string) {
		if key == "diff" {
			r.object(change)
			return
		}
		rest[key] = r.raw()
	})
	r.assemble(rest, &tx)
	r.assemble(diff, &tx.Diff)
	if err := r.failed("a change"); err != nil {
		return project.Tx{}, err
	}
	if len(articles) > 0 {
		tx.Diff.Articles = articles
	}
	if len(marks) > 0 {
		tx.Diff.Annotations = marks
	}
	return tx, nil
}

// oldRecord reads one record; never nil.
func oldRecord[T any](r *oldReader) *T {
	record := new(T)
	r.into(record)
	return record
}

// row goes through the body of a row.
func (r *oldReader) row(body func(key string)) {
	r.object(func(key string) {
		if key == "body" {
			r.object(body)
			return
		}
		r.raw() // of no use here
	})
}

// assemble makes a value of its fields.
func (r *oldReader) assemble(fields map[string]json.RawMessage, v any) {
	if r.err != nil {
		return
	}
	data, err := json.Marshal(fields)
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	r.err = err
}
