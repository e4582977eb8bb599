package classview

import (
	"fmt"
	"slices"
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
	v.raw(`<aside class="class-places" aria-label="Where the class splits"><div class="class-still"`)
	if !v.fixed {
		v.raw(` id="class-places"`)
	}
	v.raw("><h2>Where the class splits</h2>")
	open, s := v.listed()
	v.sums(s)
	v.groups(s.left)
	for _, p := range open {
		v.place(p)
	}
	v.afterPlaces()
	v.raw("</div></aside>")
}

// sums are the parts of all disagreement, in tenths of a percent, so that they add
// up as they are read: here and elsewhere are all of it; left, settled and slight
// are here; listed and unlisted are left.
type sums struct {
	here, elsewhere         int
	left, settled, slight   int
	listed, unlisted        int
	listedPlaces, unlistedN int
	settledPlaces           int
	any                     bool // there is disagreement at all
}

// listed are the places of the column, and what all of them come to.
func (v *view) listed() (open []*classroom.Place, s sums) {
	var here, elsewhere, listed, unlisted, settled, slight float64
	for _, p := range v.Disputes.Places {
		if p.Article != v.Article {
			elsewhere += p.Share()
			continue
		}
		here += p.Share()
		left := p.Open() && !p.Slight
		shown := p.ID == v.Place || // where it was, also when it was settled just now
			left && (v.Kind == AllKinds || v.Kind == strconv.Itoa(int(p.Kind()))) && len(open) < mostPlaces
		if shown {
			open = append(open, p)
		}
		switch {
		case p.Settled != nil:
			if settled += p.Share(); p.Share() > 0 { // all may have agreed on it
				s.settledPlaces++
			}
		case !left:
			slight += p.Share()
		case shown:
			listed += p.Share()
			s.listedPlaces++
		default:
			unlisted += p.Share()
			s.unlistedN++
		}
	}
	s.any = here+elsewhere > allButNone
	all := apportion(1000, here, elsewhere)
	s.here, s.elsewhere = all[0], all[1]
	parts := apportion(s.here, listed+unlisted, settled, slight)
	s.left, s.settled, s.slight = parts[0], parts[1], parts[2]
	parts = apportion(s.left, listed, unlisted)
	s.listed, s.unlisted = parts[0], parts[1]
	return open, s
}

// sums says where all disagreement is: in this article or in others, and of what
// is here how much is left to settle.
func (v *view) sums(s sums) {
	if alone := v.alone(); alone != "" {
		v.put("<p>%s</p>", alone)
		return
	}
	if !s.any {
		v.raw("<p>Nothing to see here: all marked the same.</p>")
		return
	}
	if s.here == 0 && s.listedPlaces+s.unlistedN == 0 {
		v.raw("<p>All disagreement is in the other articles.</p>")
		return
	}
	v.put("<p>This article has %s of all disagreement", tenths(s.here))
	if s.elsewhere > 0 {
		v.put(", the others %s", tenths(s.elsewhere))
	}
	v.raw(".")
	for _, said := range s.said() {
		v.put(" %s.", said)
	}
	v.raw("</p>")
}

// alone says why nobody can be compared, "" if somebody can.
func (v *view) alone() string {
	switch {
	case v.Disputes.Figures.Shared > 0:
		return ""
	case len(v.Class.Students) == 1:
		return "There is nobody to compare with yet: only one student has handed in."
	}
	return "There is nothing to compare yet: no article was opened by two students."
}

// said is what became of the disagreement in the article, part by part: each is a
// part of all, as what the article has.
func (s sums) said() (out []string) {
	switch n := s.listedPlaces + s.unlistedN; {
	case s.unlistedN > 0 && s.listedPlaces > 0:
		out = append(out, fmt.Sprintf("Left to settle here is %s of all: %s at the %s below, %s at %d more", tenths(s.left), tenths(s.listed), places(s.listedPlaces), tenths(s.unlisted), s.unlistedN))
	case n > 0:
		out = append(out, fmt.Sprintf("Left to settle here is %s of all, at %s", tenths(s.left), places(n)))
	}
	if s.settled > 0 {
		out = append(out, fmt.Sprintf("Settled is %s of all, at %s", tenths(s.settled), places(s.settledPlaces)))
	}
	if s.slight > 0 {
		out = append(out, tenths(s.slight)+" of all is only punctuation or two words")
	}
	return out
}

// groups are the kinds of places, with what is left to settle of each.
func (v *view) groups(left int) {
	shares := make([]float64, len(kinds))
	for _, p := range v.Disputes.Places {
		if p.Article == v.Article && p.Open() && !p.Slight {
			shares[p.Kind()] += p.Share()
		}
	}
	if slices.Max(shares) == 0 || v.fixed {
		return
	}
	v.raw(`<div class="class-kinds" role="group" aria-label="In what they differ">`)
	v.kind(AllKinds, "All that is left", left)
	for k, part := range apportion(left, shares...) {
		if shares[k] > 0 {
			v.kind(strconv.Itoa(k), kinds[k], part)
		}
	}
	v.raw("</div>")
}

func (v *view) kind(value, name string, share int) {
	v.put(`<button type="button" data-do="%s" data-arg="%s" aria-pressed="%t">%s <span>%s</span></button>`, DoKind, value, v.Kind == value, name, tenths(share))
}

// own is a tag if it is the lesson's; a student's own cannot be settled on.
func (v *view) own(tag annotation.TagID) annotation.TagID {
	if v.Class.Lesson.Tag(tag) == nil {
		return ""
	}
	return tag
}

// afterPlaces offers what is done with many places at once.
func (v *view) afterPlaces() {
	if slight := len(v.Disputes.Slight()); slight > 0 && !v.fixed {
		v.put(`<p class="class-slight">In all articles %s only by punctuation or two words. `, problem.CountVerb(slight, "place", "differs", "differ"))
		v.lasting("class-slight", "#class-first", "class-link", DoSlight, "", "Settle them all")
		v.raw("</p>")
	}
	if n := v.Disputes.Lost; n > 0 {
		v.put("<p>%s no place in the texts any more, since an article was corrected or removed.</p>", problem.CountVerb(n, "settled place", "has", "have"))
	}
	if v.fixed {
		return
	}
	v.raw(`<div class="class-acts">`)
	if next := v.Disputes.Next("", v.Article); next != nil && v.Disputes.Find(v.Place) == nil { // else the open one has it
		v.lasting("class-first", "#class-next", "class-link", DoNext, "", "First disagreement"+v.elsewhere(next))
	}
	v.button("class-link", DoTab, TabAgreed, "Settle what most agree on")
	v.button("class-link", DoSheet, "", "Discussion sheet")
	v.raw("</div>")
}

func places(n int) string { return problem.Count(n, "place") }
