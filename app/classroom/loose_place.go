package classroom

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"claimlight/app/annotation"
	"claimlight/app/span"
)

// piece reads a piece of a mark. Of a position that is no whole number, nowhere
// stands, and the other with the length of the quote says what it is.
func (l *loose) piece(raw json.RawMessage) (p annotation.Piece) {
	var start, end json.RawMessage
	l.object(raw, "piece ", fields{"start": &start, "end": &end, "quote": &p.Quote})
	from, begins := position(start)
	to, ends := position(end)
	switch long := utf8.RuneCountInString(p.Quote); {
	case begins && ends:
		p.Span = span.Span{Start: from, End: to}
	case begins && long > 0:
		l.derived++
		p.Span = span.Span{Start: from, End: from + long}
	case ends && long > 0 && to >= long:
		l.derived++
		p.Span = span.Span{Start: to - long, End: to}
	default:
		p.Span = nowhere
	}
	return p
}

// nowhere is the place of a piece that does not say where it stands.
var nowhere = span.Span{Start: -1, End: -1}

// somewhere reports whether a piece says where it stands, be it right or wrong.
func somewhere(p annotation.Piece) bool { return p.Start >= 0 && p.End >= p.Start && p.End <= farthest }

// farthest is more than any text has code points, and can be added to.
const farthest = 1 << 30

// position reads a place in a text, in code points: a whole number from 0, as
// one or as programs write one that know no whole numbers ("12", 12.0, 1.2e1).
func position(raw json.RawMessage) (int, bool) {
	var written string
	if json.Unmarshal(raw, &written) != nil {
		written = string(raw)
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(written), 64)
	if err != nil || x != math.Trunc(x) || x < 0 || x > farthest {
		return 0, false
	}
	return int(x), true
}

// numbered is JSON with null in the place of what some programs write for what
// is no number, and JSON does not have: NaN and Infinity. It is nil where there
// is none of it.
func numbered(data []byte) (out []byte) {
	from := 0
	for i, c := range outsideTexts(data) {
		if i < from || c != 'N' && c != 'I' && c != '-' {
			continue
		}
		for _, word := range []string{"NaN", "-NaN", "Infinity", "-Infinity"} {
			if bytes.HasPrefix(data[i:], []byte(word)) {
				out = append(append(out, data[from:i]...), "null"...)
				from = i + len(word)
				break
			}
		}
	}
	if from == 0 {
		return nil
	}
	return append(out, data[from:]...)
}
