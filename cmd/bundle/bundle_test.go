package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"claimlight/app/article"
)

// source makes a small site to bundle.
func source(t *testing.T) options {
	t.Helper()
	dir := t.TempDir()
	o := options{src: filepath.Join(dir, "web"), wasmExec: filepath.Join(dir, "wasm_exec.js"), quality: 5}
	o.out = filepath.Join(o.src, "dist")
	for name, content := range map[string]string{
		"index.html": `<meta name="claimlight-version" content="unbundled"><meta name="claimlight-first" content="first-article">` +
			strings.Repeat("<p>text</p>", 50) + `<!-- the first screen -->`,
		"articles/index.json": `[{"file": "a.txt", "title": "Ducks & <geese>"}, {"file": "b.txt", "title": "Swans"}]`,
		"articles/a.txt":      "Ducks & <geese>\n\nThe “mayor” said: \"5 < 6\".\nAnd left.\n",
		"articles/b.txt":      "Swans\n\nNobody came.\n",
		"sw.js":               "const release = null;\n",
		"app.wasm":            wasm("text"),
		"icons/a.png":         strings.Repeat("png", 100),
		"web.go":              "package web",
		"dist/.gitkeep":       "",
	} {
		save(t, filepath.Join(o.src, name), content)
	}
	save(t, o.wasmExec, strings.Repeat("support ", 100))
	return o
}

// wasm is a module of one section, which is all notes (5.5.3 of the standard).
func wasm(note string) string {
	return "\x00asm\x01\x00\x00\x00" + "\x00\xd5\x0f" + "\x04note" + strings.Repeat(note, 500)
}

func save(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type release struct {
	Version string
	Files   map[string]string
}

func bundled(t *testing.T, o options) release {
	t.Helper()
	if err := run(o); err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`const release = (\{.*\});`).FindSubmatch(load(t, filepath.Join(o.out, "sw.js")))
	var r release
	if found == nil || json.Unmarshal(found[1], &r) != nil {
		t.Fatal("the worker has no list")
	}
	return r
}

func TestListNamesEveryFileWithItsHash(t *testing.T) {
	o := source(t)
	r := bundled(t, o)
	files := map[string]string{"./": "index.html"}
	for _, name := range []string{"app.wasm", "icons/a.png", "wasm_exec.js", "class.css", "articles.json", "articles/index.json", "articles/a.txt", "articles/b.txt"} {
		files[name] = name
	}
	if len(r.Files) != len(files) {
		t.Errorf("listed: %v", r.Files)
	}
	for listed, name := range files {
		if want := digest(load(t, filepath.Join(o.out, name))); r.Files[listed] != want {
			t.Errorf("%s: sum %q, want %q", listed, r.Files[listed], want)
		}
	}
	if page := string(load(t, filepath.Join(o.out, "index.html"))); !strings.Contains(page, `content="`+r.Version+`"`) {
		t.Error("the page does not carry the version")
	}
}

func TestCopiesAreTheSameFileCompressed(t *testing.T) {
	o := source(t)
	bundled(t, o)
	want := load(t, filepath.Join(o.src, "app.wasm"))
	z, err := gzip.NewReader(bytes.NewReader(load(t, filepath.Join(o.out, "app.wasm.gz"))))
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]io.Reader{"gzip": z, "brotli": brotli.NewReader(bytes.NewReader(load(t, filepath.Join(o.out, "app.wasm.br"))))} {
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, want %d (%v)", name, len(got), len(want), err)
		}
	}
	if _, err := os.Stat(filepath.Join(o.out, "icons", "a.png.br")); err == nil {
		t.Error("a picture was compressed again")
	}
}

func TestVersionChangesWithTheContentAndOnlyThen(t *testing.T) {
	o := source(t)
	first := bundled(t, o)
	if again := bundled(t, o); again.Version != first.Version {
		t.Errorf("nothing changed, but %s became %s", first.Version, again.Version)
	}
	save(t, filepath.Join(o.src, "icons", "a.png"), "other")
	if third := bundled(t, o); third.Version == first.Version {
		t.Error("a file changed, the version did not")
	}
}

