package classview

import (
	"fmt"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/span"
)

// place draws the card of a place; the open one with all that is known of it.
func (v *view) place(p *classroom.Place) {
	open := p.ID == v.Place
	class := "class-place"
	if open {
		class += " on"
	}
	at, _ := p.Suggested()
	v.put(`<section class="%s" aria-label="%s">`, class, v.quote(p.Article, at))
	v.put(`<span class="share">%s</span>`, part(p.Share()))
	if v.fixed {
		v.put(`<q dir="auto">%s</q>`, v.quote(p.Article, at))
	} else {
		v.put(`<button type="button" class="class-quote" data-do="%s" data-arg="%s" aria-expanded="%t"><q dir="auto">%s</q></button>`, DoPlace, p.ID, open, v.quote(p.Article, at))
	}
	if p.Settled != nil {
		v.settled(p)
	} else {
		v.put(`<p class="why">%s</p>`, v.why(p))
	}
	v.bar(p)
	v.put(`<p class="why">%s</p>`, v.told(p))
	if open {
		v.details(p)
	}
	v.raw("</section>")
}

// why says in a few words in what students differ at a place that is not settled.
func (v *view) why(p *classroom.Place) string {
	said := fmt.Sprintf("%s · marked by %d of %d", kinds[p.Kind()], p.Marked, p.Opened)
	if n := len(p.Tags); n > 1 {
		said += fmt.Sprintf(", with %d different tags", n)
	}
	if n := len(p.Edges); n > 1 && p.Kind() == classroom.EdgesDiffer {
		said += fmt.Sprintf(", with %d different edges", n)
	}
	return said
}

// bar shows the shares of the tags, and of those who marked nothing, in 100
// parts of a drawing.
func (v *view) bar(p *classroom.Place) {
	whole := p.Opened - p.Marked
	for _, t := range p.Tags {
		whole += t.Students
	}
	v.raw(`<svg class="class-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">`)
	at := 0.0
	piece := func(class string, n int) {
		width := 100 * float64(n) / float64(max(whole, 1))
		v.put(`<rect class="%s" x="%.2f" y="0" width="%.2f" height="4"></rect>`, class, at, width)
		at += width
	}
	for _, t := range p.Tags {
		piece(v.tagColor(t.Tag), t.Students)
	}
	piece("t-none", p.Opened-p.Marked)
	v.raw("</svg>")
}

// told says the same as the bar in words, and why that is more than there are
// students, if it is.
func (v *view) told(p *classroom.Place) string {
	var parts []string
	for _, t := range p.Tags {
		parts = append(parts, fmt.Sprintf("%s %d", v.tagName(t.Tag), t.Students))
	}
	if n := p.Opened - p.Marked; n > 0 {
		parts = append(parts, fmt.Sprintf("not marked %d", n))
	}
	said := strings.Join(parts, " · ")
	if n := twice(p); n > 0 {
		said += fmt.Sprintf(" (%d with two tags)", n)
	}
	return said
}

// twice is how many students stand under more than one tag.
func twice(p *classroom.Place) (n int) {
	first, counted := map[int]annotation.TagID{}, map[int]bool{}
	for _, m := range p.Marks {
		tag, known := first[m.Student]
		switch {
		case !known:
			first[m.Student] = m.Tag
		case tag != m.Tag && !counted[m.Student]:
			counted[m.Student] = true
			n++
		}
	}
	return n
}

// mostNotes is how many notes of students stand on a card.
const mostNotes = 6

// details are what students wrote and who they are, and what can be decided.
func (v *view) details(p *classroom.Place) {
	notes := p.Notes()
	for _, n := range notes[:min(len(notes), mostNotes)] {
		v.put(`<blockquote class="said" dir="auto">%s</blockquote>`, n)
	}
	if more := len(notes) - mostNotes; more > 0 {
		v.put(`<p class="why">and %s</p>`, problem.Count(more, "more note"))
	}
	if !v.Anonymous {
		v.voices(p)
	}
	if !v.fixed {
		v.decide(p)
		v.beforeKey(p)
	}
}

