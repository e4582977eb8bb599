package classroom

import (
	"slices"
	"strings"
	"unicode"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// target is a mark of the key, ready to be compared: its ways without white
// space and punctuation at their edges, which make no difference.
type target struct {
	KeyMark
	ways [][]span.Span
	all  span.Span // what all ways lie in
}

// shot is a student's mark, ready to be compared.
type shot struct {
	*Mark
	spans []span.Span
	all   span.Span
}

// trimmer keeps the code points of texts.
type trimmer map[article.ID][]rune

// trim leaves off what is neither letter nor number at the edges of spans. What
// has nothing else stays as it is.
func (t trimmer) trim(a *article.Article, pieces []annotation.Piece) []span.Span {
	text, known := t[a.ID]
	if !known {
		text = []rune(a.Text)
		t[a.ID] = text
	}
	out := make([]span.Span, 0, len(pieces))
	for i := range pieces {
		p := &pieces[i]
		s := p.Span.Intersect(span.Span{End: len(text)})
		u := s
		for u.Start < u.End && !wordy(text[u.Start]) {
			u.Start++
		}
		for u.Start < u.End && !wordy(text[u.End-1]) {
			u.End--
		}
		if !u.Empty() {
			s = u
		}
		if !s.Empty() {
			out = append(out, s)
		}
	}
	if len(out) == 1 {
		return out
	}
	return span.Join(out)
}

// wordy reports whether a mark may be told from another by a code point.
func wordy(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || unicode.IsSymbol(r)
}

func extent(spans []span.Span) span.Span {
	if len(spans) == 0 {
		return span.Span{}
	}
	return span.Span{Start: spans[0].Start, End: spans[len(spans)-1].End}
}

// target is a mark of the key; it has no ways where none of them is in the text.
func (r *reckoner) target(on *article.Article, k KeyMark) target {
	k.Ways = slices.DeleteFunc(slices.Clone(k.Ways), func(way []annotation.Piece) bool {
		return len(way) == 0 || slices.ContainsFunc(way, func(p annotation.Piece) bool { return p.Start < 0 || p.Empty() || p.End > on.Len() })
	})
	t := target{KeyMark: k}
	for i, way := range k.Ways {
		spans := r.trimmer.trim(on, way)
		t.ways = append(t.ways, spans)
		if e := extent(spans); i == 0 {
			t.all = e
		} else {
			t.all = span.Span{Start: min(t.all.Start, e.Start), End: max(t.all.End, e.End)}
		}
	}
	return t
}

// shots are marks in an order of their own, so that nothing depends on that of
// a file.
func (r *reckoner) shots(on *article.Article, marks []Mark) []shot {
	out := slices.Grow(r.match.own[:0], len(marks))
	for i := range marks {
		spans := r.trimmer.trim(on, marks[i].Pieces)
		out = append(out, shot{&marks[i], spans, extent(spans)})
	}
	slices.SortFunc(out, func(a, b shot) int {
		if c := span.Compare(a.all, b.all); c != 0 {
			return c
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	return out
}

// size is how many code points spans have.
func size(spans []span.Span) (n int) {
	for _, s := range spans {
		n += s.Len()
	}
	return n
}

// common is how many code points both have.
func common(a, b []span.Span) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		n += a[i].Intersect(b[j]).Len()
		if a[i].End < b[j].End {
			i++
		} else {
			j++
		}
	}
	return n
}

// overlap is what both cover as a share of what either covers.
func overlap(a, b []span.Span) float64 {
	if len(a) == 1 && len(b) == 1 { // as nearly all
		return alike(a[0], b[0])
	}
	both := common(a, b)
	if both == 0 {
		return 0
	}
	return float64(both) / float64(size(a)+size(b)-both)
}

// best is the way that a mark is most like, and how much.
func (t *target) best(s *shot) (way int, most float64) {
	if !t.all.Overlaps(s.all) {
		return 0, 0
	}
	for i, w := range t.ways {
		if o := overlap(w, s.spans); o > most {
			way, most = i, o
		}
	}
	return way, most
}

// tags is how right the tags of a mark are: the share of them that the key
// takes. Where the key has none, any will do.
func (t *target) tags(s *shot) float64 {
	if len(t.Tags) == 0 {
		return 1
	}
	right := 0
	for _, tag := range s.Tags {
		if slices.Contains(t.Tags, tag) {
			right++
		}
	}
	return float64(right) / float64(max(len(s.Tags), 1))
}

// hit is a student's mark that is taken for one of the key.
type hit struct {
	own, key, way         int
	overlap, tags, credit float64
}

// match is a student's marks on an article beside those of the key. One is used
// again and again, so that a class leaves no garbage behind.
type match struct {
	*reckoner
	on    *article.Article
	key   []target
	own   []shot
	hits  []hit
	ofKey []int // of each mark of the key, its place among the hits, -1 for none
	ofOwn []int
	over  lists // for each of the key: the student's marks that overlap it
	under lists // for each of the student's: the marks of the key that it overlaps
	reach []int // for each of the student's: how far it and those before it reach
	edges []agreement.Edge
	part  []int        // what parts found last
	told  []bool       // own marks that are part of a case
	said  []Case       // the cases, as they were found
	order []caseInText // and as they are read
}

// lists are many short lists of numbers in one.
type lists struct {
	from []int // where each begins
	all  []int
}

func (l *lists) reset()         { l.from, l.all = l.from[:0], l.all[:0] }
func (l *lists) begin()         { l.from = append(l.from, len(l.all)) }
func (l *lists) add(number int) { l.all = append(l.all, number) }

// of is one of the lists.
func (l *lists) of(i int) []int {
	if i+1 < len(l.from) {
		return l.all[l.from[i]:l.from[i+1]]
	}
	return l.all[l.from[i]:]
}

// turn makes the n lists that say of each number in which of the others it is.
func (l *lists) turn(others *lists, n int) {
	l.from = append(l.from[:0], make([]int, n)...)
	l.all = append(l.all[:0], others.all...)
	for _, number := range others.all {
		l.from[number]++
	}
	sum := 0
	for i, size := range l.from {
		sum += size
		l.from[i] = sum // where the list ends, and it is filled from there
	}
	for i := len(others.from) - 1; i >= 0; i-- {
		for _, number := range others.of(i) {
			l.from[number]--
			l.all[l.from[number]] = i
		}
	}
}

// hit is what a student's mark is worth if it is taken for one of the key.
func (m *match) hit(o, k int) hit {
	way, share := m.key[k].best(&m.own[o])
	tags := m.key[k].tags(&m.own[o])
	return hit{o, k, way, share, tags, m.w.credit(share, tags)}
}

// hitOf is what was taken for a mark of the key, nil if nothing was.
func (m *match) hitOf(k int) *hit {
	if at := m.ofKey[k]; at >= 0 {
		return &m.hits[at]
	}
	return nil
}

// free reports whether a student's mark was taken for none of the key.
func (m *match) free(o int) bool { return m.ofOwn[o] < 0 }

// whole makes numbers of shares, so that sums do not depend on their order.
const whole = 1 << 32

// meet finds which marks of the student overlap which of the key, and what it is
// worth to take one for the other.
func (m *match) meet() {
	m.over.reset()
	m.edges, m.reach = m.edges[:0], m.reach[:0]
	furthest := 0
	for o := range m.own {
		if end := m.own[o].all.End; end > furthest {
			furthest = end
		}
		m.reach = append(m.reach, furthest)
	}
	first := 0
	for k := range m.key {
		m.over.begin()
		t := &m.key[k]
		for first < len(m.own) && m.reach[first] <= t.all.Start { // both are sorted by their start
			first++
		}
		for o := first; o < len(m.own) && m.own[o].all.Start < t.all.End; o++ {
			_, share := t.best(&m.own[o])
			if share > 0 {
				m.over.add(o)
			}
			if share < half {
				continue
			}
			h := m.hit(o, k)
			m.edges = append(m.edges, agreement.Edge{A: o, B: k, Worth: [3]int64{int64(h.credit * whole), int64(h.tags * whole), int64(share * whole)}})
		}
	}
	m.under.turn(&m.over, len(m.own))
}

// pair takes the student's marks for those of the key, one to one, so that
// their credit is the largest, then that of their tags, then their overlap.
func (m *match) pair() error {
	m.meet()
	taken, err := agreement.Heaviest(m.edges)
	if err != nil {
		return err
	}
	m.hits, m.ofKey, m.ofOwn = m.hits[:0], none(m.ofKey, len(m.key)), none(m.ofOwn, len(m.own))
	for i, e := range taken {
		m.hits = append(m.hits, m.hit(e.A, e.B))
		m.ofKey[e.B], m.ofOwn[e.A] = i, i
	}
	return nil
}

// none is a list that says of n that they have no place.
func none(list []int, n int) []int {
	list = list[:0]
	for range n {
		list = append(list, -1)
	}
	return list
}
