package exchange

import (
	"strconv"
	"unicode/utf8"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// itemWriter writes annotations as indented JSON, one after the other into the
// same memory: there may be hundreds of thousands, and encoding/json takes ten
// times as long. What it writes is what encoding/json would write of these
// fields, in this order.
type itemWriter struct {
	p     project.Project
	buf   []byte
	depth int
	first bool // in the object or list that is open
}

// annotation returns the JSON of an annotation whose own line is indented by
// depth. It is good until the next call.
func (w *itemWriter) annotation(a *annotation.Annotation, depth int) []byte {
	w.buf, w.depth = w.buf[:0], depth
	w.open('{')
	w.field("id", iriOf(string(a.ID)))
	w.field("type", "Annotation")
	w.field("motivation", motivationOf(a))
	if a.Creator != "" {
		w.creator(a.Creator)
	}
	w.optional("created", stamp(a.Created))
	w.optional("modified", stamp(a.Modified))
	if len(a.Tags) > 0 || a.Note != "" {
		w.bodies(a)
	}
	if len(a.Values) > 0 {
		w.values(a)
	}
	w.key("target")
	on := w.p.Article(a.Article)
	if len(a.Pieces) == 1 {
		w.target(on, a.Article, a.Pieces[0])
	} else {
		w.open('[')
		for _, piece := range a.Pieces {
			w.line()
			w.target(on, a.Article, piece)
		}
		w.close(']')
	}
	w.close('}')
	return w.buf
}

func (w *itemWriter) creator(id annotation.PersonID) {
	w.key("creator")
	w.open('{')
	w.field("id", iriOf(string(id)))
	w.field("type", "Person")
	if who := w.p.Person(id); who != nil {
		w.optional("name", who.Name)
		w.optional("nickname", who.Nickname)
	}
	w.close('}')
}

func (w *itemWriter) bodies(a *annotation.Annotation) {
	w.key("body")
	w.open('[')
	for _, id := range a.Tags {
		name := string(id)
		if t := w.p.Tag(id); t != nil {
			name = t.Name
		}
		w.body("tagging", name, iriOf(string(id)))
	}
	if a.Note != "" {
		w.body("commenting", a.Note, "")
	}
	w.close(']')
}

func (w *itemWriter) body(purpose, text, tag string) {
	w.line()
	w.open('{')
	w.field("type", "TextualBody")
	w.field("purpose", purpose)
	w.field("value", text)
	w.field("format", "text/plain")
	w.optional("cl:tag", tag)
	w.close('}')
}

func (w *itemWriter) values(a *annotation.Annotation) {
	w.key("cl:values")
	w.open('[')
	for _, v := range a.Values {
		w.line()
		w.open('{')
		w.field("cl:attribute", iriOf(string(v.Attribute)))
		w.field("cl:value", v.Value)
		w.close('}')
	}
	w.close(']')
}

func (w *itemWriter) target(on *article.Article, id article.ID, piece annotation.Piece) {
	sel := anchor.Selectors{}
	if on != nil {
		sel = anchor.Describe(on, piece.Span)
	}
	w.open('{')
	w.field("type", "SpecificResource")
	w.field("source", sourceOf(id))
	w.key("selector")
	w.open('[')
	w.line()
	w.open('{')
	w.field("type", "TextQuoteSelector")
	w.field("exact", piece.Quote)
	w.field("prefix", sel.Prefix)
	w.field("suffix", sel.Suffix)
	w.close('}')
	w.line()
	w.open('{')
	w.field("type", "TextPositionSelector")
	w.number("start", piece.Start)
	w.number("end", piece.End)
	w.close('}')
	w.close(']')
	w.close('}')
}

// line begins the next field or element on a line of its own.
func (w *itemWriter) line() {
	if !w.first {
		w.buf = append(w.buf, ',')
	}
	w.first = false
	w.indent()
}

func (w *itemWriter) indent() {
	w.buf = append(w.buf, '\n')
	for range w.depth {
		w.buf = append(w.buf, '\t')
	}
}

func (w *itemWriter) open(c byte) {
	w.buf = append(w.buf, c)
	w.depth++
	w.first = true
}

func (w *itemWriter) close(c byte) {
	w.depth--
	w.first = false
	w.indent()
	w.buf = append(w.buf, c)
}

func (w *itemWriter) key(name string) {
	w.line()
	w.buf = append(w.buf, '"')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, `": `...)
}

func (w *itemWriter) field(name, s string) {
	w.key(name)
	w.buf = appendText(w.buf, s)
}

func (w *itemWriter) optional(name, s string) {
	if s != "" {
		w.field(name, s)
	}
}

func (w *itemWriter) number(name string, n int) {
	w.key(name)
	w.buf = strconv.AppendInt(w.buf, int64(n), 10)
}

// appendText appends a string as a JSON literal, as encoding/json does without
// escaping for HTML.
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if n > 1 && r != '\u2028' && r != '\u2029' {
			i += n
			continue
		}
		b = append(b, s[start:i]...)
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = appendControl(b, c, hex)
		case n == 1:
			b = append(b, `\ufffd`...)
		default: // line ends that JavaScript once took for its own
			b = append(b, `\u202`...)
			b = append(b, hex[r&0xF])
		}
		i += n
		start = i
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

func appendControl(b []byte, c byte, hex string) []byte {
	switch c {
	case '\b':
		return append(b, `\b`...)
	case '\f':
		return append(b, `\f`...)
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	}
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xF])
}
