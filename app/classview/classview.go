// Package classview draws what a teacher sees of a class as HTML: the Class
// screen, reports of it, feedback for students, and a sheet for the projector.
//
// Most callers need Board for the screen and Report for a file. Both are
// functions of a State; nothing is kept here. What students wrote comes out as
// text, whatever it is: there are no scripts in the HTML, no styles in
// attributes, and nothing that is loaded from anywhere.
//
// Each control of the screen carries data-do, what is to be done, and data-arg,
// to what; a field carries data-do, and what it is set to is the argument. The
// verbs are the constants that begin with Do.
package classview

import (
	_ "embed"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/parcel"
)

// Style is the style sheet of everything drawn here. It takes colors and fonts
// from the tokens of the program's own style sheet.
//
//go:embed class.css
var Style string

// What controls ask for, in data-do, and of what, in data-arg.
const (
	DoArticle  = "article"  // show an article: its ID
	DoStudent  = "student"  // show what a student did: the ID
	DoPlace    = "place"    // show a place, and its article: its ID
	DoTab      = "tab"      // show something else in the middle: a Tab
	DoTag      = "tag"      // set State.Tag
	DoLeast    = "least"    // set State.AtLeast
	DoKind     = "kind"     // set State.Kind
	DoOutline  = "outline"  // State.Outline, on or off
	DoNameless = "nameless" // State.Anonymous, on or off
	DoEdges    = "edges"    // set State.Edges
	DoGive     = "give"     // set State.Give
	DoAgreed   = "agreed"   // set State.Agreed

	DoProjector = parcel.Projector // State.Projector, on, off, or the other one

	DoKeep    = "keep"           // settle a place: a Choice
	DoIntoKey = "into-key"       // the same, and put it into the key: a Choice
	DoReject  = "reject"         // settle a place as nothing to mark: its ID
	DoReopen  = "reopen"         // take back what was settled: the ID of the place
	DoNext    = parcel.NextPlace // show the place to settle after this one: its ID
	DoAccept  = "accept"         // accept what so many agree on: State.Agreed
	DoSlight  = "slight"         // settle all places that differ slightly

	DoLesson    = parcel.MakeLesson // hand out the lesson
	DoCollect   = parcel.PickFiles  // bring what was handed in
	DoKey       = parcel.MakeKey    // make a key
	DoFeedback  = "feedback"        // make the feedback: of a student, by ID, or of all
	DoSheet     = "sheet"           // make the sheet for a discussion
	DoGradebook = "gradebook"       // make the table for the gradebook
)

// Tab is what the middle of the screen shows.
type Tab string

// What the middle can show.
const (
	TabText    Tab = ""        // the heat over the text
	TabTable   Tab = "table"   // the same as a table
	TabKey     Tab = "key"     // everybody against the key
	TabStudent Tab = "student" // one student's feedback
	TabAgreed  Tab = "agreed"  // what would be accepted
	TabFiles   Tab = "files"   // what there is to say about the files
	TabAnswers Tab = "answers" // what the class answered, if the lesson asks questions
)

// Values of State.Tag besides the IDs of tags, and of State.Kind besides those
// of Kinds.
const (
	AllTags  = ""
	Untagged = "-"
	AllKinds = ""
)

// State is what is to be drawn: the class, and how somebody looks at it. Every
// field but Class may be left empty. In JSON it is the look only, without the
// class, so that it can go to and fro between a page and what draws it.
type State struct {
	Class *classroom.Class `json:"-"`
	// Disputes are those of the class; they are worked out if they are nil.
	Disputes *classroom.Disputes `json:"-"`
	// Scores are those of the class against its key; nil if there is no key.
	Scores *classroom.Scores `json:"-"`
	// Files are what was said of the files when they were brought: what was not
	// taken is not in the class.
	Files []classroom.FileNote `json:"-"`
	// Gamma is that of the class; nil until it is reckoned, since it takes long.
	Gamma *agreement.Result `json:"-"`

	Article   article.ID          `json:"article,omitempty"`   // the first one if it is not among the lesson's
	Tab       Tab                 `json:"tab,omitempty"`       // of the middle
	Tag       string              `json:"tag,omitempty"`       // AllTags, Untagged, or the ID of a tag
	AtLeast   int                 `json:"least,omitempty"`     // how many must have marked what is shown as heat
	Outline   bool                `json:"outline,omitempty"`   // of what the key has
	Anonymous bool                `json:"nameless,omitempty"`  // no names, and students in an order by chance
	Projector bool                `json:"projector,omitempty"` // the same, and large
	Seed      uint64              `json:"seed,omitempty"`      // that the order by chance comes from
	Kind      string              `json:"kind,omitempty"`      // of the places that are listed
	Place     string              `json:"place,omitempty"`     // the ID of the place that is open
	Edges     string              `json:"edges,omitempty"`     // chosen for it, as START-END; what most have if empty
	Give      string              `json:"give,omitempty"`      // the tag chosen for it, by ID or Untagged; what most have if empty
	Agreed    int                 `json:"agreed,omitempty"`    // how many must agree; half of the students if 0
	Student   annotation.PersonID `json:"student,omitempty"`   // for TabStudent
}

// Board draws the Class screen.
func Board(s State) (string, error) {
	v, err := newView(s)
	if err != nil {
		return "", err
	}
	v.board()
	return v.String(), nil
}
