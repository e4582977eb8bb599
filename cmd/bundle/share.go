package main

import (
	"bytes"
	"cmp"
	"debug/gosym"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
)

// share is what one package, or one part of the memory, adds to the program:
// bytes in the file, and bytes on the wire.
type share struct {
	name  string
	count int // functions
	raw   int
	wire  float64
}

// shares tells what each package of a program written in Go adds to its brotli
// copy. Nothing is estimated: the copy is unpacked byte by byte, and each of
// its bytes is put down to what came out. What is said twice is paid for by
// whoever says it first, so that leaving a package out can gain a little less
// than its share. Besides packages, by their import path, there are the parts
// of the memory that all of them write into; those have names in brackets.
// The largest on the wire come first.
func shares(program, copied []byte) ([]share, error) {
	cost, err := meter(program, copied)
	if err != nil {
		return nil, err
	}
	m, err := parse(program)
	if err != nil {
		return nil, err
	}
	code, err := functions(m.find(codeSection))
	if err != nil {
		return nil, err
	}
	segments, err := segmentsOf(m.find(dataSection).content)
	if err != nil {
		return nil, err
	}
	image := memory(segments)
	names, err := packages(image, len(code))
	if err != nil {
		return nil, err
	}
	sum := map[string]share{}
	add := func(name string, count int, r place) {
		s := sum[name]
		sum[name] = share{name, s.count + count, s.raw + r.end - r.start, s.wire + cost[r.end] - cost[r.start]}
	}
	rest := place{0, len(program)}
	for i, f := range code {
		add(names[i], 1, f)
	}
	for _, p := range parts(m.find(dataSection), segments, image) {
		add(p.name, 0, p.place)
	}
	all := share{raw: rest.end, wire: cost[rest.end]}
	list := make([]share, 0, len(sum)+1)
	for _, s := range sum {
		list = append(list, s)
		all.raw, all.wire = all.raw-s.raw, all.wire-s.wire
	}
	list = append(list, share{"(headers and lists)", 0, all.raw, all.wire})
	slices.SortFunc(list, func(a, b share) int {
		return cmp.Or(cmp.Compare(b.wire, a.wire), strings.Compare(a.name, b.name))
	})
	return list, nil
}

// place is a stretch of the file, in bytes.
type place struct{ start, end int }

// meter returns, for every offset in the program, how many bytes of the copy
// are needed to unpack it up to there.
func meter(program, copied []byte) ([]float64, error) {
	cost := make([]float64, len(program)+1)
	src := &drop{from: copied}
	unpack := brotli.NewReader(src)
	buffer := make([]byte, 1<<16)
	for out, paid := 0, 0.0; out < len(program); {
		n, err := unpack.Read(buffer)
		// With the last bytes, the library may take its own buffer for too much
		// input; what came out is compared all the same.
		if n == 0 || !bytes.HasPrefix(program[out:], buffer[:n]) {
			return nil, fmt.Errorf("the brotli copy is not one of this program (%v)", err)
		}
		step := (float64(src.at) - paid) / float64(n)
		for range n {
			out++
			paid += step
			cost[out] = paid
		}
	}
	return cost, nil
}

// drop hands out one byte at a time.
type drop struct {
	from []byte
	at   int
}

func (d *drop) Read(p []byte) (int, error) {
	if d.at == len(d.from) {
		return 0, io.EOF
	}
	p[0] = d.from[d.at]
	d.at++
	return 1, nil
}

// functions returns where in the file each function stands.
func functions(code section) ([]place, error) {
	r := reader{all: code.content}
	var all []place
	for range r.uint() {
		start := r.at
		r.take(r.uint())
		if r.failed {
			return nil, errWasm
		}
		all = append(all, place{code.at + start, code.at + r.at})
	}
	return all, nil
}

// packages returns the package of every function, in the order of the code.
// They come from the table in memory that the runtime takes the names in a
// stack trace from; the names in the file proper are cut and mangled.
func packages(image []byte, count int) ([]string, error) {
	at := bytes.Index(image, tableMark)
	if at < 0 {
		return nil, errors.New("no table of Go's functions")
	}
	table, err := gosym.NewTable(nil, gosym.NewLineTable(image[at:], 0))
	if err != nil {
		return nil, err
	}
	if len(table.Funcs) != count {
		return nil, fmt.Errorf("%d functions have names and %d have code", len(table.Funcs), count)
	}
	names := make([]string, count)
	for i, f := range table.Funcs {
		names[i] = packageOf(f.Name)
	}
	return names, nil
}

// packageOf returns the import path in the name of a function. Those that the
// compiler makes for types have none, and are the runtime's here.
func packageOf(function string) string {
	if strings.HasPrefix(function, "type:") || strings.HasPrefix(function, "go:") {
		return "(made by the compiler)"
	}
	end := prefixOf(function)
	if end == 0 {
		return "runtime" // assembly: wasm_pc_f_loop and the like
	}
	return strings.ReplaceAll(function[:end-1], "%2e", ".")
}

// prefixOf is how much of a function's name is its package, with the dot; 0 if
// it has none.
func prefixOf(function string) int {
	name, _, _ := strings.Cut(function, "[") // type arguments have paths of their own
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	if dot < 0 {
		return 0
	}
	return slash + dot + 1
}

// part is a stretch of the data section by what it is for.
type part struct {
	name string
	place
}

// parts cuts the data section where the memory's tables begin and end.
func parts(data section, segments []segment, image []byte) []part {
	t, found := findTables(image)
	if !found {
		return cut(data, segments, []int{0, len(image)}, "(data)")
	}
	return cut(data, segments, []int{0, t.header, t.pointers, t.lists, t.data, len(image)},
		"(types and constants)", "(functions: records, names, lines)", "(functions: pointers in frames, index)", "(lists of types)", "(variables)")
}

// cut splits segments at addresses; there is one more of those than of names.
func cut(data section, segments []segment, edges []int, names ...string) []part {
	var all []part
	for _, s := range segments {
		from := data.at + s.at - int(s.address) // of address 0, if the file had it
		for i, name := range names {
			start, end := max(edges[i], int(s.address)), min(edges[i+1], int(s.address)+len(s.content))
			if start < end {
				all = append(all, part{name, place{from + start, from + end}})
			}
		}
	}
	return all
}
