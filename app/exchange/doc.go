package exchange

import (
	"fmt"
	"strings"
	"time"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/span"
)

// Doc is a document with its marks, as a format of another program holds it:
// everything is called by its name, and nothing by an ID of ours.
//
// As a Format reads it, the text is that of the file with its own line ends,
// and offsets count as the file counts; which way that is comes out later, for
// all documents together (Count). As it is written, the text is clean
// (article.Clean), and offsets are code points.
type Doc struct {
	// Key is what the file calls the document: a number, a file's name. Of a
	// document that is written, it is one that no other has and that can be the
	// name of a file, without an end.
	Key string
	// Text is the text; "" where the file does not have it, and then the marks
	// are on an article that is open: the one that Meta or Key names, or that
	// holds the quotes.
	Text string
	// Sentences are the words of a document of which the file does not have the
	// text. The offsets of its marks count them, from 0 through all sentences.
	Sentences [][]string
	Meta      article.Meta
	// ID is the article of a document that is written.
	ID article.ID
	// Choices are the names of attributes that are answered by a choice, and not
	// in free text; of a document that is written.
	Choices   map[string]bool
	Marks     []Mark
	Relations []Relation
	// Related is true where documents that are written together with it may have
	// relations, though it need not have any itself.
	Related bool
	// Codebook are the tags of the project of a document that is written, where
	// the format holds them; nil where they are not known.
	Codebook []*annotation.Tag
	place
}

// keys are those of the marks that have one.
func (d *Doc) keys() map[string]bool {
	keys := map[string]bool{}
	for _, m := range d.Marks {
		keys[m.Key] = m.Key != ""
	}
	return keys
}

// Mark is an annotation of a document.
type Mark struct {
	// Key is what relations call it, unlike that of all other marks of the
	// document; "" if nothing does.
	Key string
	// ID is that of the annotation where the file keeps it, a UUID or an IRI.
	ID     string
	Pieces []span.Span // in order when written
	// Quote is the text that the file has for it, all pieces together; "" if it
	// has none.
	Quote string
	// Prefix and Suffix are what stands around it, "" if not known.
	Prefix, Suffix string
	// Parts are what the file says of each piece, counted as the file counts,
	// where each has a quote of its own.
	Parts             []anchor.Selectors
	Tags              []string
	Values            []Value // of attributes; those that are written in the order of the names
	Note              string
	Creator           string // a name
	Created, Modified time.Time
	place
}

// Value is what a mark says for an attribute, both as people read them.
type Value struct{ Name, Value string }

// Relation says how one mark of a document stands to another.
type Relation struct {
	Name     string
	From, To string // keys of marks
	place
}

// unnamed is what a relation is called that has no name.
const unnamed = "related"

// place is where something stands in the files that are read.
type place struct {
	file    string
	line    int
	pointer string
}

// problem is a problem at the place.
func (p place) problem(hint, format string, args ...any) problem.Problem {
	return problem.Problem{File: p.file, Line: p.line, Pointer: p.pointer, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// Input is what a format reads: files that belong together, and the list of
// what is wrong with them.
type Input struct {
	Files []File // sorted by name
	Env   Env
	*report
	byName map[string]File
	tags   map[string]*annotation.Tag // of the codebook of the files, by annotation.Fold
	codes  []string                   // its keys in order
}

func newInput(files []File, env Env, r *report) *Input {
	in := &Input{Files: files, Env: env, report: r, byName: map[string]File{}, tags: map[string]*annotation.Tag{}}
	for _, f := range files {
		if _, twice := in.byName[f.Name]; !twice {
			in.byName[f.Name] = f
		}
	}
	return in
}

// named returns the file of that name, false if it is not there.
func (in *Input) named(name string) (File, bool) {
	f, ok := in.byName[name]
	return f, ok
}

// code takes in a tag from the codebook of the files: what it means, besides its
// name. The ID may be "". It reports false if there is one of the name already.
func (in *Input) code(t annotation.Tag) bool {
	fold := annotation.Fold(t.Name)
	if in.tags[fold] != nil {
		return false
	}
	in.tags[fold], in.codes = &t, append(in.codes, fold)
	return true
}

// with returns the files whose names end so, whatever the case.
func (in *Input) with(ends ...string) (out []File) {
	for _, f := range in.Files {
		for _, end := range ends {
			if strings.HasSuffix(strings.ToLower(f.Name), end) {
				out = append(out, f)
				break
			}
		}
	}
	return out
}

// problem reports what is wrong at a place.
func (in *Input) problem(at place, hint, format string, args ...any) {
	in.add(at.problem(hint, format, args...))
}

// Holds is what a format can carry of a project. What it cannot is left out or
// written in a lesser way, which is counted and said beforehand (Loss).
type Holds struct {
	Texts     bool // the texts, so that a file can be read by itself
	Titles    bool // titles of the articles
	Overlap   bool // marks over one another
	Pieces    bool // marks of several pieces
	Several   bool // several tags on one mark
	Untagged  bool // marks without a tag
	Letters   bool // marks that begin or end inside a word
	Values    bool // what is said for attributes
	Notes     bool
	Relations bool
	Creators  bool // who made a mark
	Times     bool // when
	IDs       bool // of annotations, so that the same mark is known again
	Codebook  bool // what tags mean, and their colors; also of those that no mark has
}

// Lacks names what a format that Holds so much cannot carry, in plain words.
func (h Holds) Lacks() (out []string) {
	for _, one := range []struct {
		holds bool
		what  string
	}{
		{h.Texts, "texts"}, {h.Titles, "titles"}, {h.Overlap, "marks over one another"}, {h.Pieces, "marks of several pieces"},
		{h.Several, "several tags on one mark"}, {h.Untagged, "marks without a tag"}, {h.Letters, "marks inside words"},
		{h.Values, "answers to attributes"}, {h.Notes, "notes"}, {h.Relations, "relations"}, {h.Creators, "who marked"}, {h.Times, "when"},
		{h.Codebook, "definitions and colors of tags"}, {!h.Codebook, "examples, lines and keys of tags"}, {false, "states of reading"},
	} {
		if !one.holds {
			out = append(out, one.what)
		}
	}
	return out
}
