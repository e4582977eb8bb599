// Package annotation holds what people write on articles: annotations, the
// codebook of tags and attributes they write them with, and the people
// themselves.
//
// Every record is a plain value that nobody changes once it stands in a
// project; to change one, copy it, change the copy and put it in its place.
// The With methods do so. Most callers need Annotation and Tag.
package annotation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"claimlight/app/article"
	"claimlight/app/span"
)

// ID names an annotation: a UUID in its usual lower-case form. In exported
// files it is the IRI urn:uuid:ID.
type ID string

// PersonID names a person, in the same form as an annotation's ID.
type PersonID string

// Piece is one stretch of an annotation: a span in code points of the
// article's text, and the text it covers. The quote is kept so that the span
// can be checked whenever it is loaded.
type Piece struct {
	span.Span
	Quote string `json:"quote"`
}

// Value is what an annotation says for an attribute: the ID of one of its
// choices, or free text.
type Value struct {
	Attribute AttributeID `json:"attribute"`
	Value     string      `json:"value"`
}

// Annotation is a mark on an article: one or more pieces of its text with
// tags, attribute values and a note.
type Annotation struct {
	ID      ID         `json:"id"`
	Article article.ID `json:"article"`
	// Pieces are in order, not empty, and neither overlap nor touch.
	Pieces []Piece `json:"pieces"`
	// Tags are in the order in which they were given; none twice.
	Tags []TagID `json:"tags,omitempty"`
	// Values hold at most one value an attribute, in the order of the IDs.
	Values   []Value   `json:"values,omitempty"`
	Note     string    `json:"note,omitempty"`
	Creator  PersonID  `json:"creator,omitempty"`
	Created  time.Time `json:"created"`
	Modified time.Time `json:"modified"`
}

// Person is somebody who annotates. Name and Nickname may be empty.
type Person struct {
	ID       PersonID `json:"id"`
	Name     string   `json:"name,omitempty"`
	Nickname string   `json:"nickname,omitempty"`
}

// Time puts a time into the one form in which records keep it: UTC, to the
// millisecond, without a monotonic part, so that it survives JSON unchanged.
func Time(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// Key returns the ID, so that annotations can stand in a table.
func (a *Annotation) Key() string { return string(a.ID) }

// Key returns the ID, so that people can stand in a table.
func (p *Person) Key() string { return string(p.ID) }

// Equal reports whether both say the same of the same person.
func (p *Person) Equal(q *Person) bool { return *p == *q }

// Equal reports whether both annotations are the same in every field.
func (a *Annotation) Equal(b *Annotation) bool {
	return a == b || a.ID == b.ID && a.Article == b.Article && a.Note == b.Note && a.Creator == b.Creator &&
		a.Created.Equal(b.Created) && a.Modified.Equal(b.Modified) &&
		slices.Equal(a.Pieces, b.Pieces) && slices.Equal(a.Tags, b.Tags) && slices.Equal(a.Values, b.Values)
}

// Start is where the first piece starts, in code points; 0 without pieces,
// which only an unchecked file can bring.
func (a *Annotation) Start() int {
	if len(a.Pieces) == 0 {
		return 0
	}
	return a.Pieces[0].Start
}

// End is where the last piece ends, in code points, exclusive; 0 without
// pieces.
func (a *Annotation) End() int {
	if len(a.Pieces) == 0 {
		return 0
	}
	return a.Pieces[len(a.Pieces)-1].End
}

// Extent is the span from the first piece's start to the last one's end.
func (a *Annotation) Extent() span.Span { return span.Span{Start: a.Start(), End: a.End()} }

// Size is the number of code points in all pieces.
func (a *Annotation) Size() int {
	n := 0
	for _, p := range a.Pieces {
		n += p.Len()
	}
	return n
}

// Has reports whether one of the pieces holds the code point.
func (a *Annotation) Has(point int) bool {
	return slices.ContainsFunc(a.Pieces, func(p Piece) bool { return p.Span.Has(point) })
}

// HasTag reports whether the annotation carries the tag.
func (a *Annotation) HasTag(t TagID) bool { return slices.Contains(a.Tags, t) }

// Quote is the text of all pieces, those after the first behind " … ".
func (a *Annotation) Quote() string {
	quotes := make([]string, len(a.Pieces))
	for i, p := range a.Pieces {
		quotes[i] = p.Quote
	}
	return strings.Join(quotes, " … ")
}

// Spans returns the spans of the pieces.
func (a *Annotation) Spans() []span.Span {
	spans := make([]span.Span, len(a.Pieces))
	for i, p := range a.Pieces {
		spans[i] = p.Span
	}
	return spans
}

// Value returns what the annotation says for the attribute, "" if nothing.
func (a *Annotation) Value(id AttributeID) string {
	for _, v := range a.Values {
		if v.Attribute == id {
			return v.Value
		}
	}
	return ""
}

// WithPieces returns a copy on other pieces, changed at the time given.
func (a *Annotation) WithPieces(pieces []Piece, at time.Time) *Annotation {
	b := *a
	b.Pieces, b.Modified = pieces, Time(at)
	return &b
}

// WithTags returns a copy with other tags; a tag given twice counts once.
func (a *Annotation) WithTags(tags []TagID, at time.Time) *Annotation {
	b := *a
	b.Tags, b.Modified = nil, Time(at)
	for _, t := range tags {
		if !slices.Contains(b.Tags, t) {
			b.Tags = append(b.Tags, t)
		}
	}
	return &b
}

// WithNote returns a copy with another note.
func (a *Annotation) WithNote(note string, at time.Time) *Annotation {
	b := *a
	b.Note, b.Modified = note, Time(at)
	return &b
}

// WithValue returns a copy that says something else for one attribute; an
// empty value takes the attribute off.
func (a *Annotation) WithValue(id AttributeID, value string, at time.Time) *Annotation {
	b := *a
	b.Modified = Time(at)
	b.Values = slices.DeleteFunc(slices.Clone(a.Values), func(v Value) bool { return v.Attribute == id })
	if value != "" {
		b.Values = append(b.Values, Value{id, value})
		slices.SortFunc(b.Values, func(v, w Value) int { return cmp.Compare(v.Attribute, w.Attribute) })
	}
	if len(b.Values) == 0 {
		b.Values = nil
	}
	return &b
}

// Compare orders annotations as they are read: by start, longer first, then
// by when they were made and by ID, so that the order is always the same.
func Compare(a, b *Annotation) int {
	if c := span.Compare(a.Extent(), b.Extent()); c != 0 {
		return c // nearly always: the rest is not looked at
	}
	return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
}

// Pieces cuts spans out of an article: sorted, joined where they overlap or
// touch, without empty ones, each with its quote. Spans outside the text are
// cut at its ends.
func Pieces(a *article.Article, spans ...span.Span) []Piece {
	var out []Piece
	for _, s := range span.Join(spans) {
		if s = s.Intersect(span.Span{End: a.Len()}); !s.Empty() {
			out = append(out, Piece{s, a.Slice(s.Start, s.End)})
		}
	}
	return out
}
