package project

import (
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/span"
)

// Highlight makes a mark with the tags, none or several, on the spans, in
// code points of the article's text; those that touch become one piece. It
// returns the new mark's ID. The errors are *problem.Error with the codes
// "no-such-article", "no-such-tag" and "span".
func Highlight(p Project, id article.ID, spans []span.Span, tags []annotation.TagID, s Stamp) (Diff, annotation.ID, error) {
	on, err := p.article(id)
	if err != nil {
		return Diff{}, "", err
	}
	if tags, err = p.known(tags); err != nil {
		return Diff{}, "", err
	}
	cut, err := pieces(on, spans)
	if err != nil {
		return Diff{}, "", err
	}
	var d Diff
	return d, p.create(&d, on, cut, tags, s), nil
}

// create adds a new annotation to the diff and returns its ID.
func (p Project) create(d *Diff, on *article.Article, cut []annotation.Piece, tags []annotation.TagID, s Stamp) annotation.ID {
	now := annotation.Time(s.When)
	a := &annotation.Annotation{
		ID: annotation.ID(s.Mint()), Article: on.ID, Pieces: cut, Tags: tags,
		Creator: p.author(d, s), Created: now, Modified: now,
	}
	set(&d.Annotations, nil, a)
	return a.ID
}

// Occurrence is a place in one of the project's articles; the span counts
// code points.
type Occurrence struct {
	Article article.ID
	Span    span.Span
}

// HighlightAll marks every place with the tags, each with a mark of its own.
// Places given twice count once, and those where a mark of exactly this span
// has all the tags already are left alone. One bad place refuses them all.
func HighlightAll(p Project, places []Occurrence, tags []annotation.TagID, s Stamp) (Diff, error) {
	tags, err := p.known(tags)
	if err != nil {
		return Diff{}, err
	}
	var d Diff
	have := p.marked(places, tags)
	for _, o := range places {
		on, err := p.article(o.Article)
		if err != nil {
			return Diff{}, err
		}
		cut, err := pieces(on, []span.Span{o.Span})
		if err != nil {
			return Diff{}, err
		}
		if !have[o] {
			have[o] = true
			p.create(&d, on, cut, tags, s)
		}
	}
	return d, nil
}

// marked says which places are covered exactly by a mark with all the tags.
func (p Project) marked(places []Occurrence, tags []annotation.TagID) map[Occurrence]bool {
	wanted := map[article.ID]bool{}
	for _, o := range places {
		wanted[o.Article] = true
	}
	have := map[Occurrence]bool{}
	for a := range p.Annotations.Unordered() {
		lacks := func(t annotation.TagID) bool { return !a.HasTag(t) }
		if wanted[a.Article] && len(a.Pieces) == 1 && !slices.ContainsFunc(tags, lacks) {
			have[Occurrence{a.Article, a.Pieces[0].Span}] = true
		}
	}
	return have
}

// Retag gives a mark other tags in place of those it has; none is allowed.
func Retag(p Project, id annotation.ID, tags []annotation.TagID, s Stamp) (Diff, error) {
	a, _, err := p.mark(id)
	if err != nil {
		return Diff{}, err
	}
	if tags, err = p.known(tags); err != nil {
		return Diff{}, err
	}
	var d Diff
	d.put(a, a.WithTags(tags, s.When))
	return d, nil
}

// ToggleTag gives a mark the tag, or takes it off if the mark has it.
func ToggleTag(p Project, id annotation.ID, tag annotation.TagID, s Stamp) (Diff, error) {
	a, _, err := p.mark(id)
	if err != nil {
		return Diff{}, err
	}
	if a.HasTag(tag) {
		return Retag(p, id, without(a.Tags, tag), s)
	}
	return Retag(p, id, append(slices.Clip(a.Tags), tag), s)
}

