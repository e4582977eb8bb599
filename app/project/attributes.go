package project

import (
	"slices"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/problem"
)

// attributeName checks an attribute's name; no attribute but self may have
// it, in whatever case.
func (p Project) attributeName(name string, self annotation.AttributeID) (string, error) {
	name, err := named(name, "An attribute")
	for a := range p.Attributes.Unordered() {
		if err == nil && a.ID != self && strings.EqualFold(a.Name, name) {
			err = problem.Newf("name", "Choose another name, or merge the two attributes.", "There is an attribute called “%s” already.", a.Name)
		}
	}
	return name, err
}

// choices checks names and IDs of choices; one without an ID gets it.
func choices(in []annotation.Choice, s Stamp) ([]annotation.Choice, error) {
	var out []annotation.Choice
	ids, names := map[string]bool{}, map[string]bool{}
	for _, c := range in {
		name, err := named(c.Name, "A choice")
		if err != nil {
			return nil, err
		}
		if names[annotation.Fold(name)] {
			return nil, problem.Newf("name", "Keep one of the two.", "There are two choices called “%s”.", name)
		}
		if c.ID == "" {
			c.ID = s.Mint()
		}
		if ids[c.ID] || !annotation.ValidID(c.ID) {
			return nil, problem.Newf("choice", "Remove the choice and add it again.", "The choice “%s” has no ID of its own.", name)
		}
		ids[c.ID], names[annotation.Fold(name)] = true, true
		out = append(out, annotation.Choice{ID: c.ID, Name: name})
	}
	return out, nil
}

// AddAttribute adds an attribute behind the others. Without choices it takes
// free text; without tags it is asked for all. The error codes are
// "codebook-closed", "name" and "no-such-tag".
func AddAttribute(p Project, name string, names []string, tags []annotation.TagID, s Stamp) (Diff, annotation.AttributeID, error) {
	rank := 0
	for a := range p.Attributes.Unordered() {
		rank = max(rank, a.Rank)
	}
	a := annotation.Attribute{ID: annotation.AttributeID(s.Mint()), Name: name, Tags: tags, Rank: after(rank)}
	for _, n := range names {
		a.Choices = append(a.Choices, annotation.Choice{Name: n})
	}
	if err := p.soundAttribute(&a, s); err != nil {
		return Diff{}, "", err
	}
	var d Diff
	set(&d.Attributes, nil, &a)
	return d, a.ID, nil
}

// soundAttribute checks an attribute that is to be in the codebook and brings
// its names into form.
func (p Project) soundAttribute(a *annotation.Attribute, s Stamp) error {
	if err := p.editable(); err != nil {
		return err
	}
	var err error
	if a.Name, err = p.attributeName(a.Name, a.ID); err != nil {
		return err
	}
	if a.Tags, err = p.known(a.Tags); err != nil {
		return err
	}
	a.Choices, err = choices(a.Choices, s)
	return err
}

// EditAttribute puts a in the place of the attribute with its ID. A choice
// without an ID is a new one and gets it. The rank stays (see MoveAttribute).
// A change after which values on annotations would mean nothing, such as
// taking away a choice that is used, is refused with the code "choice-in-use".
func EditAttribute(p Project, a annotation.Attribute, s Stamp) (Diff, error) {
	var d Diff
	from, err := p.attribute(a.ID)
	if err != nil {
		return d, err
	}
	a.Rank = from.Rank
	if err := p.soundAttribute(&a, s); err != nil {
		return d, err
	}
	if n := p.strands(from, &a); n > 0 {
		return d, problem.Newf("choice-in-use", "Change those marks first, or keep the choice.",
			"%s of “%s” that would no longer be there.", plural(n, "mark uses a choice or value", "marks use choices or values"), from.Name)
	}
	if !from.Equal(&a) {
		set(&d.Attributes, from, &a)
	}
	return d, nil
}

// strands counts the annotations whose value for the attribute would mean
// nothing, or something else, after the change.
func (p Project) strands(from, to *annotation.Attribute) int {
	n := 0
	kind := (len(from.Choices) == 0) == (len(to.Choices) == 0)
	for a := range p.Annotations.Unordered() {
		if v := a.Value(from.ID); v != "" && (!kind || !to.Takes(v)) {
			n++
		}
	}
	return n
}

// MoveAttribute puts an attribute at a position, counted from 0, in the
// sorted codebook. A position off the list is taken as its end.
func MoveAttribute(p Project, id annotation.AttributeID, to int, _ Stamp) (Diff, error) {
	var d Diff
	if err := p.editable(); err != nil {
		return d, err
	}
	if _, err := p.attribute(id); err != nil {
		return d, err
	}
	all := p.Codebook().Attributes
	ranks := make([]int, len(all))
	for i, a := range all {
		ranks[i] = a.Rank
	}
	from := slices.IndexFunc(all, func(a *annotation.Attribute) bool { return a.ID == id })
	for i, rank := range moved(ranks, from, to) {
		a := *all[i]
		a.Rank = rank
		set(&d.Attributes, all[i], &a)
	}
	return d, nil
}

