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
	from   place // of a root: its file and line
}

// pointer is the JSON pointer (RFC 6901) of the place.
func (n *node) pointer() string {
	if n.parent == nil {
		return n.name
	}
	return n.parent.pointer() + "/" + inPointer.Replace(n.name)
}

// inPointer escapes a key for a JSON pointer.
var inPointer = strings.NewReplacer("~", "~0", "/", "~1")

func (n *node) problem(hint, format string, args ...any) {
	n.report.add(n.place().problem(hint, format, args...))
}

// place is where it stands.
func (n *node) place() place {
	root := n
	for root.parent != nil {
		root = root.parent
	}
	at := root.from
	at.pointer = n.pointer()
	return at
}

func (n *node) there() bool { return n.value != nil }

// key returns what stands under the key of an object; absent if it is none.
func (n *node) key(name string) *node {
	object, _ := n.value.(map[string]any)
	return &node{value: object[name], parent: n, name: name, report: n.report}
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
		out[i] = &node{value: v, parent: n, name: strconv.Itoa(i), report: n.report}
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
