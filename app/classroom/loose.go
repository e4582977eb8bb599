package classroom

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/problem"
)

// fields are where the fields of an object go, by name.
type fields map[string]any

// loose reads JSON field by field. What is of the wrong kind is left as it was,
// and named.
type loose struct {
	unknown map[string]int // fields that no hand-in has, how often
	wrong   map[string]int // fields of the wrong kind
	derived int            // pieces of which half of the position could be read
}

// loosely reads a hand-in of which something is not as it should be. An error
// is that of more than is read.
func (r *handInReader) loosely(data []byte) error {
	l := &loose{unknown: map[string]int{}, wrong: map[string]int{}}
	var works []json.RawMessage
	var lesson, student, counts json.RawMessage
	h := r.h
	l.object(data, "", fields{"claimlight": &h.Claimlight, "version": &h.Version, "lesson": &lesson, "student": &student, "made": &h.Made,
		"articles": &works, "tags": &h.Tags, "attributes": &h.Attributes, "answers": &h.Answers, "counts": &counts, "check": &h.Check})
	l.object(lesson, "lesson ", fields{"id": &h.Lesson.ID, "fingerprint": &h.Lesson.Fingerprint, "name": &h.Lesson.Name})
	l.object(student, "student ", fields{"id": &h.Student.ID, "nickname": &h.Student.Nickname})
	c := &h.Counts
	l.object(counts, "counts ", fields{"articles": &c.Articles, "opened": &c.Opened, "marks": &c.Marks, "answers": &c.Answers})
	if err := r.fewEnough(len(works), 0); err != nil {
		return err
	}
	marks := 0
	for _, raw := range works {
		w, n := l.work(raw, maxMarks-marks)
		if marks += n; marks > maxMarks {
			return r.fewEnough(len(works), marks)
		}
		h.Articles = append(h.Articles, w)
	}
	r.derived = l.derived
	r.tell("The program does not know %s of the file, so left out: %s.", l.unknown)
	r.tell("%s of the file could not be read, so left out: %s.", l.wrong)
	return nil
}

// work reads an article with its marks, if there are no more than most of them.
func (l *loose) work(raw json.RawMessage, most int) (w Work, found int) {
	var marks []json.RawMessage
	l.object(raw, "article ", fields{"article": &w.Article, "title": &w.Title, "length": &w.Length, "state": &w.State, "marks": &marks})
	if len(marks) > most {
		return w, len(marks)
	}
	for _, one := range marks {
		var m Mark
		var pieces []json.RawMessage
		l.object(one, "mark ", fields{"id": &m.ID, "pieces": &pieces, "tags": &m.Tags, "values": &m.Values, "note": &m.Note, "made": &m.Made})
		for _, p := range pieces {
			m.Pieces = append(m.Pieces, l.piece(p))
		}
		if len(m.Pieces) > 0 || m.Note != "" || len(m.Tags) > 0 {
			w.Marks = append(w.Marks, m)
		}
	}
	return w, len(marks)
}

// object reads the fields of an object. at is how they are called in sentences.
func (l *loose) object(raw json.RawMessage, at string, into fields) {
	var all map[string]json.RawMessage
	if len(raw) > 0 && json.Unmarshal(raw, &all) != nil {
		l.wrong[strings.TrimSpace(at)]++
		return
	}
	for name, value := range all {
		to, known := into[name]
		switch {
		case !known:
			l.unknown[at+"“"+annotation.Clip(clean(name))+"”"]++
		case json.Unmarshal(value, to) != nil:
			l.wrong[at+"“"+name+"”"]++
		}
	}
}

// tell lists names, the first of many.
func (r *handInReader) tell(format string, names map[string]int) {
	const most = 6
	if len(names) == 0 {
		return
	}
	total := 0
	var list []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		total += names[name]
		if n := names[name]; n > 1 {
			name += fmt.Sprintf(" (%d times)", n)
		}
		list = append(list, name)
	}
	if more := len(list) - most; more > 0 {
		list = append(list[:most], fmt.Sprintf("and %d more", more))
	}
	r.repair(format, problem.Count(total, "field"), strings.Join(list, ", "))
}
