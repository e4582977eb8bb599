package ui

import (
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/workspace"
)

// at is a place on the article that is shown.
func (m *Model) at(point int) project.Place {
	if a := m.article(); a != nil {
		return project.Place{Article: a.ID, Point: point}
	}
	return project.Place{}
}

// mark makes a mark with one tag, or without if the tag is "".
func (m *Model) mark(s span.Span, tag annotation.TagID) {
	a := m.article()
	label, tags := "Marked", []annotation.TagID(nil)
	if tag != "" {
		label, tags = "Tagged as "+m.look(tag).Name, []annotation.TagID{tag}
		m.lastTag = tag
	}
	var id annotation.ID
	ok := m.do(label, m.at(s.Start), func(p project.Project, st project.Stamp) (d project.Diff, err error) {
		d, id, err = project.Highlight(p, a.ID, []span.Span{s}, tags, st)
		return d, err
	})
	m.unwait()
	if ok {
		m.choose(id, false)
		m.say(label + ": " + a.Slice(s.Start, s.End))
	}
}

// useTag is what a digit or a click on a tag does: it tags what is selected,
// or retags the selected mark, or takes up the pen. With add it joins the tag
// to those the mark has, or takes it off.
func (m *Model) useTag(tag annotation.TagID, add bool) {
	an := m.current()
	switch {
	case !m.pending.Empty():
		m.mark(m.pending, tag)
	case m.pen == tag:
		m.pen = ""
	case an != nil && add:
		m.toggleTag(an, tag)
	case an != nil:
		m.lastTag = tag
		m.edit(an, "Retagged as "+m.look(tag).Name, func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.Retag(p, an.ID, []annotation.TagID{tag}, s)
		})
	default:
		m.pen = tag
		m.say("Pen: " + m.look(tag).Name + ". Select text to paint it, Escape to stop.")
	}
	m.touch()
}

// toggleTag joins a tag to a mark, or takes it off.
func (m *Model) toggleTag(an *annotation.Annotation, tag annotation.TagID) {
	verb := "Added the tag "
	if an.HasTag(tag) {
		verb = "Took off the tag "
	}
	m.edit(an, verb+m.look(tag).Name, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.ToggleTag(p, an.ID, tag, s)
	})
}

// edit runs a command on a mark.
func (m *Model) edit(an *annotation.Annotation, label string, c workspace.Command) bool {
	return m.do(label, project.Place{Article: an.Article, Point: an.Start()}, c)
}

// remove deletes the selected mark at once; undo brings it back.
func (m *Model) remove() {
	an := m.current()
	if an == nil {
		return
	}
	m.settle()
	if m.edit(an, "Removed "+inQuotes(short(an.Quote())), func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.Remove(p, s, an.ID)
	}) {
		m.tell(Toast{Text: "Removed " + inQuotes(short(an.Quote())), Undo: true})
	}
}

// inQuotes puts quotation marks around a quote that does not begin with one.
func inQuotes(s string) string {
	if strings.HasPrefix(s, "“") {
		return s
	}
	return "“" + s + "”"
}

// short cuts a quote for a message.
func short(s string) string {
	r := []rune(s)
	if len(r) <= 40 {
		return s
	}
	return string(r[:38]) + "…"
}

// neighbor is the mark that many places further in reading order; nil at the
// ends.
func (m *Model) neighbor(an *annotation.Annotation, by int) *annotation.Annotation {
	page := m.page()
	if page == nil {
		return nil
	}
	if an != nil && an.Article == page.Article.ID {
		return page.Neighbor(an, by)
	}
	return m.nearest(page)
}

// nearest is the first mark in sight or after it, for going on by key when
// nothing is selected; where there is none, the last one before.
func (m *Model) nearest(page *workspace.Page) *annotation.Annotation {
	first, _ := m.ports.Paper.Visible()
	if an := page.Nearest(first, 1); an != nil {
		return an
	}
	return page.Nearest(first, -1)
}

