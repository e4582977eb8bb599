package ui

import (
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/workspace"
)

// enter makes ready what the route shows.
func (m *Model) enter() {
	m.ports.Page.SetTitle(m.title())
	if m.ws == nil || m.route.Screen != screenRead {
		return
	}
	if m.article() != nil {
		m.show()
	}
}

// opened notes that an article was opened.
func opened(ws *workspace.Workspace, a *article.Article) {
	if ws.Project().Article(a.ID) == nil {
		return
	}
	_ = ws.Do(project.Auto, "Opened", project.Place{Article: a.ID}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.Open(p, a.ID, s)
	})
}

// forget drops everything that belongs to the article on the screen.
func (m *Model) forget() {
	m.selected, m.pending, m.caret, m.moving, m.tapped = "", span.Span{}, nil, nil, false
	m.painter.Selected = ""
}

// article is the one on the reading screen: that of the route, or the first.
func (m *Model) article() *article.Article {
	p := m.project()
	if a := p.Article(m.route.Article); a != nil {
		return a
	}
	if list := m.articles(); len(list) > 0 {
		return list[0]
	}
	return nil
}

// page is what stands on the article on the screen; nil if there is none.
func (m *Model) page() *workspace.Page {
	if a := m.article(); a != nil && m.ws != nil {
		return m.ws.Page(a.ID)
	}
	return nil
}

// attach gives the elements of the reading room to the paper.
func (m *Model) attach() {
	m.ports.Paper.Attach(paint.Surface{Stage: "stage", Paper: "paper", Layer: "grips", Cards: "cards", Open: "open-card"}, m.onGesture)
	m.show()
}

// show writes the article of the route onto the paper, if it is not there.
func (m *Model) show() {
	page := m.page()
	if page == nil {
		return
	}
	if now := m.ports.Paper.Article(); now == nil || now.ID != page.Article.ID || !m.written {
		m.written, m.unseen = true, true
		m.ports.Paper.Show(page.Article, m.insideOf(m.ws, page.Article), page.Marked())
		m.restorePlace()
	}
}

// insideOf gives the HTML of the inside of a block of an article as it is to be
// now: its text alone where the article has gone and is about to leave the paper.
func (m *Model) insideOf(ws *workspace.Workspace, a *article.Article) func(i int) []byte {
	return func(i int) []byte {
		page := ws.Page(a.ID)
		if page == nil {
			return paint.AppendText(nil, a.Slice(a.Blocks[i].Start, a.Blocks[i].End))
		}
		return m.painter.Block(page.Article, i, page.Blocks.At(i))
	}
}

// look is how a tag shows, for the painter.
func (m *Model) look(id annotation.TagID) paint.Look {
	t := m.project().Tag(id)
	if t == nil {
		return paint.Untagged
	}
	return paint.Look{Color: t.Color, Cue: t.Cue, Code: t.Code(), Name: t.Name}
}

// repaint writes again the blocks that a change touches. A tag that looks
// otherwise now touches every block.
func (m *Model) repaint(e workspace.Event) {
	page := m.page()
	shown := m.ports.Paper.Article()
	if page == nil || shown == nil || shown.ID != page.Article.ID {
		m.show()
		return
	}
	if len(e.Tx.Diff.Tags) > 0 {
		m.ports.Paper.Repaint(page.Marked()...)
	}
	m.ports.Paper.Repaint(workspace.Touched(page.Article, e.Tx.Diff)...)
}

// current is the selected annotation, nil if none is.
func (m *Model) current() *annotation.Annotation {
	if m.selected == "" {
		return nil
	}
	return m.project().Annotation(m.selected)
}

// choose selects an annotation, or none; reveal brings it into sight.
func (m *Model) choose(id annotation.ID, reveal bool) {
	m.settle()
	page := m.page()
	old := m.current()
	m.selected, m.painter.Selected = id, id
	for _, an := range []*annotation.Annotation{old, m.current()} {
		if an == nil || page == nil || an.Article != page.Article.ID {
			continue
		}
		m.ports.Paper.Repaint(workspace.TouchedBy(page.Article, an)...)
	}
	if an := m.current(); an != nil {
		if reveal {
			m.ports.Paper.Reveal(an.Start())
		}
		m.say(m.describe(an))
		m.uncover = true
	}
	m.touch()
}

// grips puts the handles at the ends of the selected mark.
func (m *Model) grips() (place func()) {
	an := m.current()
	if an == nil || m.ports.Paper.Article() == nil || an.Article != m.ports.Paper.Article().ID {
		return m.ports.Paper.Handles(nil, 0)
	}
	color := -1
	if len(an.Tags) > 0 {
		color = m.look(an.Tags[0]).Color
	}
	return m.ports.Paper.Handles(spansOf(an), color)
}

func spansOf(an *annotation.Annotation) []span.Span {
	out := make([]span.Span, len(an.Pieces))
	for i, p := range an.Pieces {
		out[i] = p.Span
	}
	return out
}

// describe is a mark in words, for those who do not see it.
func (m *Model) describe(an *annotation.Annotation) string {
	s := m.tagNames(an)
	if len(an.Pieces) > 1 {
		s += ", " + plural(len(an.Pieces), "piece", "pieces")
	}
	return s + ": " + an.Quote()
}

