package classroom

// salvage is the beginning of a file that is JSON up to a place only, up to the
// last mark that is whole, with all closed that is open there. It is nil where
// nothing is whole. within reports whether it ends in the midst of an article.
func salvage(data []byte) (start []byte, within bool) {
	// What is deeper than the list of the marks of an article is part of a mark.
	const marks = 4
	var open []byte
	safe, depth := 0, 0
scan:
	for i, c := range outsideTexts(data) {
		switch {
		case c == '{':
			open = append(open, '}')
		case c == '[':
			open = append(open, ']')
		case c == '}' || c == ']':
			if len(open) == 0 || open[len(open)-1] != c {
				break scan
			}
			if open = open[:len(open)-1]; len(open) <= marks {
				safe, depth = i+1, len(open)
			}
		case c == ',' && len(open) <= marks:
			safe, depth = i, len(open)
		}
	}
	if safe == 0 {
		return nil, false
	}
	out := append([]byte{}, data[:safe]...)
	for i := depth - 1; i >= 0; i-- {
		out = append(out, open[i])
	}
	return out, depth > 2 // deeper than the list of the articles
}
