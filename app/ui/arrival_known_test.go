package ui

import (
	"bytes"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/exchange"
	"claimlight/app/project"
	"claimlight/app/span"
)

// wellMarked gives a model marks with all that files of other programs write in a
// lesser way: tags and answers with spaces, several tags, several pieces.
func wellMarked(t *testing.T) *Model {
	t.Helper()
	m := newArrivalModel(t)
	do := func(c func(project.Project, project.Stamp) (project.Diff, error)) {
		t.Helper()
		if err := m.ws.Do(project.User, "Test", project.Place{}, c); err != nil {
			t.Fatal(err)
		}
	}
	first := m.project().ArticlesInOrder()[0]
	var tags []annotation.TagID
	for _, name := range []string{"Appeal to fear", "Loaded language"} {
		do(func(p project.Project, s project.Stamp) (project.Diff, error) {
			d, id, err := project.AddTag(p, name, s)
			tags = append(tags, id)
			return d, err
		})
	}
	var sure annotation.AttributeID
	do(func(p project.Project, s project.Stamp) (d project.Diff, err error) {
		d, sure, err = project.AddAttribute(p, "How sure", []string{"Very sure", "Not so sure"}, nil, s)
		return d, err
	})
	var marks []annotation.ID
	for _, one := range []struct {
		spans []span.Span
		tags  []annotation.TagID
	}{{[]span.Span{{Start: 0, End: 5}}, tags[:1]}, {[]span.Span{{Start: 6, End: 8}}, tags}, {[]span.Span{{Start: 9, End: 11}, {Start: 23, End: 28}}, tags[1:]}} {
		do(func(p project.Project, s project.Stamp) (project.Diff, error) {
			d, id, err := project.Highlight(p, first.ID, one.spans, one.tags, s)
			marks = append(marks, id)
			return d, err
		})
	}
	do(func(p project.Project, s project.Stamp) (project.Diff, error) {
		a := p.Attribute(sure)
		return project.SetValue(p, marks[0], sure, a.Choices[0].ID, s)
	})
	do(func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetNote(p, marks[1], "Two lines\nof a note", s)
	})
	m.relate(t, "is followed by", marks[0], marks[1])
	return m
}

// What one has written oneself, in a format without IDs, brings nothing twice, and
// it is said that it is here.
func TestOnesOwnMarksAreKnownAgain(t *testing.T) {
	for _, f := range exchange.All() {
		if !f.Reads() || !f.Writes() || !f.Unnamed() {
			continue
		}
		m := wellMarked(t)
		var file bytes.Buffer
		if _, err := f.WriteTo(&file, m.project(), exchange.Env{}); err != nil {
			t.Fatal(err)
		}
		m.takeFiles([]File{fileOf("mine"+f.Ext, file.String())})
		m.settleDown()
		if m.arrivals == nil || len(m.arrivals.items) != 1 {
			t.Errorf("%s: shown %+v, said %q", f.ID, m.arrivals, m.toast.Text)
			continue
		}
		one := m.arrivals.items[0]
		if !one.gain.Empty() || !one.here {
			t.Errorf("%s: %s (%s) %v", f.ID, one.effect(), one.facts(), one.differences)
		}
	}
}
