package exchange

import (
	"slices"
	"strings"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// annotation reads one annotation and takes it in, or reports why not.
func (d *w3cReader) annotation(n *node, at standing) {
	if !n.object() {
		return
	}
	if !n.key("type").has("Annotation") {
		n.key("type").problem("It was left out.", "Only annotations are expected here.")
		return
	}
	if isLink(n) {
		d.link(n, at)
		return
	}
	a := &annotation.Annotation{}
	if !d.name(n.key("id"), a, at) || !d.targets(n.key("target"), a) {
		return
	}
	a.Creator = d.creator(n.key("creator"))
	a.Created, a.Modified = d.dated(d.time(n.key("created")), d.time(n.key("modified")))
	d.bodies(n, a)
	a.Values = d.values(n.key("cl:values"))
	d.annotations = append(d.annotations, a)
}

// name gives the annotation its ID; false if another has it.
func (d *w3cReader) name(n *node, a *annotation.Annotation, at standing) bool {
	switch iri := n.text(); {
	case iri != "":
		a.ID = annotation.ID(idOf(iri))
	case d.env.Mint != nil:
		a.ID = annotation.ID(d.env.Mint())
	default:
		n.problem("It was left out.", "An annotation has no id.")
		return false
	}
	return d.first(n, a.ID, at)
}

// first reports whether nothing before has the ID, and otherwise the problem.
func (d *w3cReader) first(n *node, id annotation.ID, at standing) bool {
	if first, ok := d.ids[id]; ok {
		n.problem("The first one was kept; this one was left out.", "The annotation at %s has the same id.", first)
		return false
	}
	d.ids[id] = at
	return true
}

// bodies reads tags and notes.
func (d *w3cReader) bodies(n *node, a *annotation.Annotation) {
	var notes []string
	for _, b := range append(n.key("body").all(), n.key("bodyValue").all()...) {
		switch {
		case b.name == "bodyValue":
			notes = append(notes, b.text())
		case isText(b) && b.key("purpose").has("tagging"):
			d.addTag(a, b, b.key("value"))
		case isText(b):
			notes = append(notes, b.key("value").text())
		case b.key("source").there() && (b.key("purpose").has("tagging") || b.key("purpose").has("classifying")):
			d.addTag(a, b, iriNode(b.key("source")))
		default:
			b.problem("It was left out.", "This program reads tags and notes in text, not this kind of body.")
		}
	}
	a.Note = strings.Join(slices.DeleteFunc(notes, func(s string) bool { return s == "" }), "\n")
}

func isText(n *node) bool { _, ok := n.key("value").value.(string); return ok }

// iriNode is the node of an IRI that may stand as a string or as an object.
func iriNode(n *node) *node {
	if id := n.key("id"); id.there() {
		return id
	}
	return n
}

func (d *w3cReader) addTag(a *annotation.Annotation, n, name *node) {
	if id, ok := d.tagOf(n, name); ok && !tagged(a, id) {
		n.problem("It was left out.", "The annotation has more than %d tags.", maxList)
	}
}

// targets reads the pieces. All must be on one article and stand in its text;
// otherwise the annotation is left out and the reason reported.
func (d *w3cReader) targets(n *node, a *annotation.Annotation) bool {
	if !n.there() {
		n.problem("It was left out.", "An annotation has no target.")
		return false
	}
	var on *article.Article
	var spans []span.Span
	for _, t := range n.all() {
		sel, ok := d.selectors(t)
		if !ok {
			return false
		}
		here := d.source(t, sel)
		if here == nil || on != nil && on != here {
			t.problem("Open or import the article first, then this file. The annotation was left out.", "The text this annotation is on is not known: %s.", quoted(sel.Exact))
			return false
		}
		s, ok := d.piece(t, here, sel)
		if !ok {
			return false
		}
		on, spans = here, append(spans, s)
	}
	return d.cut(n, a, on, spans)
}

// cut makes the pieces, in order; those that overlapped are joined.
func (d *w3cReader) cut(n *node, a *annotation.Annotation, on *article.Article, spans []span.Span) bool {
	if on == nil {
		n.problem("It was left out.", "An annotation has no target.")
		return false
	}
	a.Article, a.Pieces = on.ID, annotation.Pieces(on, spans...)
	if len(a.Pieces) != len(spans) {
		n.problem("They were joined.", "Pieces of this annotation overlap or touch.")
	}
	d.use(on)
	return true
}

// piece checks one piece against the text.
func (d *w3cReader) piece(t *node, on *article.Article, sel anchor.Selectors) (span.Span, bool) {
	s, what := d.place(on, sel)
	if message, hint := say(what, on, sel, s); message != "" {
		t.key("selector").problem(hint, "%s", message)
	}
	return s, what.landed()
}

// selectors reads quote and position of a target; false if it has neither.
func (d *w3cReader) selectors(t *node) (anchor.Selectors, bool) {
	sel := anchor.Selectors{Start: nowhere, End: nowhere}
	found := false
	for _, s := range t.key("selector").all() {
		switch {
		case s.key("type").has("TextQuoteSelector"):
			sel.Exact, sel.Prefix, sel.Suffix = s.key("exact").text(), s.key("prefix").text(), s.key("suffix").text()
			found = found || sel.Exact != ""
		case s.key("type").has("TextPositionSelector"):
			found = d.position(s, &sel) || found
		}
	}
	if !found {
		t.problem("It was left out.", "The annotation is on something other than a passage of text.")
	}
	return sel, found
}

// position reads start and end; what is wrong with them is reported, and then
// the quote must do.
func (d *w3cReader) position(s *node, sel *anchor.Selectors) bool {
	start, ok1 := s.key("start").number()
	end, ok2 := s.key("end").number()
	switch {
	case !ok1 || !ok2:
		s.problem(hintQuoteOnly, "The annotation has a position without a start or an end.")
	case start < 0:
		s.key("start").problem(hintQuoteOnly, "A position cannot be before the text: %d.", start)
	case end <= start:
		s.key("end").problem(hintQuoteOnly, "The end, %d, is not behind the start, %d.", end, start)
	default:
		sel.Start, sel.End = start, end
		return true
	}
	return false
}

// source finds the article of a target: by the IRI of its text, by where it
// came from, or, if it is the only open one that holds the quote, by that.
func (d *w3cReader) source(t *node, sel anchor.Selectors) *article.Article {
	iri := iriNode(t.key("source")).text()
	if a := d.articles[iri]; a != nil {
		return a
	}
	a := d.open(iri)
	if a == nil && !d.own {
		a = d.byQuote(sel)
	}
	if a != nil && iri != "" {
		d.alias(iri, a)
	}
	return a
}

func (d *w3cReader) byQuote(sel anchor.Selectors) (found *article.Article) {
	for _, a := range d.env.Articles {
		d.searched += len(a.Text)
		if d.searched > maxSearch || !d.hasQuote(a, sel.Exact) {
			continue
		}
		if found != nil {
			return nil
		}
		found = a
	}
	return found
}
