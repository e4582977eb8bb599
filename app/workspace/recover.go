package workspace

import (
	"context"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// Unsaved returns the changes that are not known to be saved, in order.
func (w *Workspace) Unsaved() []project.Tx {
	w.mu.Lock()
	defer w.mu.Unlock()
	return txsOf(w.unsaved)
}

// Recover makes changes again that an earlier run of the program made and may
// not have saved before it ended. Those that the log has are left out. It
// returns those that do not fit any more.
func (w *Workspace) Recover(ctx context.Context, txs []project.Tx) (lost []project.Tx) {
	known := w.known(ctx, txs)
	for _, tx := range txs {
		if slices.ContainsFunc(known[likenessOf(tx)], func(other project.Tx) bool { return other.Diff.Equal(tx.Diff) }) {
			continue
		}
		fitting, ok := w.fitting(tx)
		if !ok {
			lost = append(lost, tx)
		} else if !fitting.Diff.Empty() {
			made := fitting
			if w.commit(func(*project.History) (project.Tx, bool) { return fitting, true }, &made) != nil {
				lost = append(lost, tx)
			}
		}
	}
	return lost
}

func (w *Workspace) fitting(tx project.Tx) (project.Tx, bool) {
	p := w.Project()
	if _, err := p.Apply(tx.Diff); err != nil {
		var ok bool
		if tx, _, ok = blended(tx, p); !ok {
			return tx, false
		}
	}
	var ok bool
	tx.Diff, ok = whole(tx.Diff, p)
	return tx, ok
}

// known are the changes in the log, from the first number of those given. A
// log that cannot be read knows nothing: Recover then goes by what fits.
func (w *Workspace) known(ctx context.Context, txs []project.Tx) map[likeness][]project.Tx {
	first := int64(1) << 62
	for _, tx := range txs {
		first = min(first, tx.Seq)
	}
	log, _ := w.store.Since(ctx, max(first-1, 0))
	known := make(map[likeness][]project.Tx, len(log))
	for _, tx := range log {
		known[likenessOf(tx)] = append(known[likenessOf(tx)], tx)
	}
	return known
}

// likeness is what a change is, wherever it stands in the log, but for its
// Diff.
type likeness struct {
	label  string
	origin project.Origin
	who    annotation.PersonID
	when   int64 // nanoseconds
	where  project.Place
	size   int
}

func likenessOf(tx project.Tx) likeness {
	return likeness{tx.Label, tx.Origin, tx.Who, tx.When.UnixNano(), tx.Where, tx.Diff.Size()}
}
