package classroom

import (
	"fmt"
	"math"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// Figures are how far a class agrees.
type Figures struct {
	Students int // who handed in
	Shared   int // articles that two students or more opened, which is what counts
	// Same is the pairwise span F1 with partial credit, where another tag counts
	// nothing; Places is the same whatever the tag.
	Same, Places agreement.Result
	Chars        agreement.Result // alpha over characters
	// Tag is the share of what two students marked alike that has one tag.
	Tag Share
	// Each is how far a student agrees with the others, in the order of the
	// class.
	Each []agreement.Result
	Rows []Row // in the order of the class
}

// Row is a student in the table of the class.
type Row struct {
	Student   annotation.PersonID
	Cells     []Cell // in the order of the articles
	Opened    int
	Done      int
	Marks     int // that count
	Uncounted int // on an article that does not count (Pupil.Uncounted)
}

// Cell is a student and an article.
type Cell struct {
	Article   article.ID
	State     project.State
	Marks     int // that count
	Uncounted int // because the file broke off here
	Unplaced  int
}

// Figures reckons all of them.
func (c *Class) Figures() *Figures {
	f, _ := c.FiguresAt(nil) // only a pace ends it
	return f
}

// FiguresAt is Figures at a pace. An error is that of the pace.
func (c *Class) FiguresAt(pace project.Pace) (*Figures, error) {
	articles := c.Articles()
	shared := agreement.Shared(articles)
	pairs, err := agreement.CompareSlowly(shared, agreement.Half, agreement.Pace(pace))
	if err != nil {
		return nil, err
	}
	return c.figuresOf(shared, pairs), nil
}

// figuresOf reckons the figures of articles of which each two students have been
// compared.
func (c *Class) figuresOf(shared []agreement.Article, pairs *agreement.Comparison) *Figures {
	f := &Figures{Students: len(c.Students), Shared: len(shared), Same: pairs.Mean(), Places: pairs.Places(), Chars: agreement.CharAlpha(shared)}
	f.Tag = tagShare(f.Same, f.Places)
	each := map[string]agreement.Result{}
	for i, r := range pairs.Each() {
		each[pairs.Annotators[i]] = r
	}
	for _, s := range c.Students {
		r, shares := each[string(s.ID)]
		if !shares {
			r = pairs.Of(string(s.ID)) // which says why there is none
		}
		f.Each = append(f.Each, r)
	}
	f.Rows = c.Rows()
	return f
}

// tagShare is how much of what is marked alike has one tag.
func tagShare(same, places agreement.Result) Share {
	with, ok := same.Value()
	all, too := places.Value()
	if !ok || !too || all <= 0 {
		return Share{Reason: "No two students marked the same passage, so there is no tag to compare."}
	}
	return Share{Sum: with, Of: all}
}

// Rows is the table of the class.
func (c *Class) Rows() (out []Row) {
	texts := c.Lesson.Listed()
	for _, s := range c.Students {
		r := Row{Student: s.ID}
		for _, a := range texts {
			w := s.Works[a.ID]
			cell := Cell{Article: a.ID, State: w.State, Marks: w.counted(), Uncounted: len(w.Marks) - w.counted()}
			for _, u := range s.Unplaced {
				if u.Article == a.ID {
					cell.Unplaced++
				}
			}
			r.Marks += cell.Marks
			r.Uncounted += cell.Uncounted
			if w.State != project.NotStarted {
				r.Opened++
			}
			if w.State == project.Done {
				r.Done++
			}
			r.Cells = append(r.Cells, cell)
		}
		out = append(out, r)
	}
	return out
}

// Headline is the agreement of the class in a sentence, or why there is none.
func (f *Figures) Headline() string {
	places, ok := f.Places.Value()
	if !ok {
		return f.Places.Reason
	}
	s := "Two students picked at random marked the same passage " + InTen(places)
	if tag, ok := f.Tag.Value(); ok {
		s += ", and then chose the same tag " + InTen(tag)
	}
	return s + "."
}

// InTen puts a share into words: "6 times in 10".
func InTen(share float64) string {
	switch n := math.Round(share * 10); {
	case share >= 1-1e-9:
		return "every time"
	case share <= 1e-9:
		return "not once"
	case share < 0.05:
		return "less than once in 20 times"
	case n == 1:
		return "once in 10 times"
	case n == 10:
		return "nearly every time"
	default:
		return fmt.Sprintf("%d times in 10", int(n))
	}
}