// without returns the tags but one.
func without(tags []annotation.TagID, tag annotation.TagID) []annotation.TagID {
	return slices.DeleteFunc(slices.Clone(tags), func(t annotation.TagID) bool { return t == tag })
}

// SetNote gives a mark another note; "" takes it off.
func SetNote(p Project, id annotation.ID, note string, s Stamp) (Diff, error) {
	a, _, err := p.mark(id)
	if err != nil {
		return Diff{}, err
	}
	var d Diff
	d.put(a, a.WithNote(clean(note), s.When))
	return d, nil
}

// SetValue says something for an attribute of a mark: free text, or the ID of
// one of the attribute's choices; "" takes the value off. The code for a
// value that is not among the choices is "choice".
func SetValue(p Project, id annotation.ID, attr annotation.AttributeID, value string, s Stamp) (Diff, error) {
	a, _, err := p.mark(id)
	if err != nil {
		return Diff{}, err
	}
	attribute, err := p.attribute(attr)
	if err != nil {
		return Diff{}, err
	}
	value = clean(value)
	if value != "" && !attribute.Takes(value) {
		return Diff{}, problem.Newf("choice", "Pick one of the choices, or add it on the Tags screen.",
			"“%s” is not a choice of “%s”.", annotation.Clip(value), attribute.Name)
	}
	var d Diff
	d.put(a, a.WithValue(attr, value, s.When))
	return d, nil
}

// Reshape puts a mark on other spans of its article.
func Reshape(p Project, id annotation.ID, spans []span.Span, s Stamp) (Diff, error) {
	a, on, err := p.mark(id)
	if err != nil {
		return Diff{}, err
	}
	cut, err := pieces(on, spans)
	if err != nil {
		return Diff{}, err
	}
	var d Diff
	d.put(a, a.WithPieces(cut, s.When))
	return d, nil
}

// piece returns the spans of a mark, or an error if it has no such piece.
func (p Project) piece(id annotation.ID, piece int) ([]span.Span, error) {
	a, _, err := p.mark(id)
	if err != nil {
		return nil, err
	}
	if piece < 0 || piece >= len(a.Pieces) {
		return nil, problem.Newf("no-such-piece", hintGone, "This mark has no piece %d.", piece+1)
	}
	return a.Spans(), nil
}

// MovePiece moves the ends of one piece, counted from 0. Pieces that touch
// then become one. At least one code point must stay.
func MovePiece(p Project, id annotation.ID, piece int, to span.Span, s Stamp) (Diff, error) {
	spans, err := p.piece(id, piece)
	if err != nil {
		return Diff{}, err
	}
	spans[piece] = to
	return Reshape(p, id, spans, s)
}

// AddPiece adds a stretch of text to a mark; what touches becomes one piece.
func AddPiece(p Project, id annotation.ID, add span.Span, s Stamp) (Diff, error) {
	a, _, err := p.mark(id)
	if err != nil {
		return Diff{}, err
	}
	return Reshape(p, id, append(a.Spans(), add), s)
}

// RemovePiece takes one piece, counted from 0, out of a mark. The last one
// stays: its mark is removed instead. The code for that is "last-piece".
func RemovePiece(p Project, id annotation.ID, piece int, s Stamp) (Diff, error) {
	spans, err := p.piece(id, piece)
	if err != nil {
		return Diff{}, err
	}
	if len(spans) == 1 {
		return Diff{}, problem.Newf("last-piece", "Delete the mark instead.", "This is the only piece of the mark.")
	}
	return Reshape(p, id, slices.Delete(spans, piece, piece+1), s)
}

// Remove takes marks out of the project, and with them their relations, all in
// one change.
func Remove(p Project, _ Stamp, ids ...annotation.ID) (Diff, error) {
	var d Diff
	for _, id := range ids {
		a, _, err := p.mark(id)
		if err != nil {
			return Diff{}, err
		}
		set(&d.Annotations, a, nil)
	}
	p.unrelate(&d)
	return d, nil
}
