package classview

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/problem"
)

// key draws everybody against the key: three plain figures for each student, what
// of the key was found by how many, and what is not in it.
func (v *view) key() {
	v.raw(`<section class="class-sheet wide"><h2>Compared with the key</h2>`)
	if v.Scores == nil {
		v.raw("<p>There is no key yet. Mark what students should find, settle what the class differs on, or open the key of the lesson.</p>")
		if !v.fixed {
			v.button("class-button go", DoKey, "", "Make a key")
		}
		v.raw("</section>")
		return
	}
	v.put(`<p>The key has %s. A mark that overlaps with one of the key in part counts for that part, and for nothing if that is less than half.</p><dl class="class-terms"><dt>Found</dt><dd>how much of the key a student marked</dd><dt>On target</dt><dd>how much of what the student marked is in the key</dd><dt>Right tag</dt><dd>how many of those marks have the tag of the key</dd></dl>`, problem.Count(len(v.Scores.Key), "mark"))
	if !v.fixed {
		v.raw(`<p class="class-acts">`)
		v.button("class-button", DoGradebook, "", "Table for the gradebook")
		v.raw("</p>")
	}
	v.weighing()
	v.scores()
	v.found()
	v.besides()
	v.raw("</section>")
}

// scores is the table of students and figures.
func (v *view) scores() {
	v.wide("Everybody against the key")
	v.raw(`<table class="class-table scores"><thead><tr><th scope="col">Student</th><th scope="col">Found</th><th scope="col">On target</th><th scope="col">Right tag</th><th scope="col">What became of the marks</th><th scope="col">What stands out</th></tr></thead><tbody>`)
	for at, i := range v.order {
		s := v.Scores.Students[i]
		v.raw(`<tr><th scope="row" dir="auto">`)
		v.who(at, i, fmt.Sprint("class-scored-", i))
		v.raw("</th>")
		for _, share := range []classroom.Share{s.Found, s.OnTarget, s.RightTag} {
			if v.Class.Students[i].Opened() == 0 {
				share = classroom.Share{Reason: noneOpened}
			}
			v.share(share)
		}
		v.put(`<td>%s</td><td dir="auto">%s</td></tr>`, kindsOf(s), v.standsOut(i))
	}
	v.raw("</tbody></table></div>")
	if m, found := v.Scores.MixedUp(v.Class); found {
		v.put(`<p class="class-mixed" dir="auto">The class mixes up “%s” and “%s” most: %d times, by %d of %s.</p>`,
			v.tagName(m.One), v.tagName(m.Other), m.Times, m.Students, problem.Count(len(v.Scores.Students), "student"))
	}
}

// standsOut is the first thing that a teacher would say of a student's marks, ""
// if nothing. Where the file broke off, that is what explains the figures.
func (v *view) standsOut(i int) string {
	first := ""
	if habits := v.Scores.Habits(v.Class, v.Scores.Students[i]); len(habits) > 0 {
		first = habits[0]
	}
	if v.Class.Students[i].Partial {
		first = strings.TrimSpace(upper(onlyBeginning) + ". " + first)
	}
	return first
}

// What explains figures that are low, or not there.
const (
	onlyBeginning = "only the beginning of the file could be read"
	noneOpened    = "No article was opened."
)

// wide begins what may be wider than a phone, and is moved to and fro by itself.
func (v *view) wide(name string) {
	v.put(`<div class="class-wide" role="region" aria-label="%s" tabindex="0">`, name)
}

// share is a figure, or why there is none.
func (v *view) share(s classroom.Share) {
	value, ok := s.Value()
	if !ok {
		v.put(`<td class="n"><span title="%s">–<span class="unseen"> %s</span></span></td>`, s.Reason, s.Reason)
		return
	}
	v.put(`<td class="n">%s <meter min="0" max="1" value="%.3f" aria-hidden="true"></meter></td>`, percent(value), value)
}

