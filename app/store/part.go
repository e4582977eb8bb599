package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"strings"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// What there is much of is not kept as JSON but in parts of some hundred
// records each, in a form that is read ten times faster and takes a third of
// the room. The row that the parts belong to says how many there are and has
// the checksum of each, so that one that is damaged, missing or of another row
// does not pass.
//
// A part is a series of changes of one kind of record: for each a byte that
// says whether it has a From and a To, and then those. All numbers are varints
// as in encoding/binary; a text is its length in bytes and itself. A word is a
// text that comes again and again: 0 and the text the first time, from then on
// its number, counted from 1. Annotations start with how many pieces, tags and
// values there are in all, so that each sort has one stretch of memory. What
// records of the classroom say stands behind all else, as it is, and the part
// starts with how many bytes come before that.

// partInfo is what a row says of one of its parts.
type partInfo struct {
	Kind string `json:"kind"`
	N    int    `json:"n"`   // changes
	Sum  uint32 `json:"sum"` // CRC-32C of the part
}

const (
	annotationPart = "annotations"
	articlePart    = "articles"
	relationPart   = "relations"
	classPart      = "class"

	partRecords = 512
	partText    = 64 << 10  // bytes of articles, before another part is begun
	partBodies  = 256 << 10 // bytes of records of the classroom, which are only copied
)

const (
	hasFrom = 1 << iota
	hasTo
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// partWriter writes one part after the other into the same memory.
type partWriter struct {
	buf   []byte
	words map[string]uint64
}

func (w *partWriter) reset() { w.buf, w.words = w.buf[:0], map[string]uint64{} }

func (w *partWriter) number(n int) { w.buf = binary.AppendVarint(w.buf, int64(n)) }

func (w *partWriter) text(s string) {
	w.number(len(s))
	w.buf = append(w.buf, s...)
}

func (w *partWriter) word(s string) {
	if n, known := w.words[s]; known {
		w.buf = binary.AppendUvarint(w.buf, n)
		return
	}
	w.words[s] = uint64(len(w.words) + 1)
	w.buf = binary.AppendUvarint(w.buf, 0)
	w.text(s)
}

// when writes a time: milliseconds since 1970 and "", or 0 and RFC 3339 where
// that would lose something.
func (w *partWriter) when(t time.Time) {
	ms := t.UnixMilli()
	if _, offset := t.Zone(); offset == 0 && time.UnixMilli(ms).Equal(t) {
		w.buf = binary.AppendVarint(w.buf, ms)
		w.text("")
		return
	}
	w.number(0)
	w.text(t.Format(time.RFC3339Nano))
}

func (w *partWriter) annotation(a *annotation.Annotation) {
	w.text(string(a.ID))
	w.word(string(a.Article))
	w.number(len(a.Pieces))
	at := 0
	for _, p := range a.Pieces {
		w.number(p.Start - at)
		w.number(p.End - p.Start)
		w.text(p.Quote)
		at = p.End
	}
	w.number(len(a.Tags))
	for _, t := range a.Tags {
		w.word(string(t))
	}
	w.number(len(a.Values))
	for _, v := range a.Values {
		w.word(string(v.Attribute))
		w.word(v.Value)
	}
	w.text(a.Note)
	w.word(string(a.Creator))
	w.when(a.Created)
	w.when(a.Modified)
}

func (w *partWriter) relation(r *annotation.Relation) {
	w.text(string(r.ID))
	w.word(r.Name)
	w.text(string(r.From))
	w.text(string(r.To))
	w.word(string(r.Creator))
	w.when(r.Created)
	w.when(r.Modified)
}

func (w *partWriter) article(a *article.Article) {
	meta, _ := json.Marshal(a.Meta) // of plain fields: it cannot fail
	w.text(string(meta))
	w.text(a.Text)
	w.number(len(a.Blocks))
	at := 0
	for _, b := range a.Blocks {
		w.word(string(b.Kind))
		w.number(b.Start - at)
		w.number(b.End - b.Start)
		at = b.End
	}
}

// classRecord writes a record of the classroom but for its body.
func (w *partWriter) classRecord(r *project.ClassRecord) {
	w.word(r.Kind)
	w.text(r.ID)
	private := byte(0)
	if r.Private {
		private = 1
	}
	w.buf = append(w.buf, private)
	w.number(len(r.Body))
}

// delta writes a change by the function for its kind of record.
func delta[T comparable](w *partWriter, d project.Delta[T], record func(T)) {
	var none T
	sides := byte(0)
	if d.From != none {
		sides |= hasFrom
	}
	if d.To != none {
		sides |= hasTo
	}
	w.buf = append(w.buf, sides)
	if d.From != none {
		record(d.From)
	}
	if d.To != none {
		record(d.To)
	}
}

var errPart = errors.New("a part is damaged")

// partReader reads one part. After an error everything it returns is zero.
type partReader struct {
	rest   string
	bodies []byte // of records of the classroom; good as long as the data
	words  []string
	err    error
	pieces []annotation.Piece
	tags   []annotation.TagID
	values []annotation.Value
}

// openPart checks a part against what its row says of it. The reader does not
// hold on to data.
func openPart(data []byte, info partInfo) (*partReader, error) {
	if crc32.Checksum(data, castagnoli) != info.Sum || info.N < 0 || info.N > len(data) {
		return nil, errPart
	}
	if info.Kind != classPart {
		return &partReader{rest: string(data)}, nil
	}
	n, start := binary.Varint(data)
	if start <= 0 || n < 0 || n > int64(len(data)-start) {
		return nil, errPart
	}
	return &partReader{rest: string(data[start:][:n]), bodies: data[start:][n:]}, nil
}

func (r *partReader) fail() {
	r.err, r.rest = errPart, ""
}

// unsigned reads what binary.AppendUvarint wrote.
func (r *partReader) unsigned() (u uint64) {
	for i, shift := 0, 0; i < len(r.rest) && shift < 64; i, shift = i+1, shift+7 {
		b := r.rest[i]
		u |= uint64(b&0x7f) << shift
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return u
		}
	}
	r.fail()
	return 0
}

