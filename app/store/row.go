package store

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// Each row says which schema it was written in, since a log that lives long
// holds rows of several.
type row[T any] struct {
	Schema int `json:"schema"`
	Body   *T  `json:"body"`
	// Parts are what stands beside the row. Its body is without them.
	Parts []partInfo `json:"parts,omitempty"`
}

func encode[T any](body T, parts ...partInfo) (string, error) {
	data, err := json.Marshal(row[T]{project.Schema, &body, parts})
	return string(data), err
}

// decode reads a row; what names it in the error.
func decode[T any](data, what string) (T, error) {
	r, err := decodeRow[T](data, what)
	if err != nil {
		return *new(T), err
	}
	return *r.Body, nil
}

func decodeRow[T any](data, what string) (row[T], error) {
	var r row[T]
	err := json.Unmarshal([]byte(data), &r)
	if err != nil {
		// What a newer program wrote need not fit the type.
		var head struct {
			Schema int `json:"schema"`
		}
		if json.Unmarshal([]byte(data), &head) == nil {
			r.Schema = head.Schema
		}
	}
	switch {
	case r.Schema > project.Schema:
		return r, NewerSchema()
	case err != nil || r.Schema < 1 || r.Body == nil:
		return r, Damaged(what, err)
	}
	return r, nil
}

// CheckNumbers returns an error unless the changes are numbered base+1 and so
// on, which Append demands of its caller.
func CheckNumbers(base int64, txs []project.Tx) error {
	for i, tx := range txs {
		if want := base + 1 + int64(i); tx.Seq != want {
			return fmt.Errorf("change %d is numbered %d", want, tx.Seq)
		}
	}
	return nil
}

// EncodeTx writes a change as one row of JSON without line feeds, however
// large it is: for where rows stand by themselves. In a log it is EncodeChange.
func EncodeTx(tx project.Tx) (string, error) { return encode(tx) }

// DecodeTx reads a row that stands by itself.
func DecodeTx(data string) (project.Tx, error) { return decode[project.Tx](data, "a change") }

// TextOf is how many bytes of text there are in a change that are kept as they
// stand: those of articles, and of what the classroom keeps.
func TextOf(d project.Diff) (text int) {
	for _, a := range d.Articles {
		for _, one := range [...]*article.Article{a.From, a.To} {
			if one != nil {
				text += len(one.Text)
			}
		}
	}
	for _, r := range d.Class {
		text += bodiesOf(r)
	}
	return text
}

// bulky reports whether so much is changed that it is better kept in parts.
func bulky(d project.Diff) bool {
	return len(d.Annotations) >= partRecords/2 || len(d.Relations) >= partRecords/2 || TextOf(d) >= partText
}

// large reports the same of a project.
func large(p project.Project) bool {
	text := 0
	for a := range p.Articles.Unordered() {
		text += len(a.Text)
	}
	for r := range p.Class.Unordered() {
		text += len(r.Body)
	}
	return p.Annotations.Len() >= partRecords/2 || p.Relations.Len() >= partRecords/2 || text >= partText
}

// EncodeChange writes a change as a row of the log: JSON without line feeds,
// and parts, handed to put, where there is much of it.
func EncodeChange(tx project.Tx, put Put, pace project.Pace) (string, error) {
	if !bulky(tx.Diff) {
		return encode(tx)
	}
	marks, err := grouped(maps.Values(tx.Diff.Annotations), len(tx.Diff.Annotations), pace)
	if err != nil {
		return "", err
	}
	b := bulk{
		slices.Collect(maps.Values(tx.Diff.Articles)), marks, slices.Collect(maps.Values(tx.Diff.Relations)),
		slices.Collect(maps.Values(tx.Diff.Class)),
	}
	parts, err := writeBulk(b, put, pace)
	if err != nil {
		return "", err
	}
	tx.Diff.Articles, tx.Diff.Annotations, tx.Diff.Relations, tx.Diff.Class = nil, nil, nil, nil
	return encode(tx, parts...)
}

// DecodeChange reads the row of the log that must be change seq. It asks for
// its parts one by one. An error of part or pace is returned as it is.
func DecodeChange(data string, seq int64, part Part, pace project.Pace) (project.Tx, error) {
	what := fmt.Sprintf("change %d", seq)
	if isOld(data) {
		tx, err := oldChange(data, pace)
		return checkedSeq(tx, seq, what, err)
	}
	r, err := decodeRow[project.Tx](data, what)
	if err != nil {
		return project.Tx{}, err
	}
	tx := *r.Body
	err = readBulk(r.Parts, part, pace, taker{
		func(d project.Delta[*article.Article]) { note(&tx.Diff.Articles, d) },
		func(d project.Delta[*annotation.Annotation]) { note(&tx.Diff.Annotations, d) },
		func(d project.Delta[*annotation.Relation]) { note(&tx.Diff.Relations, d) },
		func(d project.Delta[*project.ClassRecord]) { note(&tx.Diff.Class, d) },
	})
	return checkedSeq(tx, seq, what, err)
}

func checkedSeq(tx project.Tx, seq int64, what string, err error) (project.Tx, error) {
	switch {
	case errors.Is(err, errPart):
		return project.Tx{}, Damaged(what, err)
	case err != nil:
		return project.Tx{}, err
	case tx.Seq != seq:
		return project.Tx{}, Damaged(what+" is missing", nil)
	}
	return tx, nil
}

// note puts a change under its key.
func note[T project.Record[T]](c *project.Changes[T], d project.Delta[T]) {
	var none T
	if *c == nil {
		*c = project.Changes[T]{}
	}
	one := d.To
	if one == none {
		one = d.From
	}
	(*c)[one.Key()] = d
}

