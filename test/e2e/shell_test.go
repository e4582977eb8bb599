package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

// gone is what the browser logs when a server was stopped on purpose.
const gone = "net::ERR_"

// edition builds the site with a mark in each kind of file, so that a page can
// be seen to be made of one version throughout, and returns its folder. The
// built-in site is the edition "".
func edition(t *testing.T, mark string) string {
	t.Helper()
	src, out := t.TempDir(), t.TempDir()
	if err := os.CopyFS(src, os.DirFS(filepath.Join(root, "web"))); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(src, "dist")); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(src, "index.html"), func(b []byte) []byte {
		return bytes.Replace(b, []byte("<html "), []byte(`<html data-edition="`+mark+`" `), 1)
	})
	edit(t, filepath.Join(src, "screens.css"), func(b []byte) []byte { return append(b, ":root { --edition: "+mark+" }\n"...) })
	edit(t, filepath.Join(src, "boot.js"), func(b []byte) []byte { return append(b, "globalThis.edition = '"+mark+"';\n"...) })
	// A custom section of the WebAssembly binary format (section 5.5.3), which
	// programs may carry and engines skip.
	edit(t, filepath.Join(src, "app.wasm"), func(b []byte) []byte {
		return append(b, append([]byte{0, byte(1 + 7 + len(mark)), 7}, "edition"+mark...)...)
	})
	cmd := exec.Command("go", "run", "./cmd/bundle", "-web", src, "-out", out, "-quality", "0")
	cmd.Dir = root
	if msg, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("bundle: %v\n%s", err, msg)
	}
	return out
}

func edit(t *testing.T, name string, change func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, change(b), 0o644); err != nil {
		t.Fatal(err)
	}
}

// editionJS answers with the marks of page, style, script and program, as the
// page gets them.
const editionJS = `(async () => {
	const wasm = new Uint8Array(await (await fetch("app.wasm")).arrayBuffer());
	const tail = new TextDecoder("latin1").decode(wasm.slice(-40));
	const style = getComputedStyle(document.documentElement).getPropertyValue("--edition").trim();
	return [document.documentElement.dataset.edition ?? "", style, globalThis.edition ?? "", tail.split("edition")[1] ?? ""].join("/");
})()`

func wantEdition(t *testing.T, tab *Tab, mark string) {
	t.Helper()
	want := strings.Join([]string{mark, mark, mark, mark}, "/")
	if got := tab.EvalString(editionJS); got != want {
		t.Errorf("page/style/script/program are of the editions %q, want %q", got, want)
	}
}

// visit opens the program and waits until it is kept for offline use.
func visit(t *testing.T, site *Site) *Tab {
	t.Helper()
	tab := site.Browser(t, "")
	tab.OpenReady("")
	tab.WaitTrue(`claimlightShell.offlineReady`, startPatience)
	return tab
}

func TestColdStartWithoutServer(t *testing.T) {
	site := Start(t)
	tab := visit(t, site)
	tab.AssertClean(t)
	site.Stop()
	for _, end := range []func(){tab.Browser.Close, tab.Browser.Kill} {
		end()
		tab = tab.Browser.Relaunch()
		tab.OpenReady("#/read/alaska-1")
		wantArticles(t, tab)
		tab.AssertClean(t, gone)
	}
}

// wantArticles checks that the page can load every article, byte for byte.
func wantArticles(t *testing.T, tab *Tab) {
	t.Helper()
	for n := 1; n <= 5; n++ {
		name := "alaska-" + string(rune('0'+n)) + ".txt"
		want, err := os.ReadFile(filepath.Join(root, "web", "articles", name))
		if err != nil {
			t.Fatal(err)
		}
		var got string
		tab.Eval(`fetch("articles/`+name+`").then(r => r.text())`, &got)
		if got != string(want) {
			t.Errorf("%s is not what was shipped: %d bytes, want %d", name, len(got), len(want))
		}
	}
}

