package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// module is a WebAssembly file cut into its sections.
type module []section

// section is one part of a module: its number in the standard and what it
// holds, without the header. at is where the content begins in the file.
type section struct {
	id      byte
	at      int
	content []byte
}

// The sections this command looks into; the numbers are the standard's (5.5.2).
const (
	customSection = 0
	codeSection   = 10
	dataSection   = 11
)

// segment is a stretch of the memory that a program starts with. at is where
// its content begins in the section it was read from.
type segment struct {
	address int64
	at      int
	content []byte
}

// highest is the highest address, in bytes, that a program may start with.
const highest = 1 << 30

var (
	wasmHeader = []byte("\x00asm\x01\x00\x00\x00")
	errWasm    = errors.New("not a WebAssembly module that this command can read")
)

// nearby is how many zeros, in bytes, are worth writing out between two
// segments rather than beginning another one. Anything from 64 to 8192 gives
// the same size to a tenth of a percent.
const nearby = 512

// pack returns the same program in fewer bytes on the wire: without the names
// of its functions for debuggers, and with its memory in a few large segments.
// Go's linker begins a new segment at every eight zeros, a hundred thousand in
// all; that makes the file smaller as it is, but what stands between the
// segments is noise to a compressor, and each is one more for the browser to
// check and copy. edit, where there is one, may change the memory.
func pack(file []byte, edit func(image []byte) error) ([]byte, error) {
	m, err := parse(file)
	if err != nil {
		return nil, err
	}
	packed := bytes.Clone(wasmHeader)
	for _, s := range m {
		switch {
		case s.id == customSection && bytes.HasPrefix(s.content, []byte("\x04name")):
			continue
		case s.id == dataSection:
			if s.content, err = packData(s.content, edit); err != nil {
				return nil, err
			}
		}
		packed = append(packed, s.id)
		packed = binary.AppendUvarint(packed, uint64(len(s.content)))
		packed = append(packed, s.content...)
	}
	return packed, nil
}

func packData(content []byte, edit func(image []byte) error) ([]byte, error) {
	segments, err := segmentsOf(content)
	if err != nil {
		return nil, err
	}
	image := memory(segments)
	if edit != nil {
		if err := edit(image); err != nil {
			return nil, err
		}
	}
	return encode(cutUp(image)), nil
}

// parse cuts a file into sections. They share its memory.
func parse(file []byte) (module, error) {
	if !bytes.HasPrefix(file, wasmHeader) {
		return nil, errWasm
	}
	var m module
	for r := (reader{all: file, at: len(wasmHeader)}); r.at < len(file); {
		id := r.byte()
		content := r.take(r.uint())
		if r.failed {
			return nil, errWasm
		}
		m = append(m, section{id, r.at - len(content), content})
	}
	return m, nil
}

// find returns the section with a number, an empty one where there is none.
func (m module) find(id byte) section {
	for _, s := range m {
		if s.id == id {
			return s
		}
	}
	return section{id: id}
}

// segmentsOf reads a data section. Segments that are not simply laid at an
// address of the only memory are an error: Go writes no others.
func segmentsOf(content []byte) ([]segment, error) {
	r := reader{all: content}
	segments := make([]segment, 0, 1024)
	for range r.uint() {
		if kind, op := r.byte(), r.byte(); kind != 0 || op != 0x41 { // active; i32.const
			return nil, fmt.Errorf("%w: a segment of another kind", errWasm)
		}
		address := r.int()
		if r.byte() != 0x0b { // end of the expression
			return nil, fmt.Errorf("%w: a segment at a computed address", errWasm)
		}
		content := r.take(r.uint())
		if r.failed || address < 0 || address > highest {
			return nil, errWasm
		}
		segments = append(segments, segment{address, r.at - len(content), content})
	}
	return segments, nil
}

// memory is what a program finds in its memory when it starts.
func memory(segments []segment) []byte {
	var image []byte
	for _, s := range segments {
		if end := int(s.address) + len(s.content); end > len(image) {
			image = append(image, make([]byte, end-len(image))...)
		}
		copy(image[s.address:], s.content)
	}
	return image
}

// cutUp returns segments that give this memory, leaving out long stretches of
// zeros, which it holds before anything is laid into it.
func cutUp(image []byte) []segment {
	var segments []segment
	start, zeros := -1, 0 // of a segment; how many there are since its last byte
	for i, b := range image {
		switch {
		case b == 0:
			zeros++
			continue
		case start < 0:
			start = i
		case zeros > nearby:
			segments = append(segments, segment{address: int64(start), content: image[start : i-zeros]})
			start = i
		}
		zeros = 0
	}
	if start >= 0 {
		segments = append(segments, segment{address: int64(start), content: image[start : len(image)-zeros]})
	}
	return segments
}

func encode(segments []segment) []byte {
	content := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		content = append(content, 0, 0x41)
		content = appendInt(content, s.address)
		content = append(content, 0x0b)
		content = binary.AppendUvarint(content, uint64(len(s.content)))
		content = append(content, s.content...)
	}
	return content
}

// appendInt writes a number in signed LEB128, which binary.AppendVarint is not.
func appendInt(to []byte, n int64) []byte {
	for {
		low := byte(n & 0x7f)
		n >>= 7
		if n == 0 && low&0x40 == 0 || n == -1 && low&0x40 != 0 {
			return append(to, low)
		}
		to = append(to, low|0x80)
	}
}

// reader takes a module apart. After the first thing that is not there, failed
// is set and everything else is zero.
type reader struct {
	all    []byte
	at     int
	failed bool
}

func (r *reader) take(n uint64) []byte {
	if r.failed || n > uint64(len(r.all)-r.at) {
		r.failed = true
		return nil
	}
	r.at += int(n)
	return r.all[r.at-int(n) : r.at]
}

func (r *reader) byte() byte {
	if b := r.take(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

func (r *reader) uint() uint64 {
	n, length := binary.Uvarint(r.all[r.at:])
	if length <= 0 {
		r.failed = true
		return 0
	}
	r.take(uint64(length))
	return n
}

// int reads a number in signed LEB128.
func (r *reader) int() int64 {
	var n int64
	for shift := uint(0); shift < 64 && !r.failed; shift += 7 {
		b := r.byte()
		n |= int64(b&0x7f) << shift
		if b&0x80 == 0 {
			if b&0x40 != 0 && shift < 57 {
				n |= -1 << (shift + 7)
			}
			return n
		}
	}
	r.failed = true
	return 0
}
