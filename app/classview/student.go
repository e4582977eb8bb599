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
	at := slices.IndexFunc(v.Class.Students, func(s *classroom.Pupil) bool { return s.ID == v.Student })
	if at < 0 || v.Anonymous {
		v.raw("<p>Choose a student.</p>")
		return
	}
	v.raw(`<section class="class-sheet wide">`)
	if !v.fixed {
		v.raw(`<p class="class-acts">`)
		v.button("class-button go", DoFeedback, v.Student, "Save as a file")
		v.raw("</p>")
	}
	v.naming(v.Class.Students[at])
	v.feedback(classroom.NewFeedbacks(v.Class, v.Disputes, v.Scores).Of(at))
	v.raw("</section>")
}

// feedback draws what there is to say to a student.
func (v *view) feedback(f *classroom.Feedback) {
	v.put(`<h1 dir="auto">%s</h1><p class="class-lesson" dir="auto">%s</p>`, f.Student.Nickname, v.Class.Lesson.Info().Name)
	if f.Score != nil {
		v.figures(f.Score)
	}
	if len(f.Articles) == 0 {
		v.raw("<p>No article was opened, so there is nothing to compare.</p>")
		return
	}
	v.raw(`<p class="class-legend"><mark class="mine t-x">you marked</mark> <mark class="mine keyed key-start key-end">the key</mark> <mark class="mine t-x keyed key-start key-end">both</mark></p>`)
	for _, one := range f.Articles {
		v.put(`<section class="class-one"><h2 dir="auto">%s</h2><article class="class-text" dir="auto">`, v.title(one.Article.ID))
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
			v.raw("<p>You marked nothing here, and the key has nothing here.</p>")
		}
		v.raw("</section>")
	}
}

// mostPoints is how much is said of one article; nobody reads more.
const mostPoints = 300

// figures are the three of a score, each with what it means.
func (v *view) figures(s *classroom.Score) {
	v.raw(`<dl class="class-figures">`)
	for _, f := range []struct {
		name, says string
		classroom.Share
	}{
		{"Found", "of what is in the key", s.Found},
		{"On target", "of what you marked is in the key", s.OnTarget},
		{"Right tag", "of these have the tag of the key", s.RightTag},
	} {
		if value, ok := f.Value(); ok {
			v.put(`<div><dt>%s</dt><dd><b>%s</b> %s</dd></div>`, f.name, percent(value), f.says)
		} else {
			v.put(`<div><dt>%s</dt><dd>%s</dd></div>`, f.name, f.Reason)
		}
	}
	v.raw("</dl>")
}

// point draws what there is to say about a passage.
func (v *view) point(number int, p classroom.Point) {
	v.put(`<li class="%s"><span class="of">%d</span> <q dir="auto">%s</q> `, pointClass(p), number, quoteOf(p.At))
	for _, m := range p.Own {
		v.tags(m.Tags)
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
		v.put(`<p class="others">%d of %d marked this.</p>`, p.Marked, p.Opened)
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
		v.Write(paint.AppendBlock(nil, b.Kind, false, []byte(inside.String())))
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
