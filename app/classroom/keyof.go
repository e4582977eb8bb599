package classroom

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// KeyOf returns the key of a project, in the order in which it is read: the
// marks of its annotator (or, in a project that only holds those of others, as
// an adjudicated one may, all marks) and what was put into the key besides. The
// key of a mark that was changed there counts as it was changed. Where there is
// neither, it is the key that the lesson carries.
//
// The error is a *problem.Error with the code "no-key", or "sealed" where the
// lesson's key has to be opened with its passphrase (SealedKey.Marks).
func KeyOf(p project.Project) ([]KeyMark, error) {
	if marks := ownKey(p); len(marks) > 0 {
		return sortedKey(p, slices.Collect(maps.Values(marks))), nil
	}
	if l := LessonOf(p); l != nil && l.Key != nil {
		if len(l.Key.Sealed) > 0 {
			return nil, problem.Newf("sealed", "Type the passphrase that it was sealed with.", "The key is sealed.")
		}
		return sortedKey(p, l.Key.Open), nil
	}
	return nil, problem.Newf("no-key", "Mark what students should find, as they would; or settle what the class differs on.", "There is no key yet: nothing is marked.")
}

// ownKey is the key that was made in the project itself, by the IDs of its marks.
func ownKey(p project.Project) map[string]KeyMark {
	marks := records[KeyMark](p, KindKey)
	for a := range ownMarks(p) {
		if _, changed := marks[string(a.ID)]; !changed {
			marks[string(a.ID)] = KeyMark{ID: string(a.ID), Article: a.Article, Ways: [][]annotation.Piece{a.Pieces}, Tags: a.Tags, Reason: a.Note}
		}
	}
	maps.DeleteFunc(marks, func(id string, k KeyMark) bool { return len(k.Ways) == 0 })
	return marks
}

// ownMarks yields the marks that a key is made from.
func ownMarks(p project.Project) func(yield func(*annotation.Annotation) bool) {
	me, some := p.Info().Annotator, false
	for a := range p.Annotations.Unordered() {
		some = some || isOf(me, a)
	}
	return func(yield func(*annotation.Annotation) bool) {
		for a := range p.Annotations.Unordered() {
			if on := p.Article(a.Article); on == nil || on.Meta.CorrectedBy != "" || some && !isOf(me, a) {
				continue
			}
			if !yield(a) {
				return
			}
		}
	}
}

