package ui

import (
	"encoding/json"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/parcel"
)

// Key is a key press, as the browser port hands it in.
type Key struct {
	Name             string
	Code             string
	Ctrl, Alt, Shift bool
	Typing           bool // it goes into a text field
	Control          bool // the focus is on a button or a link
}

// action is something that a key does. Those with a letter can be switched
// off together and given another letter (WCAG 2.1.4).
type action struct {
	id, letter, words string
	do                func(*Model)
}

// actions in the order of the shortcut sheet.
var actions = []action{
	{"next", "j", "Next mark; on the Class screen the next place on which students differ", func(m *Model) { m.step(1) }},
	{"previous", "k", "Previous mark", func(m *Model) { m.step(-1) }},
	{"nextArticle", "]", "Next article", func(m *Model) { m.turn(1) }},
	{"previousArticle", "[", "Previous article", func(m *Model) { m.turn(-1) }},
	{"answers", "a", "Say who is speaking, in the card of the mark", (*Model).answer},
	{"note", "n", "Write a note on the mark", (*Model).writeNote},
	{"sentence", "s", "Widen to the sentence", (*Model).widen},
	{"repeats", "r", "Tag all repeats of the phrase", (*Model).openRepeats},
	{"piece", "+", "Add the selected text to the mark", (*Model).addPiece},
	{"caret", "v", "Caret: select with the keyboard", (*Model).toggleCaret},
	{"projector", "p", "On the Class screen: large and without names for the projector, and back", nil},
	{"help", "?", "This sheet", (*Model).toggleHelp},
}

// ofBoard are what actions do on the Class screen, as verbs of the board.
var ofBoard = map[string]string{"next": parcel.NextPlace, "projector": parcel.Projector}

// keymap says which letter does what; it is kept with the reader's likes.
type keymap struct {
	Off     bool              `json:"off"` // single letters sleep
	Letters map[string]string `json:"letters,omitempty"`
}

func loadKeymap(p Prefs) keymap {
	var k keymap
	_ = json.Unmarshal([]byte(p.Get("keys")), &k) // nothing yet, or not ours: as it comes
	return k
}

func (m *Model) setKeymap(k keymap) {
	m.keymap = k
	if data, err := json.Marshal(k); err == nil {
		m.ports.Prefs.Set("keys", string(data))
	}
	m.touch()
}

// letter is the key of an action now.
func (k keymap) letter(a action) string {
	if l := k.Letters[a.id]; l != "" {
		return l
	}
	return a.letter
}

// Press handles a key. It returns true if the key is used up. It may be
// called before there is a project.
func (m *Model) Press(k Key) bool {
	if m.ws == nil {
		return false
	}
	run := m.command(k)
	if run == nil {
		return false
	}
	run()
	m.touch()
	return true
}

// command is what a key means at this moment, nil if nothing.
func (m *Model) command(k Key) func() {
	if k.Ctrl {
		return m.chord(k)
	}
	if k.Name == "Escape" {
		return m.escape(k)
	}
	if k.Typing || m.sheet != "" && k.Name != "?" {
		return nil
	}
	if m.route.Screen == screenRead {
		if f := m.readingKey(k); f != nil {
			return f
		}
	}
	return m.letterKey(k)
}

// chord is what a key means together with Ctrl or Cmd. In a text field undo
// is the field's own.
func (m *Model) chord(k Key) func() {
	name := strings.ToLower(k.Name)
	switch {
	case name == "s" && !k.Alt:
		return m.saveFile
	case m.deciding() && (name == "enter" || !k.Typing && (name == "z" || name == "y")):
		return func() {} // what the sheet shows would no longer be so
	case name == "enter" && m.route.Screen == screenRead:
		return func() { m.finish(true) }
	case k.Typing:
		return nil
	case name == "z" && !k.Shift:
		return m.undo
	case name == "z" && k.Shift, name == "y":
		return m.redo
	}
	return nil
}

// deciding reports whether a sheet waits for a decision that rests on the
// project as it is.
func (m *Model) deciding() bool {
	switch m.sheet {
	case sheetArrival, sheetCorrected, sheetCorrection, sheetExport, sheetUnplaced:
		return true
	}
	return false
}

// escape goes back one step: out of a field, a dialog, the bar, the caret,
// the pen, the selected mark.
func (m *Model) escape(k Key) func() {
	switch {
	case m.sheet != "":
		return m.closeSheet
	case k.Typing:
		return func() { m.settle(); m.ports.Paper.Focus() }
	case m.toast.Bad:
		return func() { m.toast = Toast{} }
	case !m.pending.Empty():
		return m.unwait
	case m.caret != nil:
		return m.toggleCaret
	case m.pen != "":
		return func() { m.pen = "" }
	case m.selected != "":
		return func() { m.choose("", false) }
	}
	return nil
}

