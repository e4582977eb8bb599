package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/problem"
)

// scanJSON walks JSON once before it is parsed. It refuses what is nested too
// deep, and reports escapes of half a surrogate pair, which stand for no
// character and would silently become another one.
func scanJSON(data []byte, r *report) error {
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[':
			if depth++; depth > maxDepth {
				line, column := lineColumn(data, i)
				return problem.Newf("too-deep", "", "The file is nested more than %d deep at line %d, column %d.", maxDepth, line, column)
			}
		case '}', ']':
			depth--
		case '"':
			i = scanString(data, i+1, r)
		}
	}
	return nil
}

// scanString returns where the string that starts at i ends.
func scanString(data []byte, i int, r *report) int {
	for ; i < len(data) && data[i] != '"'; i++ {
		if data[i] != '\\' {
			continue
		}
		unit := escaped(data[i:])
		switch {
		case unit>>10 == 0xD800>>10 && i+6 < len(data) && escaped(data[i+6:])>>10 == 0xDC00>>10:
			i += 6
		case unit>>11 == 0xD800>>11:
			line, _ := lineColumn(data, i)
			r.add(problem.Problem{Line: line, Message: "Half a surrogate pair stands for no character; it was read as U+FFFD."})
		}
		i++
	}
	return i
}

// escaped returns the UTF-16 unit of a \uXXXX at the start, or 0.
func escaped(data []byte) uint64 {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0
	}
	unit, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return unit
}

// parseError makes an error of the JSON parser one for people.
func parseError(data []byte, err error) error {
	at := len(data)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = int(syntax.Offset)
	}
	if strings.Contains(err.Error(), "unexpected end") {
		line, column := lineColumn(data, len(data))
		return &problem.Error{Code: "truncated", Cause: err, Hint: "It may have been cut off while it was copied or sent; get it again.",
			Message: fmt.Sprintf("The file breaks off at line %d, column %d.", line, column)}
	}
	line, column := lineColumn(data, max(at-1, 0))
	return &problem.Error{Code: "not-json", Cause: err, Hint: "Check that it is the file that was exported, and that nothing changed it since.",
		Message: fmt.Sprintf("The file is not JSON at line %d, column %d: %v.", line, column, err)}
}

// split cuts the object or list at the start of sound JSON into its values,
// without copying or parsing them; of an object, keys are their names. A file is
// taken apart so, and parsed in small parts, so that never all of it is a tree
// in memory.
func split(data []byte) (keys []string, values [][]byte) {
	data = bytes.TrimSpace(data)
	if len(data) == 0 || data[0] != '{' && data[0] != '[' {
		return nil, nil
	}
	object := data[0] == '{'
	for at := 1; ; at++ {
		at += blank(data[at:])
		if data[at] == '}' || data[at] == ']' {
			return keys, values
		}
		if object {
			end := at + valueLen(data[at:])
			var key string
			_ = json.Unmarshal(data[at:end], &key) // cannot fail: the JSON is sound
			keys = append(keys, key)
			at = end + blank(data[end:]) + 1 // behind the colon
			at += blank(data[at:])
		}
		end := at + valueLen(data[at:])
		values = append(values, data[at:end:end])
		at = end + blank(data[end:])
		if data[at] != ',' {
			return keys, values
		}
	}
}

// blank is how much white space stands at the start.
func blank(data []byte) int {
	return len(data) - len(bytes.TrimLeft(data, " \t\r\n"))
}

// valueLen is how long the value at the start of sound JSON is.
func valueLen(data []byte) int {
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			for i++; data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth--; depth < 0 {
				return i
			}
		case ',', ':', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
			continue
		default:
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(data)
}

// parse makes a tree of JSON, keeping numbers as they are written.
func parse(data []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	err = d.Decode(&v)
	return v, err
}

// node is a place in JSON from outside: what stands there, and the way to it.
// Asking for something that is not what it should be reports a problem and
// gives the zero value. A node with a nil value is absent.
type node struct {
	value  any
	parent *node
	name   string // its key or index in the parent; of a root, its pointer
	report *report
}

// pointer is the JSON pointer (RFC 6901) of the place.
func (n *node) pointer() string {
	if n.parent == nil {
		return n.name
	}
	return n.parent.pointer() + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(n.name)
}

func (n *node) problem(hint, format string, args ...any) {
	n.report.add(problem.Problem{Pointer: n.pointer(), Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (n *node) there() bool { return n.value != nil }

// key returns what stands under the key of an object; absent if it is none.
func (n *node) key(name string) *node {
	object, _ := n.value.(map[string]any)
	return &node{object[name], n, name, n.report}
}

// object reports whether it is an object, and the problem if it is not.
func (n *node) object() bool {
	_, ok := n.value.(map[string]any)
	if !ok {
		n.problem("", "An object is expected here, not %s.", kindOf(n.value))
	}
	return ok
}

// all returns the elements of an array, or the one thing that stands alone, as
// JSON-LD has it; none if absent.
func (n *node) all() []*node {
	list, ok := n.value.([]any)
	switch {
	case !n.there():
		return nil
	case !ok:
		return []*node{n}
	}
	out := make([]*node, len(list))
	for i, v := range list {
		out[i] = &node{v, n, strconv.Itoa(i), n.report}
	}
	return out
}

// few is all for what nobody has many of; the rest is left out and reported.
func (n *node) few() []*node {
	all := n.all()
	if len(all) > maxList {
		n.problem("The rest was left out.", "There are more than %d entries here.", maxList)
		all = all[:maxList]
	}
	return all
}

// text returns a string; "" if absent. NUL, which records may not hold, goes.
func (n *node) text() string {
	s, ok := n.value.(string)
	if !ok && n.there() {
		n.problem("", "A string is expected here, not %s.", kindOf(n.value))
	}
	if strings.Contains(s, "\x00") {
		n.problem("", "A NUL character in this string was left out.")
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return s
}

// label returns a string that can be a name, on one line.
func (n *node) label() string {
	s := n.text()
	if s == "" || annotation.ValidName(s) {
		return s
	}
	clean := strings.Join(strings.Fields(s), " ")
	if !annotation.ValidName(clean) {
		clean = ""
	}
	n.problem("", "%q cannot be a name; it was read as %q.", annotation.Clip(s), annotation.Clip(clean))
	return clean
}

// number returns a whole number; 0 and false if absent or none. 1.0 is none:
// the positions of the Web Annotation Data Model are xsd:nonNegativeInteger.
func (n *node) number() (int, bool) {
	if !n.there() {
		return 0, false
	}
	number, ok := n.value.(json.Number)
	i, err := strconv.Atoi(string(number))
	switch {
	case !ok:
		n.problem("", "A whole number is expected here, not %s.", kindOf(n.value))
	case err != nil:
		n.problem("", "A whole number is expected here, not %s.", number)
	}
	return i, ok && err == nil
}

func (n *node) integer() int { i, _ := n.number(); return i }

func (n *node) truth() bool {
	b, ok := n.value.(bool)
	if !ok && n.there() {
		n.problem("", "true or false is expected here, not %s.", kindOf(n.value))
	}
	return b
}

// has reports whether the string is, or is among, the values.
func (n *node) has(s string) bool {
	for _, v := range n.all() {
		if v.value == s {
			return true
		}
	}
	return false
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "nothing"
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	case string:
		return "a string"
	case bool:
		return "true or false"
	}
	return "a number"
}
