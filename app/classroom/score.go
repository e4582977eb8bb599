package classroom

import (
	"cmp"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// Weights are how strictly a key is compared; a teacher sets them. Each is from
// 0 to 1.
type Weights struct {
	// Edges is how much edges cost that are off: with 1 a mark counts as much as
	// it shares with the key, with 0 every mark that shares half counts whole.
	Edges float64 `json:"edges"`
	// Tag is how much of a mark is lost by another tag.
	Tag float64 `json:"tag"`
	// Extra is how much a mark that is not in the key counts against being on
	// target.
	Extra float64 `json:"extra"`
}

// Fair are the weights that count until the teacher sets others: edges cost what
// they are off, and tags have a figure of their own.
var Fair = Weights{Edges: 1, Extra: 1}

// within keeps weights in their bounds, whatever a file says.
func (w Weights) within() Weights {
	for _, x := range []*float64{&w.Edges, &w.Tag, &w.Extra} {
		if !(*x >= 0) { // NaN too
			*x = 0
		}
		*x = min(*x, 1)
	}
	return w
}

// half is the share of what either covers that both must cover, so that a mark
// counts as that of the key.
const half = 0.5

// credit is what a mark counts, from 0 to 1.
func (w Weights) credit(overlap, tags float64) float64 {
	return (1 - w.Edges*(1-overlap)) * (1 - w.Tag*(1-tags))
}

// Share is one of the three figures of a score: so much of so many.
type Share struct {
	Sum    float64
	Of     float64
	Reason string // why it is not defined, in words; "" if it is
}

// Value is the share, from 0 to 1, and whether there is one.
func (s Share) Value() (float64, bool) {
	if s.Reason != "" || s.Of <= 0 {
		return 0, false
	}
	return min(s.Sum/s.Of, 1), true
}

// Score is how a student's marks compare with a key, on the articles that the
// student opened.
type Score struct {
	Student  annotation.PersonID
	Articles int // that the student opened, and the key has marks on or the student has
	Found    Share
	OnTarget Share
	RightTag Share
	// Cases are what became of each mark of the key, and of each mark of the
	// student that is in none of them, in the order in which they are read.
	Cases []Case
}

// Count is how many cases are of a kind.
func (s *Score) Count(k CaseKind) (n int) {
	for _, c := range s.Cases {
		if c.Kind == k {
			n++
		}
	}
	return n
}

// WrongTags is how many of the cases of a kind have a tag that is not the key's, of
// those that the figure of the right tags is of.
func (s *Score) WrongTags(k CaseKind) (n int) {
	for _, c := range s.Cases {
		if c.Kind == k && c.Found && c.Tags < 1 {
			n++
		}
	}
	return n
}

// Scores are those of a class, in the order of its students.
type Scores struct {
	Key      []KeyMark
	Weights  Weights
	Students []*Score

	by *reckoner
}

// Hits is how many students found each mark of the key, by its ID.
func (s *Scores) Hits() map[string]int {
	hits := map[string]int{}
	for _, one := range s.Students {
		found := map[string]bool{}
		for _, c := range one.Cases {
			if c.Credit > 0 && !found[c.Key] {
				found[c.Key] = true
				hits[c.Key]++
			}
		}
	}
	return hits
}

// Score compares each student with a key whose marks stand on the lesson's
// texts (KeyOf, PlaceKey), and puts every case into words. It depends on no order.
func (c *Class) Score(key []KeyMark, w Weights) *Scores {
	out, _ := c.score(key, w, true, nil) // only a pace ends it
	return out
}

// ScoreAt is Score at a pace, without words: those of a whole class cost more than
// its figures, and nobody reads them all at once (Scores.Told). An error is that of
// the pace.
func (c *Class) ScoreAt(key []KeyMark, w Weights, pace project.Pace) (*Scores, error) {
	return c.score(key, w, false, pace)
}

// Told is the score of the student at a place among the class's Students, with
// every case in words.
func (s *Scores) Told(student int) *Score {
	r := *s.by
	r.tells = true
	return r.student(r.Students[student])
}

func (c *Class) score(key []KeyMark, w Weights, tells bool, pace project.Pace) (*Scores, error) {
	out := &Scores{Key: key, Weights: w.within()}
	r := newReckoner(c, key, out.Weights)
	r.tells, out.by = tells, r
	const every = 5_000 // marks, which take some milliseconds
	marks := 0
	for i, s := range c.Students {
		if marks += s.Marks(); marks > every {
			marks = 0
			if err := pace.At(i, len(c.Students)); err != nil {
				return nil, err
			}
		}
		out.Students = append(out.Students, r.student(s))
	}
	return out, nil
}

// reckoner compares student after student with one key.
type reckoner struct {
	*Class
	texts   []*article.Article
	key     map[article.ID][]target
	w       Weights
	trimmer trimmer
	tells   bool // every case is put into words
	match   match
}

func newReckoner(c *Class, key []KeyMark, w Weights) *reckoner {
	r := &reckoner{Class: c, texts: c.Lesson.Listed(), key: map[article.ID][]target{}, w: w, trimmer: trimmer{}}
	for _, k := range key {
		if on := c.Lesson.Article(k.Article); on != nil {
			if t := r.target(on, k); len(t.ways) > 0 {
				r.key[k.Article] = append(r.key[k.Article], t)
			}
		}
	}
	for _, marks := range r.key { // in an order of their own, as those of students
		slices.SortFunc(marks, func(a, b target) int { return cmp.Or(span.Compare(a.all, b.all), cmp.Compare(a.ID, b.ID)) })
	}
	return r
}

// student reckons one score.
func (r *reckoner) student(s *Pupil) *Score {
	out := &Score{Student: s.ID}
	m := &r.match
	extra := 0
	for _, a := range r.texts {
		w := s.Works[a.ID]
		if w == nil || w.State == project.NotStarted {
			continue
		}
		key := r.key[a.ID]
		if len(key) > 0 || len(w.Marks) > 0 {
			out.Articles++
		}
		m.reckoner, m.on, m.key, m.own = r, a, key, r.shots(a, w.Marks)
		if err := m.pair(); err != nil {
			return &Score{Student: s.ID, Found: Share{Reason: err.Error()}, OnTarget: Share{Reason: err.Error()}, RightTag: Share{Reason: err.Error()}}
		}
		for _, h := range m.hits {
			out.Found.Sum += h.credit
			out.OnTarget.Sum += h.credit
			out.RightTag.Sum += h.tags
		}
		out.Found.Of += float64(len(key))
		out.OnTarget.Of += float64(len(m.own))
		out.RightTag.Of += float64(len(m.hits))
		known := len(out.Cases)
		out.Cases = m.cases(slices.Grow(out.Cases, len(key)))
		for i := known; i < len(out.Cases); i++ {
			if out.Cases[i].Kind == NotInKey {
				extra++
			}
		}
	}
	out.OnTarget.Of -= (1 - r.w.Extra) * float64(extra)
	out.reasons()
	return out
}

// reasons say why a figure is not there.
func (s *Score) reasons() {
	if s.Found.Of == 0 {
		s.Found.Reason = "The key has nothing on the articles that this student opened."
	}
	if s.OnTarget.Of <= 0 {
		s.OnTarget.Reason = "This student marked nothing that could be on target."
	}
	if s.RightTag.Of == 0 {
		s.RightTag.Reason = "No mark is one of the key’s, so there is no tag to compare."
	}
}
