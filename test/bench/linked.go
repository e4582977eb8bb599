package main

import (
	"cmp"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Linked is how much code of a module is in the program. Bytes are those of
// its functions before compression; tables of types and texts are not counted.
type Linked struct {
	Module string `json:"module"`
	Bytes  int    `json:"bytes"`
}

// linked builds the program with the names of its functions, and adds up what
// belongs to which module.
func (h House) linked() ([]Linked, error) {
	file := h.at("named.wasm")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-trimpath", "-modfile", "bin/lean/go.mod", "-tags", "page", "-o", file, "./app")
	cmd.Dir, cmd.Env = h.root, append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, &failedCommand{err, out}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	functions, err := functionSizes(data)
	if err != nil {
		return nil, err
	}
	sums := map[string]int{}
	for name, size := range functions {
		sums[moduleOf(name)] += size
	}
	var out []Linked
	for m, n := range sums {
		out = append(out, Linked{m, n})
	}
	slices.SortFunc(out, func(a, b Linked) int { return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), cmp.Compare(a.Module, b.Module)) })
	return out, nil
}

// moduleOf is the module, or the part of the standard library, of a function.
// The linker writes paths with "_" for some of their signs.
func moduleOf(function string) string {
	name := strings.NewReplacer("/", "_", ".", "_").Replace(function)
	for _, known := range [][2]string{
		{"claimlight_", "claimlight"}, {"github_com_maxence_charriere_go_app", "go-app"}, {"github_com_clipperhouse_uax29", "uax29"},
		{"github_com_google_uuid", "uuid"}, {"runtime_", "runtime"}, {"internal_runtime", "runtime"},
		{"net_", "net, net/http"}, {"vendor_golang_org_x", "net, net/http"}, {"golang_org_x", "golang.org/x"}, {"mime_", "net, net/http"},
		{"crypto_", "crypto"}, {"encoding_json", "encoding/json"}, {"reflect_", "reflect"}, {"unicode_", "unicode"},
		{"type__", "generated for types"}, {"go_shape", "generated for types"},
	} {
		if strings.HasPrefix(name, known[0]) || strings.HasPrefix(name, "_"+known[0]) {
			return known[1]
		}
	}
	return "rest of the standard library"
}

// The sections and the subsection of a WebAssembly module that are read here
// (WebAssembly Core Specification, 5.5 and 7.4.1).
const (
	customSection  = 0
	importSection  = 2
	codeSection    = 10
	functionsNames = 1
)

var errWasm = errors.New("this is not a WebAssembly module with names")

// functionSizes are the names of all functions in a module, with the length of
// their code.
func functionSizes(data []byte) (map[string]int, error) {
	if len(data) < 8 || string(data[:4]) != "\x00asm" {
		return nil, errWasm
	}
	var imported int
	var sizes []int
	var names map[int]string
	for w := (wasm{data[8:]}); len(w.data) > 0; {
		id := w.byte()
		section := wasm{w.bytes()}
		switch id {
		case importSection:
			imported = section.imports()
		case codeSection:
			sizes = section.code()
		case customSection:
			if string(section.bytes()) == "name" {
				names = section.names()
			}
		}
	}
	if len(sizes) == 0 || len(names) == 0 {
		return nil, errWasm
	}
	out := map[string]int{}
	for i, n := range sizes {
		out[names[imported+i]] += n
	}
	return out, nil
}

// wasm is read from the front. What is cut short reads as zeros.
type wasm struct{ data []byte }

func (w *wasm) byte() byte {
	if len(w.data) == 0 {
		return 0
	}
	b := w.data[0]
	w.data = w.data[1:]
	return b
}

func (w *wasm) int() int {
	v, n := binary.Uvarint(w.data)
	if n <= 0 {
		w.data = nil
		return 0
	}
	w.data = w.data[n:]
	return int(v)
}

func (w *wasm) bytes() []byte {
	n := min(w.int(), len(w.data))
	b := w.data[:n]
	w.data = w.data[n:]
	return b
}

// imports counts the functions that come from outside; only functions are
// imported by programs of Go.
func (w *wasm) imports() (n int) {
	for range w.int() {
		w.bytes()
		w.bytes()
		if w.byte() == 0 {
			n++
		}
		w.int()
	}
	return n
}

func (w *wasm) code() (sizes []int) {
	for range w.int() {
		sizes = append(sizes, len(w.bytes()))
	}
	return sizes
}

func (w *wasm) names() map[int]string {
	for len(w.data) > 0 {
		id := w.byte()
		part := wasm{w.bytes()}
		if id != functionsNames {
			continue
		}
		out := map[int]string{}
		for range part.int() {
			i := part.int()
			out[i] = string(part.bytes())
		}
		return out
	}
	return nil
}
