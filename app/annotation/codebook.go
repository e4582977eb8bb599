package annotation

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// TagID names a tag for good, whatever it is called: a UUID in its usual form.
type TagID string

// AttributeID names an attribute, in the same form as a tag's ID.
type AttributeID string

// Colors is how many colors the palette has; a tag's Color is below it. What
// each looks like in light, dark and print stands in the style sheet.
const Colors = 12

// Cue is the line under a mark, the second sign of its tag besides the color.
type Cue string

// The cues there are.
const (
	Solid  Cue = "solid"
	Dashed Cue = "dashed"
	Dotted Cue = "dotted"
	Double Cue = "double"
	Wavy   Cue = "wavy"
)

// Cues lists all cues in the order in which they are offered.
var Cues = []Cue{Solid, Dashed, Dotted, Double, Wavy}

// Tag is one entry of the codebook.
type Tag struct {
	ID         TagID  `json:"id"`
	Name       string `json:"name"`
	Definition string `json:"definition,omitempty"`
	// Example is a passage that is one, Counterexample one that is not.
	Example        string `json:"example,omitempty"`
	Counterexample string `json:"counterexample,omitempty"`
	Color          int    `json:"color"` // 0 to Colors-1
	Cue            Cue    `json:"cue"`
	// Digit is the key that gives the tag, "1" to "9", or "".
	Digit string `json:"digit,omitempty"`
	// Rank orders the codebook; lower comes first.
	Rank int `json:"rank"`
}

// Choice is one of the values an attribute can take.
type Choice struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Attribute is a question asked of a mark, such as who is speaking.
type Attribute struct {
	ID   AttributeID `json:"id"`
	Name string      `json:"name"`
	// Choices are the values to choose from; an attribute without any takes
	// free text.
	Choices []Choice `json:"choices,omitempty"`
	// Tags are the tags it is asked for; none means all.
	Tags []TagID `json:"tags,omitempty"`
	Rank int     `json:"rank"`
}

// Key returns the ID, so that tags can stand in a table.
func (t *Tag) Key() string { return string(t.ID) }

// Equal reports whether both tags are the same in every field.
func (t *Tag) Equal(u *Tag) bool { return *t == *u }

// Code is the letter shown at a mark: the first letter of the tag's name.
func (t *Tag) Code() string {
	for _, r := range t.Name {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return string(unicode.ToUpper(r))
		}
	}
	r, n := utf8.DecodeRuneInString(t.Name)
	if n == 0 {
		return "?"
	}
	return string(r)
}

// Key returns the ID, so that attributes can stand in a table.
func (a *Attribute) Key() string { return string(a.ID) }

// Equal reports whether both attributes are the same in every field.
func (a *Attribute) Equal(b *Attribute) bool {
	return a == b || a.ID == b.ID && a.Name == b.Name && a.Rank == b.Rank &&
		slices.Equal(a.Choices, b.Choices) && slices.Equal(a.Tags, b.Tags)
}

// AskedOf reports whether the attribute is asked for a mark with these tags.
func (a *Attribute) AskedOf(tags []TagID) bool {
	return len(a.Tags) == 0 || slices.ContainsFunc(tags, func(t TagID) bool { return slices.Contains(a.Tags, t) })
}

// Takes reports whether a mark may have the value: any text where the
// attribute has no choices, else the ID of one of them.
func (a *Attribute) Takes(value string) bool {
	return len(a.Choices) == 0 || slices.ContainsFunc(a.Choices, func(c Choice) bool { return c.ID == value })
}

// ChoiceName is how a value reads on the screen: the name of the choice with
// that ID, or the value itself where it is free text.
func (a *Attribute) ChoiceName(value string) string {
	for _, c := range a.Choices {
		if c.ID == value {
			return c.Name
		}
	}
	return value
}

// CompareTags orders tags by rank, then by name and ID.
func CompareTags(t, u *Tag) int {
	return cmp.Or(cmp.Compare(t.Rank, u.Rank), cmp.Compare(t.Name, u.Name), cmp.Compare(t.ID, u.ID))
}

// CompareAttributes orders attributes by rank, then by name and ID.
func CompareAttributes(a, b *Attribute) int {
	return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}
