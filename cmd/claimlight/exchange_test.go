package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/project"
	"claimlight/app/span"
)

// terminal is a fake one.
type terminal struct{ out, err bytes.Buffer }

// do runs the program as main does and returns its exit code.
func (t *terminal) do(stdin string, args ...string) int {
	t.out.Reset()
	t.err.Reset()
	err := run(context.Background(), args, stdio{strings.NewReader(stdin), &t.out, &t.err})
	report(&t.err, err)
	return exitCode(err)
}

// sample is a small project as a file of its own format.
func sample(t *testing.T) (p project.Project, data string) {
	t.Helper()
	n := 0
	stamp := project.Stamp{When: time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC), Mint: func() string {
		n++
		return fmt.Sprintf("00000000-0000-4000-8000-%012d", n)
	}}
	a, err := article.New(article.Meta{Title: "The text"}, "One 👩🏽‍🚒 said =2+2 twice.", []article.Block{{Kind: article.Paragraph, End: 24}})
	if err != nil {
		t.Fatal(err)
	}
	p = project.New("Sample", []*article.Article{a}, stamp)
	d, _, err := project.Highlight(p, a.ID, []span.Span{{Start: 14, End: 18}}, nil, stamp)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.Apply(d); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := exchange.W3C.Encode(&b, p, exchange.Env{}); err != nil {
		t.Fatal(err)
	}
	return p, b.String()
}

func file(t *testing.T, name, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCheckSound(t *testing.T) {
	_, data := sample(t)
	path := file(t, "a.claimlight.json", data)
	var term terminal
	for _, args := range [][]string{{"check", path}, {"check", "-"}} {
		if code := term.do(data, args...); code != exitOK || term.out.String() != "sound: 1 file, 1 annotation on 1 article\n" || term.err.Len() > 0 {
			t.Errorf("%v: %d %q %q", args, code, term.out.String(), term.err.String())
		}
	}
}

func TestCheckSaysWhatIsWrongWhere(t *testing.T) {
	_, data := sample(t)
	wrong := file(t, "wrong.json", strings.Replace(data, `"exact": "`, `"exact": "\u001b[2Jnot `, 1))
	cut := file(t, "cut.json", data[:strings.LastIndexByte(data[:len(data)/2], '\n')]) // between two characters
	var term terminal
	code := term.do("", "check", wrong, cut, filepath.Join(t.TempDir(), "missing.json"))
	if code != exitFailed || !strings.Contains(term.err.String(), "3 problems in 3 of 3 files") {
		t.Errorf("%d %q", code, term.err.String())
	}
	for _, want := range []string{wrong + "#/first/items/0/target/selector: The text at 14–18", cut + ": The file breaks off at line", "missing.json: The file could not be read."} {
		if !strings.Contains(term.out.String(), want) {
			t.Errorf("%q is not in %q", want, term.out.String())
		}
	}
	if strings.Contains(term.out.String(), "\x1b") {
		t.Error("a control character of the file reached the terminal")
	}
}

func TestConvertThereAndBack(t *testing.T) {
	p, data := sample(t)
	native := file(t, "a.claimlight.json", data)
	var term terminal
	if code := term.do(data, "convert", "--to", "w3c", "-"); code != exitOK || term.out.String() != data {
		t.Fatalf("the same format is not the same bytes: %d %s", code, term.err.String())
	}
	if code := term.do("", "convert", "--to", "csv", native); code != exitOK || !strings.Contains(term.err.String(), "not in the csv file: 1 text of an article") {
		t.Fatalf("%d %q", code, term.err.String())
	}
	table := term.out.String()
	if !strings.Contains(table, ",14,18,") {
		t.Fatalf("got %q", table)
	}
	table = strings.Replace(table, ",14,18,", ",4,8,", 1)
	table = strings.Replace(table, "'"+quote(p), "👩🏽‍🚒", 1)
	out := filepath.Join(t.TempDir(), "out.json")
	if code := term.do(table, "convert", "--to", "w3c", "-o", out, "-", native); code != exitOK || !strings.Contains(term.err.String(), "stdin: the mark differs") {
		t.Fatalf("%d %q", code, term.err.String())
	}
	if code := term.do("", "check", out); code != exitOK {
		t.Errorf("what was written is not sound: %q", term.out.String())
	}
}

func TestConvertTableWithoutItsText(t *testing.T) {
	_, data := sample(t)
	var term terminal
	term.do(data, "convert", "--to", "csv", "-")
	table := term.out.String()
	if code := term.do(table, "convert", "--to", "w3c", "-"); code != exitFailed || !strings.Contains(term.err.String(), "stdin:2: The text of “The text” is not known.") {
		t.Errorf("%d %q", code, term.err.String())
	}
}

func TestConvertUsage(t *testing.T) {
	_, data := sample(t)
	native := file(t, "a.json", data)
	var term terminal
	for _, args := range [][]string{
		{"convert", native}, {"convert", "--to", "pdf", native}, {"convert", "--to", "csv"}, {"convert", "--to", "csv", "--from", "x", native},
		{"convert", "--to", "csv", native, "-o", "x"}, {"convert", "--to", "csv", "-", "-"}, {"check"}, {"check", "--nonsense"},
	} {
		if code := term.do("", args...); code != exitUsage || !strings.Contains(term.err.String(), "hint:") {
			t.Errorf("%v: %d %q", args, code, term.err.String())
		}
	}
	for _, command := range []string{"check", "convert"} {
		if code := term.do("", command, "--help"); code != exitOK || !strings.Contains(term.out.String(), "Examples:") {
			t.Errorf("%s --help: %d %q", command, code, term.out.String())
		}
	}
	term.do("", "convert", "--help")
	for _, f := range exchange.Native {
		for _, word := range strings.Fields(f.ID + " " + f.Name + " " + f.About) {
			if !strings.Contains(term.out.String(), word) {
				t.Errorf("the help does not say %q of the format %s", word, f.ID)
			}
		}
	}
	for line := range strings.Lines(formatList()) {
		if len(line) > 80 {
			t.Errorf("a line of the help is too long: %q", line)
		}
	}
	if err := run(context.Background(), []string{"check", "--help"}, stdio{nil, io.Discard, io.Discard}); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("got %v", err)
	}
}

