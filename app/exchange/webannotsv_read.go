//go:build !page

package exchange

import (
	"strconv"
	"strings"

	"claimlight/app/problem"
	"claimlight/app/span"
)

// webannotsvReader reads one file. Rows tell of annotations piece by piece; what
// refers to others is settled at the end.
type webannotsvReader struct {
	*Input
	file      string
	java      bool // texts are escaped as Java does it: before version 3.2
	layers    []*webannotsvLayer
	columns   int
	open      []string // lines of a sentence of which no row was read
	sentences []webannotsvSentence
	marks     []*webannotsvMark
	byID      map[string]*webannotsvMark // by webannotsvKey, of those that have a number
	units     map[string]*webannotsvMark // the first that begins in a row, also by webannotsvKey
	refs      []webannotsvRef
	left      losses
	astral    bool   // whether units differ on the sentence that is read
	clean     sliced // its text
	units16   webannotsvFit
	points    webannotsvFit
}

// webannotsvMark is an annotation that is put together from rows.
type webannotsvMark struct {
	Mark
	layer  *webannotsvLayer
	values []Value
	link   string // its place in a chain
}

// webannotsvRef is a relation whose ends are still the names of rows.
type webannotsvRef struct {
	place
	layer, name string
	from, to    webannotsvEnd
}

// webannotsvEnd is an end of a relation: an annotation that is known, or the one
// of a type in a row, by its number where there are several.
type webannotsvEnd struct {
	mark          *webannotsvMark
	typ, unit, id string
}

// webannotsvRow is a row with what stands in it.
type webannotsvRow struct {
	place
	id, text string
	span.Span
	cells []string
}

// webannotsvParse reads a file as a document.
func webannotsvParse(in *Input, f File) (*Doc, error) {
	r := &webannotsvReader{Input: in, file: f.Name, byID: map[string]*webannotsvMark{}, units: map[string]*webannotsvMark{}}
	begun, last := false, place{file: f.Name}
	err := in.lines(f, func(number int, line string) error {
		at := place{file: f.Name, line: number}
		last = at
		switch {
		case !begun:
			begun = true
			return r.format(line)
		case strings.HasPrefix(line, "#T_"):
			if l := webannotsvHeader(line, r.columns); l != nil {
				r.layers = append(r.layers, l)
				r.columns += len(l.columns)
			}
		case strings.HasPrefix(line, "#Text="):
			r.open = append(r.open, r.unescape(strings.TrimPrefix(line, "#Text=")))
		case line == "":
			r.wordless(at)
		case line[0] == '#':
		default:
			r.row(at, line)
		}
		return nil
	})
	if err == nil && !begun {
		err = r.format("")
	}
	if err != nil {
		return nil, err
	}
	d := &Doc{place: place{file: f.Name, line: 1}}
	r.wordless(last)
	d.Text = r.wholeText()
	r.finish(d)
	return d, nil
}

// wordless drops a sentence without rows: nobody can tell where it was.
func (r *webannotsvReader) wordless(at place) {
	if len(r.open) > 0 {
		r.problem(at, "It was left out. Perhaps the file was cut off.", "The sentence %s has no words.", quoted(r.open[0]))
		r.open = nil
	}
}

// format reads the first line.
func (r *webannotsvReader) format(line string) error {
	version, ok := strings.CutPrefix(line, webannotsvFormat)
	switch {
	case !ok:
		return problem.Newf("old-format", "Export it from INCEpTION as WebAnno TSV 3.3 or as UIMA CAS JSON.",
			"The file %s does not begin with #FORMAT=WebAnno TSV 3. Older files of WebAnno have no positions and cannot be read.", quoted(r.file))
	case !strings.HasPrefix(version, "3."):
		return problem.Newf("old-format", "Export it as WebAnno TSV 3.3 or as UIMA CAS JSON.", "The file %s is in version %s of WebAnno TSV, which is not known here.", quoted(r.file), quoted(version))
	}
	r.java = version == "3.0" || version == "3.1"
	return nil
}

func (r *webannotsvReader) unescape(s string) string {
	if r.java {
		return webannotsvJava(s)
	}
	return webannotsvText(s)
}

// row reads a row: its number, begin-end, the word, a cell for each column.
func (r *webannotsvReader) row(at place, line string) {
	cells := strings.Split(line, "\t")
	if len(cells) < 3+r.columns {
		r.problem(at, "The row was left out.", "The row has %d cells; with the columns that the file announces it should have %d.", len(cells), 3+r.columns)
		return
	}
	row := webannotsvRow{place: at, id: cells[0], text: cells[2], cells: cells[3:]}
	begin, end, _ := strings.Cut(cells[1], "-")
	var err1, err2 error
	row.Start, err1 = strconv.Atoi(begin)
	row.End, err2 = strconv.Atoi(end)
	if err1 != nil || err2 != nil || row.Start < 0 || row.End < row.Start {
		r.problem(at, "The row was left out.", "%s are not a begin and an end.", quoted(cells[1]))
		return
	}
	if len(r.open) > 0 {
		r.sentence(at, row.Start)
	}
	r.weigh(row)
	for _, l := range r.layers {
		r.layer(l, row)
	}
}

