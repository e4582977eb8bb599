package exchange

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// Nearly all annotations that are read are our own, exactly as encodeW3C wrote
// them, and sound. Those are read here, without a tree of their JSON. Whatever
// is different in the least, or of which anything has to be said, is left to
// w3cReader.annotation, which knows everything.

// quickReader reads JSON of a known form from sound JSON. As soon as something
// else stands there it is off, and everything it returns is to be forgotten.
type quickReader struct {
	data []byte
	at   int
	off  bool

	annotations []annotation.Annotation // room for the next ones
	pieces      []annotation.Piece
	list        []annotation.Piece // of the present one
	notes       []string
}

func (q *quickReader) next() byte {
	for q.at < len(q.data) {
		switch c := q.data[q.at]; c {
		case ' ', '\t', '\r', '\n':
			q.at++
		default:
			return c
		}
	}
	return 0
}

// take reads the character if it is next.
func (q *quickReader) take(c byte) bool {
	if q.off || q.next() != c {
		return false
	}
	q.at++
	return true
}

// must is take where nothing else may stand.
func (q *quickReader) must(c byte) {
	if !q.take(c) {
		q.off = true
	}
}

// key reads the name of a field, with its colon and the comma before it, if it
// is next.
func (q *quickReader) key(name string) bool {
	start := q.at
	if q.off {
		return false
	}
	if q.next() == ',' {
		q.at++
	}
	if q.next() == '"' && len(q.data)-q.at > len(name)+2 && string(q.data[q.at+1:q.at+1+len(name)]) == name && q.data[q.at+1+len(name)] == '"' {
		q.at += len(name) + 2
		if q.take(':') {
			return true
		}
	}
	q.at = start
	return false
}

// raw reads a string and returns what stands between its quotes, with its
// escapes, and whether there are any. NUL is not for here: it is left out, and
// that is said.
func (q *quickReader) raw() (s []byte, escapes bool) {
	if q.must('"'); q.off {
		return nil, false
	}
	start := q.at
	for q.at < len(q.data) {
		switch q.data[q.at] {
		case '"':
			q.at++
			return q.data[start : q.at-1], escapes
		case '\\':
			escapes = true
			if bytes.HasPrefix(q.data[q.at:], []byte(`\u0000`)) {
				q.off = true
			}
			q.at++
		}
		q.at++
	}
	q.off = true
	return nil, false
}

func (q *quickReader) text() string {
	s, escapes := q.raw()
	if !escapes {
		return string(s)
	}
	return unescaped(s)
}

func unescaped(s []byte) (out string) {
	literal := append(append([]byte{'"'}, s...), '"')
	_ = json.Unmarshal(literal, &out) // cannot fail: the whole is sound
	return out
}

// field is the text of a field that must be there.
func (q *quickReader) field(name string) string {
	if !q.key(name) {
		q.off = true
		return ""
	}
	return q.text()
}

// says reads a field that must be there, and must say that.
func (q *quickReader) says(name, what string) {
	if !q.key(name) {
		q.off = true
		return
	}
	if s, escapes := q.raw(); escapes || string(s) != what {
		q.off = true
	}
}

// optional is the text of a field, "" if it is not there.
func (q *quickReader) optional(name string) string {
	if !q.key(name) {
		return ""
	}
	return q.text()
}

// count reads a field that is a whole number, not below 0.
func (q *quickReader) count(name string) (n int) {
	if !q.key(name) {
		q.off = true
		return 0
	}
	q.next()
	start := q.at
	for q.at < len(q.data) && q.data[q.at] >= '0' && q.data[q.at] <= '9' {
		n = n*10 + int(q.data[q.at]-'0')
		q.at++
	}
	if q.at == start || q.at-start > 9 || q.at < len(q.data) && strings.IndexByte(".eE", q.data[q.at]) >= 0 {
		q.off = true
	}
	return n
}

// quickly reads an annotation of our own that is sound, and takes it in;
// otherwise it has done nothing, and returns false.
func (d *w3cReader) quickly(raw []byte, at standing) bool {
	if !d.own {
		return false
	}
	q := &d.quick
	q.data, q.at, q.off, q.list, q.notes = raw, 0, false, q.list[:0], q.notes[:0]
	var a annotation.Annotation
	q.must('{')
	iri := q.field("id")
	q.says("type", "Annotation")
	q.field("motivation")
	person, name, nickname := d.quickCreator(q)
	created, modified := q.optional("created"), q.optional("modified")
	d.quickBodies(q, &a)
	d.quickValues(q, &a)
	on := d.quickTargets(q)
	if q.must('}'); q.off || q.next() != 0 || on == nil || iri == "" {
		return false
	}
	a.ID = annotation.ID(idOf(iri))
	if _, again := d.ids[a.ID]; again || !d.quickDates(&a, created, modified) {
		return false
	}
	d.ids[a.ID] = at
	if a.Creator = person; person != "" {
		d.meet(person, name, nickname)
		a.Creator = d.people[person].ID // the one string of all
	}
	a.Note = strings.Join(q.notes, "\n")
	a.Article, a.Pieces = on.ID, q.keepPieces()
	d.use(on)
	d.annotations = append(d.annotations, q.keep(a))
	return true
}

