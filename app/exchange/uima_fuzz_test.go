package exchange

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// uimaSeeds are the vectors of a format.
func uimaSeeds(f *testing.F, of Format) {
	files, err := filepath.Glob(filepath.Join("..", "..", "test", "corpus", of.ID, "*", "*.*"))
	if err != nil || len(files) == 0 {
		f.Fatalf("the format %s has no vectors", of.ID)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

// uimaSurvives reads any bytes: it must end, in an error that people may see or
// in a sound project, which can be written and read again.
func uimaSurvives(t *testing.T, f Format, data []byte) {
	_, env := fuzzEnv(t)
	read, err := f.ReadFiles([]File{InMemory("folder/doc.txt/fuzz"+f.Ext, data)}, env)
	if err != nil {
		if problem.Code(err) == "" {
			t.Fatalf("an error that people may not see: %v", err)
		}
		return
	}
	if found := project.Check(read.Project); len(found) > 0 {
		t.Fatalf("what was read is not sound: %v (reported: %v)", found, read.Problems)
	}
	q, problems, err := W3C.Decode(bytes.NewReader(encoded(t, W3C, read.Project)), Env{})
	if err != nil || len(problems) > 0 || !read.Project.Equal(q) {
		t.Fatalf("what was read does not survive export: %v %v\n%s", err, problems, differences(read.Project, q))
	}
	if _, err := WebAnnoTSV.WriteTo(io.Discard, read.Project, Env{}); err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
}

func FuzzCASJSON(f *testing.F) {
	uimaSeeds(f, CASJSON)
	f.Fuzz(func(t *testing.T, data []byte) { uimaSurvives(t, CASJSON, data) })
}

func FuzzXMI(f *testing.F) {
	uimaSeeds(f, XMI)
	f.Fuzz(func(t *testing.T, data []byte) { uimaSurvives(t, XMI, data) })
}

func FuzzWebAnnoTSV(f *testing.F) {
	uimaSeeds(f, WebAnnoTSV)
	f.Fuzz(func(t *testing.T, data []byte) { uimaSurvives(t, WebAnnoTSV, data) })
}
