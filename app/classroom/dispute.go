package classroom

import (
	"cmp"
	"fmt"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// Kind says in what students differ at a place.
type Kind int

// The kinds, as they are grouped.
const (
	SomeMissed    Kind = iota // some marked nothing there
	TagsDiffer                // the same passage, with another tag
	EdgesDiffer               // the same tag, with other edges
	SplitOrJoined             // one mark of some is several of others
	kinds
)

// Disputes are the places that students marked, and how much of all their
// disagreement lies at each.
type Disputes struct {
	// Figures are those of the class. Their Same is the headline: what it lacks of 1
	// is the disagreement that lies at the places.
	Figures *Figures
	// Places are all that anybody marked, those with the largest share first.
	Places []*Place
	// Lost is how many decisions have no place in the texts any more, since an
	// article was corrected or removed. They are kept in the project.
	Lost int

	lesson project.Project
	read   []*readArticle
}

// Place is a passage around which marks of students gather. Each piece of a
// mark, with each of its tags, belongs to one place.
type Place struct {
	// ID names the place as long as the class marks nothing else there.
	ID      string
	Article article.ID
	// At is what the marks gather around; of a settled place, what it was then.
	At span.Span
	// Opened is how many students opened the article, Marked how many of them
	// marked something here.
	Opened, Marked int
	Tags           []TagCount // most frequent first
	Edges          []EdgeCount
	Marks          []PlaceMark // by student
	// Shares are the parts of all disagreement that lie here, by Kind; those of
	// all places sum to 1.
	Shares [kinds]float64
	// Slight is true where all marked the same with the same tag, and edges differ
	// only by punctuation or by two words.
	Slight  bool
	Settled *Settled // nil while it is open

	number int // of the article, in the lesson's order
}

// TagCount is how many students gave a tag; Tag is "" for marks without one.
type TagCount struct {
	Tag      annotation.TagID
	Students int
}

// EdgeCount is how many students marked a place with the same edges.
type EdgeCount struct {
	Span     span.Span
	Students int
	// Slight is true where the edges differ from the most frequent ones only by
	// punctuation or by two words.
	Slight bool

	passage int // which one of the article it is
}

// PlaceMark is a piece of a student's mark with one of its tags.
type PlaceMark struct {
	Student int // place among the class's Students
	Mark    *Mark
	Span    span.Span
	Tag     annotation.TagID // "" for none

	tag int // which one of the article's it is
}

// Share is the part of all disagreement that lies at the place, from 0 to 1.
func (p *Place) Share() (sum float64) {
	for _, s := range p.Shares {
		sum += s
	}
	return sum
}

// Kind is in what students differ most.
func (p *Place) Kind() Kind {
	most := SomeMissed
	for k := range kinds {
		if p.Shares[k] > p.Shares[most] {
			most = k
		}
	}
	return most
}

// Open reports whether there is something left to decide.
func (p *Place) Open() bool { return p.Settled == nil && p.Share() > 0 }

// Suggested is the reading that most students have: the most frequent edges,
// and the most frequent tag, "" for none.
func (p *Place) Suggested() (span.Span, annotation.TagID) { return p.Edges[0].Span, p.Tags[0].Tag }

// Backed is how many students marked what Suggested says, but for slight
// differences of the edges.
func (p *Place) Backed() int {
	_, tag := p.Suggested()
	slight := map[span.Span]bool{}
	for _, e := range p.Edges {
		slight[e.Span] = e.Slight
	}
	n, last := 0, -1
	for _, m := range p.Marks {
		if m.Student != last && m.Tag == tag && slight[m.Span] {
			n, last = n+1, m.Student
		}
	}
	return n
}

// Notes are what students wrote on their marks, each text once and in the order
// of the alphabet, so that nobody is known by the order.
func (p *Place) Notes() []string {
	var out []string
	for _, m := range p.Marks {
		if m.Mark.Note != "" {
			out = append(out, m.Mark.Note)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Find returns the place with an ID, nil if there is none.
func (d *Disputes) Find(id string) *Place {
	for _, p := range d.Places {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// Next is the place to decide on after the one with an ID, or the first one of an
// article if there is no such place: first what is left of the same article, in the
// order of the shares, then the articles behind it and those before it, and last
// what was passed over at the beginning. It is nil if none is left. Places that
// differ slightly are passed over.
func (d *Disputes) Next(id string, on article.ID) (next *Place) {
	at := slices.IndexFunc(d.Places, func(p *Place) bool { return p.ID == id })
	number := max(slices.IndexFunc(d.read, func(r *readArticle) bool { return r.ID == on }), 0)
	if at >= 0 {
		number = d.Places[at].number
	}
	nearest := len(d.read) + 1 // in articles; the same one counts last for what stands before
	for i, p := range d.Places {
		if !p.Open() || p.Slight || p.ID == id {
			continue
		}
		far := (p.number - number + len(d.read)) % len(d.read)
		if far == 0 && i < at {
			far = len(d.read)
		}
		if far < nearest {
			next, nearest = p, far
		}
	}
	return next
}

// DisputesOf finds the places of a class. The work is that of comparing each two
// students, and an error is that of the pace.
func DisputesOf(c *Class, pace project.Pace) (*Disputes, error) {
	d := &Disputes{}
	for _, a := range c.Lesson.Listed() {
		d.read = append(d.read, readingsOf(c, a))
	}
	var err error
	if d.Figures, err = spread(c, d.read, pace); err != nil {
		return nil, err
	}
	return d.With(c.Lesson), nil
}

// With is the same after something was settled, or opened again, in the project:
// what students did has to be as it was. It compares nobody anew, and so is quick.
func (d *Disputes) With(p project.Project) *Disputes {
	out := &Disputes{Figures: d.Figures, lesson: p, read: d.read}
	settled := SettledIn(p)
	out.Lost = len(records[Settled](p, KindSettled)) - len(settled)
	for i, r := range d.read {
		places, of := r.gather(settled)
		r.fill(places, of)
		tags := make([]voters, len(r.tags))
		for _, at := range places {
			if at.number = i; len(at.Marks) > 0 { // a settled place may have lost all
				r.finish(at, tags)
				out.Places = append(out.Places, at)
			}
		}
	}
	slices.SortFunc(out.Places, func(a, b *Place) int { return cmp.Or(cmp.Compare(b.Share(), a.Share()), inText(a, b)) })
	return out
}

// inText compares places by where they stand.
func inText(a, b *Place) int {
	return cmp.Or(cmp.Compare(a.number, b.number), span.Compare(a.At, b.At))
}

// placeID names a place.
func placeID(id article.ID, at span.Span) string {
	return fmt.Sprintf("%.12s:%d-%d", id, at.Start, at.End)
}