// room is how many annotations get one stretch of memory.
const room = 256

func (q *quickReader) keep(a annotation.Annotation) *annotation.Annotation {
	if len(q.annotations) == 0 {
		q.annotations = make([]annotation.Annotation, room)
	}
	out := &q.annotations[0]
	q.annotations = q.annotations[1:]
	*out = a
	return out
}

func (q *quickReader) keepPieces() []annotation.Piece {
	n := len(q.list)
	if n > len(q.pieces) {
		q.pieces = make([]annotation.Piece, max(n, room))
	}
	out := q.pieces[:n:n]
	q.pieces = q.pieces[n:]
	copy(out, q.list)
	return out
}

func (d *w3cReader) quickCreator(q *quickReader) (id annotation.PersonID, name, nickname string) {
	if !q.key("creator") {
		return "", "", ""
	}
	q.must('{')
	id = annotation.PersonID(idOf(q.field("id")))
	q.says("type", "Person")
	name, nickname = q.optional("name"), q.optional("nickname")
	q.must('}')
	return id, name, nickname
}

func (d *w3cReader) quickDates(a *annotation.Annotation, created, modified string) bool {
	var ok1, ok2 bool
	a.Created, ok1 = unstamp(created)
	a.Modified, ok2 = unstamp(modified)
	return ok1 && ok2
}

func (d *w3cReader) quickBodies(q *quickReader, a *annotation.Annotation) {
	if !q.key("body") {
		return
	}
	for q.must('['); !q.off; {
		q.must('{')
		q.says("type", "TextualBody")
		purpose, value := q.field("purpose"), q.field("value")
		q.field("format")
		tag := q.optional("cl:tag")
		q.must('}')
		switch {
		case purpose == "tagging" && tag != "":
			t := d.tags[annotation.TagID(idOf(tag))]
			if t == nil || !tagged(a, t.ID) {
				q.off = true
			}
		case purpose == "commenting" && tag == "" && value != "":
			q.notes = append(q.notes, value)
		default:
			q.off = true
		}
		if !q.take(',') {
			q.must(']')
			return
		}
	}
}

func (d *w3cReader) quickValues(q *quickReader, a *annotation.Annotation) {
	if !q.key("cl:values") {
		return
	}
	for q.must('['); !q.off; {
		q.must('{')
		asked := d.attributes[annotation.AttributeID(idOf(q.field("cl:attribute")))]
		value := q.field("cl:value")
		q.must('}')
		if asked == nil || value == "" || len(a.Values) >= maxList || !asked.Takes(value) || a.Value(asked.ID) != "" {
			q.off = true
			return
		}
		a.Values = append(a.Values, annotation.Value{Attribute: asked.ID, Value: value})
		if !q.take(',') {
			q.must(']')
			break
		}
	}
	slices.SortFunc(a.Values, func(a, b annotation.Value) int { return strings.Compare(string(a.Attribute), string(b.Attribute)) })
}

// quickTargets reads the pieces; nil unless all stand on one article, in order
// and apart, on the words they are said to stand on.
func (d *w3cReader) quickTargets(q *quickReader) (on *article.Article) {
	if !q.key("target") {
		return nil
	}
	list := q.take('[')
	for !q.off {
		here := d.quickTarget(q)
		if here == nil || on != nil && here != on {
			return nil
		}
		on = here
		if !list {
			return on
		}
		if !q.take(',') {
			q.must(']')
			return on
		}
	}
	return nil
}

func (d *w3cReader) quickTarget(q *quickReader) *article.Article {
	q.must('{')
	q.says("type", "SpecificResource")
	if !q.key("source") {
		return nil
	}
	source, _ := q.raw()
	on := d.articles[string(source)]
	if !q.key("selector") {
		return nil
	}
	q.must('[')
	q.must('{')
	q.says("type", "TextQuoteSelector")
	if !q.key("exact") {
		return nil
	}
	exact, escapes := q.raw()
	for _, name := range [...]string{"prefix", "suffix"} {
		if !q.key(name) {
			return nil
		}
		q.raw()
	}
	q.must('}')
	q.must(',')
	q.must('{')
	q.says("type", "TextPositionSelector")
	s := span.Span{Start: q.count("start"), End: q.count("end")}
	q.must('}')
	q.must(']')
	q.must('}')
	if q.off || on == nil || s.Empty() || s.End > on.Len() {
		return nil
	}
	if n := len(q.list); n > 0 && s.Start <= q.list[n-1].End {
		return nil // to be put in order, or joined
	}
	quote := on.Slice(s.Start, s.End)
	if !escapes && quote != string(exact) || escapes && quote != unescaped(exact) {
		return nil
	}
	q.list = append(q.list, annotation.Piece{Span: s, Quote: quote})
	return on
}
