package project

import (
	"cmp"
	"slices"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/span"
)

// A text never changes; its corrected version is another article. The one before
// stays in the project as an earlier version of it, which Meta.CorrectedBy says,
// and is not listed. The marks that have a place in the new text go over; those
// that have none stay where they are, on the words that they were made on. So
// nothing is dropped, every quote is still what stands at its position, every
// format can write them, and marks that somebody else has made on the earlier
// version find it when they come in. Mend gives them a place later.

// Earlier returns the earlier versions of an article, the latest first.
func (p Project) Earlier(id article.ID) (out []*article.Article) {
	before := map[article.ID][]*article.Article{}
	for a := range p.Articles.Unordered() {
		if a.Meta.CorrectedBy != "" {
			before[a.Meta.CorrectedBy] = append(before[a.Meta.CorrectedBy], a)
		}
	}
	seen, queue := map[article.ID]bool{id: true}, []article.ID{id}
	for len(queue) > 0 {
		versions := before[queue[0]]
		slices.SortFunc(versions, func(a, b *article.Article) int { return cmp.Compare(a.ID, b.ID) })
		queue = queue[1:]
		for _, a := range versions {
			if !seen[a.ID] {
				seen[a.ID] = true
				out, queue = append(out, a), append(queue, a.ID)
			}
		}
	}
	return out
}

// Current returns the version of an article that all others lead to; the article
// itself unless it is an earlier version, and nil if the project does not have
// it.
func (p Project) Current(id article.ID) *article.Article {
	a := p.Article(id)
	for n := p.Articles.Len(); a != nil && a.Meta.CorrectedBy != "" && n > 0; n-- {
		next := p.Article(a.Meta.CorrectedBy)
		if next == nil {
			break
		}
		a = next
	}
	return a
}

// Unplaced returns the marks without a place in an article: those on its earlier
// versions, in the order in which they are read there.
func (p Project) Unplaced(id article.ID) (out []*annotation.Annotation) {
	order := map[article.ID]int{}
	for i, a := range p.Earlier(id) {
		order[a.ID] = i
	}
	if len(order) == 0 {
		return nil
	}
	for m := range p.Annotations.Unordered() {
		if _, ok := order[m.Article]; ok {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b *annotation.Annotation) int {
		return cmp.Or(order[a.Article]-order[b.Article], annotation.Compare(a, b))
	})
	return out
}

// Loops are the articles from which one comes by their later versions to an
// article that is an earlier version of itself. later says which article comes
// after which.
func Loops(later map[article.ID]article.ID) map[article.ID]bool {
	const going, fine, looped = 1, 2, 3
	state, out := map[article.ID]int{}, map[article.ID]bool{}
	for from := range later {
		var way []article.ID
		end := fine
		for id := from; id != ""; id = later[id] {
			if known := state[id]; known != 0 {
				if end = known; known == going {
					end = looped
				}
				break
			}
			state[id] = going
			way = append(way, id)
		}
		for _, id := range way {
			if state[id] = end; end == looped {
				out[id] = true
			}
		}
	}
	return out
}

// loops are those of the project.
func (p Project) loops() map[article.ID]bool {
	later := map[article.ID]article.ID{}
	for a := range p.Articles.Unordered() {
		if a.Meta.CorrectedBy != "" {
			later[a.ID] = a.Meta.CorrectedBy
		}
	}
	return Loops(later)
}

// Looped reports whether some article is an earlier version of itself, which
// only two changes at once can bring about.
func (p Project) Looped() bool { return len(p.loops()) > 0 }

// correctedBy is an article as the earlier version of another, or as that of
// none.
func correctedBy(a *article.Article, by article.ID) *article.Article {
	m := a.Meta
	m.CorrectedBy = by
	return a.WithMeta(m)
}

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
		out[i].take(landings[:n:n])
		landings = landings[n:]
	}
	return out, nil
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

