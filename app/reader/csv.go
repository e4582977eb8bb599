package reader

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"claimlight/app/cells"
	"claimlight/app/problem"
)

// The package encoding/csv refuses quotation marks that stand in the middle of
// cells, or swallows the rest of the file with them; articles have many. These
// lines follow RFC 4180 and take what is otherwise as it stands.

// readCSV reads a table; its first row names the columns if it looks so.
func (s *Source) readCSV(text string, o Options) error {
	comma := sniffComma(text)
	var rows [][]string
	var lines []int
	line := 1
	for at := 0; at < len(text); {
		if len(rows)%256 == 0 {
			if err := o.at(at/2, len(text)); err != nil {
				return err
			}
		}
		cells, n, ok := readRecord(text[at:], comma)
		if !ok {
			return problem.Newf("table", "It may have been cut off, or a quotation mark is missing.", "%s breaks off inside of a quoted cell that begins in line %d.", subject(s.Name), line)
		}
		if len(cells) > 1 || strings.TrimSpace(cells[0]) != "" {
			rows, lines = append(rows, cells), append(lines, line)
		}
		if len(rows) > maxRows {
			return problem.Newf("too-large", "Divide it into parts.", "%s holds more than %d rows.", subject(s.Name), maxRows)
		}
		line += strings.Count(text[at:at+n], "\n")
		at += n
	}
	if len(rows) == 0 {
		return errEmpty(s.Name)
	}
	names, first := s.header(rows)
	var out []row
	for i := first; i < len(rows); i++ {
		out = append(out, rowOf(names, rows[i], lines[i]))
		if len(rows[i]) > len(names) {
			s.rowProblem(problem.Problem{Line: lines[i], Message: fmt.Sprintf("The row has %d cells, and there are %d columns.", len(rows[i]), len(names)), Hint: "The cells at its end were left out."})
		}
	}
	return s.takeRows(out, o)
}

func rowOf(names, cells []string, line int) row {
	r := row{line: line}
	for i := range min(len(names), len(cells)) {
		r.fields = append(r.fields, field{names[i], cells[i]})
	}
	return r
}

// longestName is how long the name of a column may be, in code points.
const longestName = 60

// header returns the names of the columns, and the first row with values. Each
// name is given once.
func (s *Source) header(rows [][]string) ([]string, int) {
	seen := map[string]bool{}
	named := len(rows) > 1
	for _, cell := range rows[0] {
		named = named && namesColumn(cell)
	}
	if !named && !knownHeader(rows[0]) {
		s.note("The first row does not name the columns; it was read as a text like the others.")
		widest := 0
		for _, r := range rows {
			widest = max(widest, len(r))
		}
		names := make([]string, min(widest, 1000))
		for i := range names {
			names[i] = fmt.Sprintf("column %d", i+1)
		}
		return names, 0
	}
	names := make([]string, len(rows[0]))
	for i, cell := range rows[0] {
		name := strings.TrimSpace(cell)
		if name == "" || seen[name] {
			name = strings.TrimSpace(fmt.Sprintf("%s column %d", name, i+1))
		}
		seen[name] = true
		names[i] = name
	}
	return names, 1
}

// namesColumn reports whether a cell could be the name of a column: it is short,
// and neither a sentence nor a number.
func namesColumn(cell string) bool {
	cell = strings.TrimSpace(cell)
	if utf8.RuneCountInString(cell) > longestName || strings.ContainsAny(cell, "\n.!?…") && strings.Contains(cell, " ") {
		return false
	}
	return cell == "" || strings.ContainsFunc(cell, unicode.IsLetter)
}

// knownHeader reports whether one of the cells is a name that is known.
func knownHeader(cells []string) bool {
	for _, cell := range cells {
		for what := range known {
			if better(what, cell) >= 0 {
				return true
			}
		}
	}
	return false
}

// readRecord returns the cells of the record at the start, and how many bytes
// it takes with its line end; false if a quotation mark is never closed.
func readRecord(s string, comma byte) (record []string, n int, ok bool) {
	for {
		cell, size, ok := cells.Read(s[n:], comma)
		if !ok {
			return nil, 0, false
		}
		record = append(record, cell)
		n += size
		switch {
		case n >= len(s):
			return record, n, true
		case s[n] == comma:
			n++
		case strings.HasPrefix(s[n:], "\r\n"):
			return record, n + 2, true
		default:
			return record, n + 1, true
		}
	}
}

// sniffComma finds out what parts the cells: of comma, semicolon, TAB and bar
// the one that gives the most rows of one width, and of these the widest. NUL,
// which no text has, is for a table of one column.
func sniffComma(text string) byte {
	best, score := byte(0), 0
	for _, comma := range []byte(",;\t|") {
		if prose(text, comma) {
			continue
		}
		widths := map[int]int{}
		for at, n := 0, 0; at < len(text) && n < 20; n++ {
			cells, size, ok := readRecord(text[at:], comma)
			if !ok {
				break
			}
			widths[len(cells)]++
			at += size
		}
		for width, count := range widths {
			if width > 1 && count*100+min(width, 50) > score {
				best, score = comma, count*100+min(width, 50)
			}
		}
	}
	return best
}

// prose reports whether the commas of a text are those of its sentences: nothing
// is in quotation marks, a space follows nearly all of them, and the first line
// has no name that is known.
func prose(text string, comma byte) bool {
	head := text[:min(len(text), 16<<10)]
	first, _, _ := strings.Cut(head, "\n")
	if strings.Contains(head, `"`) || knownHeader(strings.Split(first, string(rune(comma)))) {
		return false
	}
	all := strings.Count(head, string(rune(comma)))
	return all > 0 && strings.Count(head, string(rune(comma))+" ")*5 > all*4
}
