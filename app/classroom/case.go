package classroom

import (
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// CaseKind is what became of a mark.
type CaseKind string

// The kinds of cases. The last two are of marks that are none of the key's.
const (
	Right    CaseKind = "right"
	TooLong  CaseKind = "too long"
	TooShort CaseKind = "too short"
	Shifted  CaseKind = "shifted"   // too much at one end, too little at the other
	Joined   CaseKind = "joined"    // one mark for two or more of the key
	Split    CaseKind = "split"     // two marks or more for one of the key
	OtherTag CaseKind = "other tag" // the edges are right
	Missed   CaseKind = "missed"
	NotInKey CaseKind = "not in the key" // which is not to say that it is wrong
	Again    CaseKind = "again"          // on a place that another mark has already
)

// CaseKinds lists all kinds in the order in which they are told.
var CaseKinds = []CaseKind{Right, TooLong, TooShort, Shifted, Joined, Split, OtherTag, Missed, NotInKey, Again}

// Case is what became of a mark of the key, or of a mark that is not in it.
type Case struct {
	Kind    CaseKind
	Article article.ID
	Key     string          // the ID of the key's mark; "" if it is none
	Marks   []annotation.ID // the student's, that which counts first
	Keys    []string        // the IDs of the key's marks that were joined into one, this one among them
	// Found is true where one of the student's marks is taken for that of the key,
	// with which it shares half at least. Of those is the figure of the right tags.
	Found bool
	// Credit is what it counts for, from 0 to 1; 0 also where less than half of
	// it is right.
	Credit float64
	// Tags is the share of the tags that are right: 1 if all are, also where the
	// key asks for none.
	Tags float64
	// At is where it stands in the text: the key's best edges, or the student's.
	At []annotation.Piece
	// Says is what became of it, a sentence for the student; "" where nobody asked
	// for words (Class.ScoreAt).
	Says string
}

// caseInText is where a case stands in the text, and which of those found it is.
type caseInText struct {
	span.Span
	at int
}

// cases adds to a list what became of each mark, in the order in which they are
// read.
func (m *match) cases(out []Case) []Case {
	m.told, m.said, m.order = append(m.told[:0], make([]bool, len(m.own))...), m.said[:0], m.order[:0]
	for k := range m.key {
		m.said = append(m.said, m.ofMark(k))
	}
	for o := range m.own {
		if !m.told[o] {
			m.said = append(m.said, m.besides(o))
		}
	}
	for i := range m.said {
		m.order = append(m.order, caseInText{m.said[i].At[0].Span, i})
	}
	slices.SortFunc(m.order, func(a, b caseInText) int {
		if c := span.Compare(a.Span, b.Span); c != 0 {
			return c
		}
		return a.at - b.at
	})
	for _, one := range m.order {
		out = append(out, m.said[one.at])
	}
	return out
}

// ofMark is what became of a mark of the key.
func (m *match) ofMark(k int) Case {
	c := Case{Kind: Missed, Article: m.on.ID, Key: m.key[k].ID, At: m.key[k].Ways[0]}
	first := -1 // the mark that counts first
	h := m.hitOf(k)
	parts := m.parts(k)
	joint, keys := m.joint(k)
	switch {
	case len(keys) > 1:
		c.Kind, c.Keys, first = Joined, keys, joint
		m.add(&c, joint)
	case len(parts) > 1:
		c.Kind, first = Split, parts[0]
		m.add(&c, parts...)
	case h != nil:
		c.Kind, first = m.edgesOf(h.own, k, h.way), h.own
		m.add(&c, first)
	default:
		if near, way := m.nearest(k); near >= 0 {
			c.Kind, first = m.edgesOf(near, k, way), near
			m.add(&c, first)
		}
	}
	if h != nil {
		c.Found, c.Credit, c.Tags = true, h.credit, h.tags
		if c.Kind == Right && c.Tags < 1 {
			c.Kind = OtherTag
		}
	} else if first >= 0 {
		c.Tags = m.key[k].tags(&m.own[first])
	}
	if m.tells {
		m.say(&c, k, first)
	}
	return c
}

// add names the student's marks of a case.
func (m *match) add(c *Case, own ...int) {
	c.Marks = make([]annotation.ID, len(own))
	for i, o := range own {
		c.Marks[i] = m.own[o].ID
		m.told[o] = true
	}
}

// mostly reports whether at least half of the one lies in the other.
func mostly(part, of []span.Span) bool { return 2*common(part, of) >= size(part) }

// parts are the student's marks that make up a mark of the key, the one that
// counts first: those of which most lies in it and that no other mark of the key
// takes, none over another.
func (m *match) parts(k int) []int {
	m.part = m.part[:0]
	if h := m.hitOf(k); h != nil {
		m.part = append(m.part, h.own)
	}
	for _, o := range m.over.of(k) {
		if !m.free(o) || !mostly(m.own[o].spans, m.key[k].ways[0]) {
			continue
		}
		if !slices.ContainsFunc(m.part, func(other int) bool { return common(m.own[other].spans, m.own[o].spans) > 0 }) {
			m.part = append(m.part, o)
		}
	}
	return m.part
}

// joint is a student's mark that holds a mark of the key and others, which
// nothing else of the student is taken for; own is that mark.
func (m *match) joint(k int) (own int, keys []string) {
	for _, o := range m.over.of(k) {
		under := m.under.of(o)
		if len(under) < 2 || !m.holds(o, k) {
			continue
		}
		keys = keys[:0]
		for _, other := range under {
			if m.holds(o, other) {
				keys = append(keys, m.key[other].ID)
			}
		}
		if len(keys) > 1 {
			return o, keys
		}
	}
	return -1, nil
}

// holds reports whether a mark of the key lies in a student's mark, and none
// other is taken for it.
func (m *match) holds(o, k int) bool {
	h := m.hitOf(k)
	return (h == nil || h.own == o) && mostly(m.key[k].ways[0], m.own[o].spans)
}

// nearest is the free mark that overlaps a mark of the key most, -1 if none does.
func (m *match) nearest(k int) (own, way int) {
	own, most := -1, 0.0
	for _, o := range m.over.of(k) {
		if !m.free(o) {
			continue
		}
		if w, share := m.key[k].best(&m.own[o]); share > most {
			own, way, most = o, w, share
		}
	}
	return own, way
}

// edgesOf is how the edges of a mark differ from those of the key.
func (m *match) edgesOf(o, k, way int) CaseKind {
	own, key := m.own[o].spans, m.key[k].ways[way]
	both := common(own, key)
	more, less := size(own) > both, size(key) > both
	switch {
	case more && less:
		return Shifted
	case more:
		return TooLong
	case less:
		return TooShort
	}
	return Right
}

// besides is what a mark is that no mark of the key is told with.
func (m *match) besides(o int) Case {
	c := Case{Kind: NotInKey, Article: m.on.ID, Marks: []annotation.ID{m.own[o].ID}, At: m.own[o].Pieces, Tags: 1}
	if keys := m.under.of(o); len(keys) > 0 {
		c.Kind, c.Key = Again, m.key[keys[0]].ID
	}
	if m.tells {
		m.say(&c, -1, o)
	}
	return c
}