// CorrectArticle puts a corrected version in the place of an article: in the
// list, with what is known about it and how far it was read. The marks of which
// a place is given go over to the new text, with spans in its code points; all
// others stay on the article, which is an earlier version from then on. If the
// project has the new text already, it is that article that the marks go to. So
// this can be done again for marks that have stayed, and an earlier version can
// come back.
//
// The errors are *problem.Error with the codes "no-such-article", "same-text",
// "no-such-annotation" and "span".
func CorrectArticle(p Project, id article.ID, corrected *article.Article, places map[annotation.ID][]span.Span, s Stamp) (Diff, error) {
	old, err := p.article(id)
	if err != nil {
		return Diff{}, err
	}
	if corrected.ID == id {
		return Diff{}, problem.Newf("same-text", "Nothing was changed.", "The corrected text is the same as the one that is here.")
	}
	var d Diff
	now := p.Article(corrected.ID)
	switch {
	case now == nil:
		m := carriedMeta(old, corrected)
		set(&d.Articles, nil, corrected.WithMeta(m))
		now = corrected
	case now.Meta.CorrectedBy != "": // it comes back
		set(&d.Articles, now, now.WithMeta(carriedMeta(old, now)))
	}
	if old.Meta.CorrectedBy != now.ID {
		set(&d.Articles, old, correctedBy(old, now.ID))
	}
	p.carryReading(&d, id, now.ID)
	for mark, spans := range places {
		a := p.Annotation(mark)
		if a == nil || a.Article != id {
			return Diff{}, problem.Newf("no-such-annotation", hintGone, "This mark is not on the article.")
		}
		if err := d.place(a, now, spans, s); err != nil {
			return Diff{}, err
		}
	}
	return d, nil
}

// carriedMeta is what is known about an article, for its corrected version: all
// that was known before, the title excepted if it was taken from the text.
func carriedMeta(old, corrected *article.Article) article.Meta {
	m, now := old.Meta, cleanMeta(corrected.Meta)
	if now.Title != "" && (m.Title == "" || m.TitleMade || m.Title == headline(old)) {
		m.Title, m.TitleMade = now.Title, now.TitleMade
	}
	m.Byline = cmp.Or(m.Byline, now.Byline)
	m.Source, m.Date = cmp.Or(m.Source, now.Source), cmp.Or(m.Date, now.Date)
	m.Language, m.File = cmp.Or(m.Language, now.Language), cmp.Or(now.File, m.File)
	m.CorrectedBy = ""
	return m
}

func headline(a *article.Article) string {
	for _, b := range a.Blocks {
		if b.Kind == article.Headline {
			return line(a.Slice(b.Start, b.End))
		}
	}
	return ""
}

// carryReading lets the new version be read as far as the old one was, unless it
// has a state of its own.
func (p Project) carryReading(d *Diff, from, to article.ID) {
	r := p.Readings.Get(string(from))
	if r == nil {
		return
	}
	set(&d.Readings, r, nil)
	if p.Readings.Get(string(to)) == nil {
		set(&d.Readings, nil, &Reading{Article: to, State: r.State, Opened: r.Opened})
	}
}

// place puts a mark on spans of another article.
func (d *Diff) place(a *annotation.Annotation, on *article.Article, spans []span.Span, s Stamp) error {
	cut, err := pieces(on, spans)
	if err != nil {
		return err
	}
	b := a.WithPieces(cut, s.When)
	b.Article = on.ID
	set(&d.Annotations, a, b)
	return nil
}

// Mend gives a mark on an earlier version a place in the current one. The spans
// are in code points of that. The code for a mark that has a place is
// "has-place"; others are those of Reshape.
func Mend(p Project, id annotation.ID, spans []span.Span, s Stamp) (Diff, error) {
	a, on, err := p.mark(id)
	if err != nil {
		return Diff{}, err
	}
	now := p.Current(on.ID)
	if now == on {
		return Diff{}, problem.Newf("has-place", "Change its ends instead.", "This mark has a place in the article.")
	}
	var d Diff
	err = d.place(a, now, spans, s)
	return d, err
}
