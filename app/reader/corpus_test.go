package reader

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what comes out as what is expected, to be read before it is kept")

// Each vector in test/corpus/articles/KIND is two files: one that is read, and
// beside it, with ".expected" behind its name, what must come of it.
func TestCorpus(t *testing.T) {
	root := filepath.Join("..", "..", "test", "corpus", "articles")
	files, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors in %s (%v)", root, err)
	}
	for _, file := range files {
		if filepath.Ext(file) == ".expected" {
			continue
		}
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sources, err := Read(filepath.Base(file), data, Options{Decode: legacy})
			got := told(sources, err)
			if *update {
				if err := os.WriteFile(file+".expected", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file + ".expected")
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// told writes all that was read, for people to compare.
func told(sources []Source, err error) string {
	var b strings.Builder
	if err != nil {
		fmt.Fprintf(&b, "error: %v\n", err)
	}
	for _, s := range sources {
		fmt.Fprintf(&b, "name: %s\nkind: %s\n", s.Name, s.Kind)
		if s.Err != nil {
			fmt.Fprintf(&b, "error: %v %s\n", s.Err, s.Err.Hint)
		}
		if s.Encoding != "" {
			fmt.Fprintf(&b, "encoding: %s, guessed %v %s\n", s.Encoding, s.Guessed, strings.Join(s.Encodings, " "))
		}
		if s.Column != "" {
			fmt.Fprintf(&b, "column: %s of %s\n", s.Column, strings.Join(s.Columns, ", "))
		}
		for _, l := range s.LeftOut {
			fmt.Fprintf(&b, "left out: %s\n", l)
		}
		for _, n := range s.Notes {
			fmt.Fprintf(&b, "note: %s\n", n)
		}
		for _, p := range s.Problems {
			fmt.Fprintf(&b, "problem: %s\n", p)
		}
		for _, a := range s.Articles {
			m := a.Meta
			fmt.Fprintf(&b, "--- title: %s (made %v), byline: %s, source: %s, date: %s, language: %s\n%s", m.Title, m.TitleMade, m.Byline, m.Source, m.Date, m.Language, outline(a))
		}
	}
	return b.String()
}
