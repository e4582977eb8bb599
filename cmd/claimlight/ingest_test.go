package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
)

// Standard input has no name that would say what it is.
func TestIngestKind(t *testing.T) {
	for kind, want := range map[string]string{"md": `"cl:text": "A note\nThe bridge is safe."`, "": `# A note`} {
		var out, said bytes.Buffer
		err := run(context.Background(), []string{"ingest", "--kind", kind, "-"}, stdio{strings.NewReader("# A note\n\nThe bridge is *safe*.\n"), &out, &said})
		text := strings.ReplaceAll(out.String(), `":"`, `": "`)
		if err != nil || !strings.Contains(text, want) {
			t.Errorf("%q: %v, %s%s", kind, err, said.String(), text[max(0, strings.Index(text, "cl:text")-20):])
		}
	}
	if _, said, code := try("ingest", "--kind", "docx", "-"); code != exitUsage || !strings.Contains(said, "hint: ") {
		t.Errorf("a kind that is not known: exit %d, %q", code, said)
	}
}

// The archives that were read from are closed.
func TestArchivesAreClosed(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("what is open is listed in /proc on Linux alone")
	}
	name := file(t, "a.zip", zipped(t, "a.txt", "A bridge is safe."))
	if _, said, code := try("ingest", name); code != exitOK {
		t.Fatalf("exit %d: %s", code, said)
	}
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range open {
		if to, _ := os.Readlink("/proc/self/fd/" + fd.Name()); to == name {
			t.Error("the archive is still open")
		}
	}
}

// zipped is an archive of one file.
func zipped(t *testing.T, name, data string) string {
	t.Helper()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(data))
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}
