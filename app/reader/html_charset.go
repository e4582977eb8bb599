package reader

import (
	"bytes"
	"regexp"
	"sync"
)

// charset finds what a page says of its encoding: in a meta element, or in an
// XML declaration.
var charset = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})|^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([a-z0-9_:.-]{2,40})`)
})

// declared is how far into a page browsers look for it, and then some.
const declared = 4096

// declaredCharset returns what the page says of its encoding, "" if nothing.
func declaredCharset(data []byte) string {
	head := bytes.TrimPrefix(data[:min(len(data), declared)], []byte("\uFEFF"))
	m := charset().FindSubmatch(head)
	if m == nil {
		return ""
	}
	return string(append(m[1], m[2]...))
}
