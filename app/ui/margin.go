package ui

import (
	"cmp"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/paint"
)

// allCards is up to how many marks all cards are drawn; beyond that only those
// near what is in sight, and no more than someCards, which fill the tallest
// screen.
const (
	allCards  = 120
	someCards = 40
)

// margin is the column of cards beside the text: one a mark, in reading
// order, each level with its mark. The closed ones are written by the paper, as
// HTML, since they come and go with every line that is scrolled; only the open
// card is a component.
type margin struct {
	app.Compo
	m     *Model
	Empty bool
	Near  bool // only the cards near what is in sight are drawn
	// What the open card shows: the mark, how tags and people look, and how the
	// mark stands to others.
	Mark    *annotation.Annotation
	Edition int
	Related digest
}

func (m *Model) margin() *margin {
	page, an := m.page(), m.current()
	return &margin{m: m, Empty: page == nil || page.Count == 0, Near: page != nil && page.Count > allCards, Mark: an, Edition: m.edition(), Related: m.relatedDigest(an)}
}

// Render draws the column. The list of cards is filled by the paper, and the
// open card, which is always there, is taken into it: go-app never moves it.
func (v *margin) Render() app.UI {
	class := "margin"
	if v.Near {
		class += " near"
	}
	return app.Aside().ID("margin").Class(class).Aria("label", "Marks").Body(
		// It hides instead of going: go-app would make all that comes after it anew.
		app.P().Class("empty").Hidden(!v.Empty).Text("Select some text, then choose a tag. Your marks appear here. With the keyboard alone, press v to select."),
		app.Div().ID("cards").Class("cards").Role("list"),
		app.P().ID("more").Class("more").Role("status"),
		app.Div().Class("open-home").Body(&card{m: v.m, Mark: v.Mark, Edition: v.Edition, Related: v.Related}),
	)
}

// cards are the marks whose cards are drawn, and how many more there are near
// what is in sight.
func (m *Model) cards() (marks []*annotation.Annotation, more int) {
	page := m.page()
	if page == nil {
		return nil, 0
	}
	first, last := 0, page.Starts.Len()-1
	if page.Count > allCards {
		first, last = m.ports.Paper.Visible()
		m.following.sight = [2]int{first, last}
		last = min(last+1, page.Starts.Len()-1)
	}
	if last < first {
		return nil, 0
	}
	marks = page.Between(first, last)
	if page.Count > allCards && len(marks) > someCards {
		marks, more = marks[:someCards], len(marks)-someCards
	}
	if an := m.current(); an != nil && an.Article == page.Article.ID && !slices.Contains(marks, an) {
		marks = slices.SortedFunc(slices.Values(append(slices.Clone(marks), an)), annotation.Compare)
	}
	return marks, more
}

// fillMargin writes the cards; Measure puts them in their places.
func (m *Model) fillMargin() {
	marks, more := m.cards()
	m.ports.Paper.Cards(marks, m.selected, m.edition(), m.appendCard)
	words := ""
	if more > 0 {
		words = "and " + plural(more, "more mark", "more marks") + " near here"
	}
	m.ports.Page.SetText("more", words)
}

// appendCard appends the HTML of the closed card of a mark.
func (m *Model) appendCard(b []byte, an *annotation.Annotation) []byte {
	c := paint.Card{ID: an.ID, Color: -1, Tags: m.tagNames(an), Aside: m.asideOf(an), Quote: cut(an.Quote(), 90), Note: cut(an.Note, 120)}
	if len(an.Tags) > 0 {
		look := m.look(an.Tags[0])
		c.Color, c.Cue = look.Color, look.Cue
	}
	return paint.AppendCard(b, c)
}

// card is the card of the selected mark, open and to be edited; hidden if none
// is selected.
type card struct {
	app.Compo
	m       *Model
	Mark    *annotation.Annotation
	Edition int
	Related digest
}

// Render draws the card.
func (v *card) Render() app.UI {
	an := v.Mark
	if an == nil {
		return app.Section().ID("open-card").Hidden(true)
	}
	look := "t-x"
	cue := "cue-solid"
	if len(an.Tags) > 0 {
		l := v.m.look(an.Tags[0])
		look, cue = "t-"+colorName(l.Color), "cue-"+string(l.Cue)
	}
	return app.Section().ID("open-card").Class("card", "open", look, cue).Hidden(false).Role("listitem").DataSet("id", string(an.ID)).Body(v.open(an)...)
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
		v.relations(an),
		m.asks(an, v),
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
	return app.Div().Class("chips").Role("group").Aria("label", "Tags of this mark").OnMouseDown(keepSelection).Body(
		app.Range(tags).Slice(func(i int) app.UI { return v.m.chip(tags[i], v.onTag, an.HasTag(tags[i].ID)) }),
	)
}
