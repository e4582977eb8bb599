package exchange

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// FuzzQDPXRead reads any bytes as a project with one text.
func FuzzQDPXRead(f *testing.F) {
	dir := filepath.Join("..", "..", "test", "corpus", "qdpx")
	cases, err := filepath.Glob(filepath.Join(dir, "*", "project.qde"))
	if err != nil || len(cases) == 0 {
		f.Fatalf("no seeds in %s: %v", dir, err)
	}
	for _, name := range cases {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(bytes.ReplaceAll(data, []byte(".txt\""), []byte("x\"")), []byte("The mayor 👩🏽‍🚒 said it.\r\nTwo days later.\r\n"))
		f.Add(data, []byte("\uFEFFsaid it.\nTwo days later she said more."))
	}
	f.Fuzz(func(t *testing.T, data, text []byte) {
		files := []File{InMemory("project.qde", data), InMemory("sources/t.txt", text)}
		read, err := QDPX.ReadFiles(files, Env{Now: anyTime})
		owed(t, read, err)
	})
}

func FuzzQDCDecode(f *testing.F) {
	p, _ := fuzzEnv(f)
	f.Add(encoded(f, QDC, p))
	cases, err := filepath.Glob(filepath.Join("..", "..", "test", "corpus", "qdc", "*.qdc"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range cases {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, env := fuzzEnv(t)
		survives(t, QDC, data, env)
	})
}
