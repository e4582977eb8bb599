// Package exchange reads and writes the files in which projects leave and
// enter the program: one format, one file, one row in All.
//
// Most callers need Sort, which finds out what files are and which of them
// belong together, and then ReadFiles of the Format; or ByID and WriteTo. These
// do for all formats: a Format has either Decode and Encode, for projects, or
// Read and Write, for documents with marks, and callers need not know which.
// ReadFiles gives what it could read and a Problem for everything it could not;
// its error means that nothing could be read. Convert goes from one format to
// another without a project between them.
package exchange

import (
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// Env is what a format may not find out for itself. The zero Env works where
// the file says everything.
type Env struct {
	Now  time.Time     // when a foreign annotation without a date counts as made
	Mint func() string // returns a fresh UUID for an annotation without an id; nil: it is kept out
	File string        // the name of the file, for problems
	// Pace is what reading or writing goes by; nil: without a pause. The error
	// with which it ends the work is returned as it is.
	Pace project.Pace

	// Articles are what is already open, for files without texts.
	Articles []*article.Article
	// Tags, Attributes and People are what is already open, for files that
	// call them by their names only.
	Tags       []*annotation.Tag
	Attributes []*annotation.Attribute
	People     []*annotation.Person
}

// EnvOf returns the Env for reading a file into the project.
func EnvOf(p project.Project, now time.Time, mint func() string, file string) Env {
	return Env{
		Now: now, Mint: mint, File: file,
		Articles: p.ArticlesInOrder(), Tags: p.Tags.Sorted(annotation.CompareTags),
		Attributes: p.Attributes.Sorted(annotation.CompareAttributes), People: sortedPeople(p),
	}
}

// Loss is something a format cannot carry, and how often it was left out.
type Loss struct {
	What  string
	Count int
}

func (l Loss) String() string {
	what := l.What
	if l.Count == 1 {
		what = singular(what)
	}
	return fmt.Sprintf("%d %s", l.Count, what)
}

// Format is a kind of file. A nil func means that the format cannot do it.
type Format struct {
	ID    string // for programs: "w3c"
	Name  string // for people
	About string // what it is good for: one plain sentence for people
	Ext   string // of file names, with its dot
	MIME  string
	// Also are other ends of names and media types that such files come with.
	Also []string
	// Sniff reports whether a file that starts with the data may be one.
	Sniff func(data []byte) bool
	// Decode reads a file; of one that is in memory, Bytes saves a copy. The
	// error is a *problem.Error, or that of the Pace.
	Decode func(io.Reader, Env) (project.Project, []problem.Problem, error)
	// Losses counts what a file of the project would not hold, without making
	// the file. It is there where Encode is.
	Losses func(project.Project) []Loss
	// Encode writes a file: the same bytes for the same project. It returns
	// what Losses does; the error is that of the writer or of the Pace.
	Encode func(io.Writer, project.Project, Env) ([]Loss, error)

	// Lacking is what files of the project never hold, in plain words, where the
	// format does not say it in Holds; "" if they hold everything.
	Lacking string

	// The rest is for formats of other programs, which hold documents with marks
	// and nothing else of a project; Decode, Losses and Encode are then nil.

	// Lead reports whether a file of that name, which starts with the data, is
	// one to read; nil: any that Sniff takes.
	Lead func(name string, data []byte) bool
	// With reports whether another file is read together with the lead file, by
	// the names of both: the text of a file that has none. nil: none is.
	With  func(lead, other string) bool
	Holds Holds
	// Counts are the ways in which positions may be meant, the documented one
	// first. One is enough where there is no doubt.
	Counts []Count
	// Loose is true where positions are of another rendering of the text, and
	// nothing need be said where the quote stands elsewhere.
	Loose bool
	// Same reports whether the pieces of a text are the quote that the file has
	// for them; nil: if they are equal, with a space between them.
	Same func(pieces []string, quote string) bool
	// Bridged reports whether pieces of a mark with that between them are one: a
	// program may only have cut a mark at the end of a line. nil: none are.
	Bridged func(gap string) bool
	// Label is a name as the format can write it; nil: as it is.
	Label func(name string) string
	// Answer is what is said for an attribute as the format can write it, ""
	// where it cannot; nil: as Label has it.
	Answer func(value string) string
	// Feature is the name of an attribute as the format can write it; nil: what
	// Label makes of it.
	Feature func(name string) string
	// Text is a note, a title or the name of a person as the format can write
	// it; nil: as it is.
	Text func(string) string
	// OneLine is true where notes cannot have more than one line.
	OneLine bool
	// Shape is called once for a text. What it returns fits pieces to what the
	// format can mark, in code points; none are left where it can mark nothing of
	// them. nil: whole words (UAX #29) unless it Holds Letters.
	Shape func(text string) func(pieces []span.Span) []span.Span
	// Read calls take for each document of the files, and reports what is wrong
	// with them. It returns an error of take as it is, and a *problem.Error where
	// nothing more can be read. It may be called more than once.
	Read func(in *Input, take func(*Doc) error) error
	// Write writes documents that were reduced to what the format holds. An error
	// among them ends the work.
	Write func(w io.Writer, docs iter.Seq2[*Doc, error]) error
}

// Reads reports whether files of the format can be read.
func (f Format) Reads() bool { return f.Decode != nil || f.Read != nil }

// Unnamed reports whether files of the format have no IDs for marks, so that one
// that is read again is known by what it says alone.
func (f Format) Unnamed() bool { return f.Read != nil && !f.Holds.IDs }

// leads reports whether a file is one that the format reads, and not one that
// only goes with it.
func (f Format) leads(name string, data []byte) bool {
	if f.Lead != nil {
		return f.Lead(name, data)
	}
	return f.Sniff != nil && f.Sniff(data)
}

// Lacks is what files of a project in this format never hold, in plain words;
// "" if they hold everything.
func (f Format) Lacks() string {
	if f.Write == nil {
		return f.Lacking
	}
	return strings.Join(f.Holds.Lacks(), ", ")
}

// Writes reports whether a project can be written in the format.
func (f Format) Writes() bool { return f.Encode != nil || f.Write != nil }

// Formats are formats in the order in which they are tried and offered.
type Formats []Format

// Native are our own, which the program of the page has.
var Native = Formats{W3C, CSV}

// Accepted are the ends of names (with their dots, lower case) and the media
// types of files that one of the formats may read, each once.
func (all Formats) Accepted() []string {
	var out []string
	for _, f := range all {
		if !f.Reads() {
			continue
		}
		mime, _, _ := strings.Cut(f.MIME, ";")
		for _, one := range append([]string{path.Ext(f.Ext), mime}, f.Also...) {
			if !slices.Contains(out, one) {
				out = append(out, one)
			}
		}
	}
	return out
}

// ByID returns the format with the ID, and false if there is none.
func (all Formats) ByID(id string) (Format, bool) {
	for _, f := range all {
		if f.ID == id {
			return f, true
		}
	}
	return Format{}, false
}

// Detect returns the first format that the data may be in by itself, and false
// if there is none. The data may be a whole file or its first 64 KB.
func (all Formats) Detect(data []byte) (Format, bool) {
	for _, f := range all {
		if f.Sniff != nil && f.Sniff(data) {
			return f, true
		}
	}
	return Format{}, false
}
