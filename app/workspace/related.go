package workspace

import (
	"maps"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// related are the relations by the annotations they join: one of an annotation
// with itself stands there once. It is made when somebody first asks, and then
// follows each change.
type related map[annotation.ID]map[annotation.RelationID]*annotation.Relation

// Relations returns the relations that an annotation has with others, or with
// itself, in order (annotation.CompareRelations).
func (w *Workspace) Relations(id annotation.ID) []*annotation.Relation {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.related == nil {
		w.related = related{}
		for r := range w.now.project.Relations.Unordered() {
			w.related.add(r)
		}
	}
	return slices.SortedFunc(maps.Values(w.related[id]), annotation.CompareRelations)
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
	for _, id := range [...]annotation.ID{r.From, r.To} {
		if rs[id] == nil {
			rs[id] = map[annotation.RelationID]*annotation.Relation{}
		}
		rs[id][r.ID] = r
	}
}

func (rs related) drop(r *annotation.Relation) {
	for _, id := range [...]annotation.ID{r.From, r.To} {
		if delete(rs[id], r.ID); len(rs[id]) == 0 {
			delete(rs, id)
		}
	}
}
