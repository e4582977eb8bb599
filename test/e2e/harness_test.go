package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patience is how long a helper waits for something that should come true. It
// is long because it costs nothing where all is well, and machines that test
// are slow and busy.
const patience = 60 * time.Second

// startPatience is for what involves starting a process or compiling wasm.
const startPatience = 150 * time.Second

var (
	root    string // the project's root
	program string // the built bin/claimlight
)

func TestMain(m *testing.M) {
	os.Exit(testMain(m))
}

func testMain(m *testing.M) int {
	var err error
	if root, err = filepath.Abs(filepath.Join("..", "..")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	program = filepath.Join(root, "bin", "claimlight")
	if err := buildIfStale(); err != nil {
		fmt.Fprintln(os.Stderr, "the program could not be built:", err)
		return 1
	}
	if _, err := chromium(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	os.RemoveAll("failures")
	return m.Run()
}

// buildIfStale runs make build when the program is missing or older than a
// source; after "make build" it does nothing.
func buildIfStale() error {
	built, err := os.Stat(program)
	if err == nil && !newerSource(built.ModTime()) {
		return nil
	}
	cmd := exec.Command("make", "build")
	cmd.Dir, cmd.Stdout, cmd.Stderr = root, os.Stderr, os.Stderr
	return cmd.Run()
}

func newerSource(than time.Time) (newer bool) {
	for _, dir := range []string{"app", "web", "cmd"} {
		filepath.WalkDir(filepath.Join(root, dir), func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			if d.IsDir() && d.Name() == "dist" {
				return filepath.SkipDir
			}
			info, err := d.Info()
			source := !d.IsDir() && d.Name() != "app.wasm" && !strings.HasSuffix(name, "_test.go")
			newer = newer || err == nil && source && info.ModTime().After(than)
			return nil
		})
	}
	return newer
}

// chromium finds the browser.
func chromium() (string, error) {
	if named := os.Getenv("CHROMIUM"); named != "" {
		return named, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf(`the end-to-end tests need Chromium: install the package "chromium" or set CHROMIUM to its path`)
}

// shared returns the folder of reference material beside the project, or skips
// the test where there is none.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir := os.Getenv("CLAIMLIGHT_SHARED")
	if dir == "" {
		dir = filepath.Join(root, "..", "shared")
	}
	path := filepath.Join(append([]string{dir}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no reference material at %s: set CLAIMLIGHT_SHARED to its folder", filepath.Join(elem...))
	}
	return path
}

// eventually asks until the answer is yes or the time is up, and reports which.
func eventually(within time.Duration, yes func() bool) bool {
	deadline := time.Now().Add(within)
	for {
		if yes() {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
		time.Sleep(25 * time.Millisecond)
	}
}
