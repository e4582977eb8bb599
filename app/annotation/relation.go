package annotation

import (
	"cmp"
	"time"

	"claimlight/app/problem"
)

// RelationID names a relation, in the same form as an annotation's ID.
type RelationID string

// Relation says how one annotation stands to another: a typed link with a
// direction. The two may be on different articles, and relations may run in
// circles. From and To may be the same annotation: the dependency trees of
// other programs have their roots so, and nothing here breaks on it.
type Relation struct {
	ID RelationID `json:"id"`
	// Name is the type of the link, read from From to To: "supports".
	Name     string    `json:"name"`
	From     ID        `json:"from"`
	To       ID        `json:"to"`
	Creator  PersonID  `json:"creator,omitempty"`
	Created  time.Time `json:"created"`
	Modified time.Time `json:"modified"`
}

// Key returns the ID, so that relations can stand in a table.
func (r *Relation) Key() string { return string(r.ID) }

// Equal reports whether both relations are the same in every field.
func (r *Relation) Equal(s *Relation) bool {
	return r == s || r.ID == s.ID && r.Name == s.Name && r.From == s.From && r.To == s.To && r.Creator == s.Creator &&
		r.Created.Equal(s.Created) && r.Modified.Equal(s.Modified)
}

// Joins reports whether the annotation is one of the two ends.
func (r *Relation) Joins(id ID) bool { return r.From == id || r.To == id }

// CompareRelations orders relations by when they were made and by ID, so that
// the order is always the same.
func CompareRelations(r, s *Relation) int {
	return cmp.Or(r.Created.Compare(s.Created), cmp.Compare(r.ID, s.ID))
}

// CheckRelation looks at one relation by itself; whether its two annotations
// and its creator exist is for the project to say. Pointers start with at.
func CheckRelation(r *Relation, at string) []problem.Problem {
	f := found{at: at}
	f.add(ValidID(string(r.ID)), "/id", hintID, "The ID of the relation “%s” is not a UUID: %q.", r.Name, r.ID)
	f.add(ValidName(r.Name), "/name", hintName, "A relation is called %q, which is not a name.", r.Name)
	f.add(ValidTime(r.Created), "/created", hintTime, "The relation “%s” does not say when it was made.", r.Name)
	f.add(ValidTime(r.Modified), "/modified", hintTime, "The relation “%s” does not say when it was changed last.", r.Name)
	return f.all
}
