package project

import (
	"cmp"

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

// CorrectArticle puts a corrected version in the place of an article: in the
// list, with what is known about it and how far it was read. The marks of which
// a place is given go over to the new text, with spans in its code points: those
// of the article, and those without a place, which stand on its earlier versions.
// All others stay where they are; the article is an earlier version from then on.
// If the project has the new text already, it is that article that the marks go
// to, and so an earlier version can come back.
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
	of := map[article.ID]bool{id: true}
	for _, a := range p.Earlier(id) {
		of[a.ID] = true
	}
	for mark, spans := range places {
		a := p.Annotation(mark)
		if a == nil || !of[a.Article] {
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

// Mend gives marks on earlier versions a place in the current one of their
// article. The spans are in code points of that. The code for a mark that has a
// place is "has-place"; others are those of Reshape.
func Mend(p Project, places map[annotation.ID][]span.Span, s Stamp) (Diff, error) {
	var d Diff
	for id, spans := range places {
		a, on, err := p.mark(id)
		if err != nil {
			return Diff{}, err
		}
		now := p.Current(on.ID)
		if now == on {
			return Diff{}, problem.Newf("has-place", "Change its ends instead.", "This mark has a place in the article.")
		}
		if err := d.place(a, now, spans, s); err != nil {
			return Diff{}, err
		}
	}
	return d, nil
}