// kindsOf counts the cases of a student in words.
func kindsOf(s *classroom.Score) string {
	var parts []string
	for _, k := range classroom.CaseKinds {
		n := s.Count(k)
		if n == 0 {
			continue
		}
		part := fmt.Sprintf("%d %s", n, cmp.Or(caseWords[k], string(k)))
		if tags := s.WrongTags(k); tags > 0 && k != classroom.OtherTag { // so that all add up to what “right tag” lacks
			part += fmt.Sprintf(" (%d of them with another tag)", tags)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// caseWords are the kinds of cases that need more than their name.
var caseWords = map[classroom.CaseKind]string{
	classroom.Joined: "two in one", classroom.Split: "one in parts", classroom.Again: "on a place that is marked already",
	classroom.OtherTag: "with another tag",
}

// found is the key, mark by mark, and how many found each.
func (v *view) found() {
	hits := v.Scores.Hits()
	v.raw("<h3>The key, and who found it</h3>")
	v.wide("The key, and who found it")
	v.raw(`<table class="class-table"><thead><tr><th scope="col">In the key</th><th scope="col">Tag</th><th scope="col">Found by</th></tr></thead><tbody>`)
	last := 0
	for _, k := range v.Scores.Key {
		if len(k.Ways) == 0 || v.number[k.Article] == 0 {
			continue
		}
		if n := v.number[k.Article]; n != last {
			last = n
			v.put(`<tr><th scope="rowgroup" colspan="3" dir="auto">%s</th></tr>`, v.title(k.Article))
		}
		v.put(`<tr><td dir="auto">%s</td><td>`, quoteOf(k.Ways[0]))
		v.tags(k.Tags)
		v.put(`</td><td class="n">%d of %d</td></tr>`, hits[k.ID], v.opened(k.Article))
	}
	v.raw("</tbody></table></div>")
}

func (v *view) tags(tags []annotation.TagID) {
	for _, t := range tags {
		v.put(`<span class="class-tag %s">%s</span> `, v.tagColor(t), v.tagName(t))
	}
}

// quoteOf is what pieces say.
func quoteOf(pieces []annotation.Piece) string {
	return short((&annotation.Annotation{Pieces: pieces}).Quote())
}

// mostBesides is how many places that are not in the key are listed.
const mostBesides = 30

// besides lists what students marked that is not in the key, place by place: that
// need not be wrong, and can be put into it.
func (v *view) besides() {
	type extra struct {
		place    *classroom.Place
		students int
	}
	var all []extra
	not := v.notInKey()
	for _, p := range v.Disputes.Places {
		students, last := 0, -1
		for _, m := range p.Marks {
			if m.Student != last && not[m.Student][m.Mark.ID] {
				students, last = students+1, m.Student
			}
		}
		if students > 0 && p.Settled == nil {
			all = append(all, extra{p, students})
		}
	}
	if len(all) == 0 {
		return
	}
	v.raw(`<h3>Not in the key</h3><p>That need not be wrong. What is put into the key counts for everybody at once.</p><ul class="class-cases">`)
	slices.SortStableFunc(all, func(a, b extra) int { return cmp.Compare(b.students, a.students) })
	for _, e := range all[:min(len(all), mostBesides)] {
		at, tag := e.place.Suggested()
		v.put(`<li><span class="share">%d of %d</span><q dir="auto">%s</q> <span class="class-tag %s">%s</span> `, e.students, e.place.Opened, v.quote(e.place.Article, at), v.tagColor(tag), v.tagName(tag))
		if !v.fixed {
			v.button("class-link", DoIntoKey, Choice{Place: e.place.ID, Span: at, Tag: v.own(tag)}, "Into the key")
			if v.keyMark(e.place) != nil {
				v.raw(" <small>as right, too: the key has another answer there</small>")
			}
		}
		v.raw("</li>")
	}
	v.raw("</ul>")
	if more := len(all) - mostBesides; more > 0 {
		v.put("<p>and %s, marked by fewer.</p>", problem.Count(more, "more place"))
	}
}

// notInKey are the marks of each student that are not in the key.
func (v *view) notInKey() []map[annotation.ID]bool {
	out := make([]map[annotation.ID]bool, len(v.Scores.Students))
	for i, s := range v.Scores.Students {
		out[i] = map[annotation.ID]bool{}
		for _, c := range s.Cases {
			if c.Kind == classroom.NotInKey {
				out[i][c.Marks[0]] = true
			}
		}
	}
	return out
}
