package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/project"
	"claimlight/app/workspace"
)

// field is a text of the project that can be typed in: which record has it,
// and which part of the record it is. The zero field is none.
type field struct {
	kind   string // one of the kinds below
	id     string // of the tag or attribute
	part   string // "name", "definition" ...
	choice string // the ID of the choice whose name it is
}

// The kinds of records with fields.
const (
	kindTag       = "tag"
	kindAttribute = "attribute"
	kindProject   = "project"
	kindPerson    = "person"
	kindLesson    = "lesson"
	kindQuestion  = "question"
	kindAnswer    = "answer"
)

// element is the ID of the field in the page.
func (f field) element() string {
	s := f.kind + "-" + f.part
	for _, id := range []string{f.id, f.choice} {
		if id != "" {
			s += "-" + id
		}
	}
	return s
}

// text is what the project says there now.
func (f field) text(p project.Project) string {
	switch f.kind {
	case kindTag:
		if t := p.Tag(annotation.TagID(f.id)); t != nil {
			return *tagPart(t, f.part)
		}
	case kindAttribute:
		if a := p.Attribute(annotation.AttributeID(f.id)); a != nil && f.choice != "" {
			return choiceText(a, f.choice)
		} else if a != nil {
			return a.Name
		}
	case kindProject:
		return p.Info().Name
	case kindLesson, kindQuestion, kindAnswer:
		return f.lessonText(p)
	case kindPerson:
		name, nickname := annotator(p)
		if f.part == "nickname" {
			return nickname
		}
		return name
	}
	return ""
}

// tagPart is the text of a tag that a field is about.
func tagPart(t *annotation.Tag, part string) *string {
	switch part {
	case "definition":
		return &t.Definition
	case "example":
		return &t.Example
	case "counterexample":
		return &t.Counterexample
	}
	return &t.Name
}

// choiceText is the name of a choice; unlike ChoiceName it is empty where the
// choice is gone.
func choiceText(a *annotation.Attribute, id string) string {
	for _, c := range a.Choices {
		if c.ID == id {
			return c.Name
		}
	}
	return ""
}

// annotator is what the one who writes here is called.
func annotator(p project.Project) (name, nickname string) {
	if who := p.Person(p.Info().Annotator); who != nil {
		return who.Name, who.Nickname
	}
	return "", ""
}

// change is the command that writes a value into the field, and its label.
func (f field) change(p project.Project, value string) (string, workspace.Command) {
	switch f.kind {
	case kindTag:
		return f.tagLabel(p, value), editTag(annotation.TagID(f.id), func(t *annotation.Tag) { *tagPart(t, f.part) = value })
	case kindAttribute:
		return f.renameLabel(p, value), editAttribute(annotation.AttributeID(f.id), func(a *annotation.Attribute) { f.rename(a, value) })
	case kindProject:
		return "Renamed the project to “" + short(value) + "”", func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.Rename(p, value, s)
		}
	}
	if f.kind != kindPerson {
		return f.changeLesson(value)
	}
	return "Changed your name", func(p project.Project, s project.Stamp) (project.Diff, error) {
		name, nickname := annotator(p)
		if f.part == "nickname" {
			nickname = value
		} else {
			name = value
		}
		return project.SetAnnotator(p, name, nickname, s)
	}
}

func (f field) tagLabel(p project.Project, value string) string {
	if f.part == "name" {
		return f.renameLabel(p, value)
	}
	name := field{kind: kindTag, id: f.id, part: "name"}.text(p)
	return "Changed the " + f.part + " of “" + short(name) + "”"
}

func (f field) renameLabel(p project.Project, value string) string {
	return "Renamed “" + short(f.text(p)) + "” to “" + short(value) + "”"
}

// rename gives the attribute, or one of its choices, another name. The choice
// keeps its ID, and with it what the marks say.
func (f field) rename(a *annotation.Attribute, value string) {
	if f.choice == "" {
		a.Name = value
		return
	}
	for i := range a.Choices {
		if a.Choices[i].ID == f.choice {
			a.Choices[i].Name = value
		}
	}
}

// editTag is the command that changes a copy of a tag.
func editTag(id annotation.TagID, change func(*annotation.Tag)) workspace.Command {
	return func(p project.Project, s project.Stamp) (project.Diff, error) {
		t := annotation.Tag{ID: id}
		if now := p.Tag(id); now != nil {
			t = *now
		}
		change(&t)
		return project.EditTag(p, t, s) // which says so if the tag is gone
	}
}

