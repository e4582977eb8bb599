package classroom

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// clean is a text that records can keep: valid UTF-8 without NUL.
func clean(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] == 0 || s[i] >= utf8.RuneSelf {
			return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
		}
	}
	return s // as most are
}

// How long names may be, in code points.
const (
	longName  = 60
	longTitle = 300
)

// nameOf makes a name of anything: one line without characters that a screen
// or a terminal would obey, and not endless.
func nameOf(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, clean(s))
	if s = strings.Join(strings.Fields(s), " "); looks(s) == "" {
		return "" // signs that nobody sees
	}
	return clipped(s, most)
}

// clipped cuts a text to a number of code points.
func clipped(s string, most int) string {
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// mend makes a hand-in one that the class can rest on, whatever was in the
// file.
func (r *handInReader) mend() {
	h := r.h
	stated := h.Counts
	if h.Claimlight != handInSign || h.Version != HandInVersion {
		r.repair("The file does not say that it is a hand-in, or of which version; it looks like one.")
		h.Claimlight, h.Version = handInSign, HandInVersion
	}
	h.Lesson = LessonRef{clean(h.Lesson.ID), clean(h.Lesson.Fingerprint), nameOf(h.Lesson.Name, longTitle)}
	r.who()
	if !annotation.ValidTime(h.Made.UTC()) {
		if !h.Made.IsZero() || len(h.Articles) > 0 {
			r.repair("The file does not say when it was made.")
		}
		h.Made = time.Time{}
	}
	h.Made = annotation.Time(h.Made)
	r.works()
	r.names()
	r.answers()
	now := h.count()
	if now != stated && !h.partial {
		r.repair("The file says that it holds %s; it holds %s.", stated, now)
	}
	h.Counts = now
}

// String is how much there is, in words.
func (c Counts) String() string {
	return fmt.Sprintf("%s, %d opened, %s and %s", problem.Count(c.Articles, "article"), c.Opened, problem.Count(c.Marks, "mark"), problem.Count(c.Answers, "answer"))
}

func (r *handInReader) who() {
	s := &r.h.Student
	name := nameOf(s.Nickname, longName)
	if name == "" {
		r.repair("The file has no nickname.")
	} else if name != s.Nickname {
		r.repair("The nickname was too long, or not one that can be shown, and was made “%s”.", name)
	}
	s.Nickname = name
	if s.ID != "" && !annotation.ValidID(string(s.ID)) {
		r.repair("The file does not say who the student is in a way that can be used; the nickname counts.")
		s.ID = ""
	}
}

// works mends the articles and their marks.
func (r *handInReader) works() {
	if r.h.Articles == nil {
		r.h.Articles = []Work{}
	}
	t := tally{lost: r.derived, seen: map[annotation.ID]placedMark{}}
	for i := range r.h.Articles {
		w := &r.h.Articles[i]
		w.Article, w.Title = article.ID(clean(string(w.Article))), nameOf(w.Title, longTitle)
		w.Marks = t.marks(w, r.h.Student.ID, i)
		if state := stateOf(*w); state != w.State {
			w.State = state
			t.states++
		}
	}
	for _, told := range []struct {
		n            int
		what, format string
	}{
		{t.lost, "piece", "The place of %s of marks could not be read, or was left out; their quotes say where in the text, as far as they can."},
		{t.parts, "piece", "%s of marks without text or quote: left out."},
		{t.empty, "mark", "%s without text or quote: left out."},
		{t.large, "mark", fmt.Sprintf("%%s with more than %d pieces or %d tags: left out.", mostPieces, mostMarkTags)},
		{t.deep, "mark", fmt.Sprintf("%%s over more than %d others: left out.", mostDeep)},
		{t.twice, "mark", "%s stood in the file once more: counted once."},
		{t.ids, "mark", "%s had no ID, or that of another: given one."},
		{t.states, "article", "How far the reading had come was not clear for %s; where there are marks it was begun."},
	} {
		if told.n > 0 {
			r.repair(told.format, problem.Count(told.n, told.what))
		}
	}
}

// tally counts what is mended in the marks of a hand-in.
type tally struct {
	lost, parts, empty, large, deep, twice, ids, states int

	seen map[annotation.ID]placedMark
}

// placedMark is a mark with the article that it is on.
type placedMark struct {
	on article.ID
	*Mark
}

// marks are the marks of an article, the nth of the file, as they can be kept.
func (t *tally) marks(w *Work, of annotation.PersonID, nth int) []Mark {
	kept := make([]Mark, 0, len(w.Marks))
	for j, m := range w.Marks {
		if m.tooMuch() {
			t.large++
			continue
		}
		had := len(m.Pieces)
		if m = mended(m); len(m.Pieces) == 0 {
			t.empty++
			continue
		}
		if first, known := t.seen[m.ID]; known && first.on == w.Article && first.same(m) {
			t.twice++
			continue
		}
		t.parts += had - len(m.Pieces)
		t.lost += unsaid(m)
		if _, known := t.seen[m.ID]; known || !annotation.ValidID(string(m.ID)) {
			t.ids++
			m.ID = derived(of, w.Article, fmt.Sprint(m.ID, " ", nth, " ", j))
		}
		kept = append(kept, m)
		t.seen[m.ID] = placedMark{w.Article, &kept[len(kept)-1]}
	}
	out := shallow(kept)
	t.deep += len(kept) - len(out)
	return out
}

// same reports whether two marks say the same of the same places.
func (m *Mark) same(n Mark) bool {
	return slices.Equal(m.Pieces, n.Pieces) && slices.Equal(m.Tags, n.Tags) && slices.Equal(m.Values, n.Values) && m.Note == n.Note
}

// stateOf is the state that a work must be in.
func stateOf(w Work) project.State {
	switch {
	case w.State == project.InWork || w.State == project.Done:
		return w.State
	case len(w.Marks) > 0 || w.State != project.NotStarted:
		return project.InWork
	}
	return project.NotStarted
}

// What one mark, and one place, may have: far more than anybody means, so that a
// file cannot make the comparison of a class endless.
const (
	mostPieces   = 200
	mostMarkTags = 50
	mostDeep     = 100 // marks of one student over one another
)

func (m Mark) tooMuch() bool { return len(m.Pieces) > mostPieces || len(m.Tags) > mostMarkTags }

// shallow leaves the marks that lie over no more than mostDeep others, the first
// ones first.
func shallow(marks []Mark) []Mark {
	if len(marks) <= mostDeep {
		return marks
	}
	order := slices.SortedStableFunc(slices.Values(marks), compareMarks)
	var ends []int // of the marks that reach on, in no order
	out := order[:0]
	for _, m := range order {
		start, end := m.Pieces[0].Start, m.Pieces[len(m.Pieces)-1].End
		ends = slices.DeleteFunc(ends, func(e int) bool { return e <= start })
		if len(ends) > mostDeep {
			continue
		}
		ends, out = append(ends, end), append(out, m)
	}
	return out
}

// mended is a mark that records can keep. It has no pieces where there is
// nothing to find it by.
func mended(m Mark) Mark {
	m.ID, m.Note = annotation.ID(clean(string(m.ID))), clean(m.Note)
	m.Pieces = slices.DeleteFunc(m.Pieces, func(p annotation.Piece) bool { return p.Empty() && p.Quote == "" })
	for i := range m.Pieces {
		m.Pieces[i].Quote = clean(m.Pieces[i].Quote)
		if !somewhere(m.Pieces[i]) {
			m.Pieces[i].Span = nowhere
		}
	}
	for i, t := range m.Tags {
		m.Tags[i] = annotation.TagID(clean(string(t)))
	}
	for i, v := range m.Values {
		m.Values[i] = annotation.Value{Attribute: annotation.AttributeID(clean(string(v.Attribute))), Value: clean(v.Value)}
	}
	if m.Made = annotation.Time(m.Made); !annotation.ValidTime(m.Made) {
		m.Made = time.Time{}
	}
	return m
}

// unsaid counts the pieces that do not say where they stand.
func unsaid(m Mark) (n int) {
	for _, p := range m.Pieces {
		if !somewhere(p) {
			n++
		}
	}
	return n
}

// derived is a UUID (version 8 of RFC 9562) made of what it names, so that it is
// the same whenever the file is read.
func derived(who annotation.PersonID, on article.ID, what string) annotation.ID {
	b := sha256.Sum256([]byte(strings.Join([]string{string(who), string(on), what}, "\x00")))
	b[6], b[8] = b[6]&0x0F|0x80, b[8]&0x3F|0x80
	return annotation.ID(fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16]))
}

