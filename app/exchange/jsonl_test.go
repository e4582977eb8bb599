package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// marksOf are the marks of a project on a text, one line each: where they are by
// code points, the text there, and their first tag.
func marksOf(p project.Project, text string) (out []string) {
	id := article.IDOf(article.Clean(text))
	for a := range p.Annotations.Unordered() {
		if a.Article != id {
			continue
		}
		tag := ""
		if len(a.Tags) > 0 {
			tag = p.Tag(a.Tags[0]).Name
		}
		out = append(out, fmt.Sprintf("%d-%d %q %s", a.Start(), a.End(), a.Quote(), tag))
	}
	slices.Sort(out)
	return out
}

// marked is a line as marksOf has them, cut out of the text here.
func marked(text string, start, end int, tag string) string {
	return fmt.Sprintf("%d-%d %q %s", start, end, string([]rune(text)[start:end]), tag)
}

func expectMarks(t *testing.T, p project.Project, text string, want []string) {
	t.Helper()
	got := marksOf(p, text)
	for _, lines := range [][]string{got, want} { // names of tags that differ in case only are one tag
		for i := range lines {
			lines[i] = annotation.Fold(lines[i])
		}
		slices.Sort(lines)
	}
	if !slices.Equal(got, want) {
		t.Errorf("on %.40q\ngot  %q\nwant %q", text, got, want)
	}
}

func TestDoccanoFixtures(t *testing.T) {
	total := 0
	for _, name := range []string{"sequence_labeling.jsonl", "relation_extraction.jsonl"} {
		data := foreignFixture(t, "doccano", name)
		if f, ok := All().Detect(data); !ok || f.ID != "doccano" {
			t.Errorf("%s is taken for %s", name, f.ID)
		}
		p := readForeign(t, Doccano, data, Env{})
		for line := range bytes.Lines(data) {
			var record struct {
				Text     string
				Label    [][3]any
				Entities []struct {
					Start int `json:"start_offset"`
					End   int `json:"end_offset"`
					Label string
				}
			}
			if err := json.Unmarshal(line, &record); err != nil {
				t.Fatal(err)
			}
			var want []string
			for _, l := range record.Label {
				want = append(want, marked(record.Text, int(l[0].(float64)), int(l[1].(float64)), l[2].(string)))
			}
			for _, e := range record.Entities {
				want = append(want, marked(record.Text, e.Start, e.End, e.Label))
			}
			total += len(want)
			expectMarks(t, p, record.Text, want)
		}
	}
	if total != 8 {
		t.Errorf("%d marks, want 8", total)
	}
	read, err := Doccano.ReadFiles([]File{InMemory("example_overlapping.jsonl", foreignFixture(t, "doccano", "example_overlapping.jsonl"))}, Env{Now: anyTime})
	if err != nil || len(read.Problems) != 1 || !strings.Contains(read.Problems[0].Message, "“wikiPageID”") {
		t.Errorf("%v %v", err, read.Problems)
	}
	expectMarks(t, read.Project, "exampleA", []string{`0-1 "e" LOC`, `0-1 "e" LOC`})
	expectMarks(t, readForeign(t, CoNLL, foreignFixture(t, "doccano", "example.conll"), Env{}), "JAPAN GET\nNadim Ladki", []string{`0-5 "JAPAN" LOC`, `10-21 "Nadim Ladki" PER`})
}

func TestProdigyFixture(t *testing.T) {
	data := foreignFixture(t, "prodigy", "bio_events.jsonl")
	if f, ok := All().Detect(data[:min(len(data), headSize)]); !ok || f.ID != "prodigy" {
		t.Errorf("it is taken for %s", f.ID)
	}
	p := readForeign(t, Prodigy, data, Env{})
	total := 0
	for line := range bytes.Lines(data) {
		var task struct {
			Text  string
			Spans []struct {
				Start, End int
				Label      string
			}
			Meta struct{ Source string }
		}
		if err := json.Unmarshal(line, &task); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, s := range task.Spans {
			want = append(want, marked(task.Text, s.Start, s.End, s.Label))
		}
		total += len(want)
		expectMarks(t, p, task.Text, want)
		if on := p.Article(article.IDOf(task.Text)); on == nil || on.Meta.Source != task.Meta.Source {
			t.Errorf("%.40q does not say that it is from %q", task.Text, task.Meta.Source)
		}
	}
	if total != 422 || p.Annotations.Len() != total || p.Articles.Len() != 129 {
		t.Errorf("%d marks and %d articles, want %d and 129", p.Annotations.Len(), p.Articles.Len(), total)
	}
}

