//go:build !page

package exchange

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

// CASJSON is UIMA CAS JSON 0.4.0, as INCEpTION and DKPro export it: the text
// (sofa) and the feature structures on it, in a list or in an object by ID.
// Offsets are UTF-16 code units in all programs that write it, the end
// exclusive; the specification leaves the unit open. Source: the specification
// of apache/uima-uimaj-io-jsoncas and the files of its tests.
var CASJSON = Format{
	ID: "casjson", Name: "UIMA CAS JSON (INCEpTION)", Ext: ".json", MIME: "application/json",
	About:  "What INCEpTION and other UIMA programs export as JSON, one file for each document and person.",
	Sniff:  sniffCASJSON,
	Counts: []Count{{Unit: UTF16}, {}},
	Read:   readCASJSON,
}

// sniffCASJSON looks for keys that no other format has: names that begin with a
// percent sign.
func sniffCASJSON(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF"))), []byte("{")) &&
		(bytes.Contains(data, []byte(`"%FEATURE_STRUCTURES"`)) || bytes.Contains(data, []byte(`"%TYPES"`)) && bytes.Contains(data, []byte(`"%NAME"`)))
}

func readCASJSON(in *Input, take func(*Doc) error) error {
	return uimaEach(in, in.Files, func(f File) (*uimaCAS, error) { return casjsonParse(in, f) }, take)
}

// casjsonParse reads one file.
func casjsonParse(in *Input, f File) (*uimaCAS, error) {
	data, err := in.whole(f)
	if err != nil {
		return nil, err
	}
	root, err := in.record(place{file: f.Name}, "", data)
	if err != nil {
		return nil, err
	}
	c := newUIMA(in, f)
	if !root.object() {
		return c, nil
	}
	list := root.key("%FEATURE_STRUCTURES")
	if _, keyed := list.value.(map[string]any); keyed {
		for _, id := range casjsonIDs(list) {
			c.casjson(list.key(id), id)
		}
		return c, nil
	}
	for _, n := range list.all() {
		c.casjson(n, "")
	}
	return c, nil
}

// casjsonIDs are the keys of structures in an object, in the order of their
// numbers: JSON keeps none.
func casjsonIDs(n *node) []string {
	object := n.value.(map[string]any)
	ids := make([]string, 0, len(object))
	for id := range object {
		ids = append(ids, id)
	}
	number := func(id string) int {
		i, err := strconv.Atoi(id)
		if err != nil {
			return math.MaxInt
		}
		return i
	}
	slices.SortFunc(ids, func(a, b string) int {
		if x, y := number(a), number(b); x != y {
			return min(max(x-y, -1), 1)
		}
		return strings.Compare(a, b)
	})
	return ids
}

// casjson takes in a feature structure. key is what it is called where they
// stand in an object.
func (c *uimaCAS) casjson(n *node, key string) {
	if !n.object() {
		return
	}
	s := &uimaStructure{place: n.place(), id: key, typ: n.key("%TYPE").text()}
	if id := casjsonID(n.key("%ID")); id != "" {
		s.id = id
	}
	begin, end := casjsonOffset(n, "begin"), casjsonOffset(n, "end")
	if begin.there() && end.there() {
		ok1, ok2 := false, false
		s.begin, ok1 = begin.number()
		s.end, ok2 = end.number()
		if !ok1 || !ok2 {
			return // what it should be was said
		}
		s.spanned = true
	}
	object := n.value.(map[string]any)
	features := make([]string, 0, len(object))
	for name := range object {
		features = append(features, name)
	}
	slices.Sort(features)
	for _, name := range features {
		s.casjson(n.key(name), name)
	}
	c.add(s)
}

// casjsonOffset is an offset of a structure; the specification's draft writes a
// ^ before the name.
func casjsonOffset(n *node, name string) *node {
	if marked := n.key("^" + name); marked.there() {
		return marked
	}
	return n.key(name)
}

// casjson takes in what a structure says for a key: @name leads to other
// structures, #name is a number that JSON cannot write, %NAME is of the format.
func (s *uimaStructure) casjson(n *node, name string) {
	switch {
	case name == "%ELEMENTS":
		for _, e := range n.all() {
			if text, ok := casjsonText(e); ok && !strings.HasSuffix(s.typ, "FSArray") && !casjsonRefers(s.typ) {
				s.values = append(s.values, Value{"elements", text})
			}
		}
		if casjsonRefers(s.typ) {
			s.refs = append(s.refs, uimaRef{"elements", casjsonRefs(n)})
		}
	case name == "@sofa":
		s.sofa = casjsonID(n)
	case strings.HasPrefix(name, "@"):
		if to := casjsonRefs(n); len(to) > 0 {
			s.refs = append(s.refs, uimaRef{name[1:], to})
		}
	case name == "begin" || name == "end" || strings.HasPrefix(name, "%") || strings.HasPrefix(name, "^"):
	default:
		for _, e := range n.all() {
			if text, ok := casjsonText(e); ok {
				s.values = append(s.values, Value{strings.TrimPrefix(name, "#"), text})
			}
		}
	}
}

// casjsonRefers reports whether the elements of an array are other structures.
func casjsonRefers(typ string) bool {
	switch strings.TrimSuffix(typ, "[]") {
	case "uima.cas.StringArray", "uima.cas.IntegerArray", "uima.cas.BooleanArray", "uima.cas.ByteArray", "uima.cas.DoubleArray",
		"uima.cas.FloatArray", "uima.cas.LongArray", "uima.cas.ShortArray", "uima.cas.String", "uima.cas.Integer",
		"uima.cas.Boolean", "uima.cas.Byte", "uima.cas.Double", "uima.cas.Float", "uima.cas.Long", "uima.cas.Short":
		return false
	}
	return true
}

// casjsonID is the ID of a structure, a number as a rule; "" for none and for 0,
// which stands for none.
func casjsonID(n *node) string {
	switch v := n.value.(type) {
	case json.Number:
		if v != "0" {
			return string(v)
		}
	case string:
		return v
	}
	return ""
}

// casjsonRefs are the structures that a feature leads to.
func casjsonRefs(n *node) (ids []string) {
	for _, e := range n.all() {
		if id := casjsonID(e); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// casjsonText is a value that stands for itself, as text.
func casjsonText(n *node) (string, bool) {
	switch v := n.value.(type) {
	case string:
		return v, true
	case json.Number:
		return string(v), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}
