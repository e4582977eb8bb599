//go:build !page

package exchange

import (
	"bytes"
	"strconv"
	"unicode/utf16"
)

// Texts with control characters make XMI that parsers of XML 1.0 refuse: it is
// then XML 1.1, or not sound. What cannot stand in XML 1.0 is replaced one for
// one, so that no offset moves.

// xmiMend makes XML 1.0 of a file, and counts what it replaced.
func xmiMend(data []byte) (mended []byte, replaced int) {
	data = xmiVersion(data)
	if bytes.IndexFunc(data, xmiForbidden) < 0 && !bytes.Contains(data, []byte("&#")) {
		return data, 0
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		switch c := data[i]; {
		case c == '&':
			text, n, ok := xmiReference(data[i:])
			if !ok {
				replaced++
			}
			out = append(out, text...)
			i += n
		case c < ' ' && xmiForbidden(rune(c)):
			out = append(out, "\uFFFD"...)
			replaced++
			i++
		default:
			out = append(out, c)
			i++
		}
	}
	return out, replaced
}

// xmiVersion has a file say that it is XML 1.0, the only one that is read.
func xmiVersion(data []byte) []byte {
	end := bytes.Index(data, []byte("?>"))
	if end < 0 || !bytes.HasPrefix(data, []byte("<?xml")) {
		return data
	}
	head := bytes.Replace(data[:end], []byte("1.1"), []byte("1.0"), 1)
	if bytes.Equal(head, data[:end]) {
		return data
	}
	return append(head, data[end:]...)
}

// xmiForbidden reports whether a control character cannot stand in XML 1.0.
func xmiForbidden(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' }

// xmiReference reads what begins with an ampersand: how it can stand, and how
// long it is in the data; false where it stands for a character that cannot.
// Some programs write a character above U+FFFF as two references, one for each
// half of its surrogate pair: they are one.
func xmiReference(data []byte) (text []byte, n int, ok bool) {
	code, n := xmiCode(data)
	switch {
	case n == 0:
		return data[:1], 1, true
	case utf16.IsSurrogate(rune(code)):
		low, more := xmiCode(data[n:])
		if r := utf16.DecodeRune(rune(code), rune(low)); more > 0 && r != '\uFFFD' {
			return []byte("&#" + strconv.Itoa(int(r)) + ";"), n + more, true
		}
		return []byte("\uFFFD"), n, false
	case xmiForbidden(rune(code)) || code == 0xFFFE || code == 0xFFFF || code > 0x10FFFF:
		return []byte("\uFFFD"), n, false
	}
	return data[:n], n, true
}

// xmiCode is the number of a character reference and its length; 0 if it is
// none.
func xmiCode(data []byte) (code, n int) {
	end := bytes.IndexByte(data[:min(len(data), 12)], ';')
	if end < 3 || !bytes.HasPrefix(data, []byte("&#")) {
		return 0, 0
	}
	digits, base := string(data[2:end]), 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	value, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return 0, 0
	}
	return int(min(value, 0x110000)), end + 1
}
