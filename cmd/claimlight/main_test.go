package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// try runs a command line and returns what it printed and its exit code.
func try(args ...string) (out, complaint string, code int) {
	var stdout, stderr bytes.Buffer
	err := run(context.Background(), args, stdio{strings.NewReader(""), &stdout, &stderr})
	report(&stderr, err)
	return stdout.String(), stderr.String(), exitCode(err)
}

func TestWrongUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"dance"}, {"serve", "--speed", "9"}, {"serve", "extra"}, {"site"}} {
		_, complaint, code := try(args...)
		if code != exitUsage || !strings.Contains(complaint, "hint: ") {
			t.Errorf("%q: exit %d, %q", args, code, complaint)
		}
	}
}

func TestHelpOfEveryCommandHasAnExample(t *testing.T) {
	out, _, code := try("help")
	if code != exitOK || !strings.Contains(out, "Exit codes:") {
		t.Errorf("help: exit %d, %q", code, out)
	}
	for _, c := range commands {
		if !strings.Contains(out, c.name) || !strings.Contains(out, c.summary) {
			t.Errorf("help does not list %s", c.name)
		}
		for _, args := range [][]string{{c.name, "--help"}, {"help", c.name}} {
			out, complaint, code := try(args...)
			if code != exitOK || complaint != "" || !strings.Contains(out, "claimlight "+c.name) || !strings.Contains(out, "Example") {
				t.Errorf("%q: exit %d, %q %q", args, code, out, complaint)
			}
		}
	}
}

func TestTakenPortIsSaidInASentence(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = listen(l.Addr().String())
	var e *cliError
	if !errors.As(err, &e) || e.code != "port_taken" || !strings.Contains(e.message, l.Addr().String()) || !strings.Contains(e.hint, "--addr") {
		t.Errorf("got %v", err)
	}
	if code := exitCode(err); code != exitFailed {
		t.Errorf("exit %d", code)
	}
	if _, err := listen("nonsense"); err == nil || exitCode(err) != exitFailed {
		t.Errorf("nonsense as an address: %v", err)
	}
}

func TestServeStopsWhenAsked(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("page"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out bytes.Buffer
	if err := runServe(ctx, []string{"--addr", "127.0.0.1:0", "--dir", dir}, stdio{out: &out}); err != nil {
		t.Error(err)
	}
	if !strings.Contains(out.String(), "http://127.0.0.1:") {
		t.Errorf("printed %q", out.String())
	}
}

func TestCopyFilesLeavesTheBuildsOwnOut(t *testing.T) {
	out := t.TempDir()
	n, err := copyFiles(context.Background(), fstest.MapFS{"index.html": {Data: []byte("page")}, ".bundle.json": {}, "a/b.txt": {Data: []byte("b")}}, out)
	if err != nil || n != 2 {
		t.Fatalf("%d files, %v", n, err)
	}
	if b, err := os.ReadFile(filepath.Join(out, "a", "b.txt")); err != nil || string(b) != "b" {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := os.Stat(filepath.Join(out, ".bundle.json")); err == nil {
		t.Error("a dot file was written")
	}
}

func TestHelpAskedForIsNoFailure(t *testing.T) {
	if code := exitCode(flag.ErrHelp); code != exitOK {
		t.Errorf("exit %d", code)
	}
}
