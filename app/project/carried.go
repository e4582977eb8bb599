package project

import (
	"slices"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// Carried is what becomes of one mark when its article is corrected.
type Carried struct {
	Mark   *annotation.Annotation
	Pieces []anchor.Landing // where each of its pieces goes, in code points of the new text
	// How is what happened to the mark as a whole. It is orphaned if one of its
	// pieces is: a mark that lost a part may say something else, and to make do
	// with the rest is for people to decide.
	How   anchor.How
	Doubt anchor.Doubt
	Score float64 // that of the worst piece
}

// Sure reports whether the mark can be put there without asking.
func (c Carried) Sure() bool { return c.Doubt == anchor.NoDoubt }

// Spans are the places that were found. Those of an orphan are what there is to
// start from, if anything.
func (c Carried) Spans() (out []span.Span) {
	for _, l := range c.Pieces {
		if l.How != anchor.Orphaned {
			out = append(out, l.Span)
		}
	}
	return out
}

// PlanCorrection says what becomes of each mark on an article if a corrected
// version comes in its place, in the order of reading. It changes nothing.
func PlanCorrection(p Project, id article.ID, corrected *article.Article, pace Pace) ([]Carried, error) {
	old, err := p.article(id)
	if err != nil {
		return nil, err
	}
	var out []Carried
	var spans []span.Span
	for m := range p.Annotations.Unordered() {
		if m.Article == id {
			out = append(out, Carried{Mark: m})
		}
	}
	slices.SortFunc(out, func(a, b Carried) int { return annotation.Compare(a.Mark, b.Mark) })
	for _, c := range out {
		spans = append(spans, c.Mark.Spans()...)
	}
	landings, err := anchor.Transfer(old, corrected, spans, pace)
	if err != nil {
		return nil, err
	}
	for i := range out {
		n := len(out[i].Mark.Pieces)
		for k, piece := range out[i].Mark.Pieces {
			landings[k].Span = onWords(old, corrected, piece.Span, landings[k])
		}
		out[i].take(landings[:n:n])
		landings = landings[n:]
	}
	return out, nil
}

// onWords widens a place with other words to whole ones, if whole words were
// marked: what is like the old letters may begin in the middle of one.
func onWords(old, corrected *article.Article, was span.Span, l anchor.Landing) span.Span {
	if start, end := old.Snap(was.Start, was.End); l.How != anchor.Changed || start != was.Start || end != was.End {
		return l.Span
	}
	start, end := corrected.Snap(l.Start, l.End)
	return span.Span{Start: start, End: end}
}

// take sums up what becomes of the pieces.
func (c *Carried) take(pieces []anchor.Landing) {
	severity := map[anchor.How]int{anchor.InPlace: 0, anchor.Moved: 1, anchor.Changed: 2, anchor.Orphaned: 3}
	c.Pieces, c.How, c.Score = pieces, anchor.InPlace, 1
	for i, l := range pieces {
		if severity[l.How] > severity[c.How] || c.Doubt == anchor.NoDoubt && l.How == c.How {
			c.How, c.Doubt = l.How, l.Doubt
		}
		if c.Doubt == anchor.NoDoubt {
			c.Doubt = l.Doubt
		}
		c.Score = min(c.Score, l.Score)
		if i > 0 && c.How != anchor.Orphaned && l.Start <= pieces[i-1].End && c.Doubt == anchor.NoDoubt {
			// They stand in another order now, or have become one.
			c.How, c.Doubt = anchor.Changed, anchor.Reworded
		}
	}
}

// SurePlaces are the places of those marks about which nobody has to be asked,
// as CorrectArticle takes them.
func SurePlaces(plan []Carried) map[annotation.ID][]span.Span {
	places := map[annotation.ID][]span.Span{}
	for _, c := range plan {
		if c.Sure() {
			places[c.Mark.ID] = c.Spans()
		}
	}
	return places
}