// layer reads the cells of a layer in a row. Of annotations over one another,
// the first values in all columns are those of the first, and so on.
func (r *webannotsvReader) layer(l *webannotsvLayer, row webannotsvRow) {
	stacks := make([][]string, len(l.columns))
	most := 0
	for i, c := range l.columns {
		if cell := row.cells[c.at]; cell != "_" && cell != "" {
			stacks[i] = webannotsvSplit(cell, '|')
			most = max(most, len(stacks[i]))
		}
	}
	said := make([]string, len(l.columns))
	for k := range most {
		for i, stack := range stacks {
			said[i] = ""
			if k < len(stack) {
				said[i] = stack[k]
			}
		}
		switch l.kind {
		case "T_SP":
			r.span(l, row, said)
		case "T_CH":
			r.link(l, row, said)
		default:
			r.relation(l, row, said)
		}
	}
}

// webannotsvKey is how an annotation with a number is found. Numbers are unlike
// in all of the file where INCEpTION wrote it, but others number each layer.
func webannotsvKey(typ, id string) string { return typ + "\x00" + id }

// span reads an annotation of a span layer.
func (r *webannotsvReader) span(l *webannotsvLayer, row webannotsvRow, said []string) {
	id := ""
	for i, c := range l.columns {
		if c.kind == webannotsvSlot {
			continue
		}
		rest, inside := webannotsvBracket(said[i])
		if inside != "" {
			said[i], id = rest, inside
		}
	}
	m, fresh := r.mark(l, row, id)
	if !fresh {
		return
	}
	for i, c := range l.columns {
		switch c.kind {
		case webannotsvPlain:
			m.values = append(m.values, Value{c.feature, webannotsvValue(said[i])})
		case webannotsvSlot:
			r.slots(m, row, c, said[i-1], said[i])
		}
	}
}

// mark is the annotation of a row: one that other rows began, if it has a number
// that they have too, and otherwise a fresh one.
func (r *webannotsvReader) mark(l *webannotsvLayer, row webannotsvRow, id string) (m *webannotsvMark, fresh bool) {
	key := webannotsvKey(l.typ, id)
	if m = r.byID[key]; id != "" && m != nil {
		p := &m.Pieces[0]
		p.Start, p.End = min(p.Start, row.Start), max(p.End, row.End)
		m.quote(row.text)
		return m, false
	}
	m = &webannotsvMark{layer: l}
	m.Mark = Mark{Key: strconv.Itoa(len(r.marks) + 1), Pieces: []span.Span{row.Span}, Quote: row.text, place: row.place}
	r.marks = append(r.marks, m)
	webannotsvFirst(r.units, l.typ, row.id, m)
	if id != "" {
		webannotsvFirst(r.byID, l.typ, id, m)
	}
	return m, true
}

// webannotsvFirst notes the first annotation with a name, of its layer and of any.
func webannotsvFirst(in map[string]*webannotsvMark, typ, name string, m *webannotsvMark) {
	for _, key := range []string{webannotsvKey(typ, name), webannotsvKey("", name)} {
		if in[key] == nil {
			in[key] = m
		}
	}
}

// webannotsvQuote is how long a quote may get, in bytes: marks over whole texts
// need none to be found.
const webannotsvQuote = 4096

// quote adds a word; "" once there are too many.
func (m *webannotsvMark) quote(word string) {
	switch {
	case m.Quote == "":
	case len(m.Quote)+len(word) > webannotsvQuote:
		m.Quote = ""
	default:
		m.Quote += " " + word
	}
}

// slots notes what the slots of an annotation lead to, each in its role.
func (r *webannotsvReader) slots(m *webannotsvMark, row webannotsvRow, c webannotsvColumn, roles, targets string) {
	if webannotsvValue(targets) == "" {
		return
	}
	names := webannotsvSplit(roles, ';')
	for i, target := range webannotsvSplit(targets, ';') {
		name := c.feature
		if i < len(names) && webannotsvValue(names[i]) != "" {
			name = webannotsvValue(names[i])
		}
		unit, id := webannotsvBracket(target)
		r.refs = append(r.refs, webannotsvRef{row.place, uimaShort(m.layer.typ), name, webannotsvEnd{mark: m}, webannotsvEnd{typ: c.target, unit: unit, id: id}})
	}
}

// link reads a link of a chain, which goes on to the next link of that chain.
func (r *webannotsvReader) link(l *webannotsvLayer, row webannotsvRow, said []string) {
	var values []Value
	chain, link := "", ""
	for i, c := range l.columns {
		value := said[i]
		if c.feature == "referenceRelation" {
			value, link = webannotsvChain(value)
		} else if rest, inside := webannotsvBracket(value); inside != "" {
			value, chain = rest, inside
		}
		values = append(values, Value{c.feature, webannotsvValue(value)})
	}
	if link == "" && chain == "" {
		r.problem(row.place, hintLeftOut, "A link of the layer %s does not say which chain it is in.", quoted(uimaShort(l.typ)))
		return
	}
	if m, fresh := r.mark(l, row, link); fresh {
		m.values, m.link = values, link
	}
}
