package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

var testSite = fstest.MapFS{
	"index.html":      {Data: []byte("page")},
	"app.wasm":        {Data: []byte("program")},
	"app.wasm.br":     {Data: []byte("br")},
	"app.wasm.gz":     {Data: []byte("gz")},
	".bundle.json":    {Data: []byte("{}")},
	"icons/icon.svg":  {Data: []byte("<svg/>")},
	"articles/a.json": {Data: []byte("[]")},
}

// ask sends one request to a handler of the test site.
func ask(h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestEncodingIsNegotiated(t *testing.T) {
	h := newSiteHandler(testSite)
	for accept, want := range map[string]string{
		"": "program", "br": "br", "gzip": "gz", "gzip, deflate, br, zstd": "br", "gzip;q=1.0, br;q=0": "gz",
		"br ; q=0.5": "br", "identity": "program", "brotli": "program",
	} {
		w := ask(h, http.MethodGet, "/app.wasm", "Accept-Encoding", accept)
		if w.Body.String() != want || w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: got %q, want %q", accept, w.Body, want)
		}
	}
}

func TestContentIsNotSentTwice(t *testing.T) {
	h := newSiteHandler(testSite)
	for _, encoding := range []string{"identity", "gzip", "br"} {
		first := ask(h, http.MethodGet, "/app.wasm", "Accept-Encoding", encoding)
		tag := first.Header().Get("ETag")
		again := ask(h, http.MethodGet, "/app.wasm", "Accept-Encoding", encoding, "If-None-Match", `"other", W/`+tag)
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("%s: %d, %q", encoding, again.Code, again.Body)
		}
		if other := ask(h, http.MethodGet, "/app.wasm", "Accept-Encoding", encoding, "If-None-Match", `"other"`); other.Code != http.StatusOK {
			t.Errorf("%s: %d for another tag", encoding, other.Code)
		}
	}
}

func TestOnlyTheSiteIsServed(t *testing.T) {
	h := newSiteHandler(testSite)
	for path, want := range map[string]int{
		"/": 200, "/index.html": 200, "/icons/icon.svg": 200, "/articles/a.json": 200,
		"/.bundle.json": 404, "/app.wasm.br": 404, "/icons": 404, "/icons/": 404, "/nothing.js": 404, "/../etc/passwd.txt": 404, "/..%2fx.txt": 404,
	} {
		w := ask(h, http.MethodGet, path)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
		if w.Header().Get("Content-Security-Policy") != policyOf(testSite) {
			t.Errorf("%s: sent without the policy", path)
		}
		if want == 404 && !strings.Contains(w.Body.String(), "nothing at this address") {
			t.Errorf("%s: %q", path, w.Body)
		}
	}
}

// The header says what the page says; only a header can forbid frames.
func TestPolicyIsThatOfThePage(t *testing.T) {
	for page, want := range map[string]string{
		`<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' 'sha256-x='"><p>`: "default-src 'none'; style-src 'self' 'sha256-x='; frame-ancestors 'none'",
		"no policy": "default-src 'none'; frame-ancestors 'none'",
	} {
		h := newSiteHandler(fstest.MapFS{"index.html": {Data: []byte(page)}})
		if got := ask(h, http.MethodGet, "/").Header().Get("Content-Security-Policy"); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestMethods(t *testing.T) {
	h := newSiteHandler(testSite)
	for _, encoding := range []string{"identity", "br"} {
		head := ask(h, http.MethodHead, "/app.wasm", "Accept-Encoding", encoding)
		get := ask(h, http.MethodGet, "/app.wasm", "Accept-Encoding", encoding)
		if head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("ETag") != get.Header().Get("ETag") {
			t.Errorf("HEAD: %d, %q", head.Code, head.Body)
		}
	}
	if post := ask(h, http.MethodPost, "/"); post.Code != http.StatusMethodNotAllowed || post.Header().Get("Allow") == "" {
		t.Errorf("POST: %d", post.Code)
	}
}