// tagLines reads a file of words and tags of IOB2 in the plainest way: the words,
// with a space between them and a line for each sentence, and the marks.
func tagLines(data []byte) (text string, marks []string) {
	var runs []struct {
		start, end int
		tag        string
	}
	var b strings.Builder
	fresh := true
	for _, line := range strings.Split(string(data), "\n") {
		cells := strings.Fields(line)
		if len(cells) == 0 || cells[0] == "-DOCSTART-" {
			fresh = true
			continue
		}
		if b.Len() > 0 {
			b.WriteString(map[bool]string{true: "\n", false: " "}[fresh])
		}
		fresh = false
		start := len([]rune(b.String()))
		b.WriteString(cells[0])
		end := len([]rune(b.String()))
		switch tag := cells[len(cells)-1]; tag[0] {
		case 'B':
			runs = append(runs, struct {
				start, end int
				tag        string
			}{start, end, tag[2:]})
		case 'I':
			runs[len(runs)-1].end = end
		}
	}
	for _, r := range runs {
		marks = append(marks, marked(b.String(), r.start, r.end, r.tag))
	}
	return b.String(), marks
}

func TestCoNLLFixtures(t *testing.T) {
	for _, name := range []string{"ner-token-per-line-conll2003.iob", "ner-token-per-line.iob"} {
		data := foreignFixture(t, "conll-iob2", name)
		if f, ok := All().Detect(data); !ok || f.ID != "conll" {
			t.Errorf("%s is taken for %s", name, f.ID)
		}
		text, want := tagLines(data)
		if len(want) != 7 {
			t.Fatalf("the test finds %d marks", len(want))
		}
		expectMarks(t, readForeign(t, CoNLL, data, Env{}), text, want)
	}
}

