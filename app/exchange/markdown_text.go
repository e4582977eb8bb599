//go:build !page

package exchange

import (
	"strings"
	"unicode"
)

var (
	markdownEnds  = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	markdownSpace = strings.NewReplacer(" ", "&#32;", "\t", "&#9;")
)

// markdownText is a text that is text in CommonMark, wherever it stands: signs
// that could be markup have a backslash before them. Lines after the first
// begin with in.
func markdownText(s, in string) string {
	var b strings.Builder
	markdownEscape(&b, markdownEnds.Replace(s))
	return markdownLines(b.String(), in, true)
}

// markdownEscape writes text so that nothing within a line is markup, also not
// in the dialects that are widespread: tables and strikethrough, addresses that
// become links, formulas, names of emoji, attributes in braces.
func markdownEscape(b *strings.Builder, s string) {
	for i, r := range s {
		rest := s[i+len(string(r)):]
		switch {
		case strings.ContainsRune("\\`*_[]<>&~|#$^@{}", r),
			r == ':' && rest != "" && !unicode.IsSpace([]rune(rest[:min(len(rest), 4)])[0]),
			r == '=' && strings.HasPrefix(rest, "="),
			r == '.' && strings.HasSuffix(strings.ToLower(s[max(i-3, 0):i]), "www"):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
}

// markdownLines makes lines of escaped text such that none begins or ends with
// what has a meaning there. Hard says that lines stay lines; otherwise they are
// those of a paragraph. Empty lines part paragraphs; those at the start and the
// end go.
func markdownLines(s, in string, hard bool) string {
	var b strings.Builder
	parted := false
	for line := range strings.SplitSeq(s, "\n") {
		if strings.Trim(line, " \t") == "" {
			parted = b.Len() > 0
			continue
		}
		switch {
		case parted:
			b.WriteString("\n" + strings.TrimRight(in, " ") + "\n" + in)
		case b.Len() > 0 && hard:
			b.WriteString("\\\n" + in)
		case b.Len() > 0:
			b.WriteString("\n" + in)
		}
		parted = false
		b.WriteString(markdownLine(line))
	}
	return b.String()
}

// markdownLine keeps a line from being a list, a heading's underline or code,
// and keeps the space at its ends.
func markdownLine(line string) string {
	rest := strings.TrimLeft(line, " \t")
	start := markdownSpace.Replace(line[:len(line)-len(rest)])
	line = strings.TrimRight(rest, " \t")
	end := markdownSpace.Replace(rest[len(line):])
	if end == "" && strings.HasSuffix(line, "\\\\") { // some readers lose count where a line's end is escaped behind it
		line = strings.TrimSuffix(line, "\\\\") + "&#92;"
	}
	if start == "" {
		digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
		switch {
		case strings.HasPrefix(line, "-"), strings.HasPrefix(line, "+"), strings.HasPrefix(line, "="):
			start = "\\"
		case digits > 0 && len(line) > digits && (line[digits] == '.' || line[digits] == ')'):
			line = line[:digits] + "\\" + line[digits:]
		}
	}
	return start + line + end
}
