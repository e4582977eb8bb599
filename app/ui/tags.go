package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// tagsState is what the Tags screen remembers, and what it shares with the
// fields of the Files screen.
type tagsState struct {
	open    entry  // the entry that is unfolded
	writing field  // the field that is being typed in: nothing else writes into it
	focus   string // the element that gets the focus when all is drawn
	into    string // what the open entry is to be merged into
	list    bool   // the attribute that is being added has choices
}

// entry is a tag or an attribute in the codebook.
type entry struct{ kind, id string }

// element is the ID of the button that unfolds the entry.
func (e entry) element() string { return "entry-" + e.id }

// palette are the names of the colors, in the order of the style sheet.
var palette = [annotation.Colors]string{
	"Blue", "Ochre", "Green", "Magenta", "Violet", "Red", "Slate", "Teal", "Rose", "Olive", "Indigo", "Brown",
}

// tagsView is the codebook: the tags, then the attributes.
type tagsView struct {
	app.Compo
	m   *Model
	Rev int
}

// OnMount forgets which field was typed in last.
func (v *tagsView) OnMount(app.Context) { v.m.tags.writing = field{}; v.m.touch() }

// Render draws the codebook.
func (v *tagsView) Render() app.UI {
	m := v.m
	book := m.codebook()
	return v.m.scroller(screenTags).Body(
		app.Header().Class("screen-head").Body(
			app.H1().Text("Tags"),
			app.P().Class("lead").Text("The codebook of this project: what people mark, and what is asked of a mark. Open a tag to read what it means or to change it; its marks follow."),
			v.closing(book.Closed),
		),
		app.Section().Class("entries").Aria("labelledby", "tags-title").Body(
			app.H2().ID("tags-title").Class("unseen").Text("All tags"),
			app.Div().Role("list").Body(app.Range(book.Tags).Slice(func(i int) app.UI {
				return newTagRow(m, book.Tags[i].ID)
			})),
			v.newTag(book.Closed),
		),
		app.Section().Class("entries").Aria("labelledby", "attributes-title").Body(
			app.H2().ID("attributes-title").Text("Attributes"),
			app.P().Class("lead").Text("Questions asked of a mark, such as who is speaking."),
			app.Div().Role("list").Body(app.Range(book.Attributes).Slice(func(i int) app.UI {
				return newAttributeRow(m, book.Attributes[i].ID)
			})),
			v.newAttribute(book.Closed),
		),
	)
}

// closing is the switch that closes the codebook.
func (v *tagsView) closing(closed bool) app.UI {
	return app.Div().Class("closing").Body(
		app.Label().Class("check").Body(
			app.Input().ID("closed").Type("checkbox").Attr("role", "switch").Checked(closed).OnChange(v.onClosed),
			app.Span().Body(app.B().Text("Closed codebook: "), app.Text("only these tags may be used, and they cannot be changed")),
		),
		app.If(closed, func() app.UI {
			return app.P().ID("closed-note").Class("note").Text("The codebook is closed, so you can read everything here and change nothing. Switch it off to edit.")
		}),
	)
}

func (v *tagsView) onClosed(ctx app.Context, _ app.Event) {
	v.m.settle()
	closed := ctx.JSSrc().Get("checked").Bool()
	label := "Opened the codebook"
	if closed {
		label = "Closed the codebook"
	}
	v.m.do(label, project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetClosed(p, closed, s)
	})
	v.m.touch()
}

// newTag is the line that adds a tag.
func (v *tagsView) newTag(closed bool) app.UI {
	return app.FieldSet().Class("adding").Disabled(closed).Body(
		labeled("New tag", app.Input().ID("new-tag").Type("text").Dir("auto").AutoComplete(false).OnKeyDown(v.onTagKey)),
		app.Button().ID("add-tag").Class("button").Text("Add tag").OnClick(v.onAddTag),
	)
}

func (v *tagsView) onTagKey(ctx app.Context, e app.Event) {
	if entered(e) {
		v.onAddTag(ctx, e)
	}
}

