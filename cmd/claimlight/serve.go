package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"claimlight/web"
)

const serveHelp = `
Usage: claimlight serve [FLAGS]

Serves the program to browsers until it is stopped with Ctrl+C. After the first
visit the browser no longer needs the server. Work is kept in the browser; the
server never sees it.

Examples:
  claimlight serve                           open http://127.0.0.1:8577/ then
  claimlight serve --addr 127.0.0.1:9000     on another port
  claimlight serve --addr 0.0.0.0:8577       for other machines too (browsers then
                                             want https in front for offline use)
  claimlight serve --dir site                serve a folder made by "claimlight site"
`

const defaultAddr = "127.0.0.1:8577"

func runServe(ctx context.Context, args []string, io stdio) error {
	f := flag.NewFlagSet("serve", flag.ContinueOnError)
	addr := f.String("addr", defaultAddr, "`host:port` to listen on")
	dir := f.String("dir", "", "serve this `folder` instead of the built-in program")
	if err := parse(f, args, io, serveHelp); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return usageError(fmt.Sprintf("serve takes no %q", f.Arg(0)), "claimlight serve --help shows examples")
	}
	files, err := siteFiles(*dir)
	if err != nil {
		return err
	}
	listener, err := listen(*addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "Claimlight is at http://%s/ (stop it with Ctrl+C)\n", listener.Addr())
	return serveUntil(ctx, listener, newSiteHandler(files))
}

// siteFiles returns the site in a folder, or the one in this binary.
func siteFiles(dir string) (fs.FS, error) {
	if dir == "" {
		files, err := web.Site()
		if errors.Is(err, web.ErrNotBuilt) {
			return nil, failure("not_built", err.Error(), "make build puts it in, in the right order")
		}
		return files, err
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, failure("no_folder", fmt.Sprintf("the folder %s cannot be read", dir), "claimlight site -o FOLDER makes one")
	}
	return os.DirFS(dir), nil
}

func listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, failure("port_taken", addr+" is already in use by another program, or by another Claimlight",
			"choose another port, for example: claimlight serve --addr 127.0.0.1:8578 (or make run ADDR=127.0.0.1:8578)")
	case errors.Is(err, syscall.EACCES):
		return nil, failure("port_denied", "this account may not listen on "+addr, "choose a port above 1023")
	}
	return nil, failure("bad_address", fmt.Sprintf("cannot listen on %q: %v", addr, err), "an address looks like "+defaultAddr)
}

// serveUntil serves until the context ends, then lets what is under way finish
// for a moment.
func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	select {
	case err := <-stopped:
		return failure("server_failed", fmt.Sprintf("the server stopped: %v", err), "")
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return server.Close()
	}
	return nil
}
