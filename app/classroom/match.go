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
	Mark
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
	for _, p := range pieces {
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
	out := make([]shot, len(marks))
	for i, m := range marks {
		spans := r.trimmer.trim(on, m.Pieces)
		out[i] = shot{m, spans, extent(spans)}
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

// match is a student's marks on an article beside those of the key.
type match struct {
	*reckoner
	on    *article.Article
	key   []target
	own   []shot
	hits  []hit
	ofKey map[int]*hit // by index
	ofOwn map[int]*hit
	over  [][]int // for each of the key: the student's marks that overlap it
	under [][]int // for each of the student's: the marks of the key that it overlaps
}

// hit is what a student's mark is worth if it is taken for one of the key.
func (m *match) hit(o, k int) hit {
	way, share := m.key[k].best(&m.own[o])
	tags := m.key[k].tags(&m.own[o])
	return hit{o, k, way, share, tags, m.w.credit(share, tags)}
}

// whole makes numbers of shares, so that sums do not depend on their order.
const whole = 1 << 32

// pair takes the student's marks for those of the key, one to one, so that
// their credit is the largest, then that of their tags, then their overlap.
func (m *match) pair() error {
	var edges []agreement.Edge
	m.over, m.under = make([][]int, len(m.key)), make([][]int, len(m.own))
	for k := range m.key {
		for o := range m.own {
			if m.own[o].all.Start >= m.key[k].all.End {
				break // sorted by their start
			}
			_, share := m.key[k].best(&m.own[o])
			if share > 0 {
				m.over[k], m.under[o] = append(m.over[k], o), append(m.under[o], k)
			}
			if share < half {
				continue
			}
			h := m.hit(o, k)
			edges = append(edges, agreement.Edge{A: o, B: k, Worth: [3]int64{int64(h.credit * whole), int64(h.tags * whole), int64(share * whole)}})
		}
	}
	taken, err := agreement.Heaviest(edges)
	if err != nil {
		return err
	}
	m.ofKey, m.ofOwn = map[int]*hit{}, map[int]*hit{}
	for _, e := range taken {
		m.hits = append(m.hits, m.hit(e.A, e.B))
	}
	for i := range m.hits {
		m.ofKey[m.hits[i].key], m.ofOwn[m.hits[i].own] = &m.hits[i], &m.hits[i]
	}
	return nil
}
