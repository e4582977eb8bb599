// Package parcel is what goes between the page and the porter, the program
// beside it that reads files of all kinds and writes those of other programs.
//
// An Order goes there with bytes, and a Reply comes back with bytes; both are
// JSON. Projects travel in their native form (exchange.W3C), which both sides have
// anyway, except where the porter keeps one: that of a class is told as changes.
package parcel

import (
	"encoding/json"

	"claimlight/app/problem"
)

// What an Order can ask for.
const (
	Read    = "read"    // files: what is in them
	Write   = "write"   // the project: a file of it in a format
	Formats = "formats" // the project: the formats, and what each would leave out of it
	// Correct reads a file with the corrected text of the one article of the
	// project, whose earlier versions may come with it, and says what would become
	// of its marks. Without a file the text is the article as it is, and only the
	// marks on the earlier versions are looked for in it.
	Correct = "correct"
	// Class shows the class of the project, or does what was pressed there; see
	// ClassOrder.
	Class = "class"
	// Lesson makes the lesson that is handed out of the project, with its key,
	// sealed with the passphrase if there is one.
	Lesson = "lesson"
)

// Verbs that the page and the porter both know.
const (
	// Take takes the files in that come with the order.
	Take = "take"
	// What the page does itself when it is pressed: choosing the files that were
	// handed in, and going to where a lesson is made, or a key is marked.
	PickFiles  = "collect"
	MakeLesson = "lesson"
	MakeKey    = "make-key"
	// What the page asks for by a key of the keyboard: the next place to settle, and
	// the board as a projector shows it, or back.
	NextPlace = "next"
	Projector = "projector"
)

// Order asks the porter for something.
type Order struct {
	Do string `json:"do"`
	// Known is true where the first of the bytes are the open project: to Read,
	// its articles and its codebook are enough.
	Known  bool   `json:"known,omitempty"`
	Format string `json:"format,omitempty"` // to Write
	Files  []File `json:"files,omitempty"`  // to Read; the rest of the bytes, in this order
	// Passphrase seals the key of a Lesson; "" leaves it open.
	Passphrase string      `json:"passphrase,omitempty"`
	Class      *ClassOrder `json:"class,omitempty"`
}

// Editions is how many editions of the project of a class the porter keeps, those
// that were spoken of last: enough for some steps back and forth, while each may
// hold the marks of two hundred students.
const Editions = 4

// ClassOrder is what is asked of the class. The porter keeps the project that it
// is told of, so that a project of two hundred hand-ins goes there once, and
// then only what changes: the first two of the bytes are a change, as project.Pack
// writes it, from an edition that the porter should have to the one that the order
// is about. Numbers of editions are the page's to give, and none is given twice.
type ClassOrder struct {
	From int `json:"from"` // 0: nothing, the change is the whole project
	To   int `json:"to"`   // From: nothing has changed
	// Next is the number of the edition that the change leads to which the reply
	// may ask for.
	Next int `json:"next"`
	// View is what is looked at, as the last reply gave it; nothing at first.
	View json.RawMessage `json:"view,omitempty"`
	// Verb is what was pressed, of what, and what a field says; "" only shows.
	// Take takes in the files.
	Verb  string `json:"verb,omitempty"`
	Arg   string `json:"arg,omitempty"`
	Value string `json:"value,omitempty"`
	Field bool   `json:"field,omitempty"` // it is a field, and Value is what it was set to
}

// ClassReply is what became of a ClassOrder. The first of the bytes is the board as
// HTML, which may be some megabytes; nothing where a Change is to be made, before
// which it would show what is not so any more.
type ClassReply struct {
	Stale bool            `json:"stale,omitempty"` // the porter does not have the edition From: tell it all
	View  json.RawMessage `json:"view,omitempty"`
	// Change is what a change of the project is called that is to be made: the
	// next two of the bytes, as project.Pack writes it. "" if there is none.
	Change string    `json:"change,omitempty"`
	Files  []OutFile `json:"files,omitempty"`  // to save; the rest of the bytes, in this order
	Says   string    `json:"says,omitempty"`   // what is said at the foot of the screen
	Reveal string    `json:"reveal,omitempty"` // what is brought into sight, as a CSS selector
}

