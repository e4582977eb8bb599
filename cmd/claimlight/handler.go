package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// policyMark is where the page carries its policy, for servers that are not
// ours. It is sent with every answer, too; noFrames works only there.
const (
	policyMark = `<meta http-equiv="Content-Security-Policy" content="`
	noFrames   = "frame-ancestors 'none'"
)

var headers = [][2]string{
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	// Every answer is asked for again, and is then mostly a 304: the versions of
	// the files must match each other, and the worker keeps them offline anyway.
	{"Cache-Control", "no-cache"},
}

// types are written out: the machine's own table may not know wasm, or may say
// something else, and browsers insist.
var types = map[string]string{
	".html":        "text/html; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".webmanifest": "application/manifest+json",
	".wasm":        "application/wasm",
	".svg":         "image/svg+xml",
	".png":         "image/png",
	".txt":         "text/plain; charset=utf-8",
	".md":          "text/plain; charset=utf-8",
}

// encodings we may have precompressed, best first.
var encodings = []struct{ name, ext string }{{"br", ".br"}, {"gzip", ".gz"}}

// siteHandler serves a built site, compressed where the browser takes it.
type siteHandler struct {
	files  fs.FS
	policy string

	mu    sync.Mutex
	etags map[etagKey]string
}

// etagKey changes when a file does.
type etagKey struct {
	name     string
	size     int64
	modified time.Time
}

func newSiteHandler(files fs.FS) *siteHandler {
	return &siteHandler{files: files, policy: policyOf(files), etags: map[etagKey]string{}}
}

// policyOf is the policy of a site's page, and that no other page may frame it.
// A site without one gets the strictest.
func policyOf(files fs.FS) string {
	page, _ := fs.ReadFile(files, "index.html") // none: nothing will be served
	_, rest, found := strings.Cut(string(page), policyMark)
	policy, _, closed := strings.Cut(rest, `"`)
	if !found || !closed {
		policy = "default-src 'none'"
	}
	return policy + "; " + noFrames
}

func (h *siteHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", h.policy)
	for _, kv := range headers {
		w.Header().Set(kv[0], kv[1])
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "This server only hands out the program; it takes nothing in.")
		return
	}
	name := fileName(r.URL.Path)
	if !h.public(name) {
		refuse(w, http.StatusNotFound, "There is nothing at this address. Claimlight itself is at / of this server.")
		return
	}
	if err := h.send(w, r, name); err != nil {
		refuse(w, http.StatusInternalServerError, "The file could not be read on the server.")
	}
}

// fileName turns a URL path into a name in the site.
func fileName(urlPath string) string {
	if strings.HasSuffix(urlPath, "/") {
		urlPath += "index.html"
	}
	return strings.TrimPrefix(path.Clean("/"+urlPath), "/")
}

// public reports whether name is a file of the site: not a folder, not one of
// the build's own dot files, not a compressed copy.
func (h *siteHandler) public(name string) bool {
	if types[path.Ext(name)] == "" || strings.HasPrefix(path.Base(name), ".") || !fs.ValidPath(name) {
		return false
	}
	info, err := fs.Stat(h.files, name)
	return err == nil && info.Mode().IsRegular()
}

func (h *siteHandler) send(w http.ResponseWriter, r *http.Request, name string) error {
	stored, encoding := name, ""
	accept := r.Header.Get("Accept-Encoding")
	for _, e := range encodings {
		if _, err := fs.Stat(h.files, name+e.ext); err == nil && accepts(accept, e.name) {
			stored, encoding = name+e.ext, e.name
			break
		}
	}
	content, etag, err := h.read(stored)
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", types[path.Ext(name)])
	header.Set("ETag", etag)
	header.Set("Vary", "Accept-Encoding")
	if encoding != "" {
		header.Set("Content-Encoding", encoding)
		// Ranges would be of the compressed bytes, which nobody wants.
		if notModified(r, etag) {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
		header.Set("Content-Length", strconv.Itoa(len(content)))
		w.WriteHeader(http.StatusOK)
		if r.Method != http.MethodHead {
			w.Write(content)
		}
		return nil
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	return nil
}

// read returns a stored file and its entity tag.
func (h *siteHandler) read(stored string) ([]byte, string, error) {
	info, err := fs.Stat(h.files, stored)
	if err != nil {
		return nil, "", err
	}
	content, err := fs.ReadFile(h.files, stored)
	if err != nil {
		return nil, "", err
	}
	key := etagKey{stored, info.Size(), info.ModTime()}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.etags[key] == "" {
		sum := sha256.Sum256(content)
		h.etags[key] = `"` + hex.EncodeToString(sum[:16]) + `"`
	}
	return content, h.etags[key], nil
}

// accepts reports whether an Accept-Encoding header takes an encoding
// (RFC 9110, section 12.5.3; q=0 means "not this one").
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) != encoding {
			continue
		}
		q, found := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !found || err == nil && weight > 0
	}
	return false
}

// notModified reports whether the browser has this very content already
// (RFC 9110, section 13.1.2: a weak comparison of a list).
func notModified(r *http.Request, etag string) bool {
	tags := strings.Split(r.Header.Get("If-None-Match"), ",")
	return slices.ContainsFunc(tags, func(tag string) bool {
		tag = strings.TrimSpace(tag)
		return tag == "*" || strings.TrimPrefix(tag, "W/") == etag
	})
}

func refuse(w http.ResponseWriter, status int, sentence string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintln(w, sentence)
}
