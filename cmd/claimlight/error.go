package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
)

// Exit codes, as help documents them.
const (
	exitOK     = 0
	exitFailed = 1 // problems were found, or something failed
	exitUsage  = 2 // the command was not understood
)

// cliError is an error made for the person at the terminal: a code that
// programs can test, a sentence, and a hint where we know one.
type cliError struct {
	code    string
	message string
	hint    string
	exit    int
}

func (e *cliError) Error() string { return e.message }

func usageError(message, hint string) error {
	return &cliError{code: "usage", message: message, hint: hint, exit: exitUsage}
}

func failure(code, message, hint string) error {
	return &cliError{code: code, message: message, hint: hint, exit: exitFailed}
}

// report prints an error for people: what is wrong, then what may help.
func report(w io.Writer, err error) {
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return
	}
	fmt.Fprintln(w, "claimlight:", err)
	var e *cliError
	if errors.As(err, &e) && e.hint != "" {
		fmt.Fprintln(w, "  hint:", e.hint)
	}
}

func exitCode(err error) int {
	var e *cliError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.As(err, &e):
		return e.exit
	}
	return exitFailed
}
