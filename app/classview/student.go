package classview

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/paint"
	"claimlight/app/problem"
	"claimlight/app/span"
)

// student draws what one student gets to read.
func (v *view) student() {
	at := v.pupilAt()
	v.raw(`<section class="class-sheet wide">`)
	v.naming(v.Class.Students[at])
	v.feedback(classroom.NewFeedbacks(v.Class, v.Disputes, v.Scores).Of(at))
	v.raw("</section>")
}

// feedback draws what there is to say to a student.
func (v *view) feedback(f *classroom.Feedback) {
	v.put(`<h%d dir="auto">%s</h%d><p class="class-lesson" dir="auto">%s</p>`, v.top(), f.Student.Nickname, v.top(), v.Class.Lesson.Info().Name)
	v.warnings(f)
	if f.Score != nil && len(f.Articles) > 0 {
		v.figures(f.Score)
	}
	v.habits(f)
	v.answered(f.Student)
	if len(f.Articles) == 0 {
		return
	}
	v.raw(`<p class="class-legend"><mark class="mine t-x">`)
	v.raw(v.voice("you", "the student"))
	v.raw(` marked this</mark>`)
	if f.Score != nil {
		v.raw(` <mark class="mine keyed key-start key-end">the key has this</mark> <mark class="mine t-x keyed key-start key-end">both</mark>`)
	}
	v.raw("</p>")
	for _, one := range f.Articles {
		v.put(`<section class="class-one"><h%d dir="auto">%s</h%d><article class="class-text" dir="auto">`, v.top()+1, v.title(one.Article.ID), v.top()+1)
		v.points(one)
		v.raw(`</article><ol class="class-cases">`)
		for i, p := range one.Points[:min(len(one.Points), mostPoints)] {
			v.point(i+1, p)
		}
		v.raw("</ol>")
		if more := len(one.Points) - mostPoints; more > 0 {
			v.put("<p>and %s.</p>", problem.Count(more, "more passage"))
		}
		if len(one.Points) == 0 {
			v.nothing(f.Score != nil)
		}
		v.raw("</section>")
	}
}

// warnings are what explains all that follows, and so comes first.
func (v *view) warnings(f *classroom.Feedback) {
	if f.Student.Partial {
		v.put(`<p class="class-warning"><b>%s.</b> %s</p>`, upper(onlyBeginning), v.voice(
			"What you did after that is not here. Please hand in again.", "What stood after that is not here, so the student should hand in again."))
	}
	switch none := len(f.Articles) == 0; {
	case none && f.Student.Partial:
		v.raw("<p>In that part no article was opened, so there is nothing to compare.</p>")
	case none:
		v.raw("<p>No article was opened, so there is nothing to compare.</p>")
	}
}

// habits are what stands out in the marks of a student, for the teacher.
func (v *view) habits(f *classroom.Feedback) {
	if v.fixed || f.Score == nil || len(f.Articles) == 0 {
		return
	}
	habits := v.Scores.Habits(v.Class, f.Score)
	if len(habits) == 0 {
		return
	}
	v.raw(`<section class="class-habits"><h3>What stands out, for you alone</h3><ul>`)
	for _, habit := range habits {
		v.put(`<li dir="auto">%s</li>`, habit)
	}
	v.raw("</ul></section>")
}

// mostPoints is how much is said of one article; nobody reads more.
const mostPoints = 300

// top is the level of the heading of a student's page: on the screen there is
// one of the class above it.
func (v *view) top() int {
	if v.fixed {
		return 1
	}
	return 2
}

// voice is how a student is spoken of: to the student in a file, and to the
// teacher on the screen.
func (v *view) voice(toStudent, toTeacher string) string {
	if v.fixed {
		return toStudent
	}
	return toTeacher
}

// nothing says that there is nothing to say of an article.
func (v *view) nothing(key bool) {
	v.raw("<p>" + v.voice("You marked nothing here", "The student marked nothing here"))
	if key {
		v.raw(", and the key has nothing here")
	}
	v.raw(".</p>")
}

// figures are the three of a score, each with what it means.
func (v *view) figures(s *classroom.Score) {
	v.raw(`<dl class="class-figures">`)
	for _, f := range []struct {
		name, says, none string
		classroom.Share
	}{
		{"Found", "of what is in the key is marked", "The key has nothing on the articles that " + v.voice("you opened", "the student opened") + ".", s.Found},
		{"On target", "of what " + v.voice("you", "the student") + " marked is in the key", v.voice("You", "The student") + " marked nothing that could be in the key.", s.OnTarget},
		{"Right tag", "of the marks that are in the key have its tag", "No mark is in the key, so there is no tag to compare.", s.RightTag},
	} {
		if value, ok := f.Value(); ok {
			v.put(`<div><dt>%s</dt><dd><b>%s</b> %s</dd></div>`, f.name, percent(value), f.says)
		} else {
			if f.Of > 0 {
				f.none = f.Reason
			}
			v.put(`<div><dt>%s</dt><dd>%s</dd></div>`, f.name, f.none)
		}
	}
	v.raw("</dl>")
}

