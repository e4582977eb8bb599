package ui

import (
	"cmp"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// fields are the questions that the codebook asks of a mark with these tags,
// and those that are answered already.
func (m *Model) fields(an *annotation.Annotation, v *card) []app.UI {
	var out []app.UI
	for _, a := range m.asked(an) {
		if len(a.Choices) > 0 {
			out = append(out, m.choiceField(a, v))
			continue
		}
		out = append(out, app.Label().Class("field").Body(
			app.Span().Text(a.Name),
			app.Input().ID(fieldID(a.ID)).Type("text").Dir("auto").AutoComplete(false).Attr("list", "list-"+string(a.ID)).
				DataSet("attribute", string(a.ID)).OnInput(v.onText).OnBlur(v.onLeave),
			app.DataList().ID("list-"+string(a.ID)).Body(m.suggestions(a)...),
		))
	}
	return out
}

func (m *Model) asked(an *annotation.Annotation) []*annotation.Attribute {
	var out []*annotation.Attribute
	for _, a := range m.codebook().Attributes {
		if a.AskedOf(an.Tags) || an.Value(a.ID) != "" {
			out = append(out, a)
		}
	}
	return out
}

func fieldID(id annotation.AttributeID) string { return "field-" + string(id) }

func (m *Model) choiceField(a *annotation.Attribute, v *card) app.UI {
	return app.Label().Class("field").Body(
		app.Span().Text(a.Name),
		app.Select().ID(fieldID(a.ID)).DataSet("attribute", string(a.ID)).OnChange(v.onChoice).Body(
			app.Option().Value(nothing).Text("—"),
			app.Range(a.Choices).Slice(func(i int) app.UI {
				return app.Option().Value(a.Choices[i].ID).Text(a.Choices[i].Name)
			}),
		),
	)
}

// suggestions are what was said before for a free attribute.
func (m *Model) suggestions(a *annotation.Attribute) []app.UI {
	names := m.ws.Answers(a.ID)
	out := make([]app.UI, min(len(names), 50))
	for i := range out {
		out[i] = app.Option().Value(names[i])
	}
	return out
}

// fillCard writes what the mark says into the fields of its card, except into
// one that is being typed in.
func (m *Model) fillCard() {
	an := m.current()
	if an == nil {
		return
	}
	for _, a := range m.asked(an) {
		if m.draft == nil || m.draft.attribute != a.ID {
			value := an.Value(a.ID)
			if len(a.Choices) > 0 {
				value = cmp.Or(value, nothing)
			}
			m.ports.Page.SetValue(fieldID(a.ID), value)
		}
	}
	if m.draft == nil || m.draft.attribute != "" {
		m.ports.Page.SetValue("note", an.Note)
	}
}

// id is the mark of the card; "" if no mark is selected any more.
func (v *card) id() annotation.ID {
	if v.Mark == nil {
		return ""
	}
	return v.Mark.ID
}

func (v *card) onNote(ctx app.Context, _ app.Event) {
	v.m.typed(draft{id: v.id(), value: ctx.JSSrc().Get("value").String()})
}

func (v *card) onText(ctx app.Context, _ app.Event) {
	id := annotation.AttributeID(dataOf(ctx, "attribute"))
	v.m.typed(draft{id: v.id(), attribute: id, value: strings.TrimSpace(ctx.JSSrc().Get("value").String())})
}

func (v *card) onLeave(app.Context, app.Event) { v.m.settle(); v.m.touch() }

func (v *card) onChoice(ctx app.Context, _ app.Event) {
	v.m.typed(draft{id: v.id(), attribute: annotation.AttributeID(dataOf(ctx, "attribute")), value: chosen(ctx)})
	v.m.settle()
}

func (v *card) onTag(ctx app.Context, _ app.Event) {
	if an := v.m.project().Annotation(v.id()); an != nil {
		v.m.toggleTag(an, annotation.TagID(dataOf(ctx, "id")))
	}
}

func (v *card) onDropPiece(app.Context, app.Event) {
	if an := v.m.project().Annotation(v.id()); an != nil {
		v.m.edit(an, "Dropped a piece", func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.RemovePiece(p, an.ID, len(an.Pieces)-1, s)
		})
	}
}

func (v *card) onRepeats(app.Context, app.Event)  { v.m.openRepeats(); v.m.touch() }
func (v *card) onSentence(app.Context, app.Event) { v.m.widen(); v.m.touch() }
func (v *card) onRemove(app.Context, app.Event)   { v.m.remove() }
