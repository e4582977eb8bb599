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

// object calls field with the name of each, to read what it is.
func (q *quick) object(field func(name string)) {
	q.need('{')
	for first := true; !q.bad && !q.take('}'); first = false {
		if !first {
			q.need(',')
		}
		name := q.text()
		if q.need(':'); !q.bad {
			field(name)
		}
	}
}

// list reads a list; an empty one is not nil.
func list[T any](q *quick, element func() T) []T {
	out := []T{}
	q.need('[')
	for !q.bad && !q.take(']') {
		if len(out) > 0 {
			q.need(',')
		}
		if !q.bad {
			out = append(out, element())
		}
	}
	return out
}

func strung[T ~string](q *quick) []T { return list(q, func() T { return T(q.text()) }) }

// text reads a string. Those with signs for other characters are left to
// encoding/json.
func (q *quick) text() string {
	if q.need('"'); q.bad {
		return ""
	}
	from := q.at
	end := bytes.IndexByte(q.data[from:], '"')
	if end < 0 {
		q.bad = true
		return ""
	}
	if raw := q.data[from : from+end]; bytes.IndexByte(raw, '\\') < 0 {
		q.at = from + end + 1
		for _, c := range raw {
			q.bad = q.bad || c < ' '
		}
		return string(raw)
	}
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
	if q.bad = q.bad || t.UnmarshalText([]byte(q.text())) != nil; q.bad {
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
