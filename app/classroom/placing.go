package classroom

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// placed is the work on one article of a hand-in, on the lesson's own text.
type placed struct {
	article  article.ID // of the lesson; "" if it is not known which one is meant
	state    project.State
	marks    []Mark
	unplaced []Mark
	moved    int    // how many stand elsewhere than they say
	unsaid   int    // how many do not say where they stand
	note     string // what happened to the marks, "" if they stand where they should
	hint     string
}

// placer puts the marks of hand-ins on the texts of a lesson.
type placer struct {
	lesson  project.Project
	texts   []*article.Article
	seekers map[article.ID]*anchor.Seeker
	went    map[article.ID]map[span.Span]anchor.Landing // from earlier versions of the lesson's articles
	spent   effort
	steps   int // that may be spent on each hand-in
}

// effort is what was spent on looking for the quotes of one hand-in. It is
// bounded, so that one with nothing but wrong quotes does not hold the class.
type effort struct {
	searched int // bytes of text, for quotes as they are
	steps    int // of anchor.Seeker, for words like them
}

const (
	maxSearched = 64 << 20
	maxSteps    = 1 << 23
	minSteps    = 1 << 20 // where there are so many that all together would take too long
	allSteps    = 64 * maxSteps
)

func newPlacer(p project.Project) *placer {
	return &placer{lesson: p, texts: p.Listed(), seekers: map[article.ID]*anchor.Seeker{}, went: map[article.ID]map[span.Span]anchor.Landing{}, steps: maxSteps}
}

// versions finds out where the marks that were made on earlier versions of the
// lesson's articles went, for the whole class at once: comparing two texts
// costs more than carrying a mark over.
func (pl *placer) versions(groups []*group) {
	pl.steps = min(max(allSteps/max(len(groups), 1), minSteps), maxSteps) // for each the same, so that no order matters
	spans := map[article.ID][]span.Span{}
	for _, g := range groups {
		for _, w := range g.all[0].Articles {
			if old := pl.lesson.Article(w.Article); old == nil || old.Meta.CorrectedBy == "" {
				continue
			}
			for _, m := range w.Marks {
				for _, p := range m.Pieces {
					if somewhere(p) && !p.Empty() {
						spans[w.Article] = append(spans[w.Article], p.Span)
					}
				}
			}
		}
	}
	for id, all := range spans {
		slices.SortFunc(all, span.Compare)
		all = slices.Compact(all)
		landings, err := anchor.Transfer(pl.lesson.Article(id), pl.lesson.Current(id), all, nil)
		if err != nil {
			continue // then their quotes are looked for
		}
		to := map[span.Span]anchor.Landing{}
		for i, s := range all {
			to[s] = landings[i]
		}
		pl.went[id] = to
	}
}

// work places all that a hand-in has.
func (pl *placer) work(h *HandIn) (out []placed) {
	pl.spent = effort{}
	on := pl.match(h)
	for i := range h.Articles {
		w := &h.Articles[i]
		if on[i] == nil {
			if len(w.Marks) > 0 || w.State != project.NotStarted {
				out = append(out, placed{unplaced: w.Marks, note: fmt.Sprintf("“%s” is no article of this lesson; %s without a place.", annotation.Clip(w.Title), problem.CountVerb(len(w.Marks), "mark", "is", "are")),
					hint: "They are kept with the hand-in, and count nowhere."})
			}
			continue
		}
		out = append(out, pl.on(on[i], w))
	}
	return out
}

// its is whose the words of so many marks are.
func its(n int) string {
	if n == 1 {
		return "its"
	}
	return "their"
}

// on places the marks of one article.
func (pl *placer) on(a *article.Article, w *Work) placed {
	out := placed{article: a.ID, state: w.State, marks: make([]Mark, 0, len(w.Marks))}
	for _, m := range w.Marks {
		if stands(a, m.Pieces) {
			out.marks = append(out.marks, m)
			continue
		}
		if unsaid(m) > 0 {
			out.unsaid++
		}
		pieces, how := pl.mark(a, w.Article, m)
		if len(pieces) == 0 {
			out.unplaced = append(out.unplaced, m)
			continue
		}
		if how {
			out.moved++
		}
		m.Pieces = pieces
		out.marks = append(out.marks, m)
	}
	if len(out.unplaced) > 0 {
		out.hint = "What has no place is kept with the hand-in, and counts nowhere."
	}
	said := out.fates(w.Article != a.ID)
	article := fmt.Sprintf("article %d", 1+slices.IndexFunc(pl.texts, func(b *article.Article) bool { return b.ID == a.ID }))
	switch {
	case w.Article != a.ID && said == "":
		out.note = fmt.Sprintf("made for another version of %s; all marks stand where they should.", article)
		if len(w.Marks) == 0 {
			out.note = fmt.Sprintf("made for another version of %s, without marks.", article)
		}
	case w.Article != a.ID:
		out.note = fmt.Sprintf("made for another version of %s; %s.", article, said)
	case said != "" && out.unsaid > 0:
		out.note = fmt.Sprintf("in %s, %s: %s.", article,
			problem.CountVerb(out.unsaid, "mark", "does not say where it should stand", "do not say where they should stand"), said)
	case said != "":
		out.note = fmt.Sprintf("in %s some quotes are not what stands there: %s.", article, said)
	}
	return out
}

