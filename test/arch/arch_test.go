// Package arch checks the rules of the house: who may import whom, and what
// may be said where. The rules are described in docs/design.md.
package arch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const (
	module = "claimlight"
	goApp  = "github.com/maxence-charriere/go-app/"
)

// pkg is what go list tells about a package.
type pkg struct {
	ImportPath   string
	Dir          string
	Imports      []string
	TestImports  []string
	XTestImports []string
	GoFiles      []string
}

// name is the path of a package below the project's root.
func (p pkg) name() string { return short(p.ImportPath) }

func short(importPath string) string {
	return strings.TrimPrefix(importPath, module+"/")
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// list returns the packages of the house as they are built for a system, the
// browser's or this one.
func list(t *testing.T, env ...string) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,Imports,TestImports,XTestImports,GoFiles", "./...")
	cmd.Dir = root(t)
	cmd.Env = append(os.Environ(), env...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &complaints)
	}
	var pkgs []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
	if len(pkgs) == 0 {
		t.Fatal("go list found no packages")
	}
	return pkgs
}

// everywhere runs a check on the packages of both systems.
func everywhere(t *testing.T, check func(t *testing.T, pkgs []pkg)) {
	t.Run("native", func(t *testing.T) { check(t, list(t)) })
	t.Run("browser", func(t *testing.T) { check(t, list(t, "GOOS=js", "GOARCH=wasm")) })
}

// What a package imports through others counts as well: the domain must not
// reach the screen by a detour.
func TestTheDomainDependsOnNoScreen(t *testing.T) {
	var paths []string
	for _, p := range list(t) {
		if n := layerOf(t, p.name()); n >= 0 && n <= domain {
			paths = append(paths, p.ImportPath)
		}
	}
	for _, env := range [][]string{nil, {"GOOS=js", "GOARCH=wasm"}} {
		for _, dep := range imported(t, env, paths...) {
			if strings.HasPrefix(dep, goApp) || slices.Contains([]string{"app/browser", "app/ui"}, short(dep)) {
				t.Errorf("the domain reaches %s (%v)", dep, env)
			}
		}
	}
}

// imported are packages, and all that they import, also through others.
func imported(t *testing.T, env []string, paths ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-deps"}, paths...)...)
	cmd.Dir, cmd.Env = root(t), append(os.Environ(), env...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(out))
}

func TestGoAppIsOnlyInTheBrowserMain(t *testing.T) {
	for _, p := range list(t) {
		if p.name() != "app" {
			continue
		}
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, goApp) {
				t.Error("app imports go-app natively: only main_js.go may")
			}
		}
	}
}

func TestEveryBrowserFileSaysSoInItsName(t *testing.T) {
	dir := filepath.Join(root(t), "app", "browser")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		if path.Ext(name) == ".go" && !strings.HasSuffix(name, "_js.go") && !strings.HasSuffix(name, "_test.go") {
			t.Errorf("app/browser/%s must end in _js.go", name)
		}
	}
}

// wasm_exec.js and the program must come from the same Go.
func TestSupportFileIsTheToolchains(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		t.Skipf("this Go (%s) comes without wasm_exec.js: %v", runtime.Version(), err)
	}
	ours, err := os.ReadFile(filepath.Join(root(t), "wasm_exec.js"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(ours, theirs) {
		t.Errorf("wasm_exec.js is not the one of %s: cp \"$(go env GOROOT)/lib/wasm/wasm_exec.js\" .", runtime.Version())
	}
}

// A file that names a folder of the machine it was written on works nowhere
// else.
func TestNoFileNamesAFolderOfAMachine(t *testing.T) {
	// Put together here, so that this file does not name one itself.
	machine := regexp.MustCompile(`(^|[\s"'` + "`" + `=(:])/(` + strings.Join([]string{"home", "root", "Users", "work", "tmp", "mnt", "workspace"}, "|") + `)/[\w.]`)
	for _, name := range ours(t) {
		content, err := os.ReadFile(filepath.Join(root(t), name))
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(content), "\n") {
			if machine.MatchString(line) {
				t.Errorf("%s:%d names a folder of a machine: %s", name, n+1, strings.TrimSpace(line))
			}
		}
	}
}

// texts are the endings of the files people write.
var texts = []string{".go", ".js", ".css", ".html", ".md", ".json", ".webmanifest", ".svg", ".sh", ".mod", ".jsonld", ".csv"}

// ours lists the text files of the project that people write, not what the
// build makes.
func ours(t *testing.T) (names []string) {
	t.Helper()
	made := []string{".git", "bin", "web/dist", "test/e2e/failures", "node_modules"}
	err := filepath.WalkDir(root(t), func(full string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root(t), full)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case d.IsDir() && slices.Contains(made, rel):
			return filepath.SkipDir
		case d.IsDir(), rel == "wasm_exec.js", strings.HasPrefix(rel, "test/corpus/"):
			return nil
		}
		if slices.Contains(texts, path.Ext(rel)) || slices.Contains([]string{"Makefile", ".ci/run", ".ci/chromium"}, rel) {
			names = append(names, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
