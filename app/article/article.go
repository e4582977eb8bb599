// Package article holds the text that people annotate, its blocks, and the
// three ways of counting in it.
//
// Most callers need New, which checks and indexes a text, and Article.Slice,
// which cuts a quote out of it. Offsets are code points with the end
// exclusive, plain ints, everywhere in the program; Byte and UTF16 exist for
// the edges, and this package is the only one that converts between them.
package article

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"claimlight/app/problem"
)

// ID names an article by its text: the SHA-256 of the text as UTF-8, in
// lower-case hexadecimal. The same text twice is the same article.
type ID string

// IDOf returns the ID of a text that is already in the form New accepts.
func IDOf(text string) ID {
	sum := sha256.Sum256([]byte(text))
	return ID(hex.EncodeToString(sum[:]))
}

// Kind says what a block is in the article.
type Kind string

// The kinds of blocks.
const (
	Headline   Kind = "headline"
	Byline     Kind = "byline"
	Subheading Kind = "subheading"
	Paragraph  Kind = "paragraph"
)

// Block is a stretch of the text that is shown as one element: a line, or a
// paragraph. Start and End are code points in the article's text, End
// exclusive; the line feed that ends the block is not part of it.
type Block struct {
	Kind  Kind `json:"kind"`
	Start int  `json:"start"`
	End   int  `json:"end"`
}

// Meta is what is known about an article besides its text. An empty string
// means unknown.
type Meta struct {
	Title string `json:"title"`
	// TitleMade is true where the article has no headline and the title was
	// made from its first words.
	TitleMade bool   `json:"title_made,omitempty"`
	Byline    string `json:"byline,omitempty"`
	Source    string `json:"source,omitempty"`
	Date      string `json:"date,omitempty"`
	Language  string `json:"language,omitempty"` // BCP 47
	// File is the name of the file the text came from, if it came from one.
	File string `json:"file,omitempty"`
	// Rank orders the articles of a project; lower comes first.
	Rank int `json:"rank"`
	// CorrectedBy is the version of the article that came after this one, in the
	// same project; "" for all but earlier versions.
	CorrectedBy ID `json:"corrected_by,omitempty"`
}

// Article is a text with its blocks. It never changes after New.
type Article struct {
	ID     ID
	Meta   Meta
	Text   string
	Blocks []Block
	index  index
	seg    *segments
}

// New checks a text and indexes it. The text must be valid UTF-8 without a
// byte order mark at its start, without carriage returns and without NUL;
// Clean sees to the marks and the returns. The blocks must lie inside the text,
// in order and apart; without any, each line that is not empty is one. The error
// is a *problem.Error with the code "text".
func New(meta Meta, text string, blocks []Block) (*Article, error) {
	if err := check(text); err != nil {
		return nil, err
	}
	if len(blocks) == 0 {
		blocks = paragraphs(text)
	}
	a := &Article{ID: IDOf(text), Meta: meta, Text: text, Blocks: slices.Clone(blocks), index: newIndex(text)}
	last := 0
	for _, b := range a.Blocks {
		if b.Start < last || b.End < b.Start || b.End > a.Len() {
			return nil, problem.Newf("text", "", "The block %d–%d is outside the text or overlaps another.", b.Start, b.End)
		}
		last = b.End
	}
	a.seg = &segments{}
	return a, nil
}

// paragraphs makes a block of every line that is not empty.
func paragraphs(text string) (blocks []Block) {
	at, start := 0, 0
	end := func() {
		if at > start {
			blocks = append(blocks, Block{Kind: Paragraph, Start: start, End: at})
		}
	}
	for _, r := range text {
		if r == '\n' {
			end()
			start = at + 1
		}
		at++
	}
	end()
	return blocks
}

func check(text string) error {
	if strings.HasPrefix(text, "\uFEFF") {
		return problem.Newf("text", "", "The text starts with a byte order mark.")
	}
	if i := strings.IndexAny(text, "\r\x00"); i >= 0 {
		return problem.Newf("text", "", "The text holds a carriage return or a NUL at byte %d.", i)
	}
	for i, r := range text {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(text[i:]); n == 1 {
				return problem.Newf("text", "Save the file as UTF-8 and try again.", "The text is not valid UTF-8 at byte %d.", i)
			}
		}
	}
	return nil
}

// Clean drops byte order marks at the start (files joined by careless tools
// have two) and turns CRLF and CR into LF. It changes nothing else; in
// particular it does not normalize Unicode.
func Clean(text string) string {
	text = strings.TrimLeft(text, "\uFEFF")
	if !strings.Contains(text, "\r") {
		return text
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
}

// WithMeta returns the same text with other metadata.
func (a *Article) WithMeta(m Meta) *Article {
	b := *a
	b.Meta = m
	return &b
}

// Key returns the ID, so that articles can stand in a table.
func (a *Article) Key() string { return string(a.ID) }

// Equal reports whether both have the same text, blocks and metadata.
func (a *Article) Equal(b *Article) bool {
	return a == b || a.ID == b.ID && a.Meta == b.Meta && slices.Equal(a.Blocks, b.Blocks)
}

// BlockAt returns the index of the block that holds the code point, or of the
// last one before it; -1 if there is none.
func (a *Article) BlockAt(point int) int {
	// The last that starts there: an empty block may start at the same point.
	return sort.Search(len(a.Blocks), func(i int) bool { return a.Blocks[i].Start > point }) - 1
}

type wire struct {
	Meta   Meta    `json:"meta"`
	Text   string  `json:"text"`
	Blocks []Block `json:"blocks"`
}

// MarshalJSON writes the text, its blocks and its metadata; the ID follows
// from the text.
func (a *Article) MarshalJSON() ([]byte, error) {
	return json.Marshal(wire{a.Meta, a.Text, a.Blocks})
}

// UnmarshalJSON reads what MarshalJSON wrote and checks it as New does.
func (a *Article) UnmarshalJSON(data []byte) error {
	var w wire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	n, err := New(w.Meta, w.Text, w.Blocks)
	if err != nil {
		return err
	}
	*a = *n
	return nil
}
