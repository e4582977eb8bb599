//go:build !page

package exchange

import (
	"io"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"claimlight/app/span"
)

// Doccano is what doccano exports and imports: JSON Lines, a text and its spans
// in each record, and all other fields what somebody wanted to know of the text.
// In projects without relations a span is a list of start, end and label; in
// those with relations it is an object with an ID. Positions are those of
// JavaScript (UTF-16), or grapheme clusters if the project counts so; the files
// do not say which. Who marked is known by the name of the file alone. Source:
// doccano's backend/data_export and backend/data_import.
var Doccano = Format{
	ID: "doccano", Name: "doccano (JSONL)", Ext: ".doccano.jsonl", MIME: "application/jsonl",
	About: "One text on each line with its spans and relations, for doccano.",
	Also:  []string{".ndjson", ".json", ".zip", "application/x-ndjson"},
	Sniff: doccanoSniff,
	Holds: Holds{Texts: true, Titles: true, Overlap: true, Letters: true, Relations: true},
	// Files that Python programs made for doccano count code points.
	Counts: []Count{{Unit: UTF16}, {Unit: Graphemes}, {}},
	Read:   doccanoRead, Write: doccanoWrite,
}

// The names that doccano had for the same things over the years.
var (
	doccanoTexts  = []string{"text", "data"}
	doccanoSpans  = []string{"label", "labels", "annotations"}
	doccanoOthers = []string{"id", "entities", "relations", "cats", "Comments", "comments", "annotation_approver"}
)

func doccanoSniff(data []byte) bool {
	g := glanced(data)
	if g.pair || !g.starts("text", `"`) && !g.starts("data", `"`) || g.has("spans", "ents", "tokens", "answer", "start", "_input_hash", "_task_hash", "_view_id") {
		return false
	}
	if g.starts("entities", "[]", "[[", `[{"id":`, `[{"label":`, `[{"start_offset":`, `[{"end_offset":`) {
		return true
	}
	for _, name := range doccanoSpans {
		if g.starts(name, "[]", "[[", `["`, `"`, `[{"label":`, `[{"start_offset":`, `[{"id":`) {
			return true
		}
	}
	return false
}

func doccanoRead(in *Input, take func(*Doc) error) error {
	for _, f := range in.Files {
		told, count := &asides{}, 0
		err := in.records(f, func(n *node) error {
			count++
			r := doccanoReader{in: in, told: told}
			if d := r.doc(f, n, count); d != nil {
				return take(d)
			}
			return nil
		})
		if err != nil {
			return err
		}
		told.say(in, place{file: f.Name})
	}
	return nil
}

// doccanoReader reads one record.
type doccanoReader struct {
	in   *Input
	told *asides
	who  string
}

func (r doccanoReader) doc(f File, n *node, number int) *Doc {
	r.told.at(n.place())
	if !n.object() {
		return nil
	}
	key := n.key("id").word()
	if key == "" {
		key = stem(f.Name) + "-" + strconv.Itoa(number)
	}
	d := n.document(n.first(doccanoTexts...), key)
	if d == nil {
		return nil
	}
	r.who = r.author(f, n)
	for _, name := range n.names() {
		one := n.key(name)
		switch {
		case !one.there():
		case name == "Comments" || name == "comments":
			r.comments(one)
		case name == "meta":
			r.meta(d, one)
		case !slices.Contains(slices.Concat(doccanoTexts, doccanoSpans, doccanoOthers), name) && !d.meta(one):
			r.told.add(asideFields, name)
		}
	}
	for _, one := range n.first(doccanoSpans...).all() {
		r.label(d, one)
	}
	for _, one := range n.key("entities").all() {
		r.label(d, one)
	}
	for _, one := range n.key("cats").all() {
		r.told.add(asideWhole, one.word())
	}
	for _, one := range n.key("relations").all() {
		d.Relations = append(d.Relations, Relation{Name: one.key("type").word(), From: one.key("from_id").word(), To: one.key("to_id").word(), place: one.place()})
	}
	return d
}

// author is the member whose work a file is: doccano's own exports have comments
// and an ID in each record, and one file for each member, or all.jsonl. The
// first user of a server is called admin.
func (r doccanoReader) author(f File, n *node) string {
	exported := n.key("id").there() && (n.key("Comments").there() || n.key("comments").there() || len(r.in.with(".jsonl")) > 1)
	name := stem(f.Name)
	if !exported || slices.Contains([]string{"all", "admin", "unknown"}, strings.ToLower(name)) || path.Ext(f.Name) != ".jsonl" {
		return ""
	}
	return name
}