func TestWhatIsGoneFromTheSourceGoes(t *testing.T) {
	o := source(t)
	save(t, filepath.Join(o.src, "old.css"), strings.Repeat("p{}", 100))
	bundled(t, o)
	os.Remove(filepath.Join(o.src, "old.css"))
	if r := bundled(t, o); r.Files["old.css"] != "" {
		t.Error("the list still has it")
	}
	for _, name := range []string{"old.css", "old.css.br", "old.css.gz"} {
		if _, err := os.Stat(filepath.Join(o.out, name)); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
	if _, err := os.Stat(filepath.Join(o.out, ".gitkeep")); err != nil {
		t.Error("the marker file was removed")
	}
}

func TestChangedFileIsCompressedAnew(t *testing.T) {
	o := source(t)
	bundled(t, o)
	save(t, filepath.Join(o.src, "app.wasm"), wasm("new!"))
	bundled(t, o)
	got, err := io.ReadAll(brotli.NewReader(bytes.NewReader(load(t, filepath.Join(o.out, "app.wasm.br")))))
	if err != nil || !bytes.HasSuffix(got, []byte("new!")) {
		t.Errorf("the copy is still the old one: %q, %v", got[:4], err)
	}
}

func TestPlaceholderMustBeThere(t *testing.T) {
	for name, content := range map[string]string{
		"sw.js":      "const release = undefined;",
		"index.html": `<meta name="claimlight-version" content="unbundled"><meta name="claimlight-first" content="first-article">`,
	} {
		o := source(t)
		save(t, filepath.Join(o.src, name), content)
		if err := run(o); err == nil {
			t.Errorf("a %s with no place for what belongs there was bundled", name)
		}
	}
}

// The first article can be read in the page itself, and all of them are in one
// file, as the program would have made them of the texts.
func TestFirstArticleIsInThePage(t *testing.T) {
	o := source(t)
	bundled(t, o)
	var list []*article.Article
	if err := json.Unmarshal(load(t, filepath.Join(o.out, "articles.json")), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].Meta.Title != "Ducks & <geese>" || list[0].Meta.File != "a.txt" || len(list[0].Blocks) != 3 {
		t.Errorf("articles: %+v", list)
	}
	page := string(load(t, filepath.Join(o.out, "index.html")))
	for _, want := range []string{
		`<meta name="claimlight-first" content="` + string(list[0].ID) + `">`,
		`id="paper"`, `>Ducks &amp; &lt;geese&gt;</h1>`, `<p dir="auto" class="b-paragraph">The “mayor” said: &quot;5 &lt; 6&quot;.</p><p `,
		`<a href="#/read/` + string(list[1].ID) + `">`, `aria-current="page"`, `aria-pressed="false"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, bad := range []string{"Nobody came", `\"`, "\n  <", "Saved", "<!--", `hidden="false"`} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
}

// What the page needs to be painted stands in it, allowed by its hash alone.
func TestInlineFiles(t *testing.T) {
	o := source(t)
	page := string(load(t, filepath.Join(o.src, "index.html")))
	policy := `<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'">`
	save(t, filepath.Join(o.src, "index.html"), policy+page+`<script src="a.js" data-inline></script><link rel="stylesheet" href="a.css" data-inline><link rel="stylesheet" href="b.css" data-inline><link rel="stylesheet" href="c.css">`)
	for name, content := range map[string]string{"a.js": "// Runs.\nrun( \"</script>\" )\n", "a.css": "p { content: \"→</style>\" } /* a */\n", "b.css": "b{c:d}", "c.css": "i{}"} {
		save(t, filepath.Join(o.src, name), content)
	}
	bundled(t, o)
	page = string(load(t, filepath.Join(o.out, "index.html")))
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	script, style, other := `run("<\/script>");`, `p{content:"→<\/style>"}`, `b{c:d}`
	for _, want := range []string{
		"<script>" + script + "</script><style>" + style + "</style><style>" + other + `</style><link rel="stylesheet" href="c.css">`,
		"script-src 'self' " + hash(script) + " 'wasm-unsafe-eval'; style-src 'self' " + hash(style) + " " + hash(other) + "; img-src",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	for name, there := range map[string]bool{"a.js": false, "a.css": false, "b.css": false, "c.css": true} {
		if _, err := os.Stat(filepath.Join(o.out, name)); (err == nil) != there {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range []struct{ name, content, want string }{
		{"a.js", "run();\nwalk(;\n", "a.js:2:5"},
		{"b.css", "b{\n  c:d\n", "b.css:1:1"},
		{"b.css", "b{\n  c=d\n}", "b.css:2:3"},
		{"a.css", "", "a.css is not there"},
	} {
		path := filepath.Join(o.src, c.name)
		good := load(t, path)
		if save(t, path, c.content); c.content == "" {
			os.Remove(path)
		}
		if err := run(o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q: %v", c.name, c.content, err)
		}
		save(t, path, string(good))
	}
}

// The shell of a page that is one file holds all that it asks for, and allows it
// by its hash alone; what the other page asks for stays a file as well.
func TestShellHoldsAllItsFiles(t *testing.T) {
	o := source(t)
	index := string(load(t, filepath.Join(o.src, "index.html")))
	save(t, filepath.Join(o.src, "index.html"), index+`<script src="a.js" defer></script>`)
	save(t, filepath.Join(o.src, "page.html"), `<meta content="script-src 'wasm-unsafe-eval'; style-src; img-src data:"><meta name="claimlight-version" content="unbundled">`+
		`<script src="a.js" data-inline></script><script src="b.js" data-inline></script><link rel="stylesheet" href="a.css" data-inline>`)
	for name, content := range map[string]string{"a.js": "run()\n", "b.js": "walk()\n", "a.css": "p{c:d}"} {
		save(t, filepath.Join(o.src, name), content)
	}
	r := bundled(t, o)
	shell := string(load(t, filepath.Join(o.out, "page.html")))
	for _, want := range []string{
		"<script>run();</script><script>walk();</script><style>p{c:d}</style>", `content="` + r.Version + `"`,
		"script-src 'sha256-", "style-src 'sha256-", "' 'wasm-unsafe-eval'; style-src", "'; img-src data:",
	} {
		if !strings.Contains(shell, want) {
			t.Errorf("the shell lacks %s:\n%s", want, shell)
		}
	}
	for name, there := range map[string]bool{"page.html": true, "a.js": true, "b.js": false, "a.css": false} {
		if (r.Files[name] != "") != there {
			t.Errorf("%s in the list of the worker: %v", name, !there)
		}
	}
}

// What is above a mebibyte has a second piece.
func TestDigest(t *testing.T) {
	long := bytes.Repeat([]byte("claim"), 300_000)
	first, second := sha256.Sum256(long[:1<<20]), sha256.Sum256(long[1<<20:])
	for _, c := range []struct {
		content []byte
		sums    []byte
	}{
		{nil, nil},
		{long[:1<<20], first[:]},
		{long, append(first[:], second[:]...)},
	} {
		if got, want := digest(c.content), hash(c.sums); got != want {
			t.Errorf("%d bytes: %s, want %s", len(c.content), got, want)
		}
	}
}
