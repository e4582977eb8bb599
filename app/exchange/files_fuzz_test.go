package exchange

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"claimlight/app/problem"
)

// survivesFiles reads any files; what was read comes back from a file of the same
// format.
func survivesFiles(t *testing.T, f Format, files ...File) {
	_, env := fuzzEnv(t)
	env.File = ""
	read, err := f.ReadFiles(files, env)
	if !owed(t, read, err) {
		return
	}
	comesBack(t, f, read.Project)
	var out bytes.Buffer
	if _, err := Convert(&out, f, f, files, env); err != nil && problem.Code(err) == "" {
		t.Fatalf("an error that people may not see: %v", err)
	}
}

// seedFolders adds the vectors of a format, by the ends of their names.
func seedFolders(f *testing.F, format string, ends ...string) (found [][][]byte) {
	dirs, _ := filepath.Glob(filepath.Join("..", "..", "test", "corpus", format, "*"))
	for _, dir := range dirs {
		var one [][]byte
		for _, end := range ends {
			paths, _ := filepath.Glob(filepath.Join(dir, "*"+end))
			if len(paths) == 0 {
				continue
			}
			data, err := os.ReadFile(paths[0])
			if err != nil {
				f.Fatal(err)
			}
			one = append(one, data)
		}
		if len(one) == len(ends) {
			found = append(found, one)
		}
	}
	if len(found) == 0 {
		f.Fatalf("no vectors of %s", format)
	}
	return found
}