func TestUpdateIsOfferedNotForced(t *testing.T) {
	second := edition(t, "2")
	site := Start(t)
	one := visit(t, site)
	two := one.Browser.NewTab()
	two.OpenReady("")
	two.Eval(`window.work = "in the middle of it"`, nil)

	site.ServeDir(second)
	one.Reload()
	for _, tab := range []*Tab{one, two} {
		tab.WaitTrue(`claimlightShell.updateReady`, startPatience)
		wantEdition(t, tab, "")
	}
	one.Reload()
	wantEdition(t, one, "")

	apply(one)
	one.WaitTrue(`globalThis.edition === "2"`, startPatience)
	one.WaitReady()
	wantEdition(t, one, "2")
	if one.EvalBool(`claimlightShell.updateReady`) {
		t.Error("an update is still offered after it was made")
	}

	two.WaitTrue(`claimlightShell.updateReady`)
	if got := two.EvalString(`window.work`); got != "in the middle of it" {
		t.Errorf("the other tab was loaded again in the middle of work: %q", got)
	}
	apply(two)
	two.WaitTrue(`globalThis.edition === "2"`, startPatience)
	wantEdition(t, two, "2")
	one.AssertClean(t)
	two.AssertClean(t)
}

// apply presses the button that offers the new version.
func apply(tab *Tab) {
	tab.t.Helper()
	tab.Click("button.news")
}

// faults are servers that have the new edition, but not in order.
var faults = []struct {
	name string
	hit  func(w http.ResponseWriter, r *http.Request, good http.Handler)
}{
	{"a file is missing", func(w http.ResponseWriter, r *http.Request, good http.Handler) {
		if r.URL.Path == "/screens.css" {
			http.NotFound(w, r)
			return
		}
		good.ServeHTTP(w, r)
	}},
	{"a file is cut short", func(w http.ResponseWriter, r *http.Request, good http.Handler) {
		if r.URL.Path == "/app.wasm" {
			w = &shortened{ResponseWriter: w, left: 100_000}
		}
		good.ServeHTTP(w, r)
	}},
	{"a file is of another version", func(w http.ResponseWriter, r *http.Request, good http.Handler) {
		if r.URL.Path == "/boot.js" {
			w.Header().Set("Content-Type", "text/javascript")
			w.Write([]byte("globalThis.edition = 'mixed';"))
			return
		}
		good.ServeHTTP(w, r)
	}},
	{"an old file sits in the HTTP cache", func(w http.ResponseWriter, r *http.Request, good http.Handler) {
		// The right content never comes, and what comes may be cached for a year.
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		if r.URL.Path == "/screens.css" {
			w.Header().Set("Content-Type", "text/css")
			w.Write([]byte(":root { --edition: stale }"))
			return
		}
		good.ServeHTTP(w, r)
	}},
	{"the server dies half-way", func(w http.ResponseWriter, r *http.Request, good http.Handler) {
		if r.URL.Path == "/app.wasm" {
			w.Header().Set("Content-Length", "5000000")
			w.Write(make([]byte, 1_000_000))
			panic(http.ErrAbortHandler)
		}
		good.ServeHTTP(w, r)
	}},
}

// shortened passes on only the first bytes and claims that they are all.
type shortened struct {
	http.ResponseWriter
	left int
}

func (s *shortened) WriteHeader(status int) {
	s.Header().Del("Content-Length")
	s.ResponseWriter.WriteHeader(status)
}

func (s *shortened) Write(p []byte) (int, error) {
	n := min(len(p), s.left)
	s.left -= n
	if _, err := s.ResponseWriter.Write(p[:n]); err != nil {
		return 0, err
	}
	return len(p), nil
}

