package exchange

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/cells"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// decodeCSV reads the table. It needs the texts: env.Articles.
func decodeCSV(r io.Reader, env Env) (project.Project, []problem.Problem, error) {
	data, err := slurp(r, env.Pace.Part(0, 5, 100))
	if err != nil {
		return project.Project{}, nil, err
	}
	comma, _ := sniffComma(data)
	if comma == 0 {
		return project.Project{}, nil, errHeader
	}
	rows, err := readRows(string(data), comma, env.Pace.Part(5, 35, 100))
	if err != nil {
		return project.Project{}, nil, err
	}
	d := csvReader{gather: newGather(env), byID: map[string]*draft{}}
	if err := d.header(rows[0]); err != nil {
		return project.Project{}, nil, err
	}
	reading, finishing := env.Pace.Part(35, 75, 100), env.Pace.Part(75, 95, 100)
	for i, r := range rows[1:] {
		d.row(r)
		if err := pause(reading, i, len(rows)); err != nil {
			return project.Project{}, nil, err
		}
	}
	for i, a := range d.drafts {
		d.finish(a)
		if err := pause(finishing, i, len(d.drafts)); err != nil {
			return project.Project{}, nil, err
		}
	}
	p, err := d.gather.project(env.Pace.Part(95, 100, 100))
	return p, d.report.problems(), err
}

var errHeader = &problem.Error{
	Code: "no-header", Message: "The first line does not name the columns.",
	Hint: "At least start, end, text and document_sha256 or document_id are needed; " + strings.Join(columns[:], ", ") + " are read.",
}

// csvReader is the state of reading one table.
type csvReader struct {
	gather
	at     [columnCount]int // where each column stands, -1 if nowhere
	width  int
	byID   map[string]*draft
	drafts []*draft
}

// draft is an annotation of which rows are still being read.
type draft struct {
	line   int
	mark   annotation.Annotation
	on     *article.Article
	spans  []span.Span
	broken bool // a piece could not be placed, so all of it is left out
}

func (d *csvReader) header(r row) error {
	d.width = len(r.cells)
	for i := range d.at {
		d.at[i] = -1
	}
	for i, cell := range r.cells {
		if c := column(cell); c >= 0 && d.at[c] < 0 {
			d.at[c] = i
		}
	}
	if d.at[colStart] < 0 || d.at[colEnd] < 0 || d.at[colText] < 0 || d.at[colHash] < 0 && d.at[colDocument] < 0 {
		return errHeader
	}
	return nil
}

