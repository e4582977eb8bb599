package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/project"
	"claimlight/app/span"
)

// class hands out a lesson of two articles, and makes files of those who hand
// it in.
type class struct {
	t      *testing.T
	dir    string
	stamp  project.Stamp
	lesson project.Project
	ids    []article.ID

	careless bool // nobody opens the lesson as handed out
}

func newClass(t *testing.T) *class {
	t.Helper()
	n := 0
	c := &class{t: t, dir: t.TempDir()}
	c.stamp = project.Stamp{When: time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC), Mint: func() string {
		n++
		return fmt.Sprintf("00000000-0000-4000-8000-%012d", n)
	}}
	var articles []*article.Article
	for _, word := range []string{"alpha ", "gamma "} {
		text := strings.Repeat(word, 20)
		a, err := article.New(article.Meta{Title: word}, text, []article.Block{{Kind: article.Paragraph, End: len(text)}})
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, a)
		c.ids = append(c.ids, a.ID)
	}
	c.lesson = project.New("Lesson", articles, c.stamp)
	return c
}

// handIn writes the file of a student: what they marked on each article,
// where a list that is not nil is an article they opened.
func (c *class) handIn(name string, tag int, marks ...[]span.Span) string {
	c.t.Helper()
	p := c.lesson
	apply := func(d project.Diff, err error) {
		c.t.Helper()
		if err == nil {
			p, err = p.Apply(d)
		}
		if err != nil {
			c.t.Fatal(err)
		}
	}
	stamp := c.stamp
	if !c.careless {
		p = project.HandedOut(p, stamp)
	}
	apply(project.SetAnnotator(p, name, "", stamp))
	tags := p.Tags.Sorted(func(a, b *annotation.Tag) int { return a.Rank - b.Rank })
	stamp.Who = p.Info().Annotator
	for i, list := range marks {
		if list == nil {
			continue
		}
		apply(project.Open(p, c.ids[i], stamp))
		for _, s := range list {
			d, _, err := project.Highlight(p, c.ids[i], []span.Span{s}, []annotation.TagID{tags[tag].ID}, stamp)
			apply(d, err)
		}
	}
	file := filepath.Join(c.dir, name+".claimlight.json")
	var b bytes.Buffer
	if _, err := exchange.W3C.Encode(&b, p, exchange.Env{}); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return file
}

func (r agreed) measure(t *testing.T, name string) figure {
	t.Helper()
	for _, m := range r.Measures {
		if m.Measure == name {
			return m
		}
	}
	t.Fatalf("no measure %s", name)
	return figure{}
}

// agreeOn runs agree --json.
func agreeOn(t *testing.T, want int, files ...string) (r agreed) {
	t.Helper()
	var term terminal
	if code := term.do("", append([]string{"agree", "--json"}, files...)...); code != want {
		t.Fatalf("exit %d: %s", code, &term.err)
	}
	if err := json.Unmarshal(term.out.Bytes(), &r); err != nil {
		t.Fatalf("%v: %s", err, &term.out)
	}
	return r
}

var twoMarks = []span.Span{{Start: 0, End: 5}, {Start: 12, End: 23}}

func TestAgreeComparesWhatAnnotatorsShare(t *testing.T) {
	c := newClass(t)
	ada := c.handIn("Ada", 0, twoMarks, twoMarks)
	ben := c.handIn("Ben", 0, twoMarks)
	r := agreeOn(t, exitOK, ada, ben)
	if r.Articles != (counted{1, 1}) || len(r.Annotators) != 2 || r.Annotators[0].Name != "Ada" || r.Annotators[0].Articles != 2 || r.Annotators[1].Marks != 2 {
		t.Errorf("%+v %+v", r.Articles, r.Annotators)
	}
	for _, name := range []string{"pairwise_span_f1", "character_alpha", "pairwise_exact_f1", "pairwise_character_f1", "u_alpha", "bar_u_alpha", "alpha_u_2004"} {
		if m := r.measure(t, name); m.Value == nil || math.Abs(*m.Value-1) > 1e-9 || m.Basis.Articles != 1 || m.Says == "" {
			t.Errorf("%s is %+v", name, m)
		}
	}
	if m := r.measure(t, "cu_alpha"); m.Value != nil || m.Reason == "" {
		t.Errorf("cu-alpha of one tag is %+v", m)
	}
	if len(r.Tags) != 1 || r.Tags[0].Marks != 4 || *r.Tags[0].Measures[0].Value != 1 {
		t.Errorf("tags %+v", r.Tags)
	}
	if m := r.measure(t, "pairwise_span_f1"); m.Range == nil || m.Range.Low != nil || m.Range.Reason == "" {
		t.Errorf("the range of one article is %+v", m.Range)
	}
}

