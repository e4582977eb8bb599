package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// MaxSize is how large a file may be that is read, in bytes: 200,000 marks are half
// of that.
const MaxSize = 400 << 20

// Bounds on files from outside.
const (
	maxDepth    = 100       // of objects and arrays in one another
	maxRecords  = 1_000_000 // annotations or rows
	maxList     = 1000      // tags or values of one annotation, choices of one attribute
	maxProblems = 1000      // listed; the rest is only counted
	// maxSearch is how many bytes of text may be searched for lost quotes,
	// so that a file of nothing but wrong quotes ends in seconds.
	maxSearch = 512 << 20
)

// report gathers the problems of a file.
type report struct {
	file string
	list []problem.Problem
	more int
}

func (r *report) add(p problem.Problem) {
	if len(r.list) >= maxProblems {
		r.more++
		return
	}
	if p.File == "" {
		p.File = r.file
	}
	r.list = append(r.list, p)
}

func (r *report) problems() []problem.Problem {
	if r.more == 0 {
		return r.list
	}
	return append(r.list, problem.Problem{File: r.file, Message: fmt.Sprintf("%d more problems are not listed.", r.more)})
}

// whole is a file that is in memory.
type whole struct{ data []byte }

// Bytes returns a reader of a file that is in memory, from which a Decode reads
// without copying it.
func Bytes(data []byte) io.Reader { return &whole{data} }

func (w *whole) Read(p []byte) (int, error) {
	if len(w.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, w.data)
	w.data = w.data[n:]
	return n, nil
}

// slurp reads a file whole, but not without end, drops a byte order mark and
// refuses what is not UTF-8.
func slurp(r io.Reader, pace project.Pace) ([]byte, error) {
	data, err := readAll(r)
	if err != nil {
		return nil, unreadable(err)
	}
	if len(data) > MaxSize {
		return nil, errTooLarge
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	at, err := invalidAt(data, pace)
	if err != nil {
		return nil, err
	}
	if at >= 0 {
		return nil, notUTF8(data, at)
	}
	return data, nil
}

var errTooLarge = problem.Newf("too-large", "Divide the project and export it in parts.", "The file is larger than %d MB.", MaxSize>>20)

// unreadable is the error for a file that cannot be read, unless the error says
// for itself what is wrong.
func unreadable(err error) error {
	if own, ok := errors.AsType[*problem.Error](err); ok {
		return own
	}
	return &problem.Error{Code: "unreadable", Message: "The file could not be read.", Hint: "Try again, or copy it to another place first.", Cause: err}
}

// notUTF8 is the error for a byte that no character of UTF-8 can be.
func notUTF8(data []byte, at int) error {
	line, column := lineColumn(data, at)
	return problem.Newf("not-utf8", "Save the file as UTF-8 and try again.", "The file is not UTF-8 at line %d, column %d.", line, column)
}

func readAll(r io.Reader) ([]byte, error) {
	if w, ok := r.(*whole); ok {
		return w.data, nil
	}
	return io.ReadAll(io.LimitReader(r, MaxSize+1))
}

// invalidAt is invalid at a pace.
func invalidAt(data []byte, pace project.Pace) (int, error) {
	for at := 0; at < len(data); {
		end := min(at+scanEvery, len(data))
		for back := 0; back < utf8.UTFMax && end < len(data) && !utf8.RuneStart(data[end]); back++ {
			end--
		}
		if bad := invalid(data[at:end]); bad >= 0 {
			return at + bad, nil
		}
		at = end
		if err := pace.At(at, len(data)); err != nil {
			return 0, err
		}
	}
	return -1, nil
}

// invalid returns the offset of the first byte that is not UTF-8, or -1.
func invalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return at
}

// lineColumn returns where a byte offset is: lines and columns from 1, columns
// in code points.
func lineColumn(data []byte, at int) (line, column int) {
	at = min(at, len(data))
	start := bytes.LastIndexByte(data[:at], '\n') + 1
	return bytes.Count(data[:at], []byte("\n")) + 1, utf8.RuneCount(data[start:at]) + 1
}
