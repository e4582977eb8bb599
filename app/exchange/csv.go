package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/cells"
	"claimlight/app/project"
)

// CSV is a flat table of the annotations, one row for each piece and tag: UTF-8
// and RFC 4180, with the columns below. Offsets are code points, the end
// exclusive. It holds neither texts nor the codebook.
//
//   - document_id is the title of the article, or else the name of its file; it
//     is for people. Which text it is, document_sha256 says.
//   - label is the name of a tag, empty for a mark without one. Where a name
//     could be mistaken (two have it, or it looks like an ID) the ID stands for
//     it; so it is with attributes, their choices and annotator.
//   - attributes is a JSON object of names and values, sorted by name.
//   - A cell that a spreadsheet would run as a formula has an apostrophe before
//     it, which reading takes off again.
var CSV = Format{
	ID: "csv", Name: "Table of annotations (CSV)", Ext: ".csv", MIME: "text/csv;charset=utf-8;header=present",
	Lacking: "texts, definitions and colors of tags, states of reading",
	About:   "One row for each piece of a mark and each of its tags, for a spreadsheet or statistics.",
	Also:    []string{".tsv"},
	Sniff:   sniffCSV, Decode: decodeCSV, Losses: lossesCSV, Encode: encodeCSV,
}

// Columns of the table.
const (
	colDocument = iota
	colHash
	colStart
	colEnd
	colText
	colLabel
	colAttributes
	colNote
	colAnnotator
	colCreated
	colModified
	colAnnotation
	columnCount
)

var columns = [columnCount]string{
	"document_id", "document_sha256", "start", "end", "text", "label",
	"attributes", "note", "annotator", "created", "modified", "annotation_id",
}

// column returns which column a cell of the header names, -1 if none.
func column(cell string) int {
	return slices.Index(columns[:], strings.ToLower(strings.Trim(cell, " \"'\uFEFF")))
}

// sniffCSV wants a first line that names at least three of our columns.
func sniffCSV(data []byte) bool {
	if start := bytes.TrimLeft(data, " \t\r\n\uFEFF"); bytes.HasPrefix(start, []byte("{")) || bytes.HasPrefix(start, []byte("[")) {
		return false // JSON may have keys that are called like our columns
	}
	_, known := sniffComma(data[:min(len(data), 64<<10)])
	return known >= 3
}

func encodeCSV(w io.Writer, p project.Project, env Env) ([]Loss, error) {
	annotations, err := annotationsOf(p, env.Pace.Part(0, 2, 10))
	if err != nil {
		return nil, err
	}
	writing := env.Pace.Part(2, 10, 10)

	out := bufio.NewWriterSize(w, 64<<10)
	cells.WriteRow(out, columns[:])
	names := newNames(p)
	for i, a := range annotations {
		if err := pause(writing, i, len(annotations)); err != nil {
			return nil, err
		}
		for _, row := range names.rows(p, a) {
			cells.WriteRow(out, row[:])
		}
	}
	return lossesCSV(p), out.Flush()
}

func lossesCSV(p project.Project) []Loss {
	closed := 0
	if p.Info().Closed {
		closed = 1
	}
	return lossesOf(
		Loss{"texts of articles", p.Articles.Len()}, Loss{"definitions of tags", p.Tags.Len()},
		Loss{"definitions of attributes", p.Attributes.Len()}, Loss{"reading states", p.Readings.Len()},
		Loss{"records of people", p.People.Len()}, Loss{"names of projects", p.Infos.Len()},
		Loss{"closed codebooks", closed}, bare(p), Loss{lossRelations, p.Relations.Len()}, Loss{lossClass, p.Class.Len()},
		Loss{lossVersions, p.Articles.Len() - len(p.Listed())},
	)
}

// names are what records are called where they are not called by their IDs.
type names struct {
	tags, attributes, people map[string]string // by ID
	choices                  map[annotation.AttributeID]map[string]string
}

func newNames(p project.Project) names {
	n := names{choices: map[annotation.AttributeID]map[string]string{}}
	var tags, attributes, people [][2]string
	for t := range p.Tags.All() {
		tags = append(tags, [2]string{string(t.ID), t.Name})
	}
	for a := range p.Attributes.All() {
		attributes = append(attributes, [2]string{string(a.ID), a.Name})
		var choices [][2]string
		for _, c := range a.Choices {
			choices = append(choices, [2]string{c.ID, c.Name})
		}
		n.choices[a.ID] = distinct(choices)
	}
	for q := range p.People.All() {
		name := q.Name
		if name == "" {
			name = q.Nickname
		}
		people = append(people, [2]string{string(q.ID), name})
	}
	n.tags, n.attributes, n.people = distinct(tags), distinct(attributes), distinct(people)
	return n
}

// distinct maps IDs to names; an ID of which the name would not find it again
// is left out.
func distinct(records [][2]string) map[string]string {
	count := map[string]int{}
	for _, r := range records {
		count[annotation.Fold(r[1])]++
	}
	out := map[string]string{}
	for _, r := range records {
		if r[1] != "" && count[annotation.Fold(r[1])] == 1 && !annotation.ValidID(r[1]) {
			out[r[0]] = r[1]
		}
	}
	return out
}

// call returns the name of an ID, or the ID.
func call(names map[string]string, id string) string {
	if name, ok := names[id]; ok {
		return name
	}
	return id
}

// rows are the rows of one annotation.
func (n names) rows(p project.Project, a *annotation.Annotation) (rows [][columnCount]string) {
	base := [columnCount]string{
		colHash: string(a.Article), colAttributes: n.values(a), colNote: a.Note, colAnnotator: call(n.people, string(a.Creator)),
		colCreated: stamp(a.Created), colModified: stamp(a.Modified), colAnnotation: string(a.ID),
	}
	if on := p.Article(a.Article); on != nil {
		if base[colDocument] = on.Meta.Title; on.Meta.Title == "" {
			base[colDocument] = on.Meta.File
		}
	}
	for _, piece := range a.Pieces {
		base[colStart], base[colEnd], base[colText] = strconv.Itoa(piece.Start), strconv.Itoa(piece.End), piece.Quote
		for _, t := range a.Tags {
			base[colLabel] = call(n.tags, string(t))
			rows = append(rows, base)
		}
		if len(a.Tags) == 0 {
			rows = append(rows, base)
		}
	}
	return rows
}

// values is the JSON object of an annotation's attribute values, "" if it has
// none.
func (n names) values(a *annotation.Annotation) string {
	if len(a.Values) == 0 {
		return ""
	}
	object := map[string]string{}
	for _, v := range a.Values {
		object[call(n.attributes, string(v.Attribute))] = call(n.choices[v.Attribute], v.Value)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(object) // cannot fail; maps are written sorted by key
	return strings.TrimSuffix(b.String(), "\n")
}