// comments are on a document, of which nothing can be said here but what its
// marks are.
func (r doccanoReader) comments(n *node) {
	for _, one := range n.all() {
		said := one.word()
		if said == "" {
			said = one.key("comment").word()
		}
		if said != "" {
			r.told.add("Comments on whole texts have no place here and were left out", said)
		}
	}
}

// meta is an object of other fields, which older versions wrote.
func (r doccanoReader) meta(d *Doc, n *node) {
	if n.there() && len(n.names()) == 0 && n.value != "" {
		if _, object := n.value.(map[string]any); !object {
			r.told.add(asideFields, n.name)
		}
	}
	for _, name := range n.names() {
		if one := n.key(name); one.there() && !d.meta(one) {
			r.told.add(asideFields, name)
		}
	}
}

// label takes in a span: a list of start, end and label, or an object. A label
// that stands alone is of the whole text.
func (r doccanoReader) label(d *Doc, n *node) {
	m := Mark{Creator: r.who, place: n.place()}
	var start, end, label *node
	switch v := n.value.(type) {
	case string:
		r.told.add(asideWhole, v)
		return
	case []any:
		parts := n.all()
		if len(parts) != 3 {
			n.problem(hintLeftOut, "A span has a start, an end and a label, and this list has %d entries.", len(parts))
			return
		}
		start, end, label = parts[0], parts[1], parts[2]
	case map[string]any:
		start, end, label = n.first("start_offset", "start"), n.first("end_offset", "end"), n.key("label")
		m.Key = n.key("id").word()
	default:
		n.problem(hintLeftOut, "A span is expected here, not %s.", kindOf(n.value))
		return
	}
	from, ok1 := start.position()
	to, ok2 := end.position()
	if !ok1 || !ok2 {
		return
	}
	m.Pieces = []span.Span{{Start: from, End: to}}
	if name := label.word(); name != "" {
		m.Tags = []string{name}
	}
	d.Marks = append(d.Marks, m)
}

// doccanoEntity is a span of a project with relations.
type doccanoEntity struct {
	ID    int    `json:"id"`
	Label string `json:"label"`
	Start int    `json:"start_offset"`
	End   int    `json:"end_offset"`
}

type doccanoRelation struct {
	ID   int    `json:"id"`
	From int    `json:"from_id"`
	To   int    `json:"to_id"`
	Type string `json:"type"`
}

// doccanoWrite writes all documents in one shape, since a project of doccano
// takes only one: that with relations where there may be some.
func doccanoWrite(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	lines := lineWriter(w)
	n, entities, relations := 0, 0, 0
	for d, err := range docs {
		if err != nil {
			return err
		}
		n++
		record := map[string]any{"id": n, "text": d.Text}
		for name, value := range d.fields() {
			record[name] = value
		}
		at := doccanoUTF16(d.Text)
		labels, list, ids := [][3]any{}, []doccanoEntity{}, map[string]int{}
		for _, m := range d.Marks {
			s := at(m.Pieces[0])
			labels = append(labels, [3]any{s.Start, s.End, m.Tags[0]})
			entities++
			list, ids[m.Key] = append(list, doccanoEntity{entities, m.Tags[0], s.Start, s.End}), entities
		}
		if record["label"] = labels; d.Related || len(d.Relations) > 0 {
			delete(record, "label")
			joined := []doccanoRelation{}
			for _, r := range d.Relations {
				relations++
				joined = append(joined, doccanoRelation{relations, ids[r.From], ids[r.To], r.Name})
			}
			record["entities"], record["relations"] = list, joined
		}
		if err := lines.Encode(record); err != nil {
			return err
		}
	}
	return nil
}

// doccanoUTF16 turns spans of a text from code points to UTF-16 code units.
func doccanoUTF16(text string) func(span.Span) span.Span {
	at, n := make([]int, 0, len(text)+1), 0
	for _, r := range text {
		at = append(at, n)
		n += widthOf(r, UTF16)
	}
	at = append(at, n)
	return func(s span.Span) span.Span { return span.Span{Start: at[s.Start], End: at[s.End]} }
}
