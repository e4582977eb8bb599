package ui

import (
	"cmp"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// tagRow is one tag of the codebook.
type tagRow struct {
	app.Compo
	row
	ID  string
	Rev int
}

func newTagRow(m *Model, id annotation.TagID) *tagRow {
	return &tagRow{row: row{typing{m}, entry{kindTag, string(id)}}, ID: string(id), Rev: m.rev}
}

// CompoID tells go-app which row is which when their order changes.
func (v *tagRow) CompoID() string { return v.ID }

// Render draws the tag, and all about it if it is open.
func (v *tagRow) Render() app.UI {
	p := v.m.project()
	t := p.Tag(annotation.TagID(v.ID))
	if t == nil {
		return app.Div().Hidden(true)
	}
	at, of, _ := v.place()
	closed := p.Info().Closed
	return app.Section().Class("entry", "t-"+itoa(t.Color), "cue-"+string(t.Cue)).Role("listitem").DataSet("id", v.ID).OnKeyDown(v.onKey).Body(
		v.head(tagHead(t, v.m.ws.TagUses(t.ID), v.isOpen()), t.Name, at, of, closed),
		app.If(v.isOpen(), func() app.UI { return v.editor(t, closed) }),
	)
}

// tagHead is a tag on one line: how its marks look, its name, its key, how
// many marks it has.
func tagHead(t *annotation.Tag, uses int, open bool) []app.UI {
	return []app.UI{
		app.Span().Class("sample").Aria("hidden", "true").Text(t.Code()),
		app.Span().Class("entry-name").Dir("auto").Text(t.Name),
		app.If(t.Digit != "", func() app.UI {
			return app.Span().Class("key").Title("Press "+t.Digit+" to give this tag").Body(app.Span().Class("unseen").Text("key "), app.Text(t.Digit))
		}),
		app.Span().Class("uses").Text(plural(uses, "mark", "marks")),
		app.If(!open && t.Definition != "", func() app.UI {
			return app.Span().Class("entry-about").Dir("auto").Text(t.Definition)
		}),
	}
}

// editor is all that can be said of a tag.
func (v *tagRow) editor(t *annotation.Tag, closed bool) app.UI {
	f := field{kind: kindTag, id: v.ID}
	part := func(name string) field { f.part = name; return f }
	return app.FieldSet().Class("entry-body").Disabled(closed).Body(
		app.Legend().Class("unseen").Text("Edit “"+t.Name+"”"),
		labeled("Name", v.input(part("name"))),
		labeled("Definition", v.area(part("definition"))),
		app.Div().Class("pair").Body(
			labeled("An example that is one", v.area(part("example"))),
			labeled("An example that is not", v.area(part("counterexample"))),
		),
		v.colors(t),
		app.Div().Class("pair").Body(v.cues(t), v.digits(t)),
		v.ending(t.Name),
	)
}

// colors are the swatches to choose from.
func (v *tagRow) colors(t *annotation.Tag) app.UI {
	return app.Div().Class("field").Role("radiogroup").Aria("label", "Color").Body(
		app.Span().Aria("hidden", "true").Text("Color: "+palette[t.Color]),
		app.Div().Class("swatches").Body(app.Range(palette[:]).Slice(func(i int) app.UI {
			return app.Label().Class("swatch", "t-"+itoa(i)).Title(palette[i]).Body(
				app.Input().ID("color-"+itoa(i)+"-"+v.ID).Type("radio").Name("color-"+v.ID).DataSet("color", i).Checked(t.Color == i).
					Aria("label", palette[i]+", "+itoa(i+1)+" of "+itoa(len(palette))).OnChange(v.onColor),
				app.B(),
			)
		})),
	)
}

// cues are the lines to choose from.
func (v *tagRow) cues(t *annotation.Tag) app.UI {
	return app.Div().Class("field").Role("radiogroup").Aria("label", "Line under the mark").Body(
		app.Span().Aria("hidden", "true").Text("Line under the mark"),
		app.Div().Class("swatches").Body(app.Range(annotation.Cues).Slice(func(i int) app.UI {
			cue := string(annotation.Cues[i])
			return app.Label().Class("cue-choice", "cue-"+cue).Title(cue).Body(
				app.Input().ID("cue-"+cue+"-"+v.ID).Type("radio").Name("cue-"+v.ID).DataSet("cue", cue).Checked(string(t.Cue) == cue).
					Aria("label", cue).OnChange(v.onCue),
				app.B(),
			)
		})),
	)
}

// digits are the keys to choose from; one that is taken moves over.
func (v *tagRow) digits(t *annotation.Tag) app.UI {
	p := v.m.project()
	return labeled("Key", app.Select().ID("digit-"+v.ID).OnChange(v.onDigit).Body(
		app.Option().Value(nothing).Text("none"),
		app.Range(make([]struct{}, 9)).Slice(func(i int) app.UI {
			return app.Option().Value(itoa(i + 1)).Text(digitWords(p, t, itoa(i+1)))
		}),
	))
}

// digitWords is a key in the list, and which other tag has it now.
func digitWords(p project.Project, self *annotation.Tag, digit string) string {
	for t := range p.Tags.All() {
		if t.Digit == digit && t.ID != self.ID {
			return digit + " (now “" + short(t.Name) + "”)"
		}
	}
	return digit
}

// nothing is the value of the option that chooses nothing: go-app leaves an
// empty value out, and an option without one has its text for a value.
const nothing = "-"

// chosen is what a select says, "" for nothing.
func chosen(ctx app.Context) string {
	if v := ctx.JSSrc().Get("value").String(); v != nothing {
		return v
	}
	return ""
}

// fillDigits shows the key of the open tag: a select that go-app filled once
// does not follow by itself.
func (m *Model) fillDigits() {
	if m.route.Screen != screenTags {
		return
	}
	if t := m.project().Tag(annotation.TagID(m.tags.open.id)); t != nil {
		m.ports.Page.SetValue("digit-"+string(t.ID), cmp.Or(t.Digit, nothing))
	}
	m.ports.Page.SetValue("into-"+m.tags.open.id, cmp.Or(m.tags.into, nothing))
}

func (v *tagRow) onColor(ctx app.Context, _ app.Event) {
	c, err := strconv.Atoi(dataOf(ctx, "color"))
	if err != nil {
		return
	}
	v.edit("Changed the color of", func(t *annotation.Tag) { t.Color = c })
}

func (v *tagRow) onCue(ctx app.Context, _ app.Event) {
	cue := annotation.Cue(dataOf(ctx, "cue"))
	v.edit("Changed the line of", func(t *annotation.Tag) { t.Cue = cue })
}

func (v *tagRow) onDigit(ctx app.Context, _ app.Event) {
	digit := chosen(ctx)
	v.edit("Changed the key of", func(t *annotation.Tag) { t.Digit = digit })
}

// edit changes the tag under a label that ends with its name.
func (v *tagRow) edit(label string, change func(*annotation.Tag)) {
	v.m.settle()
	id := annotation.TagID(v.ID)
	v.m.do(label+" “"+short(tagName(v.m.project(), id))+"”", project.Place{}, editTag(id, change))
	v.m.touch()
}
