package main

import (
	"bufio"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
)

// site serves the pages of the others and the articles for them; everything
// in brotli, as a server on the internet would.
func (r *runner) site() *httptest.Server {
	mime.AddExtensionType(".wasm", "application/wasm")
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		data, name, err := r.file(req.URL.Path)
		if err != nil {
			http.NotFound(w, req)
			return
		}
		if strings.Contains(req.Header.Get("Accept-Encoding"), "br") && len(data) > 500 && !strings.HasPrefix(req.URL.Path, "/data/") {
			small, err := r.squeezer.squeeze(data)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			data = small
			w.Header().Set("Content-Encoding", "br")
		}
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
		w.Header().Set("Cache-Control", "no-cache")
		w.Write(data)
	}))
}

func (r *runner) file(url string) (data []byte, name string, err error) {
	if size, ok := strings.CutPrefix(url, "/data/"); ok {
		d := r.docs[strings.TrimSuffix(size, ".json")]
		if d == nil {
			return nil, "", errors.New("no such size")
		}
		return []byte(quote(d)), "doc.json", nil
	}
	if strings.HasSuffix(url, "/") {
		url += "index.html"
	}
	data, err = os.ReadFile(r.house.at("dist", filepath.FromSlash(path.Clean(url))))
	return data, url, err
}

var printedAddress = regexp.MustCompile(`http://[0-9.:]+/`)

// serveOurs starts "claimlight serve" and returns its address; stop ends it.
func (h House) serveOurs() (address string, stop func(), err error) {
	program := filepath.Join(h.root, "bin", "claimlight")
	if _, err := os.Stat(program); err != nil {
		return "", nil, errors.New("the program is not built: run make build first")
	}
	cmd := exec.Command(program, "serve", "--addr", "127.0.0.1:0")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		cmd.Process.Signal(syscall.SIGINT)
		cmd.Wait()
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if address = printedAddress.FindString(line); err != nil || address == "" {
		stop()
		return "", nil, errors.Join(errors.New("the server printed no address"), err)
	}
	go io.Copy(io.Discard, out)
	return address, stop, nil
}
