//go:build !page

package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// relation reads a relation, which stands in the row that it leads to.
func (r *webannotsvReader) relation(l *webannotsvLayer, row webannotsvRow, said []string) {
	var values []Value
	ref := webannotsvRef{place: row.place, layer: uimaShort(l.typ)}
	for i, c := range l.columns {
		if c.kind != webannotsvSource {
			values = append(values, Value{c.feature, webannotsvValue(said[i])})
			continue
		}
		unit, inside := webannotsvBracket(said[i])
		from, to, _ := strings.Cut(inside, "_")
		ref.from = webannotsvEnd{typ: c.target, unit: unit, id: from}
		ref.to = webannotsvEnd{typ: c.target, unit: row.id, id: to}
	}
	name, rest := uimaRelation(l.typ, values)
	if len(rest) > 0 {
		r.left.add(fmt.Sprintf("relations say more than their name (%s), which has no place here.", strings.Join(rest, ", ")), 1)
	}
	ref.name = name
	r.refs = append(r.refs, ref)
}

// finish puts marks and relations into the document.
func (r *webannotsvReader) finish(d *Doc) {
	for _, m := range r.marks {
		r.chain(m)
		if m.Pieces[0].Empty() {
			r.left.add("annotations of no length mark no text; they were left out.", 1)
			continue
		}
		uimaSay(&m.Mark, m.layer.typ, m.values)
		d.Marks = append(d.Marks, m.Mark)
	}
	for _, ref := range r.refs {
		from, to := r.find(ref.from), r.find(ref.to)
		if from == nil || to == nil || from.Pieces[0].Empty() || to.Pieces[0].Empty() {
			r.left.add(fmt.Sprintf("relations of %s join what is no mark here, such as words; they were left out.", ref.layer), 1)
			continue
		}
		d.Relations = append(d.Relations, Relation{Name: ref.name, From: from.Key, To: to.Key, place: ref.place})
	}
	for _, l := range r.left.list() {
		r.problem(place{file: r.file}, "", "%s", tallied(l.What, l.Count))
	}
}

// chain notes the relation of a link to the next of its chain.
func (r *webannotsvReader) chain(m *webannotsvMark) {
	number, at, ok := strings.Cut(m.link, "-")
	n, err := strconv.Atoi(at)
	if !ok || err != nil {
		return
	}
	next := r.byID[webannotsvKey(m.layer.typ, fmt.Sprintf("%s-%d", number, n+1))]
	if next == nil {
		return
	}
	name := ""
	name, m.values = uimaTake(m.values, "referenceRelation")
	r.refs = append(r.refs, webannotsvRef{m.place, uimaShort(m.layer.typ), uimaChainName(name, m.layer.typ), webannotsvEnd{mark: m}, webannotsvEnd{mark: next}})
}

// find is the annotation at the end of a relation, nil if there is none.
func (r *webannotsvReader) find(end webannotsvEnd) *webannotsvMark {
	if end.mark != nil {
		return end.mark
	}
	if end.id != "" && end.id != "0" {
		return cmp.Or(r.byID[webannotsvKey(end.typ, end.id)], r.byID[webannotsvKey("", end.id)])
	}
	m := r.units[webannotsvKey(end.typ, end.unit)]
	known := slices.ContainsFunc(r.layers, func(l *webannotsvLayer) bool { return l.typ == end.typ })
	if m == nil && !known && !uimaStructural(end.typ) { // the type of several layers
		m = r.units[webannotsvKey("", end.unit)]
	}
	return m
}
