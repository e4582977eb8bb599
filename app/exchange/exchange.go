// Package exchange reads and writes the files in which projects leave and
// enter the program: one format, one file, one row in All.
//
// Most callers need Detect, to find out what a file is, and then the Decode of
// the Format; or ByID and Encode. Decode gives what it could read and a Problem
// for everything it could not; its error means that nothing could be read.
package exchange

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
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

func (l Loss) String() string { return fmt.Sprintf("%d %s", l.Count, l.What) }

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
}

// All are the formats there are, in the order in which they are tried and
// offered.
var All = []Format{W3C, CSV}

// Accepted are the ends of names (with their dots, lower case) and the media
// types of files that one of the formats may read, each once.
func Accepted() []string {
	var out []string
	for _, f := range All {
		if f.Decode == nil {
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
func ByID(id string) (Format, bool) {
	for _, f := range All {
		if f.ID == id {
			return f, true
		}
	}
	return Format{}, false
}

// Detect returns the first format that the data may be in, and false if there
// is none. The data may be a whole file or its first 64 KB.
func Detect(data []byte) (Format, bool) {
	for _, f := range All {
		if f.Sniff != nil && f.Sniff(data) {
			return f, true
		}
	}
	return Format{}, false
}
