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
	Doubt anchor.Doubt // NoDoubt: it can be put there without asking
	Score float64      // that of the worst piece
}

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

// PlanCorrection says what becomes of the marks of an article on a corrected
// text: of those that stand on it, and of those on its earlier versions, which
// have no place yet and are tried again, each from the text that it was made on.
// The text may be that of the article as it is: then only the latter are asked
// about. What stands on that text already is not in the plan. It changes nothing.
//
// The marks come version by version, the current one first, and in the order of
// reading in each. The code of the error is "no-such-article".
func PlanCorrection(p Project, id article.ID, corrected *article.Article, pace Pace) (plan []Carried, err error) {
	now, err := p.article(id)
	if err != nil {
		return nil, err
	}
	versions := append([]*article.Article{now}, p.Earlier(id)...)
	on := map[article.ID][]*annotation.Annotation{}
	for m := range p.Annotations.Unordered() {
		on[m.Article] = append(on[m.Article], m)
	}
	for i, version := range versions {
		if version.ID == corrected.ID || len(on[version.ID]) == 0 {
			continue
		}
		part, err := carry(version, corrected, on[version.ID], pace.Part(100*i, 100*(i+1), 100*len(versions)))
		if err != nil {
			return nil, err
		}
		plan = append(plan, part...)
	}
	return plan, nil
}

// carry says what becomes of marks that stand on one text.
func carry(old, corrected *article.Article, marks []*annotation.Annotation, pace Pace) ([]Carried, error) {
	slices.SortFunc(marks, annotation.Compare)
	out := make([]Carried, len(marks))
	var spans []span.Span
	for i, m := range marks {
		out[i].Mark = m
		spans = append(spans, m.Spans()...)
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
