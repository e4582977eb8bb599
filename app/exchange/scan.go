package exchange

import (
	"encoding/json"
	"strconv"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// value is a piece of sound JSON. Of objects and lists near the top it knows
// the parts, so that a large file is gone through once, and then parsed part by
// part; never all of it is a tree in memory.
type value struct {
	raw  []byte
	keys []string // of an object, the names of parts
	kids []value
}

// known is how deep the parts of values are kept: the annotations stand in a
// list in a page in a collection.
const known = 3

// scanEvery is after how many bytes a scan pauses.
const scanEvery = 256 << 10

// scanner goes through JSON once (RFC 8259): it finds out whether it is sound,
// refuses what is nested too deep, and reports escapes of half a surrogate
// pair, which stand for no character and would silently become another one.
type scanner struct {
	data   []byte
	at     int
	pace   project.Pace
	next   int // where to pause
	keep   int // how deep parts are kept
	values int // so far
	most   int // values there may be; 0: any number
	report *report
	err    error // too deep, or stopped by the pace
}

// scanJSON returns the value that the data is. The error is one for people, or
// that of the pace.
func scanJSON(data []byte, r *report, pace project.Pace) (value, error) {
	s := scanner{data: data, report: r, pace: pace, next: scanEvery, keep: known}
	return s.whole()
}

// maxValues is how many values of JSON one document may be: a mark takes from 4
// (three values in a list) to 20 or so.
const maxValues = 2_000_000

// scanRecord checks one document, of which no parts are kept.
func scanRecord(data []byte, r *report) error {
	s := scanner{data: data, report: r, next: scanEvery, most: maxValues}
	_, err := s.whole()
	return err
}

func (s *scanner) whole() (value, error) {
	v, ok := s.value(0)
	if s.blank(); ok && s.at == len(s.data) {
		return v, nil
	}
	if s.err != nil {
		return value{}, s.err
	}
	var any any
	return value{}, parseError(s.data, json.Unmarshal(s.data, &any))
}

func (s *scanner) blank() {
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return
		}
	}
}

// peek is the next byte behind white space; 0 at the end.
func (s *scanner) peek() byte {
	if s.blank(); s.at < len(s.data) {
		return s.data[s.at]
	}
	return 0
}

func (s *scanner) value(depth int) (v value, ok bool) {
	c := s.peek()
	start := s.at
	if s.values++; s.most > 0 && s.values > s.most {
		s.err = problem.Newf("too-large", "Divide it into several documents.", "One document of the file holds more than %d million values.", s.most/1_000_000)
		return v, false
	}
	switch {
	case c == '{' || c == '[':
		v, ok = s.nested(c, depth+1)
	case c == '"':
		ok = s.text()
	case c == '-' || c >= '0' && c <= '9':
		ok = s.number()
	default:
		ok = s.word("true") || s.word("false") || s.word("null")
	}
	v.raw = s.data[start:s.at:s.at]
	if ok && s.at >= s.next {
		s.next = s.at + scanEvery
		if s.err = s.pace.At(s.at, len(s.data)); s.err != nil {
			return v, false
		}
	}
	return v, ok
}

// nested reads an object or a list.
func (s *scanner) nested(open byte, depth int) (v value, ok bool) {
	if depth > maxDepth {
		line, column := lineColumn(s.data, s.at)
		s.err = problem.Newf("too-deep", "", "The file is nested more than %d deep at line %d, column %d.", maxDepth, line, column)
		return v, false
	}
	s.at++
	end := open + 2 // of { and [ alike
	if s.peek() == end {
		s.at++
		return v, true
	}
	for {
		if open == '{' {
			s.blank()
			start := s.at
			if s.peek() != '"' || !s.text() {
				return v, false
			}
			if depth <= s.keep {
				v.keys = append(v.keys, textOf(s.data[start:s.at]))
			}
			if s.peek() != ':' {
				return v, false
			}
			s.at++
		}
		kid, ok := s.value(depth)
		if !ok {
			return v, false
		}
		if depth <= s.keep {
			v.kids = append(v.kids, kid)
		}
		switch s.peek() {
		case ',':
			s.at++
		case end:
			s.at++
			return v, true
		default:
			return v, false
		}
	}
}

// textOf is the string that a sound literal stands for.
func textOf(raw []byte) (s string) {
	_ = json.Unmarshal(raw, &s) // cannot fail: the literal is sound
	return s
}

// text reads a string.
func (s *scanner) text() bool {
	data := s.data
	for i := s.at + 1; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			s.at = i + 1
			return true
		case c < ' ':
			return false
		case c != '\\':
		default:
			n := s.escape(i)
			if n == 0 {
				return false
			}
			i += n - 1
		}
	}
	return false
}

// escape returns how long the escape at i is, both halves of a surrogate pair
// together; 0 if it is none.
func (s *scanner) escape(i int) int {
	if i+1 >= len(s.data) {
		return 0
	}
	switch s.data[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
	default:
		return 0
	}
	unit, ok := escaped(s.data[i:])
	switch {
	case !ok:
		return 0
	case unit>>10 == 0xD800>>10:
		if low, ok := escaped(s.data[i+6:]); ok && low>>10 == 0xDC00>>10 {
			return 12
		}
	}
	if unit>>11 == 0xD800>>11 {
		line, _ := lineColumn(s.data, i)
		s.report.add(problem.Problem{Line: line, Message: "Half a surrogate pair stands for no character; it was read as U+FFFD."})
	}
	return 6
}

// escaped returns the UTF-16 unit of a \uXXXX at the start.
func escaped(data []byte) (unit uint64, ok bool) {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	return unit, err == nil
}

func (s *scanner) word(w string) bool {
	if len(s.data)-s.at < len(w) || string(s.data[s.at:s.at+len(w)]) != w {
		return false
	}
	s.at += len(w)
	return true
}

// number reads a number by the grammar of JSON.
func (s *scanner) number() bool {
	s.sign("-")
	if s.at < len(s.data) && s.data[s.at] == '0' {
		s.at++
	} else if !s.digits() {
		return false
	}
	if s.sign(".") && !s.digits() {
		return false
	}
	if s.sign("eE") {
		s.sign("+-")
		return s.digits()
	}
	return true
}

// sign reads one of the characters, if one is there.
func (s *scanner) sign(of string) bool {
	if s.at < len(s.data) {
		for i := range len(of) {
			if s.data[s.at] == of[i] {
				s.at++
				return true
			}
		}
	}
	return false
}

func (s *scanner) digits() bool {
	start := s.at
	for s.at < len(s.data) && s.data[s.at] >= '0' && s.data[s.at] <= '9' {
		s.at++
	}
	return s.at > start
}
