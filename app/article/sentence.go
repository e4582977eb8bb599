package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	uax "github.com/clipperhouse/uax29/v2/sentences"
)

func (a *Article) sentences(i int) []piece {
	r := &a.regions()[i]
	r.onceSentences.Do(func() {
		text := a.Slice(r.start, r.end)
		if r.block {
			text = unwrap(text)
		}
		r.sentences = findSentences(text, r.start)
	})
	return r.sentences
}

// unwrap makes spaces of the single line feeds in a block: they wrap its
// lines and end no sentence. Offsets stay as they are.
func unwrap(text string) string {
	if !strings.Contains(text, "\n") {
		return text
	}
	b := []byte(text)
	for i, c := range b {
		if c == '\n' && (i == 0 || text[i-1] != '\n') && (i+1 == len(b) || text[i+1] != '\n') {
			b[i] = ' '
		}
	}
	return string(b)
}

// findSentences returns the sentences of a text without the space around
// them. The boundaries are those of UAX #29 section 5, with the ones taken
// out that abbreviations and quotations lead it to, and a few put in.
func findSentences(text string, at int) []piece {
	var out []piece
	from := 0
	add := func(to int) {
		whole := text[from:to]
		inner := strings.TrimLeftFunc(whole, unicode.IsSpace)
		lead := utf8.RuneCountInString(whole[:len(whole)-len(inner)])
		if n := utf8.RuneCountInString(strings.TrimRightFunc(inner, unicode.IsSpace)); n > 0 {
			out = append(out, newPiece(at+lead, n))
		}
		at += utf8.RuneCountInString(whole)
		from = to
	}
	for _, c := range candidates(text) {
		if c.at > from && splits(text, from, c) {
			add(c.at)
		}
	}
	add(len(text))
	return out
}

// candidate is a place in bytes where a sentence might start. sure says that
// UAX #29 puts a boundary there.
type candidate struct {
	at   int
	sure bool
}

func candidates(text string) []candidate {
	var out []candidate
	for it := uax.FromString(text); it.Next(); {
		out = append(out, candidate{beforeOpening(text, it.End()), true})
	}
	out = append(out, missed(text)...)
	slices.SortStableFunc(out, func(x, y candidate) int { return x.at - y.at })
	return out
}

// beforeOpening moves a boundary back to before the opening marks it stands
// behind: UAX #29 does not tell opening from closing, and where no spaces are
// written it gives the “ of the next sentence to this one.
func beforeOpening(text string, at int) int {
	for at < len(text) {
		r, n := utf8.DecodeLastRuneInString(text[:at])
		if !unicode.In(r, unicode.Pi, unicode.Ps) {
			break
		}
		if next, _ := utf8.DecodeRuneInString(text[at:]); unicode.IsSpace(next) {
			break // German closes with it
		}
		at -= n
	}
	return at
}

// missed finds starts that UAX #29 does not see: after stop and space, where
// a digit or an opening quotation mark stands, it looks at the letter behind
// that and takes a small one for the same sentence; and "…" stops nothing.
func missed(text string) []candidate {
	var out []candidate
	const idle, stopped, closed, spaced = 0, 1, 2, 3
	state, dots := idle, false
	for i, r := range text {
		switch {
		case r == '.' || r == '!' || r == '?' || r == '…':
			state, dots = stopped, r == '…'
		case state == idle:
		case unicode.IsSpace(r):
			if state == stopped && dots {
				state = idle // words trail off, the sentence may go on
			} else {
				state = spaced
			}
		case state == spaced:
			if unicode.IsDigit(r) || quoteOpens(r) || dots && unicode.IsUpper(r) {
				out = append(out, candidate{at: i})
			}
			state = idle
		case closing(r):
			state = closed
		default:
			state = idle
		}
	}
	return out
}

func quoteOpens(r rune) bool {
	return unicode.Is(unicode.Pi, r) || r == '„' || r == '‚' || r == '"'
}

// splits judges a candidate: does a sentence that started at from end there?
func splits(text string, from int, c candidate) bool {
	left := strings.TrimRightFunc(text[from:c.at], unicode.IsSpace)
	if c.sure && separated(text[from+len(left):c.at]) {
		return true
	}
	core := strings.TrimRightFunc(left, closing)
	right := lookAhead(text[c.at:])
	if right.head == 0 || enumerates(core) {
		return false
	}
	mark, _ := utf8.DecodeLastRuneInString(core)
	kind := plain
	if mark == '.' && core == left {
		kind = endingOf(lastWord(core[:len(core)-1]))
	}
	return judge(kind, mark, core != left, right)
}

// separated reports whether a paragraph ends in the space.
func separated(space string) bool { return strings.ContainsAny(space, "\n\u0085\u2028\u2029") }

// enumerates reports whether a text is only the number of a list's item: "1."
func enumerates(core string) bool {
	return len(core) <= 5 && strings.TrimLeft(core, "0123456789.") == "" && core != "" && core[0] != '.'
}

// judge decides by what the stop may be, which stop it is, whether a closing
// mark stands behind it, and what follows.
func judge(kind ending, mark rune, closed bool, right ahead) bool {
	switch {
	case unicode.IsLower(right.head):
		return right.quoted && kind == plain && mark != '…'
	case kind == title:
		return false
	case unicode.IsDigit(right.head):
		return kind == plain || kind == soft && right.quoted
	case kind == timed:
		return !times(right.word)
	case kind == soft:
		return right.quoted || starters(right.word)
	case mark == '…':
		return closed
	case closed && mark != '.':
		return !right.names()
	}
	return true
}

// lastWord returns the letters and periods at the end of a text.
func lastWord(text string) string {
	i := len(text)
	for i > 0 && len(text)-i < 20 {
		r, n := utf8.DecodeLastRuneInString(text[:i])
		if !unicode.IsLetter(r) && r != '.' {
			break
		}
		i -= n
	}
	return text[i:]
}

// ahead is what follows a candidate.
type ahead struct {
	head   rune // the first letter or digit, 0 if none is near
	quoted bool // a quotation mark stands before it
	word   string
	text   string // from the word on
}

// lookAhead looks at no more than the next few characters, so that a text of
// nothing but stops costs no more than another.
func lookAhead(text string) ahead {
	const near = 200
	var x ahead
	for i, r := range text[:min(near, len(text))] {
		if r == utf8.RuneError {
			break
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			x.head, x.text = r, text[i:min(i+near, len(text))]
			x.word = letters(x.text)
			return x
		}
		x.quoted = x.quoted || quoteOpens(r)
	}
	if len(text) > near {
		x.head = '-' // too far to see: a start like any other
	}
	return x
}

func letters(text string) string {
	if i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		return text[:i]
	}
	return text
}

// names reports whether a name and a verb of saying follow, as in
// “Next time in Moscow?” Putin asked.
func (x ahead) names() bool {
	if x.quoted || starters(x.word) {
		return false
	}
	for i, word := range strings.Fields(x.text) {
		bare := strings.TrimRight(word, ".,")
		if sayings(bare) {
			return i > 0 && bare != word
		}
		if r, _ := utf8.DecodeRuneInString(word); i >= 4 || !unicode.IsUpper(r) || bare != word {
			return false
		}
	}
	return false
}
