package ui

import (
	"context"
	"errors"
	"strings"
	"testing"

	"claimlight/app/problem"
)

// A file that is called like one of a format, and is none, is no article.
func TestUnknownFilesAreNoArticles(t *testing.T) {
	for name, texts := range map[string]int{"a.txt": 1, "a": 1, "a.md": 1, "a.json": 0, "A.JSONLD": 0, "a.csv": 0, "a.tsv": 0} {
		var took intake
		(&Model{}).readData(&took, name, []byte("Nothing but words."), nil)
		if len(took.read) != texts || len(took.failed) != 1-texts {
			t.Errorf("%s: %d articles, %v", name, len(took.read), took.failed)
		}
	}
}

// Why a file could not be read is said as the one says it who knows.
func TestWhyAFileWasNotRead(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{problem.Newf("file-too-big", "", "This is too big."), "This is too big."},
		{errors.New("TypeError 17"), "“a.txt” could not be read."},
	} {
		_, err := (&Model{}).bytesOf(context.Background(), File{Name: "a.txt", Read: func(context.Context) ([]byte, error) { return nil, c.err }})
		if err == nil || err.Error() != c.want {
			t.Errorf("%v is told as %v", c.err, err)
		}
	}
}

// Files that are too much together are left out with a sentence, unread.
func TestTooMuchAtOnceIsSaid(t *testing.T) {
	var files []File
	read := ""
	for _, name := range []string{"a.txt", "b.txt", "c.txt", "d.txt"} {
		size := int64(MaxFile)
		if name == "d.txt" {
			size = 10
		}
		files = append(files, File{Name: name, Size: size, Read: func(context.Context) ([]byte, error) {
			read += name
			return []byte("The words of " + name), nil
		}})
	}
	took, err := (&Model{}).readFiles(context.Background(), files, func(int, int) error { return nil })
	if err != nil || read != "a.txtb.txtd.txt" || len(took.read) != 3 {
		t.Errorf("read %s as %d articles, %v", read, len(took.read), err)
	}
	if len(took.failed) != 1 || !strings.Contains(took.failed[0].Error(), "“c.txt” was left out: more than 1024 MB") {
		t.Errorf("said %v", took.failed)
	}
}

// What comes before a project is open waits for it.
func TestEarlyFilesWait(t *testing.T) {
	m := &Model{}
	m.takeFiles([]File{fileOf("a.txt", "One.")})
	m.takeFiles([]File{fileOf("b.txt", "Two.")})
	m.settleDown()
	if len(m.early) != 2 || m.early[0].Name != "a.txt" {
		t.Errorf("waiting: %d files", len(m.early))
	}
}
