package classview

import (
	"strings"

	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/problem"
)

// roster is the table of students and articles.
func (v *view) roster() {
	v.raw(`<aside class="class-who" aria-label="Students and articles"><div class="class-still" id="class-who"><table><caption class="unseen">Who did what</caption><thead><tr><th scope="col">Student</th>`)
	for i, a := range v.articles {
		v.column(i+1, a)
	}
	v.raw(`<th scope="col">Marks</th><th scope="col"><abbr title="How far the marks are those of the others, on average">With others</abbr></th></tr></thead><tbody>`)
	for at, i := range v.order {
		v.pupil(at, i)
	}
	v.raw(`</tbody></table><p class="class-legend"><span><i class="ring done"></i> done</span> <span><i class="ring done bare"></i> done, nothing marked</span> <span><i class="ring part"></i> in work</span> <span><i class="ring bare"></i> opened, nothing marked</span> <span><i class="ring none"></i> not opened</span></p></div></aside>`)
}

// column is the heading of an article.
func (v *view) column(number int, a *article.Article) {
	if v.fixed {
		v.put(`<th scope="col" title="%s">%d</th>`, a.Meta.Title, number)
		return
	}
	current := ""
	if a.ID == v.Article {
		current = ` aria-current="true"`
	}
	v.put(`<th scope="col"><button type="button" data-do="%s" data-arg="%s"`, DoArticle, a.ID)
	v.raw(current)
	v.put(` title="%s" aria-label="Article %d, %s">%d</button></th>`, a.Meta.Title, number, a.Meta.Title, number)
}

// pupil is a student's row; at is the place in the list.
func (v *view) pupil(at, i int) {
	s := v.Class.Students[i]
	v.raw("<tr")
	if s.ID == v.Student && !v.Anonymous && !v.fixed {
		v.raw(` class="on"`)
	}
	v.raw(`><th scope="row">`)
	switch {
	case v.Anonymous:
		v.put("Student %d", at+1)
	case v.fixed:
		v.put(`<span dir="auto">%s</span>`, s.Nickname)
		v.remarks(s)
	default:
		v.put(`<button type="button" data-do="%s" data-arg="%s" dir="auto">%s</button>`, DoStudent, s.ID, s.Nickname)
		if name := v.Class.RealName(s.ID); name != "" {
			v.put(`<span class="unseen">, </span><small class="real" dir="auto">%s</small>`, name)
		}
		v.remarks(s)
	}
	v.raw("</th>")
	for _, a := range v.articles {
		class, words := state(s.Works[a.ID])
		v.put(`<td title="%s"><i class="ring %s"></i><span class="unseen">%s</span></td>`, words, class, words)
	}
	few := ""
	if s.Marks() == 0 {
		few = " few"
	}
	v.put(`<td class="n%s">%d</td><td class="n">`, few, s.Marks())
	if value, ok := v.Disputes.Figures.Each[i].Value(); ok {
		v.put("%s", percent(value))
	} else {
		v.raw(`<span aria-hidden="true">–</span><span class="unseen">nothing to compare</span>`)
	}
	v.raw("</td></tr>")
}

// remarks are what is to be said of a student's files, short.
func (v *view) remarks(s *classroom.Pupil) {
	if s.Late {
		v.raw("<small>late</small>")
	}
	const most = 2 // else the row is as tall as five; all of them are among the files
	for i, note := range s.Notes {
		if i == most-1 && len(s.Notes) > most {
			v.put(`<small class="remark" title="%s">and %d more to say</small>`, strings.Join(s.Notes[i:], " "), len(s.Notes)-i)
			break
		}
		v.put(`<small class="remark" dir="auto" title="%s">%s</small>`, note, note)
	}
	if n := s.Uncounted(); n > 0 {
		v.put("<small>%s</small>", problem.Count(n, "mark")+" not counted")
	}
	if n := len(s.Unplaced); n > 0 {
		v.put("<small>%s</small>", problem.Count(n, "mark")+" without a place")
	}
}
