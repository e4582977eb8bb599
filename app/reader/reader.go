// Package reader makes articles of the files that people have: plain text in
// any encoding, Markdown, web pages, Word documents, electronic books, tables
// and lists of records, and ZIP archives of these.
//
// Most callers need only Read. It brings large libraries with it; package
// ingest, which knows plain text alone, is for programs that must stay small.
//
// An article of a file with structure has one paragraph a line, headings
// among them. Words are never changed; what does not belong to the article, or
// cannot be a part of it, is left out and said in Source.LeftOut.
package reader

import (
	"fmt"
	"path"

	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/problem"
)

// The kinds of files.
const (
	Text     = "text"
	Markdown = "markdown"
	HTML     = "html"
	DOCX     = "docx"
	EPUB     = "epub"
	JSON     = "json"
	JSONL    = "jsonl"
	CSV      = "csv"
	ZIP      = "zip"
)

// Options are what a person has chosen. The zero value finds everything out.
type Options struct {
	// Kind is one of the kinds above; "" is found out from the bytes and the
	// name. What is inside of a ZIP archive is always found out.
	Kind string
	// Encoding is a label of the WHATWG Encoding Standard; "" is found out.
	Encoding string
	// Column is the column of a table, or the key in records, whose values are
	// the texts; a key inside of another is written "data.text". The others
	// name what is known of each text. "" is found out from their names.
	Column                                                              string
	TitleColumn, BylineColumn, SourceColumn, DateColumn, LanguageColumn string
	// Decode returns the text of data in an encoding that is not Unicode, with
	// U+FFFD for what the encoding does not have; an error says that it does
	// not know the encoding. In the browser that is a TextDecoder. Without it,
	// only Unicode is read.
	Decode func(label string, data []byte) (string, error)
	// Pace is told how far the work is, in bytes or records; an error of it
	// ends the work and is returned. It may be nil. Between two calls a library
	// may be at work on a whole file, some seconds for 50 MB.
	Pace func(done, total int) error
}

// Source is a file, and what was read from it.
type Source struct {
	Name     string // as it was given; of a member of an archive, the path in it
	Kind     string
	Articles []*article.Article
	// Encoding is how the bytes were understood, "" where the kind settles it.
	// Guessed says that neither the file nor a person told; then Encodings are
	// those that are possible, the best first.
	Encoding  string
	Guessed   bool
	Encodings []string
	// Columns are those of a table, or the keys of records, in the file's order;
	// Column is the one whose texts were taken.
	Columns []string
	Column  string
	// LeftOut are sentences on what was in the file and is not in the articles.
	LeftOut []string
	// Notes are sentences on how the file was understood.
	Notes    []string
	Problems []problem.Problem
	// Err is why nothing was read, of a member of an archive; of a file by
	// itself it is what Read returns.
	Err *problem.Error

	left tally // of texts in HTML that stand in a table
}

// Read reads a file. The name says what it is where the bytes do not; "" is a
// text that was pasted. There is one Source, or for an archive one for each
// file in it.
//
// Errors are those of the pace, or *problem.Error with the codes "empty",
// "too-large", "binary" (a kind of file that is not read), "encoding",
// "encrypted", "zip", "xml", "html", "json", "table", "column" and "text".
func Read(name string, data []byte, o Options) ([]Source, error) {
	if err := o.at(0, len(data)); err != nil {
		return nil, err
	}
	if len(data) > ingest.MaxBytes {
		return nil, problem.Newf("too-large", "Split it into several files.", "%s is larger than %d MB.", subject(name), ingest.MaxBytes>>20)
	}
	if len(data) == 0 {
		return nil, errEmpty(name)
	}
	kind, err := kindOf(name, data, o.Kind)
	if err != nil {
		return nil, err
	}
	if kind == ZIP {
		return readZIP(name, data, o)
	}
	s, err := readOne(kind, name, data, o)
	if err != nil {
		return nil, err
	}
	return []Source{*s}, nil
}

// readOne reads a file that is no archive of files.
func readOne(kind, name string, data []byte, o Options) (*Source, error) {
	s := &Source{Name: name, Kind: kind}
	var err error
	switch kind {
	case DOCX:
		err = s.readDOCX(data, o)
	case EPUB:
		err = s.readEPUB(data, o)
	case HTML:
		err = s.readHTML(data, o)
	default:
		err = s.readText(data, o)
	}
	if err != nil {
		return nil, err
	}
	return s, o.at(len(data), len(data))
}

// readText reads what is text as soon as its encoding is known.
func (s *Source) readText(data []byte, o Options) error {
	text, err := s.decode(data, o, "")
	if err != nil {
		return err
	}
	switch s.Kind {
	case Markdown:
		return s.readMarkdown(text, o)
	case JSON:
		return s.readJSON(text, o)
	case JSONL:
		return s.readJSONL(text, o)
	case CSV:
		return s.readCSV(text, o)
	}
	a, err := ingest.Text(s.Name, []byte(text), article.Meta{File: s.file()})
	return s.take(a, err)
}

// take adds an article.
func (s *Source) take(a *article.Article, err error) error {
	if err != nil {
		return err
	}
	s.Articles = append(s.Articles, a)
	return nil
}

// file is the name without its folders, as an article keeps it.
func (s *Source) file() string {
	if s.Name == "" {
		return ""
	}
	return path.Base(s.Name)
}

func (s *Source) leftOut(sentence string) {
	if sentence != "" {
		s.LeftOut = append(s.LeftOut, sentence)
	}
}

func (s *Source) note(format string, args ...any) {
	s.Notes = append(s.Notes, fmt.Sprintf(format, args...))
}

// worst is how many problems of a file are listed; the rest are counted.
const worst = 200

func (s *Source) problem(p problem.Problem) {
	p.File = s.Name
	s.Problems = append(s.Problems, p)
}

// at tells the pace how far the work is.
func (o Options) at(done, total int) error {
	if o.Pace == nil {
		return nil
	}
	return o.Pace(done, total)
}

// subject names a file at the start of a sentence.
func subject(name string) string {
	if name == "" {
		return "The text"
	}
	return "The file " + name
}

func errEmpty(name string) error {
	return problem.Newf("empty", "Choose a file with text in it, or paste the text.", "%s is empty.", subject(name))
}

// Distinct returns articles with ranks in the order in which they stand, each
// text once; what stands twice is said.
func Distinct(articles []*article.Article) (out []*article.Article, said []string) {
	first := map[article.ID]*article.Article{}
	for _, a := range articles {
		if same := first[a.ID]; same != nil {
			said = append(said, fmt.Sprintf("“%s” and “%s” are the same text; the first was kept.", same.Meta.Title, a.Meta.Title))
			continue
		}
		meta := a.Meta
		meta.Rank = len(out)
		out = append(out, a.WithMeta(meta))
		first[a.ID] = a
	}
	return out, said
}
