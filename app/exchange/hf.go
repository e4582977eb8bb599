//go:build !page

package exchange

import (
	"io"
	"iter"
	"slices"
	"strconv"

	"claimlight/app/problem"
)

// HuggingFace is how data sets on Hugging Face have words with tags: JSON Lines
// with the words of a text and, as many, tags of IOB2. Tags that are numbers mean
// something only with a list of names, which is not in the file, so that those
// are refused. Source: the data sets library's features of conll2003, and
// transformers' examples for token classification.
var HuggingFace = Format{
	ID: "hf", Name: "Hugging Face words and tags (JSONL)", Ext: ".hf.jsonl", MIME: "application/jsonl",
	About: "The words of one text on each line with a tag for each, for transformers.",
	Also:  []string{".ndjson", ".json", "application/json", "application/x-ndjson"},
	Sniff: hfSniff,
	Read:  hfRead, Write: hfWrite,
}

// The names under which words and tags stand.
var (
	hfWords = []string{"tokens", "words"}
	hfTags  = []string{"ner_tags", "ner", "tags", "labels"}
)

func hfSniff(data []byte) bool {
	g := glanced(data)
	if g.has("text", "spans", "data", "tokenized_text") {
		return false
	}
	words := g.starts("tokens", `["`, "[]") || g.starts("words", `["`, "[]")
	for _, name := range hfTags {
		if words && g.starts(name, "[") {
			return true
		}
	}
	return false
}

func hfRead(in *Input, take func(*Doc) error) error {
	for _, f := range in.Files {
		told, count := &asides{}, 0
		err := in.records(f, func(n *node) error {
			count++
			d, err := hfDoc(n, told, stem(f.Name)+"-"+strconv.Itoa(count))
			if d == nil || err != nil {
				return err
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

// hfKnown are fields of which nothing would be missed, besides those that are
// read.
var hfKnown = []string{"id", "pos_tags", "chunk_tags"}

func hfDoc(n *node, told *asides, key string) (*Doc, error) {
	told.at(n.place())
	if !n.object() {
		return nil, nil
	}
	words, tags := n.first(hfWords...), n.first(hfTags...)
	sentences, at, ok := words.wordList()
	if !ok {
		return nil, nil
	}
	d := &Doc{Key: key, Sentences: sentences, place: n.place()}
	list := tags.all()
	if len(list) != len(at)-1 {
		tags.problem("The words without a tag were read as unmarked.", "There are %d tags for %d words.", len(list), len(at)-1)
	}
	var spans conllSpans
	for i := range min(len(list), len(at)-1) {
		if _, named := list[i].value.(string); !named {
			return nil, hfNumbers(list[i])
		}
		if at[i] == at[i+1] {
			continue // white space
		}
		tag, ok := conllParse(list[i].word())
		if !ok {
			told.add("Tags that are none of IOB or BILOU were read as unmarked", list[i].word())
		}
		spans.add(tag, list[i].place())
	}
	d.Marks = spans.marks
	for _, name := range n.names() {
		one := n.key(name)
		if one.there() && name != words.name && name != tags.name && !slices.Contains(hfKnown, name) && !d.meta(one) {
			told.add(asideFields, name)
		}
	}
	return d, nil
}

// hfNumbers is the error for tags that are no words.
func hfNumbers(tag *node) error {
	return problem.Newf("numbers", "Write the names first; in Python: names = dataset.features[\"ner_tags\"].feature.names, and then [names[i] for i in row[\"ner_tags\"]].",
		"A tag in the file %s is %s, and which label that stands for is not in the file.", quoted(tag.place().file), kindOf(tag.value))
}

// hfOut is a record as it is written.
type hfOut struct {
	ID    string   `json:"id"`
	Words []string `json:"tokens"`
	Tags  []string `json:"ner_tags"`
}

func hfWrite(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	lines := lineWriter(w)
	n := 0
	for d, err := range docs {
		if err != nil {
			return err
		}
		all := tokens(d.Text)
		out := hfOut{strconv.Itoa(n), wordsOf(all), conllTagsOf([]sentence{{tokens: all}}, d.Marks)}
		n++
		if err := lines.Encode(out); err != nil {
			return err
		}
	}
	return nil
}
