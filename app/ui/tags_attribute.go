package ui

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// attributeRow is one attribute of the codebook.
type attributeRow struct {
	app.Compo
	row
	ID  string
	Rev int
}

func newAttributeRow(m *Model, id annotation.AttributeID) *attributeRow {
	return &attributeRow{row: row{typing{m}, entry{kindAttribute, string(id)}}, ID: string(id), Rev: m.rev}
}

// CompoID tells go-app which row is which when their order changes.
func (v *attributeRow) CompoID() string { return v.ID }

// Render draws the attribute, and all about it if it is open.
func (v *attributeRow) Render() app.UI {
	p := v.m.project()
	a := p.Attribute(annotation.AttributeID(v.ID))
	if a == nil {
		return app.Div().Hidden(true)
	}
	at, of, _ := v.place()
	closed := p.Info().Closed
	return app.Section().Class("entry").Role("listitem").DataSet("id", v.ID).OnKeyDown(v.onKey).Body(
		v.head(attributeHead(p, a, v.m.ws.AttributeUses(a.ID), v.isOpen()), a.Name, at, of, closed),
		app.If(v.isOpen(), func() app.UI { return v.editor(a, closed) }),
	)
}

// attributeHead is an attribute on one line, with how often it is answered.
func attributeHead(p project.Project, a *annotation.Attribute, uses int, open bool) []app.UI {
	return []app.UI{
		app.Span().Class("entry-name").Dir("auto").Text(a.Name),
		app.Span().Class("uses").Text(plural(uses, "answer", "answers")),
		app.If(!open, func() app.UI {
			return app.Span().Class("entry-about").Dir("auto").Text(attributeWords(p, a))
		}),
	}
}

// attributeWords says what may be answered, and where it is asked.
func attributeWords(p project.Project, a *annotation.Attribute) string {
	s := "Free text"
	if len(a.Choices) > 0 {
		var names []string
		for _, c := range a.Choices {
			names = append(names, c.Name)
		}
		s = strings.Join(names, ", ")
	}
	if len(a.Tags) == 0 {
		return s + " · asked for all tags"
	}
	var names []string
	for _, t := range p.Codebook().Tags {
		if slices.Contains(a.Tags, t.ID) {
			names = append(names, t.Name)
		}
	}
	return s + " · asked for " + strings.Join(names, ", ")
}

// editor is all that can be said of an attribute.
func (v *attributeRow) editor(a *annotation.Attribute, closed bool) app.UI {
	return app.FieldSet().Class("entry-body").Disabled(closed).Body(
		app.Legend().Class("unseen").Text("Edit “"+a.Name+"”"),
		labeled("Name", v.input(field{kind: kindAttribute, id: v.ID, part: "name"})),
		v.choices(a),
		v.asked(a),
		v.ending(a.Name),
	)
}

// choices are the answers to choose from, a field each: so a choice keeps its
// meaning on the marks whatever it is called and wherever it stands.
func (v *attributeRow) choices(a *annotation.Attribute) app.UI {
	about := "Free text. Add a choice to make it a list to choose from."
	if len(a.Choices) > 0 {
		about = "Marks follow a choice when it is renamed or moved. Without any choice, the answer is free text."
	}
	return app.Div().Class("field").Role("group").Aria("label", "Choices").Body(
		app.Span().Text("Choices"),
		app.P().Class("hint").Text(about),
		// In an element of their own, so that the line below them stays the same element.
		app.Div().Body(app.Range(a.Choices).Slice(func(i int) app.UI { return v.choice(a, i) })),
		app.Div().Class("choice").Body(
			app.Input().ID("new-choice-"+v.ID).Type("text").Dir("auto").AutoComplete(false).Aria("label", "New choice").Placeholder("New choice").OnKeyDown(v.onChoiceKey),
			app.Button().ID("add-choice-"+v.ID).Class("button", "quiet").Text("Add").OnClick(v.onAddChoice),
		),
	)
}

func (v *attributeRow) choice(a *annotation.Attribute, i int) app.UI {
	c := a.Choices[i]
	button := func(act, sign, label string, off bool, f app.EventHandler) app.UI {
		return app.Button().ID(act+"-"+c.ID).Class("chip", "icon", "move").Aria("label", label+" “"+c.Name+"”").Title(label).
			DataSet("choice", c.ID).Disabled(off).OnClick(f).Text(sign)
	}
	return app.Div().Class("choice").Body(
		v.input(nameOfChoice(a.ID, c.ID)).Aria("label", "Choice "+itoa(i+1)),
		button("raise", "↑", "Move up", i == 0, v.onRaise),
		button("lower", "↓", "Move down", i == len(a.Choices)-1, v.onLower),
		button("drop", "×", "Remove", false, v.onDrop),
	)
}