// step selects the next or the previous mark.
func (m *Model) step(by int) {
	if an := m.neighbor(m.current(), by); an != nil {
		m.unwait()
		m.choose(an.ID, true)
	}
}

// turn goes to the next or the previous article.
func (m *Model) turn(by int) {
	a := m.article()
	if a == nil {
		return
	}
	if list, to := m.articles(), m.placeOf(a)+by; to >= 0 && to < len(list) {
		m.goTo(Route{Screen: screenRead, Article: list[to].ID})
	}
}

// widen grows what is selected, or the selected mark, to its sentence.
func (m *Model) widen() {
	a := m.article()
	an := m.current()
	if a == nil {
		return
	}
	if !m.pending.Empty() {
		m.wait(sentence(a, m.pending))
		m.ports.Paper.Select(m.pending)
	} else if an != nil {
		m.edit(an, "Widened to the sentence", func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.Reshape(p, an.ID, []span.Span{sentence(a, an.Extent())}, s)
		})
	}
}

func sentence(a *article.Article, s span.Span) span.Span {
	start, end := a.SentenceAt(s.Start)
	_, last := a.SentenceAt(max(s.End-1, s.Start))
	return span.Span{Start: min(start, s.Start), End: max(end, last, s.End)}
}

// addPiece joins what is selected to the selected mark.
func (m *Model) addPiece() {
	an, s := m.current(), m.pending
	if an == nil || s.Empty() {
		return
	}
	if m.edit(an, "Added a piece", func(p project.Project, st project.Stamp) (project.Diff, error) {
		return project.AddPiece(p, an.ID, s, st)
	}) {
		m.unwait()
	}
}

// moveEnd moves an end of the selected mark by a word or a character.
func (m *Model) moveEnd(far bool, step func(a *article.Article, point int) int) {
	an, a := m.current(), m.article()
	if an == nil || a == nil {
		return
	}
	i := 0
	if far {
		i = len(an.Pieces) - 1
	}
	to := an.Pieces[i].Span
	if far {
		to.End = step(a, to.End)
	} else {
		to.Start = step(a, to.Start)
	}
	if to.Empty() {
		return
	}
	m.reshape(an, i, to)
}

func (m *Model) reshape(an *annotation.Annotation, piece int, to span.Span) {
	m.edit(an, "Moved an end", func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.MovePiece(p, an.ID, piece, to, s)
	})
}

// moving is a handle that is being dragged.
type moving struct{ to span.Span }

// moveHandle shows where the end of the mark would go, and moves it there
// when the handle is let go.
func (m *Model) moveHandle(page *workspace.Page, g paint.Gesture) {
	an := m.current()
	if an == nil || g.Piece >= len(an.Pieces) {
		return
	}
	if g.Point >= 0 {
		to := an.Pieces[g.Piece].Span
		if g.Far {
			to.End = max(g.Point, to.Start+1)
		} else {
			to.Start = min(g.Point, to.End-1)
		}
		m.moving = &moving{snap(page.Article, to, g.Alt)}
		m.ports.Paper.Highlight("live", m.moving.to)
	}
	if g.Kind == paint.Drop && m.moving != nil {
		to := m.moving.to
		m.moving = nil
		m.ports.Paper.Highlight("live", m.pending)
		if !to.Empty() && to != an.Pieces[g.Piece].Span {
			m.reshape(an, g.Piece, to)
		}
		m.touch()
	}
}

// draft is text being typed into a field of the open card. It becomes a
// change when the typing rests, when the field is left, and before anything
// else is done.
type draft struct {
	id        annotation.ID
	attribute annotation.AttributeID // "" for the note
	field     field                  // on another screen; then there is no id
	value     string
	base      string // what stood there when the typing began
}

// same reports whether both stand in the same field.
func (d *draft) same(e draft) bool {
	return d.id == e.id && d.attribute == e.attribute && d.field == e.field
}