func TestBrokenUpdateLeavesTheOldVersionWorking(t *testing.T) {
	second := edition(t, "2")
	for _, fault := range faults {
		t.Run(fault.name, func(t *testing.T) {
			site := Start(t)
			tab := visit(t, site)
			site.ServeHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				fault.hit(w, r, http.FileServer(http.Dir(second)))
			}))
			tab.Reload()
			tab.WaitTrue(`claimlightShell.updateFailed`, startPatience)
			wantEdition(t, tab, "")
			if tab.EvalBool(`claimlightShell.updateReady`) {
				t.Error("a broken update is offered")
			}
			oldThenNew(t, site, tab, second)
		})
	}
}

func TestBrowserKilledInTheMiddleOfAnUpdate(t *testing.T) {
	second := edition(t, "2")
	site := Start(t)
	tab := visit(t, site)
	half, released := make(chan struct{}, 8), make(chan struct{})
	site.ServeHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/app.wasm" {
			http.FileServer(http.Dir(second)).ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Length", "5000000")
		w.Write(make([]byte, 1_000_000))
		w.(http.Flusher).Flush()
		half <- struct{}{}
		select {
		case <-released:
		case <-r.Context().Done():
		}
	}))
	tab.Reload()
	<-half
	tab.Browser.Kill()
	close(released)
	oldThenNew(t, site, tab, second)
}

// oldThenNew checks that after a broken update the old version still starts
// with no server, and that a good update then goes through.
func oldThenNew(t *testing.T, site *Site, tab *Tab, second string) {
	t.Helper()
	site.Stop()
	tab = tab.Browser.Relaunch()
	tab.OpenReady("")
	wantEdition(t, tab, "")
	wantArticles(t, tab)

	site.ServeDir(second)
	tab.Reload()
	tab.WaitTrue(`claimlightShell.updateReady`, startPatience)
	apply(tab)
	tab.WaitTrue(`globalThis.edition === "2"`, startPatience)
	tab.WaitReady()
	wantEdition(t, tab, "2")

	site.Stop()
	tab = tab.Browser.Relaunch()
	tab.OpenReady("")
	wantEdition(t, tab, "2")
	tab.AssertClean(t, gone)
}

func TestOtherCachesOfTheOriginAreLeftAlone(t *testing.T) {
	second := edition(t, "2")
	site := Start(t)
	tab := visit(t, site)
	others := []string{"some other app", "claimlight /elsewhere/ 0123", "claimlight"}
	for _, name := range others {
		tab.Eval(`caches.open(`+quote(name)+`).then(c => c.put("/kept", new Response("kept")))`, nil)
	}
	site.ServeDir(second)
	tab.Reload()
	tab.WaitTrue(`claimlightShell.updateReady`, startPatience)
	apply(tab)
	tab.WaitTrue(`globalThis.edition === "2"`, startPatience)
	tab.WaitTrue(`navigator.serviceWorker.controller?.state === "activated"`)
	for _, name := range others {
		if got := tab.EvalString(`caches.open(` + quote(name) + `).then(c => c.match("/kept")).then(r => r ? r.text() : "")`); got != "kept" {
			t.Errorf("the cache %q was touched", name)
		}
	}
	// The version before is put away, so that updates do not pile up.
	if got := tab.EvalInt(`caches.keys().then(names => names.filter(n => n.startsWith("claimlight / ")).length)`); got != 1 {
		t.Errorf("%d versions are kept, want 1", got)
	}
}

// Where somebody emptied the cache, the network may fill it again, but only with
// files of the same version.
func TestNoFileOfAnotherVersionBesideThisOne(t *testing.T) {
	second := edition(t, "2")
	site := Start(t)
	tab := visit(t, site)
	const style = `fetch("screens.css").then(r => r.text()).then(s => s.includes("--edition: 2") ? "new" : "old", () => "none")`
	empty := func() {
		tab.Eval(`caches.keys().then(names => Promise.all(names.map(n => caches.open(n).then(c => Promise.all(["screens.css", "./"].map(f => c.delete(new URL(f, location.href))))))))`, nil)
	}
	for range 3 { // asked for by several at once
		empty()
		if got := tab.EvalString(`Promise.all(Array.from({length: 6}, () => ` + style + `)).then(all => all.join(" "))`); got != "old old old old old old" {
			t.Errorf("with the same version on the server, the style sheet is %s", got)
		}
	}
	tab.WaitTrue(`caches.match(new URL("./", location.href)).then(Boolean)`) // the page is mended, too
	site.ServeDir(second)
	empty()
	if got := tab.EvalString(style); got != "none" {
		t.Errorf("with another version on the server, the style sheet is %s", got)
	}
}