// DecodeLog reads rows of changes of which the first must be number first and
// each next one follow; part is asked for the parts of the change seq. At the
// first that is damaged or missing it returns those before it and an error
// that names it.
func DecodeLog(rows []string, first int64, part func(seq int64, i int) ([]byte, error), pace project.Pace) ([]project.Tx, error) {
	txs := make([]project.Tx, 0, len(rows))
	for i, data := range rows {
		seq := first + int64(i)
		tx, err := DecodeChange(data, seq, func(i int) ([]byte, error) { return part(seq, i) }, pace.Part(i, i+1, len(rows)))
		if err != nil {
			return txs, err
		}
		txs = append(txs, tx)
		if err := pace.At(i+1, len(rows)); err != nil {
			return txs, err
		}
	}
	return txs, nil
}

// EncodeSnapshot writes a project as a row of JSON; where it is large, its
// articles, annotations, relations and records of the classroom are parts of
// the row, handed to put.
func EncodeSnapshot(p project.Project, put Put, pace project.Pace) (string, error) {
	if !large(p) {
		return encode(p)
	}
	marks, err := grouped(added(p.Annotations.Unordered()), p.Annotations.Len(), pace)
	if err != nil {
		return "", err
	}
	b := bulk{
		slices.Collect(added(p.Articles.All())), marks, slices.Collect(added(p.Relations.Unordered())),
		slices.Collect(added(p.Class.Unordered())),
	}
	parts, err := writeBulk(b, put, pace)
	if err != nil {
		return "", err
	}
	p.Articles, p.Annotations = project.Table[*article.Article]{}, project.Table[*annotation.Annotation]{}
	p.Relations, p.Class = project.Table[*annotation.Relation]{}, project.Table[*project.ClassRecord]{}
	return encode(p, parts...)
}

// added makes additions of records.
func added[T any](records iter.Seq[T]) iter.Seq[project.Delta[T]] {
	return func(yield func(project.Delta[T]) bool) {
		for r := range records {
			if !yield(project.Delta[T]{To: r}) {
				return
			}
		}
	}
}

// DecodeSnapshot reads a row that holds the project after the change seq, and
// asks for its parts one by one. An error of part or pace is returned as it
// is.
func DecodeSnapshot(data string, seq int64, part Part, pace project.Pace) (project.Project, error) {
	what := fmt.Sprintf("the project as it was after change %d", seq)
	if isOld(data) {
		return oldProject(data, pace)
	}
	r, err := decodeRow[project.Project](data, what)
	if err != nil || len(r.Parts) == 0 {
		if err == nil {
			return *r.Body, nil
		}
		return project.Project{}, err
	}
	var articles []*article.Article
	var marks []*annotation.Annotation
	var relations []*annotation.Relation
	var class []*project.ClassRecord
	err = readBulk(r.Parts, part, pace.Part(0, 9, 10), taker{
		func(d project.Delta[*article.Article]) { articles = append(articles, d.To) },
		func(d project.Delta[*annotation.Annotation]) { marks = append(marks, d.To) },
		func(d project.Delta[*annotation.Relation]) { relations = append(relations, d.To) },
		func(d project.Delta[*project.ClassRecord]) { class = append(class, d.To) },
	})
	if errors.Is(err, errPart) {
		return project.Project{}, Damaged(what, err)
	}
	if err != nil {
		return project.Project{}, err
	}
	p := *r.Body
	p.Articles = project.TableOf(articles...)
	if p.Annotations, err = project.TableFrom(marks, pace.Part(90, 98, 100)); err != nil {
		return project.Project{}, err
	}
	if p.Relations, err = project.TableFrom(relations, pace.Part(98, 100, 100)); err != nil {
		return project.Project{}, err
	}
	if len(class) > 0 { // up to schema 4 they stand in the row
		p.Class = project.TableOf(class...)
	}
	return p, nil
}

// EncodeEntry writes a row of the list.
func EncodeEntry(e Entry) (string, error) { return encode(e) }

// DecodeEntry reads the row of the list that is kept under the ID. A row that
// cannot be read still stands for a project, which keeps its place in the
// list under a name that says so.
func DecodeEntry(data, id string) Entry {
	e, err := decode[Entry](data, "its row in the list")
	if err != nil || e.ID != id {
		return Entry{ID: id, Name: "Project " + id[:min(len(id), 8)]}
	}
	return e
}

// CheckEntry returns NewerSchema if a newer program wrote the row of a
// project, and nil otherwise.
func CheckEntry(data string) error {
	if _, err := decode[json.RawMessage](data, ""); problem.Code(err) == "newer-schema" {
		return err
	}
	return nil
}

// RaiseEntry returns the row of a project in the present schema, and whether
// it was in an older one. Where what is written to a project needs the
// present schema, its row has to say so: older programs look at that first.
func RaiseEntry(data string) (string, bool) {
	r, err := decodeRow[json.RawMessage](data, "")
	if err != nil || r.Schema >= project.Schema {
		return data, false
	}
	raised, err := encode(*r.Body)
	return raised, err == nil
}

// sortEntries puts the project changed last first.
func sortEntries(list []Entry) {
	slices.SortFunc(list, func(a, b Entry) int {
		return cmp.Or(b.Modified.Compare(a.Modified), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

// DecodeList reads the rows of the list, kept under the IDs, and puts the
// project changed last first.
func DecodeList(rows, ids []string) []Entry {
	list := make([]Entry, 0, len(rows))
	for i, data := range rows {
		list = append(list, DecodeEntry(data, ids[i]))
	}
	sortEntries(list)
	return list
}
