package ui

import (
	"claimlight/app/annotation"
	"claimlight/app/corroborate"
	"claimlight/app/project"
	"claimlight/app/span"
)

// repeats is the list of places where a phrase stands again, waiting for
// someone to untick what is not meant.
type repeats struct {
	phrase string
	from   int // where it stands that was asked for, in the article that is open
	tag    annotation.TagID
	found  []found
	rows   int // how many are shown
}

// found is one of those places.
type found struct {
	place  project.Occurrence
	before string // the words around it
	after  string
	marked bool // carries the tag already
	on     bool
}

// openRepeats looks for what is selected, or for the text of the selected
// mark, in all articles.
func (m *Model) openRepeats() {
	phrase, from, tag := "", 0, m.lastTag
	a := m.article()
	if a == nil {
		return
	}
	if !m.pending.Empty() {
		phrase, from = a.Slice(m.pending.Start, m.pending.End), m.pending.Start
	} else if an := m.current(); an != nil {
		phrase, from = an.Pieces[0].Quote, an.Start()
		if len(an.Tags) > 0 {
			tag = an.Tags[0]
		}
	}
	if phrase == "" {
		m.tell(Toast{Text: "Select a phrase or a mark first."})
		return
	}
	if tags := m.codebook().Tags; m.project().Tag(tag) == nil && len(tags) > 0 {
		tag = tags[0].ID
	}
	m.repeats = &repeats{phrase: phrase, from: from, tag: tag, found: m.findRepeats(phrase, tag), rows: linesMore}
	m.openSheet(sheetRepeats, func() {})
}

func (m *Model) findRepeats(phrase string, tag annotation.TagID) []found {
	var out []found
	for _, a := range m.articles() {
		page := m.ws.Page(a.ID)
		for _, s := range corroborate.Repeats(a, phrase) {
			f := found{
				place:  project.Occurrence{Article: a.ID, Span: s},
				before: a.Slice(max(s.Start-40, 0), s.Start), after: a.Slice(s.End, s.End+40),
			}
			for _, an := range page.At(s.Start) {
				f.marked = f.marked || an.HasTag(tag) && len(an.Pieces) == 1 && an.Pieces[0].Span == s
			}
			f.on = !f.marked
			out = append(out, f)
		}
	}
	return out
}

// count is how many places are ticked.
func (r *repeats) count() int {
	n := 0
	for _, f := range r.found {
		if f.on {
			n++
		}
	}
	return n
}

// left is how many places are not shown yet.
func (r *repeats) left() int { return max(len(r.found)-r.rows, 0) }

// words say how many places there are, and why fewer can be tagged.
func (r *repeats) words() string {
	has := 0
	for _, f := range r.found {
		if f.marked {
			has++
		}
	}
	s := plural(len(r.found), "place", "places")
	switch {
	case has == 0:
	case len(r.found) == 1:
		s += ", which has this tag already"
	case has == 1:
		s += ", 1 of them has this tag already"
	default:
		s += ", " + itoa(has) + " of them have this tag already"
	}
	if has == len(r.found) {
		return s + "."
	}
	return s + ". Untick what is not meant."
}

// tagRepeats tags what is ticked, as one step.
func (m *Model) tagRepeats() {
	r := m.repeats
	var places []project.Occurrence
	for _, f := range r.found {
		if f.on {
			places = append(places, f.place)
		}
	}
	label := "Tagged " + plural(len(places), "repeat", "repeats") + " as " + m.look(r.tag).Name
	m.closeSheet()
	m.pending = span.Span{}
	m.unwait()
	if len(places) > 0 && m.do(label, m.at(r.from), func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.HighlightAll(p, places, []annotation.TagID{r.tag}, s)
	}) {
		m.tell(Toast{Text: label, Undo: true})
	}
}
