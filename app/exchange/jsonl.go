//go:build !page

package exchange

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
)

// What the records of other programs say and an article has no place for.
const (
	asideFields = "Fields that have no place in an article were left out"
	asideMarks  = "Fields that have no place in a mark were left out"
	asideWhole  = "Labels of whole texts have no place here and were left out"
)

// meta takes a field that tells something of the article; false if it is none.
func (d *Doc) meta(n *node) bool {
	s, ok := n.value.(string)
	if !ok {
		return false
	}
	to := map[string]*string{
		"title": &d.Meta.Title, "byline": &d.Meta.Byline, "author": &d.Meta.Byline, "source": &d.Meta.Source, "url": &d.Meta.Source,
		"date": &d.Meta.Date, "file": &d.Meta.File, "filename": &d.Meta.File, "language": &d.Meta.Language,
	}[strings.ToLower(n.name)]
	if to == nil || *to != "" || strings.Contains(s, "\x00") {
		return false
	}
	*to = s
	return true
}

// fields are what an article says of itself, by the names under which it is
// read again.
func (d *Doc) fields() map[string]string {
	out := map[string]string{}
	title := d.Meta.Title
	if d.Meta.TitleMade {
		title = ""
	}
	for name, value := range map[string]string{
		"title": title, "byline": d.Meta.Byline, "source": d.Meta.Source, "date": d.Meta.Date, "file": d.Meta.File, "language": d.Meta.Language,
	} {
		if value != "" {
			out[name] = value
		}
	}
	return out
}

// names are the keys of an object, sorted.
func (n *node) names() (out []string) {
	object, _ := n.value.(map[string]any)
	for name := range object {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// first is what stands under the first of the keys that is there.
func (n *node) first(names ...string) *node {
	for _, name := range names {
		if one := n.key(name); one.there() {
			return one
		}
	}
	return n.key(names[0])
}

// hasOne reports whether something stands under one of the keys.
func (n *node) hasOne(names ...string) bool { return n.first(names...).there() }

// document begins one with the text that stands here; nil, which is said, if
// there is none. Marks without a text are not looked for in other articles: what
// such files call their records is hardly the name of one.
func (n *node) document(text *node, key string) *Doc {
	d := &Doc{Key: key, Text: text.verbatim(), place: n.place()}
	if strings.TrimSpace(d.Text) == "" {
		n.problem("It was left out.", "The record has no text.")
		return nil
	}
	return d
}

// verbatim returns a string as it is, NUL and all: positions count in it.
func (n *node) verbatim() string {
	s, ok := n.value.(string)
	if !ok && n.there() {
		n.problem("", "A string is expected here, not %s.", kindOf(n.value))
	}
	return s
}

// position is a whole number that a mark cannot be without; where there is none,
// that is said.
func (n *node) position() (int, bool) {
	number, ok := n.value.(json.Number)
	i, err := strconv.Atoi(string(number))
	switch {
	case !ok:
		n.problem(hintLeftOut, "A whole number is expected here, not %s.", kindOf(n.value))
	case err != nil:
		n.problem(hintLeftOut, "A whole number is expected here, not %s.", number)
	}
	return i, ok && err == nil
}

// word returns a string, or a number as it is written: many programs call things
// by either. It is "" for anything else.
func (n *node) word() string {
	switch v := n.value.(type) {
	case string:
		return strings.ReplaceAll(v, "\x00", "")
	case json.Number:
		return string(v)
	}
	return ""
}

// glance is what the start of a file of JSON shows of its first record.
type glance struct {
	keys  map[string]json.RawMessage // of an object; nil for a value that is cut off
	pair  bool                       // a list that begins with a string: a text and what is said of it
	lists bool                       // it stands in a list
}

// glanced looks at the first record of JSON or JSON Lines.
func glanced(data []byte) (g glance) {
	g.keys = map[string]json.RawMessage{}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	t, _ := d.Token()
	for range 2 {
		if t != json.Delim('[') {
			break
		}
		g.lists = true
		t, _ = d.Token()
	}
	if _, text := t.(string); text && g.lists {
		g.pair = true
		t, _ = d.Token()
	}
	if t != json.Delim('{') {
		return g
	}
	for d.More() {
		name, err := d.Token()
		key, ok := name.(string)
		if err != nil || !ok {
			return g
		}
		var raw json.RawMessage
		err = d.Decode(&raw)
		g.keys[key] = raw
		if err != nil {
			return g
		}
	}
	return g
}

// has reports whether the object has one of the keys.
func (g glance) has(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { _, ok := g.keys[name]; return ok })
}

// starts reports whether what stands under a key starts so, white space left
// aside. What is cut off may be anything.
func (g glance) starts(name string, with ...string) bool {
	raw, ok := g.keys[name]
	if !ok || raw == nil {
		return ok
	}
	head := bytes.Join(bytes.Fields(raw[:min(len(raw), 512)]), nil)
	return slices.ContainsFunc(with, func(s string) bool { return bytes.HasPrefix(head, []byte(s)) })
}

// lineWriter writes records as JSON Lines.
func lineWriter(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

// wordList reads words and where each entry of the list is among those that are
// kept, with one place more for the end. Entries of white space are no words; one
// with a line end in it ends a sentence. It is false, which is
// said, where no words stand.
func (n *node) wordList() (sentences [][]string, at []int, ok bool) {
	if _, list := n.value.([]any); !list {
		n.problem("The record was left out.", "A list of words is expected here, not %s.", kindOf(n.value))
		return nil, nil, false
	}
	var words []string
	kept := 0
	for _, one := range n.all() {
		at = append(at, kept)
		word := one.word()
		switch {
		case solid(word) != "":
			words, kept = append(words, inOneLine(word)), kept+1
		case one.value == nil || word == "" && one.value != "":
			one.problem("It was left out.", "A word is expected here, not %s.", kindOf(one.value))
		case strings.ContainsAny(word, "\r\n") && len(words) > 0:
			sentences, words = append(sentences, words), nil
		}
	}
	if len(words) > 0 {
		sentences = append(sentences, words)
	}
	if kept == 0 {
		n.problem("The record was left out.", "There are no words here.")
	}
	return sentences, append(at, kept), kept > 0
}

// inOneLine is a word with spaces for its line ends.
func inOneLine(word string) string {
	if strings.ContainsAny(word, "\r\n") {
		return strings.Join(strings.Fields(word), " ")
	}
	return word
}

// wordsOf are the words of tokens, as programs want them that put no text
// together again.
func wordsOf(all []token) []string {
	out := make([]string, len(all))
	for i, t := range all {
		out[i] = t.text
	}
	return out
}