// UsesOfAttribute is the number of annotations that have a value for the
// attribute.
func UsesOfAttribute(p Project, id annotation.AttributeID) int {
	n := 0
	for a := range p.Annotations.Unordered() {
		if a.Value(id) != "" {
			n++
		}
	}
	return n
}

// RemoveAttribute removes an attribute and its values on annotations, all in
// one change.
func RemoveAttribute(p Project, id annotation.AttributeID, s Stamp) (Diff, error) {
	var d Diff
	if err := p.editable(); err != nil {
		return d, err
	}
	from, err := p.attribute(id)
	if err != nil {
		return d, err
	}
	set(&d.Attributes, from, nil)
	for a := range p.Annotations.Unordered() {
		d.put(a, a.WithValue(id, "", s.When))
	}
	return d, nil
}

// MergeAttributes moves the values of the attribute from over to into and
// removes from. Both must take free text or both have choices; choices of
// from that into lacks by name are added to it. Where an annotation says one
// thing for from and another for into, what it says for from is put into its
// note as "Name: value". The code for attributes of different kinds is
// "attribute-kind".
func MergeAttributes(p Project, from, into annotation.AttributeID, s Stamp) (Diff, error) {
	var d Diff
	if err := p.editable(); err != nil {
		return d, err
	}
	f, err := p.attribute(from)
	if err != nil {
		return d, err
	}
	t, err := p.attribute(into)
	if err != nil || f == t {
		return d, err
	}
	if (len(f.Choices) == 0) != (len(t.Choices) == 0) {
		return d, problem.Newf("attribute-kind", "Give both choices, or neither.", "“%s” and “%s” cannot be merged: one has choices, the other takes free text.", f.Name, t.Name)
	}
	merged, translate := union(f, t, s)
	set(&d.Attributes, f, nil)
	if !t.Equal(merged) {
		set(&d.Attributes, t, merged)
	}
	for a := range p.Annotations.Unordered() {
		if v := a.Value(from); v != "" {
			d.put(a, carried(a, f, merged, translate(v), s))
		}
	}
	return d, nil
}

// union returns into with what it lacks of from's choices and tags, and how a
// value of from reads as one of into.
func union(from, into *annotation.Attribute, s Stamp) (*annotation.Attribute, func(string) string) {
	to, ids := *into, map[string]string{}
	to.Choices = slices.Clone(into.Choices)
	for _, c := range from.Choices {
		ids[c.ID] = adopt(&to, c, s.Mint)
	}
	to.Tags = nil // asked for all if one of them is
	if len(from.Tags) > 0 && len(into.Tags) > 0 {
		to.Tags = slices.Clone(into.Tags)
		for _, t := range from.Tags {
			if !slices.Contains(to.Tags, t) {
				to.Tags = append(to.Tags, t)
			}
		}
	}
	return &to, func(value string) string {
		if id, ok := ids[value]; ok {
			return id
		}
		return value
	}
}

// adopt returns the ID of the choice of a that has c's name; where there is
// none, it adds c, with a fresh ID if c's is taken.
func adopt(a *annotation.Attribute, c annotation.Choice, mint func() string) string {
	if id := choiceNamed(a, c.Name); id != "" {
		return id
	}
	if slices.ContainsFunc(a.Choices, func(o annotation.Choice) bool { return o.ID == c.ID }) {
		c.ID = mint()
	}
	a.Choices = append(a.Choices, c)
	return c.ID
}

// choiceNamed is the ID of the choice with the name in whatever case, "" if
// there is none.
func choiceNamed(a *annotation.Attribute, name string) string {
	for _, c := range a.Choices {
		if strings.EqualFold(c.Name, name) {
			return c.ID
		}
	}
	return ""
}

// carried returns the annotation without its value for from, and with the
// same value for into, or in the note where into has another one.
func carried(a *annotation.Annotation, from, into *annotation.Attribute, value string, s Stamp) *annotation.Annotation {
	b := a.WithValue(from.ID, "", s.When)
	switch a.Value(into.ID) {
	case value:
		return b
	case "":
		return b.WithValue(into.ID, value, s.When)
	}
	return b.WithNote(noted(a.Note, from.Name, into.ChoiceName(value)), s.When)
}

// noted adds the line "name: value" to a note.
func noted(note, name, value string) string {
	if note != "" {
		note += "\n"
	}
	return note + name + ": " + value
}
