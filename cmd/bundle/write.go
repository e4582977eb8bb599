package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// size is what one file takes, in bytes; 0 where there is no such copy.
type size struct{ raw, gzip, brotli int }

// stampFile remembers what the compressed copies in the folder were made of.
const stampFile = ".bundle.json"

type stamp struct {
	Quality int               `json:"quality"`
	Files   map[string]string `json:"files"` // path to SHA-256
}

// compressible are the endings worth compressing; pictures are so already.
var compressible = []string{".wasm", ".js", ".css", ".html", ".json", ".webmanifest", ".svg", ".txt"}

// write brings the output folder to exactly the given files and their
// compressed copies, and reports the sizes.
func write(files site, o options) (map[string]size, error) {
	old := readStamp(o)
	if err := tidy(files, o.out); err != nil {
		return nil, err
	}
	next := stamp{Quality: o.quality, Files: map[string]string{}}
	sizes := map[string]size{}
	for _, name := range files.names() {
		next.Files[name] = hash(files[name])
		fresh := old.Quality == o.quality && old.Files[name] == next.Files[name]
		s, err := writeOne(filepath.Join(o.out, filepath.FromSlash(name)), files[name], fresh, o.quality)
		if err != nil {
			return nil, err
		}
		sizes[name] = s
	}
	data, err := json.MarshalIndent(next, "", "\t")
	if err != nil {
		return nil, err
	}
	return sizes, put(filepath.Join(o.out, stampFile), data)
}

// readStamp returns an empty stamp when there is none that can be read; then
// everything is compressed anew.
func readStamp(o options) stamp {
	var s stamp
	data, err := os.ReadFile(filepath.Join(o.out, stampFile))
	if err != nil || json.Unmarshal(data, &s) != nil {
		return stamp{}
	}
	return s
}

// tidy removes what an earlier run left and this one does not want. Files
// whose names begin with a dot are not part of the site and stay.
func tidy(files site, out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	return filepath.WalkDir(out, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		rel, err := filepath.Rel(out, name)
		if err != nil {
			return err
		}
		plain := strings.TrimSuffix(strings.TrimSuffix(filepath.ToSlash(rel), ".br"), ".gz")
		if files[plain] != nil {
			return nil
		}
		return os.Remove(name)
	})
}

// writeOne writes a file and, where they are not fresh, its compressed copies.
func writeOne(name string, content []byte, fresh bool, quality int) (size, error) {
	if err := put(name, content); err != nil {
		return size{}, err
	}
	s := size{raw: len(content)}
	if quality == 0 || !slices.Contains(compressible, path.Ext(name)) {
		return s, removeCopies(name)
	}
	var gz, br error
	var wait sync.WaitGroup
	wait.Go(func() { s.gzip, gz = copyAs(name+".gz", content, fresh, gzipped) })
	wait.Go(func() { s.brotli, br = copyAs(name+".br", content, fresh, brotlied(quality)) })
	wait.Wait()
	if gz != nil {
		return s, gz
	}
	return s, br
}

func removeCopies(name string) error {
	for _, ext := range []string{".gz", ".br"} {
		if err := os.Remove(name + ext); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// copyAs writes one compressed copy and returns its size. A copy that would not
// be smaller is left out.
func copyAs(name string, content []byte, fresh bool, compress func(io.Writer) io.WriteCloser) (int, error) {
	if info, err := os.Stat(name); fresh && err == nil {
		return int(info.Size()), nil
	}
	var b bytes.Buffer
	w := compress(&b)
	if _, err := w.Write(content); err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	if b.Len() >= len(content) {
		os.Remove(name)
		return 0, nil
	}
	return b.Len(), put(name, b.Bytes())
}

func gzipped(w io.Writer) io.WriteCloser {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant of the package
	}
	return z
}

// window is how far back a copy may refer, as a power of two: the most that
// the format has, and that every browser therefore takes (RFC 7932, 9.1).
const window = 24

func brotlied(quality int) func(io.Writer) io.WriteCloser {
	return func(w io.Writer) io.WriteCloser {
		return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: quality, LGWin: window})
	}
}

// put writes a file in one step, so that a run broken off leaves no half of
// one, and leaves a file alone that has this content already.
func put(name string, content []byte) error {
	if there, err := os.ReadFile(name); err == nil && bytes.Equal(there, content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	part := name + ".part"
	if err := os.WriteFile(part, content, 0o644); err != nil {
		return err
	}
	return os.Rename(part, name)
}
