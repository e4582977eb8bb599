package classroom

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
)

func (q *quick) space() {
	for q.at < len(q.data) && (q.data[q.at] == ' ' || q.data[q.at] == '\n' || q.data[q.at] == '\t' || q.data[q.at] == '\r') {
		q.at++
	}
}

// take passes over a sign, if it is the next one.
func (q *quick) take(sign byte) bool {
	q.space()
	if q.at < len(q.data) && q.data[q.at] == sign {
		q.at++
		return true
	}
	return false
}

// need passes over a sign that must be there.
func (q *quick) need(sign byte) {
	if !q.take(sign) {
		q.bad = true
	}
}

// open passes over the beginning of an object or a list.
func (q *quick) open(sign byte) {
	q.need(sign)
	q.fresh = true
}

// more reports whether the object or the list goes on, and passes over its end, by
// that sign, if it does not.
func (q *quick) more(end byte) bool {
	first := q.fresh
	q.fresh = false
	if q.bad || q.take(end) {
		return false
	}
	if !first {
		q.need(',')
	}
	return !q.bad
}

// object calls field with the name of each, to read what it is.
func (q *quick) object(field func(name string)) {
	for q.open('{'); q.more('}'); {
		if name := q.name(); !q.bad {
			field(name)
		}
	}
}

// name reads the name of a field, and passes over the sign behind it. "" is the name
// of none.
func (q *quick) name() (name string) {
	raw, plain := q.raw()
	if !plain && !q.bad {
		raw = []byte(q.rest())
	}
	if q.need(':'); q.bad {
		return ""
	}
	for _, known := range fieldNames {
		if string(raw) == known { // which needs no memory
			return known
		}
	}
	return string(raw)
}

// fieldNames are those that stand in a hand-in again and again.
var fieldNames = [...]string{"id", "made", "pieces", "end", "quote", "start", "tags", "note", "values", "attribute", "value"}

// list reads a list; an empty one is not nil.
func list[T any](q *quick, element func() T) []T {
	out := []T{}
	for q.open('['); q.more(']'); {
		out = append(out, element())
	}
	return out
}

func strung[T ~string](q *quick) []T { return list(q, func() T { return T(q.text()) }) }

// text reads a string. Those with signs for other characters are left to
// encoding/json.
func (q *quick) text() string {
	raw, plain := q.raw()
	if plain || q.bad {
		return string(raw)
	}
	return q.rest()
}

// rest reads a string behind its first sign, in which signs stand for others.
func (q *quick) rest() string {
	from := q.at
	for q.at < len(q.data) && q.data[q.at] != '"' {
		if q.data[q.at] == '\\' {
			q.at++
		}
		q.at++
	}
	var s string
	if q.at++; q.at > len(q.data) || json.Unmarshal(q.data[from-1:q.at], &s) != nil {
		q.bad = true
	}
	return s
}

// raw passes over a string, and is what stands in it. It is not plain, and nothing
// but its first sign was passed over, where signs stand for others.
func (q *quick) raw() (raw []byte, plain bool) {
	if q.need('"'); q.bad {
		return nil, false
	}
	for i := q.at; i < len(q.data); i++ {
		switch c := q.data[i]; {
		case c == '"':
			raw = q.data[q.at:i]
			q.at = i + 1
			return raw, true
		case c == '\\':
			return nil, false
		case c < ' ':
			q.bad = true
			return nil, false
		}
	}
	q.bad = true
	return nil, false
}

// number reads a whole number.
func (q *quick) number() int {
	q.space()
	from := q.at
	for q.at < len(q.data) && (q.data[q.at] >= '0' && q.data[q.at] <= '9' || q.data[q.at] == '-') {
		q.at++
	}
	digits := q.data[from:q.at]
	n, err := strconv.Atoi(string(digits))
	if lead := bytes.TrimPrefix(digits, []byte("-")); err != nil || len(lead) > 1 && lead[0] == '0' {
		q.bad = true // which is no number in JSON
	}
	return n
}

// yes reads true.
func (q *quick) yes() bool {
	q.space()
	if !bytes.HasPrefix(q.data[q.at:], []byte("true")) {
		q.bad = true
		return false
	}
	q.at += len("true")
	return true
}

func (q *quick) time() (t time.Time) {
	raw, plain := q.raw()
	if !plain && !q.bad {
		raw = []byte(q.rest())
	}
	if q.bad = q.bad || t.UnmarshalText(raw) != nil; q.bad {
		return time.Time{}
	}
	return t
}

// nicknameIn is the nickname in a file that cannot be read as a whole, "" if
// there is none near its beginning.
func nicknameIn(data []byte) string {
	const field = `"nickname"`
	data = data[:min(len(data), 4096)]
	at := bytes.Index(data, []byte(field))
	if at < 0 {
		return ""
	}
	q := &quick{data: data, at: at + len(field)}
	q.need(':')
	if name := q.text(); !q.bad {
		return nameOf(name, longName)
	}
	return ""
}
