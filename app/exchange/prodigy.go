//go:build !page

package exchange

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/span"
)

// Prodigy is the JSON Lines of Prodigy: a task on each line, which is a text
// with its spans and tokens, and what somebody answered to it. A rejected task
// says that its spans are wrong, and an ignored one says nothing: of both only
// the text is read. Positions are code points, the end exclusive, but that of
// token_end, which is the last token. Who answered stands in _annotator_id, or
// in _session_id. Source: explosion/prodigy-recipes, and the manual's page on
// interfaces for relations.
var Prodigy = Format{
	ID: "prodigy", Name: "Prodigy (JSONL)", Ext: ".prodigy.jsonl", MIME: "application/jsonl",
	About: "One task on each line, a text with its tokens and spans, for Prodigy.",
	Also:  []string{".ndjson", ".json", "application/x-ndjson"},
	Sniff: prodigySniff,
	Holds: Holds{Texts: true, Titles: true, Overlap: true, Values: true, Notes: true, Relations: true, Creators: true, IDs: true},
	// Programs in JavaScript that make tasks count UTF-16.
	Counts: []Count{{}, {Unit: UTF16}},
	Read:   prodigyRead, Write: prodigyWrite,
}

func prodigySniff(data []byte) bool {
	g := glanced(data)
	return !g.pair && g.starts("text", `"`) && (g.starts("spans", "[") || g.has("answer", "_input_hash", "_task_hash", "_view_id", "_session_id", "_annotator_id"))
}

// Fields of tasks and spans that are read, or say nothing that would be missed.
var (
	prodigyTask = []string{
		"text", "spans", "tokens", "relations", "answer", "meta", "_session_id", "_annotator_id", "_timestamp", "_view_id",
		"_input_hash", "_task_hash", "_is_binary", "options", "accept", "label", "config",
	}
	prodigySpan = []string{"text", "start", "end", "label", "token_start", "token_end", "id", "note", "attributes", "answer", "_annotator_id", "type", "input_hash", "_input_hash"}
)

func prodigyRead(in *Input, take func(*Doc) error) error {
	for _, f := range in.Files {
		told, count := &asides{}, 0
		refused := map[string]*prodigyRefusal{}
		err := in.records(f, func(n *node) error {
			count++
			r := prodigyReader{told: told, refused: refused}
			if d := r.task(n, stem(f.Name)+"-"+strconv.Itoa(count)); d != nil {
				return take(d)
			}
			return nil
		})
		if err != nil {
			return err
		}
		told.say(in, place{file: f.Name})
		for _, answer := range []string{"reject", "ignore", "another answer"} {
			if r := refused[answer]; r != nil {
				in.problem(place{file: f.Name}, "Of these only the texts were read.", "%d tasks were answered with “%s”, so that their %d spans are no marks.", r.tasks, answer, r.spans)
			}
		}
	}
	return nil
}

// prodigyRefusal counts what was not accepted.
type prodigyRefusal struct{ tasks, spans int }

// prodigyReader reads one task.
type prodigyReader struct {
	told    *asides
	refused map[string]*prodigyRefusal

	doc    *Doc
	tokens []*node
	made   time.Time
	who    string
	keys   map[prodigyPlace]string // of marks
	ends   map[int]string          // of marks, by where they end
}

func (r *prodigyReader) task(n *node, key string) *Doc {
	r.told.at(n.place())
	if !n.object() {
		return nil
	}
	if r.doc = n.document(n.key("text"), key); r.doc == nil {
		return nil
	}
	r.fields(n)
	if !r.accepted(n) {
		return r.doc
	}
	r.tokens, r.who, r.keys = n.key("tokens").all(), prodigyName(n), map[prodigyPlace]string{}
	r.ends = map[int]string{}
	if seconds, ok := n.key("_timestamp").value.(interface{ Int64() (int64, error) }); ok {
		if s, err := seconds.Int64(); err == nil && s > 0 && s < 1<<36 {
			r.made = time.Unix(s, 0).UTC()
		}
	}
	for _, one := range n.key("spans").all() {
		if one.key("answer").value == "reject" {
			r.told.add("Spans that were rejected are no marks", "")
			continue
		}
		r.span(one)
	}
	for _, one := range n.key("relations").all() {
		r.relation(one)
	}
	return r.doc
}

// fields looks at what a task says besides.
func (r *prodigyReader) fields(n *node) {
	for _, name := range n.names() {
		if !slices.Contains(prodigyTask, name) && n.key(name).there() {
			r.told.add(asideFields, name)
		}
	}
	for _, one := range n.key("meta").names() {
		if field := n.key("meta").key(one); field.there() && !r.doc.meta(field) {
			r.told.add(asideFields, one)
		}
	}
	for _, one := range append(n.key("accept").all(), n.key("label").all()...) {
		r.told.add(asideWhole, one.word())
	}
}

