package exchange

import (
	"encoding/json"
	"slices"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// classOf is what the classroom keeps in a project, in order, without what
// stays in the browser.
func classOf(p project.Project) []*project.ClassRecord {
	all := p.Class.Sorted(func(r, s *project.ClassRecord) int { return strings.Compare(r.Key(), s.Key()) })
	return slices.DeleteFunc(all, func(r *project.ClassRecord) bool { return r.Private })
}

// privateOf counts what stays in the browser.
func privateOf(p project.Project) Loss {
	return Loss{lossPrivate, p.Class.Len() - len(classOf(p))}
}

func describeClass(r *project.ClassRecord) any {
	return w3cClass{"cl:Record", r.Kind, r.ID, string(r.Body)}
}

// classRecord reads a record of the classroom. What is in it is not looked at:
// the classroom says of it what is wrong, where it is used.
func (d *w3cReader) classRecord(n *node) {
	if !n.object() {
		return
	}
	kind, id, body := n.key("cl:kind").text(), n.key("cl:key").text(), n.key("cl:body").text()
	if !annotation.ValidName(kind) || !annotation.ValidName(id) {
		n.problem("", "A record of the classroom has no kind or no key, and is left out.")
		return
	}
	r, err := project.NewClassRecord(kind, id, json.RawMessage(body))
	switch {
	case err != nil:
		n.key("cl:body").problem("", "What is in a record of the classroom is not JSON, and is left out.")
	case d.records[r.Key()]:
		n.problem("", "The record “%s” of the classroom is in the file twice: the first counts.", annotation.Clip(r.Key()))
	default:
		d.records[r.Key()] = true
		d.class = append(d.class, r)
	}
}
