package e2e

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
)

// claimlight runs the command line.
func claimlight(t *testing.T, args ...string) {
	t.Helper()
	if said, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		t.Fatalf("claimlight %v: %v\n%s", args, err, said)
	}
}

// siteFiles writes the program's own site into a folder, and serves it.
func siteFiles(t *testing.T) (dir string, files http.Handler) {
	t.Helper()
	dir = t.TempDir()
	claimlight(t, "site", "-o", dir)
	served := http.FileServer(http.Dir(dir))
	return dir, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// As our own server says: else the browser may take what it fetched a moment ago, and nobody can hold that back.
		w.Header().Set("Cache-Control", "no-cache")
		served.ServeHTTP(w, r)
	})
}

// hold serves the program without app.wasm, which arrives when release is
// called.
func hold(t *testing.T, site *Site) (release func()) {
	t.Helper()
	return holdFile(t, site, "app.wasm", nil)
}

// holdFile is hold for any file. What arrives instead of it is another one, where
// that is not nil.
func holdFile(t *testing.T, site *Site, name string, other http.Handler) (release func()) {
	t.Helper()
	_, files := siteFiles(t)
	gate := make(chan struct{})
	release = sync.OnceFunc(func() { close(gate) })
	site.ServeHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/"+name {
			select {
			case <-gate:
			case <-r.Context().Done():
				return
			}
			if other != nil {
				other.ServeHTTP(w, r)
				return
			}
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(release)
	return release
}

// holdPage serves the page only up to a word in it, until the rest is released.
func holdPage(t *testing.T, site *Site, word string) (release func()) {
	t.Helper()
	return breakPage(t, site, word, func(w io.Writer, rest string) { io.WriteString(w, rest) })
}

// breakPage is holdPage, where then says what becomes of the rest.
func breakPage(t *testing.T, site *Site, word string, then func(w io.Writer, rest string)) (release func()) {
	t.Helper()
	gate := make(chan struct{})
	release = sync.OnceFunc(func() { close(gate) })
	dir, files := siteFiles(t)
	whole, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	begin, rest, found := strings.Cut(string(whole), word)
	if !found {
		t.Fatalf("the page has no %s", word)
	}
	site.ServeHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			files.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, begin)
		http.NewResponseController(w).Flush()
		select {
		case <-gate:
			then(w, word+rest)
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(release)
	return release
}

// visitor is at a site whose program can be held back: our worker, which would
// have kept it, is not asked.
func visitor(t *testing.T) (*Site, *Tab) {
	t.Helper()
	site := Start(t)
	hold(t, site)() // a worker that comes to be finds the same files later
	tab := site.Browser(t, "")
	pastWorker(tab)
	return site, tab
}

// pastWorker takes all that a tab asks for past our worker, to the server.
func pastWorker(tab *Tab) {
	tab.t.Helper()
	call(tab, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true})
}

// listened waits until what is done to the text is taken down for the program,
// which is not there.
func listened(t *testing.T, tab *Tab) {
	t.Helper()
	tab.WaitTrue(`globalThis.claimlightStart?.handOver !== undefined && !document.documentElement.dataset.only`, startPatience)
	notReady(t, tab)
}

// drawn waits until what is in the page has been painted.
func drawn(tab *Tab) {
	tab.t.Helper()
	tab.EvalString(`new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => seen("")))))`)
}

// lineInSight is how a paragraph begins that is in sight.
const lineInSight = `[...document.querySelectorAll("#paper > p")].find(p => p.getBoundingClientRect().bottom > 300).textContent.slice(0, 40)`

const stageTop = `document.getElementById("stage").scrollTop`

// lineAt is the upper edge of the line on the screen where words stand in the
// article, -1 if they do not.
func lineAt(tab *Tab, words string) int {
	return tab.EvalInt(`(() => {
		const all = document.createTreeWalker(document.getElementById("paper"), NodeFilter.SHOW_TEXT);
		while (all.nextNode()) {
			const at = all.currentNode.data.indexOf(` + quote(words) + `);
			if (at < 0) continue;
			const r = document.createRange();
			r.setStart(all.currentNode, at);
			r.setEnd(all.currentNode, at + 1);
			return Math.round(r.getBoundingClientRect().top);
		}
		return -1;
	})()`)
}

func notReady(t *testing.T, tab *Tab) {
	t.Helper()
	if tab.EvalBool(`document.documentElement.dataset.ready`) {
		t.Fatal("the program is there already")
	}
}

// arrives lets the program come, which is not there yet.
func arrives(t *testing.T, tab *Tab, release func()) {
	t.Helper()
	notReady(t, tab)
	release()
	tab.WaitReady()
}
