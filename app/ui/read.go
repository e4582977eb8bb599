package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// readView is the reading room: the articles, the tags, the text, the margin.
type readView struct {
	app.Compo
	m   *Model
	Rev int
}

// OnMount hands the empty elements to the paper.
func (v *readView) OnMount(app.Context) {
	v.m.attach()
	v.m.whenDrawn(v.m.ports.Paper.Focus) // which needs the page laid out, as the drawing does
	v.m.touch()
}

// OnDismount takes them back.
func (v *readView) OnDismount() { v.m.ports.Paper.Detach() }

// Render draws the furniture. The element "paper" stays empty here for ever:
// what is in it belongs to the port of that name.
func (v *readView) Render() app.UI {
	m := v.m
	a := m.article()
	class := "room-grid"
	if m.reader.List {
		class += " no-list"
	}
	return app.Div().Class(class).Body(
		m.list(),
		app.Main().ID("stage").Class("stage", m.stageClass()).Aria("label", "Article").Body(
			&tagBar{m: m, Edition: m.edition(), Pen: string(m.pen), Waiting: !m.pending.Empty(), Addable: m.addable(), Reader: m.reader, Drawn: !m.unseen},
			app.Div().Class("desk").Body(
				app.Div().Class("room").Body(
					heading(m, a),
					app.Article().ID("paper").Class("paper").TabIndex(0).Aria("label", "Text of the article").Lang(a.Meta.Language),
					finishing(v, a),
				),
				m.margin(),
			),
			&bar{m: m, Rev: m.revIf(!m.pending.Empty())},
			app.Div().ID("grips").Class("grips"),
		),
	)
}

func (m *Model) stageClass() string {
	switch {
	case m.pen != "":
		return "penned"
	case m.caret != nil:
		return "careted"
	}
	return ""
}

// heading is what is known about the article. A title that was made from the
// first words is shown as such; a headline stands in the text itself.
func heading(m *Model, a *article.Article) app.UI {
	return app.Div().Class("heading").Body(
		app.If(titled(a), func() app.UI { return app.H1().Dir("auto").Text(madeTitle(a)) }),
		app.P().ID("meta").Class("meta").Text(m.metaLine(a)),
		unplacedLine(m),
		// it stays, since its going would move the text under the finger
		app.P().Class("meta", "phone").Text("Tap the first word of a claim, then the last one, then a tag below."),
	)
}

// unplacedLine leads to the marks without a place in a corrected text.
func unplacedLine(m *Model) app.UI {
	n := 0
	if a := m.article(); a != nil && m.ws != nil {
		n = m.ws.Unplaced(a.ID)
	}
	return app.P().Class("meta").Hidden(n == 0).Body(
		app.Button().ID("unplaced-open").Class("button", "quiet").OnMouseDown(keepSelection).Text(plural(n, "mark", "marks") + " without a place in this text").OnClick(m.onUnplaced),
	)
}

func (m *Model) onUnplaced(app.Context, app.Event) { m.openUnplaced() }

func madeTitle(a *article.Article) string {
	if a.Meta.TitleMade {
		return a.Meta.Title + "\u00a0…"
	}
	return a.Meta.Title
}

// metaLine says what is known, and what is not.
func (m *Model) metaLine(a *article.Article) string {
	s := "Article " + itoa(m.placeOf(a)+1) + " of " + itoa(len(m.articles())) + " · " + known("source", a.Meta.Source)
	if a.Meta.Byline != "" {
		s += " · by " + a.Meta.Byline
	}
	return s + " · " + known("date", a.Meta.Date) + " · " + plural(a.Words(), "word", "words")
}

func known(what, value string) string {
	if value == "" {
		return what + " unknown"
	}
	return value
}

// finishing is the end of the article: done, and on.
func finishing(v *readView, a *article.Article) app.UI {
	done := v.m.project().State(a.ID) == project.Done
	words := "Done with this article"
	if done {
		words = "✓ Done. Take it up again"
	}
	return app.Div().Class("finish").Body(
		v.unspokenView(a),
		app.Button().ID("done").Class("button").Aria("pressed", done).Text(words).OnClick(v.onDone),
		app.Button().ID("done-next").Class("button", "quiet").Title("Ctrl+Enter").Text("Done, and on to the next").OnClick(v.onNext),
	)
}

func (v *readView) onDone(app.Context, app.Event) { v.m.finish(false); v.m.touch() }
func (v *readView) onNext(app.Context, app.Event) { v.m.finish(true); v.m.touch() }

