// Package ui is what people see: the screens, as go-app components, and the
// Model behind them. It reaches the browser through the ports below and
// changes the project through its workspace only.
//
// Most readers want Model, which holds what is on the screen, and Root, the
// component that shows it.
package ui

import (
	"context"
	"io"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/paint"
	"claimlight/app/span"
	"claimlight/app/store"
)

// Paper is the reading surface; see package browser, which has it.
type Paper interface {
	Attach(s paint.Surface, on func(paint.Gesture))
	Detach()
	Show(a *article.Article, inside func(i int) []byte, marked []int)
	Repaint(blocks ...int)
	Article() *article.Article
	Select(s span.Span)
	Highlight(name string, spans ...span.Span)
	Handles(pieces []span.Span, color int) (place func())
	Reveal(point int)
	Uncover(id string, s span.Span)
	Focus()
	Box(s span.Span) paint.Rect
	LastBox(s span.Span) paint.Rect
	RightToLeft(point int) bool
	Visible() (first, last int)
	View() paint.Rect
	FirstLine() int
	Line() (point int, below float64, top bool)
	GoTo(point int, below float64)
	ScrollTo(y float64)
	Size(id string) (w, h float64)
	Place(id string, x, y float64)
	Cards(marks []*annotation.Annotation, open annotation.ID, edition int, card func([]byte, *annotation.Annotation) []byte)
	Measure() (place func())
	Remeasure()
}

// Prefs keeps what one reader likes in this browser, and work that could not
// be saved. What cannot be kept for good lasts as long as the program; Set then
// returns false. Most callers need not care.
type Prefs interface {
	Get(key string) string
	Set(key, value string) (kept bool)
}

// Tabs tells the other tabs of this browser about a project.
type Tabs interface {
	Announce(seq int64)
	OnAnnounce(func(seq int64))
	Close()
}

// Shell is the page around the program: its updates and its place on the
// device.
type Shell interface {
	OnUpdate(func())
	ApplyUpdate()
	CanInstall() bool
	OnInstallable(func(can bool))
	Install(ctx context.Context) (agreed bool, err error)
	PersistStorage(ctx context.Context) (granted bool, err error)
	StorageEstimate(ctx context.Context) (usage, quota int64)
}

// File is a file that someone picked or dropped.
type File struct {
	Name string
	Size int64
	Read func(ctx context.Context) ([]byte, error)
}

// Download is a file on its way to the person. What is written stands in
// memory until Done hands it over; without that it is forgotten.
type Download interface {
	io.Writer
	Done()
}

// Files brings files in and out.
type Files interface {
	Create(name, mime string) Download
	Pick(accept string, multiple bool, got func([]File))
	OnDrop(over func(bool), got func([]File))
	OnSent(got func([]File)) // by the system: opened with the program, or shared with it
}

// Porter reads files of all kinds and writes those of other programs, beside the
// page: orders and replies are JSON (package parcel). It waits; told hears how
// far it is, and may wait. When the context ends, so does the work.
type Porter interface {
	Do(ctx context.Context, order []byte, bodies [][]byte, told func(done, total int)) (reply []byte, out [][]byte, err error)
}

// Board is the element that shows the class. Its HTML comes from the porter; what
// is pressed in it goes back there.
type Board interface {
	// Show writes the HTML into the element with the ID, and tells on of what is
	// pressed in it; of a field with what it was set to. Where the focus was, it
	// is again, if that is still there.
	Show(id, html string, on func(verb, arg string, value *string))
	// Reveal brings a part of it into sight, by a CSS selector, if it is there.
	Reveal(selector string)
	// Close lets go of the element, which goes off the screen.
	Close()
}

// Links turns a lesson into an address and back. Both wait; the errors are for
// people, or the context's.
type Links interface {
	Make(ctx context.Context, lesson []byte) (address string, err error)
	Read(ctx context.Context, packed string) (lesson []byte, err error)
}

// Page is the document: its title, the look of its root element, its dialogs.
type Page interface {
	SetTitle(title string)
	Hash() string                    // the fragment of the address, without its sign
	OnHash(changed func())           // whenever the fragment changes
	Replace(hash string)             // the fragment, without a step to go back to
	SetRoot(attribute, value string) // a data attribute of <html>
	Focus(id string)
	SetValue(id, value string) // of a field, which go-app cannot empty
	Value(id string) string
	SetText(id, text string)   // of an element that go-app leaves alone
	ShowDialog(id string) bool // false: it is not drawn yet
	CloseDialog(id string)
}

// Enclosed is a project that the page itself carries; see package onefile.
type Enclosed struct {
	Project string                                    // its ID
	Read    func(ctx context.Context) ([]byte, error) // its file, in the native format; it may wait
}

// Ports are the windows of the program.
type Ports struct {
	Paper  Paper
	Prefs  Prefs
	Shell  Shell
	Files  Files
	Page   Page
	Porter Porter
	Board  Board
	// Unseal opens a sealed key; it waits. An error says that it is not the
	// passphrase.
	Unseal   func(ctx context.Context, s *classroom.SealedKey, passphrase string) ([]byte, error)
	Links    Links // nil: this page has no address to give
	Library  store.Library
	Tabs     func(project string) Tabs
	Articles func(ctx context.Context) ([]*article.Article, error) // those the program comes with; nil: none
	Enclosed *Enclosed                                             // nil: nothing
	// Shown is the project and the article that the reader sees before there is a
	// screen, "" for one that is not made yet, and for none.
	Shown   func() (project string, a article.ID)
	StandIn func() StandIn // asked once, when the project is open and nothing is drawn yet; it may wait for a hand
	GiveUp  func() string  // asked in its place when none is: what becomes of what was done, "" if that was nothing
	// Alone waits until no other tab makes the first project, and keeps them from
	// it until release is called; for some seconds at most.
	Alone func() (release func())
	Now   func() time.Time
	Mint  func() string
	// Breathe is called every few milliseconds by long work, so that the
	// browser gets its turn; its error is that of the context. nil: never.
	Breathe func(ctx context.Context) error
	// MakePage writes a page that is one file, with the program in it and a lesson:
	// the ID of a project, its name, and its file in the native format. It waits.
	// The error is one for people, or the context's.
	MakePage func(ctx context.Context, w io.Writer, project, title string, lesson []byte) error
	// Trouble is set where nothing can be stored in this browser, and says why.
	Trouble error
}
