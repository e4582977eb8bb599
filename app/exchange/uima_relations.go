//go:build !page

package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// relations takes the references of a structure as relations: those of relation
// layers, of slots, and of the links of chains.
func (c *uimaCAS) relations(docs map[string]*Doc, taken map[string]bool, s *uimaStructure) {
	d := docs[s.sofa]
	if d == nil || uimaStructural(s.typ) || s.isSlot() {
		return
	}
	join := func(name, from, to string) {
		if !taken[from] || !taken[to] || c.byID[from].sofa != s.sofa || c.byID[to].sofa != s.sofa {
			c.left.add(fmt.Sprintf("relations of %s join what is no mark here, such as words; they were left out.", uimaShort(s.typ)), 1)
			return
		}
		d.Relations = append(d.Relations, Relation{Name: name, From: from, To: to, place: s.place})
	}
	if from, to := s.ref("Governor"), s.ref("Dependent"); from != "" || to != "" {
		name, rest := uimaRelation(s.typ, s.values)
		if len(rest) > 0 {
			c.left.add(fmt.Sprintf("relations say more than their name (%s), which has no place here.", strings.Join(rest, ", ")), 1)
		}
		join(name, from, to)
		return
	}
	for _, r := range s.refs {
		switch {
		case r.feature == "next":
			join(uimaChainName(s.relation, s.typ), s.id, s.ref("next"))
		case len(r.to) > 0 && !c.slots(s, r, join) && s.spanned:
			c.left.add(fmt.Sprintf("references (%s of %s) have no place here; they were left out.", r.feature, uimaShort(s.typ)), 1)
		}
	}
}

// slots joins a structure to what its slots lead to, each by its role; false if
// the feature has no slots.
func (c *uimaCAS) slots(s *uimaStructure, r uimaRef, join func(name, from, to string)) bool {
	if !slices.ContainsFunc(r.to, func(id string) bool { return c.byID[id].isSlot() }) {
		return false
	}
	for _, id := range r.to {
		if slot := c.byID[id]; slot.isSlot() {
			join(cmp.Or(slot.role, r.feature), s.id, slot.target)
		}
	}
	return true
}
