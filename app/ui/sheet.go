package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// The sheets there are: dialogs over the screen, one at a time.
const (
	sheetHelp    = "help"
	sheetRepeats = "repeats"
	sheetPaste   = "paste"
	sheetDetails = "details"
	sheetArrival = "arrival"
	sheetExport  = "export"

	sheetCorrection = "correction"
	sheetCorrected  = "corrected" // a corrected text is asked for
	sheetUnplaced   = "unplaced"
)

// openSheet shows a sheet; fill writes into its fields once they are there.
func (m *Model) openSheet(id string, fill func()) {
	m.sheet = id
	m.touch()
	m.whenDrawn(func() { m.present(id, fill) })
}

// present shows the dialog of a sheet. Where the screen is not drawn yet, it
// tries again: a sheet that nobody sees would keep all others waiting.
func (m *Model) present(id string, fill func()) {
	if m.sheet != id {
		return
	}
	fill()
	if !m.ports.Page.ShowDialog(id) {
		m.touch()
		m.later(func() { m.present(id, fill) })
	}
}

// closeSheet closes the sheet that is open, if one is. Closing gives the
// keyboard back to where it was.
func (m *Model) closeSheet() {
	if m.sheet == sheetCorrected {
		if m.pasted == nil { // another project was opened since
			m.pasted = pasted{}
		}
		m.pasted[m.details] = m.ports.Page.Value("corrected-text") // for the next time
	}
	m.ports.Page.CloseDialog(m.sheet)
	switch m.sheet { // what they show may be large
	case sheetArrival:
		if a := m.arrivals; a != nil && a.then != nil {
			m.comingUp = append(m.comingUp, a.then) // behind what else waits for a decision
		}
		m.arrivals = nil
	case sheetCorrection:
		m.correction = nil
	}
	m.sheet = ""
	m.closing = true
	m.touch()
	m.whenDrawn(m.closed)
}

// closed is called once a sheet has left the screen. Until then the browser
// may still tell that it was closed, which must not be taken for the next one.
func (m *Model) closed() {
	m.closing = false
	m.nextSheet()
}

// showInTurn shows a sheet that nobody asked for at this moment: one that is
// open keeps its place, since what is typed into it would be lost. It waits
// until that is closed.
func (m *Model) showInTurn(show func()) {
	m.comingUp = append(m.comingUp, show)
	m.nextSheet()
}

// nextSheet shows what waits longest, unless a sheet is open.
func (m *Model) nextSheet() {
	for m.sheet == "" && !m.closing && len(m.comingUp) > 0 {
		show := m.comingUp[0]
		m.comingUp = m.comingUp[1:]
		show()
	}
}

// sheetFrame is what all sheets share. The browser may close a dialog by
// itself, as the back gesture of a phone does; the Model follows.
func (m *Model) sheetFrame(id string) app.HTMLDialog {
	return app.Dialog().ID(id).Class("dialog", "sheet-"+id).Aria("labelledby", id+"-head").On("close", m.onSheetClosed)
}

func (m *Model) onSheetClosed(ctx app.Context, _ app.Event) {
	if ctx.JSSrc().Get("id").String() == m.sheet {
		m.closeSheet()
	}
}