// voices says who gave which tag, and who marked nothing.
func (v *view) voices(p *classroom.Place) {
	by := map[annotation.TagID][]int{}
	marked := map[int]bool{}
	for _, m := range p.Marks {
		if who := by[m.Tag]; len(who) == 0 || who[len(who)-1] != m.Student {
			by[m.Tag] = append(who, m.Student)
		}
		marked[m.Student] = true
	}
	var silent []int
	for i, s := range v.Class.Students {
		if class, _ := state(s.Works[p.Article]); class != "none" && !marked[i] {
			silent = append(silent, i)
		}
	}
	v.raw(`<dl class="class-voices">`)
	for _, t := range p.Tags {
		v.put(`<dt>%s</dt><dd dir="auto">%s</dd>`, v.tagName(t.Tag), list(v.names(by[t.Tag]), mostNames))
	}
	if len(silent) > 0 {
		v.put(`<dt>not marked</dt><dd dir="auto">%s</dd>`, list(v.names(silent), mostNames))
	}
	v.raw("</dl>")
}

// mostEdges is how many edges can be chosen from.
const mostEdges = 8

// decide offers what can be done with a place.
func (v *view) decide(p *classroom.Place) {
	if p.Settled != nil {
		v.raw(`<div class="class-acts">`)
		v.lasting("class-reopen", "#class-keep, #class-next", "class-link", DoReopen, p.ID, "Open it again")
		v.next(p)
		v.raw("</div>")
		return
	}
	if v.Projector { // looked at together, not decided
		v.raw(`<div class="class-acts">`)
		v.next(p)
		v.raw("</div>")
		return
	}
	edges, tag := v.chosen(p)
	v.put(`<label class="class-choose">Right is (how many marked it: the passage) <select data-do="%s">`, DoEdges)
	for _, e := range p.Edges[:min(len(p.Edges), mostEdges)] {
		v.option(edgeValue(e.Span), e.Span == edges, fmt.Sprintf("%d: %s", e.Students, v.ends(p.Article, e.Span, 12, 16))) // so few that a list on a narrow card shows both
	}
	v.put(`</select></label><p class="class-chosen" dir="auto">%s</p><label class="class-choose">as <select data-do="%s">`, v.ends(p.Article, edges, 150, 150), DoGive)
	for _, t := range v.Class.Lesson.Codebook().Tags {
		v.option(string(t.ID), t.ID == tag, t.Name)
	}
	v.option(Untagged, tag == "", "no tag")
	v.raw(`</select></label><div class="class-acts">`)
	choice := Choice{Place: p.ID, Span: edges, Tag: tag}
	const settled = heir("#class-next, #class-reopen")
	v.lasting("class-keep", settled, "class-button go", DoKeep, choice, "Settle")
	v.lasting("class-put", settled, "class-button", DoIntoKey, choice, "Into the key")
	v.lasting("class-reject", settled, "class-link", DoReject, p.ID, "Not to be marked")
	v.next(p)
	v.raw("</div>")
}

// next draws the way from a place to the one after it, if there is one.
func (v *view) next(p *classroom.Place) {
	if next := v.Disputes.Next(p.ID, p.Article); next != nil {
		v.lasting("class-next", "#class-reopen", "class-link", DoNext, p.ID, "Next"+v.elsewhere(next))
	}
	v.lasting("class-close", heir("mark[data-arg=\""+p.ID+"\"]"), "class-link", DoPlace, p.ID, "Close")
}

// elsewhere says in which article a place is, if that is not the one that is shown.
func (v *view) elsewhere(p *classroom.Place) string {
	if p.Article == v.Article {
		return ""
	}
	return fmt.Sprintf(", in article %d", v.number[p.Article])
}

// chosen is what was chosen for the open place, or what most have.
func (v *view) chosen(p *classroom.Place) (span.Span, annotation.TagID) {
	edges, tag := p.Suggested()
	tag = v.own(tag)
	for _, e := range p.Edges {
		if edgeValue(e.Span) == v.Edges {
			edges = e.Span
		}
	}
	switch {
	case v.Give == Untagged:
		tag = ""
	case v.Class.Lesson.Tag(annotation.TagID(v.Give)) != nil:
		tag = annotation.TagID(v.Give)
	}
	return edges, tag
}
