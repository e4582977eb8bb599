package classroom

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/span"
)

// compared puts all marks on the current versions of their articles, and lists
// who marked what.
func (s *studies) compared(works map[*reader]map[article.ID]*Work, names map[*reader]string) *Study {
	out := &Study{Names: slices.Sorted(maps.Values(names))}
	readers := slices.SortedFunc(maps.Keys(names), func(a, b *reader) int { return strings.Compare(names[a], names[b]) })
	pl, groups := newPlacer(s.texts), []*group(nil)
	for _, r := range readers {
		h := HandIn{}
		for _, id := range slices.Sorted(maps.Keys(works[r])) {
			h.Articles = append(h.Articles, *works[r][id])
		}
		groups = append(groups, &group{name: names[r], all: []*Received{{HandIn: h}}})
	}
	pl.versions(groups)
	marks := map[article.ID]map[string][]agreement.Mark{}
	for _, g := range groups {
		moved, lost := 0, 0
		for _, w := range s.place(pl, &g.all[0].HandIn) {
			lost += len(w.unplaced)
			moved += w.moved
			if w.article == "" {
				continue
			}
			if marks[w.article] == nil {
				marks[w.article] = map[string][]agreement.Mark{}
			}
			all := append(marks[w.article][g.name], s.labeled(w.marks)...)
			marks[w.article][g.name] = append([]agreement.Mark{}, all...)
		}
		s.tell(g.name, moved, lost)
	}
	s.versions(marks)
	for _, id := range slices.SortedFunc(maps.Keys(marks), s.inOrder) {
		a := agreement.Article{Length: s.lengths[id]}
		if text := s.texts.Article(id); text != nil {
			a.Length = text.Len()
		}
		for _, name := range slices.Sorted(maps.Keys(marks[id])) {
			a.Readings = append(a.Readings, agreement.Reading{Annotator: name, Marks: marks[id][name]})
		}
		out.Articles = append(out.Articles, a)
	}
	out.Notes = s.notes
	return out
}

// inOrder compares articles as a lesson has them: what is drawn by chance, and what
// is laid end to end, is then the same as in its class.
func (s *studies) inOrder(a, b article.ID) int {
	x, y := s.texts.Article(a), s.texts.Article(b)
	if x != nil && y != nil {
		return cmp.Or(cmp.Compare(x.Meta.Rank, y.Meta.Rank), cmp.Compare(a, b))
	}
	if x == nil && y == nil {
		return cmp.Compare(a, b)
	}
	if x == nil {
		return 1
	}
	return -1
}

// versions notes which articles were handed in, by their titles, in several
// versions that are not compared with one another, since no file has the text.
func (s *studies) versions(marks map[article.ID]map[string][]agreement.Mark) {
	same := map[string][]article.ID{}
	for _, id := range slices.Sorted(maps.Keys(marks)) {
		title := s.titles[id]
		if text := s.texts.Article(id); text != nil {
			title = text.Meta.Title
		}
		if title != "" {
			same[annotation.Fold(title)] = append(same[annotation.Fold(title)], id)
		}
	}
	for _, fold := range slices.Sorted(maps.Keys(same)) {
		ids := same[fold]
		if len(ids) < 2 || !slices.ContainsFunc(ids, func(id article.ID) bool { return s.texts.Article(id) == nil }) {
			continue
		}
		slices.SortStableFunc(ids, func(a, b article.ID) int { return cmp.Compare(len(marks[b]), len(marks[a])) })
		var names []string
		for _, id := range ids[1:] {
			names = slices.AppendSeq(names, maps.Keys(marks[id]))
		}
		slices.Sort(names)
		const most = 5
		if more := len(names) - most; more > 0 {
			names = append(names[:most], fmt.Sprintf("%d more", more))
		}
		s.note("“%s” was handed in in %d versions, and marks on one are not compared with those on another (%s). With the file of the lesson among the files all are put on its text, as in the class.",
			annotation.Clip(cmp.Or(s.titles[ids[0]], s.titles[ids[len(ids)-1]])), len(ids), strings.Join(names, ", "))
	}
}

// tell notes which marks stand elsewhere than their file says.
func (s *studies) tell(name string, moved, lost int) {
	if moved > 0 {
		s.note("%s: %s made on other texts than are compared here, and found again by %s words.", name, problem.CountVerb(moved, "mark", "was", "were"), its(moved))
	}
	if lost > 0 {
		s.note("%s: %s without a place in the texts as they are now; they do not count.", name, problem.CountVerb(lost, "mark", "is", "are"))
	}
}

// place puts the marks of one reader on the texts. Of articles that no file has
// the text of, as where there are hand-ins alone, marks stand where they say.
func (s *studies) place(pl *placer, h *HandIn) (out []placed) {
	known := HandIn{}
	for _, w := range h.Articles {
		if s.texts.Article(w.Article) != nil || len(pl.texts) > 0 && s.lengths[w.Article] > 0 && pl.like(&w, pl.texts) != nil {
			known.Articles = append(known.Articles, w)
			continue
		}
		p := placed{article: w.Article, state: w.State}
		for _, m := range w.Marks {
			bounds := span.Span{End: s.lengths[w.Article]}
			if slices.ContainsFunc(m.Pieces, func(q annotation.Piece) bool { return q.Empty() || !bounds.Contains(q.Span) }) {
				p.unplaced = append(p.unplaced, m)
				continue
			}
			p.marks = append(p.marks, m)
		}
		out = append(out, p)
	}
	return append(out, pl.work(&known)...)
}

// labeled are marks as agreement compares them.
func (s *studies) labeled(marks []Mark) (out []agreement.Mark) {
	for _, m := range marks {
		for _, one := range compared(nil, m.Pieces, m.Tags) {
			one.Label = s.tags.label(annotation.TagID(one.Label))
			out = append(out, one)
		}
	}
	return out
}

// tagNames is what tags are called by all files. A tag is its ID; tags whose
// names differ in case only are one.
type tagNames struct {
	said   map[annotation.TagID]map[string]int // how many files call it so
	labels map[annotation.TagID]string
	folds  map[string]string
}

func newTagNames() *tagNames { return &tagNames{said: map[annotation.TagID]map[string]int{}} }

func (t *tagNames) add(id annotation.TagID, name string) {
	if t.said[id] == nil {
		t.said[id] = map[string]int{}
	}
	t.said[id][name]++
}

// label is what a tag is called, the same for all tags that are one.
func (t *tagNames) label(id annotation.TagID) string {
	if id == "" {
		return noTag
	}
	if t.labels == nil {
		t.settle()
	}
	return cmp.Or(t.labels[id], string(id))
}

// settle gives each tag the name that most files have for it, and of names that
// differ in case the one that sorts first.
func (t *tagNames) settle() {
	t.labels, t.folds = map[annotation.TagID]string{}, map[string]string{}
	for id, names := range t.said {
		best := ""
		for _, name := range slices.Sorted(maps.Keys(names)) {
			if best == "" || names[name] > names[best] {
				best = name
			}
		}
		t.labels[id] = best
		if fold := annotation.Fold(best); t.folds[fold] == "" || best < t.folds[fold] {
			t.folds[fold] = best
		}
	}
	for id, name := range t.labels {
		t.labels[id] = t.folds[annotation.Fold(name)]
	}
}