// Opened and marked nothing is a finding, never opened is none; and the order
// of the files makes no difference.
func TestAgreeKnowsWhoOpenedAnArticle(t *testing.T) {
	c := newClass(t)
	files := []string{c.handIn("Ada", 0, twoMarks), c.handIn("Ben", 0, twoMarks), c.handIn("Cem", 0, []span.Span{}), c.handIn("Dora", 0, nil)}
	r := agreeOn(t, exitOK, files...)
	if m := r.measure(t, "pairwise_span_f1"); math.Abs(*m.Value-1.0/3) > 1e-9 || m.Basis.Annotators != 3 || m.Basis.Pairs != 3 {
		t.Errorf("%+v", m)
	}
	if len(r.Annotators) != 3 {
		t.Errorf("annotators %+v", r.Annotators)
	}
	other := agreeOn(t, exitOK, files[3], files[2], files[1], files[0])
	for i, m := range r.Measures {
		if n := other.Measures[i]; (m.Value == nil) != (n.Value == nil) || m.Value != nil && *m.Value != *n.Value {
			t.Errorf("%s is %v, in another order %v", m.Measure, m, n)
		}
	}
}

// A file that is named twice, and one that has others' marks in it too, count
// each mark once; and who only gathered is no annotator.
func TestAgreeCountsEachMarkOnce(t *testing.T) {
	c := newClass(t)
	ada, ben := c.handIn("Ada", 0, twoMarks), c.handIn("Ben", 1, twoMarks)
	teacher := c.handIn("Teacher", 0, []span.Span{}, []span.Span{})
	var term terminal
	gathered := filepath.Join(c.dir, "gathered.claimlight.json")
	if code := term.do("", "convert", "--to", "w3c", "-o", gathered, teacher, ada, ben); code != exitOK {
		t.Fatalf("exit %d: %s", code, &term.err)
	}
	for _, files := range [][]string{{gathered}, {gathered, ada, ben}, {ada, ada, ben}} {
		r := agreeOn(t, exitOK, files...)
		if r.Marks != 4 || len(r.Annotators) != 2 {
			t.Errorf("%d marks of %+v", r.Marks, r.Annotators)
		}
		if m := r.measure(t, "pairwise_character_f1"); *m.Value != 1 {
			t.Errorf("%+v", m)
		}
		if m := r.measure(t, "pairwise_span_f1"); *m.Value != 0 {
			t.Errorf("of other tags: %+v", m)
		}
	}
}

// Whoever writes into the file itself that was handed out has its ID, and a
// name of their own.
func TestAgreeTellsApartWhoHasOneID(t *testing.T) {
	c := newClass(t)
	c.careless = true
	r := agreeOn(t, exitOK, c.handIn("Ada", 0, twoMarks), c.handIn("Ben", 0, twoMarks[:1]))
	if len(r.Annotators) != 2 || r.Marks != 3 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "“Ada” and “Ben” have one ID") {
		t.Errorf("%+v %q", r.Annotators, r.Notes)
	}
}

// Files of other programs often do not say whose the marks are.
func TestAgreeSaysWhenMarksAreNobodys(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"t.txt": "One said so.\n", "t.ann": "T1\tClaim 0 3\tOne\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var term terminal
	if code := term.do("", "agree", dir); code != exitFailed || !strings.Contains(term.out.String(), "does not say whose 1 mark is: taken for one annotator's.") {
		t.Errorf("exit %d: %s%s", code, &term.out, &term.err)
	}
}