// readingKey is what a key means in the reading room, besides the letters.
func (m *Model) readingKey(k Key) func() {
	if d := digit(k); d != "" && !k.Alt {
		if t := m.tagOfDigit(d); t != "" {
			return func() { m.useTag(t, k.Shift) }
		}
		return nil
	}
	an := m.current()
	switch k.Name {
	case "Delete", "Backspace":
		if an != nil {
			return m.remove
		}
	case "Enter":
		if k.Control {
			return nil
		}
		if m.lastTag != "" && !m.pending.Empty() {
			return func() { m.useTag(m.lastTag, false) }
		}
		if m.caret != nil {
			return m.pickAtCaret
		}
	case "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown":
		if m.caret != nil {
			return m.caretKey(k)
		}
		if an != nil {
			return m.endKey(k)
		}
	}
	return nil
}

// endKey moves the ends of the selected mark: Shift the far one, Alt the near
// one, by words; both together the far one by characters, and with none of
// them the arrows scroll.
func (m *Model) endKey(k Key) func() {
	if k.Name != "ArrowLeft" && k.Name != "ArrowRight" || !k.Shift && !k.Alt {
		return nil
	}
	far, extent := k.Shift, m.current().Extent()
	end := extent.Start
	if far {
		end = extent.End - 1
	}
	back := m.forward(k, end) == "ArrowLeft"
	step := func(a *article.Article, point int) int { return wordEdge(a, point, far, back) }
	if k.Shift && k.Alt {
		step = func(a *article.Article, point int) int { return letterEdge(a, point, back) }
	}
	return func() { m.moveEnd(far, step) }
}

// forward is the name of a key as it is where text runs from left to right: at a
// code point of one that runs to the left, the arrow to the left goes on.
func (m *Model) forward(k Key, point int) string {
	other := map[string]string{"ArrowLeft": "ArrowRight", "ArrowRight": "ArrowLeft"}[k.Name]
	if other != "" && m.ports.Paper.RightToLeft(point) {
		return other
	}
	return k.Name
}

// letterEdge is the next place, character by character, where the far end of
// a mark may rest: not behind a space.
func letterEdge(a *article.Article, point int, back bool) int {
	step := a.NextGrapheme
	if back {
		step = a.PrevGrapheme
	}
	for to := step(point); to != point; point, to = to, step(to) {
		if strings.TrimSpace(a.Slice(to-1, to)) != "" {
			return to
		}
	}
	return point
}

// wordEdge is the next place where an end of a mark may rest: a near end at
// the start of a word, a far end behind the last letter of one.
func wordEdge(a *article.Article, point int, far, back bool) int {
	switch {
	case !far && back:
		return a.PrevWord(point)
	case !far:
		return a.NextWord(point)
	case back:
		start := a.PrevWord(point)
		if _, end, ok := a.WordAt(start); ok && end < point {
			return end
		}
		start = a.PrevWord(start)
		if _, end, ok := a.WordAt(start); ok {
			return end
		}
		return start
	default:
		if _, end, ok := a.WordAt(point); ok && end > point {
			return end
		}
		if _, end, ok := a.WordAt(a.NextWord(point)); ok {
			return end
		}
		return a.NextWord(point)
	}
}

// digit is the digit of a key, whatever Shift makes of it.
func digit(k Key) string {
	if len(k.Code) == 6 && strings.HasPrefix(k.Code, "Digit") && k.Code[5] != '0' {
		return k.Code[5:]
	}
	if len(k.Name) == 1 && k.Name[0] >= '1' && k.Name[0] <= '9' {
		return k.Name
	}
	return ""
}

func (m *Model) tagOfDigit(d string) annotation.TagID {
	for t := range m.project().Tags.All() {
		if t.Digit == d {
			return t.ID
		}
	}
	return ""
}

// letterKey is what a single letter means, unless letters sleep.
func (m *Model) letterKey(k Key) func() {
	if m.keymap.Off || k.Alt || k.Name == " " {
		return nil
	}
	for _, a := range actions {
		if m.keymap.letter(a) != k.Name && !(a.id == "piece" && k.Name == "=") {
			continue
		}
		if verb := ofBoard[a.id]; m.route.Screen == screenClass && verb != "" {
			return func() { m.press(pressed{verb: verb}) }
		}
		if a.do == nil || m.route.Screen != screenRead && a.id != "help" {
			return nil
		}
		return func() { a.do(m) }
	}
	return nil
}

func (m *Model) toggleHelp() {
	if m.sheet == sheetHelp {
		m.closeSheet()
		return
	}
	m.openSheet(sheetHelp, func() {})
}

// answer goes to the first question on the card of the selected mark.
func (m *Model) answer() {
	an := m.current()
	if an == nil {
		return
	}
	if asked := m.asked(an); len(asked) > 0 {
		m.ports.Page.Focus(fieldID(asked[0].ID))
	}
}

// writeNote goes to the note of the selected mark; text that waits becomes a
// mark first.
func (m *Model) writeNote() {
	if !m.pending.Empty() {
		m.mark(m.pending, m.pen)
	} else if m.current() != nil {
		m.ports.Page.Focus("note") // at once, so that what is typed next is not taken for keys
	}
	if m.current() != nil {
		m.whenDrawn(func() { m.ports.Page.Focus("note") })
	}
}