// signed reads what binary.AppendVarint wrote.
func (r *partReader) signed() int64 {
	u := r.unsigned()
	return int64(u>>1) ^ -int64(u&1)
}

func (r *partReader) number() int { return int(r.signed()) }

// count is a number of things that are yet to come: no more than there is
// room for.
func (r *partReader) count() int {
	n := r.number()
	if n < 0 || n > len(r.rest) {
		r.fail()
		return 0
	}
	return n
}

func (r *partReader) side() byte {
	if len(r.rest) == 0 {
		r.fail()
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *partReader) text() string {
	n := r.count()
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *partReader) word() string {
	u := r.unsigned()
	if r.err != nil {
		return ""
	}
	switch {
	case u == 0:
		s := r.text()
		r.words = append(r.words, s)
		return s
	case u > uint64(len(r.words)):
		r.fail()
		return ""
	}
	return r.words[u-1]
}

func (r *partReader) when() time.Time {
	ms, exact := r.signed(), r.text()
	if exact == "" {
		return time.UnixMilli(ms).UTC()
	}
	t, err := time.Parse(time.RFC3339Nano, exact)
	if err != nil {
		r.fail()
	}
	return t
}

// some cuts n off the front of a stretch of memory that was made for all.
func some[T any](room *[]T, n int) []T {
	if n > len(*room) {
		return make([]T, n)
	}
	out := (*room)[:n:n]
	*room = (*room)[n:]
	return out
}

func (r *partReader) annotation(a *annotation.Annotation) {
	a.ID = annotation.ID(r.text())
	a.Article = article.ID(r.word())
	if n := r.count(); n > 0 {
		a.Pieces = some(&r.pieces, n)
	}
	at := 0
	for i := range a.Pieces {
		start := at + r.number()
		at = start + r.number()
		a.Pieces[i] = annotation.Piece{Span: span.Span{Start: start, End: at}, Quote: r.text()}
	}
	if n := r.count(); n > 0 {
		a.Tags = some(&r.tags, n)
	}
	for i := range a.Tags {
		a.Tags[i] = annotation.TagID(r.word())
	}
	if n := r.count(); n > 0 {
		a.Values = some(&r.values, n)
	}
	for i := range a.Values {
		a.Values[i] = annotation.Value{Attribute: annotation.AttributeID(r.word()), Value: r.word()}
	}
	a.Note = r.text()
	a.Creator = annotation.PersonID(r.word())
	a.Created, a.Modified = r.when(), r.when()
}

func (r *partReader) relation() *annotation.Relation {
	return &annotation.Relation{
		ID: annotation.RelationID(r.text()), Name: r.word(), From: annotation.ID(r.text()), To: annotation.ID(r.text()),
		Creator: annotation.PersonID(r.word()), Created: r.when(), Modified: r.when(),
	}
}

// classRecord copies each body by itself, so that a record does not keep those
// beside it alive.
func (r *partReader) classRecord() *project.ClassRecord {
	record := &project.ClassRecord{Kind: r.word(), ID: r.text()}
	private, n := r.side(), r.number()
	if private > 1 || n < 0 || n > len(r.bodies) {
		r.fail()
		return nil
	}
	record.Private = private == 1
	if n > 0 {
		record.Body, r.bodies = bytes.Clone(r.bodies[:n]), r.bodies[n:]
	}
	return record
}

func (r *partReader) article() *article.Article {
	var meta article.Meta
	if json.Unmarshal([]byte(r.text()), &meta) != nil {
		r.fail()
	}
	// A copy, lest a mark's note kept all the texts of its part alive, or the
	// other way round.
	text := strings.Clone(r.text())
	var blocks []article.Block
	if n := r.count(); n > 0 {
		blocks = make([]article.Block, n)
	}
	at := 0
	for i := range blocks {
		kind := article.Kind(r.word())
		start := at + r.number()
		at = start + r.number()
		blocks[i] = article.Block{Kind: kind, Start: start, End: at}
	}
	if r.err != nil {
		return nil
	}
	a, err := article.New(meta, text, blocks)
	if err != nil {
		r.fail()
	}
	return a
}
