package classroom

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// noon is when everything in these tests begins.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// minter makes IDs that are the same each time, and no two alike for two names.
func minter(name string) func() string {
	n := 0
	return func() string {
		n++
		return string(derived(annotation.PersonID(name), "", fmt.Sprint(n)))
	}
}

var texts = []string{
	"The summit\n\nThere is no deal until there is a deal, the president said on Friday.\n\nNobody asked about the prisoners. The talks lasted three hours.",
	"A second report\n\nThe two leaders walked away without a deal to end the war.\n\nThe press conference was carefully staged.",
}

// newLesson is what a teacher has made to hand out.
func newLesson(t testing.TB, texts ...string) project.Project {
	t.Helper()
	var articles []*article.Article
	for _, text := range texts {
		title, _, _ := strings.Cut(text, "\n")
		a, err := article.New(article.Meta{Title: title}, text, nil)
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, a)
	}
	p := project.New("8b", articles, project.Stamp{When: noon, Mint: minter("teacher")})
	return apply(t, p, project.PutClass(p, record(KindLesson, KindLesson, Lesson{Task: "Mark every claim."})))
}

func apply(t testing.TB, p project.Project, d project.Diff) project.Project {
	t.Helper()
	q, err := p.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// student is somebody at work on a lesson.
type student struct {
	t testing.TB
	p project.Project
	s project.Stamp
}

// begin opens the lesson as it was handed out.
func begin(t testing.TB, lesson project.Project, nickname string) *student {
	t.Helper()
	s := &student{t: t, s: project.Stamp{When: noon.Add(time.Hour), Mint: minter(nickname)}}
	s.p = project.HandedOut(HandOut(lesson, nil), s.s)
	s.s.Who = s.p.Info().Annotator
	s.do(project.SetAnnotator(s.p, "", nickname, s.s))
	return s
}

func (s *student) do(d project.Diff, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	s.p = apply(s.t, s.p, d)
}

// opens opens articles, counted from 0, and marks nothing.
func (s *student) opens(articles ...int) *student {
	s.t.Helper()
	for _, n := range articles {
		s.do(project.Open(s.p, s.p.Listed()[n].ID, s.s))
	}
	return s
}

// marks marks the first place where a quote stands, with the tag of a digit of
// the starter codebook, or with none where that is "".
func (s *student) marks(article int, quote, digit string) *student {
	s.t.Helper()
	a := s.p.Listed()[article]
	at := strings.Index(a.Text, quote)
	if at < 0 {
		s.t.Fatalf("%q is not in article %d", quote, article)
	}
	start := len([]rune(a.Text[:at]))
	return s.opens(article).spans(article, digit, span.Span{Start: start, End: start + len([]rune(quote))})
}

func (s *student) spans(article int, digit string, spans ...span.Span) *student {
	s.t.Helper()
	var tags []annotation.TagID
	for tag := range s.p.Tags.Unordered() {
		if digit != "" && tag.Digit == digit {
			tags = append(tags, tag.ID)
		}
	}
	d, _, err := project.Highlight(s.p, s.p.Listed()[article].ID, spans, tags, s.s)
	s.do(d, err)
	return s
}

// file is what the student hands in, some hours later.
func (s *student) file(hours int) File {
	s.t.Helper()
	h := HandInOf(s.p, noon.Add(time.Duration(hours)*time.Hour))
	var data bytes.Buffer
	if err := h.Encode(&data); err != nil {
		s.t.Fatal(err)
	}
	return File{Name: h.Student.Nickname + HandInExt, Data: data.Bytes()}
}

// collected takes files into a lesson.
func collected(t testing.TB, p project.Project, files ...File) (project.Project, []FileNote) {
	t.Helper()
	d, notes := Collect(p, files, project.Stamp{When: noon.Add(24 * time.Hour), Mint: minter("collect")})
	return apply(t, p, d), notes
}

// says reports whether there is a note of a kind with some words.
func says(notes []FileNote, kind NoteKind, words string) bool {
	for _, n := range notes {
		if n.Kind == kind && strings.Contains(n.String(), words) {
			return true
		}
	}
	return false
}

type (
	tag   = annotation.Tag
	tagID = annotation.TagID
)

var annotationFold = annotation.Fold
