package exchange

import (
	"fmt"
	"path"
	"strings"

	"claimlight/app/anchor"
	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/span"
)

// settler finds out what the documents of a format mean: which article each is
// on, and which of its text each mark covers. What it settles counts code
// points of the article's text, and what cannot be settled is reported.
type settler struct {
	f     Format
	in    *Input
	g     *gather
	count Count
	// byText finds open articles by their text without white space.
	byText map[string]*article.Article
	marked int // code points of all marks
	beyond int // marks of a document for which that was too much
}

func newSettler(f Format, in *Input, g *gather, c Count) *settler {
	return &settler{f: f, in: in, g: g, count: c}
}

// maxMarked is how many code points all marks of an import may cover together,
// since each keeps its quote: written out, these are less than MaxSize.
const maxMarked = 1 << 26

// maxMarks is how many marks a document may have. Each is a few hundred bytes
// until it is an annotation, and those of a document are in memory together; of
// one mark on every word, this is a book of 700 pages.
const maxMarks = 250_000

// settle returns the article of a document and changes its marks to what they
// mean; nil if the article is not known, which is reported.
func (s *settler) settle(d *Doc) *article.Article {
	var on *article.Article
	if n := len(d.Marks); n > maxMarks {
		s.in.problem(d.place, "It was left out. Divide it into several documents.", "The document %s has %d marks, and no more than %d of one are read.", quoted(d.Key), n, maxMarks)
		return nil
	}
	switch {
	case d.Sentences != nil:
		on = s.rebuilt(d)
	case d.Text != "":
		d.Text = s.sound(d, d.Text)
		if on = s.article(d, d.Text); on != nil {
			s.marks(d, on, d.Text)
		}
	default:
		if on = s.known(d); on != nil {
			s.marks(d, on, on.Text)
		}
	}
	if s.beyond > 0 {
		s.in.problem(d.place, "Each mark keeps the words that it is on. Bring in less of them at once.", "All marks together cover more than %d million characters; %d of the marks on %s were left out.", maxMarked>>20, s.beyond, quoted(d.Key))
		s.beyond = 0
	}
	if on != nil {
		s.relations(d)
	}
	return on
}

// marks settles where the marks are, by the text as it stands in the file.
func (s *settler) marks(d *Doc, on *article.Article, raw string) {
	clean, r := cleaned(on.Text), newRuler(raw, s.count)
	kept := d.Marks[:0]
	for _, m := range d.Marks {
		if s.place(on, clean, r, &m) {
			kept = append(kept, m)
		}
	}
	d.Marks = kept
}

// relations keeps those of which both ends are marks of the document. One
// without a name gets one.
func (s *settler) relations(d *Doc) {
	if len(d.Relations) == 0 {
		return
	}
	keys := d.keys()
	var out []Relation
	for _, r := range d.Relations {
		if !keys[r.From] || !keys[r.To] {
			s.in.problem(r.place, "It was left out.", "The relation %s joins %s and %s, and one of them is no mark here.", quoted(r.Name), quoted(r.From), quoted(r.To))
			continue
		}
		if r.Name == "" {
			r.Name = unnamed
		}
		out = append(out, r)
	}
	d.Relations = out
}

// sound makes a text one that articles can have: NUL becomes U+FFFD, which
// moves nothing.
func (s *settler) sound(d *Doc, text string) string {
	if strings.Contains(text, "\x00") {
		s.in.problem(d.place, "", "NUL characters in the text were replaced.")
		return strings.ReplaceAll(text, "\x00", "\uFFFD")
	}
	return text
}

// article makes the article of a text, or returns the open one with the same
// text.
func (s *settler) article(d *Doc, text string) *article.Article {
	text = article.Clean(text)
	if strings.TrimSpace(text) == "" {
		s.in.problem(d.place, "It was left out.", "The document %s has no text.", quoted(d.Key))
		return nil
	}
	if a := s.g.articles[sourceOf(article.IDOf(text))]; a != nil {
		return a
	}
	meta := d.Meta
	if meta.File == "" {
		meta.File = d.Key
	}
	a, err := ingest.Text(meta.File, []byte(text), meta)
	if err != nil {
		s.in.problem(d.place, "It was left out.", "The text of %s cannot be an article: %v", quoted(d.Key), err)
		return nil
	}
	return a
}

// known finds the open article that a document without a text is on: by what
// the document calls it, and otherwise by the quotes.
func (s *settler) known(d *Doc) *article.Article {
	for _, name := range []string{d.Meta.Source, d.Meta.File, d.Key, d.Meta.Title} {
		if a := s.g.articles[name]; a != nil {
			return a
		}
		if a := s.called(name); a != nil {
			return a
		}
	}
	if a, quotes := s.holding(d); a != nil {
		s.in.problem(d.place, "If it is another one, leave these marks out.", "The article of %s had to be guessed: %s was taken, in which %d of %d quotes stand.", quoted(d.Key), quoted(a.Meta.Title), quotes, len(d.Marks))
		return a
	}
	s.in.problem(d.place, "Open or import the article first, then this file.", "The text of %s is not known; its marks were left out (%d).", quoted(d.Key), len(d.Marks))
	return nil
}

// called finds the one open article with a name, the end of a file's name left
// aside.
func (s *settler) called(name string) *article.Article {
	if a := s.g.open(name); a != nil || name == "" {
		return a
	}
	var found *article.Article
	bare := stem(name)
	for _, a := range s.in.Env.Articles {
		if a.Meta.File != "" && stem(a.Meta.File) == bare {
			if found != nil {
				return nil
			}
			found = a
		}
	}
	return found
}

// stem is the name of a file without folders and end.
func stem(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	return strings.TrimSuffix(name, path.Ext(name))
}

