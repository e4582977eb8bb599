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
	sheetUnplaced   = "unplaced"
)

// openSheet shows a sheet; fill writes into its fields once they are there.
func (m *Model) openSheet(id string, fill func()) {
	m.sheet = id
	m.touch()
	m.whenDrawn(func() {
		fill()
		m.ports.Page.ShowDialog(id)
	})
}

// closeSheet closes the sheet that is open, if one is. Closing gives the
// keyboard back to where it was.
func (m *Model) closeSheet() {
	m.ports.Page.CloseDialog(m.sheet)
	switch m.sheet { // what they show may be large
	case sheetArrival:
		m.arrivals = nil
	case sheetCorrection:
		m.correction = nil
	}
	m.sheet = ""
	m.touch()
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
