package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
)

// Of a text, the first paragraphs are shown, each cut where it is long.
const (
	firstBlocks  = 4
	firstLetters = 300
)

// manyTexts is how many texts of one file can be chosen to be looked at.
const manyTexts = 500

// text shows what was read as a text, of several the one that is chosen.
func (v *arrivalView) text(i int, one *arrival) app.UI {
	a := one.texts[min(one.at, len(one.texts)-1)]
	return app.Div().Body(
		v.which(i, one),
		knownList(one, a),
		app.P().Class("size").Text(sizeWords(a)),
		app.If(!one.whole, func() app.UI { return excerpt(a) }).Else(func() app.UI { return &wholeText{Of: a} }),
		app.Div().Class("excerpt-foot").Body(
			app.Span().Class("hint").Hidden(one.whole || len(a.Blocks) <= firstBlocks).Text("… and "+plural(len(a.Blocks)-firstBlocks, "more paragraph", "more paragraphs")),
			app.Button().Class("link").DataSet("i", i).Hidden(!longer(a)).Aria("expanded", strconv.FormatBool(one.whole)).Text(wholeWords(one.whole)).OnClick(v.onWhole),
		),
	)
}

// longer reports whether an excerpt leaves out some of a text.
func longer(a *article.Article) bool {
	for i, b := range a.Blocks {
		if i >= firstBlocks || b.End-b.Start > firstLetters {
			return true
		}
	}
	return false
}

func wholeWords(whole bool) string {
	if whole {
		return "Show only the beginning"
	}
	return "Show the whole text"
}

// sizeWords say how long a text is.
func sizeWords(a *article.Article) string {
	words := plural(a.Words(), "word", "words") + " in " + plural(len(a.Blocks), "paragraph", "paragraphs")
	if a.Meta.TitleMade {
		words += ". It has no headline; its first words are its title"
	}
	return words + "."
}

// knownList is what the file says of a text. Where it says nothing at all, as
// plain texts do, nothing is listed.
func knownList(one *arrival, a *article.Article) app.UI {
	var list []app.UI
	if len(one.texts) > 1 {
		list = append(list, app.Dt().Text("Title"), app.Dd().Dir("auto").Text(a.Meta.Title))
	}
	for _, fact := range factsOf(a.Meta) {
		switch {
		case fact[1] != "":
			list = append(list, app.Dt().Text(fact[0]), app.Dd().Dir("auto").Text(fact[1]))
		case a.Meta.Byline+a.Meta.Source+a.Meta.Date != "":
			list = append(list, app.Dt().Text(fact[0]), app.Dd().Class("none").Text("not found"))
		}
	}
	return app.Dl().Class("known").Hidden(len(list) == 0).Body(list...)
}

// which is a field for the text to look at, where a file holds several.
func (v *arrivalView) which(i int, one *arrival) app.UI {
	shown := one.texts[:min(len(one.texts), manyTexts)]
	return app.Label().Class("choose").Hidden(len(one.texts) < 2).Body(
		app.Span().Text("Look at"),
		app.If(len(one.texts) > 1, func() app.UI {
			return app.Select().DataSet("i", i).OnChange(v.onWhich).Body(app.Range(shown).Slice(func(k int) app.UI {
				return app.Option().Value(itoa(k)).Selected(k == one.at).Text(itoa(k+1) + " of " + itoa(len(one.texts)) + ": " + cut(shown[k].Meta.Title, 60))
			}))
		}),
	)
}

func (v *arrivalView) onWhich(ctx app.Context, _ app.Event) {
	if one := v.at(ctx); one != nil {
		if k, err := strconv.Atoi(ctx.JSSrc().Get("value").String()); err == nil && k >= 0 && k < len(one.texts) {
			one.at = k
		}
	}
	v.m.touch()
}

func (v *arrivalView) onWhole(ctx app.Context, _ app.Event) {
	if one := v.at(ctx); one != nil {
		one.whole = !one.whole
	}
	v.m.touch()
}

// excerpt is the beginning of a text, so that one sees what was taken for it.
func excerpt(a *article.Article) app.UI {
	blocks := a.Blocks[:min(len(a.Blocks), firstBlocks)]
	return app.Div().Class("excerpt").Dir("auto").Body(app.Range(blocks).Slice(func(i int) app.UI {
		b := blocks[i]
		return app.P().Class("kind-" + string(b.Kind)).Text(cut(a.Slice(b.Start, min(b.End, b.Start+firstLetters+1)), firstLetters))
	}))
}

// wholeText is a text to be read to its end. It grows as it is scrolled: a book
// drawn at once would hold the page.
type wholeText struct {
	app.Compo
	Of *article.Article

	of  article.ID // which text the rest is of
	far int        // how many code points of it are drawn
}

// How much of a whole text is drawn at a time: code points, and paragraphs.
const (
	stepLetters = 20_000
	stepBlocks  = 200
)

// Render draws it as far as it has grown.
func (v *wholeText) Render() app.UI {
	a := v.Of
	if v.of != a.ID {
		v.of, v.far = a.ID, grown(a, 0)
	}
	n := 0
	for n < len(a.Blocks) && a.Blocks[n].Start < v.far {
		n++
	}
	return app.Div().Class("excerpt", "whole").Dir("auto").TabIndex(0).Role("region").Aria("label", "The whole text of "+a.Meta.Title).OnScroll(v.onScroll).Body(
		app.Range(a.Blocks[:n]).Slice(func(i int) app.UI {
			b := a.Blocks[i]
			return app.P().Class("kind-" + string(b.Kind)).Text(a.Slice(b.Start, min(b.End, v.far)))
		}),
	)
}

// grown is how far a text is drawn in the next step.
func grown(a *article.Article, far int) int {
	next := far + stepLetters
	if i := a.BlockAt(far) + stepBlocks; i < len(a.Blocks) {
		next = min(next, max(a.Blocks[i].End, far+1))
	}
	return min(next, a.Len())
}

// onScroll adds to the text before its end is reached.
func (v *wholeText) onScroll(ctx app.Context, _ app.Event) {
	box := ctx.JSSrc()
	height := box.Get("clientHeight").Int()
	if box.Get("scrollTop").Int()+3*height > box.Get("scrollHeight").Int() {
		v.far = grown(v.Of, v.far)
	}
}
