// Package store keeps projects: the port to whatever they sleep in, the saver
// that writes each change as soon as it is made, and a library in memory.
//
// A project is kept as one append-only log of changes with a snapshot every
// so often. Most callers open a Library, Load a Store from it, and hand every
// change to a Saver. Package store/storetest proves that a Library keeps what
// this package promises.
package store

import (
	"context"
	"errors"
	"time"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// ErrBehind is returned by Append when the log does not end where the caller
// believes: another tab was first. Fetch what is missing with Since.
var ErrBehind = errors.New("the log goes further than was known")

// KeptSnapshots is how many snapshots of a project are kept: the newest, and
// the one before in case that is damaged.
const KeptSnapshots = 2

// Saved is a project as it lies in a store.
type Saved struct {
	Snapshot project.Project
	Seq      int64        // the last change contained in Snapshot
	Log      []project.Tx // the changes after Seq, in order
}

// End is the number of the last change, 0 if there was none.
func (s Saved) End() int64 { return s.Seq + int64(len(s.Log)) }

// Project is the project after the whole log. Where a change does not fit, it
// is the project before that one, and the error is that of Misfit.
func (s Saved) Project() (project.Project, error) {
	return s.Replay(nil, func(project.Tx) {})
}

// Replay is Project for those who follow on the way: made is called after each
// change that fits. An error of the pace, which may be nil, ends it.
func (s Saved) Replay(pace project.Pace, made func(project.Tx)) (project.Project, error) {
	p := s.Snapshot
	for i, tx := range s.Log {
		if err := pace.At(i, len(s.Log)); err != nil {
			return p, err
		}
		next, err := p.ApplyAt(tx.Diff, pace.Part(i, i+1, len(s.Log)))
		if _, misfit := errors.AsType[*project.MismatchError](err); misfit {
			return p, Misfit(err)
		}
		if err != nil {
			return p, err
		}
		p = next
		made(tx)
	}
	return p, nil
}

// Store keeps one project. Several may be open on one project, also in other
// tabs. All methods may be called at the same time.
//
// Every error is a *problem.Error, ErrBehind, or the context's. The codes are
// storage-full, storage-blocked, newer-schema (a newer program wrote here),
// gone (the project was removed) and damaged.
type Store interface {
	// Load reads the project. Where rows are damaged it returns what is sound
	// up to the first of them, and the error says which that is. The pace, which
	// may be nil, is told how far it has come; an error of it is returned.
	Load(ctx context.Context, pace project.Pace) (Saved, error)
	// Append writes changes behind base, the number of the last change the
	// caller knows of; they must be numbered base+1 and so on. When it returns
	// nil they are on the disk; when it returns an error, none of them was
	// written. If the log does not end at base, the error is ErrBehind.
	Append(ctx context.Context, base int64, txs []project.Tx) error
	// Since returns the changes after seq, in order.
	Since(ctx context.Context, seq int64) ([]project.Tx, error)
	// History returns the changes up to and including upTo, in order: what
	// lies before the snapshot is needed to undo it.
	History(ctx context.Context, upTo int64) ([]project.Tx, error)
	// Snapshot keeps the project as it is after the change seq, so that Load
	// need not go through all that came before. It deletes no changes, and of
	// the snapshots all but the newest two: should the newest be damaged, Load
	// goes on from the one before.
	Snapshot(ctx context.Context, p project.Project, seq int64) error
	// Close lets go of the store. The library stays open.
	Close() error
}

// Entry is a row in the list of projects. It is a description for people and
// may lag behind the project.
type Entry struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Nickname    string    `json:"nickname,omitempty"` // of its annotator
	Created     time.Time `json:"created"`
	Modified    time.Time `json:"modified"`
	Articles    int       `json:"articles"`
	Annotations int       `json:"annotations"`
}

// EntryOf describes a project that was changed last at the time given.
func EntryOf(p project.Project, modified time.Time) Entry {
	i := p.Info()
	nickname := ""
	if who := p.Person(i.Annotator); who != nil {
		nickname = who.Nickname
	}
	return Entry{
		ID: i.ID, Name: i.Name, Nickname: nickname, Created: i.Created, Modified: modified,
		Articles: p.Articles.Len(), Annotations: p.Annotations.Len(),
	}
}

// Library keeps projects. Its errors are those of Store.
type Library interface {
	// List returns all projects, the one changed last first.
	List(ctx context.Context) ([]Entry, error)
	// Create keeps a new project under the ID in its Info, which must not be
	// empty; the error's code is exists if there is one with that ID.
	Create(ctx context.Context, p project.Project) (Store, error)
	// Open returns the store of a project; the code is gone if there is none.
	Open(ctx context.Context, id string) (Store, error)
	// Describe replaces a project's row in the list.
	Describe(ctx context.Context, e Entry) error
	// Remove deletes a project with all its history. Removing one that is not
	// there is no error.
	Remove(ctx context.Context, id string) error
}

// Gone is the error when a project is no longer where it was kept.
func Gone() error {
	return problem.Newf("gone", "If it is still open here, save it as a file to keep it.",
		"This project is no longer stored in this browser. It was removed in another tab or with the browser's data.")
}

// Exists is the error when there already is a project with that ID.
func Exists() error {
	return problem.Newf("exists", "Open the one that is there.", "This project is already in your list.")
}

// NewerSchema is the error when a newer program has taken over the data.
func NewerSchema() error {
	return problem.Newf("newer-schema", "Reload this page, or use the newer program, to go on.", "A newer Claimlight has been at work here.")
}

// Full is the error when there is no room to write.
func Full(cause error) error {
	return &problem.Error{
		Code: "storage-full", Cause: cause, Message: "There is no room left to save in this browser.",
		Hint: "Your work is kept in this tab: save the project as a file, then free some disk space.",
	}
}

// Blocked is the error when the browser's database cannot be used.
func Blocked(cause error) error {
	return &problem.Error{
		Code: "storage-blocked", Cause: cause, Message: "This browser does not let Claimlight save.",
		Hint: "Private windows and strict settings do that. Your work is kept in this tab: save the project as a file before you close it.",
	}
}

// Damaged is the error when something kept cannot be read; what names it.
func Damaged(what string, cause error) error {
	return &problem.Error{
		Code: "damaged", Cause: cause, Message: "Part of this project cannot be read: " + what + ".",
		Hint: "What comes before it is shown. Save it as a file and go on from that.",
	}
}

// Misfit is the error, of the code damaged too, when a change that was stored
// does not fit the project that it was stored for.
func Misfit(cause error) error {
	return &problem.Error{
		Code: "damaged", Cause: cause, Message: "A part of what was stored does not fit together.",
		Hint: "Save a file now, and go on with that.",
	}
}

// NoID is the error when a project to be kept has no ID.
func NoID() error { return problem.Newf("no-id", "", "A project without an ID cannot be kept.") }
