package reader

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// notRecord is said of what is neither an object nor a text.
const notRecord = "This is neither a record in braces nor a text."

var errNoRecord = errors.New("it is neither a record in braces nor a text")

// recordIn reads one value, which is valid JSON; false if it is no record.
func recordIn(raw []byte) (row, bool) {
	var r row
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '{' && raw[0] != '"' {
		return r, false
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return r, r.value(d, "", 0) == nil
}

// value reads the next value; name is what it is called, "" at the top.
func (r *row) value(d *json.Decoder, name string, depth int) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return r.object(d, name, depth)
		}
		return r.list(d, name, depth)
	case string:
		r.put(name, t)
	case json.Number:
		r.put(name, t.String())
	case bool:
		r.put(name, strconv.FormatBool(t))
	}
	return nil
}

func (r *row) put(name, value string) {
	if name == "" {
		name = "text" // of a list of texts
	}
	r.fields = append(r.fields, field{name, value})
}

func (r *row) object(d *json.Decoder, name string, depth int) error {
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		inner := fmt.Sprint(key)
		if name != "" {
			inner = name + "." + inner
		}
		into := r
		if depth >= maxField {
			into = &row{}
		}
		if err := into.value(d, inner, depth+1); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

// list reads a list of texts as one text, a line each, or as names of people;
// of objects, what they have in common goes together the same way.
func (r *row) list(d *json.Decoder, name string, depth int) error {
	var inner row
	for d.More() {
		into := &inner
		if depth >= maxField {
			into = &row{}
		}
		if err := into.value(d, name, depth+1); err != nil {
			return err
		}
	}
	together := map[string][]string{}
	var order []string
	for _, f := range inner.fields {
		if together[f.name] == nil {
			order = append(order, f.name)
		}
		together[f.name] = append(together[f.name], f.value)
	}
	for _, n := range order {
		between := "\n"
		if better("byline", n) >= 0 || better("byline", name) >= 0 {
			between = ", "
		}
		r.fields = append(r.fields, field{n, strings.Join(together[n], between)})
	}
	_, err := d.Token()
	return err
}
