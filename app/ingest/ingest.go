// Package ingest turns what people bring into articles: the bytes of a file,
// or a text that was pasted.
//
// Most callers need Text for one plain text and Index for the list of
// articles that the program comes with. Neither changes a word: the text of
// the article is the text of the file, without a byte order mark and with
// line feeds as line ends.
package ingest

import (
	"encoding/json"
	"errors"
	"fmt"

	"claimlight/app/article"
	"claimlight/app/problem"
)

// MaxBytes is the size of the largest file that is read.
const MaxBytes = 50 << 20

// Text makes an article of plain text: UTF-8, or UTF-16 with a byte order
// mark. What meta leaves empty is taken from the text where the text says it:
// title, byline, source. A title made from the first words is marked so.
// The name is the file's, "" for a pasted text.
//
// Errors are *problem.Error with the codes "empty", "too-large", "binary",
// "encoding" and "text".
func Text(name string, data []byte, meta article.Meta) (*article.Article, error) {
	raw, err := decode(name, data)
	if err != nil {
		return nil, err
	}
	text := article.Clean(raw)
	units := layOut(text)
	if len(units) == 0 {
		return nil, empty(name)
	}
	classify(units)
	if meta.File == "" {
		meta.File = name
	}
	a, err := article.New(meta, text, blocks(text, units))
	if err != nil {
		return nil, err
	}
	return a.WithMeta(complete(a, units)), nil
}

// entry is one article of an index; "" is unknown.
type entry struct {
	File      string `json:"file"`
	Title     string `json:"title"`
	TitleMade bool   `json:"title_made"`
	Byline    string `json:"byline"`
	Source    string `json:"source"`
	Date      string `json:"date"`
}

// Index reads the articles that an index lists, in its order, with ranks
// counted from 0. read gets the bytes of a file by its name in the index. An
// article that cannot be read is left out and its error joined to the others:
// what is returned beside an error is good.
func Index(indexJSON []byte, read func(file string) ([]byte, error)) ([]*article.Article, error) {
	var list []entry
	if err := json.Unmarshal(indexJSON, &list); err != nil {
		return nil, &problem.Error{Code: "index", Message: "The list of articles cannot be read.", Hint: "Load the program again.", Cause: err}
	}
	var out []*article.Article
	var failed []error
	for rank, e := range list {
		a, err := e.load(rank, read)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		out = append(out, a)
	}
	return out, errors.Join(failed...)
}

func (e entry) load(rank int, read func(string) ([]byte, error)) (*article.Article, error) {
	data, err := read(e.File)
	if err != nil {
		return nil, &problem.Error{
			Code: "unreadable", Message: fmt.Sprintf("The article %s cannot be read.", e.File), Hint: "Load the program again.", Cause: err,
		}
	}
	return Text(e.File, data, article.Meta{
		Title: e.Title, TitleMade: e.TitleMade, Byline: e.Byline, Source: e.Source, Date: e.Date, File: e.File, Rank: rank,
	})
}
