package ui

import (
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// caret is the place in the text of someone who selects with the keyboard.
// The anchor is where a selection started; without one it is at the point.
type caret struct{ point, anchor int }

// toggleCaret enters and leaves the caret mode. It starts at the selected
// mark, or at the first line that is wholly in sight.
func (m *Model) toggleCaret() {
	a := m.article()
	if a == nil || m.caret != nil || len(a.Blocks) == 0 {
		m.caret = nil
		m.ports.Paper.Highlight("caret")
		m.unwait()
		m.say("Caret off")
		return
	}
	m.ports.Paper.Focus()
	if an := m.current(); an != nil {
		m.caret = &caret{an.Start(), an.Start()}
		m.showCaret(a)
	} else {
		point := wordFrom(a, m.ports.Paper.FirstLine())
		m.caret = &caret{point, point}
		m.paintCaret(a) // it is in sight, and there nothing is to be scrolled
	}
	m.say("Caret on. Arrow keys move by word and sentence, Page keys by paragraph. Shift selects, digits tag, Escape leaves. " + m.underCaret(a))
}

// caretKey moves the caret: left and right by word (with Alt by character), up
// and down by sentence, Page keys by paragraph, Home and End within it. Shift
// selects.
func (m *Model) caretKey(k Key) func() {
	a := m.article()
	if a == nil {
		return nil
	}
	name := m.forward(k, m.caret.point)
	to := map[string]func(int) int{
		"ArrowLeft": a.PrevWord, "ArrowRight": a.NextWord, "ArrowUp": a.PrevSentence, "ArrowDown": a.NextSentence,
		"PageUp": a.PrevBlock, "PageDown": a.NextBlock,
		"Home": func(p int) int { return a.Blocks[max(a.BlockAt(p), 0)].Start },
		"End":  func(p int) int { return a.Blocks[max(a.BlockAt(p), 0)].End },
	}[name]
	if k.Alt && name == "ArrowLeft" {
		to = a.PrevGrapheme
	} else if k.Alt && name == "ArrowRight" {
		to = a.NextGrapheme
	}
	return func() { m.moveCaret(a, to(m.caret.point), k.Shift, k.Alt) }
}

func (m *Model) moveCaret(a *article.Article, to int, extend, fine bool) {
	m.caret.point = to
	if !extend {
		m.caret.anchor = to
		m.pending = span.Span{}
		m.ports.Paper.Highlight("live")
		m.showCaret(a)
		m.say(m.underCaret(a))
		return
	}
	s := span.Span{Start: min(m.caret.point, m.caret.anchor), End: max(m.caret.point, m.caret.anchor)}
	s = snapSelected(a, s, fine)
	m.pending = s
	m.ports.Paper.Highlight("live", s)
	m.showCaret(a)
	m.say("Selected: " + a.Slice(s.Start, s.End))
}

// snapSelected is what a keyboard selection stands for. Its ends are at the
// edges of words already, so that the space after the last one falls off.
func snapSelected(a *article.Article, s span.Span, fine bool) span.Span {
	s.Start, s.End = a.Trim(s.Start, s.End)
	if !fine && !s.Empty() {
		s = snap(a, s, false)
	}
	return s
}

// wordFrom is where the first word begins at a point or after it: a line may
// begin with the rest of a word, or with a quotation mark.
func wordFrom(a *article.Article, point int) int {
	if start, _, ok := a.WordAt(point); ok && start == point {
		return point
	}
	return a.NextWord(point)
}

// showCaret paints the word at the caret and brings it into sight.
func (m *Model) showCaret(a *article.Article) {
	m.paintCaret(a)
	m.ports.Paper.Reveal(m.caret.point)
}

func (m *Model) paintCaret(a *article.Article) {
	s := span.Span{Start: m.caret.point, End: min(m.caret.point+1, a.Len())}
	if start, end, ok := a.WordAt(m.caret.point); ok && start == m.caret.point {
		s = span.Span{Start: start, End: end}
	}
	m.ports.Paper.Highlight("caret", s)
}

// underCaret is what stands at the caret, in words: the sentence if the caret
// is at its start, else the word, and the marks there.
func (m *Model) underCaret(a *article.Article) string {
	start, end := a.SentenceAt(m.caret.point)
	if start != m.caret.point {
		if s, e, ok := a.WordAt(m.caret.point); ok {
			start, end = s, e
		}
	}
	text := a.Slice(start, end)
	if page := m.page(); page != nil {
		for _, an := range page.At(m.caret.point) {
			text += ", in " + m.tagNames(an)
		}
	}
	return text
}

// pickAtCaret selects the mark at the caret, and the next one there at the
// next press.
func (m *Model) pickAtCaret() {
	page := m.page()
	if page == nil {
		return
	}
	if here := page.At(m.caret.point); len(here) > 0 {
		m.choose(nextOf(here, m.selected), false)
		return
	}
	m.choose(annotation.ID(""), false)
	m.say("No mark here")
}