// A server may say that what it sends varies with the request: ours is kept all
// the same, for every request.
func TestKeptWhateverItVariesWith(t *testing.T) {
	_, files := siteFiles(t)
	site := Start(t)
	site.ServeHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Accept, Upgrade-Insecure-Requests")
		files.ServeHTTP(w, r)
	}))
	tab := visit(t, site)
	site.Stop()
	tab.Browser.Close()
	tab = tab.Browser.Relaunch()
	tab.OpenReady("#/read/alaska-1")
	tab.OpenReady("?x#/articles")
	tab.AssertClean(t, gone)
}

// A plain file server in a folder of an origin, as on a school's web space.
func TestWorksFromAnyFolderOfAnyServer(t *testing.T) {
	_, files := siteFiles(t)
	site := Start(t)
	site.ServeHandler(http.StripPrefix("/some/folder", files))
	tab := site.Browser(t, "")
	tab.OpenReady("some/folder/")
	tab.WaitTrue(`claimlightShell.offlineReady`, startPatience)
	// Another copy on the same origin has a database and settings of its own.
	tab.WaitTrue(`indexedDB.databases().then(all => all.map(d => d.name).join() === "claimlight/some/folder/-projects")`)
	tab.WaitTrue(`localStorage.getItem("claimlight/some/folder/:project") && Object.keys(localStorage).every(k => !k.startsWith("claimlight:"))`)
	tab.AssertClean(t)
	site.Stop()
	tab.Browser.Kill()
	tab = tab.Browser.Relaunch()
	for _, address := range []string{"some/folder/#/read/x", "some/folder/index.html", "some/folder/?from=mail", "some/folder/no/such/page"} {
		tab.OpenReady(address)
		wantArticles(t, tab)
	}
	if tab.TryOpen("elsewhere/") {
		t.Error("the worker answers for other folders of the origin")
	}
}

func TestHeaders(t *testing.T) {
	site := Start(t)
	plain, whole := site.Get("app.wasm")
	if got := plain.Header.Get("Content-Encoding"); got != "" {
		t.Errorf("encoded as %q without being asked", got)
	}
	for encoding, least := range map[string]int{"gzip": 2, "br": 3} {
		resp, body := site.Get("app.wasm", "Accept-Encoding", "deflate, "+encoding)
		if got := resp.Header.Get("Content-Encoding"); got != encoding {
			t.Errorf("Content-Encoding %q, want %q", got, encoding)
		}
		if got := resp.Header.Get("Content-Type"); got != "application/wasm" {
			t.Errorf("Content-Type %q", got)
		}
		if len(body)*least > len(whole) {
			t.Errorf("%s: %d bytes of %d", encoding, len(body), len(whole))
		}
		again, rest := site.Get("app.wasm", "Accept-Encoding", encoding, "If-None-Match", resp.Header.Get("ETag"))
		if again.StatusCode != http.StatusNotModified || len(rest) != 0 {
			t.Errorf("%s: asked again: status %d, %d bytes", encoding, again.StatusCode, len(rest))
		}
	}
	for path, kind := range map[string]string{"": "text/html", "sw.js": "text/javascript", "app.webmanifest": "application/manifest+json",
		"icons/icon.svg": "image/svg+xml", "icons/icon-192.png": "image/png", "articles/index.json": "application/json", "nothing": "text/plain"} {
		resp, _ := site.Get(path)
		if got := resp.Header.Get("Content-Type"); !strings.HasPrefix(got, kind) {
			t.Errorf("%q: Content-Type %q, want %q", path, got, kind)
		}
		if wantNotFound := path == "nothing"; wantNotFound != (resp.StatusCode == http.StatusNotFound) {
			t.Errorf("%q: status %d", path, resp.StatusCode)
		}
		wantStrict(t, path, resp.Header)
	}
}