// tagNames are the names of a mark's tags, in its order.
func (m *Model) tagNames(an *annotation.Annotation) string {
	if len(an.Tags) == 0 {
		return paint.Untagged.Name
	}
	s := ""
	for i, t := range an.Tags {
		if i > 0 {
			s += ", "
		}
		s += m.look(t).Name
	}
	return s
}

// wait keeps a span until a tag is chosen for it, and shows it.
func (m *Model) wait(s span.Span) {
	m.pending = s
	m.ports.Paper.Highlight("live", s)
	m.touch()
}

// unwait lets go of what waits for a tag.
func (m *Model) unwait() {
	m.pending, m.tapped = span.Span{}, false
	m.ports.Paper.Highlight("live")
	m.ports.Paper.Select(span.Span{})
	m.touch()
}

// snap is the span that a selection stands for: whole words, or with Alt just
// what was selected; never half a character.
func snap(a *article.Article, s span.Span, alt bool) span.Span {
	if alt {
		s.Start, s.End = a.Graphemic(s.Start, s.End)
		s.Start, s.End = a.Trim(s.Start, s.End)
		return s
	}
	s.Start, s.End = a.Snap(s.Start, s.End)
	return s
}

// onGesture is what fingers do on the paper.
func (m *Model) onGesture(g paint.Gesture) {
	page := m.page()
	if page == nil {
		return
	}
	switch g.Kind {
	case paint.Selecting:
		m.ports.Paper.Highlight("live", snap(page.Article, g.Span, g.Alt))
	case paint.Selected:
		m.selectedText(page, g)
	case paint.Tap:
		m.tap(page, g)
	case paint.Drag, paint.Drop:
		m.moveHandle(page, g)
	case paint.Abandon:
		m.moving = nil
		m.ports.Paper.Highlight("live", m.pending)
	case paint.Scroll:
		m.scrolled(page)
	case paint.Moved:
		m.textMoved()
	case paint.Drawn:
		m.drawn(page)
	case paint.Resize:
		m.touch()
	case paint.Pick:
		m.unwait()
		m.choose(g.ID, true)
	}
}

// drawn goes on with an article that the browser has drawn.
func (m *Model) drawn(page *workspace.Page) {
	m.unseen = false
	m.touch()
	if now := m.ports.Paper.Article(); m.route.Screen == screenRead && now != nil && now.ID == page.Article.ID {
		opened(m.ws, page.Article)
		m.whenDrawn(m.noteRead)
	}
}

func (m *Model) selectedText(page *workspace.Page, g paint.Gesture) {
	s := snap(page.Article, g.Span, g.Alt)
	if s.Empty() {
		m.unwait()
		return
	}
	m.tapped = false
	if m.pen != "" && !g.Touch {
		if !m.widenPainted(s) {
			m.mark(s, m.pen)
		}
		return
	}
	if !g.Touch {
		m.ports.Paper.Select(s)
	}
	m.wait(s)
}

// clickRest is how long the clicks of a triple click may be apart.
const clickRest = 500 * time.Millisecond

// widenPainted widens what the first two clicks of a triple click have painted
// when the third selects more; false if there is no such mark.
func (m *Model) widenPainted(s span.Span) bool {
	an := m.current()
	if an == nil || m.ports.Now().Sub(an.Created) >= clickRest || !an.HasTag(m.pen) || !s.Contains(an.Extent()) {
		return false
	}
	m.unwait()
	return m.edit(an, "Widened", func(p project.Project, st project.Stamp) (project.Diff, error) {
		return project.Reshape(p, an.ID, []span.Span{s}, st)
	})
}

// tap picks a mark: the smallest under the finger, and at the same place
// again the next larger one. Where nothing is marked it unselects; a finger,
// or a mouse with the pen, starts with the word there.
func (m *Model) tap(page *workspace.Page, g paint.Gesture) {
	here := page.At(g.Point)
	if g.Point < 0 {
		here = nil
	}
	if len(here) > 0 && !m.tapped {
		m.unwait()
		m.choose(nextOf(here, m.selected), false)
		return
	}
	if g.Touch && g.Point >= 0 {
		m.tapWord(page, g.Point)
		return
	}
	m.unwait()
	m.choose("", false)
}

// nextOf is the annotation behind the one that is selected, or the first.
func nextOf(here []*annotation.Annotation, selected annotation.ID) annotation.ID {
	for i, an := range here {
		if an.ID == selected {
			return here[(i+1)%len(here)].ID
		}
	}
	return here[0].ID
}

// tapWord selects a word, or widens what was tapped before up to this one.
func (m *Model) tapWord(page *workspace.Page, point int) {
	start, end, ok := page.Article.WordAt(point)
	if !ok {
		m.unwait()
		m.choose("", false)
		return
	}
	s := span.Span{Start: start, End: end}
	if m.tapped && !m.pending.Empty() {
		if m.pending == s {
			m.unwait()
			return
		}
		s = span.Span{Start: min(s.Start, m.pending.Start), End: max(s.End, m.pending.End)}
	}
	m.tapped = true
	if m.pen != "" && s.Len() > end-start {
		m.mark(s, m.pen)
		return
	}
	m.wait(s)
}
