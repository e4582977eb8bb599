package reader

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"claimlight/app/problem"
)

func TestTheColumnWithTheTextsIsFound(t *testing.T) {
	long := strings.Repeat("The river rose again on Monday. ", 5)
	for name, c := range map[string]struct{ file, data, column, title string }{
		"named":         {"a.csv", "id,title,text,abstract\n1,One,short text,\"" + long + "\"\n", "text", "One"},
		"longest":       {"a.csv", "id,what\n1,\"" + long + "\"\n", "what", "The river rose again"},
		"content of 1":  {"a.csv", "content,story_en\nnews,\"" + long + long + long + "\"\n", "story_en", "The river rose again"},
		"semicolons":    {"a.csv", "Headline;Body\nOne;\"a; b\"\n", "Body", "One"},
		"tabs":          {"a.tsv", "Headline\tBody\nOne\tit is \"so\"\n", "Body", "One"},
		"no names":      {"a.csv", "1,\"" + long + "\"\n", "column 2", "The river rose again"},
		"list":          {"a.json", `[{"title":"One","body":"Text."}]`, "body", "One"},
		"list inside":   {"a.json", `{"count":1,"articles":[{"headline":"One","content":"Text."}]}`, "content", "One"},
		"one":           {"a.json", `{"title":"One","text":"Text, and more of it.","tags":[{"a":1}]}`, "text", "One"},
		"inside":        {"a.json", `[{"data":{"title":"One","text":"Text."}}]`, "data.text", "One"},
		"rendered":      {"a.json", `[{"title":{"rendered":"One"},"content":{"rendered":"<p>Text &amp; more.</p>"}}]`, "content.rendered", "One"},
		"texts":         {"a.json", `["Text of the first one."]`, "text", "Text of the first one"},
		"paragraphs":    {"a.json", `[{"title":"One","paragraphs":["Text.","More."]}]`, "paragraphs", "One"},
		"lines":         {"a.jsonl", "{\"title\":\"One\",\"text\":\"Text.\"}\n\n{\"text\":\"b\"}\n", "text", "One"},
		"byte mark":     {"a.csv", "\uFEFFtext,title\nText.,One\n", "text", "One"},
		"jsonl unnamed": {"export", "{\"title\":\"One\",\"text\":\"Text.\"}\n{\"text\":\"b\"}\n", "text", "One"},
	} {
		s := read(t, c.file, []byte(c.data), Options{})
		if s.Column != c.column || s.Articles[0].Meta.Title != c.title {
			t.Errorf("%s: column %q of %q, title %q", name, s.Column, s.Columns, s.Articles[0].Meta.Title)
		}
	}
}

func TestAColumnIsChosen(t *testing.T) {
	const data = "id,text,note,who\n1,A text.,A note that is taken.,Ann\n2,B text.,,Bob\n"
	s := read(t, "a.csv", []byte(data), Options{Column: "note", TitleColumn: "id", BylineColumn: "who"})
	if len(s.Articles) != 1 || s.Articles[0].Text != "A note that is taken." || s.Articles[0].Meta.Title != "1" || s.Articles[0].Meta.Byline != "Ann" {
		t.Errorf("%+v", s)
	}
	if len(s.Problems) != 1 || s.Problems[0].Line != 3 || s.LeftOut[0] != "The column “text” was left out." {
		t.Errorf("%v %q", s.Problems, s.LeftOut)
	}
	if s.Notes[0] != "The text from “note”, the title from “id” and the byline from “who” were taken." {
		t.Errorf("%q", s.Notes)
	}
	_, err := Read("a.csv", []byte(data), Options{Column: "nothing"})
	if e, ok := errors.AsType[*problem.Error](err); !ok || e.Code != "column" || !strings.Contains(e.Hint, "text, note") {
		t.Error(err)
	}
}

func TestCellsKeepTheirText(t *testing.T) {
	s := read(t, "a.csv", []byte("title;text\r\n\"He said \"\"no\"\"\";\"First; line\r\n\r\nSecond, line\"\r\n\r\nb;\"x\" y\r\n"), Options{})
	if len(s.Articles) != 2 || s.Articles[0].Text != "First; line\n\nSecond, line" || s.Articles[0].Meta.Title != `He said "no"` || s.Articles[1].Text != "x y" {
		t.Errorf("%+v", s.Articles)
	}
}

