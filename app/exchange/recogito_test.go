package exchange

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// odyssey is where the marks of Recogito's own test file are (Homer, translated
// by Samuel Butler), with the white space of a reader and not of the page.
const odyssey = "So now all who escaped death in battle or by shipwreck had got safely home except Ulysses, and he, though he was longing to return to his wife and country, " +
	"was detained by the goddess Calypso, who had got him into a large cave and wanted to marry him. But as years went by, there came a time when the gods settled " +
	"that he should go back to Ithaca.\n\nNow Neptune had gone off to the Ethiopians, who are at the world's end, and lie in two halves,\nthe one looking West and the other East. " +
	"He had gone there to accept a hecatomb of sheep and oxen.\n"

// Real marks are found by their quotes, whatever their positions and the white
// space.
func TestRecogitoFixture(t *testing.T) {
	data := foreignFixture(t, "recogito", "annotations.w3c.json")
	if !Recogito.Sniff(data) {
		t.Error("it is not known as a file of Recogito")
	}
	var file []struct {
		ID     string
		Target json.RawMessage
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file) == 0 {
		t.Fatal(err)
	}
	on, err := article.New(article.Meta{Title: "The Odyssey"}, odyssey, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := readForeign(t, Recogito, data, Env{Articles: []*article.Article{on}})
	if p.Annotations.Len() != len(file) {
		t.Errorf("%d marks of %d", p.Annotations.Len(), len(file))
	}
	flat := strings.ReplaceAll(odyssey, "\n", " ") // a character for a character, but for the one empty line
	for _, one := range file {
		a := p.Annotations.Get(one.ID)
		if a == nil {
			t.Errorf("%s is not there", one.ID)
			continue
		}
		_, rest, _ := strings.Cut(string(one.Target), `"exact": "`)
		exact, _, _ := strings.Cut(rest, `"`)
		at := strings.Index(flat, exact)
		start := utf8.RuneCountInString(flat[:max(at, 0)])
		if at < 0 || a.Start() != start || a.End() != start+utf8.RuneCountInString(exact) {
			t.Errorf("%q is at %d–%d, want %d", exact, a.Start(), a.End(), start)
		}
	}
}

// What the W3C test suite has of annotations is of no text that is open: it is
// read without a mark, and something is said.
func TestForeignAnnotationsWithoutTexts(t *testing.T) {
	for _, kind := range []string{"correct", "incorrect"} {
		files, err := filepath.Glob(foreignPath(t, "w3c-web-annotation", kind, "*.json"))
		if err != nil || len(files) == 0 {
			t.Skip("no files of the W3C here: set CLAIMLIGHT_FIXTURES to the folder of fixtures")
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range []Format{W3C, Recogito} {
				read, err := f.ReadFiles([]File{InMemory(filepath.Base(file), data)}, Env{Now: anyTime})
				if err != nil && problem.Code(err) == "" {
					t.Errorf("%s as %s: an error that people may not see: %v", file, f.ID, err)
				}
				if read.Project.Annotations.Len() > 0 || err == nil && len(read.Problems) == 0 {
					t.Errorf("%s as %s: %d marks, said %v", file, f.ID, read.Project.Annotations.Len(), read.Problems)
				}
			}
		}
	}
}

func TestRecogitoRelations(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "test", "corpus", "recogito", "page", "annotations.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	in := newInput([]File{InMemory("file.json", data)}, Env{}, &report{})
	err = readRecogito(in, func(d *Doc) error {
		for _, r := range d.Relations {
			got = append(got, r.From[:1]+" "+r.Name+" "+r.To[:1])
		}
		return nil
	})
	if want := []string{"1 explains 2", "2 repeats 3"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q (%v)", got, want, err)
	}
}

// A text whose white space was changed keeps its marks.
func TestFoldedQuotes(t *testing.T) {
	on, err := article.New(article.Meta{Title: "t"}, "\n One  two\u00a0three\nfour 🧯  five.\n\nTwo three", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ exact, prefix, want string }{
		{"two three four", "One ", "two\u00a0three\nfour"},
		{" four\n🧯 five ", "", "four 🧯  five"},
		{"One two", "nothing", "One  two"},
		{"five. Two", "", "five.\n\nTwo"},
		{"Two\tthree", "", "Two three"},
	} {
		data, err := json.Marshal([]any{map[string]any{"id": "a", "body": []any{}, "target": map[string]any{"source": "t", "selector": map[string]any{"type": "TextQuoteSelector", "exact": c.exact, "prefix": c.prefix}}}})
		if err != nil {
			t.Fatal(err)
		}
		p := readForeign(t, Recogito, data, Env{Articles: []*article.Article{on}})
		for a := range p.Annotations.Unordered() {
			if a.Quote() != c.want {
				t.Errorf("%q was found as %q", c.exact, a.Quote())
			}
		}
		if p.Annotations.Len() != 1 || len(project.Check(p)) > 0 {
			t.Errorf("%q: %d marks", c.exact, p.Annotations.Len())
		}
	}
}

func FuzzRecogito(f *testing.F) {
	foreignSeeds(f, Recogito.ID)
	f.Add([]byte(`[{"id":"a","body":{"value":"x"},"target":[{"source":"=Title","selector":[{"type":"TextQuoteSelector","exact":"then  rest"},{"type":"TextPositionSelector","start":1,"end":9}]},{"selector":{"quote":"say"}}]},{"motivation":"linking","target":["a","a"]}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, env := fuzzEnv(t)
		foreignSurvives(t, Recogito, data, env)
	})
}

// White space can be marked, also in pieces.
func TestMarkedWhiteSpace(t *testing.T) {
	on, err := article.New(article.Meta{Title: "t"}, "One\n\ntwo\nthree", nil)
	if err != nil {
		t.Fatal(err)
	}
	mark := &annotation.Annotation{ID: "8f1e2f60-3f5e-4a5b-9c36-3a1b4cf0a001", Article: on.ID, Pieces: annotation.Pieces(on, span.Span{Start: 3, End: 5}, span.Span{Start: 8, End: 9})}
	p := project.Project{Articles: project.TableOf(on), Annotations: project.TableOf(mark)}
	var file bytes.Buffer
	if _, err := Recogito.WriteTo(&file, p, Env{}); err != nil {
		t.Fatal(err)
	}
	read, err := Recogito.ReadFiles([]File{InMemory("x.json", file.Bytes())}, Env{Articles: []*article.Article{on}})
	if err != nil || len(read.Problems) > 0 || read.Project.Annotations.Len() != 1 {
		t.Fatalf("%v, %v, %d marks", err, read.Problems, read.Project.Annotations.Len())
	}
}