// typed takes in what stands in a field now.
func (m *Model) typed(d draft) {
	if m.draft != nil && !m.draft.same(d) {
		m.settle()
	}
	if m.draft != nil {
		d.base = m.draft.base
	} else {
		d.base = m.standing(&d)
		m.touch() // it is not saved now
	}
	m.draft = &d
	m.later(func() {
		if m.draft == &d {
			m.rested()
			m.touch()
		}
	})
}

// settle makes a change of what was typed last.
func (m *Model) settle() {
	d := m.draft
	if d == nil {
		return
	}
	m.draft = nil
	now := m.standing(d)
	m.put(d, now != d.base && now != d.value)
}

// standing is what the project says where the draft is being typed.
func (m *Model) standing(d *draft) string {
	if d.field != (field{}) {
		return d.field.text(m.project())
	}
	an := m.project().Annotation(d.id)
	switch {
	case an == nil:
		return ""
	case d.attribute == "":
		return an.Note
	}
	return an.Value(d.attribute)
}

// put makes a change of a draft; overtaken says that another tab has written
// there since the typing began. Its text is then a step of its own, to which
// undo goes back.
func (m *Model) put(d *draft, overtaken bool) {
	if d.field != (field{}) {
		m.write(d.field, d.value)
		return
	}
	an := m.project().Annotation(d.id)
	if an == nil {
		m.stranded = append(m.stranded, *d)
		m.tell(Toast{Text: "The mark was removed in another tab while you wrote “" + d.value + "”. Undo brings the mark back.", Bad: true})
		return
	}
	label, c := "Changed the note", func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetNote(p, d.id, d.value, s)
	}
	if d.attribute != "" {
		label, c = "Changed "+m.attributeName(d.attribute), func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.SetValue(p, d.id, d.attribute, d.value, s)
		}
	}
	if overtaken {
		label += ", which another tab had changed"
	}
	if m.edit(an, label, c) && overtaken {
		m.tell(Toast{Text: "Another tab wrote here while you did. What you wrote stands; undo brings the other text back.", Undo: true})
	}
}

func (m *Model) attributeName(id annotation.AttributeID) string {
	if a := m.project().Attribute(id); a != nil {
		return a.Name
	}
	return "an attribute"
}

// undo takes back the last thing done and shows where it was.
func (m *Model) undo() { m.settle(); m.travel(m.ws.Undo, "Undone: ", "There is nothing to undo.") }

// redo does it again.
func (m *Model) redo() { m.settle(); m.travel(m.ws.Redo, "Done again: ", "There is nothing to redo.") }

func (m *Model) travel(step func() (project.Tx, bool), word, nothing string) {
	tx, ok := step()
	if !ok {
		m.tell(Toast{Text: nothing})
		return
	}
	m.unwait()
	m.tell(Toast{Text: word + tx.Label})
	if tx.Where.Article == "" || m.project().Article(tx.Where.Article) == nil {
		return
	}
	if a := m.article(); m.route.Screen == screenRead && a != nil && a.ID == tx.Where.Article {
		m.ports.Paper.Reveal(tx.Where.Point)
	}
}

// finish calls the article done, or takes that back, and goes on to the next.
func (m *Model) finish(on bool) {
	a := m.article()
	if a == nil {
		return
	}
	m.settle()
	state, label := project.Done, "Done: "+short(a.Meta.Title)
	if m.project().State(a.ID) == project.Done && !on {
		state, label = project.InWork, "In work again: "+short(a.Meta.Title)
	}
	if state == project.Done && m.askSpeaker(a.ID) {
		return
	}
	m.do(label, project.Place{Article: a.ID}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetState(p, a.ID, state, s)
	})
	if on {
		m.tell(Toast{Text: label, Undo: true})
		m.turn(1)
	}
}

// rescue writes what was typed on a mark that another tab had removed, once
// the mark is back.
func (m *Model) rescue() {
	waiting := m.stranded
	m.stranded = nil
	for _, d := range waiting {
		if m.project().Annotation(d.id) == nil {
			m.stranded = append(m.stranded, d)
		} else {
			m.put(&d, false)
		}
	}
}
