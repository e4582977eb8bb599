//go:build !page

package exchange

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// A readable report shows each article with numbers at the ends of its marks,
// and after it what the marks say. What all such reports have in common stands
// here; they only write it.

// sheet is a project as a report shows it.
type sheet struct {
	p     project.Project
	title string
	tags  []*annotation.Tag
	asked []*annotation.Attribute
	pages []*sheetPage
	marks int
	// count is how many marks have a tag, in all articles and in each; "" are
	// those without one.
	count  map[annotation.TagID]int
	counts []map[annotation.TagID]int
	// related are how a mark stands to others, and they to it.
	related map[annotation.ID][]sheetRelation
}

// sheetRelation is a relation as one of its marks tells it.
type sheetRelation struct {
	name         string
	from         bool // the other stands so to this one
	page, number int  // of the other
}

// sheetPage is an article with its marks, which are numbered from 1 as they are
// read.
type sheetPage struct {
	*article.Article
	number int // from 1
	marks  []*annotation.Annotation
	pieces []sheetPiece // sorted by span.Compare
	ends   [][]sheetEnd // by block, in order
}

// sheetPiece is a piece of a mark.
type sheetPiece struct {
	span.Span
	mark int // its index
}

// sheetEnd is a number that is shown at a code point of a block.
type sheetEnd struct {
	at, number int
	more       bool // of a piece behind which there are others
	unseen     bool // of a piece that touches no block
}

func newSheet(p project.Project, pace project.Pace) (*sheet, error) {
	annotations, err := annotationsOf(p, pace)
	if err != nil {
		return nil, err
	}
	s := &sheet{
		p: p, title: sheetLine(p.Info().Name), marks: len(annotations), count: map[annotation.TagID]int{},
		tags: p.Tags.Sorted(annotation.CompareTags), asked: p.Attributes.Sorted(annotation.CompareAttributes),
	}
	if s.title == "" {
		s.title = "Annotated articles"
	}
	of := map[article.ID][]*annotation.Annotation{}
	for _, a := range annotations {
		of[a.Article] = append(of[a.Article], a)
	}
	for i, a := range p.ArticlesInOrder() {
		s.pages = append(s.pages, newSheetPage(a, i+1, of[a.ID]))
		counts := map[annotation.TagID]int{}
		for _, mark := range of[a.ID] {
			for _, t := range sheetTags(mark) {
				counts[t]++
				s.count[t]++
			}
		}
		s.counts = append(s.counts, counts)
	}
	s.relate()
	return s, nil
}

// relate finds the numbers of the marks that relations join.
func (s *sheet) relate() {
	type place struct{ page, number int }
	at := map[annotation.ID]place{}
	all := relationsOf(s.p)
	for _, g := range s.pages {
		for i, a := range g.marks {
			if len(all) > 0 {
				at[a.ID] = place{g.number, i + 1}
			}
		}
	}
	s.related = map[annotation.ID][]sheetRelation{}
	for _, r := range all {
		from, to := at[r.From], at[r.To]
		s.related[r.From] = append(s.related[r.From], sheetRelation{r.Name, false, to.page, to.number})
		if r.From != r.To {
			s.related[r.To] = append(s.related[r.To], sheetRelation{r.Name, true, from.page, from.number})
		}
	}
}

// elsewhere says in which article the other mark is, if it is not in that one.
func (r sheetRelation) elsewhere(g *sheetPage) string {
	if r.page == g.number {
		return ""
	}
	return fmt.Sprintf(" in article %d", r.page)
}

// sheetTags are the tags of a mark, "" for one that has none.
func sheetTags(a *annotation.Annotation) []annotation.TagID {
	if len(a.Tags) == 0 {
		return []annotation.TagID{""}
	}
	return a.Tags
}

func newSheetPage(a *article.Article, number int, marks []*annotation.Annotation) *sheetPage {
	g := &sheetPage{Article: a, number: number, marks: marks, ends: make([][]sheetEnd, max(len(a.Blocks), 1))}
	for i, mark := range marks {
		for j, piece := range mark.Pieces {
			g.pieces = append(g.pieces, sheetPiece{piece.Span, i})
			b, at := g.shown(piece.End)
			unseen := len(g.Blocks) == 0 || piece.Start >= at
			g.ends[b] = append(g.ends[b], sheetEnd{at, i + 1, j < len(mark.Pieces)-1, unseen})
		}
	}
	slices.SortStableFunc(g.pieces, func(p, q sheetPiece) int { return span.Compare(p.Span, q.Span) })
	for _, ends := range g.ends {
		slices.SortFunc(ends, func(d, e sheetEnd) int { return cmp.Or(cmp.Compare(d.at, e.at), cmp.Compare(d.number, e.number)) })
	}
	return g
}

// shown is where the end of a piece shows: that may lie between two blocks, and
// then the number stands behind the first of them.
func (g *sheetPage) shown(end int) (block, at int) {
	if len(g.Blocks) == 0 {
		return 0, 0
	}
	block = max(g.BlockAt(end-1), 0)
	b := g.Blocks[block]
	return block, min(max(end, b.Start), b.End)
}

