package ui

import (
	"context"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// correction is a corrected text of an article, and what would become of its
// marks, waiting for someone to look at it.
type correction struct {
	of   article.ID
	text *article.Article
	plan []carried
}

// carried is what would become of one mark.
type carried struct {
	mark  *annotation.Annotation
	how   string // as the porter says it
	doubt string // "" where nobody needs to look at it
	spans []span.Span
	on    bool // whether it goes over
}

// The fates of marks as the porter says them.
const (
	howMoved    = "moved"
	howOrphaned = "orphaned"
)

func (c carried) orphaned() bool { return c.how == howOrphaned }
func (c carried) sure() bool     { return c.doubt == "" }

// pickCorrection lets someone choose the file with the corrected text.
func (m *Model) pickCorrection(of article.ID) {
	m.ports.Files.Pick("", false, func(files []File) {
		m.ctx.Async(func() { m.readCorrection(of, files[0]) })
	})
}

// readCorrection reads the corrected text, off the UI goroutine, and lets the
// porter work out what would become of the marks.
func (m *Model) readCorrection(of article.ID, f File) {
	ctx, j := m.begin(context.Background(), "Reading the corrected text", true)
	c, err := m.weigh(ctx, of, f, m.pace(ctx, j))
	m.dispatch(func() {
		m.end(j)
		moved := m.moved(j, "nothing was changed")
		switch {
		case wasStopped(err):
			m.tell(Toast{Text: "Stopped. Nothing was changed."})
		case moved != nil:
			m.fail(moved)
		case err != nil:
			m.fail(err)
		default:
			m.showCorrection(c)
		}
	})
}

// showCorrection shows the plan, in the place of the sheet from which the text
// was asked for if nothing was changed in that.
func (m *Model) showCorrection(c *correction) {
	if m.sheet == sheetDetails && m.details == c.of && !m.detailsChanged() {
		m.closeSheet()
	}
	if m.sheet != "" {
		m.tell(Toast{Text: "The corrected text was read. It is shown when this is closed.", Bad: m.sheet == sheetDetails})
	}
	m.showInTurn(func() {
		m.calm()
		m.correction = c
		m.openSheet(sheetCorrection, func() {})
	})
}

// weigh hands the article with its marks and the file to the porter.
func (m *Model) weigh(ctx context.Context, of article.ID, f File, pace project.Pace) (*correction, error) {
	data, err := m.bytesOf(ctx, f)
	if err != nil {
		return nil, err
	}
	p := m.project()
	packed, err := m.packed(alone(p, of), pace.Part(0, 2, 10))
	if err != nil {
		return nil, err
	}
	o := parcel.Order{Do: parcel.Correct, Known: true, Files: []parcel.File{{Name: f.Name}}}
	reply, out, err := m.order(ctx, o, [][]byte{packed, data}, pace.Part(2, 9, 10))
	if err != nil {
		return nil, err
	}
	read, _, err := exchange.W3C.Decode(exchange.Bytes(out[0]), exchange.Env{Pace: pace.Part(9, 10, 10)})
	if err != nil {
		return nil, err
	}
	if len(read.ArticlesInOrder()) != 1 {
		return nil, errOneText
	}
	c := &correction{of: of, text: read.ArticlesInOrder()[0]}
	if here := p.Article(c.text.ID); here != nil && here.Meta.CorrectedBy == "" {
		return nil, problem.Newf("known", "Remove that article first if the two are one.", "This text is here already: “%s”.", here.Meta.Title)
	}
	for _, one := range reply.Carried {
		mark := p.Annotation(annotation.ID(one.Mark))
		if mark == nil {
			continue
		}
		to := carried{mark: mark, how: one.How, doubt: one.Doubt, on: one.Doubt == ""}
		for _, s := range one.Spans {
			to.spans = append(to.spans, span.Span{Start: s[0], End: s[1]})
		}
		c.plan = append(c.plan, to)
	}
	return c, nil
}

var errOneText = problem.Newf("one-text", "Choose a file with the corrected text of this article, and nothing else.", "One text is expected.")

// alone is a project of one article of p, with its marks and what they need.
func alone(p project.Project, of article.ID) project.Project {
	a := p.Article(of)
	if a == nil {
		return project.Project{}
	}
	meta := a.Meta
	meta.CorrectedBy = ""
	var marks []*annotation.Annotation
	for mark := range p.Annotations.Unordered() {
		if mark.Article == of {
			marks = append(marks, mark)
		}
	}
	return project.Project{
		Infos: p.Infos, Tags: p.Tags, Attributes: p.Attributes, People: p.People,
		Articles: project.TableOf(a.WithMeta(meta)), Annotations: project.TableOf(marks...),
	}
}

// with returns the marks that share a fate, by their places in the plan.
func (c *correction) with(fate func(carried) bool) (at []int) {
	for i := range c.plan {
		if fate(c.plan[i]) {
			at = append(at, i)
		}
	}
	return at
}

// placesIn are the places of the marks that go over: those that are ticked, and
// that p still has as they were when the plan was made.
func (c *correction) placesIn(p project.Project) map[annotation.ID][]span.Span {
	places := map[annotation.ID][]span.Span{}
	for _, one := range c.plan {
		now := p.Annotation(one.mark.ID)
		if one.on && !one.orphaned() && now != nil && now.Equal(one.mark) {
			places[one.mark.ID] = one.spans
		}
	}
	return places
}

// leftIn is how many marks of the article in p do not go over.
func (c *correction) leftIn(p project.Project, places map[annotation.ID][]span.Span) (n int) {
	for mark := range p.Annotations.Unordered() {
		if _, goes := places[mark.ID]; mark.Article == c.of && !goes {
			n++
		}
	}
	return n
}

// correct puts the corrected text in the place of the article, as one step.
// Where that fails the sheet stays, and says why.
func (m *Model) correct() {
	c := m.correction
	if c == nil {
		return
	}
	m.calm()
	on, left := 0, 0
	if !m.do("Corrected the text of “"+short(c.text.Meta.Title)+"”", project.Place{Article: c.text.ID}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		places := c.placesIn(p)
		on, left = len(places), c.leftIn(p, places)
		return project.CorrectArticle(p, c.of, c.text, places, s)
	}) {
		return
	}
	reading := m.route.Screen == screenRead && m.route.Article == c.of
	m.closeSheet()
	words := plural(on, "mark is", "marks are") + " on the corrected text"
	if left > 0 {
		words += ", " + plural(left, "has", "have") + " no place in it yet"
	}
	m.tell(Toast{Text: words + ".", Undo: true})
	if reading {
		m.goTo(Route{Screen: screenRead, Article: c.text.ID})
	}
}

// unplaced are the marks without a place in the article that is read.
func (m *Model) unplaced() []*annotation.Annotation {
	a := m.article()
	if a == nil {
		return nil
	}
	return m.project().Unplaced(a.ID)
}

// mend puts a mark without a place on what is selected.
func (m *Model) mend(id annotation.ID) {
	s := m.pending
	i := slices.IndexFunc(m.unplaced(), func(a *annotation.Annotation) bool { return a.ID == id })
	if i < 0 || s.Empty() {
		return
	}
	m.closeSheet()
	m.pending = span.Span{}
	m.unwait()
	if m.do("Gave a mark its place", m.at(s.Start), func(p project.Project, st project.Stamp) (project.Diff, error) {
		return project.Mend(p, id, []span.Span{s}, st)
	}) {
		m.choose(id, true)
		m.tell(Toast{Text: "The mark has its place again.", Undo: true})
	}
}
