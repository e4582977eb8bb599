package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// someRelated is how many relations a card shows; a card is not a list.
const someRelated = 12

// related is a relation of a mark as its card says it.
type related struct {
	id    annotation.RelationID
	name  string
	in    bool          // it comes from the other mark
	other annotation.ID // "" for the mark itself
	quote string        // of the other mark
	title string        // of the article it is on, "" if on the same
}

// related are the relations of a mark that its card shows, and how many more
// there are.
func (m *Model) related(an *annotation.Annotation) (shown []related, more int) {
	if an == nil || m.ws == nil {
		return nil, 0
	}
	all, p := m.ws.Relations(an.ID), m.project()
	for _, r := range all[:min(len(all), someRelated)] {
		line := related{id: r.ID, name: cut(r.Name, 40), in: r.From != an.ID}
		far := r.To
		if line.in {
			far = r.From
		}
		if other := p.Annotation(far); other != nil && far != an.ID {
			line.other, line.quote = far, inQuotes(cut(other.Quote(), 70))
			if a := p.Article(other.Article); a != nil && other.Article != an.Article {
				line.title = short(a.Meta.Title)
			}
		}
		shown = append(shown, line)
	}
	return shown, len(all) - len(shown)
}

// relatedDigest sums up what a card shows of the relations of its mark.
func (m *Model) relatedDigest(an *annotation.Annotation) digest {
	shown, more := m.related(an)
	d := newDigest().number(more)
	for _, r := range shown {
		d = d.text(string(r.id), r.name, string(r.other), r.quote, r.title)
		if r.in {
			d = d.number(1)
		}
	}
	return d
}

// words are what the relation says: "supports: “no deal”".
func (r related) words() string {
	if r.other == "" {
		return r.name + ": this mark itself"
	}
	return r.name + ": " + r.quote
}

// whither says where the other mark is.
func (r related) whither() string {
	if r.title == "" {
		return "Go to that mark"
	}
	return "Go to that mark, in " + inQuotes(r.title)
}

// spoken are the words with the direction, which the arrow shows to the eye,
// and with what there may be no room for.
func (r related) spoken() string {
	s := r.words()
	if r.title != "" {
		s += " in " + r.title
	}
	if r.in {
		s += ", said of this mark by that one"
	}
	return s
}

// relations are the lines of the open card that say how its mark stands to
// others.
func (v *card) relations(an *annotation.Annotation) app.UI {
	shown, more := v.m.related(an)
	if len(shown) == 0 {
		// It hides instead of going: go-app would make all that comes after it anew.
		return app.Ul().Class("related").Hidden(true)
	}
	rest := ""
	if more > 0 {
		rest = "and " + plural(more, "more relation", "more relations")
	}
	return app.Ul().Class("related").Hidden(false).Aria("label", "Relations of this mark").Body(
		app.Range(shown).Slice(func(i int) app.UI { return v.relation(shown[i]) }),
		app.If(more > 0, func() app.UI { return app.Li().Text(rest) }),
	)
}

func (v *card) relation(r related) app.UI {
	return app.Li().Body(
		app.If(r.in, func() app.UI { return app.Span().Aria("hidden", "true").Text("←") }),
		app.If(r.other == "", func() app.UI { return app.Span().Class("to").Text(r.words()) }).Else(func() app.UI {
			return app.Button().Class("to").DataSet("id", string(r.other)).Title(r.whither()).Aria("label", r.spoken()).OnClick(v.onRelated).Body(
				app.Span().Text(r.name+": "), app.Span().Dir("auto").Text(r.quote),
				app.If(r.title != "", func() app.UI { return app.Span().Class("in").Text(" in " + r.title) }),
			)
		}),
		app.Button().Class("drop").DataSet("id", string(r.id)).Title("Remove this relation").Aria("label", "Remove the relation "+r.words()).Text("×").OnClick(v.onUnrelate),
	)
}

func (v *card) onRelated(ctx app.Context, _ app.Event) {
	v.m.visit(annotation.ID(dataOf(ctx, "id")))
}

func (v *card) onUnrelate(ctx app.Context, _ app.Event) {
	if an := v.m.project().Annotation(v.id()); an != nil {
		v.m.unrelate(an, annotation.RelationID(dataOf(ctx, "id")))
	}
}

// visit selects a mark, on whatever article, and brings it into sight.
func (m *Model) visit(id annotation.ID) {
	an := m.project().Annotation(id)
	if an == nil {
		return
	}
	m.unwait()
	now := currentID(m.project(), an.Article)
	if on := m.article(); on == nil || on.ID != now {
		m.goTo(Route{Screen: screenRead, Article: now})
	}
	if now != an.Article { // it has no place in the text
		m.openUnplaced()
		return
	}
	m.choose(id, true)
	m.ports.Paper.Focus() // what was pressed is gone
}

// unrelate removes a relation of a mark at once; undo brings it back.
func (m *Model) unrelate(an *annotation.Annotation, id annotation.RelationID) {
	r := m.project().Relation(id)
	if r == nil {
		return
	}
	m.settle()
	label := "Removed the relation " + inQuotes(short(r.Name))
	if m.edit(an, label, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.RemoveRelation(p, id, s)
	}) {
		m.tell(Toast{Text: label, Undo: true})
		m.ports.Paper.Focus() // what was pressed is gone
	}
}