// OutFile is a file for the person.
type OutFile struct {
	Name string `json:"name"`
	MIME string `json:"mime"`
}

// File is a file to read, and what somebody has chosen for it.
type File struct {
	Name string `json:"name"`
	// Encoding is the label of a character encoding (WHATWG Encoding Standard,
	// 4.2), "" to find it out.
	Encoding string `json:"encoding,omitempty"`
	// Column is the column or the key with the text, "" to find it out.
	Column string `json:"column,omitempty"`
}

// Reply is what became of an Order.
type Reply struct {
	// Error is set where nothing could be done, with a hint perhaps.
	Error *Error `json:"error,omitempty"`
	// Items are what was read, in the order in which it should be shown.
	Items []Item `json:"items,omitempty"`
	// Problems are of no item: files in which nothing was found.
	Problems []string `json:"problems,omitempty"`
	// Formats are what can be written.
	Formats []Format `json:"formats,omitempty"`
	// Lost is what was not written, in words.
	Lost []string `json:"lost,omitempty"`
	// Carried are the marks of a corrected article, version by version.
	Carried []Carried   `json:"carried,omitempty"`
	Class   *ClassReply `json:"class,omitempty"`
}

// Error is a problem.Error on its way.
type Error struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// Problem makes it an error of this side again.
func (e *Error) Problem() error {
	return &problem.Error{Code: e.Code, Message: e.Message, Hint: e.Hint}
}

// Item is one article, or the marks of one import.
type Item struct {
	// Body is which of the bytes are the project that it makes.
	Body int `json:"body"`
	// File is the name of the file, or of the first of several.
	File string `json:"file"`
	// Title is what several files are called together: the archive or the folder
	// in which they are, or else the first and how many more; "" of one file.
	Title string `json:"title,omitempty"`
	// Format is the name of the format for people: "HTML", "brat standoff".
	Format string `json:"format"`
	// Marks is true for an import of annotations, false for a text.
	Marks bool `json:"marks,omitempty"`
	// Unnamed is true where the format has no IDs for marks, so that one which is
	// here already is known by what it says alone. Apart is true where it has the
	// pieces of a mark one by one.
	Unnamed bool `json:"unnamed,omitempty"`
	Apart   bool `json:"apart,omitempty"`
	// Notes say how it was understood, LeftOut what was in the file and is not
	// part of it: whole sentences.
	Notes    []string `json:"notes,omitempty"`
	LeftOut  []string `json:"left_out,omitempty"`
	Problems []string `json:"problems,omitempty"`

	// Encoding is how the bytes of a text were read, and Encodings are the others
	// that are possible, the likely ones first. Guessed is true where the file does
	// not say it.
	Encoding  string   `json:"encoding,omitempty"`
	Guessed   bool     `json:"guessed,omitempty"`
	Encodings []string `json:"encodings,omitempty"`
	// Column is where the text stands in a table, and Columns are all there are.
	Column  string   `json:"column,omitempty"`
	Columns []string `json:"columns,omitempty"`
}

// Format is one that can be written.
type Format struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	About string `json:"about"`
	Ext   string `json:"ext"`
	MIME  string `json:"mime"`
	// Lost is what it would leave out of the project, in words.
	Lost []string `json:"lost,omitempty"`
}

// Carried is what would become of a mark on a corrected text.
type Carried struct {
	Mark string `json:"mark"` // its ID
	How  string `json:"how"`  // as anchor.How says it
	// Doubt says why somebody should look at it, "" where nobody needs to.
	Doubt string `json:"doubt,omitempty"`
	// Spans are its pieces in code points of the corrected text; of an orphan,
	// those that were found.
	Spans [][2]int `json:"spans,omitempty"`
}