// asked are the tags for which the question is asked.
func (v *attributeRow) asked(a *annotation.Attribute) app.UI {
	about := "It is asked of marks with one of the ticked tags."
	if len(a.Tags) == 0 {
		about = "None is ticked, so it is asked for all tags."
	}
	tags := v.m.codebook().Tags
	return app.Div().Class("field").Role("group").Aria("label", "Asked for these tags").Body(
		app.Span().Text("Asked for"),
		app.P().Class("hint").Text(about),
		app.Div().Class("checks").Body(app.Range(tags).Slice(func(i int) app.UI {
			t := tags[i]
			return app.Label().Class("check", "t-"+itoa(t.Color), "cue-"+string(t.Cue)).Body(
				app.Input().ID("asked-"+v.ID+"-"+string(t.ID)).Type("checkbox").DataSet("tag", string(t.ID)).Checked(slices.Contains(a.Tags, t.ID)).OnChange(v.onAsked),
				app.Span().Class("sample").Aria("hidden", "true").Text(t.Code()),
				app.Span().Dir("auto").Text(t.Name),
			)
		})),
	)
}

func (v *attributeRow) id() annotation.AttributeID { return annotation.AttributeID(v.ID) }

// edit changes the attribute under a label that ends with its name.
func (v *attributeRow) edit(label string, change func(*annotation.Attribute)) bool {
	v.m.settle()
	defer v.m.touch()
	return v.m.do(label+" “"+short(nameOfAttribute(v.m.project(), v.id()))+"”", project.Place{}, editAttribute(v.id(), change))
}

func (v *attributeRow) onAsked(ctx app.Context, _ app.Event) {
	tag := annotation.TagID(dataOf(ctx, "tag"))
	on := ctx.JSSrc().Get("checked").Bool()
	v.edit("Changed which tags are asked for", func(a *annotation.Attribute) { ask(a, tag, on) })
}

// ask says whether the attribute is asked for a tag.
func ask(a *annotation.Attribute, tag annotation.TagID, on bool) {
	a.Tags = slices.DeleteFunc(a.Tags, func(t annotation.TagID) bool { return t == tag })
	if on {
		a.Tags = append(a.Tags, tag)
	}
	if len(a.Tags) == 0 {
		a.Tags = nil
	}
}

func (v *attributeRow) onChoiceKey(ctx app.Context, e app.Event) {
	if entered(e) {
		v.onAddChoice(ctx, e)
	}
}

func (v *attributeRow) onAddChoice(app.Context, app.Event) {
	line := "new-choice-" + v.ID
	name := v.m.ports.Page.Value(line)
	if v.edit("Added the choice “"+short(strings.TrimSpace(name))+"” to", func(a *annotation.Attribute) {
		a.Choices = append(a.Choices, annotation.Choice{Name: name})
	}) {
		v.m.ports.Page.SetValue(line, "")
	}
	v.m.tags.focus = line
}

func (v *attributeRow) onRaise(ctx app.Context, _ app.Event) { v.shift(dataOf(ctx, "choice"), -1) }
func (v *attributeRow) onLower(ctx app.Context, _ app.Event) { v.shift(dataOf(ctx, "choice"), 1) }

// shift moves a choice and keeps the focus on it.
func (v *attributeRow) shift(choice string, by int) {
	if v.edit("Moved a choice of", func(a *annotation.Attribute) { shiftChoice(a, choice, by) }) {
		v.m.tags.focus = nameOfChoice(v.id(), choice).element()
	}
}

func shiftChoice(a *annotation.Attribute, choice string, by int) {
	i := slices.IndexFunc(a.Choices, func(c annotation.Choice) bool { return c.ID == choice })
	if to := i + by; i >= 0 && to >= 0 && to < len(a.Choices) {
		a.Choices[i], a.Choices[to] = a.Choices[to], a.Choices[i]
	}
}

func (v *attributeRow) onDrop(ctx app.Context, _ app.Event) {
	choice := dataOf(ctx, "choice")
	name := nameOfChoice(v.id(), choice).text(v.m.project())
	label := "Removed the choice “" + short(name) + "” of"
	if v.edit(label, func(a *annotation.Attribute) { dropChoice(a, choice) }) {
		v.m.tags.focus = "new-choice-" + v.ID
		v.m.tell(Toast{Text: "Removed the choice “" + short(name) + "”", Undo: true})
	}
}

func dropChoice(a *annotation.Attribute, choice string) {
	a.Choices = slices.DeleteFunc(a.Choices, func(c annotation.Choice) bool { return c.ID == choice })
	if len(a.Choices) == 0 {
		a.Choices = nil
	}
}