// entered reports whether a key press is an Enter that sends a line off.
func entered(e app.Event) bool {
	if e.Get("key").String() != "Enter" || e.Get("isComposing").Bool() {
		return false
	}
	e.PreventDefault()
	return true
}

func (v *tagsView) onAddTag(app.Context, app.Event) {
	m := v.m
	m.settle()
	var id annotation.TagID
	name := m.ports.Page.Value("new-tag")
	ok := m.do("Added the tag “"+short(strings.TrimSpace(name))+"”", project.Place{}, func(p project.Project, s project.Stamp) (d project.Diff, err error) {
		d, id, err = project.AddTag(p, name, s)
		return d, err
	})
	if !ok {
		m.tags.focus = "new-tag"
		return
	}
	m.ports.Page.SetValue("new-tag", "")
	m.unfold(entry{kindTag, string(id)})
	m.tags.focus = field{kind: kindTag, id: string(id), part: "definition"}.element()
}

// newAttribute is the form that adds an attribute.
func (v *tagsView) newAttribute(closed bool) app.UI {
	list := v.m.tags.list
	return app.FieldSet().Class("adding").Disabled(closed).Body(
		labeled("New attribute", app.Input().ID("new-attribute").Type("text").Dir("auto").AutoComplete(false).OnKeyDown(v.onAttributeKey)),
		app.Div().Class("field").Role("radiogroup").Aria("label", "What the answer is").Body(
			app.Label().Class("check").Body(app.Input().ID("new-free").Type("radio").Name("new-kind").Checked(!list).OnChange(v.onFree), app.Span().Text("Free text")),
			app.Label().Class("check").Body(app.Input().ID("new-list").Type("radio").Name("new-kind").Checked(list).OnChange(v.onList), app.Span().Text("One of a list")),
		),
		app.If(list, func() app.UI {
			return labeled("Choices, one on each line", app.Textarea().ID("new-choices").Rows(4).Dir("auto"))
		}),
		app.Button().ID("add-attribute").Class("button").Text("Add attribute").OnClick(v.onAddAttribute),
	)
}

func (v *tagsView) onFree(app.Context, app.Event) { v.m.tags.list = false; v.m.touch() }
func (v *tagsView) onList(app.Context, app.Event) { v.m.tags.list = true; v.m.touch() }

func (v *tagsView) onAttributeKey(ctx app.Context, e app.Event) {
	if entered(e) {
		v.onAddAttribute(ctx, e)
	}
}

func (v *tagsView) onAddAttribute(app.Context, app.Event) {
	m := v.m
	m.settle()
	name := m.ports.Page.Value("new-attribute")
	var choices []string
	if m.tags.list {
		if choices = lines(m.ports.Page.Value("new-choices")); len(choices) == 0 {
			m.tell(Toast{Text: "Type the choices first, one on each line.", Bad: true})
			m.tags.focus = "new-choices"
			return
		}
	}
	var id annotation.AttributeID
	ok := m.do("Added the attribute “"+short(strings.TrimSpace(name))+"”", project.Place{}, func(p project.Project, s project.Stamp) (d project.Diff, err error) {
		d, id, err = project.AddAttribute(p, name, choices, nil, s)
		return d, err
	})
	if !ok {
		m.tags.focus = "new-attribute"
		return
	}
	m.ports.Page.SetValue("new-attribute", "")
	m.ports.Page.SetValue("new-choices", "")
	m.tags.list = false
	m.unfold(entry{kindAttribute, string(id)})
	m.tags.focus = entry{id: string(id)}.element()
}

// lines are the lines with something in them.
func lines(s string) []string {
	var out []string
	for l := range strings.Lines(s) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// unfold opens an entry, or folds it up if it is open already.
func (m *Model) unfold(e entry) {
	m.settle()
	m.tags.writing = field{}
	if m.tags.open == e {
		e = entry{}
	}
	m.tags.open, m.tags.into = e, ""
	m.touch()
}
