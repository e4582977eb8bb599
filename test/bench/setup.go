package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"
)

// House is where things are: the project's root, and the folder below bin in
// which the benchmark keeps what it installs and makes.
type House struct{ root, work string }

func (h House) at(elem ...string) string { return filepath.Join(append([]string{h.work}, elem...)...) }

// findHouse looks for the project's root from here upwards.
func findHouse() (House, error) {
	dir, err := os.Getwd()
	for err == nil {
		if data, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil && bytes.HasPrefix(data, []byte("module claimlight\n")) {
			h := House{dir, filepath.Join(dir, "bin", "bench")}
			return h, os.MkdirAll(h.work, 0o755)
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return House{}, errors.Join(errors.New("run it inside the project"), err)
}

// run runs a command in the working folder.
func (h House) run(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = h.work
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}

// install brings in the packages of package-lock.json, if they are not there.
func (h House) install() error {
	src := filepath.Join(h.root, "test", "bench")
	lock, err := os.ReadFile(filepath.Join(src, "package-lock.json"))
	if err != nil {
		return err
	}
	stamp := h.at("installed")
	if had, err := os.ReadFile(stamp); err == nil && bytes.Equal(had, lock) {
		return nil
	}
	// Some packages hold Go files; a module of its own keeps them out of ours.
	if err := os.WriteFile(h.at("go.mod"), []byte("module bench.invalid\n"), 0o644); err != nil {
		return err
	}
	for _, name := range []string{"package.json", "package-lock.json"} {
		if err := copyFile(filepath.Join(src, name), h.at(name)); err != nil {
			return err
		}
	}
	if err := h.run("npm", "ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"); err != nil {
		return err
	}
	return os.WriteFile(stamp, lock, 0o644)
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

// bundle makes the page of each candidate that is not ours, in dist/ID.
func (h House) bundle() error {
	if err := os.RemoveAll(h.at("page")); err != nil {
		return err
	}
	if err := os.CopyFS(h.at("page"), os.DirFS(filepath.Join(h.root, "test", "bench", "page"))); err != nil {
		return err
	}
	for _, c := range Candidates {
		if c.Kind == Ours {
			continue
		}
		if err := h.bundleOne(c); err != nil {
			return fmt.Errorf("%s: %w", c.ID, err)
		}
	}
	return h.staticPage()
}

func (h House) bundleOne(c Candidate) error {
	dir := h.at("dist", c.ID)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	args := []string{
		h.at("node_modules", "esbuild", "bin", "esbuild"), "page/entry.js", "--bundle", "--minify", "--format=iife", "--target=chrome120",
		"--log-level=error", "--alias:candidate=./page/" + c.ID + ".js", "--outfile=dist/" + c.ID + "/app.js",
		"--define:process.env.NODE_ENV=\"production\"", "--define:global=window",
	}
	for _, ext := range []string{"svg", "png", "woff", "woff2", "ttf", "eot"} {
		args = append(args, "--loader:."+ext+"=dataurl")
	}
	if err := h.run("node", args...); err != nil {
		return err
	}
	head := `<link rel="stylesheet" href="page.css">`
	if _, err := os.Stat(filepath.Join(dir, "app.css")); err == nil {
		head = `<link rel="stylesheet" href="app.css">` + head
	}
	scripts := `<script src="app.js"></script>`
	if c.Script != "" {
		head = `<link rel="stylesheet" href="lib/` + filepath.Base(c.Style) + `">` + head
		scripts = `<script src="lib/` + filepath.Base(c.Script) + `"></script>` + scripts
		if err := h.ready(c, dir); err != nil {
			return err
		}
	}
	if err := copyFile(h.at("page", "page.css"), filepath.Join(dir, "page.css")); err != nil {
		return err
	}
	page := fmt.Sprintf("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>%s</title>\n%s\n<div id=\"root\"></div>\n%s\n", c.Name, head, scripts)
	return os.WriteFile(filepath.Join(dir, "index.html"), []byte(page), 0o644)
}

// ready copies the ready made files of a package.
func (h House) ready(c Candidate, dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, "lib"), 0o755); err != nil {
		return err
	}
	for _, name := range []string{c.Script, c.Style} {
		if err := copyFile(h.at("node_modules", c.Package, name), filepath.Join(dir, "lib", filepath.Base(name))); err != nil {
			return err
		}
	}
	return nil
}

// staticPage is the first of our own articles as a page and nothing else.
func (h House) staticPage() error {
	paras, err := h.firstArticle()
	if err != nil {
		return err
	}
	css, err := os.ReadFile(h.at("page", "page.css"))
	if err != nil {
		return err
	}
	var page strings.Builder
	page.WriteString("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>An article</title>\n<link rel=\"stylesheet\" href=\"page.css\">\n<div id=\"root\">\n")
	for _, para := range paras {
		page.WriteString("<p>" + html.EscapeString(para) + "</p>\n")
	}
	page.WriteString("</div>\n")
	dir := h.at("dist", "static-page")
	return errors.Join(
		os.MkdirAll(dir, 0o755),
		os.WriteFile(filepath.Join(dir, "page.css"), css, 0o644),
		os.WriteFile(filepath.Join(dir, "index.html"), []byte(page.String()), 0o644),
	)
}

// firstArticle is what our program opens with, paragraph by paragraph.
func (h House) firstArticle() (paras []string, err error) {
	folder := filepath.Join(h.root, "web", "articles")
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, errors.Join(fmt.Errorf("no articles in %s", folder), err)
	}
	text, err := os.ReadFile(files[0])
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" {
			paras = append(paras, line)
		}
	}
	return paras, err
}

// takeFirst makes that article one that the others can be given.
func (r *runner) takeFirst() error {
	paras, err := r.house.firstArticle()
	r.docs[first] = &Doc{Size: first, Paras: paras, Tags: tagNames, Marks: []Mark{}, Extra: []Mark{}}
	return err
}

// squeezer compresses as a server would have it done once, and remembers.
type squeezer struct{ dir string }

// squeeze returns the data in brotli at its best.
func (s squeezer) squeeze(data []byte) ([]byte, error) {
	sum := sha256.Sum256(data)
	path := filepath.Join(s.dir, hex.EncodeToString(sum[:12])+".br")
	if had, err := os.ReadFile(path); err == nil {
		return had, nil
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotli.BestCompression)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), os.WriteFile(path, out.Bytes(), 0o644)
}

// weigh adds up a folder: bytes as they are, and in brotli. Copies that are
// compressed already do not count, but are used where best says that they are
// as small as can be.
func (s squeezer) weigh(dir string, best bool, count func(name string, raw, wire int)) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".br") || strings.HasSuffix(path, ".gz") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		small, err := os.ReadFile(path + ".br")
		if !best || err != nil {
			small, err = s.squeeze(data)
		}
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		count(filepath.ToSlash(name), len(data), min(len(small), len(data)))
		return nil
	})
}

// versions are those of the packages that are compared.
func (h House) versions() map[string]string {
	out := map[string]string{}
	for _, c := range Candidates {
		var p struct{ Version string }
		data, err := os.ReadFile(h.at("node_modules", c.Package, "package.json"))
		if c.Package != "" && err == nil && json.Unmarshal(data, &p) == nil {
			out[c.Package] = p.Version
		}
	}
	return out
}
