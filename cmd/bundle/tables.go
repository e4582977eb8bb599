package main

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// tables says where in a program's memory Go's linker has put the tables of
// functions. All are addresses.
//
// A program needs them to run, not only to print stack traces: the garbage
// collector finds in them where the pointers are in a frame.
type tables struct {
	image []byte
	count int // functions

	header   int // runtime.pcHeader
	names    int // of functions, each ended by a zero
	files    int // names of source files by unit, and behind it as text
	steps    int // values that change along a function: lines, stack depth
	funcs    int // an index into itself, then a runtime._func for each function
	pointers int // where pointers are in frames, and what was inlined where
	lists    int // of types: everything above ends here
	data     int // variables
}

// tableMark is how the header begins: a magic number, two zeros, the size of an
// instruction and that of a pointer (runtime/symtab.go, pcHeader).
var tableMark = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// The words of runtime.moduledata that say where tables are, in Go 1.26.
const (
	wordHeader   = 0  // pcHeader
	wordNames    = 1  // funcnametab
	wordFiles    = 4  // cutab
	wordSteps    = 10 // pctab
	wordFuncs    = 13 // pclntable
	wordPointers = 40 // gofunc
	wordLists    = 41 // epclntab
	wordData     = 24 // noptrdata
)

// findTables looks for them. It answers no when they are not where this
// command knows them to be, as it may happen with another Go.
func findTables(image []byte) (tables, bool) {
	header := bytes.Index(image, tableMark)
	if header < 0 {
		return tables{}, false
	}
	mark := binary.LittleEndian.AppendUint64(nil, uint64(header))
	for at := 0; ; at++ {
		next := bytes.Index(image[at:], mark)
		if next < 0 || at+next+8*(wordLists+1) > len(image) {
			return tables{}, false
		}
		at += next
		word := func(n int) int { return int(binary.LittleEndian.Uint64(image[at+8*n:])) }
		t := tables{
			image: image, count: int(binary.LittleEndian.Uint64(image[header+8:])),
			header: word(wordHeader), names: word(wordNames), files: word(wordFiles), steps: word(wordSteps),
			funcs: word(wordFuncs), pointers: word(wordPointers), lists: word(wordLists), data: word(wordData),
		}
		order := []int{0, t.header, t.names, t.files, t.steps, t.funcs, t.funcs + 8*t.count, t.pointers, t.lists, t.data, len(image)}
		if t.count > 0 && slices.IsSorted(order) {
			return t, true
		}
	}
}
