//go:build !page

package exchange

import (
	"encoding/json"
	"io"
	"iter"
	"strconv"
	"strings"

	"claimlight/app/problem"
	"claimlight/app/span"
)

// GLiNER is the JSON from which GLiNER learns: a list of records, each with its
// words and, by their numbers, the first and the last word of each entity and its
// label; relations join entities by their numbers. What stands between the words
// is not in the file. Source: urchade/GLiNER, examples/sample_data.json.
var GLiNER = Format{
	ID: "gliner", Name: "GLiNER (JSON)", Ext: ".gliner.json", MIME: "application/json",
	About: "The words of each text and which of them are labeled, for GLiNER.",
	Also:  []string{".jsonl", "application/jsonl"},
	Sniff: glinerSniff,
	Holds: Holds{Overlap: true, Relations: true},
	Read:  glinerRead, Write: glinerWrite,
}

// glinerSniff takes the predictions of models too, so that they are refused with
// a word.
func glinerSniff(data []byte) bool {
	g := glanced(data)
	return g.starts("tokenized_text", "[") || glinerPrediction(g.has)
}

// glinerPrediction reports whether a record with such keys is what a model found
// in a text, which is not in the file.
func glinerPrediction(has func(...string) bool) bool {
	return !has("data", "result", "annotations") && has("score") && has("start") && has("end") && has("label", "entity", "entity_group")
}

func glinerRead(in *Input, take func(*Doc) error) error {
	for _, f := range in.Files {
		told, count := &asides{}, 0
		err := in.records(f, func(n *node) error {
			count++
			if all := n.all(); len(all) > 0 && glinerPrediction(all[0].hasOne) { // those of several texts are lists in a list
				return problem.Newf("no-text", "Export the texts with their annotations, or a file to learn from.",
					"The file %s holds what a model found, without the texts in which it was found.", quoted(f.Name))
			}
			d := glinerDoc(n, told, stem(f.Name)+"-"+strconv.Itoa(count))
			if d == nil {
				return nil
			}
			return take(d)
		})
		if err != nil {
			return err
		}
		told.say(in, place{file: f.Name})
	}
	return nil
}

func glinerDoc(n *node, told *asides, key string) *Doc {
	told.at(n.place())
	if !n.object() {
		return nil
	}
	sentences, at, ok := n.key("tokenized_text").wordList()
	if !ok {
		return nil
	}
	d := &Doc{Key: key, Sentences: sentences, place: n.place()}
	for i, one := range n.key("ner").all() {
		if m, ok := glinerMark(one, at); ok {
			m.Key = strconv.Itoa(i)
			d.Marks = append(d.Marks, m)
		}
	}
	for _, one := range n.key("relations").all() {
		parts := one.all()
		if len(parts) != 3 {
			one.problem("The relation was left out.", "A relation has the numbers of two entities and a name.")
			continue
		}
		d.Relations = append(d.Relations, Relation{Name: parts[2].word(), From: parts[0].word(), To: parts[1].word(), place: one.place()})
	}
	for _, name := range n.names() {
		switch one := n.key(name); {
		case name == "tokenized_text" || name == "ner" || name == "relations" || !one.there():
		case !d.meta(one):
			told.add(asideFields, name)
		}
	}
	return d
}

// glinerMark reads the numbers of the first and the last word, and a label. at
// is where the words of the file are among those that were kept.
func glinerMark(n *node, at []int) (m Mark, ok bool) {
	parts := n.all()
	if len(parts) != 3 {
		n.problem(hintLeftOut, "An entity has a first word, a last word and a label, and this has %d entries.", len(parts))
		return m, false
	}
	first, ok1 := parts[0].position()
	last, ok2 := parts[1].position()
	if !ok1 || !ok2 {
		return m, false
	}
	if first < 0 || last < first || last >= len(at)-1 || at[first] == at[last+1] {
		n.problem(hintLeftOut, "There are no words from %d to %d among the %d of the text.", first, last, len(at)-1)
		return m, false
	}
	m = Mark{Pieces: []span.Span{{Start: at[first], End: at[last+1]}}, place: n.place()}
	if label := parts[2].word(); label != "" {
		m.Tags = []string{label}
	}
	return m, true
}

// glinerOut is a record as it is written.
type glinerOut struct {
	Words     []string `json:"tokenized_text"`
	Entities  [][3]any `json:"ner"`
	Relations [][3]any `json:"relations,omitempty"`
}

// glinerWrite writes a list with a record on each line.
func glinerWrite(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	before := "[\n"
	for d, err := range docs {
		if err != nil {
			return err
		}
		var b strings.Builder
		b.WriteString(before)
		before = ",\n"
		all := tokens(d.Text)
		out := glinerOut{Words: wordsOf(all), Entities: [][3]any{}}
		keys := map[string]int{}
		for i, m := range d.Marks {
			first, last, _ := covered(all, m.Pieces[0])
			out.Entities = append(out.Entities, [3]any{first, last, m.Tags[0]})
			keys[m.Key] = i
		}
		for _, r := range d.Relations {
			out.Relations = append(out.Relations, [3]any{keys[r.From], keys[r.To], r.Name})
		}
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(out); err != nil {
			return err
		}
		if _, err := io.WriteString(w, strings.TrimSuffix(b.String(), "\n")); err != nil {
			return err
		}
	}
	end := "\n]\n"
	if before == "[\n" {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}
