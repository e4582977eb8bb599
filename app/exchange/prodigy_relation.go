//go:build !page

package exchange

import (
	"strings"

	"claimlight/app/span"
)

// prodigyPlace is what relations know a mark by: where it is and its label, or an
// ID of ours, since several may be in one place.
type prodigyPlace struct {
	span.Span
	label string
	id    string
}

func prodigyPlaceOf(m Mark) prodigyPlace {
	return prodigyPlace{m.Pieces[0], strings.Join(m.Tags, ""), m.ID}
}

// relation takes in what joins two spans. One of them may be a mere token, or
// stand nowhere but here.
func (r *prodigyReader) relation(n *node) {
	from, ok1 := r.end(n, "head")
	to, ok2 := r.end(n, "child")
	if ok1 && ok2 {
		r.doc.Relations = append(r.doc.Relations, Relation{Name: n.key("label").word(), From: from, To: to, place: n.place()})
	}
}

// end is the key of the mark at an end of a relation.
func (r *prodigyReader) end(n *node, name string) (key string, ok bool) {
	at := n.key(name + "_span")
	if !at.there() {
		i, ok := n.key(name).number()
		if !ok || i < 0 || i >= len(r.tokens) {
			n.problem("The relation was left out.", "The relation has no %s.", name)
			return "", false
		}
		at = r.tokens[i]
		if end, ok := at.key("end").number(); ok && r.ends[end] != "" {
			return r.ends[end], true // a span is named by its last token
		}
		at = &node{value: map[string]any{"start": at.key("start").value, "end": at.key("end").value}, parent: n, name: name, report: n.report}
	}
	m, ok := r.mark(at)
	if !ok {
		return "", false
	}
	place := prodigyPlaceOf(m)
	if _, there := r.keys[place]; !there {
		r.keep(m)
	}
	return r.keys[place], true
}
