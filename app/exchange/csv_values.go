package exchange

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"claimlight/app/annotation"
)

// values reads the JSON object of attribute values.
func (d *csvReader) values(r row) (values []annotation.Value) {
	cell := d.cell(r, colAttributes)
	if cell == "" {
		return nil
	}
	var object map[string]string
	if err := json.Unmarshal([]byte(cell), &object); err != nil {
		d.problem(r.line, `They are written as in {"Speaker":"Minister"}; they were left out.`, "The attributes are not a JSON object of strings: %s.", annotation.Clip(cell))
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		value := strings.ReplaceAll(object[name], "\x00", "")
		a := d.attributeNamed(strings.TrimSpace(name))
		if a == nil || value == "" || slices.ContainsFunc(values, func(v annotation.Value) bool { return v.Attribute == a.ID }) {
			d.problem(r.line, "It was left out.", "An attribute has no name or no value, or stands twice: %s.", annotation.Clip(name))
			continue
		}
		value = choiceOf(a, value)
		if !a.Takes(value) {
			d.problem(r.line, "It was left out.", "“%s” is not one of the choices of “%s”.", annotation.Clip(value), annotation.Clip(a.Name))
			continue
		}
		values = append(values, annotation.Value{Attribute: a.ID, Value: value})
	}
	slices.SortFunc(values, func(v, w annotation.Value) int { return strings.Compare(string(v.Attribute), string(w.Attribute)) })
	return values
}

// choiceOf is the ID of the choice that is called so, or the text itself.
func choiceOf(a *annotation.Attribute, value string) string {
	for _, c := range a.Choices {
		if annotation.Fold(c.Name) == annotation.Fold(value) {
			return c.ID
		}
	}
	return value
}