// What stands between the words of a file that has only words is taken from the
// article that is open.
func TestCoNLLFindsItsArticle(t *testing.T) {
	data := foreignFixture(t, "conll-iob2", "ner-token-per-line.iob")
	text, _ := tagLines(data)
	text = strings.NewReplacer(" ,", ",", " .", ".", "“ ", "“", "self - driving", "self-driving", " n’t", "n’t").Replace(text) + "\n"
	on, err := article.New(article.Meta{Title: "Recode"}, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := readForeign(t, CoNLL, data, Env{Articles: []*article.Article{on}})
	var want []string
	for _, w := range [][2]string{{"Sebastian Thrun", "PERSON"}, {"Google", "ORG"}, {"2007", "DATE"}, {"American", "NORP"}, {"Recode", "ORG"}, {"earlier this week", "DATE"}} {
		start := len([]rune(text[:strings.Index(text, w[0])]))
		want = append(want, marked(text, start, start+len([]rune(w[0])), w[1]))
	}
	last := len([]rune(text[:strings.LastIndex(text, "Thrun")]))
	expectMarks(t, p, text, append(want, marked(text, last, last+5, "PERSON")))
}

func TestSpaCyFixture(t *testing.T) {
	data := foreignFixture(t, "spacy", "ner-token-per-line-conll2003.json")
	if f, ok := All().Detect(data); !ok || f.ID != "spacy" {
		t.Errorf("it is taken for %s", f.ID)
	}
	var file []struct {
		Paragraphs []struct {
			Sentences []struct{ Tokens []struct{ Orth, Ner string } }
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	p := readForeign(t, SpaCy, data, Env{})
	total := 0
	for _, doc := range file {
		for _, paragraph := range doc.Paragraphs {
			// BILUO without L and U is IOB2, which the test reads in its own way.
			var lines strings.Builder
			for _, s := range paragraph.Sentences {
				for _, w := range s.Tokens {
					lines.WriteString(w.Orth + " " + strings.NewReplacer("U-", "B-", "L-", "I-").Replace(w.Ner) + "\n")
				}
				lines.WriteString("\n")
			}
			text, want := tagLines([]byte(lines.String()))
			total += len(want)
			expectMarks(t, p, text, want)
		}
	}
	if total != 7 || p.Annotations.Len() != total {
		t.Errorf("%d marks, and the test finds %d", p.Annotations.Len(), total)
	}
}

func TestGLiNERFixture(t *testing.T) {
	data := foreignFixture(t, "gliner", "sample_data.json")
	if f, ok := All().Detect(data); !ok || f.ID != "gliner" {
		t.Errorf("it is taken for %s", f.ID)
	}
	var file []struct {
		Words []string `json:"tokenized_text"`
		Ner   [][3]any
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	p := readForeign(t, GLiNER, data, Env{})
	total := 0
	for _, record := range file {
		text := strings.Join(record.Words, " ")
		var want []string
		for _, e := range record.Ner {
			first, last := int(e[0].(float64)), int(e[1].(float64))
			start := len([]rune(strings.Join(append(record.Words[:first:first], ""), " ")))
			want = append(want, marked(text, start, start+len([]rune(strings.Join(record.Words[first:last+1], " "))), e[2].(string)))
		}
		total += len(want)
		expectMarks(t, p, text, want)
	}
	if total != 236 || p.Annotations.Len() != total {
		t.Errorf("%d marks, and the test finds %d", p.Annotations.Len(), total)
	}
}

// Each file is known by its beginning, and none is taken for one of another
// program.
func TestJSONLinesAreKnown(t *testing.T) {
	long := strings.Repeat("word ", 20_000)
	for data, want := range map[string]string{
		`{"id": 1, "text": "x", "label": [[0, 1, "A"]], "Comments": []}`:                      "doccano",
		`{"text": "x", "label": []}`:                                                          "doccano",
		`{"text": "x", "label": "positive"}`:                                                  "doccano",
		`{"text": "x", "labels": [[0, 1, "A"]]}`:                                              "doccano",
		`{"data": "x", "label": [[0, 1, "A"]]}`:                                               "doccano",
		"[\n {\"text\": \"x\", \"label\": [[0, 1, \"A\"]]}]":                                  "doccano",
		`{"text": "x", "entities": [{"id": 0, "start_offset": 0}], "relations": []}`:          "doccano",
		`{"label": [[0, 1, "A"]], "text": "` + long:                                           "doccano",
		`{"text": "x", "label": 3}`:                                                           "",
		`{"id": "7", "text": "x", "labels": [{"start": 0, "end": 1, "technique": "Smears"}]}`: "",
		`{"text": "x", "spans": []}`:                                                          "prodigy",
		`{"text": "x", "answer": "reject"}`:                                                   "prodigy",
		"\ufeff{\"text\": \"x\", \"tokens\": [{\"text\": \"x\"}], \"_input_hash\": 1":         "prodigy",
		`{"text": "x", "label": "A", "_task_hash": 1}`:                                        "prodigy",
		`{"_view_id": "spans_manual", "text": "` + long:                                       "prodigy",
		`{"text": "x", "ents": [], "tokens": [{"id": 0, "start": 0}]}`:                        "spacy",
		`{"text": "x", "tokens": [{"id": 0, "start": 0}], "spans": {}}`:                       "spacy",
		`["x", {"entities": [[0, 1, "A"]]}]`:                                                  "spacy",
		"[\n[\"x\", {\"entities\": []}]]":                                                     "spacy",
		`{"classes": ["A"], "annotations": [["x", {"entities": []}]]}`:                        "spacy",
		`[{"id": 0, "paragraphs": [{"raw": "x", "sentences": []}]}]`:                          "spacy",
		`[{"tokenized_text": ["x"], "ner": []}]`:                                              "gliner",
		`{"ner": [], "tokenized_text": ["` + long:                                             "gliner",
		`[{"start": 0, "end": 1, "text": "x", "label": "A", "score": 0.9}]`:                   "gliner",
		`[[{"entity": "B-A", "score": 0.9, "start": 0, "end": 1}]]`:                           "gliner",
		`{"id": "0", "tokens": ["x"], "ner_tags": ["O"]}`:                                     "hf",
		`[{"words": ["x"], "ner": [0]}]`:                                                      "hf",
		"-DOCSTART- -X- O O\n\nx":                                                             "conll",
		"x\tO\ny\tB-A\n":                                                                      "conll",
		"\ufeff# id 1\r\nx _ _ O\r\ny _ _ B-A\r\n":                                            "conll",
		"A text.\nWhich is none.\n":                                                           "",
		"1-1\t0-4\tThis\t_\t\n1-2\t5-7\tis\t_\t\n":                                            "",
		"T1\tClaim 0 5\ttaxes\n":                                                              "",
		`{"images": []}`:                                                                      "",
		`[1, 2]`:                                                                              "",
		`[[[[[[`:                                                                              "",
		`{`:                                                                                   "",
		`"text"`:                                                                              "",
		``:                                                                                    "",
	} {
		f, _ := Formats{Doccano, Prodigy, SpaCy, GLiNER, HuggingFace, CoNLL}.Detect([]byte(data)[:min(len(data), headSize)])
		if f.ID != want {
			t.Errorf("%.70q is taken for %q, want %q", data, f.ID, want)
		}
		if g, ok := (Formats{W3C, CSV}).Detect([]byte(data)); ok {
			t.Errorf("%.70q is taken for %q", data, g.ID)
		}
	}
}

// Relations are written and read again by the marks that they join.
func TestRelationsOfOtherFormats(t *testing.T) {
	text := "Ada 😀 wrote to Bob.\nBob answered Ada."
	for _, f := range []Format{Doccano, Prodigy, GLiNER} {
		t.Run(f.ID, func(t *testing.T) {
			mark := func(key, who string, start, end int) Mark {
				return Mark{Key: derive(key), ID: derive(key), Pieces: []span.Span{{Start: start, End: end}}, Tags: []string{"P"}, Creator: who, Created: anyTime, Modified: anyTime}
			}
			for _, people := range [][2]string{{"", ""}, {"Ada", "Ada"}, {"Ada", "Eve"}} {
				d := &Doc{Key: "d", Text: text, ID: article.IDOf(text), Marks: []Mark{mark("a", people[0], 0, 3), mark("b", people[1], 15, 18), mark("c", people[1], 20, 23), mark("d", people[0], 33, 36), mark("e", people[1], 20, 23)}}
				for _, r := range [][2]string{{"a", "b"}, {"b", "a"}, {"c", "d"}, {"a", "a"}, {"e", "d"}} {
					d.Relations = append(d.Relations, Relation{Name: "to", From: derive(r[0]), To: derive(r[1])})
				}
				newReducer(f, &losses{}).reduce(d)
				var file bytes.Buffer
				if err := f.Write(&file, func(yield func(*Doc, error) bool) { yield(d, nil) }); err != nil {
					t.Fatal(err)
				}
				got := relationsRead(t, f, file.Bytes())
				want := []string{"Ada -to-> Ada", "Ada -to-> Bob", "Bob -to-> Ada", "Bob -to-> Ada", "Bob -to-> Ada", "of 5 marks"}
				if !slices.Equal(got, want) {
					t.Errorf("%v: %v\n%s", people, got, file.Bytes())
				}
			}
		})
	}
}

// relationsRead reads a file on the text of TestRelationsOfOtherFormats.
func relationsRead(t *testing.T, f Format, data []byte) (got []string) {
	on, err := article.New(article.Meta{}, "Ada 😀 wrote to Bob.\nBob answered Ada.", nil)
	if err != nil {
		t.Fatal(err)
	}
	rep := &report{}
	in := newInput(filesOf(t, "file"+f.Ext, data), Env{Articles: []*article.Article{on}}, rep)
	g := newGather(in.Env)
	g.report = rep
	c := Count{}
	if len(f.Counts) > 0 {
		c = f.Counts[0]
	}
	s, ends := newSettler(f, in, &g, c), map[string]bool{}
	err = f.Read(in, func(d *Doc) error {
		if s.settle(d) == nil {
			t.Error("the text is not known")
		}
		quotes := map[string]string{}
		for _, m := range d.Marks {
			quotes[m.Key] = on.Slice(m.Pieces[0].Start, m.Pieces[0].End)
		}
		for _, r := range d.Relations {
			ends[r.From], ends[r.To] = true, true
			got = append(got, fmt.Sprintf("%s -%s-> %s", quotes[r.From], r.Name, quotes[r.To]))
		}
		return nil
	})
	if err != nil || len(rep.problems()) > 0 {
		t.Errorf("%v %v", err, rep.problems())
	}
	slices.Sort(got)
	return append(got, fmt.Sprintf("of %d marks", len(ends)))
}