// fates says what became of all marks, "" if they stand where they say: of another
// version of the text, or of this one.
func (p *placed) fates(version bool) string {
	lost := len(p.unplaced)
	all := len(p.marks) + lost
	if p.moved+lost == 0 {
		return ""
	}
	stands, stand := "stands where it says", "stand where they say"
	if version {
		stands, stand = "stands where it stood", "stand where they stood"
	}
	var said []string
	tell := func(n int, one, more string) {
		if n == 0 {
			return
		}
		of := fmt.Sprint(n)
		if len(said) == 0 {
			of += " of " + problem.Count(all, "mark")
		}
		if n == 1 {
			more = one
		}
		said = append(said, of+" "+more)
	}
	tell(len(p.marks)-p.moved, stands, stand)
	tell(p.moved, "was found again by its words", "were found again by their words")
	tell(lost, "is without a place", "are without a place")
	return strings.Join(said, ", ")
}

// mark places one mark, and reports whether it stands elsewhere than it says.
// Without pieces it has no place.
func (pl *placer) mark(a *article.Article, from article.ID, m Mark) (pieces []annotation.Piece, moved bool) {
	var spans []span.Span
	for _, p := range m.Pieces {
		s, ok := pl.piece(a, from, p)
		if ok {
			spans = append(spans, s)
		}
		stands := ok && s == p.Span && (p.Quote == "" || a.Slice(s.Start, s.End) == p.Quote)
		moved = moved || !stands
	}
	if !moved && inOrder(m.Pieces) {
		return m.Pieces, false
	}
	return annotation.Pieces(a, spans...), moved
}

// stands reports whether pieces stand where they say, as records keep them.
func stands(a *article.Article, pieces []annotation.Piece) bool {
	for i := range pieces {
		p := &pieces[i]
		if p.Start < 0 || p.End > a.Len() || p.Empty() || a.Slice(p.Start, p.End) != p.Quote {
			return false
		}
	}
	return inOrder(pieces)
}

// inOrder reports whether pieces that stand where they say are as records keep
// them.
func inOrder(pieces []annotation.Piece) bool {
	for i, p := range pieces {
		if p.Quote == "" || i > 0 && p.Start <= pieces[i-1].End {
			return false
		}
	}
	return len(pieces) > 0
}

// piece finds the place of a piece.
func (pl *placer) piece(a *article.Article, from article.ID, p annotation.Piece) (span.Span, bool) {
	inside := p.Start >= 0 && p.End <= a.Len() && !p.Empty()
	if inside && (a.Slice(p.Start, p.End) == p.Quote || p.Quote == "" && from == a.ID) {
		return p.Span, true
	}
	if old := pl.lesson.Article(from); old != nil && old != a {
		l, known := pl.went[from][p.Span]
		stood := p.Start >= 0 && p.End <= old.Len() && old.Slice(p.Start, p.End) == p.Quote
		if known && stood && !l.Empty() {
			return l.Span, l.How == anchor.InPlace || l.Doubt != anchor.Twin
		}
	}
	return pl.seek(a, p)
}

// seek looks for a quote that does not stand where it should: as it is, and then
// for words like it, which count only where no others are about as like.
func (pl *placer) seek(a *article.Article, p annotation.Piece) (span.Span, bool) {
	if p.Quote == "" || pl.spent.searched > maxSearched {
		return span.Span{}, false
	}
	pl.spent.searched += len(a.Text)
	if !somewhere(p) {
		return only(a, p.Quote)
	}
	sel := anchor.Selectors{Exact: p.Quote, Start: min(max(p.Start, 0), a.Len()), End: min(max(p.End, 0), a.Len())}
	if s, found := anchor.Find(a, sel); found {
		return s, true
	}
	s := pl.seekers[a.ID]
	if s == nil {
		s = anchor.NewSeeker(a.Text)
		pl.seekers[a.ID] = s
	}
	cost, before := s.Cost(p.Quote), s.Steps()
	if cost == 0 || pl.spent.steps > 0 && pl.spent.steps+cost > pl.steps {
		return span.Span{}, false
	}
	m, found := s.Approximate(sel)
	pl.spent.steps += s.Steps() - before
	return m.Span, found && m.Sure
}

// only is where a quote stands, if there is one such place and no other.
func only(a *article.Article, quote string) (span.Span, bool) {
	at := strings.Index(a.Text, quote)
	if at < 0 {
		return span.Span{}, false
	}
	_, n := utf8.DecodeRuneInString(quote)
	if strings.Contains(a.Text[at+n:], quote) {
		return span.Span{}, false
	}
	start := a.FromByte(article.Byte(at))
	return span.Span{Start: start, End: start + utf8.RuneCountInString(quote)}, true
}
