package workspace

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// This file puts a change of this tab together with what another tab did at
// the same moment, so that neither is lost.

// blended returns a change as it is on top of a project that another tab has
// changed, and whether that is possible. Different parts of one record go
// together; of a note that both have written both texts stay, which told then
// says. A record that was removed there and changed here comes back.
func blended(tx project.Tx, p project.Project) (out project.Tx, told error, ok bool) {
	b := blender{}
	d := tx.Diff
	tx.Diff = project.Diff{
		Infos: blendTable(&b, p.Infos, d.Infos), Articles: blendTable(&b, p.Articles, d.Articles),
		Annotations: blendTable(&b, p.Annotations, d.Annotations), Relations: blendTable(&b, p.Relations, d.Relations),
		Tags: blendTable(&b, p.Tags, d.Tags), Attributes: blendTable(&b, p.Attributes, d.Attributes),
		People: blendTable(&b, p.People, d.People), Readings: blendTable(&b, p.Readings, d.Readings),
		Class: blendTable(&b, p.Class, d.Class),
	}
	if b.failed {
		return tx, nil, false
	}
	if b.both {
		told = bothKept(tx)
	}
	return tx, told, true
}

func bothKept(tx project.Tx) error {
	return &problem.Error{
		Code:    "both",
		Message: "Another tab wrote the same note at that moment: both texts are kept, one below the other (" + tx.Title() + ").",
	}
}

type blender struct {
	failed bool
	both   bool // a note has both texts now
}

func blendTable[T project.Record[T]](b *blender, t project.Table[T], c project.Changes[T]) project.Changes[T] {
	var none T
	if len(c) == 0 {
		return nil
	}
	out := make(project.Changes[T], len(c))
	for key, d := range c {
		now := t.Get(key)
		switch {
		case now == d.From || now != none && d.From != none && now.Equal(d.From):
		case now == d.To || now != none && d.To != none && now.Equal(d.To):
			continue // both did the same
		case d.To == none: // removed here, changed there: undo brings back the changed one
			d.From = now
		case now == none: // changed here, removed there
			d.From = none
		case d.From == none: // two records under one key
			b.failed = true
		default:
			d = project.Delta[T]{From: now, To: blendRecord(b, d.From, d.To, now)}
		}
		out[key] = d
	}
	return out
}

// blendRecord does to the record now what turned from into to, field by
// field of its JSON.
func blendRecord[T any](b *blender, from, to, now T) (merged T) {
	old, ours, out := fieldsOf(b, from), fieldsOf(b, to), fieldsOf(b, now)
	if elsewhere(old, ours) && elsewhere(old, out) && elsewhere(ours, out) {
		b.failed = true
	}
	for _, name := range slices.Sorted(maps.Keys(union(old, ours))) {
		switch {
		case bytes.Equal(old[name], ours[name]), bytes.Equal(out[name], ours[name]):
		case bytes.Equal(out[name], old[name]), name == "modified":
			out[name] = ours[name]
		case name == "note" && out[name] != nil && ours[name] != nil:
			out[name] = bothTexts(out[name], ours[name])
			b.both = true
		default:
			b.failed = true
		}
		if out[name] == nil {
			delete(out, name) // an empty field is left out
		}
	}
	data, err := json.Marshal(out)
	if err == nil {
		err = json.Unmarshal(data, &merged)
	}
	b.failed = b.failed || err != nil
	return merged
}

// elsewhere reports whether a mark is in another place in two records. The text
// and the pieces in it are one thing: a text from one tab and pieces from another
// would be a place that nobody chose, on words that nobody marked.
func elsewhere(a, b map[string]json.RawMessage) bool {
	return !bytes.Equal(a["article"], b["article"]) || !bytes.Equal(a["pieces"], b["pieces"])
}

func fieldsOf(b *blender, record any) map[string]json.RawMessage {
	fields := map[string]json.RawMessage{}
	data, err := json.Marshal(record)
	if err == nil {
		err = json.Unmarshal(data, &fields)
	}
	b.failed = b.failed || err != nil
	return fields
}

func union(a, b map[string]json.RawMessage) map[string]json.RawMessage {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func bothTexts(theirs, ours json.RawMessage) json.RawMessage {
	var a, b string
	_, _ = json.Unmarshal(theirs, &a), json.Unmarshal(ours, &b) // written by json.Marshal just now
	data, _ := json.Marshal(a + "\n" + b)
	return data
}
