package ui

import (
	"encoding/json"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
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
	// Looks are the classes of a mark by the digit of its tag.
	Looks map[string]string `json:"looks,omitempty"`
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
	g.Looks = map[string]string{}
	for t := range m.project().Tags.All() {
		if t.Digit != "" {
			g.Looks[t.Digit] = "a" + itoa(t.Color) + " a-" + string(t.Cue)
		}
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
	Article  string  // "" if there was none
	Block    int     // the first block in sight
	Offset   float64 // how far its first line stands below the upper edge of what scrolls, CSS pixels
	Selected Stretch
	Tapped   bool // word by word: the next tap widens what is selected
	// HandOver returns what was done there, in order. From then on keys and
	// presses are the program's. nil if there was no stand-in.
	HandOver func() []Deed
}

// Stretch is a part of the text that stood in for the program: each end a block
// and an offset in it, UTF-16 code units. They are the same if it is nothing.
type Stretch struct{ From, To [2]int }

// Deed is what was done while the program was loading: a key was pressed, or a
// tag, or a link.
type Deed struct {
	Key      Key              // its Name is "" if it was none
	Tag      annotation.TagID // "" if it was none
	Hash     string           // where a link leads to, without its sign; "" if it was none
	Selected Stretch          // at that time
	Fine     bool             // not whole words
}

// takeOver leaves the reader where the stand-in was: the same line at the same
// place, what was done there done, the same words selected. It comes when the
// screens are mounted and before they are painted for the first time.
func (m *Model) takeOver(s StandIn) {
	a := m.ports.Paper.Article()
	here := a != nil && string(a.ID) == s.Article && s.Block >= 0 && s.Block < len(a.Blocks)
	if here {
		m.scrollTo(a, s.Block, s.Offset)
	}
	whole := true
	if s.HandOver != nil {
		for _, d := range s.HandOver() {
			whole = m.catchUp(d, here) && whole
		}
	}
	if !whole {
		m.fail(problem.Newf("meanwhile", "Please do it again.", "What you did while the program was loading could not be taken over."))
	}
	if here && m.article() == a && m.reselect(a, s.Selected, false) {
		m.tapped = s.Tapped
	}
}

// catchUp does what was done before the program was there; false if that
// cannot be. here says that it was done on the article that is shown.
func (m *Model) catchUp(d Deed, here bool) bool {
	switch {
	case d.Hash != "":
		m.goTo(parseRoute(d.Hash))
	case !here || m.route.Screen != screenRead || m.sheet != "":
		return false
	default:
		m.reselect(m.article(), d.Selected, d.Fine)
		if d.Tag == "" {
			m.Press(d.Key)
		} else if m.project().Tag(d.Tag) != nil {
			m.useTag(d.Tag, false)
		} else {
			return false
		}
	}
	return true
}

// reselect selects what was selected in the stand-in; false if that is nothing.
func (m *Model) reselect(a *article.Article, s Stretch, fine bool) bool {
	selected := snap(a, span.Span{Start: pointOf(a, s.From), End: pointOf(a, s.To)}, fine)
	if s.From == s.To || selected.Empty() {
		return false
	}
	m.ports.Paper.Select(selected)
	m.wait(selected)
	return true
}

// pointOf is the code point of a place in a block.
func pointOf(a *article.Article, spot [2]int) int {
	b := a.Blocks[min(max(spot[0], 0), len(a.Blocks)-1)]
	return min(a.FromUTF16(a.UTF16Of(b.Start)+article.UTF16(spot[1])), b.End)
}
