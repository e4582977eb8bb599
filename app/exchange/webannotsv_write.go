//go:build !page

package exchange

import (
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"claimlight/app/span"
)

// webannotsvUnitOut is a row that is written: a word, or a part of one on which
// a mark begins or ends.
type webannotsvUnitOut struct {
	span.Span
	id        string
	marks     []int // of the document
	relations []int // that lead to a mark which begins here
}

// webannotsvWriter writes one document.
type webannotsvWriter struct {
	strings.Builder
	d        *Doc
	clean    sliced
	utf16    []int32 // offset of each code point; nil: the same
	features []string
	first    map[string]string // the row in which a mark begins, by its key
	number   map[string]int    // of a mark, by its key
}

// writeWebAnnoTSV writes a file for each document.
func writeWebAnnoTSV(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	z := newPack(w)
	for d, err := range docs {
		if err != nil {
			return err
		}
		z.file(d.Key+".tsv", webannotsvDocument(d))
	}
	return z.close()
}

// webannotsvDocument is the file of a document. A sentence is a line of the text
// with words in it. The white space behind belongs to it, which the format
// allows and without which it would be lost.
func webannotsvDocument(d *Doc) string {
	w := &webannotsvWriter{d: d, clean: cleaned(d.Text), first: map[string]string{}, number: map[string]int{}}
	w.measure()
	w.header()
	lines := sentences(d.Text)
	units := w.units(lines)
	for i, s := range lines {
		start, end := s.Start, w.len()
		if i == 0 && strings.Trim(w.slice(0, start), " ") != "" {
			start = 0
		}
		if i+1 < len(lines) {
			end = lines[i+1].Start
		}
		w.sentence(w.slice(start, end), i+1 < len(lines))
		if start < s.Start { // a row has to begin where the sentence does
			w.unit(webannotsvUnitOut{id: "1-1"})
		}
		for _, u := range units[i] {
			w.unit(u)
		}
	}
	return w.String()
}

func (w *webannotsvWriter) len() int {
	if w.clean.at == nil {
		return len(w.clean.text)
	}
	return len(w.clean.at) - 1
}

func (w *webannotsvWriter) slice(start, end int) string {
	return w.clean.slice(span.Span{Start: start, End: end})
}

// measure counts the text in UTF-16.
func (w *webannotsvWriter) measure() {
	if w.clean.at == nil {
		return
	}
	at := int32(0)
	for _, r := range w.clean.text {
		w.utf16 = append(w.utf16, at)
		at += int32(widthOf(r, UTF16))
	}
	w.utf16 = append(w.utf16, at)
}

func (w *webannotsvWriter) offset(point int) int {
	if w.utf16 == nil {
		return point
	}
	return int(w.utf16[point])
}

// header names the layers: that of the marks with the features that are used,
// and that of relations if there are any.
func (w *webannotsvWriter) header() {
	used := map[string]bool{}
	for _, m := range w.d.Marks {
		for _, v := range m.Values {
			used[v.Name] = true
		}
	}
	w.features = slices.Sorted(maps.Keys(used))
	w.WriteString("#FORMAT=WebAnno TSV 3.3\n#T_SP=" + uimaLayer + "|label|note")
	for _, f := range w.features {
		w.WriteString("|" + f)
	}
	w.WriteByte('\n')
	if len(w.d.Relations) > 0 {
		w.WriteString("#T_RL=" + uimaLayer + "Relation|label|BT_" + uimaLayer + "\n")
	}
	w.WriteByte('\n')
}

// sentence writes the text of a sentence. A line feed at its end stands for
// itself where another sentence follows.
func (w *webannotsvWriter) sentence(text string, more bool) {
	w.WriteByte('\n')
	if more {
		text = strings.TrimSuffix(text, "\n")
	}
	_, texts := webannotsvCodes()
	for line := range strings.SplitSeq(text, "\n") {
		w.WriteString("#Text=" + texts.escape.Replace(line) + "\n")
	}
}

