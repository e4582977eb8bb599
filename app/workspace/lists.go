package workspace

import (
	"iter"
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

// listsOf makes n lists of annotations, each of which comes with the index of
// its list, in the order in which they are to stand there. It goes through them
// twice: knowing how long each list is, it makes them all at once.
func listsOf(n int, all iter.Seq2[int, *annotation.Annotation]) Lists {
	lengths, total := make([]int, n), 0
	for i := range all {
		lengths[i]++
		total++
	}
	l, room := newLists(n), make([]*annotation.Annotation, total)
	for i, length := range lengths {
		l.parts[i/part][i%part], room = room[:0:length], room[length:]
	}
	for i, an := range all {
		l.parts[i/part][i%part] = append(l.At(i), an)
	}
	return l
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
