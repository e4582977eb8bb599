package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"runtime"
	"slices"
	"strings"
)

// errTables says that the tables of functions are not as this command knows
// them. Then they are left alone.
var errTables = errors.New("the tables of functions are not those of Go 1.26")

// strip blanks out what is read for nothing but stack traces: the files and
// lines that instructions come from, and which calls were inlined. A seventh of
// what a program is on the wire is this, and the names of functions. A stack
// trace still names each function of the program and of what draws it, and of
// others the package, and all that runs is as it was.
//
// Nothing moves: a function's record says that there is no such table, which
// the runtime knows from assembly, and the bytes of the tables become zeros,
// which cost nothing on the wire. Inlined calls are kept where the runtime asks
// for them while a program runs: recover counts the frames above it, and looks
// through functions that the compiler made.
func strip(image []byte) error {
	t, found := findTables(image)
	if !found || !strings.HasPrefix(runtime.Version(), "go1.26") {
		return errTables
	}
	all, err := t.records()
	if err != nil {
		return err
	}
	var blank []inlined
	for _, r := range all {
		if r.bytes[recordKind] == 0 {
			blank = append(blank, r.tree())
		}
		r.forget()
	}
	shorten(all)
	kept := make([]bool, len(image))
	kept[t.steps] = true // offset 0 says that there is no table
	for _, r := range all {
		r.keep(kept)
	}
	wipe(image, kept, t.names, t.files)
	clear(image[t.files:t.steps])
	wipe(image, kept, t.steps, t.funcs)
	for _, b := range blank {
		if !slices.Contains(kept[b.start:b.end], true) {
			clear(image[b.start:b.end])
		}
	}
	return nil
}

// named are packages whose functions keep their names: those that a report of a
// fault is about. The runtime asks its own for the package alone.
var named = []string{"main", "claimlight", "github.com/maxence-charriere/go-app"}

// shorten leaves of the names of all other functions the package, as it is
// written in the first of them.
func shorten(all []record) {
	first := map[string]uint32{}
	for _, r := range all {
		name := r.name()
		own := packageOf(name)
		if slices.ContainsFunc(named, func(p string) bool { return own == p || strings.HasPrefix(own, p+"/") }) {
			continue
		}
		short := name[:prefixOf(name)]
		if short == "" { // made by the compiler
			continue
		}
		at, seen := first[short]
		if !seen {
			at = r.word(recordName)
			first[short] = at
			r.t.image[r.t.names+int(at)+len(short)] = 0
		}
		r.set(recordName, at)
	}
}

func wipe(image []byte, kept []bool, start, end int) {
	for i := start; i < end; i++ {
		if !kept[i] {
			image[i] = 0
		}
	}
}

// keep marks what a record still refers to: names and step tables as a whole,
// of pointer tables, whose length it does not say, the beginning.
func (r record) keep(kept []bool) {
	mark := func(start, end int) {
		for i := start; i < end; i++ {
			kept[i] = true
		}
	}
	name := func(offset uint32) {
		start := r.t.names + int(offset)
		mark(start, start+bytes.IndexByte(r.t.image[start:], 0)+1)
	}
	name(r.word(recordName))
	for _, offset := range r.stepTables() {
		end, _ := r.t.walk(int(offset))
		mark(r.t.steps+int(offset), end)
	}
	for _, offset := range r.pointerTables() {
		mark(r.t.pointers+int(offset), r.t.pointers+int(offset)+1)
	}
	tree := r.tree()
	for call := tree.start; call < tree.end; call += inlinedSize {
		name(binary.LittleEndian.Uint32(r.t.image[call+inlinedName:]))
	}
}

// record is a runtime._func and the two lists of offsets behind it.
type record struct {
	t     tables
	bytes []byte
}

// Where things stand in a record, in bytes (runtime/runtime2.go, _func). What
// is not needed here stays unnamed.
const (
	recordEntry   = 0
	recordName    = 4
	recordStack   = 16
	recordFile    = 20
	recordLine    = 24
	recordSteps   = 28 // how many offsets of step tables follow
	recordUnit    = 32
	recordStart   = 36 // the line of the function
	recordKind    = 40 // 0, or what the runtime knows it for
	recordPointer = 43 // how many offsets of pointer tables follow those
	recordLists   = 44
)

// The tables of inlined calls (internal/abi/symtab.go, PCDATA_InlTreeIndex and
// FUNCDATA_InlTree), and the size of a call in bytes (runtime/symtabinl.go).
const (
	stepInlined    = 2
	pointerInlined = 3
	inlinedSize    = 16
	inlinedName    = 4
	noPointers     = ^uint32(0)
)

// inlined is where in memory a function's table of inlined calls stands.
type inlined struct{ start, end int }

