package problem

import "strconv"

// Count is a number with its noun, of which the plural ends in s: "1 mark", "2
// marks".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// CountVerb is Count with what is said of one, or of many: "1 mark is", "2 marks
// are".
func CountVerb(n int, noun, one, many string) string {
	if n == 1 {
		many = one
	}
	return Count(n, noun) + " " + many
}
