//go:build !js

package browser_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// page runs the tests of this package that are compiled for the browser, and
// keeps what they print.
const page = `<!doctype html><meta charset="utf-8"><title>tests</title>
<script>
globalThis.printed = "";
console.log = (...args) => { printed += args.join(" ") + "\n"; };
</script>
<script src="wasm_exec.js"></script>
<script>
globalThis.runTests = async (args, env) => {
  const go = new Go();
  go.argv = ["tests", ...args];
  go.env = env;
  go.exit = code => { globalThis.exitCode = code; };
  const { instance } = await WebAssembly.instantiateStreaming(fetch("tests.wasm"), go.importObject);
  await go.run(instance).catch(err => { console.log(err.stack); exitCode = -1; });
};
</script>`

func TestInChromium(t *testing.T) {
	chromium := findChromium()
	if chromium == "" {
		t.Skip("Chromium is not installed (apt-get install chromium): the tests of IndexedDB, tabs, files and settings did not run.")
	}
	if testing.Short() {
		t.Skip("Short tests start no browser.")
	}
	dir := compile(t)
	ctx := start(t, chromium)
	t.Run("all", func(t *testing.T) { run(t, ctx, serve(t, dir).URL, "-test.v", `-test.skip=^TestFull`) })
	t.Run("full disk", func(t *testing.T) {
		srv := serve(t, dir) // another origin: the browser remembers how much room one has
		limit := chromedp.Func(func(ctx context.Context, page *chromedp.Target) error {
			room := 400_000.0 // bytes
			_, err := cdp.Call(ctx, page, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: srv.URL, QuotaSize: &room})
			return err
		})
		if err := chromedp.Do(ctx, limit); err != nil {
			t.Fatal(err)
		}
		run(t, ctx, srv.URL, "-test.v", "-test.run=^TestFull")
	})
}

func findChromium() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// compile builds the tests for the browser and returns the folder they are in.
func compile(t *testing.T) string {
	t.Helper()
	touchSources(t)
	dir := t.TempDir()
	cmd := exec.Command("go", "test", "-c", "-buildvcs=false", "-o", filepath.Join(dir, "tests.wasm"), ".")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("compiling the tests for the browser: %v\n%s", err, out)
	}
	return dir
}

// touchSources looks at every source file of the program. The go command keeps
// the result of a test until a file that it has looked at changes, and does
// not see what another go command compiles.
func touchSources(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".go" {
			_, err = os.Stat(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// serve gives the tests an origin, without which there is no IndexedDB.
func serve(t *testing.T, dir string) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
	})
	mux.HandleFunc("/tests.wasm", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, filepath.Join(dir, "tests.wasm")) })
	mux.HandleFunc("/wasm_exec.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "../../wasm_exec.js") })
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return srv
}

func start(t *testing.T, chromium string) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting Chromium: %v", err)
	}
	return ctx
}

// run runs the tests in a fresh page and fails with what they print, unless
// they pass.
func run(t *testing.T, ctx context.Context, url string, args ...string) {
	t.Helper()
	err := chromedp.Do(ctx,
		chromedp.Navigate(url),
		chromedp.Evaluate[chromedp.Void](fmt.Sprintf("runTests(%s, {}); 0", quoted(args))),
		chromedp.PollFunction[chromedp.Void]("() => globalThis.exitCode !== undefined", chromedp.WithPollingTimeout(2*time.Minute)),
	)
	printed, readErr := chromedp.Run(ctx, chromedp.Evaluate[string]("printed"))
	if err := errors.Join(err, readErr); err != nil {
		t.Fatalf("running the tests in Chromium: %v\n%s", err, printed)
	}
	code, err := chromedp.Run(ctx, chromedp.Evaluate[int]("exitCode"))
	if err != nil {
		t.Fatal(err)
	}
	if code != 0 || !strings.Contains(printed, "\nPASS") || !strings.Contains(printed, "--- PASS") {
		t.Fatalf("exit code %d\n%s", code, printed)
	}
	t.Log(printed)
}

func quoted(args []string) string {
	var b bytes.Buffer
	for _, a := range args {
		fmt.Fprintf(&b, "%q,", a)
	}
	return "[" + b.String() + "]"
}
