package anchor

import "sort"

// lines are the lines of a text, by where they start.
type lines struct {
	starts []int
	hashes []uint64
	times  map[uint64]int // how often one stands in the text; not the empty one
}

func linesOf(text []rune) lines {
	l := lines{times: map[uint64]int{}}
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] != '\n' {
			continue
		}
		h := lineHash(text[start:i])
		l.starts, l.hashes = append(l.starts, start), append(l.hashes, h)
		if i > start {
			l.times[h]++
		}
		start = i + 1
	}
	return l
}

// at is the hash of the line that holds a place.
func (l lines) at(point int) uint64 {
	return l.hashes[sort.SearchInts(l.starts, point+1)-1]
}

func lineHash(line []rune) uint64 {
	h := uint64(len(line))
	for _, r := range line {
		h = (h ^ uint64(r)) * scramble
		h ^= h >> 31
	}
	return h
}
