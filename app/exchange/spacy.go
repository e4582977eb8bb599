//go:build !page

package exchange

import (
	"strconv"

	"claimlight/app/span"
)

// SpaCy is the JSON of spaCy: what Doc.to_json gives, in lists or JSON Lines; the
// pairs of a text and its entities from which older versions learned; and the
// training file of spaCy 2, which has words with BILUO tags. Positions are code
// points, the end exclusive. Written are Docs with their tokens: all marks in the
// span group "sc", where they may overlap, and in ents those that do not. Source:
// explosion/spaCy, spacy/tokens/doc.pyx, spacy/schemas.py and
// spacy/training/converters.
var SpaCy = Format{
	ID: "spacy", Name: "spaCy (JSON)", Ext: ".spacy.jsonl", MIME: "application/jsonl",
	About: "One Doc on each line with its tokens, entities and span groups, for spaCy.",
	Also:  []string{".ndjson", ".json", "application/json", "application/x-ndjson"},
	Sniff: spacySniff,
	Holds: Holds{Texts: true, Overlap: true},
	// Annotators in the browser that write these pairs count UTF-16.
	Counts: []Count{{}, {Unit: UTF16}},
	Read:   spacyRead, Write: spacyWrite,
}

func spacySniff(data []byte) bool {
	g := glanced(data)
	switch {
	case g.pair:
		return g.has("entities", "spans", "cats")
	case g.has("_input_hash", "_task_hash", "_view_id", "answer"):
		return false
	case g.has("paragraphs"):
		return g.starts("paragraphs", `[{"sentences"`, `[{"raw"`, `[{"cats"`, `[]`)
	case g.has("classes") && g.has("annotations"):
		return true
	}
	return g.starts("text", `"`) && (g.starts("ents", "[") || g.starts("spans", "{") ||
		g.starts("tokens", `[{"id":`) || g.starts("entities", `[{"start":`, `[{"end":`, `[{"label":`))
}

func spacyRead(in *Input, take func(*Doc) error) error {
	for _, f := range in.Files {
		r := &spacyReader{name: stem(f.Name), take: take, told: &asides{}}
		if err := in.records(f, r.record); err != nil {
			return err
		}
		if r.text != nil {
			r.text.problem("It was left out.", "A text stands here, and nothing is said of it.")
		}
		r.told.say(in, place{file: f.Name})
	}
	return nil
}

// spacyReader reads a file.
type spacyReader struct {
	name  string
	take  func(*Doc) error
	told  *asides
	count int
	text  *node // one that stands by itself: what is said of it comes next
}

// record reads what stands at the top of a file or in its list.
func (r *spacyReader) record(n *node) error {
	r.told.at(n.place())
	text := r.text
	r.text = nil
	switch v := n.value.(type) {
	case string:
		if text == nil {
			r.text = n
			return nil
		}
	case []any:
		if len(v) == 2 {
			parts := n.all()
			return r.pair(n, parts[0], parts[1])
		}
	case map[string]any:
		switch {
		case text != nil:
			return r.pair(text, text, n)
		case n.key("paragraphs").there():
			return r.trained(n)
		case n.key("annotations").there() && !n.key("text").there():
			return r.pairs(n.key("annotations"))
		}
		return r.doc(n)
	}
	n.problem("It was left out.", "A Doc, or a text with its entities, is expected here, not %s.", kindOf(n.value))
	return nil
}

// key is what the next document is called.
func (r *spacyReader) key() string {
	r.count++
	return r.name + "-" + strconv.Itoa(r.count)
}

// pairs reads those of annotators that put them in one object; null is a text
// that nobody came to.
func (r *spacyReader) pairs(n *node) error {
	for _, one := range n.all() {
		if one.there() {
			if err := r.record(one); err != nil {
				return err
			}
		}
	}
	return nil
}

// pair reads a text and what is said of it.
func (r *spacyReader) pair(at, text, said *node) error {
	d := at.document(text, r.key())
	if d == nil || !said.object() {
		return nil
	}
	r.marks(d, said)
	return r.take(d)
}

// doc reads what Doc.to_json wrote.
func (r *spacyReader) doc(n *node) error {
	d := n.document(n.key("text"), r.key())
	if d == nil {
		return nil
	}
	for _, name := range n.names() {
		switch name {
		case "text", "tokens", "sents", "ents", "spans", "cats", "entities":
		default:
			if one := n.key(name); one.there() && !d.meta(one) {
				r.told.add(asideFields, name)
			}
		}
	}
	r.marks(d, n)
	return r.take(d)
}

// spacySpan tells which spans are the same: of ents and each of the groups there
// are as many as the list that has most of them.
type spacySpan struct {
	start, end  int
	label, link string
}

// marks reads the spans of a document, wherever they stand.
func (r *spacyReader) marks(d *Doc, n *node) {
	have := map[spacySpan]int{}
	r.list(d, n.key("ents"), have)
	r.list(d, n.key("entities"), have)
	groups := n.key("spans")
	if _, list := groups.value.([]any); list {
		r.list(d, groups, have)
	}
	for _, name := range groups.names() {
		if name != spacyGroup {
			r.told.add("Spans of these groups came in without the name of the group", name)
		}
		r.list(d, groups.key(name), have)
	}
	r.cats(n.key("cats"))
}

// cats are what a text as a whole is.
func (r *spacyReader) cats(n *node) {
	for _, name := range n.names() {
		r.told.add(asideWhole, name)
	}
	if _, list := n.value.([]any); list {
		for _, one := range n.all() {
			r.told.add(asideWhole, one.key("label").word())
		}
	}
}

// list reads the spans of one list, and takes in those that the lists before it
// did not have as often.
func (r *spacyReader) list(d *Doc, n *node, have map[spacySpan]int) {
	here := map[spacySpan]int{}
	for _, one := range n.all() {
		s, ok := r.span(one)
		if !ok {
			continue
		}
		if here[s]++; here[s] <= have[s] {
			continue
		}
		have[s] = here[s]
		m := Mark{Pieces: []span.Span{{Start: s.start, End: s.end}}, place: one.place()}
		if s.label != "" {
			m.Tags = []string{s.label}
		}
		if s.link != "" {
			m.Values = []Value{{"kb_id", s.link}}
		}
		d.Marks = append(d.Marks, m)
	}
}

// span reads a list of start, end and label, or an object.
func (r *spacyReader) span(n *node) (s spacySpan, ok bool) {
	var start, end, label *node
	switch n.value.(type) {
	case []any:
		parts := n.all()
		if len(parts) < 2 || len(parts) > 4 {
			n.problem(hintLeftOut, "A span has a start, an end and a label, and this list has %d entries.", len(parts))
			return s, false
		}
		start, end, label = parts[0], parts[1], &node{}
		if len(parts) > 2 {
			label = parts[2]
		}
		if len(parts) > 3 {
			s.link = parts[3].word()
		}
	case map[string]any:
		start, end, label = n.key("start"), n.key("end"), n.key("label")
		if link := n.key("kb_id").word(); link != "" && link != "0" {
			s.link = link
		}
	case string:
		r.told.add("Tags of words stand here without the words, and were left out", n.word())
		return s, false
	default:
		n.problem(hintLeftOut, "A span is expected here, not %s.", kindOf(n.value))
		return s, false
	}
	from, ok1 := start.position()
	to, ok2 := end.position()
	s.start, s.end, s.label = from, to, label.word()
	return s, ok1 && ok2
}