// blocks yields the blocks with the pieces that touch each, in their order.
// What is yielded is valid until the next.
func (g *sheetPage) blocks() iter.Seq2[int, []sheetPiece] {
	return func(yield func(int, []sheetPiece) bool) {
		var over []sheetPiece
		next := 0
		for i, b := range g.Blocks {
			over = slices.DeleteFunc(over, func(p sheetPiece) bool { return p.End <= b.Start })
			for ; next < len(g.pieces) && g.pieces[next].Start < b.End; next++ {
				if g.pieces[next].End > b.Start {
					over = append(over, g.pieces[next])
				}
			}
			if !yield(i, over) {
				return
			}
		}
	}
}

// begins reports whether what starts at a code point and touches a block shows
// there first: it may start between the block and the one before.
func (g *sheetPage) begins(block, start int) bool {
	return block == 0 || start >= g.Blocks[block-1].End
}

// headed reports whether the text begins with its headline, so that the title
// need not stand above it.
func (g *sheetPage) headed() bool { return len(g.Blocks) > 0 && g.Blocks[0].Kind == article.Headline }

// heading is what the article is called, on one line.
func (g *sheetPage) heading() string {
	title := sheetLine(g.Meta.Title)
	if title == "" {
		title = cmp.Or(sheetLine(g.Meta.File), "Article "+strconv.Itoa(g.number))
	}
	if g.Meta.TitleMade {
		title += "\u00a0…"
	}
	return title
}

// facts are what is known about the article, and how far the work on it is.
func (s *sheet) facts(g *sheetPage) []string {
	place := ""
	if len(s.pages) > 1 {
		place = fmt.Sprintf("Article %d of %d", g.number, len(s.pages))
	}
	facts := []string{place, sheetLine(g.Meta.Byline), sheetLine(g.Meta.Source), sheetLine(g.Meta.Date), sheetCount(g.Words(), "word"), sheetCount(len(g.marks), "mark")}
	if slices.ContainsFunc(g.Blocks, func(b article.Block) bool { return b.Kind == article.Byline }) {
		facts[1] = ""
	}
	if g.Meta.CorrectedBy != "" {
		facts = append(facts, s.earlier(g))
	}
	if state := s.p.State(g.ID); state != project.NotStarted {
		facts = append(facts, string(state))
	}
	return slices.DeleteFunc(facts, func(f string) bool { return f == "" })
}

// earlier says of a text that it was corrected, and where the text is that stands
// in its place.
func (s *sheet) earlier(g *sheetPage) string {
	now := s.p.Current(g.ID)
	i := slices.IndexFunc(s.pages, func(other *sheetPage) bool { return now != nil && other.ID == now.ID })
	if i < 0 || i == g.number-1 {
		return "earlier version of a text"
	}
	return fmt.Sprintf("earlier version of article %d", i+1)
}

// made says who made a mark and on which day, "" if neither is known.
func (s *sheet) made(a *annotation.Annotation) (who, day string) {
	if q := s.p.Person(a.Creator); q != nil {
		who = sheetLine(cmp.Or(q.Name, q.Nickname))
	}
	if !a.Created.IsZero() {
		day = a.Created.UTC().Format("2006-01-02")
	}
	return who, day
}

// sheetAnswer is what a mark says for an attribute, as people read it.
type sheetAnswer struct{ question, answer string }

// answers are in the order of the attributes.
func (s *sheet) answers(a *annotation.Annotation) (out []sheetAnswer) {
	for _, q := range s.asked {
		if v := a.Value(q.ID); v != "" {
			out = append(out, sheetAnswer{q.Name, q.ChoiceName(v)})
		}
	}
	return out
}

// tagName is the name of a tag; that of a mark without one for "".
func (s *sheet) tagName(id annotation.TagID) string {
	if t := s.p.Tag(id); t != nil {
		return t.Name
	}
	return "No tag"
}

// tagNames are the names of the tags of a mark.
func (s *sheet) tagNames(a *annotation.Annotation) (names []string) {
	for _, t := range sheetTags(a) {
		names = append(names, s.tagName(t))
	}
	return names
}

// sheetLosses counts what a report does not show.
func sheetLosses(p project.Project) []Loss {
	dated, keys, closed := 0, 0, 0
	for a := range p.Annotations.Unordered() {
		if len(a.Pieces) > 0 {
			dated++
		}
	}
	for t := range p.Tags.Unordered() {
		if t.Digit != "" {
			keys++
		}
	}
	if p.Info().Closed {
		closed = 1
	}
	return lossesOf(bare(p), loose(p), Loss{"relations that do not say who made them and when", len(relationsOf(p))}, Loss{"times of day at which marks were made", dated}, Loss{"keys of tags", keys}, Loss{"closed codebooks", closed})
}

// sheetLine is a text on one line.
func sheetLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func sheetCount(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}
