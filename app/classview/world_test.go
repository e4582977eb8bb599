package classview

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/ingest"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/test/dice"
)

// roll is what random tests roll.
func roll(t testing.TB) *rand.Rand { return rand.New(rand.NewPCG(dice.Seed(t), 11)) }

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// stamp makes the same IDs at each run.
func stamp() project.Stamp {
	n := 0
	return project.Stamp{When: noon, Mint: func() string {
		n++
		return fmt.Sprintf("00000000-0000-4000-9000-%012d", n)
	}}
}

// reports is a lesson of the built-in articles.
func reports(t testing.TB) project.Project {
	t.Helper()
	names, err := filepath.Glob("../../web/articles/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("the built-in articles: %v %v", names, err)
	}
	var articles []*article.Article
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		a, err := ingest.Text(filepath.Base(name), data, article.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, a)
	}
	return project.New("8b · Who says so? Five reports of one summit", articles, stamp())
}

// claim is what there is to find in an article, how plain it is, from 0 to 1,
// and what it is.
type claim struct {
	span.Span
	plain float64
	tag   annotation.TagID
}

// claims are some of an article's sentences, or their ends.
func claims(r *rand.Rand, p project.Project, a *article.Article, most int) (out []claim) {
	tags := p.Codebook().Tags
	for _, b := range a.Blocks {
		for at := b.Start; at < b.End && len(out) < most; {
			start, end := a.SentenceAt(at)
			at = max(a.NextSentence(at), at+1)
			if r.IntN(3) == 0 {
				start = a.NextWord(a.NextWord(start))
			}
			if start, end = a.Snap(start, min(end, b.End)); start < end && r.IntN(4) > 0 {
				out = append(out, claim{span.Span{Start: start, End: end}, r.Float64(), tags[r.IntN(len(tags))].ID})
			}
		}
	}
	return out
}

var nicknames = []string{"Amber", "Birch", "Cedar", "Dune", "Ember", "Fern", "Gale", "Heath", "Iris", "Jade", "Kestrel", "Lark", "Maple", "Nettle", "Oak", "Pearl"}

// someClass is a class of students who find what is plain, more or less.
func someClass(t testing.TB, r *rand.Rand, students, marks int) *classroom.Class {
	c := &classroom.Class{Lesson: reports(t)}
	found := map[article.ID][]claim{}
	for _, a := range c.Lesson.Listed() {
		found[a.ID] = claims(r, c.Lesson, a, marks)
	}
	for n := range students {
		name := nicknames[n%len(nicknames)]
		if n >= len(nicknames) {
			name += fmt.Sprint(" ", n/len(nicknames)+1)
		}
		s := &classroom.Pupil{ID: annotation.PersonID(fmt.Sprintf("00000000-0000-4000-8000-%012d", n)), Nickname: name, Works: map[article.ID]*classroom.Work{}}
		for k, a := range c.Lesson.Listed() {
			w := &classroom.Work{Article: a.ID, Length: a.Len(), State: project.Done}
			switch {
			case n%9 == 8 && k > 2:
				w.State = project.NotStarted
			case n%7 == 5 && k > 1:
				w.State = project.InWork
			default:
				for _, cl := range found[a.ID] {
					someMark(r, c.Lesson, w, a, cl, n)
				}
			}
			s.Works[a.ID] = w
		}
		c.Students = append(c.Students, s)
	}
	return c
}

// someMark adds a claim as a student finds it, if the student does.
func someMark(r *rand.Rand, p project.Project, w *classroom.Work, a *article.Article, c claim, n int) {
	if r.Float64() > c.plain {
		return
	}
	start, end := c.Start, c.End
	switch r.IntN(5) {
	case 0:
		start = min(a.NextWord(start), end-1)
	case 1:
		end = min(end+1, a.Len())
	case 2:
		_, end = a.SentenceAt(min(a.NextSentence(start), a.Len()-1))
	}
	if start, end = a.Trim(start, max(end, start+1)); start >= end {
		return
	}
	tag := c.tag
	if tags := p.Codebook().Tags; r.Float64() > (c.plain+1)/2 {
		tag = tags[r.IntN(len(tags))].ID
	}
	m := classroom.Mark{ID: annotation.ID(fmt.Sprintf("%d-%d-%d", n, a.Meta.Rank, len(w.Marks))), Made: noon, Tags: []annotation.TagID{tag},
		Pieces: annotation.Pieces(a, span.Span{Start: start, End: end})}
	if r.IntN(20) == 0 {
		m.Note = []string{"It is his word, the reporter does not say it is true.", "Only three words are quoted, so I left it.", "Who counted this?"}[r.IntN(3)]
	}
	w.Marks = append(w.Marks, m)
}

func board(t testing.TB, s State) string {
	t.Helper()
	html, err := Board(s)
	if err != nil {
		t.Fatal(err)
	}
	return html
}
