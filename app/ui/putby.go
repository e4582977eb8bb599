package ui

import (
	"context"
	"slices"
	"strings"

	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/store"
	"claimlight/app/workspace"
)

// A page that goes away is not waited for: a write to the database that has
// begun then is given up. What is not saved at that moment is put by among the
// preferences, which are kept at once, and taken up at the next start. Where that
// fails too, the work is in this tab alone, and the page is not left unasked.

// Hidden is called when the page goes out of sight, which may be for good.
func (m *Model) Hidden() {
	if m.ws == nil {
		return
	}
	m.settle()
	m.putBy(m.ws)
	m.stopScrolling()
	m.keepGlance()
}

// Shown is called when the page comes back into sight: it may have slept
// while another tab wrote.
func (m *Model) Shown() {
	if m.ws != nil {
		m.ws.CatchUp()
	}
}

// Unsafe reports whether closing the page may lose work: something that is
// neither in the browser nor, as it is now, in a file.
func (m *Model) Unsafe() bool {
	if m.ws == nil {
		return false
	}
	m.settle()
	s := m.ws.Status()
	cannot := m.ports.Trouble != nil || s.State == store.Failed || s.State == store.Stopped || !m.putBy(m.ws)
	undo, redo := m.ws.Depth()
	return cannot && undo+redo > 0 && m.filed != m.project()
}

func putByKey(ws *workspace.Workspace) string { return "unsaved:" + ws.Project().Info().ID }

// putBy keeps what is not saved, behind what other tabs may have put by. It
// returns false if that was not possible, and the work is in this tab alone.
func (m *Model) putBy(ws *workspace.Workspace) bool {
	if m.ports.Trouble != nil {
		return false // there will be no such project next time
	}
	if ws == m.bornAs && !m.newborn.Kept() {
		return len(ws.Unsaved()) == 0 // nor, perhaps, this one
	}
	key := putByKey(ws)
	rows := m.putByRows(key)
	unsaved, all := rowsOf(ws)
	for _, row := range unsaved {
		if !slices.Contains(rows, row) {
			rows = append(rows, row)
			m.mine = append(m.mine, row)
		}
	}
	return (len(m.mine) == 0 || m.ports.Prefs.Set(key, strings.Join(rows, "\n"))) && all
}

// onlyHere is what is said of a project that was left before it was saved, if
// its last changes could not be put by either.
func onlyHere(cause error) error {
	return &problem.Error{
		Code: "not-saved", Cause: cause, Message: "The last changes to the project that was open could not be saved.",
		Hint: "They are in this tab alone: open that project again before you close the tab, and save it as a file.",
	}
}

// dropPutBy forgets what this tab has put by or taken up, now that it is
// saved.
func (m *Model) dropPutBy(ws *workspace.Workspace) {
	if len(m.mine) == 0 {
		return
	}
	key := putByKey(ws)
	rows := m.putByRows(key)
	rest := slices.DeleteFunc(slices.Clone(rows), func(row string) bool { return slices.Contains(m.mine, row) })
	m.ports.Prefs.Set(key, strings.Join(rest, "\n"))
	m.mine = slices.DeleteFunc(m.mine, func(row string) bool { return slices.Contains(rows, row) })
}

// takeUp makes again what was put by, and returns how much of it does not fit
// any more. It waits, so it is not for the UI goroutine.
func (m *Model) takeUp(ctx context.Context, ws *workspace.Workspace) (lost int) {
	rows := m.putByRows(putByKey(ws))
	var txs []project.Tx
	for _, row := range rows {
		if tx, err := store.DecodeTx(row); err == nil {
			txs = append(txs, tx)
		}
	}
	if len(rows) == 0 {
		return 0
	}
	lost = len(ws.Recover(ctx, txs))
	m.dispatch(func() {
		m.mine = append(m.mine, rows...)
		if len(ws.Unsaved()) == 0 {
			m.dropPutBy(ws)
		}
	})
	return lost
}

func (m *Model) putByRows(key string) []string {
	return strings.FieldsFunc(m.ports.Prefs.Get(key), func(r rune) bool { return r == '\n' })
}

// fitsBy and textBy are up to how many records, and bytes of text, a change may
// have to be put by: a page that goes away has no time for more, and the
// preferences no room.
const (
	fitsBy = 2000
	textBy = 4 << 20
)

// rowsOf are the changes that are not saved, each as a row of the log; all is
// false where one of them is too large, and they end before it.
func rowsOf(ws *workspace.Workspace) (rows []string, all bool) {
	for _, tx := range ws.Unsaved() {
		if tx.Diff.Size() > fitsBy || store.TextOf(tx.Diff) > textBy {
			return rows, false
		}
		if row, err := store.EncodeTx(tx); err == nil {
			rows = append(rows, row)
		}
	}
	return rows, true
}
