package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"claimlight/app/problem"
)

// packed is an archive of one file, packed by the method.
func packed(t *testing.T, method uint16, name, data string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err == nil {
		_, err = io.WriteString(f, data)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A byte of a file in an archive that changed is not read in silence.
func TestDamagedFilesOfArchives(t *testing.T) {
	lines := `{"text":"one word","label":[[0,3,"X"]]}` + "\n" + `{"text":"two words","label":[[0,3,"X"]]}` + "\n"
	list := "[" + strings.ReplaceAll(strings.TrimSpace(lines), "\n", ",\n") + "]\n"
	for _, c := range []struct {
		name   string
		f      Format
		method uint16
		data   string
	}{
		{"lines.jsonl", Doccano, zip.Store, lines}, {"list.json", Doccano, zip.Store, list}, {"tags.conll", CoNLL, zip.Store, "one B-X\nword O\n"},
		{"packed.jsonl", Doccano, zip.Deflate, lines},
	} {
		archive := packed(t, c.method, c.name, c.data)
		read := func(archive []byte) error {
			files, problems, err := Unpack("a.zip", bytes.NewReader(archive), int64(len(archive)))
			if err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			_, err = c.f.ReadFiles(files, Env{Now: anyTime})
			return err
		}
		if err := read(archive); err != nil {
			t.Fatalf("%s is sound: %v", c.name, err)
		}
		if c.method == zip.Store {
			archive[bytes.Index(archive, []byte("word"))] ^= 1
		} else {
			archive[30+len(c.name)] = 7 // no kind of block of Deflate
		}
		err := read(archive)
		if own, ok := errors.AsType[*problem.Error](err); !ok || own.Code != "zip" || !strings.Contains(own.Message, quoted(c.name)) || own.Hint == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A file never gives more than its archive says that it holds.
func TestFilesOfArchivesAreBounded(t *testing.T) {
	const size = 1 << 16
	archive := packed(t, zip.Deflate, "a.txt", strings.Repeat("a", size))
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	r.File[0].UncompressedSize64 = 10
	f, err := opener("a.zip", r.File[0])()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if len(data) > 10 || problem.Code(err) != "zip" {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}