func TestConvertNothingReadWritesNothing(t *testing.T) {
	out := file(t, "out.json", "before")
	var term terminal
	if code := term.do("{", "convert", "--to", "w3c", "--from", "w3c", "-o", out, "-"); code != exitFailed {
		t.Errorf("exit %d", code)
	}
	if now, _ := os.ReadFile(out); string(now) != "before" {
		t.Errorf("the file was touched: %q", now)
	}
}

// A write that fails half-way leaves the old file, and nothing beside it.
func TestWriteWhole(t *testing.T) {
	out := file(t, "out", "before")
	err := writeWhole(out, func(w io.Writer) error {
		fmt.Fprint(w, "half of the")
		return errors.New("full")
	})
	now, _ := os.ReadFile(out)
	left, _ := os.ReadDir(filepath.Dir(out))
	if err == nil || string(now) != "before" || len(left) != 1 {
		t.Errorf("%v %q %v", err, now, left)
	}
	if err := writeWhole(out, func(w io.Writer) error { _, err := fmt.Fprint(w, "after"); return err }); err != nil {
		t.Error(err)
	}
	if now, _ := os.ReadFile(out); string(now) != "after" {
		t.Errorf("got %q", now)
	}
}

// quote is the text of the only annotation.
func quote(p project.Project) (q string) {
	for a := range p.Annotations.All() {
		q = a.Quote()
	}
	return q
}

// A table does not take the place of the project it is made from, and a file
// that only its owner may read stays so.
func TestConvertOntoItsInput(t *testing.T) {
	_, data := sample(t)
	path := file(t, "a.claimlight.json", data)
	var term terminal
	if code := term.do("", "convert", "--to", "csv", "-o", path, path); code != 2 {
		t.Errorf("exit code %d, want 2: %s", code, &term.err)
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != data {
		t.Error("the project was written over")
	}
	if code := term.do("", "convert", "--to", "w3c", "-o", path, path); code != 0 {
		t.Errorf("exit code %d, want 0: %s", code, &term.err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode became %v", info.Mode())
	}
}

// Into a folder go the files of a format that has several, and none over another.
func TestConvertIntoAFolder(t *testing.T) {
	_, data := sample(t)
	native, folder := file(t, "a.claimlight.json", data), t.TempDir()
	var term terminal
	if code := term.do("", "convert", "--to", "brat", "-o", folder, native); code != exitOK {
		t.Fatalf("%d %q", code, term.err.String())
	}
	for _, end := range []string{"*.txt", "*.ann", "annotation.conf"} {
		if found, err := filepath.Glob(filepath.Join(folder, end)); err != nil || len(found) != 1 {
			t.Errorf("%s: %v %v", end, found, err)
		}
	}
	if code := term.do("", "check", folder); code != exitOK || !strings.Contains(term.out.String(), "annotations on 1 article") {
		t.Errorf("%d %q %q", code, term.out.String(), term.err.String())
	}
	if code := term.do("", "convert", "--to", "brat", "-o", folder, native); code != exitFailed || !strings.Contains(term.err.String(), "is there already, and nothing was written") {
		t.Errorf("a second time: %d %q", code, term.err.String())
	}
	if code := term.do("", "convert", "--to", "csv", "-o", folder, native); code != exitFailed || !strings.Contains(term.err.String(), "is a folder, and nothing was written") {
		t.Errorf("one file: %d %q", code, term.err.String())
	}
	archive := filepath.Join(folder, "new")
	if code := term.do("", "convert", "--to", "brat", "-o", archive, native); code != exitOK || !strings.Contains(term.err.String(), archive+" is a ZIP archive with the brat files") {
		t.Errorf("another name: %d %q", code, term.err.String())
	}
}
