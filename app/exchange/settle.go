package exchange

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/project"
	"claimlight/app/span"
)

// settler finds out what the documents of a format mean: which article each is
// on, and which of its text each mark covers. What it settles counts code
// points of the article's text, and what cannot be settled is reported.
type settler struct {
	f     Format
	in    *Input
	g     *gather
	count Count
	// byText finds open articles by their text without white space.
	byText map[string]*article.Article
	marked int // code points of all marks
}

func newSettler(f Format, in *Input, g *gather, c Count) *settler {
	return &settler{f: f, in: in, g: g, count: c}
}

// maxMarked is how many code points all marks of an import may cover together,
// since each keeps its quote.
const maxMarked = 1 << 30

// settle returns the article of a document and changes its marks to what they
// mean; nil if the article is not known, which is reported.
func (s *settler) settle(d *Doc) *article.Article {
	var on *article.Article
	switch {
	case d.Sentences != nil:
		on = s.rebuilt(d)
	case d.Text != "":
		d.Text = s.sound(d, d.Text)
		if on = s.article(d, d.Text); on != nil {
			s.marks(d, on, d.Text)
		}
	default:
		if on = s.known(d); on != nil {
			s.marks(d, on, on.Text)
		}
	}
	if on != nil {
		s.relations(d)
	}
	return on
}

// marks settles where the marks are, by the text as it stands in the file.
func (s *settler) marks(d *Doc, on *article.Article, raw string) {
	clean, r := cleaned(on.Text), newRuler(raw, s.count)
	kept := d.Marks[:0]
	for _, m := range d.Marks {
		if s.place(on, clean, r, &m) {
			kept = append(kept, m)
		}
	}
	d.Marks = kept
}

// relations keeps those of which both ends are marks of the document. One
// without a name gets one.
func (s *settler) relations(d *Doc) {
	if len(d.Relations) == 0 {
		return
	}
	keys := d.keys()
	var out []Relation
	for _, r := range d.Relations {
		if !keys[r.From] || !keys[r.To] {
			s.in.problem(r.place, "It was left out.", "The relation %s joins %s and %s, and one of them is no mark here.", quoted(r.Name), quoted(r.From), quoted(r.To))
			continue
		}
		if r.Name == "" {
			r.Name = unnamedRelation
		}
		out = append(out, r)
	}
	d.Relations = out
}

// sound makes a text one that articles can have: NUL becomes U+FFFD, which
// moves nothing.
func (s *settler) sound(d *Doc, text string) string {
	if strings.Contains(text, "\x00") {
		s.in.problem(d.place, "", "NUL characters in the text were replaced.")
		return strings.ReplaceAll(text, "\x00", "\uFFFD")
	}
	return text
}

// article makes the article of a text, or returns the open one with the same
// text.
func (s *settler) article(d *Doc, text string) *article.Article {
	text = article.Clean(text)
	if strings.TrimSpace(text) == "" {
		s.in.problem(d.place, "It was left out.", "The document %s has no text.", quoted(d.Key))
		return nil
	}
	if a := s.g.articles[sourceOf(article.IDOf(text))]; a != nil {
		return a
	}
	meta := d.Meta
	if meta.File == "" {
		meta.File = d.Key
	}
	a, err := ingest.Text(meta.File, []byte(text), meta)
	if err != nil {
		s.in.problem(d.place, "It was left out.", "The text of %s cannot be an article: %v", quoted(d.Key), err)
		return nil
	}
	return a
}

// known finds the open article that a document without a text is on: by what
// the document calls it, and otherwise by the quotes.
func (s *settler) known(d *Doc) *article.Article {
	for _, name := range []string{d.Meta.Source, d.Meta.File, d.Key, d.Meta.Title} {
		if a := s.g.articles[name]; a != nil {
			return a
		}
		if a := s.called(name); a != nil {
			return a
		}
	}
	if a := s.holding(d); a != nil {
		return a
	}
	s.in.problem(d.place, "Open or import the article first, then this file.", "The text of %s is not known; %d marks on it were left out.", quoted(d.Key), len(d.Marks))
	return nil
}

