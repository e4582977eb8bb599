package cells

import (
	"bufio"
	"strings"
	"unicode"
)

// WriteRow writes one record with CRLF behind it (RFC 4180, 2.1). Cells that a
// spreadsheet would run as formulas are guarded. Errors are those of the Flush at
// the end.
func WriteRow(w *bufio.Writer, row []string) {
	for i, c := range row {
		if i > 0 {
			w.WriteByte(',')
		}
		c = Guard(c)
		if strings.ContainsAny(c, "\",;\t\r\n") || strings.TrimSpace(c) != c {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		w.WriteString(c)
	}
	w.WriteString("\r\n")
}

// Guard makes a cell harmless that a spreadsheet would run as a formula: it
// puts an apostrophe before it. A cell that looks as if it had been guarded
// before, apostrophes and then a formula, gets one more, so that Unguard always
// takes off exactly what Guard put on.
func Guard(cell string) string {
	if risky(cell) {
		return "'" + cell
	}
	return cell
}

// Unguard takes off the apostrophe that Guard put on.
func Unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && risky(rest) {
		return rest
	}
	return cell
}

// risky reports whether a cell starts, behind any apostrophes and then any
// space, with a sign that starts a formula in some spreadsheet, or with a TAB
// or a line end, which some drop before they look.
func risky(cell string) bool {
	for _, r := range strings.TrimLeft(cell, "'") {
		switch {
		case strings.ContainsRune("=+-@\t\r\n＝＋－＠", r):
			return true
		case !unicode.IsSpace(r) && r != '\uFEFF':
			return false
		}
	}
	return false
}
