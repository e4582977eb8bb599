// Package problem is how the program says that something is wrong: Error for
// what stopped it, Problem for what it found in something it read.
package problem

import (
	"errors"
	"fmt"
)

// Error is a failure that people may be shown. Any other error is internal,
// and its text never reaches a user.
type Error struct {
	Code    string // for programs to test: "storage-full", "not-json"
	Message string // a sentence for people
	Hint    string // what to do about it, "" where we know nothing
	Cause   error  // what lies behind it, for the log; may be nil
}

func (e *Error) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Code returns the code of the first Error in the chain, "" if there is none.
func Code(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// Newf makes an Error with a formatted message.
func Newf(code, hint, format string, args ...any) *Error {
	return &Error{Code: code, Hint: hint, Message: fmt.Sprintf(format, args...)}
}

// Problem is something wrong at a place in a file: reading goes on without
// what it concerns, and the person is told.
type Problem struct {
	File    string // "" where there is only one
	Line    int    // from 1; 0 where a line means nothing
	Pointer string // JSON pointer (RFC 6901) of the place, "" where it means nothing
	Message string // a sentence for people
	Hint    string // what to do about it, "" where we know nothing
}

// String is the problem on one line: place, sentence, hint.
func (p Problem) String() string {
	place := p.File
	if p.Line > 0 {
		place += fmt.Sprintf(":%d", p.Line)
	}
	if p.Pointer != "" {
		place += "#" + p.Pointer
	}
	if place != "" {
		place += ": "
	}
	if p.Hint == "" {
		return place + p.Message
	}
	return place + p.Message + " " + p.Hint
}