// editAttribute is the command that changes a copy of an attribute.
func editAttribute(id annotation.AttributeID, change func(*annotation.Attribute)) workspace.Command {
	return func(p project.Project, s project.Stamp) (project.Diff, error) {
		a := annotation.Attribute{ID: id}
		if now := p.Attribute(id); now != nil {
			a = *now
			a.Choices, a.Tags = slices.Clone(now.Choices), slices.Clone(now.Tags)
		}
		change(&a)
		return project.EditAttribute(p, a, s)
	}
}

// write makes a change of what was typed into a field, and says so if it
// cannot be; the field then goes back to what it was.
func (m *Model) write(f field, value string) bool {
	label, c := f.change(m.project(), value)
	return m.do(label, project.Place{}, c)
}

// rested is called when typing rests. A name that cannot stay as it is, such
// as an empty one on its way to another, waits until the field is left.
func (m *Model) rested() {
	d := m.draft
	if d.field == (field{}) {
		m.settle()
		return
	}
	label, c := d.field.change(m.project(), d.value)
	if m.ws.Do(project.User, label, project.Place{}, c) == nil {
		m.draft = nil
	}
}

// fillFields writes what the project says into the fields of the screens
// that have some, except into the one that is being typed in, and puts the
// focus where it was promised.
func (m *Model) fillFields() {
	if m.ws == nil {
		return
	}
	p := m.project()
	for _, f := range m.fieldsShown() {
		if f != m.tags.writing {
			m.ports.Page.SetValue(f.element(), f.text(p))
		}
	}
	m.fillDigits()
	m.ports.Page.SetValue("link", m.files.link)
	m.ports.Page.SetValue("lesson-due", m.dueField())
	if m.tags.focus != "" {
		m.ports.Page.Focus(m.tags.focus)
		m.tags.focus = ""
	}
}

// fieldsShown are the fields that the screen has now.
func (m *Model) fieldsShown() []field {
	switch m.route.Screen {
	case screenFiles:
		return append(m.lessonFields(), field{kind: kindProject, part: "name"}, field{kind: kindPerson, part: "name"}, field{kind: kindPerson, part: "nickname"})
	case screenArticles:
		return m.taskFields()
	case screenTags:
		return entryFields(m.project(), m.tags.open)
	}
	return nil
}

// entryFields are the fields of the entry of the codebook that is open.
func entryFields(p project.Project, open entry) []field {
	var out []field
	if open.kind == kindTag {
		for _, part := range []string{"name", "definition", "example", "counterexample"} {
			out = append(out, field{kind: kindTag, id: open.id, part: part})
		}
	}
	if a := p.Attribute(annotation.AttributeID(open.id)); open.kind == kindAttribute && a != nil {
		out = append(out, field{kind: kindAttribute, id: open.id, part: "name"})
		for _, c := range a.Choices {
			out = append(out, nameOfChoice(a.ID, c.ID))
		}
	}
	return out
}

func nameOfChoice(a annotation.AttributeID, choice string) field {
	return field{kind: kindAttribute, id: string(a), part: "choice", choice: choice}
}

// typing is what the components with fields have in common.
type typing struct{ m *Model }

// input is a line to type in.
func (v typing) input(f field) app.HTMLInput {
	return app.Input().ID(f.element()).Type("text").Dir("auto").AutoComplete(false).
		DataSet("kind", f.kind).DataSet("id", f.id).DataSet("part", f.part).DataSet("choice", f.choice).
		OnInput(v.onInput).OnBlur(v.onLeave).OnKeyDown(v.onEnter)
}

// area is several lines to type in.
func (v typing) area(f field) app.HTMLTextarea {
	return app.Textarea().ID(f.element()).Rows(2).Dir("auto").
		DataSet("kind", f.kind).DataSet("id", f.id).DataSet("part", f.part).
		OnInput(v.onInput).OnBlur(v.onLeave)
}

// labeled puts a label above a field.
func labeled(words string, f app.UI) app.UI {
	return app.Label().Class("field").Body(app.Span().Text(words), f)
}

func fieldOf(ctx app.Context) field {
	return field{kind: dataOf(ctx, "kind"), id: dataOf(ctx, "id"), part: dataOf(ctx, "part"), choice: dataOf(ctx, "choice")}
}

func (v typing) onInput(ctx app.Context, _ app.Event) {
	f := fieldOf(ctx)
	v.m.tags.writing = f
	v.m.typed(draft{field: f, value: ctx.JSSrc().Get("value").String()})
	v.m.touch()
}

func (v typing) onLeave(app.Context, app.Event) {
	v.m.tags.writing = field{}
	v.m.settle()
	v.m.touch()
}

func (v typing) onEnter(ctx app.Context, e app.Event) {
	if e.Get("key").String() == "Enter" && !e.Get("isComposing").Bool() {
		e.PreventDefault()
		v.onLeave(ctx, e)
	}
}
