package ui

import (
	"cmp"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/workspace"
)

// allCards is up to how many marks all cards are drawn; beyond that only those
// near what is in sight.
const allCards = 120

// margin is the column of cards beside the text: one a mark, in reading
// order, each level with its mark.
type margin struct {
	app.Compo
	m   *Model
	Rev int
}

// Render draws the cards in sight.
func (v *margin) Render() app.UI {
	cards := v.m.cards()
	total := 0
	if page := v.m.page(); page != nil {
		total = len(page.All)
	}
	return app.Aside().ID("margin").Class("margin").Aria("label", "Marks").Body(
		app.If(total == 0, func() app.UI {
			return app.P().Class("empty").Text("Select some text, then choose a tag. Your marks appear here. With the keyboard alone, press v to select.")
		}),
		app.Div().ID("cards").Class("cards").Role("list").Body(
			app.Range(cards).Slice(func(i int) app.UI {
				return &card{m: v.m, ID: string(cards[i].ID), Rev: v.m.rev}
			}),
		),
	)
}

// cards are the marks whose cards are drawn.
func (m *Model) cards() []*annotation.Annotation {
	page := m.page()
	if page == nil {
		return nil
	}
	if len(page.All) <= allCards || m.ports.Paper.Article() == nil {
		return page.All
	}
	return m.nearCards(page)
}

// nearCards are the marks that start in or near the blocks in sight, and the
// selected one.
func (m *Model) nearCards(page *workspace.Page) []*annotation.Annotation {
	first, last := m.ports.Paper.Visible()
	first, last = max(first-3, 0), min(last+3, len(page.Blocks)-1)
	if last < first {
		return nil
	}
	from, to := page.Article.Blocks[first].Start, page.Article.Blocks[last].End
	lo, _ := slices.BinarySearchFunc(page.All, from, func(an *annotation.Annotation, p int) int { return an.Start() - p })
	hi, _ := slices.BinarySearchFunc(page.All, to, func(an *annotation.Annotation, p int) int { return an.Start() - p })
	cards := page.All[lo:min(hi, lo+allCards)]
	if an := m.current(); an != nil && !slices.Contains(cards, an) {
		cards = slices.SortedFunc(slices.Values(append(slices.Clone(cards), an)), annotation.Compare)
	}
	return cards
}

// placeCards puts each card level with its mark; the open one stands exactly
// there.
func (m *Model) placeCards() {
	cards := m.cards()
	points := make([]int, len(cards))
	anchor := -1
	for i, an := range cards {
		points[i] = an.Start()
		if an.ID == m.selected {
			anchor = i
		}
	}
	m.ports.Paper.Stack("cards", m.ports.Paper.Tops(points), 6, anchor)
}

// card is one mark in the margin; the selected one is open and can be edited.
type card struct {
	app.Compo
	m   *Model
	ID  string
	Rev int
}

// CompoID tells go-app which card is which when their order changes.
func (v *card) CompoID() string { return v.ID }

// Render draws the card.
func (v *card) Render() app.UI {
	an := v.m.project().Annotation(annotation.ID(v.ID))
	if an == nil {
		return app.Div().Hidden(true)
	}
	look := "t-x"
	cue := "cue-solid"
	if len(an.Tags) > 0 {
		l := v.m.look(an.Tags[0])
		look, cue = "t-"+colorName(l.Color), "cue-"+string(l.Cue)
	}
	if an.ID == v.m.selected {
		return app.Section().ID("open-card").Class("card", "open", look, cue).Role("listitem").DataSet("id", v.ID).Body(v.open(an)...)
	}
	return app.Section().Class("card", look, cue).Role("listitem").DataSet("id", v.ID).Body(
		app.Button().Class("pick").OnClick(v.onPick).Body(
			app.Span().Class("tagname").Text(v.m.tagNames(an)),
			app.Span().Class("aside").Text(v.m.asideOf(an)),
			app.Span().Class("quote").Dir("auto").Text(cut(an.Quote(), 90)),
			app.If(an.Note != "", func() app.UI { return app.Span().Class("said").Dir("auto").Text(cut(an.Note, 120)) }),
		),
	)
}

func colorName(c int) string {
	if c < 0 {
		return "x"
	}
	return itoa(c)
}

// cut shortens a text to a number of characters, at the end of a word if one
// ends near there.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	short := string(r[:n-1])
	if space := strings.LastIndexByte(short, ' '); space > len(short)*3/4 {
		short = short[:space]
	}
	return short + "…"
}

// otherPerson is whose mark it is, "" if it is that of who is working here.
func (m *Model) otherPerson(an *annotation.Annotation) string {
	if an.Creator == m.project().Info().Annotator || an.Creator == "" {
		return ""
	}
	if p := m.project().Person(an.Creator); p != nil {
		return cmp.Or(p.Nickname, p.Name, "by someone else")
	}
	return "by someone else"
}

// asideOf is what stands at the end of a card's first line: who speaks.
func (m *Model) asideOf(an *annotation.Annotation) string {
	var said []string
	if who := m.otherPerson(an); who != "" {
		said = append(said, who)
	}
	for _, a := range m.codebook().Attributes {
		if value := an.Value(a.ID); value != "" {
			said = append(said, a.ChoiceName(value))
		}
	}
	return strings.Join(said, " · ")
}

func (v *card) onPick(app.Context, app.Event) {
	v.m.unwait()
	v.m.choose(annotation.ID(v.ID), true)
}

// open is the inside of the card of the selected mark.
func (v *card) open(an *annotation.Annotation) []app.UI {
	m := v.m
	return []app.UI{
		app.H3().Body(app.Span().Class("tagname").Text(m.tagNames(an)), app.Span().Class("aside").Text(strings.Trim(m.otherPerson(an)+" · "+piecesWords(an), " ·"))),
		app.P().Class("quote").Dir("auto").Text(cut(an.Quote(), 160)),
		app.Div().Class("fields").Body(m.fields(an, v)...),
		app.Label().Class("field").Body(
			app.Span().Text("Note"),
			app.Textarea().ID("note").Rows(2).Dir("auto").OnInput(v.onNote).OnBlur(v.onLeave),
		),
		v.tagChips(an),
		app.Div().Class("acts").Body(
			app.Button().Class("link").DataSet("act", "repeats").Text("All repeats").OnClick(v.onRepeats),
			app.Button().Class("link").DataSet("act", "sentence").Text("Sentence").OnClick(v.onSentence),
			app.If(len(an.Pieces) > 1, func() app.UI {
				return app.Button().Class("link").DataSet("act", "drop-piece").Text("Drop the last piece").OnClick(v.onDropPiece)
			}),
			app.Button().Class("link", "danger").DataSet("act", "remove").Title("Delete").Text("Remove").OnClick(v.onRemove),
		),
	}
}

func piecesWords(an *annotation.Annotation) string {
	if len(an.Pieces) < 2 {
		return ""
	}
	return plural(len(an.Pieces), "piece", "pieces")
}

// tagChips are all tags, those of the mark pressed.
func (v *card) tagChips(an *annotation.Annotation) app.UI {
	tags := v.m.codebook().Tags
	return app.Div().Class("chips").Role("group").Aria("label", "Tags of this mark").Body(
		app.Range(tags).Slice(func(i int) app.UI { return v.m.chip(tags[i], v.onTag, an.HasTag(tags[i].ID)) }),
	)
}
