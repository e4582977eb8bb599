package exchange

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"claimlight/app/problem"
	"claimlight/app/project"
)

var update = flag.Bool("update", false, "write what comes out as what is expected, to be read before it is kept")

// Each vector in test/corpus/FORMAT is three files: NAME and its extension, which
// is read; NAME.project.json, what must come of it; and NAME.problems.txt, what
// must be said about it. Where a vector holds no text, it is on one of those in
// texts.claimlight.json beside it.
func TestCorpus(t *testing.T) {
	for _, f := range All() {
		if f.Read != nil || f.Decode == nil {
			continue // TestFolders, TestReports
		}
		t.Run(f.ID, func(t *testing.T) {
			dir := filepath.Join("..", "..", "test", "corpus", f.ID)
			files, err := filepath.Glob(filepath.Join(dir, "*"+f.Ext))
			if err != nil || len(files) == 0 {
				t.Fatalf("the format %s has no vectors in %s", f.ID, dir)
			}
			for _, file := range files {
				t.Run(strings.TrimSuffix(filepath.Base(file), f.Ext), func(t *testing.T) { vector(t, f, file) })
			}
		})
	}
}

// Of a format of another program, a vector is a folder, test/corpus/FORMAT/NAME,
// with the files that are read together; NAME.project.json and
// NAME.problems.txt stand beside it. Before the problems stands how positions
// were understood.
func TestFolders(t *testing.T) {
	for _, f := range All() {
		if f.Read == nil {
			continue
		}
		t.Run(f.ID, func(t *testing.T) {
			dir := filepath.Join("..", "..", "test", "corpus", f.ID)
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatalf("the format %s has no vectors: %v", f.ID, err)
			}
			for _, e := range entries {
				if e.IsDir() {
					t.Run(e.Name(), func(t *testing.T) { folder(t, f, filepath.Join(dir, e.Name())) })
				}
			}
		})
	}
}

func folder(t *testing.T, f Format, dir string) {
	var files []File
	led := false
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(strings.TrimPrefix(name, dir+string(filepath.Separator)))
		led = led || f.leads(name, data)
		files = append(files, InMemory(name, data))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !led {
		t.Errorf("none of the files is known as one of the format")
	}
	read, err := f.ReadFiles(files, corpusEnv(t, dir))
	if found := project.Check(read.Project); len(found) > 0 {
		t.Errorf("what was read is not sound: %v", found)
	}
	said := read.Counted.String() + "\n"
	if e, ok := err.(*problem.Error); ok {
		said += fmt.Sprintf("error %s: %s\n", e.Code, e.Message)
	} else if err != nil {
		t.Errorf("an error that people may not see: %v", err)
	}
	for _, p := range read.Problems {
		said += p.String() + "\n"
	}
	compare(t, dir+".problems.txt", said)
	if err == nil {
		compare(t, dir+".project.json", indented(t, read.Project))
	}
}

func vector(t *testing.T, f Format, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, problems, err := f.Decode(bytes.NewReader(data), corpusEnv(t, file))
	if found := project.Check(p); len(found) > 0 {
		t.Errorf("what was read is not sound: %v", found)
	}
	var said strings.Builder
	if e, ok := err.(*problem.Error); ok {
		fmt.Fprintf(&said, "error %s: %s\n", e.Code, e.Message)
	} else if err != nil {
		t.Errorf("an error that people may not see: %v", err)
	}
	for _, p := range problems {
		fmt.Fprintln(&said, p)
	}
	base := strings.TrimSuffix(file, f.Ext)
	compare(t, base+".problems.txt", said.String())
	if err == nil {
		compare(t, base+".project.json", indented(t, p))
	}
}

func indented(t *testing.T, v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func compare(t *testing.T, file, got string) {
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || got != string(want) {
		t.Errorf("%v; got\n%s\nwhere %s has\n%s", err, got, filepath.Base(file), want)
	}
}

// corpusEnv has the texts of texts.claimlight.json open, unless it is the one
// that is read.
func corpusEnv(t *testing.T, file string) Env {
	n := 0
	env := Env{Now: anyTime, Mint: func() string { n++; return derive(fmt.Sprint("corpus:", n)) }}
	texts := filepath.Join(filepath.Dir(file), "texts.claimlight.json")
	if file == texts {
		return env
	}
	data, err := os.ReadFile(texts)
	if os.IsNotExist(err) {
		return env
	}
	if err != nil {
		t.Fatal(err)
	}
	p, problems, err := W3C.Decode(bytes.NewReader(data), Env{})
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v %v", err, problems)
	}
	return EnvOf(p, env.Now, env.Mint, "")
}