func wantStrict(t *testing.T, path string, h http.Header) {
	t.Helper()
	csp := h.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self' 'sha256-", "style-src 'self' 'sha256-", "'wasm-unsafe-eval';", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
		if !strings.Contains(csp+";", part) || strings.Contains(csp, "unsafe-inline") {
			t.Errorf("%q: the policy lacks %q", path, part)
		}
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-cache"} {
		if got := h.Get(name); got != want {
			t.Errorf("%q: %s is %q, want %q", path, name, got, want)
		}
	}
}

// The page's own policy has to hold where the server sends none.
func TestPolicyOfThePageItself(t *testing.T) {
	site := Start(t)
	_, body := site.Get("")
	_, meta, _ := strings.Cut(string(body), `http-equiv="Content-Security-Policy" content="`)
	meta, _, _ = strings.Cut(meta, `"`)
	resp, _ := site.Get("")
	if got := resp.Header.Get("Content-Security-Policy"); got != meta+"; frame-ancestors 'none'" {
		t.Errorf("header and page differ:\n%s\n%s", got, meta)
	}
}

func TestInstallable(t *testing.T) {
	site := Start(t)
	tab := visit(t, site)
	manifest := call(tab, page.GetAppManifest, page.GetAppManifestParams{})
	for _, e := range manifest.Errors {
		t.Errorf("manifest: %s (line %d)", e.Message, e.Line)
	}
	var m struct {
		Name     string
		StartURL string `json:"start_url"`
		Display  string
		Icons    []struct{ Src, Sizes, Purpose string }
	}
	if err := json.Unmarshal([]byte(manifest.Data), &m); err != nil {
		t.Fatal(err)
	}
	if m.Name != "Claimlight" || m.StartURL != "." || m.Display != "standalone" || len(m.Icons) < 3 {
		t.Errorf("manifest: %+v", m)
	}
	for _, icon := range m.Icons {
		size := tab.EvalString(`new Promise(done => { const i = new Image(); i.onload = () => done(i.naturalWidth + "x" + i.naturalHeight); i.onerror = () => done("nothing"); i.src = ` + quote(icon.Src) + ` })`)
		if icon.Sizes != "any" && size != icon.Sizes || size == "nothing" {
			t.Errorf("%s: %s, want %s", icon.Src, size, icon.Sizes)
		}
	}
	for _, e := range call(tab, page.GetInstallabilityErrors, cdp.Empty{}).InstallabilityErrors {
		t.Errorf("not installable: %s %v", e.ErrorID, e.ErrorArguments)
	}
	tab.AssertClean(t)
}

func TestFailuresAreReadable(t *testing.T) {
	site := Start(t)
	t.Run("the program does not arrive", func(t *testing.T) {
		broken := Start(t)
		holdFile(t, broken, "app.wasm", http.NotFoundHandler())()
		tab := broken.Browser(t, "")
		tab.Open("")
		tab.WaitText("#boot-error", "could not be loaded", startPatience)
		tab.WaitText("#boot-error", "404")
		tab.Click("#boot-error button")
	})
	t.Run("no IndexedDB", func(t *testing.T) {
		tab := site.Browser(t, "")
		call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `Object.defineProperty(window, "indexedDB", {value: undefined})`})
		tab.Open("")
		tab.WaitText("#boot-error", "IndexedDB, where your work is kept", startPatience)
		tab.AssertClean(t)
	})
	t.Run("no JavaScript", func(t *testing.T) {
		tab := site.Browser(t, "")
		call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		tab.Open("")
		tab.WaitText("noscript", "needs JavaScript")
		tab.AssertClean(t)
	})
}
