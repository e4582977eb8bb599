// Command bundle makes the site that a browser gets out of the folder web/ and
// the compiled program: it copies the files, draws the first screen into the
// page, puts the scripts and sheets that this needs into it without their
// comments, stamps the version, writes the service worker's list of files and
// their hashes, and lays brotli and gzip copies beside whatever they make
// smaller. It ends by printing the size of the program.
//
// The program is packed on the way, so that it takes fewer bytes on the wire:
// see pack, and with -strip also strip. It stays the same program. A stack
// trace of a stripped one says "?:0 +0x3d" where it would name a file and a
// line; leave -strip out to look into a crash.
//
// With -shares it prints what each package adds to app.wasm in brotli and as it
// is, first by module and part of Go's library, then by package. The figures
// are counted, not estimated, and add up to the whole; see shares.
//
// With -lean it writes what app.wasm is built with; see lean.
//
// It does nothing twice: a file that did not change since the last run is not
// compressed again.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	var o options
	flag.StringVar(&o.src, "web", "web", "folder with the sources of the site and app.wasm")
	flag.StringVar(&o.out, "out", "", "folder to write the site to (default: dist in the -web folder)")
	flag.StringVar(&o.wasmExec, "wasm-exec", "wasm_exec.js", "Go's JavaScript support file")
	flag.StringVar(&o.goroot, "goroot", "", "if set, take the support file from this toolchain when it differs from -wasm-exec")
	flag.IntVar(&o.quality, "quality", 9, "brotli quality, 1 (fast) to 11 (small); 0 makes no compressed copies")
	flag.BoolVar(&o.strip, "strip", false, "leave out of app.wasm the files and lines that a stack trace would print")
	flag.BoolVar(&o.shares, "shares", false, "print what each package adds to app.wasm")
	leanTo := flag.String("lean", "", "folder to write a go.mod to that builds the program without go-app's server; does nothing else")
	flag.Parse()
	do := func() error { return run(o) }
	if *leanTo != "" {
		do = func() error { return lean(".", *leanTo) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}
