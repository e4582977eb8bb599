package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// bytes weighs our site and the pages of the others, as they are and as they
// cross the wire; and tells what is linked into the program.
func (r *runner) bytes() error {
	site := r.house.at("site")
	if err := os.RemoveAll(site); err != nil {
		return err
	}
	if out, err := exec.Command(filepath.Join(r.house.root, "bin", "claimlight"), "site", "-o", site).CombinedOutput(); err != nil {
		return &failedCommand{err, out}
	}
	var all, program float64
	err := r.squeezer.weigh(site, r.house.released(), func(name string, _, wire int) {
		all += float64(wire)
		if name == "app.wasm" {
			program = float64(wire)
		}
	})
	if err != nil {
		return err
	}
	r.results.add("ours", "", "bytes program", program)
	r.results.add("ours", "", "bytes", all)
	for _, c := range Candidates {
		if c.Kind != Peer {
			continue
		}
		sum := 0.0
		if err := r.squeezer.weigh(r.house.at("dist", c.ID), false, func(_ string, _, wire int) { sum += float64(wire) }); err != nil {
			return err
		}
		r.results.add(c.ID, "", "bytes", sum)
	}
	linked, err := r.house.linked()
	r.results.Linked = linked
	return err
}

// released reports whether the site was built with the best compression; to do
// that here takes a minute or more.
func (h House) released() bool {
	var built struct{ Quality int }
	data, err := os.ReadFile(filepath.Join(h.root, "web", "dist", ".bundle.json"))
	return err == nil && json.Unmarshal(data, &built) == nil && built.Quality == brotli.BestCompression
}

// failedCommand is a command that failed, with what it said.
type failedCommand struct {
	err error
	out []byte
}

func (f *failedCommand) Error() string { return f.err.Error() + "\n" + string(f.out) }
