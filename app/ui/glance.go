package ui

import (
	"encoding/json"
	"iter"
	"slices"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/problem"
	"claimlight/app/project"
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
	Project  string     `json:"project"`
	Article  article.ID `json:"article"`
	Language string     `json:"language,omitempty"`
	Title    string     `json:"title,omitempty"` // "" where the headline stands in the text
	Meta     string     `json:"meta"`
	First    int        `json:"first"` // the block with which Blocks begins
	Top      float64    `json:"top"`   // where its first line stands below the start of what scrolls, CSS pixels
	Place    float64    `json:"place"` // how far that is scrolled, CSS pixels
	Width    float64    `json:"width"` // of what scrolls, CSS pixels
	// Line is the line that is being read, for a window of another width: which of
	// Blocks it is in, how many UTF-16 code units come before it there, and how far
	// it stands below the row of tags, CSS pixels.
	Line   *[3]float64 `json:"line,omitempty"`
	Blocks [][2]string `json:"blocks"`
	// Runs are the marked runs of each block, three numbers for one: from, to,
	// in UTF-16 code units of the block, and which of Marks it is.
	Runs  [][]int         `json:"runs"`
	Marks []paint.Element `json:"marks"`
	// Looks are the classes of a mark by the digit of its tag, Tags the tags.
	Looks map[string]string           `json:"looks"`
	Tags  map[string]annotation.TagID `json:"tags"`

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
	point, below, top := m.ports.Paper.Line() // which may scroll
	first, last := m.ports.Paper.Visible()
	first = max(first-1, 0)
	page := m.ws.Page(a.ID)
	if last < first || last >= len(a.Blocks) || page == nil {
		return
	}
	view := m.ports.Paper.View()
	g := glance{
		Project: m.ws.Project().Info().ID, Article: a.ID, Language: a.Meta.Language, Meta: m.metaLine(a),
		First: first, Place: view.Y, Width: view.W, Top: m.lineTop(a.Blocks[first].Start),
		Looks: map[string]string{}, Tags: map[string]annotation.TagID{}, which: map[paint.Element]int{},
	}
	if !top {
		b := max(a.BlockAt(point), 0)
		g.Line = &[3]float64{float64(b - first), float64(a.UTF16Of(point) - a.UTF16Of(a.Blocks[b].Start)), below}
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
			g.Looks[t.Digit], g.Tags[t.Digit] = m.look(t.ID).Alone(), t.ID
		}
	}
	m.ports.Prefs.Set("glance", g.encode())
}

// forgetPlaces drops what is kept for the next start of a project that is no more.
func (m *Model) forgetPlaces(id string) {
	prefs := m.ports.Prefs
	var g glance
	if json.Unmarshal([]byte(prefs.Get("glance")), &g) == nil && g.Project == id {
		prefs.Set("glance", "")
	}
	prefs.Set(lastReadKey(id), "")
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
	Project  string   // "" if it was not made yet
	Article  string   // "" if there was none
	First    int      // the block with which Texts begins
	Texts    []string // of the blocks that were shown
	Block    int      // the first block in sight
	Offset   float64  // how far its first line stands below the upper edge of what scrolls, CSS pixels
	Selected Stretch
	Tapped   bool   // word by word: the next tap widens what is selected
	Deeds    []Deed // what was done there, in order
	Hash     string // the fragment of a link that was followed, "" for none
	Lost     bool   // something was done before the page was loaded again, to what is not shown any more
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

// shows reports whether what stood in for the program was this article of this
// project, with this text: another tab may have opened another project since, or
// brought in the same text with other paragraphs, and a place is meant in the
// words that were seen.
func (s *StandIn) shows(p project.Project, a *article.Article) bool {
	if s.Project != "" && s.Project != p.Info().ID || s.Article != string(a.ID) ||
		s.First < 0 || s.First+len(s.Texts) > len(a.Blocks) || s.Block < s.First || s.Block >= s.First+len(s.Texts) {
		return false
	}
	for i, text := range s.Texts {
		if b := a.Blocks[s.First+i]; a.Slice(b.Start, b.End) != text {
			return false
		}
	}
	return true
}

// takeOver leaves the reader where the stand-in was: the same line at the same
// place, what was done there done, the same words selected. It comes when the
// screens are mounted and before they are painted for the first time.
func (m *Model) takeOver(s StandIn) {
	a := m.ports.Paper.Article()
	here := a != nil && m.ws != nil && s.shows(m.project(), a)
	whole := !s.Lost && (here || len(s.Deeds) == 0)
	if here {
		m.scrollTo(a, s.Block, s.Offset)
		whole = m.catchUpAll(a, s.Deeds) && whole
		if m.reselect(a, s.Selected) {
			m.choose("", false) // the card of the last mark would come up over it
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

// outcome is what became of a deed that was not taken back.
type outcome struct{ came, changed bool }

// catchUpAll does what was done, in order; false if something of it that was not
// taken back comes to nothing. An undo of that, or a key that meant the mark
// before it, is passed over: here it would hit work of another time.
func (m *Model) catchUpAll(a *article.Article, deeds []Deed) (whole bool) {
	var done []outcome
	undone := true // whatever was to be
	for _, d := range deeds {
		last := len(done) - 1
		if takesBack(d) {
			if last >= 0 {
				undone = (!done[last].changed || m.catchUp(a, d)) && undone
				done = done[:last]
			}
			continue
		}
		before := m.project()
		hangs := d.Selected.From == d.Selected.To && last >= 0 && !done[last].changed
		came := !hangs && m.catchUp(a, d)
		done = append(done, outcome{came, came && m.project() != before})
	}
	return undone && !slices.ContainsFunc(done, func(o outcome) bool { return !o.came })
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
