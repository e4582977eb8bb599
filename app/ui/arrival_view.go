package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/parcel"
)

// arrivalView shows what files hold before it comes in.
type arrivalView struct {
	app.Compo
	m   *Model
	Rev int
}

// manyArrivals is how many are shown; the others come in with a line on it.
const manyArrivals = 200

// Render draws the sheet.
func (v *arrivalView) Render() app.UI {
	a := v.m.arrivals
	if v.m.sheet != sheetArrival || a == nil {
		return app.Div().Hidden(true)
	}
	shown := a.items[:min(len(a.items), manyArrivals)]
	return v.m.sheetFrame(sheetArrival).Body(
		app.H2().ID("arrival-head").Text("Bring in "+a.words()),
		app.P().Text("This is what was read. Nothing is in your project yet; you can undo it afterwards, too."),
		app.Ul().Class("arrivals").Body(app.Range(shown).Slice(func(i int) app.UI { return v.row(i) })),
		app.If(len(a.items) > len(shown), func() app.UI {
			return app.P().Class("hint").Text("And " + itoa(len(a.items)-len(shown)) + " more, which come in with these.")
		}),
		reportList(plural(len(a.problems), "file was not read", "files were not read"), "bad", a.problems),
		app.Div().Class("buttons").Body(
			app.Button().ID("arrival-ok").Class("button").AutoFocus(true).Disabled(a.count() == 0 || a.reading).Text("Bring in "+a.ticked()).OnClick(v.onOK),
			app.Button().ID("arrival-cancel").Class("button", "quiet").Text("Cancel").OnClick(v.onCancel),
		),
	)
}

// count is how many are ticked.
func (a *arrivals) count() (n int) {
	for i := range a.items {
		if a.items[i].on {
			n++
		}
	}
	return n
}

// words says what arrives.
func (a *arrivals) words() string { return a.say(func(*arrival) bool { return true }) }

// ticked says what would come in.
func (a *arrivals) ticked() string {
	if a.count() == 0 {
		return "nothing"
	}
	return a.say(func(one *arrival) bool { return one.on })
}

func (a *arrivals) say(which func(*arrival) bool) string {
	texts, marks, imports := 0, 0, 0
	for i := range a.items {
		one := &a.items[i]
		switch {
		case !which(one):
		case one.Marks:
			marks += one.project.Annotations.Len()
			imports++
		default:
			texts += one.project.Articles.Len()
		}
	}
	var parts []string
	if texts > 0 {
		parts = append(parts, plural(texts, "text", "texts"))
	}
	if imports > 0 {
		parts = append(parts, plural(marks, "mark", "marks"))
	}
	return strings.Join(parts, " and ")
}

// row is one text or import, with a box to leave it out.
func (v *arrivalView) row(i int) app.UI {
	one := &v.m.arrivals.items[i]
	texts := one.articles()
	return app.Li().Body(
		app.Label().Class("check").Body(
			app.Input().Type("checkbox").DataSet("i", i).Checked(one.on).Disabled(one.here).OnChange(v.onTick),
			app.Span().Body(app.B().Dir("auto").Text(one.title()), app.Small().Dir("auto").Text(one.facts())),
		),
		app.If(len(texts) > 0, func() app.UI { return excerpt(texts[0]) }),
		app.If(len(one.Notes) > 0, func() app.UI {
			return app.Ul().Class("notes").Body(app.Range(one.Notes).Slice(func(k int) app.UI { return app.Li().Dir("auto").Text(one.Notes[k]) }))
		}),
		v.choice(i, "Characters", "encoding", one.Encoding, one.Encodings, v.onEncoding),
		v.choice(i, "The text is in", "column", one.Column, one.Columns, v.onColumn),
		reportList(plural(len(one.Problems), "problem", "problems"), "bad", one.Problems),
	)
}

// facts are what an arrival is, in a line.
func (a *arrival) facts() string {
	var parts []string
	if a.File != a.title() {
		parts = append(parts, a.File)
	}
	parts = append(parts, a.Format)
	switch texts := a.articles(); {
	case len(texts) > 1:
		parts = append(parts, plural(len(texts), "text", "texts")+", of which this is the first")
	case len(texts) == 1:
		text := texts[0]
		parts = append(parts, plural(text.Words(), "word", "words"), plural(len(text.Blocks), "paragraph", "paragraphs"))
		for _, known := range []string{text.Meta.Byline, text.Meta.Source, text.Meta.Date} {
			if known != "" {
				parts = append(parts, known)
			}
		}
	default:
		parts = append(parts, plural(a.project.Annotations.Len(), "mark", "marks")+" on "+plural(a.project.Articles.Len(), "article", "articles"),
			plural(a.project.Tags.Len(), "tag", "tags"))
		if n := a.project.Relations.Len(); n > 0 {
			parts = append(parts, plural(n, "relation", "relations"))
		}
	}
	if a.here {
		parts = append(parts, "here already")
	}
	return strings.Join(parts, " · ")
}

// firstBlocks is how many paragraphs of a text are shown of it.
const firstBlocks = 4

// excerpt is the beginning of a text, so that one sees what was taken for it.
func excerpt(a *article.Article) app.UI {
	blocks := a.Blocks[:min(len(a.Blocks), firstBlocks)]
	return app.Div().Class("excerpt").Dir("auto").Body(app.Range(blocks).Slice(func(i int) app.UI {
		b := blocks[i]
		return app.P().Class("kind-" + string(b.Kind)).Text(cut(a.Slice(b.Start, b.End), 300))
	}))
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
	a := v.m.arrivals
	if i, err := strconv.Atoi(dataOf(ctx, "i")); a != nil && err == nil && i >= 0 && i < len(a.items) {
		return &a.items[i]
	}
	return nil
}

func (v *arrivalView) onTick(ctx app.Context, _ app.Event) {
	if one := v.at(ctx); one != nil {
		one.on = ctx.JSSrc().Get("checked").Bool()
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
