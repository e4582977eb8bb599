package exchange

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// foreignFixture returns a real file of another program: from
// CLAIMLIGHT_FIXTURES, or from the reference material. It skips the test where
// there is none.
func foreignFixture(t *testing.T, elem ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(foreignPath(t, elem...))
	if err != nil {
		t.Skipf("no file of another program at %s: set CLAIMLIGHT_FIXTURES to their folder", filepath.Join(elem...))
	}
	return data
}

func foreignPath(t *testing.T, elem ...string) string {
	t.Helper()
	if base := os.Getenv("CLAIMLIGHT_FIXTURES"); base != "" {
		return filepath.Join(append([]string{base}, elem...)...)
	}
	return filepath.Join(append([]string{shared(t, "fixtures")}, elem...)...)
}

// foreignSurvives reads any bytes as a file of a format; what was read can be
// written in it.
func foreignSurvives(t *testing.T, f Format, data []byte, env Env) {
	f.leads("file"+f.Ext, data)
	read, err := f.ReadFiles([]File{InMemory("file"+f.Ext, data)}, env)
	if owed(t, read, err) && f.Write != nil {
		if _, err := f.WriteTo(&bytes.Buffer{}, read.Project, Env{}); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
	}
}

// foreignSeeds adds the files of a format's corpus to a fuzz target.
func foreignSeeds(f *testing.F, id string) {
	files, err := filepath.Glob(filepath.Join("..", "..", "test", "corpus", id, "*", "*"))
	if err != nil || len(files) == 0 {
		f.Fatalf("the format %s has no vectors", id)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

// readForeign reads one file that must have no problems.
func readForeign(t *testing.T, f Format, data []byte, env Env) project.Project {
	t.Helper()
	env.Now = anyTime
	read, err := f.ReadFiles([]File{InMemory("file"+f.Ext, data)}, env)
	problems := slices.DeleteFunc(read.Problems, func(p problem.Problem) bool {
		// An article has to be guessed here, and other people's labels may differ in capitals only.
		return len(env.Articles) > 0 && strings.Contains(p.Message, "had to be guessed") || strings.Contains(p.Message, "differ in capitals only")
	})
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v %v", err, problems)
	}
	return read.Project
}

// Files of these programs are known for what they are, whatever their labels are
// called.
func TestForeignFilesAreKnown(t *testing.T) {
	for _, f := range []Format{LabelStudio, Hypothesis, Recogito} {
		files, err := filepath.Glob(filepath.Join("..", "..", "test", "corpus", f.ID, "*", "*"))
		if err != nil || len(files) == 0 {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, data := range [][]byte{data, bytes.ReplaceAll(data, []byte(`"Claim"`), []byte(`"Annotation"`))} {
				if found, ok := All().Detect(data); !ok || found.ID != f.ID {
					t.Errorf("%s is taken for %q", file, found.ID)
				}
			}
		}
	}
}
