package reader

import (
	"strings"
	"unicode/utf8"

	"claimlight/app/article"
	"claimlight/app/ingest"
)

// lines collects an article line by line, as a browser lays out text: runs of
// space are one space, blocks and line breaks end a line.
type lines struct {
	out      []ingest.Line
	b        strings.Builder
	space    bool         // one is due before the next word
	verbatim bool         // space is kept, as in <pre>
	kind     article.Kind // of the line at work
	titled   bool         // there is a headline
	time     bool         // the line has a time in it that the source marks as one
}

// text adds words to the line.
func (l *lines) text(s string) {
	for s != "" {
		i := strings.IndexAny(s, " \t\n\r\f")
		if i < 0 {
			l.word(s)
			return
		}
		l.word(s[:i])
		l.gap(s[i])
		s = s[i+1:]
	}
}

func (l *lines) word(s string) {
	if s == "" {
		return
	}
	if l.space && l.b.Len() > 0 {
		l.b.WriteByte(' ')
	}
	l.space = false
	l.b.WriteString(s)
}

func (l *lines) gap(c byte) {
	switch {
	case !l.verbatim:
		l.space = true
	case c == '\n':
		l.end()
	case c != '\r' && c != '\f':
		l.b.WriteByte(c)
	}
}

// tab parts two cells of a row.
func (l *lines) tab() {
	l.space = false
	l.b.WriteByte('\t')
}

// longestHeading is how long a heading may be, in code points. What is longer
// is text in a heading that somebody forgot to end.
const longestHeading = 400

// longestSign is how long a line may be, in code points, that says who wrote
// the article or when.
const longestSign = 120

// end ends the line; one without anything is none.
func (l *lines) end() {
	text := l.b.String()
	if strings.TrimSpace(text) != "" {
		kind, n := l.kind, utf8.RuneCountInString(text)
		long := n > longestSign
		switch {
		case n > longestHeading:
			kind = ""
		case kind == article.Byline && long:
			kind = ""
		case kind == "" && l.time && !long && !strings.ContainsAny(text[len(text)-1:], ".!?"):
			kind = article.Byline
		}
		l.titled = l.titled || kind == article.Headline
		l.out = append(l.out, ingest.Line{Kind: kind, Text: text})
	}
	l.b.Reset()
	l.space, l.time = false, false
}

// lineBreak ends a line inside of a paragraph. A heading that is broken into two
// lines stays one.
func (l *lines) lineBreak() {
	switch {
	case l.kind != article.Headline && l.kind != article.Subheading:
		l.end()
	case l.verbatim && l.b.Len() > 0:
		l.b.WriteByte(' ')
	default:
		l.space = true
	}
}

// block writes lines of a kind; "" leaves it as it is around.
func (l *lines) block(kind article.Kind, write func()) {
	l.end()
	before := l.kind
	if kind != "" {
		l.kind = kind
	}
	write()
	l.end()
	l.kind = before
}

// heading is what a heading of a level is: the first of level 1 is the
// article's.
func (l *lines) heading(level int) article.Kind {
	if level > 1 {
		return article.Subheading
	}
	if l.titled {
		return article.Subheading
	}
	return article.Headline
}

// headline returns the headline's text, "" if there is none.
func (l *lines) headline() string {
	for _, line := range l.out {
		if line.Kind == article.Headline {
			return oneLine(line.Text)
		}
	}
	return ""
}

// size is how long the text is, in bytes.
func (l *lines) size() (n int) {
	for _, line := range l.out {
		n += len(line.Text)
	}
	return n
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
