package reader

import (
	"strings"

	"claimlight/app/ingest"
)

// table reads a table; one inside of a cell is lines of that cell.
func (w *word) table() error {
	w.end()
	outer := w.cells
	w.cells = nil
	err := w.children()
	w.cells = outer
	return err
}

// row reads a row, and writes its cells on one line with TABs between them. A
// row of one cell, and one with much text in a cell, lays out the page: its
// paragraphs stay lines.
func (w *word) row() error {
	var cells [][]ingest.Line
	outer := w.cells
	w.cells = &cells
	err := w.children()
	w.cells = outer
	if err != nil {
		return err
	}
	if len(cells) < 2 || lays(cells) {
		for _, c := range cells {
			w.out = append(w.out, c...)
		}
		return nil
	}
	var texts []string
	for _, c := range cells {
		var parts []string
		for _, line := range c {
			parts = append(parts, strings.TrimSpace(line.Text))
		}
		texts = append(texts, strings.Join(parts, " "))
	}
	w.out = append(w.out, ingest.Line{Text: strings.Join(texts, "\t")})
	return nil
}

// much is how many lines of text a cell has that is a column of the page.
const much = 4

func lays(cells [][]ingest.Line) bool {
	for _, c := range cells {
		if len(c) >= much {
			return true
		}
	}
	return false
}

// cell reads one; outside of a row it is as if it were not there.
func (w *word) cell() error {
	w.end()
	start, cells := len(w.out), w.cells
	if err := w.children(); err != nil {
		return err
	}
	w.end()
	if cells != nil {
		*cells = append(*cells, append([]ingest.Line(nil), w.out[start:]...))
		w.out = w.out[:start]
	}
	return nil
}