// called finds the one open article with a name, the end of a file's name left
// aside.
func (s *settler) called(name string) *article.Article {
	if a := s.g.open(name); a != nil || name == "" {
		return a
	}
	var found *article.Article
	bare := stem(name)
	for _, a := range s.in.Env.Articles {
		if a.Meta.File != "" && stem(a.Meta.File) == bare {
			if found != nil {
				return nil
			}
			found = a
		}
	}
	return found
}

// stem is the name of a file without folders and end.
func stem(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	return strings.TrimSuffix(name, path.Ext(name))
}

// holding finds the open article that holds most of the quotes; nil if none
// holds any, or two as many.
func (s *settler) holding(d *Doc) (best *article.Article) {
	most := 0
	for _, a := range s.in.Env.Articles {
		n := 0
		for _, m := range d.Marks {
			if s.g.searched > maxSearch {
				break
			}
			s.g.searched += len(a.Text)
			quote := m.Quote
			if len(m.Parts) > 1 {
				quote = m.Parts[0].Exact
			}
			if s.g.hasQuote(a, quote) {
				n++
			}
		}
		switch {
		case n > most:
			best, most = a, n
		case n == most:
			best = nil
		}
	}
	return best
}

// place settles where a mark is; false if that cannot be known.
func (s *settler) place(on *article.Article, clean sliced, r ruler, m *Mark) bool {
	pieces, ok := measured(r, s.count, m.Pieces)
	if ok && len(pieces) > 0 && (m.Quote == "" || s.f.reads(clean, pieces, m.Quote)) {
		return s.keep(m, clean, pieces)
	}
	if m.Quote == "" {
		s.in.problem(m.place, hintLeftOut, "%s", s.nowhere(on, r, m.Pieces))
		return false
	}
	sel := anchor.Selectors{Exact: article.Clean(m.Quote), Prefix: article.Clean(m.Prefix), Suffix: article.Clean(m.Suffix), Start: nowhere, End: nowhere}
	if len(m.Pieces) > 0 {
		sel.Start, sel.End = m.Pieces[0].Start, m.Pieces[len(m.Pieces)-1].End
		if ok {
			sel.Start, sel.End = pieces[0].Start, pieces[len(pieces)-1].End
		}
	}
	if len(m.Parts) > 1 {
		return s.placeParts(on, clean, r, m)
	}
	if len(m.Pieces) > 1 && m.Quote != "" {
		s.in.problem(m.place, hintLeftOut, "The text of the mark is not %s, which the file has for it in %d pieces.", quoted(m.Quote), len(m.Pieces))
		return false
	}
	at, what := s.g.place(on, sel)
	if s.f.Loose && (what == moved || what == sound) && s.g.searched <= maxSearch && anchor.Doubtful(on, sel) {
		s.g.searched += len(on.Text)
		s.in.problem(m.place, hintLeftOut, "%s stands in several places of %s, and what the file has around it stands at none.", quoted(sel.Exact), quoted(on.Meta.Title))
		return false
	}
	if what == sound && !ok && len(m.Pieces) > 0 && !s.f.Loose {
		what = moved // the file gives a position, and one that cannot be
	}
	if message, hint := say(what, on, sel, at); message != "" && !(s.f.Loose && what == moved) {
		s.in.problem(m.place, hint, "%s", message)
	}
	return what != lost && what != given && s.keep(m, clean, []span.Span{at})
}

// nowhere says why pieces are no text, in the way the file counts.
func (s *settler) nowhere(on *article.Article, r ruler, pieces []span.Span) string {
	title := quoted(on.Meta.Title)
	for _, p := range pieces {
		if s.count.Inclusive {
			p.End++
		}
		_, ok1 := r.point(p.Start)
		_, ok2 := r.point(p.End)
		switch {
		case p.Start < 0 || p.End > r.size || p.Start > r.size || p.End < 0:
			return fmt.Sprintf("Nothing stands at %s: the text of %s ends at %d.", at(p.Start, p.End), title, r.size)
		case p.Empty():
			return fmt.Sprintf("Nothing stands at %s in %s: the end is not behind the start.", at(p.Start, p.End), title)
		case !ok1 || !ok2:
			return fmt.Sprintf("The span %s in %s begins or ends inside a character.", at(p.Start, p.End), title)
		}
	}
	return fmt.Sprintf("The mark on %s does not say where it is.", title)
}

