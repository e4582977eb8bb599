package exchange

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// What a format cannot hold is taken off a document before its writer sees it,
// in one place (reducer.reduce), and counted there. So what is said before an
// export is what the file lacks, for every format.

// Losses that formats have in common.
const (
	lossTexts     = "texts of articles"
	lossTitles    = "titles of articles"
	lossOverlap   = "marks over other marks"
	lossPieces    = "marks whose pieces become marks of their own"
	lossSeveral   = "marks that become one for each of their tags"
	lossUntagged  = "marks without a tag"
	lossLetters   = "marks that are widened to whole words"
	lossSpace     = "marks of which white space is left out or taken in"
	lossValues    = "answers to attributes"
	lossAnswers   = "answers to attributes that are written in another way"
	lossNotes     = "notes"
	lossLines     = "notes that become one line"
	lossRelations = "relations"
	lossApart     = "relations between marks of two articles"
	lossAgain     = "relations that stand twice"
	lossCreators  = "marks that do not say who made them"
	lossTimes     = "marks that do not say when they were made"
	lossNames     = "names that are written in another way"
	lossSigns     = "notes, titles and names with signs that the file cannot hold"
	lossCodebook  = "tags of which only the name is written"
	lossExamples  = "tags of which the examples are not written"
	lossLooks     = "lines and keys of tags"
	lossUnused    = "tags that no mark has"
	lossStates    = "states of reading"
	lossVersions  = "which texts are earlier versions of others, and those without marks"
	lossEmpty     = "marks on nothing but white space"
)

// losses counts what is left out.
type losses struct {
	count map[string]int
	order []string
}

func (l *losses) add(what string, n int) {
	if n == 0 {
		return
	}
	if l.count == nil {
		l.count = map[string]int{}
	}
	if l.count[what] == 0 {
		l.order = append(l.order, what)
	}
	l.count[what] += n
}

func (l *losses) list() (out []Loss) {
	for _, what := range l.order {
		out = append(out, Loss{what, l.count[what]})
	}
	return out
}

// namer makes documents of what a project holds, called by the names of a
// table.
type namer struct {
	names
	p project.Project
}