// sortedKey is a key in the order in which it is read.
func sortedKey(p project.Project, marks []KeyMark) []KeyMark {
	order := map[article.ID]int{}
	for i, a := range p.Listed() {
		order[a.ID] = i + 1
	}
	out := slices.Clone(marks)
	slices.SortFunc(out, func(a, b KeyMark) int {
		return cmp.Or(cmp.Compare(order[a.Article], order[b.Article]), cmp.Compare(a.start(), b.start()), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// start is where the best edges begin, in code points.
func (k KeyMark) start() int {
	if len(k.Ways) == 0 || len(k.Ways[0]) == 0 {
		return 0
	}
	return k.Ways[0][0].Start
}

// PutKey puts marks into the key of a project, or in the place of those with
// their IDs. It is one step.
func PutKey(p project.Project, marks ...KeyMark) project.Diff {
	if l := LessonOf(p); l != nil && l.Key != nil && len(ownKey(p)) == 0 {
		lent := slices.DeleteFunc(slices.Clone(l.Key.Open), func(k KeyMark) bool {
			return !annotation.ValidName(k.ID) || slices.ContainsFunc(marks, func(m KeyMark) bool { return m.ID == k.ID })
		})
		marks = append(lent, marks...) // from now on the key is the project's own, and this is part of it
	}
	return putKey(p, marks...)
}

// putKey is PutKey where the project has a key of its own.
func putKey(p project.Project, marks ...KeyMark) project.Diff {
	var all []*project.ClassRecord
	for _, k := range marks {
		all = append(all, record(KindKey, k.ID, k))
	}
	return project.PutClass(p, all...)
}

// Accept puts a student's mark into the key, so that whoever marked the same has
// found it too. One that is there already changes nothing.
func Accept(p project.Project, on article.ID, m Mark) (project.Diff, error) {
	if p.Article(on) == nil || len(m.Pieces) == 0 {
		return project.Diff{}, problem.Newf("no-such-mark", "Choose the mark again.", "This mark is on no article of the lesson.")
	}
	return PutKey(p, KeyMark{ID: string(m.ID), Article: on, Ways: [][]annotation.Piece{m.Pieces}, Tags: known(p, m.Tags)}), nil
}

// AcceptWay takes the edges and tags of a student's mark as right too, besides
// those that a mark of the key has already.
func AcceptWay(p project.Project, key string, m Mark) (project.Diff, error) {
	marks, err := KeyOf(p)
	if err != nil {
		return project.Diff{}, err
	}
	marks, _ = PlaceKey(p, marks) // of one without a place no case is told
	at := slices.IndexFunc(marks, func(k KeyMark) bool { return k.ID == key })
	if at < 0 || len(m.Pieces) == 0 {
		return project.Diff{}, problem.Newf("no-such-mark", "It may have been removed just now.", "This mark is not in the key.")
	}
	return PutKey(p, marks[at].with(p, m)), nil
}

// with is the mark of the key for which another one is right too.
func (k KeyMark) with(p project.Project, m Mark) KeyMark {
	if !slices.ContainsFunc(k.Ways, func(way []annotation.Piece) bool { return slices.Equal(way, m.Pieces) }) {
		k.Ways = append(slices.Clip(k.Ways), m.Pieces)
	}
	for _, t := range known(p, m.Tags) {
		if len(k.Tags) > 0 && !slices.Contains(k.Tags, t) { // without tags any will do
			k.Tags = append(slices.Clip(k.Tags), t)
		}
	}
	return k
}

// Has reports whether a passage with these tags is right by the mark as it is.
func (k *KeyMark) Has(pieces []annotation.Piece, tags []annotation.TagID) bool {
	if len(k.Tags) > 0 && (len(tags) == 0 || slices.ContainsFunc(tags, func(t annotation.TagID) bool { return !slices.Contains(k.Tags, t) })) {
		return false
	}
	return slices.ContainsFunc(k.Ways, func(way []annotation.Piece) bool { return slices.Equal(way, pieces) })
}

// KeyGrowth is what a change makes of the key of a project: how many marks are new
// in it, and of how many more is right than was before.
func KeyGrowth(p project.Project, d project.Diff) (added, wider int) {
	after, err := p.Apply(d)
	if err != nil {
		return 0, 0
	}
	was := map[string]int{}
	before, _ := KeyOf(p) // where there is none, all is new
	for _, k := range before {
		was[k.ID] = len(k.Ways) + len(k.Tags)
	}
	key, _ := KeyOf(after)
	for _, k := range key {
		switch rights, known := was[k.ID]; {
		case !known:
			added++
		case len(k.Ways)+len(k.Tags) > rights:
			wider++
		}
	}
	return added, wider
}

// known leaves the tags that are in the codebook.
func known(p project.Project, tags []annotation.TagID) (out []annotation.TagID) {
	for _, t := range tags {
		if p.Tag(t) != nil {
			out = append(out, t)
		}
	}
	return out
}

// PlaceKey puts a key on the texts of a lesson as they are today: one that comes
// from another copy, or that was made before an article was corrected. The notes are what has no place there, or another one, in sentences.
func PlaceKey(p project.Project, key []KeyMark) (placed []KeyMark, notes []string) {
	h, ways := asHandIn(key)
	pl := newPlacer(p)
	pl.versions([]*group{{all: []*Received{{HandIn: *h}}}})
	to := map[annotation.ID][]annotation.Piece{}
	on := map[annotation.ID]article.ID{}
	for _, w := range pl.work(h) {
		if w.note != "" {
			notes = append(notes, keySays(w))
		}
		for _, m := range w.marks {
			to[m.ID], on[m.ID] = m.Pieces, w.article
		}
	}
	for i, k := range key {
		k.Ways = nil
		for _, id := range ways[i] {
			if pieces := to[id]; len(pieces) > 0 {
				k.Ways, k.Article = append(k.Ways, pieces), on[id]
			}
		}
		if len(k.Ways) > 0 {
			placed = append(placed, k)
		}
	}
	return sortedKey(p, placed), notes
}

// keySays is what happened to the marks of a key on an article.
func keySays(w placed) string {
	if w.article == "" {
		return fmt.Sprintf("The key has marks on an article that is not in this lesson: %s without a place, and counted for nobody.", problem.CountVerb(len(w.unplaced), "mark", "is", "are"))
	}
	return "The key: " + w.note
}

// asHandIn makes a hand-in of a key, each of the ways a mark, so that it is
// placed as hand-ins are; ways are the IDs of these marks.
func asHandIn(key []KeyMark) (h *HandIn, ways [][]annotation.ID) {
	h = &HandIn{}
	at := map[article.ID]int{}
	for i, k := range key {
		n, known := at[k.Article]
		if !known {
			n = len(h.Articles)
			at[k.Article] = n
			h.Articles = append(h.Articles, Work{Article: k.Article, State: project.Done})
		}
		ways = append(ways, nil)
		for j, pieces := range k.Ways {
			id := derived("key", k.Article, fmt.Sprint(i, " ", j))
			ways[i] = append(ways[i], id)
			h.Articles[n].Marks = append(h.Articles[n].Marks, Mark{ID: id, Pieces: pieces})
		}
	}
	return h, ways
}