// placeParts settles where each piece of a mark is by its own quote.
func (s *settler) placeParts(on *article.Article, clean sliced, r ruler, m *Mark) bool {
	var pieces []span.Span
	for _, part := range m.Parts {
		sel := anchor.Selectors{Exact: article.Clean(part.Exact), Prefix: article.Clean(part.Prefix), Suffix: article.Clean(part.Suffix), Start: part.Start, End: part.End}
		if p, ok := r.span(span.Span{Start: part.Start, End: part.End}, s.count); ok {
			sel.Start, sel.End = p.Start, p.End
		}
		at, what := s.g.place(on, sel)
		if message, hint := say(what, on, sel, at); message != "" && !(s.f.Loose && what == moved) {
			s.in.problem(m.place, hint, "%s", message)
		}
		if what == lost || what == given {
			return false
		}
		pieces = append(pieces, at)
	}
	return s.keep(m, clean, pieces)
}

// keep gives a mark the pieces that it is settled on, in order and apart.
func (s *settler) keep(m *Mark, clean sliced, pieces []span.Span) bool {
	all := len(pieces)
	if pieces = span.Join(pieces); len(pieces) != all {
		s.in.problem(m.place, "They were joined.", "Pieces of this annotation overlap or touch.")
	}
	pieces = s.bridged(clean, pieces)
	for _, p := range pieces {
		s.marked += p.Len()
	}
	if s.marked > maxMarked {
		s.in.problem(m.place, hintLeftOut, "All marks together cover more than %d million characters.", maxMarked>>20)
		return false
	}
	m.Pieces = pieces
	return true
}

// bridged joins pieces that the format has only cut.
func (s *settler) bridged(clean sliced, pieces []span.Span) []span.Span {
	if s.f.Bridged == nil || len(pieces) < 2 {
		return pieces
	}
	out := pieces[:1]
	for _, p := range pieces[1:] {
		last := &out[len(out)-1]
		if s.f.Bridged(clean.slice(span.Span{Start: last.End, End: p.Start})) {
			last.End = p.End
			continue
		}
		out = append(out, p)
	}
	return out
}

// rebuilt makes the text of a document of which only the words are known: those
// of an open article if it has exactly these, and otherwise the words with a
// space between them, each sentence on a line. The marks come to count code
// points.
func (s *settler) rebuilt(d *Doc) *article.Article {
	on, words := s.aligned(d)
	if on == nil {
		text := ""
		if text, words = joined(d.Sentences); text == "" {
			s.in.problem(d.place, "It was left out.", "The document %s has no words.", quoted(d.Key))
			return nil
		}
		if on = s.article(d, text); on == nil {
			return nil
		}
	}
	clean := cleaned(on.Text)
	kept := d.Marks[:0]
	for _, m := range d.Marks {
		ok := len(m.Pieces) > 0
		pieces := make([]span.Span, len(m.Pieces))
		for i, p := range m.Pieces {
			if p.Start < 0 || p.End > len(words) || p.Empty() {
				ok = false
				break
			}
			pieces[i] = span.Span{Start: words[p.Start].Start, End: words[p.End-1].End}
		}
		if !ok {
			s.in.problem(m.place, hintLeftOut, "A mark is outside the %d words of the document.", len(words))
			continue
		}
		if s.keep(&m, clean, pieces) {
			kept = append(kept, m)
		}
	}
	d.Marks = kept
	return on
}

// joined puts words together, and returns where each is in code points.
func joined(sentences [][]string) (string, []span.Span) {
	var b strings.Builder
	var words []span.Span
	at := 0
	for i, sentence := range sentences {
		for j, w := range sentence {
			w = tidy(w)
			switch {
			case j > 0:
				b.WriteByte(' ')
				at++
			case i > 0:
				b.WriteByte('\n')
				at++
			}
			n := len([]rune(w))
			words = append(words, span.Span{Start: at, End: at + n})
			b.WriteString(w)
			at += n
		}
	}
	return b.String(), words
}