// tagBar is the row of tags above the text, below it on a phone.
type tagBar struct {
	app.Compo
	m       *Model
	Edition int
	Pen     string // a tag's ID
	Waiting bool   // a selection waits for a tag
	Addable bool   // it may join the selected mark
	Reader  Reader
	Drawn   bool // the text is on the screen
	unfolds bool // what is folded away is there, and stays while articles are turned
}

// Render draws a chip a tag, with its digit, and the look of the text.
func (v *tagBar) Render() app.UI {
	m := v.m
	v.unfolds = v.unfolds || v.Drawn
	tags := m.codebook().Tags
	return app.Div().Class("tags").Role("toolbar").Aria("label", "Tags").Body(
		app.Div().Class("chips").OnMouseDown(keepSelection).Body(
			app.Range(tags).Slice(func(i int) app.UI { return m.chip(tags[i], v.onTag, m.pen == tags[i].ID) }),
			// it stays, since its coming would move the tags under the finger
			app.Button().Class("chip", "more", "phone").Text("Note").Disabled(m.pending.Empty()).OnClick(v.onNote),
			app.If(m.addable(), func() app.UI {
				return app.Button().Class("chip", "more", "phone").Text("Add piece").OnClick(v.onPiece)
			}),
		),
		app.Details().Class("looks").Body(
			app.Summary().Title("How the text looks").Aria("label", "How the text looks").Text("Aa"),
			app.If(v.unfolds, v.sheet),
		),
	)
}

// sheet is how the text looks. It is folded away, and so can come after the text.
func (v *tagBar) sheet() app.UI {
	look := v.m.reader
	return app.Div().Class("sheet").Body(
		app.Div().Body(
			app.Button().Class("button", "quiet").Aria("label", "Smaller text").Text("A−").OnClick(v.onSmaller),
			app.Button().Class("button", "quiet").Aria("label", "Larger text").Text("A+").OnClick(v.onLarger),
		),
		app.Div().Body(
			app.Button().Class("button", "quiet").Text("Narrower").OnClick(v.onNarrower),
			// said, since in a narrow window no line gets longer than that
			app.Output().Class("now").Text(widths[look.Width]),
			app.Button().Class("button", "quiet").Text("Wider").OnClick(v.onWider),
		),
		app.Div().Role("group").Aria("label", "Colors").Body(
			app.Range(themes).Slice(func(i int) app.UI {
				return app.Button().Class("button", "quiet").DataSet("theme", themes[i].id).Aria("pressed", look.Theme == themes[i].id).Text(themes[i].name).OnClick(v.onTheme)
			}),
		),
		app.Div().Body(app.Button().Class("button", "quiet", "wide-only").Text("Show or hide the list").OnClick(v.onList)),
	)
}

var themes = []struct{ id, name string }{{"", "As the device"}, {"light", "Light"}, {"dark", "Dark"}}

// chip is a tag as a button. The colors come by class, since styles in
// attributes are forbidden on this page.
func (m *Model) chip(t *annotation.Tag, f app.EventHandler, on bool) app.UI {
	chip := app.Button().Class("chip", "tag", "t-"+itoa(t.Color), "cue-"+string(t.Cue)).DataSet("id", string(t.ID)).
		Title(t.Definition).Aria("pressed", on).OnClick(f).Body(
		app.B(), app.Span().Class("name").Text(t.Name),
		app.If(t.Digit != "", func() app.UI { return app.Span().Class("key").Text(t.Digit) }),
	)
	if m.still {
		chip.DataSet("mark", m.look(t.ID).Alone()) // for web/meanwhile.js
	}
	return chip
}

// keepSelection stops a press on what lies in an element from taking the
// selection of the text, and the focus, away.
func keepSelection(_ app.Context, e app.Event) { e.PreventDefault() }

func (m *Model) addable() bool { return m.current() != nil && !m.pending.Empty() }

func (v *tagBar) onTag(ctx app.Context, e app.Event) {
	v.m.useTag(annotation.TagID(dataOf(ctx, "id")), e.Get("shiftKey").Truthy())
}
func (v *tagBar) onNote(app.Context, app.Event)  { v.m.writeNote(); v.m.touch() }
func (v *tagBar) onPiece(app.Context, app.Event) { v.m.addPiece(); v.m.touch() }

func (v *tagBar) size(by int) {
	r := v.m.reader
	r.Size += by
	v.m.setReader(r)
}

func (v *tagBar) width(by int) {
	r := v.m.reader
	r.Width += by
	v.m.setReader(r)
}

