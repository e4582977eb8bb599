package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// Each row says which schema it was written in, since a log that lives long
// holds rows of several.
type row[T any] struct {
	Schema int `json:"schema"`
	Body   *T  `json:"body"`
}

func encode[T any](body T) (string, error) {
	data, err := json.Marshal(row[T]{project.Schema, &body})
	return string(data), err
}

// decode reads a row; what names it in the error.
func decode[T any](data, what string) (T, error) {
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
		return *new(T), NewerSchema()
	case err != nil || r.Schema < 1 || r.Body == nil:
		return *new(T), Damaged(what, err)
	}
	return *r.Body, nil
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

// EncodeTx writes a change as a row of JSON without line feeds.
func EncodeTx(tx project.Tx) (string, error) { return encode(tx) }

// DecodeTx reads a row that stands by itself.
func DecodeTx(data string) (project.Tx, error) { return decode[project.Tx](data, "a change") }

// DecodeLog reads rows of changes of which the first must be number first and
// each next one follow. At the first that is damaged or missing it returns
// those before it and an error that names it.
func DecodeLog(rows []string, first int64) ([]project.Tx, error) {
	txs := make([]project.Tx, 0, len(rows))
	for i, data := range rows {
		what := fmt.Sprintf("change %d", first+int64(i))
		tx, err := decode[project.Tx](data, what)
		if err == nil && tx.Seq != first+int64(i) {
			err = Damaged(what+" is missing", nil)
		}
		if err != nil {
			return txs, err
		}
		txs = append(txs, tx)
	}
	return txs, nil
}

// EncodeSnapshot writes a project as a row of JSON.
func EncodeSnapshot(p project.Project) (string, error) { return encode(p) }

// DecodeSnapshot reads a row that holds the project after the change seq.
func DecodeSnapshot(data string, seq int64) (project.Project, error) {
	return decode[project.Project](data, fmt.Sprintf("the project as it was after change %d", seq))
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
