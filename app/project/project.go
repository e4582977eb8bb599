// Package project holds a whole project as one immutable value, and a change
// to it as another.
//
// A command (Highlight, Retag, RenameTag ...) looks at a Project and returns
// a Diff; Project.Apply turns it into the next Project. A Tx says who made a
// Diff, when, and why, and History keeps what can be undone. Nothing here
// reads the clock or makes an ID: both are handed in as a Stamp.
package project

import (
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
)

// Schema is the version of the stored form of projects and diffs. It goes up
// when a program of the version before could no longer read what is written.
//
//   - 1: everything is JSON, a project or a change in one piece.
//   - 2: of a project, and of a change to very much, articles and annotations
//     stand beside the JSON in parts (package store).
//   - 3: there are relations. A program of schema 2 would read the rest and
//     leave them out of the next snapshot, and with a mark it would not remove
//     those that end at it. Some articles are earlier versions of others.
//   - 4: there are records of the classroom, which a program of schema 3 would
//     leave out of the next snapshot.
//   - 5: the records of the classroom stand in parts too, where there is much in
//     them.
const Schema = 5

// Info is what is said of the project as a whole.
type Info struct {
	ID   string `json:"id"` // a UUID
	Name string `json:"name"`
	// Closed is true where only the codebook's tags may be used and the
	// codebook itself may not be changed.
	Closed bool `json:"closed,omitempty"`
	// Annotator is who is writing here now; new annotations are theirs.
	Annotator annotation.PersonID `json:"annotator,omitempty"`
	Created   time.Time           `json:"created"`
}

// State is how far the reading of an article has come.
type State string

// The states of an article. One that was never opened has no Reading.
const (
	NotStarted State = ""
	InWork     State = "in work"
	Done       State = "done" // also with no marks: nothing to mark is a result
)

// Reading is the state of one article.
type Reading struct {
	Article article.ID `json:"article"`
	State   State      `json:"state"`
	Opened  time.Time  `json:"opened"` // the first time
}

// infoKey is the key of the only Info of a project.
const infoKey = "info"

// Key is the same for all, since a project has only one.
func (i *Info) Key() string { return infoKey }

// Equal reports whether both are the same in every field.
func (i *Info) Equal(j *Info) bool {
	return i == j || i.ID == j.ID && i.Name == j.Name && i.Closed == j.Closed && i.Annotator == j.Annotator && i.Created.Equal(j.Created)
}

// Key is the ID of the article.
func (r *Reading) Key() string { return string(r.Article) }

// Equal reports whether both are the same in every field.
func (r *Reading) Equal(s *Reading) bool {
	return r.Article == s.Article && r.State == s.State && r.Opened.Equal(s.Opened)
}

// Project is everything that belongs together: articles, annotations and the
// relations between them, the codebook, people, how far the reading is, and what
// the classroom keeps. It is a value: an edit makes a new one that shares what did not change. The zero
// Project is empty.
type Project struct {
	Infos       Table[*Info]                  `json:"info"` // none or one
	Articles    Table[*article.Article]       `json:"articles"`
	Annotations Table[*annotation.Annotation] `json:"annotations"`
	Relations   Table[*annotation.Relation]   `json:"relations,omitzero"`
	Tags        Table[*annotation.Tag]        `json:"tags"`
	Attributes  Table[*annotation.Attribute]  `json:"attributes"`
	People      Table[*annotation.Person]     `json:"people"`
	Readings    Table[*Reading]               `json:"readings"`
	Class       Table[*ClassRecord]           `json:"class,omitzero"`
}

// Info returns what is said of the project as a whole; never nil.
func (p Project) Info() *Info {
	if i := p.Infos.Get(infoKey); i != nil {
		return i
	}
	return &Info{}
}

// Article returns an article, nil if the project does not have it.
func (p Project) Article(id article.ID) *article.Article { return p.Articles.Get(string(id)) }

// Annotation returns an annotation, nil if there is none with the ID.
func (p Project) Annotation(id annotation.ID) *annotation.Annotation {
	return p.Annotations.Get(string(id))
}

// Relation returns a relation, nil if there is none with the ID.
func (p Project) Relation(id annotation.RelationID) *annotation.Relation {
	return p.Relations.Get(string(id))
}

// Tag returns a tag, nil if the codebook does not have it.
func (p Project) Tag(id annotation.TagID) *annotation.Tag { return p.Tags.Get(string(id)) }

// Attribute returns an attribute, nil if the codebook does not have it.
func (p Project) Attribute(id annotation.AttributeID) *annotation.Attribute {
	return p.Attributes.Get(string(id))
}

// Person returns a person, nil if not known.
func (p Project) Person(id annotation.PersonID) *annotation.Person { return p.People.Get(string(id)) }

// State returns how far the reading of the article has come.
func (p Project) State(id article.ID) State {
	if r := p.Readings.Get(string(id)); r != nil {
		return r.State
	}
	return NotStarted
}

// Equal reports whether both hold the same records.
func (p Project) Equal(q Project) bool { return Between(p, q).Empty() }
