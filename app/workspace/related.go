package workspace

import (
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// related are the relations by the annotations they join: one of an annotation
// with itself stands there once. It is made when somebody first asks, and then
// follows each change.
type related map[annotation.ID]*ends

// ends are the relations of one annotation.
type ends struct {
	all   []*annotation.Relation
	given bool // in order, and given out: a change makes another list
}

// Relations returns the relations that an annotation has with others, or with
// itself, in order (annotation.CompareRelations). Nobody changes the list.
func (w *Workspace) Relations(id annotation.ID) []*annotation.Relation {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.related == nil {
		w.related = related{}
		for r := range w.now.project.Relations.Unordered() {
			w.related.add(r)
		}
	}
	e := w.related[id]
	if e == nil {
		return nil
	}
	if !e.given {
		slices.SortFunc(e.all, annotation.CompareRelations)
		e.given = true
	}
	return e.all
}

// follow takes a change in.
func (rs related) follow(d project.Diff) {
	for _, delta := range d.Relations {
		if delta.From != nil {
			rs.drop(delta.From)
		}
		if delta.To != nil {
			rs.add(delta.To)
		}
	}
}

func (rs related) add(r *annotation.Relation) {
	for _, id := range endsOf(r) {
		if rs[id] == nil {
			rs[id] = &ends{}
		}
		e := rs[id].own()
		e.all = append(e.all, r)
	}
}

func (rs related) drop(r *annotation.Relation) {
	for _, id := range endsOf(r) {
		e := rs[id].own()
		e.all = slices.DeleteFunc(e.all, func(o *annotation.Relation) bool { return o.ID == r.ID })
		if len(e.all) == 0 {
			delete(rs, id)
		}
	}
}

// own makes the list one that may be changed.
func (e *ends) own() *ends {
	if e.given {
		e.all, e.given = slices.Clone(e.all), false
	}
	return e
}

// endsOf are the annotations that a relation joins, each once.
func endsOf(r *annotation.Relation) []annotation.ID {
	if r.From == r.To {
		return []annotation.ID{r.From}
	}
	return []annotation.ID{r.From, r.To}
}