// accepted reports whether the spans of a task are what somebody marked; a task
// that nobody has answered comes with the marks it was made with.
func (r *prodigyReader) accepted(n *node) bool {
	answer := n.key("answer")
	if !answer.there() || answer.value == "accept" {
		return true
	}
	name := answer.word()
	if name != "reject" && name != "ignore" {
		name = "another answer"
	}
	if r.refused[name] == nil {
		r.refused[name] = &prodigyRefusal{}
	}
	r.refused[name].tasks++
	r.refused[name].spans += len(n.key("spans").all())
	return false
}

// prodigyName is who answered; a session that nobody gave a name is called by
// its time.
func prodigyName(n *node) string {
	for _, key := range []string{"_annotator_id", "_session_id"} {
		name := n.key(key).word()
		if _, err := time.Parse("2006-01-02_15-04-05", name); name != "" && err != nil {
			return name
		}
	}
	return ""
}

// span takes in a mark.
func (r *prodigyReader) span(n *node) {
	m, ok := r.mark(n)
	if !ok {
		return
	}
	if who := n.key("_annotator_id").word(); who != "" {
		m.Creator = who
	}
	m.Note = n.key("note").word()
	for _, name := range n.key("attributes").names() {
		m.Values = append(m.Values, Value{name, n.key("attributes").key(name).word()})
	}
	for _, name := range n.names() {
		if !slices.Contains(prodigySpan, name) && n.key(name).there() {
			r.told.add(asideMarks, name)
		}
	}
	r.keep(m)
}

// keep takes in a mark; of several in one place relations mean the first.
func (r *prodigyReader) keep(m Mark) {
	r.doc.Marks = append(r.doc.Marks, m)
	if _, taken := r.ends[m.Pieces[0].End]; !taken {
		r.ends[m.Pieces[0].End] = m.Key
	}
	bare := m
	bare.ID = ""
	for _, at := range []prodigyPlace{prodigyPlaceOf(m), prodigyPlaceOf(bare)} {
		if _, taken := r.keys[at]; !taken {
			r.keys[at] = m.Key
		}
	}
}

// mark reads where a span is, and its label. The place may be known by the
// tokens alone.
func (r *prodigyReader) mark(n *node) (m Mark, ok bool) {
	if !n.object() {
		return m, false
	}
	m = Mark{Key: strconv.Itoa(len(r.doc.Marks)), Creator: r.who, Created: r.made, Modified: r.made, Quote: n.key("text").verbatim(), place: n.place()}
	if label := n.key("label").word(); label != "" {
		m.Tags = []string{label}
	}
	if id := n.key("id").word(); annotation.ValidID(id) {
		m.ID = id
	}
	tokens := r.stretch(n)
	if !n.key("start").there() && len(tokens) > 0 {
		m.Pieces = []span.Span{{Start: tokens[0].key("start").integer(), End: tokens[len(tokens)-1].key("end").integer()}}
		return m, true
	}
	start, ok1 := n.key("start").position()
	end, ok2 := n.key("end").position()
	m.Pieces = []span.Span{{Start: start, End: end}}
	if m.Quote == "" {
		m.Quote = prodigyQuote(tokens, m.Pieces[0])
	}
	return m, ok1 && ok2
}

// stretch are the tokens of a span, none if it does not name them.
func (r *prodigyReader) stretch(n *node) []*node {
	from, to := n.key("token_start"), n.key("token_end")
	if !from.there() || !to.there() || len(r.tokens) == 0 {
		return nil
	}
	i, ok1 := from.number()
	j, ok2 := to.number()
	if !ok1 || !ok2 || i < 0 || j < i || j >= len(r.tokens) {
		return nil
	}
	return r.tokens[i : j+1]
}

// prodigyQuote is the text of a span by its tokens, "" if they do not tell: if
// they are others, or many.
func prodigyQuote(tokens []*node, at span.Span) string {
	if len(tokens) == 0 || len(tokens) > 100 {
		return ""
	}
	var b strings.Builder
	end := at.Start
	for i, t := range tokens {
		object, _ := t.value.(map[string]any)
		text, _ := object["text"].(string)
		from, err1 := strconv.Atoi(t.key("start").word())
		to, err2 := strconv.Atoi(t.key("end").word())
		switch gap := from - end; {
		case err1 != nil || err2 != nil || text == "" || gap < 0 || gap > 1 || i == 0 && gap > 0:
			return ""
		case gap == 1:
			b.WriteByte(' ')
		}
		b.WriteString(text)
		end = to
	}
	if end != at.End {
		return ""
	}
	return b.String()
}