// tidy makes of a word what a text can have.
func tidy(w string) string {
	return strings.Map(func(r rune) rune {
		if r == 0 || r == '\r' || r == '\n' || r == '\uFEFF' {
			return '\uFFFD'
		}
		return r
	}, w)
}

// aligned finds an open article that has exactly the words of a document, and
// where each is in it.
func (s *settler) aligned(d *Doc) (*article.Article, []span.Span) {
	if s.byText == nil {
		s.byText = map[string]*article.Article{}
		for _, a := range s.in.Env.Articles {
			s.byText[derive(solid(a.Text))] = a
		}
	}
	var b strings.Builder
	for _, sentence := range d.Sentences {
		for _, w := range sentence {
			b.WriteString(solid(w))
		}
	}
	on := s.byText[derive(b.String())]
	if on == nil {
		return nil, nil
	}
	var words []span.Span
	text, at := []rune(on.Text), 0
	for _, sentence := range d.Sentences {
		for _, w := range sentence {
			start := -1
			for n := len([]rune(solid(w))); n > 0; at++ {
				if !unicode.IsSpace(text[at]) {
					if start < 0 {
						start = at
					}
					n--
				}
			}
			words = append(words, span.Span{Start: max(start, 0), End: at})
		}
	}
	return on, words
}

// solid is a text without white space.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// collector puts documents together as a project.
type collector struct {
	*settler
	taken   map[annotation.ID]bool
	next    numbers         // of annotations that the file has one ID for
	related map[string]bool // relations that were taken in, by ID
	left    map[string]int  // what was left out, how often
}

func newCollector(s *settler) *collector {
	return &collector{settler: s, taken: map[annotation.ID]bool{}, next: numbers{}, related: map[string]bool{}}
}

// take settles a document and takes in what it holds.
func (c *collector) take(d *Doc) error {
	on := c.settle(d)
	if on == nil {
		return nil
	}
	c.g.use(on)
	keys := map[string]*annotation.Annotation{}
	for i := range d.Marks {
		a := c.annotation(d, on, i)
		c.g.annotations = append(c.g.annotations, a)
		if key := d.Marks[i].Key; key != "" {
			if _, twice := keys[key]; twice {
				c.in.problem(d.Marks[i].place, "What refers to it means the first.", "The id %s stands twice.", quoted(key))
				continue
			}
			keys[key] = a
		}
	}
	for _, r := range d.Relations {
		c.relation(r, keys[r.From], keys[r.To])
	}
	if len(c.g.annotations) > maxRecords || len(c.g.relations) > maxRecords {
		return errTooMany
	}
	return nil
}

// relation takes in one of which the ends are known. Files say neither who made
// it nor when: it is as old as the later of its marks, so that it is the same
// when the file is read again.
func (c *collector) relation(r Relation, from, to *annotation.Annotation) {
	name := c.name(r.place, r.Name)
	if name == "" {
		name = unnamedRelation
	}
	out := &annotation.Relation{Name: name, From: from.ID, To: to.ID, Created: from.Created}
	if to.Created.After(out.Created) {
		out.Created = to.Created
	}
	out.Modified = out.Created
	id := relationID(c.f.ID, out)
	if c.related[id] {
		c.in.problem(r.place, "It was taken once.", "The relation %s stands twice between the same marks.", quoted(r.Name))
		return
	}
	c.related[id] = true
	out.ID = annotation.RelationID(id)
	c.g.relations = append(c.g.relations, out)
}

// project is all that was taken in, and the codebook of the files.
func (c *collector) project(pace project.Pace) (project.Project, error) {
	for _, fold := range c.in.codes {
		c.g.tagLike(c.in.tags[fold])
	}
	return c.g.project(pace)
}

