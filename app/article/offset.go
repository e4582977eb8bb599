package article

import "unicode/utf8"

// Byte is an offset in bytes of the text as UTF-8, as Go strings count.
type Byte int

// UTF16 is an offset in UTF-16 code units, as the DOM and JavaScript count.
type UTF16 int

// stride is how many code points lie between two entries of the index: far
// enough apart to cost little memory, near enough to walk.
const stride = 64

// index finds code points in a text without walking all of it. For text that
// is ASCII throughout, the three ways of counting agree and marks is nil.
type index struct {
	marks []mark
	len   int
	utf16 UTF16
}

type mark struct {
	at  Byte
	u16 UTF16
}

func newIndex(text string) index {
	if isASCII(text) {
		return index{len: len(text), utf16: UTF16(len(text))}
	}
	var x index
	for i, r := range text {
		if x.len%stride == 0 {
			x.marks = append(x.marks, mark{Byte(i), x.utf16})
		}
		x.len++
		x.utf16 += units(r)
	}
	return x
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func units(r rune) UTF16 {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// Len is the length of the text in code points.
func (a *Article) Len() int { return a.index.len }

// clamp keeps an offset inside the text.
func (a *Article) clamp(point int) int { return min(max(point, 0), a.index.len) }

// walk returns byte and UTF-16 offset of a code point.
func (a *Article) walk(point int) (Byte, UTF16) {
	point = a.clamp(point)
	if a.index.marks == nil || point == a.index.len {
		if point == a.index.len {
			return Byte(len(a.Text)), a.index.utf16
		}
		return Byte(point), UTF16(point)
	}
	m := a.index.marks[point/stride]
	for n := point % stride; n > 0; n-- {
		r, size := utf8.DecodeRuneInString(a.Text[m.at:])
		m.at += Byte(size)
		m.u16 += units(r)
	}
	return m.at, m.u16
}

// ByteOf converts a code point offset to bytes. Offsets outside the text are
// taken as its start or end.
func (a *Article) ByteOf(point int) Byte { b, _ := a.walk(point); return b }

// UTF16Of converts a code point offset to UTF-16 code units. Offsets outside
// the text are taken as its start or end.
func (a *Article) UTF16Of(point int) UTF16 { _, u := a.walk(point); return u }

// FromByte converts a byte offset to code points. An offset inside a code
// point counts as its start; one outside the text as the text's start or end.
func (a *Article) FromByte(b Byte) int {
	return a.search(func(m mark) bool { return m.at <= b })
}

// FromUTF16 converts an offset in UTF-16 code units to code points. An offset
// between the halves of a surrogate pair counts as the pair's start; one
// outside the text as the text's start or end.
func (a *Article) FromUTF16(u UTF16) int {
	return a.search(func(m mark) bool { return m.u16 <= u })
}

// search returns the last code point offset whose mark is not past the goal.
func (a *Article) search(before func(mark) bool) int {
	if a.index.marks == nil {
		return a.searchASCII(before)
	}
	if before(mark{Byte(len(a.Text)), a.index.utf16}) {
		return a.index.len
	}
	lo, hi := 0, len(a.index.marks)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; before(a.index.marks[mid]) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return a.step(lo, before)
}

// step walks on from an entry of the index.
func (a *Article) step(entry int, before func(mark) bool) int {
	m, point := a.index.marks[entry], entry*stride
	for int(m.at) < len(a.Text) {
		r, size := utf8.DecodeRuneInString(a.Text[m.at:])
		m = mark{m.at + Byte(size), m.u16 + units(r)}
		if !before(m) {
			break
		}
		point++
	}
	return point
}

func (a *Article) searchASCII(before func(mark) bool) int {
	lo, hi := 0, a.index.len+1
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; before(mark{Byte(mid), UTF16(mid)}) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// Slice returns the text between two code point offsets. Offsets outside the
// text are taken as its start or end; an empty or turned-round range gives "".
func (a *Article) Slice(start, end int) string {
	if start >= end {
		return ""
	}
	return a.Text[a.ByteOf(start):a.ByteOf(end)]
}
