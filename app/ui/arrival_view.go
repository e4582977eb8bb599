package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/parcel"
)

// arrivalView shows what files hold before it comes in.
type arrivalView struct {
	app.Compo
	m   *Model
	Rev int
}

// Of many files, so many are shown, and as many again when somebody asks. All
// of them come in that are ticked.
const manyArrivals = 40

// Render draws the sheet.
func (v *arrivalView) Render() app.UI {
	a := v.m.arrivals
	if v.m.sheet != sheetArrival || a == nil {
		return app.Div().Hidden(true)
	}
	shown := a.items[:min(len(a.items), manyArrivals+a.rows)]
	left := len(a.items) - len(shown)
	return v.m.sheetFrame(sheetArrival).Body(
		app.H2().ID("arrival-head").Text("Bring in "+a.ticked()),
		app.P().ID("arrival-about").Text(a.about()),
		v.m.refusal(),
		reportList(plural(len(a.problems), "file or part was not read", "files or parts were not read"), "bad", a.problems),
		app.Div().Class("acts").Hidden(len(a.items) < 3).Body(
			app.Button().ID("arrival-all").Class("link").Text("Tick all").OnClick(v.onAll),
			app.Button().ID("arrival-none").Class("link").Text("Tick none").OnClick(v.onNone),
		),
		app.Ul().Class("arrivals").Body(app.Range(shown).Slice(func(i int) app.UI { return v.row(i) })),
		app.Button().ID("arrival-more").Class("link").Hidden(left == 0).Text("Show "+itoa(min(left, manyArrivals))+" more of "+itoa(left)).OnClick(v.onMore),
		app.Div().Class("buttons").Body(
			app.Button().ID("arrival-ok").Class("button").AutoFocus(true).Disabled(a.count() == 0 || a.reading).Text("Bring in "+a.ticked()).OnClick(v.onOK),
			app.Button().ID("arrival-cancel").Class("button", "quiet").Text("Cancel").OnClick(v.onCancel),
			app.Span().Class("hint").Role("status").Text(a.busy()),
		),
	)
}

// about says what the sheet is for.
func (a *arrivals) about() string {
	for i := range a.items {
		if !a.items[i].here {
			return "This is what was read. Nothing is in your project yet, and you can undo it afterwards, too."
		}
	}
	return "This is what was read. All of it is in your project already."
}

func (a *arrivals) busy() string {
	if a.reading {
		return "Reading the files again…"
	}
	return ""
}

// row is one text or import, with a box to leave it out.
func (v *arrivalView) row(i int) app.UI {
	one := &v.m.arrivals.items[i]
	return app.Li().Body(
		app.Label().Class("check").Body(
			app.Input().Type("checkbox").DataSet("i", i).Checked(one.on).Disabled(one.gain.Empty()).OnChange(v.onTick),
			app.Span().Body(app.B().Dir("auto").Text(one.title()), app.Small().Dir("auto").Text(one.facts())),
		),
		app.If(one.Marks, func() app.UI { return v.marked(one) }).
			ElseIf(len(one.texts) > 0, func() app.UI { return v.text(i, one) }),
		sentences(append(slices.Clone(one.Notes), one.LeftOut...)),
		v.choice(i, "Characters", "encoding", one.Encoding, one.Encodings, v.onEncoding),
		v.choice(i, "The text is in", "column", one.Column, one.Columns, v.onColumn),
		reportList(plural(len(one.differences), "difference from what is here", "differences from what is here"), "warn", one.differences),
		reportList(plural(len(one.Problems), "problem", "problems"), "bad", one.Problems),
	)
}

// sentences are remarks on how a file was read.
func sentences(all []string) app.UI {
	return app.Ul().Class("notes").Hidden(len(all) == 0).Body(app.Range(all).Slice(func(k int) app.UI { return app.Li().Dir("auto").Text(all[k]) }))
}

// choice is a field for how a file is to be read; nothing where there is no
// choice.
func (v *arrivalView) choice(i int, label, kind, now string, all []string, on app.EventHandler) app.UI {
	if len(all) < 2 {
		return app.Text("")
	}
	return app.Label().Class("choose").Body(
		app.Span().Text(label),
		app.Select().DataSet("i", i).DataSet("kind", kind).Disabled(v.m.arrivals.reading).OnChange(on).Body(app.Range(all).Slice(func(k int) app.UI {
			return app.Option().Value(all[k]).Selected(all[k] == now).Text(all[k])
		})),
	)
}

func (v *arrivalView) at(ctx app.Context) *arrival {
	if a := v.m.arrivals; a != nil {
		if i, ok := placeOf(ctx, len(a.items)); ok {
			return &a.items[i]
		}
	}
	return nil
}

func (v *arrivalView) onTick(ctx app.Context, _ app.Event) {
	if one := v.at(ctx); one != nil {
		one.on = ctx.JSSrc().Get("checked").Bool()
		v.m.arrivals.sum = nil
	}
	v.m.touch()
}

func (v *arrivalView) onAll(app.Context, app.Event)  { v.tickAll(true) }
func (v *arrivalView) onNone(app.Context, app.Event) { v.tickAll(false) }

// tickAll ticks all that has something new, or none.
func (v *arrivalView) tickAll(on bool) {
	if a := v.m.arrivals; a != nil {
		for i := range a.items {
			a.items[i].on = on && !a.items[i].gain.Empty()
		}
		a.sum = nil
	}
	v.m.touch()
}

func (v *arrivalView) onMore(app.Context, app.Event) {
	if a := v.m.arrivals; a != nil {
		a.rows += manyArrivals
	}
	v.m.touch()
}

func (v *arrivalView) onEncoding(ctx app.Context, _ app.Event) {
	chosen := ctx.JSSrc().Get("value").String()
	v.again(ctx, func(f *parcel.File) { f.Encoding = chosen })
}

func (v *arrivalView) onColumn(ctx app.Context, _ app.Event) {
	chosen := ctx.JSSrc().Get("value").String()
	v.again(ctx, func(f *parcel.File) { f.Column = chosen })
}

func (v *arrivalView) again(ctx app.Context, choose func(*parcel.File)) {
	if one := v.at(ctx); one != nil {
		v.m.reread(one.File, choose)
	}
}

func (v *arrivalView) onOK(app.Context, app.Event) { v.m.admit() }

func (v *arrivalView) onCancel(app.Context, app.Event) {
	v.m.closeSheet()
	v.m.tell(Toast{Text: "Nothing was brought in."})
}
