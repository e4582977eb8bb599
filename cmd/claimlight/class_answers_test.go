package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/exchange"
	"claimlight/app/project"
	"claimlight/app/span"
)

// What students answered is in everything that is made of a class.
func TestTheClassTellsTheAnswers(t *testing.T) {
	dir := answeredClass(t)
	r := ofSimulated[classReport](t, exitOK, "class", "--json", dir)
	q := r.Lesson.Questions
	if len(q) != 1 || q[0].Number != 1 || q[0].ID != "q" || q[0].Text != "Did they agree?" || q[0].Marks != 2 || q[0].Sources != 2 || q[0].Answered != 1 {
		t.Fatalf("the questions: %+v", q)
	}
	ada, ben := named(t, r.Students, "Ada").Answers, named(t, r.Students, "Ben").Answers
	if len(ada) != 1 || ada[0].Question != 1 || ada[0].Text != "No, <b>both</b> say so." || !ada[0].Full || ada[0].Lacks != "" || ada[0].Sources != 2 || len(ada[0].Marks) != 2 {
		t.Fatalf("Ada answered %+v", ada)
	}
	for _, m := range ada[0].Marks {
		if m.Article < 1 || m.Article > 2 || !m.Placed || m.Quote == "" || len(m.Values) != 1 || m.Values[0] != (valueReport{"Speaker", "The reporter"}) {
			t.Errorf("a mark of the answer: %+v", m)
		}
	}
	if len(ben) != 1 || ben[0].Full || ben[0].Lacks != "marks from 0 of 2 articles attached" || ben[0].Text != "Maybe." || ben[0].Marks == nil {
		t.Errorf("Ben answered %+v", ben)
	}
	for args, want := range map[string][]string{
		"":       {"Ada: opened 2", "answered 1 of 1 question", "answered 0 of 1 question"},
		"--csv":  {",answers", ",1,"},
		"--html": {"Did they agree?", "No, &lt;b&gt;both&lt;/b&gt; say so.", "Marks from 0 of 2 articles attached."},
	} {
		out, complaint, code := try(slices.DeleteFunc([]string{"class", args, dir}, func(s string) bool { return s == "" })...)
		if code != exitOK {
			t.Fatalf("%s: exit %d: %s", args, code, complaint)
		}
		for _, words := range want {
			if !strings.Contains(out, words) {
				t.Errorf("%s does not say %q", args, words)
			}
		}
	}
}

// answeredClass is a folder with a lesson that asks a question, and what two
// students handed in.
func answeredClass(t *testing.T) string {
	t.Helper()
	s := &simulation{t: t, files: map[string][]byte{}}
	by := stampOf("teacher", time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	lesson := project.New("Asked", builtIn(t), by)
	lesson = s.do(lesson, classroom.EditLesson(lesson, func(l *classroom.Lesson) {
		l.Questions = []classroom.Question{{ID: "q", Text: "Did they agree?", Marks: 2, Sources: 2}}
	}), nil)
	lesson = classroom.HandOut(lesson, nil)
	s.write("lesson.claimlight.json", func(b *bytes.Buffer) error {
		_, err := exchange.W3C.Encode(b, lesson, exchange.Env{})
		return err
	})
	for name, text := range map[string]string{"Ada": "No, <b>both</b> say so.", "Ben": "Maybe."} {
		by := stampOf(name, by.When.Add(time.Hour))
		p := project.HandedOut(lesson, by)
		by.Who = p.Info().Annotator
		d, err := project.SetAnnotator(p, "", name, by)
		p = s.do(p, d, err)
		p = s.do(p, classroom.SetAnswer(p, "q", text), nil)
		for _, a := range p.Listed()[:2] {
			d, made, err := project.Highlight(p, a.ID, []span.Span{{Start: 0, End: 12}}, nil, by)
			p = s.do(p, d, err)
			d, err = project.SetValue(p, made, annotation.StarterSpeaker, "The reporter", by)
			p = s.do(p, d, err)
			if name == "Ada" {
				p = s.do(p, classroom.ToggleAnswer(p, "q", made), nil)
			}
		}
		s.write(name+classroom.HandInExt, func(b *bytes.Buffer) error { return classroom.HandInOf(p, by.When).Encode(b) })
	}
	dir := t.TempDir()
	for name, data := range s.files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
