package workspace

import (
	"claimlight/app/annotation"
	"claimlight/app/project"
)

// A LongCommand is a Command that takes its time, at a pace, and names the
// step itself.
type LongCommand func(p project.Project, s project.Stamp, pace project.Pace) (d project.Diff, label string, err error)

// Prepared is a change that only has to be made.
type Prepared struct {
	Before, After project.Project
	Tx            project.Tx
}

// Prepare is the first half of Do for a change of very much, such as an import:
// it works out what the command changes, and the project after it, while
// others may go on using the one there is. Nothing is changed by it, so it may
// be stopped at any time by an error of the pace, which it returns. It must be
// called from a goroutine that may wait.
func (w *Workspace) Prepare(origin project.Origin, where project.Place, pace project.Pace, command LongCommand) (*Prepared, error) {
	p := w.Project()
	s := w.stamp(p)
	diff, label, err := command(p, s, pace.Part(0, 7, 10))
	if err != nil {
		return nil, err
	}
	next, err := p.ApplyAt(diff, pace.Part(7, 10, 10))
	if err != nil {
		return nil, err
	}
	tx := project.Tx{Label: label, Origin: origin, Who: s.Who, When: annotation.Time(s.When), Where: where, Diff: diff}
	return &Prepared{Before: p, After: next, Tx: tx}, nil
}

// Make makes a prepared change, as one step that undo takes back; one that
// changes nothing leaves no trace. It returns false, and has done nothing, if
// the project has become another since: then it has to be prepared again.
func (w *Workspace) Make(c *Prepared) bool {
	w.mu.Lock()
	if w.now.project != c.Before {
		w.mu.Unlock()
		return false
	}
	mine := 0
	if tx := c.Tx; !tx.Diff.Empty() {
		tx.Seq = w.now.seq + 1
		mine = w.enter(tx, c.After)
	}
	w.mu.Unlock()
	w.deliver(mine)
	return true
}
