package project

import "claimlight/app/annotation"

// Relate says how one mark stands to another, and returns the ID of the new
// relation. The name is trimmed and must not be empty. The errors are
// *problem.Error with the codes "no-such-annotation" and "name".
func Relate(p Project, name string, from, to annotation.ID, s Stamp) (Diff, annotation.RelationID, error) {
	for _, id := range []annotation.ID{from, to} {
		if _, _, err := p.mark(id); err != nil {
			return Diff{}, "", err
		}
	}
	name, err := named(name, "A relation")
	if err != nil {
		return Diff{}, "", err
	}
	var d Diff
	now := annotation.Time(s.When)
	r := &annotation.Relation{
		ID: annotation.RelationID(s.Mint()), Name: name, From: from, To: to,
		Creator: p.author(&d, s), Created: now, Modified: now,
	}
	set(&d.Relations, nil, r)
	return d, r.ID, nil
}

// RenameRelation gives a relation another name.
func RenameRelation(p Project, id annotation.RelationID, name string, s Stamp) (Diff, error) {
	var d Diff
	from, err := p.relation(id)
	if err != nil {
		return d, err
	}
	to := *from
	if to.Name, err = named(name, "A relation"); err != nil || to.Name == from.Name {
		return d, err
	}
	to.Modified = annotation.Time(s.When)
	set(&d.Relations, from, &to)
	return d, nil
}

// RemoveRelation takes a relation out of the project; its marks stay.
func RemoveRelation(p Project, id annotation.RelationID, _ Stamp) (Diff, error) {
	var d Diff
	r, err := p.relation(id)
	if err != nil {
		return d, err
	}
	set(&d.Relations, r, nil)
	return d, nil
}

// unrelate adds to a diff that removes annotations the removal of the relations
// they have. It looks at every relation of the project.
func (p Project) unrelate(d *Diff) {
	if len(d.Annotations) == 0 {
		return
	}
	gone := func(id annotation.ID) bool {
		delta, named := d.Annotations[string(id)]
		return named && delta.To == nil
	}
	for r := range p.Relations.Unordered() {
		if gone(r.From) || gone(r.To) {
			set(&d.Relations, r, nil)
		}
	}
}
