// Package cells cuts the cells of a table out of its text, and writes them
// (RFC 4180).
//
// The package encoding/csv turns line ends inside quoted cells into others, in
// both directions, so that a note does not come back as it was, and a text not as
// it is. Read and WriteRow change nothing.
package cells

import "strings"

// Read returns the cell at the start of s and how many bytes it takes, without
// the comma or the line end behind it; false if its quotation marks are never
// closed. What stands behind the closing mark, as sloppy programs write, belongs
// to the cell.
func Read(s string, comma byte) (cell string, n int, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		n = plain(s, comma)
		return s[:n], n, true
	}
	var b strings.Builder
	for n = 1; ; {
		i := strings.IndexByte(s[n:], '"')
		if i < 0 {
			return "", 0, false
		}
		b.WriteString(s[n : n+i])
		n += i + 1
		if n >= len(s) || s[n] != '"' {
			break
		}
		b.WriteByte('"')
		n++
	}
	rest := plain(s[n:], comma)
	b.WriteString(s[n : n+rest])
	return b.String(), n + rest, true
}

// plain is how far text without quotation marks goes.
func plain(s string, comma byte) int {
	for i := range len(s) {
		if s[i] == comma || s[i] == '\r' || s[i] == '\n' {
			return i
		}
	}
	return len(s)
}
