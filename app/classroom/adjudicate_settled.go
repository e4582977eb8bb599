package classroom

import (
	"cmp"
	"maps"
	"slices"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// SettledIn are the decisions that a project keeps, in an order that is always the
// same. Those on an article that was corrected since are moved to the text of
// today, as far as they have a place there.
func SettledIn(p project.Project) (out []Settled) {
	all := records[Settled](p, KindSettled)
	var earlier []Settled
	for _, id := range slices.Sorted(maps.Keys(all)) {
		s := all[id]
		s.ID = id
		switch on := p.Article(s.Article); {
		case on == nil || p.Current(s.Article) == nil || !s.sound(on): // of a damaged file
		case on.Meta.CorrectedBy != "":
			earlier = append(earlier, s)
		default:
			out = append(out, s)
		}
	}
	out = append(out, today(p, earlier)...)
	slices.SortStableFunc(out, func(a, b Settled) int {
		return cmp.Or(cmp.Compare(a.Article, b.Article), span.Compare(a.At.Span, b.At.Span))
	})
	return out
}

// today moves decisions to the texts of today: those whose place, and what is
// right there, were not lost in a correction.
func today(p project.Project, earlier []Settled) (out []Settled) {
	spans := map[article.ID][]span.Span{}
	for _, s := range earlier {
		spans[s.Article] = append(spans[s.Article], s.spans()...)
	}
	went := map[article.ID]map[span.Span]anchor.Landing{}
	for id, all := range spans {
		slices.SortFunc(all, span.Compare)
		all = slices.Compact(all)
		landings, err := anchor.Transfer(p.Article(id), p.Current(id), all, nil)
		if err != nil {
			continue // then they are lost, which is told
		}
		went[id] = map[span.Span]anchor.Landing{}
		for i, s := range all {
			went[id][s] = landings[i]
		}
	}
	for _, s := range earlier {
		if moved, ok := s.moved(p.Current(s.Article), went[s.Article]); ok {
			out = append(out, moved)
		}
	}
	return out
}

// sound reports whether a decision stands in a text.
func (s Settled) sound(on *article.Article) bool {
	outside := func(at span.Span) bool { return at.Empty() || at.Start < 0 || at.End > on.Len() }
	return !slices.ContainsFunc(s.spans(), outside) && (len(s.Pieces) > 0 || !s.Kept)
}

// spans are those of a decision: of the place, and of what is right there.
func (s Settled) spans() []span.Span {
	out := []span.Span{s.At.Span}
	for _, piece := range s.Pieces {
		out = append(out, piece.Span)
	}
	return out
}

// moved is the decision on another text. Where a passage stands twice it is the
// one that stands where it stood.
func (s Settled) moved(on *article.Article, went map[span.Span]anchor.Landing) (Settled, bool) {
	var to []span.Span
	for _, at := range s.spans() {
		l, known := went[at]
		if !known || l.Empty() || l.Doubt == anchor.Twin && l.How != anchor.InPlace {
			return s, false
		}
		to = append(to, l.Span)
	}
	s.Article, s.At = on.ID, annotation.Piece{Span: to[0], Quote: on.Slice(to[0].Start, to[0].End)}
	if s.Kept {
		s.Pieces = annotation.Pieces(on, to[1:]...)
	}
	return s, true
}