// documents yields the articles of a project as documents, in their order; the
// annotations are those of annotationsOf.
func documents(p project.Project, pace project.Pace) iter.Seq2[*Doc, error] {
	return func(yield func(*Doc, error) bool) {
		annotations, err := annotationsOf(p, pace.Part(0, 2, 10))
		if err != nil {
			yield(nil, err)
			return
		}
		of := map[article.ID][]*annotation.Annotation{}
		for _, a := range annotations {
			of[a.Article] = append(of[a.Article], a)
		}
		n, keys, relations := namer{newNames(p), p}, newDocKeys(), relationsWithin(p)
		choices, codebook := n.choices(), n.codebook()
		articles := p.ArticlesInOrder()
		for i, a := range articles {
			if a.Meta.CorrectedBy != "" && len(of[a.ID]) == 0 {
				continue // an earlier version is worth what stands on it
			}
			d := &Doc{Key: keys.of(a), Text: a.Text, Meta: a.Meta, ID: a.ID, Choices: choices, Codebook: codebook, Related: len(relations) > 0}
			for _, mark := range of[a.ID] {
				d.Marks = append(d.Marks, n.mark(mark))
			}
			d.Relations = relations[a.ID]
			if !yield(d, nil) {
				return
			}
			if err := pace.Part(2, 10, 10).At(i, len(articles)); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// relationsWithin are the relations of a project by the article of which they
// join two marks, in order: each once, whoever said it. Those between two
// articles are in none.
func relationsWithin(p project.Project) map[article.ID][]Relation {
	out, said := map[article.ID][]Relation{}, map[string]bool{}
	for _, r := range relationsOf(p) {
		id := relationID("", r)
		if on := p.Annotation(r.From).Article; on == p.Annotation(r.To).Article && !said[id] {
			said[id] = true
			out[on] = append(out[on], Relation{Name: r.Name, From: string(r.From), To: string(r.To)})
		}
	}
	return out
}

// docKeys are the names of documents, as far as they are given.
type docKeys struct {
	taken map[string]bool // in lower case
	next  numbers
}

func newDocKeys() docKeys { return docKeys{map[string]bool{}, numbers{}} }

// of makes the name of a document: of its file or else its title, letters and
// digits only, unlike the others.
func (k docKeys) of(a *article.Article) string {
	name := stem(a.Meta.File)
	if a.Meta.File == "" {
		name = a.Meta.Title
	}
	var b strings.Builder
	for _, r := range name {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '.', r == '_':
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
		if b.Len() > 60 {
			break
		}
	}
	base := strings.Trim(b.String(), "-.")
	if base == "" {
		base = "article"
	}
	key := k.next.free(strings.ToLower(base), base,
		func(key string) bool { return k.taken[strings.ToLower(key)] },
		func(base string, n int) string { return fmt.Sprintf("%s-%d", base, n) })
	k.taken[strings.ToLower(key)] = true
	return key
}

// choices are the names of the attributes that are answered by a choice.
func (n namer) choices() map[string]bool {
	out := map[string]bool{}
	for a := range n.p.Attributes.Unordered() {
		if len(a.Choices) > 0 {
			out[call(n.attributes, string(a.ID))] = true
		}
	}
	return out
}

// codebook are the tags in their order, called as marks call them.
func (n namer) codebook() (out []*annotation.Tag) {
	for _, t := range n.p.Tags.Sorted(annotation.CompareTags) {
		named := *t
		named.Name = call(n.tags, string(t.ID))
		out = append(out, &named)
	}
	return out
}

// mark is an annotation by its names.
func (n namer) mark(a *annotation.Annotation) Mark {
	m := Mark{
		Key: string(a.ID), ID: string(a.ID), Pieces: a.Spans(), Quote: a.Quote(), Note: a.Note,
		Creator: call(n.people, string(a.Creator)), Created: a.Created, Modified: a.Modified,
	}
	for _, t := range a.Tags {
		m.Tags = append(m.Tags, call(n.tags, string(t)))
	}
	for _, v := range a.Values {
		value := v.Value
		if attribute := n.p.Attribute(v.Attribute); attribute != nil {
			value = attribute.ChoiceName(value)
		}
		m.Values = append(m.Values, Value{call(n.attributes, string(v.Attribute)), value})
	}
	slices.SortFunc(m.Values, func(v, w Value) int { return strings.Compare(v.Name, w.Name) })
	return m
}

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
	var out []Mark
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
	label := r.f.Label
	if kind == "attribute" && r.f.Feature != nil {
		label = r.f.Feature
	}
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

// besides counts what of a project is in no document: all that formats of other
// programs leave out.
func besides(p project.Project, h Holds, lost *losses) {
	lost.add(bare(p).What, bare(p).Count)
	relationsBesides(p, lost)
	used := map[annotation.TagID]bool{}
	for a := range p.Annotations.Unordered() {
		for _, t := range a.Tags {
			used[t] = true
		}
	}
	named, unused, examples, looks := 0, 0, 0, 0
	held := h.Codebook && p.Articles.Len() > 0
	for t := range p.Tags.Unordered() {
		if held {
			looks++
			if t.Example+t.Counterexample != "" {
				examples++
			}
			continue
		}
		switch {
		case !used[t.ID]:
			unused++
		case t.Definition+t.Example+t.Counterexample != "":
			named++
		}
	}
	lost.add(lossCodebook, named)
	lost.add(lossUnused, unused)
	lost.add(lossExamples, examples)
	lost.add(lossLooks, looks)
	lost.add(lossStates, p.Readings.Len())
	lost.add(lossVersions, p.Articles.Len()-len(p.Listed()))
}

// relationsBesides counts the relations that are in no document.
func relationsBesides(p project.Project, lost *losses) {
	within, apart := 0, 0
	for _, list := range relationsWithin(p) {
		within += len(list)
	}
	all := relationsOf(p)
	for _, r := range all {
		if p.Annotation(r.From).Article != p.Annotation(r.To).Article {
			apart++
		}
	}
	lost.add(lossRelations, p.Relations.Len()-len(all))
	lost.add(lossApart, apart)
	lost.add(lossAgain, len(all)-within-apart)
}
