package annotation

import (
	"strings"
	"unicode"
)

// FileName makes a name that every system takes, without its end: letters and
// digits with their marks, and dashes between them. Where nothing is left
// of it, it is other.
func FileName(s, other string) string {
	var out []rune
	last := '-'
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			last = unicode.ToLower(r)
		case unicode.IsMark(r) && last != '-': // part of the letter before it
			last = r
		case last == '-':
			continue
		default:
			last = '-'
		}
		out = append(out, last)
	}
	name := strings.Trim(string(out[:min(len(out), 60)]), "-")
	switch {
	case name == "":
		return other
	case isDevice(name):
		return name + "-" + other
	}
	return name
}

// isDevice reports whether a file may not be called that on Windows, whatever
// its end.
func isDevice(name string) bool {
	if len(name) == 4 && (name[:3] == "com" || name[:3] == "lpt") {
		return '0' <= name[3] && name[3] <= '9'
	}
	return name == "con" || name == "prn" || name == "aux" || name == "nul"
}
