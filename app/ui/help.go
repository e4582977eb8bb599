package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
)

// helpView is the shortcut sheet.
type helpView struct {
	app.Compo
	m   *Model
	Rev int
}

// fixed are the keys that cannot be given away.
var fixed = []struct{ keys, words string }{
	{"1 … 9", "Tag the selected text, or retag the selected mark; with nothing selected, take up the pen"},
	{"Shift + 1 … 9", "Add a tag to the mark, or take it off"},
	{"Enter", "The last tag again; with the caret: pick the mark there"},
	{"Shift + ← →", "Move the end of the mark by a word"},
	{"Alt + ← →", "Move the start of the mark by a word"},
	{"Shift + Alt + ← →", "Move the end by a character"},
	{"Shift + click", "Select from where you clicked before, or change the end of what is selected"},
	{"Alt while selecting", "Single characters instead of whole words"},
	{"Delete", "Remove the mark"},
	{"Ctrl + Z, Ctrl + Shift + Z", "Undo, redo; also after a reload"},
	{"Ctrl + Enter", "Done, and on to the next article"},
	{"Ctrl + S", "Save a file"},
	{"Esc", "Close the bar, then end the caret and the pen, then unselect"},
}

// ofClass are the keys of the Class screen, besides those that work everywhere.
var ofClass = []struct{ keys, words string }{
	{"Tab, Shift + Tab", "To the next passage, place or button, and back; the names of who marked a passage show with it"},
	{"Enter, Space", "Press it; on a passage: open its place"},
	{"← →, Home, End", "On the tabs: to the next one, the first, the last"},
	{"← → ↑ ↓", "On the slider and in lists: change them"},
	{"Ctrl + Z, Ctrl + Shift + Z", "Undo and redo what was collected or settled"},
	{"Ctrl + S", "Save the class with all hand-ins as a file"},
}

// keyTable is a table of keys and what they do.
func keyTable(keys []struct{ keys, words string }) app.UI {
	return app.Table().Class("keys").Body(
		app.TBody().Body(
			app.Range(keys).Slice(func(i int) app.UI {
				return app.Tr().Body(app.Th().Scope("row").Body(app.Span().Class("key").Text(keys[i].keys)), app.Td().Text(keys[i].words))
			}),
		),
	)
}

// Render draws the sheet while it is open.
func (v *helpView) Render() app.UI {
	m := v.m
	if m.sheet != sheetHelp {
		return app.Div().Hidden(true)
	}
	return m.sheetFrame(sheetHelp).Body(
		app.H2().ID("help-head").TabIndex(-1).Attr("autofocus", true).Text("How it goes"),
		app.P().Text("Select some text and choose a tag. With a finger, tap the first and the last word of it, or press and hold. Or choose a tag first and paint with it. Click a mark to change it; where marks lie over one another, click again for the next one. Everything can be undone."),
		keyTable(fixed),
		app.H3().Text("On the Class screen"),
		keyTable(ofClass),
		app.H3().Text("Single letters"),
		app.Label().Class("check").Body(
			app.Input().ID("letters-on").Type("checkbox").Checked(!m.keymap.Off).OnChange(v.onLetters),
			app.Span().Text("Single letters work as keys (they always sleep while you type)"),
		),
		app.Table().Class("keys").Body(
			app.TBody().Body(app.Range(actions).Slice(func(i int) app.UI { return v.letterRow(actions[i]) })),
		),
		app.Div().Class("buttons").Body(app.Button().ID("help-close").Class("button").Text("Close").OnClick(v.onClose)),
	)
}

func (v *helpView) letterRow(a action) app.UI {
	return app.Tr().Body(
		app.Th().Scope("row").Body(
			app.Input().Class("letter").Type("text").MaxLength(1).Value(v.m.keymap.letter(a)).DataSet("action", a.id).
				Aria("label", "Key for: "+a.words).OnChange(v.onLetter),
		),
		app.Td().Text(a.words),
	)
}

func (v *helpView) onLetters(ctx app.Context, _ app.Event) {
	k := v.m.keymap
	k.Off = !ctx.JSSrc().Get("checked").Bool()
	v.m.setKeymap(k)
}