func (d *csvReader) problem(line int, hint, format string, args ...any) {
	d.report.add(problem.Problem{Line: line, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// cell returns a cell of the row without its guard, "" if it is not there. NUL,
// which records may not hold, goes.
func (d *csvReader) cell(r row, col int) string {
	if i := d.at[col]; i >= 0 && i < len(r.cells) {
		return strings.ReplaceAll(cells.Unguard(r.cells[i]), "\x00", "")
	}
	return ""
}

// row reads one row: a piece and a tag of an annotation that it may start.
func (d *csvReader) row(r row) {
	if len(r.cells) != d.width {
		d.problem(r.line, "Check the quotation marks in this line and before it.", "The row has %d cells; the first line has %d.", len(r.cells), d.width)
	}
	id := d.cell(r, colAnnotation)
	a := d.byID[id]
	if a == nil || id == "" {
		if a = d.start(r, id); a == nil {
			return
		}
	}
	if on := d.document(r); on != a.on {
		d.problem(r.line, hintLeftOut, "The annotation is on one article in line %d and on another here.", a.line)
		a.broken = true
		return
	}
	d.piece(r, a)
	if label := d.cell(r, colLabel); label != "" {
		d.label(r, a, label)
	}
}

// start begins an annotation with what all its rows repeat.
func (d *csvReader) start(r row, id string) *draft {
	a := &draft{line: r.line, on: d.document(r)}
	switch {
	case id != "" && annotation.ValidID(id):
		a.mark.ID = annotation.ID(id)
	case id != "":
		a.mark.ID = annotation.ID(derive("annotation:" + id))
	case d.env.Mint != nil:
		a.mark.ID = annotation.ID(d.env.Mint())
	default:
		d.problem(r.line, hintLeftOut, "The row has no annotation_id.")
		return nil
	}
	d.byID[id] = a
	d.drafts = append(d.drafts, a)
	if a.on == nil {
		a.broken = true
		d.problem(r.line, "Open or import the article first, then this table.", "The text of “%s” is not known.", annotation.Clip(d.cell(r, colDocument)))
	}
	a.mark.Note = d.cell(r, colNote)
	if name := d.cell(r, colAnnotator); name != "" {
		a.mark.Creator = d.annotator(name)
	}
	a.mark.Values = d.values(r)
	a.mark.Created, a.mark.Modified = d.date(r, colCreated), d.date(r, colModified)
	a.mark.Created, a.mark.Modified = d.dated(a.mark.Created, a.mark.Modified)
	return a
}

// document finds the article of a row: by its hash, or, if there is none, by
// title or file name.
func (d *csvReader) document(r row) *article.Article {
	if hash := d.cell(r, colHash); hash != "" {
		return d.articles[textIRI+strings.ToLower(strings.TrimSpace(hash))]
	}
	return d.open(d.cell(r, colDocument))
}

// piece reads start, end and text and checks them against the article.
func (d *csvReader) piece(r row, a *draft) {
	if a.on == nil {
		return
	}
	sel := anchor.Selectors{Exact: article.Clean(d.cell(r, colText))}
	var err1, err2 error
	sel.Start, err1 = strconv.Atoi(strings.TrimSpace(d.cell(r, colStart)))
	sel.End, err2 = strconv.Atoi(strings.TrimSpace(d.cell(r, colEnd)))
	switch {
	case err1 != nil || err2 != nil:
		d.problem(r.line, hintQuoteOnly, "Start and end must be whole numbers, not %s and %s.", quoted(d.cell(r, colStart)), quoted(d.cell(r, colEnd)))
		sel.Start, sel.End = nowhere, nowhere
	case sel.Start < 0 || sel.End <= sel.Start:
		d.problem(r.line, hintQuoteOnly, "No text can stand at %s.", at(sel.Start, sel.End))
		sel.Start, sel.End = nowhere, nowhere
	case sel.Exact == "":
		d.problem(r.line, "The annotation goes by its position alone.", "The row does not say which text it is on.")
	}
	s, what := d.place(a.on, sel)
	if message, hint := say(what, a.on, sel, s); message != "" {
		d.problem(r.line, hint, "%s", message)
	}
	a.broken = a.broken || !what.landed()
	a.spans = append(a.spans, s)
}

// label adds the tag that a row names, by name or by ID.
func (d *csvReader) label(r row, a *draft, label string) {
	id := annotation.TagID(label)
	if !annotation.ValidID(label) {
		name := strings.Join(strings.Fields(label), " ")
		if annotation.ValidName(label) {
			name = label
		}
		if !annotation.ValidName(name) {
			d.problem(r.line, "It was left out.", "%q cannot be the name of a tag.", annotation.Clip(label))
			return
		}
		id = d.tagNamed(name)
	} else if d.tags[id] == nil {
		d.tagWithID(id)
	}
	if !tagged(&a.mark, id) {
		d.problem(r.line, "It was left out.", "The annotation has more than %d tags.", maxList)
	}
}

func (d *csvReader) date(r row, col int) (t time.Time) {
	s := d.cell(r, col)
	if s == "" {
		return t
	}
	t, ok := unstamp(s)
	if !ok {
		d.problem(r.line, "Times are written as in 2026-03-01T09:30:00Z.", "“%s” is not a time.", annotation.Clip(s))
		return time.Time{}
	}
	return t
}

// finish takes an annotation in when all its rows are read.
func (d *csvReader) finish(a *draft) {
	if a.broken {
		return
	}
	slices.SortFunc(a.spans, span.Compare)
	a.spans = slices.Compact(a.spans) // a piece has a row for each tag
	a.mark.Article, a.mark.Pieces = a.on.ID, annotation.Pieces(a.on, a.spans...)
	if len(a.mark.Pieces) != len(a.spans) {
		d.problem(a.line, "They were joined.", "Pieces of this annotation overlap or touch.")
	}
	d.use(a.on)
	d.annotations = append(d.annotations, &a.mark)
}
