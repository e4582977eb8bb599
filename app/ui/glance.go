package ui

import (
	"encoding/json"

	"claimlight/app/article"
	"claimlight/app/span"
)

// glanceBytes is about how much text is kept for the next start: several
// screens full.
const glanceBytes = 20_000

// glance is what web/start.js shows of an article while the program loads: the
// text in sight when the page was left and what follows it, in plain words.
type glance struct {
	Project  string      `json:"project"`
	Article  article.ID  `json:"article"`
	Language string      `json:"language,omitempty"`
	Title    string      `json:"title,omitempty"` // "" where the headline stands in the text
	Meta     string      `json:"meta"`
	First    int         `json:"first"` // the block with which Blocks begins
	Top      float64     `json:"top"`   // where its first line stands below the start of what scrolls, CSS pixels
	Place    float64     `json:"place"` // how far that is scrolled, CSS pixels
	Blocks   [][2]string `json:"blocks"`
}

// keepGlance keeps what is in sight of the article for the next start. It
// reads layout, and so is for moments of rest.
func (m *Model) keepGlance() {
	a := m.ports.Paper.Article()
	if a == nil || m.ws == nil || m.route.Screen != screenRead {
		return
	}
	first, last := m.ports.Paper.Visible()
	first = max(first-1, 0)
	if last < first || last >= len(a.Blocks) {
		return
	}
	g := glance{
		Project: m.ws.Project().Info().ID, Article: a.ID, Language: a.Meta.Language, Meta: m.metaLine(a),
		First: first, Place: m.ports.Paper.View().Y, Top: m.lineTop(a.Blocks[first].Start),
	}
	if titled(a) {
		g.Title = madeTitle(a)
	}
	for i, size := first, 0; i < len(a.Blocks) && (i <= last || size < glanceBytes); i++ {
		b := a.Blocks[i]
		text := a.Slice(b.Start, b.End)
		g.Blocks = append(g.Blocks, [2]string{string(b.Kind), text})
		size += len(text)
	}
	if data, err := json.Marshal(g); err == nil {
		m.ports.Prefs.Set("glance", string(data))
	}
}

// lineTop is the upper edge of the line on which a code point stands.
func (m *Model) lineTop(point int) float64 {
	return m.ports.Paper.Box(span.Span{Start: point, End: point + 1}).Y
}

// titled reports whether the title is shown above the text, since no headline
// stands in it.
func titled(a *article.Article) bool {
	return a.Meta.TitleMade || len(a.Blocks) > 0 && a.Blocks[0].Kind != article.Headline
}

// StandIn is how the reader left the text that stood in for the program while
// it was loading.
type StandIn struct {
	Article string  // "" if there was none
	Block   int     // the first block in sight
	Offset  float64 // how far its first line stands below the upper edge of what scrolls, CSS pixels
	// From and To are what is selected: a block and an offset in it, UTF-16
	// code units. They are the same if nothing is.
	From, To [2]int
}

// takeOver leaves the reader where the stand-in was: the same line at the same
// place, the same words selected. It comes when the screens are mounted and
// before they are painted for the first time.
func (m *Model) takeOver(s StandIn) {
	a := m.ports.Paper.Article()
	if a == nil || string(a.ID) != s.Article || s.Block < 0 || s.Block >= len(a.Blocks) {
		return
	}
	m.scrollTo(a, s.Block, s.Offset)
	selected := snap(a, span.Span{Start: pointOf(a, s.From), End: pointOf(a, s.To)}, false)
	if s.From != s.To && !selected.Empty() {
		m.ports.Paper.Select(selected)
		m.wait(selected)
	}
}

// pointOf is the code point of a place in a block.
func pointOf(a *article.Article, spot [2]int) int {
	b := a.Blocks[min(max(spot[0], 0), len(a.Blocks)-1)]
	return min(a.FromUTF16(a.UTF16Of(b.Start)+article.UTF16(spot[1])), b.End)
}