func (v *tagBar) onSmaller(app.Context, app.Event)  { v.size(-1) }
func (v *tagBar) onLarger(app.Context, app.Event)   { v.size(1) }
func (v *tagBar) onNarrower(app.Context, app.Event) { v.width(-1) }
func (v *tagBar) onWider(app.Context, app.Event)    { v.width(1) }

func (v *tagBar) onTheme(ctx app.Context, _ app.Event) {
	r := v.m.reader
	r.Theme = dataOf(ctx, "theme")
	v.m.setReader(r)
}

func (v *tagBar) onList(app.Context, app.Event) {
	r := v.m.reader
	r.List = !r.List
	v.m.setReader(r)
}

// bar appears by the selection.
type bar struct {
	app.Compo
	m   *Model
	Rev int
}

// Render draws the bar while something waits for a tag.
func (v *bar) Render() app.UI {
	m := v.m
	if m.pending.Empty() {
		return app.Div().ID("bar").Class("bar").Hidden(true)
	}
	tags := m.codebook().Tags
	return app.Div().ID("bar").Class("bar").Role("toolbar").Aria("label", "Tag the selected text").OnMouseDown(keepSelection).Body(
		app.Range(tags).Slice(func(i int) app.UI {
			t := tags[i]
			return app.Button().Class("chip", "tag", "t-"+itoa(t.Color), "cue-"+string(t.Cue)).DataSet("id", string(t.ID)).
				Title(t.Name).Aria("label", t.Name).OnClick(v.onTag).Body(
				app.B(), app.Span().Text(shortName(t)),
			)
		}),
		v.more("Note", "note", v.onNote),
		v.more("Sentence", "sentence", v.onSentence),
		v.more("All repeats", "repeats", v.onRepeats),
		app.If(m.addable(), func() app.UI { return v.more("Add to mark", "piece", v.onPiece) }),
	)
}

// shortName is what a tag is called where there is no room: its digit, or its
// letter.
func shortName(t *annotation.Tag) string {
	if t.Digit != "" {
		return t.Digit
	}
	return t.Code()
}

func (v *bar) more(words, id string, f app.EventHandler) app.UI {
	letter := ""
	for _, a := range actions {
		if a.id == id && !v.m.keymap.Off {
			letter = v.m.keymap.letter(a)
		}
	}
	return app.Button().Class("chip", "more").DataSet("act", id).OnClick(f).Body(
		app.Text(words), app.If(letter != "", func() app.UI { return app.Span().Class("key").Text(letter) }),
	)
}

func (v *bar) onTag(ctx app.Context, _ app.Event) {
	v.m.useTag(annotation.TagID(dataOf(ctx, "id")), false)
}
func (v *bar) onNote(app.Context, app.Event)     { v.m.writeNote(); v.m.touch() }
func (v *bar) onSentence(app.Context, app.Event) { v.m.widen(); v.m.touch() }
func (v *bar) onRepeats(app.Context, app.Event)  { v.m.openRepeats(); v.m.touch() }
func (v *bar) onPiece(app.Context, app.Event)    { v.m.addPiece(); v.m.touch() }

// arrange puts what floats above the paper where it belongs, once it is drawn
// and has a size: it writes what is to be measured, measures, and only then
// moves things, so that the browser lays the page out once.
func (m *Model) arrange() {
	m.fillFields()
	m.growLists()
	m.followClass()
	if m.ws == nil || m.route.Screen != screenRead || m.ports.Paper.Article() == nil || m.unseen {
		return
	}
	m.fillCard()
	m.fillMargin()
	bar, cards, grips := m.measureBar(), m.ports.Paper.Measure(), m.grips()
	if an := m.current(); m.uncover && an != nil {
		m.ports.Paper.Uncover("open-card", an.Pieces[0].Span)
	}
	m.uncover = false
	bar()
	cards()
	grips()
}

// measureBar finds the place of the bar below the selection, or above it at
// the foot of the screen.
func (m *Model) measureBar() (place func()) {
	if m.pending.Empty() {
		return func() {}
	}
	w, h := m.ports.Paper.Size("bar")
	view := m.ports.Paper.View()
	last := m.ports.Paper.LastBox(m.pending)
	x := min(max(last.X, view.X+8), view.X+view.W-w-8)
	y := last.Y + last.H + 8
	if y+h > view.Y+view.H {
		y = m.ports.Paper.Box(m.pending).Y - h - 8
	}
	return func() { m.ports.Paper.Place("bar", max(x, 8), max(y, view.Y+8)) }
}
