package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What in a folder is neither file nor folder is named, and the rest is read.
func TestLinksInFoldersAreNamed(t *testing.T) {
	_, data := sample(t)
	dir, elsewhere := t.TempDir(), file(t, "b.claimlight.json", data)
	if err := os.WriteFile(filepath.Join(dir, "a.claimlight.json"), []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(dir, "link.json")); err != nil {
		t.Skipf("this system makes no links: %v", err)
	}
	if err := os.Symlink(dir, filepath.Join(dir, "circle")); err != nil {
		t.Fatal(err)
	}
	var term terminal
	code := term.do("", "check", dir)
	said := term.err.String()
	if code != exitOK || term.out.String() != "sound: 1 file, 1 annotation on 1 article\n" || strings.Count(said, "\n") != 2 {
		t.Fatalf("%d %q %q", code, term.out.String(), said)
	}
	for _, name := range []string{"link.json", "circle"} {
		if want := filepath.ToSlash(filepath.Join(dir, name)) + ": It is no file and was left out. It is a link to another place"; !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
	if code := term.do("", "check", filepath.Join(dir, "link.json")); code != exitOK || term.err.Len() > 0 {
		t.Errorf("a link that is named: %d %q", code, term.err.String())
	}
	if hint := whatElse(fs.ModeNamedPipe); !strings.Contains(hint, "standard input") {
		t.Error(hint)
	}
}

// An archive of which nothing is read is named, and so is what was in it.
func TestArchivesOfNothingAreNamed(t *testing.T) {
	all := file(t, "all.zip", zipped(t, "outer.zip", zipped(t, "inner.zip", zipped(t, "a.txt", "Words."))))
	for _, command := range [][]string{{"ingest", all}, {"convert", "--to", "w3c", all}, {"check", all}} {
		var term terminal
		code := term.do("", command...)
		said := term.err.String() + term.out.String()
		if code == exitOK || !strings.Contains(said, "Nothing in the archive") || !strings.Contains(said, "lies in an archive that lies in another") {
			t.Errorf("%s: %d %q", command[0], code, said)
		}
	}
}
