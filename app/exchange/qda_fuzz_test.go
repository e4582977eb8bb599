package exchange

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"claimlight/app/problem"
	"claimlight/app/project"
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
		if err != nil {
			if problem.Code(err) == "" {
				t.Fatalf("an error that people may not see: %v", err)
			}
			return
		}
		if found := project.Check(read.Project); len(found) > 0 {
			t.Fatalf("what was read is not sound: %v (reported: %v)", found, read.Problems)
		}
		if len(read.Problems) > maxProblems+1 {
			t.Fatalf("%d problems", len(read.Problems))
		}
		q, problems, err := W3C.Decode(bytes.NewReader(encoded(t, W3C, read.Project)), Env{})
		if err != nil || len(problems) > 0 || !read.Project.Equal(q) {
			t.Fatalf("what was read does not survive export: %v %v\n%s", err, problems, differences(read.Project, q))
		}
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