// annotation makes one of a mark that is settled.
func (c *collector) annotation(d *Doc, on *article.Article, i int) *annotation.Annotation {
	m := &d.Marks[i]
	a := &annotation.Annotation{ID: c.identify(d, on, i), Article: on.ID, Pieces: annotation.Pieces(on, m.Pieces...), Note: strings.ReplaceAll(m.Note, "\x00", "")}
	for _, name := range m.Tags {
		name = c.name(m.place, name)
		if name != "" && !tagged(a, c.tag(name)) {
			c.in.problem(m.place, "It was left out.", "The annotation has more than %d tags.", maxList)
		}
	}
	c.values(a, m)
	slices.SortFunc(a.Values, func(v, w annotation.Value) int { return strings.Compare(string(v.Attribute), string(w.Attribute)) })
	if who := strings.ReplaceAll(m.Creator, "\x00", ""); who != "" {
		a.Creator = c.g.annotator(who)
	}
	a.Created, a.Modified = c.g.dated(m.Created, m.Modified)
	return a
}

// tag is the tag of that name; of one that is not open, the codebook of the
// files may say more.
func (c *collector) tag(name string) annotation.TagID {
	if t := c.in.tags[annotation.Fold(name)]; t != nil {
		return c.g.tagLike(t)
	}
	return c.g.tagNamed(name)
}

// identify gives an annotation the ID that the file has for it, or one that is
// the same whenever the file is read.
func (c *collector) identify(d *Doc, on *article.Article, i int) annotation.ID {
	m := &d.Marks[i]
	name := strings.Join([]string{"mark", c.f.ID, string(on.ID), d.Key, m.Creator, m.Key, strconv.Itoa(i)}, "\x00")
	id := annotation.ID(derive(name))
	if m.ID != "" {
		id = annotation.ID(idOf(m.ID))
	} else if m.Key != "" {
		id = annotation.ID(derive(strings.TrimSuffix(name, strconv.Itoa(i))))
	}
	id = annotation.ID(c.next.free(string(id), string(id), func(id string) bool { return c.taken[annotation.ID(id)] }, another))
	c.taken[id] = true
	return id
}

// name makes one that a tag or an attribute can have; "" if there is
// none in it.
func (c *collector) name(at place, s string) string {
	clean := nameFrom(s)
	if clean != s {
		c.in.problem(at, "", "%q cannot be a name; it was read as %q.", annotation.Clip(s), annotation.Clip(clean))
	}
	return clean
}

// nameFrom makes a name of what may not be one; "" if there is none in it.
func nameFrom(s string) string {
	if s == "" || annotation.ValidName(s) {
		return s
	}
	clean := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)), " ")
	if !annotation.ValidName(clean) {
		return ""
	}
	return clean
}

// values says what a mark does for attributes.
func (c *collector) values(a *annotation.Annotation, m *Mark) {
	if len(m.Values) == 0 {
		return
	}
	values := m.Values
	if left := len(values) - maxList; left > 0 {
		c.in.problem(m.place, fmt.Sprintf("A mark takes %d of them.", maxList), "%d answers of the annotation were left out.", left)
		values = values[:maxList]
	}
	answered := map[annotation.AttributeID]bool{}
	var noted []string
	for _, v := range values {
		if line := c.value(a, m, v, answered); line != "" {
			noted = append(noted, line)
		}
	}
	if len(noted) > 0 {
		a.Note = strings.TrimLeft(a.Note+"\n"+strings.Join(noted, "\n"), "\n")
	}
}

// value says something for an attribute; what no record can say is returned as
// a line for the note, so that it is not lost.
func (c *collector) value(a *annotation.Annotation, m *Mark, v Value, answered map[annotation.AttributeID]bool) (note string) {
	name := c.name(m.place, v.Name)
	value := strings.ReplaceAll(v.Value, "\x00", "")
	if name == "" || value == "" {
		return ""
	}
	said := value
	attribute := c.g.attributeNamed(name)
	if attribute != nil {
		value = choiceOf(attribute, value)
	}
	if attribute == nil || !attribute.Takes(value) || answered[attribute.ID] {
		c.in.problem(m.place, "It went into the note.", "“%s: %s” is not one of the choices, or a second answer.", annotation.Clip(name), annotation.Clip(v.Value))
		return name + ": " + said
	}
	answered[attribute.ID] = true
	a.Values = append(a.Values, annotation.Value{Attribute: attribute.ID, Value: value})
	return ""
}
