package classroom

import (
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// Feedback is what a student can learn from: what became of each mark, why what
// was missed is to be marked, and how many others marked the same. It names
// nobody else.
type Feedback struct {
	Student *Pupil
	// Score is nil where there is no key to compare with.
	Score *Score
	// Articles are those that the student opened, in the lesson's order.
	Articles []FeedbackArticle
}

// FeedbackArticle is the feedback on one article.
type FeedbackArticle struct {
	Article *article.Article
	Points  []Point // in the order of the text
}

// Point is what there is to say about one passage.
type Point struct {
	// Case is what became of it; its Kind and Says are empty where there is no key.
	Case
	// Key is the mark of the key that it is about, nil if none is.
	Key *KeyMark
	// Own are the student's marks that it is about.
	Own []Mark
	// Reason says why the passage is to be marked: what the teacher wrote, or else
	// what the tag means. It is empty where nothing was amiss.
	Reason string
	// Marked is how many students marked the passage, the student among them, of
	// how many who opened the article.
	Marked, Opened int
}

// Feedbacks makes the feedback of a class.
type Feedbacks struct {
	class  *Class
	scores *Scores
	key    map[string]*KeyMark
	hits   map[string]int     // by the ID of a mark of the key
	place  map[ownMark]*Place // where marks of students are
	at     map[article.ID]int // how many opened
	listed []*article.Article // the lesson's
}

// ownMark names a mark of a student.
type ownMark struct {
	student int
	mark    annotation.ID
}

// NewFeedbacks gathers what feedback is made of. Without a key, scores is nil, and
// feedback tells how many others marked the same.
func NewFeedbacks(c *Class, d *Disputes, scores *Scores) *Feedbacks {
	f := &Feedbacks{class: c, scores: scores, key: map[string]*KeyMark{}, place: map[ownMark]*Place{},
		at: map[article.ID]int{}, listed: c.Lesson.Listed()}
	for _, a := range f.listed {
		f.at[a.ID] = len(c.Opened(a.ID))
	}
	for _, p := range d.Places {
		for _, m := range p.Marks {
			if one := (ownMark{m.Student, m.Mark.ID}); f.place[one] == nil {
				f.place[one] = p
			}
		}
	}
	if scores == nil {
		return f
	}
	for i := range scores.Key {
		f.key[scores.Key[i].ID] = &scores.Key[i]
	}
	f.hits = scores.Hits()
	return f
}

// Of is the feedback of the student at a place among the class's Students.
func (f *Feedbacks) Of(student int) *Feedback {
	s := f.class.Students[student]
	out := &Feedback{Student: s}
	if f.scores != nil {
		out.Score = f.scores.Told(student)
	}
	for _, a := range f.listed {
		w := s.Works[a.ID]
		if w == nil || w.State == project.NotStarted {
			continue
		}
		one := FeedbackArticle{Article: a}
		own := map[annotation.ID]Mark{}
		for _, m := range w.Marks {
			own[m.ID] = m
		}
		for _, c := range f.cases(out.Score, w) {
			one.Points = append(one.Points, f.point(student, own, c))
		}
		out.Articles = append(out.Articles, one)
	}
	return out
}

// cases are what there is to say about an article: what became of the marks, or,
// without a key, the marks.
func (f *Feedbacks) cases(s *Score, w *Work) (out []Case) {
	if s == nil {
		for _, m := range w.Marks {
			out = append(out, Case{Article: w.Article, Marks: []annotation.ID{m.ID}, At: m.Pieces})
		}
		return out
	}
	for _, c := range s.Cases {
		if c.Article == w.Article {
			out = append(out, c)
		}
	}
	return out
}

// point adds to a case what others did, and why it matters.
func (f *Feedbacks) point(student int, own map[annotation.ID]Mark, c Case) Point {
	p := Point{Case: c, Key: f.key[c.Key], Opened: f.at[c.Article]}
	for _, id := range c.Marks {
		p.Own = append(p.Own, own[id])
	}
	switch {
	case p.Key != nil && c.Kind != Again:
		p.Marked = f.hits[c.Key]
	case len(c.Marks) > 0:
		if at := f.place[ownMark{student, c.Marks[0]}]; at != nil {
			p.Marked = at.Marked
		}
	}
	if p.Key != nil && c.Kind != Right && c.Kind != Again {
		p.Reason = f.class.reason(p.Key)
	}
	return p
}

// reason says why a mark of the key is to be marked.
func (c *Class) reason(k *KeyMark) string {
	if k.Reason != "" || len(k.Tags) == 0 {
		return k.Reason
	}
	t := c.Lesson.Tag(k.Tags[0])
	if t == nil || t.Definition == "" {
		return ""
	}
	return t.Name + ": " + t.Definition
}