func TestWhatIsWrongInTablesIsSaid(t *testing.T) {
	s := read(t, "a.jsonl", []byte("{\"text\":\"One.\"}\n{broken\n[1,2]\n{\"text\":\"\"}\n{\"text\":\"half \\ud83d\"}\n"+strings.Repeat("[", 300)+"\n"), Options{})
	var got []string
	for _, p := range s.Problems {
		got = append(got, p.String())
	}
	want := []string{
		"a.jsonl:2: This line was not understood: a sign stands there that may not. It was left out.",
		"a.jsonl:3: This line was not understood: it is neither a record in braces nor a text. It was left out.",
		"a.jsonl:6: This line was not understood: it is nested too deeply. It was left out.",
		"a.jsonl:5: In “text” half of a character is missing; “\uFFFD” stands there.",
		"a.jsonl:4: There is no text here. It was left out.",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for data, code := range map[string]string{
		"{": "json", `{"a":1}]`: "json", "[]": "table", `{"a":null}`: "table", `[{"text":""}]`: "table", strings.Repeat("[", 500): "json",
	} {
		if _, err := Read("a.json", []byte(data), Options{}); problem.Code(err) != code {
			t.Errorf("%s: %v", data, err)
		}
	}
	if _, err := Read("a.csv", []byte("a,b\n1,\"x"), Options{}); problem.Code(err) != "table" {
		t.Error(err)
	}
	if _, err := Read("a.jsonl", []byte("a\nb\n"), Options{}); problem.Code(err) != "json" {
		t.Error(err)
	}
	s = read(t, "a.csv", []byte("text\n"+strings.Repeat("a,b\n", 500)), Options{})
	if len(s.Problems) != worst+1 || len(s.Articles) != 500 {
		t.Errorf("%d problems, %d articles", len(s.Problems), len(s.Articles))
	}
}

func TestAnArchiveIsReadFileByFile(t *testing.T) {
	sources, err := Read("all.zip", zipOf(t,
		"a/one.txt", "One text.", "a/two.md", "# Two\n\nText.", "__MACOSX/a/._one.txt", "x", ".DS_Store", "x", "../out.txt", "x", "three.docx", string(docx(t, para("", "Three."))),
		"inner.zip", string(zipOf(t, "x.txt", "x")), "bad.pdf", "%PDF-1", "empty.txt", "",
	), Options{Encoding: "", Kind: HTML})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range sources {
		line := s.Name + " " + s.Kind
		if s.Err != nil {
			line += " " + s.Err.Code
		}
		for _, a := range s.Articles {
			line += fmt.Sprintf(" %q", a.Text)
		}
		got = append(got, line)
	}
	want := []string{"../out.txt  zip", `a/one.txt text "One text."`, `a/two.md markdown "Two\nText."`, `three.docx docx "Three."`, "inner.zip  zip", "bad.pdf  binary", "empty.txt  empty"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	bomb := zipOf(t, "a.txt", strings.Repeat("a", 45<<20))
	sources, err = Read("bomb.zip", bomb, Options{})
	if err != nil || sources[0].Err == nil || sources[0].Err.Code != "too-large" {
		t.Errorf("a file of 45 MB in %d kB: %v %+v", len(bomb)>>10, err, sources)
	}
}

var errStop = errors.New("stop")

func TestReadingCanBeStopped(t *testing.T) {
	rows := "text\n" + strings.Repeat("a text\n", 300)
	for name, data := range map[string][]byte{
		"a.txt": []byte("text"), "a.html": []byte("<p>text"), "a.md": []byte("text"), "a.csv": []byte(rows), "a.docx": docx(t, para("", "x")),
		"a.epub": epub(t, []string{"a.xhtml", "<p>x</p>"}), "a.zip": zipOf(t, "a.txt", "x"), "a.json": []byte(`["a","b"]`), "a.jsonl": []byte(`{"text":"a"}`),
	} {
		calls := 0
		if _, err := Read(name, data, Options{Pace: func(int, int) error { calls++; return nil }}); err != nil || calls < 2 {
			t.Errorf("%s: %d calls, %v", name, calls, err)
		}
		for stop := range calls {
			n := 0
			_, err := Read(name, data, Options{Pace: func(done, total int) error {
				if n++; n > stop {
					return errStop
				}
				return nil
			}})
			if !errors.Is(err, errStop) {
				t.Errorf("%s, stopped at the call %d: %v", name, stop, err)
			}
		}
	}
}
