package classroom

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// kept is a hand-in as a record of a project. It writes the one form that
// records have, sorted keys and no white space, straight away: to bring JSON into
// that form costs more than to read a class.
func kept(r *Received) *project.ClassRecord {
	w := writer{make([]byte, 0, 256+300*r.Counts.Marks)}
	w.object(func() {
		if len(r.Answers) > 0 {
			w.field("answers", func() { writeList(&w, r.Answers, w.answer) })
		}
		if !r.Arrived.IsZero() {
			w.when("arrived", r.Arrived)
		}
		w.field("articles", func() { writeList(&w, r.Articles, w.work) })
		if len(r.Attributes) > 0 {
			w.field("attributes", func() { writeList(&w, r.Attributes, w.named) })
		}
		w.text("check", r.Check)
		w.text("claimlight", r.Claimlight)
		w.field("counts", func() {
			w.object(func() {
				w.number("answers", r.Counts.Answers)
				w.number("articles", r.Counts.Articles)
				w.number("marks", r.Counts.Marks)
				w.number("opened", r.Counts.Opened)
			})
		})
		w.some("file", r.File)
		w.field("lesson", func() {
			w.object(func() {
				w.text("fingerprint", r.Lesson.Fingerprint)
				w.text("id", r.Lesson.ID)
				w.text("name", r.Lesson.Name)
			})
		})
		w.when("made", r.Made)
		if r.Partial {
			w.field("partial", func() { w.b = append(w.b, "true"...) })
		}
		if len(r.Repaired) > 0 {
			w.field("repaired", func() { writeList(&w, r.Repaired, w.string) })
		}
		w.field("student", func() {
			w.object(func() {
				w.text("id", string(r.Student.ID))
				w.text("nickname", r.Student.Nickname)
			})
		})
		w.field("tags", func() { writeList(&w, r.Tags, w.named) })
		w.number("version", r.Version)
	})
	return &project.ClassRecord{Kind: KindHandIn, ID: r.Check, Body: w.b}
}

// writer writes JSON as encoding/json does.
type writer struct{ b []byte }

func (w *writer) object(fields func()) {
	w.b = append(w.b, '{')
	fields()
	w.end('}')
}

// end closes what was open, over the comma behind its last element.
func (w *writer) end(sign byte) {
	if last := len(w.b) - 1; w.b[last] == ',' {
		w.b = w.b[:last]
	}
	w.b = append(w.b, sign)
}

func (w *writer) field(name string, value func()) {
	w.string(name)
	w.b = append(w.b, ':')
	value()
	w.b = append(w.b, ',')
}

func (w *writer) text(name, value string) { w.field(name, func() { w.string(value) }) }

// some is text that is left out where there is none.
func (w *writer) some(name, value string) {
	if value != "" {
		w.text(name, value)
	}
}

func (w *writer) number(name string, n int) {
	w.field(name, func() { w.b = strconv.AppendInt(w.b, int64(n), 10) })
}

func (w *writer) when(name string, t time.Time) {
	w.field(name, func() { w.b = append(t.AppendFormat(append(w.b, '"'), time.RFC3339Nano), '"') })
}

func writeList[T any](w *writer, all []T, element func(T)) {
	w.b = append(w.b, '[')
	for _, one := range all {
		element(one)
		w.b = append(w.b, ',')
	}
	w.end(']')
}

// string writes a string; one with signs that need others in JSON is left to
// encoding/json.
func (w *writer) string(s string) {
	i := 0
	for i < len(s) && plainSigns[s[i]] {
		i++
	}
	plain := i == len(s) || utf8.ValidString(s[i:])
	for ; plain && i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0xE2 && lineEnd(s[i:]):
			plain = false
		}
	}
	if plain {
		w.b = append(append(append(w.b, '"'), s...), '"')
		return
	}
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string can always be written
	}
	w.b = append(w.b, data...)
}

// plainSigns are the bytes that stand in JSON as they are, whatever is around them.
var plainSigns = func() (plain [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		plain[c] = !strings.ContainsRune(`"\<>&`, c)
	}
	return plain
}()

// lineEnd reports whether a text begins with U+2028 or U+2029, which JavaScript
// once took for line ends.
func lineEnd(s string) bool { return len(s) >= 3 && s[1] == 0x80 && (s[2] == 0xA8 || s[2] == 0xA9) }

func (w *writer) named(n Named) {
	w.object(func() {
		w.text("id", n.ID)
		w.text("name", n.Name)
	})
}

func (w *writer) answer(a Answer) {
	w.object(func() {
		w.field("marks", func() { writeList(w, a.Marks, func(id annotation.ID) { w.string(string(id)) }) })
		w.text("question", a.Question)
		w.some("text", a.Text)
	})
}

func (w *writer) work(a Work) {
	w.object(func() {
		w.text("article", string(a.Article))
		w.number("length", a.Length)
		w.field("marks", func() { writeList(w, a.Marks, w.mark) })
		w.text("state", string(a.State))
		w.text("title", a.Title)
	})
}

func (w *writer) mark(m Mark) {
	w.object(func() {
		w.text("id", string(m.ID))
		w.when("made", m.Made)
		w.some("note", m.Note)
		w.field("pieces", func() { writeList(w, m.Pieces, w.piece) })
		if len(m.Tags) > 0 {
			w.field("tags", func() { writeList(w, m.Tags, func(t annotation.TagID) { w.string(string(t)) }) })
		}
		if len(m.Values) > 0 {
			w.field("values", func() { writeList(w, m.Values, w.value) })
		}
	})
}

func (w *writer) piece(p annotation.Piece) {
	w.object(func() {
		w.number("end", p.End)
		w.text("quote", p.Quote)
		w.number("start", p.Start)
	})
}

func (w *writer) value(v annotation.Value) {
	w.object(func() {
		w.text("attribute", string(v.Attribute))
		w.text("value", v.Value)
	})
}
