package exchange

import (
	"fmt"
	"slices"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/span"
)

// reducer takes off documents what a format cannot hold.
type reducer struct {
	f     Format
	lost  *losses
	names map[string]string // by kind and name, as the format writes them
	taken map[string]bool
	next  numbers
	codes []*annotation.Tag // the codebook as it is written
}

func newReducer(f Format, lost *losses) *reducer {
	return &reducer{f: f, lost: lost, names: map[string]string{}, taken: map[string]bool{}, next: numbers{}}
}

// reduce changes a document to what the format can hold.
func (r *reducer) reduce(d *Doc) {
	h := r.f.Holds
	r.drop(!h.Texts, lossTexts, 1)
	r.drop(!h.Titles && d.Meta.Title != "" && !d.Meta.TitleMade, lossTitles, 1)
	if !h.Relations {
		r.lost.add(lossRelations, len(d.Relations))
		d.Relations = nil
	}
	d.Codebook = r.codebook(d.Codebook)
	d.Meta.Title = r.text(d.Meta.Title)
	for i := range d.Relations {
		d.Relations[i].Name = r.written("relation", d.Relations[i].Name)
	}
	clean, shape := cleaned(d.Text), r.shaper(d.Text)
	out := make([]Mark, 0, len(d.Marks))
	for _, m := range d.Marks {
		for _, m := range r.split(m) {
			r.plain(&m)
			if r.shape(shape, &m) {
				out = append(out, m)
			}
		}
	}
	if !h.Overlap {
		out = r.apart(out)
	}
	for i := range out {
		out[i].Quote = quoteOf(clean, out[i].Pieces)
	}
	d.Marks = out
	r.relate(d)
}

// relate leaves out relations of which an end is no longer there.
func (r *reducer) relate(d *Doc) {
	if len(d.Relations) == 0 {
		return
	}
	there := d.keys()
	all := len(d.Relations)
	d.Relations = slices.DeleteFunc(d.Relations, func(one Relation) bool { return !there[one.From] || !there[one.To] })
	r.lost.add(lossRelations, all-len(d.Relations))
}

// codebook is the codebook as the format can write it, the same for all
// documents.
func (r *reducer) codebook(tags []*annotation.Tag) []*annotation.Tag {
	if !r.f.Holds.Codebook || r.codes != nil {
		return r.codes
	}
	for _, t := range tags {
		written := *t
		written.Name, written.Definition = r.written("tag", t.Name), r.text(t.Definition)
		r.codes = append(r.codes, &written)
	}
	return r.codes
}

// text is a text as the format can write it.
func (r *reducer) text(s string) string {
	if r.f.Text == nil {
		return s
	}
	out := r.f.Text(s)
	r.drop(out != s, lossSigns, 1)
	return out
}

func (r *reducer) drop(is bool, what string, n int) {
	if is {
		r.lost.add(what, n)
	}
}

// split makes of a mark as many as the format needs for its pieces and tags.
func (r *reducer) split(m Mark) []Mark {
	out := []Mark{m}
	if !r.f.Holds.Pieces && len(m.Pieces) > 1 {
		r.lost.add(lossPieces, 1)
		out = out[:0]
		for i, p := range m.Pieces {
			one := m
			one.Pieces = []span.Span{p}
			one.again("piece", i)
			out = append(out, one)
		}
	}
	if len(m.Tags) == 0 && !r.f.Holds.Untagged {
		r.lost.add(lossUntagged, 1)
		return nil
	}
	if r.f.Holds.Several || len(m.Tags) < 2 {
		return out
	}
	r.lost.add(lossSeveral, 1)
	var each []Mark
	for i, t := range m.Tags {
		for _, one := range out {
			one.Tags = []string{t}
			one.again("tag", i)
			each = append(each, one)
		}
	}
	return each
}

// again gives the copies of a mark after the first keys of their own: the
// second piece with the first tag is another than the first with the second.
func (m *Mark) again(of string, i int) {
	if i > 0 {
		m.Key = derive(fmt.Sprint(m.Key, "/", of, "/", i))
		m.ID = m.Key
	}
}

