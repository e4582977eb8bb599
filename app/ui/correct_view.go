package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
)

// correctionView shows what would become of the marks of an article on its
// corrected text.
type correctionView struct {
	app.Compo
	m   *Model
	Rev int
}

// manyCarried is how many marks of one fate are listed.
const manyCarried = 200

// Render draws the sheet: what needs a look first.
func (v *correctionView) Render() app.UI {
	c := v.m.correction
	if v.m.sheet != sheetCorrection || c == nil {
		return app.Div().Hidden(true)
	}
	unsure := c.with(func(one carried) bool { return !one.orphaned() && !one.sure() })
	moved := c.with(func(one carried) bool { return one.how == howMoved && one.sure() })
	placed := c.with(func(one carried) bool { return one.how != howMoved && one.sure() })
	lost := c.with(carried.orphaned)
	return v.m.sheetFrame(sheetCorrection).Body(
		app.H2().ID("correction-head").Dir("auto").Text("Use this text in the place of the old one?"),
		app.P().Dir("auto").Text("“"+c.text.Meta.Title+"” · "+plural(c.text.Words(), "word", "words")+". Everything that is known about the article stays, and so does every mark: what has no place in the new text is kept with its old words."),
		v.m.refusal(),
		v.fates("unsure", "To be looked at", "The place is likely, and not certain. Tick those that are right; the others are kept with their old words.", unsure),
		v.fates("lost", "Without a place", "Nothing in the new text is like these. They are kept with their old words, and you can give them a place by hand.", lost),
		v.fates("moved", "Moved", "The same words, somewhere else.", moved),
		v.fates("placed", "In place", "The same words in the same order.", placed),
		app.Div().Class("buttons").Body(
			app.Button().ID("correction-ok").Class("button").AutoFocus(true).Text("Use the corrected text").OnClick(v.onOK),
			app.Button().ID("correction-cancel").Class("button", "quiet").Text("Cancel").OnClick(v.onCancel),
		),
	)
}

// fates are the marks that share one, under a heading with their number.
func (v *correctionView) fates(id, title, about string, at []int) app.UI {
	shown := at[:min(len(at), manyCarried)]
	open := id == "unsure" || id == "lost"
	return app.Details().ID("fate-"+id).Class("fate").Open(open && len(at) > 0).Body(
		app.Summary().Body(app.B().Text(title), app.Text(" "+itoa(len(at)))),
		app.If(len(at) > 0, func() app.UI {
			return app.Div().Body(
				app.P().Class("hint").Text(about),
				app.Ul().Class("carried").Body(app.Range(shown).Slice(func(i int) app.UI { return v.row(shown[i]) })),
				app.If(len(at) > len(shown), func() app.UI { return app.P().Class("hint").Text("And " + itoa(len(at)-len(shown)) + " more.") }),
			)
		}),
	)
}

// row is one mark: the old wording beside the new one.
func (v *correctionView) row(i int) app.UI {
	one := v.m.correction.plan[i]
	lost := one.orphaned()
	now := v.m.correction.wording(one)
	return app.Li().Body(app.Label().Class("check").Body(
		app.Input().Type("checkbox").DataSet("i", i).Checked(one.on).Disabled(lost).OnChange(v.onTick),
		app.Span().Body(
			app.Small().Text(v.m.tagNames(one.mark)+doubtWords(one)),
			app.Span().Class("pair-of").Body(
				app.Span().Dir("auto").Class("was").Text(cut(one.mark.Quote(), 240)),
				app.If(!lost, func() app.UI { return app.Span().Dir("auto").Class("now").Text(cut(now, 240)) }),
			),
		),
	))
}

// wording is the text at the new place.
func (c *correction) wording(one carried) string {
	var parts []string
	for _, s := range one.spans {
		parts = append(parts, c.text.Slice(s.Start, s.End))
	}
	return strings.Join(parts, " … ")
}

// doubtWords say why a mark should be looked at.
func doubtWords(one carried) string {
	if one.sure() || one.orphaned() {
		return ""
	}
	return " · " + one.doubt
}

func (v *correctionView) onTick(ctx app.Context, _ app.Event) {
	c := v.m.correction
	if i, err := strconv.Atoi(dataOf(ctx, "i")); c != nil && err == nil && i >= 0 && i < len(c.plan) {
		c.plan[i].on = ctx.JSSrc().Get("checked").Bool()
	}
	v.m.touch()
}

func (v *correctionView) onOK(app.Context, app.Event) { v.m.correct() }

func (v *correctionView) onCancel(app.Context, app.Event) {
	v.m.closeSheet()
	v.m.tell(Toast{Text: "Nothing was changed."})
}

// unplacedView lists the marks without a place in the article that is read.
type unplacedView struct {
	app.Compo
	m   *Model
	Rev int
}

// Render draws the sheet.
func (v *unplacedView) Render() app.UI {
	m := v.m
	if m.sheet != sheetUnplaced {
		return app.Div().Hidden(true)
	}
	all := m.unplaced()
	shown := all[:min(len(all), manyCarried)]
	hint := "To give one its place, close this, select the words in the text, and come back."
	if !m.pending.Empty() {
		hint = "Selected: “" + cut(m.article().Slice(m.pending.Start, m.pending.End), 160) + "”"
	}
	return m.sheetFrame(sheetUnplaced).Body(
		app.H2().ID("unplaced-head").Text(plural(len(all), "mark", "marks")+" without a place in this text"),
		app.P().Text("They were made on an earlier version of it, and are kept with the words that they were made on."),
		app.P().Class("hint").Dir("auto").Text(hint),
		app.Ul().Class("carried").Body(app.Range(shown).Slice(func(i int) app.UI {
			a := shown[i]
			return app.Li().Body(
				app.Small().Text(m.tagNames(a)),
				app.P().Dir("auto").Class("was").Text(cut(a.Quote(), 300)),
				app.If(a.Note != "", func() app.UI { return app.P().Dir("auto").Class("hint").Text(cut(a.Note, 200)) }),
				app.Button().Class("button", "quiet").DataSet("id", string(a.ID)).Disabled(m.pending.Empty()).Text("Put it on the selected words").OnClick(v.onMend),
			)
		})),
		app.Div().Class("buttons").Body(app.Button().ID("unplaced-close").Class("button", "quiet").AutoFocus(true).Text("Close").OnClick(v.onClose)),
	)
}

func (v *unplacedView) onMend(ctx app.Context, _ app.Event) {
	v.m.mend(annotation.ID(dataOf(ctx, "id")))
}

func (v *unplacedView) onClose(app.Context, app.Event) { v.m.closeSheet() }
