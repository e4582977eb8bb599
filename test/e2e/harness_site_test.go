package e2e

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
	"time"
)

// Site is a server of the program on a port of its own. It stops with its test.
type Site struct {
	t    testing.TB
	addr string // host:port, the same after every restart
	dir  string // the folder it serves; "" is the program's own site
	cmd  *exec.Cmd
	fake *http.Server // instead of cmd, while ServeHandler is in force

	URL string // http://host:port/
}

// Start starts "claimlight serve" as a process of its own.
func Start(t testing.TB) *Site {
	t.Helper()
	s := &Site{t: t, addr: "127.0.0.1:0"}
	s.start()
	t.Cleanup(s.Stop)
	return s
}

var printedAddress = regexp.MustCompile(`http://([0-9.:]+)/`)

func (s *Site) start() {
	s.t.Helper()
	args := []string{"serve", "--addr", s.addr}
	if s.dir != "" {
		args = append(args, "--dir", s.dir)
	}
	cmd := exec.Command(program, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd.Stderr = testWriter{s.t, "server: "}
	if err := cmd.Start(); err != nil {
		s.t.Fatalf("starting the server: %v", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	found := printedAddress.FindStringSubmatch(line)
	if err != nil || found == nil {
		cmd.Process.Kill()
		cmd.Wait()
		s.t.Fatalf("the server printed no address: %q, %v", line, err)
	}
	go io.Copy(io.Discard, out)
	s.cmd, s.addr, s.URL = cmd, found[1], found[0]
}

// Stop ends the server as Ctrl+C would. Connections to it are refused then.
func (s *Site) Stop() {
	if s.fake != nil {
		s.fake.Close()
		s.fake = nil
	}
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Signal(syscall.SIGINT)
	done := make(chan error, 1)
	go func() { done <- s.cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			s.t.Errorf("the server did not end well: %v", err)
		}
	case <-time.After(patience):
		s.cmd.Process.Kill()
		s.t.Error("the server did not stop on an interrupt")
	}
	s.cmd = nil
}

// Restart starts the server again on the same port.
func (s *Site) Restart() {
	s.t.Helper()
	s.Stop()
	s.start()
}

// ServeDir serves another folder from now on, on the same port.
func (s *Site) ServeDir(dir string) {
	s.t.Helper()
	s.dir = dir
	s.Restart()
}

// ServeHandler puts a server of the test's own on the port, for faults that the
// real one cannot be made to have. Stop, Restart and ServeDir end it.
func (s *Site) ServeHandler(h http.Handler) {
	s.t.Helper()
	s.Stop()
	var listener net.Listener
	if !eventually(patience, func() (ok bool) {
		var err error
		listener, err = net.Listen("tcp", s.addr)
		return err == nil
	}) {
		s.t.Fatalf("cannot listen on %s again", s.addr)
	}
	s.fake = &http.Server{Handler: h}
	go func(server *http.Server) {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.t.Logf("the faulty server: %v", err)
		}
	}(s.fake)
}

// Get asks the server directly, without a browser, with these request headers
// (name, value, ...). The body is read and left as it was sent.
func (s *Site) Get(path string, headers ...string) (*http.Response, []byte) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "identity")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp, body
}

// testWriter passes a process's words on to the test's log.
type testWriter struct {
	t      testing.TB
	prefix string
}

func (w testWriter) Write(p []byte) (int, error) {
	w.t.Logf("%s%s", w.prefix, p)
	return len(p), nil
}
