package reader

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/htmlindex"

	"claimlight/app/article"
)

// legacy is the port for encodings, as the command line has it.
func legacy(label string, data []byte) (string, error) {
	e, err := htmlindex.Get(label)
	if err != nil {
		return "", err
	}
	out, err := e.NewDecoder().Bytes(data)
	return string(out), err
}

// encoded writes a text in an encoding.
func encoded(t testing.TB, label, text string) []byte {
	t.Helper()
	e, err := htmlindex.Get(label)
	if err != nil {
		t.Fatal(err)
	}
	out, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatalf("%s cannot hold %q: %v", label, text, err)
	}
	return out
}

// read reads one file that must be sound.
func read(t testing.TB, name string, data []byte, o Options) Source {
	t.Helper()
	o.Decode = legacy
	all, err := Read(name, data, o)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if len(all) != 1 {
		t.Fatalf("%s: %d sources", name, len(all))
	}
	return all[0]
}

// outline writes an article as one line per block, with what kind it is.
func outline(a *article.Article) string {
	var b strings.Builder
	for _, block := range a.Blocks {
		fmt.Fprintf(&b, "%c %s\n", block.Kind[0], a.Slice(block.Start, block.End))
	}
	return b.String()
}

// zipOf packs parts; they come as name, content, name, content.
func zipOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