// units are the rows of the sentences, with what stands in them.
func (w *webannotsvWriter) units(lines []sentence) [][]webannotsvUnitOut {
	marks := w.d.Marks
	order := make([]int, len(marks))
	for i := range order {
		order[i] = i
		w.number[marks[i].Key] = i + 1
	}
	slices.SortStableFunc(order, func(i, j int) int { return span.Compare(marks[i].Pieces[0], marks[j].Pieces[0]) })
	leads := map[string][]int{} // relations by the mark they lead to
	for i, r := range w.d.Relations {
		leads[r.To] = append(leads[r.To], i)
	}
	out := make([][]webannotsvUnitOut, len(lines))
	var active []int
	for i, s := range lines {
		shift := 1
		if i == 0 && strings.Trim(w.slice(0, s.Start), " ") != "" {
			shift = 2 // the first row is that of the white space
		}
		for j, t := range s.tokens {
			for len(order) > 0 && marks[order[0]].Pieces[0].Start < t.End {
				active, order = append(active, order[0]), order[1:]
			}
			active = slices.DeleteFunc(active, func(m int) bool { return marks[m].Pieces[0].End <= t.Start })
			units := webannotsvUnits(fmt.Sprintf("%d-%d", i+1, j+shift), t.Span, active, marks)
			for k := range units {
				w.begin(&units[k], leads)
			}
			out[i] = append(out[i], units...)
		}
	}
	return out
}

// webannotsvUnits are the rows of a word: its own, and one for each part of it
// that a mark covers, in the order in which INCEpTION has them.
func webannotsvUnits(id string, word span.Span, active []int, marks []Mark) []webannotsvUnitOut {
	out := []webannotsvUnitOut{{Span: word, id: id}}
	at := map[span.Span]int{word: 0}
	var parts []span.Span
	for _, m := range active {
		p := marks[m].Pieces[0].Intersect(word)
		if _, there := at[p]; !there {
			at[p] = 0
			parts = append(parts, p)
		}
	}
	slices.SortFunc(parts, func(a, b span.Span) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	for i, p := range parts {
		at[p] = i + 1
		out = append(out, webannotsvUnitOut{Span: p, id: fmt.Sprintf("%s.%d", id, i+1)})
	}
	for _, m := range active {
		u := &out[at[marks[m].Pieces[0].Intersect(word)]]
		u.marks = append(u.marks, m)
	}
	return out
}

// begin notes which marks begin in a row, and what leads to them.
func (w *webannotsvWriter) begin(u *webannotsvUnitOut, leads map[string][]int) {
	for _, m := range u.marks {
		key := w.d.Marks[m].Key
		if _, begun := w.first[key]; !begun {
			w.first[key] = u.id
			u.relations = append(u.relations, leads[key]...)
		}
	}
}

// unit writes a row. All marks have a number, also where the format would do
// without: a value that ends in a backslash would otherwise be misread.
func (w *webannotsvWriter) unit(u webannotsvUnitOut) {
	text := strings.ReplaceAll(w.slice(u.Start, u.End), "\t", `\t`) // a soft hyphen behind a TAB makes a word of both
	fmt.Fprintf(w, "%s\t%d-%d\t%s\t", u.id, w.offset(u.Start), w.offset(u.End), text)
	w.column(u.marks, func(m *Mark) string { return strings.Join(m.Tags, "") })
	w.column(u.marks, func(m *Mark) string { return m.Note })
	for _, f := range w.features {
		w.column(u.marks, func(m *Mark) string {
			for _, v := range m.Values {
				if v.Name == f {
					return v.Value
				}
			}
			return ""
		})
	}
	if len(w.d.Relations) > 0 {
		w.relations(u.relations)
	}
	w.WriteByte('\n')
}

// column writes what the marks of a row say for a feature.
func (w *webannotsvWriter) column(marks []int, of func(*Mark) string) {
	for i, m := range marks {
		if i > 0 {
			w.WriteByte('|')
		}
		mark := &w.d.Marks[m]
		fmt.Fprintf(w, "%s[%d]", webannotsvCell(of(mark)), w.number[mark.Key])
	}
	if len(marks) == 0 {
		w.WriteByte('_')
	}
	w.WriteByte('\t')
}

// webannotsvCell is a value as a cell has it.
func webannotsvCell(value string) string {
	if value == "" {
		return "*"
	}
	values, _ := webannotsvCodes()
	return values.escape.Replace(value)
}

// relations writes the two columns of relations that lead to the marks of a row:
// their names, and where they come from.
func (w *webannotsvWriter) relations(at []int) {
	if len(at) == 0 {
		w.WriteString("_\t_\t")
		return
	}
	for i, r := range at {
		if i > 0 {
			w.WriteByte('|')
		}
		w.WriteString(webannotsvCell(w.d.Relations[r].Name))
	}
	w.WriteByte('\t')
	for i, r := range at {
		if i > 0 {
			w.WriteByte('|')
		}
		from, to := w.d.Relations[r].From, w.d.Relations[r].To
		fmt.Fprintf(w, "%s[%d_%d]", w.first[from], w.number[from], w.number[to])
	}
	w.WriteByte('\t')
}
