package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
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
	unsure := c.with(func(one *carried) bool { return !one.orphaned() && !one.sure() })
	moved := c.with(func(one *carried) bool { return one.moved() && one.sure() })
	placed := c.with(func(one *carried) bool { return !one.moved() && one.sure() })
	lost := c.with((*carried).orphaned)
	head, use, leave := "Use this text in the place of the old one?", "Use the corrected text", "Cancel"
	if c.again() {
		head, use, leave = "Put these marks into the text as it is now?", "Put the ticked ones there", "Leave them as they are"
	}
	if n := c.unticked(); n > 0 && !c.again() {
		use += ", " + plural(n, "mark", "marks") + " without a place"
	}
	since := v.m.since(c)
	none := c.again() && len(c.with(func(one *carried) bool { return one.on })) == 0
	return v.m.sheetFrame(sheetCorrection).Body(
		app.H2().ID("correction-head").Dir("auto").Text(head),
		app.P().Dir("auto").Text(c.about()),
		app.Div().ID("correction-since").Class("report-part", "warn").Hidden(since == 0).Body(app.Ul().Body(app.Li().Text(sinceWords(since)))),
		v.m.refusal(),
		v.fates("unsure", "To be looked at", "The place is likely, and not certain. Tick those that are right; the others are kept with their old words.", unsure),
		v.fates("lost", "Without a place", "Nothing in the text is like these. They are kept with their old words, and you can give them a place by hand.", lost),
		v.fates("moved", "Moved", "The same words, somewhere else.", moved),
		v.fates("placed", "In place", "The same words in the same order.", placed),
		app.Div().Class("buttons").Body(
			app.Button().ID("correction-ok").Class("button").AutoFocus(true).Disabled(none).Text(use).OnClick(v.onOK),
			app.Button().ID("correction-cancel").Class("button", "quiet").Text(leave).OnClick(v.onCancel),
		),
	)
}

// about says what is to be decided.
func (c *correction) about() string {
	s := "“" + c.text.Meta.Title + "” · " + plural(c.text.Words(), "word", "words") + ". "
	if c.again() {
		return s + "These marks were made on an earlier text. Those that are not ticked are kept without a place, with their old words."
	}
	s += "Everything that is known about the article stays, and so does every mark: what has no place in the new text is kept with its old words."
	if n := len(c.with(c.homeless)); n > 0 {
		s += " Among them " + ifOne(n, "is one", "are "+itoa(n)) + " that had no place before."
	}
	if c.back > 0 {
		s += " This text was here before: " + plural(c.back, "mark that was made on it comes", "marks that were made on it come") + " back with it."
	}
	return s
}

// sinceWords say that marks are not in the comparison.
func sinceWords(n int) string {
	return plural(n, "mark was", "marks were") + " made or changed after this comparison was made. What is not in it stays on the old text, without a place in the new one; cancel and compare again to see " + ifOne(n, "it", "them") + " here."
}

// unticked is how many marks would lose their place only because nobody has
// ticked them.
func (c *correction) unticked() int {
	return len(c.with(func(one *carried) bool { return !one.on && !one.orphaned() && !c.homeless(one) }))
}

// homeless reports whether a mark has no place in the text that is corrected.
func (c *correction) homeless(one *carried) bool { return one.mark.Article != c.of }

// fates are the marks that share one, under a heading with their number.
func (v *correctionView) fates(id, title, about string, at []int) app.UI {
	shown := at[:min(len(at), manyCarried)]
	again := v.m.correction.again()
	open := id == "unsure" || id == "lost" || again
	return app.Details().ID("fate-"+id).Class("fate").Hidden(again && len(at) == 0).Open(open && len(at) > 0).Body(
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
	c := v.m.correction
	one := &c.plan[i]
	if one.sides == nil {
		spans := one.spans
		if one.orphaned() {
			spans = nil
		}
		sides := sidesOf(v.m.project().Article(one.mark.Article), one.mark.Spans(), one.mark.Quote(), c.text, spans)
		one.sides = &sides
	}
	return app.Li().Body(app.Label().Class("check").Body(
		app.Input().Type("checkbox").DataSet("i", i).Checked(one.on).Disabled(one.orphaned()).OnChange(v.onTick),
		app.Span().Body(
			app.Small().Text(v.m.tagNames(one.mark)+c.remarks(one)),
			app.Span().Class("pair-of").Body(
				one.sides[0].draw("was"),
				app.If(one.orphaned(), func() app.UI { return app.Span().Class("now none").Text("no place") }).
					Else(func() app.UI { return one.sides[1].draw("now") }),
			),
		),
	))
}

// remarks say why a mark should be looked at, and where it comes from.
func (c *correction) remarks(one *carried) (s string) {
	if c.homeless(one) && !c.again() {
		s += " · had no place before"
	}
	if !one.sure() && !one.orphaned() {
		s += " · " + one.doubt
	}
	return s
}

func (v *correctionView) onTick(ctx app.Context, _ app.Event) {
	if c := v.m.correction; c != nil {
		if i, ok := placeOf(ctx, len(c.plan)); ok {
			c.plan[i].on = ctx.JSSrc().Get("checked").Bool()
		}
	}
	v.m.touch()
}

func (v *correctionView) onOK(app.Context, app.Event) { v.m.correct() }

func (v *correctionView) onCancel(app.Context, app.Event) {
	v.m.closeSheet()
	v.m.tell(Toast{Text: "Nothing was changed."})
}
