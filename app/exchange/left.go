package exchange

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// asides gathers what a reader has no place for, so that it is said once a file
// and not for each of ten thousand documents.
type asides struct {
	order []string
	kinds map[string]*aside
	here  place // what is being read; the zero place where that is not known
}

// aside is one kind of thing, how often it was met and where first, and what it
// was called.
type aside struct {
	count int
	names []string
	first place
}

// at tells what is being read: a record, or a line.
func (l *asides) at(here place) { l.here = here }

// maxNames is how many names of a kind are said.
const maxNames = 12

// add notes one more of a kind, which is the beginning of a sentence; name is
// what tells it from others, "" if nothing does.
func (l *asides) add(what, name string) {
	if l.kinds == nil {
		l.kinds = map[string]*aside{}
	}
	kind := l.kinds[what]
	if kind == nil {
		kind = &aside{first: l.here}
		l.kinds[what], l.order = kind, append(l.order, what)
	}
	kind.count++
	if name != "" && len(kind.names) <= maxNames && !slices.Contains(kind.names, name) {
		kind.names = append(kind.names, name)
	}
}

// say reports all that was left out of a file, each kind where it was met first,
// and forgets it.
func (l *asides) say(in *Input, at place) {
	for _, what := range l.order {
		kind := l.kinds[what]
		names := make([]string, min(len(kind.names), maxNames))
		for i := range names {
			names[i] = quoted(kind.names[i])
		}
		if len(kind.names) > maxNames {
			names = append(names, "and others")
		}
		message := fmt.Sprintf("%s: %d", what, kind.count)
		if len(names) > 0 {
			message += " (" + strings.Join(names, ", ") + ")"
		}
		where, hint := at, ""
		if kind.first != (place{}) {
			if where = kind.first; kind.count > 1 {
				hint = "This is the first of them."
			}
		}
		in.problem(where, hint, "%s.", message)
	}
	*l = asides{}
}

// tallied is a sentence on several things, which begins with what they are, with
// their number at its end: it is as right of one as of many.
func tallied(what string, n int) string {
	_, first := utf8.DecodeRuneInString(what)
	return fmt.Sprintf("%s%s: %d.", strings.ToUpper(what[:first]), strings.TrimSuffix(what[first:], "."), n)
}