// records returns the records of all functions, after checking that they are
// what this command takes them for: each begins where the index says, is as
// long as its lists make it, and refers to tables that can be read.
func (t tables) records() ([]record, error) {
	all := make([]record, t.count)
	area, last := t.image[t.funcs:t.pointers], 0
	for i := range all {
		entry, start := binary.LittleEndian.Uint32(area[8*i:]), int(binary.LittleEndian.Uint32(area[8*i+4:]))
		if start+recordLists > len(area) {
			return nil, errTables
		}
		r := record{t, area[start:]}
		end := recordLists + 4*(int(r.word(recordSteps))+int(r.bytes[recordPointer]))
		if r.word(recordEntry) != entry || end < recordLists || end > len(r.bytes) {
			return nil, errTables
		}
		r.bytes = r.bytes[:end]
		if pad := start - last; i > 0 && (pad < 0 || pad >= 8) {
			return nil, errTables
		}
		last = start + end
		all[i] = r
		if err := r.check(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (r record) check() error {
	for _, offset := range append(r.stepTables(), r.word(recordFile), r.word(recordLine)) {
		if _, most := r.t.walk(int(offset)); most == unreadable {
			return errTables
		}
	}
	for _, offset := range r.pointerTables() {
		if r.t.pointers+int(offset) >= r.t.lists {
			return errTables
		}
	}
	tree := r.tree()
	if r.t.names+int(r.word(recordName)) >= r.t.files || tree.end > r.t.lists {
		return errTables
	}
	return nil
}

func (r record) name() string {
	name, _, _ := bytes.Cut(r.t.image[r.t.names+int(r.word(recordName)):r.t.files], []byte{0})
	return string(name)
}

func (r record) word(at int) uint32     { return binary.LittleEndian.Uint32(r.bytes[at:]) }
func (r record) set(at int, to uint32)  { binary.LittleEndian.PutUint32(r.bytes[at:], to) }
func (r record) step(n int) (at int)    { return recordLists + 4*n }
func (r record) pointer(n int) (at int) { return r.step(int(r.word(recordSteps)) + n) }
func (r record) hasStep(n int) bool     { return n < int(r.word(recordSteps)) && r.word(r.step(n)) != 0 }
func (r record) hasPointer(n int) bool {
	return n < int(r.bytes[recordPointer]) && r.word(r.pointer(n)) != noPointers
}

// stepTables lists the tables that say what changes along the function, but
// for files and lines.
func (r record) stepTables() []uint32 {
	offsets := []uint32{r.word(recordStack)}
	for n := range int(r.word(recordSteps)) {
		offsets = append(offsets, r.word(r.step(n)))
	}
	return offsets
}

func (r record) pointerTables() []uint32 {
	var offsets []uint32
	for n := range int(r.bytes[recordPointer]) {
		if r.hasPointer(n) {
			offsets = append(offsets, r.word(r.pointer(n)))
		}
	}
	return offsets
}

// tree returns the table of the calls that were inlined, an empty one if none.
func (r record) tree() inlined {
	if !r.hasStep(stepInlined) || !r.hasPointer(pointerInlined) {
		return inlined{}
	}
	_, most := r.t.walk(int(r.word(r.step(stepInlined))))
	start := r.t.pointers + int(r.word(r.pointer(pointerInlined)))
	return inlined{start, start + inlinedSize*(most+1)}
}

// forget makes a record know nothing of files and lines, and that of a function
// which the runtime does not treat in a way of its own nothing of inlined calls.
func (r record) forget() {
	for _, at := range []int{recordFile, recordLine, recordUnit, recordStart} {
		r.set(at, 0)
	}
	if tree := r.tree(); r.bytes[recordKind] == 0 && tree.end > 0 {
		r.set(r.step(stepInlined), 0)
		r.set(r.pointer(pointerInlined), noPointers)
	}
}

const unreadable = -1 << 31

// walk goes through a step table: pairs of how much the value changes, zigzag,
// and for how many instructions it stays so, until the first is zero, except
// at the beginning (runtime/symtab.go, step). It returns the address behind the
// table and the largest value, which starts at -1; unreadable, if it does not
// end.
func (t tables) walk(offset int) (end, most int) {
	if offset == 0 {
		return t.steps, -1
	}
	r := reader{all: t.image[:t.funcs], at: min(t.steps+offset, t.funcs)}
	value := -1
	most = value
	for first := true; ; first = false {
		change := r.uint()
		if r.failed {
			return 0, unreadable
		}
		if change == 0 && !first {
			return r.at, most
		}
		value += int(change>>1) ^ -int(change&1)
		most = max(most, value)
		r.uint()
	}
}
