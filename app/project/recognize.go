package project

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// Recognize is for files that do not tell one mark from another, as those of many
// programs: where a mark of q says nothing that one of p on the same words does not
// say, that one stands in its place, and so it is with relations. Merging then
// brings nothing twice. Each mark of p stands for one of q, or for one of each tag
// where the file has them one by one; if pieces is true, for one of each piece, too.
func Recognize(p, q Project, pieces bool, pace Pace) (Project, error) {
	r := recognizer{p: p, q: q, pieces: pieces, standing: map[shareKey][]share{}, now: map[annotation.ID]*annotation.Annotation{}}
	if err := r.index(pace.Part(0, 4, 10)); err != nil {
		return q, err
	}
	marks := q.Annotations.Sorted(annotation.Compare)
	kept, there := marks[:0], map[annotation.ID]bool{}
	for i, mark := range marks {
		if err := pace.Part(4, 8, 10).every(i, len(marks)); err != nil {
			return q, err
		}
		if known := r.find(mark); known != nil {
			r.now[mark.ID] = known
			mark = known
		}
		if !there[mark.ID] {
			there[mark.ID] = true
			kept = append(kept, mark)
		}
	}
	if len(r.now) == 0 {
		return q, nil
	}
	return r.replaced(kept, pace.Part(8, 10, 10))
}

// recognizer is the state of a Recognize.
type recognizer struct {
	p, q     Project
	pieces   bool
	standing map[shareKey][]share                     // of p
	now      map[annotation.ID]*annotation.Annotation // of p, by the IDs of q
}

// manyAlike is how many marks on the same words with the same tag are looked at.
const manyAlike = 1000

// index finds the marks of p on the articles of q.
func (r *recognizer) index(pace Pace) error {
	done, total := 0, r.p.Annotations.Len()
	var marks []*annotation.Annotation
	for mark := range r.p.Annotations.Unordered() {
		if err := pace.every(done, 2*total); err != nil {
			return err
		}
		if done++; r.q.Article(mark.Article) != nil {
			marks = append(marks, mark)
		}
	}
	slices.SortFunc(marks, annotation.Compare)
	for i, mark := range marks {
		if err := pace.every(total+i, 2*total); err != nil {
			return err
		}
		all := whole(mark)
		spans := [][]span.Span{all.spans}
		if r.pieces {
			spans = shares(all.spans)
		}
		for _, spans := range spans {
			for _, tags := range shares(all.tags) {
				one := share{mark, spans, tags}
				r.standing[one.key()] = append(r.standing[one.key()], one)
			}
		}
	}
	return nil
}

// manyShares is how many tags or pieces of a mark are looked for one by one.
const manyShares = 50

// shares are what files may have of a mark's tags, or of its pieces: all of them,
// or one.
func shares[T any](all []T) [][]T {
	out := [][]T{all}
	for i := 0; len(all) > 1 && i < len(all) && i < manyShares; i++ {
		out = append(out, all[i:i+1])
	}
	return out
}

// trimmed are the spans of a mark without white space at their ends, which many
// formats cannot mark.
func trimmed(mark *annotation.Annotation) []span.Span {
	spans := mark.Spans()
	for i, piece := range mark.Pieces {
		left := strings.TrimLeftFunc(piece.Quote, unicode.IsSpace)
		if right := strings.TrimRightFunc(left, unicode.IsSpace); right != "" {
			spans[i].Start += utf8.RuneCountInString(piece.Quote) - utf8.RuneCountInString(left)
			spans[i].End -= utf8.RuneCountInString(left) - utf8.RuneCountInString(right)
		}
	}
	return spans
}

// share is what a file may have of a mark: some of its pieces and tags.
type share struct {
	*annotation.Annotation
	spans []span.Span
	tags  []annotation.TagID // sorted
}

// shareKey is the same for shares that are the same, and for few others.
type shareKey struct {
	on          article.ID
	extent      span.Span
	first       annotation.TagID
	spans, tags int
}