// plain takes off what is said of a mark and cannot be held.
func (r *reducer) plain(m *Mark) {
	h := r.f.Holds
	if !h.Values {
		r.lost.add(lossValues, len(m.Values))
		m.Values = nil
	}
	m.Tags, m.Values = slices.Clone(m.Tags), slices.Clone(m.Values)
	for i := range m.Tags {
		m.Tags[i] = r.written("tag", m.Tags[i])
	}
	kept := m.Values[:0]
	for _, v := range m.Values {
		if v.Name, v.Value = r.written("attribute", v.Name), r.answer(v); v.Value == "" {
			r.lost.add(lossValues, 1)
			continue
		}
		kept = append(kept, v)
	}
	slices.SortStableFunc(kept, func(v, w Value) int { return strings.Compare(v.Name, w.Name) }) // as they are called now
	m.Values = kept
	switch {
	case m.Note == "":
	case !h.Notes:
		r.lost.add(lossNotes, 1)
		m.Note = ""
	case r.f.OneLine:
		line := strings.Join(strings.FieldsFunc(m.Note, func(r rune) bool { return r == '\t' || lineBreak(r) }), " ")
		r.drop(line != m.Note, lossLines, 1)
		m.Note = line
	}
	m.Note = r.text(m.Note)
	if m.Creator != "" && !h.Creators {
		r.lost.add(lossCreators, 1)
		m.Creator = ""
	}
	m.Creator = r.text(m.Creator)
	if !h.Times {
		r.drop(!m.Created.IsZero(), lossTimes, 1)
		m.Created, m.Modified = zeroTime, zeroTime
	}
	if !h.IDs {
		m.ID = ""
	}
}

// written is a name as the format can write it; two names stay two.
func (r *reducer) written(kind, name string) string {
	label := r.f.label(kind)
	if label == nil {
		return name
	}
	key := kind + "\x00" + name
	if out, ok := r.names[key]; ok {
		return out
	}
	fold := func(name string) string { return kind + "\x00" + annotation.Fold(name) }
	base := label(name)
	out := r.next.free(fold(base), base,
		func(name string) bool { return r.taken[fold(name)] },
		func(base string, n int) string { return fmt.Sprintf("%s_%d", base, n) })
	r.taken[fold(out)] = true
	r.names[key] = out
	r.drop(out != name, lossNames, 1)
	return out
}

// answer is what is said for an attribute as the format can write it.
func (r *reducer) answer(v Value) string {
	if r.f.Answer == nil {
		return r.written("value "+v.Name, v.Value)
	}
	out := r.f.Answer(v.Value)
	r.drop(out != "" && out != v.Value, lossAnswers, 1)
	return out
}

// shaper is what fits the marks of a text to what the format can say; nil if it
// can mark everything.
func (r *reducer) shaper(text string) func([]span.Span) []span.Span {
	switch {
	case r.f.Shape != nil:
		return r.f.Shape(text)
	case r.f.Holds.Letters:
		return nil
	}
	return wholeWords(text)
}

// shape fits the ends of a mark to what the format can say; false if nothing is
// left.
func (r *reducer) shape(shape func([]span.Span) []span.Span, m *Mark) bool {
	if shape == nil {
		return true
	}
	pieces := shape(m.Pieces)
	if len(pieces) == 0 {
		r.lost.add(lossEmpty, 1)
		return false
	}
	what := lossLetters
	if r.f.Holds.Letters {
		what = lossSpace
	}
	r.drop(!slices.Equal(pieces, m.Pieces), what, 1)
	m.Pieces = pieces
	return true
}

// apart keeps of marks over one another the one that is read first.
func (r *reducer) apart(marks []Mark) (out []Mark) {
	slices.SortStableFunc(marks, func(a, b Mark) int { return span.Compare(extent(a.Pieces), extent(b.Pieces)) })
	end := 0
	for _, m := range marks {
		if m.Pieces[0].Start < end {
			r.lost.add(lossOverlap, 1)
			continue
		}
		end = m.Pieces[len(m.Pieces)-1].End
		out = append(out, m)
	}
	return out
}

func extent(pieces []span.Span) span.Span {
	return span.Span{Start: pieces[0].Start, End: pieces[len(pieces)-1].End}
}

// quoteOf is the text of pieces, with a space between them.
func quoteOf(clean sliced, pieces []span.Span) string {
	parts := make([]string, len(pieces))
	for i, p := range pieces {
		parts[i] = clean.slice(p)
	}
	return strings.Join(parts, " ")
}
