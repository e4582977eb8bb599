package classview

import (
	"fmt"
	"strings"

	"claimlight/app/classroom"
	"claimlight/app/problem"
)

// How much of an answer is shown, in code points: among those of the class, and on
// the page of the student who wrote it.
const (
	fewWords = 250 // are seen without scrolling
	mostSaid = 1500
	mostRead = 50_000
)

// mostAttached is how many marks of one answer are listed, and mostAstray how many
// answers to questions that the lesson does not have.
const (
	mostAttached = 50
	mostAstray   = 20
)

// answers draws what the class answered, question by question.
func (v *view) answers() {
	v.raw(`<section class="class-sheet wide class-answers"><h2>Answers</h2>`)
	questions := v.Class.Questions()
	all := make([][]classroom.Answered, len(v.Class.Students))
	astray := 0
	for i, s := range v.Class.Students {
		var besides []classroom.Answered
		all[i], besides = v.Class.Answers(s, questions)
		astray += len(besides)
	}
	for n, q := range questions {
		v.question(n, q, all)
	}
	if astray > 0 {
		v.put(`<p class="hint">%s to questions that the lesson does not ask now; the pages of the students have them.</p>`, problem.CountVerb(astray, "answer", "is", "are"))
	}
	v.raw("</section>")
}

// question draws a question and who answered it with what; all are the answers of
// the students.
func (v *view) question(n int, q classroom.Question, all [][]classroom.Answered) {
	full, part := 0, 0
	for _, answers := range all {
		switch a := answers[n]; {
		case a.Full():
			full++
		case a.Given():
			part++
		}
	}
	v.put(`<h3 dir="auto">%d. %s</h3><p class="hint">%s %d of %d answered it so`, n+1, q.Text, asksFor(q), full, len(all))
	if part > 0 {
		v.put(", and %d in part", part)
	}
	v.raw(`.</p><ul class="class-cases">`)
	var without []string
	for at, i := range v.order {
		if a := all[i][n]; a.Given() {
			v.raw(`<li><b class="by" dir="auto">`)
			v.who(at, i, fmt.Sprintf("class-answer-%d-%d", n, i))
			v.raw("</b>")
			v.answer(a, mostSaid)
			v.raw("</li>")
		} else if !v.Anonymous {
			without = append(without, v.Class.Students[i].Nickname)
		}
	}
	v.raw("</ul>")
	if len(without) > 0 {
		v.put(`<p class="hint" dir="auto">Not answered: %s.</p>`, list(without, len(without)))
	}
}

// asksFor is what an answer needs, in words.
func asksFor(q classroom.Question) string {
	return fmt.Sprintf("Asks for %s from %s.", problem.Count(max(q.Marks, q.Sources, 1), "mark"), problem.Count(max(q.Sources, 1), "article"))
}

// who names a student, by number where nobody is to be known; at is the place in
// the list. On the screen the name leads to the student's page, by a control with
// an ID.
func (v *view) who(at, i int, id string) {
	switch s := v.Class.Students[i]; {
	case v.Anonymous:
		v.put("Student %d", at+1)
	case v.fixed:
		v.put("%s", s.Nickname)
	default:
		v.lasting(id, "#"+tabID, "class-link", DoStudent, s.ID, s.Nickname)
	}
}

// answer draws the words of an answer, its marks, and what it lacks.
func (v *view) answer(a classroom.Answered, most int) {
	if text := strings.TrimSpace(a.Text); text != "" {
		v.words(text, most)
	}
	if len(a.Marks) > 0 {
		v.put(`<p class="others">%s from %s:</p><ul class="class-attached">`, problem.Count(len(a.Marks), "mark"), problem.Count(a.Sources(), "article"))
		for _, m := range a.Marks[:min(len(a.Marks), mostAttached)] {
			v.attached(m)
		}
		v.raw("</ul>")
		if more := len(a.Marks) - mostAttached; more > 0 {
			v.put("<p>and %s.</p>", problem.Count(more, "more mark"))
		}
	}
	if a.Lacks != "" {
		v.put(`<p class="lacks">%s.</p>`, upper(a.Lacks))
	}
}

// upper is a sentence with its first letter large; it begins with ASCII.
func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// words are those of an answer. What is long is scrolled; of what nobody reads
// there is the beginning, and a sentence.
func (v *view) words(text string, most int) {
	runes := []rune(text)
	shown := string(runes[:min(len(runes), most)])
	if len(shown) > fewWords || strings.Count(shown, "\n") > 4 { // it may be scrolled, also by keys
		v.put(`<blockquote class="said words" dir="auto" tabindex="0" role="region" aria-label="The answer">%s`, shown)
	} else {
		v.put(`<blockquote class="said words" dir="auto">%s`, shown)
	}
	more := len(runes) - most
	switch {
	case more > 0 && most == mostSaid:
		v.put(`… <small>%s on the page of the student.</small>`, problem.CountVerb(more, "more character", "is", "are"))
	case more > 0:
		v.put(`… <small>%s in the hand-in.</small>`, problem.CountVerb(more, "more character", "is", "are"))
	}
	v.raw("</blockquote>")
}

// attached draws a mark that bears out an answer.
func (v *view) attached(m classroom.Attached) {
	v.put(`<li><q dir="auto">%s</q> `, quoteOf(m.Pieces))
	v.says(m.Mark)
	switch {
	case m.Article == "":
		v.raw("<small>without a place in the articles</small>")
	case !m.Placed:
		v.put(`<small dir="auto">%s</small> <small>without a place</small>`, v.title(m.Article))
	default:
		v.put(`<small dir="auto">%s</small>`, v.title(m.Article))
	}
	v.raw("</li>")
}

// says are the attributes of a mark, such as who is speaking.
func (v *view) says(m classroom.Mark) {
	for _, said := range v.Class.Says(m) {
		v.put(`<span class="class-value"><span class="of">%s:</span> <span dir="auto">%s</span></span> `, short(said[0]), short(said[1]))
	}
}

// answered draws what one student answered.
func (v *view) answered(s *classroom.Pupil) {
	asked, astray := v.Class.Answers(s, v.Class.Questions())
	if len(asked)+len(astray) == 0 {
		return
	}
	v.put(`<section class="class-one class-answers"><h%d>%s</h%d>`, v.top()+1, v.voice("Your answers", "Answers"), v.top()+1)
	for n, a := range asked {
		v.put(`<h%d dir="auto">%d. %s</h%d><p class="hint">%s</p>`, v.top()+2, n+1, a.Question.Text, v.top()+2, asksFor(a.Question))
		switch {
		case a.Given():
			v.answer(a, mostRead)
		case s.Partial:
			v.raw(`<p class="lacks">Not in the part of the file that could be read.</p>`)
		default:
			v.raw(`<p class="lacks">Not answered.</p>`)
		}
	}
	for _, a := range astray[:min(len(astray), mostAstray)] {
		v.put("<h%d>A question that the lesson does not ask now</h%d>", v.top()+2, v.top()+2)
		a.Lacks = ""
		v.answer(a, mostRead)
	}
	if more := len(astray) - mostAstray; more > 0 {
		v.put("<p>and %s.</p>", problem.Count(more, "more answer"))
	}
	v.raw("</section>")
}
