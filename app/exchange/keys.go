package exchange

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/span"
)

// jsonKeys are the keys of JSON that may be cut off, such as the beginning of a
// file, each with the keys above it; lists do not count.
func jsonKeys(data []byte) map[string]bool {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	found := map[string]bool{}
	if len(data) > 0 {
		walkKeys(json.NewDecoder(bytes.NewReader(data)), "", 0, found)
	}
	return found
}

// walkKeys reads a value; false where the JSON ends or is none.
func walkKeys(d *json.Decoder, path string, depth int, found map[string]bool) bool {
	t, err := d.Token()
	open, is := t.(json.Delim)
	if err != nil || !is {
		return err == nil
	}
	if depth > maxDepth {
		return false
	}
	for d.More() {
		below := path
		if open == '{' {
			key, err := d.Token()
			name, is := key.(string)
			if err != nil || !is {
				return false
			}
			if below = path + "/" + name; depth < 6 {
				found[below] = true
			}
		}
		if !walkKeys(d, below, depth+1, found) {
			return false
		}
	}
	_, err = d.Token()
	return err == nil
}

// foreignTime reads a time as other programs write it: with a zone or without, or
// as seconds since 1970.
func foreignTime(n *node) time.Time {
	if number, is := n.value.(json.Number); is {
		if seconds, err := number.Int64(); err == nil && seconds > 0 && seconds < 1<<37 {
			return annotation.Time(time.Unix(seconds, 0))
		}
	}
	s := n.text()
	if s == "" {
		return zeroTime
	}
	t, ok := unstamp(s)
	if !ok {
		t, ok = unstamp(strings.Replace(s, " ", "T", 1) + "Z")
	}
	if !ok {
		n.problem("Times are written as in 2026-03-01T09:30:00Z.", "“%s” is not a time.", annotation.Clip(s))
	}
	return t
}

// plain is a string or a number as it is written; "" if it is neither.
func (n *node) plain() string {
	switch v := n.value.(type) {
	case string:
		return strings.ReplaceAll(v, "\x00", "")
	case json.Number:
		return v.String()
	}
	return ""
}

// idsOfMarks are the ids with which marks are written: those of the annotations
// where they have any, and no two alike.
type idsOfMarks struct {
	each  []string
	byKey map[string]string
}

func markIDs(marks []Mark) idsOfMarks {
	names, taken, next := idsOfMarks{byKey: map[string]string{}}, map[string]bool{}, numbers{}
	for _, m := range marks {
		id := m.Key
		if m.ID != "" {
			id = idOf(m.ID)
		}
		id = next.free(id, id, func(id string) bool { return taken[id] }, another)
		taken[id] = true
		names.each = append(names.each, id)
		if names.byKey[m.Key] == "" {
			names.byKey[m.Key] = id
		}
	}
	return names
}

// foreignSpan reads a start and an end; what cannot be a position is reported.
func foreignSpan(start, end *node) (s span.Span, ok bool) {
	first, ok1 := start.number()
	last, ok2 := end.number()
	switch {
	case !ok1 || !ok2:
		if !start.there() || !end.there() {
			start.problem(hintQuoteOnly, "The mark has no start or no end.")
		}
	case first < 0:
		start.problem(hintQuoteOnly, "A position cannot be before the text: %d.", first)
	case last <= first:
		end.problem(hintQuoteOnly, "The end, %d, is not behind the start, %d.", last, first)
	default:
		return span.Span{Start: first, End: last}, true
	}
	return s, false
}
