package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"claimlight/app/onefile"
)

// builtSite is as much of a site as a page needs.
func builtSite() fstest.MapFS {
	return fstest.MapFS{
		onefile.ShellName:   {Data: []byte(`<title>Claimlight</title><meta name="claimlight-lesson" content=""><!-- what this page carries -->`)},
		onefile.ProgramName: {Data: []byte("program")},
	}
}

// The file goes into the page as it is, and the title is its name.
func TestPageOfALesson(t *testing.T) {
	dir := t.TempDir()
	text, file, out := filepath.Join(dir, "a.txt"), filepath.Join(dir, "a.claimlight.json"), filepath.Join(dir, "a.html")
	save(t, text, "Ducks\n\nThe mayor said so.\n")
	if _, complaint, code := try("ingest", "--name", "<b>Ducks", "-o", file, text); code != exitOK {
		t.Fatal(complaint)
	}
	var said bytes.Buffer
	l, sound, err := readLesson(t.Context(), file, stdio{nil, &said, &said})
	if err != nil || !sound {
		t.Fatalf("%v, %s", err, &said)
	}
	if err := makePage(builtSite(), l, out, stdio{}); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(page), "<title>&lt;b&gt;Ducks</title>") {
		t.Errorf("the page begins %.60s", page)
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{onefile.LessonName: string(want), onefile.ProgramName: "program"} {
		if got := carriedIn(t, page, name); got != want {
			t.Errorf("%s became %.80q", name, got)
		}
	}
}

func save(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func carriedIn(t *testing.T, page []byte, name string) string {
	t.Helper()
	found := regexp.MustCompile(`id="carried-` + name + `">([^<]*)<`).FindSubmatch(page)
	if found == nil {
		t.Fatalf("the page carries no %s", name)
	}
	z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(found[1])))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// What is no project of ours is refused in a sentence, and no file is made.
func TestPageOfSomethingElse(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a.txt": "Ducks\n", "empty.claimlight.json": "", "cut.claimlight.json": `{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationColl`,
		"one.jsonld": `{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:x", "type": "Annotation", "target": "http://example.org/a"}`,
		"page.html":  "<!doctype html><p>Ducks", "table.csv": "start,end,text,label\n0,1,D,claim\n",
	} {
		file := filepath.Join(dir, name)
		save(t, file, content)
		var said bytes.Buffer
		_, _, err := readLesson(t.Context(), file, stdio{nil, &said, &said})
		var e *cliError
		if !errors.As(err, &e) || e.code != "no_lesson" || !strings.Contains(e.message, name) || e.hint == "" {
			t.Errorf("%s: %v %s", name, err, &said)
		}
	}
	var e *cliError
	if _, _, err := readLesson(t.Context(), filepath.Join(dir, "nothing"), stdio{nil, io.Discard, io.Discard}); !errors.As(err, &e) {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := makePage(fstest.MapFS{}, lesson{id: "a"}, filepath.Join(dir, "out.html"), stdio{}); !errors.As(err, &e) || e.code != "not_built" {
		t.Errorf("without a site: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "out.html")); err == nil {
		t.Error("half a page was written")
	}
}

// A project in which something is wrong goes into a page as it is, and that is
// said; annotations that belong to no project make none.
func TestPageOfAnUnsoundLesson(t *testing.T) {
	corpus := filepath.Join("..", "..", "test", "corpus", "w3c")
	var said bytes.Buffer
	l, sound, err := readLesson(t.Context(), filepath.Join(corpus, "wrong-quote.claimlight.json"), stdio{nil, &said, &said})
	if err != nil || sound || l.id == "" || !strings.Contains(said.String(), "wrong-quote") {
		t.Errorf("sound %v, %v, said %s", sound, err, &said)
	}
	var e *cliError
	if _, _, err := readLesson(t.Context(), filepath.Join(corpus, "foreign-page.claimlight.json"), stdio{nil, io.Discard, io.Discard}); !errors.As(err, &e) || e.code != "no_lesson" {
		t.Errorf("a page of annotations: %v", err)
	}
}

// Flags stand before the file or behind it.
func TestPageUsage(t *testing.T) {
	for _, args := range [][]string{{"page"}, {"page", "-o", "x.html"}, {"page", "a", "b"}, {"page", "a", "-o", "x.html", "b"}, {"page", "a", "--speed"}} {
		if _, complaint, code := try(args...); code != exitUsage || !strings.Contains(complaint, "hint: ") {
			t.Errorf("%q: exit %d, %q", args, code, complaint)
		}
	}
}
