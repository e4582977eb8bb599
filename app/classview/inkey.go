package classview

import (
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
)

// settled says what was decided on a place: that it is not to be marked, or as what
// and until where; and what the key has there now.
func (v *view) settled(p *classroom.Place) {
	s, key := p.Settled, v.keyMark(p)
	v.raw(`<p class="why">`)
	switch {
	case !s.Kept && key != nil:
		v.raw("Settled: it is not to be marked. The key has it, though.")
	case !s.Kept:
		v.raw("Settled: it is not to be marked")
	default:
		v.put(`Settled: it is to be marked %s: “<span dir="auto">%s</span>”.`, v.as(s.Tags, " and "), v.passage(p.Article, s.Pieces))
		switch {
		case key == nil:
		case key.Has(s.Pieces, s.Tags):
			v.raw(" That is in the key.")
		default:
			v.raw(" ")
			v.keyHas(key)
		}
	}
	v.raw("</p>")
}

// beforeKey says of an open place what the key has there, and what it would do to
// put what is chosen into it.
func (v *view) beforeKey(p *classroom.Place) {
	key := v.keyMark(p)
	if key == nil || p.Settled != nil || v.Projector || v.fixed {
		return
	}
	edges, tag := v.chosen(p)
	var tags []annotation.TagID
	if tag != "" {
		tags = append(tags, tag)
	}
	v.raw(`<p class="why">`)
	if key.Has(annotation.Pieces(v.Class.Lesson.Article(p.Article), edges), tags) {
		v.raw("This is in the key already.")
	} else {
		v.keyHas(key)
		v.raw(" “Into the key” takes this as right, too.")
	}
	v.raw("</p>")
}

// keyMark is the mark that the key has at a place, nil if it has none.
func (v *view) keyMark(p *classroom.Place) *classroom.KeyMark {
	if v.Scores == nil {
		return nil
	}
	return classroom.KeyMarkAt(v.Scores.Key, p)
}

// keyHas says what the key has at a place.
func (v *view) keyHas(k *classroom.KeyMark) {
	v.put(`The key has it %s: “<span dir="auto">%s</span>”.`, v.as(k.Tags, " or "), v.passage(k.Article, k.Ways[0]))
}

// as says as what something is to be marked.
func (v *view) as(tags []annotation.TagID, between string) string {
	if len(tags) == 0 {
		return "without a tag"
	}
	var names []string
	for _, t := range tags {
		names = append(names, "“"+v.tagName(t)+"”")
	}
	return "as " + strings.Join(names, between)
}

// passage is what pieces say, with their ends.
func (v *view) passage(on article.ID, pieces []annotation.Piece) string {
	var all []string
	for _, p := range pieces {
		all = append(all, v.ends(on, p.Span, 24, 24))
	}
	return strings.Join(all, " […] ")
}
