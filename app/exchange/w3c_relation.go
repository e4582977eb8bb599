package exchange

import (
	"strings"

	"claimlight/app/annotation"
)

// The Web Annotation Data Model has no word for a relation between annotations.
// What programs write is an annotation of the motivation linking: its targets
// are the two annotations, from the first to the second, and its tag is the
// name. So do we. The order of targets means nothing in JSON-LD, so that our
// own terms cl:from and cl:to say it again.

// relation returns the JSON of a relation whose own line is indented by depth.
// It is good until the next call.
func (w *itemWriter) relation(r *annotation.Relation, depth int) []byte {
	w.buf, w.depth = w.buf[:0], depth
	w.open('{')
	w.field("id", iriOf(string(r.ID)))
	w.field("type", "Annotation")
	w.field("motivation", "linking")
	if r.Creator != "" {
		w.creator(r.Creator)
	}
	w.optional("created", stamp(r.Created))
	w.optional("modified", stamp(r.Modified))
	w.key("body")
	w.open('[')
	w.body("tagging", r.Name, "")
	w.close(']')
	from, to := iriOf(string(r.From)), iriOf(string(r.To))
	w.field("cl:from", from)
	w.field("cl:to", to)
	w.key("target")
	w.open('[')
	for _, end := range []string{from, to} {
		w.line()
		w.open('{')
		w.field("id", end)
		w.close('}')
	}
	w.close(']')
	w.close('}')
	return w.buf
}

// link is a relation that was read, before it is known whether the annotations
// that it joins could be read.
type link struct {
	*annotation.Relation
	place
}

// isLink reports whether an annotation is a relation: it links, and its targets
// are things as a whole, and not passages of text.
func isLink(n *node) bool {
	if !n.key("motivation").has("linking") {
		return false
	}
	for _, t := range n.key("target").all() {
		if t.key("selector").there() {
			return false
		}
	}
	return n.key("target").there()
}

// link reads a relation.
func (d *w3cReader) link(n *node, at standing) {
	from, to := linked(n)
	if from == "" || to == "" {
		n.key("target").problem("It was left out.", "An annotation that links joins two others, and this one does not.")
		return
	}
	r := &annotation.Relation{
		Name: d.linkName(n), From: annotation.ID(idOf(from)), To: annotation.ID(idOf(to)), Creator: d.creator(n.key("creator")),
	}
	id := annotation.ID(relationID("w3c", r))
	if iri := n.key("id").text(); iri != "" {
		id = annotation.ID(idOf(iri))
	} else if _, again := d.ids[id]; again {
		n.problem("It was taken once.", "The relation %s stands twice between the same annotations.", quoted(r.Name))
		return
	}
	if !d.first(n.key("id"), id, at) {
		return
	}
	r.ID = annotation.RelationID(id)
	r.Created, r.Modified = d.dated(d.time(n.key("created")), d.time(n.key("modified")))
	d.links = append(d.links, link{r, n.place()})
}

// linked returns the IRIs of what a relation joins: by our own terms, or else
// its two targets, or its target and the body that is no text.
func linked(n *node) (from, to string) {
	if n.key("cl:from").there() && n.key("cl:to").there() {
		return iriNode(n.key("cl:from")).text(), iriNode(n.key("cl:to")).text()
	}
	var ends []string
	for _, t := range n.key("target").all() {
		ends = append(ends, resource(t))
	}
	for _, b := range n.key("body").all() {
		if !isText(b) {
			ends = append(ends, resource(b))
		}
	}
	if len(ends) != 2 {
		return "", ""
	}
	return ends[0], ends[1]
}

// resource is the IRI of a body or a target that stands by itself, or of the
// source of a specific one.
func resource(n *node) string {
	if source := n.key("source"); source.there() {
		return iriNode(source).text()
	}
	return iriNode(n).text()
}

// linkName is the tag of a relation; what else is said of it is reported.
func (d *w3cReader) linkName(n *node) (name string) {
	for _, b := range n.key("body").all() {
		switch label := b.key("value"); {
		case !isText(b):
		case name == "" && (b.key("purpose").has("tagging") || !b.key("purpose").there()):
			name = label.label()
		default:
			b.problem("It was left out.", "A relation has one name, and no notes: %s.", quoted(label.text()))
		}
	}
	if name == "" {
		return unnamed
	}
	return name
}

// relate takes in the relations of which both annotations could be read.
func (d *w3cReader) relate() {
	if len(d.links) == 0 {
		return
	}
	known := make(map[annotation.ID]bool, len(d.annotations))
	for _, a := range d.annotations {
		known[a.ID] = true
	}
	for _, l := range d.links {
		if !known[l.From] || !known[l.To] {
			d.report.add(l.problem("It was left out.", "The relation %s joins annotations of which one could not be read or is not in the file.", quoted(l.Name)))
			continue
		}
		d.relations = append(d.relations, l.Relation)
	}
}

// relationID is the ID of a relation that has none, the same whenever the file
// is read.
func relationID(format string, r *annotation.Relation) string {
	return derive(strings.Join([]string{"relation", format, string(r.From), string(r.To), r.Name}, "\x00"))
}
