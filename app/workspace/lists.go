package workspace

import (
	"slices"

	"claimlight/app/annotation"
)

// part is how many lists lie together.
const part = 64

// Lists is a row of lists of annotations, one a block. It is cut into parts,
// so that a change copies one part and not the row. Nobody changes a Lists
// that was given out.
type Lists struct {
	parts [][][]*annotation.Annotation
	n     int
}

func newLists(n int) Lists {
	l := Lists{parts: make([][][]*annotation.Annotation, (n+part-1)/part), n: n}
	for i := range l.parts {
		l.parts[i] = make([][]*annotation.Annotation, min(part, n-i*part))
	}
	return l
}

// Len is the number of lists.
func (l Lists) Len() int { return l.n }

// At is one of them.
func (l Lists) At(i int) []*annotation.Annotation { return l.parts[i/part][i%part] }

// push adds to a list of one that nobody has seen yet.
func (l Lists) push(i int, an *annotation.Annotation) {
	l.parts[i/part][i%part] = append(l.At(i), an)
}

// with returns lists of which some are others now.
func (l Lists) with(others map[int][]*annotation.Annotation) Lists {
	if len(others) == 0 {
		return l
	}
	l.parts = slices.Clone(l.parts)
	fresh := make(map[int]bool, len(others))
	for i, list := range others {
		if p := i / part; !fresh[p] {
			l.parts[p], fresh[p] = slices.Clone(l.parts[p]), true
		}
		l.parts[i/part][i%part] = list
	}
	return l
}