// names mends what tags are called, and names those that are used without one.
func (r *handInReader) names() {
	h := r.h
	if h.Tags == nil {
		h.Tags = []Named{}
	}
	known := map[string]bool{}
	for _, list := range [][]Named{h.Tags, h.Attributes} {
		for i, n := range list {
			list[i] = Named{clean(n.ID), nameOf(n.Name, longTitle)}
			known[n.ID] = true
		}
	}
	h.Tags = slices.DeleteFunc(h.Tags, func(n Named) bool { return n.ID == "" || n.Name == "" })
	nameless := map[annotation.TagID]bool{}
	for _, w := range h.Articles {
		for _, m := range w.Marks {
			for _, t := range m.Tags {
				if !known[string(t)] {
					nameless[t] = true
				}
			}
		}
	}
	if len(nameless) > 0 && !r.h.partial {
		r.repair("The file does not say what %s of its marks are called.", problem.Count(len(nameless), "tag"))
	}
}

// answers keeps what marks of the hand-in bear out.
func (r *handInReader) answers() {
	own := map[annotation.ID]bool{}
	for _, w := range r.h.Articles {
		for _, m := range w.Marks {
			own[m.ID] = true
		}
	}
	gone := 0
	for i := range r.h.Answers {
		a := &r.h.Answers[i]
		n := len(a.Marks)
		a.Question, a.Text = clean(a.Question), clean(a.Text)
		a.Marks = slices.DeleteFunc(a.Marks, func(id annotation.ID) bool { return !own[id] })
		gone += n - len(a.Marks)
	}
	if gone > 0 {
		r.repair("Answers name %s that are not in the file.", problem.Count(gone, "mark"))
	}
	slices.SortStableFunc(r.h.Answers, func(a, b Answer) int { return cmp.Compare(a.Question, b.Question) })
}