// onLetter gives an action another letter, unless it is taken or a digit.
func (v *helpView) onLetter(ctx app.Context, _ app.Event) {
	id, letter := dataOf(ctx, "action"), strings.TrimSpace(ctx.JSSrc().Get("value").String())
	k := keymap{Off: v.m.keymap.Off, Letters: map[string]string{}}
	for key, l := range v.m.keymap.Letters {
		k.Letters[key] = l
	}
	for _, a := range actions {
		if letter == "" || digit(Key{Name: letter}) != "" || a.id != id && v.m.keymap.letter(a) == letter {
			ctx.JSSrc().Set("value", v.m.keymap.letter(actionOf(id)))
			v.m.tell(Toast{Text: "That key is taken.", Bad: true})
			return
		}
	}
	k.Letters[id] = letter
	v.m.setKeymap(k)
}

func actionOf(id string) action {
	for _, a := range actions {
		if a.id == id {
			return a
		}
	}
	return action{}
}

func (v *helpView) onClose(app.Context, app.Event) { v.m.closeSheet() }

// repeatsView is the list of places where a phrase stands again.
type repeatsView struct {
	app.Compo
	m   *Model
	Rev int
}

// Render draws the list, with boxes to untick.
func (v *repeatsView) Render() app.UI {
	r := v.m.repeats
	if v.m.sheet != sheetRepeats || r == nil {
		return app.Div().Hidden(true)
	}
	tags := v.m.codebook().Tags
	return v.m.sheetFrame(sheetRepeats).Body(
		app.H2().ID("repeats-head").Dir("auto").Text(inQuotes(cut(r.phrase, 80))),
		app.P().Text(r.words()),
		app.Div().Class("chips").Role("group").Aria("label", "Tag").OnMouseDown(keepSelection).Body(
			app.Range(tags).Slice(func(i int) app.UI { return v.m.chip(tags[i], v.onTag, tags[i].ID == r.tag) }),
		),
		app.Ul().Class("found").Body(app.Range(r.found[:len(r.found)-r.left()]).Slice(func(i int) app.UI { return v.row(i) })),
		app.Button().Class("link", "more").Hidden(r.left() == 0).Text(offerMore(r.left(), 0)).OnClick(v.onMore),
		app.Div().Class("buttons").Body(
			app.Button().ID("repeats-ok").Class("button").AutoFocus(true).Disabled(r.count() == 0).Text("Tag "+plural(r.count(), "place", "places")).OnClick(v.onOK),
			app.Button().Class("button", "quiet").Text("Cancel").OnClick(v.onCancel),
		),
	)
}

func (v *repeatsView) row(i int) app.UI {
	f := v.m.repeats.found[i]
	a := v.m.project().Article(f.place.Article)
	if a == nil {
		return app.Li()
	}
	note := ""
	if f.marked {
		note = " · has this tag already"
	}
	return app.Li().Body(app.Label().Body(
		app.Input().Type("checkbox").DataSet("i", i).Checked(f.on).Disabled(f.marked).OnChange(v.onTick),
		app.Span().Body(
			app.Span().Class("context").Dir("auto").Body(
				app.Text("…"+f.before), app.Strong().Text(a.Slice(f.place.Span.Start, f.place.Span.End)), app.Text(f.after+"…"),
			),
			app.Small().Dir("auto").Text(a.Meta.Title+note),
		),
	))
}

func (v *repeatsView) onTick(ctx app.Context, _ app.Event) {
	r := v.m.repeats
	for i := range r.found {
		if itoa(i) == dataOf(ctx, "i") {
			r.found[i].on = ctx.JSSrc().Get("checked").Bool()
		}
	}
	v.m.touch()
}

func (v *repeatsView) onTag(ctx app.Context, _ app.Event) {
	r := v.m.repeats
	r.tag = annotation.TagID(dataOf(ctx, "id"))
	r.found = v.m.findRepeats(r.phrase, r.tag)
	v.m.touch()
}

func (v *repeatsView) onMore(app.Context, app.Event) {
	v.m.repeats.rows += linesMore
	v.m.touch()
}

func (v *repeatsView) onOK(app.Context, app.Event)     { v.m.tagRepeats() }
func (v *repeatsView) onCancel(app.Context, app.Event) { v.m.closeSheet() }
