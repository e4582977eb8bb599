package classview

import (
	"io"

	"claimlight/app/classroom"
	"claimlight/app/span"
)

// mostDiscussed is how many places stand on the sheet for a discussion.
const mostDiscussed = 10

// Sheet writes the places on which the class splits most as one HTML file for the
// projector or the printer, without a name.
func Sheet(w io.Writer, s State) error {
	s.Anonymous = true
	v, err := newView(s)
	if err != nil {
		return err
	}
	v.fixed = true
	v.begin("Where we split · "+v.Class.Lesson.Info().Name, "classroom projector sheet")
	v.put(`<main class="class-main"><h1 dir="auto">Where we split</h1><p class="class-lesson" dir="auto">%s</p><ol class="class-discuss">`, v.Class.Lesson.Info().Name)
	n := 0
	for _, p := range v.Disputes.Places {
		if p.Open() && !p.Slight && n < mostDiscussed {
			n++
			v.discuss(p)
		}
	}
	v.raw("</ol>")
	if n == 0 {
		v.raw("<p>Nowhere: all that is open was marked the same by everybody.</p>")
	}
	v.raw("</main>")
	return v.end(w)
}

// discuss draws a place with the sentence that it stands in.
func (v *view) discuss(p *classroom.Place) {
	at, _ := p.Suggested()
	a := v.Class.Lesson.Article(p.Article)
	from, _ := a.SentenceAt(at.Start)
	_, to := a.SentenceAt(max(at.End-1, at.Start))
	around := span.Span{Start: min(from, at.Start), End: max(to, at.End)}
	v.put(`<li><p class="around" dir="auto">%s<mark class="heat h4 split">%s</mark>%s</p>`,
		a.Slice(around.Start, at.Start), a.Slice(at.Start, at.End), a.Slice(at.End, around.End))
	v.put(`<p class="why" dir="auto">%s · %s of all disagreement</p>`, v.title(p.Article), part(p.Share()))
	v.put(`<p class="why">%s</p>`, v.why(p))
	v.bar(p)
	v.put(`<p class="why">%s</p>`, v.told(p))
	for i, n := range p.Notes() {
		if i < mostNotes {
			v.put(`<blockquote class="said" dir="auto">%s</blockquote>`, n)
		}
	}
	v.raw("</li>")
}
