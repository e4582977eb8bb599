package classview

import (
	"fmt"
	"strconv"

	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/problem"
)

// mostPlaces is how many places stand in the column, and mostSplit how many of
// them are shown in the text as places where the class splits.
const (
	mostPlaces = 10
	mostSplit  = 5
)

// kinds are the ways to differ, in words.
var kinds = []string{
	classroom.SomeMissed:    "Missed by some",
	classroom.TagsDiffer:    "Other tag",
	classroom.EdgesDiffer:   "Other edges",
	classroom.SplitOrJoined: "Split or joined",
}

// places draws the column of what the class splits on.
func (v *view) places() {
	v.raw(`<aside class="class-places"><h2>Where the class splits</h2>`)
	var open []*classroom.Place
	rest, others := 0.0, 0.0 // of the disagreement: not in the column, and in other articles
	settled := 0
	for _, p := range v.Disputes.Places {
		switch {
		case p.Article != v.Article:
			others += p.Share()
		case p.Settled != nil:
			settled++
			rest += p.Share()
		case !p.Slight && p.Share() > 0 && (v.Kind == AllKinds || v.Kind == strconv.Itoa(int(p.Kind()))) && len(open) < mostPlaces:
			open = append(open, p)
		default:
			rest += p.Share()
		}
	}
	v.sums(open, rest, others)
	v.groups()
	for _, p := range open {
		v.place(p)
	}
	if p := v.Disputes.Find(v.Place); p != nil && !has(open, p) {
		v.place(p) // it was settled just now, or is one of the others
	}
	v.afterPlaces(settled)
	v.raw("</aside>")
}

func has(places []*classroom.Place, p *classroom.Place) bool {
	for _, q := range places {
		if q == p {
			return true
		}
	}
	return false
}

// sums says how much of all disagreement is in the column, and where the rest is,
// so that all of it is accounted for.
func (v *view) sums(open []*classroom.Place, rest, others float64) {
	sum := 0.0
	for _, p := range open {
		sum += p.Share()
	}
	if sum+rest == 0 && others == 0 {
		v.raw("<p>Nothing to see here: all marked the same.</p>")
		return
	}
	v.put("<p>%s up %s of all disagreement", makes(len(open)), part(sum))
	if rest > 0 {
		v.put(", the rest of this article %s", part(rest))
	}
	if others > 0 {
		v.put(", other articles %s", part(others))
	}
	v.raw(".</p>")
}

func makes(n int) string {
	if n == 1 {
		return "This place makes"
	}
	return fmt.Sprintf("These %d places make", n)
}

// groups are the kinds of places, with the share of each.
func (v *view) groups() {
	var shares [4]float64
	sum := 0.0
	for _, p := range v.Disputes.Places {
		if p.Article == v.Article && p.Open() && !p.Slight {
			shares[p.Kind()] += p.Share()
			sum += p.Share()
		}
	}
	if sum == 0 || v.fixed {
		return
	}
	v.raw(`<div class="class-kinds" role="group" aria-label="In what they differ">`)
	v.kind(AllKinds, "All", sum)
	for k, name := range kinds {
		if shares[k] > 0 {
			v.kind(strconv.Itoa(k), name, shares[k])
		}
	}
	v.raw("</div>")
}

func (v *view) kind(value, name string, share float64) {
	v.put(`<button type="button" data-do="%s" data-arg="%s" aria-pressed="%t">%s <span>%s</span></button>`, DoKind, value, v.Kind == value, name, part(share))
}

// own is a tag if it is the lesson's; a student's own cannot be settled on.
func (v *view) own(tag annotation.TagID) annotation.TagID {
	if v.Class.Lesson.Tag(tag) == nil {
		return ""
	}
	return tag
}

// afterPlaces offers what is done with many places at once.
func (v *view) afterPlaces(settled int) {
	if slight := len(v.Disputes.Slight()); slight > 0 && !v.fixed {
		v.put(`<p class="class-slight">In all articles %s only by punctuation or two words. `, differ(slight))
		v.button("class-link", DoSlight, "", "Settle them all")
		v.raw("</p>")
	}
	if settled > 0 {
		v.put("<p>%s settled.</p>", places(settled)+is(settled))
	}
	if n := v.Disputes.Lost; n > 0 {
		v.put("<p>%s no place in the texts any more, since an article was corrected or removed.</p>", decisionsHave(n))
	}
	if v.fixed {
		return
	}
	v.raw(`<div class="class-acts">`)
	v.button("class-link", DoTab, TabAgreed, "Accept what most agree on")
	if next := v.Disputes.Next(v.Place); next != nil {
		v.button("class-link", DoNext, v.Place, "Next disagreement")
	}
	v.button("class-link", DoSheet, "", "Discussion sheet")
	v.raw("</div>")
}

func places(n int) string { return problem.Count(n, "place") }

func decisionsHave(n int) string {
	if n == 1 {
		return "1 decision has"
	}
	return problem.Count(n, "decision") + " have"
}

func is(n int) string {
	if n == 1 {
		return " is"
	}
	return " are"
}

func differ(n int) string {
	if n == 1 {
		return "1 place differs"
	}
	return places(n) + " differ"
}