// holding finds the open article that holds most of the quotes, and how many;
// nil if none holds any, or two as many.
func (s *settler) holding(d *Doc) (best *article.Article, most int) {
	for _, a := range s.in.Env.Articles {
		n := 0
		for _, m := range d.Marks {
			if s.g.searched > maxSearch {
				break
			}
			s.g.searched += len(a.Text)
			quote := m.Quote
			if len(m.Parts) > 1 {
				quote = m.Parts[0].Exact
			}
			if s.g.hasQuote(a, quote) {
				n++
			}
		}
		switch {
		case n > most:
			best, most = a, n
		case n == most:
			best = nil
		}
	}
	return best, most
}

// place settles where a mark is; false if that cannot be known.
func (s *settler) place(on *article.Article, clean sliced, r ruler, m *Mark) bool {
	pieces, ok := measured(r, s.count, m.Pieces)
	if ok && len(pieces) > 0 && (m.Quote == "" || s.f.reads(clean, pieces, m.Quote)) {
		return s.keep(m, clean, pieces)
	}
	if m.Quote == "" {
		s.in.problem(m.place, hintLeftOut, "%s", s.nowhere(on, r, m.Pieces))
		return false
	}
	sel := anchor.Selectors{Exact: article.Clean(m.Quote), Prefix: article.Clean(m.Prefix), Suffix: article.Clean(m.Suffix), Start: nowhere, End: nowhere}
	if len(m.Pieces) > 0 {
		sel.Start, sel.End = m.Pieces[0].Start, m.Pieces[len(m.Pieces)-1].End
		if ok {
			sel.Start, sel.End = pieces[0].Start, pieces[len(pieces)-1].End
		}
	}
	if len(m.Parts) > 1 {
		return s.placeParts(on, clean, r, m)
	}
	if len(m.Pieces) > 1 && m.Quote != "" {
		s.in.problem(m.place, hintLeftOut, "The text of the mark is not %s, which the file has for it in %d pieces.", quoted(m.Quote), len(m.Pieces))
		return false
	}
	at, what := s.g.place(on, sel)
	if s.f.Loose && (what == moved || what == sound) && s.g.searched <= maxSearch && anchor.Doubtful(on, sel) {
		s.g.searched += len(on.Text)
		s.in.problem(m.place, hintLeftOut, "%s stands in several places of %s, and what the file has around it stands at none.", quoted(sel.Exact), quoted(on.Meta.Title))
		return false
	}
	if what == sound && !ok && len(m.Pieces) > 0 && !s.f.Loose {
		what = moved // the file gives a position, and one that cannot be
	}
	if message, hint := say(what, on, sel, at); message != "" && !(s.f.Loose && what == moved) {
		s.in.problem(m.place, hint, "%s", message)
	}
	return what.landed() && s.keep(m, clean, []span.Span{at})
}

// nowhere says why pieces are no text, in the way the file counts.
func (s *settler) nowhere(on *article.Article, r ruler, pieces []span.Span) string {
	title := quoted(on.Meta.Title)
	for _, p := range pieces {
		if s.count.Inclusive {
			p.End++
		}
		_, ok1 := r.point(p.Start)
		_, ok2 := r.point(p.End)
		switch {
		case p.Start < 0 || p.End > r.size || p.Start > r.size || p.End < 0:
			return fmt.Sprintf("Nothing stands at %s: the text of %s ends at %d.", at(p.Start, p.End), title, r.size)
		case p.Empty():
			return fmt.Sprintf("Nothing stands at %s in %s: the end is not behind the start.", at(p.Start, p.End), title)
		case !ok1 || !ok2:
			return fmt.Sprintf("The span %s in %s begins or ends inside a character.", at(p.Start, p.End), title)
		}
	}
	return fmt.Sprintf("The mark on %s does not say where it is.", title)
}

// placeParts settles where each piece of a mark is by its own quote.
func (s *settler) placeParts(on *article.Article, clean sliced, r ruler, m *Mark) bool {
	var pieces []span.Span
	for _, part := range m.Parts {
		sel := anchor.Selectors{Exact: article.Clean(part.Exact), Prefix: article.Clean(part.Prefix), Suffix: article.Clean(part.Suffix), Start: part.Start, End: part.End}
		if p, ok := r.span(span.Span{Start: part.Start, End: part.End}, s.count); ok {
			sel.Start, sel.End = p.Start, p.End
		}
		at, what := s.g.place(on, sel)
		if message, hint := say(what, on, sel, at); message != "" && !(s.f.Loose && what == moved) {
			s.in.problem(m.place, hint, "%s", message)
		}
		if !what.landed() {
			return false
		}
		pieces = append(pieces, at)
	}
	return s.keep(m, clean, pieces)
}

// keep gives a mark the pieces that it is settled on, in order and apart.
func (s *settler) keep(m *Mark, clean sliced, pieces []span.Span) bool {
	all := len(pieces)
	if pieces = span.Join(pieces); len(pieces) != all {
		s.in.problem(m.place, "They were joined.", "Pieces of this annotation overlap or touch.")
	}
	pieces = s.bridged(clean, pieces)
	for _, p := range pieces {
		s.marked += p.Len()
	}
	if s.marked > maxMarked {
		s.beyond++
		return false
	}
	m.Pieces = pieces
	return true
}

// bridged joins pieces that the format has only cut.
func (s *settler) bridged(clean sliced, pieces []span.Span) []span.Span {
	if s.f.Bridged == nil || len(pieces) < 2 {
		return pieces
	}
	out := pieces[:1]
	for _, p := range pieces[1:] {
		last := &out[len(out)-1]
		if s.f.Bridged(clean.slice(span.Span{Start: last.End, End: p.Start})) {
			last.End = p.End
			continue
		}
		out = append(out, p)
	}
	return out
}