// point draws what there is to say about a passage.
func (v *view) point(number int, p classroom.Point) {
	v.put(`<li class="%s"><span class="of">%d</span> <q dir="auto">%s</q> `, pointClass(p), number, quoteOf(p.At))
	for _, m := range p.Own {
		v.tags(m.Tags)
		v.says(m)
	}
	if p.Says != "" {
		v.put(`<p class="why" dir="auto">%s</p>`, p.Says)
	}
	if p.Reason != "" {
		v.put(`<p class="reason" dir="auto">%s</p>`, p.Reason)
	}
	for _, m := range p.Own {
		if m.Note != "" {
			v.put(`<blockquote class="said" dir="auto">%s</blockquote>`, m.Note)
		}
	}
	if p.Marked > 0 || p.Key != nil {
		v.put(`<p class="others">%d of the %d who opened it marked this.</p>`, p.Marked, p.Opened)
	}
	v.rightButton(p)
	v.raw("</li>")
}

// pointClass is how a passage is set off: what is right, missed, or else.
func pointClass(p classroom.Point) string {
	switch p.Kind {
	case classroom.Right:
		return "good"
	case classroom.Missed:
		return "missed"
	case "", classroom.NotInKey:
		return "besides"
	}
	return "off"
}

// stroke is one span of a student's page: of an own mark, or of the key.
type stroke struct {
	span.Span
	key   bool
	color string
	ends  int // the number of the point that ends here, 0 for none
}

// points draws the text with the student's marks, what the key has, and the
// numbers of what is said below.
func (v *view) points(one classroom.FeedbackArticle) {
	strokes := v.strokes(one)
	spans := make([]span.Span, len(strokes))
	for i, s := range strokes {
		spans[i] = s.Span
	}
	for _, b := range one.Article.Blocks {
		var inside page
		for run := range span.Runs(span.Span{Start: b.Start, End: b.End}, near(spans, b)) {
			stretch(&inside, one.Article, run, strokes)
		}
		v.block(b.Kind, v.top()+2, &inside)
	}
}

// strokes are the spans of a student's page, in order.
func (v *view) strokes(one classroom.FeedbackArticle) (out []stroke) {
	for i, p := range one.Points[:min(len(one.Points), mostPoints)] {
		for _, m := range p.Own {
			color := "t-x"
			if len(m.Tags) > 0 {
				color = v.tagColor(m.Tags[0])
			}
			out = append(out, strokesOf(m.Pieces, stroke{color: color})...)
		}
		if p.Key != nil && p.Kind != classroom.Again {
			out = append(out, strokesOf(p.Key.Ways[0], stroke{key: true})...)
		}
		if n := len(p.At); n > 0 {
			last := p.At[n-1].Span
			out = append(out, stroke{Span: span.Span{Start: last.End - 1, End: last.End}, ends: i + 1})
		}
	}
	slices.SortStableFunc(out, func(a, b stroke) int { return cmp.Or(span.Compare(a.Span, b.Span), cmp.Compare(a.ends, b.ends)) })
	return out
}

func strokesOf(pieces []annotation.Piece, like stroke) (out []stroke) {
	for _, p := range pieces {
		like.Span = p.Span
		out = append(out, like)
	}
	return out
}

// stretch draws a stretch of a student's page over which nothing changes.
func stretch(h *page, a *article.Article, run span.Run, strokes []stroke) {
	class, number, key := "", "", []layer(nil)
	for _, i := range run.Active {
		switch s := strokes[i]; {
		case s.ends > 0:
			number = strings.TrimPrefix(fmt.Sprint(number, ",", s.ends), ",")
		case s.key:
			key = append(key, layer{Span: s.Span})
		default:
			class = " " + s.color
		}
	}
	text := paint.Text(a.Slice(run.Start, run.End))
	if class = class + keyClass(key, run.Span); class == "" && number == "" {
		h.raw(text)
		return
	}
	h.put(`<mark class="mine%s"`, class)
	if number != "" {
		h.put(` data-n="%s"`, number)
	}
	h.raw(">" + text + "</mark>")
}