func (s share) key() shareKey {
	k := shareKey{on: s.Article, spans: len(s.spans), tags: len(s.tags)}
	if len(s.spans) > 0 {
		k.extent = span.Span{Start: s.spans[0].Start, End: s.spans[len(s.spans)-1].End}
	}
	if len(s.tags) > 0 {
		k.first = s.tags[0]
	}
	return k
}

// whole is all of a mark.
func whole(mark *annotation.Annotation) share {
	tags := mark.Tags
	if !slices.IsSorted(tags) {
		tags = slices.Sorted(slices.Values(tags))
	}
	return share{mark, trimmed(mark), tags}
}

// find returns the mark of p that stands for one of q; nil if none does, or if p
// has it under its own ID.
func (r *recognizer) find(mark *annotation.Annotation) *annotation.Annotation {
	if r.p.Annotation(mark.ID) != nil {
		return nil
	}
	s := whole(mark)
	key := s.key()
	all := r.standing[key]
	at := slices.IndexFunc(all[:min(len(all), manyAlike)], func(here share) bool {
		return slices.Equal(s.spans, here.spans) && slices.Equal(s.tags, here.tags) && saysNoMore(mark, here.Annotation)
	})
	if at < 0 {
		return nil
	}
	known := all[at].Annotation
	if r.standing[key] = all[1:]; at > 0 {
		r.standing[key] = slices.Delete(all, at, at+1)
	}
	return known
}

// saysNoMore reports whether a mark says nothing besides its tags that one on the
// same words does not say.
func saysNoMore(mark, here *annotation.Annotation) bool {
	return (mark.Creator == "" || mark.Creator == here.Creator) &&
		(mark.Note == "" || oneLine(mark.Note) == oneLine(here.Note)) &&
		!slices.ContainsFunc(mark.Values, func(v annotation.Value) bool { return oneLine(v.Value) != oneLine(here.Value(v.Attribute)) })
}

// oneLine is a text as formats have it that hold one line of it.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// replaced is q with marks of p among its own, and what these need.
func (r *recognizer) replaced(marks []*annotation.Annotation, pace Pace) (q Project, err error) {
	q = r.q
	if q.Annotations, err = TableFrom(marks, pace); err != nil {
		return r.q, err
	}
	tags, attributes, people := slices.Collect(q.Tags.Unordered()), slices.Collect(q.Attributes.Unordered()), slices.Collect(q.People.Unordered())
	for _, mark := range r.now {
		for _, id := range mark.Tags {
			tags = append(tags, r.p.Tag(id))
		}
		for _, v := range mark.Values {
			attributes = append(attributes, r.p.Attribute(v.Attribute))
		}
		people = append(people, r.p.Person(mark.Creator))
	}
	q.Attributes, q.People = TableOf(attributes...), TableOf(people...)
	for a := range q.Attributes.Unordered() {
		for _, id := range a.Tags {
			tags = append(tags, r.p.Tag(id))
		}
	}
	q.Tags = TableOf(tags...)
	q.Relations = r.relations()
	return q, nil
}

// relations are those of q between the marks as they are now; of p where it has
// them.
func (r *recognizer) relations() Table[*annotation.Relation] {
	here := map[string]*annotation.Relation{}
	for one := range r.p.Relations.Unordered() {
		here[relationKey(one)] = one
	}
	var all []*annotation.Relation
	for one := range r.q.Relations.Unordered() {
		now := *one
		now.From, now.To = r.current(one.From), r.current(one.To)
		if known := here[relationKey(&now)]; known != nil {
			now = *known
		}
		all = append(all, &now)
	}
	return TableOf(all...)
}

// current is the ID that a mark of q has now.
func (r *recognizer) current(id annotation.ID) annotation.ID {
	if known := r.now[id]; known != nil {
		return known.ID
	}
	return id
}

// relationKey says what a relation joins and how, by the letters and digits of its
// name: not every format can write the rest.
func relationKey(r *annotation.Relation) string {
	name := strings.Map(func(c rune) rune {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) {
			return -1
		}
		return c
	}, annotation.Fold(r.Name))
	return string(r.From) + " " + string(r.To) + " " + name
}
