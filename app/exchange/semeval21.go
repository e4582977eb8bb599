//go:build !page

package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"claimlight/app/span"
)

// SemEval2021 is the form of SemEval-2021 Task 6, spans of persuasion techniques
// in short texts: a JSON list of objects with an id, a text, and labels with
// start, end, technique and text_fragment. Offsets are code points, the end
// exclusive. In the published files some fragments are not the text at their
// offsets. Source: the task's data and scorer.
var SemEval2021 = Format{
	ID: "semeval21", Name: "SemEval-2021 Task 6 (persuasion)", Ext: ".semeval21.json", MIME: "application/json",
	About:  "One JSON list of texts with spans that have one label each, as the shared task on persuasion in memes has them.",
	Also:   []string{".json", ".txt"},
	Sniff:  semeval21Sniff,
	Holds:  Holds{Texts: true, Overlap: true, Letters: true},
	Counts: []Count{{}, {Lines: EachIsOne}, {Unit: UTF16}},
	Read:   readSemEval21, Write: writeSemEval21,
}

// semeval21Sniff looks for the key that no other program has.
func semeval21Sniff(data []byte) bool {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF")))
	return len(data) > 0 && (data[0] == '[' || data[0] == '{') &&
		bytes.Contains(data, []byte(`"technique"`)) && bytes.Contains(data, []byte(`"labels"`)) && bytes.Contains(data, []byte(`"text"`))
}

func readSemEval21(in *Input, take func(*Doc) error) error {
	for _, f := range in.Files {
		r := semeval21Reader{in: in, others: map[string]bool{}}
		err := in.records(f, func(n *node) error {
			if d := r.document(n); d != nil {
				return take(d)
			}
			return nil
		})
		if err != nil {
			return err
		}
		r.finish(f)
	}
	return nil
}

// semeval21Reader reads a file; what it has no place for is said once.
type semeval21Reader struct {
	in     *Input
	others map[string]bool // keys that have no place here
	whole  int             // labels of whole documents
}

func (r *semeval21Reader) finish(f File) {
	if r.whole > 0 {
		r.in.problem(place{file: f.Name}, "They were left out.", "%d labels are of a whole text and mark nothing in it.", r.whole)
	}
	if len(r.others) > 0 {
		names := slices.Sorted(maps.Keys(r.others))
		r.in.problem(place{file: f.Name}, "They were left out.", "There is no place here for these keys: %s.", quoted(strings.Join(names, ", ")))
	}
}

// rest notes keys of an object that are not among the known.
func (r *semeval21Reader) rest(n *node, known ...string) {
	for key := range n.value.(map[string]any) {
		if !slices.Contains(known, key) && len(r.others) < maxList {
			r.others[key] = true
		}
	}
}

// document reads one text; nil if there is none.
func (r *semeval21Reader) document(n *node) *Doc {
	if !n.object() {
		return nil
	}
	r.rest(n, "id", "text", "labels")
	d := &Doc{Key: semeval21ID(n.key("id")), Text: n.key("text").text(), place: n.place()}
	d.Meta.File = d.Key
	for _, label := range n.key("labels").all() {
		if _, whole := label.value.(string); whole {
			r.whole++
			continue
		}
		if m, ok := semeval21Mark(label); ok {
			r.rest(label, "start", "end", "technique", "text_fragment")
			d.Marks = append(d.Marks, m)
		}
	}
	return d
}

// semeval21ID is a text or a number.
func semeval21ID(n *node) string {
	if number, ok := n.value.(json.Number); ok {
		return number.String()
	}
	return n.text()
}

// semeval21Mark reads a label.
func semeval21Mark(n *node) (m Mark, ok bool) {
	if !n.object() {
		return m, false
	}
	m = Mark{Quote: n.key("text_fragment").text(), place: n.place()}
	if technique := n.key("technique").text(); technique != "" {
		m.Tags = []string{technique}
	}
	start, ok1 := n.key("start").number()
	end, ok2 := n.key("end").number()
	switch {
	case ok1 && ok2:
		m.Pieces = []span.Span{{Start: start, End: end}}
	case m.Quote == "":
		n.problem(hintLeftOut, "There is no start and end here, and no text_fragment.")
		return m, false
	default:
		n.problem(hintQuoteOnly, "There is no start and end here.")
	}
	return m, true
}

// semeval21Doc and semeval21Label are a document and a mark as they are
// written.
type semeval21Doc struct {
	ID     string           `json:"id"`
	Text   string           `json:"text"`
	Labels []semeval21Label `json:"labels"`
}

type semeval21Label struct {
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Technique string `json:"technique"`
	Fragment  string `json:"text_fragment"`
}

// writeSemEval21 writes the list, each document on a line.
func writeSemEval21(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	before := "["
	for d, err := range docs {
		if err != nil {
			return err
		}
		one := semeval21Doc{ID: d.Key, Text: d.Text, Labels: []semeval21Label{}}
		for _, m := range d.Marks {
			one.Labels = append(one.Labels, semeval21Label{m.Pieces[0].Start, m.Pieces[0].End, m.Tags[0], m.Quote})
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(one); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s\n%s", before, bytes.TrimRight(b.Bytes(), "\n")); err != nil {
			return err
		}
		before = ","
	}
	if before == "[" {
		_, err := io.WriteString(w, "[]\n")
		return err
	}
	_, err := io.WriteString(w, "\n]\n")
	return err
}
