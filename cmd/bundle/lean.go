package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// goApp is the library of the user interface.
const goApp = "github.com/maxence-charriere/go-app/v10"

// served are the files of go-app that serve an app over HTTP. In a browser
// nothing calls them, but they bring net/http and all below it, which the
// linker cannot leave out: an eighth of the download.
var served = []string{"http.go", "resource.go", "static.go"}

// unserved stands in their place: what the rest of the library names. Our
// addresses are all relative, so that there is nothing to resolve.
const unserved = `package app

type Handler struct{}

func clientResourceResolver(string) func(string) string { return func(location string) string { return location } }
`

// lean writes a go.mod to build the program with, and beside it a go-app without
// its server, made of the one that go.mod in root names.
func lean(root, dir string) error {
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", goApp)
	list.Dir = root
	from, err := list.Output()
	if err != nil {
		return fmt.Errorf("go-app is not there: %w", err)
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return err
	}
	to := filepath.Join(dir, "go-app")
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if err := copyGo(strings.TrimSpace(string(from)), to); err != nil {
		return err
	}
	for _, name := range served {
		if err := os.Remove(filepath.Join(to, "pkg", "app", name)); err != nil {
			return fmt.Errorf("this go-app is another than the one this was written for: %w", err)
		}
	}
	if err := os.WriteFile(filepath.Join(to, "pkg", "app", "unserved.go"), []byte(unserved), 0o644); err != nil {
		return err
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return err
	}
	mod = append(bytes.TrimRight(mod, "\n"), "\n\nreplace "+goApp+" => "+filepath.ToSlash(to)+"\n"...)
	return writeAll(map[string][]byte{filepath.Join(dir, "go.mod"): mod, filepath.Join(dir, "go.sum"): sum})
}

// copyGo copies go.mod and the Go files that a program needs, of the folder
// and those below.
func copyGo(from, to string) error {
	return filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() || name != "go.mod" && (!strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go")) {
			return nil
		}
		rest, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return writeAll(map[string][]byte{filepath.Join(to, rest): data})
	})
}

func writeAll(files map[string][]byte) error {
	for name, data := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
