//go:build !page

package exchange

import (
	"strings"
	"unicode/utf8"

	"claimlight/app/article"
	"claimlight/app/span"
)

// quotes decides which names are quotes: those that are the text at the
// position, whatever that counts, and those that stand elsewhere in the text and
// are as long as the mark. Others are what somebody called the selection.
func (q *qdpxReader) quotes(d *Doc, names []string) {
	var clean sliced
	var rulers []ruler
	everything := ""
	for i, name := range names {
		if strings.TrimSpace(name) == "" {
			continue
		}
		if rulers == nil && d.Text != "" {
			clean = cleaned(d.Text)
			for _, c := range qdpxCounts() {
				rulers = append(rulers, newRuler(d.Text, c))
			}
		}
		m := &d.Marks[i]
		switch {
		case qdpxStands(clean, rulers, m.Pieces[0], name):
			m.Quote = name
			continue
		case !qdpxAsLong(m.Pieces[0], name):
		case d.Text == "":
			m.Quote = name
			continue
		case q.searched <= maxSearch:
			if everything == "" {
				everything = solid(qdaText(clean.text))
			}
			q.searched += len(everything)
			start, _ := qdpxCut(article.Clean(name))
			if start = solid(qdaText(start)); start != "" && strings.Contains(everything, start) {
				m.Quote = name
				continue
			}
		}
		q.labels.add("names", name)
	}
}

// qdpxStands reports whether a name is the text at a position, in one of the
// ways of counting.
func qdpxStands(clean sliced, rulers []ruler, s span.Span, name string) bool {
	for i, r := range rulers {
		if at, ok := r.span(s, qdpxCounts()[i]); ok && sameQDPX([]string{clean.slice(at)}, name) {
			return true
		}
	}
	return false
}

// qdpxAsLong reports whether a name may be the text of a span that is not where
// it should be, going by their lengths: a unit may count a sign, and a line end,
// as two.
func qdpxAsLong(s span.Span, name string) bool {
	start, cut := qdpxCut(name)
	n, size := s.End-s.Start, utf8.RuneCountInString(strings.TrimSpace(start))
	return n <= 0 || 2*n >= size && (cut || n <= 2*size+2)
}
