package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"claimlight/app/classview"
)

// options are what one run is told.
type options struct {
	src, out, wasmExec, goroot string
	quality                    int
	strip, shares              bool
}

// The placeholders that the build fills in. Each must be there exactly once.
const (
	versionMark = `content="unbundled"`
	releaseMark = `const release = null;`
)

// site maps the path of a file, with slashes, to its content.
type site map[string][]byte

func run(o options) error {
	if o.out == "" {
		o.out = filepath.Join(o.src, "dist")
	}
	files, err := collect(o)
	if err != nil {
		return err
	}
	if err := files.addFirst(); err != nil {
		return err
	}
	if err := files.addInline(); err != nil {
		return err
	}
	version := files.version()
	if err := files.stamp(version); err != nil {
		return err
	}
	sizes, err := write(files, o)
	if err != nil {
		return err
	}
	fmt.Printf("version %s, %d files, brotli quality %d\n", version, len(files), o.quality)
	for _, name := range programs {
		if s := sizes[name]; s.raw > 0 {
			fmt.Printf("%-11s %s raw, %s gzip, %s brotli\n", name, megabytes(s.raw), megabytes(s.gzip), megabytes(s.brotli))
		}
	}
	if o.shares {
		return printShares(o, files["app.wasm"])
	}
	return nil
}

// collect reads everything that belongs to the site.
func collect(o options) (site, error) {
	files := site{}
	err := filepath.WalkDir(o.src, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(o.src, name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if rel == "dist" || filepath.Clean(name) == filepath.Clean(o.out) {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasPrefix(d.Name(), ".") || path.Ext(rel) == ".go" {
			return nil
		}
		files[filepath.ToSlash(rel)], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		return nil, err
	}
	if files["app.wasm"] == nil {
		return nil, fmt.Errorf("%s is not there: build the program first (make build)", filepath.Join(o.src, "app.wasm"))
	}
	for _, name := range programs {
		if files[name] == nil {
			continue
		}
		if files[name], err = program(name, files[name], o); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	files["class.css"] = []byte(classview.Style)
	files["wasm_exec.js"], err = support(o)
	return files, err
}

// programs are the compiled ones: that of the page, and that of the worker
// beside it, which is loaded when it is asked for.
var programs = []string{"app.wasm", "porter.wasm"}

// program returns a compiled one as it goes out.
func program(name string, built []byte, o options) ([]byte, error) {
	if !o.strip {
		return pack(built, nil)
	}
	packed, err := pack(built, strip)
	if errors.Is(err, errTables) {
		fmt.Printf("note: %s keeps files and lines for stack traces: %v\n", name, err)
		return pack(built, nil)
	}
	return packed, err
}

// support returns wasm_exec.js. It and the program must come from the same Go:
// a newer toolchain than the one this tree was last built with brings its own.
func support(o options) ([]byte, error) {
	ours, err := os.ReadFile(o.wasmExec)
	if err != nil || o.goroot == "" {
		return ours, err
	}
	theirs, err := os.ReadFile(filepath.Join(o.goroot, "lib", "wasm", "wasm_exec.js"))
	if errors.Is(err, fs.ErrNotExist) {
		return ours, nil
	}
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(ours, theirs) {
		fmt.Println("note: this Go has another wasm_exec.js than the tree; the site gets the one of this Go")
	}
	return theirs, nil
}

// version names the content: it changes when any file does, and only then.
func (s site) version() string {
	h := sha256.New()
	for _, name := range s.names() {
		fmt.Fprintf(h, "%s %s\n", hash(s[name]), name)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// stamp writes the version into the pages, then the list of files into the
// worker. The worker itself and the page's second name are not on the list: the
// page is kept under the folder's own URL, which is what browsers ask for.
func (s site) stamp(version string) error {
	for _, page := range pages {
		if s[page] == nil {
			continue
		}
		if err := s.replace(page, versionMark, `content="`+version+`"`); err != nil {
			return err
		}
	}
	list := map[string]string{}
	for _, name := range s.names() {
		switch name {
		case "sw.js":
		case "index.html":
			list["./"] = digest(s[name])
		default:
			list[name] = digest(s[name])
		}
	}
	release, err := json.Marshal(map[string]any{"version": version, "files": list})
	if err != nil {
		return err
	}
	return s.replace("sw.js", releaseMark, "const release = "+string(release)+";")
}

func (s site) replace(name, mark, with string) error {
	text := string(s[name])
	if n := strings.Count(text, mark); n != 1 {
		return fmt.Errorf("%s: want the text %q once, found it %d times", name, mark, n)
	}
	s[name] = []byte(strings.Replace(text, mark, with, 1))
	return nil
}

func (s site) names() []string {
	names := make([]string, 0, len(s))
	for name := range s {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// digest is the SHA-256 of the SHA-256s of each mebibyte of a file, as
// web/sw.js checks it: it reads no more than that at once.
func digest(content []byte) string {
	var sums []byte
	for piece := range slices.Chunk(content, 1<<20) {
		sum := sha256.Sum256(piece)
		sums = append(sums, sum[:]...)
	}
	return hash(sums)
}

func megabytes(n int) string {
	return fmt.Sprintf("%.2f MB", float64(n)/1e6)
}
