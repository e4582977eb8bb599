package exchange

import (
	"bytes"
	"strings"

	"claimlight/app/cells"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// row is a record and the line on which it starts, from 1.
type row struct {
	line  int
	cells []string
}

// readRows cuts a file into records. Line ends may be CRLF, LF or CR; quoted
// cells keep theirs. Lines without anything are skipped. An error is the end of
// the file inside a quoted cell, or that of the pace.
func readRows(data string, comma byte, pace project.Pace) (rows []row, err error) {
	line := 1
	for at := 0; at < len(data); {
		if len(rows)%itemsAtOnce == 0 {
			if err := pace.At(at, len(data)); err != nil {
				return nil, err
			}
		}
		r := row{line: line}
		for {
			cell, n, ok := cells.Read(data[at:], comma)
			if !ok {
				return rows, problem.Newf("truncated", "It may have been cut off while it was copied or sent; get it again.",
					"The file breaks off inside a quoted cell that starts at line %d.", line)
			}
			line += lines(data[at : at+n])
			r.cells, at = append(r.cells, cell), at+n
			if at >= len(data) || data[at] != comma {
				break
			}
			at++
		}
		n := lineEnd(data[at:])
		at += n
		line += min(n, 1)
		if len(r.cells) > 1 || r.cells[0] != "" {
			rows = append(rows, r)
		}
		if len(rows) > maxRecords {
			return rows, problem.Newf("too-many", "Divide the file into parts.", "The file holds more than %d rows.", maxRecords)
		}
	}
	return rows, nil
}

// lineEnd is how many bytes the line end at the start takes; 0 if none is there.
func lineEnd(s string) int {
	switch {
	case strings.HasPrefix(s, "\r\n"):
		return 2
	case strings.HasPrefix(s, "\n"), strings.HasPrefix(s, "\r"):
		return 1
	}
	return 0
}

// lines counts line ends; CRLF is one.
func lines(s string) int {
	return strings.Count(s, "\n") + strings.Count(s, "\r") - strings.Count(s, "\r\n")
}

// sniffComma finds out what divides the cells of a file from its first line:
// of comma, semicolon and TAB the one that gives the most columns we know.
func sniffComma(data []byte) (comma byte, known int) {
	head := bytes.TrimPrefix(data, []byte("\uFEFF"))
	if i := bytes.IndexAny(head, "\r\n"); i >= 0 {
		head = head[:i]
	}
	for _, c := range []byte{',', ';', '\t'} {
		n := 0
		for _, cell := range strings.Split(string(head), string(rune(c))) {
			if column(cell) >= 0 {
				n++
			}
		}
		if n > known {
			comma, known = c, n
		}
	}
	return comma, known
}
