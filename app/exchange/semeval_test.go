package exchange

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"claimlight/app/article"
	"claimlight/app/span"
)

// Tables are known by their names, or by their first row.
func TestSemEvalLeads(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       bool
	}{
		{"dev.task1-SI.labels", "", true},
		{"submission.tsv", "111\tName_Calling,Labeling\t5\t9\r\n", true},
		{"submission.txt", "\uFEFF111\t5\t9", true},
		{"article111.txt", "111\t5\t9\n", false},
		{"table.tsv", "id\tlabel\tstart\tend\n1\tX\t1\t2\n", false},
		{"table.tsv", "1\t\t3\t4\n", false},
		{"table.tsv", "1\tX\t-3\t4\n", false},
		{"text.txt", "A text.\n", false},
		{"empty.txt", "", false},
	} {
		if got := SemEval.leads(c.name, []byte(c.data)); got != c.want {
			t.Errorf("%s, %q: %v", c.name, c.data, got)
		}
	}
}

// semevalWritten is what a format writes for documents.
func semevalWritten(t *testing.T, f Format, docs ...*Doc) []byte {
	var out bytes.Buffer
	err := f.Write(&out, func(yield func(*Doc, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Files of ours, byte for byte: the scorers of the tasks read them.
func TestSemEvalWrites(t *testing.T) {
	docs := []*Doc{
		{Key: "a", Text: "Lies 😀 lies", Meta: article.Meta{File: "a.txt"}, Marks: []Mark{
			{Pieces: []span.Span{{Start: 5, End: 11}}, Quote: "😀 lies", Tags: []string{"Name_Calling,Labeling"}},
			{Pieces: []span.Span{{Start: 0, End: 5}}, Quote: "Lies ", Tags: []string{"<Doubt>"}},
		}},
		{Key: "b", Text: "None"},
	}
	if got, want := string(semevalWritten(t, SemEval2021, docs...)), `[
{"id":"a","text":"Lies 😀 lies","labels":[{"start":5,"end":11,"technique":"Name_Calling,Labeling","text_fragment":"😀 lies"},{"start":0,"end":5,"technique":"<Doubt>","text_fragment":"Lies "}]},
{"id":"b","text":"None","labels":[]}
]
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	docs[0].Marks[1].Tags = nil
	got := ""
	for _, f := range filesOf(t, "x.zip", semevalWritten(t, SemEval, docs...)) {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		got += strings.TrimPrefix(f.Name, "x.zip"+InArchive) + "|" + string(data) + "|"
	}
	if want := "articles/article1.txt|Lies 😀 lies|articles/article2.txt|None|labels/article1.task-FLC.labels|1\tName_Calling,Labeling\t5\t11\n1\t?\t0\t5\n|labels/article2.task-FLC.labels||"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Of many articles one text is held at a time: it is opened when its turn comes.
func TestSemEvalReadsTextsInTurn(t *testing.T) {
	opened := 0
	text := func(name string) File {
		return File{Name: name, Open: func() (io.ReadCloser, error) { opened++; return io.NopCloser(strings.NewReader("Some text")), nil }}
	}
	in := newInput([]File{text("article1.txt"), text("article2.txt"), text("article3.txt"), InMemory("all.labels", []byte("2\tX\t0\t4\n"))}, Env{}, &report{})
	taken := 0
	err := readSemEval(in, func(d *Doc) error {
		if taken++; opened != taken || d.Text != "Some text" {
			t.Errorf("%s is document %d, and %d texts were opened", d.Key, taken, opened)
		}
		return nil
	})
	if err != nil || taken != 3 {
		t.Error(taken, err)
	}
}

func TestSemEval2021Sniff(t *testing.T) {
	for data, want := range map[string]bool{
		`[{"id":"1","text":"a","labels":[{"start":0,"end":1,"technique":"X","text_fragment":"a"}]}]`: true,
		"\uFEFF \n[{\"labels\":[{\"technique\":\"X\"}],\"text\":\"a\"}":                              true,
		`{"text":"a","label":[[0,1,"technique"]]}`:                                                   false,
		`"technique","labels","text"`:                                                                false,
		``:                                                                                           false,
	} {
		if got := SemEval2021.Sniff([]byte(data)); got != want {
			t.Errorf("%s: %v", data, got)
		}
	}
}
