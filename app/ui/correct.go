package ui

import (
	"context"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// correction is a text to which the marks of an article would go, and what would
// become of them, waiting for someone to look at it. The text is a corrected one
// or, where of is its own ID, that of the article as it is: then it is about the
// marks that have no place in it.
type correction struct {
	of   article.ID
	text *article.Article
	plan []carried
	back int // marks that were made on this very text, and come back with it
}

// again reports whether marks without a place are looked for in the text as it is.
func (c *correction) again() bool { return c.of == c.text.ID }

// carried is what would become of one mark.
type carried struct {
	mark  *annotation.Annotation
	how   string // as anchor.How says it
	doubt string // "" where nobody needs to look at it
	spans []span.Span
	on    bool     // whether it goes over
	sides *[2]side // as it is shown, once it was
}

func (c *carried) moved() bool    { return c.how == anchor.Moved.String() }
func (c *carried) orphaned() bool { return c.how == anchor.Orphaned.String() }
func (c *carried) sure() bool     { return c.doubt == "" }

// pickCorrection lets someone choose the file with the corrected text.
func (m *Model) pickCorrection(of article.ID) {
	m.ports.Files.Pick("", false, func(files []File) {
		m.ctx.Async(func() { m.readCorrection(of, files[0]) })
	})
}

// readCorrection reads the corrected text, off the UI goroutine, and lets the
// porter work out what would become of the marks. With no file at all, that is
// asked of the text as it is.
func (m *Model) readCorrection(of article.ID, f File) {
	what := "Reading the corrected text"
	if f.Read == nil {
		what = "Looking for the marks in the text"
	}
	ctx, j := m.begin(context.Background(), what, true)
	c, err := m.weigh(ctx, of, f, m.pace(ctx, j))
	m.dispatch(func() {
		m.comparing = false
		if m.ended(j, err, "nothing was changed") {
			m.showCorrection(c)
		}
	})
}

// showCorrection shows the plan, in the place of the sheet from which it was
// asked for.
func (m *Model) showCorrection(c *correction) {
	m.calm()
	switch {
	case c.again() && len(c.plan) == 0:
		m.tell(Toast{Text: "Every mark has its place."})
		return
	case c.again() && len(c.with((*carried).orphaned)) == len(c.plan):
		m.tell(Toast{Text: "Nothing in the text is like " + ifOne(len(c.plan), "this mark", "these marks") + ". Give a place by hand to what should have one."})
		return
	}
	switch {
	case m.sheet == sheetCorrected && m.details == c.of, m.sheet == sheetUnplaced:
		m.closeSheet()
	case m.sheet != "":
		m.tell(Toast{Text: "The corrected text was read. It is shown when this is closed."})
	}
	m.showInTurn(func() {
		m.calm()
		m.correction = c
		m.openSheet(sheetCorrection, func() {})
	})
}

// weigh hands the article, its earlier versions and their marks to the porter,
// with the file if there is one.
func (m *Model) weigh(ctx context.Context, of article.ID, f File, pace project.Pace) (*correction, error) {
	p := m.project()
	packed, err := m.packed(alone(p, of), pace.Part(0, 2, 10))
	if err != nil {
		return nil, err
	}
	o, bodies := parcel.Order{Do: parcel.Correct, Known: true}, [][]byte{packed}
	if f.Read != nil {
		data, err := m.bytesOf(ctx, f)
		if err != nil {
			return nil, err
		}
		o.Files, bodies = []parcel.File{{Name: f.Name}}, append(bodies, data)
	}
	reply, out, err := m.order(ctx, o, bodies, pace.Part(2, 9, 10))
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
	c := &correction{of: of, text: read.ArticlesInOrder()[0], plan: planOf(p, reply.Carried)}
	if !c.again() {
		c.back = m.ws.Count(c.text.ID)
	}
	if meta := c.text.Meta; meta.File == pastedFile {
		meta.File = ""
		c.text = c.text.WithMeta(meta)
	}
	if here := p.Article(c.text.ID); here != nil && here.Meta.CorrectedBy == "" && !c.again() {
		return nil, problem.Newf("known", "Remove that article first if the two are one.", "This text is here already: “%s”.", here.Meta.Title)
	}
	return c, nil
}

var errOneText = problem.Newf("one-text", "Choose a file with the corrected text of this article, and nothing else.", "One text is expected.")

// planOf is what the porter says about marks of p. What nobody needs to look at
// is ticked.
func planOf(p project.Project, said []parcel.Carried) (plan []carried) {
	for _, one := range said {
		mark := p.Annotation(annotation.ID(one.Mark))
		if mark == nil {
			continue
		}
		to := carried{mark: mark, how: one.How, doubt: one.Doubt, on: one.Doubt == ""}
		for _, s := range one.Spans {
			to.spans = append(to.spans, span.Span{Start: s[0], End: s[1]})
		}
		plan = append(plan, to)
	}
	return plan
}

// alone is a project of one article of p and its earlier versions, with their
// marks and what these need.
func alone(p project.Project, of article.ID) project.Project {
	a := p.Article(of)
	if a == nil {
		return project.Project{}
	}
	meta := a.Meta
	meta.CorrectedBy = ""
	versions := append([]*article.Article{a.WithMeta(meta)}, p.Earlier(of)...)
	with := map[article.ID]bool{}
	for _, v := range versions {
		with[v.ID] = true
	}
	var marks []*annotation.Annotation
	for mark := range p.Annotations.Unordered() {
		if with[mark.Article] {
			marks = append(marks, mark)
		}
	}
	return project.Project{
		Infos: p.Infos, Tags: p.Tags, Attributes: p.Attributes, People: p.People,
		Articles: project.TableOf(versions...), Annotations: project.TableOf(marks...),
	}
}

// with returns the marks that share a fate, by their places in the plan.
func (c *correction) with(fate func(*carried) bool) (at []int) {
	for i := range c.plan {
		if fate(&c.plan[i]) {
			at = append(at, i)
		}
	}
	return at
}

// placesIn are the places of the marks that go over: those that are ticked, and
// that p still has as they were when the plan was made.
func (c *correction) placesIn(p project.Project) map[annotation.ID][]span.Span {
	places := map[annotation.ID][]span.Span{}
	for i := range c.plan {
		one := &c.plan[i]
		now := p.Annotation(one.mark.ID)
		if one.on && !one.orphaned() && now != nil && now.Equal(one.mark) {
			places[one.mark.ID] = one.spans
		}
	}
	return places
}

// since is how many marks were made or changed after the plan was: in another tab,
// mostly. They are not in it as they are now, and have no place in the text until
// somebody looks for one.
func (m *Model) since(c *correction) (n int) {
	p, planned := m.project(), 0
	n = m.ws.Unplaced(c.of)
	if !c.again() {
		n += m.ws.Count(c.of)
		if currentID(p, c.text.ID) == c.of {
			n -= m.ws.Count(c.text.ID) // what comes back with the text
		}
	}
	for i := range c.plan {
		now := p.Annotation(c.plan[i].mark.ID)
		if now != nil && now.Equal(c.plan[i].mark) {
			planned++
		}
	}
	return max(0, n-planned)
}

// change is the change that the correction makes of p, with the marks that are
// ticked.
func (c *correction) change(p project.Project, s project.Stamp) (d project.Diff, placed int, err error) {
	if now := p.Current(c.of); now == nil || now.ID != c.of {
		return d, 0, problem.Newf("corrected", "Look at the text as it is now first.", "Nothing was changed: meanwhile the article was corrected or removed elsewhere.")
	}
	places := c.placesIn(p)
	if c.again() {
		d, err = project.Mend(p, places, s)
	} else {
		d, err = project.CorrectArticle(p, c.of, c.text, places, s)
	}
	return d, len(places), err
}

// correct does what the sheet shows as one step: it puts the corrected text in
// the place of the article, or the marks into the text as it is. Where that fails
// the sheet stays, and says why.
func (m *Model) correct() {
	c := m.correction
	if c == nil {
		return
	}
	m.calm()
	label, placed, since := "Corrected the text of “"+short(c.text.Meta.Title)+"”", 0, m.since(c)
	if c.again() {
		label = "Gave marks their places"
	}
	if !m.do(label, project.Place{Article: c.text.ID}, func(p project.Project, s project.Stamp) (d project.Diff, err error) {
		d, placed, err = c.change(p, s)
		return d, err
	}) {
		return
	}
	if !c.again() {
		delete(m.pasted, c.of)
		delete(m.pasted, c.text.ID)
		placed = m.ws.Count(c.text.ID) // with those that came back
	}
	m.closeSheet()
	t := Toast{Text: c.done(placed, m.ws.Unplaced(c.text.ID)), Undo: true}
	if since > 0 {
		t.Text += " " + plural(since, "mark was", "marks were") + " made or changed while the comparison was open."
		t.Place = c.text.ID
	}
	m.tell(t)
}

// done says what became of the marks.
func (c *correction) done(placed, left int) string {
	words := plural(placed, "mark is", "marks are") + " on the corrected text"
	if c.again() {
		words = plural(placed, "mark has its", "marks have their") + " place again"
	}
	if left > 0 {
		words += ", " + plural(left, "has", "have") + " no place in it yet"
	}
	return words + "."
}

func ifOne(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