func TestAgreeInWords(t *testing.T) {
	c := newClass(t)
	ada, ben := c.handIn("Ada", 0, twoMarks, twoMarks), c.handIn("Ben", 0, twoMarks[:1], twoMarks)
	var term terminal
	if code := term.do("", "agree", "--gamma", ada, ben); code != exitOK {
		t.Fatalf("exit %d: %s", code, &term.err)
	}
	out := term.out.String()
	for _, want := range []string{"2 annotators, 2 articles that two or more opened, 7 marks", "pairwise span F1: 0.86, on 2 articles (",
		"character-level alpha: 0.", "gamma (statistical sampler): 0.", "cu-alpha: not defined, on 2 articles", "\n\nTag ", "  Ada: 2 articles, 4 marks, 0.86"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	again := out
	if term.do("", "agree", "--gamma", ben, ada); term.out.String() != again {
		t.Errorf("in another order\n%s", &term.out)
	}
}

func TestAgreeWithNobodySaysSo(t *testing.T) {
	c := newClass(t)
	ada := c.handIn("Ada", 0, twoMarks)
	var term terminal
	if code := term.do("", "agree", ada); code != exitFailed || !strings.Contains(term.err.String(), "no article was opened by two") {
		t.Errorf("exit %d: %s", code, &term.err)
	}
	if out := term.out.String(); out != "1 annotator, 0 articles that two or more opened, 2 marks\n" {
		t.Errorf("printed\n%s", out)
	}
	term.do("", "agree", "--json", ada)
	var r agreed
	if err := json.Unmarshal(term.out.Bytes(), &r); err != nil || len(r.Measures) != 8 {
		t.Fatalf("%v: %s", err, &term.out)
	}
	for _, m := range r.Measures {
		if m.Value != nil || m.Reason == "" {
			t.Errorf("%+v", m)
		}
	}
	if code := term.do("", "agree", filepath.Join(c.dir, "missing.json")); code != exitFailed {
		t.Errorf("a missing file: exit %d", code)
	}
	if code := term.do("", "agree"); code != exitUsage {
		t.Errorf("no file: exit %d", code)
	}
}

// Hand-ins are compared too, with and without the texts; no other command takes
// them for a project.
func TestAgreeReadsHandIns(t *testing.T) {
	handedIn := []string{simulatedFile("handed-in/Amber.handin.json"), simulatedFile("handed-in/Birch.handin.json"), simulatedFile("handed-in/Ember.handin.json")}
	r := agreeOn(t, exitOK, handedIn...)
	if len(r.Annotators) != 3 || r.Annotators[2].Name != "Ember" || r.Annotators[2].Articles != 5 || r.Annotators[2].Marks != 0 || r.Articles != (counted{5, 0}) || len(r.Notes) > 0 {
		t.Errorf("%+v %+v %q", r.Articles, r.Annotators, r.Notes)
	}
	// The teacher opened nothing, and so the others' figures stay.
	with := agreeOn(t, exitOK, append(handedIn, simulatedFile("lesson.claimlight.json"))...)
	if a, b := r.measure(t, "pairwise_span_f1"), with.measure(t, "pairwise_span_f1"); *a.Value != *b.Value {
		t.Errorf("with the texts %v, without %v", *b.Value, *a.Value)
	}
	var term terminal
	if code := term.do("", "check", handedIn[0]); code != exitOK {
		t.Errorf("check: exit %d: %s", code, &term.err)
	}
	if code := term.do("", "convert", "--to", "csv", handedIn[0]); code != exitFailed || !strings.Contains(term.err.String(), "claimlight class reads it") {
		t.Errorf("convert: exit %d: %s", code, &term.err)
	}
}

// Of hand-ins for another version of an article, agree tells that they are not
// compared; with the lesson it says what the class says.
func TestAgreeTellsOfOtherVersions(t *testing.T) {
	handed, lesson := simulatedFile("handed-in"), simulatedFile("lesson.claimlight.json")
	bare := ofSimulated[agreed](t, exitFailed, "agree", "--json", handed)
	told := slices.ContainsFunc(bare.Notes, func(n string) bool {
		return strings.Contains(n, "was handed in in 2 versions") && strings.Contains(n, "(Cedar)")
	})
	if !told {
		t.Errorf("without the lesson: %q", bare.Notes)
	}
	whole := ofSimulated[agreed](t, exitFailed, "agree", "--json", lesson, handed)
	if slices.ContainsFunc(whole.Notes, func(n string) bool { return strings.Contains(n, "versions") }) {
		t.Errorf("with the lesson: %q", whole.Notes)
	}
	class := ofSimulated[classReport](t, exitFailed, "class", "--json", "--lesson", lesson, handed)
	for _, m := range whole.Measures {
		if m.Name == class.Agreement.Same.Name && math.Abs(*m.Value-*class.Agreement.Same.Value) > 1e-9 || m.Name == class.Agreement.Chars.Name && math.Abs(*m.Value-*class.Agreement.Chars.Value) > 1e-9 {
			t.Errorf("%s is %v, and in the class %v and %v", m.Name, *m.Value, *class.Agreement.Same.Value, *class.Agreement.Chars.Value)
		}
	}
}
