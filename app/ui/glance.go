package ui

import (
	"encoding/json"
	"iter"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/problem"
	"claimlight/app/span"
)

const (
	// glanceBytes is about how much text with its marks is kept for the next
	// start: several screens full.
	glanceBytes = 20_000
	// glanceMarks is how many bytes of it marks may be, also those in sight: it
	// ends before the block that has more.
	glanceMarks = 100_000
	// glanceRest is how long nothing must be marked before it is kept, so that this
	// does not come between two marks; who leaves has it kept at once (Hidden).
	glanceRest = time.Second
)

// glance is what web/start.js shows of an article while the program loads: the
// text in sight when the page was left and what follows it, with its marks.
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
	// Runs are the marked runs of each block, three numbers for one: from, to,
	// in UTF-16 code units of the block, and which of Marks it is.
	Runs  [][]int         `json:"runs"`
	Marks []paint.Element `json:"marks"`
	// Looks are the classes of a mark by the digit of its tag.
	Looks map[string]string `json:"looks"`

	which map[paint.Element]int // where each stands in Marks
	size  int                   // of Runs and Marks, about, in bytes
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
	page := m.ws.Page(a.ID)
	if last < first || last >= len(a.Blocks) || page == nil {
		return
	}
	g := glance{
		Project: m.ws.Project().Info().ID, Article: a.ID, Language: a.Meta.Language, Meta: m.metaLine(a),
		First: first, Place: m.ports.Paper.View().Y, Top: m.lineTop(a.Blocks[first].Start),
		Looks: map[string]string{}, which: map[paint.Element]int{},
	}
	if titled(a) {
		g.Title = madeTitle(a)
	}
	painter := paint.Painter{Look: m.look} // its own: what is selected will not be
	for i, size := first, 0; i < len(a.Blocks) && (i <= last || size+g.size < glanceBytes); i++ {
		b := a.Blocks[i]
		if !g.addRuns(painter.Runs(a, i, page.Blocks.At(i))) {
			break
		}
		text := a.Slice(b.Start, b.End)
		g.Blocks = append(g.Blocks, [2]string{string(b.Kind), text})
		size += len(text)
	}
	for t := range m.project().Tags.All() {
		if t.Digit != "" {
			g.Looks[t.Digit] = m.look(t.ID).Alone()
		}
	}
	m.ports.Prefs.Set("glance", g.encode())
}

// addRuns adds the runs of the next block; false if there is no room for them.
func (g *glance) addRuns(all iter.Seq[paint.Run]) bool {
	const runBytes, elementBytes = len("1000,1010,10,"), len(`{"class":"","starts":"","code":"","ends":""},`)
	runs, had := []int{}, len(g.Marks)
	for r := range all {
		i, known := g.which[r.Element]
		if e := r.Element; !known {
			i = len(g.Marks)
			g.which[e] = i
			g.Marks = append(g.Marks, e)
			g.size += elementBytes + len(e.Class) + len(e.Starts) + len(e.Code) + len(e.Ends)
		}
		runs = append(runs, int(r.From), int(r.To), i)
		if g.size += runBytes; g.size > glanceMarks {
			g.Marks = g.Marks[:had] // the others are of this block alone
			return false
		}
	}
	g.Runs = append(g.Runs, runs)
	return true
}

// encode is what is kept of a glance, "" where it shows nothing.
func (g *glance) encode() string {
	if len(g.Blocks) == 0 {
		return ""
	}
	if g.Marks == nil {
		g.Marks = []paint.Element{}
	}
	data, err := json.Marshal(g)
	if err != nil {
		return ""
	}
	return string(data)
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
	Tapped   bool   // word by word: the next tap widens what is selected
	Deeds    []Deed // what was done there, in order
	Hash     string // the fragment of a link that was followed, "" for none
}

// Stretch is a part of the text that stood in for the program: each end a block
// and an offset in it, UTF-16 code units. They are the same if it is nothing.
type Stretch struct {
	From, To [2]int
	Fine     bool // not whole words
}

// Deed is what was done while the program was loading: a key was pressed, or a
// tag.
type Deed struct {
	Key      Key
	Tag      annotation.TagID // "" if it was a key
	Shift    bool             // was held with the tag
	Selected Stretch          // at that time
}

// takeOver leaves the reader where the stand-in was: the same line at the same
// place, what was done there done, the same words selected. It comes when the
// screens are mounted and before they are painted for the first time.
func (m *Model) takeOver(s StandIn) {
	a := m.ports.Paper.Article()
	here := a != nil && string(a.ID) == s.Article && s.Block >= 0 && s.Block < len(a.Blocks)
	whole := here || len(s.Deeds) == 0
	if here {
		m.scrollTo(a, s.Block, s.Offset)
		whole = m.catchUpAll(a, s.Deeds)
		if m.reselect(a, s.Selected) {
			m.tapped = s.Tapped
		}
	}
	if !whole {
		m.fail(problem.Newf("meanwhile", "Please do it again.", "Not all that you did while the program was loading could be taken over."))
	}
	if s.Hash != "" {
		m.goTo(parseRoute(s.Hash))
	}
}

// catchUpAll does what was done, in order; false if something of it comes to
// nothing. What hangs on that comes to nothing, too: there an undo took back what
// was done before it, and a key without words of its own meant the mark of before;
// here both would mean work of another time.
func (m *Model) catchUpAll(a *article.Article, deeds []Deed) (whole bool) {
	whole = true
	var done []bool // whether each that was not taken back changed something
	for _, d := range deeds {
		if takesBack(d) {
			if last := len(done) - 1; last >= 0 {
				if done[last] {
					whole = m.catchUp(a, d) && whole
				}
				done = done[:last]
			}
			continue
		}
		before, last := m.project(), len(done)-1
		hangs := d.Selected.From == d.Selected.To && last >= 0 && !done[last]
		came := !hangs && m.catchUp(a, d)
		done = append(done, came && m.project() != before)
		whole = whole && came
	}
	return whole
}

// takesBack reports whether a deed is an undo, as web/meanwhile.js takes it down.
func takesBack(d Deed) bool { return d.Tag == "" && d.Key.Ctrl }

// catchUp does what was done to the article before the program was there;
// false if nothing comes of it.
func (m *Model) catchUp(a *article.Article, d Deed) bool {
	if m.sheet != "" {
		return false
	}
	if !m.reselect(a, d.Selected) {
		m.unwait()
	}
	switch {
	case m.pending.Empty() && d.Selected.From != d.Selected.To:
		return false // it was meant for words, and not for a mark that is there
	case d.Tag == "":
		return m.Press(d.Key)
	case m.project().Tag(d.Tag) == nil:
		return false
	}
	m.useTag(d.Tag, d.Shift)
	return true
}

// reselect selects what was selected in the stand-in; false if that is nothing.
func (m *Model) reselect(a *article.Article, s Stretch) bool {
	selected := snap(a, span.Span{Start: pointOf(a, s.From), End: pointOf(a, s.To)}, s.Fine)
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
